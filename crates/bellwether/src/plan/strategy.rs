//! Chooses how members of a set are found: once for all, through an index, or by trying each.

use crate::ids::Slot;
use crate::program::{
    Base, Comparison, Condition, ConditionKind, Expression, ExpressionKind, Path, Root, Set,
};
use crate::vocabulary::Type;

use super::node::IndexBy;
use super::slots::Uses;

/// A strategy, still in terms of the program.
pub(super) enum Choice<'a> {
    Scan,
    Pool,
    Index { key: &'a Path, by: IndexBy, of: &'a Expression },
}

/// How the members of a set, with a filter, are best found.
pub(super) fn choose<'a>(set: &Set, slot: Slot, filter: Option<&'a Condition>) -> Choice<'a> {
    let (Set::Kind(_), Some(filter)) = (set, filter) else { return Choice::Scan };
    if Uses::of_condition(filter).only(&[slot]) {
        return Choice::Pool;
    }
    indexable(slot, filter).unwrap_or(Choice::Scan)
}

/// A part of the filter's outermost `and` that leads from something outside to the members.
fn indexable(slot: Slot, filter: &Condition) -> Option<Choice<'_>> {
    match &filter.kind {
        ConditionKind::All(parts) => parts.iter().find_map(|part| indexable(slot, part)),
        ConditionKind::Include { whole, parts, any } => match parts.as_slice() {
            [of] if !any || !of.ty.many => index(slot, whole, IndexBy::Values, of),
            _ => None,
        },
        ConditionKind::Compare(one, Comparison::Equal, other) => {
            let turned = |one: &'_ Expression| matches!(&one.kind, ExpressionKind::Path(path) if from(slot, path));
            let (key, of) = if turned(one) { (one, other) } else { (other, one) };
            index(slot, single_path(key)?, IndexBy::Value, of)
        }
        ConditionKind::In(what, place) => index(slot, single_path(what)?, IndexBy::Places, place),
        _ => None,
    }
}

fn single_path(expression: &Expression) -> Option<&Path> {
    match &expression.kind {
        ExpressionKind::Path(path) if !path.ty.many => Some(path),
        _ => None,
    }
}

/// Only elements are keys, one at a time, and only what does not use the member can be looked up.
fn index<'a>(slot: Slot, key: &'a Path, by: IndexBy, of: &'a Expression) -> Option<Choice<'a>> {
    let mut outer = Uses::default();
    outer.expression(of);
    let apart = !outer.free.contains(&slot);
    let fits = |ty: &crate::program::Ty| matches!(ty.base, Base::Value(Type::Element(_)));
    (from(slot, key) && apart && !of.ty.many && fits(&key.ty) && fits(&of.ty)).then_some(Choice::Index { key, by, of })
}

/// Whether a path starts at a slot.
fn from(slot: Slot, path: &Path) -> bool {
    matches!(path.root, Root::Slot(root) if root == slot)
}
