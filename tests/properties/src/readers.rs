//! Whatever is read from outside: sources, settings, baselines. Any text is read to its end.

use bellwether::baseline;
use bellwether::report::{JsonOptions, written};
use bellwether_syntax::source::{SourceId, Sources};

use crate::places;

/// The line that parts the files of an input.
pub(crate) const SEPARATOR: &str = "\n---\n";

/// The bytes as text; what is no UTF-8 becomes a character that says so.
pub(crate) fn text_of(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The bytes as a person reads them.
pub(crate) fn shown(data: &[u8]) -> String {
    text_of(data).into_owned()
}

/// The bytes as files.
pub(crate) fn sources_of(data: &[u8]) -> Sources {
    let mut sources = Sources::new();
    for (at, part) in text_of(data).split(SEPARATOR).enumerate() {
        sources.add(format!("{at}.kpi"), part);
    }
    sources
}

pub(crate) fn parse(data: &[u8]) -> Result<(), String> {
    let text = text_of(data);
    let parse = bellwether_syntax::parse(SourceId(0), &text);
    let mut sources = Sources::new();
    // A byte-order mark is the caller's to take off, as `Sources::add` does; the offsets here count with it.
    let kept = format!("\u{feff}{text}");
    sources.add("text.kpi", kept);
    places::all_lie_in(&sources, &parse.diagnostics)?;
    places::of_tree_lie_in(&text, &parse.file)?;
    let ordered = parse.diagnostics.is_sorted_by_key(|one| (one.primary.span.start, one.primary.span.end));
    if ordered { Ok(()) } else { Err(format!("the diagnostics are not in order: {:?}", parse.diagnostics)) }
}

pub(crate) fn config(data: &[u8]) -> Result<(), String> {
    let mut sources = Sources::new();
    let text = text_of(data);
    let text = text.trim_start_matches('\u{feff}');
    let id = sources.add("bellwether.toml", text);
    let (config, diagnostics) = bellwether_config::read(id, text);
    places::all_lie_in(&sources, &diagnostics)?;
    let settings = [
        config.fail_on.as_ref().map(|setting| setting.span),
        config.as_of.as_ref().map(|setting| setting.span),
        config.baseline.as_ref().map(|setting| setting.span),
    ];
    let spans = config.uses.iter().copied().chain(config.paths.iter().map(|path| path.span));
    for span in spans.chain(settings.into_iter().flatten()) {
        if !places::lies_in(text, span) {
            return Err(format!("{span:?} is not in the text: {config:?}"));
        }
    }
    // Uses are read from the text of the settings.
    for span in &config.uses {
        let parse = bellwether_syntax::parse_use(text, *span);
        places::all_lie_in(&sources, &parse.diagnostics)?;
        places::of_tree_lie_in(text, &parse.file)?;
    }
    Ok(())
}

pub(crate) fn baseline(data: &[u8]) -> Result<(), String> {
    let mut sources = Sources::new();
    let text = text_of(data);
    let text = text.trim_start_matches('\u{feff}');
    let id = sources.add("baseline.txt", text);
    let (read, diagnostics) = baseline::read(id, text);
    places::all_lie_in(&sources, &diagnostics)?;
    let lines = read.text();
    let (again, wrong) = baseline::read(id, &lines);
    // Where the lines were in another order, what stood above the first is above another now: the text tells.
    if again.entries().eq(read.entries()) && again.text() == lines && wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("written as\n{lines}\nit is read as {again:?}, and was {read:?}; {wrong:?}"))
    }
}

pub(crate) fn report_json(data: &[u8]) -> Result<(), String> {
    let report = match written::read(&text_of(data)) {
        Ok(report) => report,
        Err(error) if error.to_string().is_empty() => return Err(format!("a mistake without words: {error:?}")),
        Err(_) => return Ok(()),
    };
    for pretty in [true, false] {
        let text = report.text(&JsonOptions { pretty });
        match written::read(&text) {
            Ok(again) if again == report && again.text(&JsonOptions { pretty }) == text => {}
            other => return Err(format!("written as\n{text}\nit is read as {other:?}, and was {report:?}")),
        }
    }
    Ok(())
}
