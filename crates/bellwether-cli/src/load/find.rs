//! Which files there are to load: walks directories and puts everything in one order.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Entry, Fence, LINK_LOOP, MISSING_PATH, NO_KPI_FILES, Trouble, UNREADABLE_FILE, What, name};

/// Directories that hold what programs made or fetched, not what people wrote.
const NOT_SEARCHED: [&str; 2] = ["target", "node_modules"];

/// What to load for these paths, in order of the names' bytes, each file once; beside it, the files.
pub(super) fn entries(
    paths: &[PathBuf],
    stdin_filename: Option<&str>,
    fence: &Fence,
) -> (Vec<Entry>, HashSet<PathBuf>) {
    let mut entries = Vec::new();
    let mut stdin = false;
    for path in paths {
        if path.as_os_str() == "-" {
            stdin = true;
        } else {
            find(path, fence, &mut entries);
        }
    }
    let mut seen = HashSet::new();
    if stdin {
        let name = stdin_filename.unwrap_or("<stdin>").to_owned();
        // An editor hands over the text of a file that it has not saved yet: the file itself is then not read.
        seen.extend(fs::canonicalize(&name));
        entries.push(Entry { name, what: What::Stdin, also: Vec::new() });
    }
    entries.sort_by(|one, other| one.name.as_bytes().cmp(other.name.as_bytes()));
    entries.retain(|entry| match &entry.what {
        What::File(path) => fs::canonicalize(path).map_or(true, |path| seen.insert(path)),
        What::Stdin | What::Read(_) | What::Trouble(_) => true,
    });
    (entries, seen)
}

/// Adds what one path names or holds.
fn find(path: &Path, fence: &Fence, entries: &mut Vec<Entry>) {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            let what = What::Trouble(trouble(path, &error));
            entries.push(Entry { name: name(path), what, also: Vec::new() });
            return;
        }
    };
    if !fence.holds(path) {
        // The settings named it: what a person names is inside.
        let what = What::Trouble(Trouble::outside("this path of the settings"));
        entries.push(Entry { name: name(path), what, also: Vec::new() });
        return;
    }
    if !metadata.is_dir() {
        entries.push(Entry { name: name(path), what: What::File(path.to_owned()), also: Vec::new() });
        return;
    }
    let before = entries.len();
    walk(path, fence, entries);
    if entries.len() == before {
        let shown = name(path);
        let trouble = Trouble::new(NO_KPI_FILES, format!("there is no `.kpi` file in `{shown}`"))
            .help("give the directory that holds the policies and the model");
        entries.push(Entry { name: shown, what: What::Trouble(trouble), also: Vec::new() });
    }
}

/// Adds every `.kpi` file below a directory, and whatever keeps a part of it from being searched.
fn walk(directory: &Path, fence: &Fence, entries: &mut Vec<Entry>) {
    let mut walk = WalkDir::new(directory).follow_links(true).into_iter().filter_entry(searched);
    while let Some(found) = walk.next() {
        match found {
            Ok(found) if found.depth() > 0 && found.path_is_symlink() && !fence.holds(found.path()) => {
                let is_dir = found.file_type().is_dir();
                if is_dir {
                    walk.skip_current_dir();
                }
                if is_dir || has_kpi_ending(found.path()) {
                    let what = What::Trouble(Trouble::outside("this link"));
                    entries.push(Entry { name: name(found.path()), what, also: Vec::new() });
                }
            }
            Ok(found) => {
                if !found.file_type().is_dir() && has_kpi_ending(found.path()) {
                    entries.push(Entry {
                        name: name(found.path()),
                        what: What::File(found.into_path()),
                        also: Vec::new(),
                    });
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(directory);
                let trouble = match (error.loop_ancestor(), error.io_error()) {
                    (Some(ancestor), _) => link_loop(&name(ancestor)),
                    // Links to nothing are common where programs leave them, and concern us only where a model is meant.
                    (_, Some(io)) if io.kind() == io::ErrorKind::NotFound && !has_kpi_ending(path) => continue,
                    (_, Some(io)) => trouble(path, io),
                    (None, None) => Trouble::new(UNREADABLE_FILE, error.to_string()),
                };
                entries.push(Entry { name: name(path), what: What::Trouble(trouble), also: Vec::new() });
            }
        }
    }
}

/// Whether a file or directory found on the way is looked at; the directory that was asked for always is.
pub(super) fn searched(entry: &DirEntry) -> bool {
    let file_name = entry.file_name();
    let hidden = file_name.as_encoded_bytes().starts_with(b".");
    let made = entry.file_type().is_dir() && NOT_SEARCHED.iter().any(|name| file_name == OsStr::new(name));
    entry.depth() == 0 || !(hidden || made)
}

fn has_kpi_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("kpi"))
}

/// What is to be said of a path that the system did not open.
fn trouble(path: &Path, error: &io::Error) -> Trouble {
    let link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    match error.kind() {
        io::ErrorKind::NotFound if link => Trouble::new(UNREADABLE_FILE, "this link points to nothing")
            .help("delete the link, or let it point elsewhere"),
        io::ErrorKind::NotFound => {
            Trouble::new(MISSING_PATH, format!("there is no file or directory `{}`", name(path))).help(
                "paths are taken from the directory in which the command is run, those of bellwether.toml from its own",
            )
        }
        io::ErrorKind::PermissionDenied => super::read::unreadable(error),
        // What else the system says of a link is that following it comes to no end.
        _ if link => link_loop(&name(path)),
        _ => super::read::unreadable(error),
    }
}

fn link_loop(back_to: &str) -> Trouble {
    Trouble::new(LINK_LOOP, format!("this link leads back to `{back_to}`"))
        .help("delete the link, or let it point elsewhere")
}
