//! A compact, readable form of the tree for snapshots: words as written, nodes in brackets.

#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::unused_self,
    reason = "a printer for tests: short code is worth more than speed"
)]

use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::*;
use bellwether_syntax::{Parse, Span};

pub(crate) fn dump(text: &str, parse: &Parse) -> String {
    let dump = Dump { text };
    let mut out = String::new();
    for item in &parse.file.items {
        out.push_str(&dump.item(item));
        out.push('\n');
    }
    for diagnostic in &parse.diagnostics {
        let at = bellwether_syntax::source::position_at(text, diagnostic.primary.span.start);
        let found = text_at(text, diagnostic.primary.span);
        out.push_str(&format!(
            "{}[{}] {}:{} {found:?}: {}",
            diagnostic.severity.as_str(),
            diagnostic.code,
            at.line,
            at.column,
            diagnostic.message
        ));
        if !diagnostic.primary.message.is_empty() {
            out.push_str(&format!(" ({})", diagnostic.primary.message));
        }
        for label in &diagnostic.related {
            out.push_str(&format!("\n  also {:?}: {}", text_at(text, label.span), label.message));
        }
        if let Some(help) = &diagnostic.help {
            out.push_str(&format!("\n  help: {help}"));
        }
        out.push('\n');
    }
    out
}

struct Dump<'t> {
    text: &'t str,
}

impl Dump<'_> {
    fn at(&self, span: Span) -> String {
        text_at(self.text, span).to_owned()
    }
    fn word(&self, word: &Word) -> String {
        if word.quoted { format!("`{}`", self.at(word.span)) } else { self.at(word.span) }
    }
    fn words(&self, words: &[Word]) -> String {
        words.iter().map(|word| self.word(word)).collect::<Vec<_>>().join(" ")
    }
    fn txt(&self, text: &Text) -> String {
        format!("{:?}", self.at(text.span))
    }
    fn lit(&self, literal: &Literal) -> String {
        match literal.kind {
            LiteralKind::Text | LiteralKind::LongText => format!("{:?}", self.at(literal.span)),
            kind => format!("{}:{kind:?}", self.at(literal.span)),
        }
    }
    fn docs(&self, docs: &[Span]) -> String {
        docs.iter().map(|doc| format!("## {}\n", self.at(*doc))).collect()
    }
    fn item(&self, item: &Item) -> String {
        match item {
            Item::Kind(kind) => {
                let mut out = format!(
                    "{}(kind {}{}",
                    self.docs(&kind.docs),
                    if kind.extends { "+" } else { "" },
                    self.word(&kind.name)
                );
                if let Some(parent) = &kind.parent {
                    out += &format!(" is {}", self.word(parent));
                }
                if let Some(plural) = &kind.plural {
                    out += &format!(" plural {}", self.word(plural));
                }
                if let Some(label) = &kind.label {
                    out += &format!(" {}", self.txt(label));
                }
                for attribute in &kind.attributes {
                    out += &format!("\n  {}", self.attribute(attribute));
                }
                out + ")"
            }
            Item::Definition(definition) => {
                let head = format!(
                    "{}(define {} {}",
                    self.docs(&definition.docs),
                    self.word(&definition.kind),
                    self.word(&definition.name)
                );
                match &definition.meaning {
                    Meaning::Adjective(condition) => format!("{head} when {})", self.condition(condition)),
                    Meaning::Derived(cases) => {
                        let mut out = head + " as";
                        for (value, condition) in &cases.cases {
                            out += &format!(" [{} when {}]", self.expr(value), self.condition(condition));
                        }
                        if let Some(value) = &cases.otherwise {
                            out += &format!(" {}", self.expr(value));
                        }
                        out + ")"
                    }
                }
            }
            Item::Declaration(line) => self.line(line, 0),
            Item::Policy(policy) => {
                let mut out = format!("{}(policy {}", self.docs(&policy.docs), self.word(&policy.id));
                if let Some(title) = &policy.title {
                    out += &format!(" {}", self.txt(title));
                }
                for one in &policy.parameters {
                    out += &format!(" (param {}", self.word(&one.name));
                    if let Some(ty) = &one.ty {
                        out += &format!(" {}", self.ty(ty));
                    }
                    if let Some(value) = &one.default {
                        out += &format!(" = {}", self.value(value));
                    }
                    out += ")";
                }
                for rule in &policy.rules {
                    out += &format!(
                        "\n  {}{}: {}{}",
                        self.docs(&rule.docs),
                        self.word(&rule.label),
                        self.sentence(&rule.sentence),
                        self.modifiers(&rule.modifiers)
                    );
                }
                out + ")"
            }
            Item::Waiver(waiver) => {
                let mut out = format!("{}(waive {}", self.docs(&waiver.docs), self.rule_name(&waiver.rule));
                if let Some(target) = &waiver.target {
                    out += &format!(" for {}", self.noun(target));
                }
                for (name, date) in [("from", &waiver.from), ("until", &waiver.until)] {
                    if let Some(date) = date {
                        out += &format!(" {name} {}", self.lit(date));
                    }
                }
                if let Some(text) = &waiver.because {
                    out += &format!(" because {}", self.txt(text));
                }
                if let Some(by) = &waiver.by {
                    out += &format!(" by {}", self.word(by));
                }
                out + ")"
            }
            Item::Test(test) => {
                let mut out = format!("{}(test {}", self.docs(&test.docs), self.txt(&test.name));
                for clause in &test.clauses {
                    out += "\n  ";
                    out += &match clause {
                        TestClause::Given { fixture, lines, .. } => format!(
                            "given{}{}",
                            fixture.map_or(String::new(), |word| format!(" {}", self.word(&word))),
                            lines.iter().map(|line| format!("\n{}", self.line(line, 2))).collect::<String>()
                        ),
                        TestClause::AsOf(date, _) => format!("as of {}", self.lit(date)),
                        TestClause::Expect { rule, verdict, by, .. } => format!(
                            "expect {} {}{}",
                            self.rule_name(rule),
                            self.word(verdict),
                            by.as_ref().map_or(String::new(), |by| format!(" by {}", self.noun(by)))
                        ),
                        TestClause::ExpectDiagnostic(slug, _) => format!("expect diagnostic {}", self.word(slug)),
                    };
                }
                out + ")"
            }
            Item::Fixture(fixture) => {
                let lines = fixture.lines.iter().map(|line| format!("\n{}", self.line(line, 1))).collect::<String>();
                format!("{}(fixture {}{lines})", self.docs(&fixture.docs), self.word(&fixture.name))
            }
            Item::Use(one) => {
                let what = match &one.what {
                    UseWhat::Pack(name) => self.rule_name(name),
                    UseWhat::Files(text) => self.txt(text),
                };
                let mut out = format!("{}(use {what}", self.docs(&one.docs));
                for (name, value) in &one.with {
                    out += &format!(" with {}={}", self.word(name), self.value(value));
                }
                for name in &one.without {
                    out += &format!(" without {}", self.word(name));
                }
                if let Some(modal) = &one.modal {
                    out += &format!(" as {}", self.word(modal));
                }
                out + ")"
            }
        }
    }
    fn rule_name(&self, name: &RuleName) -> String {
        let parts: Vec<_> = name.parts.iter().map(|part| self.word(part)).collect();
        parts.join("/") + if name.all { "/*" } else { "" }
    }
    fn attribute(&self, one: &AttributeDeclaration) -> String {
        let mut out = format!(
            "{}{}{} {}",
            self.docs(&one.docs),
            self.word(&one.name),
            if one.many { " many" } else { "" },
            self.ty(&one.ty)
        );
        if !one.fields.is_empty() {
            out += &format!(
                " with ({})",
                one.fields.iter().map(|field| self.attribute(field)).collect::<Vec<_>>().join(", ")
            );
        }
        if one.required {
            out += " required";
        }
        if one.within {
            out += " within";
        }
        if let Some(word) = &one.inverse {
            out += &format!(" inverse {}", self.word(word));
        }
        if let Some((plain, participle)) = &one.verb {
            out += &format!(" verb {}", self.word(plain));
            if let Some(word) = participle {
                out += &format!(", {}", self.word(word));
            }
        }
        if let Some(word) = &one.plural {
            out += &format!(" plural {}", self.word(word));
        }
        if let Some(word) = &one.singular {
            out += &format!(" singular {}", self.word(word));
        }
        if let Some(text) = &one.label {
            out += &format!(" {}", self.txt(text));
        }
        out
    }
    fn ty(&self, ty: &TypeExpression) -> String {
        match ty {
            TypeExpression::Named(word) => self.word(word),
            TypeExpression::YesOrNo(_) => "yes-or-no".into(),
            TypeExpression::OneOf(words, _) => format!("one-of({})", self.words(words)),
            TypeExpression::Hole(_) => "HOLE".into(),
        }
    }
    fn line(&self, line: &Line, depth: usize) -> String {
        let pad = "  ".repeat(depth);
        let mut out = String::new();
        for doc in &line.docs {
            out += &format!("{pad}## {}\n", self.at(*doc));
        }
        out += &format!("{pad}{}", self.word(&line.head));
        let values: Vec<_> = line.values.iter().map(|value| self.line_value(value)).collect();
        if !values.is_empty() {
            out += &format!(" {}", values.join(", "));
        }
        if let Some(body) = &line.body {
            out += " {";
            for inner in body {
                out += &format!("\n{}", self.line(inner, depth + 1));
            }
            out += "}";
        }
        out
    }
    fn line_value(&self, one: &LineValue) -> String {
        let mut parts = Vec::new();
        if let Some(bound) = &one.bound {
            parts.push(self.value_bound(bound));
        }
        if let Some(value) = &one.value {
            parts.push(self.value(value));
        }
        if let Some(label) = &one.label {
            parts.push(format!("label {}", self.txt(label)));
        }
        for field in &one.fields {
            let bound = field.bound.as_ref().map_or(String::new(), |bound| self.value_bound(bound) + " ");
            parts.push(format!("[{} {bound}{}]", self.word(&field.name), self.value(&field.value)));
        }
        parts.join(" ")
    }
    fn value_bound(&self, bound: &ValueBound) -> String {
        match bound {
            ValueBound::One(bound) => format!("{bound:?}"),
            ValueBound::Between(low) => format!("between {}", self.value(low)),
        }
    }
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Word(word) => self.word(word),
            Value::Literal(literal) => self.lit(literal),
            Value::Formula(formula, _) => format!("={}", self.formula(formula)),
            Value::List(values, _) => {
                format!("({})", values.iter().map(|value| self.value(value)).collect::<Vec<_>>().join(", "))
            }
            Value::Hole(span) => format!("HOLE{:?}", self.at(*span)),
        }
    }
    fn formula(&self, formula: &Formula) -> String {
        match formula {
            Formula::Metric(word) => self.word(word),
            Formula::Number(literal) => self.lit(literal),
            Formula::Sum(terms) => format!(
                "({})",
                terms
                    .iter()
                    .map(|(sign, one)| format!("{}{}", if *sign == Sign::Plus { "+" } else { "-" }, self.formula(one)))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            Formula::Product(terms) => format!(
                "({})",
                terms
                    .iter()
                    .map(|(factor, one)| format!(
                        "{}{}",
                        if *factor == Factor::Times { "*" } else { "/" },
                        self.formula(one)
                    ))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
        }
    }
    fn sentence(&self, one: &Sentence) -> String {
        let scope = match &one.scope {
            Some(Scope::In(noun)) => format!("(in {}) ", self.noun(noun)),
            Some(Scope::For(noun)) => format!("(for {}) ", self.noun(noun)),
            None => String::new(),
        };
        let second = one.subject.second.as_ref().map_or(String::new(), |word| format!(" & {}", self.word(word)));
        let possessive = if one.subject.possessive.is_empty() {
            String::new()
        } else {
            format!(" 's {}", self.words(&one.subject.possessive))
        };
        format!(
            "{scope}{}{second}{possessive} {:?} {}",
            self.noun(&one.subject.noun),
            one.modal,
            self.predicate(&one.predicate)
        )
    }
    fn modifiers(&self, one: &Modifiers) -> String {
        let mut out = String::new();
        for (name, condition) in [("unless", &one.unless), ("when", &one.when)] {
            if let Some(condition) = condition {
                out += &format!(" {name} {}", self.condition(condition));
            }
        }
        for (name, text) in [("because", &one.because), ("suggest", &one.suggest), ("see", &one.see)] {
            if let Some(text) = text {
                out += &format!(" {name} {}", self.txt(text));
            }
        }
        for (name, date) in [("from", &one.from), ("until", &one.until)] {
            if let Some(date) = date {
                out += &format!(" {name} {}", self.value(date));
            }
        }
        if let Some((modal, date)) = &one.harden {
            out += &format!(" {modal:?} from {}", self.value(date));
        }
        out
    }
    fn noun(&self, one: &NounPhrase) -> String {
        let mut out = String::from("<");
        if let Some(quantifier) = &one.quantifier {
            out += &format!("{} ", self.quantifier(&quantifier.kind));
        }
        out += &self.words(&one.words);
        if let Some(of) = &one.of {
            out += " of ";
            out += &match &**of {
                Of::Noun(noun) => self.noun(noun),
                Of::Path(path) => self.path(path),
                Of::Bound(term) => self.term(term),
            };
        }
        if let Some(place) = &one.within {
            out += &format!(" in {}", self.expr(place));
        }
        if let Some(condition) = &one.condition {
            out += &format!(" where {}", self.condition(condition));
        }
        out + ">"
    }
    fn quantifier(&self, kind: &QuantifierKind) -> String {
        let amount = |name: &str, one: &Amount| {
            format!("{name}({}{})", self.expr(&one.value), if one.share { " share" } else { "" })
        };
        match kind {
            QuantifierKind::AtLeast(one) => amount("AtLeast", one),
            QuantifierKind::AtMost(one) => amount("AtMost", one),
            QuantifierKind::Exactly(one) => amount("Exactly", one),
            QuantifierKind::MoreThan(one) => amount("MoreThan", one),
            QuantifierKind::FewerThan(one) => amount("FewerThan", one),
            QuantifierKind::Between(low, high) => format!("{}{}", amount("Between", low), amount("", high)),
            other => format!("{other:?}"),
        }
    }
    fn list<T>(&self, list: &List<T>, show: impl Fn(&T) -> String) -> String {
        let parts: Vec<_> = list.parts.iter().map(show).collect();
        match list.connective {
            Connective::One => parts.join(" ??? "),
            Connective::And => format!("[{}]", parts.join(" & ")),
            Connective::Or => format!("[{}]", parts.join(" | ")),
        }
    }
    fn predicate(&self, one: &Predicate) -> String {
        match one {
            Predicate::List(list, _) => format!("{{{}}}", self.list(list, |part| self.predicate(part))),
            Predicate::Not(inner, _) => format!("not {}", self.predicate(inner)),
            Predicate::Verb(verb) => self.verb(verb),
        }
    }
    fn verb(&self, one: &VerbPhrase) -> String {
        match &one.kind {
            VerbKind::Be(list) => format!("be {}", self.list(list, |term| self.term(term))),
            VerbKind::Have(list) => format!("have {}", self.list(list, |noun| self.noun(noun))),
            VerbKind::Include(list) => format!("include {}", self.list(list, |value| self.expr(value))),
            VerbKind::Mention(list) => format!("mention {}", self.list(list, |text| self.value(text))),
            VerbKind::Reach { target, via } => {
                let target = match target {
                    ReachTarget::Noun(noun) => self.noun(noun),
                    ReachTarget::Itself(_) => "itself".into(),
                };
                format!("reach {target} via {}", self.words(via))
            }
            VerbKind::Share { what, with } => format!(
                "share {}{}",
                self.list(what, |path| self.path(path)),
                with.as_ref().map_or(String::new(), |noun| format!(" with {}", self.noun(noun)))
            ),
            VerbKind::Relation { verb, object } => format!("verb:{} {}", self.word(verb), self.noun(object)),
        }
    }
    fn term(&self, one: &BeTerm) -> String {
        match &one.kind {
            BeKind::Word(word) => self.word(word),
            BeKind::A(noun) => self.noun(noun),
            BeKind::Bound(bound, value) => format!("{bound:?} {}", self.expr(value)),
            BeKind::Between(low, high) => format!("between {} and {}", self.expr(low), self.expr(high)),
            BeKind::Literal(literal) => self.lit(literal),
            BeKind::Set => "SET".into(),
            BeKind::Missing => "MISSING".into(),
            BeKind::In(list) => format!("in {}", self.list(list, |value| self.expr(value))),
            BeKind::SameAs(value) => format!("same-as {}", self.expr(value)),
            BeKind::When { offset, order, date } => format!(
                "{}{order:?} {}",
                offset.as_ref().map_or(String::new(), |(bound, value)| format!("{bound:?} {} ", self.expr(value))),
                self.expr(date)
            ),
            BeKind::Within { duration, date } => format!("within {} of {}", self.expr(duration), self.expr(date)),
            BeKind::By { verb, noun } => format!("{} by {}", self.word(verb), self.noun(noun)),
        }
    }
    fn condition(&self, one: &Condition) -> String {
        match one {
            Condition::List(list, _) => format!("{{{}}}", self.list(list, |part| self.condition(part))),
            Condition::Not(inner, _) => format!("not {}", self.condition(inner)),
            Condition::Clause(clause) => format!(
                "({} {}{})",
                self.expr(&clause.subject),
                if clause.negated { "not " } else { "" },
                self.verb(&clause.verb)
            ),
            Condition::Compare(one) => format!("({} {:?} {})", self.expr(&one.left), one.op, self.expr(&one.right)),
            Condition::Bare(value) => format!("?{}", self.expr(value)),
        }
    }
    fn expr(&self, one: &Expression) -> String {
        match one {
            Expression::Path(path) => self.path(path),
            Expression::Literal(literal) => self.lit(literal),
            Expression::Sum(chain) => format!(
                "({})",
                chain
                    .operands
                    .iter()
                    .map(|(op, one)| format!("{}{}", if *op == Sign::Plus { "+" } else { "-" }, self.expr(one)))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            Expression::Product(chain) => format!(
                "({})",
                chain
                    .operands
                    .iter()
                    .map(|(op, one)| format!("{}{}", if *op == Factor::Times { "*" } else { "/" }, self.expr(one)))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            Expression::Aggregate(one) => format!("{:?}({})", one.op, self.path(&one.over)),
            Expression::Nearest(one) => format!("nearest({} via {})", self.noun(&one.noun), self.words(&one.via)),
            Expression::Bracket(inner, _) => format!("br({})", self.expr(inner)),
            Expression::Hole(_) => "HOLE".into(),
        }
    }
    fn path(&self, one: &Path) -> String {
        let mut out = match &one.root {
            PathRoot::It(_) => "it".into(),
            PathRoot::The(word, _) => format!("the-{}", self.word(word)),
            PathRoot::Word(word) => self.word(word),
            PathRoot::Named(kind, id) => format!("@{}:{}", self.word(kind), self.word(id)),
            PathRoot::Today(_) => "today".into(),
            PathRoot::Selection(one) => {
                let from = match &one.from {
                    SelectionFrom::Words(words) => self.words(words),
                    SelectionFrom::Path(path) => self.path(path),
                };
                format!(
                    "sel({from}{})",
                    one.condition
                        .as_ref()
                        .map_or(String::new(), |condition| format!(" where {}", self.condition(condition)))
                )
            }
        };
        for step in &one.steps {
            out += &format!(".{}", self.word(step));
        }
        out
    }
}
