//! Singular and plural by the regular rules of the language (§4 of its reference).

/// The regular plural of a noun.
pub(crate) fn plural(noun: &str) -> String {
    if noun.ends_with("child") {
        return format!("{noun}ren");
    }
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|end| noun.ends_with(end));
    if let (Some(stem), false) = (noun.strip_suffix('y'), vowel_y) {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// The singular of a regular plural, or the noun itself where it is none.
pub(crate) fn singular(noun: &str) -> String {
    if noun.ends_with("children") {
        return noun.strip_suffix("ren").unwrap_or(noun).to_owned();
    }
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for end in ["sses", "xes", "zes", "ches", "shes"] {
        if noun.ends_with(end) {
            return noun.strip_suffix("es").unwrap_or(noun).to_owned();
        }
    }
    let whole = ["ss", "us", "sis"].iter().any(|end| noun.ends_with(end));
    noun.strip_suffix('s').filter(|_| !whole).unwrap_or(noun).to_owned()
}

/// A noun with its article.
pub(crate) fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("uni") && !noun.starts_with("use");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
