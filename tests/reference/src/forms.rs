//! §2 and §4: forms of words: singular and plural, the persons of a verb, case.

/// Lower case, as words of the vocabulary are compared (§2, Words).
pub(crate) fn lower(word: &str) -> String {
    word.to_lowercase()
}

/// Whether two words are one without regard to case (§2, Words).
pub(crate) fn alike(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// The regular plural of a noun (§2, Singular and plural); a verb's third person is formed in the same way.
pub(crate) fn plural(noun: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| noun.ends_with(ending));
    if ends(&["child"]) {
        format!("{noun}ren")
    } else if ends(&["y"]) && !ends(&["ay", "ey", "oy", "uy"]) {
        format!("{}ies", noun.strip_suffix('y').unwrap_or(noun))
    } else if ends(&["s", "x", "z", "ch", "sh"]) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// The singular of a regular plural; a noun that is none stays as it is (§2, Singular and plural).
pub(crate) fn singular(noun: &str) -> String {
    let without = |ending: &str| noun.strip_suffix(ending).map(str::to_owned);
    if let Some(child) = noun.strip_suffix("ren").filter(|child| child.ends_with("child")) {
        return child.to_owned();
    }
    if noun.len() > 4
        && let Some(stem) = without("ies")
    {
        return format!("{stem}y");
    }
    if ["sses", "xes", "zes", "ches", "shes"].iter().any(|ending| noun.ends_with(ending)) {
        return without("es").unwrap_or_default();
    }
    if ["ss", "us", "sis"].iter().any(|ending| noun.ends_with(ending)) {
        return noun.to_owned();
    }
    without("s").unwrap_or_else(|| noun.to_owned())
}
