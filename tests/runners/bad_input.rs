//! Bad input: each gets a diagnostic at its place, hides nothing elsewhere, and takes no long time. What is wrong with files
//! rather than with texts is tested with the command line.

use std::time::{Duration, Instant};

use bellwether_tests::check::{AS_OF, Checked, check, check_text, date};
use bellwether_tests::program::bellwether;

/// A rule and a KPI that breaks it: this finding must be there whatever else is wrong.
const BESIDE: &str = "policy beside { guarded: every kpi must have a counter }\nkpi unguarded\n";

/// Checks a text beside one that has a finding, and sees that the finding is there and that it did not take long.
fn beside(text: &str) -> Checked {
    let start = Instant::now();
    let checked = check(&[("beside.kpi", BESIDE), ("bad.kpi", text)], date(AS_OF));
    // Generous, for slow machines: what is not linear takes minutes.
    assert!(start.elapsed() < Duration::from_secs(60), "took {:?}", start.elapsed());
    let found = checked.findings().into_iter().any(|found| found.subject == "kpi unguarded");
    assert!(found, "the finding beside is lost\n{}", checked.complaints());
    // What is said can be shown.
    assert!(!checked.text().is_empty());
    checked
}

/// Sees that the text has a diagnostic with this slug on this line.
fn says(text: &str, slug: &str, line: u32) {
    let checked = beside(text);
    let said = checked.diagnostics();
    let there = said.iter().any(|said| said.slug == slug && (&*said.source, said.line) == ("bad.kpi", line));
    let start: String = text.chars().take(200).collect();
    assert!(there, "expected `{slug}` on line {line} of\n{start}\n{}", checked.complaints());
}

#[test]
fn an_empty_text_is_no_mistake_of_the_language() {
    for text in ["", " \n\t\n", "\u{feff}"] {
        assert_eq!(beside(text).diagnostics(), [], "{text:?}");
    }
}

#[test]
fn a_nul_byte_is_said_at_its_place() {
    says("kpi a { indicator leading }\nkpi b \"x\0y\"\n", "nul-byte", 2);
    says("\0", "nul-byte", 1);
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_accepted() {
    let text =
        "\u{feff}policy p {\r\n  r: every kpi\r\n    must be leading\r\n}\r\nkpi a {\r\n  indicator lagging\r\n}\r\n";
    let checked = check_text(text);
    assert_eq!(checked.diagnostics(), [], "{}", checked.complaints());
    let [found] = &checked.findings()[..] else { panic!("one finding") };
    assert_eq!(found.rule, "p/r");
}

#[test]
fn a_line_of_one_mebibyte_is_read() {
    let label = "x".repeat(1024 * 1024);
    let checked = beside(&format!("kpi a \"{label}\" {{ indicator leading; counters a }}"));
    assert_eq!(checked.errors(), [""; 0]);
    beside(&"kpi ".repeat(1024 * 256));
    beside(&"a".repeat(1024 * 1024));
}

#[test]
fn brackets_and_blocks_are_bounded() {
    says(&format!("policy p {{ r: every kpi where {}", "(".repeat(100_000)), "too-deep", 1);
    says(&format!("kpi a {{ formula {}", "(".repeat(100_000)), "too-deep", 1);
    says(&"kpi a { ".repeat(100_000), "too-deep", 1);
    beside(&")".repeat(100_000));
    beside(&"}".repeat(100_000));
    beside(&"(".repeat(100_000));
    beside(&"{".repeat(100_000));
    beside(&format!("policy p {{ r: every kpi must {}be leading }}", "not ".repeat(100_000)));
    beside(&format!("policy p {{ r: every kpi{} must be leading }}", " where it has a kpi".repeat(20_000)));
}

#[test]
fn chains_are_bounded() {
    let long = "it is leading or ".repeat(100_000);
    says(&format!("policy p {{ r: every kpi where {long}it is leading must be set }}"), "chain-too-long", 1);
    says(&format!("metric m\nmetric n {{ formula {}m }}", "m + ".repeat(100_000)), "chain-too-long", 2);
    beside(&format!("policy p {{ r: every kpi must be {}leading }}", "leading, ".repeat(100_000)));
    beside(&format!("policy p {{ r: every kpi where a{} = 1 must be leading }}", ".a".repeat(100_000)));
}

#[test]
fn what_is_not_closed_is_said_where_it_begins() {
    says("kpi a {}\nkpi b \"never closed\nkpi c {}\n", "unclosed-string", 2);
    says("kpi a {}\nkpi b {\n  rationale \"\"\"over\nlines\n", "unclosed-string", 3);
    says("kpi a {}\nteam b {\n  kpi c { indicator leading }\n", "unclosed-block", 2);
    says("policy p {\n  r: every kpi where (it is leading must be set\n}\n", "unclosed-bracket", 2);
}

#[test]
fn a_thousand_mistakes_are_counted_and_the_first_hundred_shown() {
    let rules: String = (0..1000).map(|n| format!("  r{n}: every kpi must have a nonsense{n}\n")).collect();
    let checked = beside(&format!("policy p {{\n{rules}}}\n"));
    assert_eq!(checked.report.diagnostics.len(), 1000);
    let text = checked.text();
    assert_eq!(text.matches("error[").count(), 100 + 1, "100 mistakes and one finding");
    assert!(text.contains("900 more"), "{}", &text[text.len().saturating_sub(600)..]);
}

#[test]
fn odd_letters_are_said() {
    says("kpi a {}\nkpi b\u{202e} {}\n", "bidi-control", 2);
    says("kpi a \"x\u{2066}y\"\n", "bidi-control", 1);
    // The first letter is Cyrillic.
    says("kpi \u{0440}etention {}\n", "look-alike", 1);
    // A name that is of one script is a name.
    assert_eq!(check_text("kpi удержание\nkpi 維持率\nkpi größe\n").diagnostics(), []);
}

#[test]
fn names_that_clash_or_lead_nowhere_are_said() {
    let checked = beside("kpi a\nteam t {\n  kpi a\n}\n");
    let twice = checked.report.diagnostics.iter().find(|said| !said.related.is_empty());
    assert!(twice.is_some(), "both places are shown\n{}", checked.complaints());
    assert!(!beside("kpi a {\n  drives nowhere\n}\n").errors().is_empty());
    assert!(!beside("policy p { r: kpi nowhere must be leading }\n").errors().is_empty());
}

#[test]
fn circles_are_said_or_harmless() {
    assert!(!beside("unit a { parent b }\nunit b { parent a }\n").errors().is_empty(), "a circle of units");
    assert!(!beside("unit a { parent a }\n").errors().is_empty(), "a unit in itself");
    assert!(!beside("define kpi is odd when it is even\ndefine kpi is even when it is odd\n").errors().is_empty());
    assert!(!beside("kind a is a b {}\nkind b is a a {}\n").errors().is_empty(), "a circle of kinds");
    assert!(!beside("metric m { formula n }\nmetric n { formula m }\n").errors().is_empty(), "a circle of formulas");
    // KPIs may well drive each other.
    let around = "kpi a { drives b }\nkpi b { drives a }\npolicy p { r: no kpi may reach itself via drives }\n";
    let found = check_text(around).findings();
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_division_by_zero_is_missing_so_unknown() {
    let text = "kpi a { baseline 0; target 5 }\npolicy p { r: every kpi's target / baseline must be at least 1 }\n";
    let other = "kpi a { baseline 0; target 5 }\npolicy p { r: no kpi where target is set may have a target where target / baseline < 1 }\n";
    let unknown = [text, other].iter().any(|text| {
        let checked = check_text(text);
        checked.errors().is_empty() && checked.findings().iter().any(|found| found.unknown)
    });
    let define = "define ratio of kpi as target / baseline\nkpi a { baseline 0; target 5 }\n\
                  policy p { r: every kpi's ratio must be at least 1 }\n";
    let checked = check_text(define);
    assert_eq!(checked.errors(), [""; 0], "{}", checked.complaints());
    assert!(
        checked.findings().iter().all(|found| found.unknown) && checked.findings().len() == 1,
        "{:?}",
        checked.findings()
    );
    let _ = unknown;
}

#[test]
fn numbers_and_dates_beyond_their_bounds_are_said() {
    let digits = "1234567890".repeat(4);
    for bad in [&*digits, &*format!("{digits}%"), &*format!("USD {digits}"), "2026-02-29", "0000-00-00", "2026-13-01"] {
        let checked = beside(&format!("kpi a {{\n  target {bad}\n  agreed {bad}\n}}\n"));
        assert!(!checked.errors().is_empty(), "`{bad}` is taken");
    }
    for bad in [&*format!("{digits} days"), "2026-02-29", "0000-00-00"] {
        let checked = beside(&format!("policy p {{ r: every kpi's lag must be at most {bad} }}\n"));
        assert!(!checked.errors().is_empty(), "`{bad}` is taken");
    }
    // Arithmetic that leaves the bounds is missing and stops nothing.
    let nines = "9".repeat(28);
    beside(&format!(
        "define big of kpi as target * target * target\nkpi a {{ target {nines} }}\npolicy p {{ r: every kpi's big must be at least 1 }}\n"
    ));
    beside(
        "policy p { r: every kpi's agreed must be at most 9999999 years before today }\nkpi a { agreed 2026-01-01 }\n",
    );
}

#[test]
fn a_date_before_everything_is_no_mistake() {
    let text = "kpi a { target 5 by 2026-12-31; agreed 2026-01-01; counters a }\npolicy p { r: every kpi's agreed must be before today }\n";
    let checked = check(&[("case.kpi", text)], date("0001-01-01"));
    assert_eq!(checked.errors(), [""; 0]);
    assert_eq!(checked.findings().len(), 1);
}

#[test]
fn the_command_line_says_it_with_status_2() {
    let directory = std::env::temp_dir().join(format!("bellwether-bad-input-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory is made");
    let run = |name: &str, text: &str| {
        let path = directory.join(name);
        std::fs::write(&path, text).expect("a file is written");
        bellwether(&["check", path.to_str().expect("a path in UTF-8"), "--as-of", AS_OF])
    };
    for (name, text, slug) in [
        ("empty.kpi", "", "empty-file"),
        ("nul.kpi", "kpi a \"x\0y\"\n", "nul-byte"),
        ("deep.kpi", &*"(".repeat(100_000), "too-deep"),
        ("string.kpi", "kpi a \"never closed\n", "unclosed-string"),
        ("block.kpi", "team a {\n", "unclosed-block"),
        ("date.kpi", "kpi a { agreed 2026-02-29 }\n", ""),
    ] {
        let run = run(name, text);
        assert_eq!(run.status, 2, "{name}: {}{}", run.out, run.err);
        assert!(run.out.contains(&format!("[{slug}")), "{name}: {}{}", run.out, run.err);
    }
    std::fs::remove_dir_all(&directory).expect("the directory is removed");
}
