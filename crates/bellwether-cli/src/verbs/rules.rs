//! `bellwether rules`: what is in force, from where, and how many elements each rule meets; and what the rules leave unsaid.

use bellwether::evaluate::evaluate;
use bellwether::gaps::{Gaps, Unsaid, gaps};
use bellwether::program::Rule;
use bellwether::report::{Place, Places, Report, RuleReport};
use bellwether::source::Span;
use bellwether::{evaluate_options, make_report};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;

use crate::accepted::Accepted;
use crate::options::{Accepting, Format, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::{Project, met};
use crate::timings::Timings;

/// List the rules in force: from where, how grave, and how many elements each meets.
///
/// Exit status: 0, or 2 if not everything could be checked; then the rules that could are listed all the same.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) input: Input,

    /// List what the rules leave unsaid instead: kinds and attributes that the model uses and no rule speaks of, rules
    /// that meet nobody, rules whose every finding is waived or in the baseline
    #[arg(long)]
    pub(crate) gaps: bool,

    #[command(flatten)]
    pub(crate) accepting: Accepting,

    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(false));
    let mut project = Project::open(&options.input, &mut timings)?;
    let accepted = Accepted::open(&options.accepting, &mut project)?;
    let project = project;
    let asked = project.asked();
    let report = timings.stage("evaluating", || {
        evaluate(&project.program, &project.model, &evaluate_options(&project.program, &asked)).map(|evaluation| {
            let diagnostics = project.diagnostics.clone();
            let mut report = make_report(&evaluation, &project.model, &project.files(), diagnostics, &asked);
            if let Some(accepted) = &accepted {
                accepted.apply(&mut report, &asked);
            }
            report
        })
    });
    timings.finish();
    let report = report.map_err(|limit| met(&limit))?;
    let listed = Listed { report: &report, project: &project, places: Places::new(project.sources()) };
    let unsaid = options.gaps.then(|| gaps(&project.program, &project.model, &report));
    match (&unsaid, options.format) {
        (None, Format::Text) => output::print(&listed.text()),
        (None, Format::Json) => output::print_json(&written(&listed.json())),
        (Some(unsaid), Format::Text) => output::print(&gaps_text(unsaid, &report)),
        (Some(unsaid), Format::Json) => output::print_json(&written(&gaps_json(unsaid))),
    }?;
    let mistakes = report.summary().diagnostics.error;
    if mistakes == 0 {
        return Ok(Status::Passed);
    }
    let what = if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") };
    let problem = Problem::new(format!("{what} in these files: what rests on them is not listed"));
    Ok(output::complain(&problem.help("`bellwether check` shows them"), Status::NotChecked))
}

fn written(value: &Value) -> String {
    format!("{value:#}\n")
}

/// The rules with what a report says of them.
struct Listed<'a> {
    report: &'a Report,
    project: &'a Project,
    places: Places<'a>,
}

impl<'a> Listed<'a> {
    fn each(&self) -> impl Iterator<Item = (&'a Rule, &'a RuleReport)> {
        self.project.program.rules.iter().zip(&self.report.rules)
    }

    fn place(&self, span: Span) -> Option<Place<'a>> {
        self.places.place(span)
    }

    /// The file of a rule, and the line.
    fn at(&self, span: Span) -> String {
        self.place(span).map_or_else(String::new, |place| format!("{}:{}", place.file, place.start.line))
    }

    fn text(&self) -> String {
        let mut rows = vec![];
        for (rule, met) in self.each() {
            let subjects = match (met.in_force, rule.switched_off) {
                (true, _) => subjects(met.subjects),
                (false, true) => "switched off".to_owned(),
                (false, false) => "not in force".to_owned(),
            };
            let used = rule.used.map_or_else(String::new, |span| format!(", used at {}", self.at(span)));
            rows.push([
                met.severity.as_str().to_owned(),
                rule.name.to_string(),
                subjects,
                format!("{}{used}", self.at(rule.span)),
                rule.wording.text.to_string(),
            ]);
        }
        let mut out = table(&rows);
        let in_force = self.report.rules.iter().filter(|rule| rule.in_force).count();
        let rules = if in_force == 1 { "1 rule".to_owned() } else { format!("{in_force} rules") };
        let _ = writeln!(out, "{rules} in force as of {}", self.report.as_of);
        out
    }

    fn json(&self) -> Value {
        let at = |span: Span| self.place(span).map(|place| json!({ "file": place.file, "line": place.start.line }));
        let rules = self.each().map(|(rule, met)| {
            json!({
                "rule": rule.name,
                "severity": met.severity.as_str(),
                "sentence": rule.wording.text,
                "in_force": met.in_force,
                "switched_off": rule.switched_off,
                "subjects": met.subjects,
                "at": at(rule.span),
                "used_at": rule.used.and_then(at),
            })
        });
        json!({ "as_of": self.report.as_of.to_string(), "rules": rules.collect::<Vec<_>>() })
    }
}

fn subjects(number: u64) -> String {
    match number {
        0 => "meets nobody".to_owned(),
        1 => "1 element".to_owned(),
        more => format!("{more} elements"),
    }
}

/// Rows with their columns under each other, but for the last.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            let _ = write!(line, "{cell:width$}  ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn gaps_text(gaps: &Gaps, report: &Report) -> String {
    let mut out = String::new();
    let mut list = |what: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(out, "{what}");
            for line in lines {
                let _ = writeln!(out, "  {line}");
            }
        }
    };
    let unsaid = |unsaid: &[Unsaid], one: &str, more: &str| -> Vec<String> {
        let counted = |it: &Unsaid| format!("{} ({} {})", it.name, it.number, if it.number == 1 { one } else { more });
        unsaid.iter().map(counted).collect()
    };
    let named = |rules: &[Box<str>]| rules.iter().map(ToString::to_string).collect::<Vec<_>>();
    list("no rule in force speaks of the elements of", unsaid(&gaps.kinds, "element", "elements"));
    list("no rule in force looks at", unsaid(&gaps.attributes, "value", "values"));
    list("rules that meet nobody", named(&gaps.unmet));
    list("rules whose every finding is waived or in the baseline", named(&gaps.silenced));
    if gaps.is_empty() {
        out = format!("the rules in force as of {} leave nothing unsaid\n", report.as_of);
    }
    out
}

fn gaps_json(gaps: &Gaps) -> Value {
    let unsaid = |unsaid: &[Unsaid]| -> Vec<Value> {
        unsaid.iter().map(|it| json!({ "name": it.name, "number": it.number })).collect()
    };
    json!({
        "kinds": unsaid(&gaps.kinds),
        "attributes": unsaid(&gaps.attributes),
        "unmet_rules": gaps.unmet,
        "silenced_rules": gaps.silenced,
    })
}
