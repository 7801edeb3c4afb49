//! Sentences of rules: subjects, modals, predicates, conditions.

use super::{Expression, Literal, Path, Text, Value, Word};
use crate::source::Span;

/// How the parts of a list belong together. A list of one has `One`; the two never stand in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    /// a single part
    One,
    /// `a, b and c`
    And,
    /// `a, b or c`
    Or,
}

/// Parts joined by one connective; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// How they are joined.
    pub connective: Connective,
    /// The parts.
    pub parts: Vec<T>,
}

/// `[scope,] subject MODAL predicate`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// `in every division,` or `for every owner o of a shared kpi k,`
    pub scope: Option<Scope>,
    /// Whom it is about.
    pub subject: Subject,
    /// How strongly; `requires` is `Must` with a `have` predicate.
    pub modal: Modal,
    /// The place of the modal or of `requires`.
    pub modal_span: Span,
    /// What is asked of the subject. For `no two …` it is `share`.
    pub predicate: Predicate,
    /// The sentence without its modifiers.
    pub span: Span,
}

/// What stands before the comma of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// `in every division,` / `in division growth,`
    In(NounPhrase),
    /// `for every owner o of a shared kpi k,`
    For(NounPhrase),
}

/// Whom a sentence is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The noun phrase. For `no two team KPIs x and y` its quantifier is `NoTwo` and its words end with `x`.
    pub noun: NounPhrase,
    /// `y` of `no two team KPIs x and y`
    pub second: Option<Word>,
    /// the path after `'s`: `kpi's target.by` has two words here
    pub possessive: Vec<Word>,
    /// The whole.
    pub span: Span,
}

/// How strongly a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    /// an error where broken; also `may` (after `no`, `at most`) and `requires`
    Must,
    /// a warning
    Should,
    /// a note
    Could,
    /// `may`: an error
    May,
}

/// A quantified run of words with what narrows it.
#[derive(Clone, Debug, PartialEq)]
pub struct NounPhrase {
    /// `every`, `no`, `at least 3`, `a`; none where the noun stands bare.
    pub quantifier: Option<Quantifier>,
    /// Adjectives, noun, then an id (bare noun) or a variable (after a quantifier or an article).
    pub words: Vec<Word>,
    /// `of …`
    pub of: Option<Box<Of>>,
    /// `in PLACE`
    pub within: Option<Expression>,
    /// `where …` or `that …`
    pub condition: Option<Box<Condition>>,
    /// The whole.
    pub span: Span,
}

/// What stands after `of` in a noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Of {
    /// `of a shared goal`, `of every kpi`, `of kpi x`: a quantifier or article, or a run of two or more words
    Noun(NounPhrase),
    /// `of its kpi`, `of k`, `of the goal`
    Path(Path),
    /// `of at most 30 days`
    Bound(BeTerm),
}

/// How many of a noun are meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantifier {
    /// Which.
    pub kind: QuantifierKind,
    /// The words of it.
    pub span: Span,
}

/// The kinds of quantifier.
#[derive(Clone, Debug, PartialEq)]
pub enum QuantifierKind {
    /// `every`, `each`, `all`
    Every,
    /// `no`
    No,
    /// `no two` (subjects only)
    NoTwo,
    /// `only`
    Only,
    /// `a`, `an`
    A,
    /// `the`
    The,
    /// `another`: at least one that is not the subject itself
    Another,
    /// `at least N`, also of a share: `at least 60% of`
    AtLeast(Amount),
    /// `at most N`
    AtMost(Amount),
    /// `exactly N`, and a bare number: `have 3 kpis`
    Exactly(Amount),
    /// `more than N`
    MoreThan(Amount),
    /// `fewer than N`
    FewerThan(Amount),
    /// `between N and M`
    Between(Amount, Amount),
}

/// A count or a share in a quantifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// A literal (a percent literal is a share), a word, a path or a bracketed expression.
    pub value: Expression,
    /// Said with `%` or `of`: `at least min_share of team KPIs`.
    pub share: bool,
    /// Said with a `%` after a word or brackets: `at least share% of team KPIs`.
    pub sign: bool,
}

/// What is asked after a modal. Lists are n-ary.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the common one: a box would cost more than it saves"
)]
pub enum Predicate {
    /// `P and Q`, `P or Q`
    List(List<Predicate>, Span),
    /// `not P`
    Not(Box<Predicate>, Span),
    /// a verb with what belongs to it
    Verb(VerbPhrase),
}

impl Predicate {
    /// The place of the whole predicate.
    pub fn span(&self) -> Span {
        match self {
            Self::List(_, span) | Self::Not(_, span) => *span,
            Self::Verb(verb) => verb.span,
        }
    }
}

/// What must hold after `where`, `unless`, `that`, and in `define … is … when`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `C and D`, `C or D`
    List(List<Condition>, Span),
    /// `not ( … )`
    Not(Box<Condition>, Span),
    /// `owner is a team`, `it does not reach …`
    Clause(Box<Clause>),
    /// `target >= baseline`
    Compare(Box<Comparison>),
    /// an expression with no verb: right only for a parameter or a yes-or-no attribute
    Bare(Expression),
}

impl Condition {
    /// The place of the whole condition.
    pub fn span(&self) -> Span {
        match self {
            Self::List(_, span) | Self::Not(_, span) => *span,
            Self::Clause(clause) => clause.span,
            Self::Compare(comparison) => comparison.span,
            Self::Bare(expression) => expression.span(),
        }
    }
}

/// A finite verb with what it speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What it speaks of.
    pub subject: Expression,
    /// `is not`, `does not have`, `has no` is not this
    pub negated: bool,
    /// The verb with what belongs to it.
    pub verb: VerbPhrase,
    /// The whole.
    pub span: Span,
}

/// `left OP right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Left side.
    pub left: Expression,
    /// The operator.
    pub op: CompareOp,
    /// Right side.
    pub right: Expression,
    /// The whole.
    pub span: Span,
}

/// The comparison operators `=`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A verb with what belongs to it, the same in predicates (`be`) and conditions (`is`).
#[derive(Clone, Debug, PartialEq)]
pub struct VerbPhrase {
    /// Which verb and what of it.
    pub kind: VerbKind,
    /// The whole, with the verb.
    pub span: Span,
}

/// The verbs of the language, and those of the vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub enum VerbKind {
    /// `be leading`, `is a company or a division`
    Be(List<BeTerm>),
    /// `have a due, at least 1 kpi and no kpi where …`
    Have(List<NounPhrase>),
    /// `include goal, kpis and counters`, `include its numerator`
    Include(List<Expression>),
    /// `mention "improve", "enhance" or "optimise"`
    Mention(List<Value>),
    /// `reach a company kpi via drives or parent`
    Reach {
        /// `a company kpi`, `itself`
        target: ReachTarget,
        /// The relations followed.
        via: Vec<Word>,
    },
    /// `share funnel and step with another team kpi`; in `no two …` without `with`
    Share {
        /// What is shared.
        what: List<Path>,
        /// With whom.
        with: Option<NounPhrase>,
    },
    /// `drive a company kpi`, `drives kpi new_arr`: a verb of the vocabulary
    Relation {
        /// The verb.
        verb: Word,
        /// Its object.
        object: NounPhrase,
    },
}

/// What a `reach` is to arrive at.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the common one: a box would cost more than it saves"
)]
pub enum ReachTarget {
    /// `a company kpi`, `kpi new_arr`
    Noun(NounPhrase),
    /// `itself`
    Itself(Span),
}

/// One alternative after `be`.
#[derive(Clone, Debug, PartialEq)]
pub struct BeTerm {
    /// What.
    pub kind: BeKind,
    /// The whole.
    pub span: Span,
}

/// The forms that may stand after `be`.
#[derive(Clone, Debug, PartialEq)]
pub enum BeKind {
    /// `leading`: an adjective or a value word
    Word(Word),
    /// `a company`, `a monetised product`
    A(NounPhrase),
    /// `at least X`, `more than X`
    Bound(Bound, Expression),
    /// `between X and Y`, both included
    Between(Expression, Expression),
    /// `is 5`, `is "text"`: equal to a literal
    Literal(Literal),
    /// `set`
    Set,
    /// `missing`
    Missing,
    /// `in PLACE`, `in PLACE and PLACE`
    In(List<Expression>),
    /// `the same as PATH`
    SameAs(Expression),
    /// `before DATE`, `at most 2 weeks after DATE`, `on or before DATE`
    When {
        /// `at most 2 weeks`
        offset: Option<(Bound, Expression)>,
        /// The relation of the two dates.
        order: Order,
        /// The date compared with.
        date: Expression,
    },
    /// `within DURATION of DATE`
    Within {
        /// How far at most.
        duration: Expression,
        /// From which date.
        date: Expression,
    },
    /// `driven by a team kpi`
    By {
        /// The participle.
        verb: Word,
        /// By whom.
        noun: NounPhrase,
    },
}

/// A bound on a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `more than`
    MoreThan,
    /// `less than`, `fewer than`
    LessThan,
    /// `exactly`
    Exactly,
}

/// Where one date stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `before`
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
}

/// What may follow a sentence, in any order, each at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifiers {
    /// `unless C`
    pub unless: Option<Condition>,
    /// `because "…"`
    pub because: Option<Text>,
    /// `suggest "…"`
    pub suggest: Option<Text>,
    /// `see "…"`
    pub see: Option<Text>,
    /// `from DATE`
    pub from: Option<Value>,
    /// `until DATE`
    pub until: Option<Value>,
    /// `when C`, of parameters alone
    pub when: Option<Condition>,
    /// `, must from DATE`
    pub harden: Option<(Modal, Value)>,
}
