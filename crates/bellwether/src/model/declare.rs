//! The first walk over the trees: which lines declare elements and which are attributes of them.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::{Line, LiteralKind, Text, Value, Word};
use rustc_hash::{FxHashMap, FxHashSet};

use super::codes;
use super::elements::{Draft, NewElement};
use super::intern::Interner;
use super::read::shown;
use crate::ids::{AttributeId, KindId};
use crate::near::near;
use crate::value::{LiteralValue, read_literal};
use crate::vocabulary::nouns::with_article;
use crate::vocabulary::{Holder, Vocabulary, lower};

/// A line that is an attribute of an element.
#[derive(Debug)]
pub(super) struct AttributeLine<'t> {
    /// The element, by its place.
    pub(super) element: u32,
    pub(super) attribute: AttributeId,
    pub(super) line: &'t Line,
    /// The text of its source.
    pub(super) source: &'t str,
}

/// What the first walk finds.
pub(super) struct Declared<'v, 't> {
    vocabulary: &'v Vocabulary,
    pub(super) draft: Draft,
    pub(super) texts: Interner,
    pub(super) lines: Vec<AttributeLine<'t>>,
    /// The line that declares each element, by its place; the first where it is declared twice.
    pub(super) heads: Vec<&'t Line>,
    /// Lines whose first word is a misspelt attribute: the element lacks a value that it was meant to have.
    pub(super) misspelt: Vec<(u32, AttributeId)>,
    pub(super) ghosts: FxHashSet<u32>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What first words mean in the blocks of a kind: the same few come again on every line.
    meanings: FxHashMap<(KindId, &'t str), Meaning>,
}

/// The attribute and the kind that a word may name.
type Meaning = (Option<AttributeId>, Option<KindId>);

/// The element in whose block a line stands.
#[derive(Clone, Copy)]
struct Block {
    element: u32,
    kind: KindId,
    /// Inside a declaration of an unknown kind, only lines that are declarations beyond doubt are read.
    unknown: bool,
}

impl<'v, 't> Declared<'v, 't> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            draft: Draft::default(),
            texts: Interner::default(),
            lines: Vec::new(),
            heads: Vec::new(),
            misspelt: Vec::new(),
            ghosts: FxHashSet::default(),
            diagnostics: Vec::new(),
            meanings: FxHashMap::default(),
        }
    }

    /// Reads a declaration that stands in nothing.
    pub(super) fn item(&mut self, line: &'t Line, source: &'t str) {
        self.line(line, source, None);
    }

    /// Reads one line. The parser bounds how deep blocks nest, so this may call itself.
    fn line(&mut self, line: &'t Line, source: &'t str, block: Option<Block>) {
        let head = text_at(source, line.head.span);
        let (attribute, kind) = if line.head.quoted { (None, None) } else { self.meaning(block, head) };
        if let Some(block) = block.filter(|block| !block.unknown)
            && let Some(attribute) = attribute
            && !kind.is_some_and(|kind| self.declares(attribute, kind, head, line))
        {
            self.attribute(line, source, block.element, attribute);
            return;
        }
        let plain = is_plain(line);
        match (kind, block) {
            (_, Some(block)) if block.unknown && plain => {}
            (Some(kind), block) => self.declaration(line, source, kind, block),
            (None, Some(block)) if plain => self.unknown_attribute(line, head, block),
            (None, block) => self.unknown_kind(line, source, head, block),
        }
    }

    /// What the first word of a line may name.
    fn meaning(&mut self, block: Option<Block>, head: &'t str) -> Meaning {
        let vocabulary = self.vocabulary;
        let Some(block) = block else { return (None, vocabulary.kind_named(head)) };
        if let Some(meaning) = self.meanings.get(&(block.kind, head)) {
            return *meaning;
        }
        let meaning = (vocabulary.attribute_named(block.kind, head), vocabulary.kind_named(head));
        // Words that mean nothing are not kept: there may be any number of them.
        if meaning != (None, None) {
            self.meanings.insert((block.kind, head), meaning);
        }
        meaning
    }

    /// Whether a line whose first word is both an attribute of the block's kind and a kind declares an element. The
    /// name of an attribute means the attribute (`kpis a, b`, or `kpi a` where it is called so); a form made from it
    /// that is the name of a kind means the kind (`kpi a` where the attribute is `kpis`), and so does any with a block.
    fn declares(&self, attribute: AttributeId, kind: KindId, head: &str, line: &Line) -> bool {
        if line.body.is_some() {
            return true;
        }
        let named_so =
            self.vocabulary.attribute(attribute).is_some_and(|attribute| attribute.name.eq_ignore_ascii_case(head));
        let kind_so = self.vocabulary.kind(kind).is_some_and(|kind| kind.name.eq_ignore_ascii_case(head));
        !named_so && kind_so
    }

    fn attribute(&mut self, line: &'t Line, source: &'t str, element: u32, attribute: AttributeId) {
        if line.body.is_some() {
            let name = self.vocabulary.attribute(attribute).map_or("", |attribute| &attribute.name);
            self.diagnostics.push(
                Diagnostic::error(
                    codes::ATTRIBUTE_WITH_BLOCK,
                    line.head.span,
                    format!("`{name}` is an attribute and has no block"),
                )
                .help("write its value on the line, with its fields after it"),
            );
        }
        self.lines.push(AttributeLine { element, attribute, line, source });
    }

    /// Enters an element and reads its block.
    fn declaration(&mut self, line: &'t Line, source: &'t str, kind: KindId, block: Option<Block>) {
        let name = self.vocabulary.kind(kind).map_or("", |kind| &kind.name);
        let mut head = line.head.span;
        let mut id: Option<Word> = None;
        let mut label: Option<Text> = None;
        let mut unread = false;
        if let Some(value) = line.values.first() {
            match &value.value {
                Some(Value::Word(word)) => id = Some(*word),
                Some(Value::Hole(_)) => unread = true,
                Some(other) => {
                    unread = true;
                    self.id_expected(name, other.span(), source);
                }
                None => {}
            }
            label = value.label;
            if let Some(field) = value.fields.first() {
                self.id_expected(name, field.name.span, source);
            } else if value.bound.is_some() {
                self.id_expected(name, value.span, source);
            }
        }
        if let Some(second) = line.values.get(1) {
            self.diagnostics.push(
                Diagnostic::error(codes::SEVERAL_IDS, second.span, format!("a line declares one {name}")).help(
                    format!(
                        "declare the next one on a line of its own: `{name} {}`",
                        shown(text_at(source, second.span))
                    ),
                ),
            );
            for other in line.values.iter().skip(1) {
                if let Some(Value::Word(word)) = &other.value {
                    let ghost = self.texts.enter(text_at(source, word.span));
                    self.ghosts.insert(ghost);
                }
            }
        }
        head = id.map_or(head, |id| head.to(id.span));
        head = label.map_or(head, |label| head.to(with_marks(label)));
        if id.is_none() && block.is_none() && !unread {
            self.diagnostics.push(
                Diagnostic::error(codes::NO_ID, head, format!("this {name} has no id"))
                    .help(format!("only what stands in something may go without: write `{name} ID`")),
            );
        }
        let new = NewElement {
            kind,
            id: id.map(|id| self.texts.enter(text_at(source, id.span))),
            label: label.map(|label| self.label(label, source)),
            parent: block.map(|block| block.element),
            head: Some(head),
        };
        let (element, known) = self.draft.enter(self.vocabulary, &new);
        if self.heads.len() <= element as usize {
            self.heads.push(line);
        }
        if let (Some(known), Some(id)) = (known, id) {
            self.duplicate(line, text_at(source, id.span), kind, known, head, block);
        }
        let inner = Block { element, kind, unknown: false };
        for line in line.body.iter().flatten() {
            self.line(line, source, Some(inner));
        }
    }

    fn label(&mut self, label: Text, source: &str) -> u32 {
        let kind = if label.long { LiteralKind::LongText } else { LiteralKind::Text };
        let written = text_at(source, label.span);
        match read_literal(kind, written) {
            Ok(LiteralValue::Text(text)) => self.texts.enter(&text),
            Ok(_) => self.texts.enter(written),
            Err(error) => {
                self.diagnostics
                    .push(Diagnostic::error(codes::BAD_ESCAPE, label.span, error.to_string()).help(error.help()));
                self.texts.enter(written)
            }
        }
    }

    fn id_expected(&mut self, name: &str, at: Span, source: &str) {
        let message =
            format!("{} is declared by its id, not with `{}`", with_article(name), shown(text_at(source, at)));
        self.diagnostics.push(
            Diagnostic::error(codes::ID_EXPECTED, at, message)
                .help("an id begins with a letter; attributes stand in the block: `{ … }`"),
        );
    }

    fn duplicate(&mut self, line: &Line, id: &str, kind: KindId, known: u32, head: Span, block: Option<Block>) {
        let name_of =
            |kind: Option<KindId>| kind.and_then(|kind| self.vocabulary.kind(kind)).map_or("", |kind| &*kind.name);
        let (name, known_name) = (name_of(Some(kind)), name_of(self.draft.kind(known)));
        let message = if name == known_name {
            format!("there are two {} `{}`", self.vocabulary.kind(kind).map_or("", |kind| &kind.plural), shown(id))
        } else {
            format!("{} and {} have one id, `{}`", with_article(known_name), with_article(name), shown(id))
        };
        let mut diagnostic = Diagnostic::error(codes::DUPLICATE_ELEMENT, head, message);
        if let Some(first) = self.draft.head(known) {
            diagnostic = diagnostic.also(first, "first declared here");
        }
        let attribute = block
            .and_then(|block| self.vocabulary.attribute_named(block.kind, name))
            .and_then(|attribute| self.vocabulary.attribute(attribute));
        let help = match attribute {
            Some(attribute) if line.body.is_none() => {
                format!("to refer to it, write `{} {}`", attribute.name, shown(id))
            }
            _ => "give one of them another id".to_owned(),
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    fn unknown_attribute(&mut self, line: &Line, head: &str, block: Block) {
        let vocabulary = self.vocabulary;
        let kind = vocabulary.kind(block.kind);
        let known = kind.into_iter().flat_map(|kind| kind.nouns.iter());
        let meant = near(head, known.clone().map(|(noun, _)| &**noun))
            .and_then(|noun| vocabulary.attribute_named(block.kind, noun));
        if let Some(meant) = meant {
            self.misspelt.push((block.element, meant));
        }
        let kind_name = kind.map_or("", |kind| &kind.name);
        let message = format!("{} has no attribute `{}`", with_article(kind_name), shown(head));
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_ATTRIBUTE, line.head.span, message);
        diagnostic.help = match meant.and_then(|meant| vocabulary.attribute(meant)) {
            Some(meant) => Some(format!("did you mean `{}`?", meant.name)),
            None => near(head, vocabulary.kinds.iter().map(|kind| &*kind.name))
                .map(|kind| format!("did you mean to declare {}?", with_article(kind)))
                .or_else(|| self.attribute_of_another(head))
                .or_else(|| {
                    let derived = kind.is_some_and(|kind| kind.derived.contains_key(lower(head).as_ref()));
                    derived
                        .then(|| format!("`{}` is derived from what is written, and not written itself", shown(head)))
                })
                .or_else(|| {
                    let ty = type_of(line);
                    Some(format!("to add it to the vocabulary: `extend kind {kind_name} {{ {} {ty} }}`", shown(head)))
                }),
        };
        self.diagnostics.push(diagnostic);
    }

    /// Which kind has the attribute that a word is or nearly is.
    fn attribute_of_another(&self, head: &str) -> Option<String> {
        let owned = self.vocabulary.attributes.iter().filter_map(|attribute| match attribute.holder {
            Holder::Kind(kind) => Some((&*attribute.name, kind)),
            Holder::Field(_) => None,
        });
        let meant = near(head, owned.clone().map(|(name, _)| name))?;
        let (_, kind) = owned.into_iter().find(|(name, _)| *name == meant)?;
        let kind = self.vocabulary.kind(kind)?;
        Some(format!("`{meant}` is an attribute of {}", with_article(&kind.name)))
    }

    /// Reports a declaration of no known kind. What is declared in it is read all the same, so that references to it
    /// are not reported too.
    fn unknown_kind(&mut self, line: &'t Line, source: &'t str, head: &str, block: Option<Block>) {
        let kinds = self.vocabulary.kinds.iter().map(|kind| &*kind.name);
        let attributes = block
            .and_then(|block| self.vocabulary.kind(block.kind))
            .into_iter()
            .flat_map(|kind| kind.nouns.keys().map(|noun| &**noun));
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_KIND, line.head.span, format!("there is no kind `{}`", shown(head)));
        diagnostic.help = near(head, kinds.chain(attributes))
            .map(|meant| format!("did you mean `{meant}`?"))
            .or_else(|| Some(format!("to add it to the vocabulary: `kind {} {{ … }}`", shown(head))));
        self.diagnostics.push(diagnostic);
        if let Some(Value::Word(word)) = line.values.first().and_then(|value| value.value.as_ref()) {
            let ghost = self.texts.enter(text_at(source, word.span));
            self.ghosts.insert(ghost);
        }
        let inner = block.map(|block| Block { unknown: true, ..block });
        for line in line.body.iter().flatten() {
            match inner {
                Some(inner) => self.line(line, source, Some(inner)),
                None => self.line_without_block(line, source),
            }
        }
    }

    /// A line in a declaration of no known kind that stands in nothing.
    fn line_without_block(&mut self, line: &'t Line, source: &'t str) {
        let plain = is_plain(line);
        let kind = self.vocabulary.kind_named(text_at(source, line.head.span));
        match kind {
            Some(kind) if !plain && !line.values.is_empty() => self.declaration(line, source, kind, None),
            _ => {}
        }
    }
}

/// Whether a line has the form of an attribute rather than of a declaration with an id and a label.
fn is_plain(line: &Line) -> bool {
    line.body.is_none() && line.values.first().is_none_or(|value| value.label.is_none() || value.value.is_none())
}

/// The place of a text with its closing mark.
fn with_marks(text: Text) -> Span {
    let marks = if text.long { 3 } else { 1 };
    Span::new(text.span.source, text.span.start, text.span.end.saturating_add(marks))
}

/// The type that an attribute needs to hold what a line writes.
fn type_of(line: &Line) -> &'static str {
    match line.values.first().and_then(|value| value.value.as_ref()) {
        Some(Value::Literal(literal)) => match literal.kind {
            LiteralKind::Number => "number",
            LiteralKind::Percent => "percent",
            LiteralKind::Points => "points",
            LiteralKind::Money => "money",
            LiteralKind::Duration => "duration",
            LiteralKind::Date => "date",
            LiteralKind::Period => "period",
            LiteralKind::Text | LiteralKind::LongText => "text",
        },
        Some(Value::Formula(..)) => "formula",
        _ => "text",
    }
}
