//! The laws of `bellwether-properties`, each as a test: over inputs drawn from a fixed seed, and over the inputs that are
//! committed for its fuzz target, in `fuzz/corpus/NAME/` and `fuzz/seeds/`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bellwether_generate::bytes_of;
use bellwether_properties::shrink::shrink;
use bellwether_properties::{Input, PROPERTIES, Property, property};
use bellwether_tests::mutate::{Draw, changed};
use bellwether_tests::{each, files};

/// The inputs drawn for a law: fewer for those that check whole projects, since the standard vocabulary is read each time.
const fn drawn_for(input: Input) -> u64 {
    match input {
        Input::Policies | Input::Project => 24,
        Input::WidthAndPolicy | Input::Settings | Input::Baseline | Input::Report => 300,
    }
}

/// No more tries than this are made to make an input that breaks a law smaller.
const TRIES: usize = 3_000;

/// What breaks a law, a panic included.
fn broken(property: &Property, data: &[u8]) -> Option<String> {
    let holds = catch_unwind(AssertUnwindSafe(|| (property.holds)(data)));
    match holds {
        Ok(holds) => holds.err(),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
            Some(format!("a panic: {}", said.unwrap_or("without words")))
        }
    }
}

/// The inputs of a law by name.
fn inputs(property: &Property) -> Vec<(String, Vec<u8>)> {
    let read = |path: &std::path::PathBuf| (files::shown(path), std::fs::read(path).expect("an input can be read"));
    let corpus = files::below(&format!("fuzz/corpus/{}", property.name), "");
    let mut inputs: Vec<_> = corpus.iter().map(read).collect();
    if property.input != Input::Project {
        inputs.extend(files::below("fuzz/seeds", "").iter().map(read));
    }
    let starts = starts(property.input);
    let seed = property.name.bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    for number in 0..drawn_for(property.input) {
        if property.input == Input::Project {
            inputs.push((format!("drawn {number}"), bytes_of(seed.wrapping_add(number))));
            continue;
        }
        let mut draw = Draw::new(seed.wrapping_add(number));
        inputs.push((format!("drawn {number}"), drawn(property.input, &starts, &mut draw)));
    }
    inputs
}

/// The texts that inputs are drawn from.
fn starts(input: Input) -> Vec<String> {
    let seeds = |ending: &str| -> Vec<String> {
        let seeds = files::below("fuzz/seeds", ending);
        seeds.iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).expect("it can be read")).into()).collect()
    };
    match input {
        Input::Policies | Input::WidthAndPolicy => {
            let paths = files::below("fuzz/seeds", ".kpi").into_iter().chain(files::below("tests/suite", ".kpi"));
            paths
                .map(|path| String::from_utf8_lossy(&std::fs::read(path).expect("a text can be read")).into())
                .collect()
        }
        Input::Settings => seeds(".toml"),
        Input::Baseline => seeds(".txt"),
        Input::Report => seeds(".json"),
        Input::Project => Vec::new(),
    }
}

fn drawn(input: Input, starts: &[String], draw: &mut Draw) -> Vec<u8> {
    let text = starts.get(draw.below(starts.len())).expect("there is a text to begin with");
    let mut text = changed(text, draw);
    if draw.below(4) == 0 {
        text = changed(&text, draw);
    }
    let mut data = text.into_bytes();
    if input == Input::WidthAndPolicy {
        data.insert(0, [100, 60, 20, 0, 255][draw.below(5)]);
    }
    // Bytes that are no text, now and then.
    if draw.below(8) == 0 && !data.is_empty() {
        let at = draw.below(data.len());
        data[at] = u8::try_from(draw.below(256)).expect("it is less than 256");
    }
    data
}

/// Holds a law against all its inputs; of the first that breaks it, shows the smallest form that does.
fn hold(name: &str) {
    let property = property(name).unwrap_or_else(|| panic!("there is no law `{name}`"));
    let inputs = inputs(property);
    let failures = each(&inputs, |(name, data), failures| {
        if let Some(broken) = broken(property, data) {
            failures.push(format!("{name}: {broken}"));
        }
    });
    let Some(first) = failures.first() else { return };
    let (name, _) = first.split_once(':').unwrap_or((first, ""));
    let data = inputs.iter().find(|(input, _)| input == name).map_or(&[][..], |(_, data)| data);
    let smallest = shrink(data, TRIES, |data| broken(property, data).is_some());
    panic!(
        "{}: {}\n\n{} of {} inputs break it; the first is {name}. At its smallest ({} bytes, `{}`):\n\n{}\n\n{}\n",
        property.name,
        property.law,
        failures.len(),
        inputs.len(),
        smallest.len(),
        smallest.escape_ascii(),
        broken(property, &smallest).unwrap_or_default(),
        (property.shows)(&smallest),
    );
}

/// One test for each law, by its name, and the names of all that have one.
macro_rules! laws {
    ($($test:ident $name:literal,)*) => {
        $(#[test] fn $test() { hold($name); })*

        const TESTED: &[&str] = &[$($name),*];
    };
}

laws! {
    parse "parse",
    format "format",
    check "check",
    test_run "test-run",
    config "config",
    baseline "baseline",
    report_json "report-json",
    checked_never_type_errors "checked-never-type-errors",
    engine_equals_reference "engine-equals-reference",
    wild_equals_reference "wild-equals-reference",
    order_changes_nothing "order-changes-nothing",
    renaming "renaming",
    digest "digest",
    layout "layout",
    waiver_adds_no_error "waiver-adds-no-error",
    baseline_adds_no_error "baseline-adds-no-error",
    explanation_replays "explanation-replays",
    mend_mends "mend-mends",
    report_round_trip "report-round-trip",
    parameters "parameters",
    limits "limits",
    wild_check "wild-check",
}

/// Those that change what all threads see are tested in a program of their own, `tests/properties/tests`.
const ALONE: [&str; 1] = ["parse-linear"];

#[test]
fn each_law_has_a_test_and_a_fuzz_target() {
    let mut failures = Vec::new();
    let manifest = files::read(&files::root().join("fuzz/Cargo.toml"));
    for property in PROPERTIES {
        let name = property.name;
        if TESTED.contains(&name) == ALONE.contains(&name) {
            failures.push(format!("`{name}` has no test, or two"));
        }
        let target = files::root().join(format!("fuzz/fuzz_targets/{name}.rs"));
        if !std::fs::read_to_string(target).is_ok_and(|text| text.contains(&format!("hold(\"{name}\", data)"))) {
            failures.push(format!("`{name}` has no fuzz target fuzz/fuzz_targets/{name}.rs"));
        }
        if !manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"")) {
            failures.push(format!("`{name}` is not in fuzz/Cargo.toml"));
        }
        if !files::read(&files::root().join("fuzz/README.md")).contains(&format!("| `{name}` | {} |", property.law)) {
            failures.push(format!("fuzz/README.md has no line `| `{name}` | {} |`", property.law));
        }
    }
    let targets = files::below("fuzz/fuzz_targets", ".rs").len();
    if targets != PROPERTIES.len() {
        failures.push(format!("{targets} fuzz targets and {} laws", PROPERTIES.len()));
    }
    bellwether_tests::report("laws", &failures);
}

/// The words of a text in the language, without what stands in comments and quotation marks.
fn words(text: &str) -> Vec<&str> {
    let plain = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let unquoted = plain.flat_map(|line| line.split('"').step_by(2));
    let letters = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    unquoted
        .flat_map(|text| text.split(move |letter| !letters(letter)))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect()
}

#[test]
fn the_dictionary_holds_every_word() {
    let dictionary = files::read(&files::root().join("fuzz/kpi.dict"));
    let held: std::collections::BTreeSet<&str> = dictionary.lines().collect();
    let grammar = files::read(&files::root().join("grammar/bellwether.pest"));
    let rules = grammar.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted: Vec<&str> = rules.flat_map(|line| line.split('"').skip(1).step_by(2)).collect();
    let of_grammar =
        quoted.into_iter().filter(|word| word.len() > 1 && word.chars().all(|one| one.is_ascii_lowercase()));
    let of_vocabulary = words(bellwether::PRELUDE);
    let wanted = of_grammar.chain(of_vocabulary).map(|word| format!("\"{word} \""));
    let schema = files::read(&files::root().join("docs/report.schema.json"));
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let keys = keys(&schema);
    let wanted = wanted.chain(bellwether_config::KEYS.iter().map(|key| format!("\"{key} = \"")));
    let wanted = wanted.chain(keys.iter().map(|key| format!("\"\\\"{key}\\\":\"")));
    let missing: std::collections::BTreeSet<String> = wanted.filter(|line| !held.contains(&**line)).collect();
    bellwether_tests::report("lines of fuzz/kpi.dict", &missing.into_iter().collect::<Vec<_>>());
}

/// The keys of all objects that a schema describes.
fn keys(schema: &serde_json::Value) -> Vec<&str> {
    let inner: Vec<&serde_json::Value> = match schema {
        serde_json::Value::Object(object) => object.values().collect(),
        serde_json::Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    let own = schema.get("properties").and_then(serde_json::Value::as_object);
    let own = own.into_iter().flat_map(|properties| properties.keys().map(String::as_str));
    own.chain(inner.into_iter().flat_map(keys)).collect()
}
