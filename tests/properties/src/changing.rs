//! Changes of a project that must change nothing, or one thing: its order, its layout, the name of an element.

use bellwether::report::Report;
use bellwether_generate::arbitrary::Unstructured;
use bellwether_generate::ir::Item;
use bellwether_generate::{Named, Project};
use bellwether_syntax::diagnostic::Label;
use bellwether_syntax::{FormatOptions, Span};

use crate::projects::{self, Texts, difference};

/// What a report says, without its order and its places. Messages name elements in the order of the model, so they are left
/// out.
pub fn said(report: &Report) -> Vec<String> {
    let findings = report.findings.iter().map(|finding| {
        let parts: Vec<String> =
            finding.parts.iter().map(|part| format!("{} {:?}", part.fingerprint, part.verdict)).collect();
        format!(
            "{} {:?} {:?} {} {} {:?} {parts:?} {:?}",
            finding.rule,
            finding.severity,
            finding.verdict,
            finding.subject.kind,
            finding.subject.id,
            finding.missing,
            finding.waived.as_ref().map(|waived| (waived.until, &waived.because)),
        )
    });
    let mut lines: Vec<String> = findings.collect();
    lines.extend(report.diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message)));
    lines.extend(report.rules.iter().map(|rule| {
        format!(
            "{} {} {} {} {} {} {} {:?} {}",
            rule.rule,
            rule.subjects,
            rule.broken,
            rule.unknown,
            rule.waived,
            rule.withheld,
            rule.undecided,
            rule.undecided_missing,
            rule.not_applicable
        )
    }));
    lines.sort();
    lines
}

pub(crate) fn order(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let other = drawn.project.reordered(&mut Unstructured::new(&drawn.choices())).map_err(|error| error.to_string())?;
    let (before, after) = (Texts::of(&drawn.project)?, Texts::of(&other)?);
    match (before.report(), after.report()) {
        (Some(before), Some(after)) => same(&said(&before), &said(&after), &other),
        _ => Ok(()),
    }
}

fn same(before: &[String], after: &[String], other: &Project) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    let files: Vec<String> = other.files().iter().map(|file| format!("--- {}\n{}", file.name, file.text)).collect();
    Err(format!("{}\n\nchanged to\n{}", difference(before, after), files.concat()))
}

/// The names that elements get: none that the vocabulary knows, and some that it does know. No name changes how a sentence
/// is read. (Names that must stand in backquotes stand so in what is said of a sentence too, and that of a kind must: in
/// `experiment kpi` the last word that names a kind is the kind.)
const NAMES: &[&str] = &["zz_renamed", "leading", "owner", "every", "ünïcode_9", "it"];

/// Whether a name stands in a sentence without backquotes.
fn is_plain(id: &str) -> bool {
    let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    id.starts_with(char::is_alphabetic) && id.chars().all(in_word) && !["must", "unless", "where"].contains(&id)
}

pub(crate) fn renaming(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let choices = drawn.choices();
    let mut choices = Unstructured::new(&choices);
    let Ok(Some(named)) = drawn.project.pick(&mut choices) else { return Ok(()) };
    let Some(to) = choices.choose(NAMES).ok().copied() else { return Ok(()) };
    if !is_plain(&named.id) || drawn.project.elements().iter().any(|element| element.id == to) {
        return Ok(());
    }
    let Some(other) = drawn.project.renamed(&named.family, &named.id, to) else { return Ok(()) };
    let (before, after) = (Texts::of(&drawn.project)?, Texts::of(&other)?);
    match (before.report(), after.report()) {
        (Some(before), Some(after)) => same(&said_of(&before, &named, to), &said_of(&after, &named, to), &other),
        _ => Ok(()),
    }
}

/// What a report says, in its order, with both names of an element written as one, and without places and fingerprints.
fn said_of(report: &Report, named: &Named, to: &str) -> Vec<String> {
    let mut report = report.clone();
    report.digest.model.clear();
    report.digest.policies.clear();
    for rule in &mut report.rules {
        rule.span = Span::default();
    }
    for finding in &mut report.findings {
        finding.rule_at.span = Span::default();
        finding.at.iter_mut().for_each(placeless);
        finding.related.iter_mut().for_each(placeless);
        finding.parts.iter_mut().for_each(|part| part.fingerprint = "".into());
        finding.waived.iter_mut().for_each(|waived| waived.at = Span::default());
    }
    for diagnostic in &mut report.diagnostics {
        placeless(&mut diagnostic.primary);
        diagnostic.related.iter_mut().for_each(placeless);
    }
    let findings = |of_rules: bool| {
        let those = report.findings.iter().filter(move |finding| finding.rule.contains('/') == of_rules);
        those.map(|finding| format!("{finding:?}")).collect::<Vec<_>>()
    };
    let mut lines = vec![format!("{} elements", report.elements)];
    lines.extend(findings(true));
    lines.extend(report.rules.iter().map(|rule| format!("{rule:?}")));
    lines.extend(report.diagnostics.iter().map(|diagnostic| format!("{diagnostic:?}")));
    let without_name = |lines: Vec<String>| lines.into_iter().map(|line| without_name(&line, &[&named.id, to]));
    // Those about waivers stand in the order of what the waivers say, names included.
    let mut of_waivers: Vec<String> = without_name(findings(false)).collect();
    of_waivers.sort();
    without_name(lines).chain(of_waivers).collect()
}

fn placeless(label: &mut Label) {
    label.span = Span::default();
}

/// A line with each of some names, where it stands alone, written as `…`.
fn without_name(line: &str, names: &[&str]) -> String {
    let mut line = line.to_owned();
    for name in names {
        let mut out = String::new();
        let mut rest = line.as_str();
        while let Some(at) = rest.find(name) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            let after = from.strip_prefix(name).unwrap_or("");
            let in_word = |end: Option<char>| end.is_some_and(|end| end.is_alphanumeric() || end == '_');
            let alone =
                !in_word(before.chars().next_back().or(out.chars().next_back())) && !in_word(after.chars().next());
            out.push_str(before);
            out.push_str(if alone { "…" } else { name });
            rest = after;
        }
        out.push_str(rest);
        line = out;
    }
    line
}

pub(crate) fn digest(data: &[u8]) -> Result<(), String> {
    let mut drawn = projects::typed(data)?;
    // Where a kind has a parent the layout says which article stands before it, and that is a word: there it is plain.
    let has_parent = |item: &Item| matches!(item, Item::Kind(kind) if kind.parent.is_some());
    let articles = drawn.project.items.iter().any(|placed| has_parent(&placed.item));
    if articles {
        drawn.project.layout = 0;
    }
    let texts = Texts::of(&drawn.project)?;
    let Some(before) = texts.report() else { return Ok(()) };
    // Its layout: other comments and line ends, laid out, its items and rules in another order.
    let mut other = drawn.project.clone();
    if !articles {
        other.layout = other.layout.wrapping_add(drawn.number.max(1));
    }
    let other = other.reordered(&mut Unstructured::new(&drawn.choices())).map_err(|error| error.to_string())?;
    let mut alike = vec![("in another layout and order", Texts::of(&swapped_back(&drawn.project, other))?)];
    let mut laid_out = Texts { sources: bellwether::source::Sources::new(), as_of: texts.as_of };
    for (id, source) in texts.sources.iter() {
        let options = FormatOptions { width: 40 + drawn.choice(80), ..FormatOptions::default() };
        let text = bellwether::format(id, &source.text, &options).map_err(|error| format!("{error:?}"))?;
        laid_out.sources.add(&*source.name, text);
    }
    alike.push(("laid out", laid_out));
    for (how, texts) in alike {
        let after = texts.report().ok_or("what is the same takes more steps")?;
        if before.digest != after.digest {
            return Err(format!("{how}: {:?} and {:?}\n{}", before.digest, after.digest, shown(&texts)));
        }
    }
    changed(&drawn.project, drawn.choice(drawn.project.items.len()), &before)
}

/// The order of the rules of a policy is a part of its text, so it is as it was.
fn swapped_back(project: &Project, mut other: Project) -> Project {
    for placed in &mut other.items {
        let Item::Policy(policy) = &mut placed.item else { continue };
        if let Some(same) = project.policies().find(|same| same.id == policy.id) {
            *policy = same.clone();
        }
    }
    other
}

fn shown(texts: &Texts) -> String {
    let files = texts.sources.iter().map(|(_, source)| format!("--- {}\n{}", source.name, source.text));
    files.collect::<Vec<_>>().concat()
}

/// Without one of its items the project has another digest on that side, and the same on the other.
fn changed(project: &Project, at: usize, before: &Report) -> Result<(), String> {
    let mut other = project.clone();
    if at >= other.items.len() {
        return Ok(());
    }
    let item = other.items.remove(at).item;
    let texts = Texts::of(&other)?;
    let Some(after) = texts.report() else { return Ok(()) };
    let changes = (before.digest.policies != after.digest.policies, before.digest.model != after.digest.model);
    let expected = match &item {
        Item::Element(_) => (false, true),
        Item::Fixture(_) | Item::Test(_) => (false, false),
        // What is used counts with it.
        Item::Kind(_) | Item::Definition(_) | Item::Policy(_) | Item::Waiver(_) | Item::Use(_) => (true, false),
        Item::Raw(_) => return Ok(()),
    };
    if changes == expected {
        Ok(())
    } else {
        Err(format!("without {item:?} the digests change as {changes:?}, not as {expected:?}"))
    }
}
