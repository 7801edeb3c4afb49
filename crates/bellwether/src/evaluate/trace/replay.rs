//! Makes the verdict of a trace anew, from its leaves alone.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Trace, TraceAmount, TraceForm, TraceLogic, TraceNode, TraceScope, TraceTest, TraceTruth};
use crate::evaluate::Standing;
use crate::evaluate::compare::{judge, place};
use crate::evaluate::judgement::Judgement;
use crate::stack::enough;
use crate::value::{Quantity, Scalar};

impl Trace {
    /// The standing that follows from the leaves of the trace, by the logic of three truth values and by counting. It is the
    /// [`standing`](Trace::standing) that the trace explains; neither that nor the truth of any node but a leaf is looked at.
    pub fn replay(&self) -> Standing {
        enough(|| self.replay_here())
    }

    fn replay_here(&self) -> Standing {
        match &self.form {
            TraceForm::NotAsked { .. } => Standing::NotAsked,
            TraceForm::SomethingElse { .. } => Standing::NotASubject,
            TraceForm::Each { selection, exempt, parts } => {
                if let Some(standing) = not_selected(Some(selection)) {
                    return standing;
                }
                let exempt = exempt.as_ref().map_or(Judgement::FALSE, node);
                if exempt.is_true() {
                    return Standing::Exempt;
                }
                match parts.iter().fold(Judgement::TRUE, |all, part| all.and(node(part))) {
                    judgement if exempt.is_hole() && !judgement.is_true() => Standing::Withheld,
                    judgement => judgement.into(),
                }
            }
            TraceForm::Counted { selection, counted, rest, test } => {
                if let Some(standing) = not_selected(selection.as_ref()) {
                    return standing;
                }
                let mut scope = *rest;
                for one in counted {
                    let selected = one.selection.as_ref().map_or(Judgement::TRUE, node);
                    let exempt = one.exempt.as_ref().map_or(Judgement::FALSE, node);
                    scope.add(selected, exempt, || one.body.as_ref().map_or(Judgement::FALSE, node));
                }
                match judge_scope(&scope, test) {
                    None => Standing::NotApplicable,
                    Some(Judgement::TRUE) if scope.all == 0 => Standing::NotApplicable,
                    Some(judgement) => judgement.into(),
                }
            }
            TraceForm::NoTwo { selection, others } => {
                not_selected(Some(selection)).unwrap_or_else(|| others.as_ref().map_or(Judgement::TRUE, node).into())
            }
        }
    }
}

impl TraceNode {
    /// What the node comes to by its leaves.
    pub fn replay(&self) -> TraceTruth {
        node(self).into()
    }
}

impl TraceScope {
    /// Counts one, as the engine does.
    pub(super) fn add(&mut self, selected: Judgement, exempt: Judgement, body: impl FnOnce() -> Judgement) {
        match (selected, exempt) {
            (Judgement::HOLE, _) => self.holes += 1,
            (selected, _) if !selected.is_true() => {}
            (_, Judgement::TRUE) => {}
            (_, Judgement::HOLE) => self.holes += 1,
            _ => {
                let body = body();
                self.all += 1;
                self.least += usize::from(body.is_true());
                self.most += usize::from(!body.is_false());
                self.hole |= body.is_hole();
            }
        }
    }
}

fn not_selected(selection: Option<&TraceNode>) -> Option<Standing> {
    match selection.map_or(Judgement::TRUE, node) {
        Judgement::TRUE => None,
        Judgement::FALSE => Some(Standing::NotASubject),
        Judgement::HOLE => Some(Standing::Withheld),
        _ => Some(Standing::Undecided),
    }
}

/// A trace is as deep as the conditions of a rule and its definitions are, which the limits of parsing bound.
fn node(traced: &TraceNode) -> Judgement {
    let children = || traced.children.iter().map(node);
    let one = || children().next().unwrap_or(Judgement::UNKNOWN);
    match &traced.logic {
        TraceLogic::Fact => traced.truth.into(),
        TraceLogic::All { rest } => children().fold((*rest).into(), Judgement::and),
        TraceLogic::Any { rest } => children().fold((*rest).into(), Judgement::or),
        TraceLogic::Not => one().not(),
        TraceLogic::Known => match one() {
            Judgement::UNKNOWN => Judgement::FALSE,
            known => known,
        },
        TraceLogic::Same => one(),
        TraceLogic::Implies => {
            let all: Vec<Judgement> = children().collect();
            match all.split_last() {
                Some((body, conditions)) => {
                    conditions.iter().fold(Judgement::TRUE, |all, one| all.and(*one)).not().or(*body)
                }
                None => Judgement::UNKNOWN,
            }
        }
        TraceLogic::Count { test, rest } => {
            let all: Vec<Judgement> = children().collect();
            let certain = rest.certain + all.iter().filter(|one| one.is_true()).count();
            let open = rest.open + all.iter().filter(|one| one.is_open()).count();
            let hole = rest.hole || rest.unbounded || all.iter().any(|one| one.is_hole());
            let most = if rest.unbounded { None } else { Some(certain + open) };
            judge_count(test, certain, most, hole, None).unwrap_or(Judgement::UNKNOWN)
        }
    }
}

fn judge_scope(scope: &TraceScope, test: &[TraceTest]) -> Option<Judgement> {
    let share = test.iter().any(|test| matches!(test.amount, TraceAmount::Share(_)));
    if scope.all == 0 && scope.holes == 0 && share {
        return None;
    }
    let hole = scope.hole || scope.holes > 0;
    judge_count(test, scope.least, Some(scope.most + scope.holes), hole, Some(scope.all + scope.holes))
}

/// What a count from `least` to `most` (`None`: any number) says to a test.
fn judge_count(
    test: &[TraceTest],
    least: usize,
    most: Option<usize>,
    hole: bool,
    all: Option<usize>,
) -> Option<Judgement> {
    test.iter().map(|test| judge_bound(test, least, most, hole, all)).reduce(Judgement::and)
}

fn judge_bound(test: &TraceTest, least: usize, most: Option<usize>, hole: bool, all: Option<usize>) -> Judgement {
    let value = |count: usize| Scalar::Quantity(Quantity::number(Decimal::from(count)));
    let stands = |count: usize| match test.amount {
        TraceAmount::Number(number) => place(value(count), Scalar::Quantity(Quantity::number(Decimal::from(number)))),
        TraceAmount::Value(other) => place(value(count), other),
        TraceAmount::Share(share) => {
            let count = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED)?;
            let ordering = count.cmp(&share.amount.checked_mul(Decimal::from(all.unwrap_or(0)))?);
            Some((ordering, ordering))
        }
        TraceAmount::Missing | TraceAmount::Hole => None,
    };
    if matches!(test.amount, TraceAmount::Hole) {
        return Judgement::HOLE;
    }
    let most = match most {
        Some(most) => stands(most),
        None => stands(least).map(|_| (Ordering::Greater, Ordering::Greater)),
    };
    let (Some((least, _)), Some((_, most))) = (stands(least), most) else { return Judgement::UNKNOWN };
    match judge(test.bound.comparison(), (least, most)) {
        open if open.is_open() => Judgement::open(hole),
        decided => decided,
    }
}
