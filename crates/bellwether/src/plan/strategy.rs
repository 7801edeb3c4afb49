//! Chooses how members of a set are found: once for all, through an index, or by trying each.

use crate::ids::Slot;
use crate::program::{Base, Comparison, Condition, ConditionKind, Expression, ExpressionKind, Path, Root, Set, Ty};
use crate::vocabulary::Type;

use super::node::{Covered, IndexBy};
use crate::program::Uses;

/// A strategy, still in terms of the program.
pub(super) enum Choice<'a> {
    Scan,
    Pool,
    Leads(Vec<LeadChoice<'a>>, Covered),
}

/// What leads to members.
#[derive(Clone, Copy)]
pub(super) struct LeadChoice<'a> {
    /// From the member.
    pub(super) key: &'a Path,
    pub(super) by: IndexBy,
    pub(super) of: SoughtChoice<'a>,
}

/// What is looked up.
#[derive(Clone, Copy)]
pub(super) enum SoughtChoice<'a> {
    One(&'a Expression),
    All(&'a Path),
    Around(&'a Expression),
}

/// How the members of a set, with a filter, are best found.
pub(super) fn choose<'a>(set: &Set, slot: Slot, filter: Option<&'a Condition>) -> Choice<'a> {
    let (Set::Kind(_), Some(filter)) = (set, filter) else { return Choice::Scan };
    if Uses::of_condition(filter).only(&[slot]) {
        return Choice::Pool;
    }
    let Some(leads) = leads(slot, filter) else { return Choice::Scan };
    let certain = matches!(leads.as_slice(), [LeadChoice { of: SoughtChoice::One(_) | SoughtChoice::Around(_), .. }]);
    let covered = match &filter.kind {
        _ if !certain => Covered::None,
        ConditionKind::All(parts) => {
            let part = parts.iter().position(|part| self::leads(slot, part).is_some());
            // A part that is itself an `and` has more to try.
            match part.and_then(|at| Some((at, parts.get(at)?))) {
                Some((_, Condition { kind: ConditionKind::All(_) | ConditionKind::Any(_), .. })) | None => {
                    Covered::None
                }
                Some((at, _)) => Covered::Part(at),
            }
        }
        ConditionKind::Any(_) => Covered::None,
        _ => Covered::Whole,
    };
    Choice::Leads(leads, covered)
}

/// What leads to every member for which the filter is not false. Of an `and` one part is enough; of an `or` each part must
/// lead to its own.
fn leads(slot: Slot, filter: &Condition) -> Option<Vec<LeadChoice<'_>>> {
    let one = |lead: Option<_>| lead.map(|lead| vec![lead]);
    match &filter.kind {
        ConditionKind::All(parts) => parts.iter().find_map(|part| leads(slot, part)),
        ConditionKind::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| leads(slot, part)).collect();
            Some(parts?.concat())
        }
        ConditionKind::Include { whole, parts, .. } => {
            let [part] = parts.as_slice() else { return None };
            if from(slot, whole) {
                return one(lead(slot, whole, IndexBy::Values, SoughtChoice::One(part)));
            }
            one(lead(slot, single_path(part)?, IndexBy::Value, SoughtChoice::All(whole)))
        }
        ConditionKind::Said(spoken, inner) => {
            let mut leads = leads(slot, inner)?;
            if from(slot, spoken) {
                for lead in &mut leads {
                    if lead.by == IndexBy::Values {
                        lead.by = IndexBy::SaidValues;
                    }
                }
                return Some(leads);
            }
            // Where an element outside is missing it is unknown of every member: an index would leave them out.
            None
        }
        ConditionKind::Compare(first, Comparison::Equal, second) => {
            let own = |expression| single_path(expression).filter(|path| from(slot, path));
            let (key, of) = match own(first) {
                Some(key) => (key, second),
                None => (own(second)?, first),
            };
            one(lead(slot, key, IndexBy::Value, SoughtChoice::One(of)))
        }
        ConditionKind::In(what, place) => {
            let own = |expression| single_path(expression).filter(|path| from(slot, path));
            match own(what) {
                Some(key) => one(lead(slot, key, IndexBy::Places, SoughtChoice::One(place))),
                None => one(lead(slot, own(place)?, IndexBy::Value, SoughtChoice::Around(what))),
            }
        }
        _ => None,
    }
}

fn single_path(expression: &Expression) -> Option<&Path> {
    match &expression.kind {
        ExpressionKind::Path(path) if !path.ty.many => Some(path),
        _ => None,
    }
}

/// Only elements are keys, and only what does not use the member can be looked up.
fn lead<'a>(slot: Slot, key: &'a Path, by: IndexBy, of: SoughtChoice<'a>) -> Option<LeadChoice<'a>> {
    let mut outer = Uses::default();
    let (ty, one) = match of {
        SoughtChoice::One(of) | SoughtChoice::Around(of) => {
            outer.expression(of);
            (&of.ty, !of.ty.many)
        }
        SoughtChoice::All(of) => {
            outer.path(of);
            (&of.ty, true)
        }
    };
    let apart = !outer.free.contains(&slot);
    (from(slot, key) && apart && one && element(&key.ty) && element(ty)).then_some(LeadChoice { key, by, of })
}

fn element(ty: &Ty) -> bool {
    matches!(ty.base, Base::Value(Type::Element(_)))
}

/// Whether a path starts at a slot.
fn from(slot: Slot, path: &Path) -> bool {
    matches!(path.root, Root::Slot(root) if root == slot)
}
