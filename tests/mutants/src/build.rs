//! A copy of the workspace whose sources hold all mutants, and what does not compile of them left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::list::Mutant;
use crate::switch::{Without, switch};

/// The package whose sources are changed, by its folder.
const PACKAGE: &str = "crates/bellwether";

/// The compiler is asked again after it has complained; it does not tell everything at once.
const ROUNDS: usize = 40;

/// Writes switches for all mutants into the sources of `copy`, as they stand in `original`, until the compiler takes them.
/// Gives the mutants that have no switch, each with why.
pub fn build(original: &Path, copy: &Path, mutants: &[Mutant]) -> io::Result<BTreeMap<usize, Without>> {
    let (mut without, mut constant) = (BTreeMap::new(), BTreeSet::new());
    for round in 1..=ROUNDS {
        write(original, copy, mutants, &constant, &mut without)?;
        let complaints = complaints(copy)?;
        if complaints.is_empty() {
            return Ok(without);
        }
        let before = without.len() + constant.len();
        let mut unplaced = Vec::new();
        for complaint in &complaints {
            // What the compiler has to run: it names the function that is `const` no more.
            if complaint.code == "E0015"
                && let Some(name) = complaint.said.split('`').nth(1)
            {
                constant.extend(name.rsplit("::").next().map(str::to_owned));
                continue;
            }
            match blamed(copy, complaint) {
                Some((numbers, why)) => without.extend(numbers.into_iter().map(|number| (number, why))),
                None => unplaced.push(complaint.said.clone()),
            }
        }
        eprintln!("round {round}: {} complaints, {} mutants without a switch", complaints.len(), without.len());
        if without.len() + constant.len() == before {
            return Err(io::Error::other(unplaced.join("\n")));
        }
    }
    Err(io::Error::other(format!("the compiler still complains after {ROUNDS} rounds")))
}

fn write(
    original: &Path,
    copy: &Path,
    mutants: &[Mutant],
    constant: &BTreeSet<String>,
    without: &mut BTreeMap<usize, Without>,
) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
    for (number, mutant) in mutants.iter().enumerate() {
        let of_file = files.entry(&mutant.file).or_default();
        if !without.contains_key(&number) {
            of_file.push((number, mutant));
        }
    }
    for (file, of_file) in files {
        let text = std::fs::read_to_string(original.join(file))?;
        let switched =
            switch(&text, &of_file, constant).map_err(|error| io::Error::other(format!("{file}: {error}")))?;
        without.extend(switched.without);
        replace(&copy.join(file), &switched.text)?;
    }
    let root = PACKAGE.to_owned() + "/src/lib.rs";
    let text = std::fs::read_to_string(original.join(&root))?;
    replace(&copy.join(&root), &(text + "\n#[allow(missing_docs)]\n#[doc(hidden)]\npub mod mutant;\n"))?;
    let switches = include_str!("mutant.rs.txt").replace("NUMBER", &mutants.len().to_string());
    replace(&copy.join(PACKAGE.to_owned() + "/src/mutant.rs"), &switches)
}

/// Writes a file if it is to change, so that what did not change is not compiled again.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|before| before == text) { Ok(()) } else { std::fs::write(path, text) }
}

/// Cargo in the copy: optimised, since each test is run thousands of times, and as strict as a test otherwise is. Lints are
/// no errors, as for cargo-mutants.
pub(crate) fn cargo(copy: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(copy).env("RUSTFLAGS", "--cap-lints warn").env_remove("CARGO_TARGET_DIR");
    let settings = [("DEBUG", "0"), ("LTO", "off"), ("DEBUG_ASSERTIONS", "true"), ("OVERFLOW_CHECKS", "true")];
    cargo.envs(settings.map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), value)));
    cargo
}

/// What the compiler does not take.
struct Complaint {
    /// Files and bytes, the most important first.
    places: Vec<(String, usize)>,
    code: String,
    said: String,
}

fn complaints(copy: &Path) -> io::Result<Vec<Complaint>> {
    let arguments = ["check", "--release", "--quiet", "--lib", "-p", "bellwether", "--message-format", "json"];
    let output = cargo(copy).args(arguments).output()?;
    let mut complaints = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        let spans = message["spans"].as_array().map_or(&[][..], Vec::as_slice);
        if message["level"] != "error" || spans.is_empty() {
            continue;
        }
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for span in spans {
            let mut at = span;
            // Of what stands in a macro, where the macro is called.
            while at["file_name"].as_str().is_none_or(|name| !copy.join(name).exists()) && at["expansion"].is_object() {
                at = &at["expansion"]["span"];
            }
            let byte = at["byte_start"].as_u64().and_then(|byte| usize::try_from(byte).ok()).unwrap_or_default();
            let list = if span["is_primary"] == true { &mut first } else { &mut rest };
            list.push((at["file_name"].as_str().unwrap_or_default().to_owned(), byte));
        }
        first.extend(rest);
        let said = message["rendered"].as_str().unwrap_or_default().to_owned();
        let code = message["code"]["code"].as_str().unwrap_or_default().to_owned();
        complaints.push(Complaint { places: first, code, said });
    }
    if complaints.is_empty() && !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(complaints)
}

/// The mutants that a complaint is about: what one has instead, or all of a place that cannot have switches.
fn blamed(copy: &Path, complaint: &Complaint) -> Option<(BTreeSet<usize>, Without)> {
    let mut place = None;
    for (file, byte) in &complaint.places {
        let Ok(text) = std::fs::read_to_string(copy.join(file)) else { continue };
        match innermost(&text, *byte) {
            Some(Marked::Instead(number)) => return Some(([number].into(), Without::Unviable)),
            Some(Marked::Place(numbers)) if place.is_none() => place = Some(numbers),
            _ => {}
        }
        // A `match` that needs an arm which may be off: the complaint is about what is matched, which stands before it.
        if complaint.code == "E0004" {
            let arms = arms(&text, *byte);
            if !arms.is_empty() {
                return Some((arms, Without::Alone));
            }
        }
    }
    place.map(|numbers| (numbers, Without::Alone))
}

/// The first mutants of the arms of the `match` whose value stands at a byte.
fn arms(text: &str, byte: usize) -> BTreeSet<usize> {
    struct Match {
        byte: usize,
        arms: Vec<usize>,
    }
    impl<'ast> Visit<'ast> for Match {
        fn visit_expr_match(&mut self, found: &'ast syn::ExprMatch) {
            if found.expr.span().byte_range().contains(&self.byte) {
                self.arms = found.arms.iter().map(|arm| arm.pat.span().byte_range().start).collect();
            }
            visit::visit_expr_match(self, found);
        }
    }
    let Ok(file) = syn::parse_file(text) else { return BTreeSet::new() };
    let mut found = Match { byte, arms: Vec::new() };
    found.visit_file(&file);
    let mark = |start: &usize| {
        let before = text.get(..*start)?.strip_suffix("*/")?;
        before.rsplit_once("/*{")?.1.parse().ok()
    };
    found.arms.iter().filter_map(mark).collect()
}

enum Marked {
    Instead(usize),
    Place(BTreeSet<usize>),
}

/// The innermost marks around a byte.
fn innermost(text: &str, byte: usize) -> Option<Marked> {
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    for (at, _) in text.match_indices("/*").take_while(|(at, _)| *at <= byte) {
        let Some(mark) = text[at + 2..].split("*/").next() else { continue };
        let mut letters = mark.chars();
        let (Some(letter), Ok(number)) = (letters.next(), letters.as_str().parse()) else { continue };
        match letter {
            '[' | '{' => open.push((letter, number, at)),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    let (letter, number, at) = open.pop()?;
    if letter == '[' {
        return Some(Marked::Instead(number));
    }
    // All mutants of this place and no other: those of its own switches.
    let end = text[at..].find(&format!("/*}}{number}*/")).map_or(text.len(), |end| at + end);
    let (mut numbers, mut depth) = (BTreeSet::from([number]), 0_usize);
    for (mark, _) in text[at..end].match_indices("/*") {
        let Some(mark) = text[at + mark + 2..].split("*/").next() else { continue };
        let mut letters = mark.chars();
        let (Some(letter), Ok(number)) = (letters.next(), letters.as_str().parse()) else { continue };
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '[' if depth == 1 => {
                numbers.insert(number);
            }
            _ => {}
        }
    }
    Some(Marked::Place(numbers))
}
