//! The checked program: rules and definitions with every name resolved and every type known.
//!
//! Only the checker makes one, so whoever holds one needs to look for no mistakes: every path exists, every comparison is
//! of types that may be compared, definitions form no circle. It refers to a vocabulary and to no model: elements that
//! rules name are [`NamedElement`]s, bound when the program meets a model.

mod condition;
mod expression;
mod uses;
mod waiver;

pub use condition::{
    Amount, Binder, Bound, Comparison, Condition, ConditionKind, Count, Every, FormulaTrait, Manner, Order,
    ReachTarget, Shares, Test,
};
pub use expression::{
    AggregateOp, Base, Expression, ExpressionKind, Factor, Literal, Path, Root, Selection, Set, Sign, Step, Ty,
};

pub(crate) use uses::Uses;
pub use waiver::{Waiver, WaiverTarget};

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Severity;

use crate::ids::{DefinitionId, KindId, Slot};
use crate::value::Date;
use crate::vocabulary::Vocabulary;

/// A checked program.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Program {
    /// The words that the rules are made of.
    pub vocabulary: Arc<Vocabulary>,
    /// By [`RuleId`](crate::ids::RuleId), in the order of findings: by policy, then by place in it.
    pub rules: Vec<Rule>,
    /// By [`DefinitionId`], beside `vocabulary.definitions`.
    pub definitions: Vec<Definition>,
    /// An order in which each definition stands after those it uses.
    pub definition_order: Vec<DefinitionId>,
    /// By [`NameId`](crate::ids::NameId): the elements that rules and definitions name.
    pub names: Vec<NamedElement>,
    /// By [`WaiverId`](crate::ids::WaiverId): exceptions with an end, in the order of what they say, whatever the order of files.
    pub waivers: Vec<Waiver>,
    /// The full names of the rules that are written and not in force, since no `use` brings them in or one leaves them out;
    /// each with the word that leaves it out, where there is one.
    pub left_out: BTreeMap<Box<str>, Option<Span>>,
}

/// An element that a rule names: `kpi new_arr`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedElement {
    /// The kind it is named with.
    pub kind: KindId,
    /// Its id.
    pub id: Box<str>,
    /// Where it is named.
    pub span: Span,
}

/// What a defined adjective or derived attribute means; slot 0 is the element it is asked of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Definition {
    /// The kind it is defined of.
    pub kind: KindId,
    /// How many slots its evaluation needs.
    pub slots: u32,
    /// The meaning.
    pub meaning: Meaning,
}

/// The two sorts of definition.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a program has few of them, and each is read in place")]
pub enum Meaning {
    /// True, false or unknown of an element.
    Adjective(Condition),
    /// The value of the first case whose condition is true, else of `otherwise`, else missing.
    /// A case whose condition is unknown before any true one makes the value missing.
    Derived {
        /// Value and condition, in order.
        cases: Vec<(Expression, Condition)>,
        /// The value where no case holds.
        otherwise: Option<Expression>,
        /// The type of all of them.
        ty: Ty,
    },
    /// A mistake was reported for it; the program is then never evaluated.
    Broken,
}

/// One rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// `policy/label`
    pub name: Box<str>,
    /// How grave its own words say breaking it is.
    pub declared: Severity,
    /// How grave breaking it is; a `use` may soften or harden it.
    pub severity: Severity,
    /// From a date on (included) it is graver.
    pub hardens: Option<(Severity, Date)>,
    /// In force from this date (included).
    pub from: Option<Date>,
    /// In force until this date (included).
    pub until: Option<Date>,
    /// Why it is asked.
    pub because: Option<Box<str>>,
    /// What to do about a finding.
    pub suggest: Option<Box<str>>,
    /// A reference.
    pub see: Option<Box<str>>,
    /// The sentence.
    pub span: Span,
    /// What it says.
    pub wording: Wording,
    /// What it says from the date on which it hardens.
    pub hardened: Option<Wording>,
    /// How many slots its evaluation needs.
    pub slots: u32,
    /// What stands between the subject and the modal: `lag` in `every kpi's lag must …`.
    pub possessive: Option<Box<str>>,
    /// The `use` that brought the rule into force or changed it, where one did.
    pub used: Option<Span>,
    /// Its `when` is false: checked like any other rule, and in force at no date.
    pub switched_off: bool,
    /// What it asks of whom.
    pub form: RuleForm,
}

/// The words of a rule: white space folded, a parameter by its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wording {
    /// The sentence.
    pub text: Box<str>,
    /// The modal as a finding says it: `must`, `must not`, `may not`, `should`.
    pub modal: Box<str>,
    /// Where the sentence is asked of another than its subject, what it says before and after that one: `for ` and
    /// `, exactly 1 dri of k must …`, `every key_result of ` and ` must …`.
    pub around: Option<(Box<str>, Box<str>)>,
}

impl Rule {
    /// What it says on a date.
    pub(crate) fn wording_on(&self, date: Date) -> &Wording {
        match (&self.hardens, &self.hardened) {
            (Some((_, from)), Some(hardened)) if *from <= date => hardened,
            _ => &self.wording,
        }
    }
}

/// The forms of a rule.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a program has few of them, and each is read in place")]
pub enum RuleForm {
    /// Each element of the binder (for which its filter is true and `exempt` is not) must make every part true.
    /// Sentences through a relation are this too, with the whole as subject and an `Every` as the one part.
    Each {
        /// The subjects.
        subject: Binder,
        /// `unless`
        exempt: Option<Condition>,
        /// The parts of the outermost `and`; all must be true.
        parts: Vec<Part>,
    },
    /// How many of the subjects make the body true is tested, once for each element of the scope, or once for the model.
    Counted {
        /// `in every division`: the subjects counted are those that lie in it at any depth, not itself.
        scope: Option<Binder>,
        /// Who is counted; its filter says who belongs to the number of all.
        subject: Binder,
        /// `unless`: in neither number.
        exempt: Option<Condition>,
        /// What is counted among them.
        body: Part,
        /// The test of the count, or of the share of the body among the subjects.
        test: Test,
    },
    /// No two of the subjects may have a value in common in each (or, with `any`, in one) of the keys.
    NoTwo {
        /// The subjects; `subject.slot` is the first variable.
        subject: Binder,
        /// The second variable.
        second: Slot,
        /// What may not be shared, as a path from the first variable, with its words.
        keys: Vec<(Path, Box<str>)>,
        /// One key in common is enough.
        any: bool,
        /// `unless`, tried with each sharing element as the first variable and each other one as the second.
        exempt: Option<Condition>,
    },
}

/// A part of what a rule asks, with its words.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Part {
    /// What must be true. Already negated after `must not` and `no … may`.
    pub condition: Condition,
    /// Its words after the modal, a parameter by its value: `have at most 2 kpis`.
    pub text: Box<str>,
    /// Whether the sentence denies it, with `must not` or with its `no`: its words have that `not` no more.
    pub denied: bool,
    /// What tells the part from others: what is between the subject and the modal (`lag`), and the words as they are written,
    /// a parameter by its name, without numbers and with nouns in the singular where there were some. Of several parts that
    /// are the same then the second and later have their number.
    pub written: Box<str>,
    /// Where they stand.
    pub span: Span,
}
