//! Lines of the model: declarations and attributes, many in one run of the grammar.
//!
//! The outline knows already which line stands in which block, so the grammar reads the heads of many lines as if
//! there were no blocks. Where that fails, each line is read by itself, and only the broken ones are lost.

use std::ops::Range;

use bellwether_grammar::{BellwetherParser, Rule};
use pest::Parser;

use super::words::{bound_words, is_text, is_word};
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::outline::Statement;
use crate::source::Span;
use crate::tree::{Factor, Formula, Line, LineValue, Sign, Value, ValueBound, ValueField, Word};

/// Bytes of text that go to pest in one run: enough to spread its costs, little enough to keep its queue small.
const RUN_BYTES: u32 = 8 * 1024;

/// A line without its block.
struct Head {
    word: Word,
    values: Vec<LineValue>,
}

impl Reader<'_, '_> {
    /// The lines of these statements, which are whole blocks or top items.
    pub(super) fn lines(&mut self, range: Range<usize>) -> Vec<Line> {
        let outline = self.outline;
        let statements = outline.statements.get(range.clone()).unwrap_or_default();
        let mut heads = Vec::with_capacity(statements.len());
        let mut rest = statements;
        while let Some(first) = rest.first() {
            let fits = |statement: &&Statement| !statement.broken && statement.end - first.start <= RUN_BYTES;
            let count = rest.iter().take_while(fits).count().max(1);
            let (run, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            if !self.read_run(run, &mut heads) {
                for statement in run {
                    let head = self.read_line(statement);
                    heads.push(head);
                }
            }
            rest = after;
        }
        self.assemble(range, &mut heads.into_iter())
    }

    /// Puts the lines into their blocks. The outline bounds the depth.
    fn assemble(&self, range: Range<usize>, heads: &mut std::vec::IntoIter<Option<Head>>) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut index = range.start;
        while index < range.end
            && let Some(statement) = self.outline.statements.get(index)
            && let Some(head) = heads.next()
        {
            let inner = self.assemble(index + 1..statement.after as usize, heads);
            if let Some(Head { word, values }) = head {
                let body = statement.block.map(|_| inner);
                lines.push(Line { docs: self.docs(statement), head: word, values, body, span: self.whole(statement) });
            }
            index = statement.after as usize;
        }
        lines
    }

    /// Reads many lines at once; false, with nothing added, unless each was read just as the outline has it.
    fn read_run(&mut self, run: &[Statement], heads: &mut Vec<Option<Head>>) -> bool {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return true };
        self.base = first.start;
        let text = self.slice(first.start, last.end);
        let Ok(mut pairs) = BellwetherParser::parse(Rule::line_run, text) else { return false };
        let Some(whole) = pairs.next() else { return false };
        let (heads_before, said_before) = (heads.len(), self.diagnostics.len());
        let mut statements = run.iter();
        for pair in whole.into_inner().filter(|pair| pair.as_rule() == Rule::line) {
            let span = self.exact(&pair);
            let fits = statements.next().is_some_and(|one| one.start == span.start && one.end == span.end);
            let head = if fits { self.head(pair) } else { None };
            if head.is_none() {
                break;
            }
            heads.push(head);
        }
        let read = heads.len() - heads_before == run.len();
        if !read {
            heads.truncate(heads_before);
            self.diagnostics.truncate(said_before);
        }
        read
    }

    /// Reads one line by itself. Of a broken line its first word is kept, so that its block is not lost.
    fn read_line(&mut self, statement: &Statement) -> Option<Head> {
        if !statement.broken {
            match self.run(Rule::line_entry, statement.start, statement.end) {
                Ok(pair) => {
                    let head =
                        pair.into_inner().find(|child| child.as_rule() == Rule::line).and_then(|line| self.head(line));
                    if head.is_some() {
                        return head;
                    }
                    self.unreadable(statement);
                }
                Err(failure) => {
                    let diagnostic = self.line_mistake(statement, &failure);
                    self.report(diagnostic);
                }
            }
        }
        let word = self.leading_word(statement)?;
        let hole = Span { start: word.span.end, end: statement.end.max(word.span.end), ..word.span };
        let value =
            LineValue { bound: None, value: Some(Value::Hole(hole)), label: None, fields: Vec::new(), span: hole };
        Some(Head { word, values: vec![value] })
    }

    /// The word that a statement begins with, found without the grammar.
    pub(super) fn leading_word(&self, statement: &Statement) -> Option<Word> {
        let text = self.slice(statement.start, statement.end);
        let starts = text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let long = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(text.len());
        let end = statement.start + u32::try_from(long).ok()?;
        starts.then(|| Word { span: self.at(statement.start, end), quoted: false })
    }

    fn head(&mut self, pair: Pair<'_>) -> Option<Head> {
        let mut children = pair.into_inner();
        let word = self.word(&children.next()?);
        let mut values = Vec::with_capacity(children.len());
        for child in children {
            values.push(self.line_value(child)?);
        }
        Some(Head { word, values })
    }

    fn line_value(&mut self, pair: Pair<'_>) -> Option<LineValue> {
        let span = self.exact(&pair);
        let mut value = LineValue { bound: None, value: None, label: None, fields: Vec::new(), span };
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::value => value.value = Some(self.value(child)?),
                Rule::text_short | Rule::text_long => value.label = Some(self.text(&child)),
                Rule::value_field => {
                    let field = self.value_field(child)?;
                    if self.is_field(field.name) {
                        value.fields.push(field);
                    }
                }
                _ => value.bound = Some(self.value_bound(child)?),
            }
        }
        Some(value)
    }

    fn value_bound(&mut self, pair: Pair<'_>) -> Option<ValueBound> {
        if pair.as_rule() == Rule::value_between {
            let low = pair.into_inner().find(|child| child.as_rule() == Rule::value)?;
            return self.value(low).map(ValueBound::Between);
        }
        bound_words(pair.as_str()).map(ValueBound::One)
    }

    fn value_field(&mut self, pair: Pair<'_>) -> Option<ValueField> {
        let span = self.exact(&pair);
        let (mut name, mut bound) = (None, None);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::word | Rule::quoted => name = Some(self.word(&child)),
                Rule::value => {
                    let name = name?;
                    return Some(ValueField { name, bound, value: self.value(child)?, span });
                }
                _ => bound = Some(self.value_bound(child)?),
            }
        }
        None
    }

    /// Whether a word can name a field: `drives a and b` would be read as a field `and`, which is told.
    fn is_field(&mut self, name: Word) -> bool {
        let text = self.slice(name.span.start, name.span.end);
        let joins = !name.quoted && (text.eq_ignore_ascii_case("and") || text.eq_ignore_ascii_case("or"));
        if joins {
            self.report(
                Diagnostic::error(codes::STRAY_TOKEN, name.span, format!("`{text}` stands between values"))
                    .help("values of an attribute are parted by commas"),
            );
        }
        !joins
    }

    /// A `value` or `value_inside` pair: one value, or a formula.
    pub(super) fn value(&mut self, pair: Pair<'_>) -> Option<Value> {
        let span = self.exact(&pair);
        let mut children = pair.into_inner();
        if children.len() == 1 {
            return self.operand(children.next()?);
        }
        self.formula(children, span).map(|formula| Value::Formula(formula, span))
    }

    fn operand(&mut self, pair: Pair<'_>) -> Option<Value> {
        if is_word(&pair) {
            return Some(Value::Word(self.word(&pair)));
        }
        if pair.as_rule() != Rule::list {
            return self.literal(&pair).map(Value::Literal);
        }
        let span = self.exact(&pair);
        let mut values = Vec::new();
        for child in pair.into_inner().filter(|child| child.as_rule() == Rule::value_inside) {
            values.push(self.value(child)?);
        }
        // `(a + b)` is a formula in brackets, `(a)` a list of one.
        if values.len() == 1
            && let Some(Value::Formula(_, place)) = values.first_mut()
        {
            *place = span;
            return values.pop();
        }
        Some(Value::List(values, span))
    }

    /// Operands with operators between them, `*` and `/` binding closer.
    fn formula<'p>(&mut self, pairs: impl Iterator<Item = Pair<'p>>, span: Span) -> Option<Formula> {
        let mut terms: Vec<(Sign, Vec<(Factor, Formula)>)> = vec![(Sign::Plus, Vec::new())];
        let mut factor = Factor::Times;
        for pair in pairs {
            if pair.as_rule() != Rule::value_op {
                let operand = self.formula_operand(pair, span)?;
                let used = std::mem::replace(&mut factor, Factor::Times);
                terms.last_mut()?.1.push((used, operand));
                continue;
            }
            match pair.as_str() {
                "+" => terms.push((Sign::Plus, Vec::new())),
                "-" => {
                    self.check_minus(&pair);
                    terms.push((Sign::Minus, Vec::new()));
                }
                "/" => factor = Factor::Over,
                _ => factor = Factor::Times,
            }
        }
        let mut sum: Vec<(Sign, Formula)> = Vec::with_capacity(terms.len());
        for (sign, mut product) in terms {
            let term = if product.len() == 1 { product.pop()?.1 } else { Formula::Product(product) };
            sum.push((sign, term));
        }
        if sum.len() == 1 { sum.pop().map(|(_, term)| term) } else { Some(Formula::Sum(sum)) }
    }

    /// `a- b` is neither a word nor a difference.
    fn check_minus(&mut self, pair: &Pair<'_>) {
        let span = self.exact(pair);
        if !self.slice(span.start.saturating_sub(1), span.start).starts_with([' ', '\t', '\r', '\n']) {
            self.report(
                Diagnostic::error(codes::MINUS_NEEDS_SPACES, span, "a minus has a space on both sides")
                    .help("write `a - b`; without spaces `a-b` is one word"),
            );
        }
    }

    fn formula_operand(&mut self, pair: Pair<'_>, whole: Span) -> Option<Formula> {
        let (place, text) = (self.exact(&pair), is_text(&pair));
        match self.operand(pair)? {
            Value::Word(word) => Some(Formula::Metric(word)),
            Value::Literal(literal) if !text => Some(Formula::Number(literal)),
            Value::Formula(formula, _) => Some(formula),
            Value::List(values, _) => match values.as_slice() {
                [Value::Word(word)] => Some(Formula::Metric(*word)),
                [Value::Literal(literal)] => Some(Formula::Number(*literal)),
                _ => Some(self.not_in_formula(place, whole)),
            },
            _ => Some(self.not_in_formula(place, whole)),
        }
    }

    fn not_in_formula(&mut self, place: Span, whole: Span) -> Formula {
        self.report(
            Diagnostic::error(codes::EXPECTED_VALUE, place, "this cannot be calculated with")
                .also(whole, "in this formula")
                .help("a formula holds metrics, numbers, `+ - * /` and brackets"),
        );
        Formula::Sum(Vec::new())
    }
}
