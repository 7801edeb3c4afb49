//! The forms of a rule in plain words.

use crate::program::{Binder, Condition, Path, Rule, RuleForm};

use crate::vocabulary::nouns::with_article;

use super::Paraphrase;
use super::condition::Counted;
use super::names::{Names, Speaker, modal, series};

impl Speaker<'_> {
    /// A rule, but for the definitions that it uses.
    pub(super) fn rule(&mut self, rule: &Rule) -> Paraphrase {
        let mut names = Names::default();
        let mut paraphrase = Paraphrase::default();
        let modal = modal(rule.severity);
        match &rule.form {
            RuleForm::Each { subject, exempt, parts } => {
                let who = self.subject(subject, "every ", &mut names, &mut paraphrase);
                let unless = self.exempt(exempt.as_ref(), &mut names, &mut paraphrase);
                paraphrase.whom = format!("for {who}{unless}:");
                for part in parts {
                    let words = self.clause(&part.condition, false, &mut names);
                    paraphrase.asks.push(format!("it {modal} be shown that {words}"));
                }
                self.missing(&with_article(self.kind_word(subject.kind)), &mut paraphrase);
            }
            RuleForm::Counted { scope, subject, exempt, body, test } => {
                let place = match scope {
                    Some(scope) => {
                        let words = self.subject(scope, "every ", &mut names, &mut paraphrase);
                        format!("in {words}, of all that lie in it at any depth")
                    }
                    None => "in the whole model".to_owned(),
                };
                let who = self.subject(subject, "every ", &mut names, &mut paraphrase);
                let unless = self.exempt(exempt.as_ref(), &mut names, &mut paraphrase);
                paraphrase.whom = format!("{place}, count {who}{unless}:");
                let body = self.inner(&body.condition, false, &mut names);
                let (test, _) = self.test(test, false, &mut names);
                let (Counted::Plain(test) | Counted::Compared(test)) = test;
                paraphrase.asks.push(format!("it {modal} be shown that of {test} it is true that {body}"));
                self.missing_of_counted(&mut paraphrase);
            }
            RuleForm::NoTwo { subject, second, keys, any, exempt } => {
                let who = self.subject(subject, "", &mut names, &mut paraphrase);
                let (kind, plural) = (self.kind_word(subject.kind), self.kind_plural(subject.kind));
                let who =
                    if subject.filter.is_some() { format!(", each {}", with_article(&who)) } else { String::new() };
                names.leave();
                names.put(subject.slot, format!("the first {kind}"));
                names.put(*second, format!("the second {kind}"));
                let unless = self.exempt(exempt.as_ref(), &mut names, &mut paraphrase);
                paraphrase.whom = format!("for any two {plural}{who}{unless}:");
                paraphrase.asks.push(format!("the two {modal} not have {} in common", common(keys, *any)));
                paraphrase.notes.push("what is missing is shared with nobody".to_owned());
                self.rests_on.clear();
            }
        }
        paraphrase
    }

    /// Who is asked; what their being asked rests on is noted.
    fn subject(&mut self, binder: &Binder, every: &str, names: &mut Names, out: &mut Paraphrase) -> String {
        let whom = self.whom(binder, false, names);
        if binder.filter.is_some() && !self.rests_on.is_empty() {
            let rests = series(&std::mem::take(&mut self.rests_on), "or");
            let kind = with_article(self.kind_word(binder.kind));
            out.notes.push(format!(
                "{kind} is left out where {rests} is missing and this leaves open whether it is asked; the summary counts it"
            ));
        }
        self.rests_on.clear();
        if binder.named.is_some() { whom } else { format!("{every}{whom}") }
    }

    fn exempt(&mut self, exempt: Option<&Condition>, names: &mut Names, out: &mut Paraphrase) -> String {
        let Some(exempt) = exempt else { return String::new() };
        let words = self.clause(exempt, false, names);
        if !self.rests_on.is_empty() {
            let rests = series(&std::mem::take(&mut self.rests_on), "or");
            out.notes.push(format!(
                "only what is shown exempts: where {rests} is missing, it may be that nobody is exempted by it"
            ));
        }
        format!(", unless {words}")
    }

    /// What becomes of those who are counted and of whom what the predicate rests on is missing.
    fn missing_of_counted(&mut self, out: &mut Paraphrase) {
        if self.rests_on.is_empty() {
            return self.missing("", out);
        }
        let rests = series(&std::mem::take(&mut self.rests_on), "or");
        out.notes.push(format!(
            "where {rests} is missing, one may or may not count; if that leaves the number open, it is not shown"
        ));
    }

    /// What becomes of those of whom what the predicate rests on is missing.
    fn missing(&mut self, who: &str, out: &mut Paraphrase) {
        let rests = std::mem::take(&mut self.rests_on);
        out.notes.push(if rests.is_empty() {
            "this looks at what is written: what is not written is not there".to_owned()
        } else {
            format!("{who} of which this cannot be shown, since {} is missing, is a finding too", series(&rests, "or"))
        });
    }
}

/// What two may not have in common.
fn common(keys: &[(Path, Box<str>)], any: bool) -> String {
    let keys: Vec<String> = keys.iter().map(|(_, words)| format!("a `{words}`")).collect();
    if any { format!("{} (one of them is enough)", series(&keys, "or")) } else { series(&keys, "and") }
}
