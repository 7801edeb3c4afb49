//! The settings of the project: finds `bellwether.toml` and reads it. What is given on the command line wins over it.

use std::path::{Path, PathBuf};

use bellwether::diagnostic::Diagnostic;
use bellwether::source::{SourceId, Sources};
use bellwether_config::{Config, FILE_NAME, FailOn};

use crate::load::{self, Fence};
use crate::options::Files;
use crate::output::Problem;

/// The settings of a run.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) config: Config,
    /// Where the project ends.
    pub(crate) fence: Fence,
    /// The file, if there is one.
    file: Option<SettingsFile>,
}

#[derive(Debug)]
struct SettingsFile {
    path: PathBuf,
    text: String,
}

impl Settings {
    /// Finds the file: the one that is named, or else the first in the working directory and those above it.
    pub(crate) fn find(files: &Files) -> Result<Self, Problem> {
        let path = match &files.config {
            Some(path) => Some(path.clone()),
            None if files.no_config => None,
            None => above(),
        };
        let fence = Fence::around(files.paths.iter().chain(&files.config).map(PathBuf::as_path));
        let Some(path) = path else { return Ok(Self { fence, ..Self::default() }) };
        if !fence.holds(&path) {
            let problem = Problem::new(format!("`{}` is a link that leads out of the project", load::name(&path)));
            return Err(problem.help("name the file itself with `--config`"));
        }
        let text = load::settings(&path).map_err(|message| {
            Problem::new(message).help("name another file with `--config`, or none with `--no-config`")
        })?;
        // Only the paths are asked for before the sources are there; then it is read again, to have its place among them.
        let (config, _) = bellwether_config::read(SourceId(0), &text);
        Ok(Self { config, fence, file: Some(SettingsFile { path, text }) })
    }

    /// The files and directories that a run reads: those of the command line, else those of the file, else all that is
    /// beside the file, else all here.
    pub(crate) fn paths(&self, files: &Files) -> Vec<PathBuf> {
        if !files.paths.is_empty() {
            return files.paths.clone();
        }
        if self.config.paths.is_empty() {
            let directory = self.directory();
            return vec![if directory.as_os_str().is_empty() { ".".into() } else { directory.to_owned() }];
        }
        // On the command line alone `-` is standard input.
        let beside = |path: &str| if path == "-" { self.directory().join("./-") } else { self.beside(path) };
        self.config.paths.iter().map(|path| beside(&path.value)).collect()
    }

    /// From which severity on findings fail.
    pub(crate) fn fail_on(&self) -> FailOn {
        self.config.fail_on.as_ref().map_or(FailOn::Error, |setting| setting.value)
    }

    /// A path of the file, from the working directory.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        self.directory().join(path)
    }

    fn directory(&self) -> &Path {
        self.file.as_ref().and_then(|file| file.path.parent()).unwrap_or(Path::new(""))
    }

    /// Puts the file among the sources and reads it as one of them; what is wrong with it is added.
    pub(crate) fn enter(&mut self, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<SourceId> {
        let file = self.file.as_ref()?;
        let id = sources.add(load::name(&file.path), &*file.text);
        let (config, wrong) = bellwether_config::read(id, &file.text);
        self.config = config;
        diagnostics.extend(wrong);
        Some(id)
    }
}

/// The file in the working directory, or in the nearest directory above it that has one; the search ends at the root of
/// the repo. The path leads from the working directory, as those of other files do.
fn above() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut prefix = PathBuf::new();
    for directory in here.ancestors() {
        let path = prefix.join(FILE_NAME);
        // A link that leads nowhere is a mistake, and no reason to go without.
        if directory.join(FILE_NAME).symlink_metadata().is_ok() {
            return Some(path);
        }
        if directory.join(".git").exists() {
            return None;
        }
        prefix.push("..");
    }
    None
}
