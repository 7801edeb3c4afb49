//! Measures how much stack the deepest inputs take: `cargo run -p bellwether-tests --example stack [NAME]`.
//!
//! A stack that is too small brings the process down, so each try is a process of its own.

use std::process::{Command, Stdio};

use bellwether_tests::deep::{deepest, on_a_stack};

/// The sizes tried, in KiB.
const LEAST: usize = 16;
const MOST: usize = 16 * 1024;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [name, size] = arguments.as_slice()
        && let Ok(size) = size.parse::<usize>()
    {
        let one = deepest().into_iter().find(|one| one.name == *name).expect("there is one of this name");
        let (slugs, findings) = on_a_stack(size * 1024, one.text);
        println!("{findings} findings, {} diagnostics {:?}", slugs.len(), slugs.first());
        return;
    }
    for one in deepest().iter().filter(|one| arguments.iter().all(|name| one.name == name)) {
        let Some(said) = works(one.name, MOST) else {
            println!("does not work at all: {}", one.name);
            continue;
        };
        let (mut fails, mut holds) = (LEAST, MOST);
        while fails * 11 / 10 < holds {
            let middle = usize::midpoint(fails, holds).min(fails * 4);
            // It must come to the same, too.
            if works(one.name, middle).as_ref() == Some(&said) { holds = middle } else { fails = middle }
        }
        println!("{holds:>6} KiB  {}  ({})", one.name, said.trim());
    }
}

/// Whether everything works on so many KiB of stack; then what it came to.
fn works(name: &str, size: usize) -> Option<String> {
    let mut command = Command::new(std::env::current_exe().expect("a program knows its own file"));
    let output = command.args([name, &size.to_string()]).stderr(Stdio::null()).output().expect("it runs");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
