//! Looks up what tests name: rules, fixtures, kinds and diagnostics. It needs no model, so it is a part of every check.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{self, File, Item, Line, LiteralKind, NounPhrase, TestClause};
use rustc_hash::FxHashMap;

use super::codes;
use crate::check::codes::{BAD_LITERAL, FORM_NOT_HERE, UNKNOWN_RULE, WRONG_TYPE};
use crate::ids::{KindId, RuleId};
use crate::near::{did_you_mean, near};
use crate::program::{Program, Uses};
use crate::value::{Date, LiteralValue, read_literal};
use crate::vocabulary::codes::UNKNOWN_KIND;

/// How many names a help gives.
const NAMES_GIVEN: usize = 8;

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
        if holds_one(&[policy.span], mistakes) {
            unread.push(name);
        }
        written.extend(policy.rules.iter().map(|rule| format!("{name}/{}", sources.text(rule.label.span))));
    }
    let mut finder =
        Finder { sources, program, known, unread, written, mistakes, fixtures: Vec::new(), diagnostics: Vec::new() };
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

struct Fixture<'t> {
    name: &'t str,
    span: Span,
    /// The whole item.
    whole: Span,
    lines: &'t [Line],
    used: bool,
}

struct Finder<'t, 'p> {
    sources: &'t Sources,
    program: &'p Program,
    /// All slugs.
    known: &'p [Code],
    /// The policies that hold a mistake, so that one of their rules may not be there.
    unread: Vec<&'t str>,
    /// The rules that are written, where there are mistakes.
    written: Vec<String>,
    mistakes: &'p [Span],
    fixtures: Vec<Fixture<'t>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Finder<'t, '_> {
    fn fixture(&mut self, fixture: &'t tree::Fixture) {
        let name = self.sources.text(fixture.name.span);
        if let Some(first) = self.fixtures.iter().find(|one| one.name == name) {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::DUPLICATE_FIXTURE,
                    fixture.name.span,
                    format!("there are two fixtures `{name}`"),
                )
                .also(first.span, "first here")
                .help("a fixture is known by its name in all files: give one of them another"),
            );
            return;
        }
        self.fixtures.push(Fixture {
            name,
            span: fixture.name.span,
            whole: fixture.span,
            lines: &fixture.lines,
            used: false,
        });
    }

    fn test(&mut self, test: &'t tree::Test) -> Test<'t> {
        let mut found = Test {
            name: self.name(&test.name),
            span: test.name.span,
            places: vec![test.span],
            given: Vec::new(),
            as_of: None,
            expectations: Vec::new(),
            rules: Vec::new(),
            mistake: None,
        };
        let before = self.diagnostics.len();
        let (mut expects, mut dated) = (false, false);
        for clause in &test.clauses {
            match clause {
                TestClause::Given { fixture, lines, .. } => {
                    if let Some(name) = fixture {
                        match self.find_fixture(name.span) {
                            Some((lines, place)) => {
                                found.given.push(lines);
                                found.places.push(place);
                            }
                            None => found.mistake = Some("a fixture that it names is not there"),
                        }
                    }
                    found.given.push(lines);
                }
                TestClause::AsOf(literal, _) => {
                    dated = true;
                    found.as_of = self.date(*literal);
                }
                TestClause::Expect { rule, verdict, by, span } => {
                    expects = true;
                    let rule = self.rule(rule);
                    let by = by.as_ref().map(|by| self.subject(by));
                    if rule.is_none() {
                        found.mistake = Some("a rule that it names is not there, or has a mistake");
                    }
                    let verdict = match self.sources.text(verdict.span) {
                        word if word.eq_ignore_ascii_case("kept") => Verdict::Kept,
                        word if word.eq_ignore_ascii_case("broken") => Verdict::Broken,
                        _ => Verdict::Unknown,
                    };
                    let (Some(rule), false) = (rule, matches!(by, Some(None))) else { continue };
                    if !found.rules.contains(&rule) {
                        found.rules.push(rule);
                    }
                    let what = Expected::Rule { rule, verdict, by: by.flatten() };
                    found.expectations.push(Expectation { what, span: *span });
                }
                TestClause::ExpectDiagnostic(slug, span) => {
                    expects = true;
                    if let Some(code) = self.diagnostic(slug.span) {
                        found.expectations.push(Expectation { what: Expected::Diagnostic(code), span: *span });
                    }
                }
            }
        }
        if holds_one(&found.places, self.mistakes) {
            found.mistake.get_or_insert("something in it is wrong");
            return found;
        }
        if !expects {
            let message = format!("the test `{}` expects nothing, so it shows nothing", found.name);
            self.diagnostics.push(
                Diagnostic::error(codes::TEST_WITHOUT_EXPECTATION, test.name.span, message)
                    .help("write what it shows, such as `expect teams/leading broken by kpi retention`"),
            );
        }
        if found.mistake.is_none() && !dated {
            self.needs_date(&found);
        }
        if self.diagnostics.len() > before && found.mistake.is_none() {
            found.mistake = Some("something in it is wrong");
        }
        found
    }

    fn name(&mut self, text: &tree::Text) -> Box<str> {
        let written = self.sources.text(text.span);
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        match read_literal(kind, written) {
            Ok(LiteralValue::Text(name)) => name.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            Err(error) => {
                self.diagnostics.push(Diagnostic::error(BAD_LITERAL, text.span, error.to_string()).help(error.help()));
                written.into()
            }
            Ok(_) => written.into(),
        }
    }

    fn find_fixture(&mut self, span: Span) -> Option<(&'t [Line], Span)> {
        let name = self.sources.text(span);
        if let Some(fixture) = self.fixtures.iter_mut().find(|fixture| fixture.name == name) {
            fixture.used = true;
            return Some((fixture.lines, fixture.whole));
        }
        let diagnostic = Diagnostic::error(codes::UNKNOWN_FIXTURE, span, format!("there is no fixture `{name}`"));
        let help = did_you_mean(name, self.fixtures.iter().map(|fixture| fixture.name))
            .unwrap_or_else(|| format!("write it outside of tests: `given {name} {{ … }}`"));
        self.diagnostics.push(diagnostic.help(help));
        None
    }

    fn date(&mut self, literal: tree::Literal) -> Option<Date> {
        match read_literal(literal.kind, self.sources.text(literal.span)) {
            Ok(LiteralValue::Date(date)) => return Some(date),
            Ok(LiteralValue::Period(period)) => return Some(period.end),
            Ok(_) => self.diagnostics.push(
                Diagnostic::error(WRONG_TYPE, literal.span, "a date is asked for here")
                    .help("write it as `2026-06-30`"),
            ),
            Err(error) => self
                .diagnostics
                .push(Diagnostic::error(BAD_LITERAL, literal.span, error.to_string()).help(error.help())),
        }
        None
    }

    /// A rule by its full name.
    fn rule(&mut self, name: &tree::RuleName) -> Option<RuleId> {
        let words: Vec<&str> = name.parts.iter().map(|part| self.sources.text(part.span)).collect();
        let written = words.join("/");
        if name.all {
            self.diagnostics.push(
                Diagnostic::error(FORM_NOT_HERE, name.span, "a test expects something of one rule at a time")
                    .help(format!("write one of the rules of `{written}`, as in `{written}/LABEL`")),
            );
            return None;
        }
        let rules = &self.program.rules;
        if let Some(found) = rules.iter().position(|rule| *rule.name == *written) {
            return Some(RuleId::at(found));
        }
        let policy = words.first().copied().unwrap_or_default();
        if self.written.contains(&written) || (words.len() > 1 && self.unread.contains(&policy)) {
            return None;
        }
        let names = || rules.iter().map(|rule| &*rule.name);
        let help = match near(&written, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => self.rules_like(policy, &written),
        };
        self.diagnostics
            .push(Diagnostic::error(UNKNOWN_RULE, name.span, format!("there is no rule `{written}`")).help(help));
        None
    }

    /// The rules of the same policy, or with the same label, or a word about their form.
    fn rules_like(&self, policy: &str, written: &str) -> String {
        let all: Vec<&str> = self.program.rules.iter().map(|rule| &*rule.name).collect();
        let label = written.rsplit('/').next().unwrap_or(written);
        let of_policy = all.iter().copied().filter(|name| name.split('/').next() == Some(policy)).collect();
        let of_label = all.iter().copied().filter(|name| name.rsplit('/').next() == Some(label)).collect();
        let Some(names) = [of_policy, of_label].into_iter().find(|names: &Vec<&str>| !names.is_empty()) else {
            return "a rule is named with its policy, as in `teams/leading`".to_owned();
        };
        let mut given: Vec<String> = names.iter().take(NAMES_GIVEN).map(|name| format!("`{name}`")).collect();
        if names.len() > NAMES_GIVEN {
            given.push(format!("and {} more", names.len() - NAMES_GIVEN));
        }
        format!("there is {}", given.join(", "))
    }

    fn subject(&mut self, noun: &NounPhrase) -> Option<Subject> {
        let plain = noun.quantifier.is_none() && noun.of.is_none() && noun.within.is_none() && noun.condition.is_none();
        match noun.words.as_slice() {
            [model] if plain && self.sources.text(model.span).eq_ignore_ascii_case("model") => Some(Subject::Model),
            [kind, id] if plain => {
                let noun = self.sources.text(kind.span);
                let vocabulary = &self.program.vocabulary;
                let Some(kind_id) = vocabulary.kind_named(noun) else {
                    let mut diagnostic =
                        Diagnostic::error(UNKNOWN_KIND, kind.span, format!("there is no kind `{noun}`"));
                    diagnostic.help = did_you_mean(noun, vocabulary.kinds.iter().map(|kind| &*kind.name));
                    self.diagnostics.push(diagnostic);
                    return None;
                };
                Some(Subject::Element { kind: kind_id, id: self.sources.text(id.span).into(), span: id.span })
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(FORM_NOT_HERE, noun.span, "a test names one element, or the model")
                        .help("write its kind and its id, as in `by kpi retention`, or `by model`"),
                );
                None
            }
        }
    }

    fn diagnostic(&mut self, span: Span) -> Option<Code> {
        let slug = self.sources.text(span);
        if let Some(code) = self.known.iter().find(|code| code.0 == slug) {
            return Some(*code);
        }
        let help = did_you_mean(slug, self.known.iter().map(|code| code.0)).unwrap_or_else(|| {
            "a diagnostic is named in the brackets of its message, as in `error[unknown-attribute]`".to_owned()
        });
        self.diagnostics.push(
            Diagnostic::error(codes::UNKNOWN_DIAGNOSTIC, span, format!("there is no diagnostic `{slug}`")).help(help),
        );
        None
    }

    /// A result must not depend on the day of the run: what depends on a date needs one.
    fn needs_date(&mut self, test: &Test<'_>) {
        for id in &test.rules {
            let Some(rule) = self.program.rules.get(id.index()) else { continue };
            let bounded = rule.from.is_some() || rule.until.is_some();
            if !bounded && !Uses::of_rules(self.program, [rule]).today {
                continue;
            }
            let why = if bounded { "is in force for a time" } else { "speaks of `today`" };
            let message = format!("the rule `{}` {why}, and the test has no date", rule.name);
            let at = test.expectations.iter().find_map(|expectation| match &expectation.what {
                Expected::Rule { rule, .. } if rule == id => Some(expectation.span),
                _ => None,
            });
            self.diagnostics.push(
                Diagnostic::error(codes::TEST_WITHOUT_DATE, at.unwrap_or(test.span), message)
                    .help("write the date that it is asked at in the test, such as `as of 2026-06-30`"),
            );
            return;
        }
    }
}

fn holds_one(places: &[Span], mistakes: &[Span]) -> bool {
    mistakes.iter().any(|mistake| {
        places
            .iter()
            .any(|place| place.source == mistake.source && place.start <= mistake.start && mistake.start <= place.end)
    })
}
