//! Which modules and crates a file of Rust names: enough of the language to keep the arrows between them.

/// The paths that a source names and that begin with one of these words, such as `crate::check` or `pest`, with their
/// lines; those of a grouped `use` are given one by one. Comments, and modules that are for tests alone, are left out.
pub fn paths<'a>(source: &'a str, roots: &[&str]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = source.lines().enumerate().peekable();
    let mut pending: Option<(usize, String)> = None;
    while let Some((index, line)) = lines.next() {
        let code: &'a str = line.split("//").next().unwrap_or(line).trim();
        if code == "#[cfg(test)]" {
            // The tests of a module stand at its end, or in a file of their own.
            if lines.peek().is_none_or(|(_, next)| next.trim_end().ends_with('{')) {
                break;
            }
            lines.next();
            continue;
        }
        let opened = match pending.take() {
            Some((start, text)) => Some((start, text + code)),
            None => use_of(code).map(|rest| (index + 1, rest.to_owned())),
        };
        if let Some((start, text)) = opened {
            if code.ends_with(';') {
                expand(&text, start, roots, &mut found);
            } else {
                pending = Some((start, text));
            }
        } else {
            inline(code, index + 1, roots, &mut found);
        }
    }
    found
}

/// What follows `use`, `pub use` or `pub(…) use`.
fn use_of(code: &str) -> Option<&str> {
    let code = code.strip_prefix("pub").map_or(code, |rest| rest.split_once(' ').map_or(rest, |(_, rest)| rest));
    code.trim_start().strip_prefix("use ")
}

/// The paths of one `use`: `a::{b, c::{d, e}}` names `a::b`, `a::c::d` and `a::c::e`.
fn expand(text: &str, line: usize, roots: &[&str], found: &mut Vec<(usize, String)>) {
    let mut prefixes = vec![String::new()];
    let mut current = String::new();
    let mut finish = |current: &mut String, prefixes: &[String]| {
        let path = format!("{}{}", prefixes.concat(), current.trim());
        let path = path.split(" as ").next().unwrap_or(&path).trim().to_owned();
        if !current.trim().is_empty() && begins(&path, roots) {
            found.push((line, path));
        }
        current.clear();
    };
    for letter in text.trim_end_matches(';').chars() {
        match letter {
            '{' => prefixes.push(current.split_whitespace().collect()),
            '}' => {
                finish(&mut current, &prefixes);
                prefixes.pop();
            }
            ',' => {
                finish(&mut current, &prefixes);
                continue;
            }
            _ => {
                current.push(letter);
                continue;
            }
        }
        current.clear();
    }
    finish(&mut current, &prefixes);
}

/// Paths in the middle of code: `crate::check::codes::X`.
fn inline(code: &str, line: usize, roots: &[&str], found: &mut Vec<(usize, String)>) {
    for root in roots {
        let needle = format!("{root}::");
        for (at, _) in code.match_indices(&needle) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':') {
                continue;
            }
            let end = code[at..].find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
            let path = end.map_or(&code[at..], |end| &code[at..at + end]);
            found.push((line, path.trim_end_matches(':').to_owned()));
        }
    }
}

fn begins(path: &str, roots: &[&str]) -> bool {
    roots.iter().any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_uses_and_in_code() {
        let source = "use crate::model::{Model, column::{A, B as C}};\npub(crate) use crate::ids::X;\nuse std::fmt;\n\
                      // crate::check\nfn f() { crate::check::go(bellwether_syntax::parse()); mycrate::no() }\n\
                      use crate::{\n    plan::Plan,\n    value,\n};\n#[cfg(test)]\nmod tests;\nuse crate::y;\n\
                      #[cfg(test)]\nmod inner {\nuse crate::z;\n}\n";
        let found: Vec<String> = paths(source, &["crate", "bellwether_syntax"])
            .into_iter()
            .map(|(line, path)| format!("{line} {path}"))
            .collect();
        assert_eq!(
            found,
            [
                "1 crate::model::Model",
                "1 crate::model::column::A",
                "1 crate::model::column::B",
                "2 crate::ids::X",
                "5 crate::check::go",
                "5 bellwether_syntax::parse",
                "6 crate::plan::Plan",
                "6 crate::value",
                "12 crate::y",
            ]
        );
    }
}
