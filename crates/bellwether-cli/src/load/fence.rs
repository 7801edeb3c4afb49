//! Where a project ends. What its own files name, and where its links lead, is read inside it alone: whoever may change a
//! file of the project could otherwise have any file of the machine shown in a report, by one `use` or one link.

use std::fs;
use std::path::{Path, PathBuf};

use bellwether_config::FILE_NAME;

/// The projects of a run. What a person names on the command line is inside, wherever it lies.
#[derive(Debug, Default)]
pub(crate) struct Fence {
    /// Directories without links in their paths; none where neither the run nor what it is given lies in a project.
    roots: Vec<PathBuf>,
    /// Files that were named, without links in their paths.
    named: Vec<PathBuf>,
}

impl Fence {
    /// Around the project in which the command is run, and those of the paths that a person named.
    pub(crate) fn around<'p>(paths: impl Iterator<Item = &'p Path>) -> Self {
        let here = fs::canonicalize(".").ok();
        let mut fence = Self::default();
        let mut found = here.as_deref().and_then(project).is_some();
        let mut lone = Vec::new();
        fence.roots.extend(here.as_deref().and_then(project));
        for path in paths {
            // What is not there is told when it is read.
            let Ok(path) = fs::canonicalize(path) else { continue };
            let directory = if path.is_dir() { path.clone() } else { path.parent().unwrap_or(&path).to_owned() };
            let project = project(&directory);
            found |= project.is_some();
            match project {
                Some(project) => fence.roots.push(project),
                None => lone.push(directory),
            }
            if !path.is_dir() {
                fence.named.push(path);
            }
        }
        if found {
            fence.roots.extend(lone);
        } else {
            fence.roots.clear();
        }
        fence
    }

    /// Whether a path, all links followed, lies inside. What is not there does where its directory does.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        if self.roots.is_empty() {
            return true;
        }
        let parent = || path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        match fs::canonicalize(path).or_else(|error| parent().map_or(Err(error), fs::canonicalize)) {
            Ok(path) => self.named.contains(&path) || self.roots.iter().any(|root| path.starts_with(root)),
            // There is nothing there that could be read.
            Err(_) => true,
        }
    }
}

/// The root of the repo in which a directory lies, or else the nearest directory with settings.
fn project(directory: &Path) -> Option<PathBuf> {
    let nearest = |name: &str| directory.ancestors().find(|above| above.join(name).exists()).map(Path::to_owned);
    nearest(".git").or_else(|| nearest(FILE_NAME))
}
