//! `bellwether fmt`: lays out files, or says which are not laid out.

use bellwether::report::{TextOptions, diagnostics_text};
use bellwether::source::SourceId;
use bellwether::{FormatOptions, format};
use clap::Args;
use similar::TextDiff;
use std::fmt::Write as _;

use crate::load::{self, Document, Loaded};
use crate::options::{Color, Files};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::settings::Settings;
use crate::write;

/// Longer files are not compared line by line.
const MOST_LINES: usize = 20_000;
/// Lines of a difference that are the same before and after it.
const CONTEXT: usize = 3;

/// Lay out .kpi files in the one canonical way.
///
/// Files are written anew only where their layout changes. A file with a mistake is left as it is. What comes from
/// standard input is printed.
///
/// Exit status: 0 if all files are laid out; 1 with `--check` or `--diff` if some are not; 2 if some could not be read,
/// have mistakes, or could not be written.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Change no file, list those that are not laid out, and exit with status 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,

    /// Change no file, and show what would change
    #[arg(long)]
    pub(crate) diff: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Leave out the list of files and the progress
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut settings = Settings::find(&options.files)?;
    let paths = settings.paths(&options.files);
    let stdin = paths.iter().any(|path| path.as_os_str() == "-");
    if stdin && paths.len() > 1 {
        let problem = Problem::new("standard input and files cannot be laid out together");
        return Err(problem.help("what comes from standard input is printed; give `-` alone"));
    }
    let mut run = Run {
        options,
        failed: Loaded::new(),
        out: String::new(),
        exact: false,
        unwritten: Vec::new(),
        files: 0,
        changed: 0,
    };
    settings.enter(&mut run.failed.sources, &mut run.failed.diagnostics);
    // Where the settings that say which files are meant have a mistake, none may be written.
    let known = !options.files.paths.is_empty() || run.failed.diagnostics.is_empty();
    let mut progress = Progress::new(options.quiet);
    progress.stage("laying out");
    let documents = load::documents(&paths, options.files.stdin_filename.as_deref(), &settings.fence);
    for document in documents.filter(|_| known) {
        run.document(document);
    }
    progress.finish();
    run.finish()
}

/// What has been laid out so far.
struct Run<'o> {
    options: &'o Options,
    /// The files that cannot be laid out, with their mistakes.
    failed: Loaded,
    /// What is to be printed.
    out: String,
    /// Whether that is a text of the language, which is printed as it is.
    exact: bool,
    /// Files that could not be written, each with the reason.
    unwritten: Vec<Problem>,
    files: usize,
    changed: usize,
}

impl Run<'_> {
    fn document(&mut self, document: Document) {
        self.files += 1;
        let laid_out = match document.text() {
            // What is empty stays empty.
            None if document.is_empty() => return,
            None => {
                self.failed.add_document(document);
                return;
            }
            Some(text) => format(self.next_source(), text, &FormatOptions::default()),
        };
        match laid_out {
            Ok(laid_out) => self.laid_out(&document, &laid_out),
            Err(error) => {
                self.failed.add_document(document);
                self.failed.diagnostics.extend(error.into_diagnostics());
            }
        }
    }

    /// The id that a file with mistakes gets.
    fn next_source(&self) -> SourceId {
        SourceId(u32::try_from(self.failed.sources.len()).unwrap_or(u32::MAX))
    }

    fn laid_out(&mut self, document: &Document, laid_out: &str) {
        let text = document.text().unwrap_or_default();
        // A byte-order mark is no part of the text, and goes.
        let changes = document.is_marked() || laid_out != text;
        let only_said = self.options.check || self.options.diff;
        if document.path.is_none() && !only_said {
            self.exact = true;
            return self.out.push_str(laid_out);
        }
        if !changes {
            return;
        }
        self.changed += 1;
        if self.options.diff {
            self.out.push_str(&difference(&document.name, text, laid_out));
        } else if self.options.check {
            self.list("not laid out", &document.name);
        } else if let Some(path) = &document.path {
            match write::whole(path, laid_out) {
                Ok(()) => self.list("laid out", &document.name),
                Err(error) => {
                    self.changed -= 1;
                    self.unwritten.push(Problem::new(format!("`{}` cannot be written: {error}", document.name)));
                }
            }
        }
    }

    fn list(&mut self, what: &str, name: &str) {
        if !self.options.quiet {
            let _ = writeln!(self.out, "{what}: {name}");
        }
    }

    /// Prints everything.
    fn finish(mut self) -> Result<Status, Problem> {
        // What comes from standard input goes out as it is laid out, to the byte.
        if self.exact {
            output::print_exactly(&self.out)?;
        } else {
            output::print(&self.out)?;
        }
        let mut status =
            if self.changed > 0 && (self.options.check || self.options.diff) { Status::Failed } else { Status::Passed };
        if !self.failed.diagnostics.is_empty() {
            status = Status::NotChecked;
            self.failed.diagnostics.sort_by_key(|one| one.primary.span);
            output::say(&self.mistakes());
        }
        for problem in &self.unwritten {
            status = output::complain(problem, Status::NotChecked);
        }
        Ok(status)
    }

    /// The mistakes of the files that were left as they are.
    fn mistakes(&self) -> String {
        let color = output::colored(self.options.color);
        let options = TextOptions { color, ..TextOptions::default() };
        diagnostics_text(&self.failed.diagnostics, &self.failed.sources, &options)
    }
}

/// The lines that change, as `diff -u` shows them.
fn difference(name: &str, text: &str, laid_out: &str) -> String {
    if text.lines().nth(MOST_LINES).is_some() {
        return format!("{name} is not laid out; it has more than {MOST_LINES} lines, which are not shown\n");
    }
    let diff = TextDiff::from_lines(text, laid_out);
    diff.unified_diff().context_radius(CONTEXT).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
