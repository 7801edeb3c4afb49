//! Formulas: what follows from their trees, and circles among them.

use std::fmt::Write as _;

use bellwether_syntax::tree::{Factor, Sign};
use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use super::intern::Interner;
use crate::ids::{ElementId, FormulaId};

/// What is known of a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormulaFacts {
    /// The metrics it takes in, each once, in the order written.
    pub inputs: Box<[ElementId]>,
    /// The one metric above the line of a rate; `None` where there are several.
    pub numerator: Option<ElementId>,
    /// The one metric below the line of a rate; `None` where there are several.
    pub denominator: Option<ElementId>,
    /// Its topmost operation is a division by a metric.
    pub rate: bool,
    /// Several metrics combined by sums or weights.
    pub compound: bool,
    /// The formula, as it is written.
    pub text: Box<str>,
}

/// Metrics, each once, in order.
type Metrics = IndexSet<ElementId, FxBuildHasher>;

/// A formula with its metrics found.
#[derive(Debug)]
pub(super) enum Tree {
    Metric(ElementId),
    Number(Decimal),
    Sum(Vec<(Sign, Tree)>),
    Product(Vec<(Factor, Tree)>),
}

impl Tree {
    /// A chain of one is what it holds.
    pub(super) fn sum(mut operands: Vec<(Sign, Self)>) -> Self {
        if operands.len() == 1
            && matches!(operands.first(), Some((Sign::Plus, _)))
            && let Some((_, only)) = operands.pop()
        {
            return only;
        }
        Self::Sum(operands)
    }

    /// A chain of one is what it holds.
    pub(super) fn product(mut operands: Vec<(Factor, Self)>) -> Self {
        if operands.len() == 1
            && matches!(operands.first(), Some((Factor::Times, _)))
            && let Some((_, only)) = operands.pop()
        {
            return only;
        }
        Self::Product(operands)
    }

    /// The metrics in it, each once, in order.
    fn metrics(&self, out: &mut Metrics) {
        match self {
            Self::Metric(metric) => {
                out.insert(*metric);
            }
            Self::Number(_) => {}
            Self::Sum(operands) => operands.iter().for_each(|(_, operand)| operand.metrics(out)),
            Self::Product(operands) => operands.iter().for_each(|(_, operand)| operand.metrics(out)),
        }
    }

    /// Writes it out: with names for people, with numbers as what makes two formulas equal.
    fn write(&self, out: &mut String, name: &dyn Fn(ElementId) -> String, nested: bool) {
        match self {
            Self::Metric(metric) => out.push_str(&name(*metric)),
            Self::Number(number) => {
                let _ = write!(out, "{}", number.normalize());
            }
            Self::Sum(operands) => bracketed(out, nested, |out| {
                for (at, (sign, operand)) in operands.iter().enumerate() {
                    match (at, sign) {
                        (0, Sign::Plus) => {}
                        (0, Sign::Minus) => out.push_str("- "),
                        (_, Sign::Plus) => out.push_str(" + "),
                        (_, Sign::Minus) => out.push_str(" - "),
                    }
                    // A product inside a sum needs no brackets to be read.
                    operand.write(out, name, matches!(operand, Self::Sum(_)));
                }
            }),
            Self::Product(operands) => bracketed(out, nested, |out| {
                for (at, (factor, operand)) in operands.iter().enumerate() {
                    match (at, factor) {
                        (0, Factor::Times) => {}
                        (0, Factor::Over) => out.push_str("1 / "),
                        (_, Factor::Times) => out.push_str(" * "),
                        (_, Factor::Over) => out.push_str(" / "),
                    }
                    operand.write(out, name, true);
                }
            }),
        }
    }

    /// The metrics above and below the line, if the topmost operation is a division by a metric. A rate that is only
    /// scaled (`100 * (a / b)`) is one still.
    fn rate(&self) -> Option<(Metrics, Metrics)> {
        let Self::Product(operands) = self else { return None };
        let (mut above, mut below) = (Metrics::default(), Metrics::default());
        for (factor, operand) in operands {
            match factor {
                Factor::Times => operand.metrics(&mut above),
                Factor::Over => operand.metrics(&mut below),
            }
        }
        if !below.is_empty() {
            return Some((above, below));
        }
        let mut scaled = operands.iter().filter(|(_, operand)| !matches!(operand, Self::Number(_)));
        match (scaled.next(), scaled.next()) {
            (Some((Factor::Times, inner)), None) => inner.rate(),
            _ => None,
        }
    }

    /// Whether several metrics are combined by sums or weights.
    fn compound(&self) -> bool {
        let mut inputs = Metrics::default();
        match self {
            Self::Metric(_) | Self::Number(_) => false,
            Self::Sum(_) => {
                self.metrics(&mut inputs);
                inputs.len() > 1
            }
            Self::Product(operands) => self.rate().is_none() && operands.iter().any(|(_, operand)| operand.compound()),
        }
    }
}

fn bracketed(out: &mut String, brackets: bool, inner: impl FnOnce(&mut String)) {
    if brackets {
        out.push('(');
    }
    inner(out);
    if brackets {
        out.push(')');
    }
}

/// The formulas of a model while they are collected.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// Formulas with metrics by number: equal trees have equal texts.
    keys: Interner,
    pub(super) facts: Vec<FormulaFacts>,
    /// The metric that a formula merely stands for.
    aliases: Vec<Option<ElementId>>,
}

impl Formulas {
    /// The id of a formula, entered if no equal one is there.
    pub(super) fn enter(&mut self, tree: &Tree, name: impl Fn(ElementId) -> String) -> FormulaId {
        let mut key = String::new();
        tree.write(&mut key, &|metric| format!("#{}", metric.0), false);
        let id = self.keys.enter(&key);
        if id as usize == self.facts.len() {
            let mut facts = FormulaFacts::default();
            let mut inputs = Metrics::default();
            tree.metrics(&mut inputs);
            facts.inputs = inputs.into_iter().collect();
            if let Some((above, below)) = tree.rate() {
                facts.rate = true;
                facts.numerator = one(&above);
                facts.denominator = one(&below);
            }
            facts.compound = tree.compound();
            let mut text = String::new();
            tree.write(&mut text, &name, false);
            facts.text = text.into();
            self.facts.push(facts);
            self.aliases.push(if let Tree::Metric(metric) = tree { Some(*metric) } else { None });
        }
        FormulaId(id)
    }

    /// Gives formulas that are just one metric what is known of that metric's formula, through any number of them.
    pub(super) fn follow_aliases(&mut self, formula_of: impl Fn(ElementId) -> Option<FormulaId>) {
        let mut done = vec![false; self.facts.len()];
        for start in 0..self.facts.len() {
            let mut passed = Vec::new();
            let mut at = start;
            // Ends at a formula that is no alias, at a metric without a formula, or where the aliases form a circle.
            let end = loop {
                let alias = self.aliases.get(at).copied().flatten();
                let Some(metric) = alias.filter(|_| !done.get(at).copied().unwrap_or(true)) else { break Some(at) };
                if let Some(done) = done.get_mut(at) {
                    *done = true;
                }
                passed.push(at);
                let Some(next) = formula_of(metric) else { break None };
                at = next.index();
            };
            let Some(known) = end.and_then(|end| self.facts.get(end)).cloned() else { continue };
            for alias in passed {
                if let Some(facts) = self.facts.get_mut(alias) {
                    facts.numerator = known.numerator;
                    facts.denominator = known.denominator;
                    facts.rate = known.rate;
                    facts.compound = known.compound;
                }
            }
        }
    }
}

fn one(metrics: &Metrics) -> Option<ElementId> {
    metrics.first().filter(|_| metrics.len() == 1).copied()
}

/// The circles among metrics that take each other in: each as the elements that it passes, in order. An element that
/// is in one of them is in no other that is given.
pub(super) fn circles(metrics: &[ElementId], inputs: impl Fn(ElementId) -> Vec<ElementId>) -> Vec<Vec<ElementId>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Open,
        Done,
    }
    let mut marks: rustc_hash::FxHashMap<ElementId, Mark> = rustc_hash::FxHashMap::default();
    let mut reported: rustc_hash::FxHashSet<ElementId> = rustc_hash::FxHashSet::default();
    let mut found = Vec::new();
    // Going back over the path for every way back would cost its length each time, so there is an end to it.
    let mut tries = 1000_u32;
    // A stack of our own: a chain of metrics may be as long as the model.
    let mut path: Vec<(ElementId, std::vec::IntoIter<ElementId>)> = Vec::new();
    for start in metrics {
        if marks.contains_key(start) {
            continue;
        }
        marks.insert(*start, Mark::Open);
        path.push((*start, inputs(*start).into_iter()));
        while let Some((metric, rest)) = path.last_mut() {
            let Some(next) = rest.next() else {
                marks.insert(*metric, Mark::Done);
                path.pop();
                continue;
            };
            match marks.get(&next) {
                None => {
                    marks.insert(next, Mark::Open);
                    path.push((next, inputs(next).into_iter()));
                }
                Some(Mark::Open) if tries > 0 && !reported.contains(&next) => {
                    tries -= 1;
                    let from = path.iter().position(|(metric, _)| *metric == next).unwrap_or(0);
                    let circle: Vec<ElementId> = path.iter().skip(from).map(|(metric, _)| *metric).collect();
                    if circle.iter().all(|metric| !reported.contains(metric)) {
                        reported.extend(circle.iter().copied());
                        found.push(circle);
                    }
                }
                Some(_) => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{ElementId, Factor, Formulas, Sign, Tree, circles};

    fn metric(id: u32) -> Tree {
        Tree::Metric(ElementId(id))
    }

    fn name(metric: ElementId) -> String {
        ["a", "b", "c", "d"].get(metric.index()).map_or_else(String::new, |name| (*name).to_owned())
    }

    #[test]
    fn facts_follow_from_the_tree() {
        let mut formulas = Formulas::default();
        let half = || Tree::Number(rust_decimal::Decimal::new(5, 1));
        let rate = Tree::product(vec![(Factor::Times, metric(0)), (Factor::Over, metric(1))]);
        let rate_id = formulas.enter(&rate, name);
        let weights = Tree::sum(vec![
            (Sign::Plus, Tree::product(vec![(Factor::Times, half()), (Factor::Times, metric(0))])),
            (Sign::Minus, metric(2)),
        ]);
        let weights_id = formulas.enter(&weights, name);
        let scaled = Tree::product(vec![(Factor::Times, half()), (Factor::Times, metric(3))]);
        let scaled_id = formulas.enter(&scaled, name);
        let of_sum = Tree::product(vec![(Factor::Times, weights), (Factor::Over, metric(3))]);
        let of_sum_id = formulas.enter(&of_sum, name);
        let get = |id: super::FormulaId| formulas.facts.get(id.index()).cloned().unwrap_or_default();
        let facts = get(rate_id);
        assert!(facts.rate && !facts.compound);
        assert_eq!((facts.numerator, facts.denominator), (Some(ElementId(0)), Some(ElementId(1))));
        assert_eq!(&*facts.text, "a / b");
        let facts = get(weights_id);
        assert!(!facts.rate && facts.compound);
        assert_eq!(&*facts.text, "0.5 * a - c");
        let facts = get(scaled_id);
        assert!(!facts.rate && !facts.compound);
        let facts = get(of_sum_id);
        assert!(facts.rate && !facts.compound);
        assert_eq!((facts.numerator, facts.denominator), (None, Some(ElementId(3))));
        assert_eq!(&*facts.text, "(0.5 * a - c) / d");
        assert_eq!(formulas.enter(&rate, name), rate_id);
    }

    #[test]
    fn finds_circles_of_any_length() {
        let metrics: Vec<ElementId> = (0..100_000).map(ElementId).collect();
        let next = |metric: ElementId| vec![ElementId((metric.0 + 1) % 100_000)];
        let found = circles(&metrics, next);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(Vec::len), Some(100_000));
        assert!(
            circles(&metrics, |metric| if metric.0 < 99_999 { vec![ElementId(metric.0 + 1)] } else { vec![] })
                .is_empty()
        );
        assert_eq!(
            circles(&metrics, |metric| if metric.0 == 7 { vec![metric] } else { vec![] }),
            vec![vec![ElementId(7)]]
        );
    }
}
