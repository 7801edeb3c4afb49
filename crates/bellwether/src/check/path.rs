//! Paths: where they start, which steps they follow, what type is at their end.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{self, PathRoot, SelectionFrom, Word};

use super::{Checker, codes, types};
use crate::ids::{KindId, NameId};
use crate::near::did_you_mean;
use crate::program::{Base, Meaning, NamedElement, Path, Root, Selection, Set, Step, Ty};
use crate::vocabulary::{Type, lower, nouns};

impl Checker<'_> {
    /// Lowers a path.
    pub(super) fn path(&mut self, path: &tree::Path) -> Option<Path> {
        let mut lowered = self.root(&path.root, path.span)?;
        lowered.span = path.span;
        for word in &path.steps {
            self.step(&mut lowered, *word)?;
        }
        lowered.text = self.valued(path.span);
        Some(lowered)
    }

    /// The path of the nearest subject itself.
    pub(super) fn nearest(&mut self, span: Span) -> Option<Path> {
        let Some(scope) = self.scopes.nearest() else {
            let words = self.folded(span);
            self.error_help(
                codes::UNKNOWN_NAME,
                span,
                format!("there is nothing here of which `{words}` could speak"),
                "write a number, name an element (`unit growth`), or give the sentence a scope: `in every unit, …`",
            );
            return None;
        };
        Some(Path {
            root: Root::Slot(scope.slot),
            steps: Vec::new(),
            ty: Ty { base: scope.base.clone(), many: false },
            text: "".into(),
            span,
        })
    }

    fn root(&mut self, root: &PathRoot, span: Span) -> Option<Path> {
        match root {
            PathRoot::It(_) => self.nearest(span),
            PathRoot::Today(_) => {
                Some(Path { root: Root::Today, steps: Vec::new(), ty: Ty::one(Type::Date), text: "today".into(), span })
            }
            PathRoot::Word(word) => self.word_root(*word, span),
            PathRoot::The(word, _) => self.the_root(*word, span),
            PathRoot::Named(noun, id) => self.named_root(*noun, *id, span),
            PathRoot::Selection(selection) => self.selection(selection),
        }
    }

    /// `x` (a variable) or `target` (an attribute of the nearest subject).
    fn word_root(&mut self, word: Word, span: Span) -> Option<Path> {
        let name = self.text(word);
        if !word.quoted
            && let Some(scope) = self.scopes.variable(name)
        {
            return Some(Path {
                root: Root::Slot(scope.slot),
                steps: Vec::new(),
                ty: Ty { base: scope.base.clone(), many: false },
                text: name.into(),
                span,
            });
        }
        if self.parameter_named(word).is_some() {
            self.error_help(
                codes::FORM_NOT_HERE,
                word.span,
                format!("`{name}` is a parameter, a plain value, and an attribute is asked for here"),
                "a parameter stands where a literal can",
            );
            return None;
        }
        let mut path = self.nearest(span)?;
        self.step(&mut path, word)?;
        Some(path)
    }

    /// `the goal` (an outer subject by its noun) or `the baseline` (an attribute of the nearest).
    fn the_root(&mut self, word: Word, span: Span) -> Option<Path> {
        let name = lower(self.text(word)).into_owned();
        let kind = self.words.kind_named(&name);
        let exact = |scope: &&super::scope::Scope| {
            *scope.noun == *name || matches!(scope.base, Base::Value(Type::Element(of)) if Some(of) == kind)
        };
        let below = |scope: &&super::scope::Scope| match scope.base {
            Base::Value(Type::Element(of)) => kind.is_some_and(|kind| self.words.is_a(of, kind)),
            _ => false,
        };
        let stack = &self.scopes.stack;
        let (inner, outer) = match stack.split_last() {
            Some((inner, outer)) => (Some(inner), outer),
            None => (None, [].as_slice()),
        };
        // `it` is the nearest subject, so `the kpi` is an outer one wherever there is one.
        let found = outer
            .iter()
            .rev()
            .find(exact)
            .or_else(|| inner.filter(exact))
            .or_else(|| outer.iter().rev().find(below))
            .or_else(|| inner.filter(below));
        if let Some(scope) = found {
            let (slot, base) = (scope.slot, scope.base.clone());
            self.scopes.spoken.push(slot);
            let ty = Ty { base, many: false };
            return Some(Path { root: Root::Slot(slot), steps: Vec::new(), ty, text: "".into(), span });
        }
        let mut path = self.nearest(span)?;
        self.step(&mut path, word)?;
        Some(path)
    }

    /// `kpi new_arr`: an element named with its kind.
    fn named_root(&mut self, noun: Word, id: Word, span: Span) -> Option<Path> {
        let name = self.text(noun);
        let Some(kind) = self.words.kind_named(name) else {
            let near = did_you_mean(name, self.words.kinds.iter().map(|kind| &*kind.name));
            let mut diagnostic = Diagnostic::error(
                codes::UNKNOWN_KIND,
                noun.span,
                format!("there is no kind `{name}` to name `{}` with", self.text(id)),
            );
            diagnostic.help =
                near.or_else(|| Some("an element is named with its kind, as in `kpi new_arr`".to_owned()));
            self.diagnostics.push(diagnostic);
            return None;
        };
        Some(Path {
            root: Root::Name(self.name(kind, id)),
            steps: Vec::new(),
            ty: Ty::one(Type::Element(kind)),
            text: self.valued(span),
            span,
        })
    }

    /// The entry of an element that the program names.
    pub(super) fn name(&mut self, kind: KindId, id: Word) -> NameId {
        let next = NameId::at(self.names.len());
        self.names.push(NamedElement { kind, id: self.text(id).into(), span: id.span });
        next
    }

    /// `(kpi where …)`, `(its counters where …)`.
    fn selection(&mut self, selection: &tree::Selection) -> Option<Path> {
        let span = selection.span;
        let slots_before = self.scopes.stack.len();
        let (set, base, noun, adjectives) = match &selection.from {
            SelectionFrom::Words(words) => self.selected_from_words(words, span)?,
            SelectionFrom::Path(path) => {
                let path = self.path(path)?;
                let base = path.ty.base.clone();
                let noun = path.text.rsplit(['.', ' ']).next().unwrap_or("").to_lowercase();
                (Set::Path(path), base, noun, Vec::new())
            }
        };
        let slot = self.scopes.slot();
        self.scopes.stack.push(super::scope::Scope {
            slot,
            base: base.clone(),
            noun: nouns::singular(&noun).into(),
            variable: None,
        });
        let mut conditions = Vec::new();
        let mut sound = true;
        for adjective in adjectives {
            let lowered = self.nearest(adjective.span).and_then(|it| self.adjective(it.into_expression(), adjective));
            sound &= lowered.is_some();
            conditions.extend(lowered);
        }
        if let Some(condition) = &selection.condition {
            let lowered = self.condition(condition);
            sound &= lowered.is_some();
            conditions.extend(lowered);
        }
        self.scopes.stack.truncate(slots_before);
        if !sound {
            return None;
        }
        let filter = super::condition::all(conditions, span);
        Some(Path {
            root: Root::Selection(Box::new(Selection { set, slot, filter })),
            steps: Vec::new(),
            ty: Ty { base, many: true },
            text: self.valued(span),
            span,
        })
    }

    /// A run of words in a selection: a kind with adjectives, or an attribute of the nearest subject.
    fn selected_from_words(&mut self, words: &[Word], span: Span) -> Option<(Set, Base, String, Vec<Word>)> {
        let (last, before) = words.split_last()?;
        let name = self.text(*last);
        let is_attribute = self.scopes.nearest().is_some_and(|scope| match &scope.base {
            Base::Value(Type::Element(kind)) => self.words.attribute_named(*kind, name).is_some(),
            _ => false,
        });
        if is_attribute || (before.is_empty() && self.words.kind_named(name).is_none()) {
            let path = self.word_root(*last, span)?;
            let base = path.ty.base.clone();
            return Some((Set::Path(path), base, name.to_lowercase(), before.to_vec()));
        }
        let Some(kind) = self.words.kind_named(name) else {
            self.unknown_kind(*last);
            return None;
        };
        let noun = self.words.kind(kind).map_or_else(String::new, |kind| kind.name.to_lowercase());
        Some((Set::Kind(kind), Base::Value(Type::Element(kind)), noun, before.to_vec()))
    }

    pub(super) fn unknown_kind(&mut self, word: Word) {
        let name = self.text(word);
        let near = did_you_mean(name, self.words.kinds.iter().map(|kind| &*kind.name));
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_KIND, word.span, format!("there is no kind `{name}`"));
        diagnostic.help = near;
        self.diagnostics.push(diagnostic);
    }

    /// Adds a step to a path.
    pub(super) fn step(&mut self, path: &mut Path, word: Word) -> Option<()> {
        let name = self.text(word);
        let found = self.find_step(&path.ty.base, name).or_else(|| self.find_below(path, name));
        if let Some((steps, ty)) = found {
            path.steps.extend(steps);
            path.ty.base = ty.base;
            path.ty.many |= ty.many;
            if path.text.is_empty() {
                path.text = name.into();
            } else {
                path.text = format!("{}.{name}", path.text).into();
            }
            return Some(());
        }
        self.unknown_step(&path.ty.base.clone(), word);
        None
    }

    /// An attribute that only a kind below has, at the end of a way: `owner.manager`, where an owner is a unit or a person.
    /// A subject said by its kind has the attributes of that kind alone, so that `every metric's target` stays a mistake.
    fn find_below(&self, path: &Path, name: &str) -> Option<(Vec<Step>, Ty)> {
        let Some(Type::Element(kind)) = types::value_type(&path.ty.base, &self.words) else { return None };
        let by_attribute = match (&path.ty.base, &path.root) {
            (Base::Record(_), _) => true,
            (_, Root::Slot(slot)) if path.steps.is_empty() => {
                let scope = self.scopes.stack.iter().find(|scope| scope.slot == *slot)?;
                self.words.kind_named(&scope.noun) != Some(kind)
            }
            (_, root) => !path.steps.is_empty() && !matches!(root, Root::Today),
        };
        if !by_attribute {
            return None;
        }
        let end = self.words.kind(kind)?.below_end;
        let mut found = (kind.0..end.0).filter_map(|below| self.words.attribute_named(KindId(below), name));
        let first = found.next()?;
        if found.any(|other| other != first) {
            return None;
        }
        let mut steps = vec![Step::Attribute(first)];
        if matches!(path.ty.base, Base::Record(_)) {
            steps.insert(0, Step::Value);
        }
        Some((steps, self.attribute_ty(first)))
    }

    /// The steps that a word stands for at a base, and the type after them; `None` if it is no word of it.
    pub(super) fn find_step(&mut self, base: &Base, name: &str) -> Option<(Vec<Step>, Ty)> {
        match base {
            Base::Record(attribute) => {
                if let Some(field) = self.words.field_named(*attribute, name) {
                    return Some((vec![Step::Field(field)], self.attribute_ty(field)));
                }
                let ty = self.words.attribute(*attribute)?.ty.clone();
                let step = match lower(name).as_ref() {
                    "least" if types::is_amount(&ty) => Some((vec![Step::Least], Ty::one(ty.clone()))),
                    "most" if types::is_amount(&ty) => Some((vec![Step::Most], Ty::one(ty.clone()))),
                    _ => None,
                };
                if step.is_some() {
                    return step;
                }
                let (mut steps, after) = self.find_step(&Base::Value(ty), name)?;
                steps.insert(0, Step::Value);
                Some((steps, after))
            }
            Base::Value(Type::Element(kind)) => {
                let attribute = self.words.attribute_named(*kind, name);
                let derived = self.words.kind(*kind)?.derived.get(lower(name).as_ref()).copied();
                // A name as declared wins over a form made by rule: `owners` is the definition, not several `owner`.
                let exact = |id: &crate::ids::DefinitionId| {
                    self.words.definition(*id).is_some_and(|head| head.name.eq_ignore_ascii_case(name))
                };
                if let Some(attribute) = attribute.filter(|_| !derived.as_ref().is_some_and(exact)) {
                    return Some((vec![Step::Attribute(attribute)], self.attribute_ty(attribute)));
                }
                if let Some(definition) = derived {
                    let ty = self.derived_ty(definition)?;
                    return Some((vec![Step::Derived(definition)], ty));
                }
                if lower(name) == "label" {
                    return Some((vec![Step::Label], Ty::one(Type::Text)));
                }
                let child = self.words.kind_named(name)?;
                if !self.may_hold(*kind, child) {
                    return None;
                }
                let ty = Ty { base: Base::Value(Type::Element(child)), many: true };
                Some((vec![Step::Children(child)], ty))
            }
            Base::Value(Type::Formula(metrics)) => formula_step(*metrics, name),
            Base::Value(Type::Period) => match lower(name).as_ref() {
                "start" => Some((vec![Step::Start], Ty::one(Type::Date))),
                "end" => Some((vec![Step::End], Ty::one(Type::Date))),
                _ => None,
            },
            Base::Value(_) => None,
        }
    }

    /// The type after following an attribute.
    pub(super) fn attribute_ty(&self, id: crate::ids::AttributeId) -> Ty {
        self.words.attribute(id).map_or_else(
            || Ty::one(Type::Text),
            |attribute| Ty {
                base: if attribute.fields.is_empty() { Base::Value(attribute.ty.clone()) } else { Base::Record(id) },
                many: attribute.many,
            },
        )
    }

    /// Whether elements of a kind may lie directly in one of another.
    pub(super) fn may_hold(&self, place: KindId, child: KindId) -> bool {
        let related = |a: KindId, b: KindId| self.words.is_a(a, b) || self.words.is_a(b, a);
        let end = self.words.kind(child).map_or(child, |kind| kind.below_end);
        (child.0..end.0).filter_map(|below| self.words.kind(KindId(below))).flat_map(|kind| kind.nouns.values()).any(
            |id| {
                self.words.attribute(*id).is_some_and(|attribute| {
                    attribute.within && matches!(attribute.ty, Type::Element(of) if related(of, place))
                })
            },
        )
    }

    /// The type of a derived attribute, which is checked now if it was not yet.
    pub(super) fn derived_ty(&mut self, id: crate::ids::DefinitionId) -> Option<Ty> {
        match self.definition(id)? {
            Meaning::Derived { ty, .. } => Some(ty.clone()),
            _ => None,
        }
    }

    /// All words that may stand after something of a base, for near words.
    fn words_of(&self, base: &Base) -> Vec<String> {
        match base {
            Base::Record(attribute) => {
                let mut words: Vec<String> = self.words.attribute(*attribute).map_or_else(Vec::new, |attribute| {
                    attribute
                        .fields
                        .iter()
                        .filter_map(|id| self.words.attribute(*id))
                        .map(|field| field.name.to_string())
                        .collect()
                });
                if let Some(ty) = types::value_type(base, &self.words) {
                    words.extend(self.words_of(&Base::Value(ty)));
                }
                words
            }
            Base::Value(Type::Element(kind)) => self.words.kind(*kind).map_or_else(Vec::new, |kind| {
                kind.nouns.keys().chain(kind.derived.keys()).map(ToString::to_string).collect()
            }),
            Base::Value(Type::Formula(_)) => ["inputs", "numerator", "denominator"].map(str::to_owned).to_vec(),
            Base::Value(Type::Period) => ["start", "end"].map(str::to_owned).to_vec(),
            Base::Value(_) => Vec::new(),
        }
    }

    /// What something of a base is called: `a kpi`, `a signoff`.
    pub(super) fn base_name(&self, base: &Base) -> String {
        match base {
            Base::Record(attribute) => {
                nouns::with_article(self.words.attribute(*attribute).map_or("value", |attribute| &attribute.singular))
            }
            Base::Value(ty) => types::type_name(ty, &self.words),
        }
    }

    /// Reports a word that something of a base does not have.
    pub(super) fn unknown_step(&mut self, base: &Base, word: Word) {
        let name = self.text(word);
        if self.is_broken(name) {
            return;
        }
        let whose = self.base_name(base);
        let known = if self.looks_for_near() { self.words_of(base) } else { Vec::new() };
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_ATTRIBUTE, word.span, format!("{whose} has no attribute `{name}`"));
        diagnostic.help = did_you_mean(name, known.iter().map(String::as_str));
        if diagnostic.help.is_none() {
            // Perhaps an outer subject has it.
            let outer: Vec<(Base, Box<str>)> =
                self.scopes.stack.iter().rev().skip(1).map(|scope| (scope.base.clone(), scope.noun.clone())).collect();
            for (base, noun) in outer {
                if self.find_step(&base, name).is_some() {
                    diagnostic.help = Some(format!(
                        "a path starts at the nearest subject; to mean the outer one, say `the {noun}'s {name}`"
                    ));
                    break;
                }
            }
        }
        if diagnostic.help.is_none() && name.contains('-') {
            diagnostic.help = Some(format!("a minus has a space on both sides: `{}`", name.replace('-', " - ")));
        }
        if diagnostic.help.is_none()
            && let Some(kind) = self.words.kind_named(name)
        {
            let kind_name = self.words.kind(kind).map_or("", |kind| &kind.name);
            diagnostic.help = Some(format!("`{kind_name}` is a kind, and none lies directly in {whose}"));
        }
        self.diagnostics.push(diagnostic);
    }
}

/// `inputs`, `numerator` and `denominator` of a formula, which are elements of one kind.
fn formula_step(metrics: KindId, name: &str) -> Option<(Vec<Step>, Ty)> {
    let (step, many) = match lower(name).as_ref() {
        "inputs" | "input" => (Step::Inputs, true),
        "numerator" => (Step::Numerator, false),
        "denominator" => (Step::Denominator, false),
        _ => return None,
    };
    Some((vec![step], Ty { base: Base::Value(Type::Element(metrics)), many }))
}
