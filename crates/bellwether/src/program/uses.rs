//! What a part of a program uses: outer slots (what looks at none needs finding out only once), definitions, names, and the
//! kinds and attributes that it speaks of.

use super::{
    Amount, Binder, Condition, ConditionKind, Expression, ExpressionKind, Meaning, Path, Program, ReachTarget, Root,
    Rule, RuleForm, Set, Step, Test,
};
use crate::ids::{AttributeId, DefinitionId, KindId, NameId, Slot};

/// What a part of a program uses.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    bound: Vec<Slot>,
    /// Slots that are used and not bound within.
    pub(crate) free: Vec<Slot>,
    /// Definitions that are used.
    pub(crate) definitions: Vec<DefinitionId>,
    /// Elements that are named.
    pub(crate) names: Vec<NameId>,
    /// Whether `today` is.
    pub(crate) today: bool,
    /// Kinds that are spoken of.
    pub(crate) kinds: Vec<KindId>,
    /// Attributes and fields that are looked at.
    pub(crate) attributes: Vec<AttributeId>,
    /// Where elements lie is asked: by `in`, or by what lies in an element.
    pub(crate) places: bool,
}

impl Uses {
    /// What some rules use, directly and through definitions.
    pub(crate) fn of_rules<'r>(program: &Program, rules: impl IntoIterator<Item = &'r Rule>) -> Self {
        let mut uses = Self::default();
        rules.into_iter().for_each(|rule| uses.rule(rule));
        uses.follow(program);
        uses
    }

    /// Adds what the definitions that are used use themselves.
    pub(crate) fn follow(&mut self, program: &Program) {
        let mut followed = vec![false; program.definitions.len()];
        // Those that use stand after those that are used, so one way back is enough.
        self.mark(&mut followed);
        for id in program.definition_order.iter().rev() {
            if followed.get(id.index()) == Some(&true)
                && let Some(definition) = program.definitions.get(id.index())
            {
                self.meaning(&definition.meaning);
                self.mark(&mut followed);
            }
        }
    }

    /// By definition: whether it is used.
    pub(crate) fn needed(&self, program: &Program) -> Vec<bool> {
        let mut needed = vec![false; program.definitions.len()];
        self.mark(&mut needed);
        needed
    }

    fn mark(&self, marked: &mut [bool]) {
        for id in &self.definitions {
            if let Some(place) = marked.get_mut(id.index()) {
                *place = true;
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match &rule.form {
            RuleForm::Each { subject, exempt, parts } => {
                self.binder(subject);
                exempt.iter().for_each(|exempt| self.condition(exempt));
                parts.iter().for_each(|part| self.condition(&part.condition));
            }
            RuleForm::Counted { scope, subject, exempt, body, test } => {
                self.places |= scope.is_some();
                scope.iter().for_each(|scope| self.binder(scope));
                self.binder(subject);
                exempt.iter().for_each(|exempt| self.condition(exempt));
                self.condition(&body.condition);
                self.test(test);
            }
            RuleForm::NoTwo { subject, keys, exempt, .. } => {
                self.binder(subject);
                keys.iter().for_each(|(key, _)| self.path(key));
                exempt.iter().for_each(|exempt| self.condition(exempt));
            }
        }
    }

    fn meaning(&mut self, meaning: &Meaning) {
        match meaning {
            Meaning::Adjective(condition) => self.condition(condition),
            Meaning::Derived { cases, otherwise, .. } => {
                for (value, condition) in cases {
                    self.expression(value);
                    self.condition(condition);
                }
                otherwise.iter().for_each(|value| self.expression(value));
            }
            Meaning::Broken => {}
        }
    }

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
        self.kinds.push(binder.kind);
        self.names.extend(binder.named);
        self.within(binder.slot, binder.filter.as_ref());
    }

    pub(crate) fn set(&mut self, set: &Set) {
        match set {
            Set::Path(path) => self.path(path),
            Set::Kind(kind) => self.kinds.push(*kind),
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
            match step {
                Step::Derived(id) => self.definitions.push(*id),
                Step::Attribute(id) | Step::Field(id) => self.attributes.push(*id),
                Step::Children(kind) => {
                    self.kinds.push(*kind);
                    self.places = true;
                }
                _ => {}
            }
        }
    }

    pub(crate) fn path(&mut self, path: &Path) {
        match &path.root {
            Root::Slot(slot) => self.slot(*slot),
            Root::Name(name) => self.names.push(*name),
            Root::Today => self.today = true,
            Root::Selection(selection) => {
                self.set(&selection.set);
                self.within(selection.slot, selection.filter.as_ref());
            }
        }
        self.steps(&path.steps);
    }

    pub(crate) fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Path(path) | ExpressionKind::Aggregate(_, path, _) => self.path(path),
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
            ConditionKind::Said(spoken, inner) => {
                self.path(spoken);
                self.condition(inner);
            }
            ConditionKind::Constant(_) => {}
            ConditionKind::IsKind(of, kind) => {
                self.expression(of);
                self.kinds.push(*kind);
            }
            ConditionKind::IsWord(of, _)
            | ConditionKind::Flag(of)
            | ConditionKind::FormulaIs(of, _)
            | ConditionKind::Mention { of, .. } => self.expression(of),
            ConditionKind::Adjective(of, id) => {
                self.expression(of);
                self.definitions.push(*id);
            }
            ConditionKind::Compare(one, _, other) | ConditionKind::In(one, other) => {
                self.places |= matches!(condition.kind, ConditionKind::In(..));
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
