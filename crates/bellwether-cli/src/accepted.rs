//! The baseline of a run: which file it is, what it holds, and what that does to a report.

use std::path::{Path, PathBuf};

use bellwether::CheckOptions;
use bellwether::baseline::{self, Baseline};
use bellwether::report::Report;

use crate::load;
use crate::options::Accepting;
use crate::output::Problem;
use crate::project::Project;
use crate::settings::Settings;

/// The file where neither the command line nor the settings name one.
const FILE_NAME: &str = "bellwether.baseline";

/// The baseline of a run.
pub(crate) struct Accepted {
    pub(crate) baseline: Baseline,
    /// The text of the file.
    pub(crate) text: String,
}

impl Accepted {
    /// Reads the baseline that the command line or the settings name; none where none is named. It stands among the
    /// sources, and what is wrong with it among the diagnostics of the project.
    pub(crate) fn open(accepting: &Accepting, project: &mut Project) -> Result<Option<Self>, Problem> {
        let Some(path) = named(accepting, &project.settings)? else { return Ok(None) };
        if !path.exists() {
            let problem = Problem::new(format!("there is no baseline `{}`", load::name(&path)));
            return Err(problem.help("write one with `bellwether baseline`"));
        }
        Self::read(&path, project).map(Some)
    }

    /// As [`Accepted::open`], of a file that must be there.
    pub(crate) fn read(path: &Path, project: &mut Project) -> Result<Self, Problem> {
        let text = load::baseline(path).map_err(Problem::new)?;
        let id = project.parsed.sources.add(load::name(path), &*text);
        let text = project.parsed.sources.get(id).map_or("", |source| &*source.text);
        let (baseline, wrong) = baseline::read(id, text);
        let text = text.to_owned();
        project.diagnostics.extend(wrong);
        Ok(Self { baseline, text })
    }

    /// Marks what it accepts in a report that was made with these options.
    pub(crate) fn apply(&self, report: &mut Report, asked: &CheckOptions) {
        let subject = asked.subject.as_ref();
        self.baseline.apply(report, |entry| {
            asked.asks(&entry.rule)
                && subject.is_none_or(|(kind, id)| entry.kind.eq_ignore_ascii_case(kind) && *entry.id == **id)
        });
    }
}

/// The file that the command line names, or else the settings; none where the command line wants none.
///
/// # Errors
///
/// The settings name one outside of the project: a run that reads or writes it is for the person to ask for.
pub(crate) fn named(accepting: &Accepting, settings: &Settings) -> Result<Option<PathBuf>, Problem> {
    if accepting.no_baseline {
        return Ok(None);
    }
    if let Some(path) = &accepting.baseline {
        return Ok(Some(path.clone()));
    }
    let Some(setting) = &settings.config.baseline else { return Ok(None) };
    inside(settings.beside(&setting.value), settings).map(Some)
}

/// The file where none is named, beside the settings.
pub(crate) fn unnamed(settings: &Settings) -> Result<PathBuf, Problem> {
    inside(settings.beside(FILE_NAME), settings)
}

fn inside(path: PathBuf, settings: &Settings) -> Result<PathBuf, Problem> {
    if settings.fence.holds(&path) {
        return Ok(path);
    }
    let problem = Problem::new(format!("the baseline `{}` leads out of the project", load::name(&path)));
    Err(problem.help("name it with `--baseline`, or put it into the project"))
}
