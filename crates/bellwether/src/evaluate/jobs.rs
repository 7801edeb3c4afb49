//! Carries out the jobs of a plan that make tables.

use std::ops::Range;

use crate::ids::DefinitionId;
use crate::plan::{DefinitionPlan, Group, IndexBy, Job, Lead, Strategy, Term, Way};

use super::Engine;
use super::judgement::Judgement;
use super::state::{Gathered, State, Value};
use super::tables::{DefinitionTable, DerivedTable, IndexTable, ManyTable, put};

impl Engine<'_> {
    /// Makes the table of a job; nothing for a rule.
    pub(super) fn prepare(&mut self, job: Job, state: &mut State) {
        match job {
            Job::Pool(members) => {
                let mut pool = Vec::new();
                if let Some(plan) = self.plan.members.get(members) {
                    self.scan(plan, state, &mut pool);
                }
                put(&mut self.tables.pools, members, pool);
            }
            Job::Index(members) => {
                let tables = self.build_indexes(members, state);
                put(&mut self.tables.indexes, members, tables);
            }
            Job::Reach(reach) => {
                if let Some(plan) = self.plan.reaches.get(reach) {
                    let table = self.build_reach(plan, state);
                    put(&mut self.tables.reaches, reach, table);
                }
            }
            Job::Nearest(nearest) => {
                if let Some(plan) = self.plan.nearests.get(nearest) {
                    let table = self.build_nearest(plan, state);
                    put(&mut self.tables.nearests, nearest, table);
                }
            }
            Job::Sharing(sharing) => {
                if let Some(plan) = self.plan.sharings.get(sharing) {
                    let table = self.build_sharing(plan, state);
                    put(&mut self.tables.sharings, sharing, table);
                }
            }
            Job::Definition(id) => {
                if let Some(table) = self.build_definition(id, state) {
                    put(&mut self.tables.definitions, id.index(), table);
                }
            }
            Job::Rule(_) => {}
        }
    }

    fn build_indexes(&self, members: usize, state: &mut State) -> Vec<IndexTable> {
        let Some(plan) = self.plan.members.get(members) else { return Vec::new() };
        let (Group::Kind(range), Strategy::Leads(leads)) = (&plan.set, &plan.strategy) else { return Vec::new() };
        let mut index = |lead: &Lead<'_>| match &lead.key {
            Some(key) => self.build_index(range, plan.slot, key, lead.by, state),
            None => IndexTable::default(),
        };
        leads.iter().map(&mut index).collect()
    }

    fn build_index(
        &self,
        range: &Range<u32>,
        slot: usize,
        key: &Way<'_>,
        by: IndexBy,
        state: &mut State,
    ) -> IndexTable {
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(range.len());
        let mut always = Vec::new();
        let mut list = state.take_list();
        let mut places = state.take_ids();
        for member in range.clone() {
            if state.spent() {
                break;
            }
            state.set_element(slot, member);
            list.clear();
            let gathered = self.gather(key, state, &mut list);
            state.tick(1 + list.len() as u64);
            let first = pairs.len();
            let mut open = gathered.hole || (gathered.missing && by != IndexBy::Values);
            for key in &list {
                let Some(element) = self.element(key.value) else {
                    open = true;
                    continue;
                };
                open |= key.belongs.is_open();
                if by == IndexBy::Places {
                    places.clear();
                    self.places(element, &mut places, None, state);
                    state.keep(places.len() as u64);
                    pairs.extend(places.iter().map(|place| (*place, member)));
                } else {
                    pairs.push((element.0, member));
                }
            }
            // Two keys that are the same element lead to the member once.
            if pairs.len() > first + 1
                && let Some(own) = pairs.get_mut(first..)
            {
                own.sort_unstable();
                let mut unique = own.to_vec();
                unique.dedup();
                pairs.truncate(first);
                pairs.append(&mut unique);
            }
            if open {
                always.push(member);
            }
        }
        state.give_list(list);
        state.give_ids(places);
        IndexTable::build(self.model.len(), &pairs, always)
    }

    fn build_definition(&self, id: DefinitionId, state: &mut State) -> Option<DefinitionTable> {
        let plan = self.plan.definitions.get(id.index())?.as_ref()?;
        let kind = self.plan.program.definitions.get(id.index())?.kind;
        let range = self.model.range(kind);
        Some(match plan {
            DefinitionPlan::Adjective(meaning) => {
                let mut column = Vec::with_capacity(range.len());
                for element in range {
                    if state.spent() {
                        break;
                    }
                    state.set_element(0, element);
                    column.push(self.ask(meaning, state));
                }
                DefinitionTable::Adjective(column)
            }
            DefinitionPlan::Derived { many: false, .. } => {
                let mut column = Vec::with_capacity(range.len());
                for element in range {
                    if state.spent() {
                        break;
                    }
                    state.set_element(0, element);
                    column.push(match self.case(plan, state) {
                        Ok(term) => self.value(term, state),
                        Err(absent) => absent,
                    });
                }
                DefinitionTable::Derived(DerivedTable::of(column))
            }
            DefinitionPlan::Derived { many: true, .. } => {
                let mut table = ManyTable::default();
                table.offsets.push(0);
                let mut list = state.take_list();
                for (row, element) in (0_u32..).zip(range) {
                    if state.spent() {
                        break;
                    }
                    state.set_element(0, element);
                    list.clear();
                    let more = match self.case(plan, state) {
                        Ok(term) => self.values(term, state, &mut list),
                        Err(absent) => Gathered { hole: absent == Value::Hole, missing: absent == Value::Missing },
                    };
                    state.keep(list.len() as u64);
                    table.members.extend_from_slice(&list);
                    table.offsets.push(u32::try_from(table.members.len()).unwrap_or(u32::MAX));
                    if more.hole || more.missing {
                        table.more.push((row, more));
                    }
                }
                state.give_list(list);
                DefinitionTable::Derived(DerivedTable::Many(table))
            }
        })
    }

    /// The value that a derived attribute takes for the element in slot 0, or why none.
    pub(super) fn case<'p>(&self, plan: &'p DefinitionPlan<'_>, state: &mut State) -> Result<&'p Term<'p>, Value> {
        let DefinitionPlan::Derived { cases, otherwise, .. } = plan else { return Err(Value::Missing) };
        for (term, condition) in cases {
            match self.ask(condition, state) {
                Judgement::TRUE => return Ok(term),
                Judgement::FALSE => {}
                open => return Err(if open.is_hole() { Value::Hole } else { Value::Missing }),
            }
        }
        otherwise.as_ref().ok_or(Value::Missing)
    }
}
