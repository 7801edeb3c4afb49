//! Days and their names. The generator counts in days; the model holds dates as text.

/// The date that the workload is checked as of: 2026-06-30.
pub const AS_OF: &str = "2026-06-30";

/// [`AS_OF`] in days since 1970-01-01.
pub(crate) const AS_OF_DAY: i64 = 20_634;

/// A day, counted from 1970-01-01, as `YYYY-MM-DD`. (Howard Hinnant, "chrono-compatible low-level date algorithms".)
pub(crate) fn date(day: i64) -> String {
    // Years begin in March here, so that the leap day is the last of its year.
    let shifted = day + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

/// The day of a date `YYYY-MM-DD`, counted from 1970-01-01; `None` where that is no date. The inverse of [`date`].
pub(crate) fn day(date: &str) -> Option<i32> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{AS_OF, AS_OF_DAY, date, day};

    #[test]
    fn days_and_dates_are_inverse() {
        assert_eq!(date(AS_OF_DAY), AS_OF);
        for (number, text) in
            [(0, "1970-01-01"), (11_016, "2000-02-29"), (20_512, "2026-02-28"), (20_513, "2026-03-01")]
        {
            assert_eq!(date(number), text);
            assert_eq!(day(text).map(i64::from), Some(number));
        }
        assert_eq!(day("soon"), None);
    }
}
