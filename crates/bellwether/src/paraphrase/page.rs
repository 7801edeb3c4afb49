//! The page of a rule: its sentence with its place, how it was read, why it is asked, and which tests show it.

use std::fmt::Write as _;

use bellwether_syntax::Span;

use bellwether_syntax::source::{Sources, text_at};
use bellwether_syntax::tree::{File, Item, TestClause};

use super::paraphrase;
use crate::ids::RuleId;
use crate::program::{Program, Rule};
use crate::value::Date;

/// A test that says something of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shown {
    /// What the test expects: `kept`, `broken` or `unknown`.
    pub verdict: String,
    /// The name of the test.
    pub test: String,
    /// Where it expects it.
    pub span: Span,
}

/// The tests of some files that expect something of a rule by its full name, in order.
pub fn tests_of(rule: &str, files: &[(&File, &str)]) -> Vec<Shown> {
    let mut found = Vec::new();
    for (file, text) in files {
        for item in &file.items {
            let Item::Test(test) = item else { continue };
            for clause in &test.clauses {
                let TestClause::Expect { rule: named, verdict, span, .. } = clause else { continue };
                let named: Vec<&str> = named.parts.iter().map(|part| text_at(text, part.span)).collect();
                if named.join("/") == rule {
                    let verdict = text_at(text, verdict.span).to_lowercase();
                    found.push(Shown { verdict, test: text_at(text, test.name.span).to_owned(), span: *span });
                }
            }
        }
    }
    found
}

/// The page of a rule, for a person: plain text that ends with a line feed. `sources` are those that spans point into, and
/// `files` their trees. `None` where the program has no such rule.
pub fn page(
    program: &Program,
    rule: RuleId,
    as_of: Date,
    files: &[(&File, &str)],
    sources: &Sources,
) -> Option<String> {
    let words = paraphrase(program, rule)?;
    let rule = program.rules.get(rule.index())?;
    let place = |span: Span| place_words(span, sources);
    let mut page = format!("{}\n  {}\n", rule.name, place(rule.span));
    for line in as_written(rule, files, sources) {
        // What is written to a `String` is always written.
        let _ = writeln!(page, "    {line}");
    }
    page.push('\n');
    for (name, value) in facts(rule, as_of, sources) {
        let _ = writeln!(page, "{name:<9} {value}");
    }
    let _ = write!(page, "\nAs it was read:\n\n  {}\n", words.whom);
    let mark = if words.asks.len() > 1 { "- " } else { "" };
    for ask in &words.asks {
        let _ = writeln!(page, "    {mark}{ask}");
    }
    page.push('\n');
    for note in &words.notes {
        let _ = writeln!(page, "  {note}");
    }
    if !words.definitions.is_empty() {
        page.push_str("\nWhat its words mean:\n\n");
        for definition in &words.definitions {
            let at = definition.span.map_or_else(String::new, |span| format!(" [{}]", place(span)));
            let _ = writeln!(page, "  {}{at}", definition.text);
        }
    }
    page.push_str("\nTests that show it:\n\n");
    let tests = tests_of(&rule.name, files);
    for verdict in ["kept", "broken"] {
        if tests.iter().all(|shown| shown.verdict != verdict) {
            let _ = writeln!(page, "  {verdict}: by no test");
        }
    }
    for shown in tests {
        let _ = writeln!(page, "  {}: \"{}\" [{}]", shown.verdict, shown.test, place(shown.span));
    }
    Some(page)
}

/// `policies/teams.kpi:2:12`
fn place_words(span: Span, sources: &Sources) -> String {
    let name = sources.get(span.source).map_or("", |source| &source.name);
    let position = sources.position(span);
    format!("{name}:{}:{}", position.line, position.column)
}

/// The lines of a rule as they stand in its file, with its modifiers, moved to the left.
fn as_written(rule: &Rule, files: &[(&File, &str)], sources: &Sources) -> Vec<String> {
    let holds =
        |span: Span| span.source == rule.span.source && span.start <= rule.span.start && rule.span.end <= span.end;
    let mut written = rule.wording.text.to_string();
    for (file, _) in files.iter().filter(|(file, _)| file.source == rule.span.source) {
        for item in &file.items {
            let Item::Policy(policy) = item else { continue };
            if let Some(whole) = policy.rules.iter().find(|other| holds(other.span)) {
                sources.text(whole.span).clone_into(&mut written);
            }
        }
    }
    let rest = written.lines().skip(1).filter(|line| !line.trim().is_empty());
    let indent = rest.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = written.lines().enumerate();
    lines
        .map(
            |(at, line)| {
                if at == 0 { line.to_owned() } else { format!("  {}", line.get(indent..).unwrap_or("").trim_end()) }
            },
        )
        .collect()
}

/// What is known of a rule beside its sentence, a name and a value each.
fn facts(rule: &Rule, as_of: Date, sources: &Sources) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let hardened = rule.hardens.filter(|(_, from)| *from <= as_of);
    let now = hardened.map_or(rule.severity, |(severity, _)| severity);
    facts.push((
        "severity",
        match (rule.hardens, hardened) {
            (Some((severity, from)), None) => format!("{}, {} from {from} on", now.as_str(), severity.as_str()),
            (Some((_, from)), Some(_)) => format!("{} (since {from}, {} before)", now.as_str(), rule.severity.as_str()),
            (None, _) => now.as_str().to_owned(),
        },
    ));
    let from = rule.from.map(|from| format!("from {from}"));
    let until = rule.until.map(|until| format!("until {until}"));
    let bounds: Vec<String> = from.into_iter().chain(until).collect();
    let now = rule.from.is_none_or(|from| from <= as_of) && rule.until.is_none_or(|until| as_of <= until);
    facts.push((
        "in force",
        match (rule.switched_off, bounds.is_empty()) {
            (true, _) => "no: its `when` is false".to_owned(),
            (false, true) => "always".to_owned(),
            (false, false) => {
                format!(
                    "{} (both included); as of {as_of} it is {}in force",
                    bounds.join(" "),
                    if now { "" } else { "not " }
                )
            }
        },
    ));
    if let Some(used) = rule.used {
        facts.push(("used by", format!("{} [{}]", sources.text(used).replace('\n', " "), place_words(used, sources))));
    }
    let said = [("because", &rule.because), ("suggest", &rule.suggest), ("see", &rule.see)];
    facts.extend(said.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.to_string()))));
    facts
}
