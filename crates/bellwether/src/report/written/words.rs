//! Values that stand in a report as words: severities, verdicts, dates.

/// A severity as `error`, `warning` or `note`.
pub(super) mod severity {
    use std::borrow::Cow;

    use bellwether_syntax::diagnostic::Severity;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
    pub(in super::super) fn serialize<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(severity.as_str())
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        let all = [Severity::Error, Severity::Warning, Severity::Note];
        let found = all.into_iter().find(|severity| severity.as_str() == word);
        found.ok_or_else(|| D::Error::unknown_variant(&word, &["error", "warning", "note"]))
    }
}

/// A verdict as `broken` or `unknown`.
pub(super) mod verdict {
    use std::borrow::Cow;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::report::Verdict;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
    pub(in super::super) fn serialize<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match verdict {
            Verdict::Broken => "broken",
            Verdict::Unknown => "unknown",
        })
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Verdict, D::Error> {
        match &*Cow::<str>::deserialize(deserializer)? {
            "broken" => Ok(Verdict::Broken),
            "unknown" => Ok(Verdict::Unknown),
            other => Err(D::Error::unknown_variant(other, &["broken", "unknown"])),
        }
    }
}

/// A date as `2026-06-30`.
pub(super) mod date {
    use std::borrow::Cow;

    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::value::Date;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
    pub(in super::super) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        Date::parse(&word).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&word), &"a date such as 2026-06-30"))
    }
}
