//! Which files a `use "…"` means: names taken from the directory of the file that says it, with `*`, `?`, `[…]` and `{…}`.

use globset::{GlobBuilder, GlobMatcher};

/// A longer pattern means nothing that anybody could read.
const MOST_BYTES: usize = 1024;
/// Braces may stand in each other, and are walked over by calling.
const MOST_BRACES: usize = 16;

/// The names of files that a use asks for.
#[derive(Clone, Debug)]
pub struct FilePattern {
    name: String,
    matcher: Option<GlobMatcher>,
}

impl FilePattern {
    /// The pattern that a text means in the file of this name. `..` and `.` are taken away where they can be.
    ///
    /// # Errors
    ///
    /// Where the pattern means nothing, such as one with a bracket that is not closed: why, in words.
    pub fn new(file: &str, text: &str) -> Result<Self, String> {
        let braces = text.matches('{').count();
        if text.len() > MOST_BYTES || braces > MOST_BRACES {
            return Err(format!("it has more than {MOST_BYTES} bytes or {MOST_BRACES} braces"));
        }
        let name = match text.strip_prefix('/') {
            Some(_) => normal(text),
            None => normal(&format!("{}/{text}", directory_of(file))),
        };
        let matcher = if name.contains(['*', '?', '[', ']', '{', '}']) {
            let glob = GlobBuilder::new(&name).literal_separator(true).backslash_escape(false).build();
            Some(glob.map_err(|error| error.kind().to_string())?.compile_matcher())
        } else {
            None
        };
        Ok(Self { name, matcher })
    }

    /// The pattern as a name from where the names of all sources begin: `policies/*.kpi`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it names one file, without `*` and the like.
    pub fn is_one_file(&self) -> bool {
        self.matcher.is_none()
    }

    /// The directory below which all files lie that it may mean; empty for the directory in which names begin.
    pub fn directory(&self) -> &str {
        let plain = match self.name.find(['*', '?', '[', ']', '{', '}']) {
            Some(at) => self.name.get(..at).unwrap_or(""),
            None => &self.name,
        };
        match plain.rfind('/') {
            Some(0) => "/",
            Some(at) => plain.get(..at).unwrap_or(""),
            None => "",
        }
    }

    /// Whether it means the file of this name.
    pub fn matches(&self, name: &str) -> bool {
        let name = normal(name);
        match &self.matcher {
            Some(matcher) => matcher.is_match(&name),
            None => self.name == name,
        }
    }
}

/// The directory part of a name, without the `/` at its end.
fn directory_of(file: &str) -> &str {
    match file.rfind(['/', '\\']) {
        Some(0) => "/",
        Some(at) => file.get(..at).unwrap_or(""),
        None => ".",
    }
}

/// A name with `/` between its parts, and without `.` and `..` where what they leave is known.
fn normal(name: &str) -> String {
    let rooted = name.starts_with(['/', '\\']);
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted && parts.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(file: &str, text: &str) -> FilePattern {
        FilePattern::new(file, text).expect("it means something")
    }

    #[test]
    fn names_are_taken_from_the_file_that_says_them() {
        for (file, text, name) in [
            ("goals/growth.kpi", "../policies/teams.kpi", "policies/teams.kpi"),
            ("growth.kpi", "teams.kpi", "teams.kpi"),
            ("growth.kpi", "../teams.kpi", "../teams.kpi"),
            ("../a/growth.kpi", "../../b/x.kpi", "../../b/x.kpi"),
            ("goals/growth.kpi", "./x//y.kpi", "goals/x/y.kpi"),
            ("/srv/goals/growth.kpi", "../teams.kpi", "/srv/teams.kpi"),
            ("/growth.kpi", "../teams.kpi", "/teams.kpi"),
            ("goals\\growth.kpi", "teams.kpi", "goals/teams.kpi"),
            ("goals/growth.kpi", "/srv/teams.kpi", "/srv/teams.kpi"),
            ("größe/ziele.kpi", "../regeln/ö.kpi", "regeln/ö.kpi"),
        ] {
            let made = pattern(file, text);
            assert_eq!(made.name(), name, "{text} in {file}");
            assert!(made.is_one_file() && made.matches(name), "{text} in {file}");
        }
    }

    #[test]
    fn a_pattern_stays_in_its_directory_but_for_two_stars() {
        let one = pattern("goals/a.kpi", "../policies/*.kpi");
        assert!(one.matches("policies/x.kpi") && one.matches("./policies/y/../x.kpi"));
        assert!(!one.matches("policies/deep/x.kpi") && !one.matches("goals/a.kpi"));
        assert_eq!((one.directory(), one.is_one_file()), ("policies", false));
        let deep = pattern("a.kpi", "policies/**/*.kpi");
        assert!(deep.matches("policies/deep/er/x.kpi") && deep.matches("policies/x.kpi"));
        assert_eq!(pattern("a.kpi", "*.kpi").directory(), "");
        assert_eq!(pattern("/a.kpi", "*.kpi").directory(), "/");
        assert_eq!(pattern("a.kpi", "x/{b,c}/d.kpi").directory(), "x");
    }

    #[test]
    #[cfg_attr(miri, ignore = "reads patterns as long as are allowed, which is minutes")]
    fn what_means_nothing_is_told() {
        assert!(FilePattern::new("a.kpi", "policies/[a.kpi").is_err());
        assert!(FilePattern::new("a.kpi", "policies/{a.kpi").is_err());
        let nested = |braces: usize| format!("{}a{}", "{".repeat(braces), "}".repeat(braces));
        assert!(FilePattern::new("a.kpi", &nested(MOST_BRACES)).is_ok());
        assert!(FilePattern::new("a.kpi", &nested(MOST_BRACES + 1)).is_err());
        assert!(FilePattern::new("a.kpi", &nested(1_000_000)).is_err());
        assert!(FilePattern::new("a.kpi", &"a".repeat(MOST_BYTES)).is_ok());
        assert!(FilePattern::new("a.kpi", &"a".repeat(MOST_BYTES + 1)).is_err());
    }
}
