//! Baselines: the findings that were there when a policy came, accepted so that only new ones fail.
//!
//! **In**: the text of a baseline, and reports. **Out**: a baseline as data, diagnostics for lines that cannot be read, reports
//! with the accepted parts marked, and the text to write. Files are the caller's.
//!
//! A baseline holds parts of findings by their fingerprints, one a line and in the order of the fingerprints, so that two
//! branches that change it merge. The words after a fingerprint are for whoever reads the file; so that nobody is misled a
//! line accepts nothing where they name another rule or element than the part has.

mod line;

use std::collections::{BTreeMap, BTreeSet};

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic, Severity};
use bellwether_syntax::source::SourceId;

use crate::report::{Finding, Report};

/// A line of a baseline that cannot be read.
pub(crate) const BAD_BASELINE_LINE: Code = Code("bad-baseline-line");
/// A part that a baseline holds twice.
pub(crate) const BASELINE_LINE_TWICE: Code = Code("baseline-line-twice");

/// The slugs of what may be wrong with a baseline.
pub(crate) const BASELINE_CODES: &[Code] = &[BAD_BASELINE_LINE, BASELINE_LINE_TWICE];

/// The comment at the head of a new baseline.
const HEADER: [&str; 3] = [
    "# Findings that are accepted for now: those that are not here fail.",
    "# Each line is a part of one: its fingerprint, the rule, the element, and what the rule asks of it.",
    "# `bellwether baseline` writes this file, and `bellwether baseline --prune` takes out what is gone.",
];

/// A part of a finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The fingerprint of the part: 16 hexadecimal digits.
    pub fingerprint: Box<str>,
    /// The rule: `teams/leading`.
    pub rule: Box<str>,
    /// The kind of the element, or `model`.
    pub kind: Box<str>,
    /// Its id; empty for the model.
    pub id: Box<str>,
    /// The words of the part: `be leading`.
    pub text: Box<str>,
}

/// Accepted parts, each once, by their fingerprints; and the comments of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Box<str>, Entry>,
    /// Comments and empty lines before a line, by its fingerprint.
    above: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Comments and empty lines before the first line.
    header: Vec<Box<str>>,
    /// Comments and empty lines after the last line.
    footer: Vec<Box<str>>,
}

/// A baseline brought up to a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is to be written.
    pub baseline: Baseline,
    /// What the report has and the old baseline had not, in order; in the new baseline unless only pruning was asked for.
    pub new: Vec<Entry>,
    /// What the old baseline had and the report has not, in order; no longer in the new baseline.
    pub gone: Vec<Entry>,
}

/// Reads the text of a baseline, as its source has it. Lines that cannot be read have a diagnostic, and the others count.
pub fn read(source: SourceId, text: &str) -> (Baseline, Vec<Diagnostic>) {
    let mut baseline = Baseline::default();
    let mut diagnostics = Vec::new();
    let mut places: BTreeMap<Box<str>, Span> = BTreeMap::new();
    let mut comments: Vec<Box<str>> = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let span = Span::new(source, offset(start), offset(start + line.trim_end().len()));
        start += whole.len();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            comments.push(line.trim_end().into());
            continue;
        }
        let entry = match line::read(line) {
            Ok(entry) => entry,
            Err(trouble) => {
                let message = format!("this line of the baseline cannot be read: {}", trouble.what);
                diagnostics.push(Diagnostic::error(BAD_BASELINE_LINE, span, message).help(trouble.help));
                continue;
            }
        };
        let above = std::mem::take(&mut comments);
        if let Some(first) = places.get(&entry.fingerprint).copied() {
            diagnostics.push(
                Diagnostic::warning(BASELINE_LINE_TWICE, span, "this part is in the baseline twice")
                    .also(first, "first here")
                    .help("take one of the two lines out; `bellwether baseline --prune` does"),
            );
            baseline.above.entry(entry.fingerprint).or_default().extend(above);
            continue;
        }
        if baseline.entries.is_empty() {
            baseline.header = above;
        } else if !above.is_empty() {
            baseline.above.insert(entry.fingerprint.clone(), above);
        }
        places.insert(entry.fingerprint.clone(), span);
        baseline.entries.insert(entry.fingerprint.clone(), entry);
    }
    if baseline.entries.is_empty() {
        baseline.header = comments;
    } else {
        baseline.footer = comments;
    }
    (baseline, diagnostics)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a baseline may hold a finding: one of a rule, that no waiver covers. What is said of waivers is never accepted.
fn may_hold(finding: &Finding) -> bool {
    finding.waived.is_none() && finding.rule.contains('/')
}

impl Baseline {
    /// The baseline that accepts all that a report finds, but for what waivers cover and what is said of waivers.
    pub fn of(report: &Report) -> Self {
        let mut baseline = Self { header: HEADER.map(Into::into).to_vec(), ..Self::default() };
        for finding in report.findings.iter().filter(|finding| may_hold(finding)) {
            for part in &finding.parts {
                // Two parts of one fingerprint differ in their numbers alone, and are accepted together.
                baseline.entries.entry(part.fingerprint.clone()).or_insert_with(|| Entry {
                    fingerprint: part.fingerprint.clone(),
                    rule: finding.rule.clone(),
                    kind: finding.subject.kind.clone(),
                    id: finding.subject.id.clone(),
                    text: part.text.clone(),
                });
            }
        }
        baseline
    }

    /// The parts, in the order of their fingerprints.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether it accepts a part: by its fingerprint, with words that name the same rule and element.
    fn holds(&self, part: &Entry) -> bool {
        let entry = self.entries.get(&part.fingerprint);
        entry.is_some_and(|entry| (&entry.rule, &entry.kind, &entry.id) == (&part.rule, &part.kind, &part.id))
    }

    /// How many parts it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Marks in a report the parts that it holds, and counts those that are gone. `asked` says which of them the report
    /// would tell of: others are not gone because it does not. Where the report has errors in what was written nothing is
    /// said to be gone.
    pub fn apply(&self, report: &mut Report, asked: impl Fn(&Entry) -> bool) {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for finding in report.findings.iter_mut().filter(|finding| may_hold(finding)) {
            for part in &mut finding.parts {
                if let Some(entry) = self.entries.get(&part.fingerprint)
                    && *entry.rule == *finding.rule
                    && *entry.kind == *finding.subject.kind
                    && *entry.id == *finding.subject.id
                {
                    part.baselined = true;
                    met.insert(&entry.fingerprint);
                }
            }
        }
        let gone = |entry: &&Entry| !met.contains(&*entry.fingerprint) && asked(entry);
        let sure = !report.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        report.gone = if sure { self.entries().filter(gone).count() as u64 } else { 0 };
    }

    /// What it becomes when it is brought up to a report: what is gone is taken out, and what is new put in, unless it is
    /// only `pruned`. Comments are kept; those above a line that goes stand above the next.
    pub fn updated(&self, report: &Report, pruned: bool) -> Change {
        let today = Self::of(report);
        let missing = |one: &Self, other: &Self| -> Vec<Entry> {
            one.entries().filter(|entry| !other.holds(entry)).cloned().collect()
        };
        let (new, gone) = (missing(&today, self), missing(self, &today));
        let mut entries = today.entries;
        if pruned {
            entries.retain(|_, entry| self.holds(entry));
        }
        let mut above: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
        let mut footer = Vec::new();
        for (fingerprint, comments) in &self.above {
            match entries.range(fingerprint.clone()..).next() {
                Some((next, _)) => above.entry(next.clone()).or_default().extend(comments.iter().cloned()),
                None => footer.extend(comments.iter().cloned()),
            }
        }
        footer.extend(self.footer.iter().cloned());
        let header = if self.header.is_empty() && self.is_empty() { today.header } else { self.header.clone() };
        Change { baseline: Self { entries, above, header, footer }, new, gone }
    }

    /// The text of the file. Reading it gives the same parts, and writing those the same text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut put = |line: &str| {
            out.push_str(line);
            out.push('\n');
        };
        self.header.iter().for_each(|line| put(line));
        for (fingerprint, entry) in &self.entries {
            self.above.get(fingerprint).into_iter().flatten().for_each(|line| put(line));
            put(&line::written(entry));
        }
        self.footer.iter().for_each(|line| put(line));
        out
    }
}

#[cfg(test)]
mod tests;
