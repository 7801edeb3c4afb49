//! From `kind`, `extend` and `define` items to a [`Vocabulary`].
//!
//! Kinds are collected first, then numbered in preorder of the kind tree, then given their attributes; inverses come
//! last, since they add attributes to other kinds. What a definition means is left to the checker: here it gets a name.

use std::collections::{BTreeMap, VecDeque};

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::{SourceId, Sources};
use bellwether_syntax::tree::{self, Item, TypeExpression};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{Attribute, DefinitionHead, Holder, Type, Verb, Vocabulary, lower, nouns};
use crate::ids::{AttributeId, DefinitionId, KindId, WordId};
use crate::near::did_you_mean;

/// The slugs of mistakes in a vocabulary.
pub mod codes {
    use super::Code;

    /// Two kinds with one name, or a kind whose plural is another's name.
    pub const DUPLICATE_KIND: Code = Code("duplicate-kind");
    /// A kind, as a parent or a type, that is not declared.
    pub const UNKNOWN_KIND: Code = Code("unknown-kind");
    /// Kinds that are each other's parents.
    pub const KIND_CIRCLE: Code = Code("kind-circle");
    /// An attribute that the kind or one above or below it has already.
    pub const ATTRIBUTE_DECLARED_TWICE: Code = Code("attribute-declared-twice");
    /// A type that is neither built in nor a kind.
    pub const UNKNOWN_TYPE: Code = Code("unknown-type");
    /// `within`, `inverse` or `verb` on an attribute whose values are not elements.
    pub const NOT_A_RELATION: Code = Code("not-a-relation");
    /// `with`, `within`, `inverse` or `verb` on a field of an attribute.
    pub const NOT_IN_A_FIELD: Code = Code("not-in-a-field");
    /// Two definitions of one word for one kind.
    pub const DEFINED_TWICE: Code = Code("defined-twice");
    /// An attribute with the name of a kind that may stand in the same block.
    pub const ATTRIBUTE_OR_KIND: Code = Code("attribute-or-kind");
    /// Kinds that are kinds of each other in a longer line than the limit.
    pub const KINDS_TOO_DEEP: Code = Code("kinds-too-deep");
    /// More names than the limit.
    pub const VOCABULARY_TOO_LARGE: Code = Code("vocabulary-too-large");

    /// All of them.
    pub const VOCABULARY_CODES: &[Code] = &[
        DUPLICATE_KIND,
        UNKNOWN_KIND,
        KIND_CIRCLE,
        ATTRIBUTE_DECLARED_TWICE,
        UNKNOWN_TYPE,
        NOT_A_RELATION,
        NOT_IN_A_FIELD,
        DEFINED_TWICE,
        ATTRIBUTE_OR_KIND,
        KINDS_TOO_DEEP,
        VOCABULARY_TOO_LARGE,
    ];
}

/// How many names the kinds of a vocabulary may have together: those of attributes in singular and plural and of definitions,
/// each counted for every kind that has it.
const MAX_NAMES: usize = 100_000;

/// The built-in types, as they are written.
const BUILT_IN: [&str; 10] =
    ["text", "number", "percent", "points", "money", "quantity", "duration", "date", "period", "formula"];

/// The definitions of a run beside their heads: `trees[d]` is the tree of definition `d`.
pub(crate) type DefinitionTrees<'t> = Vec<&'t tree::Definition>;

/// Builds the vocabulary of all files, the prelude first. Always gives one; what is wrong is left out of it and reported.
pub(crate) fn build<'t>(
    files: &[&'t tree::File],
    sources: &Sources,
) -> (Vocabulary, DefinitionTrees<'t>, Vec<Diagnostic>) {
    let mut build = Build {
        sources,
        vocabulary: Vocabulary::default(),
        diagnostics: Vec::new(),
        attributes: FxHashMap::default(),
        names: 0,
        standard: files.first().map(|file| file.source),
    };
    let mut kinds = Vec::new();
    let mut extensions = Vec::new();
    let mut definitions = Vec::new();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Kind(kind) if kind.extends => extensions.push(kind),
            Item::Kind(kind) => kinds.push(kind),
            Item::Definition(definition) => definitions.push(definition),
            _ => {}
        }
    }
    let ordered = build.kinds(&kinds);
    for (id, kind) in &ordered {
        for attribute in &kind.attributes {
            build.attribute(Holder::Kind(*id), attribute);
        }
    }
    for extension in extensions {
        let name = build.text(extension.name);
        if let Some(id) = build.kind(extension.name, name) {
            for attribute in &extension.attributes {
                build.attribute(Holder::Kind(id), attribute);
            }
        }
    }
    build.inherit();
    build.both_meant();
    let trees = build.definitions(&definitions);
    (build.vocabulary, trees, build.diagnostics)
}

pub(super) struct Build<'s> {
    sources: &'s Sources,
    pub(super) vocabulary: Vocabulary,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// By name, in small letters: who has an attribute of that name.
    attributes: FxHashMap<String, Holders<AttributeId>>,
    /// How many names the kinds have together so far.
    names: usize,
    /// Where the standard vocabulary was read from. What others add to it takes nothing away of it.
    standard: Option<SourceId>,
}

/// By kind: what of one name it has. Kinds are numbered in preorder, so those below a kind stand together.
type Holders<T> = BTreeMap<KindId, T>;

impl<'s> Build<'s> {
    pub(super) fn text(&self, word: tree::Word) -> &'s str {
        self.sources.text(word.span)
    }

    pub(super) fn label(&self, text: Option<tree::Text>) -> Option<Box<str>> {
        text.map(|text| self.sources.text(text.span).into())
    }

    /// The kind with this name, or a diagnostic at the word.
    fn kind(&mut self, word: tree::Word, name: &str) -> Option<KindId> {
        let found = self.vocabulary.kind_named(name);
        if found.is_none() {
            let near = did_you_mean(name, self.vocabulary.kinds.iter().map(|kind| &*kind.name));
            let mut diagnostic =
                Diagnostic::error(codes::UNKNOWN_KIND, word.span, format!("there is no kind `{name}`"));
            diagnostic.help = near.or_else(|| Some(format!("declare it: `kind {name} {{ … }}`")));
            self.diagnostics.push(diagnostic);
        }
        found
    }

    /// Enters one attribute with its fields and its inverse.
    fn attribute(&mut self, holder: Holder, declared: &tree::AttributeDeclaration) -> Option<AttributeId> {
        let name = self.text(declared.name);
        let first = match holder {
            Holder::Kind(kind) => self.declared_already(kind, name),
            Holder::Field(of) => self.field_already(of, name),
        };
        if let Some(first) = first {
            let mut diagnostic = Diagnostic::error(
                codes::ATTRIBUTE_DECLARED_TWICE,
                declared.name.span,
                format!("`{name}` is declared already"),
            )
            .help(match holder {
                Holder::Kind(_) => {
                    "a kind has the attributes of the kinds above it: leave this one out, or give it another name"
                }
                Holder::Field(_) => "leave this one out, or give it another name",
            });
            if let Some(span) = self.vocabulary.attribute(first).and_then(|first| first.span) {
                diagnostic = diagnostic.also(span, "declared here");
            }
            self.diagnostics.push(diagnostic);
            return None;
        }
        let ty = self.ty(&declared.ty, holder)?;
        let field = matches!(holder, Holder::Field(_));
        // A field has no elements that lie in its values, refer back to it or are acted on, and no fields.
        let relation = matches!(ty, Type::Element(_)) && !field;
        let fields = if field { [].as_slice() } else { declared.fields.as_slice() };
        if field {
            self.look_at_field(declared, name);
        } else if !relation && (declared.within || declared.inverse.is_some() || declared.verb.is_some()) {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::NOT_A_RELATION,
                    declared.span,
                    format!("`{name}` holds no elements, so it can have no `within`, `inverse` or `verb`"),
                )
                .help("these are for attributes whose type is a kind"),
            );
        }
        let id = AttributeId::at(self.vocabulary.attributes.len());
        let singular = match declared.singular {
            Some(word) => self.text(word).to_owned(),
            None if declared.many => nouns::singular(name),
            None => name.to_owned(),
        };
        let plural = match declared.plural {
            Some(word) => self.text(word).to_owned(),
            None if declared.many && singular != name => name.to_owned(),
            None => nouns::plural(&singular),
        };
        let verb = declared.verb.filter(|_| relation).map(|(plain, participle)| {
            let plain = self.text(plain);
            Verb {
                plain: plain.into(),
                finite: nouns::finite(plain).into(),
                participle: participle.map(|word| self.text(word).into()),
            }
        });
        self.vocabulary.attributes.push(Attribute {
            name: name.into(),
            singular: singular.into(),
            plural: plural.into(),
            holder,
            ty: ty.clone(),
            many: declared.many,
            required: declared.required,
            within: declared.within && relation,
            inverse: None,
            inverse_of: None,
            verb,
            fields: Vec::new(),
            label: self.label(declared.label),
            span: Some(declared.name.span),
        });
        if let Holder::Kind(kind) = holder {
            self.enter(kind, name, id);
        }
        let fields: Vec<AttributeId> =
            fields.iter().filter_map(|field| self.attribute(Holder::Field(id), field)).collect();
        let inverse = match (declared.inverse, holder, &ty) {
            (Some(word), Holder::Kind(kind), Type::Element(target)) => self.inverse(id, kind, *target, word),
            _ => None,
        };
        if let Some(attribute) = self.vocabulary.attributes.get_mut(id.index()) {
            attribute.fields = fields;
            attribute.inverse = inverse;
        }
        Some(id)
    }

    /// Reports what is declared of a field and has no meaning there.
    fn look_at_field(&mut self, declared: &tree::AttributeDeclaration, name: &str) {
        for (word, written) in [
            ("with", !declared.fields.is_empty()),
            ("within", declared.within),
            ("inverse", declared.inverse.is_some()),
            ("verb", declared.verb.is_some()),
        ] {
            if written {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::NOT_IN_A_FIELD,
                        declared.span,
                        format!("`{name}` is a field, so it can have no `{word}`"),
                    )
                    .help("leave it out, or declare a kind that has these attributes"),
                );
            }
        }
    }

    /// Enters the inverse of an attribute on the kind that its values are of.
    fn inverse(&mut self, of: AttributeId, holder: KindId, target: KindId, word: tree::Word) -> Option<AttributeId> {
        let name = self.text(word);
        if let Some(first) = self.declared_already(target, name) {
            let mut diagnostic = Diagnostic::error(
                codes::ATTRIBUTE_DECLARED_TWICE,
                word.span,
                format!("the inverse `{name}` is declared already"),
            )
            .help("give the inverse another name");
            if let Some(span) = self.vocabulary.attribute(first).and_then(|first| first.span) {
                diagnostic = diagnostic.also(span, "declared here");
            }
            self.diagnostics.push(diagnostic);
            return None;
        }
        let id = AttributeId::at(self.vocabulary.attributes.len());
        let singular = nouns::singular(name);
        let plural = if singular == name { nouns::plural(name) } else { name.to_owned() };
        self.vocabulary.attributes.push(Attribute {
            name: name.into(),
            singular: singular.into(),
            plural: plural.into(),
            holder: Holder::Kind(target),
            ty: Type::Element(holder),
            many: true,
            required: false,
            within: false,
            inverse: None,
            inverse_of: Some(of),
            verb: None,
            fields: Vec::new(),
            label: None,
            span: Some(word.span),
        });
        self.enter(target, name, id);
        Some(id)
    }

    /// Gives an attribute to a kind.
    fn enter(&mut self, kind: KindId, name: &str, id: AttributeId) {
        if let Some(kind) = self.vocabulary.kinds.get_mut(kind.index()) {
            kind.attributes.push(id);
        }
        self.attributes.entry(lower(name).into_owned()).or_default().entry(kind).or_insert(id);
    }

    /// A field of this name that the values of an attribute carry. Fields come right after the attribute.
    fn field_already(&self, of: AttributeId, name: &str) -> Option<AttributeId> {
        let fields = self.vocabulary.attributes.iter().enumerate().skip(of.index() + 1);
        let same =
            fields.filter(|(_, field)| field.holder == Holder::Field(of) && field.name.eq_ignore_ascii_case(name));
        same.map(|(index, _)| AttributeId::at(index)).next()
    }

    /// An attribute of this name that the kind, one above it or one below it has.
    fn declared_already(&self, kind: KindId, name: &str) -> Option<AttributeId> {
        self.related(kind, self.attributes.get(lower(name).as_ref())?)
    }

    /// What a kind, the topmost one above it, or else the first one below it has. Quick however many others have one too.
    fn related<T: Copy>(&self, kind: KindId, holders: &Holders<T>) -> Option<T> {
        let end = self.vocabulary.kind(kind)?.below_end;
        let mut found = holders.range(kind..end).next().map(|(_, first)| *first);
        let mut above = Some(kind);
        while let Some(at) = above {
            found = holders.get(&at).copied().or(found);
            above = self.vocabulary.kind(at).and_then(|kind| kind.parent);
        }
        found
    }

    fn ty(&mut self, declared: &TypeExpression, holder: Holder) -> Option<Type> {
        match declared {
            TypeExpression::YesOrNo(_) => Some(Type::YesOrNo),
            TypeExpression::OneOf(words, _) => {
                let words = words.iter().map(|word| self.word(self.text(*word))).collect();
                Some(Type::OneOf(words))
            }
            TypeExpression::Hole(_) => None,
            TypeExpression::Named(word) => {
                let name = self.text(*word);
                let ty = match lower(name).as_ref() {
                    "text" => Type::Text,
                    "number" => Type::Number,
                    "percent" => Type::Percent,
                    "points" => Type::Points,
                    "money" => Type::Money,
                    "quantity" => Type::Quantity,
                    "duration" => Type::Duration,
                    "date" => Type::Date,
                    "period" => Type::Period,
                    "formula" => Type::Formula(self.vocabulary.kind_of(holder)?),
                    _ => {
                        if let Some(kind) = self.vocabulary.kind_named(name) {
                            return Some(Type::Element(kind));
                        }
                        let known = self.vocabulary.kinds.iter().map(|kind| &*kind.name).chain(BUILT_IN);
                        let near = did_you_mean(name, known);
                        let mut diagnostic = Diagnostic::error(
                            codes::UNKNOWN_TYPE,
                            word.span,
                            format!("there is no type or kind `{name}`"),
                        );
                        diagnostic.help = near.or_else(|| {
                            Some(format!(
                                "a type is a kind, `yes or no`, `one of (…)` or one of {}",
                                BUILT_IN.join(", ")
                            ))
                        });
                        self.diagnostics.push(diagnostic);
                        return None;
                    }
                };
                Some(ty)
            }
        }
    }

    fn word(&mut self, spelling: &str) -> WordId {
        let next = WordId::at(self.vocabulary.words.len());
        let id = *self.vocabulary.word_ids.entry(lower(spelling).into()).or_insert(next);
        if id == next {
            self.vocabulary.words.push(spelling.into());
        }
        id
    }

    /// Gives each kind the nouns of its own attributes and of those of the kinds above it: names as declared before
    /// forms made by rule, wherever they were declared, and of the same form that of the nearest kind.
    fn inherit(&mut self) {
        let forms: [fn(&Attribute) -> &str; 3] =
            [|attribute| &attribute.name, |attribute| &attribute.singular, |attribute| &attribute.plural];
        for index in 0..self.vocabulary.kinds.len() {
            let Some(kind) = self.vocabulary.kinds.get(index) else { continue };
            // The parent stands before it, so its table is complete.
            let inherited = kind.parent.and_then(|parent| self.vocabulary.kind(parent)).map_or(0, |it| it.nouns.len());
            let (names, span) = (inherited + kind.attributes.len(), kind.span);
            if !self.may_have(names, span) {
                return;
            }
            let parent = |kind: &KindId| self.vocabulary.kind(*kind).and_then(|kind| kind.parent);
            let mut chain: Vec<KindId> = std::iter::successors(Some(KindId::at(index)), parent).collect();
            chain.reverse();
            let mut nouns = IndexMap::new();
            for form in forms {
                let mut of_form: IndexMap<Box<str>, AttributeId> = IndexMap::new();
                for kind in chain.iter().filter_map(|kind| self.vocabulary.kind(*kind)) {
                    let mut own = IndexMap::new();
                    for id in &kind.attributes {
                        if let Some(attribute) = self.vocabulary.attribute(*id) {
                            own.entry(lower(form(attribute)).into()).or_insert(*id);
                        }
                    }
                    of_form.extend(own);
                }
                for (noun, id) in of_form {
                    nouns.entry(noun).or_insert(id);
                }
            }
            if let Some(kind) = self.vocabulary.kinds.get_mut(index) {
                kind.nouns = nouns;
            }
        }
    }

    /// Counts names; reports, once, that there are too many of them, and then they are left out.
    fn may_have(&mut self, names: usize, span: Option<Span>) -> bool {
        let before = self.names;
        self.names = before.saturating_add(names);
        if self.names <= MAX_NAMES {
            return true;
        }
        if before <= MAX_NAMES {
            let message = format!("the kinds of this vocabulary have more than {MAX_NAMES} names together");
            self.diagnostics
                .push(Diagnostic::error(codes::VOCABULARY_TOO_LARGE, span.unwrap_or_default(), message).help(
                    "a kind has the names of all kinds above it: declare fewer attributes, definitions or kinds",
                ));
        }
        false
    }

    /// Reports attributes named like a kind whose elements may stand nested in the same block.
    fn both_meant(&mut self) {
        let mut found = Vec::new();
        for attribute in &self.vocabulary.attributes {
            let Holder::Kind(holder) = attribute.holder else { continue };
            let Some(kind) = self.vocabulary.kind_nouns.get(lower(&attribute.name).as_ref()).copied() else { continue };
            let nested = self.vocabulary.kind(kind).and_then(|kind_named| {
                kind_named.nouns.values().filter_map(|id| self.vocabulary.attribute(*id)).find(|inner| {
                    inner.within
                        && matches!(inner.ty, Type::Element(place) if self.vocabulary.is_a(holder, place))
                        && kind_named.name.eq_ignore_ascii_case(&attribute.name)
                })
            });
            if let (Some(nested), Some(span)) = (nested, attribute.span) {
                found.push((span, nested.span.unwrap_or(span), attribute.name.clone(), holder));
            }
        }
        for (attribute, within, name, holder) in found {
            // What can be changed is what is not of the standard vocabulary.
            let own = Some(attribute.source) != self.standard || Some(within.source) == self.standard;
            let (at, other, help) = if own {
                (attribute, (within, "this lets it be nested"), "give the attribute another name, such as its plural")
            } else {
                (within, (attribute, "this is the attribute"), "leave `within` out")
            };
            let holder = self.vocabulary.kind(holder).map_or("", |kind| &kind.name);
            let message =
                format!("in a {holder} a line that begins with `{name}` could be its attribute or a nested `{name}`");
            self.diagnostics
                .push(Diagnostic::error(codes::ATTRIBUTE_OR_KIND, at, message).help(help).also(other.0, other.1));
        }
    }

    /// Enters the heads of the definitions; a word defined twice for one kind is reported and left out.
    fn definitions<'t>(&mut self, declared: &[&'t tree::Definition]) -> DefinitionTrees<'t> {
        let mut trees = Vec::new();
        let mut waiting: VecDeque<(KindId, DefinitionId, bool, &str)> = VecDeque::new();
        let mut by_name: FxHashMap<(String, bool), Holders<DefinitionId>> = FxHashMap::default();
        for definition in declared {
            let kind_name = self.text(definition.kind);
            let Some(kind) = self.kind(definition.kind, kind_name) else { continue };
            let name = self.text(definition.name);
            let adjective = matches!(definition.meaning, tree::Meaning::Adjective(_));
            let same_name = by_name.entry((lower(name).into_owned(), adjective)).or_default();
            let first = self.related(kind, same_name).and_then(|id| self.vocabulary.definition(id));
            // `owners` may be defined beside a single `owner`: only the name as declared is taken.
            let attribute = if adjective { None } else { self.vocabulary.attribute_named(kind, name) }.filter(|id| {
                self.vocabulary
                    .attribute(*id)
                    .is_some_and(|attribute| attribute.many || attribute.name.eq_ignore_ascii_case(name))
            });
            // Of a kind below, too: or its own elements would have another value than as elements of this kind.
            let attribute = attribute.or_else(|| {
                let same = self.attributes.get(lower(name).as_ref()).filter(|_| !adjective)?;
                let end = self.vocabulary.kind(kind)?.below_end;
                same.range(kind..end).next().map(|(_, id)| *id)
            });
            let before = first
                .map(|first| first.span)
                .or_else(|| attribute.and_then(|id| self.vocabulary.attribute(id)).map(|attribute| attribute.span));
            if let Some(before) = before {
                // What can be changed is what is not of the standard vocabulary.
                let is_standard = |span: Span| Some(span.source) == self.standard;
                let (at, also) = match before {
                    Some(own) if is_standard(definition.name.span) && !is_standard(own) => {
                        (own, Some(definition.name.span))
                    }
                    before => (definition.name.span, before),
                };
                let message = format!("`{name}` of `{kind_name}` has a meaning already");
                let mut diagnostic = Diagnostic::error(codes::DEFINED_TWICE, at, message).help("give it another name");
                if let Some(span) = also {
                    diagnostic = diagnostic.also(span, "defined here");
                }
                self.diagnostics.push(diagnostic);
                continue;
            }
            let id = DefinitionId::at(trees.len());
            same_name.entry(kind).or_insert(id);
            trees.push(*definition);
            self.vocabulary.definitions.push(DefinitionHead {
                name: name.into(),
                kind,
                adjective,
                span: Some(definition.name.span),
            });
            waiting.push_back((kind, id, adjective, name));
        }
        for (kind, id, adjective, name) in waiting {
            let end = self.vocabulary.kind(kind).map_or(kind, |kind| kind.below_end);
            let span = self.vocabulary.definition(id).and_then(|head| head.span);
            if !self.may_have((end.0 - kind.0) as usize, span) && span.map(|span| span.source) != self.standard {
                continue;
            }
            for below in kind.0..end.0 {
                let Some(kind) = self.vocabulary.kinds.get_mut(below as usize) else { continue };
                if adjective {
                    kind.adjectives.insert(lower(name).into(), id);
                } else {
                    kind.derived.insert(lower(name).into(), id);
                    kind.derived.entry(lower(&nouns::singular(name)).into()).or_insert(id);
                    kind.derived.entry(lower(&nouns::plural(name)).into()).or_insert(id);
                }
            }
        }
        trees
    }
}
