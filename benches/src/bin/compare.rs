//! `compare FILE…`: checks models in the language, each by itself, and prints what the twelve rules find, as sorted lines of rule
//! and element. With `--by-hand` the files are JSON, and the rules are carried out without the library. With `--digest` only the
//! number of lines and their SHA-256 are printed, as in `examples/workload/expected.txt`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

use bellwether_bench::limit::Columns;
use bellwether_bench::{Model, check};
use sha2::{Digest, Sha256};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (options, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let has = |option: &str| options.iter().any(|it| it == option);
    if files.is_empty() || options.iter().any(|it| !["--by-hand", "--digest"].contains(&&**it)) {
        writeln!(io::stderr(), "usage: compare [--by-hand] [--digest] FILE…")?;
        return Ok(ExitCode::from(2));
    }
    let mut out = io::stdout().lock();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let lines = if has("--by-hand") { by_hand(&text)? } else { check::ready(&text)?.findings()? };
        let written: String = lines.into_iter().map(|line| line + "\n").collect();
        if has("--digest") {
            let mut digest = String::new();
            for byte in Sha256::digest(&written) {
                write!(digest, "{byte:02x}")?;
            }
            writeln!(out, "{} {digest}", written.lines().count())?;
        } else {
            out.write_all(written.as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn by_hand(json: &str) -> Result<Vec<String>, serde_json::Error> {
    let model: Model = serde_json::from_str(json)?;
    let columns = Columns::new(&model);
    Ok(columns.lines(&columns.evaluate()))
}
