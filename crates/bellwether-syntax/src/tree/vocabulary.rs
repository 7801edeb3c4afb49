//! Vocabulary items: kinds, their attributes, definitions.

use super::{Condition, Expression, Text, Word};
use crate::source::Span;

/// `kind kpi is a metric "…" { … }`, or `extend kind kpi { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct KindDeclaration {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// Adds to a kind that exists.
    pub extends: bool,
    /// The kind.
    pub name: Word,
    /// Its one parent.
    pub parent: Option<Word>,
    /// `plural companies`
    pub plural: Option<Word>,
    /// What it is, in words.
    pub label: Option<Text>,
    /// Its attributes.
    pub attributes: Vec<AttributeDeclaration>,
    /// The whole item.
    pub span: Span,
}

/// `counters many metric with (falls quantity) inverse guards`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeDeclaration {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// Its name.
    pub name: Word,
    /// May hold several values.
    pub many: bool,
    /// Their type.
    pub ty: TypeExpression,
    /// Fields that each value carries.
    pub fields: Vec<AttributeDeclaration>,
    /// Must be written.
    pub required: bool,
    /// Filled from the nearest enclosing element of its type.
    pub within: bool,
    /// The name of the same relation seen from the other side.
    pub inverse: Option<Word>,
    /// `verb drive`, `verb drive, driven`: the plain form and the participle
    pub verb: Option<(Word, Option<Word>)>,
    /// `plural people`
    pub plural: Option<Word>,
    /// `singular person`
    pub singular: Option<Word>,
    /// What it is, in words.
    pub label: Option<Text>,
    /// The whole line.
    pub span: Span,
}

/// The type of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExpression {
    /// `percent`, `date`, `metric`
    Named(Word),
    /// `yes or no`
    YesOrNo(Span),
    /// `one of (leading, lagging)`
    OneOf(Vec<Word>, Span),
    /// a part that could not be read
    Hole(Span),
}

/// `define kpi is shared when …` or `define group of unit as …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// The kind it is defined of.
    pub kind: Word,
    /// The adjective or the derived attribute.
    pub name: Word,
    /// What it means.
    pub meaning: Meaning,
    /// A mistake was found as it was read: more may be found in it, and what it means is not certain.
    pub mistaken: bool,
    /// The whole item.
    pub span: Span,
}

/// What a definition says.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// `define KIND is NAME when C`
    Adjective(Condition),
    /// `define NAME of KIND as E`, or `as E when C, E when C, otherwise E`
    Derived(Cases),
}

/// Alternatives of a derived attribute: the first whose condition is true, else `otherwise`, else missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    /// `E when C`, in order.
    pub cases: Vec<(Expression, Condition)>,
    /// `otherwise E`, or the one expression.
    pub otherwise: Option<Expression>,
    /// The whole.
    pub span: Span,
}
