//! The standard packs: policies that the library carries, in the language itself.
//!
//! A pack declares a policy of its own name, and may add words to the vocabulary. It is part of a run only where some
//! `use` names it.

use std::borrow::Cow;

/// A policy that a `use` may name without a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What a `use` calls it: the id of the policy in it.
    pub name: Cow<'static, str>,
    /// What it is about, in one line.
    pub title: Cow<'static, str>,
    /// Its text, in the language.
    pub text: Cow<'static, str>,
}

/// The packs that the library carries, in order of their names.
pub const fn packs() -> &'static [Pack] {
    PACKS
}

macro_rules! pack {
    ($name:literal, $title:literal) => {
        Pack {
            name: Cow::Borrowed($name),
            title: Cow::Borrowed($title),
            text: Cow::Borrowed(include_str!(concat!("../packs/", $name, ".kpi"))),
        }
    };
}

/// INVARIANT: in order of the names.
const PACKS: &[Pack] = &[pack!("smart", "Goals that are specific, measurable, achievable, relevant and time-bound")];
