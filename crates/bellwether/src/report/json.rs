//! A report as one JSON object: what CI, editors and other programs read. Its schema is `docs/report.schema.json`.
//!
//! The structs below are that object: their fields stand in the order of its keys.

mod testing;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Label, Severity};
use bellwether_syntax::source::Sources;
use serde::{Serialize, Serializer};

use super::lines::Places;
use super::summary::Tally;
use super::{Finding, FindingPart, Report, RuleReport, Verdict, Waived};

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
    let object = object(report, &places);
    let written = if options.pretty { serde_json::to_string_pretty(&object) } else { serde_json::to_string(&object) };
    // Only maps with keys that are no texts, and writers, make serde_json fail; here is neither.
    let mut text = written.unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Object<'a> {
    bellwether: &'static str,
    language: u32,
    as_of: String,
    digest: DigestObject<'a>,
    summary: SummaryObject<'a>,
    #[serde(serialize_with = "each")]
    findings: Each<'a, Finding, FindingObject<'a>>,
    #[serde(serialize_with = "each")]
    rules: Each<'a, RuleReport, RuleObject<'a>>,
    #[serde(serialize_with = "each")]
    diagnostics: Each<'a, Diagnostic, DiagnosticObject<'a>>,
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

#[derive(Serialize)]
struct DigestObject<'a> {
    policies: &'a str,
    model: &'a str,
}

#[derive(Serialize)]
struct SummaryObject<'a> {
    elements: u64,
    rules: usize,
    findings: TallyObject,
    unknown: u64,
    withheld: u64,
    waived: u64,
    baselined: u64,
    gone: u64,
    unmet_rules: Vec<&'a str>,
    undecided: Vec<UndecidedObject<'a>>,
    not_in_force: Vec<&'a str>,
    not_applicable: Vec<NumberObject<'a>>,
    not_kept: Vec<NumberObject<'a>>,
    diagnostics: TallyObject,
}

#[derive(Serialize)]
struct TallyObject {
    error: u64,
    warning: u64,
    note: u64,
}

#[derive(Serialize)]
struct UndecidedObject<'a> {
    rule: &'a str,
    subjects: u64,
    missing: &'a [Box<str>],
}

#[derive(Serialize)]
struct NumberObject<'a> {
    rule: &'a str,
    number: u64,
}

#[derive(Serialize)]
struct FindingObject<'a> {
    rule: &'a str,
    severity: &'static str,
    verdict: &'static str,
    subject: SubjectObject<'a>,
    message: &'a str,
    because: Option<&'a str>,
    suggest: Option<&'a str>,
    see: Option<&'a str>,
    missing: &'a [Box<str>],
    parts: Vec<PartObject<'a>>,
    at: Option<AtObject<'a>>,
    rule_at: Option<AtObject<'a>>,
    related: Vec<RelatedObject<'a>>,
    waived: Option<WaivedObject<'a>>,
}

#[derive(Serialize)]
struct SubjectObject<'a> {
    kind: &'a str,
    id: &'a str,
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct PartObject<'a> {
    text: &'a str,
    verdict: &'static str,
    fingerprint: &'a str,
    facts: &'a [Box<str>],
    baselined: bool,
}

#[derive(Serialize)]
struct WaivedObject<'a> {
    until: String,
    because: &'a str,
    by: Option<&'a str>,
    at: Option<AtObject<'a>>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct AtObject<'a> {
    #[serde(flatten)]
    place: PlaceObject<'a>,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceObject<'a>,
}

#[derive(Serialize)]
struct RuleObject<'a> {
    rule: &'a str,
    severity: &'static str,
    subjects: u64,
    broken: u64,
    unknown: u64,
    waived: u64,
    withheld: u64,
    in_force: bool,
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    at: Option<AtObject<'a>>,
    related: Vec<RelatedObject<'a>>,
}

fn object<'a>(report: &'a Report, places: &'a Places<'a>) -> Object<'a> {
    let summary = report.summary();
    let numbers = |number: fn(&RuleReport) -> u64| {
        let rules = report.rules.iter().filter(move |rule| number(rule) > 0);
        rules.map(|rule| NumberObject { rule: &rule.rule, number: number(rule) }).collect()
    };
    Object {
        bellwether: env!("CARGO_PKG_VERSION"),
        language: crate::LANGUAGE_VERSION,
        as_of: report.as_of.to_string(),
        digest: DigestObject { policies: &report.digest.policies, model: &report.digest.model },
        summary: SummaryObject {
            elements: report.elements,
            rules: report.rules.len(),
            findings: tally(&summary.findings),
            unknown: summary.unknown,
            withheld: summary.withheld,
            waived: summary.waived,
            baselined: summary.baselined,
            gone: report.gone,
            unmet_rules: report.unmet_rules().map(|rule| &*rule.rule).collect(),
            undecided: report.rules.iter().filter(|rule| rule.undecided > 0).map(undecided).collect(),
            not_in_force: report.sleeping_rules().map(|rule| &*rule.rule).collect(),
            not_applicable: numbers(|rule| rule.not_applicable),
            not_kept: numbers(|rule| rule.not_kept),
            diagnostics: tally(&summary.diagnostics),
        },
        findings: Each { list: &report.findings, places, make: finding },
        rules: Each { list: &report.rules, places, make: rule },
        diagnostics: Each { list: &report.diagnostics, places, make: diagnostic },
    }
}

const fn tally(tally: &Tally) -> TallyObject {
    TallyObject {
        error: tally.of(Severity::Error),
        warning: tally.of(Severity::Warning),
        note: tally.of(Severity::Note),
    }
}

fn undecided(rule: &RuleReport) -> UndecidedObject<'_> {
    UndecidedObject { rule: &rule.rule, subjects: rule.undecided, missing: &rule.undecided_missing }
}

fn finding<'a>(finding: &'a Finding, places: &'a Places<'a>) -> FindingObject<'a> {
    let subject = &finding.subject;
    FindingObject {
        rule: &finding.rule,
        severity: finding.severity.as_str(),
        verdict: verdict(finding.verdict),
        subject: SubjectObject { kind: &subject.kind, id: &subject.id, label: subject.label.as_deref() },
        message: &finding.message,
        because: finding.because.as_deref(),
        suggest: finding.suggest.as_deref(),
        see: finding.see.as_deref(),
        missing: &finding.missing,
        parts: finding.parts.iter().map(part).collect(),
        at: finding.at.as_ref().and_then(|label| at(label, places)),
        rule_at: at(&finding.rule_at, places),
        related: related(&finding.related, places),
        waived: finding.waived.as_ref().map(|waived| self::waived(waived, places)),
    }
}

fn waived<'a>(waived: &'a Waived, places: &'a Places<'a>) -> WaivedObject<'a> {
    let at = place(waived.at, places).map(|place| AtObject { place, message: None });
    WaivedObject { until: waived.until.to_string(), because: &waived.because, by: waived.by.as_deref(), at }
}

fn part(part: &FindingPart) -> PartObject<'_> {
    PartObject {
        text: &part.text,
        verdict: verdict(part.verdict),
        fingerprint: &part.fingerprint,
        facts: &part.facts,
        baselined: part.baselined,
    }
}

fn rule<'a>(rule: &'a RuleReport, _: &'a Places<'a>) -> RuleObject<'a> {
    RuleObject {
        rule: &rule.rule,
        severity: rule.severity.as_str(),
        subjects: rule.subjects,
        broken: rule.broken,
        unknown: rule.unknown,
        waived: rule.waived,
        withheld: rule.withheld,
        in_force: rule.in_force,
    }
}

fn diagnostic<'a>(diagnostic: &'a Diagnostic, places: &'a Places<'a>) -> DiagnosticObject<'a> {
    DiagnosticObject {
        code: diagnostic.code.0,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        at: at(&diagnostic.primary, places),
        related: related(&diagnostic.related, places),
    }
}

fn at<'a>(label: &'a Label, places: &'a Places<'a>) -> Option<AtObject<'a>> {
    let message = (!label.message.is_empty()).then_some(label.message.as_str());
    Some(AtObject { place: place(label.span, places)?, message })
}

fn related<'a>(labels: &'a [Label], places: &'a Places<'a>) -> Vec<RelatedObject<'a>> {
    let related = |label: &'a Label| Some(RelatedObject { message: &label.message, place: place(label.span, places)? });
    labels.iter().filter_map(related).collect()
}

fn place<'a>(span: Span, places: &'a Places<'a>) -> Option<PlaceObject<'a>> {
    let place = places.place(span)?;
    Some(PlaceObject {
        file: place.file,
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    })
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Broken => "broken",
        Verdict::Unknown => "unknown",
    }
}
