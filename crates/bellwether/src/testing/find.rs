//! Looks up what a test names: rules, fixtures, kinds and diagnostics, each with near names where it is not there.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{self, Line, LiteralKind, NounPhrase, TestClause};
use rustc_hash::FxHashMap;

use super::codes;
use super::suite::{Expectation, Expected, Subject, Test, Verdict, holds_one};
use crate::check::codes::{BAD_LITERAL, FORM_NOT_HERE, UNKNOWN_RULE, WRONG_TYPE};
use crate::ids::RuleId;
use crate::near::{did_you_mean, near};
use crate::program::{Program, Uses};
use crate::value::{Date, LiteralValue, read_literal};
use crate::vocabulary::codes::UNKNOWN_KIND;

/// How many names a help gives.
const NAMES_GIVEN: usize = 8;

pub(super) struct Fixture<'t> {
    pub(super) name: &'t str,
    pub(super) span: Span,
    /// The whole item.
    pub(super) whole: Span,
    pub(super) lines: &'t [Line],
    pub(super) used: bool,
}

pub(super) struct Finder<'t, 'p> {
    pub(super) sources: &'t Sources,
    pub(super) program: &'p Program,
    /// The rules of the program by their names.
    pub(super) rules: FxHashMap<&'p str, usize>,
    /// All slugs.
    pub(super) known: &'p [Code],
    /// The policies that hold a mistake, so that one of their rules may not be there.
    pub(super) unread: Vec<&'t str>,
    /// The rules that are written, where there are mistakes.
    pub(super) written: Vec<String>,
    pub(super) mistakes: &'p [Span],
    pub(super) fixtures: Vec<Fixture<'t>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'t> Finder<'t, '_> {
    pub(super) fn fixture(&mut self, fixture: &'t tree::Fixture) {
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

    pub(super) fn test(&mut self, test: &'t tree::Test) -> Test<'t> {
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
                            Some((_, place)) if found.places.contains(&place) => {
                                let message = format!("the test takes up `{}` twice", self.sources.text(name.span));
                                self.diagnostics.push(
                                    Diagnostic::error(codes::DUPLICATE_FIXTURE, name.span, message).help(
                                        "take one of the two away: a test is given the elements of a fixture once",
                                    ),
                                );
                            }
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
        if let Some(found) = self.rules.get(&*written) {
            return Some(RuleId::at(*found));
        }
        let policy = words.first().copied().unwrap_or_default();
        if let Some(place) = self.program.left_out.get(&*written) {
            let message = format!("the rule `{written}` is not in force, so nothing can be expected of it");
            let diagnostic = Diagnostic::error(UNKNOWN_RULE, name.span, message);
            self.diagnostics.push(match place {
                Some(place) => diagnostic
                    .also(*place, "left out here")
                    .help("take the expectation away, or do not leave the rule out"),
                None => diagnostic.help(format!("take the expectation away, or bring the rule in: `use {written}`")),
            });
            return None;
        }
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
