//! `bellwether-mutants LIST COPY RESULTS [THREADS]`: judges the mutants of a list on a copy of the workspace that it stands in.

use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use bellwether_mutants::build::build;
use bellwether_mutants::judge::{judge, programs, tests};
use bellwether_mutants::list::Mutant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, copy, results, rest @ ..] = &arguments[..] else {
        return Err("bellwether-mutants LIST COPY RESULTS [THREADS]".into());
    };
    let threads = rest.first().map_or(Ok(1), |threads| threads.parse())?;
    let mutants: Vec<Mutant> = serde_json::from_str(&std::fs::read_to_string(list)?)?;
    let (original, copy) = (std::env::current_dir()?, Path::new(copy));

    let without = build(&original, copy, &mutants)?;
    let units = programs(copy, &["-p", "bellwether", "--lib"])?;
    let mut others = programs(copy, &["-p", "bellwether", "--test", "report"])?;
    others.extend(programs(copy, &["-p", "bellwether-tests", "--test", "runners"])?);
    let all = tests(&units, &others, threads, &Path::new(results).with_extension("notes"))?;

    // What an earlier run came to stands: a run that was stopped goes on.
    let known = std::fs::read_to_string(results).unwrap_or_default();
    let known: std::collections::BTreeSet<&str> =
        known.lines().filter_map(|line| line.split('\t').next_back()).collect();
    let file = Mutex::new(std::fs::OpenOptions::new().create(true).append(true).open(results)?);
    let note = |outcome: &str, mutant: &Mutant| {
        if let Ok(mut file) = file.lock() {
            let line = format!("{outcome}\t{} with `{}`\n", mutant.name, mutant.replacement);
            let _ = file.write_all(line.as_bytes());
        }
    };
    let mut numbers = Vec::new();
    for (number, mutant) in mutants.iter().enumerate() {
        if known.contains(&*format!("{} with `{}`", mutant.name, mutant.replacement)) {
            continue;
        }
        match without.get(&number) {
            Some(why) => note(&format!("{why:?}").to_lowercase(), mutant),
            None => numbers.push((number, &*mutant.file)),
        }
    }
    judge(&numbers, &all, threads, |number, outcome| {
        if let Some(mutant) = mutants.get(number) {
            note(&outcome.words(), mutant);
        }
    })?;
    Ok(())
}
