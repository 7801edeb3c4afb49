//! A report as one JSON object: what CI, editors and other programs read. Its schema is `docs/report.schema.json`.
//!
//! What stands in it is in `written`, which reads it back as well; here reports become that, one finding at a time.

mod testing;

use std::borrow::Cow;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Label};
use bellwether_syntax::source::Sources;
use serde::{Serialize, Serializer};

use super::lines::Places;
use super::{Finding, FindingPart, Report, RuleReport, Waived, written};

pub use testing::test_json;

/// How a report is written for a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonOptions {
    /// Over lines, with indents; else all on one line.
    pub pretty: bool,
}

impl Default for JsonOptions {
    fn default() -> Self {
        Self { pretty: true }
    }
}

/// The report as one JSON object that ends with a line feed. Every diagnostic is in it. Linear in the report and in the
/// sources that it points at.
pub fn json(report: &Report, sources: &Sources, options: &JsonOptions) -> String {
    let places = Places::new(sources);
    written::write(&object(report, &places), options)
}

/// [`written::Report`], with lists that are not all there at once.
#[derive(Serialize)]
struct Object<'a> {
    bellwether: &'static str,
    language: u32,
    as_of: String,
    digest: written::Digest<'a>,
    summary: written::Summary<'a>,
    #[serde(serialize_with = "each")]
    findings: Each<'a, Finding, written::Finding<'a>>,
    #[serde(serialize_with = "each")]
    rules: Each<'a, RuleReport, written::Rule<'a>>,
    #[serde(serialize_with = "each")]
    diagnostics: Each<'a, Diagnostic, written::Diagnostic<'a>>,
}

/// A list written one object at a time, so that the objects of a large report never stand in memory together.
struct Each<'a, T, O> {
    list: &'a [T],
    places: &'a Places<'a>,
    make: fn(&'a T, &'a Places<'a>) -> O,
}

fn each<T, O: Serialize, S: Serializer>(each: &Each<'_, T, O>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(each.list.iter().map(|item| (each.make)(item, each.places)))
}

fn object<'a>(report: &'a Report, places: &'a Places<'a>) -> Object<'a> {
    let summary = report.summary();
    let numbers = |number: fn(&RuleReport) -> u64| {
        let rules = report.rules.iter().filter(move |rule| number(rule) > 0);
        rules.map(|rule| written::Number { rule: (&*rule.rule).into(), number: number(rule) }).collect()
    };
    Object {
        bellwether: env!("CARGO_PKG_VERSION"),
        language: crate::LANGUAGE_VERSION,
        as_of: report.as_of.to_string(),
        digest: written::Digest {
            policies: report.digest.policies.as_str().into(),
            model: report.digest.model.as_str().into(),
        },
        summary: written::Summary {
            elements: report.elements,
            rules: report.rules.len() as u64,
            findings: summary.findings.into(),
            unknown: summary.unknown,
            withheld: summary.withheld,
            waived: summary.waived,
            baselined: summary.baselined,
            gone: report.gone,
            unmet_rules: report.unmet_rules().map(|rule| (&*rule.rule).into()).collect(),
            undecided: report.rules.iter().filter(|rule| rule.undecided > 0).map(undecided).collect(),
            not_in_force: report.sleeping_rules().map(|rule| (&*rule.rule).into()).collect(),
            not_applicable: numbers(|rule| rule.not_applicable),
            not_kept: numbers(|rule| rule.not_kept),
            diagnostics: summary.diagnostics.into(),
        },
        findings: Each { list: &report.findings, places, make: finding },
        rules: Each { list: &report.rules, places, make: rule },
        diagnostics: Each { list: &report.diagnostics, places, make: diagnostic },
    }
}

fn texts(texts: &[Box<str>]) -> Vec<Cow<'_, str>> {
    texts.iter().map(|text| (&**text).into()).collect()
}

fn undecided(rule: &RuleReport) -> written::Undecided<'_> {
    let missing = texts(&rule.undecided_missing);
    written::Undecided { rule: (&*rule.rule).into(), subjects: rule.undecided, missing }
}

fn finding<'a>(finding: &'a Finding, places: &'a Places<'a>) -> written::Finding<'a> {
    let subject = &finding.subject;
    written::Finding {
        rule: (&*finding.rule).into(),
        severity: finding.severity,
        verdict: finding.verdict,
        subject: written::Subject {
            kind: (&*subject.kind).into(),
            id: (&*subject.id).into(),
            label: subject.label.as_deref().map(Into::into),
        },
        message: finding.message.as_str().into(),
        because: finding.because.as_deref().map(Into::into),
        suggest: finding.suggest.as_deref().map(Into::into),
        see: finding.see.as_deref().map(Into::into),
        missing: texts(&finding.missing),
        parts: finding.parts.iter().map(part).collect(),
        at: finding.at.as_ref().and_then(|label| at(label, places)),
        rule_at: at(&finding.rule_at, places),
        related: related(&finding.related, places),
        waived: finding.waived.as_ref().map(|waived| self::waived(waived, places)),
    }
}

fn waived<'a>(waived: &'a Waived, places: &'a Places<'a>) -> written::Waived<'a> {
    written::Waived {
        until: waived.until,
        because: (&*waived.because).into(),
        by: waived.by.as_deref().map(Into::into),
        at: place(waived.at, places).map(|place| written::At { place, message: None }),
    }
}

fn part(part: &FindingPart) -> written::Part<'_> {
    written::Part {
        text: (&*part.text).into(),
        verdict: part.verdict,
        fingerprint: (&*part.fingerprint).into(),
        facts: texts(&part.facts),
        baselined: part.baselined,
    }
}

fn rule<'a>(rule: &'a RuleReport, _: &'a Places<'a>) -> written::Rule<'a> {
    written::Rule {
        rule: (&*rule.rule).into(),
        severity: rule.severity,
        subjects: rule.subjects,
        broken: rule.broken,
        unknown: rule.unknown,
        waived: rule.waived,
        withheld: rule.withheld,
        in_force: rule.in_force,
    }
}

fn diagnostic<'a>(diagnostic: &'a Diagnostic, places: &'a Places<'a>) -> written::Diagnostic<'a> {
    written::Diagnostic {
        code: diagnostic.code.0.into(),
        severity: diagnostic.severity,
        message: diagnostic.message.as_str().into(),
        help: diagnostic.help.as_deref().map(Into::into),
        at: at(&diagnostic.primary, places),
        related: related(&diagnostic.related, places),
    }
}

fn at<'a>(label: &'a Label, places: &'a Places<'a>) -> Option<written::At<'a>> {
    let message = (!label.message.is_empty()).then(|| label.message.as_str().into());
    Some(written::At { place: place(label.span, places)?, message })
}

fn related<'a>(labels: &'a [Label], places: &'a Places<'a>) -> Vec<written::Related<'a>> {
    let related = |label: &'a Label| {
        Some(written::Related { message: label.message.as_str().into(), place: place(label.span, places)? })
    };
    labels.iter().filter_map(related).collect()
}

fn place<'a>(span: Span, places: &'a Places<'a>) -> Option<written::Place<'a>> {
    let place = places.place(span)?;
    Some(written::Place {
        file: place.file.into(),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    })
}
