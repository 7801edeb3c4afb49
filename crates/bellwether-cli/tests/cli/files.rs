//! Files that are missing, odd or not text: each is said, and hides nothing elsewhere.

use super::run::{Outcome, Place};

const GOOD: &str = "team a { kpi x { indicator leading } }\n";
/// A mistake that must be reported whatever else is wrong.
const BAD: &str = "team b {\n  kpi y { indicator leading }\n";

#[test]
fn a_missing_path_hides_nothing() {
    let place = Place::new(&[("goals/bad.kpi", BAD)]);
    let outcome = place.run(&["check", "nowhere", "goals"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(outcome.count("missing-path"), 1, "{}", outcome.out);
    assert!(outcome.out.contains("there is no file or directory `nowhere`"), "{}", outcome.out);
    assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
}

#[test]
fn a_directory_without_kpi_files_is_said() {
    let place = Place::new(&[("docs/readme.md", ""), ("docs/.git/x.kpi", BAD), ("docs/target/y.kpi", BAD)]);
    let outcome = place.run(&["check", "docs"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(outcome.count("no-kpi-files"), 1, "{}", outcome.out);
    assert_eq!(outcome.count("unclosed-block"), 0, "{}", outcome.out);
}

#[test]
fn an_empty_file_is_said() {
    let place = Place::new(&[("a.kpi", ""), ("b.kpi", "  \n"), ("c.kpi", GOOD)]);
    let outcome = place.run(&["check"]);
    assert_eq!((outcome.status, outcome.count("empty-file")), (2, 2), "{}", outcome.out);
}

#[test]
fn a_file_that_is_not_utf_8_is_said_with_its_byte() {
    let place = Place::new(&[("bad.kpi", BAD)]);
    place.write("latin.kpi", b"team c \"\xe9quipe\" { kpi z { indicator leading } }\n");
    place.write("wide.kpi", b"\xff\xfet\0e\0");
    let outcome = place.run(&["check"]);
    assert_eq!((outcome.status, outcome.count("not-utf-8")), (2, 2), "{}", outcome.out);
    assert!(outcome.out.contains("byte 8 of this file (0xe9) is not UTF-8"), "{}", outcome.out);
    assert!(outcome.out.contains("latin.kpi:1:9"), "{}", outcome.out);
    assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
}

#[test]
fn a_nul_byte_is_said_at_its_place() {
    let place = Place::new(&[]);
    place.write("nul.kpi", b"team a {}\n# x\0y\n");
    let outcome = place.run(&["check"]);
    assert_eq!((outcome.status, outcome.count("nul-byte")), (2, 1), "{}", outcome.out);
    assert!(outcome.out.contains("nul.kpi:2:4"), "{}", outcome.out);
}

#[test]
fn a_byte_order_mark_and_line_ends_of_two_characters_are_accepted() {
    let place = Place::new(&[("a.kpi", "\u{feff}team a {\r\n  kpi x { indicator leading }\r\n}\r\n")]);
    let outcome = place.run(&["check"]);
    assert_eq!(outcome.status, 0, "{}", outcome.out);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let place = Place::new(&[("goals/a.kpi", BAD)]);
    let outcome = place.run(&["check", ".", "goals", "./goals/a.kpi", "goals/../goals/a.kpi"]);
    assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
}

#[test]
fn a_file_with_another_ending_is_read_where_it_is_named() {
    let place = Place::new(&[("model.txt", BAD)]);
    assert_eq!(place.run(&["check", "model.txt"]).count("unclosed-block"), 1);
}

#[test]
fn standard_input_has_a_name_and_replaces_the_file() {
    let place = Place::new(&[("a.kpi", BAD), ("b.kpi", GOOD)]);
    let outcome = place.run_with_input(&["check", "-"], BAD.as_bytes());
    assert!(outcome.out.contains("<stdin>:1"), "{}", outcome.out);
    let outcome = place.run_with_input(&["check", ".", "-", "--stdin-filename", "a.kpi"], b"team c {}");
    assert_eq!(outcome.status, 0, "{}", outcome.out);
    let outcome = place.run_with_input(&["check", "-", "--stdin-filename", "a.kpi"], BAD.as_bytes());
    assert!(outcome.out.contains("a.kpi:1"), "{}", outcome.out);
}

#[test]
fn sources_stand_in_order_of_their_names() {
    let place = Place::new(&[("b.kpi", BAD), ("a/z.kpi", BAD), ("a.kpi", BAD)]);
    let outcome = place.run(&["check", "b.kpi", "a", "a.kpi"]);
    let at = |name: &str| outcome.out.find(name).expect("the file is named");
    assert!(at("a.kpi:") < at("a/z.kpi:") && at("a/z.kpi:") < at("b.kpi:"), "{}", outcome.out);
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{BAD, GOOD, Outcome, Place};

    #[test]
    fn a_link_to_itself_ends_no_search() {
        let place = Place::new(&[("goals/bad.kpi", BAD)]);
        symlink("goals", place.path("goals/self")).expect("a link");
        symlink(".", place.path("goals/here")).expect("a link");
        symlink("round.kpi", place.path("goals/round.kpi")).expect("a link");
        symlink("nothing", place.path("goals/no-model")).expect("a link");
        symlink("nothing", place.path("goals/gone.kpi")).expect("a link");
        let outcome = place.run(&["check", "goals"]);
        assert_eq!(outcome.status, 2);
        assert_eq!(outcome.count("link-loop"), 2, "{}", outcome.out);
        assert_eq!(outcome.count("unreadable-file"), 1, "{}", outcome.out);
        assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
        assert_eq!(place.run(&["check", "goals/round.kpi"]).count("link-loop"), 1);
    }

    #[test]
    fn a_linked_file_is_read_once() {
        let place = Place::new(&[("a.kpi", BAD)]);
        symlink("a.kpi", place.path("b.kpi")).expect("a link");
        assert_eq!(place.run(&["check"]).count("unclosed-block"), 1);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_said() {
        let place = Place::new(&[("a.kpi", GOOD), ("bad.kpi", BAD)]);
        std::fs::set_permissions(place.path("a.kpi"), Permissions::from_mode(0o000)).expect("no permissions");
        if std::fs::File::open(place.path("a.kpi")).is_ok() {
            // Whoever may read everything cannot be kept from it; the pipe below is refused to everybody.
            return;
        }
        let outcome = place.run(&["check"]);
        assert_eq!((outcome.status, outcome.count("unreadable-file")), (2, 1), "{}", outcome.out);
        assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let place = Place::new(&[("bad.kpi", BAD)]);
        let made = std::process::Command::new("mkfifo").arg(place.path("pipe.kpi")).status();
        assert!(made.expect("mkfifo runs").success());
        let outcome = place.run(&["check"]);
        assert_eq!((outcome.status, outcome.count("unreadable-file")), (2, 1), "{}", outcome.out);
        assert!(outcome.out.contains("neither a file nor a directory"), "{}", outcome.out);
        assert_eq!(outcome.count("unclosed-block"), 1, "{}", outcome.out);
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let place = Place::new(&[("bad.kpi", &"mistake {\n".repeat(60))]);
        let mut command = place.command(["check"]);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut child = command.stdout(writer).stderr(std::process::Stdio::piped()).spawn().expect("the program runs");
        drop(command);
        let mut err = String::new();
        std::io::Read::read_to_string(child.stderr.as_mut().expect("a pipe"), &mut err).expect("text");
        assert_eq!(child.wait().expect("the program ends").code(), Some(2));
        assert_eq!(err, "");
    }

    #[test]
    fn colours_are_as_the_environment_and_the_options_say() {
        let place = Place::new(&[("bad.kpi", BAD)]);
        let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
            let outcome = Outcome::of(place.command(arguments).envs(environment.iter().copied()), b"");
            outcome.out.contains('\u{1b}')
        };
        assert!(!colored(&["check"], &[]), "no terminal");
        assert!(colored(&["check"], &[("CLICOLOR_FORCE", "1")]));
        assert!(!colored(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(colored(&["check", "--color", "always"], &[("NO_COLOR", "1")]));
        assert!(!colored(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
        assert!(!colored(&["check"], &[("CLICOLOR", "1")]));
    }
}
