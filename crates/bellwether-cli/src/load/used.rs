//! Files that other files use: found by what `use "…"` says, read once each, wherever they lie.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use bellwether::source::SourceId;
use bellwether::{FilePattern, SyntaxLimits, files_asked};
use walkdir::WalkDir;

use super::find::searched;
use super::{Entry, Fence, TOO_MANY_FILES, Trouble, What, name, read};

/// So many files and directories are looked at for all patterns together: what is used lies in a few directories, and a text
/// must not have a whole disk searched, nor one directory again and again.
const MOST_LOOKED_AT: usize = 100_000;

/// Adds what the texts use, and what that uses, until nothing new is asked for. `seen` are the files read so far; one that
/// is used under another name is read once and has both. What a use asks for and nobody has is told when all is parsed.
pub(super) fn follow(entries: &mut Vec<Entry>, seen: &mut HashSet<PathBuf>, limits: &SyntaxLimits, fence: &Fence) {
    let mut next = 0;
    let mut left = MOST_LOOKED_AT;
    while let Some(entry) = entries.get(next) {
        next += 1;
        let What::Read(read::Contents { text, .. }) = &entry.what else { continue };
        let asked = files_asked(SourceId(0), &entry.name, text, limits);
        for path in asked.iter().flat_map(|asked| files(&asked.pattern, fence, &mut left)) {
            let (used, whole) = (name(&path), fs::canonicalize(&path));
            if whole.as_ref().map_or(true, |whole| seen.insert(whole.clone())) {
                let what = if fence.holds(&path) {
                    What::File(path).read()
                } else {
                    What::Trouble(Trouble::outside("a `use` of it, or a link on the way,"))
                };
                entries.push(Entry { name: used, what, also: Vec::new() });
            } else if entries.iter().all(|entry| entry.name != used && !entry.also.contains(&used)) {
                let same = |entry: &&mut Entry| fs::canonicalize(&entry.name).ok() == whole.as_ref().ok().cloned();
                if let Some(entry) = entries.iter_mut().find(same) {
                    entry.also.push(used);
                }
            }
        }
        if left == 0 {
            let what = What::Trouble(too_many());
            let name = asked.last().map_or_else(String::new, |it| it.pattern.name().to_owned());
            return entries.push(Entry { name, what, also: Vec::new() });
        }
    }
}

fn too_many() -> Trouble {
    let message =
        format!("to find what is used here more than {MOST_LOOKED_AT} files and directories are to be looked at");
    Trouble::new(TOO_MANY_FILES, message).help("name fewer directories, or the files themselves")
}

/// The files that a pattern means, in order of their names. A directory outside of the fence is not searched, but stands
/// for what may be in it.
fn files(pattern: &FilePattern, fence: &Fence, left: &mut usize) -> Vec<PathBuf> {
    if pattern.is_one_file() {
        let path = PathBuf::from(pattern.name());
        let there = fs::metadata(&path).is_ok_and(|metadata| !metadata.is_dir());
        // What cannot be reached for another reason than that it is not there is told when it is read.
        let hidden = fs::symlink_metadata(&path).is_ok() && fs::metadata(&path).is_err();
        return if there || hidden { vec![path] } else { Vec::new() };
    }
    let directory = if pattern.directory().is_empty() { "." } else { pattern.directory() };
    if !fence.holds(Path::new(directory)) {
        return vec![PathBuf::from(directory)];
    }
    let below = pattern.name().strip_prefix(pattern.directory()).unwrap_or(pattern.name());
    let depth = if below.contains("**") { usize::MAX } else { below.trim_start_matches('/').matches('/').count() + 1 };
    let found = WalkDir::new(Path::new(directory)).follow_links(true).max_depth(depth).sort_by_file_name();
    found
        .into_iter()
        // A link to a directory outside leads nowhere.
        .filter_entry(|entry| searched(entry) && (entry.depth() == 0 || !leads_out(entry, fence)))
        // What cannot be searched holds nothing that a pattern could be known to mean.
        .filter_map(Result::ok)
        .take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        })
        .filter(|entry| !entry.file_type().is_dir() && pattern.matches(&name(entry.path())))
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Whether an entry is a link to a directory that is not to be searched.
fn leads_out(entry: &walkdir::DirEntry, fence: &Fence) -> bool {
    entry.path_is_symlink() && entry.file_type().is_dir() && !fence.holds(entry.path())
}
