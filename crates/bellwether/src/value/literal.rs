//! From the text of a literal to its value.

use bellwether_syntax::tree::LiteralKind;
use rust_decimal::Decimal;
use thiserror::Error;

use super::{Currency, Date, Duration, Period, Quantity, Unit};

/// The value of a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum LiteralValue {
    /// `12`, `18%`, `5 points`, `USD 1.5M`
    Quantity(Quantity),
    /// `30 days`
    Duration(Duration),
    /// `2026-06-30`
    Date(Date),
    /// `2026-Q3`
    Period(Period),
    /// `"…"`, escapes undone
    Text(String),
}

/// Why a literal has no value. It carries no place: whoever reads the literal has it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LiteralError {
    /// `1234567890123456789012345678901234567890`
    #[error("`{0}` has too many digits")]
    NumberTooLong(String),
    /// `9_999_999_999_999_999_999_999_999_999B`
    #[error("`{0}` is too large a number")]
    NumberTooLarge(String),
    /// `999999999999 years`
    #[error("`{0}` is longer than a duration can be")]
    DurationTooLong(String),
    /// `1.2.3`
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// `2026-02-29`
    #[error("there is no date `{0}`")]
    NoSuchDate(String),
    /// `2026-Q5`
    #[error("there is no period `{0}`")]
    NoSuchPeriod(String),
    /// `USX 5`
    #[error("there is no currency `{0}`")]
    UnknownCurrency(String),
    /// `1.5 months`
    #[error("`{0}` is not a duration")]
    NotADuration(String),
    /// `"a \q"`
    #[error("`{0}` means nothing in a text")]
    BadEscape(String),
}

impl LiteralError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::NumberTooLong(_) => {
                "a number has at most 28 digits, before and behind the point: round it, or write an identifier as a text".to_owned()
            }
            Self::NumberTooLarge(_) => {
                "with the three, six or nine digits of `k`, `M` or `B` a number has at most 28 digits".to_owned()
            }
            Self::DurationTooLong(_) => {
                "between the first and the last date there are 9999 years: write at most so many".to_owned()
            }
            Self::NotANumber(_) => "write it like `12`, `1.5`, `20k`, `1.5M` or `2B`".to_owned(),
            Self::NoSuchDate(text) | Self::NoSuchPeriod(text) if text.starts_with("0000") => {
                "the years are 1 to 9999, each with four digits: `0001`".to_owned()
            }
            Self::NoSuchDate(text) => last_of_month(text).map_or_else(
                || "a date is written as year, month and day: `2026-06-30`".to_owned(),
                |last| format!("the last day of that month is `{last}`"),
            ),
            Self::NoSuchPeriod(_) => "a period is a quarter like `2026-Q3` or a month like `2026-07`".to_owned(),
            Self::UnknownCurrency(code) => near_currency(code).map_or_else(
                || "an amount of money begins with its ISO 4217 code, like `USD 1.5M`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
            Self::NotADuration(_) => {
                "a duration is a whole number of days, weeks, months, quarters or years".to_owned()
            }
            Self::BadEscape(_) => r#"after `\` may stand `"`, `\`, `n` or `t`"#.to_owned(),
        }
    }
}

/// The last day of the month that a date without a day in the calendar names.
fn last_of_month(text: &str) -> Option<Date> {
    text.get(..7).and_then(Period::parse).map(|month| month.end)
}

/// The one currency whose code has the same letters but for case, or all but one in place.
fn near_currency(code: &str) -> Option<&'static str> {
    let upper = code.to_ascii_uppercase();
    if let Some(same) = Currency::codes().find(|known| *known == upper) {
        return Some(same);
    }
    let mut near =
        Currency::codes().filter(|known| known.bytes().zip(upper.bytes()).filter(|(one, two)| one == two).count() == 2);
    let first = near.next()?;
    near.next().is_none().then_some(first)
}

/// The value of a literal of this form with this text (for texts: what stands between the marks).
///
/// # Errors
///
/// A [`LiteralError`] where the text has the form but means nothing, such as a date that the calendar does not have.
pub fn read_literal(kind: LiteralKind, text: &str) -> Result<LiteralValue, LiteralError> {
    let quantity =
        |amount: &str, unit: Unit| Ok(LiteralValue::Quantity(Quantity { amount: read_number(amount.trim())?, unit }));
    match kind {
        LiteralKind::Number => quantity(text, Unit::Number),
        LiteralKind::Percent => quantity(text.trim_end().trim_end_matches('%'), Unit::Percent),
        LiteralKind::Points => {
            let amount = text.trim().trim_end_matches(|letter: char| letter.is_alphabetic());
            quantity(amount, Unit::Points)
        }
        LiteralKind::Money => {
            let text = text.trim();
            let (code, amount) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let currency = Currency::new(code).ok_or_else(|| LiteralError::UnknownCurrency(shown(code)))?;
            quantity(amount, Unit::Money(currency))
        }
        LiteralKind::Duration => read_duration(text.trim()).map(LiteralValue::Duration),
        LiteralKind::Date => {
            Date::parse(text).map(LiteralValue::Date).ok_or_else(|| LiteralError::NoSuchDate(shown(text)))
        }
        LiteralKind::Period => {
            Period::parse(text).map(LiteralValue::Period).ok_or_else(|| LiteralError::NoSuchPeriod(shown(text)))
        }
        LiteralKind::Text => undo_escapes(text).map(LiteralValue::Text),
        LiteralKind::LongText => undo_escapes(&dedent(text)).map(LiteralValue::Text),
    }
}

/// A text as a message quotes it: not longer than can be read.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// `1_000_000`, `1.5`, `20k`, `1.5M`, `2B`, `-3`: exact, or an error.
fn read_number(text: &str) -> Result<Decimal, LiteralError> {
    let (plain, factor) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (text.get(..at), Decimal::ONE_THOUSAND),
        Some((at, 'm' | 'M')) => (text.get(..at), Decimal::from(1_000_000_u32)),
        Some((at, 'b' | 'B')) => (text.get(..at), Decimal::from(1_000_000_000_u32)),
        _ => (Some(text), Decimal::ONE),
    };
    let plain = plain.unwrap_or(text);
    let mut kept = String::with_capacity(plain.len());
    let (mut digits, mut points) = (0_usize, 0_usize);
    for (at, letter) in plain.char_indices() {
        match letter {
            '_' => {}
            '-' if at == 0 => kept.push('-'),
            '.' if digits > 0 => {
                points += 1;
                kept.push('.');
            }
            '0'..='9' => {
                digits += 1;
                kept.push(letter);
            }
            _ => return Err(LiteralError::NotANumber(shown(text))),
        }
        if digits > 28 {
            return Err(LiteralError::NumberTooLong(shown(text)));
        }
    }
    if digits == 0 || points > 1 || kept.ends_with('.') {
        return Err(LiteralError::NotANumber(shown(text)));
    }
    let number = kept.parse::<Decimal>().map_err(|_| LiteralError::NumberTooLong(shown(text)))?;
    if factor == Decimal::ONE {
        return Ok(number);
    }
    let product = number.checked_mul(factor).ok_or_else(|| LiteralError::NumberTooLarge(shown(text)))?;
    Ok(product.normalize())
}

/// `30 days`, `2 weeks`, `6 months`, `1 quarter`, `1 year`.
fn read_duration(text: &str) -> Result<Duration, LiteralError> {
    let wrong = || LiteralError::NotADuration(shown(text));
    let split = text.find(|letter: char| letter.is_alphabetic()).ok_or_else(wrong)?;
    let (count, unit) = text.split_at_checked(split).ok_or_else(wrong)?;
    let count = read_number(count.trim())?;
    if !count.fract().is_zero() {
        return Err(wrong());
    }
    let count = i32::try_from(count).map_err(|_| LiteralError::DurationTooLong(shown(text)))?;
    let unit = unit.to_ascii_lowercase();
    let one = match unit.strip_suffix('s').unwrap_or(&unit) {
        "day" => Duration::days(1),
        "week" => Duration::days(7),
        "month" => Duration::months(1),
        "quarter" => Duration::months(3),
        "year" => Duration::months(12),
        _ => return Err(wrong()),
    };
    one.times(count).ok_or_else(|| LiteralError::DurationTooLong(shown(text)))
}

/// `\"`, `\\`, `\n`, `\t` become what they stand for.
fn undo_escapes(text: &str) -> Result<String, LiteralError> {
    if !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some(same @ ('"' | '\\')) => out.push(same),
            Some(other) => return Err(LiteralError::BadEscape(format!("\\{other}"))),
            None => return Err(LiteralError::BadEscape("\\".to_owned())),
        }
    }
    Ok(out)
}

/// The lines of a long text without the indentation that all of them have, and without an empty first and last line.
fn dedent(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let (first, rest) = match text.split_once('\n') {
        Some((first, rest)) => (first, Some(rest)),
        None => (text.as_str(), None),
    };
    let Some(rest) = rest else { return first.to_owned() };
    let blank = |line: &str| line.chars().all(char::is_whitespace);
    let indent_of = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indent = rest.lines().filter(|line| !blank(line)).map(indent_of).min().unwrap_or(0);
    let mut lines: Vec<&str> = Vec::new();
    if !blank(first) {
        lines.push(first.trim_end());
    }
    lines.extend(rest.lines().map(|line| line.get(indent..).unwrap_or("").trim_end()));
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use bellwether_syntax::tree::LiteralKind;

    use super::{LiteralError, LiteralValue, read_literal};

    fn said(kind: LiteralKind, text: &str) -> String {
        match read_literal(kind, text) {
            Ok(LiteralValue::Quantity(value)) => value.to_string(),
            Ok(LiteralValue::Duration(value)) => value.to_string(),
            Ok(LiteralValue::Date(value)) => value.to_string(),
            Ok(LiteralValue::Period(value)) => value.to_string(),
            Ok(LiteralValue::Text(value)) => value,
            Err(error) => format!("{error}; {}", error.help()),
        }
    }

    #[test]
    fn numbers() {
        for (text, value) in [
            ("12", "12"),
            ("0", "0"),
            ("0.5", "0.5"),
            ("00.50", "0.5"),
            ("1_000_000", "1000000"),
            ("1.5", "1.5"),
            ("20k", "20000"),
            ("1.5M", "1500000"),
            ("2B", "2000000000"),
            ("-3", "-3"),
            ("1234567890123456789012345678", "1234567890123456789012345678"),
        ] {
            assert_eq!(said(LiteralKind::Number, text), value, "{text}");
        }
        for text in ["1-2", "1.2.3", "1.", ".5", "", "-", "x", "1e5", "٣"] {
            assert!(matches!(read_literal(LiteralKind::Number, text), Err(LiteralError::NotANumber(_))), "{text}");
        }
        let forty = "1".repeat(40);
        assert_eq!(
            said(LiteralKind::Number, &forty),
            format!(
                "`{forty}` has too many digits; a number has at most 28 digits, before and behind the point: round it, or write \
                 an identifier as a text"
            )
        );
        assert_eq!(
            said(LiteralKind::Number, "1234567890123456789012345678B"),
            "`1234567890123456789012345678B` is too large a number; with the three, six or nine digits of `k`, `M` or `B` \
             a number has at most 28 digits"
        );
    }

    #[test]
    fn with_units() {
        assert_eq!(said(LiteralKind::Percent, "18%"), "18%");
        assert_eq!(said(LiteralKind::Points, "5 points"), "5 points");
        assert_eq!(said(LiteralKind::Money, "USD 1.5M"), "USD 1500000");
        assert_eq!(
            said(LiteralKind::Money, "USX 5"),
            "there is no currency `USX`; an amount of money begins with its ISO 4217 code, like `USD 1.5M`"
        );
        assert_eq!(said(LiteralKind::Money, "JPX 5"), "there is no currency `JPX`; did you mean `JPY`?");
        assert_eq!(said(LiteralKind::Money, "usd 5"), "there is no currency `usd`; did you mean `USD`?");
        assert_eq!(said(LiteralKind::Duration, "2 weeks"), "14 days");
        assert_eq!(said(LiteralKind::Duration, "1 quarter"), "3 months");
        assert_eq!(
            said(LiteralKind::Duration, "1.5 months"),
            "`1.5 months` is not a duration; a duration is a whole number of days, weeks, months, quarters or years"
        );
        assert_eq!(
            said(LiteralKind::Duration, "999999999999 years"),
            "`999999999999 years` is longer than a duration can be; between the first and the last date there are 9999 \
             years: write at most so many"
        );
    }

    #[test]
    fn dates_and_periods() {
        assert_eq!(said(LiteralKind::Date, "2026-06-30"), "2026-06-30");
        assert_eq!(
            said(LiteralKind::Date, "2026-02-29"),
            "there is no date `2026-02-29`; the last day of that month is `2026-02-28`"
        );
        assert_eq!(
            said(LiteralKind::Date, "0000-00-00"),
            "there is no date `0000-00-00`; the years are 1 to 9999, each with four digits: `0001`"
        );
        assert_eq!(
            said(LiteralKind::Date, "2026-13-01"),
            "there is no date `2026-13-01`; a date is written as year, month and day: `2026-06-30`"
        );
        assert_eq!(said(LiteralKind::Period, "2026-Q3"), "2026-Q3");
        assert!(said(LiteralKind::Period, "2026-Q7").starts_with("there is no period `2026-Q7`"));
    }

    #[test]
    fn texts() {
        assert_eq!(said(LiteralKind::Text, r#"a \"b\" \\ c\n"#), "a \"b\" \\ c\n");
        assert!(said(LiteralKind::Text, r"a \q").starts_with(r"`\q` means nothing in a text"));
        assert_eq!(said(LiteralKind::LongText, "\n    one\n      two\n\n    three\n  "), "one\n  two\n\nthree");
        assert_eq!(said(LiteralKind::LongText, "one line"), "one line");
    }
}
