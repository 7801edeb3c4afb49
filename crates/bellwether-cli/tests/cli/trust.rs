//! What someone who writes a policy, a model or the settings cannot do: command the terminal, spoil a report for a program,
//! or have files shown that lie outside of the project. docs/threat-model.md says so.

use super::run::{Outcome, Place};

/// Escapes, a title of the window, a carriage return, C1, marks that turn text: raw in a label, a reason and an id's file.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}kept\rnot \u{9b}31m\u{202e}\u{7f}";

/// A model and a policy that say it wherever a text is said.
fn hostile() -> Place {
    let place = Place::new(&[(
        "a.kpi",
        &format!(
            "policy p {{\n  r: every kpi must have an owner because \"{HOSTILE}\" suggest \"{HOSTILE}\" see \"{HOSTILE}\"\n}}\n\
             kpi x \"{HOSTILE}\"\nkpi y\nwaive p/r for kpi y until 2026-12-31 because \"{HOSTILE}\" by cpo\n\
             kpi z {{ current \"{HOSTILE}\"; {HOSTILE} }}\n\
             test \"{HOSTILE}\" {{ given {{ kpi w \"{HOSTILE}\" }} expect p/r kept by kpi w }}\n"
        ),
    )]);
    #[cfg(unix)]
    place.write("\u{1b}[31m\nb.kpi", b"kpi {");
    place
}

/// The first character that a terminal would take for a command, but for the colours of a drawing.
fn command(text: &str) -> Option<char> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\t')) || turns(*c))
}

/// The text without what sets colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.strip_prefix('[').and_then(|rest| rest.split_once('m'));
        match end.filter(|(code, _)| code.chars().all(|c| c.is_ascii_digit() || c == ';')) {
            Some((_, rest)) => plain.push_str(rest),
            None => {
                plain.push('\u{1b}');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[test]
fn nothing_that_was_written_commands_the_terminal() {
    let place = hostile();
    for arguments in [
        &["check", "--show-covered"][..],
        &["check", "--show-covered", "--format", "json"],
        &["test"],
        &["test", "--coverage", "--mutate"],
        &["test", "--format", "json"],
        &["test", "--format", "junit"],
        &["rules"],
        &["rules", "--gaps"],
        &["rules", "--format", "json"],
        &["waivers"],
        &["waivers", "--format", "json"],
        &["explain", "p/r"],
        &["explain", "p/r", "--on", "kpi x"],
        &["explain", "p/r", "--on", "kpi x", "--format", "json"],
        &["baseline"],
        &["fmt", "--check"],
        &["fmt", "--diff"],
        &["check", HOSTILE],
        &["explain", HOSTILE],
    ] {
        let dated: &[&str] = if matches!(arguments, ["test" | "fmt", ..]) { &[] } else { &["--as-of", "2026-06-30"] };
        let outcome = place.run(&[arguments, dated].concat());
        for (what, text) in [("output", &outcome.out), ("errors", &outcome.err)] {
            assert_eq!(command(text), None, "{arguments:?}, {what}:\n{}", text.escape_debug());
        }
        assert!(!(outcome.out.is_empty() && outcome.err.is_empty()), "{arguments:?} says nothing");
    }
}

#[test]
fn colours_are_those_of_the_drawing() {
    let place = hostile();
    for command_line in [&["check", "--show-covered", "--as-of", "2026-06-30"][..], &["test"]] {
        let plain = place.run(&[command_line, &["--color", "never"]].concat());
        let coloured = place.run(&[command_line, &["--color", "always"]].concat());
        assert!(coloured.out.contains("\u{1b}[") && plain.out.contains('␛'), "{command_line:?}: {}", plain.out);
        // A label may not add a colour of its own: taken away, they leave what is drawn without colours.
        assert_eq!(without_colours(&coloured.out), plain.out, "{command_line:?}");
    }
}

#[test]
fn a_program_reads_the_same_characters_that_were_written() {
    let place = Place::new(&[(
        "a.kpi",
        &format!("policy p {{ r: every kpi must have an owner because \"{HOSTILE}\" }}\nkpi x\n"),
    )]);
    let outcome = place.run(&["check", "--as-of", "2026-06-30", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&outcome.out).expect("it is JSON");
    assert_eq!(
        report.pointer("/findings/0/because").and_then(serde_json::Value::as_str),
        Some(HOSTILE),
        "{}",
        outcome.out
    );
}

#[test]
fn what_is_laid_out_on_standard_output_keeps_every_character() {
    let text = format!("kpi x \"{HOSTILE}\"\n");
    assert_eq!(Place::new(&[]).run_with_input(&["fmt", "-"], text.as_bytes()).out, text);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::{Outcome, Place};

    const SECRET: &str = "TOKEN 1234 secret\n";

    /// A repo beside a directory that its files have no business with.
    fn repo() -> Place {
        let place = Place::new(&[("repo/.git/HEAD", ""), ("repo/goals/a.kpi", "kpi x\n"), ("home/token.kpi", SECRET)]);
        place.write("home/baseline", SECRET.as_bytes());
        place
    }

    fn in_repo(place: &Place, arguments: &[&str]) -> Outcome {
        let mut command = place.command(arguments);
        command.current_dir(place.path("repo"));
        Outcome::of(&mut command, b"")
    }

    /// What was refused, in a run that shows nothing of what lies outside.
    fn refused(place: &Place, arguments: &[&str]) -> usize {
        let outcome = in_repo(place, arguments);
        let said = format!("{}{}", outcome.out, outcome.err);
        assert!(!said.contains("secret"), "{arguments:?}: {said}");
        assert_eq!(outcome.status, 2, "{arguments:?}: {said}");
        outcome.count("outside-project")
    }

    #[test]
    fn a_use_does_not_lead_out_of_the_project() {
        let absolute = repo().path("home/token.kpi");
        let absolute = absolute.to_string_lossy();
        for used in ["../../home/token.kpi", "../../home/*.kpi", "../../**/*.kpi", &absolute, "/etc/*.kpi"] {
            let place = repo();
            // The place is new each time, and the absolute path leads to one that is gone by now.
            let used = if used == absolute {
                place.path("home/token.kpi").to_string_lossy().into_owned()
            } else {
                used.to_owned()
            };
            place.write("repo/goals/b.kpi", format!("use \"{used}\"\n").as_bytes());
            assert_eq!(refused(&place, &["check"]), 1, "{used}");
        }
        let place = repo();
        place.write("repo/bellwether.toml", b"uses = [\"use \\\"../home/token.kpi\\\"\"]\n");
        let outcome = in_repo(&place, &["check"]);
        assert!(!format!("{}{}", outcome.out, outcome.err).contains("secret"), "{}", outcome.out);
        assert_eq!(outcome.status, 2, "{}", outcome.out);
    }

    #[test]
    fn a_link_does_not_lead_out_of_the_project() {
        let place = repo();
        symlink("../../home/token.kpi", place.path("repo/goals/b.kpi")).expect("a link");
        symlink("../../home", place.path("repo/goals/all")).expect("a link");
        symlink("/", place.path("repo/goals/root")).expect("a link");
        symlink("a.kpi", place.path("repo/goals/same.kpi")).expect("a link");
        assert_eq!(refused(&place, &["check"]), 3);
        assert_eq!(refused(&place, &["check", "goals"]), 3);
        place.write("repo/use.kpi", b"use \"goals/**/*.kpi\"\n");
        assert_eq!(refused(&place, &["check", "use.kpi"]), 1);
        assert!(!in_repo(&place, &["fmt", "--diff"]).out.contains("secret"));
    }

    #[test]
    fn settings_do_not_lead_out_of_the_project() {
        let place = repo();
        for path in ["../home", "../home/token.kpi", "/etc"] {
            place.write("repo/bellwether.toml", format!("paths = [\"{path}\"]\n").as_bytes());
            assert_eq!(refused(&place, &["check"]), 1, "{path}");
        }
        place.write("repo/bellwether.toml", b"baseline = \"../home/baseline\"\n");
        refused(&place, &["check"]);
        refused(&place, &["baseline"]);
        place.write("repo/bellwether.toml", b"baseline = \"../home/new\"\n");
        refused(&place, &["baseline"]);
        assert!(!place.path("home/new").exists());
        // The settings themselves are no way out either, nor the file where no baseline is named.
        std::fs::remove_file(place.path("repo/bellwether.toml")).expect("it was there");
        symlink("../home/baseline", place.path("repo/bellwether.baseline")).expect("a link");
        refused(&place, &["baseline"]);
        symlink("../home/token.kpi", place.path("repo/bellwether.toml")).expect("a link");
        refused(&place, &["check"]);
        assert_eq!(std::fs::read_to_string(place.path("home/baseline")).ok().as_deref(), Some(SECRET));
    }

    #[test]
    fn what_a_person_names_is_read_wherever_it_lies() {
        let place = repo();
        place.write("home/ok.kpi", b"kpi y\n");
        place.write("repo/goals/b.kpi", b"use \"../../home/ok.kpi\"\n");
        symlink("../../home/ok.kpi", place.path("repo/goals/link.kpi")).expect("a link");
        for named in [&["check", ".", "../home/ok.kpi"][..], &["check", "goals/link.kpi"], &["check", "../home/ok.kpi"]]
        {
            let outcome = in_repo(&place, named);
            assert_eq!((outcome.status, outcome.count("outside-project")), (0, 0), "{named:?}: {}", outcome.out);
        }
        // Where there is neither a repo nor settings, nothing says where the project ends.
        std::fs::remove_file(place.path("repo/goals/link.kpi")).expect("it was there");
        std::fs::remove_dir_all(place.path("repo/.git")).expect("it was there");
        assert_eq!(in_repo(&place, &["check"]).status, 0);
    }
}

#[test]
fn the_environment_changes_nothing_that_is_printed() {
    let place = hostile();
    let arguments = ["check", "--show-covered", "--as-of", "2026-06-30"];
    let plain = place.run(&arguments);
    assert!(plain.out.contains("p/r"), "{}", plain.out);
    let mut elsewhere = place.command(arguments);
    for (name, value) in [
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("HOME", "/nowhere"),
        ("COLUMNS", "40"),
        ("TERM", "dumb"),
    ] {
        elsewhere.env(name, value);
    }
    let elsewhere = Outcome::of(&mut elsewhere, b"");
    assert_eq!((elsewhere.status, elsewhere.out, elsewhere.err), (plain.status, plain.out, plain.err));
}
