//! Whether two texts say the same: their trees without the places, word by word, and their comments.

use super::lex::{Kind, Lexer};
use crate::source::{Span, text_at};
use crate::tree::{
    Aggregate, AggregateOp, Amount, AttributeDeclaration, BeKind, BeTerm, Bound, Cases, Chain, Clause, CompareOp,
    Comparison, Condition, Connective, Definition, Expression, Factor, File, Fixture, Formula, Item, KindDeclaration,
    Line, LineValue, List, Literal, LiteralKind, Meaning, Modal, Modifiers, Nearest, NounPhrase, Of, Order, Parameter,
    Path, PathRoot, Policy, Predicate, Quantifier, QuantifierKind, ReachTarget, Rule, RuleName, Scope, Selection,
    SelectionFrom, Sentence, Sign, Subject, Test, TestClause, Text, TypeExpression, Use, UseWhat, Value, ValueBound,
    ValueField, VerbKind, VerbPhrase, Waiver, Word,
};

/// The texts of the two trees.
#[derive(Clone, Copy)]
struct Texts<'t>(&'t str, &'t str);

/// The place in the first text where the two begin to differ.
pub(super) fn difference(one: (&File, &str), other: (&File, &str)) -> Option<Span> {
    let texts = Texts(one.1, other.1);
    let (items, others) = (&one.0.items, &other.0.items);
    let whole = Span::new(one.0.source, 0, u32::try_from(one.1.len()).unwrap_or(u32::MAX));
    for (item, theirs) in items.iter().zip(others) {
        if !item.same(theirs, texts) {
            return Some(place(item));
        }
    }
    let mut comments = comments(one.1);
    let same = items.len() == others.len() && self::comments(other.1).all(|theirs| comments.next() == Some(theirs));
    (!same || comments.next().is_some()).then_some(whole)
}

/// The comments of a text, without the blanks at their ends.
fn comments(text: &str) -> impl Iterator<Item = &str> {
    let any = text.contains('#');
    Lexer::new(if any { text } else { "" }).filter(|token| token.kind == Kind::Comment).map(|token| token.text)
}

fn place(item: &Item) -> Span {
    match item {
        Item::Kind(one) => one.span,
        Item::Definition(one) => one.span,
        Item::Declaration(one) => one.span,
        Item::Policy(one) => one.span,
        Item::Waiver(one) => one.span,
        Item::Test(one) => one.span,
        Item::Fixture(one) => one.span,
        Item::Use(one) => one.span,
    }
}

/// Says the same in another text.
trait Same {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool;
}

/// Places alone say nothing.
impl Same for Span {
    fn same(&self, _: &Self, _: Texts<'_>) -> bool {
        true
    }
}

fn same_words(one: Span, other: Span, texts: Texts<'_>) -> bool {
    text_at(texts.0, one) == text_at(texts.1, other)
}

impl Same for Word {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        self.quoted == other.quoted && same_words(self.span, other.span, texts)
    }
}

impl Same for Text {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        self.long == other.long && same_text(self.long, self.span, other.span, texts)
    }
}

impl Same for Literal {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        let (one, two) = (self.span, other.span);
        self.kind == other.kind
            && match self.kind {
                LiteralKind::Text => same_text(false, one, two, texts),
                LiteralKind::LongText => same_text(true, one, two, texts),
                // `5  points` and `5 points` are one literal.
                _ => text_at(texts.0, one).split_whitespace().eq(text_at(texts.1, two).split_whitespace()),
            }
    }
}

/// The blank ends of the lines of a long text do not belong to it.
fn same_text(long: bool, one: Span, other: Span, texts: Texts<'_>) -> bool {
    let (one, other) = (text_at(texts.0, one), text_at(texts.1, other));
    if !long {
        return one == other;
    }
    let ends = |line| str::trim_end_matches(line, [' ', '\t', '\r']);
    one.split('\n').map(ends).eq(other.split('\n').map(ends))
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other, texts))
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other, texts),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Same> Same for Box<T> {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        (**self).same(other, texts)
    }
}

impl<A: Same, B: Same> Same for (A, B) {
    fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
        self.0.same(&other.0, texts) && self.1.same(&other.1, texts)
    }
}

/// Plain words of the tree: equal or not.
macro_rules! plain {
    ($($name:ident),*) => {
        $(impl Same for $name {
            fn same(&self, other: &Self, _: Texts<'_>) -> bool {
                self == other
            }
        })*
    };
}

plain!(bool, Connective, Modal, CompareOp, Bound, Order, Sign, Factor, AggregateOp);

/// Structures: each field. A field that is added to the tree must be added here, or this does not compile.
macro_rules! structures {
    ($($name:ident $(<$param:ident>)? { $($field:ident),* })*) => {
        $(impl $(<$param: Same>)? Same for $name $(<$param>)? {
            fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
                let Self { $($field),* } = self;
                $($field.same(&other.$field, texts))&&*
            }
        })*
    };
}

/// The same, with documentation: lines whose words count.
macro_rules! documented {
    ($($name:ident { $($field:ident),* })*) => {
        $(impl Same for $name {
            fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
                let Self { docs, $($field),* } = self;
                docs.len() == other.docs.len()
                    && docs.iter().zip(&other.docs).all(|(one, other)| same_words(*one, *other, texts))
                    $(&& $field.same(&other.$field, texts))*
            }
        })*
    };
}

/// Enumerations: the same variant, and each part (named twice, for the one and the other) the same.
macro_rules! choices {
    ($($name:ident {
        $($variant:ident $(($($one:ident $two:ident),*))? $({$($field:ident $theirs:ident),*})?;)*
    })*) => {
        $(impl Same for $name {
            fn same(&self, other: &Self, texts: Texts<'_>) -> bool {
                match (self, other) {
                    $((
                        Self::$variant $(($($one),*))? $({$($field),*})?,
                        Self::$variant $(($($two),*))? $({$($field: $theirs),*})?,
                    ) => true $($(&& $one.same($two, texts))*)? $($(&& $field.same($theirs, texts))*)?,)*
                    _ => false,
                }
            }
        })*
    };
}

documented! {
    KindDeclaration { extends, name, parent, plural, label, attributes, span }
    AttributeDeclaration {
        name, many, ty, fields, required, within, inverse, verb, plural, singular, label, span
    }
    Definition { kind, name, meaning, mistaken, span }
    Line { head, values, body, span }
    Policy { id, title, parameters, rules, unread, span }
    Rule { label, sentence, modifiers, mistaken, span }
    Waiver { rule, target, from, until, because, by, mistaken, span }
    Test { name, clauses, span }
    Fixture { name, lines, span }
    Use { what, with, without, modal, span }
}

structures! {
    Cases { cases, otherwise, span }
    Parameter { name, ty, default, span }
    RuleName { parts, all, span }
    LineValue { bound, value, label, fields, span }
    ValueField { name, bound, value, span }
    List<T> { connective, parts }
    Sentence { scope, subject, modal, modal_span, predicate, span }
    Subject { noun, second, possessive, span }
    NounPhrase { quantifier, words, of, within, condition, span }
    Quantifier { kind, span }
    Amount { value, share, sign }
    Clause { subject, negated, verb, span }
    Comparison { left, op, right, span }
    VerbPhrase { kind, span }
    BeTerm { kind, span }
    Modifiers { unless, because, suggest, see, from, until, when, harden }
    Chain<Op> { operands, span }
    Path { root, steps, span }
    Selection { from, condition, span }
    Aggregate { op, over, span }
    Nearest { noun, via, span }
}

choices! {
    Item {
        Kind(a b); Definition(a b); Declaration(a b); Policy(a b); Waiver(a b); Test(a b); Fixture(a b); Use(a b);
    }
    TypeExpression { Named(a b); YesOrNo(a b); OneOf(a b, c d); Hole(a b); }
    Meaning { Adjective(a b); Derived(a b); }
    TestClause {
        Given { fixture a, lines b, span c };
        AsOf(a b, c d);
        Expect { rule a, verdict b, by c, span d };
        ExpectDiagnostic(a b, c d);
    }
    UseWhat { Pack(a b); Files(a b); }
    ValueBound { One(a b); Between(a b); }
    Value { Word(a b); Literal(a b); Formula(a b, c d); List(a b, c d); Hole(a b); }
    Formula { Metric(a b); Number(a b); Sum(a b); Product(a b); }
    Scope { In(a b); For(a b); }
    Of { Noun(a b); Path(a b); Bound(a b); }
    QuantifierKind {
        Every; No; NoTwo; Only; A; The; Another;
        AtLeast(a b); AtMost(a b); Exactly(a b); MoreThan(a b); FewerThan(a b); Between(a b, c d);
    }
    Predicate { List(a b, c d); Not(a b, c d); Verb(a b); }
    Condition { List(a b, c d); Not(a b, c d); Clause(a b); Compare(a b); Bare(a b); }
    VerbKind {
        Be(a b);
        Have(a b);
        Include(a b);
        Mention(a b);
        Reach { target a, via b };
        Share { what a, with b };
        Relation { verb a, object b };
    }
    ReachTarget { Noun(a b); Itself(a b); }
    BeKind {
        Word(a b);
        A(a b);
        Bound(a b, c d);
        Between(a b, c d);
        Literal(a b);
        Set;
        Missing;
        In(a b);
        SameAs(a b);
        When { offset a, order b, date c };
        Within { duration a, date b };
        By { verb a, noun b };
    }
    Expression { Path(a b); Literal(a b); Sum(a b); Product(a b); Aggregate(a b); Nearest(a b); Bracket(a b, c d); Hole(a b); }
    PathRoot { It(a b); The(a b, c d); Word(a b); Named(a b, c d); Today(a b); Selection(a b); }
    SelectionFrom { Words(a b); Path(a b); }
}
