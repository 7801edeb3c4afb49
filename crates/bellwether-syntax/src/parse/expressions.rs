//! Expressions, paths, and what stands in brackets.

use bellwether_grammar::Rule;

use super::words::is_word;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::tree::{
    Aggregate, AggregateOp, Chain, Condition, Expression, Factor, Nearest, NounPhrase, Path, PathRoot, Selection,
    SelectionFrom, Sign, Word,
};

/// What stands in brackets, before it is known what it is there for.
pub(super) struct Bracket {
    from: BracketFrom,
    selecting: Option<Condition>,
    span: Span,
}

enum BracketFrom {
    Run(Vec<Word>),
    Clauses(Condition),
}

impl Reader<'_, '_> {
    /// An `expression` pair.
    pub(super) fn expression(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let span = self.span(&pair);
        let (mut operands, mut sign) = (Vec::new(), Sign::Plus);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::plus => sign = Sign::Plus,
                Rule::minus => sign = Sign::Minus,
                Rule::product => operands.push((sign, self.product(child)?)),
                _ => return None,
            }
        }
        if operands.len() == 1 {
            return operands.pop().map(|(_, operand)| operand);
        }
        (!operands.is_empty()).then(|| Expression::Sum(Box::new(Chain { operands, span })))
    }

    fn product(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let span = self.span(&pair);
        let (mut operands, mut factor) = (Vec::new(), Factor::Times);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::times => factor = Factor::Times,
                Rule::over => factor = Factor::Over,
                _ => operands.push((factor, self.primary(child)?)),
            }
        }
        if operands.len() == 1 {
            return operands.pop().map(|(_, operand)| operand);
        }
        (!operands.is_empty()).then(|| Expression::Product(Box::new(Chain { operands, span })))
    }

    /// A literal, an aggregate, `the nearest …` or a path.
    pub(super) fn primary(&mut self, pair: Pair<'_>) -> Option<Expression> {
        match pair.as_rule() {
            Rule::path | Rule::plain_path => self.path(pair),
            Rule::simple_value | Rule::place_next => pair.into_inner().next().and_then(|inner| self.primary(inner)),
            Rule::aggregate => self.aggregate(pair),
            Rule::nearest => self.nearest(pair),
            _ => self.literal(&pair).map(Expression::Literal),
        }
    }

    fn aggregate(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut op = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::aggregate_op => {
                    op = match child.as_str().to_ascii_lowercase().as_str() {
                        "count" => Some(AggregateOp::Count),
                        "sum" => Some(AggregateOp::Sum),
                        "min" => Some(AggregateOp::Min),
                        "max" => Some(AggregateOp::Max),
                        _ => Some(AggregateOp::Average),
                    };
                }
                Rule::path => {
                    let over = self.counted_path(child)?;
                    return Some(Expression::Aggregate(Box::new(Aggregate { op: op?, over, span })));
                }
                _ => {}
            }
        }
        None
    }

    /// The path of an aggregate: `count (kpis)` counts a selection of one word.
    fn counted_path(&mut self, pair: Pair<'_>) -> Option<Path> {
        let span = self.span(&pair);
        match self.path(pair)? {
            Expression::Path(path) => Some(path),
            Expression::Bracket(inner, bracket) => match *inner {
                Expression::Path(path) => Some(path),
                _ => Some(self.no_value(bracket)),
            },
            _ => Some(self.no_value(span)),
        }
    }

    fn nearest(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let span = self.span(&pair);
        let (mut words, mut via) = (Vec::new(), Vec::new());
        for child in pair.into_inner() {
            if is_word(&child) {
                words.push(self.word(&child));
            } else if child.as_rule() == Rule::via_list {
                via = self.via(child);
            }
        }
        let words_span = words.first()?.span.to(words.last()?.span);
        let noun = NounPhrase { quantifier: None, words, of: None, within: None, condition: None, span: words_span };
        Some(Expression::Nearest(Box::new(Nearest { noun, via, span })))
    }

    /// A `path` or `plain_path` pair: a path, or an expression in brackets.
    pub(super) fn path(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let first = children.next()?;
        let mut steps = Vec::new();
        let (root, mut own) = match first.as_rule() {
            Rule::bracket => {
                let bracket = self.bracket(first)?;
                self.steps(children, &mut steps);
                return Some(self.bracket_value(bracket, steps, span));
            }
            Rule::its_root => {
                let it = first.clone().into_inner().next().map_or(span, |its| self.exact(&its));
                (PathRoot::It(it), self.words(first))
            }
            Rule::it_root => (PathRoot::It(self.span(&first)), Vec::new()),
            Rule::today_root => (PathRoot::Today(self.span(&first)), Vec::new()),
            Rule::the_root => {
                let whole = self.span(&first);
                (PathRoot::The(self.first_word(first)?, whole), Vec::new())
            }
            Rule::named_root => {
                let words = self.words(first);
                (PathRoot::Named(*words.first()?, *words.get(1)?), Vec::new())
            }
            Rule::word_root => (PathRoot::Word(self.first_word(first)?), Vec::new()),
            _ => return None,
        };
        steps.append(&mut own);
        self.steps(children, &mut steps);
        Some(Expression::Path(Path { root, steps, span }))
    }

    /// The words after the root of a path.
    pub(super) fn steps<'p>(&self, pairs: impl Iterator<Item = Pair<'p>>, steps: &mut Vec<Word>) {
        for pair in pairs {
            if is_word(&pair) {
                steps.push(self.word(&pair));
            } else if pair.as_rule() == Rule::dot_step {
                steps.extend(self.words(pair));
            }
        }
    }

    /// A `bracket` pair. Within it a `where` stands in brackets, as it should.
    pub(super) fn bracket(&mut self, pair: Pair<'_>) -> Option<Bracket> {
        let outer = std::mem::replace(&mut self.in_has_where, false);
        let span = self.span(&pair);
        let (mut from, mut selecting) = (None, None);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::bracket_run => from = Some(BracketFrom::Run(self.words(child))),
                Rule::bracket_path => {
                    let path = child.into_inner().next()?;
                    from = Some(BracketFrom::Clauses(Condition::Bare(self.path(path)?)));
                }
                Rule::clauses if from.is_none() => from = Some(BracketFrom::Clauses(self.clauses(child)?)),
                Rule::clauses => selecting = Some(self.clauses(child)?),
                _ => {}
            }
        }
        self.in_has_where = outer;
        Some(Bracket { from: from?, selecting, span })
    }

    /// What brackets are where a value stands.
    fn bracket_value(&mut self, bracket: Bracket, steps: Vec<Word>, span: Span) -> Expression {
        let alone = bracket.selecting.is_none() && steps.is_empty();
        let from = match bracket.from {
            BracketFrom::Run(words) => match words.as_slice() {
                [word] if alone => {
                    let path = Path { root: PathRoot::Word(*word), steps, span: word.span };
                    return Expression::Bracket(Box::new(Expression::Path(path)), bracket.span);
                }
                // Brackets around one word change nothing, whether the path goes on or not.
                [word] if bracket.selecting.is_none() => {
                    return Expression::Path(Path { root: PathRoot::Word(*word), steps, span });
                }
                _ => SelectionFrom::Words(words),
            },
            BracketFrom::Clauses(Condition::Bare(inner)) if alone => {
                return Expression::Bracket(Box::new(inner), bracket.span);
            }
            BracketFrom::Clauses(Condition::Bare(Expression::Path(path))) => SelectionFrom::Path(path),
            BracketFrom::Clauses(_) => {
                let path = self.no_value(bracket.span);
                return Expression::Path(path);
            }
        };
        let selection = Selection { from, condition: bracket.selecting, span: bracket.span };
        Expression::Path(Path { root: PathRoot::Selection(Box::new(selection)), steps, span })
    }

    /// What brackets are where a condition stands.
    pub(super) fn bracket_condition(&mut self, bracket: Bracket) -> Condition {
        match bracket.from {
            BracketFrom::Clauses(condition) if bracket.selecting.is_none() => match condition {
                Condition::Bare(inner) => Condition::Bare(Expression::Bracket(Box::new(inner), bracket.span)),
                group => group,
            },
            _ => {
                let span = bracket.span;
                Condition::Bare(self.bracket_value(bracket, Vec::new(), span))
            }
        }
    }

    /// Says that a condition stands where a value should, and gives a path in its place.
    fn no_value(&mut self, span: Span) -> Path {
        self.report(
            Diagnostic::error(codes::EXPECTED_VALUE, span, "a condition stands in brackets where a value is expected")
                .help("write a value, or select with `(kpis where …)`"),
        );
        Path { root: PathRoot::It(span), steps: Vec::new(), span }
    }
}
