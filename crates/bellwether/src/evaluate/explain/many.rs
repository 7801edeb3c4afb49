//! Explains counts, `every`, `include`, `reach` and `shares`.

use bellwether_syntax::Span;

use crate::evaluate::count::Tally;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{Member, State};
use crate::ids::ElementId;
use crate::plan::{AmountNode, CountNode, EveryNode, Group, Leg, SharesNode, Term, TermKind, TestNode, Way, WayRoot};
use crate::program::{Bound, Manner};
use crate::value::Scalar;

use super::facts::{Explainer, Why};
use super::words::{Topic, and_facts, and_list, list};

/// What is said of a relation with a verb.
struct Verb {
    nothing: String,
    only: String,
    /// What stands before a number; a verb without a participle has nothing that would.
    some: Option<String>,
}

/// The reasons of no more members than this are given one by one.
pub(super) const FEW: usize = 3;

impl<'e, 'a> Explainer<'e, 'a> {
    /// The members of a set, different ones, with what the filter says of each.
    pub(super) fn members(&self, members: usize, state: &mut State) -> Vec<Member> {
        let mut list = Vec::new();
        self.engine.select(members, state, &mut list);
        self.engine.distinct(&mut list);
        list
    }

    /// All that a set is selected from, whatever the filter says.
    fn all_members(&self, members: usize, state: &mut State) -> Vec<Member> {
        let mut list = Vec::new();
        if let Some(plan) = self.engine.plan.members.get(members)
            && let Group::Way(way) = &plan.set
        {
            self.engine.gather(way, state, &mut list);
            self.engine.distinct(&mut list);
        }
        list
    }

    fn name(&self, value: Scalar) -> String {
        self.engine.value_words(value)
    }

    fn head(&self, value: Scalar) -> Option<Span> {
        match value {
            Scalar::Record(attribute, row) => self.engine.model.column(attribute).span(row),
            value => self.engine.element(value).and_then(|element| self.engine.model.span(element)),
        }
    }

    /// Who has what is counted: `it has`, `` `owner` has ``, `there are`.
    fn has(&self, members: usize, state: &State) -> String {
        match self.engine.plan.members.get(members).map(|plan| &plan.set) {
            Some(Group::Way(way)) => match &way.root {
                WayRoot::Selection(_) | WayRoot::Today => "there is".to_owned(),
                _ => {
                    let legs = way.legs.len().saturating_sub(1);
                    let holder = self.engine.part_words(way, legs, Topic { possessive: None, ..self.topic }, state);
                    format!("{holder} has")
                }
            },
            _ => "there is".to_owned(),
        }
    }

    pub(super) fn why_count(&self, count: &'e CountNode<'a>, judgement: Judgement, state: &mut State, out: &mut Why) {
        let Some(plan) = self.engine.plan.members.get(count.members) else { return };
        let found = self.members(count.members, state);
        if judgement.is_open() {
            self.open_members(count.members, false, state, out);
            self.open_test(&count.test, state, out);
            return;
        }
        // One of them is called by the noun.
        let (singular, plural) = (&*count.source.noun, &*count.source.plural);
        let has = self.has(count.members, state);
        let certain: Vec<Scalar> = found.iter().filter(|it| it.belongs.is_true()).map(|it| it.value).collect();
        let filtered = plan.filter.is_some();
        let verb = self.verb(&plan.set, state);
        let open: Vec<Member> = found.iter().filter(|it| it.belongs.is_open()).copied().collect();
        if certain.is_empty() {
            let mut all = if filtered { self.all_members(count.members, state) } else { Vec::new() };
            all.retain(|it| open.iter().all(|open| open.value != it.value));
            if all.is_empty() && !open.is_empty() {
                let none = match verb {
                    Some(verb) => verb.nothing,
                    None => format!("{has} no such {singular}"),
                };
                let unknown = self.open_words(count, &open, state, out);
                out.fact(format!("{none} for certain{unknown}"));
            } else if all.is_empty() {
                let such = if filtered && matches!(plan.set, Group::Kind(_)) { "such " } else { "" };
                out.fact(match verb {
                    Some(verb) => verb.nothing,
                    None => format!("{has} no {such}{singular}"),
                });
            } else {
                self.none_counts(count, &all, &open, &has, state, out);
            }
            return;
        }
        let number = certain.len();
        let such = if filtered { " such" } else { "" };
        let some = match verb.and_then(|verb| verb.some) {
            Some(verb) => format!("{verb} {number}{such}"),
            None => {
                let word = if number == 1 { singular } else { plural };
                let has = if has == "there is" && number > 1 { "there are" } else { &has };
                format!("{has} {number}{such} {word}")
            }
        };
        let names = if filtered && number <= FEW {
            certain.iter().map(|member| self.counted_words(count, *member, state, out)).collect::<Vec<_>>().join(", ")
        } else {
            list(certain.iter().map(|member| self.name(*member)))
        };
        let limits = self.limits(&count.test, state);
        // Of how many it is not known matters only where more of them would change the answer.
        let matters = if judgement.is_true() {
            matches!(count.test, TestNode::One(Bound::AtMost | Bound::LessThan, _))
        } else {
            let tally = Tally { least: number, most: number + open.len(), hole: false };
            !self.engine.has_too_many(&count.test, tally, None, state)
        };
        let unknown = if matters { self.open_words(count, &open, state, out) } else { String::new() };
        out.fact(format!("{some}: {names}{limits}{unknown}"));
        for member in &certain {
            out.relate(self.head(*member), self.name(*member));
        }
    }

    /// A member that counts, with why it does: `` `k2` (`baseline` is missing) ``.
    fn counted_words(&self, count: &'e CountNode<'a>, member: Scalar, state: &mut State, out: &mut Why) -> String {
        let name = self.name(member);
        let Some(plan) = self.engine.plan.members.get(count.members) else { return name };
        let Some(filter) = &plan.filter else { return name };
        state.set(plan.slot, member);
        let mut why = Why::default();
        self.about(plan.slot).why(filter, false, state, &mut why);
        let facts: Vec<String> = why.facts.iter().map(|fact| of_member(fact, &name)).collect();
        let mut related = Why::default();
        related.related = std::mem::take(&mut why.related);
        if let Some((span, words)) = why.at.take() {
            out.relate(Some(span), words);
        }
        out.take(related, |fact| fact);
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        if facts.is_empty() { name } else { format!("{name} ({})", and_facts(&facts)) }
    }

    /// Of which members it is not known whether they count, and why: `` ; of 1 it is not known: `k2` (`baseline` is missing) ``.
    fn open_words(&self, count: &'e CountNode<'a>, open: &[Member], state: &mut State, out: &mut Why) -> String {
        let Some(plan) = self.engine.plan.members.get(count.members) else { return String::new() };
        if open.is_empty() {
            return String::new();
        }
        let mut told = Vec::new();
        for member in open.iter().take(FEW) {
            let name = self.name(member.value);
            state.set(plan.slot, member.value);
            let mut why = Why::default();
            if let Some(filter) = &plan.filter {
                self.about(plan.slot).why(filter, true, state, &mut why);
            }
            let reasons = and_list(&why.reasons);
            out.relate(self.head(member.value), if reasons.is_empty() { name.clone() } else { reasons.clone() });
            told.push(if reasons.is_empty() { name } else { format!("{name} ({reasons})") });
        }
        let more = if open.len() > FEW { format!(" and {} more", open.len() - FEW) } else { String::new() };
        format!("; of {} it is not known: {}{more}", open.len(), told.join(", "))
    }

    /// Some are there, but none of them counts for certain.
    fn none_counts(
        &self,
        count: &'e CountNode<'a>,
        all: &[Member],
        open: &[Member],
        has: &str,
        state: &mut State,
        out: &mut Why,
    ) {
        let Some(plan) = self.engine.plan.members.get(count.members) else { return };
        let Some(filter) = &plan.filter else { return };
        let (noun, plural) = (&*count.source.noun, &*count.source.plural);
        let number = all.len();
        let word = if number == 1 { noun } else { plural };
        let mut told = Vec::new();
        for member in all.iter().take(FEW) {
            let name = self.name(member.value);
            state.set(plan.slot, member.value);
            let mut why = Why::default();
            self.about(plan.slot).why(filter, true, state, &mut why);
            let facts: Vec<String> =
                why.facts.iter().map(|fact| of_member(fact, &name)).filter(|fact| !fact.is_empty()).collect();
            let span = why.at.take().map(|(span, _)| span).or_else(|| self.head(member.value));
            out.relate(span, if facts.is_empty() { name.clone() } else { and_list(&facts) });
            told.push(if facts.is_empty() { name } else { format!("{name} ({})", and_facts(&facts)) });
        }
        let more = if number > FEW { format!(" and {} more", number - FEW) } else { String::new() };
        let told = told.join(", ");
        let unknown = self.open_words(count, open, state, out);
        out.fact(match self.verb(&plan.set, state) {
            Some(verb) => format!("{} {told}{more}{unknown}", verb.only),
            None => format!("{has} no such {noun}, only {number} other {word}: {told}{more}{unknown}"),
        });
    }

    /// How a relation with a verb is said to lead nowhere, only somewhere, or to so many: `it drives nothing`, `it drives only`,
    /// `it drives` 2.
    fn verb(&self, set: &Group<'_>, state: &State) -> Option<Verb> {
        let Group::Way(way) = set else { return None };
        let (Leg::Attribute { id, .. }, _) = way.legs.split_last()? else { return None };
        let vocabulary = &self.engine.plan.program.vocabulary;
        let attribute = vocabulary.attribute(*id)?;
        let legs = way.legs.len().saturating_sub(1);
        let holder = self.engine.part_words(way, legs, Topic { possessive: None, ..self.topic }, state);
        if let Some(verb) = &attribute.verb {
            let finite = &verb.finite;
            return Some(Verb {
                nothing: format!("{holder} {finite} nothing"),
                only: format!("{holder} {finite} only"),
                some: Some(format!("{holder} {finite}")),
            });
        }
        let verb = vocabulary.attribute(attribute.inverse_of?)?.verb.as_ref()?;
        let only = match &verb.participle {
            Some(participle) => format!("{holder} is {participle} only by"),
            None => format!("what {} {holder} is only", verb.finite),
        };
        let some = verb.participle.as_ref().map(|participle| format!("{holder} is {participle} by"));
        Some(Verb { nothing: format!("nothing {} {holder}", verb.finite), only, some })
    }

    /// What a count was compared with, where the rule does not write the number itself: `` , and `kpi_limit` is 1 ``.
    pub(super) fn limits(&self, test: &'e TestNode<'a>, state: &mut State) -> String {
        let mut words = String::new();
        let mut add = |amount: &'e AmountNode<'a>| {
            if let AmountNode::Value(term) = amount
                && !matches!(term.kind, TermKind::Fixed(_))
            {
                let name = self.engine.term_words(term, self.topic, state);
                words = format!("{words}, and {name} is {}", self.engine.value_of_words(term, state));
            }
        };
        match test {
            TestNode::One(_, amount) => add(amount),
            TestNode::Between(least, most) => {
                add(least);
                add(most);
            }
        }
        words
    }

    /// The reasons why members may or may not belong; with `absences` also where the way to them has no value.
    pub(super) fn open_members(&self, members: usize, absences: bool, state: &mut State, out: &mut Why) {
        let Some(plan) = self.engine.plan.members.get(members) else { return };
        if let Group::Way(way) = &plan.set {
            self.gaps_of(way, absences, state, out);
        }
        let Some(filter) = &plan.filter else { return };
        let found = self.members(members, state);
        for (at, member) in found.iter().filter(|member| member.belongs.is_open()).enumerate() {
            state.set(plan.slot, member.value);
            let mut why = Why::default();
            self.why(filter, true, state, &mut why);
            if at >= FEW {
                out.names(why);
                continue;
            }
            let head = self.head(member.value);
            out.relate(head, and_list(&why.reasons));
            out.take(why, |fact| fact);
        }
    }

    /// What is missing for the number that a count is compared with.
    pub(super) fn open_test(&self, test: &'e TestNode<'a>, state: &mut State, out: &mut Why) {
        let mut value = |amount: &'e AmountNode<'a>| {
            if let AmountNode::Value(term) = amount {
                self.absent(term, state, out);
            }
        };
        match test {
            TestNode::One(_, amount) => value(amount),
            TestNode::Between(least, most) => {
                value(least);
                value(most);
            }
        }
    }

    pub(super) fn why_every(&self, every: &'e EveryNode<'a>, judgement: Judgement, state: &mut State, out: &mut Why) {
        let Some(plan) = self.engine.plan.members.get(every.members) else { return };
        let found = self.members(every.members, state);
        let manner = every.source.manner;
        if let Group::Way(way) = &plan.set {
            if let (Manner::One, [member]) = (manner, found.as_slice()) {
                state.set(plan.slot, member.value);
                // What is said of `it` is said of its one value as well.
                let spoken = (self.way_words(way, state) == "it").then(|| self.about(plan.slot));
                spoken.as_ref().unwrap_or(self).why(&every.body, !judgement.is_true(), state, out);
                return;
            }
            if judgement.is_open() && manner == Manner::Written {
                self.doubts(way, state, out);
            } else if judgement.is_open() {
                self.absences(way, state, out);
            }
        }
        if judgement.is_true() && found.is_empty() {
            let has = self.has(every.members, state);
            let such = if plan.filter.is_some() { "such " } else { "" };
            out.fact(format!("{has} no {such}{}, so there is none that is not so", every.source.noun));
            return;
        }
        if judgement.is_true() {
            out.fact(format!(
                "every {} is so: {}",
                every.source.noun,
                list(found.iter().map(|it| self.name(it.value)))
            ));
            return;
        }
        let mut told = 0;
        let mut more = 0;
        // A plain value has no name: it is one of those of its path.
        let of_each = match &plan.set {
            Group::Way(way) => Topic { each: Some((plan.slot, way)), ..self.topic },
            _ => self.topic,
        };
        let of_each = self.with(of_each);
        for member in &found {
            state.set(plan.slot, member.value);
            let body = self.engine.ask(&every.body, state);
            let own = member.belongs.not().or(body);
            if own != judgement && !(own.is_open() && judgement.is_open()) {
                continue;
            }
            let mut why = Why::default();
            if !body.is_true() {
                of_each.why(&every.body, true, state, &mut why);
            }
            if member.belongs.is_open()
                && let Some(filter) = &plan.filter
            {
                self.why(filter, true, state, &mut why);
            }
            if manner == Manner::For {
                // What is said is of others: for whom it is said has to be told.
                let name = self.name(member.value);
                for fact in why.facts.iter_mut().chain(&mut why.reasons) {
                    *fact = format!("for {name} {fact}");
                }
            }
            if told == FEW {
                more += 1;
                out.names(why);
                continue;
            }
            told += 1;
            let deciding = if judgement.is_open() { &why.reasons } else { &why.facts };
            let words = deciding.first().cloned().unwrap_or_else(|| self.name(member.value));
            out.relate(self.head(member.value), words);
            let at = why.at.take();
            out.take(why, |fact| fact);
            if let Some((span, words)) = at {
                if matches!(every.body.op, crate::plan::Op::Include { .. }) && out.at.is_none() {
                    out.at = Some((span, words));
                } else {
                    out.relate(Some(span), words);
                }
            }
        }
        if more > 0 {
            out.fact(format!("so it is with {more} more"));
        }
    }

    pub(super) fn why_include(
        &self,
        whole: &'e Way<'a>,
        parts: &'e [Term<'a>],
        any: bool,
        judgement: Judgement,
        state: &mut State,
        out: &mut Why,
    ) {
        let mut there = Vec::new();
        let gathered = self.engine.gather(whole, state, &mut there);
        let mut of_kind = Vec::new();
        let mut doubtful = false;
        for part in parts {
            let mut asked = Vec::new();
            self.engine.values(part, state, &mut asked);
            for member in asked {
                let own = self.engine.includes(&there, member.value, gathered.hole);
                doubtful |= own.is_open();
                if own == judgement || (own.is_open() && judgement.is_open()) {
                    of_kind.push(self.name(member.value));
                }
            }
            if judgement.is_open() {
                self.absent(part, state, out);
            }
        }
        if judgement.is_open() {
            // Where nothing is asked for, what may be there does not matter.
            if doubtful {
                self.doubts(whole, state, out);
            }
            if out.reasons.is_empty() {
                let asked: Vec<String> = parts.iter().map(|part| self.engine.value_of_words(part, state)).collect();
                let held = list(there.iter().map(|member| self.name(member.value)));
                let words = self.way_words(whole, state);
                out.reason(format!("it is not known whether {words} ({held}) includes {}", and_list(&asked)));
            }
            return;
        }
        let words = self.way_words(whole, state);
        if of_kind.is_empty() && (judgement.is_true() || !there.is_empty()) {
            // What is asked for has no values: all of them are included, and none of them is.
            let asked: Vec<String> = parts.iter().map(|part| self.engine.term_words(part, self.topic, state)).collect();
            let verb = if judgement.is_true() { "lack" } else { "include" };
            out.fact(format!("there is nothing in {} that {words} could {verb}", or_list(&asked)));
            return;
        }
        let lists = and_list(&of_kind);
        out.fact(match (judgement.is_true(), any) {
            (true, _) => format!("{words} {} {lists}", if words == "it" { "includes" } else { "include" }),
            (false, true) if there.is_empty() => {
                format!("{words} {} nothing", if words == "it" { "includes" } else { "include" })
            }
            (false, true) => format!("{words} {} none of {lists}", if words == "it" { "includes" } else { "include" }),
            (false, false) => format!("{words} {} {lists}", if words == "it" { "lacks" } else { "lack" }),
        });
        if let [Leg::Attribute { column, range, many: true, .. }] = whole.legs.as_slice()
            && let WayRoot::Slot(slot) = whole.root
            && slot == self.topic.it
            && let Some(element) = self.engine.element(state.slot(slot))
            && range.contains(&element.0)
            && out.at.is_none()
        {
            let mut spans = column.values_of(element.0 - range.start).filter_map(|index| column.span(index));
            if let Some(first) = spans.next() {
                let all = spans.fold(first, Span::to);
                out.at = Some((all, list(there.iter().map(|member| self.name(member.value)))));
            }
        }
    }

    /// The reasons why it is not known whether others who share count.
    fn open_sharers(&self, shares: &'e SharesNode<'a>, state: &mut State, out: &mut Why) {
        let Some(target) = self.engine.plan.sharings.get(shares.sharing).map(|plan| &plan.other) else { return };
        let Some(filter) = &target.filter else { return };
        for other in self.engine.sharers_who(shares, state, Judgement::is_open) {
            state.set_element(target.slot, other);
            self.why(filter, true, state, out);
        }
    }

    /// Those who share as well and do not count, with why not: `` `b` (`step` is 3) ``.
    fn sharers_left_out(&self, shares: &'e SharesNode<'a>, state: &mut State, out: &mut Why) -> Option<String> {
        let target = self.engine.plan.sharings.get(shares.sharing).map(|plan| &plan.other)?;
        let others = self.engine.sharers_who(shares, state, Judgement::is_false);
        let mut told = Vec::new();
        for other in others.iter().take(FEW) {
            let name = self.engine.element_words(ElementId(*other));
            state.set_element(target.slot, *other);
            let mut why = Why::default();
            if let Some(filter) = &target.filter {
                self.about(target.slot).why(filter, true, state, &mut why);
            }
            let facts: Vec<String> =
                why.facts.iter().map(|fact| of_member(fact, &name)).filter(|fact| !fact.is_empty()).collect();
            out.relate(self.engine.model.span(ElementId(*other)), name.clone());
            told.push(if facts.is_empty() { name } else { format!("{name} ({})", and_facts(&facts)) });
        }
        if others.len() > FEW {
            told.push(format!("{} more", others.len() - FEW));
        }
        (!told.is_empty()).then(|| and_list(&told))
    }

    pub(super) fn why_shares(
        &self,
        shares: &'e SharesNode<'a>,
        judgement: Judgement,
        state: &mut State,
        out: &mut Why,
    ) {
        if judgement.is_open() {
            self.open_sharers(shares, state, out);
            self.open_test(&shares.test, state, out);
            if out.reasons.is_empty() {
                out.reason("it is not known with whom it shares".to_owned());
            }
            return;
        }
        let others = self.engine.sharers_who(shares, state, Judgement::is_true);
        let keys: Vec<String> = shares.source.keys.iter().map(|(own, _)| format!("`{}`", own.text)).collect();
        let joined = if shares.source.any { or_list(&keys) } else { and_list(&keys) };
        if others.is_empty() {
            let fact = match self.sharers_left_out(shares, state, out) {
                Some(told) => format!("it shares {joined} only with {told}"),
                None => format!("it shares {joined} with nobody"),
            };
            out.fact(fact);
            return;
        }
        out.fact(format!("it shares {joined} with {}", list(self.name_all(&others).into_iter())));
        for other in others {
            let other = ElementId(other);
            out.relate(self.engine.model.span(other), self.engine.element_words(other));
        }
    }
}

/// `a, b or c`.
pub(super) fn or_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A fact about a member, told in brackets after its name.
fn of_member(fact: &str, name: &str) -> String {
    let rest = fact.strip_prefix("it is ").filter(|rest| *rest != name);
    match rest {
        Some(rest) => rest.to_owned(),
        None if fact.strip_prefix("it is ").is_some() => String::new(),
        None => fact.to_owned(),
    }
}
