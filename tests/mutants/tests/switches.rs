//! A program with switches does the same as one that was changed in that place alone: each mutant that cargo-mutants lists of
//! `sample.rs.txt` (`sample.json`) is built in both ways, and both print the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use bellwether_mutants::list::Mutant;
use bellwether_mutants::switch::{Without, switch};

const SAMPLE: &str = include_str!("sample.rs.txt");
const LIST: &str = include_str!("sample.json");
const SWITCHES: &str = include_str!("../src/mutant.rs.txt");

/// Those that do not compile, as the compiler alone can say.
const UNVIABLE: &str = "Default::default()";

/// What the compiler runs itself stays `const`.
const CONSTANT: &str = "base";

fn compiled(name: &str, text: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, program) =
        (directory.join(format!("{name}.rs")), directory.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    std::fs::write(&source, text).expect("it can be written");
    // A mutant may overflow where the compiler sees it.
    let arguments = ["--edition", "2024", "-C", "debug-assertions=on", "--cap-lints", "allow", "-o"];
    let output = Command::new("rustc").args(arguments).arg(&program).arg(&source).output().expect("rustc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    program
}

/// What a program prints, and how it ends.
fn printed(program: &Path, number: Option<usize>) -> String {
    let number = number.map_or_else(String::new, |number| number.to_string());
    let output = Command::new(program).env("MUTANT", number).output().expect("the program runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), output.status)
}

#[test]
fn a_switch_does_what_the_change_does() {
    let mutants: Vec<Mutant> = serde_json::from_str(LIST).expect("the list is JSON");
    let numbered: Vec<(usize, &Mutant)> =
        mutants.iter().enumerate().filter(|(_, mutant)| mutant.replacement != UNVIABLE).collect();
    let switched = switch(SAMPLE, &numbered, &BTreeSet::from([CONSTANT.to_owned()])).expect("the sample is Rust");

    let without = |why| {
        let of_that = switched.without.iter().filter(move |(_, other)| **other == why);
        of_that.map(|(number, _)| &*mutants[*number].name).collect::<Vec<_>>()
    };
    assert_eq!(without(Without::Unviable), ["sample.rs:42:9: replace && with || in first"]);
    let alone = without(Without::Alone);
    let of_base = |name: &&str| name.ends_with("in Counter::base") || name.contains("::base ->");
    assert_eq!(alone.iter().filter(|name| of_base(name)).count(), 5, "{alone:?}");
    assert_eq!(alone.len(), 5, "{alone:?}");

    let module = SWITCHES.replace("NUMBER", &mutants.len().to_string()).replace("//!", "//");
    let all = compiled("switched", &format!("{}\nmod mutant {{ {module} }}\n", switched.text));

    // The changes one by one: each a module, all of one program, of which it runs the one that is asked for.
    let viable = numbered.iter().filter(|(number, _)| !switched.without.contains_key(number));
    let viable: Vec<(usize, &Mutant)> = viable.copied().collect();
    let mut changed = format!("mod unchanged {{ {} }}\n", plain(SAMPLE));
    let mut arms = String::new();
    for (number, mutant) in &viable {
        let range = mutant.bytes(SAMPLE);
        let text = format!("{}{}{}", &SAMPLE[..range.start], mutant.replacement, &SAMPLE[range.end..]);
        changed += &format!("mod changed_{number} {{ {} }}\n", plain(&text));
        arms += &format!("\"{number}\" => changed_{number}::main(), ");
    }
    changed += "fn main() { match std::env::var(\"MUTANT\").as_deref().unwrap_or_default() ";
    changed += &format!("{{ {arms} _ => unchanged::main() }} }}\n");
    let each = compiled("changed", &changed);

    let unchanged = printed(&each, None);
    assert_eq!(printed(&all, None), unchanged);
    let mut told = 0;
    for (number, mutant) in viable {
        let (expected, found) = (printed(&each, Some(number)), printed(&all, Some(number)));
        assert_eq!(found, expected, "{} with `{}`", mutant.name, mutant.replacement);
        told += usize::from(expected != unchanged);
    }
    // The sample would be no test if its mutants did nothing.
    assert!(told > 40, "{told} of them print something else");
}

/// The text as a module: without what only the beginning of a file may have.
fn plain(text: &str) -> String {
    text.replace("//!", "//").replace("fn main()", "pub fn main()")
}
