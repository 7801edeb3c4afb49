//! The vocabulary: which words there are and what they mean. Built from `kind`, `extend` and `define` items
//! (the prelude is one such file), immutable afterwards, and read by the checker, the model and the engine.

pub(crate) mod build;
mod kinds;
pub(crate) mod nouns;

pub use build::codes;

use indexmap::IndexMap;

use crate::ids::{AttributeId, DefinitionId, KindId, WordId};
use bellwether_syntax::Span;

/// All kinds, attributes, definitions and value words of one run.
///
/// `kinds[k]` is the kind with id `k`; kinds stand in preorder of the kind tree, so that a kind and all the kinds
/// below it are neighbours: they are `k .. kinds[k].below_end`.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// By [`KindId`], in preorder.
    pub kinds: Vec<Kind>,
    /// By [`AttributeId`]: attributes of kinds, fields, inverses.
    pub attributes: Vec<Attribute>,
    /// By [`DefinitionId`].
    pub definitions: Vec<DefinitionHead>,
    /// By [`WordId`]: the value words, as first written.
    pub words: Vec<Box<str>>,
    /// Lower-cased spelling to word.
    pub(crate) word_ids: IndexMap<Box<str>, WordId>,
    /// Lower-cased singular and plural to kind.
    pub(crate) kind_nouns: IndexMap<Box<str>, KindId>,
}

/// A kind of element, such as `kpi`.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name, as declared.
    pub name: Box<str>,
    /// More than one of it.
    pub plural: Box<str>,
    /// The kind above it.
    pub parent: Option<KindId>,
    /// The topmost kind above it (itself if none): ids are unique within a root's kinds.
    pub root: KindId,
    /// One past the last kind below it, in preorder.
    pub below_end: KindId,
    /// What it is, in words.
    pub label: Option<Box<str>>,
    /// Its own attributes (not those of its parents), inverses included, in order of declaration.
    pub attributes: Vec<AttributeId>,
    /// Lower-cased singular and plural to attribute: its own and those of the kinds above it.
    pub(crate) nouns: IndexMap<Box<str>, AttributeId>,
    /// Lower-cased name to derived attribute: its own and those of the kinds above it.
    pub(crate) derived: IndexMap<Box<str>, DefinitionId>,
    /// Lower-cased name to defined adjective: its own and those of the kinds above it.
    pub(crate) adjectives: IndexMap<Box<str>, DefinitionId>,
    /// Where it was declared.
    pub span: Option<Span>,
}

/// Where an attribute belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An attribute of a kind.
    Kind(KindId),
    /// A field of an attribute's values.
    Field(AttributeId),
}

/// An attribute, a field of an attribute's values, or an inverse.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attribute {
    /// Its name, as declared (`counters`).
    pub name: Box<str>,
    /// One of it (`counter`).
    pub singular: Box<str>,
    /// Several of it (`counters`).
    pub plural: Box<str>,
    /// Where it belongs.
    pub holder: Holder,
    /// The type of each value.
    pub ty: Type,
    /// May hold several values.
    pub many: bool,
    /// Must be written.
    pub required: bool,
    /// Filled from the nearest enclosing element of its type.
    pub within: bool,
    /// The inverse of this attribute: `metrics` of a unit for `owner` of a metric.
    pub inverse: Option<AttributeId>,
    /// This attribute is the inverse of that one; its values follow from it (and may also be written here).
    pub inverse_of: Option<AttributeId>,
    /// The plain form of its verb (`drive`), its finite form (`drives`) and its participle (`driven`).
    pub verb: Option<Verb>,
    /// The fields that each value carries (`with`).
    pub fields: Vec<AttributeId>,
    /// What it is, in words.
    pub label: Option<Box<str>>,
    /// Where it was declared.
    pub span: Option<Span>,
}

/// The forms of a relation's verb.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verb {
    /// `drive`
    pub plain: Box<str>,
    /// `drives`
    pub finite: Box<str>,
    /// `driven`, with `by`
    pub participle: Option<Box<str>>,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `text`
    Text,
    /// `number`
    Number,
    /// `percent`
    Percent,
    /// `points`
    Points,
    /// `money`
    Money,
    /// `quantity`: any of the four above
    Quantity,
    /// `duration`
    Duration,
    /// `date`
    Date,
    /// `period`
    Period,
    /// `yes or no`
    YesOrNo,
    /// `one of (…)`, in the order declared
    OneOf(Vec<WordId>),
    /// `formula`, whose metrics are elements of the kind that has the attribute
    Formula(KindId),
    /// a kind: the values are elements of it
    Element(KindId),
}

/// The name of a definition; what it means is in the checked program.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DefinitionHead {
    /// Its name, as declared.
    pub name: Box<str>,
    /// The kind it is defined of.
    pub kind: KindId,
    /// An adjective (`define kpi is shared when …`), not a derived attribute.
    pub adjective: bool,
    /// Where it was declared.
    pub span: Option<Span>,
}

impl Vocabulary {
    /// The kind with this id; `None` only for an id of another vocabulary.
    pub fn kind(&self, id: KindId) -> Option<&Kind> {
        self.kinds.get(id.index())
    }

    /// The attribute with this id; `None` only for an id of another vocabulary.
    pub fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.attributes.get(id.index())
    }

    /// The definition with this id; `None` only for an id of another vocabulary.
    pub fn definition(&self, id: DefinitionId) -> Option<&DefinitionHead> {
        self.definitions.get(id.index())
    }

    /// The spelling of a value word.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id.index()).map_or("", |word| word)
    }

    /// The kind of the elements that have an attribute, or that have the values of which it is a field.
    pub(crate) fn kind_of(&self, mut holder: Holder) -> Option<KindId> {
        loop {
            match holder {
                Holder::Kind(kind) => return Some(kind),
                // A field is entered after what it is a field of.
                Holder::Field(of) => holder = self.attribute(of)?.holder,
            }
        }
    }

    /// The kind that a noun names, in singular or plural, without regard to case.
    pub fn kind_named(&self, noun: &str) -> Option<KindId> {
        self.kind_nouns.get(lower(noun).as_ref()).copied()
    }

    /// The plurals of kinds and attributes that are not formed by rule, in lower case, each with its singular.
    pub(crate) fn irregular_plurals(&self) -> impl Iterator<Item = (Box<str>, Box<str>)> + '_ {
        let kinds = self.kinds.iter().map(|kind| (&kind.plural, &kind.name));
        let all = kinds.chain(self.attributes.iter().map(|attribute| (&attribute.plural, &attribute.singular)));
        all.filter(|(plural, singular)| nouns::singular(plural) != ***singular)
            .map(|(plural, singular)| (lower(plural).into(), singular.clone()))
    }

    /// The value word with this spelling, without regard to case.
    pub fn word_named(&self, word: &str) -> Option<WordId> {
        self.word_ids.get(lower(word).as_ref()).copied()
    }

    /// The value word with this spelling, which is added where there is none.
    pub(crate) fn add_word(&mut self, word: &str) -> WordId {
        let next = WordId::at(self.words.len());
        let id = *self.word_ids.entry(lower(word).into()).or_insert(next);
        if id == next {
            self.words.push(word.into());
        }
        id
    }

    /// The attribute of a kind (its own or one of a kind above it) that a noun names, in singular or plural.
    pub fn attribute_named(&self, kind: KindId, noun: &str) -> Option<AttributeId> {
        self.kind(kind)?.nouns.get(lower(noun).as_ref()).copied()
    }

    /// The field of an attribute that a noun names, in singular or plural.
    pub fn field_named(&self, attribute: AttributeId, noun: &str) -> Option<AttributeId> {
        let fields = &self.attribute(attribute)?.fields;
        // Names as declared win over forms made by rule.
        let forms: [fn(&Attribute) -> &str; 3] = [|field| &field.name, |field| &field.singular, |field| &field.plural];
        forms.iter().find_map(|form| {
            let named = |field: &AttributeId| self.attribute(*field).is_some_and(|it| lower(form(it)) == lower(noun));
            fields.iter().copied().find(named)
        })
    }

    /// Whether a kind is another or lies below it.
    pub fn is_a(&self, kind: KindId, above: KindId) -> bool {
        self.kind(above).is_some_and(|above_kind| above <= kind && kind < above_kind.below_end)
    }
}

/// Lower case, without a copy where nothing changes.
pub(crate) fn lower(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        std::borrow::Cow::Borrowed(word)
    } else {
        std::borrow::Cow::Owned(word.to_lowercase())
    }
}
