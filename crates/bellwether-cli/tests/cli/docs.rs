//! `docs/cli.md`: its examples are run, and print what the page says.
//!
//! With `UPDATE_EXAMPLES=1` in the environment what they print is written into the page.

use super::run::{Outcome, Place};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");

#[test]
fn the_examples_of_the_page_print_what_it_says() {
    let page = std::fs::read_to_string(PAGE).expect("the page is there");
    let place = Place::new(&[]);
    let mut run = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        run.push_str(line);
        run.push('\n');
        let Some(fence) = line.strip_prefix("```").filter(|fence| !fence.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = fence.strip_prefix("kpi ") {
            place.write(name, format!("{}\n", block.join("\n")).as_bytes());
            run.push_str(&block.join("\n"));
            run.push('\n');
        } else {
            assert_eq!(fence, "console", "a block that no test runs");
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                run.push_str(&example(&place, command));
            }
        }
        run.push_str("```\n");
    }
    if std::env::var_os("UPDATE_EXAMPLES").is_some() {
        std::fs::write(PAGE, &run).expect("the page is written");
    } else {
        for (number, (says, prints)) in page.lines().zip(run.lines()).enumerate() {
            assert_eq!(says, prints, "line {} of docs/cli.md", number + 1);
        }
        assert_eq!(page.len(), run.len(), "docs/cli.md leaves something out");
    }
}

/// The command, what it prints and how it exits.
fn example(place: &Place, command: &str) -> String {
    let mut words = words(command).into_iter();
    assert_eq!(words.next().as_deref(), Some("bellwether"));
    let outcome = Outcome::of(&mut place.command(words), b"");
    let printed = format!("{}{}", outcome.out, outcome.err);
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let mut text = format!("$ {command}\n");
    for line in printed {
        text.push_str(line);
        text.push('\n');
    }
    text + &format!("[exit status {}]\n", outcome.status)
}

/// The words of a command line, those in quotation marks as one.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in command.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("there is a word").push(character),
        }
    }
    words
}
