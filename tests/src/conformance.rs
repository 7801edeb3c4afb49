//! Reads the conformance suite: groups of cases as JSON. Its format is described in `conformance/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::files;

/// A file of the suite: cases about one thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The section of the reference, by its number: `"7"`.
    pub section: String,
    /// What its cases are about.
    pub title: String,
    /// The as-of date of cases that give none.
    pub as_of: String,
    /// The files that all its cases have.
    #[serde(default)]
    pub files: BTreeMap<String, Text>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// A text: its lines, each of which ends with a line feed, or the text as it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// Lines without their line feeds.
    Lines(Vec<String>),
    /// The whole text.
    Whole(String),
}

impl Text {
    fn text(&self) -> String {
        match self {
            Self::Lines(lines) => lines.iter().flat_map(|line| [line, "\n"]).collect(),
            Self::Whole(text) => text.clone(),
        }
    }
}

/// A case: files, and what is to come of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name, of which there is one in the suite.
    pub name: String,
    /// What it shows.
    pub says: String,
    /// The as-of date, where it is not that of the group.
    pub as_of: Option<String>,
    /// Files beside those of the group, or instead of those with the same name.
    #[serde(default)]
    pub files: BTreeMap<String, Text>,
    /// All findings, in order.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What some of the rules met.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// What the tests in the files come to; if given, all of them, in order.
    pub tests: Option<Vec<Test>>,
    /// All diagnostics, in order.
    #[serde(default)]
    pub diagnostics: Vec<Diagnostic>,
}

/// A finding that is expected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// `policy/label`, or `idle-waiver` and its like.
    pub rule: String,
    /// Kind and id, or `model`.
    pub subject: String,
    /// `broken` or `unknown`.
    pub verdict: String,
    /// What is missing, where the verdict is `unknown`; in no particular order.
    #[serde(default)]
    pub missing: BTreeSet<String>,
    /// Whether a waiver covers it.
    #[serde(default)]
    pub waived: bool,
    /// Its severity, if the case looks at it.
    pub severity: Option<String>,
}

/// What is expected of a rule. What is not given is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `policy/label`
    pub rule: String,
    /// Whether the report knows the rule at all.
    pub in_report: Option<bool>,
    /// Whether it is in force on the as-of date.
    pub in_force: Option<bool>,
    /// Its severity on the as-of date.
    pub severity: Option<String>,
    /// How many subjects it met.
    pub subjects: Option<u64>,
    /// How many broke it.
    pub broken: Option<u64>,
    /// Of how many it could not be shown.
    pub unknown: Option<u64>,
    /// How many of its findings are waived.
    pub waived: Option<u64>,
    /// How many verdicts are withheld.
    pub withheld: Option<u64>,
    /// How many elements may be subjects or not.
    pub undecided: Option<u64>,
    /// How many times it asked for a share of nobody.
    pub not_applicable: Option<u64>,
}

/// What is expected of a test in the files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// `passed`, `failed` or `not-run`.
    pub outcome: String,
}

/// A diagnostic that is expected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnostic {
    /// Its slug.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// The file; absent where it is about no file.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1, in Unicode scalar values; absent where the case does not look at it.
    pub column: Option<u32>,
}

impl Group {
    /// The files of one of its cases, in the order in which they are to be read: that of their names.
    pub fn files_of(&self, case: &Case) -> Vec<(String, String)> {
        let mut all = self.files.clone();
        all.extend(case.files.clone());
        all.into_iter().map(|(name, text)| (name, text.text())).collect()
    }

    /// The as-of date of one of its cases.
    pub fn as_of<'a>(&'a self, case: &'a Case) -> &'a str {
        case.as_of.as_deref().unwrap_or(&self.as_of)
    }
}

/// Reads a file of the suite; the error says what is wrong with it.
pub fn read(path: &Path) -> Result<Group, String> {
    serde_json::from_str(&files::read(path)).map_err(|error| format!("{}: {error}", files::shown(path)))
}

/// Every file of the suite with the path that it is shown by; the errors say which files cannot be read.
pub fn groups() -> (Vec<(String, Group)>, Vec<String>) {
    let mut groups = Vec::new();
    let mut errors = Vec::new();
    for path in paths() {
        match read(&path) {
            Ok(group) => groups.push((files::shown(&path), group)),
            Err(error) => errors.push(error),
        }
    }
    (groups, errors)
}

/// The files of the suite: those in its folders.
pub fn paths() -> Vec<std::path::PathBuf> {
    let mut paths = files::below("tests/conformance", ".json");
    paths.retain(|path| path.parent() != Some(&files::root().join("tests/conformance")));
    paths
}
