//! §6: policies with their parameters and uses, and the modifiers of their rules.

use std::collections::BTreeMap;

use bellwether_syntax::diagnostic::Severity;
use bellwether_syntax::tree::{File, Item, Modal, Policy, Rule, Use, UseWhat, Value as Written, Word};
use jiff::civil::Date;

use crate::meaning::Asked;
use crate::model::yes_or_no;
use crate::paths::{Found, Here};
use crate::types::Value;
use crate::vocabulary::Vocabulary;
use crate::words::lower;
use crate::{Covered, NotCovered};

/// The packs, by name.
pub(crate) const PACKS: [(&str, &str); 1] = [("smart", include_str!("../../../crates/bellwether/packs/smart.kpi"))];

/// All blocks of one id, and the uses that name it.
#[derive(Default)]
pub(crate) struct Whole<'t> {
    pub(crate) blocks: Vec<&'t Policy>,
    uses: Vec<&'t Use>,
    /// In force only as far as it is used.
    is_pack: bool,
}

/// The policies by id, those of one id as they stand; the last `packs` files are packs.
pub(crate) fn policies<'t>(files: &'t [File], packs: usize, words: &Vocabulary<'t>) -> BTreeMap<&'t str, Whole<'t>> {
    let mut policies: BTreeMap<&str, Whole<'t>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        for item in &file.items {
            if let Item::Policy(policy) = item {
                let whole = policies.entry(words.text(policy.id)).or_default();
                whole.blocks.push(policy);
                whole.is_pack = at + packs >= files.len();
            } else if let Item::Use(used) = item
                && let [policy, ..] = named(used)
            {
                policies.entry(words.text(*policy)).or_default().uses.push(used);
            }
        }
    }
    policies
}

/// The policy, and perhaps the rule, that a use names.
pub(crate) fn named(used: &Use) -> &[Word] {
    if let UseWhat::Pack(name) = &used.what { &name.parts } else { &[] }
}

impl Whole<'_> {
    /// Whether a rule is in force as far as uses say it, and how strongly it speaks if one says that. What is said of the
    /// rule itself comes before what is said of the whole policy.
    pub(crate) fn used(&self, rule: &Rule, words: &Vocabulary<'_>) -> (bool, Option<Modal>) {
        let label = words.text(rule.label);
        let (mut own, whole): (Vec<&Use>, Vec<&Use>) = self.uses.iter().partition(|used| named(used).len() > 1);
        own.retain(|used| named(used).last().is_some_and(|word| words.text(*word) == label));
        let left_out = whole.iter().flat_map(|used| &used.without).any(|word| words.text(*word) == label);
        let modal = own.iter().chain(&whole).find_map(|used| used.modal).map(|word| lower(words.text(word)));
        let modal = modal.map(|modal| match modal.as_str() {
            "must" => Modal::Must,
            "should" => Modal::Should,
            _ => Modal::Could,
        });
        (!left_out && (!self.is_pack || !own.is_empty() || !whole.is_empty()), modal)
    }

    /// Parameters: the value that a use gives, or the default.
    pub(crate) fn parameters<'j>(&self, here: &Here<'j>) -> Covered<Vec<(&'j str, Found)>> {
        let mut parameters = Vec::new();
        for parameter in self.blocks.iter().flat_map(|block| &block.parameters) {
            let name = here.text(parameter.name);
            let mut settings = self.uses.iter().flat_map(|used| &used.with);
            let set = settings.find(|(word, _)| here.text(*word) == name).map(|(_, value)| value);
            let value = match set.or(parameter.default.as_ref()).ok_or(NotCovered::Unread)? {
                Written::Literal(literal) => here.literal(*literal)?,
                Written::Word(word) => {
                    let word = here.text(*word);
                    yes_or_no(word).unwrap_or_else(|| Value::Word(lower(word)))
                }
                _ => return Err(NotCovered::Unread),
            };
            parameters.push((name, Found::one(value)));
        }
        Ok(parameters)
    }
}

impl Here<'_> {
    /// Modifiers: whether a rule is in force: `from` and `until`, both included, and `when`.
    pub(crate) fn in_force(&self, rule: &Rule) -> Asked<bool> {
        let modifiers = &rule.modifiers;
        let day = |day: &Option<Written>| day.as_ref().map(|day| self.day(day)).transpose();
        let (from, until) = (day(&modifiers.from)?, day(&modifiers.until)?);
        let within = from.is_none_or(|from| from <= self.as_of) && until.is_none_or(|until| self.as_of <= until);
        let when = modifiers.when.as_ref().map(|when| self.condition(when)).transpose()?;
        Ok(within && when.is_none_or(|when| when.is_true()))
    }

    /// What the modal says, `, must from DATE` from that day on, and what a use says before all.
    pub(crate) fn severity(&self, rule: &Rule, used: Option<Modal>) -> Covered<Severity> {
        let mut modal = rule.sentence.modal;
        if let Some((harder, day)) = &rule.modifiers.harden
            && self.day(day)? <= self.as_of
        {
            modal = *harder;
        }
        Ok(match used.unwrap_or(modal) {
            Modal::Must | Modal::May => Severity::Error,
            Modal::Should => Severity::Warning,
            Modal::Could => Severity::Note,
        })
    }

    /// A period stands for its last day.
    fn day(&self, written: &Written) -> Covered<Date> {
        self.written(written)?.day().ok_or(NotCovered::Unread)
    }

    /// A literal, or the value of the parameter that stands for one.
    pub(crate) fn written(&self, written: &Written) -> Covered<Value> {
        match written {
            Written::Literal(literal) => self.literal(*literal),
            Written::Word(word) => {
                let parameter = self.bound(*word).and_then(|found| found.members.first());
                parameter.map(|member| member.value.clone()).ok_or(NotCovered::Unread)
            }
            _ => Err(NotCovered::Unread),
        }
    }
}
