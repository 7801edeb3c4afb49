//! The command line's program, run from the root of the workspace.

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::files::root;

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `bellwether` with these arguments, without the environment's wishes about colours.
pub fn bellwether(arguments: &[&str]) -> Run {
    let mut command = Command::new(built("bellwether", &["-p", "bellwether-cli"]));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    run(command.args(arguments))
}

/// Runs an example of this package.
pub fn example(name: &str) -> Run {
    let path = built(&format!("examples/{name}"), &["-p", "bellwether-tests", "--example", name]);
    run(&mut Command::new(path))
}

/// Runs a command from the root of the workspace.
pub fn run(command: &mut Command) -> Run {
    let output = command.current_dir(root()).output();
    let Output { status, stdout, stderr } = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    Run { status: status.code().expect("the program ends by itself"), out: text(stdout), err: text(stderr) }
}

/// What cargo has built beside this test. `cargo test --workspace` builds everything first; where this package alone is
/// tested, the program may be missing, and is built then.
fn built(name: &str, wanted: &[&str]) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let directory = test.ancestors().nth(2).expect("tests are built in `deps/`");
    let path = directory.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.arg("build").arg("--quiet").args(wanted).current_dir(root());
        if directory.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().is_ok_and(|status| status.success()), "{name} is not built");
    }
    path
}
