//! Sources with reports about them. Spans are found by their text.

use bellwether::report::{Digest, Finding, FindingPart, Report, RuleReport, Subject, Verdict};
use bellwether::value::Date;
use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic, Label, Severity};
use bellwether_syntax::source::{SourceId, Sources};

/// Sources and a report about them.
pub(crate) struct Case {
    pub(crate) sources: Sources,
    pub(crate) report: Report,
}

impl Case {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut sources = Sources::new();
        for (name, text) in files {
            sources.add(*name, *text);
        }
        let report = Report {
            as_of: Date::new(2026, 6, 30).expect("a date"),
            digest: Digest { policies: "0".repeat(64), model: "f".repeat(64) },
            elements: 12,
            findings: Vec::new(),
            rules: Vec::new(),
            gone: 0,
            diagnostics: Vec::new(),
        };
        Self { sources, report }
    }

    /// The first place in any source where the text stands.
    pub(crate) fn span(&self, text: &str) -> Span {
        let found = self.sources.iter().find_map(|(id, source)| Some((id, source.text.find(text)?)));
        let (id, start) = found.unwrap_or_else(|| panic!("no source has {text:?}"));
        let offset = |at: usize| u32::try_from(at).expect("a small source");
        Span::new(id, offset(start), offset(start + text.len()))
    }

    pub(crate) fn label(&self, text: &str, message: &str) -> Label {
        Label { span: self.span(text), message: message.to_owned() }
    }

    /// A finding about an element, at a text of the model and a text of the rule.
    pub(crate) fn finding(rule: &str, subject: (&str, &str), message: &str, at: Label, rule_at: Label) -> Finding {
        Finding {
            rule: rule.into(),
            severity: Severity::Error,
            verdict: Verdict::Broken,
            subject: Subject { kind: subject.0.into(), id: subject.1.into(), label: None },
            message: message.to_owned(),
            because: None,
            suggest: None,
            see: None,
            missing: Vec::new(),
            parts: vec![FindingPart {
                text: "be leading".into(),
                verdict: Verdict::Broken,
                fingerprint: "0123456789abcdef".into(),
                facts: vec!["it is lagging".into()],
                baselined: false,
            }],
            at: Some(at),
            rule_at,
            related: Vec::new(),
            waived: None,
        }
    }

    pub(crate) fn rule(name: &str, subjects: u64, broken: u64, unknown: u64) -> RuleReport {
        RuleReport {
            rule: name.into(),
            severity: Severity::Error,
            span: Span::new(SourceId(0), 0, 0),
            in_force: true,
            switched_off: false,
            subjects,
            broken,
            unknown,
            waived: 0,
            withheld: 0,
            undecided: 0,
            undecided_missing: Vec::new(),
            not_applicable: 0,
            not_kept: 0,
            waived_not_kept: 0,
        }
    }
}

const GOALS: &str = "\
company acme {
  team success {
    kpi retention \"Retention\" {
      indicator lagging
    }
    kpi churn {}
    kpi seats {}
  }
}
";
const TEAMS: &str = "\
policy teams \"What a team may be measured by\" {

  leading: team KPIs must be leading
    unless owner is platform or infrastructure
  few: every team should have at most 2 kpis
  aimed: every kpi must have a target
}
";

/// One finding with the place in the model and the sentence.
pub(crate) fn two_places() -> Case {
    let mut case = Case::new(&[("goals/success.kpi", GOALS), ("policies/teams.kpi", TEAMS)]);
    let mut finding = Case::finding(
        "teams/leading",
        ("kpi", "retention"),
        "kpi `retention` must be leading, but it is lagging",
        case.label("lagging", "lagging"),
        case.label("team KPIs must be leading", "team `success` is neither platform nor infrastructure"),
    );
    finding.subject.label = Some("Retention".into());
    finding.because = Some("A lagging KPI reaches a team too late to act on.".into());
    finding.suggest = Some("find what retention follows from, and measure that".into());
    finding.see = Some("https://example.org/leading".into());
    case.report.findings.push(finding);
    case.report.rules.push(Case::rule("teams/leading", 3, 1, 0));
    case
}

/// A subject that could not be shown to keep a rule.
pub(crate) fn unknown() -> Case {
    let mut case = Case::new(&[("goals/success.kpi", GOALS), ("policies/teams.kpi", TEAMS)]);
    let mut finding = Case::finding(
        "teams/leading",
        ("kpi", "churn"),
        "kpi `churn` must be leading, which cannot be shown: `indicator` is missing",
        case.label("churn", ""),
        case.label("team KPIs must be leading", ""),
    );
    finding.verdict = Verdict::Unknown;
    finding.severity = Severity::Warning;
    finding.missing = vec!["indicator".into(), "target.by".into()];
    case.report.findings.push(finding);
    let mut rule = Case::rule("teams/leading", 3, 0, 1);
    rule.severity = Severity::Warning;
    case.report.rules.push(rule);
    case
}

/// A count, with the elements that were counted: near, far away in the same file, and in another.
pub(crate) fn counted() -> Case {
    let far = format!("{GOALS}{}team other {{ kpi far }}\n", "\n".repeat(60));
    let other = "team third {\n  kpi elsewhere\n}\n";
    let mut case = Case::new(&[("goals/success.kpi", &far), ("policies/teams.kpi", TEAMS), ("goals/b.kpi", other)]);
    let mut finding = Case::finding(
        "teams/few",
        ("team", "success"),
        "team `success` should have at most 2 kpis, but it has 5: retention, churn, seats, far, elsewhere",
        case.label("success", ""),
        case.label("every team should have at most 2 kpis", ""),
    );
    finding.related = ["retention", "churn", "seats", "far", "elsewhere"]
        .map(|id| case.label(&format!("kpi {id}"), &format!("kpi `{id}`")))
        .into();
    finding.related.extend((0..20).map(|_| case.label("kpi seats", "again")));
    case.report.findings.push(finding);
    case.report.rules.push(Case::rule("teams/few", 1, 1, 0));
    case
}

/// A counted rule over the whole model has no place in it.
pub(crate) fn whole_model() -> Case {
    let mut case = Case::new(&[("policies/teams.kpi", TEAMS)]);
    let mut finding = Case::finding(
        "teams/star",
        ("model", ""),
        "exactly 1 company kpi must be north_star, but none is",
        case.label("policy", ""),
        case.label("team KPIs must be leading\n    unless owner is platform or infrastructure", "over two lines"),
    );
    finding.at = None;
    case.report.findings.push(finding);
    case.report.rules.push(Case::rule("teams/star", 1, 1, 0));
    case
}

/// Mistakes with places in two files.
pub(crate) fn mistakes() -> Case {
    let other = "team success { kpi churn }\n";
    let mut case = Case::new(&[("goals/success.kpi", GOALS), ("policies/teams.kpi", TEAMS), ("goals/b.kpi", other)]);
    let first = case.span("kpi churn");
    let again = Span::new(SourceId(2), 19, 24);
    case.report.diagnostics = vec![
        Diagnostic::error(Code("duplicate-id"), again, "there are two metrics `churn`")
            .label("declared again")
            .also(first, "first declared here")
            .help("give one of them another id"),
        Diagnostic::error(Code("unknown-attribute"), case.span("target"), "a kpi has no attribute `target`")
            .label("did you mean `tasget`?"),
        Diagnostic::warning(Code("not-decided"), Span::new(SourceId(9), 0, 0), "a place that is nowhere"),
    ];
    case
}

/// More mistakes than are shown, with a warning before the errors.
pub(crate) fn many_mistakes() -> Case {
    let text = "mistake\n".repeat(150);
    let mut case = Case::new(&[("policies/teams.kpi", &text)]);
    let at = |line: u32| Span::new(SourceId(0), line * 8, line * 8 + 7);
    case.report.diagnostics.push(Diagnostic::warning(Code("look-alike"), at(0), "a warning before them"));
    let errors =
        (1..150).map(|line| Diagnostic::error(Code("unreadable-sentence"), at(line), format!("mistake {line}")));
    case.report.diagnostics.extend(errors);
    case
}

/// Every line that the summary can have.
pub(crate) fn silences() -> Case {
    let mut case = Case::new(&[("policies/teams.kpi", TEAMS)]);
    let mut rules: Vec<RuleReport> =
        (0..25).map(|number| Case::rule(&format!("teams/unmet-{number}"), 0, 0, 0)).collect();
    let mut sleeping = Case::rule("teams/sleeping", 0, 0, 0);
    sleeping.in_force = false;
    let mut undecided = Case::rule("teams/undecided", 4, 1, 2);
    undecided.severity = Severity::Note;
    undecided.undecided = 3;
    undecided.undecided_missing = vec!["owner".into(), "work".into()];
    undecided.withheld = 1;
    let mut share = Case::rule("teams/share", 1, 0, 0);
    share.not_applicable = 2;
    let mut flood = Case::rule("teams/flood", 5000, 5000, 0);
    flood.not_kept = 4000;
    rules.extend([sleeping, undecided, share, flood]);
    case.report.rules = rules;
    case
}

/// Texts of other scripts, wide letters, tabs, a line end of two characters, a control character, and the end of a file.
pub(crate) fn scripts() -> Case {
    let goals = "team 成功 {\r\n\t\tkpi удержание \"日本語 — ß\" { indicator lagging }\r\n\tkpi x\u{202e}y\r\n}\r\n";
    let mut case = Case::new(&[("ziele/größe.kpi", goals), ("policies/open.kpi", "policy p {\n")]);
    let finding = Case::finding(
        "команды/опережающие",
        ("kpi", "удержание"),
        "kpi `удержание` must be leading,\nbut it is lagging",
        case.label("lagging }", "lagging\nover lines"),
        case.label("日本語 — ß", "wide letters"),
    );
    case.report.findings.push(finding);
    case.report.diagnostics = vec![
        Diagnostic::warning(
            Code("direction-control"),
            case.span("\u{202e}"),
            "a character that changes the direction of text",
        ),
        Diagnostic::error(Code("unclosed-block"), Span::new(SourceId(1), 11, 11), "the file ends in a block")
            .label("the file ends here")
            .also(case.span("policy p {"), "the block begins here"),
        Diagnostic::error(
            Code("whole-file"),
            Span::new(SourceId(0), 0, 5000),
            "a place over the whole file and past it",
        ),
        Diagnostic::error(
            Code("within-a-letter"),
            Span::new(SourceId(0), 6, 7),
            "a place that begins and ends in a letter",
        ),
    ];
    case
}

/// One line of 1 MiB, with places at its begin, in its middle and over all of it; and a file without text.
pub(crate) fn long_line() -> Case {
    let text = format!("team a {{ {} }}\nkpi b\n", "kpi é ".repeat(150_000));
    let mut case = Case::new(&[("long.kpi", &text), ("empty.kpi", "")]);
    let middle = Span::new(SourceId(0), 700_007, 700_010);
    case.report.diagnostics = vec![
        Diagnostic::error(Code("begin"), case.span("team"), "at the begin").label("here"),
        Diagnostic::error(Code("middle"), middle, "in the middle").label("here").also(case.span("kpi b"), "below"),
        Diagnostic::error(Code("all"), Span::new(SourceId(0), 0, 1_000_000), "all of it").label("here"),
        Diagnostic::error(Code("empty-file"), Span::new(SourceId(1), 0, 0), "the file is empty"),
    ];
    case
}
