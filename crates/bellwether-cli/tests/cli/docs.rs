//! `docs/cli.md` and `docs/settings.md`: their examples are run, and print what the pages say.
//!
//! With `UPDATE_EXAMPLES=1` in the environment what they print is written into the pages.

use super::run::{Outcome, Place};

#[test]
fn the_examples_of_the_command_line_print_what_the_page_says() {
    runs("cli.md");
}

#[test]
fn the_examples_of_the_settings_print_what_the_page_says() {
    runs("settings.md");
}

/// Runs the examples of a page in a directory of its own, into which its blocks with a file name are written.
fn runs(name: &str) {
    let path = format!("{}/../../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let place = Place::new(&[]);
    let mut run = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        run.push_str(line);
        run.push('\n');
        let Some(fence) = line.strip_prefix("```").filter(|fence| !fence.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = ["kpi ", "toml "].iter().find_map(|language| fence.strip_prefix(language)) {
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
        std::fs::write(&path, &run).expect("the page is written");
    } else {
        for (number, (says, prints)) in page.lines().zip(run.lines()).enumerate() {
            assert_eq!(says, prints, "line {} of docs/{name}", number + 1);
        }
        assert_eq!(page.len(), run.len(), "docs/{name} leaves something out");
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
