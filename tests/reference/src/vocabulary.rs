//! §4: kinds, attributes, definitions, and the words by which they go.

use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{AttributeDeclaration, File, Item, Meaning, TypeExpression, Word};

use crate::forms::{alike, lower, plural, singular};
use crate::{Covered, NotCovered};

pub(crate) type KindId = usize;
pub(crate) type AttributeId = usize;
pub(crate) type DefinitionId = usize;

/// A kind (§4, Kinds).
pub(crate) struct Kind {
    pub(crate) name: String,
    plural: String,
    parent: Option<KindId>,
    /// Its own attributes, and the inverses of other kinds' relations.
    pub(crate) attributes: Vec<AttributeId>,
}

/// An attribute or a field of one (§4, Attributes).
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) singular: String,
    pub(crate) plural: String,
    pub(crate) ty: Type,
    pub(crate) many: bool,
    pub(crate) within: bool,
    /// The relation that this is the other side of.
    pub(crate) inverse_of: Option<AttributeId>,
    inverse: Option<AttributeId>,
    verb: Option<(String, Option<String>)>,
    pub(crate) fields: Vec<AttributeId>,
}

/// What an attribute holds (§4, Types). Value words are in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Text,
    Number,
    Percent,
    Points,
    Money,
    Quantity,
    Duration,
    Date,
    Period,
    YesOrNo,
    OneOf(Vec<String>),
    Formula,
    Element(KindId),
}

impl Type {
    /// Whether it is an amount: a number, a percentage, points, money (§11).
    pub(crate) const fn is_amount(&self) -> bool {
        matches!(self, Self::Number | Self::Percent | Self::Points | Self::Money | Self::Quantity)
    }
}

/// What is at the end of a path: a plain value, or a value with fields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Base {
    Plain(Type),
    Record(AttributeId),
}

/// A definition (§4, Definitions).
pub(crate) struct Definition<'t> {
    pub(crate) kind: KindId,
    name: String,
    /// Its name in the other number.
    other: String,
    pub(crate) meaning: &'t Meaning,
}

/// All words of a run.
pub(crate) struct Vocabulary<'t> {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) definitions: Vec<Definition<'t>>,
}

/// Builds the vocabulary of all files, the standard one among them (§10, for implementers, 1).
pub(crate) fn build<'t>(files: &'t [File], sources: &Sources) -> Covered<Vocabulary<'t>> {
    let mut words = Vocabulary { kinds: Vec::new(), attributes: Vec::new(), definitions: Vec::new() };
    let text = |word: Word| sources.text(word.span);
    let items = || files.iter().flat_map(|file| &file.items);
    for item in items() {
        if let Item::Kind(kind) = item
            && !kind.extends
        {
            let name = text(kind.name).to_owned();
            let plural = kind.plural.map_or_else(|| plural(&lower(&name)), |word| text(word).to_owned());
            words.kinds.push(Kind { name, plural: lower(&plural), parent: None, attributes: Vec::new() });
        }
    }
    for item in items() {
        if let Item::Kind(kind) = item
            && let Some(parent) = kind.parent
        {
            let (child, parent) = (words.kind(text(kind.name))?, words.kind(text(parent))?);
            words.kinds.get_mut(child).ok_or(NotCovered::Word)?.parent = Some(parent);
        }
    }
    for extends in [false, true] {
        for item in items() {
            let Item::Kind(kind) = item else { continue };
            let id = words.kind(text(kind.name))?;
            for attribute in kind.attributes.iter().filter(|_| kind.extends == extends) {
                words.declare(id, attribute, sources)?;
            }
        }
    }
    for item in items() {
        if let Item::Definition(definition) = item {
            let kind = words.kind(text(definition.kind))?;
            let name = lower(text(definition.name));
            let other = if singular(&name) == name { plural(&name) } else { singular(&name) };
            words.definitions.push(Definition { kind, name, other, meaning: &definition.meaning });
        }
    }
    Ok(words)
}

impl<'t> Vocabulary<'t> {
    /// Enters an attribute of a kind, with its inverse.
    fn declare(&mut self, kind: KindId, declared: &AttributeDeclaration, sources: &Sources) -> Covered<()> {
        let id = self.enter(declared, sources)?;
        self.kinds.get_mut(kind).ok_or(NotCovered::Word)?.attributes.push(id);
        let Some(inverse) = declared.inverse else { return Ok(()) };
        let Type::Element(target) = self.attribute(id)?.ty else { return Err(NotCovered::Word) };
        let name = sources.text(inverse.span).to_owned();
        let there = self
            .attribute_named(target, &name)
            .filter(|there| self.attributes.get(*there).is_some_and(|it| it.name == name));
        if there.is_some() {
            return Err(NotCovered::Construct("an inverse that is declared as well"));
        }
        let other = self.attributes.len();
        let (one, several) = (singular(&lower(&name)), name.clone());
        self.attributes.push(Attribute {
            name,
            singular: one,
            plural: several,
            ty: Type::Element(kind),
            many: true,
            within: false,
            inverse_of: Some(id),
            inverse: Some(id),
            verb: None,
            fields: Vec::new(),
        });
        self.kinds.get_mut(target).ok_or(NotCovered::Word)?.attributes.push(other);
        self.attributes.get_mut(id).ok_or(NotCovered::Word)?.inverse = Some(other);
        Ok(())
    }

    /// Enters an attribute or a field.
    fn enter(&mut self, declared: &AttributeDeclaration, sources: &Sources) -> Covered<AttributeId> {
        let text = |word: Word| sources.text(word.span).to_owned();
        let name = text(declared.name);
        let one = match declared.singular {
            Some(word) => text(word),
            None if declared.many => singular(&lower(&name)),
            None => name.clone(),
        };
        let several = match declared.plural {
            Some(word) => text(word),
            None if declared.many && one != name => name.clone(),
            None => plural(&lower(&one)),
        };
        let ty = self.read_type(&declared.ty, sources)?;
        let verb = declared.verb.map(|(verb, participle)| (lower(&text(verb)), participle.map(|it| lower(&text(it)))));
        let mut fields = Vec::new();
        for field in &declared.fields {
            fields.push(self.enter(field, sources)?);
        }
        self.attributes.push(Attribute {
            name,
            singular: one,
            plural: several,
            ty,
            many: declared.many,
            within: declared.within,
            inverse_of: None,
            inverse: None,
            verb,
            fields,
        });
        Ok(self.attributes.len() - 1)
    }

    /// §4, Types.
    fn read_type(&self, ty: &TypeExpression, sources: &Sources) -> Covered<Type> {
        Ok(match ty {
            TypeExpression::YesOrNo(_) => Type::YesOrNo,
            TypeExpression::OneOf(words, _) => {
                Type::OneOf(words.iter().map(|word| lower(sources.text(word.span))).collect())
            }
            TypeExpression::Hole(_) => return Err(NotCovered::Unread),
            TypeExpression::Named(word) => match lower(sources.text(word.span)).as_str() {
                "text" => Type::Text,
                "number" => Type::Number,
                "percent" => Type::Percent,
                "points" => Type::Points,
                "money" => Type::Money,
                "quantity" => Type::Quantity,
                "duration" => Type::Duration,
                "date" => Type::Date,
                "period" => Type::Period,
                "formula" => Type::Formula,
                kind => Type::Element(self.kind(kind)?),
            },
        })
    }

    pub(crate) fn attribute(&self, id: AttributeId) -> Covered<&Attribute> {
        self.attributes.get(id).ok_or(NotCovered::Word)
    }

    pub(crate) fn definition(&self, id: DefinitionId) -> Covered<&Definition<'t>> {
        self.definitions.get(id).ok_or(NotCovered::Word)
    }

    pub(crate) fn kind_name(&self, kind: KindId) -> &str {
        self.kinds.get(kind).map_or("", |kind| &kind.name)
    }

    /// The kind that a noun names, in the singular or the plural (§2).
    pub(crate) fn kind_named(&self, noun: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| alike(&kind.name, noun) || alike(&kind.plural, noun))
    }

    fn kind(&self, noun: &str) -> Covered<KindId> {
        self.kind_named(noun).ok_or(NotCovered::Word)
    }

    /// A kind and those above it, itself first (§4: a kind has all attributes of the kinds above it).
    pub(crate) fn upwards(&self, kind: KindId) -> Vec<KindId> {
        let parent = |kind: &KindId| self.kinds.get(*kind).and_then(|kind| kind.parent);
        std::iter::successors(Some(kind), parent).take(self.kinds.len()).collect()
    }

    /// Whether a kind is another or lies below it.
    pub(crate) fn is_a(&self, kind: KindId, above: KindId) -> bool {
        self.upwards(kind).contains(&above)
    }

    /// Whether one of two kinds is the other or lies below it.
    pub(crate) fn related(&self, one: KindId, other: KindId) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }

    /// The kinds that are a kind or lie below it.
    pub(crate) fn downwards(&self, kind: KindId) -> impl Iterator<Item = KindId> + '_ {
        (0..self.kinds.len()).filter(move |below| self.is_a(*below, kind))
    }

    /// All attributes of a kind, its own first.
    pub(crate) fn attributes_of(&self, kind: KindId) -> Vec<AttributeId> {
        let own = |kind: KindId| self.kinds.get(kind).map_or(&[][..], |kind| &kind.attributes);
        self.upwards(kind).into_iter().flat_map(|kind| own(kind).iter().copied()).collect()
    }

    /// The attribute that a noun names: its name as declared comes before forms of it (§7, have).
    pub(crate) fn attribute_named(&self, kind: KindId, noun: &str) -> Option<AttributeId> {
        self.named_among(&self.attributes_of(kind), noun)
    }

    /// The field of an attribute that a noun names.
    pub(crate) fn field_named(&self, attribute: AttributeId, noun: &str) -> Option<AttributeId> {
        self.named_among(&self.attributes.get(attribute)?.fields, noun)
    }

    fn named_among(&self, list: &[AttributeId], noun: &str) -> Option<AttributeId> {
        let forms: [fn(&Attribute) -> &str; 3] = [|it| &it.name, |it| &it.singular, |it| &it.plural];
        forms.iter().find_map(|form| {
            list.iter().copied().find(|id| self.attributes.get(*id).is_some_and(|it| alike(form(it), noun)))
        })
    }

    /// The derived attribute of a kind that a noun names (§4, Definitions): as defined, or in its other number.
    pub(crate) fn derived_named(&self, kind: KindId, noun: &str, exact: bool) -> Option<DefinitionId> {
        let fits = |it: &Definition<'_>| {
            let form = alike(&it.name, noun) || (!exact && alike(&it.other, noun));
            matches!(it.meaning, Meaning::Derived(_)) && form && self.is_a(kind, it.kind)
        };
        self.definitions.iter().position(fits)
    }

    /// The defined adjective of a kind (§4, Adjectives: kinds pass their adjectives on to the kinds below them).
    pub(crate) fn adjective_named(&self, kind: KindId, word: &str) -> Option<DefinitionId> {
        self.definitions.iter().position(|it| {
            matches!(it.meaning, Meaning::Adjective(_)) && alike(&it.name, word) && self.is_a(kind, it.kind)
        })
    }

    /// The relation of a kind that a verb means, in either person (§4: `verb drive, driven`).
    pub(crate) fn relation_with_verb(&self, kind: KindId, verb: &str) -> Option<AttributeId> {
        let verb = lower(verb);
        self.attributes_of(kind).into_iter().find(|id| {
            let own = self.attributes.get(*id).and_then(|it| it.verb.as_ref());
            own.is_some_and(|(plain, _)| *plain == verb || plural(plain) == verb)
        })
    }

    /// The inverse of the relation with a participle, of elements of a kind (§7, be: `VERBED by`).
    pub(crate) fn inverse_with_participle(&self, kind: KindId, participle: &str) -> Option<AttributeId> {
        let participle = lower(participle);
        let relation = self.attributes.iter().find(|it| {
            let said = it.verb.as_ref().and_then(|(_, participle)| participle.as_ref());
            said == Some(&participle) && matches!(it.ty, Type::Element(of) if self.related(kind, of))
        });
        relation?.inverse
    }

    /// Whether elements of a kind may lie directly in those of another (§9: a kind, for the elements that lie in it).
    pub(crate) fn may_hold(&self, place: KindId, child: KindId) -> bool {
        self.downwards(child).any(|child| {
            let attributes = self.attributes_of(child);
            let mut declared = attributes.iter().filter_map(|id| self.attributes.get(*id));
            declared.any(|it| it.within && matches!(it.ty, Type::Element(of) if self.related(of, place)))
        })
    }

    /// The plain type of a base: of a value with fields, the type of the value.
    pub(crate) fn plain_type(&self, base: &Base) -> Covered<Type> {
        match base {
            Base::Plain(ty) => Ok(ty.clone()),
            Base::Record(attribute) => Ok(self.attribute(*attribute)?.ty.clone()),
        }
    }

    /// What an attribute leads to.
    pub(crate) fn base_of(&self, id: AttributeId) -> Covered<Base> {
        let attribute = self.attribute(id)?;
        Ok(if attribute.fields.is_empty() { Base::Plain(attribute.ty.clone()) } else { Base::Record(id) })
    }
}
