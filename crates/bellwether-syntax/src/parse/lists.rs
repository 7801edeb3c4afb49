//! Lists: parts with `,`, `and`, `or` between them, and how they are joined.

use bellwether_grammar::Rule;

use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::tree::{Connective, List};

/// What stands between the parts of a list, gathered while its parts are built.
#[derive(Default)]
pub(super) struct Joints {
    and: Option<Span>,
    or: Option<Span>,
    comma: Option<Span>,
}

impl Joints {
    /// Takes a pair if it stands between parts.
    pub(super) fn take(&mut self, reader: &Reader<'_, '_>, pair: &Pair<'_>) -> bool {
        let place = match pair.as_rule() {
            Rule::and_sep => &mut self.and,
            Rule::or_sep => &mut self.or,
            Rule::comma_sep => &mut self.comma,
            _ => return false,
        };
        // `, and`: the word is named, not the comma.
        let shown = pair.clone().into_inner().next().unwrap_or_else(|| pair.clone());
        place.get_or_insert(reader.exact(&shown));
        true
    }

    /// How the parts are joined. `and` with `or`, and commas alone, are reported.
    pub(super) fn connective(&self, reader: &mut Reader<'_, '_>) -> Connective {
        match (self.and, self.or, self.comma) {
            (Some(and), Some(or), _) => {
                let (first, second) = if and.start < or.start { (and, or) } else { (or, and) };
                reader.report(
                    Diagnostic::error(codes::MIXED_AND_OR, second, "`and` and `or` stand in one list")
                        .also(first, "the other stands here")
                        .help("put brackets around the parts that belong together"),
                );
                Connective::And
            }
            (Some(_), None, _) => Connective::And,
            (None, Some(_), _) => Connective::Or,
            (None, None, Some(comma)) => {
                reader.report(
                    Diagnostic::error(codes::LIST_NEEDS_AND_OR, comma, "this list has neither `and` nor `or`")
                        .help("write `and` or `or` before its last part"),
                );
                Connective::And
            }
            (None, None, None) => Connective::One,
        }
    }

    /// The list of these parts.
    pub(super) fn list<T>(&self, reader: &mut Reader<'_, '_>, parts: Vec<T>) -> Option<List<T>> {
        let connective = self.connective(reader);
        (!parts.is_empty()).then_some(List { connective, parts })
    }
}

impl Reader<'_, '_> {
    /// Reads the parts of a list with `read`, which passes over what is no part.
    pub(super) fn list<'p, T>(
        &mut self,
        pairs: impl Iterator<Item = Pair<'p>>,
        mut read: impl FnMut(&mut Self, Pair<'p>) -> Option<T>,
    ) -> Option<List<T>> {
        let (mut joints, mut parts) = (Joints::default(), Vec::new());
        for pair in pairs {
            if !joints.take(self, &pair) && !is_keyword(&pair) {
                parts.push(read(self, pair)?);
            }
        }
        joints.list(self, parts)
    }
}

/// Whether a pair is only a word of the grammar, which holds nothing.
pub(super) fn is_keyword(pair: &Pair<'_>) -> bool {
    matches!(
        pair.as_rule(),
        Rule::kw_be
            | Rule::kw_have
            | Rule::kw_has
            | Rule::kw_is
            | Rule::kw_in
            | Rule::kw_via
            | Rule::kw_share
            | Rule::kw_include
            | Rule::kw_mention
            | Rule::kw_reach
            | Rule::kw_with
            | Rule::kw_a
            | Rule::kw_the
            | Rule::kw_its
            | Rule::kw_do
            | Rule::kw_not
            | Rule::kw_of
            | Rule::kw_where
            | Rule::kw_that
    )
}
