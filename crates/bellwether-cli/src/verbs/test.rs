//! `bellwether test`: runs the tests that stand beside the policies.

use bellwether::report::{JsonOptions, TestOutcome, TestReport, TextOptions, test_json, test_text};
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{TestOptions, run_tests};
use clap::{Args, ValueEnum};

use crate::junit::junit;
use crate::options::{Color, Effort, Files, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::Project;
use crate::timings::Timings;

/// Run the tests written beside the policies.
///
/// Exit status: 0 if every test passed, 1 if one failed, 2 if one could not be run or something is wrong with what was
/// written. With --require-coverage, 1 too if a rule lacks a test that shows it kept or one that shows it broken.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Run only the tests with this in their name, without regard to case
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// How the results are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Tell which rules no test shows kept or broken, and which of their clauses never decide
    #[arg(long)]
    pub(crate) coverage: bool,

    /// Fail where a rule lacks a test that shows it kept or one that shows it broken
    #[arg(long)]
    pub(crate) require_coverage: bool,

    /// Change each rule a little, and tell the changes that no test notices
    #[arg(long)]
    pub(crate) mutate: bool,

    #[command(flatten)]
    pub(crate) effort: Effort,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Leave out the tests that passed, the summary and the progress
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Print to standard error how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,
}

/// How the results of tests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    Text,
    /// For a program, as described by test-report.schema.json
    Json,
    /// For a CI server, as `JUnit` XML
    Junit,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(options.quiet));
    // Tests say their dates themselves: no result depends on this one.
    let input = Input { files: options.files.clone(), as_of: Date::new(2000, 1, 1), effort: options.effort };
    let mut project = Project::open(&input, &mut timings)?;
    let diagnostics = std::mem::take(&mut project.diagnostics);
    let asked = TestOptions {
        filter: options.filter.clone(),
        coverage: options.coverage || options.require_coverage,
        mutate: options.mutate,
        limits: project.limits,
    };
    let stage = if options.mutate { "changing rules" } else { "testing" };
    let report = timings.stage(stage, || run_tests(&project.parsed, &project.program, diagnostics, &asked));
    let written = timings.stage("rendering", || render(&report, project.sources(), options))?;
    timings.finish();
    match options.format {
        Format::Json => output::print_json(&written)?,
        Format::Junit => output::print(&written)?,
        // Drawn by the library, which draws nothing that commands a terminal but its colours.
        Format::Text => output::print_exactly(&written)?,
    }
    if options.timings {
        output::say(&timings.table());
    }
    let status = status(&report, options);
    let uncovered = report.uncovered().count();
    if options.require_coverage && options.format == Format::Junit && uncovered > 0 {
        // JUnit knows of tests alone.
        let rules = if uncovered == 1 { "1 rule is".to_owned() } else { format!("{uncovered} rules are") };
        let problem = Problem::new(format!("{rules} not shown kept and broken by tests that passed"));
        return Ok(output::complain(&problem.help("`bellwether test --coverage` names them"), status));
    }
    Ok(status)
}

/// What could not be run is graver than what failed.
fn status(report: &TestReport, options: &Options) -> Status {
    let failed = report.tests.iter().any(|test| test.outcome == TestOutcome::Failed);
    if report.is_mistaken() {
        Status::NotChecked
    } else if failed || (options.require_coverage && report.uncovered().next().is_some()) {
        Status::Failed
    } else {
        Status::Passed
    }
}

fn render(report: &TestReport, sources: &Sources, options: &Options) -> Result<String, Problem> {
    Ok(match options.format {
        Format::Json => test_json(report, sources, &JsonOptions::default()),
        Format::Junit => junit(report, sources)?,
        Format::Text => {
            let color = output::colored(options.color);
            test_text(report, sources, &TextOptions { color, quiet: options.quiet, ..TextOptions::default() })
        }
    })
}
