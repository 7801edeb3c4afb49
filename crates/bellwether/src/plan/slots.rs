//! Which outer slots a condition or a set looks at: what looks at none needs finding out only once.

use crate::ids::{DefinitionId, Slot};
use crate::program::{
    Amount, Binder, Condition, ConditionKind, Expression, ExpressionKind, Path, ReachTarget, Root, Set, Step, Test,
};

/// What a part of a program uses.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    bound: Vec<Slot>,
    /// Slots that are used and not bound within.
    pub(crate) free: Vec<Slot>,
    /// Definitions that are used.
    pub(crate) definitions: Vec<DefinitionId>,
}

impl Uses {
    pub(crate) fn of_condition(condition: &Condition) -> Self {
        let mut uses = Self::default();
        uses.condition(condition);
        uses
    }

    /// Whether nothing is used but these slots.
    pub(crate) fn only(&self, slots: &[Slot]) -> bool {
        self.free.iter().all(|slot| slots.contains(slot))
    }

    fn slot(&mut self, slot: Slot) {
        if !self.bound.contains(&slot) && !self.free.contains(&slot) {
            self.free.push(slot);
        }
    }

    fn within(&mut self, slot: Slot, filter: Option<&Condition>) {
        self.bound.push(slot);
        if let Some(filter) = filter {
            self.condition(filter);
        }
        self.bound.pop();
    }

    pub(crate) fn binder(&mut self, binder: &Binder) {
        self.within(binder.slot, binder.filter.as_ref());
    }

    pub(crate) fn set(&mut self, set: &Set) {
        if let Set::Path(path) = set {
            self.path(path);
        }
    }

    pub(crate) fn test(&mut self, test: &Test) {
        match test {
            Test::One(_, amount) => self.amount(amount),
            Test::Between(least, most) => {
                self.amount(least);
                self.amount(most);
            }
        }
    }

    fn amount(&mut self, amount: &Amount) {
        if let Amount::Value(value) = amount {
            self.expression(value);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            if let Step::Derived(id) = step {
                self.definitions.push(*id);
            }
        }
    }

    pub(crate) fn path(&mut self, path: &Path) {
        match &path.root {
            Root::Slot(slot) => self.slot(*slot),
            Root::Name(_) | Root::Today => {}
            Root::Selection(selection) => {
                self.set(&selection.set);
                self.within(selection.slot, selection.filter.as_ref());
            }
        }
        self.steps(&path.steps);
    }

    pub(crate) fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Path(path) | ExpressionKind::Aggregate(_, path) => self.path(path),
            ExpressionKind::Literal(_) => {}
            ExpressionKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.expression(term)),
            ExpressionKind::Product(factors) => factors.iter().for_each(|(_, factor)| self.expression(factor)),
            ExpressionKind::Nearest { from, target, via } => {
                self.slot(*from);
                self.binder(target);
                self.steps(via);
            }
        }
    }

    pub(crate) fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::All(parts) | ConditionKind::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
            ConditionKind::Not(inner) | ConditionKind::Known(inner) => self.condition(inner),
            ConditionKind::Constant(_) => {}
            ConditionKind::IsKind(of, _)
            | ConditionKind::IsWord(of, _)
            | ConditionKind::Flag(of)
            | ConditionKind::FormulaIs(of, _)
            | ConditionKind::Mention { of, .. } => self.expression(of),
            ConditionKind::Adjective(of, id) => {
                self.expression(of);
                self.definitions.push(*id);
            }
            ConditionKind::Compare(one, _, other) | ConditionKind::In(one, other) => {
                self.expression(one);
                self.expression(other);
            }
            ConditionKind::Between(of, least, most) => {
                self.expression(of);
                self.expression(least);
                self.expression(most);
            }
            ConditionKind::IsSet(path) | ConditionKind::IsMissing(path) => self.path(path),
            ConditionKind::When { date, offset, other, .. } => {
                self.expression(date);
                if let Some((_, offset)) = offset {
                    self.expression(offset);
                }
                self.expression(other);
            }
            ConditionKind::Near { date, duration, other } => {
                self.expression(date);
                self.expression(duration);
                self.expression(other);
            }
            ConditionKind::Count(count) => {
                self.set(&count.set);
                self.within(count.slot, count.filter.as_ref());
                self.test(&count.test);
            }
            ConditionKind::Every(every) => {
                self.set(&every.set);
                self.within(every.slot, every.filter.as_ref());
                self.within(every.slot, Some(&every.body));
            }
            ConditionKind::Include { whole, parts, .. } => {
                self.path(whole);
                parts.iter().for_each(|part| self.expression(part));
            }
            ConditionKind::Reach { from, via, target } => {
                self.expression(from);
                self.steps(via);
                if let ReachTarget::Any(binder) = &**target {
                    self.binder(binder);
                }
            }
            ConditionKind::Shares(shares) => {
                self.slot(shares.subject);
                self.bound.push(shares.other.slot);
                for (one, other) in &shares.keys {
                    self.path(one);
                    self.path(other);
                }
                self.bound.pop();
                self.binder(&shares.other);
                self.test(&shares.test);
            }
        }
    }
}
