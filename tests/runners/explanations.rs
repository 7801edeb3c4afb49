//! Explanations: each trace, replayed from its leaves, gives the standing that it explains.

use bellwether::evaluate::{Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::model::Model;
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::{compile, parse};
use bellwether_tests::check::{AS_OF, date};
use bellwether_tests::{each, files, report};

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

/// Works on a program and a model made of some texts.
fn with(texts: &[(String, String)], work: impl FnOnce(&bellwether::program::Program, &Model)) {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(name.as_str(), text.as_str());
    }
    let parsed = parse(&sources);
    let program = compile(&parsed).program;
    let files: Vec<(&File, &str)> = parsed
        .files
        .iter()
        .map(|file| (file, parsed.sources.get(file.source).map_or("", |source| &*source.text)))
        .collect();
    let (model, _) = Model::from_trees(&program.vocabulary, &files);
    work(&program, &model);
}

#[test]
fn an_explanation_replays_to_its_verdict() {
    let stories = stories();
    assert!(stories.len() > 100, "{} stories", stories.len());
    let failures = each(&stories, |(name, texts), failures| {
        with(texts, |program, model| {
            let evaluation = evaluate(program, model, &Options::new(date(AS_OF))).expect("within the limits");
            for (at, rule) in program.rules.iter().enumerate() {
                for element in std::iter::once(None).chain((0..model.len()).map(|at| Some(ElementId::at(at)))) {
                    let standing = evaluation.standing(RuleId::at(at), element);
                    let trace = evaluation.trace(RuleId::at(at), element);
                    let replayed = trace.replay();
                    if trace.standing != standing || replayed != standing {
                        failures.push(format!(
                            "{name}: `{}` of {element:?}: {standing:?}, but the trace replays to {replayed:?}",
                            rule.name
                        ));
                    }
                }
            }
        });
    });
    report("explanations", &failures);
}

/// What does not keep what: rule, kind and id of the subject. And how much is wrong with the texts.
fn state(texts: &[(String, String)]) -> (Vec<String>, usize) {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let checked = bellwether_tests::check::check(&texts, date(AS_OF));
    let found = checked.findings().into_iter().map(|found| format!("{} {}", found.rule, found.subject)).collect();
    (found, checked.report.diagnostics.len())
}

/// The texts with some edits made.
fn edited(texts: &[(String, String)], edits: &[bellwether::mend::Edit]) -> Vec<(String, String)> {
    let mut edited = texts.to_vec();
    for edit in edits.iter().rev() {
        let (_, text) = &mut edited[edit.span.source.0 as usize];
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    edited
}

#[test]
fn what_mends_really_mends() {
    use bellwether::mend::{MendOptions, mend};
    let stories = stories();
    let mended = std::sync::atomic::AtomicUsize::new(0);
    let mut bounds = MendOptions::new(date(AS_OF));
    bounds.trials = 8;
    let failures = each(&stories, |(name, texts), failures| {
        let (before, wrong) = state(texts);
        if before.is_empty() {
            return;
        }
        with(texts, |program, model| {
            let mut sources = Sources::new();
            for (name, text) in texts {
                sources.add(name.as_str(), text.as_str());
            }
            let parsed = parse(&sources);
            let files: Vec<(&File, &str)> = parsed
                .files
                .iter()
                .map(|file| (file, parsed.sources.get(file.source).map_or("", |source| &*source.text)))
                .collect();
            let evaluation = evaluate(program, model, &Options::new(date(AS_OF))).expect("within the limits");
            for outcome in evaluation.outcomes().take(2) {
                let found = mend(program, model, &files, outcome.rule, outcome.subject, &bounds);
                let found = found.expect("within the limits");
                for mending in &found.mendings {
                    mended.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let (after, now_wrong) = state(&edited(texts, &mending.edits));
                    let finding = evaluation.finding(outcome).expect("the outcome is of this evaluation");
                    let finding = format!("{} {} {}", finding.rule, finding.subject.kind, finding.subject.id);
                    let finding = finding.trim_end();
                    let new: Vec<&String> = after.iter().filter(|found| !before.contains(found)).collect();
                    if after.iter().any(|found| found == finding) || !new.is_empty() || now_wrong > wrong {
                        failures.push(format!(
                            "{name}: {:?} does not mend `{finding}`; new: {new:?}; {now_wrong} mistakes, {wrong} before",
                            mending.changes
                        ));
                    }
                }
            }
        });
    });
    report("mends", &failures);
    let mended = mended.into_inner();
    assert!(mended > 60, "only {mended} were found");
}
