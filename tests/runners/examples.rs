//! The stories in `examples/`: what the command line prints for them.

use bellwether_tests::check::AS_OF;
use bellwether_tests::program::{Run, bellwether, example};

fn check(paths: &[&str]) -> Run {
    let arguments: Vec<&str> = ["check"].into_iter().chain(paths.iter().copied()).chain(["--as-of", AS_OF]).collect();
    bellwether(&arguments)
}

/// What a run came to, as one text.
fn shown(run: &Run) -> String {
    format!("exit status {}\n\n{}{}", run.status, run.out, run.err)
}

#[test]
fn the_registration_page_as_it_was() {
    let run = check(&["examples/registration/policies.kpi", "examples/registration/before"]);
    assert_eq!(run.status, 1, "{}", shown(&run));
    insta::assert_snapshot!("registration-before", shown(&run));
}

#[test]
fn the_registration_page_as_it_should_have_been() {
    let run = check(&["examples/registration/policies.kpi", "examples/registration/after"]);
    assert_eq!(run.status, 0, "{}", shown(&run));
    insta::assert_snapshot!("registration-after", shown(&run));
}

/// Each rule of the case finds something in the model as it was, and has met somebody in the model as it should have been.
#[test]
fn each_rule_of_the_case_is_needed() {
    use bellwether_tests::check::{check, date};
    use bellwether_tests::files;
    let of = |half: &str| {
        let mut paths = files::below(&format!("examples/registration/{half}"), ".kpi");
        paths.extend(files::below("examples/registration", "policies.kpi"));
        let texts: Vec<(String, String)> = paths.iter().map(|path| (files::shown(path), files::read(path))).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
        check(&texts, date(AS_OF))
    };
    let (before, after) = (of("before"), of("after"));
    assert!(before.report.rules.len() >= 8, "{} rules", before.report.rules.len());
    for rule in &before.report.rules {
        assert!(
            before.report.findings.iter().any(|finding| finding.rule == rule.rule),
            "`{}` finds nothing",
            rule.rule
        );
    }
    assert_eq!(after.findings(), []);
    for rule in &after.report.rules {
        assert!(rule.subjects > 0, "`{}` met no subject", rule.rule);
    }
}

#[test]
fn the_sentences_of_the_design_card() {
    let kept = check(&["examples/card/policies.kpi", "examples/card/kept"]);
    assert_eq!(kept.status, 0, "{}", shown(&kept));
    let broken = check(&["examples/card/policies.kpi", "examples/card/broken"]);
    assert_eq!(broken.status, 1, "{}", shown(&broken));
    insta::assert_snapshot!("card-broken", shown(&broken));
}

#[test]
fn the_goals_held_against_the_pack_smart() {
    let run = check(&["examples/smart"]);
    assert_eq!(run.status, 1, "{}", shown(&run));
    for letter in ["S, specific", "M, measurable", "A, achievable", "R, relevant", "T, time-bound"] {
        assert!(run.out.contains(letter), "no finding names {letter}: {}", shown(&run));
    }
    insta::assert_snapshot!("smart", shown(&run));
}

/// The tests beside the policies show each rule kept and broken, and notice each change of one.
#[test]
fn the_policies_are_tested() {
    for case in ["card", "registration"] {
        let paths = ["policies.kpi", "tests.kpi"].map(|file| format!("examples/{case}/{file}"));
        let run = bellwether(&["test", &paths[0], &paths[1], "--require-coverage", "--mutate"]);
        assert_eq!(run.status, 0, "{}", shown(&run));
        insta::assert_snapshot!(format!("{case}-tests"), shown(&run));
    }
}

#[test]
fn the_embedding_example_runs() {
    let run = example("embed");
    assert_eq!(run.status, 0, "{}", shown(&run));
    insta::assert_snapshot!("embed", shown(&run));
}

/// "in under 120 lines"
#[test]
fn the_embedding_example_stays_short() {
    let text = bellwether_tests::files::read(&bellwether_tests::files::root().join("examples/embed/main.rs"));
    assert!(text.lines().count() < 120, "{} lines", text.lines().count());
}
