//! The tests and fixtures of all files, with what they name looked up. It needs no model, so it is a part of every check.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{File, Item, Line};
use rustc_hash::FxHashMap;

use super::codes;
use super::find::Finder;
use crate::ids::{KindId, RuleId};
use crate::program::Program;
use crate::value::Date;

/// The tests and fixtures of all files.
#[derive(Debug, Default)]
pub(crate) struct Suite<'t> {
    /// By file and place.
    pub(super) tests: Vec<Test<'t>>,
    /// The fixtures that no test uses.
    pub(super) unused: Vec<&'t [Line]>,
}

/// A test, looked up.
#[derive(Debug)]
pub(super) struct Test<'t> {
    pub(super) name: Box<str>,
    /// Where its name stands.
    pub(super) span: Span,
    /// The test and the fixtures that it uses.
    pub(super) places: Vec<Span>,
    /// What it is given: fixtures and declarations of its own, in order.
    pub(super) given: Vec<&'t [Line]>,
    pub(super) as_of: Option<Date>,
    pub(super) expectations: Vec<Expectation>,
    /// The rules that it names, in order, each once.
    pub(super) rules: Vec<RuleId>,
    /// Why it cannot be run.
    pub(super) mistake: Option<&'static str>,
}

impl Test<'_> {
    /// Whether it expects a diagnostic.
    pub(super) fn expects(&self, slug: Code) -> bool {
        self.expectations.iter().any(|one| matches!(&one.what, Expected::Diagnostic(code) if *code == slug))
    }
}

/// What a test expects, and where it says so.
#[derive(Debug)]
pub(super) struct Expectation {
    pub(super) what: Expected,
    pub(super) span: Span,
}

/// What a test expects.
#[derive(Debug)]
pub(super) enum Expected {
    Rule { rule: RuleId, verdict: Verdict, by: Option<Subject> },
    Diagnostic(Code),
}

/// What is expected of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Kept,
    Broken,
    Unknown,
}

/// Of whom.
#[derive(Debug)]
pub(super) enum Subject {
    Model,
    Element { kind: KindId, id: Box<str>, span: Span },
}

/// Looks up the tests of all files. `mistakes` are the places where something is wrong with what was written: a test around
/// one of them is not run; and where there are any, a rule that is not there may be one that could not be read, which has
/// its diagnostic.
pub(crate) fn suite<'t>(
    files: &'t [File],
    sources: &'t Sources,
    program: &Program,
    known: &[Code],
    mistakes: &[Span],
) -> (Suite<'t>, Vec<Diagnostic>) {
    let items = || files.iter().flat_map(|file| &file.items);
    let mut unread = Vec::new();
    let mut written = Vec::new();
    for item in items().filter(|_| !mistakes.is_empty()) {
        let Item::Policy(policy) = item else { continue };
        let name = sources.text(policy.id.span);
        // A rule whose sentence alone has a mistake has its name.
        let of_a_rule = |mistake: &Span| policy.rules.iter().any(|rule| holds_one(&[rule.span], &[*mistake]));
        let others: Vec<Span> = mistakes.iter().copied().filter(|mistake| !of_a_rule(mistake)).collect();
        if holds_one(&[policy.span], &others) {
            unread.push(name);
        }
        written.extend(policy.rules.iter().map(|rule| format!("{name}/{}", sources.text(rule.label.span))));
    }
    // Of two rules with one name, which is a mistake, the first is meant.
    let rules = program.rules.iter().enumerate().rev().map(|(at, rule)| (&*rule.name, at)).collect();
    let mut finder = Finder {
        sources,
        program,
        rules,
        known,
        unread,
        written,
        mistakes,
        fixtures: Vec::new(),
        diagnostics: Vec::new(),
    };
    for item in items() {
        if let Item::Fixture(fixture) = item {
            finder.fixture(fixture);
        }
    }
    let mut suite = Suite::default();
    let mut names: FxHashMap<Box<str>, Span> = FxHashMap::default();
    for item in items() {
        let Item::Test(test) = item else { continue };
        let test = finder.test(test);
        // What has no name that could be read was told already.
        if test.span.start == test.span.end {
            suite.tests.push(test);
            continue;
        }
        if let Some(first) = names.get(&test.name) {
            let message = format!("there are two tests `{}`", test.name);
            finder.diagnostics.push(
                Diagnostic::error(codes::DUPLICATE_TEST, test.span, message)
                    .also(*first, "first here")
                    .help("give each test a name of its own: results are known by it"),
            );
        } else {
            names.insert(test.name.clone(), test.span);
        }
        suite.tests.push(test);
    }
    suite.unused = finder.fixtures.iter().filter(|fixture| !fixture.used).map(|fixture| fixture.lines).collect();
    (suite, finder.diagnostics)
}

/// Whether one of the places holds the beginning of one of the mistakes, which are in order of place.
pub(super) fn holds_one(places: &[Span], mistakes: &[Span]) -> bool {
    places.iter().any(|place| {
        let at = mistakes.partition_point(|mistake| (mistake.source, mistake.start) < (place.source, place.start));
        mistakes.get(at).is_some_and(|mistake| mistake.source == place.source && mistake.start <= place.end)
    })
}
