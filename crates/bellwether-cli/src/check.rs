//! `bellwether check`: reads, checks, evaluates, prints.

use bellwether::diagnostic::Severity;
use bellwether::evaluate::{EvaluateError, evaluate};
use bellwether::model::Model;
use bellwether::report::{Digest, JsonOptions, Report, TextOptions, json, text};
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{CheckOptions as Asked, Parsed, SyntaxLimits, compile, evaluate_options, make_report, parse_with};

use crate::load::{self, Loaded, MAX_BYTES};
use crate::narrow;
use crate::options::{CheckOptions, Format};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::timings::Timings;

pub(crate) fn run(options: &CheckOptions) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(options.quiet));
    let as_of = options.as_of.map_or_else(today, Ok)?;
    let loaded = timings.stage("reading", || load::load(&options.paths, options.stdin_filename.as_deref()));
    let checked = check(loaded, as_of, options, &mut timings)?;
    let status = status(&checked, options);
    let written = timings.stage("rendering", || render(&checked.report, &checked.sources, options));
    timings.finish();
    output::print(&written)?;
    if let Some(limit) = &checked.limit {
        let problem = Problem::new(limit.to_string());
        output::complain(&problem.help("check fewer rules with `--rule`, or a smaller model"), status);
    }
    if options.timings {
        output::say(&timings.table());
    }
    Ok(status)
}

/// The date of today where the command is run: the one place where the clock is read.
fn today() -> Result<Date, Problem> {
    let today = jiff::Zoned::now().date();
    Date::new(today.year(), today.month(), today.day())
        .ok_or_else(|| Problem::new("the clock shows no date that can be used").help("give one with `--as-of`"))
}

/// What a check came to.
struct Checked {
    report: Report,
    sources: Sources,
    /// The limit that the evaluation met; the report then has no findings.
    limit: Option<EvaluateError>,
}

/// All stages but the first and the last, each timed.
fn check(loaded: Loaded, as_of: Date, options: &CheckOptions, timings: &mut Timings) -> Result<Checked, Problem> {
    let Loaded { sources, mut diagnostics } = loaded;
    let limits = SyntaxLimits::default().with_max_bytes(usize::try_from(MAX_BYTES).unwrap_or(usize::MAX));
    let mut parsed = timings.stage("parsing", || parse_with(&sources, &limits));
    diagnostics.append(&mut parsed.diagnostics);
    let compiled = timings.stage("checking", || compile(&parsed));
    diagnostics.extend(compiled.diagnostics);
    let program = compiled.program;
    let files = with_texts(&parsed);
    let (model, more) = timings.stage("model", || Model::from_trees(&program.vocabulary, &files));
    diagnostics.extend(more);
    // Where something is wrong, what is asked for may be what could not be read.
    let sure = !diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let mut asked = Asked { rules: options.rules.clone(), ..Asked::new(as_of) };
    asked.subject = narrow::subject(options.subject.as_ref(), &model, &program, sure)?;
    if sure {
        narrow::rules(&asked.rules, &program)?;
    }
    let evaluated = timings.stage("evaluating", || evaluate(&program, &model, &evaluate_options(&program, &asked)));
    let (report, limit) = timings.stage("explaining", || match evaluated {
        Ok(evaluation) => (make_report(&evaluation, &model, &files, diagnostics, &asked), None),
        Err(limit) => {
            diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
            let report = Report {
                as_of,
                digest: Digest::default(),
                elements: model.len() as u64,
                findings: Vec::new(),
                rules: Vec::new(),
                diagnostics,
            };
            (report, Some(limit))
        }
    });
    Ok(Checked { report, sources: parsed.sources, limit })
}

/// The trees with their texts, the standard vocabulary first.
fn with_texts(parsed: &Parsed) -> Vec<(&bellwether::tree::File, &str)> {
    let text = |file: &bellwether::tree::File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    parsed.files.iter().map(|file| (file, text(file))).collect()
}

/// What the run came to: what could not be checked is graver than what was found.
fn status(checked: &Checked, options: &CheckOptions) -> Status {
    let summary = checked.report.summary();
    if checked.limit.is_some() || summary.diagnostics.of(Severity::Error) > 0 {
        return Status::NotChecked;
    }
    match options.fail_on.severity() {
        Some(severity) if summary.findings.at_least(severity) > 0 => Status::Failed,
        _ => Status::Passed,
    }
}

fn render(report: &Report, sources: &Sources, options: &CheckOptions) -> String {
    match options.format {
        Format::Json => json(report, sources, &JsonOptions::default()),
        Format::Text => {
            let color = output::colored(options.color);
            text(report, sources, &TextOptions { color, quiet: options.quiet, ..TextOptions::default() })
        }
    }
}
