//! From the checked program to nodes.

use crate::ids::{AttributeId, DefinitionId, NameId, Slot, WaiverId};
use crate::model::Model;
use crate::program::{
    Amount, Base, Binder, Condition, ConditionKind, Count, Every, Expression, ExpressionKind, Literal, Meaning, Path,
    Program, ReachTarget, Root, Rule, RuleForm, Set, Shares, Step, Test, Ty, Uses, Waiver, WaiverTarget,
};
use crate::value::{Date, Scalar};
use crate::vocabulary::Holder;

use super::node::{
    AmountNode, CountNode, Covered, DefinitionPlan, EveryNode, FormPlan, Group, IndexBy, Lead, Leg, Members,
    NearestPlan, Node, Op, ReachPlan, SharesNode, SharingPlan, Short, Sought, Strategy, Target, Term, TermKind,
    TestNode, WaiverPlan, Way, WayRoot,
};
use super::strategy::{Choice, LeadChoice, SoughtChoice, choose};
use super::{Job, Plan, bind, in_force};

pub(super) fn lower<'a>(
    program: &'a Program,
    model: &'a Model,
    as_of: Date,
    asked: impl Fn(&Rule) -> bool,
    waive: bool,
) -> Plan<'a> {
    let chosen: Vec<bool> = program.rules.iter().map(asked).collect();
    let asked: Vec<bool> =
        program.rules.iter().zip(&chosen).map(|(rule, asked)| *asked && in_force(rule, as_of)).collect();
    let of_one =
        |waiver: &Waiver, rules: &[bool]| waiver.rules.iter().any(|rule| rules.get(rule.index()) == Some(&true));
    let wanted = |waiver: &Waiver| waive && waiver.active(as_of) && of_one(waiver, &asked);
    let waivers: Vec<bool> = program.waivers.iter().map(wanted).collect();
    let rules = program.rules.iter().zip(&asked).filter(|(_, asked)| **asked).map(|(rule, _)| rule);
    let mut uses = Uses::of_rules(program, rules);
    // What a waiver names must be there whether it waives today or not.
    for waiver in program.waivers.iter().filter(|waiver| waive && of_one(waiver, &chosen)) {
        if let WaiverTarget::Elements(binder) = &waiver.target {
            uses.binder(binder);
        }
    }
    uses.follow(program);
    let needed = uses.needed(program);
    let (bound, diagnostics) = bind::bind(program, model, &uses.names);
    let mut lower = Lower {
        plan: Plan {
            program,
            model,
            as_of,
            jobs: Vec::new(),
            definitions: Vec::new(),
            rules: Vec::new(),
            asked: chosen,
            waivers: Vec::new(),
            waivers_of: Vec::new(),
            members: Vec::new(),
            reaches: Vec::new(),
            nearests: Vec::new(),
            sharings: Vec::new(),
            slots: 1,
            diagnostics,
            names: bound,
            texts: indexmap::IndexSet::default(),
        },
    };
    lower.plan.definitions.resize_with(program.definitions.len(), || None);
    for id in &program.definition_order {
        if needed.get(id.index()) == Some(&true) {
            let meaning = lower.definition(*id);
            if let Some(place) = lower.plan.definitions.get_mut(id.index()) {
                *place = meaning;
            }
            // What is nothing but a path is followed where it stands.
            if lower.plan.alias(*id).is_none() {
                lower.plan.jobs.push(Job::Definition(*id));
            }
        }
    }
    lower.waivers(&waivers);
    for (index, (rule, asked)) in program.rules.iter().zip(asked).enumerate() {
        let form = asked.then(|| lower.rule(rule));
        if form.is_some() {
            lower.plan.jobs.push(Job::Rule(index));
        }
        lower.plan.rules.push(form);
    }
    lower.plan
}

struct Lower<'a> {
    plan: Plan<'a>,
}

impl<'a> Lower<'a> {
    fn definition(&mut self, id: DefinitionId) -> Option<DefinitionPlan<'a>> {
        let program = self.plan.program;
        let definition = program.definitions.get(id.index())?;
        self.plan.slots = self.plan.slots.max(definition.slots as usize);
        match &definition.meaning {
            Meaning::Adjective(condition) => Some(DefinitionPlan::Adjective(self.node(condition))),
            Meaning::Derived { cases, otherwise, ty } => Some(DefinitionPlan::Derived {
                cases: cases.iter().map(|(value, condition)| (self.term(value), self.node(condition))).collect(),
                otherwise: otherwise.as_ref().map(|value| self.term(value)),
                many: ty.many,
            }),
            Meaning::Broken => None,
        }
    }

    /// The waivers that are wanted, and for each rule those of them that are of it.
    fn waivers(&mut self, wanted: &[bool]) {
        let program = self.plan.program;
        self.plan.waivers_of.resize_with(program.rules.len(), Vec::new);
        for (index, (waiver, wanted)) in program.waivers.iter().zip(wanted).enumerate() {
            let plan = wanted.then(|| {
                self.plan.slots = self.plan.slots.max(waiver.slots as usize);
                match &waiver.target {
                    WaiverTarget::Model => WaiverPlan::Model,
                    WaiverTarget::Elements(binder) => WaiverPlan::Elements(self.target(binder)),
                }
            });
            if plan.is_some() {
                for rule in &waiver.rules {
                    if let Some(of) = self.plan.waivers_of.get_mut(rule.index()) {
                        of.push(WaiverId::at(index));
                    }
                }
            }
            self.plan.waivers.push(plan);
        }
        // Among those that end together the order of what they say decides: the sort is stable.
        let until = |id: &WaiverId| program.waivers.get(id.index()).map(|waiver| waiver.until);
        for of in &mut self.plan.waivers_of {
            of.sort_by_key(|id| std::cmp::Reverse(until(id)));
        }
    }

    fn rule(&mut self, rule: &'a Rule) -> FormPlan<'a> {
        self.plan.slots = self.plan.slots.max(rule.slots as usize);
        match &rule.form {
            RuleForm::Each { subject, exempt, parts } => FormPlan::Each {
                subject: self.target(subject),
                exempt: exempt.as_ref().map(|exempt| self.node(exempt)),
                parts: parts.iter().map(|part| self.node(&part.condition)).collect(),
            },
            RuleForm::Counted { scope, subject, exempt, body, test } => FormPlan::Counted {
                scope: scope.as_ref().map(|scope| self.target(scope)),
                subject: self.target(subject),
                exempt: exempt.as_ref().map(|exempt| self.node(exempt)),
                body: self.node(&body.condition),
                test: self.test(test),
            },
            RuleForm::NoTwo { subject, second, keys, any, exempt } => FormPlan::NoTwo {
                subject: self.target(subject),
                second: second.index(),
                keys: keys.iter().map(|(key, _)| self.way(key)).collect(),
                any: *any,
                exempt: exempt.as_ref().map(|exempt| self.node(exempt)),
            },
        }
    }

    fn node(&mut self, source: &'a Condition) -> Node<'a> {
        Node { op: self.op(&source.kind), source }
    }

    fn nodes(&mut self, sources: &'a [Condition]) -> Vec<Node<'a>> {
        sources.iter().map(|source| self.node(source)).collect()
    }

    fn op(&mut self, kind: &'a ConditionKind) -> Op<'a> {
        match kind {
            ConditionKind::All(parts) => Op::All(self.nodes(parts)),
            ConditionKind::Any(parts) => Op::Any(self.nodes(parts)),
            ConditionKind::Not(inner) => Op::Not(Box::new(self.node(inner))),
            ConditionKind::Known(inner) => Op::Known(Box::new(self.node(inner))),
            ConditionKind::Said(spoken, inner) => Op::Said(self.way(spoken), Box::new(self.node(inner))),
            ConditionKind::Constant(holds) => Op::Constant(*holds),
            ConditionKind::IsKind(of, kind) => Op::IsKind(self.term(of), *kind, self.plan.model.range(*kind)),
            ConditionKind::IsWord(of, word) => Op::IsWord(self.term(of), *word),
            ConditionKind::Flag(of) => Op::Flag(self.term(of)),
            ConditionKind::Adjective(of, id) => Op::Adjective(self.term(of), *id),
            ConditionKind::FormulaIs(of, what) => Op::FormulaIs(self.term(of), *what),
            ConditionKind::Compare(one, how, other) => Op::Compare(self.term(one), *how, self.term(other)),
            ConditionKind::Between(of, least, most) => Op::Between(self.term(of), self.term(least), self.term(most)),
            ConditionKind::IsSet(path) => Op::IsSet(self.way(path)),
            ConditionKind::IsMissing(path) => Op::IsMissing(self.way(path)),
            ConditionKind::In(what, place) => Op::In(self.term(what), self.term(place)),
            ConditionKind::When { date, offset, order, other } => Op::When {
                date: self.term(date),
                offset: offset.as_ref().map(|(bound, offset)| (*bound, self.term(offset))),
                order: *order,
                other: self.term(other),
            },
            ConditionKind::Near { date, duration, other } => {
                Op::Near { date: self.term(date), duration: self.term(duration), other: self.term(other) }
            }
            ConditionKind::Count(count) => Op::Count(Box::new(self.count(count))),
            ConditionKind::Every(every) => Op::Every(Box::new(self.every(every))),
            ConditionKind::Include { whole, parts, any } => Op::Include {
                whole: self.way(whole),
                parts: parts.iter().map(|part| self.term(part)).collect(),
                any: *any,
            },
            ConditionKind::Mention { of, texts, any } => Op::Mention { of: self.term(of), texts, any: *any },
            ConditionKind::Reach { from, via, target } => {
                let from = self.term(from);
                Op::Reach(from, self.reach(via, target))
            }
            ConditionKind::Shares(shares) => Op::Shares(self.shares(shares)),
        }
    }

    fn count(&mut self, source: &'a Count) -> CountNode<'a> {
        let members = self.members(&source.set, source.slot, source.filter.as_ref());
        CountNode { members, test: self.test(&source.test), source }
    }

    fn every(&mut self, source: &'a Every) -> EveryNode<'a> {
        let members = self.members(&source.set, source.slot, source.filter.as_ref());
        EveryNode { members, body: self.node(&source.body), source }
    }

    fn members(&mut self, set: &'a Set, slot: Slot, filter: Option<&'a Condition>) -> usize {
        let choice = choose(set, slot, filter);
        let group = match set {
            Set::Kind(kind) => Group::Kind(self.plan.model.range(*kind)),
            Set::Path(path) => Group::Way(self.way(path)),
        };
        let filter = filter.map(|filter| self.node(filter));
        let index = self.plan.members.len();
        let mut covered = Covered::None;
        let strategy = match choice {
            Choice::Scan => Strategy::Scan,
            Choice::Pool => {
                self.plan.jobs.push(Job::Pool(index));
                Strategy::Pool
            }
            Choice::Leads(leads, by_leads) => {
                covered = by_leads;
                let leads = leads.into_iter().map(|lead| self.lead(&lead)).collect();
                self.plan.jobs.push(Job::Index(index));
                Strategy::Leads(leads)
            }
        };
        self.plan.members.push(Members { set: group, slot: slot.index(), filter, strategy, covered });
        index
    }

    fn lead(&mut self, choice: &LeadChoice<'a>) -> Lead<'a> {
        Lead {
            // What is found by itself needs no index.
            key: (!choice.key.steps.is_empty() || choice.by == IndexBy::Places).then(|| self.way(choice.key)),
            by: choice.by,
            of: match choice.of {
                SoughtChoice::One(of) => Sought::One(self.term(of)),
                SoughtChoice::All(of) => Sought::All(self.way(of)),
                SoughtChoice::Around(of) => Sought::Around(self.term(of)),
            },
        }
    }

    fn reach(&mut self, via: &[Step], target: &'a ReachTarget) -> usize {
        let via = self.legs(via, None);
        let (target, tabled) = match target {
            ReachTarget::Itself => (None, true),
            ReachTarget::Any(binder) => {
                let mut uses = Uses::default();
                uses.binder(binder);
                (Some(self.target(binder)), uses.free.is_empty())
            }
        };
        let index = self.plan.reaches.len();
        self.plan.reaches.push(ReachPlan { via, target });
        if tabled {
            self.plan.jobs.push(Job::Reach(index));
        }
        index
    }

    fn nearest(&mut self, target: &'a Binder, via: &[Step]) -> usize {
        let mut uses = Uses::default();
        uses.binder(target);
        let via = self.legs(via, None);
        let target = self.target(target);
        let tabled = uses.free.is_empty() && matches!(via.as_slice(), [leg] if !leg.many());
        let index = self.plan.nearests.len();
        self.plan.nearests.push(NearestPlan { via, target });
        if tabled {
            self.plan.jobs.push(Job::Nearest(index));
        }
        index
    }

    fn shares(&mut self, source: &'a Shares) -> SharesNode<'a> {
        let keys = source.keys.iter().map(|(one, other)| (self.way(one), self.way(other))).collect();
        let other = self.target(&source.other);
        let sharing = self.plan.sharings.len();
        self.plan.sharings.push(SharingPlan { keys, any: source.any, other });
        self.plan.jobs.push(Job::Sharing(sharing));
        SharesNode { subject: source.subject.index(), sharing, test: self.test(&source.test), source }
    }

    fn target(&mut self, source: &'a Binder) -> Target<'a> {
        let group = match source.named {
            Some(name) => Group::Named(self.name(name)),
            None => Group::Kind(self.plan.model.range(source.kind)),
        };
        let filter = source.filter.as_ref().map(|filter| self.node(filter));
        Target { kind: source.kind, group, slot: source.slot.index(), filter, source }
    }

    fn name(&self, name: NameId) -> Option<crate::ids::ElementId> {
        self.plan.names.get(name.index()).copied().flatten()
    }

    fn test(&mut self, test: &'a Test) -> TestNode<'a> {
        match test {
            Test::One(bound, amount) => TestNode::One(*bound, self.amount(amount)),
            Test::Between(least, most) => TestNode::Between(self.amount(least), self.amount(most)),
        }
    }

    fn amount(&mut self, amount: &'a Amount) -> AmountNode<'a> {
        match amount {
            Amount::Number(number) => AmountNode::Number(*number),
            Amount::Share(share) => AmountNode::Share(*share),
            Amount::Value(value) => AmountNode::Value(self.term(value)),
        }
    }

    fn term(&mut self, source: &'a Expression) -> Term<'a> {
        let kind = match &source.kind {
            ExpressionKind::Path(path) => TermKind::Way(self.way(path)),
            ExpressionKind::Literal(literal) => TermKind::Fixed(self.literal(literal)),
            ExpressionKind::Sum(terms) => {
                TermKind::Sum(terms.iter().map(|(sign, term)| (*sign, self.term(term))).collect())
            }
            ExpressionKind::Product(factors) => {
                TermKind::Product(factors.iter().map(|(factor, term)| (*factor, self.term(term))).collect())
            }
            ExpressionKind::Aggregate(op, path, holder) => {
                TermKind::Aggregate(*op, self.way(path), holder.as_ref().map(|holder| self.way(holder)))
            }
            ExpressionKind::Nearest { from, target, via } => TermKind::Nearest(from.index(), self.nearest(target, via)),
        };
        let short = match &kind {
            TermKind::Way(Way { root: WayRoot::Slot(slot), steps, .. }) => match steps.as_slice() {
                [] => Short::Slot(*slot),
                [Leg::Attribute { column, range, many: false, .. }] => {
                    Short::Column { slot: *slot, column, start: range.start, end: range.end }
                }
                _ => Short::None,
            },
            _ => Short::None,
        };
        Term { kind, many: source.ty.many, short }
    }

    fn literal(&mut self, literal: &'a Literal) -> Scalar {
        match literal {
            Literal::Scalar(scalar) => *scalar,
            Literal::Text(text) => Scalar::Text(self.plan.text_id(text)),
            Literal::Word(word) => Scalar::Word(*word),
        }
    }

    fn way(&mut self, source: &'a Path) -> Way<'a> {
        let root = match &source.root {
            Root::Slot(slot) => WayRoot::Slot(slot.index()),
            Root::Name(name) => WayRoot::Named(self.name(*name)),
            Root::Today => WayRoot::Today,
            Root::Selection(selection) => {
                WayRoot::Selection(self.members(&selection.set, selection.slot, selection.filter.as_ref()))
            }
        };
        let legs = self.legs(&source.steps, Some(&source.ty));
        let steps = self.steps(&legs);
        Way { root, legs, steps, source }
    }

    /// The steps of a way as they are taken.
    fn steps(&self, legs: &[Leg<'a>]) -> Vec<Leg<'a>> {
        let mut steps = Vec::with_capacity(legs.len());
        for leg in legs {
            match leg {
                Leg::Derived { id, .. } => match self.plan.alias(*id) {
                    Some(way) => steps.extend(way.steps.iter().cloned()),
                    None => steps.push(leg.clone()),
                },
                // The value of a record that was not needed as one.
                Leg::Value => match steps.last_mut() {
                    Some(Leg::Attribute { record, .. }) => *record = false,
                    _ => steps.push(Leg::Value),
                },
                leg => steps.push(leg.clone()),
            }
        }
        steps
    }

    fn legs(&self, steps: &[Step], ty: Option<&Ty>) -> Vec<Leg<'a>> {
        let last = steps.len().saturating_sub(1);
        let is_record = |at: usize| at < last || ty.is_some_and(|ty| matches!(ty.base, Base::Record(_)));
        steps.iter().enumerate().map(|(at, step)| self.leg(*step, is_record(at))).collect()
    }

    /// `record`: whether the value with its fields is asked for, where it has fields.
    fn leg(&self, step: Step, record: bool) -> Leg<'a> {
        let (program, model) = (self.plan.program, self.plan.model);
        let many = |id: AttributeId| program.vocabulary.attribute(id).is_some_and(|attribute| attribute.many);
        match step {
            Step::Attribute(id) => {
                let attribute = program.vocabulary.attribute(id);
                let record = record && attribute.is_some_and(|attribute| !attribute.fields.is_empty());
                let range = match attribute.map(|attribute| attribute.holder) {
                    Some(Holder::Kind(kind)) => model.range(kind),
                    Some(Holder::Field(_)) | None => 0..0,
                };
                Leg::Attribute { id, column: model.column(id), range, many: many(id), record }
            }
            Step::Field(id) => Leg::Field { id, column: model.column(id), many: many(id) },
            Step::Value => Leg::Value,
            Step::Derived(id) => {
                let definition = program.definitions.get(id.index());
                let many = definition.is_some_and(|it| matches!(&it.meaning, Meaning::Derived { ty, .. } if ty.many));
                let range = definition.map_or(0..0, |it| model.range(it.kind));
                Leg::Derived { id, range, many }
            }
            Step::Children(kind) => Leg::Children(kind),
            Step::Inputs => Leg::Inputs,
            Step::Numerator => Leg::Numerator,
            Step::Denominator => Leg::Denominator,
            Step::Label => Leg::Label,
            Step::Start => Leg::Start,
            Step::End => Leg::End,
            Step::Least => Leg::Least,
            Step::Most => Leg::Most,
        }
    }
}
