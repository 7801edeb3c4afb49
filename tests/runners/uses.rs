//! Uses, packs and parameters: what a person sees of them, and what must not depend on their order or their values.

use bellwether::report::{TextOptions, text};
use bellwether::source::{Sources, Span};
use bellwether::{
    CheckOptions, Pack, ParseOptions, Policies, check_sources, compile, files_asked, packs, parse, parse_with,
};
use bellwether_tests::check::{AS_OF, check, check_text, date};
use bellwether_tests::{files, report};

const FOCUS: &str = "\
policy focus \"As few as can be\" with (per_team 1, patience 30 days, min_share 60%, side one of (allow, deny) is deny, strict no) {
  team:    every team must have at most per_team kpis
  lag:     every kpi's lag must be at most patience
  leading: at least min_share of team KPIs must be leading
  fuzzy:   no kpi may be nps when side is deny
  strict:  every kpi must have a counter when strict and per_team < 3
}
";
const MODEL: &str = "\
team web {
  kpi visits  { indicator lagging; lag 40 days; nps yes }
  kpi signups { indicator leading; lag 2 days; nps no }
}
goal more { statement \"Improve it\" }
";
const USES: [&str; 5] = [
    "use focus with (side deny, strict yes)",
    "use focus with (patience 3 weeks) without leading",
    "use focus/fuzzy as should",
    "use smart as could without vague, within-reach",
    "use smart/time-bound as must",
];

fn said(texts: &[(&str, &str)]) -> Vec<String> {
    let checked = check(texts, date(AS_OF));
    assert_eq!(checked.report.diagnostics, [], "{}", checked.complaints());
    let findings = checked.report.findings.iter().map(|finding| {
        let prints: Vec<&str> = finding.parts.iter().map(|part| &*part.fingerprint).collect();
        format!("{:?} {} {} {prints:?}", finding.severity, finding.rule, finding.message)
    });
    let mut lines: Vec<String> = findings.collect();
    lines.push(format!("{:?}", checked.report.digest));
    lines
}

#[test]
fn the_order_of_uses_and_files_changes_nothing() {
    let together = format!("{FOCUS}{}\n{MODEL}", USES.join("\n"));
    let first = said(&[("a.kpi", &together)]);
    assert!(first.len() > 8, "{first:#?}");
    let mut failures = Vec::new();
    for turn in 0..USES.len() {
        for back in [false, true] {
            let mut uses = USES;
            uses.rotate_left(turn);
            if back {
                uses.reverse();
            }
            let (head, tail) = uses.split_at(turn);
            let (head, tail) = (head.join("\n") + "\n", tail.join("\n") + "\n");
            for names in [["a.kpi", "b.kpi", "c.kpi", "d.kpi"], ["d.kpi", "b.kpi", "c.kpi", "a.kpi"]] {
                let [one, two, three, four] = names;
                let mut texts = vec![(one, &*head), (two, FOCUS), (three, &*tail), (four, MODEL)];
                texts.retain(|(_, text)| !text.trim().is_empty());
                for texts in [texts.clone(), texts.into_iter().rev().collect()] {
                    let now = said(&texts);
                    if now != first {
                        failures.push(format!("{texts:?}\n{now:#?}\n{first:#?}"));
                    }
                }
            }
        }
    }
    report("orders", &failures);
}

/// Whether a rule is right rests on the types of its parameters, never on their values.
#[test]
fn every_combination_of_values_that_fit_their_types_checks() {
    let mut text = MODEL.to_owned();
    let mut number = 0;
    for per_team in ["0", "2", "2.5", "-1", "20k"] {
        for patience in ["1 day", "3 months", "0 days"] {
            for min_share in ["0%", "33.3%", "120%", "-1%"] {
                for side in ["allow", "deny"] {
                    for strict in ["yes", "no"] {
                        number += 1;
                        let name = format!("focus{number}");
                        let used = format!(
                            "use {name} with (per_team {per_team}, patience {patience}, min_share {min_share}, side {side}, strict {strict})\n"
                        );
                        text.push_str(&FOCUS.replacen("focus", &name, 1));
                        text.push_str(&used);
                    }
                }
            }
        }
    }
    let checked = check_text(&text);
    assert_eq!(checked.report.diagnostics, [], "{}", checked.complaints());
    assert_eq!((number, checked.report.rules.len()), (240, 5 * 240));
}

#[test]
fn a_value_changes_no_fingerprint() {
    let prints = |used: &str| {
        let checked = check_text(&format!("{FOCUS}{used}\n{MODEL}"));
        let parts = checked.report.findings.iter().flat_map(|finding| &finding.parts);
        parts.map(|part| (part.text.to_string(), part.fingerprint.to_string())).collect::<Vec<_>>()
    };
    let (one, other) = (prints(""), prints("use focus with (patience 2 weeks)"));
    let lag = |parts: &[(String, String)], text: &str| parts.iter().find(|part| part.0 == text).expect(text).1.clone();
    assert_eq!(lag(&one, "be at most 30 days"), lag(&other, "be at most 2 weeks"));
}

#[test]
fn a_finding_of_a_used_rule_shows_the_pack_and_the_use() {
    let text = format!("{FOCUS}{}\n{MODEL}", USES.join("\n"));
    insta::assert_snapshot!("uses-findings", check_text(&text).text());
}

/// All that can be said of uses and parameters, as a person reads it.
#[test]
fn mistakes_are_told_with_what_to_do() {
    let paths = files::below("tests/suite/uses", ".kpi");
    let wrong = paths.iter().filter(|path| files::shown(path).contains("/wrong-"));
    let shown: Vec<String> = wrong
        .map(|path| format!("=== {}\n\n{}\n", files::shown(path), check_text(&files::read(path)).text()))
        .collect();
    let shown = shown.concat();
    assert!(shown.contains("=== "));
    insta::assert_snapshot!("uses-mistakes", shown);
}

#[test]
fn packs_are_right_and_declare_what_they_are_called() {
    for pack in packs() {
        let mut sources = Sources::new();
        sources.add("uses.kpi", format!("use {}\n", pack.name));
        let parsed = parse(&sources);
        let compiled = compile(&parsed);
        assert_eq!((parsed.diagnostics, compiled.diagnostics), (Vec::new(), Vec::new()), "{}", pack.name);
        assert!(pack.text.contains(&format!("policy {} \"{}\"", pack.name, pack.title)), "{}", pack.name);
        let own = format!("{}/", pack.name);
        assert!(!compiled.program.rules.is_empty(), "{}", pack.name);
        for rule in &compiled.program.rules {
            assert!(rule.name.starts_with(&own), "{}", rule.name);
            assert!(rule.because.is_some() && rule.suggest.is_some() && rule.see.is_some(), "{}", rule.name);
        }
    }
    assert!(packs().is_sorted_by(|one, other| one.name < other.name));
}

fn pack(name: &'static str, text: &'static str) -> Pack {
    Pack { name: name.into(), title: "".into(), text: text.into() }
}

#[test]
fn packs_of_ones_own_may_use_packs_and_never_themselves() {
    let options = ParseOptions {
        packs: vec![
            pack("house", "use base with (limit 2)\npolicy house { one: every kpi must have a counter }"),
            pack("base", "policy base with (limit 1) { few: every team must have at most limit kpis }"),
            pack("alone", "use alone/one as should\npolicy alone { one: every kpi must have a counter }"),
            pack("this", "use that\npolicy this { one: every kpi must have a counter }"),
            pack("that", "use this\npolicy that { one: every kpi must have a target }"),
        ],
        ..ParseOptions::default()
    };
    let compiled = |text: &str| {
        let mut sources = Sources::new();
        sources.add("own.kpi", text);
        Policies::compile_with(&sources, &options)
    };
    let house = compiled("use house").expect("it is right");
    let rules: Vec<(&str, &str)> =
        house.program().rules.iter().map(|rule| (&*rule.name, &*rule.wording.text)).collect();
    assert_eq!(
        rules,
        [("base/few", "every team must have at most 2 kpis"), ("house/one", "every kpi must have a counter")]
    );
    let said = |text: &str| {
        let error = compiled(text).expect_err("it is wrong");
        error.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message)).collect::<Vec<_>>()
    };
    assert_eq!(said("use alone"), ["use-circle: the pack `alone` uses itself"]);
    assert_eq!(said("use this"), ["use-circle: the pack `this` uses itself through the pack `that`"]);
    // Packs that nobody uses are not looked at.
    assert!(compiled("policy p { one: every kpi must have a counter }").is_ok());
}

#[test]
fn uses_in_a_configuration_have_their_places_there() {
    let config = "uses = [\"smart without vague\", \"smart/relevant as should\", \"smrt\", \"smart as\"]\n";
    let mut sources = Sources::new();
    let id = sources.add("bellwether.toml", config);
    sources.add("goals/a.kpi", "goal g { statement \"Improve it\" }\n");
    let spans: Vec<Span> = config
        .match_indices('"')
        .map(|(at, _)| u32::try_from(at).expect("short"))
        .collect::<Vec<_>>()
        .chunks(2)
        .map(|marks| Span::new(id, marks[0] + 1, marks[1]))
        .collect();
    let of = |uses: &[Span]| parse_with(&sources, &ParseOptions { uses: uses.to_vec(), ..ParseOptions::default() });
    let parsed = of(&spans);
    let compiled = compile(&parsed);
    let said: Vec<(&str, &str)> = parsed
        .diagnostics
        .iter()
        .chain(&compiled.diagnostics)
        .map(|one| (one.code.0, parsed.sources.text(one.primary.span)))
        .collect();
    assert_eq!(said, [("bad-use", "as"), ("unknown-policy", "smrt")]);
    let compiled = compile(&of(&spans[..2]));
    let used = |name: &str| {
        let rule = compiled.program.rules.iter().find(|rule| &*rule.name == name).expect(name);
        sources.text(rule.used.expect("it is used"))
    };
    assert_eq!(used("smart/relevant"), "smart/relevant as should");
    assert_eq!(used("smart/specific"), "smart without vague");
    // The same uses in a file of the language have the same digest.
    let digest = |sources: &Sources, options: &ParseOptions| {
        let parsed = parse_with(sources, options);
        let texts = parsed.files.iter().map(|file| (file, &*parsed.sources.get(file.source).expect("known").text));
        bellwether::report::digest(&texts.collect::<Vec<_>>()[1..])
    };
    let mut plain = Sources::new();
    plain.add(
        "b.kpi",
        "use  smart/relevant   as should # soft\ngoal g { statement \"Improve it\" }\nUSE smart without vague",
    );
    let aside = ParseOptions { uses: spans[..2].to_vec(), ..ParseOptions::default() };
    assert_eq!(digest(&sources, &aside), digest(&plain, &ParseOptions::default()));
    let other = ParseOptions { uses: spans[..1].to_vec(), ..ParseOptions::default() };
    assert_ne!(digest(&sources, &other).policies, digest(&plain, &ParseOptions::default()).policies);
}

/// A pack is a part of what is checked, so its text is in the digest.
#[test]
fn the_digest_covers_the_packs_in_use() {
    let digest = |text: &'static str| {
        let mut sources = Sources::new();
        sources.add("a.kpi", "use house\nteam web {}\n");
        let options = ParseOptions { packs: vec![pack("house", text)], ..ParseOptions::default() };
        let parsed = parse_with(&sources, &options);
        let texts = parsed.files.iter().map(|file| (file, &*parsed.sources.get(file.source).expect("known").text));
        bellwether::report::digest(&texts.collect::<Vec<_>>()[1..])
    };
    let one = digest("policy house { one: every kpi must have a counter }");
    let same = digest("policy house {\n  # why not\n  one: every kpi must have a counter\n}\n");
    let other = digest("policy house { one: every kpi must have a target }");
    assert_eq!(one, same);
    assert_ne!(one.policies, other.policies);
    assert_eq!(one.model, other.model);
}

#[test]
fn a_text_tells_which_files_it_asks_for() {
    let mut sources = Sources::new();
    let text = "use \"../policies/*.kpi\"\n# use \"not.kpi\"\nUSE   \"größe.kpi\"\nmetric use { source \"use\" }\nuse \"[\"\nuse smart\n";
    let id = sources.add("goals/a.kpi", text);
    let asked = files_asked(id, "goals/a.kpi", text, &bellwether::SyntaxLimits::default());
    let asked: Vec<(&str, &str, bool)> =
        asked.iter().map(|one| (sources.text(one.span), one.pattern.name(), one.pattern.is_one_file())).collect();
    assert_eq!(asked, [("../policies/*.kpi", "policies/*.kpi", false), ("größe.kpi", "goals/größe.kpi", true)]);
}

/// What a rule that is switched off would find is not found, and the summary says that it is off.
#[test]
fn a_rule_that_is_switched_off_is_told_in_the_summary() {
    let mut sources = Sources::new();
    sources.add("a.kpi", format!("{FOCUS}use focus with (side allow)\n{MODEL}"));
    let checked = check_sources(&sources, &CheckOptions::new(date(AS_OF))).expect("within the limits");
    let shown = text(&checked, &parse(&sources).sources, &TextOptions::default());
    assert!(shown.ends_with("  switched off: `focus/fuzzy`, `focus/strict`\n"), "{shown}");
    assert!(!shown.contains("not in force"), "{shown}");
}
