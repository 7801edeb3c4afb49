//! §2: words in their forms, and literals.

use bellwether_syntax::tree::LiteralKind;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::types::Value;

/// Lower case, as words of the vocabulary are compared (Words).
pub(crate) fn lower(word: &str) -> String {
    word.to_lowercase()
}

/// Whether two words are one without regard to case (Words).
pub(crate) fn alike(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// The endings of nouns, each with that of the regular plural: the first counts that a noun has (Singular and plural).
const PLURALS: &str = "child:children ay:ays ey:eys oy:oys uy:uys y:ies s:ses x:xes z:zes ch:ches sh:shes :s";

/// The endings of regular plurals, each with that of the singular.
const SINGULARS: &str = "children:child ies:y sses:ss xes:x zes:z ches:ch shes:sh ss:ss us:us sis:sis s:";

/// The regular plural of a noun in lower case; the third person of a verb is formed like it.
pub(crate) fn plural(noun: &str) -> String {
    with_ending(noun, PLURALS)
}

/// The singular of a regular plural in lower case; a noun that is none stays as it is.
pub(crate) fn singular(noun: &str) -> String {
    // A short one such as `ties` has not lost a `y`.
    let short = noun.len() <= 4 && noun.ends_with("ies");
    with_ending(noun, if short { "s:" } else { SINGULARS })
}

fn with_ending(noun: &str, endings: &str) -> String {
    let mut pairs = endings.split(' ').filter_map(|pair| pair.split_once(':'));
    let form = pairs.find_map(|(ending, other)| Some(format!("{}{other}", noun.strip_suffix(ending)?)));
    form.unwrap_or_else(|| noun.to_owned())
}

/// The value of a literal (Literals); `None` where there is none such, which the checker refuses.
pub(crate) fn literal(kind: LiteralKind, text: &str) -> Option<Value> {
    let (text, written) = (text.trim(), text);
    let amount = |text: &str, unit: &str| number(text).map(|number| Value::Amount(number, unit.to_owned()));
    match kind {
        LiteralKind::Number => amount(text, "number"),
        LiteralKind::Percent => amount(text.trim_end_matches('%'), "percent"),
        LiteralKind::Points => amount(text.split_whitespace().next()?, "points"),
        LiteralKind::Money => text.split_once(char::is_whitespace).and_then(|(code, text)| amount(text.trim(), code)),
        LiteralKind::Duration => duration(text),
        LiteralKind::Date => text.parse().ok().map(Value::Date),
        LiteralKind::Period => period(text),
        LiteralKind::Text => unescaped(written).map(Value::Text),
        LiteralKind::LongText => unescaped(&dedented(written)).map(Value::Text),
    }
}

/// `1_000_000`, `20k`, `1.5M`, `2B`.
fn number(text: &str) -> Option<Decimal> {
    let text = text.replace('_', "");
    let factor: u64 = match text.chars().next_back()? {
        'k' | 'K' => 1_000,
        'm' | 'M' => 1_000_000,
        'b' | 'B' => 1_000_000_000,
        _ => 1,
    };
    let digits = text.trim_end_matches(char::is_alphabetic);
    Decimal::from_str_exact(digits.trim_start_matches('+')).ok()?.checked_mul(Decimal::from(factor))
}

/// `30 days`, `2 weeks`, `6 months`, `1 quarter`, `1 year`.
fn duration(text: &str) -> Option<Value> {
    let (count, unit) = text.split_at_checked(text.find(char::is_alphabetic)?)?;
    let count = number(count.trim())?.to_i64()?;
    let (months, days) = match lower(unit.trim()).trim_end_matches('s') {
        "day" => (0, 1),
        "week" => (0, 7),
        "month" => (1, 0),
        "quarter" => (3, 0),
        "year" => (12, 0),
        _ => return None,
    };
    Some(Value::Duration(count.checked_mul(months)?, count.checked_mul(days)?))
}

/// `2026-Q3`, `2026-07`, `2026`: its first and its last day.
fn period(text: &str) -> Option<Value> {
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    let (first, months) = match part.strip_prefix(['Q', 'q']) {
        Some(quarter) => (quarter.parse::<i8>().ok()?.checked_mul(3)?.checked_sub(2)?, 3),
        None if part.is_empty() => (1, 12),
        None => (part.parse().ok()?, 1),
    };
    let start = Date::new(year.parse().ok()?, first, 1).ok()?;
    Some(Value::Period(start, start.checked_add((months - 1).months()).ok()?.last_of_month()))
}

/// A text with its escapes undone.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                same => same,
            },
            letter => letter,
        });
    }
    Some(out)
}

/// A long text without the indentation that its lines share, and without an empty first and last line.
fn dedented(text: &str) -> String {
    let blank = |line: &str| line.trim().is_empty();
    let Some((first, rest)) = text.split_once('\n') else { return text.to_owned() };
    let indents = rest.lines().filter(|line| !blank(line));
    let shared = indents.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0);
    let rest = rest.lines().map(|line| line.get(shared..).unwrap_or("").trim_end());
    let first = Some(first.trim_end()).filter(|line| !blank(line));
    first.into_iter().chain(rest).collect::<Vec<_>>().join("\n").trim_end_matches('\n').to_owned()
}
