//! §4: kinds, attributes, definitions, and the words by which they go.

use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{AttributeDeclaration, File, Item, Literal, Meaning, TypeExpression, Word};

use crate::types::{PLAIN, Type, Value};
use crate::words::{alike, literal, lower, plural, singular};
use crate::{Asked, Stop};

pub(crate) type KindId = usize;
pub(crate) type AttributeId = usize;
pub(crate) type DefinitionId = usize;

/// A kind (Kinds).
pub(crate) struct Kind<'t> {
    pub(crate) name: &'t str,
    pub(crate) plural: String,
    parent: Option<KindId>,
    /// Its own attributes, and the inverses of other kinds' relations.
    pub(crate) attributes: Vec<AttributeId>,
}

/// An attribute or a field of one (Attributes).
pub(crate) struct Attribute<'t> {
    pub(crate) name: &'t str,
    /// Its name, singular and plural.
    pub(crate) forms: [String; 3],
    pub(crate) ty: Type,
    pub(crate) many: bool,
    pub(crate) within: bool,
    /// The other side of a relation, if it has one.
    pub(crate) inverse: Option<AttributeId>,
    verb: Option<(String, Option<String>)>,
    pub(crate) fields: Vec<AttributeId>,
}

/// A definition (Definitions).
pub(crate) struct Definition<'t> {
    pub(crate) kind: KindId,
    pub(crate) name: String,
    /// Its name in the other number.
    other: String,
    pub(crate) meaning: &'t Meaning,
}

/// All words of a run.
pub(crate) struct Vocabulary<'t> {
    pub(crate) sources: &'t Sources,
    pub(crate) kinds: Vec<Kind<'t>>,
    pub(crate) attributes: Vec<Attribute<'t>>,
    pub(crate) definitions: Vec<Definition<'t>>,
}

/// Builds the vocabulary of all files, the standard one among them (§10, for implementers, 1).
pub(crate) fn build<'t>(files: &'t [File], sources: &'t Sources) -> Asked<Vocabulary<'t>> {
    let mut words = Vocabulary { sources, kinds: Vec::new(), attributes: Vec::new(), definitions: Vec::new() };
    let items = || files.iter().flat_map(|file| &file.items);
    let kind = |item: &'t Item| if let Item::Kind(kind) = item { Some(kind) } else { None };
    let mut kinds: Vec<_> = items().filter_map(kind).collect();
    // What a kind declares itself comes before that by which it is extended.
    kinds.sort_by_key(|kind| kind.extends);
    for kind in kinds.iter().filter(|kind| !kind.extends) {
        let name = words.text(kind.name);
        let plural = kind.plural.map_or_else(|| plural(&lower(name)), |word| lower(words.text(word)));
        words.kinds.push(Kind { name, plural, parent: None, attributes: Vec::new() });
    }
    for kind in kinds {
        let id = words.kind_named(words.text(kind.name)).ok_or(Stop::Mistake)?;
        if let Some(parent) = kind.parent {
            words.kinds[id].parent = Some(words.kind_named(words.text(parent)).ok_or(Stop::Mistake)?);
        }
        kind.attributes.iter().try_for_each(|attribute| words.declare(id, attribute))?;
    }
    for item in items() {
        let Item::Definition(definition) = item else { continue };
        let (kind, name) =
            (words.kind_named(words.text(definition.kind)).ok_or(Stop::Mistake)?, lower(words.text(definition.name)));
        let other = if singular(&name) == name { plural(&name) } else { singular(&name) };
        words.definitions.push(Definition { kind, name, other, meaning: &definition.meaning });
    }
    Ok(words)
}

impl<'t> Attribute<'t> {
    /// One with its forms, those given or the regular ones (§2, Singular and plural), and with no more to it.
    fn new(name: &'t str, [one, several]: [Option<String>; 2], many: bool, ty: Type) -> Self {
        let regular = if many { singular(&lower(name)) } else { name.to_owned() };
        let one = one.unwrap_or(regular);
        let regular = if many && one != name { name.to_owned() } else { plural(&lower(&one)) };
        let forms = [name.to_owned(), one, several.unwrap_or(regular)];
        Self { name, forms, ty, many, within: false, inverse: None, verb: None, fields: Vec::new() }
    }
}

impl<'t> Vocabulary<'t> {
    pub(crate) fn text(&self, word: Word) -> &'t str {
        self.sources.text(word.span)
    }

    pub(crate) fn literal(&self, written: Literal) -> Asked<Value> {
        literal(written.kind, self.sources.text(written.span)).ok_or(Stop::Mistake)
    }

    /// Enters an attribute of a kind, with its inverse.
    fn declare(&mut self, kind: KindId, declared: &AttributeDeclaration) -> Asked<()> {
        let id = self.enter(kind, declared)?;
        self.kinds[kind].attributes.push(id);
        let Some(inverse) = declared.inverse else { return Ok(()) };
        let target = self.attributes[id].ty.kind().ok_or(Stop::Mistake)?;
        let other = Attribute::new(self.text(inverse), [None, None], true, Type::Element(kind));
        self.attributes[id].inverse = Some(self.attributes.len());
        self.kinds[target].attributes.push(self.attributes.len());
        self.attributes.push(Attribute { inverse: Some(id), ..other });
        Ok(())
    }

    /// Enters an attribute or a field.
    fn enter(&mut self, kind: KindId, declared: &AttributeDeclaration) -> Asked<AttributeId> {
        let given = [declared.singular, declared.plural].map(|word| word.map(|word| self.text(word).to_owned()));
        let form = |word: Word| lower(self.text(word));
        let verb = declared.verb.map(|(verb, participle)| (form(verb), participle.map(form)));
        let ty = match &declared.ty {
            TypeExpression::YesOrNo(_) => Type::Plain("yes/no"),
            TypeExpression::OneOf(words, _) => Type::OneOf(words.iter().map(|word| form(*word)).collect()),
            TypeExpression::Hole(_) => return Err(Stop::Mistake),
            TypeExpression::Named(word) => match PLAIN.iter().find(|name| **name == form(*word)) {
                Some(name) => Type::Plain(name),
                None if form(*word) == "formula" => Type::Formula(kind),
                None => Type::Element(self.kind_named(self.text(*word)).ok_or(Stop::Mistake)?),
            },
        };
        let fields = declared.fields.iter().map(|field| self.enter(kind, field)).collect::<Asked<_>>()?;
        let plain = Attribute::new(self.text(declared.name), given, declared.many, ty);
        self.attributes.push(Attribute { within: declared.within, verb, fields, ..plain });
        Ok(self.attributes.len() - 1)
    }

    /// The kind that a noun names, in the singular or the plural (§2).
    pub(crate) fn kind_named(&self, noun: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| alike(kind.name, noun) || alike(&kind.plural, noun))
    }

    /// A kind and those above it, itself first.
    pub(crate) fn upwards(&self, kind: KindId) -> impl Iterator<Item = KindId> + '_ {
        std::iter::successors(Some(kind), |kind| self.kinds[*kind].parent).take(self.kinds.len())
    }

    /// Whether a kind is another or lies below it.
    pub(crate) fn is_a(&self, kind: KindId, above: KindId) -> bool {
        self.upwards(kind).any(|kind| kind == above)
    }

    /// Whether one of two kinds is the other or lies below it.
    pub(crate) fn related(&self, one: KindId, other: KindId) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }

    /// The kinds that are a kind or lie below it.
    pub(crate) fn downwards(&self, kind: KindId) -> impl Iterator<Item = KindId> + '_ {
        (0..self.kinds.len()).filter(move |below| self.is_a(*below, kind))
    }

    /// All attributes of a kind, its own first (Kinds: a kind has all attributes of the kinds above it).
    pub(crate) fn attributes_of(&self, kind: KindId) -> Vec<AttributeId> {
        self.upwards(kind).flat_map(|kind| self.kinds[kind].attributes.iter().copied()).collect()
    }

    /// The attribute that a noun names: its name as declared comes before forms of it (§7, have).
    pub(crate) fn attribute_named(&self, kind: KindId, noun: &str) -> Option<AttributeId> {
        self.named_among(&self.attributes_of(kind), noun)
    }

    /// The attribute of a list that a noun names; of a value with fields these are its fields.
    pub(crate) fn named_among(&self, list: &[AttributeId], noun: &str) -> Option<AttributeId> {
        let forms = |form: usize| list.iter().copied().find(|id| alike(&self.attributes[*id].forms[form], noun));
        (0..3).find_map(forms)
    }

    /// The derived attribute of a kind that a noun names (Definitions): as defined, or in its other number.
    pub(crate) fn derived_named(&self, kind: KindId, noun: &str, exact: bool) -> Option<DefinitionId> {
        let form = |it: &Definition<'_>| alike(&it.name, noun) || (!exact && alike(&it.other, noun));
        let fits =
            |it: &Definition<'_>| matches!(it.meaning, Meaning::Derived(_)) && form(it) && self.is_a(kind, it.kind);
        self.definitions.iter().position(fits)
    }

    /// The relation of a kind that a verb means, in either person (Attributes: `verb drive, driven`).
    pub(crate) fn relation_with_verb(&self, kind: KindId, verb: &str) -> Option<AttributeId> {
        let means = |(plain, _): &(String, _)| *plain == lower(verb) || plural(plain) == lower(verb);
        self.attributes_of(kind).into_iter().find(|id| self.attributes[*id].verb.as_ref().is_some_and(means))
    }

    /// The inverses of the relations with a participle, of elements of a kind (§7, be: `VERBED by`).
    pub(crate) fn inverses_with_participle(&self, kind: KindId, participle: &str) -> Vec<AttributeId> {
        let relations = self.attributes.iter().filter(|it| {
            let said = it.verb.as_ref().and_then(|(_, participle)| participle.as_ref());
            said == Some(&lower(participle)) && it.ty.kind().is_some_and(|of| self.related(kind, of))
        });
        relations.filter_map(|it| it.inverse).collect()
    }

    /// Whether elements of a kind may lie directly in those of another (§9: a kind, for the elements that lie in it).
    pub(crate) fn may_hold(&self, place: KindId, child: KindId) -> bool {
        let attributes = self.downwards(child).flat_map(|child| self.attributes_of(child));
        let place_of = |it: &Attribute<'_>| it.within && it.ty.kind().is_some_and(|of| self.related(of, place));
        attributes.into_iter().any(|id| place_of(&self.attributes[id]))
    }
}
