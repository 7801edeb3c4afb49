//! Reads the text: TOML by the crate `toml`, which goes on after a mistake; keys and values here.

use std::ops::Range;

use bellwether::diagnostic::{Code, Diagnostic};
use bellwether::source::{SourceId, Span};
use bellwether::value::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Config, FailOn, Setting};

/// What is no TOML.
const BAD_TOML: Code = Code("bad-toml");
/// A key that is no setting.
const UNKNOWN_SETTING: Code = Code("unknown-setting");
/// A value that its setting cannot have.
const BAD_SETTING: Code = Code("bad-setting");

/// The slugs of the mistakes that a file may have.
pub const CONFIG_CODES: [Code; 3] = [BAD_SETTING, BAD_TOML, UNKNOWN_SETTING];

/// The keys that the file may have, sorted.
pub const KEYS: [&str; 5] = ["as-of", "baseline", "fail-on", "paths", "uses"];

type Value<'t> = Spanned<DeValue<'t>>;

/// Reads the settings of a text. The spans of the settings and the diagnostics, which stand in order of place, are of the
/// source given. No text makes it fail; what cannot be read is left out.
pub fn read(source: SourceId, text: &str) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader { source, text, config: Config::default(), diagnostics: Vec::new() };
    // The parser says its offsets as machine words; a text that does not fit the spans of sources is none of ours.
    if u32::try_from(text.len()).is_err() {
        reader.error(
            BAD_TOML,
            0..0,
            "the file is longer than 4 GiB".to_owned(),
            "a file of settings is a few lines long",
        );
        return (reader.config, reader.diagnostics);
    }
    let (table, mistakes) = DeTable::parse_recoverable(text);
    for (key, value) in table.get_ref() {
        reader.setting(key.span(), key.get_ref(), value);
    }
    // After its first mistake the parser guesses: what it says from there on is not repeated, what it reads is taken.
    if let Some(first) = mistakes.first() {
        let span = first.span().unwrap_or(0..0);
        reader.diagnostics.retain(|diagnostic| (diagnostic.primary.span.end as usize) < span.start);
        let message = format!("this is no TOML: {}", first.message().lines().collect::<Vec<_>>().join(", "));
        reader.error(BAD_TOML, span, message, "write `key = value`, a line for each setting");
    }
    // The table is sorted by key.
    reader.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    (reader.config, reader.diagnostics)
}

struct Reader<'t> {
    source: SourceId,
    text: &'t str,
    config: Config,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        // The parser of TOML goes by bytes, and may point into a character that it did not expect.
        let offset = |at: usize| {
            let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        Span::new(self.source, offset(range.start), offset(range.end))
    }

    fn error(&mut self, code: Code, range: Range<usize>, message: String, help: &str) {
        let span = self.span(&range);
        self.diagnostics.push(Diagnostic::error(code, span, message).help(help));
    }

    fn setting(&mut self, at: Range<usize>, key: &str, value: &Value<'_>) {
        match key {
            "paths" => {
                let paths = self.texts(key, value);
                self.config.paths = paths;
            }
            "uses" => self.uses(value),
            "fail-on" => self.fail_on(value),
            "as-of" => self.as_of(value),
            "baseline" => self.config.baseline = self.text(key, value),
            _ => {
                let known = KEYS.map(|key| format!("`{key}`")).join(", ");
                let help = bellwether::near::did_you_mean(key, KEYS).unwrap_or(format!("the settings are {known}"));
                self.error(UNKNOWN_SETTING, at, format!("there is no setting `{key}`"), &help);
            }
        }
    }

    fn wrong(&mut self, key: &str, value: &Value<'_>, wanted: &str, help: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(BAD_SETTING, value.span(), format!("`{key}` is {wanted}, not {found}"), help);
    }

    fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Setting<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "a text", &format!("write `{key} = \"…\"`"));
            return None;
        };
        if text.trim().is_empty() {
            self.error(
                BAD_SETTING,
                value.span(),
                format!("a text of `{key}` is empty"),
                "write something in it, or take it away",
            );
            return None;
        }
        Some(Setting { value: text.to_owned(), span: self.span(&value.span()) })
    }

    fn texts(&mut self, key: &str, value: &Value<'_>) -> Vec<Setting<String>> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts", &format!("write `{key} = [\"…\"]`"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list {
            match item.get_ref() {
                DeValue::String(_) => texts.extend(self.text(key, item)),
                _ => self.wrong(key, item, "a list of texts", &format!("write `{key} = [\"…\"]`")),
            }
        }
        texts
    }

    /// Each use is read as a sentence of the language where it stands, so it may have no escapes.
    fn uses(&mut self, value: &Value<'_>) {
        for setting in self.texts("uses", value) {
            let Span { source, start, end } = setting.span;
            let written = self.text.get(start as usize..end as usize).unwrap_or_default();
            let marks = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
            let inner = Span::new(source, start.saturating_add(marks), end.saturating_sub(marks));
            let plain = self.text.get(inner.start as usize..inner.end as usize) == Some(&*setting.value);
            if !plain || setting.value.contains('\n') {
                let range = start as usize..end as usize;
                let help = "write it on one line between single quotation marks: `'smart/time-bound as should'`";
                self.error(BAD_SETTING, range, "a use is written without escapes and line ends".to_owned(), help);
                continue;
            }
            if setting.value.trim_start().starts_with('"') {
                let help = "name files and directories under `paths`";
                let message = "the settings use packs and policies, not files".to_owned();
                self.error(BAD_SETTING, start as usize..end as usize, message, help);
                continue;
            }
            self.config.uses.push(inner);
        }
    }

    fn fail_on(&mut self, value: &Value<'_>) {
        let help = "write `error`, `warning`, `note` or `never`";
        if value.get_ref().as_str().is_none() {
            return self.wrong("fail-on", value, "a severity", help);
        }
        let Some(word) = self.text("fail-on", value) else { return };
        match FailOn::WORDS.iter().find(|(known, _)| *known == word.value) {
            Some((_, level)) => self.config.fail_on = Some(Setting { value: *level, span: word.span }),
            None => {
                let near = bellwether::near::did_you_mean(&word.value, FailOn::WORDS.map(|(known, _)| known));
                let message = format!("`{}` is no severity", word.value);
                self.error(BAD_SETTING, value.span(), message, near.as_deref().unwrap_or(help));
            }
        }
    }

    /// A date, as TOML knows it or as a text.
    fn as_of(&mut self, value: &Value<'_>) {
        let help = "write `as-of = 2026-06-30`";
        let written = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return self.wrong("as-of", value, "a date", help),
        };
        match Date::parse(&written) {
            Some(date) => self.config.as_of = Some(Setting { value: date, span: self.span(&value.span()) }),
            None => self.error(BAD_SETTING, value.span(), format!("`{written}` is no day of the calendar"), help),
        }
    }
}
