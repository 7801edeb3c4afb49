//! Verbs with what belongs to them, finite and plain.

use bellwether_grammar::Rule;

use super::lists::is_keyword;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::tree::{Expression, List, NounPhrase, Path, PathRoot, ReachTarget, Value, VerbKind, VerbPhrase, Word};

impl Reader<'_, '_> {
    /// A `verb_tail` pair: whether it is denied, and the verb.
    pub(super) fn verb_tail(&mut self, pair: Pair<'_>) -> Option<(bool, VerbPhrase)> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let denied = inner.clone().into_inner().any(|child| child.as_rule() == Rule::kw_not);
        let kind = match inner.as_rule() {
            Rule::is_tail => VerbKind::Be(self.be_list(part(inner, Rule::be_list)?)?),
            Rule::has_tail => VerbKind::Have(self.have_list(part(inner, Rule::have_list)?, true)?),
            Rule::do_tail => self.plain_verb(part(inner, Rule::plain_verb)?)?.kind,
            Rule::include_tail => VerbKind::Include(self.include_list(part(inner, Rule::include_list)?)?),
            Rule::mention_tail => VerbKind::Mention(self.mention_list(part(inner, Rule::mention_list)?)?),
            Rule::reach_finite => self.reach(inner)?,
            Rule::share_finite => self.share(part(inner, Rule::share_tail)?)?,
            Rule::relation_finite => self.relation(inner)?,
            _ => return None,
        };
        Some((denied, VerbPhrase { kind, span }))
    }

    /// A `plain_verb` pair.
    pub(super) fn plain_verb(&mut self, pair: Pair<'_>) -> Option<VerbPhrase> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let kind = match inner.as_rule() {
            Rule::plain_be => VerbKind::Be(self.be_list(part(inner, Rule::be_list)?)?),
            Rule::plain_have => VerbKind::Have(self.have_list(part(inner, Rule::have_list)?, false)?),
            Rule::plain_include => VerbKind::Include(self.include_list(part(inner, Rule::include_list)?)?),
            Rule::plain_mention => VerbKind::Mention(self.mention_list(part(inner, Rule::mention_list)?)?),
            Rule::plain_reach => self.reach(inner)?,
            Rule::plain_share => self.share(part(inner, Rule::share_tail)?)?,
            Rule::relation_tail => self.relation(inner)?,
            _ => return None,
        };
        Some(VerbPhrase { kind, span })
    }

    /// A `have_list` pair; `in_condition` where it belongs to `it has …`, whose second `where` needs brackets.
    pub(super) fn have_list(&mut self, pair: Pair<'_>, in_condition: bool) -> Option<List<NounPhrase>> {
        self.list(pair.into_inner(), |reader, item| {
            let selects = part(item.clone(), Rule::where_part).filter(|_| in_condition);
            let outer = reader.in_has_where;
            if let Some(selects) = selects {
                if outer {
                    let word = selects.into_inner().next()?;
                    let span = reader.exact(&word);
                    reader.report(
                        Diagnostic::error(
                            codes::WHERE_NEEDS_BRACKETS,
                            span,
                            "it cannot be heard where the first `where` ends and this one begins",
                        )
                        .help("put brackets around this condition: `… where ( it has … where … )`"),
                    );
                }
                reader.in_has_where = true;
            }
            let noun = reader.noun(item);
            reader.in_has_where = outer;
            noun
        })
    }

    fn include_list(&mut self, pair: Pair<'_>) -> Option<List<Expression>> {
        self.list(pair.into_inner(), |reader, child| {
            if child.as_rule() == Rule::expression { reader.expression(child) } else { reader.primary(child) }
        })
    }

    fn mention_list(&mut self, pair: Pair<'_>) -> Option<List<Value>> {
        self.list(pair.into_inner(), |reader, child| reader.setting_value(&child))
    }

    /// `reach` with what is reached; without `via` it is a relation of this name.
    fn reach(&mut self, pair: Pair<'_>) -> Option<VerbKind> {
        let verb = part(pair.clone(), Rule::kw_reach).map(|verb| self.word(&verb))?;
        let (mut target, mut via) = (None, None);
        for child in part(pair, Rule::reach_tail)?.into_inner() {
            match child.as_rule() {
                Rule::reach_itself => target = Some(ReachTarget::Itself(self.span(&child))),
                Rule::noun => target = Some(ReachTarget::Noun(self.noun(child)?)),
                Rule::via_list => via = Some(self.via(child)),
                _ => {}
            }
        }
        match (target?, via) {
            (target, Some(via)) => Some(VerbKind::Reach { target, via }),
            (ReachTarget::Noun(object), None) => Some(VerbKind::Relation { verb, object }),
            (ReachTarget::Itself(_), None) => None,
        }
    }

    /// A `via_list` pair. Relations are alternatives, however many are named.
    pub(super) fn via(&mut self, pair: Pair<'_>) -> Vec<Word> {
        for child in pair.clone().into_inner().filter(|child| child.as_rule() == Rule::and_sep) {
            let span = self.span(&child);
            self.report(
                Diagnostic::error(codes::STRAY_TOKEN, span, "relations after `via` are joined with `or`")
                    .help("each step may follow any of them: write `via drives or parent`"),
            );
        }
        self.words(pair)
    }

    fn share(&mut self, pair: Pair<'_>) -> Option<VerbKind> {
        let (what, with): (Vec<_>, Vec<_>) = pair.into_inner().partition(|child| child.as_rule() != Rule::noun);
        let what = self.list(what.into_iter(), Self::share_path)?;
        let with = with.into_iter().next().map(|noun| self.noun(noun));
        Some(VerbKind::Share { what, with: if let Some(noun) = with { Some(noun?) } else { None } })
    }

    fn share_path(&mut self, pair: Pair<'_>) -> Option<Path> {
        let span = self.span(&pair);
        let mut children = pair.into_inner().filter(|child| !is_keyword(child));
        let word = self.word(&children.next()?);
        let mut steps = Vec::new();
        self.steps(children, &mut steps);
        Some(Path { root: PathRoot::Word(word), steps, span })
    }

    fn relation(&mut self, pair: Pair<'_>) -> Option<VerbKind> {
        let mut verb = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::noun => return Some(VerbKind::Relation { verb: verb?, object: self.noun(child)? }),
                Rule::word | Rule::quoted | Rule::third_person => verb = Some(self.word(&child)),
                _ => {}
            }
        }
        None
    }
}

/// The first child of a pair that has this rule.
pub(super) fn part(pair: Pair<'_>, rule: Rule) -> Option<Pair<'_>> {
    pair.into_inner().find(|child| child.as_rule() == rule)
}
