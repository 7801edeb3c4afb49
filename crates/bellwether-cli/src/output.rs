//! Standard output, standard error and the exit status.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use bellwether::report::printable;

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

/// Prints the result asked for, for a person: what others wrote in it does not command the terminal.
pub(crate) fn print(text: &str) -> Result<(), Problem> {
    print_exactly(&printable(text))
}

/// Prints JSON. It escapes what is below a space; terminals take commands from some characters above it too.
pub(crate) fn print_json(text: &str) -> Result<(), Problem> {
    let is_command = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_command) {
        return print_exactly(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_command(c) {
            // Only a string of JSON holds such a character, and there it may be written so. Writing to a `String` cannot fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    print_exactly(&escaped)
}

/// Prints what is printable already, or is asked for to the byte. A reader that has gone away (`bellwether check | head`)
/// has seen what it wanted.
pub(crate) fn print_exactly(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("the report cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something of our own to the person beside the result. Where standard error is closed nobody listens, which is no failure.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says what keeps the run from being carried out.
pub(crate) fn complain(problem: &Problem, status: Status) -> Status {
    say(&format!("error: {}\n", printable(&problem.message)));
    if let Some(help) = &problem.help {
        say(&format!("  help: {}\n", printable(help)));
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
