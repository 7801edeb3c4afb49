//! What words there are and what they are of: what a project that is right by construction is drawn from.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use bellwether_syntax::source::{SourceId, text_at};
use bellwether_syntax::tree::{AttributeDeclaration, Item, Meaning, TypeExpression, Word};

use crate::nouns::{plural, singular};

/// A kind by its number.
pub(crate) type KindId = usize;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Of metrics of a kind.
    Formula(KindId),
    Element(KindId),
}

impl Type {
    pub(crate) const fn is_amount(&self) -> bool {
        matches!(self, Self::Number | Self::Percent | Self::Points | Self::Money | Self::Quantity)
    }

    /// The type of an attribute of a kind by its name; `None` for that of a kind.
    pub(crate) fn plain(name: &str, holder: KindId) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "number" => Self::Number,
            "percent" => Self::Percent,
            "points" => Self::Points,
            "money" => Self::Money,
            "quantity" => Self::Quantity,
            "duration" => Self::Duration,
            "date" => Self::Date,
            "period" => Self::Period,
            "formula" => Self::Formula(holder),
            _ => return None,
        })
    }
}

/// Where an attribute comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It is written.
    Declared,
    /// It is the other side of a relation.
    Inverse,
    /// A definition gives it.
    Derived,
}

/// An attribute, a field, an inverse or a derived attribute.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) holder: KindId,
    pub(crate) name: String,
    pub(crate) singular: String,
    pub(crate) plural: String,
    pub(crate) ty: Type,
    pub(crate) many: bool,
    pub(crate) fields: Vec<Member>,
    pub(crate) within: bool,
    pub(crate) required: bool,
    pub(crate) inverse: Option<String>,
    /// The plain form, and the participle.
    pub(crate) verb: Option<(String, Option<String>)>,
    pub(crate) source: Source,
    /// Both the model and the policies of this project speak of it often.
    pub(crate) focus: bool,
}

impl Member {
    pub(crate) fn new(holder: KindId, name: &str, ty: Type) -> Self {
        Self {
            holder,
            name: name.to_owned(),
            singular: singular(name),
            plural: if singular(name) == name { plural(name) } else { name.to_owned() },
            ty,
            many: false,
            fields: Vec::new(),
            within: false,
            required: false,
            inverse: None,
            verb: None,
            source: Source::Declared,
            focus: false,
        }
    }

    pub(crate) fn many(mut self, many: bool) -> Self {
        self.many = many;
        self
    }

    pub(crate) fn from(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// The word by which one value goes.
    pub(crate) fn one(&self) -> &str {
        if self.many { &self.singular } else { &self.name }
    }
}

/// A kind.
#[derive(Clone, Debug)]
pub(crate) struct KindOf {
    pub(crate) name: String,
    pub(crate) plural: String,
    pub(crate) parent: Option<KindId>,
}

/// All words of a project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) kinds: Vec<KindOf>,
    pub(crate) members: Vec<Member>,
    /// Defined adjectives.
    pub(crate) adjectives: Vec<(KindId, String)>,
    /// Every word that has a meaning, in lower case.
    words: BTreeSet<String>,
}

const PRELUDE: &str = include_str!("../../../crates/bellwether/vocabulary/prelude.kpi");

/// The standard vocabulary.
pub(crate) static STANDARD: LazyLock<Schema> = LazyLock::new(standard);

/// What the derived attributes of the standard vocabulary are: kind, name, type, whether there are several.
const DERIVED: &[(&str, &str, &str, bool)] = &[
    ("unit", "division", "division", false),
    ("unit", "group", "group", false),
    ("unit", "company", "company", false),
    ("unit", "kpi_limit", "number", false),
    ("metric", "stage", "category", false),
    ("metric", "inputs", "metric", true),
    ("metric", "team_groups", "group", true),
    ("metric", "numerator", "metric", false),
    ("metric", "denominator", "metric", false),
    ("kpi", "cadence", "duration", false),
    ("kpi", "reviewed", "date", false),
    ("kpi", "owners", "unit", true),
    ("kpi", "lag_limit", "duration", false),
];

impl Schema {
    pub(crate) fn kind(&self, name: &str) -> Option<KindId> {
        self.kinds.iter().position(|kind| kind.name == name)
    }

    pub(crate) fn name(&self, kind: KindId) -> &str {
        self.kinds.get(kind).map_or("", |kind| &kind.name)
    }

    pub(crate) fn plural(&self, kind: KindId) -> &str {
        self.kinds.get(kind).map_or("", |kind| &kind.plural)
    }

    /// A kind and those above it, nearest first.
    pub(crate) fn above(&self, kind: KindId) -> impl Iterator<Item = KindId> {
        std::iter::successors(Some(kind), |kind| self.kinds.get(*kind).and_then(|kind| kind.parent))
            .take(self.kinds.len())
    }

    pub(crate) fn is_a(&self, kind: KindId, above: KindId) -> bool {
        self.above(kind).any(|kind| kind == above)
    }

    pub(crate) fn related(&self, one: KindId, other: KindId) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }

    pub(crate) fn root(&self, kind: KindId) -> KindId {
        self.above(kind).last().unwrap_or(kind)
    }

    /// The kinds below a kind, itself first.
    pub(crate) fn below(&self, kind: KindId) -> Vec<KindId> {
        let mut below = vec![kind];
        below.extend((0..self.kinds.len()).filter(|other| *other != kind && self.is_a(*other, kind)));
        below
    }

    /// All that an element of a kind has.
    pub(crate) fn members(&self, kind: KindId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| self.is_a(kind, member.holder))
    }

    /// Whether elements of a kind may lie directly in one of another.
    pub(crate) fn may_hold(&self, place: KindId, child: KindId) -> bool {
        self.members(child)
            .any(|member| member.within && matches!(member.ty, Type::Element(of) if self.is_a(place, of)))
    }

    /// Whether a line of a place could be an attribute or a nested element, if elements of a kind might lie in it.
    pub(crate) fn would_clash(&self, place: KindId, child: KindId) -> bool {
        let nouns: Vec<&str> = self.below(child).into_iter().map(|kind| self.name(kind)).collect();
        self.below(place)
            .into_iter()
            .flat_map(|place| self.members(place))
            .any(|member| nouns.contains(&member.name.as_str()))
    }

    /// The adjectives of a kind that have one meaning there.
    pub(crate) fn adjectives(&self, kind: KindId) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for member in self.members(kind).filter(|member| member.source == Source::Declared) {
            all.extend(words_of(member));
        }
        all.extend(self.below(kind).into_iter().skip(1).map(|below| self.name(below).to_owned()));
        all.extend(self.defined(kind).map(str::to_owned));
        once(all)
    }

    /// The adjectives of a value with fields.
    pub(crate) fn adjectives_of(&self, record: &Member) -> Vec<String> {
        let mut all: Vec<String> = record.fields.iter().flat_map(words_of).collect();
        if let Type::Element(kind) = record.ty {
            for member in self.members(kind).filter(|member| member.source == Source::Declared) {
                all.extend(words_of(member));
            }
            all.extend(self.below(kind).into_iter().skip(1).map(|below| self.name(below).to_owned()));
            all.extend(self.defined(kind).map(str::to_owned));
        }
        once(all)
    }

    /// Whether a word may say something of a value's fields as well as of the element that it is.
    pub(crate) fn is_ambiguous(&self, record: &Member, kind: KindId) -> bool {
        let of_kind = self.adjectives(kind);
        record.fields.iter().flat_map(words_of).any(|word| of_kind.contains(&word))
    }

    fn defined(&self, kind: KindId) -> impl Iterator<Item = &str> {
        self.adjectives.iter().filter(move |(of, _)| self.is_a(kind, *of)).map(|(_, name)| name.as_str())
    }

    /// Whether a word has a meaning already, of whatever it is said.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Enters a word, so that nothing else goes by it.
    pub(crate) fn take(&mut self, word: &str) {
        self.words.insert(singular(word));
        self.words.insert(plural(word));
        self.words.insert(word.to_owned());
    }

    pub(crate) fn add_kind(&mut self, name: &str, parent: Option<KindId>, plural_form: Option<&str>) -> KindId {
        self.take(name);
        let plural = plural_form.map_or_else(|| plural(name), str::to_owned);
        self.words.insert(plural.clone());
        self.kinds.push(KindOf { name: name.to_owned(), plural, parent });
        self.kinds.len() - 1
    }

    /// Enters an attribute, and the other side of it.
    pub(crate) fn add_member(&mut self, member: Member) {
        for word in [&member.name, &member.singular, &member.plural] {
            self.take(word);
        }
        if let Type::OneOf(words) = &member.ty {
            self.words.extend(words.iter().cloned());
        }
        let other = match (&member.inverse, &member.ty) {
            (Some(inverse), Type::Element(target)) => {
                Some(Member::new(*target, inverse, Type::Element(member.holder)).many(true).from(Source::Inverse))
            }
            _ => None,
        };
        self.members.push(member);
        if let Some(other) = other {
            self.take(&other.name);
            self.members.push(other);
        }
    }

    pub(crate) fn add_adjective(&mut self, kind: KindId, name: &str) {
        self.take(name);
        self.adjectives.push((kind, name.to_owned()));
    }
}

/// The words that an attribute gives to describe with.
fn words_of(member: &Member) -> Vec<String> {
    match &member.ty {
        Type::OneOf(words) => words.clone(),
        Type::YesOrNo => vec![member.name.clone()],
        _ => Vec::new(),
    }
}

/// Those that are there once.
fn once(all: Vec<String>) -> Vec<String> {
    let count = |word: &String| all.iter().filter(|other| *other == word).count();
    all.iter().filter(|word| count(word) == 1).cloned().collect()
}

fn standard() -> Schema {
    let parsed = bellwether_syntax::parse(SourceId(0), PRELUDE);
    let text = |word: Word| text_at(PRELUDE, word.span);
    let mut schema = Schema::default();
    for item in &parsed.file.items {
        if let Item::Kind(kind) = item {
            let parent = kind.parent.and_then(|parent| schema.kind(text(parent)));
            schema.add_kind(text(kind.name), parent, kind.plural.map(text));
        }
    }
    for item in &parsed.file.items {
        match item {
            Item::Kind(kind) => {
                let Some(holder) = schema.kind(text(kind.name)) else { continue };
                for attribute in &kind.attributes {
                    let member = read(&schema, holder, attribute);
                    schema.add_member(member);
                }
            }
            Item::Definition(definition) => {
                let Some(kind) = schema.kind(text(definition.kind)) else { continue };
                match definition.meaning {
                    Meaning::Adjective(_) => schema.add_adjective(kind, text(definition.name)),
                    Meaning::Derived(_) => {}
                }
            }
            _ => {}
        }
    }
    for (kind, name, ty, many) in DERIVED {
        let Some(holder) = schema.kind(kind) else { continue };
        let same = || schema.members(holder).find(|member| member.name == *ty).map(|member| member.ty.clone());
        let ty = Type::plain(ty, holder).or_else(|| schema.kind(ty).map(Type::Element)).or_else(same);
        let Some(ty) = ty else { continue };
        schema.add_member(Member::new(holder, name, ty).many(*many).from(Source::Derived));
    }
    schema
}

fn read(schema: &Schema, holder: KindId, attribute: &AttributeDeclaration) -> Member {
    let text = |word: Word| text_at(PRELUDE, word.span).to_owned();
    let ty = match &attribute.ty {
        TypeExpression::Named(name) => {
            let name = text(*name);
            Type::plain(&name, holder).or_else(|| schema.kind(&name).map(Type::Element)).unwrap_or(Type::Text)
        }
        TypeExpression::YesOrNo(_) => Type::YesOrNo,
        TypeExpression::OneOf(words, _) => Type::OneOf(words.iter().map(|word| text(*word)).collect()),
        TypeExpression::Hole(_) => Type::Text,
    };
    let name = text(attribute.name);
    let mut member = Member::new(holder, &name, ty).many(attribute.many);
    if let Some(singular) = attribute.singular {
        member.singular = text(singular);
    }
    let regular = if attribute.many && member.singular != name { name } else { plural(&member.singular) };
    member.plural = attribute.plural.map_or(regular, text);
    member.fields = attribute.fields.iter().map(|field| read(schema, holder, field)).collect();
    member.within = attribute.within;
    member.required = attribute.required;
    member.inverse = attribute.inverse.map(text);
    member.verb = attribute.verb.map(|(plain, participle)| (text(plain), participle.map(text)));
    member
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_of_the_standard_vocabulary_is_known() {
        let derived = PRELUDE.lines().filter_map(|line| line.strip_prefix("define "));
        let derived: Vec<(&str, &str)> = derived
            .filter_map(|line| {
                let (name, rest) = line.split_once(" of ")?;
                Some((rest.split(' ').next()?, name))
            })
            .filter(|(_, name)| !name.contains(' '))
            .collect();
        assert!(derived.len() >= 10);
        for (kind, name) in derived {
            let known = DERIVED.iter().any(|(of, known, ..)| (*of, *known) == (kind, name));
            assert!(known, "`{name}` of `{kind}` is not in the table");
            let holder = STANDARD.kind(kind).expect("the kind is there");
            assert!(STANDARD.members(holder).any(|member| member.name == name), "{name}");
        }
    }
}
