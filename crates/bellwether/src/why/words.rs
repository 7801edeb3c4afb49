//! The words of a trace, the same for every face.

use bellwether_syntax::Span;
use bellwether_syntax::source::text_at;

use crate::evaluate::Standing;
use crate::evaluate::trace::{Trace, TraceAmount, TraceForm, TraceLogic, TraceNode, TraceScope, TraceTest, TraceTruth};
use crate::mend::{Change, Mend, MendEnd};
use crate::program::Bound;
use crate::report::Places;

/// Of a longer text only so many characters are shown.
const SHOWN: usize = 120;

/// A line of the tree: a step of the rule's form, a node or somebody who is counted.
pub(super) struct Entry<'t> {
    /// What it is: `selection`, `exempt`, `part`, `counted`, `others`.
    pub(super) step: &'static str,
    pub(super) truth: Option<TraceTruth>,
    pub(super) words: String,
    pub(super) at: Option<Span>,
    pub(super) nodes: Vec<&'t TraceNode>,
}

/// The steps of a trace, in order.
pub(super) fn entries<'t>(trace: &'t Trace, places: &Places<'_>) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    let node = |step: &'static str, prefix: &str, node: &'t TraceNode| Entry {
        step,
        truth: Some(node.truth),
        words: format!("{prefix}{}", words(node, places)),
        at: node.at,
        nodes: vec![node],
    };
    match &trace.form {
        TraceForm::NotAsked { .. } | TraceForm::SomethingElse { .. } => {}
        TraceForm::Each { selection, exempt, parts } => {
            entries.push(node("selection", "", selection));
            entries.extend(exempt.as_ref().map(|exempt| node("exempt", "unless: ", exempt)));
            entries.extend(parts.iter().map(|part| node("part", "", part)));
        }
        TraceForm::Counted { selection, counted, rest, .. } => {
            entries.extend(selection.as_ref().map(|selection| node("selection", "", selection)));
            for one in counted {
                let nodes = one.selection.iter().chain(&one.exempt).chain(&one.body).collect();
                let truth = one.body.as_ref().map(|body| body.truth);
                entries.push(Entry { step: "counted", truth, words: one.words.to_string(), at: one.at, nodes });
            }
            if *rest != TraceScope::default() {
                let words = format!(
                    "{} more are counted: {} are so, {} may be so",
                    rest.all,
                    rest.least,
                    rest.most.saturating_sub(rest.least)
                );
                entries.push(Entry { step: "counted", truth: None, words, at: None, nodes: Vec::new() });
            }
        }
        TraceForm::NoTwo { selection, others } => {
            entries.push(node("selection", "", selection));
            entries.extend(others.as_ref().map(|others| node("others", "", others)));
        }
    }
    entries
}

/// The words of a node.
pub(super) fn words(node: &TraceNode, places: &Places<'_>) -> String {
    if let Some(words) = &node.words {
        return words.to_string();
    }
    let written = node.at.map_or_else(String::new, |span| written(span, places));
    match &node.logic {
        // The contrary of what is written in the same place.
        TraceLogic::Not => format!("not: {written}"),
        TraceLogic::Known => format!("it is shown: {written}"),
        _ if written.is_empty() => "together".to_owned(),
        _ => written,
    }
}

/// What is written somewhere, its white space folded.
fn written(span: Span, places: &Places<'_>) -> String {
    let text = places.source(span.source).map_or("", |(source, _)| text_at(&source.text, span));
    let mut folded = String::new();
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    match folded.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", folded.get(..at).unwrap_or("")),
        None => folded,
    }
}

/// What a count must be, and how many were not shown.
pub(super) fn counted(logic: &TraceLogic) -> Option<String> {
    let TraceLogic::Count { test, rest } = logic else { return None };
    let mut words = format!("it must be {}", tests(test));
    for (number, what) in [(rest.certain, "more are so"), (rest.open, "more may be so"), (rest.not, "more are not so")]
    {
        if number > 0 {
            words = format!("{words}; {number} {what}");
        }
    }
    if rest.unbounded {
        words.push_str("; something could not be read");
    }
    Some(words)
}

/// `at least 1`, `at least 2 and at most 4`.
pub(super) fn tests(tests: &[TraceTest]) -> String {
    let words: Vec<String> = tests.iter().map(test).collect();
    words.join(" and ")
}

fn test(test: &TraceTest) -> String {
    let bound = match test.bound {
        Bound::AtLeast => "at least",
        Bound::AtMost => "at most",
        Bound::MoreThan => "more than",
        Bound::LessThan => "fewer than",
        Bound::Exactly => "exactly",
    };
    let amount = match test.amount {
        TraceAmount::Number(number) => number.to_string(),
        TraceAmount::Share(share) => format!("{share} of all"),
        TraceAmount::Value(crate::value::Scalar::Quantity(quantity)) => quantity.to_string(),
        TraceAmount::Value(_) => "that value".to_owned(),
        TraceAmount::Missing => "a number that is missing".to_owned(),
        TraceAmount::Hole => "a number that could not be read".to_owned(),
    };
    format!("{bound} {amount}")
}

/// `` kpi `retention` ``, `the model`.
pub(super) fn subject(trace: &Trace) -> String {
    let subject = &trace.subject;
    if &*subject.kind == "model" && subject.id.is_empty() {
        return "the model".to_owned();
    }
    if subject.id.contains(' ') {
        return format!("{} {}", subject.kind, subject.id);
    }
    format!("{} `{}`", subject.kind, subject.id)
}

/// How a rule stands to an element, in one sentence.
pub(super) fn verdict(trace: &Trace) -> String {
    let (rule, who) = (&trace.rule, subject(trace));
    match trace.standing {
        Standing::Kept => format!("{who} keeps `{rule}`"),
        Standing::Broken => format!("{who} breaks `{rule}`"),
        Standing::Unknown => format!("it cannot be shown that {who} keeps `{rule}`"),
        Standing::Withheld => format!("whether {who} keeps `{rule}` is withheld: a value could not be read"),
        Standing::Exempt => format!("{who} is exempt from `{rule}`"),
        Standing::Undecided => format!("whether `{rule}` speaks of {who} cannot be decided"),
        Standing::NotASubject => match &trace.form {
            TraceForm::SomethingElse { why } => format!("`{rule}` is not asked of {who}: {why}"),
            _ => format!("`{rule}` does not speak of {who}"),
        },
        Standing::NotApplicable => format!("`{rule}` does not apply to {who}: there is nobody to count"),
        Standing::NotAsked => match &trace.form {
            TraceForm::NotAsked { why } => format!("`{rule}` is not asked: {why}"),
            _ => format!("`{rule}` is not asked"),
        },
    }
}

/// The name of a standing, as JSON gives it.
pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotAsked => "not-asked",
        Standing::NotASubject => "not-a-subject",
        Standing::Undecided => "undecided",
        Standing::Exempt => "exempt",
        Standing::NotApplicable => "not-applicable",
        Standing::Kept => "kept",
        Standing::Broken => "broken",
        Standing::Unknown => "unknown",
        Standing::Withheld => "withheld",
    }
}

/// The word of a truth.
pub(super) const fn truth(truth: TraceTruth) -> &'static str {
    match truth {
        TraceTruth::True => "true",
        TraceTruth::False => "false",
        TraceTruth::Unknown => "unknown",
        TraceTruth::Hole => "unreadable",
    }
}

/// The name of a logic, as JSON gives it.
pub(super) const fn logic(logic: &TraceLogic) -> &'static str {
    match logic {
        TraceLogic::Fact => "fact",
        TraceLogic::All { .. } => "all",
        TraceLogic::Any { .. } => "any",
        TraceLogic::Not => "not",
        TraceLogic::Known => "known",
        TraceLogic::Same => "same",
        TraceLogic::Implies => "implies",
        TraceLogic::Count { .. } => "count",
    }
}

/// A change in words: `` in kpi `retention`: write `indicator leading` instead of `indicator lagging` ``.
pub(super) fn change(change: &Change) -> String {
    let folded = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (change.before.as_ref().map(folded), change.after.as_ref().map(folded));
    let what = match (before, after) {
        (None, Some(after)) => format!("add `{after}`"),
        (Some(before), Some(after)) => format!("write `{after}` instead of `{before}`"),
        (before, None) => format!("take out `{}`", before.unwrap_or_default()),
    };
    let example = if change.example { " (the value is an example)" } else { "" };
    format!("in {}: {what}{example}", change.element)
}

/// How a search ended, where more is to be said than what it found.
pub(super) fn ended(mend: &Mend) -> Option<String> {
    let tried = format!("{} tried", mend.tried);
    match (mend.ended, mend.mendings.is_empty()) {
        (MendEnd::NotNeeded | MendEnd::Enough, _) | (MendEnd::Exhausted, false) => None,
        (MendEnd::Exhausted, true) => {
            Some(format!("no change of one or two attributes was found that mends it; {tried}"))
        }
        (MendEnd::Bounded, true) => {
            Some(format!("nothing was found that mends it before the search met its bound; {tried}"))
        }
        (MendEnd::Bounded, false) => Some(format!("the search met its bound before all was tried; {tried}")),
    }
}

/// The name of an end, as JSON gives it.
pub(super) const fn end(end: MendEnd) -> &'static str {
    match end {
        MendEnd::NotNeeded => "not-needed",
        MendEnd::Exhausted => "exhausted",
        MendEnd::Enough => "enough",
        MendEnd::Bounded => "bounded",
    }
}
