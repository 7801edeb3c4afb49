//! What uses come to: which rules of which policy are in force, how strongly they speak, and what sets parameters.
//!
//! Uses are taken together, whatever their order: one rule said by name comes before its whole policy, and what cannot
//! both hold is a mistake at both places.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::SourceId;
use bellwether_syntax::tree::{self, Item, Modal, Use, UseWhat, Word};
use indexmap::IndexMap;

use super::parameters::Setting;
use super::{Checker, codes};
use crate::near::did_you_mean;

/// The packs of a run.
#[derive(Clone, Copy)]
pub(crate) struct Packs<'p> {
    /// Those in use, each with its source.
    pub(crate) used: &'p [(SourceId, Box<str>)],
    /// The names of all that there are.
    pub(crate) known: &'p [Box<str>],
}

/// A policy: all its blocks, and the uses that name it.
#[derive(Default)]
pub(super) struct PolicyParts<'t> {
    pub(super) blocks: Vec<&'t tree::Policy>,
    /// In force only as far as it is used.
    pub(super) is_pack: bool,
    uses: Vec<&'t Use>,
}

/// What the uses say of one rule.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RuleUse {
    /// In force.
    pub(super) asked: bool,
    /// How strongly it speaks instead of how it was written.
    pub(super) modal: Option<Modal>,
    /// The use that brought or changed it.
    pub(super) used: Option<Span>,
    /// Where a use leaves it out.
    pub(super) left_out: Option<Span>,
}

impl<'t> PolicyParts<'t> {
    /// The values that uses give parameters, in order of place.
    pub(super) fn settings(&self) -> Vec<Setting<'t>> {
        let mut settings: Vec<Setting<'t>> = self
            .uses
            .iter()
            .flat_map(|used| used.with.iter().map(|(name, value)| Setting { name: *name, value, used: used.span }))
            .collect();
        settings.sort_by_key(|setting| setting.name.span);
        settings
    }
}

/// The label of the one rule that a use names; none for a whole policy.
fn rule_word(used: &Use) -> Option<Word> {
    match &used.what {
        UseWhat::Pack(name) => name.parts.get(1).copied(),
        UseWhat::Files(_) => None,
    }
}

impl<'s> Checker<'s> {
    /// All policies by their ids, each with what is used of it. What uses say wrongly is reported.
    pub(super) fn policies_and_uses<'t>(
        &mut self,
        files: &[&'t tree::File],
        packs: Packs<'_>,
    ) -> IndexMap<&'s str, PolicyParts<'t>> {
        let mut policies: IndexMap<&'s str, PolicyParts<'t>> = IndexMap::new();
        let pack_of = |name: &str| packs.used.iter().find(|(_, pack)| **pack == *name).map(|(source, _)| *source);
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Policy(policy) = item else { continue };
            let name = self.text(policy.id);
            let pack = pack_of(name);
            if pack.is_some_and(|source| source != policy.id.span.source) {
                self.pack_name_taken(name, policy.id.span, files);
                continue;
            }
            let parts = policies.entry(name).or_default();
            parts.is_pack = pack.is_some();
            parts.blocks.push(policy);
        }
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Use(used) = item else { continue };
            let UseWhat::Pack(name) = &used.what else { continue };
            let Some(word) = name.parts.first() else { continue };
            let policy = self.text(*word);
            if let Some(parts) = policies.get_mut(policy) {
                parts.uses.push(used);
                continue;
            }
            let known = policies.keys().copied().chain(packs.known.iter().map(|name| &**name));
            let help = did_you_mean(policy, known).unwrap_or_else(|| {
                let names: Vec<String> = packs.known.iter().map(|name| format!("`{name}`")).collect();
                format!("the packs are {}; a file is named in quotation marks", names.join(", "))
            });
            let message = format!("there is no policy or pack `{policy}`");
            self.error_help(codes::UNKNOWN_POLICY, word.span, message, help);
        }
        for (name, parts) in &mut policies {
            parts.uses.sort_by_key(|used| used.span);
            self.labels_are_there(name, parts);
            let whole: Vec<&Use> = parts.uses.iter().copied().filter(|used| rule_word(used).is_none()).collect();
            self.one_modal(&format!("`{name}`"), &whole, true);
        }
        policies
    }

    fn pack_name_taken(&mut self, name: &str, span: Span, files: &[&tree::File]) {
        let mut diagnostic = Diagnostic::error(
            codes::PACK_NAME_TAKEN,
            span,
            format!("`{name}` is a pack in use, so a policy cannot be called `{name}`"),
        )
        .help("give the policy another name, or do not use the pack");
        let used = files.iter().flat_map(|file| &file.items).find_map(|item| match item {
            Item::Use(Use { what: UseWhat::Pack(rule), span, .. }) => {
                rule.parts.first().filter(|word| self.text(**word) == name).map(|_| *span)
            }
            _ => None,
        });
        if let Some(used) = used {
            diagnostic = diagnostic.also(used, "used here");
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports rules that uses name and the policy does not have.
    fn labels_are_there(&mut self, policy: &str, parts: &PolicyParts<'_>) {
        let blocks = || parts.blocks.iter();
        let unread = blocks().flat_map(|block| &block.unread).filter_map(|label| *label);
        let read = blocks().flat_map(|block| &block.rules).map(|rule| rule.label);
        let labels: Vec<&str> = read.chain(unread).map(|label| self.text(label)).collect();
        for used in &parts.uses {
            for word in rule_word(used).iter().chain(&used.without) {
                let label = self.text(*word);
                if labels.contains(&label) {
                    continue;
                }
                let help = did_you_mean(label, labels.iter().copied()).unwrap_or_else(|| {
                    let names: Vec<String> = labels.iter().take(8).map(|label| format!("`{label}`")).collect();
                    if names.is_empty() {
                        return format!("`{policy}` has no rules");
                    }
                    format!("its rules are {}", names.join(", "))
                });
                let message = format!("the policy `{policy}` has no rule `{label}`");
                self.error_help(codes::UNKNOWN_RULE, word.span, message, help);
            }
        }
    }

    /// What the uses say of one rule of a policy; what contradicts itself is reported.
    pub(super) fn rule_use(&mut self, policy: &str, parts: &PolicyParts<'_>, label: &str) -> RuleUse {
        let (own, whole): (Vec<&Use>, Vec<&Use>) = parts.uses.iter().partition(|used| rule_word(used).is_some());
        let own: Vec<&Use> =
            own.into_iter().filter(|used| rule_word(used).is_some_and(|word| self.text(word) == label)).collect();
        let left_out = whole.iter().flat_map(|used| &used.without).find(|word| self.text(**word) == label).copied();
        if let (Some(left_out), Some(used)) = (left_out, own.first()) {
            let message = format!("the rule `{policy}/{label}` is used and left out");
            self.diagnostics.push(
                Diagnostic::error(codes::USED_AND_LEFT_OUT, used.span, message)
                    .also(left_out.span, "left out here")
                    .help("keep one of them: `without` leaves the rule out, and to name it brings it in"),
            );
        }
        let modal = match self.one_modal(&format!("`{policy}/{label}`"), &own, true) {
            Some(modal) => Some(modal),
            None => self.one_modal("", &whole, false),
        };
        let brought = if parts.is_pack { own.iter().chain(&whole).map(|used| used.span).next() } else { None };
        RuleUse {
            asked: left_out.is_none() && (!parts.is_pack || !own.is_empty() || !whole.is_empty()),
            modal: modal.map(|(modal, _)| modal),
            used: modal.map(|(_, used)| used).or(brought),
            left_out: left_out.map(|word| word.span),
        }
    }

    /// How strongly some uses make what they name speak: they must agree, which is said where it is asked for.
    fn one_modal(&mut self, what: &str, uses: &[&Use], say: bool) -> Option<(Modal, Span)> {
        let mut first: Option<(Modal, Word, Span)> = None;
        for used in uses {
            let Some(word) = used.modal else { continue };
            let modal = match self.text(word).to_ascii_lowercase().as_str() {
                "must" => Modal::Must,
                "should" => Modal::Should,
                _ => Modal::Could,
            };
            match first {
                None => first = Some((modal, word, used.span)),
                Some((known, place, _)) if known != modal && say => {
                    let diagnostic = Diagnostic::error(
                        codes::MODALS_DIFFER,
                        word.span,
                        format!("two uses of {what} say how strongly it speaks, and differ"),
                    )
                    .also(place.span, "here it is said otherwise")
                    .help("keep one of them; a use of one rule comes before one of its whole policy");
                    self.diagnostics.push(diagnostic);
                }
                Some(_) => {}
            }
        }
        first.map(|(modal, _, used)| (modal, used))
    }
}
