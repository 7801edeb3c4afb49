//! Rules.

use super::Typed;
use crate::ir::{Form, Item, Policy, Rule};
use crate::nouns::with_article;
use crate::phrase::Phrase;

impl Typed<'_, '_> {
    pub(super) fn policies(&mut self) {
        let count = self.draw.count(1, self.bounds.rules);
        let rules = (0..count).map(|_| self.rule()).collect();
        self.items.push(Item::Policy(Policy { id: "p".to_owned(), title: None, parameters: Vec::new(), rules }));
    }

    fn rule(&mut self) -> Rule {
        let label = self.fresh("rule", "rule");
        let kind = self.cast_kind();
        let every = Phrase::of("every").and(self.schema.name(kind)).and("must");
        let fit: Vec<String> =
            self.schema.members(kind).filter(|member| member.focus).map(|member| member.one().to_owned()).collect();
        let (form, sentence) = match self.draw.pick(&fit) {
            Some(one) => (Form::Each, every.and("have").and(&with_article(one))),
            None => {
                let adjectives = self.schema.adjectives(kind);
                match self.draw.pick(&adjectives) {
                    Some(word) => (Form::Each, every.and("be").and(word)),
                    None => (Form::Each, every.and("be in it")),
                }
            }
        };
        Rule { label, form, sentence, modifiers: Vec::new() }
    }
}
