//! Waivers, tests with their fixtures, and uses.

use bellwether_grammar::Rule as Form;

use super::verbs::part;
use super::words::is_word;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::outline::Statement;
use crate::source::Span;
use crate::tree::{Fixture, Literal, Test, TestClause, Text, Use, UseWhat, Value, Waiver, Word};

impl Reader<'_, '_> {
    pub(super) fn waiver(&mut self, statement: &Statement) -> Option<Waiver> {
        self.no_block(statement, "a waiver");
        let help = "write `waive POLICY/RULE for KIND ID until DATE because \"…\" by WHO`";
        let head =
            self.item_pair(statement, Form::waiver_item, codes::BAD_WAIVER, "this waiver cannot be read", help)?;
        let before = self.diagnostics.len();
        let mut waiver = Waiver {
            docs: self.docs(statement),
            rule: self.rule_name(part(head.clone(), Form::rule_name)?),
            target: None,
            from: None,
            until: None,
            because: None,
            by: None,
            mistaken: false,
            span: self.at(statement.start, statement.end),
        };
        for child in head.into_inner() {
            let place = child.clone().into_inner().next().map_or_else(|| self.span(&child), |word| self.exact(&word));
            let form = child.as_rule();
            let twice = match form {
                Form::waiver_target => {
                    waiver.target = Some(self.noun(part(child, Form::noun)?)?);
                    false
                }
                Form::m_from | Form::m_until => {
                    let day = self.first_literal(child.clone()).or_else(|| self.no_day(child));
                    let place = if form == Form::m_from { &mut waiver.from } else { &mut waiver.until };
                    let twice = place.is_some() && day.is_some();
                    *place = day.or(*place);
                    twice
                }
                Form::m_because => waiver.because.replace(self.first_text(child)?).is_some(),
                Form::waiver_by => waiver.by.replace(self.first_word(child)?).is_some(),
                _ => false,
            };
            if twice {
                self.twice(form, place, "waiver");
            }
        }
        waiver.mistaken = self.mistaken_since(before);
        Some(waiver)
    }

    /// Reports a word where a waiver has a date: it has no parameters.
    fn no_day(&mut self, part: Pair<'_>) -> Option<Literal> {
        let word = part.into_inner().last()?;
        let message = format!("`{}` is no date", word.as_str());
        let at = self.exact(&word);
        self.report(Diagnostic::error(codes::BAD_WAIVER, at, message).help("write the day, such as `2026-12-31`"));
        None
    }

    pub(super) fn test(&mut self, index: usize, statement: &Statement) -> Option<Test> {
        self.needs_block(statement, "a test");
        let help = "write `test \"what it shows\" { given { … } expect … }`";
        let head = self.item_pair(statement, Form::test_head, codes::BAD_TEST, "this test cannot be read", help);
        let name = match head {
            Some(head) => self.first_text(head)?,
            None => Text { span: self.at(statement.start, statement.start), long: false },
        };
        let outline = self.outline;
        let mut clauses = Vec::new();
        let mut inner = index + 1;
        while inner < statement.after as usize
            && let Some(clause) = outline.statements.get(inner)
        {
            let clause_tree = self.test_clause(inner, clause);
            if let Some(TestClause::AsOf(_, span)) = clause_tree
                && clauses.iter().any(|one| matches!(one, TestClause::AsOf(..)))
            {
                self.report(
                    Diagnostic::error(codes::DUPLICATE_MODIFIER, span, "this test has a date already")
                        .help("write a test for each date"),
                );
            } else {
                clauses.extend(clause_tree);
            }
            inner = clause.after as usize;
        }
        Some(Test { docs: self.docs(statement), name, clauses, span: self.whole(statement) })
    }

    pub(super) fn fixture(&mut self, index: usize, statement: &Statement) -> Option<Fixture> {
        self.needs_block(statement, "a fixture");
        let help = "write `given NAME { … }`, and `given NAME` in each test that uses it";
        let message = "this fixture cannot be read";
        let head = self.item_pair(statement, Form::fixture_head, codes::BAD_FIXTURE, message, help)?;
        Some(Fixture {
            docs: self.docs(statement),
            name: self.first_word(head)?,
            lines: self.lines(index + 1..statement.after as usize),
            span: self.whole(statement),
        })
    }

    fn test_clause(&mut self, index: usize, statement: &Statement) -> Option<TestClause> {
        let help = "write `given { … }`, `as of DATE`, `expect RULE broken by KIND ID` or `expect RULE kept`, \
                    each on a line of its own or after a `;`";
        let message = "this is no clause of a test";
        let pair = self.item_pair(statement, Form::test_clause, codes::BAD_TEST_CLAUSE, message, help)?;
        let span = self.whole(statement);
        let inner = pair.into_inner().next()?;
        if inner.as_rule() != Form::given {
            self.no_block(statement, "this clause");
        }
        match inner.as_rule() {
            Form::given => {
                let fixture = self.first_word(inner);
                match (fixture, statement.block) {
                    (None, _) => self.needs_block(statement, "`given` without a fixture"),
                    (Some(_), Some((open, _))) => self.report(
                        Diagnostic::error(
                            codes::UNEXPECTED_BLOCK,
                            self.at(open, open + 1),
                            "a fixture is not declared within a test",
                        )
                        .help("write `given NAME { … }` outside the test, or `given { … }` without a name in it"),
                    ),
                    (Some(_), None) => {}
                }
                let lines = self.lines(index + 1..statement.after as usize);
                Some(TestClause::Given { fixture, lines, span })
            }
            Form::as_of => self.first_literal(inner).map(|date| TestClause::AsOf(date, span)),
            Form::expect_diagnostic => self.first_word(inner).map(|slug| TestClause::ExpectDiagnostic(slug, span)),
            _ => {
                let rule = self.rule_name(part(inner.clone(), Form::rule_name)?);
                let verdict = self.word(&part(inner.clone(), Form::verdict)?);
                let by = match part(inner, Form::noun) {
                    Some(noun) => Some(self.noun(noun)?),
                    None => None,
                };
                Some(TestClause::Expect { rule, verdict, by, span })
            }
        }
    }

    pub(super) fn use_item(&mut self, statement: &Statement) -> Option<Use> {
        self.no_block(statement, "a use");
        self.use_of(statement, Form::use_item)
    }

    /// A use, read with or without its keyword.
    pub(super) fn use_of(&mut self, statement: &Statement, form: Form) -> Option<Use> {
        let help = "write `use PACK with (parameter value)`, `use PACK/RULE as should`, `use PACK without RULE` or `use \"files\"`";
        let head = self.item_pair(statement, form, codes::BAD_USE, "this use cannot be read", help)?;
        let mut used = Use {
            docs: self.docs(statement),
            what: UseWhat::Files(Text { span: self.at(statement.start, statement.end), long: false }),
            with: Vec::new(),
            without: Vec::new(),
            modal: None,
            span: self.at(statement.start, statement.end),
        };
        let mut sound = true;
        for child in head.into_inner() {
            let place = child.clone().into_inner().next().map_or_else(|| self.span(&child), |word| self.exact(&word));
            let form = child.as_rule();
            let mut twice = false;
            match form {
                Form::use_files => used.what = UseWhat::Files(self.first_text(child)?),
                Form::rule_name => used.what = UseWhat::Pack(self.rule_name(child)),
                Form::use_with => {
                    twice = !used.with.is_empty();
                    for setting in child.into_inner().filter(|one| one.as_rule() == Form::setting) {
                        used.with.push(self.setting(setting)?);
                    }
                }
                Form::use_without => {
                    twice = !used.without.is_empty();
                    used.without.extend(self.words(child));
                }
                Form::use_as => {
                    let word = child.into_inner().find(|one| one.as_rule() == Form::modal || is_word(one))?;
                    let span = self.exact(&word);
                    twice = used.modal.replace(Word { span, quoted: false }).is_some();
                    sound &= self.use_modal(span);
                }
                _ => {}
            }
            if twice {
                self.twice(form, place, "use");
                sound = false;
            } else if matches!(form, Form::use_with | Form::use_without | Form::use_as) {
                sound &= self.use_part(&used.what, form, place);
            }
        }
        if let UseWhat::Pack(name) = &used.what
            && name.parts.len() + usize::from(name.all) > 2
        {
            let message = "this names neither a policy nor a rule";
            let help = "write `use POLICY`, or `use POLICY/RULE` for one rule of it";
            self.report(Diagnostic::error(codes::BAD_USE, name.span, message).help(help));
            sound = false;
        }
        sound.then_some(used)
    }

    /// `as` is followed by how strongly the rules speak.
    fn use_modal(&mut self, span: Span) -> bool {
        let word = self.slice(span.start, span.end);
        if ["must", "should", "could"].iter().any(|modal| modal.eq_ignore_ascii_case(word)) {
            return true;
        }
        let help = if word.eq_ignore_ascii_case("may") {
            "`must` is what makes a finding an error, after `no … may` as well"
        } else if word.eq_ignore_ascii_case("off") {
            "to leave a rule out, write `without` and its label"
        } else {
            "write `as must` for errors, `as should` for warnings or `as could` for notes"
        };
        self.report(Diagnostic::error(codes::BAD_USE, span, format!("no rule can speak as `{word}`")).help(help));
        false
    }

    /// Whether a part fits what is used: files are taken as they are, and one rule has no rules to leave out.
    fn use_part(&mut self, what: &UseWhat, form: Form, place: Span) -> bool {
        let (message, help) = match what {
            UseWhat::Files(_) => (
                "files are used as they are",
                "say it of a policy in them: `use POLICY with (…)`, `use POLICY without RULE`, `use POLICY/RULE as should`",
            ),
            UseWhat::Pack(name) if name.parts.len() > 1 && form != Form::use_as => (
                "this is said of a policy, and the use names one rule of it",
                "write it in a `use` of the whole policy: `use POLICY with (…)`, `use POLICY without RULE`",
            ),
            UseWhat::Pack(_) => return true,
        };
        self.report(Diagnostic::error(codes::BAD_USE, place, message).help(help));
        false
    }

    fn setting(&self, pair: Pair<'_>) -> Option<(Word, Value)> {
        let mut children = pair.into_inner();
        let name = self.word(&children.next()?);
        Some((name, self.setting_value(&children.next()?)?))
    }
}
