//! Laws: what holds of Bellwether whatever the input.
//!
//! **In**: bytes, from a fuzzer or drawn by a test. **Out**: nothing where the law holds, else what broke it, with the input
//! as a person reads it. A law takes its input from the bytes by itself: as the text of a file, or as a project that the
//! generators make of them. Any bytes do; fewer bytes make a smaller input, so shrinking the bytes shrinks the project.
//!
//! Each law is run in two ways: `tests/runners/properties.rs` draws inputs from a fixed seed and goes through the committed
//! ones, and `fuzz/fuzz_targets/` holds one target for each, by the same name.
//!
//! **Deliberately absent**: chance, clocks, files.

pub mod accepting;
mod bounding;
pub mod changing;
mod checking;
pub mod explaining;
pub mod format;
pub mod judging;
mod linear;
mod parameters;
mod places;
mod projects;
mod readers;
mod reporting;
pub mod shrink;

pub use projects::Texts;

/// A law with its name.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The name, which its fuzz target has too: lower case, with `-` between words.
    pub name: &'static str,
    /// What holds, in one sentence.
    pub law: &'static str,
    /// What its inputs look like.
    pub input: Input,
    /// Whether it holds of some bytes; else what broke it.
    pub holds: fn(&[u8]) -> Result<(), String>,
    /// The input that the bytes stand for, as a person reads it.
    pub shows: fn(&[u8]) -> String,
}

/// What the bytes of an input stand for: from what a search had best begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The text of `.kpi` files, parted by lines `---`.
    Policies,
    /// As before, after one byte that says how wide the lines are.
    WidthAndPolicy,
    /// The text of `bellwether.toml`.
    Settings,
    /// The text of a baseline.
    Baseline,
    /// The text of a report in JSON.
    Report,
    /// A project that a generator makes of the bytes.
    Project,
}

/// All laws, in order of what they take.
pub const PROPERTIES: &[Property] = &[
    Property {
        name: "parse",
        law: "any text is read to its end, and every place that is named lies in it",
        input: Input::Policies,
        holds: readers::parse,
        shows: readers::shown,
    },
    Property {
        name: "parse-linear",
        law: "the parser's work and the tree's size are at most linear in the text",
        input: Input::Policies,
        holds: linear::linear,
        shows: linear::shown,
    },
    Property {
        name: "format",
        law: "what is laid out says the same with the same comments, and is laid out as itself",
        input: Input::WidthAndPolicy,
        holds: format::format,
        shows: format::shown,
    },
    Property {
        name: "check",
        law: "any texts can be checked, two runs say the same, and every place lies in its text",
        input: Input::Policies,
        holds: checking::check,
        shows: readers::shown,
    },
    Property {
        name: "test-run",
        law: "the tests that any texts hold can be run, and two runs say the same",
        input: Input::Policies,
        holds: checking::test_run,
        shows: readers::shown,
    },
    Property {
        name: "config",
        law: "any text is read as settings, and every place that is named lies in it",
        input: Input::Settings,
        holds: readers::config,
        shows: readers::shown,
    },
    Property {
        name: "baseline",
        law: "any text is read as a baseline, and what is written of it is read as the same parts and written the same",
        input: Input::Baseline,
        holds: readers::baseline,
        shows: readers::shown,
    },
    Property {
        name: "report-json",
        law: "any text can be read as a report, and what was read is written and read again as itself",
        input: Input::Report,
        holds: readers::report_json,
        shows: readers::shown,
    },
    Property {
        name: "checked-never-type-errors",
        law: "what checks without an error is judged by engine and reference without a type that does not fit",
        input: Input::Project,
        holds: judging::no_type_error,
        shows: projects::shown_typed,
    },
    Property {
        name: "engine-equals-reference",
        law: "engine and reference come to the same verdicts, missing attributes and numbers, in the same order",
        input: Input::Project,
        holds: judging::alike,
        shows: projects::shown_typed,
    },
    Property {
        name: "wild-equals-reference",
        law: "so they do of wild projects that check without an error all the same",
        input: Input::Project,
        holds: judging::wild_alike,
        shows: projects::shown_wild,
    },
    Property {
        name: "order-changes-nothing",
        law: "the order of files, items and rules changes no finding, diagnostic or number",
        input: Input::Project,
        holds: changing::order,
        shows: projects::shown_typed,
    },
    Property {
        name: "renaming",
        law: "an element by another name, even one that is a word, is found by that name, and nothing else changes",
        input: Input::Project,
        holds: changing::renaming,
        shows: projects::shown_typed,
    },
    Property {
        name: "digest",
        law: "layout, comments and order leave the digests as they are; an item less changes the digest of its side alone",
        input: Input::Project,
        holds: changing::digest,
        shows: projects::shown_typed,
    },
    Property {
        name: "layout",
        law: "each file of a project that checks is laid out as `format` says",
        input: Input::Project,
        holds: reporting::layout,
        shows: projects::shown_typed,
    },
    Property {
        name: "waiver-adds-no-error",
        law: "a waiver takes the findings that it is for out of what counts, and changes nothing else",
        input: Input::Project,
        holds: accepting::waiver,
        shows: projects::shown_typed,
    },
    Property {
        name: "baseline-adds-no-error",
        law: "a baseline accepts the findings whose parts it holds, and changes nothing else",
        input: Input::Project,
        holds: accepting::baseline,
        shows: projects::shown_typed,
    },
    Property {
        name: "explanation-replays",
        law: "the explanation of each rule for each element replays to what the rule comes to there",
        input: Input::Project,
        holds: explaining::replay,
        shows: projects::shown_typed,
    },
    Property {
        name: "mend-mends",
        law: "what is offered to mend a finding makes it go, and makes no other",
        input: Input::Project,
        holds: explaining::mends,
        shows: projects::shown_small,
    },
    Property {
        name: "report-round-trip",
        law: "a report in JSON fits the published schema, and is read and written again byte for byte",
        input: Input::Project,
        holds: reporting::round_trip,
        shows: projects::shown_wild,
    },
    Property {
        name: "parameters",
        law: "a policy checks with any values that its parameters may have",
        input: Input::Project,
        holds: parameters::parameters,
        shows: projects::shown_typed,
    },
    Property {
        name: "limits",
        law: "whatever the limits, the answer is that without them or the error of the limit that was met",
        input: Input::Project,
        holds: bounding::limits,
        shows: projects::shown_typed,
    },
    Property {
        name: "wild-check",
        law: "any mistakes in a project are met with diagnostics at places in its texts, twice the same",
        input: Input::Project,
        holds: reporting::wild,
        shows: projects::shown_wild,
    },
];

/// The law with a name.
pub fn property(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}

/// Whether a law holds of some bytes. For fuzz targets.
///
/// # Panics
///
/// Where it does not, with what broke it; and where there is no such law.
#[expect(clippy::panic, reason = "a fuzzer is told of what it found by a panic")]
pub fn hold(name: &str, data: &[u8]) {
    let Some(property) = property(name) else { panic!("there is no law `{name}`") };
    if let Err(broken) = (property.holds)(data) {
        panic!("{}: {}\n\n{broken}\n\nof\n\n{}", property.name, property.law, (property.shows)(data));
    }
}
