//! Relations as a graph of elements: who can reach whom, and who lies on a circle. All iterative.

use super::judgement::Judgement;
use super::state::State;

/// The steps of some relations: those from element e are `targets[offsets[e]..offsets[e + 1]]`.
#[derive(Debug)]
pub(super) struct Edges {
    elements: u32,
    offsets: Vec<u32>,
    targets: Vec<u32>,
    /// Steps of which it is not known whether they are there, by index of target, in order.
    open: Vec<u32>,
    /// Elements of which not all steps could be read, in order.
    holes: Vec<u32>,
    /// Elements with an open step of which that could not be read, in order.
    unread: Vec<u32>,
}

impl Edges {
    pub(super) fn new(elements: usize) -> Self {
        let mut offsets = Vec::with_capacity(elements + 1);
        offsets.push(0);
        Self {
            elements: u32::try_from(elements).unwrap_or(u32::MAX),
            offsets,
            targets: Vec::new(),
            open: Vec::new(),
            holes: Vec::new(),
            unread: Vec::new(),
        }
    }

    pub(super) const fn len(&self) -> u32 {
        self.elements
    }

    /// The steps of the next element.
    pub(super) fn add_row(&mut self, targets: impl Iterator<Item = (u32, Judgement)>, hole: bool) {
        let row = index(self.offsets.len() - 1);
        let mut unread = false;
        for (target, there) in targets {
            if there.is_open() {
                self.open.push(index(self.targets.len()));
            }
            unread |= there.is_hole();
            self.targets.push(target);
        }
        if hole {
            self.holes.push(row);
        }
        if unread {
            self.unread.push(row);
        }
        self.offsets.push(index(self.targets.len()));
    }

    /// Whether some steps are not certain.
    pub(super) const fn uncertain(&self) -> bool {
        !self.open.is_empty() || !self.holes.is_empty()
    }

    pub(super) fn holes(&self) -> impl Iterator<Item = u32> + '_ {
        self.holes.iter().copied()
    }

    /// Elements with a step of which it could not be read whether it is one.
    pub(super) fn unread(&self) -> impl Iterator<Item = u32> + '_ {
        self.unread.iter().copied()
    }

    /// The range of steps from an element.
    fn range(&self, element: u32) -> std::ops::Range<u32> {
        match (self.offsets.get(element as usize), self.offsets.get(element as usize + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    fn usable(&self, step: u32, with_open: bool) -> bool {
        with_open || self.open.is_empty() || self.open.binary_search(&step).is_err()
    }

    fn target(&self, step: u32) -> Option<u32> {
        self.targets.get(step as usize).copied()
    }

    /// The same steps backwards.
    fn turned(&self, with_open: bool) -> (Vec<u32>, Vec<u32>) {
        let mut offsets = vec![0_u32; self.elements as usize + 1];
        let steps = || (0..self.elements).flat_map(|element| self.range(element).map(move |step| (element, step)));
        for (_, step) in steps().filter(|(_, step)| self.usable(*step, with_open)) {
            if let Some(offset) = self.target(step).and_then(|target| offsets.get_mut(target as usize + 1)) {
                *offset += 1;
            }
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut next = offsets.clone();
        let mut sources = vec![0_u32; sum as usize];
        for (element, step) in steps().filter(|(_, step)| self.usable(*step, with_open)) {
            let Some(next) = self.target(step).and_then(|target| next.get_mut(target as usize)) else { continue };
            if let Some(place) = sources.get_mut(*next as usize) {
                *place = element;
            }
            *next += 1;
        }
        (offsets, sources)
    }

    /// Which elements reach one of the targets by one step or more: one search backwards.
    pub(super) fn reaching(&self, targets: impl Iterator<Item = u32>, with_open: bool, state: &mut State) -> Vec<bool> {
        let mut reached = vec![false; self.elements as usize];
        let (offsets, sources) = self.turned(with_open);
        let mut queued = vec![false; self.elements as usize];
        let mut queue: Vec<u32> = Vec::new();
        for target in targets {
            if let Some(queued) = queued.get_mut(target as usize)
                && !*queued
            {
                *queued = true;
                queue.push(target);
            }
        }
        while let Some(element) = queue.pop() {
            state.tick(1);
            let row = match (offsets.get(element as usize), offsets.get(element as usize + 1)) {
                (Some(start), Some(end)) => sources.get(*start as usize..*end as usize).unwrap_or(&[]),
                _ => &[],
            };
            for source in row {
                if let Some(reached) = reached.get_mut(*source as usize) {
                    *reached = true;
                }
                if let Some(queued) = queued.get_mut(*source as usize)
                    && !*queued
                {
                    *queued = true;
                    queue.push(*source);
                }
            }
        }
        reached
    }

    /// Which elements are one of these or reach one, along all steps.
    pub(super) fn reaching_or_at(&self, targets: impl Iterator<Item = u32>, state: &mut State) -> Vec<bool> {
        let targets: Vec<u32> = targets.collect();
        if targets.is_empty() {
            return Vec::new();
        }
        let mut reached = self.reaching(targets.iter().copied(), true, state);
        for target in targets {
            if let Some(reached) = reached.get_mut(target as usize) {
                *reached = true;
            }
        }
        reached
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Which elements lie on a circle: strongly connected components after Tarjan, with a stack of its own.
pub(super) fn in_circles(edges: &Edges, with_open: bool, state: &mut State) -> Vec<bool> {
    const UNSEEN: u32 = u32::MAX;
    let size = edges.len() as usize;
    let mut on_circle = vec![false; size];
    let mut number = vec![UNSEEN; size];
    let mut low = vec![0_u32; size];
    let mut on_stack = vec![false; size];
    let mut stack: Vec<u32> = Vec::new();
    let mut work: Vec<(u32, u32)> = Vec::new();
    let mut count = 0;
    for start in 0..edges.len() {
        if number.get(start as usize) != Some(&UNSEEN) {
            continue;
        }
        work.push((start, edges.range(start).start));
        while let Some((element, step)) = work.pop() {
            state.tick(1);
            let at = element as usize;
            if number.get(at) == Some(&UNSEEN) {
                set(&mut number, at, count);
                set(&mut low, at, count);
                count += 1;
                stack.push(element);
                set(&mut on_stack, at, true);
            }
            let own = value_of(&number, at);
            let mut own_low = value_of(&low, at);
            let range = edges.range(element);
            let mut next = step;
            let mut descend = None;
            while next < range.end {
                let this = next;
                next += 1;
                let Some(target) = edges.target(this).filter(|_| edges.usable(this, with_open)) else { continue };
                if target == element {
                    set(&mut on_circle, at, true);
                    continue;
                }
                match number.get(target as usize).copied() {
                    Some(UNSEEN) => {
                        // Come back to this step afterwards, to take over what was found.
                        descend = Some((target, this));
                        break;
                    }
                    Some(_) if on_stack.get(target as usize) == Some(&true) => {
                        own_low = own_low.min(value_of(&low, target as usize));
                    }
                    _ => {}
                }
            }
            set(&mut low, at, own_low);
            if let Some((target, this)) = descend {
                work.push((element, this));
                work.push((target, edges.range(target).start));
                continue;
            }
            if own_low == own {
                let mut size = 0_u32;
                while let Some(member) = stack.pop() {
                    set(&mut on_stack, member as usize, false);
                    size += 1;
                    if member == element {
                        break;
                    }
                    set(&mut on_circle, member as usize, true);
                }
                if size > 1 {
                    set(&mut on_circle, at, true);
                }
            }
        }
    }
    on_circle
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

fn value_of(list: &[u32], at: usize) -> u32 {
    list.get(at).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Edges, in_circles};
    use crate::evaluate::Limits;
    use crate::evaluate::judgement::Judgement;
    use crate::evaluate::state::State;

    fn graph(rows: &[&[u32]]) -> (Edges, State) {
        let mut edges = Edges::new(rows.len());
        for row in rows {
            edges.add_row(row.iter().map(|target| (*target, Judgement::TRUE)), false);
        }
        (edges, State::new(1, rows.len(), Limits::default()))
    }

    #[test]
    fn circles() {
        let (edges, mut state) = graph(&[&[1], &[2], &[0, 3], &[4], &[4], &[0, 6], &[]]);
        let expected = [true, true, true, false, true, false, false];
        assert_eq!(in_circles(&edges, false, &mut state), expected);
    }

    #[test]
    fn circles_found_late() {
        // 0 → 1 → 2 → 3 → 1, and 2 → 0 only through 4.
        let (edges, mut state) = graph(&[&[1], &[2], &[3, 4], &[1], &[0], &[5, 0]]);
        assert_eq!(in_circles(&edges, false, &mut state), [true, true, true, true, true, true]);
    }

    #[test]
    fn circles_agree_with_reaching() {
        // A small generator of graphs: whether e lies on a circle is whether e reaches e.
        let mut seed = 1_u32;
        let mut next = move || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 16
        };
        for _ in 0..200 {
            let size = 1 + next() % 9;
            let rows: Vec<Vec<u32>> = (0..size).map(|_| (0..next() % 3).map(|_| next() % size).collect()).collect();
            let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
            let (edges, mut state) = graph(&rows);
            let circles = in_circles(&edges, false, &mut state);
            for element in 0..size {
                let reaching = edges.reaching(std::iter::once(element), false, &mut state);
                assert_eq!(circles.get(element as usize), reaching.get(element as usize), "{rows:?} {element}");
            }
        }
    }

    #[test]
    fn a_long_chain_needs_no_native_stack() {
        let size = 200_000_u32;
        let rows: Vec<Vec<u32>> = (0..size).map(|at| vec![(at + 1) % size]).collect();
        let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        let (edges, mut state) = graph(&rows);
        assert!(in_circles(&edges, false, &mut state).into_iter().all(|on_circle| on_circle));
    }
}
