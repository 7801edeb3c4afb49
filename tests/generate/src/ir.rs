//! A project before it is text: vocabulary, model, policies, and what stands beside them.

use crate::phrase::Phrase;

/// Something that stands by itself in a file, and in which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The number of its file.
    pub file: usize,
    /// What it is.
    pub item: Item,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `kind …` and `extend kind …`.
    Kind(Kind),
    /// `define …`.
    Definition(Definition),
    /// A declaration of the model.
    Element(Element),
    /// `policy …`.
    Policy(Policy),
    /// `use …`.
    Use(Use),
    /// `waive …`.
    Waiver(Waiver),
    /// `given NAME { … }`.
    Fixture(Fixture),
    /// `test "…" { … }`.
    Test(Test),
    /// Anything else, as it stands: only wild projects have it.
    Raw(Phrase),
}

/// A kind, or more attributes of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// `extend kind`: it is declared elsewhere.
    pub extends: bool,
    /// The kind above it.
    pub parent: Option<String>,
    /// Its plural, where it is not regular.
    pub plural: Option<String>,
    /// What it is.
    pub label: Option<String>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// An attribute, or a field of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// It may have several values.
    pub many: bool,
    /// Its type as it is written.
    pub ty: String,
    /// `with (…)`.
    pub fields: Vec<Attribute>,
    /// `required`, `within`, `inverse …`, `verb …`, `singular …`, `plural …`, a text: what follows its type.
    pub parts: Vec<Phrase>,
}

/// An adjective or a derived attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// All after the name (an adjective) or around it.
    pub meaning: Meaning,
}

/// What a definition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// `define KIND is NAME when CONDITION`.
    Adjective(Phrase),
    /// `define NAME of KIND as CASES`.
    Derived(Phrase),
}

/// An element with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The topmost kind above its kind.
    pub family: String,
    /// Its kind.
    pub kind: String,
    /// Its id; what stands in another element may go without.
    pub id: Option<String>,
    /// Its label.
    pub label: Option<String>,
    /// Its attributes.
    pub lines: Vec<Line>,
    /// What stands in it.
    pub children: Vec<Element>,
    /// It is written with a block even where that would be empty.
    pub block: bool,
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The attribute.
    pub name: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A value with its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value as it is written.
    pub phrase: Phrase,
    /// Its fields.
    pub fields: Vec<(String, Phrase)>,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// A parameter of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type, where it is written.
    pub ty: Option<String>,
    /// Its default; one without must be set by a use.
    pub default: Option<Phrase>,
    /// Values that fit its type, the default among them.
    pub values: Vec<Phrase>,
}

/// The form of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `every kpi must …`.
    Each,
    /// `no kpi may …`.
    No,
    /// `kpi arr must …`.
    Named,
    /// `every kpi's lag must …`.
    Possessive,
    /// `at least 2 KPIs must …`.
    Counted,
    /// `at least 60% of KPIs must …`.
    Share,
    /// `in every team, at most 2 KPIs must …`.
    Scoped,
    /// `in division growth, every kpi must …`.
    Narrowed,
    /// `every counter of a kpi must …`.
    Through,
    /// `for every counter c of a kpi k, …`.
    For,
    /// `no two KPIs may share …`.
    NoTwo,
    /// `every kpi requires …`.
    Requires,
}

impl Form {
    /// All of them, in order.
    pub const ALL: [Self; 12] = [
        Self::Each,
        Self::No,
        Self::Named,
        Self::Possessive,
        Self::Counted,
        Self::Share,
        Self::Scoped,
        Self::Narrowed,
        Self::Through,
        Self::For,
        Self::NoTwo,
        Self::Requires,
    ];
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its label.
    pub label: String,
    /// Its form.
    pub form: Form,
    /// Its sentence.
    pub sentence: Phrase,
    /// What follows the sentence.
    pub modifiers: Vec<Phrase>,
}

/// A use of a policy, a pack or files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// `smart`, `smart/relevant` or a text.
    pub what: Phrase,
    /// Values of parameters.
    pub with: Vec<(String, Phrase)>,
    /// Rules that it leaves out.
    pub without: Vec<String>,
    /// `as must`.
    pub modal: Option<String>,
}

/// An exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// `teams/leading` or `teams/*`.
    pub rule: String,
    /// For whom.
    pub target: Phrase,
    /// Since when.
    pub from: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// A model that tests share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixture {
    /// Its name.
    pub name: String,
    /// Its elements.
    pub elements: Vec<Element>,
}

/// A test of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

/// A clause of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `given { … }`.
    Given(Vec<Element>),
    /// Any other, as it is written.
    Line(Phrase),
}
