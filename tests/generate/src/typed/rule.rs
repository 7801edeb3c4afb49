//! Rules: the forms of sentences (§6 of the reference).

use super::Typed;
use super::condition::{Shape, Shaped};
use super::scope::{Base, Path, Scope, Step, settled};
use super::verb::Asked;
use crate::ir::{Form, Rule};
use crate::nouns::singular;
use crate::phrase::{Phrase, Token};
use crate::schema::{KindId, Type};

/// What others may say of a rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleOf {
    /// `policy/label`.
    pub(crate) name: String,
    /// Of whom it has findings; of the model where there is none.
    pub(crate) subject: Option<KindId>,
}

/// A sentence, and of whom it has findings.
struct Said {
    phrase: Phrase,
    subject: Option<KindId>,
    /// The scopes that `unless` is said in.
    scopes: Vec<Scope>,
}

/// A word for how strongly something is asked.
const MODALS: &[&str] = &["must", "should", "could"];

impl Typed<'_, '_> {
    /// A rule; where nothing fits one that says little.
    pub(crate) fn rule(&mut self, policy: &str) -> Rule {
        let mut made = None;
        for _ in 0..6 {
            let drawn = self.draw.weighted(&[10, 4, 2, 5, 4, 3, 4, 2, 4, 4, 3, 2]);
            let Some(form) = Form::ALL.get(drawn).copied() else { continue };
            self.begin();
            if let Some(said) = self.sentence(form) {
                made = Some((form, said));
                break;
            }
        }
        let (form, said) = made.unwrap_or_else(|| self.plain_sentence());
        let modal = said.phrase.0.iter().rev().find_map(|token| match token {
            crate::phrase::Token::Word(word) if ["could", "should"].contains(&word.as_str()) => Some(word.clone()),
            _ => None,
        });
        self.scopes = said.scopes;
        let mut modifiers = Vec::new();
        if self.draw.chance(1, 4)
            && !self.scopes.is_empty()
            && let Some(condition) = self.condition()
        {
            modifiers.push(Phrase::of("unless").then(condition.phrase));
        }
        self.scopes.clear();
        self.inside.clear();
        self.modifiers(modal.as_deref(), &mut modifiers);
        let used = said.phrase.words().chain(modifiers.iter().flat_map(Phrase::words)).map(str::to_owned).collect();
        let sentence = settled(said.phrase, &used);
        let modifiers = modifiers.into_iter().map(|modifier| settled(modifier, &used)).collect();
        let label = self.fresh(&format!("rules of {policy}"), "rule");
        self.rules.push(RuleOf { name: format!("{policy}/{label}"), subject: said.subject });
        Rule { label, form, sentence, modifiers }
    }

    fn begin(&mut self) {
        self.scopes.clear();
        self.variables = 0;
        self.inside.clear();
        self.fuel = self.bounds.nesting;
    }

    fn plain_sentence(&mut self) -> (Form, Said) {
        self.begin();
        let kind = self.cast_kind();
        let phrase = Phrase::of("every").and(self.schema.name(kind)).and("must be in it");
        (Form::Each, Said { phrase, subject: Some(kind), scopes: Vec::new() })
    }

    fn sentence(&mut self, form: Form) -> Option<Said> {
        match form {
            Form::Each | Form::No | Form::Named | Form::Requires | Form::Possessive => self.one_by_one(form),
            Form::Counted | Form::Share => {
                let counted = self.counted(form == Form::Share, None)?;
                Some(Said { subject: None, ..counted })
            }
            Form::Scoped => self.scoped(),
            Form::Narrowed => self.narrowed(),
            Form::Through => self.through(),
            Form::For => self.for_every(),
            Form::NoTwo => self.no_two(),
        }
    }

    // ------------------------------------------------------------ subjects

    /// Whom a sentence is about: words, the kind. Its scope is open afterwards.
    fn subject(
        &mut self,
        quantifier: Phrase,
        plural: bool,
        variable: bool,
    ) -> Option<(Phrase, KindId, Option<Phrase>)> {
        let kind = self.cast_kind();
        let mut phrase = quantifier;
        let adjectives = self.likely_adjectives(kind);
        if self.draw.chance(1, 4)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(if plural { self.schema.plural(kind) } else { self.schema.name(kind) });
        let mut name = None;
        if variable && self.draw.chance(1, 4) {
            let (variable, marked) = self.variable();
            phrase = phrase.then(marked);
            name = Some(variable);
        }
        self.open(kind, name);
        let tail = self.subject_tail();
        Some((phrase, kind, tail))
    }

    /// `in division growth where …`, after the subject.
    fn subject_tail(&mut self) -> Option<Phrase> {
        let mut tail = Phrase::new();
        if self.draw.chance(1, 8)
            && let Some((place, _)) = self.element_named(|_, _| true)
        {
            tail = Phrase::of("in").then(place);
        }
        if self.draw.chance(1, 4)
            && let Some(condition) = self.condition()
        {
            tail = tail.and("where").then(condition.phrase);
        } else if self.draw.chance(1, 12)
            && let Some((verb, object)) = self.verb_of_it()
        {
            tail = tail.and("that").and(&finite(&verb)).then(object.phrase);
        }
        (!tail.0.is_empty()).then_some(tail)
    }

    fn verb_of_it(&mut self) -> Option<(String, Shaped)> {
        let base = self.nearest()?.base.clone();
        self.verb(&Asked { base, many: false, steps: 0, late: true, each: false })
    }

    /// `every kpi must …`, `no kpi may …`, `kpi arr must …`, `every kpi's lag must …`, `every kpi requires …`.
    fn one_by_one(&mut self, form: Form) -> Option<Said> {
        let denies = form == Form::No || (form == Form::Possessive && self.draw.chance(1, 6));
        let (mut phrase, kind, tail) = match form {
            Form::Named => {
                let cast = self.cast.clone();
                let (phrase, kind) = self.element_named(|_, kind| cast.contains(&kind))?;
                self.open(kind, None);
                (phrase, kind, None)
            }
            _ if denies => self.subject(Phrase::of("no"), false, true)?,
            _ => {
                let quantifier = self.draw.word(&["every", "each", "", "all", "a", "the"]);
                let plural = ["", "all"].contains(&quantifier);
                self.subject(Phrase::of(quantifier), plural, !["", "the"].contains(&quantifier))?
            }
        };
        let base = Base::Plain(Type::Element(kind));
        let mut asked = Asked { base, many: false, steps: 0, late: true, each: false };
        let mut noun = String::new();
        if form == Form::Possessive || (form == Form::Named && self.draw.chance(1, 4)) {
            let (path, word) = self.possessive(&asked.base)?;
            phrase = phrase.then(path.phrase);
            asked = Asked { base: path.base, many: path.many, steps: path.steps, late: path.late, each: false };
            noun = word;
        }
        phrase = phrase.then(tail.unwrap_or_default());
        if form == Form::Requires {
            let items = self.have(&asked.base)?;
            return self.ended(phrase.and("requires").then(items.phrase), Some(kind));
        }
        let modal = if denies { self.draw.word(&["may", "should", "could"]) } else { self.draw.word(MODALS) };
        let predicate =
            if asked.many { self.each_value(&asked, &noun, modal)? } else { self.predicate(&asked, modal)? };
        self.ended(phrase.and(modal).then(predicate.phrase), Some(kind))
    }

    /// Ends a sentence: the scopes that are open stay so for `unless`.
    fn ended(&mut self, phrase: Phrase, subject: Option<KindId>) -> Option<Said> {
        Some(Said { phrase, subject, scopes: std::mem::take(&mut self.scopes) })
    }

    /// `'s owner.lead` after a subject, and the noun of its last step.
    fn possessive(&mut self, base: &Base) -> Option<(Path, String)> {
        let mut path = Path { phrase: Phrase::new(), base: base.clone(), many: false, steps: 0, late: true };
        let mut last = String::new();
        for at in 0..1 + usize::from(self.draw.chance(1, 3)) {
            let steps = self.steps(&path.base);
            let steps: Vec<&Step> = steps.iter().collect();
            let Some(step) = self.likely(&steps) else { break };
            let dotted = at > 0 && self.draw.chance(1, 2);
            path.phrase = if dotted {
                path.phrase.glued(&format!(".{}", step.word))
            } else {
                path.phrase.glued("'s").and(&step.word)
            };
            path.late = !path.many;
            path.many |= step.many;
            path.base = step.base;
            path.steps += 1;
            last = singular(&step.word);
        }
        (path.steps > 0).then_some((path, last))
    }

    /// A predicate of several values: of each of them, or of all together.
    fn each_value(&mut self, asked: &Asked, noun: &str, modal: &str) -> Option<Shaped> {
        if self.draw.chance(1, 3) {
            let together = Asked { each: false, ..asked.clone() };
            let (verb, object) = self.verb(&together)?;
            let denied = if self.draw.chance(1, 4) { "not" } else { "" };
            return Some(Shaped::new(Phrase::of(denied).and(&verb).then(object.phrase), object.shape));
        }
        let each = Asked { each: true, ..asked.clone() };
        // The subject stays the nearest, and the value is an outer one.
        let at = self.scopes.len().checked_sub(1)?;
        self.scopes.insert(at, Scope { base: asked.base.clone(), noun: noun.to_owned(), variable: None });
        let predicate = self.predicate(&each, modal);
        if at < self.scopes.len() {
            self.scopes.remove(at);
        }
        predicate
    }

    // ------------------------------------------------------------ predicates

    /// What is asked: one verb, or several joined.
    fn predicate(&mut self, asked: &Asked, modal: &str) -> Option<Shaped> {
        if self.fuel > 0 && self.draw.chance(1, 4) {
            let joint = self.draw.word(&["and", "or"]);
            let mut parts = Vec::new();
            for _ in 0..2 + usize::from(self.draw.chance(1, 4)) {
                let Some(part) = self.predicate_part(asked) else { continue };
                let again = !parts.is_empty() && joint == "and" && self.draw.chance(1, 8);
                let phrase = if part.shape == Shape::Simple { part.phrase } else { part.phrase.bracketed() };
                parts.push(if again { Phrase::of(modal).then(phrase) } else { phrase });
            }
            if parts.len() > 1 {
                return Some(Shaped::new(Phrase::list(parts, joint), Shape::Compound));
            }
            return parts.pop().map(|part| Shaped::new(part, Shape::Compound));
        }
        self.predicate_part(asked)
    }

    fn predicate_part(&mut self, asked: &Asked) -> Option<Shaped> {
        let (verb, object) = self.verb(asked)?;
        let phrase = Phrase::of(&verb).then(object.phrase);
        if self.draw.chance(1, 7) {
            let brackets = object.shape != Shape::Simple || self.draw.chance(1, 4);
            let inner = if brackets { phrase.bracketed() } else { phrase };
            // In a list `not` stands in brackets with what it denies.
            return Some(Shaped::new(Phrase::of("not").then(inner), Shape::Compound));
        }
        Some(Shaped::new(phrase, object.shape))
    }

    fn predicate_of_it(&mut self, modal: &str) -> Option<Shaped> {
        let base = self.nearest()?.base.clone();
        self.predicate(&Asked { base, many: false, steps: 0, late: true, each: false }, modal)
    }

    // ------------------------------------------------------------ counted, scoped

    /// `at least 2 KPIs must …`; the scope's kind is given where there is one.
    fn counted(&mut self, share: bool, scope: Option<KindId>) -> Option<Said> {
        let bound = self.draw.word(&["at least", "at most", "exactly", "more than", "fewer than", "between", ""]);
        let first = self.counted_amount(share, scope)?;
        let quantifier = match bound {
            "between" => {
                let low = if share { Phrase::of("10% of") } else { Phrase::of("1") };
                Phrase::of("between").then(low).and("and").then(first)
            }
            "" if !share => Phrase::of(self.draw.word(&["2", "1"])),
            // A share by itself is a percentage, never a word.
            "" => Phrase::of(self.draw.word(&["50% of", "10% of", "100% of"])),
            bound => Phrase::of(bound).then(first),
        };
        let limits = ["at most", "fewer than"].contains(&bound);
        let (phrase, kind, tail) = self.subject(quantifier, true, true)?;
        let modal = if limits { self.draw.word(&["may", "must", "should", "could"]) } else { self.draw.word(MODALS) };
        let mut phrase = phrase;
        let mut asked =
            Asked { base: Base::Plain(Type::Element(kind)), many: false, steps: 0, late: true, each: false };
        if self.draw.chance(1, 10)
            && let Some((path, _)) = self.possessive(&asked.base)
            && !path.many
        {
            phrase = phrase.then(path.phrase);
            asked = Asked { base: path.base, many: false, steps: path.steps, late: path.late, each: false };
        }
        phrase = phrase.then(tail.unwrap_or_default());
        let predicate = self.predicate(&asked, modal)?;
        self.ended(phrase.and(modal).then(predicate.phrase), Some(kind))
    }

    fn counted_amount(&mut self, share: bool, scope: Option<KindId>) -> Option<Phrase> {
        if share {
            if self.draw.chance(1, 3)
                && let Some(parameter) = self.parameter(&Type::Number)
            {
                return Some(parameter.glued("%").and("of"));
            }
            if self.draw.chance(1, 4)
                && let Some(parameter) = self.parameter(&Type::Percent)
            {
                return Some(parameter.and("of"));
            }
            return Some(Phrase::of(self.draw.word(&["50% of", "60% of", "100% of", "0% of", "33.3% of", "1% of"])));
        }
        if let Some(kind) = scope
            && self.draw.chance(1, 3)
        {
            let steps = self.steps(&Base::Plain(Type::Element(kind)));
            let numbers: Vec<&Step> =
                steps.iter().filter(|step| !step.many && *step.base.ty() == Type::Number).collect();
            if let Some(step) = self.likely(&numbers) {
                return Some(Phrase::of(&step.word));
            }
        }
        if self.draw.chance(1, 8) && self.scopes.is_empty() {
            let kind = self.cast_kind();
            let (name, plural) = (self.schema.name(kind).to_owned(), self.schema.plural(kind).to_owned());
            // What an attribute of the place is called as well would be that attribute.
            if scope.is_some_and(|scope| self.step(&Base::Plain(Type::Element(scope)), &plural).is_some()) {
                return None;
            }
            let condition = self.condition_of(Base::Plain(Type::Element(kind)), &name, None)?;
            let of = Phrase::of(&plural).and("where").then(condition.phrase).bracketed();
            return Some(Phrase::of("count of").then(of).bracketed());
        }
        if self.draw.chance(1, 4)
            && let Some(parameter) = self.parameter(&Type::Number)
        {
            return Some(parameter);
        }
        Some(Phrase::of(self.draw.word(&["1", "2", "3", "0"])))
    }

    /// A place before a sentence: `in every division`. It has no scope open afterwards.
    fn place(&mut self) -> Option<(Phrase, KindId)> {
        // Most often one in which something lies.
        let parents: Vec<usize> = self.actors.iter().filter_map(|actor| actor.parent).collect();
        if let Some(parent) = self.draw.pick(&parents).copied().filter(|_| !self.draw.chance(1, 6)) {
            let kind = self.actors.get(parent)?.kind;
            self.inside = self.lying_in(|typed, at| typed.actors.get(at).is_some_and(|actor| actor.kind == kind));
            if self.draw.chance(1, 4)
                && let Some(id) = self.actors.get(parent).and_then(|actor| actor.id.clone())
            {
                self.inside = self.lying_in(|_, at| at == parent);
                return Some((Phrase::of(self.schema.name(kind)).element(&self.family(kind), &id), kind));
            }
            let phrase = Phrase::of(self.draw.word(&["every", "each"]));
            return Some((self.noun(phrase, kind, false, true)?.phrase, kind));
        }
        if self.draw.chance(1, 4) {
            return self.element_named(|_, _| true);
        }
        let holders: Vec<KindId> = (0..self.schema.kinds.len())
            .filter(|place| self.cast.iter().any(|kind| self.schema.may_hold(*place, *kind)))
            .collect();
        let about: Vec<KindId> = holders.iter().copied().filter(|place| self.cast.contains(place)).collect();
        let among = if about.is_empty() || self.draw.chance(1, 3) { &holders } else { &about };
        let kind = self.draw.pick(among).copied()?;
        let noun = self.noun(Phrase::of("every"), kind, false, true)?;
        let mut phrase = noun.phrase;
        if self.draw.chance(1, 4) {
            let name = self.schema.name(kind).to_owned();
            let condition = self.condition_of(Base::Plain(Type::Element(kind)), &name, None)?;
            // What follows the comma could go on with it.
            phrase = phrase.and("where").then(condition.phrase.bracketed());
        }
        Some((phrase, kind))
    }

    /// The kinds of what lies in some elements, at any depth.
    fn lying_in(&self, places: impl Fn(&Self, usize) -> bool) -> Vec<KindId> {
        let inside = (0..self.actors.len()).filter(|at| self.places(*at).any(|place| places(self, place)));
        inside.filter_map(|at| self.actors.get(at).map(|actor| actor.kind)).collect()
    }

    fn scoped(&mut self) -> Option<Said> {
        let (place, kind) = self.place()?;
        let share = self.draw.chance(1, 2);
        let inner = self.counted(share, Some(kind))?;
        let phrase = Phrase::of("in").then(place).glued(",").then(inner.phrase);
        Some(Said { phrase, subject: Some(kind), scopes: inner.scopes })
    }

    fn narrowed(&mut self) -> Option<Said> {
        let (place, _) = self.place()?;
        let form = if self.draw.chance(1, 3) { Form::No } else { Form::Each };
        let inner = self.one_by_one(form)?;
        let phrase = Phrase::of("in").then(place).glued(",").then(inner.phrase);
        Some(Said { phrase, ..inner })
    }

    // ------------------------------------------------------------ through a relation

    /// A whole: `a shared goal g where …`; its scope is open afterwards.
    fn whole(&mut self, brackets: bool) -> Option<(Phrase, KindId, Option<String>)> {
        let kind = self.cast_kind();
        let mut phrase = Phrase::of("a");
        let adjectives = self.likely_adjectives(kind);
        if self.draw.chance(1, 4)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(self.schema.name(kind));
        let (variable, marked) = self.variable();
        phrase = phrase.then(marked);
        self.open(kind, Some(variable.clone()));
        if self.draw.chance(1, 5)
            && let Some(condition) = self.condition()
        {
            let condition = if brackets { condition.phrase.bracketed() } else { condition.phrase };
            phrase = phrase.and("where").then(condition);
        }
        Some((phrase, kind, Some(variable)))
    }

    /// A part of a whole, by the word for one of it, and what it is.
    fn part(&mut self, whole: &Base) -> Option<(String, Step)> {
        let steps = self.steps(whole);
        let fit: Vec<&Step> = steps
            .iter()
            .filter(|step| {
                let unsafe_word = ["label", "on", "at", "by", "share", "shares"].contains(&step.word.as_str());
                !unsafe_word && self.said_by(whole, step, &step.one)
            })
            .collect();
        let step = self.likely(&fit)?;
        let one = step.one.clone();
        // A plural with a meaning of its own comes before the single one.
        let plural = crate::nouns::plural(&one);
        let several = self.step(whole, &plural).filter(|other| other.many);
        let taken = several.unwrap_or_else(|| step.clone());
        Some((one, taken))
    }

    fn part_quantifier(&mut self) -> (Phrase, bool, bool) {
        match self.draw.below(6) {
            0..=2 => (Phrase::of(self.draw.word(&["every", "each", "a"])), false, false),
            3 => (Phrase::of("no"), false, true),
            4 => (Phrase::of("at least").and(self.draw.word(&["1", "2"])), false, false),
            _ => (Phrase::of(self.draw.word(&["exactly 1", "at most 1", "fewer than 2"])), false, false),
        }
    }

    /// What is asked of a part, whose scope is open.
    fn asked_of_part(&mut self, denies: bool) -> Option<Phrase> {
        let modal = if denies { self.draw.word(&["may", "should", "could"]) } else { self.draw.word(MODALS) };
        let predicate = self.predicate_of_it(modal)?;
        Some(Phrase::of(modal).then(predicate.phrase))
    }

    /// `every counter of a kpi must …`.
    fn through(&mut self) -> Option<Said> {
        let (whole, kind, _) = self.whole(false)?;
        let (one, step) = self.part(&Base::Plain(Type::Element(kind)))?;
        let (quantifier, _, denies) = self.part_quantifier();
        let mut phrase = quantifier;
        let adjectives = match &step.base {
            Base::Record(member) => self.schema.adjectives_of(member),
            Base::Plain(Type::Element(kind)) => self.likely_adjectives(*kind),
            Base::Plain(_) => Vec::new(),
        };
        if self.draw.chance(1, 5)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(&one).and("of").then(whole);
        self.scopes.push(Scope { base: step.base, noun: singular(&one), variable: None });
        let asked = self.asked_of_part(denies)?;
        self.ended(phrase.then(asked), Some(kind))
    }

    /// `for every counter c of a kpi k, …` and `for every kpi k, every team must …`.
    fn for_every(&mut self) -> Option<Said> {
        if self.draw.chance(1, 3) {
            return self.for_every_pair();
        }
        let (whole, kind, variable) = self.whole(true)?;
        let outer = self.scopes.clone();
        let (one, step) = self.part(&Base::Plain(Type::Element(kind)))?;
        let (part_variable, marked) = self.variable();
        let phrase = Phrase::of("for every").and(&one).then(marked).and("of").then(whole).glued(",");
        self.scopes.push(Scope {
            base: step.base.clone(),
            noun: singular(&one),
            variable: Some(part_variable.clone()),
        });
        // The inner sentence: of the part or of the whole, whichever leads on.
        let wholes = [(part_variable, step.base), (variable?, Base::Plain(Type::Element(kind)))];
        let (of, base) = wholes.get(self.draw.below(2))?.clone();
        let (inner_one, inner) = self.part(&base)?;
        let (quantifier, _, denies) = self.part_quantifier();
        let phrase = phrase.then(quantifier).and(&inner_one).and("of").and(&of);
        self.scopes.push(Scope { base: inner.base, noun: singular(&inner_one), variable: None });
        let asked = self.asked_of_part(denies)?;
        self.scopes = outer;
        self.ended(phrase.then(asked), Some(kind))
    }

    fn for_every_pair(&mut self) -> Option<Said> {
        let kind = self.cast_kind();
        let (variable, marked) = self.variable();
        let mut phrase = Phrase::of("for every").and(self.schema.name(kind)).then(marked);
        self.open(kind, Some(variable.clone()));
        if self.draw.chance(1, 5)
            && let Some(condition) = self.condition()
        {
            phrase = phrase.and("where").then(condition.phrase.bracketed());
        }
        let outer = self.scopes.clone();
        let (quantifier, _, denies) = self.part_quantifier();
        let plural = quantifier.0.len() > 1 && !quantifier.to_string().ends_with(" 1");
        let (inner, _, tail) = self.subject(quantifier, plural, true)?;
        let asked = self.asked_of_part(denies)?;
        self.scopes = outer;
        let mut tail = tail.unwrap_or_default();
        // A sentence that does not speak of the element would be refused.
        let named = Token::Word(variable.clone());
        if !inner.0.iter().chain(&tail.0).chain(&asked.0).any(|token| *token == named) {
            tail = Phrase::of("where").and(&variable).and("is a").and(self.schema.name(kind));
        }
        self.ended(phrase.glued(",").then(inner).then(tail).then(asked), Some(kind))
    }

    // ------------------------------------------------------------ no two

    fn no_two(&mut self) -> Option<Said> {
        let kind = self.cast_kind();
        let mut phrase = Phrase::of("no two");
        let adjectives = self.likely_adjectives(kind);
        if self.draw.chance(1, 4)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(self.schema.plural(kind));
        let named = self.draw.chance(1, 2);
        self.open(kind, named.then(|| "x".to_owned()));
        if named {
            phrase = phrase.and("x and y");
        } else if self.draw.chance(1, 4)
            && let Some(condition) = self.condition()
        {
            phrase = phrase.and("where").then(condition.phrase);
        }
        let shared = self.shared(kind)?;
        let modal = self.draw.word(&["may", "should", "could"]);
        let noun = self.schema.name(kind).to_owned();
        let second = Scope { base: Base::Plain(Type::Element(kind)), noun, variable: named.then(|| "y".to_owned()) };
        self.scopes.insert(0, second);
        self.variables = 2;
        self.ended(phrase.and(modal).and("share").then(shared), Some(kind))
    }
}

/// A verb in the third person.
fn finite(verb: &str) -> String {
    match verb {
        "be" => "is".to_owned(),
        "have" => "has".to_owned(),
        verb => crate::nouns::plural(verb),
    }
}
