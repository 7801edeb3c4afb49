//! Reports of projects: written as JSON they fit the schema and are read back as they were.

use std::sync::LazyLock;

use bellwether::parse;
use bellwether::report::{JsonOptions, json, written};
use jsonschema::Validator;

use crate::checking::{reported_places, written as both};
use crate::projects::{self, Drawn, Texts};

/// The published schema.
const SCHEMA: &str = include_str!("../../../docs/report.schema.json");

static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
    jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())
});

pub(crate) fn round_trip(data: &[u8]) -> Result<(), String> {
    round_trip_of(&projects::typed(data)?)?;
    round_trip_of(&projects::wild(data)?)
}

fn round_trip_of(drawn: &Drawn) -> Result<(), String> {
    let texts = Texts::of(&drawn.project)?;
    let Some(report) = texts.report() else { return Ok(()) };
    let sources = parse(&texts.sources).sources;
    for pretty in [true, false] {
        let text = json(&report, &sources, &JsonOptions { pretty });
        let read = written::read(&text).map_err(|error| format!("{error}\n{text}"))?;
        let again = read.text(&JsonOptions { pretty });
        if again != text {
            return Err(format!("read back it is written as\n{again}\nand was\n{text}"));
        }
    }
    let validator = VALIDATOR.as_ref().map_err(Clone::clone)?;
    let text = json(&report, &sources, &JsonOptions::default());
    let object: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let wrong: Vec<String> = validator.iter_errors(&object).map(|error| error.to_string()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("it does not fit the schema: {wrong:#?}\n{text}")) }
}

/// Whether wild projects are checked to the end with every place in its text, and twice alike.
pub(crate) fn wild(data: &[u8]) -> Result<(), String> {
    let drawn = projects::wild(data)?;
    let texts = Texts::of(&drawn.project)?;
    let (Some(first), Some(again)) = (texts.report(), texts.report()) else { return Ok(()) };
    let sources = parse(&texts.sources).sources;
    reported_places(&first, &sources)?;
    for diagnostic in &first.diagnostics {
        // What is said of Bellwether itself is never to be said.
        if matches!(diagnostic.code.0, "unreadable" | "layout-changed") || diagnostic.message.trim().is_empty() {
            return Err(format!("{diagnostic:?}"));
        }
    }
    let (first, again) = (both(&first, &sources), both(&again, &sources));
    if first == again { Ok(()) } else { Err(format!("two runs differ:\n{}\nand\n{}", first.0, again.0)) }
}

/// Whether the texts of projects are laid out as they must be.
pub(crate) fn layout(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    for file in drawn.project.files() {
        crate::format::laid_out_well(&file.text, drawn.choice(160)).map_err(|what| format!("{}: {what}", file.name))?;
        // And they have no mistake that would leave them as they are.
        let text = file.text.trim_start_matches('\u{feff}');
        bellwether::format(bellwether_syntax::SourceId(0), text, &bellwether::FormatOptions::default())
            .map_err(|error| format!("{}: {error:?}", file.name))?;
    }
    Ok(())
}
