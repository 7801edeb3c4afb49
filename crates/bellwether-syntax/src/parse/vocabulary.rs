//! Kinds, their attributes, definitions.

use bellwether_grammar::Rule as Form;

use super::verbs::part;
use super::words::is_word;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::outline::Statement;
use crate::source::Span;
use crate::tree::{AttributeDeclaration, Cases, Definition, KindDeclaration, Meaning, TypeExpression};

impl Reader<'_, '_> {
    pub(super) fn kind(&mut self, index: usize, statement: &Statement) -> Option<KindDeclaration> {
        let help = "write `kind NAME is a PARENT \"what it is\" { attributes }` or `extend kind NAME { … }`";
        let head = self.item_pair(statement, Form::kind_head, codes::BAD_KIND, "this kind cannot be read", help);
        let attributes = self.attributes(index + 1..statement.after as usize);
        let head = head?;
        self.base = statement.start;
        let mut kind = KindDeclaration {
            docs: self.docs(statement),
            extends: false,
            name: self.first_word(head.clone())?,
            parent: None,
            plural: None,
            label: None,
            attributes,
            span: self.whole(statement),
        };
        let mut named = false;
        for child in head.into_inner() {
            let (form, place) = (child.as_rule(), self.place_of_part(&child));
            let twice = match form {
                Form::kw_extend => {
                    kind.extends = true;
                    false
                }
                Form::word | Form::quoted if named => {
                    kind.parent = Some(self.word(&child));
                    self.only_adds(kind.extends, place);
                    false
                }
                Form::word | Form::quoted => {
                    named = true;
                    false
                }
                Form::plural => {
                    self.only_adds(kind.extends, place);
                    kind.plural.replace(self.first_word(child)?).is_some()
                }
                Form::kind_label => {
                    self.only_adds(kind.extends, place);
                    kind.label.replace(self.first_text(child)?).is_some()
                }
                _ => false,
            };
            if twice {
                self.twice(form, place, "kind");
            }
        }
        Some(kind)
    }

    /// Reports what the head of an extension cannot say: its kind is declared elsewhere.
    fn only_adds(&mut self, extends: bool, place: Span) {
        if extends {
            self.report(
                Diagnostic::error(
                    codes::BAD_KIND,
                    place,
                    "`extend` adds attributes to a kind, and changes nothing else",
                )
                .help("leave this out, or write it where the kind is declared"),
            );
        }
    }

    /// Where a part of a kind or an attribute begins: its first word, where it has one.
    fn place_of_part(&self, pair: &Pair<'_>) -> Span {
        pair.clone().into_inner().next().map_or_else(|| self.exact(pair), |word| self.exact(&word))
    }

    fn attributes(&mut self, range: std::ops::Range<usize>) -> Vec<AttributeDeclaration> {
        let outline = self.outline;
        let mut attributes = Vec::new();
        let mut index = range.start;
        while index < range.end
            && let Some(statement) = outline.statements.get(index)
        {
            self.no_block(statement, "an attribute of a kind");
            let help = "write `name type`, such as `due date`, `owner unit within`, `counters many metric` or `stage one of (a, b)`";
            let message = "this line declares no attribute";
            let code = codes::BAD_ATTRIBUTE_DECLARATION;
            if let Some(pair) = self.item_pair(statement, Form::attribute_entry, code, message, help) {
                let read = part(pair, Form::attribute).and_then(|pair| self.attribute(pair));
                match read {
                    Some(attribute) => {
                        attributes.push(AttributeDeclaration { docs: self.docs(statement), ..attribute });
                    }
                    None => self.unreadable(statement),
                }
            }
            index = statement.after as usize;
        }
        attributes
    }

    fn attribute(&mut self, pair: Pair<'_>) -> Option<AttributeDeclaration> {
        let span = self.span(&pair);
        let mut attribute = AttributeDeclaration {
            docs: Vec::new(),
            name: self.first_word(pair.clone())?,
            many: false,
            ty: TypeExpression::Hole(span),
            fields: Vec::new(),
            required: false,
            within: false,
            inverse: None,
            verb: None,
            plural: None,
            singular: None,
            label: None,
            span,
        };
        for child in pair.into_inner() {
            let (form, place) = (child.as_rule(), self.place_of_part(&child));
            let twice = match form {
                Form::kw_many => {
                    attribute.many = true;
                    false
                }
                Form::type_expression => {
                    attribute.ty = self.type_expression(child)?;
                    false
                }
                Form::attribute_fields => {
                    let twice = !attribute.fields.is_empty();
                    for field in child.into_inner().filter(|one| one.as_rule() == Form::attribute) {
                        attribute.fields.push(self.attribute(field)?);
                    }
                    twice
                }
                Form::kw_required => std::mem::replace(&mut attribute.required, true),
                Form::kw_within_mark => std::mem::replace(&mut attribute.within, true),
                Form::inverse => attribute.inverse.replace(self.first_word(child)?).is_some(),
                Form::verb_forms => {
                    let mut words = self.words(child).into_iter();
                    attribute.verb.replace((words.next()?, words.next())).is_some()
                }
                Form::plural => attribute.plural.replace(self.first_word(child)?).is_some(),
                Form::singular => attribute.singular.replace(self.first_word(child)?).is_some(),
                Form::kind_label => attribute.label.replace(self.first_text(child)?).is_some(),
                _ => false,
            };
            if twice {
                self.twice(form, place, "attribute");
            }
        }
        Some(attribute)
    }

    /// A `type_expression` pair.
    pub(super) fn type_expression(&mut self, pair: Pair<'_>) -> Option<TypeExpression> {
        let inner = pair.into_inner().next()?;
        let span = self.span(&inner);
        match inner.as_rule() {
            Form::type_one_of => Some(TypeExpression::OneOf(self.words(inner), span)),
            Form::type_yes_or_no => Some(TypeExpression::YesOrNo(span)),
            _ => self.first_word(inner).map(TypeExpression::Named),
        }
    }

    pub(super) fn definition(&mut self, statement: &Statement) -> Option<Definition> {
        self.no_block(statement, "a definition");
        let help = "write `define KIND is WORD when CONDITION` or `define NAME of KIND as VALUE`";
        let head = self.item_pair(
            statement,
            Form::definition_item,
            codes::BAD_DEFINITION,
            "this definition cannot be read",
            help,
        )?;
        let read = self.definition_body(head, statement);
        if read.is_none() {
            self.unreadable(statement);
        }
        read
    }

    fn definition_body(&mut self, head: Pair<'_>, statement: &Statement) -> Option<Definition> {
        let before = self.diagnostics.len();
        let first = self.first_word(head.clone())?;
        let span = self.at(statement.start, statement.end);
        let docs = self.docs(statement);
        if let Some(adjective) = part(head.clone(), Form::define_adjective) {
            let name = self.first_word(adjective.clone())?;
            let condition = self.clauses(part(adjective, Form::clauses)?)?;
            let mistaken = self.mistaken_since(before);
            return Some(Definition {
                docs,
                kind: first,
                name,
                meaning: Meaning::Adjective(condition),
                mistaken,
                span,
            });
        }
        let derived = part(head, Form::define_derived)?;
        let kind = self.first_word(derived.clone())?;
        let cases = self.cases(derived)?;
        let mistaken = self.mistaken_since(before);
        Some(Definition { docs, kind, name: first, meaning: Meaning::Derived(cases), mistaken, span })
    }

    fn cases(&mut self, pair: Pair<'_>) -> Option<Cases> {
        let mut whole: Option<Span> = None;
        let (mut cases, mut otherwise) = (Vec::new(), None);
        for child in pair.into_inner().filter(|child| !is_word(child)) {
            let span = self.span(&child);
            let form = child.as_rule();
            if !matches!(form, Form::case | Form::case_otherwise) {
                continue;
            }
            whole = Some(whole.map_or(span, |whole| whole.to(span)));
            let condition = part(child.clone(), Form::clauses);
            let value = self.expression(part(child, Form::expression)?)?;
            match condition {
                Some(condition) => cases.push((value, self.clauses(condition)?)),
                None if otherwise.is_none() => otherwise = Some(value),
                None => self.second_otherwise(span),
            }
        }
        Some(Cases { cases, otherwise, span: whole? })
    }

    fn second_otherwise(&mut self, span: Span) {
        self.report(
            Diagnostic::error(codes::EXPECTED_CONDITION, span, "a second value stands here without a condition")
                .help("write `VALUE when CONDITION, …, otherwise VALUE`"),
        );
    }
}
