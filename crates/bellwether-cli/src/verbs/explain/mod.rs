//! `bellwether explain`: the page of a diagnostic or of a rule, and why a rule stands to an element as it does.

mod on;

use bellwether::diagnostic::Severity;
use bellwether::ids::RuleId;
use bellwether::tree::{Item, Word};
use bellwether::{explain, paraphrase};
use clap::Args;

use crate::narrow;
use crate::options::{Format, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::Project;
use crate::timings::Timings;

/// Explain a diagnostic, such as unknown-attribute, or a rule, such as teams/leading
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A rule by its full name, or a diagnostic as it stands in the brackets of a message
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,

    #[command(flatten)]
    pub(crate) input: Input,

    /// Say why this element keeps or breaks the rule, such as `kpi retention`, or `model`
    #[arg(long, value_name = "KIND ID")]
    pub(crate) on: Option<String>,

    /// With `--on`, do not look for what would mend it
    #[arg(long, requires = "on")]
    pub(crate) no_mend: bool,

    /// How the answer to `--on` is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let asked = options.what.trim();
    // `error[unknown-attribute]` may be pasted as it stands in a message.
    let name = asked.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')).unwrap_or(asked);
    if options.format == Format::Json && options.on.is_none() {
        return Err(Problem::new("a page is text").help("`--format json` is for `--on`"));
    }
    if let Some(page) = explain::page(name).filter(|_| options.on.is_none()) {
        output::print(page)?;
        return Ok(Status::Passed);
    }
    if !name.contains('/') && options.input.files.paths.is_empty() && options.on.is_none() {
        return Err(no_diagnostic(name));
    }
    let mut timings = Timings::new(Progress::new(false));
    let project = Project::open(&options.input, &mut timings)?;
    let rule = rule(name, &project)?;
    if let Some(on) = &options.on {
        on::explain(rule, on, options, &project, &mut timings)?;
        return Ok(status(&project));
    }
    timings.finish();
    let files = project.files();
    let page = paraphrase::page(&project.program, rule, project.as_of, &files, project.sources());
    output::print(&page.unwrap_or_default())?;
    Ok(status(&project))
}

fn no_diagnostic(name: &str) -> Problem {
    let problem = Problem::new(format!("there is no diagnostic `{name}`"));
    match explain::near_slug(name) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(
            "a diagnostic is named in the brackets of its message, as in `error[unknown-attribute]`; a rule with its policy, as in `teams/leading`",
        ),
    }
}

/// The rule with a name.
fn rule(name: &str, project: &Project) -> Result<RuleId, Problem> {
    let program = &project.program;
    if let Some(rule) = paraphrase::rule_named(program, name) {
        return Ok(rule);
    }
    if mistakes(project) > 0 && !program.left_out.contains_key(name) && is_written(name, project) {
        return Err(Problem::new(format!("the rule `{name}` has a mistake")).help("`bellwether check` shows it"));
    }
    let of_a_pack = narrow::unused_pack(name, program, &project.parsed.known_packs).is_some();
    let is_known = program.left_out.contains_key(name) || of_a_pack;
    if let Some(near) = paraphrase::near_rule(program, name).filter(|_| !is_known) {
        return Err(Problem::new(format!("there is no rule `{name}`")).help(format!("did you mean `{near}`?")));
    }
    narrow::rules(&[name.to_owned()], program, &project.parsed.known_packs)?;
    Err(Problem::new(format!("`{name}` is several rules")).help("name one of them, as in `teams/leading`"))
}

/// What was explained may rest on something that could not be read: then the run says so.
fn status(project: &Project) -> Status {
    let errors = mistakes(project);
    if errors == 0 {
        return Status::Passed;
    }
    let mistakes = if errors == 1 { "a mistake".to_owned() } else { format!("{errors} mistakes") };
    let problem = Problem::new(format!("{mistakes} in what was written, which may leave something out of this"));
    output::complain(&problem.help("`bellwether check` shows them"), Status::NotChecked)
}

/// Whether a rule of this name is written, if only with a mistake.
fn is_written(name: &str, project: &Project) -> bool {
    let text = |word: &Word| project.sources().text(word.span);
    let policies = project.parsed.files.iter().flat_map(|file| &file.items).filter_map(|item| match item {
        Item::Policy(policy) => Some(policy),
        _ => None,
    });
    let mut rules = policies.flat_map(|policy| policy.rules.iter().map(|rule| (text(&policy.id), text(&rule.label))));
    rules.any(|rule| name.split_once('/') == Some(rule))
}

fn mistakes(project: &Project) -> usize {
    project.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
}
