//! `bellwether check`: reads, checks, evaluates, prints.

use bellwether::diagnostic::{Diagnostic, Severity};
use bellwether::evaluate::evaluate;
use bellwether::report::{JsonOptions, Report, TextOptions, digest, json, text};
use bellwether::source::Sources;
use bellwether::{CheckOptions as Asked, evaluate_options, make_report};
use bellwether_config::FailOn;
use clap::Args;

use crate::accepted::Accepted;
use crate::narrow;
use crate::options::{self, Accepting, Color, Format, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::{self, Project};
use crate::timings::Timings;

/// Check every .kpi file below the paths.
///
/// Exit status: 0 if nothing at or above the fail level was found, 1 if something was, 2 if not everything could be
/// checked.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) input: Input,

    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Exit with status 1 from findings of this severity on [default: `fail-on` of bellwether.toml, or error]
    #[arg(long, value_name = "SEVERITY", value_parser = options::fail_on())]
    pub(crate) fail_on: Option<FailOn>,

    /// Check this rule only, such as `teams/leading` or `teams/*`; may be repeated
    #[arg(long = "rule", value_name = "NAME")]
    pub(crate) rules: Vec<String>,

    /// Show the findings about this element only, such as `kpi retention`
    #[arg(long, value_name = "KIND ID", value_parser = options::subject)]
    pub(crate) subject: Option<(String, String)>,

    #[command(flatten)]
    pub(crate) accepting: Accepting,

    /// Show the findings that a waiver or the baseline covers too
    #[arg(long)]
    pub(crate) show_covered: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Leave out the summary and the progress
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Print to standard error how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(options.quiet));
    let mut project = Project::open(&options.input, &mut timings)?;
    let accepted = Accepted::open(&options.accepting, &mut project)?;
    let diagnostics = std::mem::take(&mut project.diagnostics);
    let report = check(&project, diagnostics, accepted.as_ref(), options, &mut timings)?;
    let fail_on = options.fail_on.unwrap_or_else(|| project.settings.fail_on());
    let status = status(&report, fail_on);
    let written = timings.stage("rendering", || render(&report, project.sources(), options));
    timings.finish();
    match options.format {
        Format::Json => output::print_json(&written)?,
        // Drawn by the library, which draws nothing that commands a terminal but its colours.
        Format::Text => output::print_exactly(&written)?,
    }
    if options.timings {
        output::say(&timings.table());
    }
    Ok(status)
}

/// Asks the rules, and makes the report.
fn check(
    project: &Project,
    mut diagnostics: Vec<Diagnostic>,
    accepted: Option<&Accepted>,
    options: &Options,
    timings: &mut Timings,
) -> Result<Report, Problem> {
    let Project { as_of, program, model, .. } = project;
    // Where something is wrong, what is asked for may be what could not be read.
    let sure = !diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let mut asked = Asked { rules: options.rules.clone(), ..project.asked() };
    asked.subject = narrow::subject(options.subject.as_ref(), model, program, sure)?;
    if sure {
        narrow::rules(&asked.rules, program, &project.parsed.known_packs)?;
    }
    if accepted.is_some() {
        asked.limits.findings_per_rule = usize::MAX;
    }
    let evaluated = timings.stage("evaluating", || evaluate(program, model, &evaluate_options(program, &asked)));
    Ok(timings.stage("explaining", || match evaluated {
        Ok(evaluation) => {
            let mut report = make_report(&evaluation, model, &project.files(), diagnostics, &asked);
            if let Some(accepted) = accepted {
                accepted.apply(&mut report, &asked);
            }
            report
        }
        Err(limit) => {
            diagnostics.push(project::limit(&limit));
            diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
            // What was met is an error of the report, so nobody takes it for one that found nothing.
            Report {
                as_of: *as_of,
                digest: digest(project.files().get(1..).unwrap_or_default()),
                elements: model.len() as u64,
                findings: Vec::new(),
                rules: Vec::new(),
                gone: 0,
                diagnostics,
            }
        }
    }))
}

/// What the run came to: what could not be checked is graver than what was found.
fn status(report: &Report, fail_on: FailOn) -> Status {
    let summary = report.summary();
    if summary.diagnostics.of(Severity::Error) > 0 {
        return Status::NotChecked;
    }
    match fail_on.severity() {
        Some(severity) if summary.findings.at_least(severity) > 0 => Status::Failed,
        _ => Status::Passed,
    }
}

fn render(report: &Report, sources: &Sources, options: &Options) -> String {
    match options.format {
        Format::Json => json(report, sources, &JsonOptions::default()),
        Format::Text => {
            let color = output::colored(options.color);
            text(
                report,
                sources,
                &TextOptions { color, quiet: options.quiet, covered: options.show_covered, ..TextOptions::default() },
            )
        }
    }
}
