//! Puts the sentence of a finding together: from the sentence of the rule and from the facts that decided it.

use crate::evaluate::Engine;
use crate::ids::ElementId;
use crate::program::{Part, Rule, RuleForm, Wording};
use crate::report::Verdict;

use super::facts::Why;
use super::words::{and_facts, and_list};

/// What a rule says of one subject, up to the `but`.
pub(super) fn sentence(engine: &Engine<'_>, rule: &Rule, subject: Option<ElementId>, parts: &[&Part]) -> String {
    let who = subject.map(|subject| engine.full_words(subject));
    let Wording { text, modal, around } = rule.wording_on(engine.plan.as_of);
    let words = predicate(modal, parts);
    if let (Some((before, after)), Some(who)) = (around, &who) {
        return format!("{}{who}{after}", lower_first(before));
    }
    match (&rule.form, who) {
        (RuleForm::NoTwo { keys, any, .. }, Some(who)) => {
            let keys: Vec<String> = keys.iter().map(|(_, words)| words.to_string()).collect();
            let keys = if *any { super::many::or_list(&keys) } else { and_list(&keys) };
            format!("{who} {modal} share {keys} with another")
        }
        (RuleForm::Each { .. }, Some(who)) => match &rule.possessive {
            Some(possessive) => format!("{who}'s {possessive} {modal} {words}"),
            None => format!("{who} {modal} {words}"),
        },
        _ => lower_first(text),
    }
}

/// The words of some parts as one predicate: a verb that they have in common is said once, and after one that has `not`
/// the modal is said again before those that have none.
fn predicate(modal: &str, parts: &[&Part]) -> String {
    let mut words: Vec<String> = parts.iter().map(|part| part.text.to_string()).collect();
    if let ([only], false) = (words.as_mut_slice(), modal.ends_with(" not")) {
        *only = bare(only).to_owned();
    }
    let denied = |text: &str| text.starts_with("not ");
    if let Some(first) = words.iter().position(|text| denied(text)) {
        for text in words.iter_mut().skip(first).filter(|text| !denied(text)) {
            *text = format!("{modal} {text}");
        }
    }
    let verb = |text: &str| text.split_once(' ').map_or(String::new(), |(verb, _)| format!("{verb} "));
    let first = words.first().map_or(String::new(), |first| verb(first));
    // `not` is said of each.
    if first != "not " && !first.is_empty() && words.iter().all(|text| text.starts_with(&first)) {
        for text in words.iter_mut().skip(1) {
            *text = text.strip_prefix(&*first).unwrap_or(text).to_owned();
        }
    }
    and_list(&words)
}

/// The words of a part that stands alone, without brackets around all of them.
pub(super) fn bare(text: &str) -> &str {
    let within = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    within.filter(|text| !text.contains(['(', ')'])).unwrap_or(text)
}

/// What a part asks for, where it stands without its sentence: with the `not` that the modal or a `no` has there.
pub(super) fn asked(text: &str, denied: bool) -> String {
    match denied {
        false => bare(text).to_owned(),
        true if text.starts_with('(') || ![" and ", " or "].iter().any(|word| text.contains(word)) => {
            format!("not {text}")
        }
        true => format!("not ({text})"),
    }
}

/// A sentence that goes on after something: its first letter small, unless it is a name.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// What is said of one who has nothing of what is asked for.
const NONE: &str = "it has none";

/// What stands after the `but`: the facts, and what cannot be shown.
pub(super) fn but(parts: &[(&str, Verdict, Why)]) -> String {
    let mut facts: Vec<String> = Vec::new();
    let mut reasons: Vec<String> = Vec::new();
    let mut short: Vec<String> = Vec::new();
    for (part, verdict, why) in parts {
        let (from, into) = match verdict {
            Verdict::Broken => (&why.facts, &mut facts),
            Verdict::Unknown => (&why.reasons, &mut reasons),
        };
        for fact in from {
            short.push(shortened(fact, part));
            if !into.contains(fact) {
                into.push(fact.clone());
            }
        }
    }
    // Which part `it is not` speaks of is plain where only one is told; `it has none` may be said of all.
    match short.as_slice() {
        [first, ..] if parts.len() == 1 || (first == NONE && short.iter().all(|fact| fact == first)) => {
            short.dedup();
            let told = if reasons.is_empty() { &mut facts } else { &mut reasons };
            *told = short;
        }
        _ => {}
    }
    let facts = and_facts(&joined(facts));
    let unknown = parts.iter().any(|(_, verdict, _)| *verdict == Verdict::Unknown);
    let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", and_list(&reasons)) };
    match (facts.is_empty(), unknown) {
        (true, true) => format!("this cannot be shown{reasons}"),
        (true, false) => "it does not".to_owned(),
        (false, false) => facts,
        (false, true) => format!("{facts}, and the rest cannot be shown{reasons}"),
    }
}

/// A fact in the words that the sentence leaves open: `it is not vanity` after `must be vanity` is `it is not`.
pub(super) fn shortened(fact: &str, part: &str) -> String {
    let part = part.strip_prefix("not ").unwrap_or(part);
    if let (Some(said), Some(asked)) = (fact.strip_prefix("it is "), part.strip_prefix("be ")) {
        if said == asked {
            return "it is".to_owned();
        }
        if said.strip_prefix("not ") == Some(asked) {
            return "it is not".to_owned();
        }
    }
    if let (Some(said), Some(asked)) = (fact.strip_prefix("it has no "), part.strip_prefix("have ")) {
        let bare = asked.split_once(' ').map_or(asked, |(_, noun)| noun);
        if bare == said || bare.trim_end_matches('s') == said {
            return NONE.to_owned();
        }
    }
    fact.to_owned()
}

/// A fact at the place of the one whom it is about: without `it`, but with the path that `it` stands for.
pub(super) fn label(fact: &str, possessive: Option<&str>) -> String {
    let Some(rest) = fact.strip_prefix("it ") else { return fact.to_owned() };
    // What has, drives or shares something is the element itself; what is so is the value that the rule speaks of.
    let of_value = ["is ", "mentions ", "does not mention ", "includes ", "lacks "];
    // Paths with several values are told so wherever they are not `it`.
    let several = [("includes ", "include "), ("lacks ", "lack ")];
    match possessive {
        Some(path) if of_value.iter().any(|verb| rest.starts_with(verb)) => {
            let plural = several.iter().find_map(|(one, more)| Some(format!("{more}{}", rest.strip_prefix(one)?)));
            format!("`{path}` {}", plural.unwrap_or_else(|| rest.to_owned()))
        }
        _ => rest.to_owned(),
    }
}

/// Facts that begin alike said together: `it lacks a` and `it lacks b` are `it lacks a and b`.
fn joined(facts: Vec<String>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut lists: Vec<(String, Vec<String>, usize)> = Vec::new();
    for fact in facts {
        let split = ["lacks ", "lack "].iter().find_map(|verb| {
            let at = fact.find(verb)? + verb.len();
            Some((fact.get(..at)?.to_owned(), fact.get(at..)?.to_owned()))
        });
        match split {
            Some((head, item)) => match lists.iter_mut().find(|(known, ..)| *known == head) {
                Some((_, items, _)) => items.push(item),
                None => {
                    lists.push((head, vec![item], whole.len()));
                    whole.push(String::new());
                }
            },
            None => whole.push(fact),
        }
    }
    for (head, items, at) in lists {
        if let Some(place) = whole.get_mut(at) {
            *place = format!("{head}{}", and_list(&items));
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{joined, lower_first};

    #[test]
    fn a_sentence_that_goes_on_begins_with_a_small_letter_unless_it_is_a_name() {
        let all = ["It has none", "KPIs are few", "a Kpi", "aB", "A", "", "Ärger droht", "B2B is", "X y"];
        let went_on = ["it has none", "KPIs are few", "a Kpi", "aB", "A", "", "ärger droht", "B2B is", "X y"];
        assert_eq!(all.map(lower_first), went_on);
    }

    #[test]
    fn what_begins_alike_is_said_together_where_the_first_of_it_stood() {
        let facts =
            ["it lacks a", "size is 3", "they lack x", "it lacks b", "they lack y", "it lacks c", "they lack none"];
        let joined = joined(facts.map(str::to_owned).to_vec());
        assert_eq!(joined.join("; "), "it lacks a, b and c; size is 3; they lack x, y and none");
    }
}
