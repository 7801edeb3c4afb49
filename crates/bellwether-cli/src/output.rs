//! Standard output, standard error and the exit status.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use crate::options::Color;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Checked; nothing at or above the fail level.
    Passed,
    /// Checked; something at or above it.
    Failed,
    /// Not checked, or not all of it.
    NotChecked,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Passed => 0,
            Status::Failed => 1,
            Status::NotChecked => 2,
        })
    }
}

/// Something that keeps a whole run from being carried out, in one line, with what to do.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Prints the result asked for. A reader that has gone away (`bellwether check | head`) has seen what it wanted.
pub(crate) fn print(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("the report cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something to the person beside the result. Where standard error is closed nobody listens, which is no failure.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says what keeps the run from being carried out.
pub(crate) fn complain(problem: &Problem, status: Status) -> Status {
    say(&format!("error: {}\n", problem.message));
    if let Some(help) = &problem.help {
        say(&format!("  help: {help}\n"));
    }
    status
}

/// Whether the report is coloured.
pub(crate) fn colored(when: Color) -> bool {
    let colored = match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if anstyle_query::no_color() => false,
        Color::Auto if anstyle_query::clicolor_force() => true,
        Color::Auto => {
            anstyle_query::clicolor() != Some(false)
                && io::stdout().is_terminal()
                && anstyle_query::term_supports_ansi_color()
        }
    };
    if colored {
        // Old consoles of Windows must be told; elsewhere this does nothing.
        anstyle_query::windows::enable_ansi_colors();
    }
    colored
}
