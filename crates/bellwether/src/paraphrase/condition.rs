//! Conditions in plain words.

use std::fmt::Write as _;

use crate::ids::DefinitionId;
use crate::program::{
    Amount, Base, Bound, Comparison, Condition, ConditionKind, Count, Every, Expression, ExpressionKind, FormulaTrait,
    Manner, Meaning, Order, Path, ReachTarget, Set, Shares, Test,
};
use crate::vocabulary::Type;
use crate::vocabulary::nouns::{singular, with_article};

use super::names::{Names, Speaker, series};

impl Speaker<'_> {
    /// A condition as a clause, or its contrary. `and` and `or` within each other stand in brackets.
    pub(super) fn clause(&mut self, condition: &Condition, not: bool, names: &mut Names) -> String {
        match &condition.kind {
            ConditionKind::All(parts) => self.joined(parts, not, if not { "or" } else { "and" }, names),
            ConditionKind::Any(parts) => self.joined(parts, not, if not { "and" } else { "or" }, names),
            ConditionKind::Not(inner) => self.clause(inner, !not, names),
            ConditionKind::Known(inner) => {
                let words = self.inner(inner, false, names);
                format!("it is {}shown that {words}", no(not))
            }
            ConditionKind::Said(spoken, inner) => {
                let words = self.path(spoken, names);
                self.rest_on(words);
                self.clause(inner, not, names)
            }
            ConditionKind::Constant(holds) => {
                format!("it is {} so", if *holds == not { "never" } else { "always" })
            }
            ConditionKind::IsKind(of, kind) => {
                let kind = with_article(self.kind_word(*kind));
                format!("{} is {}{kind}", self.asked(of, names), no(not))
            }
            ConditionKind::IsWord(of, word) => {
                let word = self.program.vocabulary.word(*word);
                format!("{} is {}`{word}`", self.asked(of, names), no(not))
            }
            ConditionKind::Flag(of) => format!("{} is {}", self.asked(of, names), if not { "no" } else { "yes" }),
            ConditionKind::Adjective(of, id) => self.adjective(of, *id, not, names),
            ConditionKind::FormulaIs(of, what) => {
                let what = match what {
                    FormulaTrait::Rate => "a rate (a division)",
                    FormulaTrait::Compound => "compound (of several inputs)",
                };
                format!("{} is {}{what}", self.asked(of, names), no(not))
            }
            ConditionKind::Compare(one, comparison, other) => {
                let (one, other) = (self.asked(one, names), self.asked(other, names));
                format!("{one} is {} {other}", compared(*comparison, not))
            }
            ConditionKind::Between(of, least, most) => {
                let (of, least, most) = (self.asked(of, names), self.asked(least, names), self.asked(most, names));
                format!("{of} is {}between {least} and {most} (both included)", no(not))
            }
            ConditionKind::IsSet(path) => self.set(path, !not, names),
            ConditionKind::IsMissing(path) => self.set(path, not, names),
            ConditionKind::In(what, place) => {
                let element = matches!(place.ty.base, Base::Value(Type::Element(_)));
                let (what, place) = (self.asked(what, names), self.asked(place, names));
                let depth = if element { " (is it, or lies in it at any depth)" } else { "" };
                format!("{what} is {}in {place}{depth}", no(not))
            }
            ConditionKind::When { date, offset, order, other } => {
                let (date, other) = (self.asked(date, names), self.asked(other, names));
                let offset = match offset {
                    Some((bound, offset)) => format!("{} {} ", bound_word(*bound), self.asked(offset, names)),
                    None => String::new(),
                };
                let order = match order {
                    Order::Before => "before",
                    Order::After => "after",
                    Order::OnOrBefore => "on or before",
                    Order::OnOrAfter => "on or after",
                };
                format!("{date} is {}{offset}{order} {other}", no(not))
            }
            ConditionKind::Near { date, duration, other } => {
                let (date, duration) = (self.asked(date, names), self.asked(duration, names));
                let other = self.asked(other, names);
                format!("{date} is {}at most {duration} before or after {other}", no(not))
            }
            ConditionKind::Count(count) => self.count(count, not, names),
            ConditionKind::Every(every) => self.every(every, not, names),
            ConditionKind::Include { whole, parts, any } => self.include(whole, parts, *any, not, names),
            ConditionKind::Mention { of, texts, any } => {
                let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                let texts = series(&texts, if *any { "or" } else { "and" });
                let verb = if not { "does not mention" } else { "mentions" };
                format!("{} {verb} {texts} (whole words)", self.asked(of, names))
            }
            ConditionKind::Reach { from, via, target } => self.reach(from, via, target, not, names),
            ConditionKind::Shares(shares) => self.shares(shares, not, names),
        }
    }

    /// A condition within another: in brackets where it is made of several.
    pub(super) fn inner(&mut self, condition: &Condition, not: bool, names: &mut Names) -> String {
        let several = is_several(condition);
        let words = self.clause(condition, not, names);
        if several { format!("({words})") } else { words }
    }

    fn joined(&mut self, parts: &[Condition], not: bool, word: &str, names: &mut Names) -> String {
        let mut words = String::new();
        let mut before: Option<&ConditionKind> = None;
        for part in parts {
            if let (false, Some(ConditionKind::IsKind(..)), Some((every, path))) = (not, before, one_value(part)) {
                // `the party is a person` goes on with `whose …`.
                let name = self.path(path, names);
                names.put(every.slot, name.clone());
                words.push(' ');
                words.push_str(&self.relative(&every.body, &name, names));
                names.leave();
            } else {
                if before.is_some() {
                    let _ = write!(words, " {word} ");
                }
                words.push_str(&self.inner(part, not, names));
            }
            before = Some(&part.kind);
        }
        words
    }

    /// A condition of an element as what follows its noun: `whose …`, `that …`, `where …`.
    pub(super) fn relative(&mut self, condition: &Condition, name: &str, names: &mut Names) -> String {
        let parts = match &condition.kind {
            ConditionKind::All(parts) => parts.as_slice(),
            _ => std::slice::from_ref(condition),
        };
        let mut words = Vec::new();
        for part in parts {
            let clause = self.inner(part, false, names);
            let whose = clause.strip_prefix(name).and_then(|rest| rest.strip_prefix("'s "));
            let that = clause.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
            words.push(match (whose, that) {
                (Some(rest), _) => format!("whose {rest}"),
                (_, Some(rest)) => format!("that {rest}"),
                _ => format!("where {clause}"),
            });
        }
        words.join(" and ")
    }

    /// An expression whose value a condition needs: it may be missing.
    fn asked(&mut self, expression: &Expression, names: &mut Names) -> String {
        let words = self.expression(expression, names);
        if matches!(&expression.kind, ExpressionKind::Path(path) if !path.steps.is_empty()) {
            self.rest_on(words.clone());
        }
        words
    }

    fn set(&mut self, path: &Path, set: bool, names: &mut Names) -> String {
        format!("{} is {}", self.path(path, names), if set { "set" } else { "missing" })
    }

    /// A defined adjective: what it means where that is simple, else its name.
    fn adjective(&mut self, of: &Expression, id: DefinitionId, not: bool, names: &mut Names) -> String {
        let who = self.expression(of, names);
        let name = self.definition_word(id);
        let program = self.program;
        let meaning = program.definitions.get(id.index()).map(|definition| &definition.meaning);
        if let Some(Meaning::Adjective(condition)) = meaning
            && self.depth > 0
            && !is_several(condition)
        {
            let mut inside = Names::default();
            inside.put(crate::ids::Slot(0), who);
            self.depth -= 1;
            let words = self.clause(condition, not, &mut inside);
            self.depth += 1;
            return format!("{words} ({}`{name}`)", no(not));
        }
        if matches!(&of.kind, ExpressionKind::Path(path) if !path.steps.is_empty()) {
            self.rest_on(who.clone());
        }
        self.use_definition(id);
        self.rest_on(format!("what `{name}` rests on"));
        format!("{who} is {}`{name}`", no(not))
    }

    fn count(&mut self, count: &Count, not: bool, names: &mut Names) -> String {
        let noun = singular(&count.noun);
        let (has, among) = self.has(&count.set, &noun, names);
        let filter = self.filter(count, &noun, names);
        let (test, one) = self.test(&count.test, not, names);
        let word = if one { &*noun } else { &*count.plural };
        match test {
            Counted::Plain(test) => format!("{has} {test} {word}{among}{filter}"),
            Counted::Compared(test) => {
                format!("the number of {}{among}{filter} that {has} is {test}", count.plural)
            }
        }
    }

    /// Which members are counted, as what follows their noun.
    fn filter(&mut self, count: &Count, noun: &str, names: &mut Names) -> String {
        let Some(filter) = &count.filter else { return String::new() };
        let name = names.enter(count.slot, noun);
        let words = format!(" {}", self.relative(filter, &name, names));
        names.leave();
        words
    }

    /// Who has what is counted, and among what: `the kpi has`, `` among its `driven_by` ``.
    fn has(&mut self, set: &Set, noun: &str, names: &mut Names) -> (String, String) {
        match set {
            Set::Kind(_) => ("there is".to_owned(), String::new()),
            Set::Path(path) => match path.steps.split_last() {
                None => ("there is".to_owned(), format!(" among {}", self.path(path, names))),
                Some((last, _)) => {
                    let holder = self.part_of_path(path, path.steps.len().saturating_sub(1), names);
                    let whole = self.path(path, names);
                    let attribute = whole.trim_end_matches('`').rsplit(['.', '`']).next().unwrap_or("").to_owned();
                    let children = matches!(last, crate::program::Step::Children(_));
                    let same = singular(&attribute) == noun || attribute == noun || children;
                    let among = if same { String::new() } else { format!(" among its `{attribute}`") };
                    (format!("{holder} has"), among)
                }
            },
        }
    }

    fn every(&mut self, every: &Every, not: bool, names: &mut Names) -> String {
        if let (Manner::One, Set::Path(path)) = (every.manner, &every.set) {
            // What is asked of one value is said of it.
            let name = self.path(path, names);
            names.put(every.slot, name);
            let words = self.clause(&every.body, not, names);
            names.leave();
            return words;
        }
        let (noun, of) = match &every.set {
            Set::Kind(kind) => (self.kind_word(*kind).to_owned(), String::new()),
            Set::Path(path) => (singular(&every.noun), format!(" among {}", self.path(path, names))),
        };
        let name = names.enter(every.slot, &noun);
        let filter = match &every.filter {
            Some(filter) => format!(" {}", self.relative(filter, &name, names)),
            None => String::new(),
        };
        let body = self.inner(&every.body, false, names);
        names.leave();
        let not = if not { "it is not so that " } else { "" };
        format!("{not}for every {noun}{of}{filter}, {body}")
    }

    fn include(&mut self, whole: &Path, parts: &[Expression], any: bool, not: bool, names: &mut Names) -> String {
        let whole = self.path(whole, names);
        let parts: Vec<String> = parts
            .iter()
            .map(|part| {
                let words = self.asked(part, names);
                if part.ty.many { format!("each of {words}") } else { words }
            })
            .collect();
        let verb = match (not, any) {
            (false, false) => "include",
            (false, true) => "include at least one of",
            (true, false) => "do not include all of",
            (true, true) => "include none of",
        };
        format!("{whole} {verb} {}", series(&parts, if any { "or" } else { "and" }))
    }

    fn reach(
        &mut self,
        from: &Expression,
        via: &[crate::program::Step],
        target: &ReachTarget,
        not: bool,
        names: &mut Names,
    ) -> String {
        let from = self.asked(from, names);
        let via = self.relations(via);
        let target = match target {
            ReachTarget::Itself => "back to it".to_owned(),
            ReachTarget::Any(binder) => {
                let words = self.whom(binder, true, names);
                names.leave();
                format!("to {words}")
            }
        };
        let leads = if not { "does not lead" } else { "leads" };
        format!("{via}, followed once or more from {from}, {leads} {target}")
    }

    fn shares(&mut self, shares: &Shares, not: bool, names: &mut Names) -> String {
        let subject = names.of(shares.subject).to_owned();
        let keys: Vec<String> = shares.keys.iter().map(|(own, _)| format!("`{}`", own.text)).collect();
        let keys = series(&keys, if shares.any { "or" } else { "and" });
        let other = self.whom(&shares.other, false, names);
        names.leave();
        let (test, _) = self.test(&shares.test, not, names);
        let (Counted::Plain(test) | Counted::Compared(test)) = test;
        let other_word = if shares.distinct { "other " } else { "" };
        format!("{subject} has a {keys} in common with {test} {other_word}{other}")
    }

    /// A test of a count, or its contrary; whether one is spoken of.
    pub(super) fn test(&mut self, test: &Test, not: bool, names: &mut Names) -> (Counted, bool) {
        match test {
            Test::One(bound, Amount::Number(number)) => {
                let one = *number == 1;
                let words = match (*bound, *number, not) {
                    (Bound::AtLeast, 1, true)
                    | (Bound::AtMost | Bound::Exactly, 0, false)
                    | (Bound::LessThan, 1, false) => {
                        return (Counted::Plain("no".to_owned()), true);
                    }
                    (Bound::AtMost | Bound::Exactly, 0, true) => "at least 1".to_owned(),
                    (Bound::Exactly, number, true) => format!("not exactly {number}"),
                    (bound, number, not) => format!("{} {number}", bound_word(turned(bound, not))),
                };
                (Counted::Plain(words), one)
            }
            Test::One(bound, amount) => {
                let amount = self.amount(amount, names);
                let words = match (*bound, not) {
                    (Bound::Exactly, true) => format!("not exactly {amount}"),
                    (bound, not) => format!("{} {amount}", bound_word(turned(bound, not))),
                };
                (Counted::Compared(words), false)
            }
            Test::Between(least, most) => {
                let plain = matches!((least, most), (Amount::Number(_), Amount::Number(_)));
                let (least, most) = (self.amount(least, names), self.amount(most, names));
                let words = format!("{}between {least} and {most}", no(not));
                (if plain { Counted::Plain(words) } else { Counted::Compared(words) }, false)
            }
        }
    }

    fn amount(&mut self, amount: &Amount, names: &mut Names) -> String {
        match amount {
            Amount::Number(number) => number.to_string(),
            Amount::Share(share) => format!("{share} of them"),
            Amount::Value(value) => self.asked(value, names),
        }
    }
}

/// The words of a test.
pub(super) enum Counted {
    /// `at least 1`, before a noun.
    Plain(String),
    /// `` at most the unit's `kpi_limit` ``, of a number.
    Compared(String),
}

/// What is asked of one value, and the path to it.
fn one_value(condition: &Condition) -> Option<(&Every, &Path)> {
    match &condition.kind {
        ConditionKind::Every(every) if every.manner == Manner::One => match &every.set {
            Set::Path(path) => Some((every, path)),
            Set::Kind(_) => None,
        },
        _ => None,
    }
}

/// Whether a condition is made of several, which need brackets within another.
fn is_several(condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::All(parts) | ConditionKind::Any(parts) => match parts.as_slice() {
            [only] => is_several(only),
            _ => true,
        },
        ConditionKind::Not(inner) | ConditionKind::Said(_, inner) => is_several(inner),
        ConditionKind::Every(every) if every.manner == Manner::One => is_several(&every.body),
        ConditionKind::Every(_) => true,
        ConditionKind::Count(count) => count.filter.is_some(),
        ConditionKind::Reach { target, .. } => {
            matches!(&**target, ReachTarget::Any(binder) if binder.filter.is_some())
        }
        ConditionKind::Shares(shares) => shares.other.filter.is_some(),
        _ => false,
    }
}

const fn no(not: bool) -> &'static str {
    if not { "not " } else { "" }
}

/// A bound, or its contrary. That of `exactly` has no word of its own.
const fn turned(bound: Bound, not: bool) -> Bound {
    if !not {
        return bound;
    }
    match bound {
        Bound::AtLeast => Bound::LessThan,
        Bound::AtMost => Bound::MoreThan,
        Bound::MoreThan => Bound::AtMost,
        Bound::LessThan => Bound::AtLeast,
        Bound::Exactly => Bound::Exactly,
    }
}

pub(super) const fn bound_word(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast => "at least",
        Bound::AtMost => "at most",
        Bound::MoreThan => "more than",
        Bound::LessThan => "fewer than",
        Bound::Exactly => "exactly",
    }
}

const fn compared(comparison: Comparison, not: bool) -> &'static str {
    match (comparison, not) {
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => "the same as",
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => "not the same as",
        (Comparison::Less, false) | (Comparison::AtLeast, true) => "less than",
        (Comparison::AtMost, false) | (Comparison::More, true) => "at most",
        (Comparison::More, false) | (Comparison::AtMost, true) => "more than",
        (Comparison::AtLeast, false) | (Comparison::Less, true) => "at least",
    }
}
