//! Dates, durations and periods. Months, quarters and years are calendar units.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil;

/// A day of the calendar: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(i32);

/// 0001-01-01 and 9999-12-31, in days since 1970-01-01.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

#[expect(clippy::should_implement_trait, reason = "the operators cannot say that it fails")]
impl Date {
    /// The day with this year, month and day; `None` where the calendar has none (2026-02-29, the year 0).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Self::of)
    }

    /// The day so many days after 1970-01-01; `None` outside the years 1 to 9999.
    pub fn from_days(days: i32) -> Option<Self> {
        (FIRST_DAY..=LAST_DAY).contains(&days).then_some(Self(days))
    }

    /// A day from a column, where only valid ones are kept.
    pub(crate) const fn from_column(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::new(digits(year)?, digits(month)?, digits(day)?)
    }

    /// Year, month and day.
    pub fn parts(self) -> (i16, i8, i8) {
        self.civil().map_or((1, 1, 1), |date| (date.year(), date.month(), date.day()))
    }

    /// This many months and then days later; a day that the month does not have becomes its last. `None` outside the
    /// years 1 to 9999.
    #[must_use]
    pub fn add(self, duration: Duration) -> Option<Self> {
        let date = match duration.months {
            0 => self,
            months => Self::of(self.civil()?.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?),
        };
        Self::from_days(date.0.checked_add(duration.days)?)
    }

    /// This many months and then days earlier.
    #[must_use]
    pub fn sub(self, duration: Duration) -> Option<Self> {
        self.add(duration.negate()?)
    }

    /// The days from `earlier` to this day.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration { months: 0, days: self.0.saturating_sub(earlier.0) }
    }

    fn civil(self) -> Option<civil::Date> {
        // As many days as a number holds are more than jiff takes: it has to be asked, or it panics.
        let days = jiff::Span::new().try_days(i64::from(self.0)).ok()?;
        let date = civil::Date::constant(1970, 1, 1).checked_add(days).ok()?;
        (date.year() >= 1).then_some(date)
    }

    fn of(date: civil::Date) -> Self {
        let days = date.duration_since(civil::Date::constant(1970, 1, 1)).as_hours() / 24;
        // INVARIANT: the years -9999 to 9999 have fewer days than an i32 holds.
        Self(i32::try_from(days).unwrap_or_default())
    }
}

/// A number written in ASCII digits alone.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

/// A length of time in calendar months and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole months; a quarter is 3 and a year is 12.
    pub months: i32,
    /// Days; a week is 7.
    pub days: i32,
}

/// A month against days: it has 28 to 31 of them, and that does not say which of the two durations is longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// How the first compares with the second where every month has 28 days, or 31: whichever is less.
    pub least: Ordering,
    /// The same, whichever is more.
    pub most: Ordering,
}

#[expect(clippy::should_implement_trait, reason = "the operators cannot say that it fails")]
impl Duration {
    /// So many days.
    pub const fn days(days: i32) -> Self {
        Self { months: 0, days }
    }

    /// So many months.
    pub const fn months(months: i32) -> Self {
        Self { months, days: 0 }
    }

    /// Which is longer. A month is 28 to 31 days; what that leaves open is [`Undecided`].
    ///
    /// # Errors
    ///
    /// Where it depends on which months they are.
    pub fn compare(self, other: Self) -> Result<Ordering, Undecided> {
        let months = i64::from(self.months) - i64::from(other.months);
        let days = i64::from(self.days) - i64::from(other.days);
        let short = (months * 28 + days).cmp(&0);
        let long = (months * 31 + days).cmp(&0);
        if short == long { Ok(short) } else { Err(Undecided { least: short.min(long), most: short.max(long) }) }
    }

    /// The sum of both; `None` if it is too long.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        Some(Self { months: self.months.checked_add(other.months)?, days: self.days.checked_add(other.days)? })
    }

    /// The difference of both; `None` if it is too long.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        self.add(other.negate()?)
    }

    /// So many times as long; `None` if that is too long.
    #[must_use]
    pub fn times(self, factor: i32) -> Option<Self> {
        Some(Self { months: self.months.checked_mul(factor)?, days: self.days.checked_mul(factor)? })
    }

    /// As long, into the past.
    #[must_use]
    pub fn negate(self) -> Option<Self> {
        self.times(-1)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (months, unit) = if self.months % 12 == 0 { (self.months / 12, "year") } else { (self.months, "month") };
        if months != 0 {
            write!(out, "{months} {unit}{}", plural(months))?;
            if self.days != 0 {
                write!(out, " and ")?;
            }
        }
        if self.days != 0 || months == 0 {
            write!(out, "{} day{}", self.days, plural(self.days))?;
        }
        Ok(())
    }
}

const fn plural(count: i32) -> &'static str {
    if count == 1 || count == -1 { "" } else { "s" }
}

/// A month, a quarter, a year, or any other stretch of days; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// Its first day.
    pub start: Date,
    /// Its last day: what it means as a deadline.
    pub end: Date,
}

impl Period {
    /// Reads `2026-Q3` or `2026-07`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text.split_once('-')?;
        if year.len() != 4 || part.len() != 2 {
            return None;
        }
        let year = digits(year)?;
        match part.strip_prefix(['Q', 'q']) {
            Some(quarter) => {
                let quarter: i8 = digits(quarter)?;
                if !(1..=4).contains(&quarter) {
                    return None;
                }
                Self::starting(year, quarter * 3 - 2, 3)
            }
            None => Self::starting(year, digits(part)?, 1),
        }
    }

    /// The whole of a year.
    pub fn year(year: i16) -> Option<Self> {
        Self::starting(year, 1, 12)
    }

    fn starting(year: i16, month: i8, months: i32) -> Option<Self> {
        let start = Date::new(year, month, 1)?;
        // The last day of the last month is found from within, so that December 9999 has one too.
        let last_month = start.add(Duration::months(months - 1))?.civil()?;
        Some(Self { start, end: Date::of(last_month.last_of_month()) })
    }

    /// Whether a day lies in it.
    pub fn contains(self, date: Date) -> bool {
        self.start <= date && date <= self.end
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.start.parts();
        if Self::starting(year, month, 1) == Some(*self) {
            return write!(out, "{year:04}-{month:02}");
        }
        if month % 3 == 1 && Self::starting(year, month, 3) == Some(*self) {
            return write!(out, "{year:04}-Q{}", (month + 2) / 3);
        }
        if month == 1 && Self::year(year) == Some(*self) {
            return write!(out, "{year:04}");
        }
        write!(out, "{} to {}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Date, Duration, FIRST_DAY, LAST_DAY, Period, Undecided};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or(Date(i32::MIN))
    }

    #[test]
    fn reads_and_says_dates() {
        assert_eq!(date("1970-01-01").days(), 0);
        assert_eq!(date("2026-06-30").to_string(), "2026-06-30");
        assert_eq!(date("0001-01-01").to_string(), "0001-01-01");
        assert_eq!((date("0001-01-01").days(), date("9999-12-31").days()), (FIRST_DAY, LAST_DAY));
        assert_eq!(date("9999-12-31").to_string(), "9999-12-31");
        for wrong in [
            "2026-02-29",
            "0000-00-00",
            "0000-01-01",
            "2026-13-01",
            "26-01-01",
            "2026-1-01",
            "2026-01-01-",
            "+026-01-01",
            "",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        // Miri takes minutes for so many.
        let step = if cfg!(miri) { 3_701 } else { 37 };
        for days in (-100_000..100_000).step_by(step) {
            let date = Date(days);
            assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
    }

    #[test]
    fn adds_calendar_months() {
        assert_eq!(date("2026-01-31").add(Duration::months(1)), Some(date("2026-02-28")));
        assert_eq!(date("2024-01-31").add(Duration::months(1)), Some(date("2024-02-29")));
        assert_eq!(date("2026-03-31").sub(Duration::months(1)), Some(date("2026-02-28")));
        assert_eq!(date("2026-03-31").add(Duration::days(1)), Some(date("2026-04-01")));
        assert_eq!(date("9999-12-31").add(Duration::days(1)), None);
        assert_eq!(date("0001-01-01").sub(Duration::days(1)), None);
        assert_eq!(date("2026-01-01").add(Duration { months: i32::MIN, days: 0 }), None);
        assert_eq!(date("2026-01-01").sub(Duration { months: i32::MIN, days: i32::MIN }), None);
        // More days than the calendar has: jiff has a limit of its own.
        for days in [i32::MIN, -7_304_485, -7_304_484, 7_304_484, 7_304_485, i32::MAX] {
            assert_eq!(date("2026-01-01").add(Duration::days(days)), None, "{days} days");
            assert_eq!(date("2026-01-01").sub(Duration::days(days)), None, "{days} days");
            assert_eq!(Date::from_days(days), None, "{days} days");
        }
        assert_eq!(date("2026-03-01").since(date("2026-02-01")), Duration::days(28));
    }

    #[test]
    fn compares_months_with_days() {
        assert_eq!(Duration::months(1).compare(Duration::days(27)), Ok(Ordering::Greater));
        assert_eq!(Duration::months(1).compare(Duration::days(32)), Ok(Ordering::Less));
        let open = Undecided { least: Ordering::Less, most: Ordering::Greater };
        assert_eq!(Duration::months(1).compare(Duration::days(30)), Err(open));
        let touching = Undecided { least: Ordering::Equal, most: Ordering::Greater };
        assert_eq!(Duration::months(1).compare(Duration::days(28)), Err(touching));
        assert_eq!(Duration::months(12).compare(Duration::months(12)), Ok(Ordering::Equal));
        assert_eq!(Duration::days(14).compare(Duration::days(7)), Ok(Ordering::Greater));
    }

    #[test]
    fn says_durations() {
        assert_eq!(Duration::days(30).to_string(), "30 days");
        assert_eq!(Duration::days(1).to_string(), "1 day");
        assert_eq!(Duration::days(0).to_string(), "0 days");
        assert_eq!(Duration::months(3).to_string(), "3 months");
        assert_eq!(Duration::months(12).to_string(), "1 year");
        assert_eq!(Duration { months: 1, days: 2 }.to_string(), "1 month and 2 days");
    }

    #[test]
    fn reads_and_says_periods() {
        for text in ["2026-Q3", "2026-07", "2026-12", "2026-Q1", "9999-12", "9999-Q4"] {
            assert_eq!(Period::parse(text).map(|period| period.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Period::parse("2026-Q3").map(|period| period.end), Some(date("2026-09-30")));
        assert_eq!(Period::year(2026).map(|period| period.to_string()).as_deref(), Some("2026"));
        for wrong in
            ["2026-Q5", "2026-Q0", "2026-13", "2026-00", "2026", "0000-01", "2026-Q", "2026-Q03", "026-Q3", "2026-007"]
        {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
        let odd = Period { start: date("2026-01-02"), end: date("2026-01-05") };
        assert_eq!(odd.to_string(), "2026-01-02 to 2026-01-05");
    }
}
