//! Files and their items: policies, waivers, tests, uses.

use super::{Definition, KindDeclaration, Line, Literal, Modifiers, Sentence, Text, TypeExpression, Value, Word};
use crate::source::{SourceId, Span};

/// One file: its items in order.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Which source it was read from.
    pub source: SourceId,
    /// Its items; what could not be read is left out (its diagnostic is in the [`Parse`](crate::Parse)).
    pub items: Vec<Item>,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the common one: a box would cost more than it saves"
)]
pub enum Item {
    /// `kind …`, `extend kind …`
    Kind(KindDeclaration),
    /// `define …`
    Definition(Definition),
    /// a declaration of the model
    Declaration(Line),
    /// `policy …`
    Policy(Policy),
    /// `waive …`
    Waiver(Waiver),
    /// `test …`
    Test(Test),
    /// `given NAME { … }`
    Fixture(Fixture),
    /// `use …`
    Use(Use),
}

/// `policy ID ["title"] [with (parameters)] { rules }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// Its id.
    pub id: Word,
    /// Its title.
    pub title: Option<Text>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its rules, in order; a rule that could not be read is left out.
    pub rules: Vec<Rule>,
    /// Of each rule that could not be read, which was reported: its label, if it has one.
    pub unread: Vec<Option<Word>>,
    /// The whole item.
    pub span: Span,
}

/// `per_team 1`, `nps_side one of (allow, warn, deny) is warn`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Word,
    /// Its type, where said.
    pub ty: Option<TypeExpression>,
    /// Its default.
    pub default: Option<Value>,
    /// The whole.
    pub span: Span,
}

/// `LABEL: SENTENCE modifiers`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// Its label.
    pub label: Word,
    /// What it says.
    pub sentence: Sentence,
    /// What follows the sentence.
    pub modifiers: Modifiers,
    /// A mistake was found as it was read: more may be found in it, and what it asks is not certain.
    pub mistaken: bool,
    /// The whole rule.
    pub span: Span,
}

/// `teams/leading`, `smart`, `policy/*`.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleName {
    /// The words between the slashes.
    pub parts: Vec<Word>,
    /// Ends with `/*`.
    pub all: bool,
    /// The whole.
    pub span: Span,
}

/// `waive teams/leading for kpi x until 2026-12-31 because "…" by cpo`.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// What is waived.
    pub rule: RuleName,
    /// For whom: the words of the element (`kpi x`, `model`) and a `where`.
    pub target: Option<super::NounPhrase>,
    /// Its start.
    pub from: Option<Literal>,
    /// Its end.
    pub until: Option<Literal>,
    /// Why.
    pub because: Option<Text>,
    /// Who granted it.
    pub by: Option<Word>,
    /// A mistake was found as it was read: more may be found in it, and what it waives is not certain.
    pub mistaken: bool,
    /// The whole item.
    pub span: Span,
}

/// `test "…" { given { … } as of DATE expect … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// What it shows.
    pub name: Text,
    /// Its clauses in order.
    pub clauses: Vec<TestClause>,
    /// The whole item.
    pub span: Span,
}

/// `given NAME { declarations }`: a model that tests share by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixture {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// Its name.
    pub name: Word,
    /// Its declarations, in order.
    pub lines: Vec<Line>,
    /// The whole item.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the common one: a box would cost more than it saves"
)]
pub enum TestClause {
    /// `given { declarations }`, `given FIXTURE`
    Given {
        /// A fixture by name.
        fixture: Option<Word>,
        /// Declarations.
        lines: Vec<Line>,
        /// The whole clause.
        span: Span,
    },
    /// `as of DATE`
    AsOf(Literal, Span),
    /// `expect RULE broken by SUBJECT`, `kept`, `unknown by SUBJECT`
    Expect {
        /// The rule.
        rule: RuleName,
        /// `broken`, `kept`, `unknown`
        verdict: Word,
        /// `by SUBJECT`
        by: Option<super::NounPhrase>,
        /// The whole clause.
        span: Span,
    },
    /// `expect diagnostic SLUG`
    ExpectDiagnostic(Word, Span),
}

/// `use focus with (per_team 2)`, `use smart/time-bound as should`, `use "../policies/*.kpi"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// What is used.
    pub what: UseWhat,
    /// Parameters set.
    pub with: Vec<(Word, Value)>,
    /// Rules left out.
    pub without: Vec<Word>,
    /// `as should`
    pub modal: Option<Word>,
    /// The whole item.
    pub span: Span,
}

/// What a `use` names.
#[derive(Clone, Debug, PartialEq)]
pub enum UseWhat {
    /// a pack or one of its rules
    Pack(RuleName),
    /// files
    Files(Text),
}
