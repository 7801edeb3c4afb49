//! Cases: `.kpi` files that say in comments what is to be found in them. `suite/README.md` describes the format.

use crate::check::{AS_OF, Checked, Found, check, date};

/// What a marker expects to be said of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Expected {
    /// The line, from 1.
    line: u32,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// `# error: [slug]`: its severity and slug.
    Diagnostic(&'static str, String),
    /// `# finding: policy/rule`, `# broken: …`, `# unknown: …`: the rule, and the verdict where it is said.
    Finding(String, Option<bool>),
}

/// A section of a case: the lines after `--- NAME`, or those before the first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    name: String,
    /// The whole case with the lines of the other sections emptied, so that lines keep their numbers.
    text: String,
    expected: Vec<Expected>,
    /// `# finds: policy/rule kind id, …`
    finds: Option<Vec<String>>,
}

/// Runs a case and adds what is not as it says to the failures.
pub fn run(name: &str, text: &str, failures: &mut Vec<String>) {
    match read(text) {
        Ok((as_of, sections)) => run_sections(name, &as_of, &sections, failures),
        Err(mistake) => failures.push(format!("{name}: {mistake}")),
    }
}

/// The programs of a case, each with its name and as the files it consists of: the two halves of a pair, or the whole.
/// Beside them the date they are checked as of.
pub fn programs(text: &str) -> Result<(String, Vec<Program>), String> {
    let (as_of, sections) = read(text)?;
    let (head, rest) = sections.split_first().ok_or("there is no section")?;
    let programs = if rest.first().is_some_and(|section| section.name == "keeps") {
        let half = |half: &Section| (half.name.clone(), vec![(half.name.clone(), merge(&head.text, &half.text))]);
        rest.iter().map(half).collect()
    } else {
        let files = sections.iter().map(Section::as_file).map(|file| (file.name, file.text));
        vec![("whole".to_owned(), files.collect())]
    };
    Ok((as_of, programs))
}

/// A name, and the names and texts of files.
pub type Program = (String, Vec<(String, String)>);

fn run_sections(name: &str, as_of: &str, sections: &[Section], failures: &mut Vec<String>) {
    let Some((head, rest)) = sections.split_first() else { return };
    let names: Vec<&str> = rest.iter().map(|section| &*section.name).collect();
    if names == ["keeps", "breaks"] {
        for section in rest {
            run_half(name, as_of, head, section, failures);
        }
    } else if let Some(stray) = names.iter().find(|name| !name.starts_with("file ")) {
        failures.push(format!("{name}: a section is `keeps` and then `breaks`, or `file NAME`, not `{stray}`"));
    } else {
        let files: Vec<Section> = sections.iter().map(Section::as_file).collect();
        let texts: Vec<(&str, &str)> = files.iter().map(|file| (&*file.name, &*file.text)).collect();
        let checked = check(&texts, date(as_of));
        compare(name, &checked, &files.iter().collect::<Vec<_>>(), true, failures);
    }
}

/// One half of a pair: the head with the model that keeps the rules, or with the one that breaks them.
fn run_half(name: &str, as_of: &str, head: &Section, half: &Section, failures: &mut Vec<String>) {
    let both = merge(&head.text, &half.text);
    let checked = check(&[(&*half.name, &*both)], date(as_of));
    let head = Section { name: half.name.clone(), ..head.clone() };
    let half_name = format!("{name} ({})", half.name);
    let keeps = half.name == "keeps";
    let exact = keeps || half.says_findings();
    compare(&half_name, &checked, &[&head, half], exact, failures);
    if checked.report.rules.is_empty() {
        failures.push(format!("{half_name}: there is no rule"));
    }
    for rule in &checked.report.rules {
        if keeps && rule.subjects == 0 {
            failures.push(format!("{half_name}: `{}` met no subject", rule.rule));
        }
        if keeps && rule.undecided > 0 {
            failures.push(format!("{half_name}: `{}` left out {} undecided", rule.rule, rule.undecided));
        }
        let broken = checked.report.findings.iter().any(|found| found.rule == rule.rule);
        if !keeps && !broken {
            failures.push(format!("{half_name}: `{}` finds nothing", rule.rule));
        }
    }
}

/// Two texts of which at most one has something in each line.
fn merge(one: &str, other: &str) -> String {
    one.lines().zip(other.lines()).map(|(a, b)| format!("{}\n", if a.is_empty() { b } else { a })).collect()
}

impl Section {
    /// The section `file goals.kpi` under the name `goals.kpi`.
    fn as_file(&self) -> Self {
        Self { name: self.name.strip_prefix("file ").unwrap_or(&self.name).to_owned(), ..self.clone() }
    }

    fn says_findings(&self) -> bool {
        self.finds.is_some() || self.expected.iter().any(|expected| matches!(expected.what, What::Finding(..)))
    }
}

/// Compares what was found with what is expected: all diagnostics, and all findings if they are to be `exact`.
fn compare(name: &str, checked: &Checked, sections: &[&Section], exact: bool, failures: &mut Vec<String>) {
    let mut diagnostics = checked.diagnostics();
    let mut findings = checked.findings();
    let before = failures.len();
    for section in sections {
        for Expected { line, what } in &section.expected {
            let (found, shown) = match what {
                What::Diagnostic(severity, slug) => (
                    take(&mut diagnostics, |said| {
                        said.severity == *severity
                            && said.slug == *slug
                            && (&*said.source, said.line) == (&section.name, *line)
                    }),
                    format!("{severity}[{slug}]"),
                ),
                What::Finding(rule, verdict) => (
                    take(&mut findings, |found| {
                        found.rule == *rule
                            && verdict.is_none_or(|unknown| unknown == found.unknown)
                            && found.at.as_ref().is_some_and(|(source, at)| (&**source, at) == (&section.name, line))
                    }),
                    format!("a finding of `{rule}`{}", verdict_words(*verdict)),
                ),
            };
            if !found {
                failures.push(format!("{name}:{line}: expected {shown}"));
            }
        }
        for wanted in section.finds.iter().flatten() {
            if !take(&mut findings, |found| format!("{} {}", found.rule, found.subject) == *wanted) {
                failures.push(format!("{name}: expected a finding `{wanted}`"));
            }
        }
    }
    for said in &diagnostics {
        failures.push(format!("{name}:{}: {}[{}] is not expected", said.line, said.severity, said.slug));
    }
    if exact {
        failures.extend(findings.iter().map(|found| format!("{name}{} is not expected", show(found))));
    }
    if failures.len() > before && !checked.report.diagnostics.is_empty() {
        failures.push(format!("  what was said of {name}:\n{}", checked.complaints().trim_end()));
    }
}

fn verdict_words(verdict: Option<bool>) -> &'static str {
    match verdict {
        None => "",
        Some(true) => " that is unknown",
        Some(false) => " that is broken",
    }
}

fn show(found: &Found) -> String {
    let line = found.at.as_ref().map_or_else(String::new, |(_, line)| format!(":{line}"));
    let verdict = if found.unknown { "unknown" } else { "broken" };
    format!("{line}: `{}` of `{}` ({verdict})", found.rule, found.subject)
}

/// Takes one that fits out of a list; whether there was one.
fn take<T>(list: &mut Vec<T>, fits: impl Fn(&T) -> bool) -> bool {
    let at = list.iter().position(fits);
    at.map(|at| list.remove(at)).is_some()
}

/// Reads the date and the sections of a case.
fn read(text: &str) -> Result<(String, Vec<Section>), String> {
    let mut as_of = AS_OF.to_owned();
    let mut sections =
        vec![Section { name: "case.kpi".to_owned(), text: String::new(), expected: Vec::new(), finds: None }];
    for (line, number) in text.split_inclusive('\n').zip(1_u32..) {
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some(name) = bare.strip_prefix("--- ") {
            let text = "\n".repeat(sections.first().map_or(0, |first| first.text.matches('\n').count()));
            sections.push(Section { name: name.trim().to_owned(), text, expected: Vec::new(), finds: None });
        }
        let last = sections.len() - 1;
        for (index, section) in sections.iter_mut().enumerate() {
            section.text.push_str(if index == last && !bare.starts_with("--- ") { line } else { "\n" });
        }
        let Some(section) = sections.last_mut() else { continue };
        if let Some(date) = bare.strip_prefix("# as of: ") {
            date.trim().clone_into(&mut as_of);
        } else if let Some(list) = bare.strip_prefix("# finds:") {
            let list = list.split(',').map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "));
            section.finds.get_or_insert_default().extend(list.filter(|item| !item.is_empty()));
        } else {
            markers(bare, number, &mut section.expected)?;
        }
    }
    Ok((as_of, sections))
}

/// Reads the markers of a line: `# error: [slug]`, `# error on line 7: [slug]`, `# finding: policy/rule, policy/rule`.
fn markers(line: &str, number: u32, expected: &mut Vec<Expected>) -> Result<(), String> {
    for comment in line.split('#').skip(1) {
        let Some((head, list)) = comment.split_once(':') else { continue };
        let (word, at) = match head.trim().split_once(" on line ") {
            Some((word, at)) => (word, at.trim().parse().map_err(|_| format!("line {number}: `{at}` is no line"))?),
            None => (head.trim(), number),
        };
        let severity = ["error", "warning", "note"].into_iter().find(|severity| *severity == word);
        let verdict = match word {
            "finding" => None,
            "broken" => Some(false),
            "unknown" => Some(true),
            _ if severity.is_some() => None,
            _ => continue,
        };
        for item in list.split(',').map(str::trim) {
            let what = match severity {
                Some(severity) => {
                    let slug = item.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
                    // A comment may well begin with `note:`; only brackets make it a marker.
                    let Some(slug) = slug else { continue };
                    What::Diagnostic(severity, slug.to_owned())
                }
                None if (item.contains('/') || item.ends_with("-waiver")) && !item.contains(' ') => {
                    What::Finding(item.to_owned(), verdict)
                }
                None => return Err(format!("line {number}: `{item}` is no rule; a rule is named `policy/label`")),
            };
            expected.push(Expected { line: at, what });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(text: &str) -> Vec<String> {
        let mut failures = Vec::new();
        run("x.kpi", text, &mut failures);
        failures
    }

    const RULE: &str = "policy p { r: every kpi must be leading }\n";

    #[test]
    fn a_case_that_says_what_is_found_passes() {
        assert_eq!(failures(&format!("{RULE}kpi a {{ indicator lagging }} # finding: p/r\n")), [""; 0]);
        assert_eq!(failures(&format!("# finds: p/r kpi a\n{RULE}kpi a {{ indicator lagging }}\n")), [""; 0]);
    }

    #[test]
    fn what_is_not_expected_fails() {
        let said =
            failures(&format!("{RULE}kpi a {{ indicator lagging }}\nkpi b {{ indicator leading }} # finding: p/r\n"));
        assert_eq!(
            said,
            ["x.kpi:3: expected a finding of `p/r`", "x.kpi:2: `p/r` of `kpi a` (broken) is not expected"]
        );
    }

    #[test]
    fn a_pair_must_keep_and_break() {
        let pair = |keeps: &str, breaks: &str| format!("{RULE}--- keeps\n{keeps}\n--- breaks\n{breaks}\n");
        let (leading, lagging) = ("kpi a { indicator leading }", "kpi a { indicator lagging }");
        assert_eq!(failures(&pair(leading, lagging)), [""; 0]);
        assert_eq!(failures(&pair(leading, &format!("{lagging} # broken: p/r"))), [""; 0]);
        assert_eq!(failures(&pair(leading, leading)), ["x.kpi (breaks): `p/r` finds nothing"]);
        assert_eq!(failures(&pair(lagging, lagging)), ["x.kpi (keeps):3: `p/r` of `kpi a` (broken) is not expected"]);
        assert_eq!(failures(&pair("", lagging)), ["x.kpi (keeps): `p/r` met no subject"]);
    }

    #[test]
    fn sections_may_be_files() {
        let text = format!("{RULE}--- file goals.kpi\nkpi a {{ lag 1 day }} # unknown: p/r\n# error on line 3: [x]\n");
        let (_, sections) = read(&text).expect("a case");
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[1].name, "file goals.kpi");
        assert_eq!(sections[1].text.lines().nth(2), Some("kpi a { lag 1 day } # unknown: p/r"));
        assert_eq!(sections[1].expected.len(), 2);
        assert_eq!(failures(&text), ["x.kpi:3: expected error[x]"]);
    }
}
