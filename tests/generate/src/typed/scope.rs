//! What a sentence may speak of at a place: subjects, variables, parameters, and what may be said after each.

use std::collections::BTreeSet;

use super::Typed;
use crate::nouns::{plural, singular};
use crate::phrase::{Phrase, Token};
use crate::schema::{KindId, Member, Source, Type};

/// What is at the end of a path.
#[derive(Clone, Debug)]
pub(crate) enum Base {
    /// A plain value or an element.
    Plain(Type),
    /// A value with fields.
    Record(Box<Member>),
}

impl Base {
    pub(crate) fn ty(&self) -> &Type {
        match self {
            Self::Plain(ty) => ty,
            Self::Record(member) => &member.ty,
        }
    }

    /// The kind of an element; a record counts with its value.
    pub(crate) fn kind(&self) -> Option<KindId> {
        match self.ty() {
            Type::Element(kind) => Some(*kind),
            _ => None,
        }
    }

    pub(crate) fn of(member: &Member) -> Self {
        if member.fields.is_empty() { Self::Plain(member.ty.clone()) } else { Self::Record(Box::new(member.clone())) }
    }
}

/// A subject that paths may start at.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) base: Base,
    /// The noun that it goes by.
    pub(crate) noun: String,
    pub(crate) variable: Option<String>,
}

/// A parameter of the policy at hand.
#[derive(Clone, Debug)]
pub(crate) struct ParameterOf {
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// A step that a path may take.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The word that takes it.
    pub(crate) word: String,
    /// The word by which one of its values goes.
    pub(crate) one: String,
    /// The word by which several go.
    pub(crate) several: String,
    pub(crate) base: Base,
    pub(crate) many: bool,
    pub(crate) focus: bool,
}

/// A path: its words, and what is at its end.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) phrase: Phrase,
    pub(crate) base: Base,
    pub(crate) many: bool,
    /// How many steps it takes.
    pub(crate) steps: usize,
    /// Only its last step, if any, leads to several, and it begins at no selection.
    pub(crate) late: bool,
}

/// Words that mean something else where a path or a noun may begin.
const UNSAFE: &[&str] = &["on", "at", "by", "shares", "share", "set", "missing", "see", "result"];

impl Typed<'_, '_> {
    /// The steps that may be taken from a base.
    pub(crate) fn steps(&self, base: &Base) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        if let Base::Record(member) = base {
            for field in &member.fields {
                steps.push(Step {
                    word: field.name.clone(),
                    one: field.one().to_owned(),
                    several: field.plural.clone(),
                    base: Base::of(field),
                    many: field.many,
                    focus: true,
                });
            }
            if member.ty.is_amount() {
                for word in ["least", "most"] {
                    steps.push(plain_step(word, member.ty.clone(), false, false));
                }
            }
        }
        match base.ty() {
            Type::Element(kind) => {
                let kind = *kind;
                for member in self.schema.members(kind) {
                    steps.push(Step {
                        word: member.name.clone(),
                        one: member.one().to_owned(),
                        several: member.plural.clone(),
                        base: Base::of(member),
                        many: member.many,
                        focus: member.focus,
                    });
                }
                steps.push(plain_step("label", Type::Text, false, false));
                for child in 0..self.schema.kinds.len() {
                    let name = self.schema.name(child);
                    let several = self.schema.plural(child);
                    // A form of an attribute's name comes before the kind that has it as well.
                    let hidden = steps.iter().any(|step| {
                        [&step.word, &step.one, &step.several].iter().any(|form| *form == name || *form == several)
                    });
                    if !hidden && self.schema.may_hold(kind, child) {
                        let mut step = plain_step(name, Type::Element(child), true, self.cast.contains(&child));
                        step.several = self.schema.plural(child).to_owned();
                        steps.push(step);
                    }
                }
            }
            Type::Formula(metric) => {
                let element = Type::Element(*metric);
                steps.push(plain_step("inputs", element.clone(), true, true));
                steps.push(plain_step("numerator", element.clone(), false, true));
                steps.push(plain_step("denominator", element, false, true));
            }
            Type::Period => {
                steps.push(plain_step("start", Type::Date, false, true));
                steps.push(plain_step("end", Type::Date, false, true));
            }
            _ => {}
        }
        // A word that two of them go by means the first: the other cannot be said.
        let mut seen: Vec<String> = Vec::new();
        steps.retain(|step| {
            let new = !seen.contains(&step.word);
            seen.push(step.word.clone());
            new
        });
        steps
    }

    /// The step that a word takes, by its name or a form of it.
    pub(crate) fn step(&self, base: &Base, word: &str) -> Option<Step> {
        let steps = self.steps(base);
        let by = |matches: fn(&Step, &str) -> bool| steps.iter().find(|step| matches(step, word)).cloned();
        by(|step, word| step.word == word).or_else(|| by(|step, word| step.one == word || step.several == word))
    }

    /// Whether a step is taken when the word for one of its values, or for several, is said.
    pub(crate) fn said_by(&self, base: &Base, step: &Step, word: &str) -> bool {
        let forms = |other: &Step| other.word == word || other.one == word || other.several == word;
        self.steps(base).iter().filter(|other| forms(other)).all(|other| other.word == step.word)
    }

    pub(crate) fn nearest(&self) -> Option<&Scope> {
        self.scopes.last()
    }

    /// Opens the scope of a kind.
    pub(crate) fn open(&mut self, kind: KindId, variable: Option<String>) {
        let noun = self.schema.name(kind).to_owned();
        self.scopes.push(Scope { base: Base::Plain(Type::Element(kind)), noun, variable });
    }

    /// The place in the scopes that `the WORD` means; `None` if it is none of them.
    pub(crate) fn outer(&self, word: &str) -> Option<usize> {
        let kind = self.schema.kind(word);
        let of = |scope: &Scope| match scope.base {
            Base::Plain(Type::Element(of)) => Some(of),
            _ => None,
        };
        let exact = |scope: &Scope| scope.noun == word || (kind.is_some() && of(scope) == kind);
        let below = |scope: &Scope| kind.zip(of(scope)).is_some_and(|(kind, of)| self.schema.is_a(of, kind));
        let last = self.scopes.len().checked_sub(1)?;
        let outer = |fits: &dyn Fn(&Scope) -> bool| (0..last).rev().find(|at| self.scopes.get(*at).is_some_and(fits));
        let inner = |fits: &dyn Fn(&Scope) -> bool| self.scopes.get(last).is_some_and(fits).then_some(last);
        outer(&exact).or_else(|| inner(&exact)).or_else(|| outer(&below)).or_else(|| inner(&below))
    }

    /// A new variable, as its scope knows it; in the phrase it is marked until it is known whether it is used.
    pub(crate) fn variable(&mut self) -> (String, Phrase) {
        self.variables += 1;
        let name = match self.variables {
            1 => "x".to_owned(),
            2 => "y".to_owned(),
            3 => "z".to_owned(),
            more => format!("v{more}"),
        };
        (name.clone(), Phrase(vec![Token::Word(format!("?{name}"))]))
    }

    /// Where a path may start, with the words for it; the nearest subject has none.
    fn roots(&self) -> Vec<(Phrase, Base)> {
        let mut roots = Vec::new();
        let last = self.scopes.len().saturating_sub(1);
        for (at, scope) in self.scopes.iter().enumerate() {
            if let Some(variable) = &scope.variable {
                roots.push((Phrase::of(variable), scope.base.clone()));
            }
            if at != last && self.schema.kind(&scope.noun).is_some() && self.outer(&scope.noun) == Some(at) {
                roots.push((Phrase::of("the").and(&scope.noun), scope.base.clone()));
            }
        }
        roots
    }

    /// The name of an element of the model, with its kind before it.
    pub(crate) fn element_named(&mut self, fits: impl Fn(&Self, KindId) -> bool) -> Option<(Phrase, KindId)> {
        let fit: Vec<(KindId, String)> = self
            .actors
            .iter()
            .filter(|actor| fits(self, actor.kind))
            .filter_map(|actor| Some((actor.kind, actor.id.clone()?)))
            .collect();
        let (kind, id) = self.draw.pick(&fit)?.clone();
        Some((Phrase::of(self.schema.name(kind)).element(&self.family(kind), &id), kind))
    }

    /// A path to one value of a type that is wanted.
    pub(crate) fn path(&mut self, want: &dyn Fn(&Type) -> bool) -> Option<Path> {
        self.path_of(want, false)
    }

    /// A path that leads to one value, or to several.
    pub(crate) fn path_of(&mut self, want: &dyn Fn(&Type) -> bool, many: bool) -> Option<Path> {
        let roots = self.roots();
        if !roots.is_empty() && self.draw.chance(2, 5) {
            let (phrase, base) = self.draw.pick(&roots)?.clone();
            let start = Path { phrase, base, many: false, steps: 0, late: true };
            let found = self.from(&start, want, many);
            if found.is_some() {
                return found;
            }
        }
        if self.draw.chance(1, 12)
            && let Some((phrase, kind)) = self.element_named(|_, _| true)
        {
            let start = Path { phrase, base: Base::Plain(Type::Element(kind)), many: false, steps: 0, late: true };
            if let Some(found) = self.from(&start, want, many) {
                return Some(found);
            }
        }
        if many && self.fuel > 0 && self.draw.chance(1, 5) {
            let start = self.selection()?;
            if let Some(found) = self.from(&start, want, many) {
                return Some(found);
            }
        }
        let base = self.nearest()?.base.clone();
        self.from(&Path { phrase: Phrase::new(), base, many: false, steps: 0, late: true }, want, many)
    }

    /// A path that goes on from another, or is it, and ends with what is wanted.
    pub(crate) fn from(&mut self, start: &Path, want: &dyn Fn(&Type) -> bool, many: bool) -> Option<Path> {
        if !start.phrase.0.is_empty() && start.many == many && want(start.base.ty()) && self.draw.chance(1, 3) {
            return Some(start.clone());
        }
        let mut at = start.clone();
        for hop in 0..3 {
            let steps = self.steps(&at.base);
            let ends: Vec<&Step> =
                steps.iter().filter(|step| want(step.base.ty()) && (at.many || step.many) == many).collect();
            let goes_on = |step: &&Step| {
                (many || !step.many)
                    && (matches!(step.base, Base::Record(_))
                        || matches!(step.base.ty(), Type::Element(_) | Type::Formula(_) | Type::Period))
            };
            let between: Vec<&Step> = steps.iter().filter(goes_on).collect();
            let on = hop < 2 && !between.is_empty() && (ends.is_empty() || self.draw.chance(1, 4));
            let step = self.likely(if on { &between } else { &ends })?;
            at = self.stepped(&at, &step);
            if !on {
                return Some(at);
            }
        }
        None
    }

    /// One of some steps, most often one that the project is about.
    pub(crate) fn likely(&mut self, steps: &[&Step]) -> Option<Step> {
        let focus: Vec<&Step> = steps.iter().copied().filter(|step| step.focus).collect();
        let among = if focus.is_empty() || self.draw.chance(1, 10) { steps } else { focus.as_slice() };
        self.draw.pick(among).map(|step| (*step).clone())
    }

    /// A path one step further.
    pub(crate) fn stepped(&mut self, path: &Path, step: &Step) -> Path {
        let word = step.word.as_str();
        let phrase = if path.phrase.0.is_empty() {
            let plain = !UNSAFE.contains(&word) && !self.scopes.iter().any(|scope| scope.noun == word);
            let the = plain && self.schema.kind(&singular(word)).is_none();
            match self.draw.below(6) {
                0..=2 if plain => Phrase::of(word),
                3 if the && self.outer(word).is_none() => Phrase::of("the").and(word),
                4 => Phrase::of("it").glued(&format!(".{word}")),
                _ => Phrase::of("its").and(word),
            }
        } else if self.draw.chance(1, 6) && !matches!(path.phrase.0.last(), Some(Token::Glued(sign)) if sign == ")") {
            path.phrase.clone().glued("'s").and(word)
        } else {
            path.phrase.clone().glued(&format!(".{word}"))
        };
        Path { phrase, base: step.base.clone(), many: path.many || step.many, steps: path.steps + 1, late: !path.many }
    }

    /// `(kpi where …)`, `(its counters where …)`.
    pub(crate) fn selection(&mut self) -> Option<Path> {
        if self.fuel == 0 {
            return None;
        }
        self.fuel -= 1;
        let found = self.selection_of();
        self.fuel += 1;
        found
    }

    fn selection_of(&mut self) -> Option<Path> {
        if self.draw.chance(1, 3)
            && let Some(of) = self.path_of(&|ty| matches!(ty, Type::Element(_)), true)
            && !of.phrase.0.contains(&Token::Open)
        {
            let noun = of.phrase.0.last().and_then(|token| match token {
                Token::Word(word) | Token::Glued(word) => Some(singular(word.trim_start_matches('.'))),
                _ => None,
            })?;
            self.scopes.push(Scope { base: of.base.clone(), noun, variable: None });
            let condition = self.condition();
            self.scopes.pop();
            let phrase = of.phrase.clone().and("where").then(condition?.phrase).bracketed();
            return Some(Path { phrase, base: of.base, many: true, steps: 0, late: false });
        }
        let kind = self.cast_kind();
        // What an attribute of the nearest subject is called as well would be that attribute.
        let word = if self.draw.chance(1, 2) { self.schema.name(kind) } else { self.schema.plural(kind) }.to_owned();
        if let Some(scope) = self.nearest()
            && self.step(&scope.base, &word).is_some()
        {
            return None;
        }
        let mut phrase = Phrase::new();
        let adjectives = self.schema.adjectives(kind);
        if self.draw.chance(1, 4)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(&word);
        self.open(kind, None);
        let condition = self.condition();
        self.scopes.pop();
        let phrase = phrase.and("where").then(condition?.phrase).bracketed();
        Some(Path { phrase, base: Base::Plain(Type::Element(kind)), many: true, steps: 0, late: false })
    }

    /// Relations of a kind that lead on: the word, the kind at the end, whether a definition gives it.
    pub(crate) fn relations(&self, kind: KindId) -> Vec<(String, KindId, bool)> {
        self.schema
            .members(kind)
            .filter_map(|member| match member.ty {
                Type::Element(target) => {
                    Some((member.name.clone(), target, member.source == Source::Derived, member.focus))
                }
                _ => None,
            })
            .flat_map(|(name, target, derived, focus)| {
                // Those that the project is about come oftener.
                std::iter::repeat_n((name, target, derived), if focus { 4 } else { 1 })
            })
            .collect()
    }
}

/// A phrase with its variables where they are used, and without those that are not.
pub(crate) fn settled(phrase: Phrase, used: &BTreeSet<String>) -> Phrase {
    let tokens = phrase.0.into_iter().filter_map(|token| match token {
        Token::Word(word) => match word.strip_prefix('?') {
            Some(name) => used.contains(name).then(|| Token::Word(name.to_owned())),
            None => Some(Token::Word(word)),
        },
        other => Some(other),
    });
    Phrase(tokens.collect())
}

/// A phrase that is settled by itself.
pub(crate) fn alone(phrase: Phrase) -> Phrase {
    let used = phrase.words().map(str::to_owned).collect();
    settled(phrase, &used)
}

fn plain_step(word: &str, ty: Type, many: bool, focus: bool) -> Step {
    Step {
        word: word.to_owned(),
        one: singular(word),
        several: plural(&singular(word)),
        base: Base::Plain(ty),
        many,
        focus,
    }
}
