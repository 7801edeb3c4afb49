//! Singular and plural of English nouns, and the finite form of verbs, by the regular rules.
//! The vocabulary gives irregular forms itself (`plural people`).

/// The regular plural of a noun: `company` → `companies`, `kpi` → `kpis`.
pub(crate) fn plural(noun: &str) -> String {
    let lower = noun.to_lowercase();
    if lower.ends_with("child") {
        return format!("{noun}ren");
    }
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|end| lower.ends_with(end));
    if lower.ends_with('y') && !vowel_y {
        return noun.strip_suffix(['y', 'Y']).map_or_else(|| noun.to_owned(), |stem| format!("{stem}ies"));
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// The singular of a regular plural, or the noun itself where it is none: `counters` → `counter`.
pub(crate) fn singular(noun: &str) -> String {
    let lower = noun.to_lowercase();
    if lower.ends_with("children") {
        return noun.get(..noun.len() - 3).unwrap_or(noun).to_owned();
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return noun.get(..noun.len() - 3).map_or_else(|| noun.to_owned(), |stem| format!("{stem}y"));
    }
    if ["sses", "xes", "zes", "ches", "shes"].iter().any(|end| lower.ends_with(end)) {
        return noun.get(..noun.len() - 2).unwrap_or(noun).to_owned();
    }
    if lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("sis") {
        return noun.get(..noun.len() - 1).unwrap_or(noun).to_owned();
    }
    noun.to_owned()
}

/// The third person of a verb: `drive` → `drives`, `reply` → `replies`.
pub(crate) fn finite(verb: &str) -> String {
    plural(verb)
}

/// `a kpi`, `an experiment`: a noun with its article.
pub(crate) fn with_article(noun: &str) -> String {
    let vowel = noun.chars().next().is_some_and(|first| "aeiouAEIOU".contains(first));
    // `unit`, `user`, `use` are said with `yu`.
    let said_with_yu = noun.starts_with("uni") || noun.starts_with("use");
    if vowel && !said_with_yu { format!("an {noun}") } else { format!("a {noun}") }
}

#[cfg(test)]
mod tests {
    use super::{plural, singular, with_article};

    #[test]
    fn regular_plurals_go_there_and_back() {
        for (one, many) in [
            ("kpi", "kpis"),
            ("child", "children"),
            ("company", "companies"),
            ("journey", "journeys"),
            ("sla", "slas"),
            ("metric", "metrics"),
            ("process", "processes"),
            ("launch", "launches"),
            ("co-owner", "co-owners"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
        }
        assert_eq!(singular("status"), "status");
        assert_eq!(with_article("experiment"), "an experiment");
        assert_eq!(with_article("unit"), "a unit");
    }
}
