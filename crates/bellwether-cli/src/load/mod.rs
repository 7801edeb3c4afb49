//! From paths to sources: finds the files, reads them, and says what could not be found or read.
//!
//! A file that cannot be read stands among the sources with its name and no text, so that its diagnostic has a place like any other.

mod fence;
mod find;
mod read;
mod used;

pub(crate) use fence::Fence;

use std::path::{Path, PathBuf};

use bellwether::SyntaxLimits;
use bellwether::diagnostic::{Code, Diagnostic};
use bellwether::source::{SourceId, Sources, Span};

const MISSING_PATH: Code = Code("missing-path");
const UNREADABLE_FILE: Code = Code("unreadable-file");
const NOT_UTF_8: Code = Code("not-utf-8");
const NO_KPI_FILES: Code = Code("no-kpi-files");
const EMPTY_FILE: Code = Code("empty-file");
const SOURCE_TOO_LARGE: Code = Code("source-too-large");
const LINK_LOOP: Code = Code("link-loop");
const TOO_MANY_FILES: Code = Code("too-many-files");
const OUTSIDE_PROJECT: Code = Code("outside-project");

/// The sources of a run, in order of their names' bytes, and what was wrong with the files.
pub(crate) struct Loaded {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What is wrong with a file, before it has a place among the sources.
#[derive(Debug)]
struct Trouble {
    code: Code,
    message: String,
    help: Option<String>,
}

impl Trouble {
    fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What leads out of the project.
    fn outside(what: &str) -> Self {
        Self::new(OUTSIDE_PROJECT, format!("{what} leads out of the project, and was not read"))
            .help("name the file on the command line as well, or copy it into the project")
    }

    fn at(self, span: Span) -> Diagnostic {
        Diagnostic { help: self.help, ..Diagnostic::error(self.code, span, self.message) }
    }
}

/// Something to load, under the name that reports show.
#[derive(Debug)]
struct Entry {
    name: String,
    /// Other names by which files use it.
    also: Vec<String>,
    what: What,
}

#[derive(Debug)]
enum What {
    File(PathBuf),
    Stdin,
    Read(read::Contents),
    Trouble(Trouble),
}

impl What {
    /// The same, read.
    fn read(self) -> Self {
        let read = match self {
            Self::File(path) => read::file(&path, read::MAX_BYTES),
            Self::Stdin => read::stdin(),
            other => return other,
        };
        read.map_or_else(Self::Trouble, Self::Read)
    }
}

/// Loads every file that the paths name or hold, and those that they use, inside the fence.
pub(crate) fn load(paths: &[PathBuf], stdin_filename: Option<&str>, fence: &Fence) -> Loaded {
    let (entries, mut seen) = find::entries(paths, stdin_filename, fence);
    let mut entries: Vec<Entry> = entries.into_iter().map(|entry| Entry { what: entry.what.read(), ..entry }).collect();
    used::follow(&mut entries, &mut seen, &SyntaxLimits::default(), fence);
    entries.sort_by(|one, other| one.name.as_bytes().cmp(other.name.as_bytes()));
    let mut loaded = Loaded::new();
    for entry in entries {
        let id = match entry.what {
            What::Read(text) => loaded.add(entry.name, Ok(text)),
            What::Trouble(trouble) => loaded.add(entry.name, Err(trouble)),
            // All of them were read above.
            What::File(_) | What::Stdin => continue,
        };
        for name in entry.also {
            loaded.sources.also_named(id, name);
        }
    }
    loaded
}

/// One file of those that the paths name or hold, as it was read.
pub(crate) struct Document {
    pub(crate) name: String,
    /// Where it lies; none for standard input.
    pub(crate) path: Option<PathBuf>,
    read: Result<read::Contents, Trouble>,
}

/// Every file that the paths name or hold, each read when it is asked for. What they use is not among them.
pub(crate) fn documents(
    paths: &[PathBuf],
    stdin_filename: Option<&str>,
    fence: &Fence,
) -> impl Iterator<Item = Document> + use<> {
    find::entries(paths, stdin_filename, fence).0.into_iter().map(|Entry { name, what, .. }| {
        let path = if let What::File(path) = &what { Some(path.clone()) } else { None };
        let read = match what.read() {
            What::Read(text) => Ok(text),
            What::Trouble(trouble) => Err(trouble),
            What::File(_) | What::Stdin => Err(Trouble::new(UNREADABLE_FILE, "the file was not read")),
        };
        Document { name, path, read }
    })
}

impl Document {
    /// Its text, if all of it could be read.
    pub(crate) fn text(&self) -> Option<&str> {
        self.read.as_ref().ok().filter(|read| read.not_utf_8.is_none()).map(|read| &*read.text)
    }

    /// Whether a byte-order mark stood before the text.
    pub(crate) fn is_marked(&self) -> bool {
        self.read.as_ref().is_ok_and(|read| read.marked)
    }

    /// Whether there is nothing in it but white space.
    pub(crate) fn is_empty(&self) -> bool {
        self.read.as_ref().is_err_and(|trouble| trouble.code == EMPTY_FILE)
    }
}

impl Loaded {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { sources: Sources::new(), diagnostics: Vec::new() }
    }

    /// Adds a file with what was wrong with it, and gives its id.
    pub(crate) fn add_document(&mut self, document: Document) -> SourceId {
        self.add(document.name, document.read)
    }

    fn add(&mut self, name: String, read: Result<read::Contents, Trouble>) -> SourceId {
        match read {
            Ok(read::Contents { text, not_utf_8, .. }) => {
                let id = self.sources.add(name, text);
                if let Some((trouble, offset)) = not_utf_8 {
                    // The place is that of the `�` that stands for the byte.
                    let end = offset.saturating_add(u32::try_from('\u{fffd}'.len_utf8()).unwrap_or(0));
                    self.diagnostics.push(trouble.at(Span::new(id, offset, end)));
                }
                id
            }
            Err(trouble) => {
                let id: SourceId = self.sources.add(name, "");
                self.diagnostics.push(trouble.at(Span::new(id, 0, 0)));
                id
            }
        }
    }
}

/// The text of the settings, or why it cannot be read.
pub(crate) fn settings(path: &Path) -> Result<String, String> {
    plain(path, read::MAX_BYTES_OF_SETTINGS)
}

/// The text of a baseline, which may be as long as a model, or why it cannot be read.
pub(crate) fn baseline(path: &Path) -> Result<String, String> {
    plain(path, read::MAX_BYTES)
}

fn plain(path: &Path, most: u64) -> Result<String, String> {
    match read::file(path, most) {
        Ok(read::Contents { text, not_utf_8: None, .. }) => Ok(text),
        Ok(read::Contents { not_utf_8: Some((trouble, _)), .. }) => {
            Err(format!("`{}`: {}", name(path), trouble.message))
        }
        // A file of settings may well have none.
        Err(trouble) if trouble.code == EMPTY_FILE => Ok(String::new()),
        Err(trouble) => Err(format!("`{}`: {}", name(path), trouble.message)),
    }
}

/// A path as reports show it: as it was given, with `/` between its parts on every system, without `./` before it.
pub(crate) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    match name.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}
