//! Items of a file: which form each has, and policies with their rules.

use bellwether_grammar::Rule as Form;

use super::words::is_word;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::outline::Statement;
use crate::tree::{Item, Parameter, Policy, Rule, RuleName, TypeExpression, Value, Word};

impl<'t> Reader<'t, '_> {
    /// All items of the file.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let outline = self.outline;
        let mut items = Vec::new();
        // Declarations that stand together are read together.
        let mut declared = 0..0;
        let mut index = 0;
        while let Some(statement) = outline.statements.get(index) {
            let after = statement.after as usize;
            let keyword = self.keyword(statement);
            if keyword.is_none() {
                declared = if declared.is_empty() { index..after } else { declared.start..after };
            } else {
                let lines = self.lines(std::mem::replace(&mut declared, 0..0));
                items.extend(lines.into_iter().map(Item::Declaration));
                items.extend(keyword.and_then(|keyword| self.item(keyword, index, statement)));
            }
            index = after;
        }
        let lines = self.lines(declared);
        items.extend(lines.into_iter().map(Item::Declaration));
        items
    }

    /// The word that says which form an item has; none for declarations.
    pub(super) fn keyword(&self, statement: &Statement) -> Option<&'static str> {
        let word = self.leading_word(statement);
        let Some(word) = word else { return Some("") };
        let text = self.slice(word.span.start, word.span.end);
        if self.slice(word.span.end, statement.end).trim_start().starts_with(':') {
            return Some("");
        }
        ["kind", "extend", "define", "policy", "waive", "use", "test", "given"]
            .into_iter()
            .find(|one| text.eq_ignore_ascii_case(one))
    }

    fn item(&mut self, keyword: &str, index: usize, statement: &Statement) -> Option<Item> {
        match keyword {
            "kind" | "extend" => self.kind(index, statement).map(Item::Kind),
            "define" => self.definition(statement).map(Item::Definition),
            "policy" => self.policy(index, statement).map(Item::Policy),
            "waive" => self.waiver(statement).map(Item::Waiver),
            "use" => self.use_item(statement).map(Item::Use),
            "test" => self.test(index, statement).map(Item::Test),
            "given" => self.fixture(index, statement).map(Item::Fixture),
            _ => {
                self.no_item(statement);
                None
            }
        }
    }

    fn no_item(&mut self, statement: &Statement) {
        if statement.broken {
            return;
        }
        let text = self.slice(statement.start, statement.end);
        if let Some(word) = self.leading_word(statement) {
            let message = format!("the rule `{}` stands outside a policy", self.slice(word.span.start, word.span.end));
            self.report(
                Diagnostic::error(codes::EXPECTED_ITEM, word.span, message)
                    .help("write it in the block of a policy: `policy ID { … }`"),
            );
            return;
        }
        let span = if text.is_empty() {
            statement.block.map_or_else(|| self.whole(statement), |(open, _)| self.at(open, open + 1))
        } else {
            self.first_token(statement.start, statement.end)
        };
        let found = self.slice(span.start, span.end);
        self.report(Diagnostic::error(codes::EXPECTED_ITEM, span, format!("`{found}` begins no item")).help(
            "an item begins with `policy`, `kind`, `define`, `waive`, `test`, `given`, `use` or a kind of the model",
        ));
    }

    /// Reports a block where none belongs.
    pub(super) fn no_block(&mut self, statement: &Statement, what: &str) {
        if let Some((open, _)) = statement.block {
            let span = self.at(open, open + 1);
            self.report(
                Diagnostic::error(codes::UNEXPECTED_BLOCK, span, format!("{what} has no block"))
                    .help("take the block away"),
            );
        }
    }

    /// Reports a missing block.
    pub(super) fn needs_block(&mut self, statement: &Statement, what: &str) {
        if statement.block.is_none() && !statement.broken {
            let span = self.at(statement.start, statement.end);
            self.report(
                Diagnostic::error(codes::EXPECTED_BLOCK, span, format!("{what} has a block"))
                    .help("write `{ … }` after it"),
            );
        }
    }

    fn policy(&mut self, index: usize, statement: &Statement) -> Option<Policy> {
        self.needs_block(statement, "a policy");
        let mut policy = Policy {
            docs: self.docs(statement),
            id: self.second_word(statement)?,
            title: None,
            parameters: Vec::new(),
            rules: Vec::new(),
            unread: Vec::new(),
            span: self.whole(statement),
        };
        let head = self.item_pair(
            statement,
            Form::policy_head,
            codes::BAD_POLICY,
            "this policy cannot be read",
            "write `policy ID \"title\" with (parameters) { … }`",
        );
        if let Some(head) = head
            && self.policy_head(head, &mut policy).is_none()
        {
            self.unreadable(statement);
        }
        self.rules(index + 1..statement.after as usize, &mut policy);
        Some(policy)
    }

    /// Runs the entry rule of an item; what fails is reported under a code.
    pub(super) fn item_pair(
        &mut self,
        statement: &Statement,
        rule: Form,
        code: crate::diagnostic::Code,
        message: &str,
        help: &str,
    ) -> Option<Pair<'t>> {
        if statement.broken {
            return None;
        }
        let (start, end) = (statement.start, statement.end);
        match self.run(rule, start, end) {
            Ok(pair) => Some(pair),
            Err(failure) => {
                let diagnostic = self.item_mistake(statement, &failure, code, message, help);
                self.report(diagnostic);
                None
            }
        }
    }

    /// The word after the first: the id of an item whose head may be broken.
    fn second_word(&self, statement: &Statement) -> Option<Word> {
        let first = self.leading_word(statement)?;
        let rest = self.slice(first.span.end, statement.end);
        let lead = rest.len() - rest.trim_start().len();
        let start = first.span.end + u32::try_from(lead).ok()?;
        let second = Statement { start, ..statement.clone() };
        Some(self.leading_word(&second).unwrap_or(first))
    }

    fn policy_head(&mut self, pair: Pair<'_>, policy: &mut Policy) -> Option<()> {
        for child in pair.into_inner() {
            match child.as_rule() {
                Form::word | Form::quoted => policy.id = self.word(&child),
                Form::text_short | Form::text_long => policy.title = Some(self.text(&child)),
                Form::parameters => {
                    for one in child.into_inner() {
                        policy.parameters.push(self.parameter(one)?);
                    }
                }
                _ => {}
            }
        }
        Some(())
    }

    fn parameter(&mut self, pair: Pair<'_>) -> Option<Parameter> {
        let span = self.span(&pair);
        let (mut name, mut ty, mut default) = (None::<Word>, None::<TypeExpression>, None);
        for child in pair.into_inner() {
            match child.as_rule() {
                Form::type_expression => ty = Some(self.type_expression(child)?),
                Form::parameter_value | Form::parameter_default => {
                    default = self.setting_value(&child.into_inner().next()?);
                }
                _ if is_word(&child) => name = Some(self.word(&child)),
                _ => {}
            }
        }
        Some(Parameter { name: name?, ty, default, span })
    }

    /// A literal or a word as a value.
    pub(super) fn setting_value(&self, pair: &Pair<'_>) -> Option<Value> {
        match self.literal(pair) {
            Some(literal) => Some(Value::Literal(literal)),
            None if is_word(pair) || pair.as_rule() == Form::yes_no => Some(Value::Word(self.word(pair))),
            None => None,
        }
    }

    /// The rules in a policy; what is broken is reported and left out.
    fn rules(&mut self, range: std::ops::Range<usize>, policy: &mut Policy) {
        let outline = self.outline;
        let mut index = range.start;
        while index < range.end
            && let Some(statement) = outline.statements.get(index)
        {
            let label = self.label(statement);
            match self.rule(statement, label) {
                Some(rule) => policy.rules.push(rule),
                None => policy.unread.push(label.map(|(label, _)| label)),
            }
            index = statement.after as usize;
        }
    }

    fn rule(&mut self, statement: &Statement, label: Option<(Word, u32)>) -> Option<Rule> {
        self.no_block(statement, "a rule");
        if statement.broken {
            return None;
        }
        let Some((label, body)) = label else {
            let span = self.first_token(statement.start, statement.end);
            let found = self.slice(span.start, span.end);
            self.report(
                Diagnostic::error(
                    codes::EXPECTED_RULE_LABEL,
                    span,
                    format!("a rule begins with a label, not with `{found}`"),
                )
                .help("write `label: sentence`, such as `guarded: every kpi must have a counter`"),
            );
            return None;
        };
        if self.slice(body, statement.end).trim().is_empty() {
            let name = self.slice(label.span.start, label.span.end);
            self.report(
                Diagnostic::error(codes::EXPECTED_SENTENCE, label.span, format!("the rule `{name}` says nothing"))
                    .help("write a sentence after the colon, such as `every kpi must have a counter`"),
            );
            return None;
        }
        match self.run(Form::rule_entry, body, statement.end) {
            Ok(pair) => {
                let before = self.diagnostics.len();
                let read = self.rule_body(pair);
                let Some((sentence, modifiers)) = read else {
                    self.unreadable(statement);
                    return None;
                };
                Some(Rule {
                    docs: self.docs(statement),
                    label,
                    sentence,
                    modifiers,
                    mistaken: self.mistaken_since(before),
                    span: self.at(statement.start, statement.end),
                })
            }
            Err(failure) => {
                let diagnostic = self.sentence_mistake(body, statement.end, &failure);
                self.report(diagnostic);
                None
            }
        }
    }

    /// The label of a rule and where its sentence begins.
    fn label(&self, statement: &Statement) -> Option<(Word, u32)> {
        let word = self.leading_word(statement)?;
        let rest = self.slice(word.span.end, statement.end);
        let colon = rest
            .find(|c: char| c != ' ' && c != '\t')
            .filter(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with(':')))?;
        Some((word, word.span.end + u32::try_from(colon).ok()? + 1))
    }

    /// A `rule_name` pair.
    pub(super) fn rule_name(&self, pair: Pair<'_>) -> RuleName {
        let span = self.span(&pair);
        let (mut parts, mut all) = (Vec::new(), false);
        for child in pair.into_inner() {
            if is_word(&child) {
                parts.push(self.word(&child));
            } else {
                all |= child.as_rule() == Form::rule_all;
            }
        }
        RuleName { parts, all, span }
    }
}
