//! Files and places that mean no good, or went wrong: nothing hangs, nothing is read that is too large, and no file is ever
//! half written.

use std::fs::{self, File};

use super::run::Place;

const GOOD: &str = "team a { kpi x { indicator leading } }\n";
const POLICY: &str = "policy p { r: every kpi must be leading }\n";
/// Laid out otherwise by `fmt`.
const UNTIDY: &str = "team a {kpi x {indicator leading}}\n";

/// A file that is this long and takes no room on the disk.
fn sparse(place: &Place, name: &str, bytes: u64) {
    let file = File::create(place.path(name)).expect("a file");
    file.set_len(bytes).expect("a length");
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let place = Place::new(&[("good.kpi", GOOD)]);
    // More than any machine has: to read it would take all memory.
    sparse(&place, "huge.kpi", 1 << 40);
    let outcome = place.run(&["check", "--as-of", "2026-06-30"]);
    assert_eq!((outcome.status, outcome.count("source-too-large")), (2, 1), "{}", outcome.out);
    insta::assert_snapshot!("hostile-huge-file", outcome.out);
    let outcome = place.run(&["fmt", "huge.kpi"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.err.contains("source-too-large"), "{}", outcome.err);
}

#[test]
fn a_policy_is_held_to_a_smaller_limit_than_a_model() {
    let filler = "# more\n".repeat((16 << 20) / 7 + 1);
    let place = Place::new(&[("model.kpi", &format!("{filler}{GOOD}"))]);
    assert_eq!(place.run(&["check"]).status, 0);
    place.write("model.kpi", format!("{filler}{POLICY}").as_bytes());
    let outcome = place.run(&["check", "--as-of", "2026-06-30"]);
    assert_eq!((outcome.status, outcome.count("source-too-large")), (2, 1), "{}", outcome.out);
    insta::assert_snapshot!("hostile-huge-policy", outcome.out);
}

#[test]
fn settings_and_baselines_are_held_to_limits_too() {
    let place = Place::new(&[("good.kpi", GOOD)]);
    sparse(&place, "bellwether.toml", (16 << 20) + 1);
    let outcome = place.run(&["check"]);
    assert_eq!(outcome.status, 2);
    insta::assert_snapshot!("hostile-huge-settings", outcome.err);
    sparse(&place, "huge.baseline", (1 << 30) + 1);
    let outcome = place.run(&["check", "--no-config", "--baseline", "huge.baseline"]);
    assert_eq!(outcome.status, 2);
    insta::assert_snapshot!("hostile-huge-baseline", outcome.err);
}

#[test]
fn a_directory_in_the_place_of_a_file_is_said() {
    let place = Place::new(&[("good.kpi", GOOD), ("other.kpi/x.txt", ""), ("where/x.txt", "")]);
    for option in ["--baseline", "--config"] {
        let outcome = place.run(&["check", option, "where"]);
        assert_eq!(outcome.status, 2);
        let said = "error: `where`: the file cannot be read: it is a directory\n";
        assert!(outcome.err.starts_with(said), "{}", outcome.err);
    }
    let outcome = place.run(&["baseline", "--baseline", "where"]);
    assert_eq!(outcome.status, 2);
    assert!(place.path("where/x.txt").is_file());
    // A directory that is called as a file is searched like any other.
    assert_eq!(place.run(&["check", "."]).status, 0);
}

#[test]
fn deep_settings_are_refused_and_not_walked_into() {
    let deep = ["[".repeat(200_000), "{a=".repeat(200_000), "a.".repeat(200_000), "[[a]]\n".repeat(100_000)];
    for deep in deep {
        for settings in [format!("paths = {deep}\n"), format!("{deep}\n")] {
            let place = Place::new(&[("good.kpi", GOOD), ("bellwether.toml", &settings)]);
            assert_eq!(place.run(&["check", "good.kpi"]).status, 2);
        }
    }
}

#[test]
fn what_is_no_baseline_is_said_at_its_place_and_left_as_it_is() {
    let deep = "[".repeat(100_000);
    let objects = "{\"a\":".repeat(100_000);
    let long = "f".repeat(1 << 20);
    let cases: [(&[u8], &[&str]); 13] = [
        (deep.as_bytes(), &["1:1"]),
        (objects.as_bytes(), &["1:1"]),
        (b"{\"version\": 1, \"version\": 2, \"findings\": [1e999999, null, true]}\n", &["1:1"]),
        (b"[\n  {\"fingerprint\": 99999999999999999999}\n]\n", &["1:1", "2:1", "3:1"]),
        (b"# good\n99999999999999999999 p/r kpi x: be leading\n", &["2:1"]),
        (
            b"ffffffffffffffff 1 2 3\nffffffffffffffff\n  FFFFFFFFFFFFFFFF p/r kpi x: be leading\n",
            &["1:1", "2:1", "3:1"],
        ),
        (b"ffffffffffffffff p/r kpi x: be leading\nffffffffffffffff p/r kpi\n", &["2:1"]),
        (b"ffffffffffffffff p/r : be leading\nffffffffffffffff p/r kpi x: \n", &["1:1", "2:1"]),
        (b"\0\0\0\0\n\x1b[31m\n", &["1:1", "2:1"]),
        (long.as_bytes(), &["1:1"]),
        (b"ffffffffffffffff p/r kpi \xff: be leading\n", &[]),
        (b"\xff\xfef\0f\0", &[]),
        (b"<<<<<<< ours\n=======\n>>>>>>> theirs\n", &["1:1", "2:1", "3:1"]),
    ];
    for (bytes, places) in cases {
        let place = Place::new(&[("good.kpi", GOOD), ("policy.kpi", POLICY)]);
        place.write("a.baseline", bytes);
        let shown = String::from_utf8_lossy(bytes.get(..40).unwrap_or(bytes)).into_owned();
        for verb in ["check", "baseline"] {
            let outcome = place.run(&[verb, "--as-of", "2026-06-30", "--baseline", "a.baseline"]);
            let said = format!("{}{}", outcome.out, outcome.err);
            assert_eq!(outcome.status, 2, "{verb} {shown}: {said}");
            assert_eq!(said.matches("error[bad-baseline-line]").count(), places.len(), "{verb} {shown}: {said}");
            for at in places {
                assert!(said.contains(&format!("a.baseline:{at}\n")), "{verb} {shown}: {at}: {said}");
            }
            assert!(!places.is_empty() || said.contains("`a.baseline`: byte "), "{verb} {shown}: {said}");
            assert_eq!(fs::read(place.path("a.baseline")).expect("it is there"), bytes, "{verb} {shown}");
        }
    }
}

#[test]
fn a_part_that_a_baseline_holds_twice_is_a_warning() {
    let place = Place::new(&[("good.kpi", GOOD), ("policy.kpi", POLICY)]);
    place
        .write("a.baseline", b"ffffffffffffffff p/r kpi x: be leading\nffffffffffffffff p/r kpi y: \\u{110000} \\u{\n");
    let outcome = place.run(&["check", "--as-of", "2026-06-30", "--baseline", "a.baseline"]);
    assert_eq!((outcome.status, outcome.count("baseline-line-twice")), (0, 1), "{}", outcome.out);
    assert!(outcome.out.contains("a.baseline:2:1\n"), "{}", outcome.out);
}

/// Items of one line each, which is as long as a mebibyte, and what stands as deep as the limit lets it.
#[test]
fn the_longest_lines_and_the_deepest_blocks_are_laid_out_once_and_for_all() {
    const LONG: usize = 1 << 20;
    let words = "word ".repeat(LONG / 5);
    let names = (0..LONG / 8).map(|at| format!("a{at:05}")).collect::<Vec<_>>().join(", ");
    let items = (0..LONG / 28).map(|at| format!("kpi a{at:05} {{lag 2 days}}")).collect::<Vec<_>>().join(" ");
    let terms = vec!["it is leading"; 5_000].join(" or ");
    let texts = [
        format!("# {words}\nkpi a"),
        format!("kpi a   \"{words}\""),
        format!("kpi a {{definition   \"{words}\"}}"),
        format!("kpi a {{counters   {names}}}"),
        items,
        format!("policy p {{ r: every kpi must be leading because \"{words}\" }}"),
        format!("policy p {{ r: every kpi where {terms} must be leading }}"),
        format!("kpi a {{lag 2 days{}}}", ";".repeat(LONG)),
        format!("kpi a {{lag{}2 days}}", " ".repeat(LONG)),
        format!("{}{}", "team a {".repeat(64), "}".repeat(64)),
        format!("policy p {{ r: every kpi where {}it is leading{} must be lagging }}", "(".repeat(64), ")".repeat(64)),
    ];
    for text in texts {
        let place = Place::new(&[("a.kpi", &text)]);
        let shown = text.get(..40).unwrap_or(&text);
        let read = || fs::read_to_string(place.path("a.kpi")).expect("it is there");
        let outcome = place.run(&["fmt"]);
        assert_eq!(outcome.status, 0, "{shown}: {}", outcome.err);
        let once = read();
        assert_ne!(once, text, "{shown}");
        assert_eq!(place.run(&["fmt", "--check"]).status, 0, "{shown}");
        assert_eq!(place.run(&["fmt"]).status, 0, "{shown}");
        assert!(read() == once, "{shown}: laid out otherwise the second time");
    }
    for deeper in [
        format!("{}{}", "team a {".repeat(65), "}".repeat(65)),
        format!("policy p {{ r: every kpi where {}it is leading{} must be lagging }}", "(".repeat(65), ")".repeat(65)),
    ] {
        let place = Place::new(&[("a.kpi", &deeper)]);
        let outcome = place.run(&["fmt"]);
        assert_eq!((outcome.status, outcome.err.matches("too-deep").count()), (2, 1), "{}", outcome.err);
        assert_eq!(fs::read_to_string(place.path("a.kpi")).expect("it is there"), deeper);
    }
}

#[test]
fn patterns_look_at_no_more_files_than_the_limit() {
    let uses: String = (0..1200).map(|at| format!("use \"many/*{at}*.kpi\"\n")).collect::<Vec<_>>().concat();
    let place = Place::new(&[("uses.kpi", &uses), ("good.kpi", GOOD)]);
    for at in 0..100 {
        place.write(&format!("many/{at}.txt"), b"");
    }
    let outcome = place.run(&["check", "uses.kpi"]);
    assert_eq!((outcome.status, outcome.count("too-many-files")), (2, 1), "{}", outcome.err);
    let nested = format!("use \"{}a{}\"\n", "{".repeat(100_000), "}".repeat(100_000));
    place.write("uses.kpi", nested.as_bytes());
    let outcome = place.run(&["check", "uses.kpi"]);
    assert_eq!((outcome.status, outcome.count("bad-pattern")), (2, 1), "{}", outcome.err);
}

#[test]
fn nothing_is_left_beside_what_is_written() {
    let place = Place::new(&[("a.kpi", UNTIDY)]);
    assert_eq!(place.run(&["fmt"]).status, 0);
    assert_eq!(place.run(&["baseline"]).status, 0);
    assert_eq!(place.run(&["init", "start"]).status, 0);
    let names = |directory: &str| {
        let entries = fs::read_dir(place.path(directory)).expect("a directory");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names("."), ["a.kpi", "bellwether.baseline", "start"]);
    assert_eq!(names("start"), [".github", "bellwether.toml", "goals", "policies"]);
    assert_eq!(names("start/goals"), ["growth.kpi"]);
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};

    use super::super::run::{Outcome, Place};
    use super::{GOOD, UNTIDY};

    fn pipe(place: &Place, name: &str) {
        let made = std::process::Command::new("mkfifo").arg(place.path(name)).status();
        assert!(made.expect("mkfifo runs").success());
    }

    #[test]
    fn pipes_and_devices_are_not_waited_for() {
        let place = Place::new(&[("good.kpi", GOOD)]);
        pipe(&place, "pipe");
        symlink("pipe", place.path("link.kpi")).expect("a link");
        symlink("/dev/zero", place.path("zero.kpi")).expect("a link");
        for file in ["pipe", "link.kpi", "zero.kpi", "/dev/zero", "/dev/full", "/dev/tty"] {
            let outcome = place.run(&["check", file]);
            assert_eq!((outcome.status, outcome.count("unreadable-file")), (2, 1), "{file}: {}", outcome.out);
            assert_eq!(place.run(&["check", "good.kpi", "--baseline", file]).status, 2, "{file}");
            assert_eq!(place.run(&["check", "good.kpi", "--config", file]).status, 2, "{file}");
            assert_eq!(place.run(&["fmt", file]).status, 2, "{file}");
        }
        let outcome = place.run_with_input(&["check", "/dev/stdin"], GOOD.as_bytes());
        assert_eq!(outcome.status, 0, "{}", outcome.out);
    }

    #[test]
    fn what_is_no_file_is_never_written_over() {
        let place = Place::new(&[("good.kpi", GOOD)]);
        pipe(&place, "pipe");
        symlink("nothing", place.path("gone")).expect("a link");
        symlink("round", place.path("round")).expect("a link");
        for file in ["pipe", "gone", "round"] {
            let outcome = place.run(&["baseline", "--baseline", file]);
            assert_eq!(outcome.status, 2, "{file}: {}{}", outcome.out, outcome.err);
        }
        let kind = |name: &str| fs::symlink_metadata(place.path(name)).expect("it is there").file_type();
        assert!(kind("pipe").is_fifo() && kind("gone").is_symlink() && kind("round").is_symlink());
        assert!(!place.path("nothing").exists());
    }

    #[test]
    fn a_file_that_may_not_be_written_stays_as_it_is() {
        let place = Place::new(&[("a.kpi", UNTIDY)]);
        fs::set_permissions(place.path("a.kpi"), Permissions::from_mode(0o444)).expect("it is ours");
        let outcome = place.run(&["fmt"]);
        assert_eq!((outcome.status, &*outcome.err), (2, "error: `a.kpi` cannot be written: it may not be written\n"));
        assert_eq!(fs::read_to_string(place.path("a.kpi")).expect("it is there"), UNTIDY);
    }

    #[test]
    fn permissions_and_links_stay_when_a_file_is_laid_out() {
        let place = Place::new(&[("shared/a.kpi", UNTIDY)]);
        fs::set_permissions(place.path("shared/a.kpi"), Permissions::from_mode(0o640)).expect("it is ours");
        symlink("shared/a.kpi", place.path("link.kpi")).expect("a link");
        assert_eq!(place.run(&["fmt", "link.kpi"]).status, 0);
        let mode = fs::metadata(place.path("shared/a.kpi")).expect("it is there").permissions().mode();
        let link = fs::symlink_metadata(place.path("link.kpi")).expect("it is there");
        assert_eq!((mode & 0o777, link.is_symlink()), (0o640, true));
        assert_eq!(fs::read_dir(place.path("shared")).expect("a directory").count(), 1);
    }

    /// Runs the program with bounds that a shell sets on it.
    fn bounded(place: &Place, bounds: &str, arguments: &str) -> Outcome {
        let program = place.command(["x"]);
        let line = format!("{bounds}; exec {} {arguments}", program.get_program().to_string_lossy());
        let mut shell = std::process::Command::new("bash");
        Outcome::of(shell.current_dir(place.path(".")).arg("-c").arg(line), b"")
    }

    #[test]
    fn a_write_that_fails_in_the_midst_leaves_the_old_file_whole() {
        // A file may have 8 blocks of 1024 bytes and no more; the signal that says so is not listened to.
        let bounds = "trap '' XFSZ; ulimit -f 8";
        let kpis: String =
            (0..2000).map(|at| format!("kpi k{at} {{indicator lagging}}\n")).collect::<Vec<_>>().concat();
        let text = format!("policy p {{ r: every kpi must be leading }}\n{kpis}");
        let place = Place::new(&[("a.kpi", &text), ("bellwether.baseline", "# Ours.\n")]);
        let before = fs::metadata(place.path("a.kpi")).expect("it is there").ino();
        let laid_out = bounded(&place, bounds, "fmt");
        assert_eq!(laid_out.status, 2, "{}{}", laid_out.out, laid_out.err);
        assert!(laid_out.err.contains("`a.kpi` cannot be written"), "{}", laid_out.err);
        let accepted = bounded(&place, bounds, "baseline");
        assert_eq!(accepted.status, 2, "{}{}", accepted.out, accepted.err);
        assert_eq!(fs::read_to_string(place.path("a.kpi")).expect("it is there"), text);
        assert_eq!(fs::metadata(place.path("a.kpi")).expect("it is there").ino(), before);
        assert_eq!(fs::read_to_string(place.path("bellwether.baseline")).expect("it is there"), "# Ours.\n");
        assert_eq!(fs::read_dir(place.path(".")).expect("a directory").count(), 2, "something is left beside");
        // A start that cannot be written has no file that is half there.
        let started = bounded(&place, "trap '' XFSZ; ulimit -f 0", "init start");
        assert_eq!(started.status, 2, "{}{}", started.out, started.err);
        assert_eq!(fs::read_dir(place.path("start")).expect("a directory").count(), 0);
    }

    #[test]
    fn a_directory_that_may_not_be_written_is_said() {
        let place = Place::new(&[("shut/a.kpi", UNTIDY)]);
        fs::set_permissions(place.path("shut"), Permissions::from_mode(0o555)).expect("it is ours");
        let may = fs::write(place.path("shut/probe"), "").is_ok();
        let outcome = place.run(&["fmt", "shut"]);
        let after = fs::read_to_string(place.path("shut/a.kpi")).expect("it is there");
        fs::set_permissions(place.path("shut"), Permissions::from_mode(0o755)).expect("it is ours");
        // Whoever may write everywhere cannot be kept from it; then the file is laid out and whole.
        assert_eq!((outcome.status, after == UNTIDY), if may { (0, false) } else { (2, true) }, "{}", outcome.err);
    }

    #[test]
    fn the_command_line_works_on_little_stack() {
        let test = "test \"x\" {\n  given { kpi a { indicator leading } }\n  as of 2026-06-30\n  expect p/r broken by kpi a\n}\n";
        let deep = format!(
            "policy p {{\n  r: every kpi where {}it is leading{} must be lagging\n}}\nkpi a {{ indicator leading }}\n{test}",
            "(".repeat(64),
            ")".repeat(64),
        );
        let place = Place::new(&[("a.kpi", &deep)]);
        for arguments in [
            "check a.kpi",
            "check a.kpi --format json",
            "test --coverage --mutate a.kpi",
            "rules a.kpi",
            "explain p/r a.kpi",
            "explain p/r a.kpi --on 'kpi a'",
            "baseline a.kpi",
            "fmt --check a.kpi",
        ] {
            let run = |bounds: &str| {
                let outcome = bounded(&place, bounds, arguments);
                let _ = fs::remove_file(place.path("bellwether.baseline"));
                (outcome.status, outcome.out, outcome.err)
            };
            let plenty = run("true");
            assert!(plenty.0 < 2, "{arguments}: {plenty:?}");
            assert_eq!(run("ulimit -s 512"), plenty, "{arguments}");
        }
    }
}

#[test]
fn who_runs_a_command_says_how_long_it_may_think() {
    let text = "policy p { r: every kpi must have a counter }\nteam t {\n  kpi a\n  kpi b\n}\n";
    let place = Place::new(&[("a.kpi", text)]);
    for command in [&["check"][..], &["rules"], &["waivers"], &["baseline"], &["explain", "p/r", "--on", "kpi a"]] {
        let run = |steps: &str| place.run(&[command, &["--as-of", "2026-06-30", "--steps", steps]].concat());
        let stopped = run("1");
        assert_eq!(stopped.status, 2, "{command:?}: {}", stopped.out);
        // A check tells it in its report, at the place of the rule.
        let told = if command == ["check"] { &stopped.out } else { &stopped.err };
        assert!(told.contains("the limit of 1 evaluation steps was met by rule `p/r`"), "{told}");
        assert!(told.contains("--steps"), "{told}");
        assert_eq!(told.contains("stopped at a limit, with no verdict on 3 elements"), command == ["check"], "{told}");
        assert!(!run("1000").err.contains("limit"), "{command:?}");
    }
    let stopped = place.run(&["check", "--as-of", "2026-06-30", "--steps", "1", "--format", "json"]);
    assert_eq!((stopped.status, stopped.err.as_str()), (2, ""));
    let report: serde_json::Value = serde_json::from_str(&stopped.out).expect("a report");
    assert_eq!(report["diagnostics"][0]["code"], "evaluation-limit");
    assert_eq!(report["diagnostics"][0]["at"]["line"], 1);
    assert_eq!(report["summary"]["diagnostics"]["error"], 1);
}
