//! Verbs and what they are said of: `be`, `have`, `include`, `mention`, `reach`, `share`, and those of the vocabulary
//! (§7 of the reference).

use super::Typed;
use super::condition::{Shape, Shaped};
use super::scope::{Base, Step};
use crate::nouns::{singular, with_article};
use crate::phrase::Phrase;
use crate::schema::{KindId, Member, Source, Type};

/// What a verb is said of.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) base: Base,
    pub(crate) many: bool,
    /// How many steps lead to it; 0 for a subject itself.
    pub(crate) steps: usize,
    /// Only the last of them leads to several.
    pub(crate) late: bool,
    /// Each of several values is asked by itself.
    pub(crate) each: bool,
}

impl Typed<'_, '_> {
    /// A verb in its plain form, and what follows it.
    pub(crate) fn verb(&mut self, of: &Asked) -> Option<(String, Shaped)> {
        let single = !of.many || of.each;
        let kind = of.base.kind();
        for _ in 0..4 {
            let drawn = self.draw.weighted(&[8, 6, 2, 2, 2, 3, 2]);
            let found = match drawn {
                0 => self.be(of).map(|terms| ("be".to_owned(), terms)),
                1 if single => self.have(&of.base).map(|items| ("have".to_owned(), items)),
                2 if of.steps > 0 && !of.each => self.include(of).map(|values| ("include".to_owned(), values)),
                3 if *of.base.ty() == Type::Text && !of.each => {
                    self.mention().map(|texts| ("mention".to_owned(), texts))
                }
                4 if single => kind.and_then(|kind| self.reach(kind)).map(|reached| ("reach".to_owned(), reached)),
                5 if single => kind.and_then(|kind| self.relation(kind)),
                6 if of.steps == 0 && !of.many => self.share().map(|shared| ("share".to_owned(), shared)),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        self.be(of).map(|terms| ("be".to_owned(), terms))
    }

    // ------------------------------------------------------------ be

    /// What may stand after `be`.
    fn be(&mut self, of: &Asked) -> Option<Shaped> {
        let simple = |phrase: Phrase| Some(Shaped::new(phrase, Shape::Simple));
        let taken_together = of.many && !of.each;
        if of.steps > 0 && of.late && !of.each && (taken_together || self.draw.chance(1, 6)) {
            return simple(Phrase::of(self.draw.word(&["set", "missing"])));
        }
        if taken_together {
            let ty = of.base.ty().clone();
            let schema = self.schema.clone();
            let other = self.path_of(&|other| schema.comparable(&ty, other, false), true)?;
            return simple(Phrase::of("the same as").then(other.phrase));
        }
        let ty = of.base.ty().clone();
        let words = match (&of.base, &ty) {
            (_, Type::OneOf(words)) => words.iter().take(4).cloned().collect(),
            (_, Type::YesOrNo) => vec!["yes".to_owned(), "no".to_owned()],
            (_, Type::Formula(_)) => vec!["rate".to_owned(), "compound".to_owned()],
            (Base::Record(member), _) => self.schema.adjectives_of(member),
            (_, Type::Element(kind)) => self.likely_adjectives(*kind),
            _ => Vec::new(),
        };
        if !words.is_empty() && self.draw.chance(3, 5) {
            return self.words(&words, matches!(ty, Type::Element(_)));
        }
        match ty {
            // `the same as` is said of all values together, so it is not said of each.
            Type::Text if of.each => simple(self.some_literal(&ty)?),
            Type::Element(kind) => self.be_element(kind, of.each),
            Type::Date | Type::Period if of.each || self.draw.chance(3, 4) => self.be_date(&ty, of.each),
            Type::YesOrNo | Type::OneOf(_) | Type::Formula(_) if of.each => self.words(&words, false),
            Type::Text | Type::YesOrNo | Type::OneOf(_) | Type::Formula(_) | Type::Period => self.be_same(&ty),
            _ => self.be_amount(&ty, of.each),
        }
    }

    /// The adjectives of a kind, those that the project is about alone where there are some.
    pub(crate) fn likely_adjectives(&mut self, kind: KindId) -> Vec<String> {
        let all = self.schema.adjectives(kind);
        let about: Vec<String> = self
            .schema
            .members(kind)
            .filter(|member| member.focus)
            .flat_map(|member| match &member.ty {
                Type::OneOf(words) => words.iter().take(3).cloned().collect(),
                Type::YesOrNo => vec![member.name.clone()],
                _ => Vec::new(),
            })
            .filter(|word| all.contains(word))
            .collect();
        if about.is_empty() || self.draw.chance(1, 3) { all } else { about }
    }

    /// `leading`, `leading or lagging`, `not` of none.
    fn words(&mut self, words: &[String], article: bool) -> Option<Shaped> {
        let first = self.draw.pick(words)?.clone();
        if self.draw.chance(1, 4) {
            let mut list = vec![Phrase::of(&first)];
            for _ in 0..2 {
                let next = self.draw.pick(words).filter(|next| **next != first).map(|next| Phrase::of(next));
                list.extend(next.filter(|next| !list.contains(next)));
            }
            if list.len() > 1 {
                let joint = self.draw.word(&["or", "and"]);
                return Some(Shaped::new(Phrase::list(list, joint), Shape::Compound));
            }
        }
        // Some words that describe an element are nouns as well.
        let noun = article && ["rate", "compound"].contains(&first.as_str());
        let phrase = if noun && self.draw.chance(1, 2) { with_article(&first) } else { first };
        Some(Shaped::new(Phrase::of(&phrase), Shape::Simple))
    }

    fn be_element(&mut self, kind: KindId, each: bool) -> Option<Shaped> {
        match self.draw.weighted(&[3, 2, 2, 2]) {
            0 => {
                let below = self.schema.below(kind);
                let below = if below.len() > 1 && !self.draw.chance(1, 5) { below.get(1..)?.to_vec() } else { below };
                let other = *self.draw.pick(&below)?;
                let words = self.likely_adjectives(kind);
                if self.draw.chance(1, 5)
                    && let Some(word) = self.draw.pick(&words)
                {
                    // `leading or a company kpi`: an alternative may be a kind.
                    let kind = Phrase::of("a").and(self.schema.name(other));
                    let joint = self.draw.word(&["or", "and"]);
                    return Some(Shaped::new(Phrase::list(vec![Phrase::of(word), kind], joint), Shape::Compound));
                }
                self.described("a", other, false)
            }
            1 => {
                let (place, _) = self.element_named(|_, _| true)?;
                if self.draw.chance(1, 4) {
                    let (other, _) = self.element_named(|_, _| true)?;
                    let joint = self.draw.word(&["or", "and"]);
                    let both = Phrase::list(vec![place, other], joint);
                    return Some(Shaped::new(Phrase::of("in").then(both), Shape::Compound));
                }
                Some(Shaped::new(Phrase::of("in").then(place), Shape::Compound))
            }
            2 => {
                let place = self.path(&|ty| matches!(ty, Type::Element(_)))?;
                if self.draw.chance(1, 3) {
                    return Some(Shaped::new(Phrase::of("in").then(place.phrase), Shape::Compound));
                }
                if each { None } else { self.be_same(&Type::Element(kind)) }
            }
            _ => {
                let passive = self.passive(kind);
                if passive.is_none() && !each { self.be_same(&Type::Element(kind)) } else { passive }
            }
        }
    }

    /// `driven by a team kpi`.
    fn passive(&mut self, kind: KindId) -> Option<Shaped> {
        let fit: Vec<(String, KindId)> = self
            .schema
            .members
            .iter()
            .filter(|member| member.inverse.is_some())
            .filter(|member| matches!(member.ty, Type::Element(of) if self.schema.is_a(kind, of)))
            .filter_map(|member| Some((member.verb.as_ref()?.1.clone()?, member.holder)))
            .collect();
        let (participle, holder) = self.draw.pick(&fit)?.clone();
        let object = self.object(holder)?;
        Some(Shaped::new(Phrase::of(&participle).and("by").then(object.phrase), object.shape))
    }

    fn be_same(&mut self, ty: &Type) -> Option<Shaped> {
        if let Type::Text = ty
            && self.draw.chance(1, 2)
        {
            return self.some_literal(ty).map(|text| Shaped::new(text, Shape::Simple));
        }
        let words = self.draw.word(&["the same as", "same as"]);
        let value = self.value(ty, false)?;
        Some(Shaped::new(Phrase::of(words).then(value), Shape::Simple))
    }

    fn be_amount(&mut self, ty: &Type, each: bool) -> Option<Shaped> {
        let phrase = match self.draw.below(6) {
            0 => {
                let (low, high) = (self.value(ty, true)?, self.value(ty, true)?);
                Phrase::of("between").then(low).and("and").then(high)
            }
            1 => self.some_literal(ty)?,
            2 if !each => Phrase::of("the same as").then(self.value(ty, false)?),
            _ => {
                let bound = self.draw.word(&["at least", "at most", "more than", "less than", "fewer than", "exactly"]);
                Phrase::of(bound).then(self.value(ty, true)?)
            }
        };
        Some(Shaped::new(phrase, Shape::Simple))
    }

    fn be_date(&mut self, ty: &Type, each: bool) -> Option<Shaped> {
        let date = if *ty == Type::Period && self.draw.chance(1, 2) {
            self.value(&Type::Period, false)
        } else {
            self.value(&Type::Date, true)
        }?;
        let order = self.draw.word(&["before", "after"]);
        let phrase = match self.draw.below(6) {
            0 => Phrase::of(order).then(date),
            1 => Phrase::of("on or").and(order).then(date),
            2 => {
                let bound = self.draw.word(&["at least", "at most", "more than", "less than", "exactly"]);
                let duration = self.operand(&Type::Duration)?;
                Phrase::of(bound).then(duration).and(order).then(date)
            }
            3 => Phrase::of("within").then(self.operand(&Type::Duration)?).and("of").then(date),
            4 => {
                let place = match self.draw.below(3) {
                    0 => self.path(&|ty| *ty == Type::Period).map(|path| path.phrase),
                    1 => self.parameter(&Type::Period),
                    _ => None,
                };
                let place = place.or_else(|| self.some_literal(&Type::Period))?;
                return Some(Shaped::new(Phrase::of("in").then(place), Shape::Compound));
            }
            _ if *ty == Type::Date => return self.be_amount(ty, each),
            _ if each => return None,
            _ => return self.be_same(ty),
        };
        Some(Shaped::new(phrase, Shape::Simple))
    }

    // ------------------------------------------------------------ have

    /// One or more things that a subject has.
    pub(crate) fn have(&mut self, base: &Base) -> Option<Shaped> {
        let first = self.item(base)?;
        if first.shape == Shape::Compound || self.fuel == 0 || !self.draw.chance(1, 5) {
            return Some(first);
        }
        let mut items = vec![first.phrase];
        for _ in 0..2 {
            let Some(item) = self.item(base) else { break };
            let last = item.shape == Shape::Compound;
            items.push(item.phrase);
            if last || self.draw.chance(1, 2) {
                break;
            }
        }
        let joint = self.draw.word(&["and", "or"]);
        Some(Shaped::new(Phrase::list(items, joint), Shape::Compound))
    }

    /// `a counter`, `at least 2 signoffs where role is c_level`, `a lag of at most 30 days`.
    fn item(&mut self, base: &Base) -> Option<Shaped> {
        let steps = self.steps(base);
        let fit: Vec<&Step> = steps
            .iter()
            .filter(|step| {
                !["label", "on", "at", "by", "share", "shares"].contains(&step.word.as_str())
                    && self.said_by(base, step, &step.one)
            })
            .collect();
        let several: Vec<&Step> = fit.iter().copied().filter(|step| step.many && step.focus).collect();
        let step =
            if !several.is_empty() && self.draw.chance(1, 2) { self.likely(&several)? } else { self.likely(&fit)? };
        let one = step.one.clone();
        let several = if self.said_by(base, &step, &step.several) { step.several.clone() } else { one.clone() };
        let ty = step.base.ty().clone();
        if !step.many && self.draw.chance(1, 2) {
            let bound = match ty {
                Type::Number | Type::Percent | Type::Points | Type::Money | Type::Quantity | Type::Duration => {
                    self.value(&ty, true)
                }
                Type::Date => self.value(&ty, true),
                _ => None,
            };
            if let Some(value) = bound {
                let words =
                    self.draw.word(&["of at least", "of at most", "of more than", "of less than", "of exactly"]);
                let quantifier = if self.draw.chance(1, 8) { format!("no {one}") } else { with_article(&one) };
                return Some(Shaped::new(Phrase::of(&quantifier).and(words).then(value), Shape::Simple));
            }
        }
        if let (Type::Element(kind), true) = (&ty, self.draw.chance(1, 8)) {
            // `every counter of its parent`: whose values are of the same attribute.
            let word = if self.draw.chance(2, 3) { format!("every {one}") } else { with_article(&one) };
            return self.of_another(&word, &one, *kind);
        }
        if let (Type::Element(kind), true) = (&ty, self.draw.chance(1, 9)) {
            let kind = *kind;
            let (named, _) = self.element_named(|typed, other| typed.schema.is_a(other, kind))?;
            // The kind's own word is left out: the noun says it.
            let id = Phrase(vec![named.0.last()?.clone()]).as_noun();
            return Some(Shaped::new(Phrase::of(&one).then(id), Shape::Simple));
        }
        let (quantifier, plural, plain) = self.quantifier(step.many)?;
        let noun = if plural { &several } else { &one };
        let (variable, marked) = if self.draw.chance(1, 6) { Some(self.variable()).unzip() } else { (None, None) };
        let mut phrase = quantifier;
        let adjectives = match &step.base {
            Base::Record(member) => self.schema.adjectives_of(member),
            Base::Plain(Type::Element(kind)) => self.likely_adjectives(*kind),
            Base::Plain(_) => Vec::new(),
        };
        let only = phrase == Phrase::of("only");
        let described = only || self.draw.chance(1, 4);
        let mut narrowed = false;
        if described && let Some(word) = self.draw.pick(&adjectives) {
            phrase = phrase.and(word);
            narrowed = true;
        }
        phrase = phrase.and(noun).then(marked.unwrap_or_default());
        let wants = only && !narrowed;
        let mut shape = Shape::Simple;
        let can = self.fuel > 0 && (step.base.kind().is_some() || matches!(step.base, Base::Record(_)));
        if can && plain && (wants || self.draw.chance(2, 5)) {
            self.fuel -= 1;
            let condition = self.condition_of(step.base.clone(), &singular(noun), variable);
            self.fuel += 1;
            phrase = phrase.and("where").then(condition?.nested());
            shape = Shape::Compound;
        } else if wants {
            return None;
        }
        Some(Shaped::new(phrase, shape))
    }

    /// `every counter of its parent`.
    fn of_another(&mut self, quantified: &str, one: &str, kind: KindId) -> Option<Shaped> {
        let word = one.to_owned();
        let schema = self.schema.clone();
        let typed: &Self = self;
        let holders: Vec<KindId> = (0..schema.kinds.len())
            .filter(|holder| {
                let base = Base::Plain(Type::Element(*holder));
                typed.step(&base, &word).is_some_and(|step| {
                    typed.said_by(&base, &step, &word)
                        && step.base.kind().is_some_and(|other| schema.related(other, kind))
                })
            })
            .collect();
        let path = self.path(&|ty| matches!(ty, Type::Element(holder) if holders.contains(holder)))?;
        // A word alone, or two, could be read as a kind with an id.
        let first = path.phrase.0.first()?;
        let plain = *first == crate::phrase::Token::Word("its".to_owned())
            || *first == crate::phrase::Token::Word("the".to_owned());
        plain.then(|| Shaped::new(Phrase::of(quantified).and("of").then(path.phrase), Shape::Simple))
    }

    /// A quantifier, whether the noun after it stands in the plural, and whether `where` may follow.
    pub(crate) fn quantifier(&mut self, many: bool) -> Option<(Phrase, bool, bool)> {
        if !many {
            let word = self.draw.word(&["a", "no"]);
            return Some((Phrase::of(word), false, true));
        }
        Some(match self.draw.weighted(&[5, 3, 4, 2, 2, 1, 1, 1, 1, 2]) {
            0 => (Phrase::of("a"), false, true),
            1 => (Phrase::of("no"), self.draw.chance(1, 2), true),
            2 => (Phrase::of("at least").then(self.amount()?), true, true),
            3 => (Phrase::of("at most").then(self.amount()?), true, true),
            4 => (Phrase::of("exactly").then(self.amount()?), true, true),
            5 => (Phrase::of("more than").then(self.amount()?), true, true),
            6 => (Phrase::of("fewer than").then(self.amount()?), true, true),
            7 => (Phrase::of("between 1 and").and(self.draw.word(&["1", "2", "3"])), true, true),
            8 => (Phrase::of(self.draw.word(&["2", "1", "0"])), true, true),
            _ => (Phrase::of("only"), true, true),
        })
    }

    /// A number to count to.
    pub(crate) fn amount(&mut self) -> Option<Phrase> {
        if self.draw.chance(1, 5)
            && let Some(parameter) = self.parameter(&Type::Number)
        {
            return Some(parameter);
        }
        if self.draw.chance(1, 6)
            && let Some(base) = self.nearest().map(|scope| scope.base.clone())
        {
            let steps = self.steps(&base);
            let numbers: Vec<&Step> =
                steps.iter().filter(|step| !step.many && *step.base.ty() == Type::Number).collect();
            if let Some(step) = self.likely(&numbers) {
                return Some(Phrase::of(&step.word));
            }
        }
        Some(Phrase::of(self.draw.word(&["1", "2", "0", "3"])))
    }

    // ------------------------------------------------------------ include, mention

    fn include(&mut self, of: &Asked) -> Option<Shaped> {
        let ty = of.base.ty().clone();
        let mut values = Vec::new();
        for _ in 0..1 + self.draw.below(3) {
            let value = match &ty {
                Type::OneOf(words) => self.draw.pick(words).map(|word| Phrase::of(word)),
                Type::YesOrNo | Type::Formula(_) => self.value(&ty, false),
                Type::Element(_) => {
                    let schema = self.schema.clone();
                    let several = self.draw.chance(1, 2);
                    let found = self.path_of(&|other| schema.comparable(&ty, other, false), several);
                    found.map(|path| path.phrase).filter(|phrase| !phrase.0.contains(&crate::phrase::Token::Open))
                }
                _ => self.some_literal(&ty),
            };
            values.extend(value.filter(|value| !values.contains(value)));
        }
        if values.is_empty() {
            return None;
        }
        let shape = Shape::Compound;
        let joint = self.draw.word(&["and", "or"]);
        Some(Shaped::new(Phrase::list(values, joint), shape))
    }

    fn mention(&mut self) -> Option<Shaped> {
        let mut texts = Vec::new();
        for _ in 0..1 + self.draw.below(3) {
            let text = Phrase::new().text(self.draw.word(&["improve", "conversion", "per week", "größe", "per"]));
            texts.extend((!texts.contains(&text)).then_some(text));
        }
        if self.draw.chance(1, 5)
            && let Some(parameter) = self.parameter(&Type::Text)
        {
            texts = vec![parameter];
        }
        let joint = self.draw.word(&["or", "and"]);
        Some(Shaped::new(Phrase::list(texts, joint), Shape::Compound))
    }

    // ------------------------------------------------------------ reach, verbs, share

    fn reach(&mut self, kind: KindId) -> Option<Shaped> {
        let relations = self.relations(kind);
        let (word, target, _) = self.draw.pick(&relations)?.clone();
        let mut via = vec![Phrase::of(&word)];
        if self.draw.chance(1, 3)
            && let Some((second, ..)) = self.draw.pick(&relations).cloned().filter(|(second, ..)| *second != word)
        {
            via.push(Phrase::of(&second));
        }
        let via = Phrase::of("via").then(Phrase::list(via, "or"));
        if self.draw.chance(1, 4) {
            return Some(Shaped::new(Phrase::of("itself").then(via), Shape::Compound));
        }
        let below = self.schema.below(target);
        let end = *self.draw.pick(&below)?;
        if self.draw.chance(1, 5)
            && let Some((named, _)) = self.element_named(|typed, other| typed.schema.is_a(other, target))
        {
            return Some(Shaped::new(named.then(via), Shape::Compound));
        }
        // With a `where` the words after it would be read as its own.
        let described = self.described("a", end, true)?;
        Some(Shaped::new(described.phrase.then(via), Shape::Compound))
    }

    /// A verb of the vocabulary with its object.
    fn relation(&mut self, kind: KindId) -> Option<(String, Shaped)> {
        let verbs: Vec<(String, KindId)> = self
            .schema
            .members(kind)
            .filter(|member| member.source == Source::Declared)
            .filter_map(|member: &Member| match (&member.verb, &member.ty) {
                (Some((plain, _)), Type::Element(target)) if !self.schema.is_ambiguous(member, *target) => {
                    Some((plain.clone(), *target))
                }
                _ => None,
            })
            .collect();
        let (plain, target) = self.draw.pick(&verbs)?.clone();
        Some((plain, self.object(target)?))
    }

    /// Whom a verb is about.
    fn object(&mut self, kind: KindId) -> Option<Shaped> {
        if self.draw.chance(1, 6)
            && let Some((named, _)) = self.element_named(|typed, other| typed.schema.is_a(other, kind))
        {
            // The kind of the values is the noun, whatever the element's own is.
            let id = named.0.last()?.clone();
            let phrase = Phrase::of(self.schema.name(kind)).then(Phrase(vec![id]));
            return Some(Shaped::new(phrase, Shape::Simple));
        }
        let (quantifier, plural, _) = self.quantifier(true)?;
        if quantifier == Phrase::of("only") {
            return None;
        }
        self.noun(quantifier, kind, plural, false)
    }

    fn share(&mut self) -> Option<Shaped> {
        let kind = self.nearest()?.base.kind()?;
        if matches!(self.nearest()?.base, Base::Record(_)) {
            return None;
        }
        let what = self.shared(kind)?;
        let quantifier = match self.draw.below(4) {
            0 | 1 => Phrase::of("another"),
            2 => Phrase::of("a"),
            _ => Phrase::of("at least").and(self.draw.word(&["1", "2"])),
        };
        let plural = quantifier.0.len() > 1;
        let noun = self.noun(quantifier, kind, plural, false)?;
        Some(Shaped::new(what.and("with").then(noun.phrase), Shape::Compound))
    }

    /// What elements of a kind may have in common.
    pub(crate) fn shared(&mut self, kind: KindId) -> Option<Phrase> {
        let base = Base::Plain(Type::Element(kind));
        let steps = self.steps(&base);
        let fit: Vec<&Step> = steps
            .iter()
            .filter(|step| !["label", "on", "at", "by", "share", "shares"].contains(&step.word.as_str()))
            .collect();
        let mut paths = Vec::new();
        for _ in 0..1 + usize::from(self.draw.chance(1, 3)) {
            let step = self.likely(&fit)?;
            let mut phrase = match self.draw.below(4) {
                0 => Phrase::of("its").and(&step.word),
                1 if self.schema.kind(&singular(&step.word)).is_none() && self.outer(&step.word).is_none() => {
                    Phrase::of("the").and(&step.word)
                }
                _ => Phrase::of(&step.word),
            };
            if let (Some(_), true) = (step.base.kind(), self.draw.chance(1, 4)) {
                let further = self.steps(&step.base);
                let further: Vec<&Step> = further.iter().collect();
                if let Some(next) = self.likely(&further) {
                    phrase = phrase.glued(&format!(".{}", next.word));
                }
            }
            if !paths.contains(&phrase) {
                paths.push(phrase);
            }
        }
        let joint = self.draw.word(&["and", "or"]);
        Some(Phrase::list(paths, joint))
    }

    // ------------------------------------------------------------ noun phrases

    /// `a leading kpi where …`: a noun phrase of a kind after an article.
    pub(crate) fn described(&mut self, article: &str, kind: KindId, plain: bool) -> Option<Shaped> {
        self.noun(Phrase::of(article), kind, false, plain)
    }

    /// A noun phrase of a kind: quantifier, adjectives, noun, place, condition.
    pub(crate) fn noun(&mut self, quantifier: Phrase, kind: KindId, plural: bool, plain: bool) -> Option<Shaped> {
        let adjectives = self.likely_adjectives(kind);
        let mut phrase = quantifier;
        if self.draw.chance(1, 3)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        phrase = phrase.and(if plural { self.schema.plural(kind) } else { self.schema.name(kind) });
        let mut shape = Shape::Simple;
        if self.draw.chance(1, 12)
            && let Some((place, _)) = self.element_named(|_, _| true)
        {
            phrase = phrase.and("in").then(place);
        }
        if !plain && self.fuel > 0 && self.draw.chance(1, 4) {
            self.fuel -= 1;
            let name = self.schema.name(kind).to_owned();
            let condition = self.condition_of(Base::Plain(Type::Element(kind)), &name, None);
            self.fuel += 1;
            phrase = phrase.and("where").then(condition?.nested());
            shape = Shape::Compound;
        }
        Some(Shaped::new(phrase, shape))
    }
}
