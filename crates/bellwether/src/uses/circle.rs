//! Circles: things that use each other until the first is used again.

use std::collections::BTreeSet;

use bellwether_syntax::Span;

/// One thing uses another, and where it says so. Things are numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) at: Span,
}

/// The circles that arrows make, each once, as the arrows along it, beginning with the one that stands first. Of several
/// circles through one arrow at least one is found. Without recursion, and linear in the arrows and what is found.
pub(super) fn circles(things: usize, arrows: &[Arrow]) -> Vec<Vec<Arrow>> {
    let mut leaving: Vec<Vec<Arrow>> = vec![Vec::new(); things];
    for arrow in arrows {
        if let Some(list) = leaving.get_mut(arrow.from) {
            list.push(*arrow);
        }
    }
    let mut found = BTreeSet::new();
    let mut circles = Vec::new();
    let mut done = vec![false; things];
    // By thing: its place on the way from the start to where we are.
    let mut place: Vec<Option<usize>> = vec![None; things];
    for start in (0..things).filter(|start| leaving.get(*start).is_some_and(|list| !list.is_empty())) {
        if done.get(start) != Some(&false) {
            continue;
        }
        let mut way: Vec<Arrow> = Vec::new();
        // The things on the way, and beside each which of its arrows is next.
        let mut open = vec![(start, 0_usize)];
        set(&mut place, start, Some(0));
        while let Some((thing, next)) = open.last_mut() {
            let (here, arrow) = (*thing, leaving.get(*thing).and_then(|list| list.get(*next)).copied());
            *next += 1;
            let Some(arrow) = arrow else {
                set(&mut done, here, true);
                set(&mut place, here, None);
                open.pop();
                way.pop();
                continue;
            };
            if let Some(begin) = place.get(arrow.to).copied().flatten() {
                let mut circle: Vec<Arrow> = way.get(begin..).unwrap_or(&[]).to_vec();
                circle.push(arrow);
                let first = (0..circle.len()).min_by_key(|at| circle.get(*at).map(|arrow| arrow.at)).unwrap_or(0);
                circle.rotate_left(first);
                if found.insert(circle.iter().map(|arrow| arrow.at).collect::<Vec<_>>()) {
                    circles.push(circle);
                }
            } else if done.get(arrow.to) == Some(&false) {
                set(&mut place, arrow.to, Some(open.len()));
                way.push(arrow);
                open.push((arrow.to, 0));
            }
        }
    }
    circles
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use bellwether_syntax::SourceId;

    use super::*;

    fn found(things: usize, arrows: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
        let span = |at: usize| Span::new(SourceId(0), u32::try_from(at).unwrap_or(0), 0);
        let arrows: Vec<Arrow> =
            arrows.iter().enumerate().map(|(at, (from, to))| Arrow { from: *from, to: *to, at: span(at) }).collect();
        circles(things, &arrows).iter().map(|way| way.iter().map(|arrow| (arrow.from, arrow.to)).collect()).collect()
    }

    #[test]
    fn each_circle_is_found_once() {
        assert_eq!(found(3, &[(0, 1), (0, 2), (1, 2)]), Vec::<Vec<_>>::new());
        assert_eq!(found(1, &[(0, 0)]), [[(0, 0)]]);
        assert_eq!(found(3, &[(2, 0), (0, 1), (1, 2)]), [[(2, 0), (0, 1), (1, 2)]]);
        assert_eq!(found(4, &[(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)]), [[(0, 1), (1, 0)], [(2, 3), (3, 2)]]);
        // So long that recursion would overflow; Miri takes minutes for it.
        let many = if cfg!(miri) { 50 } else { 50_000 };
        let chain: Vec<(usize, usize)> = (0..many).map(|at| (at, (at + 1) % many)).collect();
        assert_eq!(found(many, &chain).len(), 1);
    }
}
