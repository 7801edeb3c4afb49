//! Runs the program in a directory of its own.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A directory with files, in which the program is run.
pub(crate) struct Place {
    directory: TempDir,
}

/// What came of a run.
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { directory: TempDir::new().expect("a directory") };
        for (name, text) in files {
            place.write(name, text.as_bytes());
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a directory is made");
        std::fs::write(path, bytes).expect("a file is written");
    }

    /// The program in this directory, with none of the environment's wishes about colours.
    pub(crate) fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
        command.current_dir(self.directory.path()).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(&mut self.command(arguments), b"")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        Outcome::of(&mut self.command(arguments), input)
    }
}

impl Outcome {
    pub(crate) fn of(command: &mut Command, input: &[u8]) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that reads nothing may have ended by now.
        let _ = stdin.write_all(input);
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Self {
            status: output.status.code().expect("the program ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// How often a diagnostic with this slug was printed.
    pub(crate) fn count(&self, slug: &str) -> usize {
        self.out.matches(&format!("[{slug}]")).count()
    }
}

/// What keeps a JSON text from fitting a schema of `docs/`, which must itself be one.
pub(crate) fn misfits(schema: &str, text: &str) -> Vec<String> {
    let path = format!("{}/../../docs/{schema}", env!("CARGO_MANIFEST_DIR"));
    let schema = std::fs::read_to_string(path).expect("the schema is published");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let value = serde_json::from_str(text).expect("the text is JSON");
    schema.iter_errors(&value).map(|error| error.to_string()).collect()
}
