//! §6: policies with their parameters and uses, and the modifiers of their rules.

use std::collections::BTreeMap;

use bellwether_syntax::diagnostic::Severity;
use bellwether_syntax::tree::{File, Item, Modal, Policy, Rule, Use, UseWhat, Value as Written, Word};
use jiff::civil::Date;

use crate::meaning::Truth;
use crate::paths::{Found, Here};
use crate::types::Value;
use crate::vocabulary::Vocabulary;
use crate::words::lower;
use crate::{Asked, Stop};

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

/// The policies by id, those of one id as they stand; the files after so many are packs.
pub(crate) fn policies<'t>(files: &'t [File], own: usize, words: &Vocabulary<'t>) -> BTreeMap<&'t str, Whole<'t>> {
    let mut policies: BTreeMap<&str, Whole<'t>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        for item in &file.items {
            if let Item::Policy(policy) = item {
                let whole = policies.entry(words.text(policy.id)).or_default();
                whole.blocks.push(policy);
                whole.is_pack = at >= own;
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
    /// Whether a rule is in force as far as uses say it, and the modal that one gives it. What is said of the rule
    /// itself comes before what is said of the whole policy.
    pub(crate) fn used(&self, rule: &Rule, words: &Vocabulary<'_>) -> (bool, Option<String>) {
        let label = words.text(rule.label);
        let (mut own, whole): (Vec<&Use>, Vec<&Use>) = self.uses.iter().partition(|used| named(used).len() > 1);
        own.retain(|used| named(used).last().is_some_and(|word| words.text(*word) == label));
        let left_out = whole.iter().flat_map(|used| &used.without).any(|word| words.text(*word) == label);
        let modal = own.iter().chain(&whole).find_map(|used| used.modal).map(|word| lower(words.text(word)));
        (!left_out && (!self.is_pack || !own.is_empty() || !whole.is_empty()), modal)
    }

    /// Parameters: the value that a use gives, or the default.
    pub(crate) fn parameters<'j>(&self, here: &Here<'j>) -> Asked<Vec<(&'j str, Found)>> {
        let mut parameters = Vec::new();
        for parameter in self.blocks.iter().flat_map(|block| &block.parameters) {
            let name = here.text(parameter.name);
            let mut settings = self.uses.iter().flat_map(|used| &used.with);
            let set = settings.find(|(word, _)| here.text(*word) == name).map(|(_, value)| value);
            let value = match set.or(parameter.default.as_ref()).ok_or(Stop::Mistake)? {
                Written::Word(word) => Value::Word(lower(here.text(*word))),
                written => here.written(written)?,
            };
            parameters.push((name, Found::one(value)));
        }
        Ok(parameters)
    }
}

impl Here<'_> {
    /// Modifiers: whether a rule is in force: `from` and `until`, both included, and `when`.
    pub(crate) fn in_force(&self, rule: &Rule) -> Asked<bool> {
        let (modifiers, today) = (&rule.modifiers, self.as_of);
        let day = |day: &Option<Written>, none: Date| day.as_ref().map_or(Ok(none), |day| self.day(day));
        let within = day(&modifiers.from, Date::MIN)? <= today && today <= day(&modifiers.until, Date::MAX)?;
        let when = modifiers.when.as_ref().map_or(Ok(Truth::True), |when| self.condition(when))?;
        Ok(within && when.is_true())
    }

    /// What the modal says, `, must from DATE` from that day on, and what a use says before all.
    pub(crate) fn severity(&self, rule: &Rule, used: Option<&str>) -> Asked<Severity> {
        let modal = match &rule.modifiers.harden {
            Some((harder, day)) if self.day(day)? <= self.as_of => *harder,
            _ => rule.sentence.modal,
        };
        Ok(match (used, modal) {
            (Some("must"), _) | (None, Modal::Must | Modal::May) => Severity::Error,
            (Some("should"), _) | (None, Modal::Should) => Severity::Warning,
            _ => Severity::Note,
        })
    }

    /// A period stands for its last day.
    fn day(&self, written: &Written) -> Asked<Date> {
        self.written(written)?.day().ok_or(Stop::Mistake)
    }

    /// A literal, or the value of the parameter that stands for one.
    pub(crate) fn written(&self, written: &Written) -> Asked<Value> {
        match written {
            Written::Literal(literal) => self.words.literal(*literal),
            Written::Word(word) => self.bound(*word).ok_or(Stop::Mistake)?.value(),
            _ => Err(Stop::Mistake),
        }
    }
}
