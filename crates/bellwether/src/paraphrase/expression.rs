//! Values in plain words.

use crate::program::{AggregateOp, Binder, Expression, ExpressionKind, Literal, Path, Root, Selection, Set, Step};
use crate::value::Scalar;
use crate::vocabulary::nouns::with_article;

use super::names::{Names, Speaker, series};

impl Speaker<'_> {
    /// What an expression is, as something that a sentence may be about.
    pub(super) fn expression(&mut self, expression: &Expression, names: &mut Names) -> String {
        match &expression.kind {
            ExpressionKind::Path(path) => self.path(path, names),
            ExpressionKind::Literal(literal) => self.literal(literal),
            ExpressionKind::Sum(terms) => {
                let mut words = String::new();
                for (at, (sign, term)) in terms.iter().enumerate() {
                    words.push_str(sign.before(at));
                    words.push_str(&self.operand(term, names));
                }
                words
            }
            ExpressionKind::Product(factors) => {
                let mut words = String::new();
                for (at, (factor, term)) in factors.iter().enumerate() {
                    words.push_str(factor.before(at));
                    words.push_str(&self.operand(term, names));
                }
                words
            }
            ExpressionKind::Aggregate(op, path, _) => {
                let of = self.path(path, names);
                match op {
                    AggregateOp::Count => format!("the number of different values of {of}"),
                    AggregateOp::Sum => format!("the sum of {of}"),
                    AggregateOp::Min => format!("the least of {of}"),
                    AggregateOp::Max => format!("the greatest of {of}"),
                    AggregateOp::Average => format!("the average of {of}"),
                }
            }
            ExpressionKind::Nearest { from, target, via } => {
                let start = names.of(*from).to_owned();
                let via = self.relations(via);
                let target = self.whom(target, false, names);
                names.leave();
                format!("the nearest {target}, from {start} itself on along {via}")
            }
        }
    }

    /// An operand of arithmetic: in brackets where it is arithmetic itself.
    fn operand(&mut self, expression: &Expression, names: &mut Names) -> String {
        let words = self.expression(expression, names);
        match &expression.kind {
            ExpressionKind::Sum(_) | ExpressionKind::Product(_) => format!("({words})"),
            _ => words,
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Scalar(value) => match value {
                Scalar::Quantity(quantity) => quantity.to_string(),
                Scalar::Duration(duration) => duration.to_string(),
                Scalar::Date(date) => date.to_string(),
                Scalar::Period(period) => period.to_string(),
                Scalar::YesOrNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
                // The checker makes no literals of others.
                _ => "a value".to_owned(),
            },
            Literal::Text(text) => format!("\"{text}\""),
            Literal::Word(word) => format!("`{}`", self.program.vocabulary.word(*word)),
        }
    }

    /// The value or values at the end of a path: `` the kpi's `owner` ``.
    pub(super) fn path(&mut self, path: &Path, names: &mut Names) -> String {
        self.part_of_path(path, path.steps.len(), names)
    }

    /// The value or values after the first steps of a path.
    pub(super) fn part_of_path(&mut self, path: &Path, steps: usize, names: &mut Names) -> String {
        let steps = self.steps(path.steps.get(..steps).unwrap_or(&path.steps));
        let root = match &path.root {
            Root::Slot(slot) => names.of(*slot).to_owned(),
            Root::Name(name) => match self.program.names.get(name.index()) {
                Some(name) => format!("{} `{}`", self.kind_word(name.kind), name.id),
                None => "an element".to_owned(),
            },
            Root::Today => "the as-of date".to_owned(),
            Root::Selection(selection) => {
                let selection = self.selection(selection, names);
                return if steps.is_empty() { selection } else { format!("`{steps}` of {selection}") };
            }
        };
        if steps.is_empty() {
            return root;
        }
        // The name of what a path leads to is a path itself: `` the kpi's `owner.role` ``.
        match root.strip_suffix('`').filter(|path| path.rsplit_once('`').is_some_and(|(who, _)| who.ends_with("'s "))) {
            Some(path) => format!("{path}.{steps}`"),
            None => format!("{root}'s `{steps}`"),
        }
    }

    /// The names of some steps: `target.by`.
    fn steps(&mut self, steps: &[Step]) -> String {
        let mut words: Vec<&str> = Vec::new();
        for step in steps {
            match step {
                Step::Attribute(id) | Step::Field(id) => words.push(self.attribute_word(*id)),
                Step::Derived(id) => {
                    self.use_definition(*id);
                    words.push(self.definition_word(*id));
                }
                Step::Children(kind) => words.push(self.kind_plural(*kind)),
                Step::Inputs => words.push("inputs"),
                Step::Numerator => words.push("numerator"),
                Step::Denominator => words.push("denominator"),
                Step::Label => words.push("label"),
                Step::Start => words.push("start"),
                Step::End => words.push("end"),
                Step::Least => words.push("least"),
                Step::Most => words.push("most"),
                Step::Value => {}
            }
        }
        words.join(".")
    }

    /// Relations that are followed: `` `drives` or `parent` ``.
    pub(super) fn relations(&mut self, via: &[Step]) -> String {
        let mut words: Vec<String> = via.iter().map(|step| format!("`{}`", self.steps(&[*step]))).collect();
        // One name may be a relation of several kinds.
        let mut at = 0;
        words.retain({
            let all = words.clone();
            move |word| {
                at += 1;
                all.iter().position(|known| known == word) == Some(at - 1)
            }
        });
        series(&words, "or")
    }

    fn selection(&mut self, selection: &Selection, names: &mut Names) -> String {
        let (all, noun) = match &selection.set {
            Set::Kind(kind) => (format!("the {}", self.kind_plural(*kind)), self.kind_word(*kind).to_owned()),
            Set::Path(path) => (format!("those of {}", self.path(path, names)), "one".to_owned()),
        };
        let name = names.enter(selection.slot, &noun);
        let words = match &selection.filter {
            Some(filter) => format!("({all}, each {noun} {})", self.relative(filter, &name, names)),
            None => all,
        };
        names.leave();
        words
    }

    /// The elements of a binder, one of them said: `a kpi whose …` with an article, `kpi whose …` without. Its slot has a
    /// name from here on; the caller leaves it.
    pub(super) fn whom(&mut self, binder: &Binder, article: bool, names: &mut Names) -> String {
        let kind = self.kind_word(binder.kind);
        let mut words = match binder.named.and_then(|name| self.program.names.get(name.index())) {
            Some(name) => format!("{kind} `{}`", name.id),
            None if article => with_article(kind),
            None => kind.to_owned(),
        };
        let name = names.enter(binder.slot, kind);
        if let Some(filter) = &binder.filter {
            words = format!("{words} {}", self.relative(filter, &name, names));
        }
        words
    }
}
