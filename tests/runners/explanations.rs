//! Explanations: each trace, replayed from its leaves, gives the standing that it explains.

use bellwether::source::Sources;
use bellwether_properties::Texts;
use bellwether_properties::explaining::{mended, replays};
use bellwether_tests::check::{AS_OF, date};
use bellwether_tests::{conformance, each, files, of_all, report};

/// The texts that the cases, the examples and the workload consist of: those that are checked together.
fn stories() -> Vec<(String, Vec<(String, String)>)> {
    let mut stories = Vec::new();
    for path in files::below("tests/suite", ".kpi") {
        let (name, text) = (files::shown(&path), files::read(&path));
        let mut sections = text.split("\n--- ");
        let head = sections.next().unwrap_or("").to_owned();
        let rest: Vec<(&str, &str)> = sections.filter_map(|section| section.split_once('\n')).collect();
        if rest.iter().all(|(name, _)| !name.starts_with("file ")) && !rest.is_empty() {
            for (half, text) in rest {
                stories.push((format!("{name} ({half})"), vec![(name.clone(), format!("{head}\n{text}"))]));
            }
        } else {
            let texts = rest.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
            stories.push((name.clone(), [(name.clone(), head.clone())].into_iter().chain(texts).collect()));
        }
    }
    for halves in [
        ["examples/card/kept", "examples/card/broken"],
        ["examples/registration/before", "examples/registration/after"],
    ] {
        for half in halves {
            let policies = half.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/policies.kpi"));
            let mut paths = files::below(half, ".kpi");
            paths.push(files::root().join(policies));
            let texts = paths.iter().map(|path| (files::shown(path), files::read(path))).collect();
            stories.push((half.to_owned(), texts));
        }
    }
    stories
}

fn texts_of(texts: &[(String, String)]) -> Texts {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(name.as_str(), text.as_str());
    }
    Texts { sources, as_of: date(AS_OF) }
}

#[test]
fn an_explanation_replays_to_its_verdict() {
    let stories = stories();
    assert!(stories.len() > 100, "{} stories", stories.len());
    let failures = each(&stories, |(name, texts), failures| {
        failures.extend(replays(&texts_of(texts)).err().map(|what| format!("{name}: {what}")));
    });
    report("explanations", &failures);
}

#[test]
fn an_explanation_of_each_case_of_the_conformance_suite_replays() {
    let (groups, errors) = conformance::groups();
    assert!(errors.is_empty(), "{errors:?}");
    let cases: Vec<_> =
        groups.iter().flat_map(|(_, group)| group.cases.iter().map(move |case| (group, case))).collect();
    let failures = each(&cases, |(group, case), failures| {
        let mut texts = texts_of(&group.files_of(case));
        texts.as_of = date(group.as_of(case));
        failures.extend(replays(&texts).err().map(|what| format!("{}: {what}", case.name)));
    });
    report("explanations of the conformance suite", &failures);
}

#[test]
fn what_mends_really_mends() {
    let stories = stories();
    let offered = std::sync::atomic::AtomicUsize::new(0);
    let failures = each(&stories, |(name, texts), failures| {
        for number in [0, 1] {
            match mended(&texts_of(texts), number, (200, 8, 3)) {
                Ok(mendings) => drop(offered.fetch_add(mendings, std::sync::atomic::Ordering::Relaxed)),
                Err(what) => failures.push(format!("{name}: {what}")),
            }
        }
    });
    report("mends", &failures);
    let offered = offered.into_inner();
    assert!(offered > 60 || !of_all(), "only {offered} were found");
}

#[test]
fn two_lines_that_mend_go_into_one_block() {
    for block in ["", " {}", " {\n  }", " { on 2026-01-05 }"] {
        let text = format!(
            "ab_test spam {{\n  share web{block}\n}}\n\
             policy p {{\n  rule: every share in share web should be kpis and executives\n}}\n"
        );
        let offered = mended(&texts_of(&[("a.kpi".to_owned(), text)]), 0, (40, 24, 2));
        assert_eq!(offered, Ok(1), "a share with `{block}`");
    }
}
