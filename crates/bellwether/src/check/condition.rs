//! Conditions and the verbs that conditions and predicates have in common.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, Connective, NounPhrase, QuantifierKind, VerbKind, VerbPhrase, Word};

use super::{Checker, codes, noun, types};
use crate::ids::AttributeId;
use crate::near::did_you_mean;
use crate::program::{
    Base, Comparison, Condition, ConditionKind, Every, Expression, ExpressionKind, Manner, Path, ReachTarget, Root,
    Set, Shares, Step, Ty,
};
use crate::vocabulary::{Holder, Type, lower};

/// All of some conditions as one; `None` for none.
pub(super) fn all(conditions: Vec<Condition>, span: Span) -> Option<Condition> {
    joined(conditions, Connective::And, span)
}

/// Conditions joined as they were written; `None` for none.
pub(super) fn joined(mut conditions: Vec<Condition>, connective: Connective, span: Span) -> Option<Condition> {
    let join = match connective {
        Connective::Or => ConditionKind::Any,
        _ => ConditionKind::All,
    };
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Some(Condition { kind: join(conditions), span }),
    }
}

/// The negation of a condition.
pub(super) fn not(condition: Condition) -> Condition {
    let span = condition.span;
    Condition { kind: ConditionKind::Not(Box::new(condition)), span }
}

/// Something said of what a path leads to, which may be missing. Of a subject itself nothing can be missing.
pub(super) fn said(spoken: &Path, condition: Condition) -> Condition {
    if spoken.steps.is_empty() {
        return condition;
    }
    let span = condition.span;
    Condition { kind: ConditionKind::Said(spoken.clone(), Box::new(condition)), span }
}

impl Checker<'_> {
    /// Lowers a condition of the nearest subject.
    pub(super) fn condition(&mut self, condition: &tree::Condition) -> Option<Condition> {
        match condition {
            tree::Condition::List(list, span) => {
                // Every part is looked at, so that all mistakes are found at once.
                let parts: Vec<_> = list.parts.iter().map(|part| self.condition(part)).collect();
                joined(parts.into_iter().collect::<Option<_>>()?, list.connective, *span)
            }
            tree::Condition::Not(inner, _) => self.condition(inner).map(not),
            tree::Condition::Clause(clause) => {
                let subject = self.expression(&clause.subject)?;
                let verb = self.verb(&subject, &clause.verb)?;
                Some(if clause.negated { not(verb) } else { verb })
            }
            tree::Condition::Compare(comparison) => self.comparison(comparison),
            tree::Condition::Bare(expression) => {
                let lowered = self.value(expression)?;
                if lowered.ty.base == Base::Value(Type::YesOrNo) {
                    let span = lowered.span;
                    return Some(Condition { kind: ConditionKind::Flag(lowered), span });
                }
                let words = self.folded(expression.span());
                // Only a path can be set.
                let set = if matches!(lowered.kind, ExpressionKind::Path(_)) {
                    format!("`{words} is set`, ")
                } else {
                    String::new()
                };
                self.error_help(
                    codes::NOT_A_CONDITION,
                    expression.span(),
                    format!("`{words}` is a value, and a condition is asked for here"),
                    format!("say what of it: {set}`{words} is …`, `{words} = …`"),
                );
                None
            }
        }
    }

    fn comparison(&mut self, comparison: &tree::Comparison) -> Option<Condition> {
        let left = self.value(&comparison.left);
        let right = self.value(&comparison.right);
        let op = match comparison.op {
            tree::CompareOp::Equal => Comparison::Equal,
            tree::CompareOp::NotEqual => Comparison::NotEqual,
            tree::CompareOp::Less => Comparison::Less,
            tree::CompareOp::AtMost => Comparison::AtMost,
            tree::CompareOp::More => Comparison::More,
            tree::CompareOp::AtLeast => Comparison::AtLeast,
        };
        self.compare(left?, op, right?, comparison.span)
    }

    /// Compares two single values, if their types may be compared.
    pub(super) fn compare(
        &mut self,
        left: Expression,
        op: Comparison,
        right: Expression,
        span: Span,
    ) -> Option<Condition> {
        let ordered = !matches!(op, Comparison::Equal | Comparison::NotEqual);
        let left_ty = types::value_type(&left.ty.base, &self.words)?;
        let right_ty = types::value_type(&right.ty.base, &self.words)?;
        if !types::comparable(&left_ty, &right_ty, ordered, &self.words) {
            let names = (types::type_name(&left_ty, &self.words), types::type_name(&right_ty, &self.words));
            let how = if ordered { "put in order with" } else { "the same as" };
            let (left_words, right_words) = (self.folded(left.span), self.folded(right.span));
            let help = types::help_to_compare(&left_ty, &right_ty);
            self.error_help(
                codes::CANNOT_COMPARE,
                span,
                format!(
                    "`{left_words}` is {} and `{right_words}` is {}: they cannot be {how} each other",
                    names.0, names.1
                ),
                help,
            );
            return None;
        }
        Some(Condition { kind: ConditionKind::Compare(left, op, right), span })
    }

    /// Lowers a verb asked of a subject, in a predicate or a condition.
    pub(super) fn verb(&mut self, subject: &Expression, verb: &VerbPhrase) -> Option<Condition> {
        match &verb.kind {
            VerbKind::Be(terms) => {
                let parts: Vec<_> = terms.parts.iter().map(|term| self.be(subject, term)).collect();
                joined(parts.into_iter().collect::<Option<_>>()?, terms.connective, verb.span)
            }
            VerbKind::Have(items) => {
                let parts: Vec<_> = items.parts.iter().map(|item| self.have(subject, item)).collect();
                joined(parts.into_iter().collect::<Option<_>>()?, items.connective, verb.span)
            }
            VerbKind::Include(values) => self.include(subject, values, verb.span),
            VerbKind::Mention(texts) => self.mention(subject, texts, verb.span),
            VerbKind::Reach { target, via } => self.reach(subject, target, via, verb.span),
            VerbKind::Share { what, with } => self.share(subject, what, with.as_ref(), verb.span),
            VerbKind::Relation { verb: word, object } => self.relation(subject, *word, object, verb.span),
        }
    }

    /// The subject of a verb as one element, with its kind.
    pub(super) fn element(&mut self, subject: &Expression, what: &str) -> Option<(Expression, crate::ids::KindId)> {
        let subject = self.single(subject.clone())?;
        if let Base::Value(Type::Element(kind)) = subject.ty.base {
            return Some((subject, kind));
        }
        let name = self.base_name(&subject.ty.base);
        self.error_help(
            codes::WRONG_TYPE,
            subject.span,
            format!("only an element can {what}, and this is {name}"),
            "end the path at an element, such as `its owner`",
        );
        None
    }

    fn include(
        &mut self,
        subject: &Expression,
        values: &tree::List<tree::Expression>,
        span: Span,
    ) -> Option<Condition> {
        let ExpressionKind::Path(whole) = &subject.kind else {
            self.error_help(
                codes::WRONG_TYPE,
                subject.span,
                "only an attribute can include values",
                "say which: `its counters include …`",
            );
            return None;
        };
        let whole_ty = types::value_type(&whole.ty.base, &self.words)?;
        let mut parts = Vec::new();
        let mut sound = true;
        for value in &values.parts {
            let lowered = self.included(value, &whole_ty);
            sound &= lowered.is_some();
            parts.extend(lowered);
        }
        if !sound {
            return None;
        }
        let whole = as_values(whole.clone(), &whole_ty);
        let any = values.connective == Connective::Or;
        Some(self.included_in(whole, parts, any, span))
    }

    /// Values that a path includes: unknown where the element that has them is missing.
    pub(super) fn included_in(&mut self, whole: Path, parts: Vec<Expression>, any: bool, span: Span) -> Condition {
        let spoken = self.holder(&whole);
        let include = Condition { kind: ConditionKind::Include { whole, parts, any }, span };
        match spoken {
            Some(spoken) => said(&spoken, include),
            None => include,
        }
    }

    /// The one element whose values a path leads to: `owner` of `owner.areas`; `None` where that is the subject itself.
    /// Of a formula, a date or another plain value there is nothing that could be missing beside itself.
    pub(super) fn holder(&mut self, path: &Path) -> Option<Path> {
        match &path.root {
            Root::Slot(_) | Root::Name(_) => {}
            // What is selected from has its holder before the brackets.
            Root::Selection(selection) => {
                return match &selection.set {
                    Set::Path(from) => self.holder(from),
                    Set::Kind(_) => None,
                };
            }
            Root::Today => return None,
        }
        // The value of the last step, without its fields, is still of that step.
        let ends = path.steps.iter().rposition(|step| *step != Step::Value)?;
        let before = path.steps.get(..ends)?;
        let mut found = None;
        let mut at = Type::Text;
        for (index, step) in before.iter().enumerate() {
            let ty = match step {
                // Of a value with fields the type is that of the value.
                Step::Value => Ty::one(at.clone()),
                Step::Attribute(id) | Step::Field(id) => {
                    let attribute = self.words.attribute(*id)?;
                    Ty { base: Base::Value(attribute.ty.clone()), many: attribute.many }
                }
                Step::Derived(id) => self.derived_ty(*id)?,
                // A half of a formula is an element as well.
                Step::Numerator | Step::Denominator => match at {
                    Type::Formula(metrics) => Ty::one(Type::Element(metrics)),
                    _ => break,
                },
                _ => break,
            };
            if ty.many {
                break;
            }
            at = types::value_type(&ty.base, &self.words)?;
            if let Type::Element(_) = at {
                found = Some((index + 1, Ty::one(at.clone())));
            }
        }
        let (taken, ty) = found?;
        let named = |steps: &[Step]| steps.iter().filter(|step| **step != Step::Value).count();
        let text = path.text.rsplitn(named(path.steps.get(taken..)?) + 1, '.').last().unwrap_or_default();
        Some(Path { steps: path.steps.get(..taken)?.to_vec(), ty, text: text.into(), ..path.clone() })
    }

    /// One value asked for by `include`: a value word of the attribute, or a path or literal of its type.
    fn included(&mut self, value: &tree::Expression, whole: &Type) -> Option<Expression> {
        if let (Type::OneOf(words), tree::Expression::Path(path)) = (whole, value)
            && let (tree::PathRoot::Word(word), true) = (&path.root, path.steps.is_empty())
        {
            let name = self.text(*word);
            let is_variable = self
                .scopes
                .stack
                .iter()
                .any(|scope| scope.variable.as_ref().is_some_and(|variable| &*variable.name == name));
            if !is_variable && self.parameter_named(*word).is_none() {
                return self.value_word(words, *word, whole);
            }
        }
        let lowered = self.expression(value)?;
        let lowered = super::expression::as_value(lowered, &self.words);
        let ty = types::value_type(&lowered.ty.base, &self.words)?;
        if !types::comparable(whole, &ty, false, &self.words) {
            let names = (types::type_name(whole, &self.words), types::type_name(&ty, &self.words));
            self.error_help(
                codes::CANNOT_COMPARE,
                value.span(),
                format!("the values are {}, so they cannot include {}", names.0, names.1),
                "include values of the same type",
            );
            return None;
        }
        Some(lowered)
    }

    /// A value word of a `one of` type as an expression.
    pub(super) fn value_word(&mut self, words: &[crate::ids::WordId], word: Word, ty: &Type) -> Option<Expression> {
        let name = self.text(word);
        if let Some(id) = self.words.word_named(name).filter(|id| words.contains(id)) {
            return Some(Expression {
                kind: ExpressionKind::Literal(crate::program::Literal::Word(id)),
                ty: Ty::one(ty.clone()),
                span: word.span,
            });
        }
        let known: Vec<&str> = words.iter().map(|id| self.words.word(*id)).collect();
        let help =
            did_you_mean(name, known.iter().copied()).unwrap_or_else(|| format!("its words are {}", known.join(", ")));
        self.error_help(codes::UNKNOWN_WORD, word.span, format!("`{name}` is not one of its words"), help);
        None
    }

    fn mention(&mut self, subject: &Expression, texts: &tree::List<tree::Value>, span: Span) -> Option<Condition> {
        let of = super::expression::as_value(subject.clone(), &self.words);
        if of.ty.base != Base::Value(Type::Text) {
            let name = self.base_name(&of.ty.base);
            self.error_help(
                codes::WRONG_TYPE,
                of.span,
                format!("only a text can mention something, and this is {name}"),
                "say which text: `its statement mentions …`",
            );
            return None;
        }
        let words = texts.parts.iter().map(|text| self.words(text)).collect::<Option<_>>()?;
        let any = texts.connective == Connective::Or;
        let holder = match &of.kind {
            ExpressionKind::Path(path) => self.holder(path),
            _ => None,
        };
        let mention = Condition { kind: ConditionKind::Mention { of, texts: words, any }, span };
        Some(match holder {
            Some(holder) => said(&holder, mention),
            None => mention,
        })
    }

    fn reach(
        &mut self,
        subject: &Expression,
        target: &tree::ReachTarget,
        via: &[Word],
        span: Span,
    ) -> Option<Condition> {
        let (from, kind) = self.element(subject, "reach something")?;
        let via = self.relations(kind, via);
        let target = match target {
            tree::ReachTarget::Itself(_) => ReachTarget::Itself,
            tree::ReachTarget::Noun(phrase) => {
                self.any_one(phrase);
                let depth = self.scopes.stack.len();
                let binder = self.kind_binder(phrase);
                self.pop_to(depth);
                let binder = binder?;
                let arrives = via.as_ref().is_none_or(|steps| {
                    steps.iter().any(|step| match self.step_kind(*step) {
                        Some(target) => self.words.is_a(target, binder.kind) || self.words.is_a(binder.kind, target),
                        None => true,
                    })
                });
                if !arrives {
                    let noun = &binder.noun;
                    self.error_help(
                        codes::NEVER_TRUE,
                        span,
                        format!("these relations never lead to {}", crate::vocabulary::nouns::with_article(noun)),
                        "name a relation that arrives at that kind",
                    );
                    return None;
                }
                ReachTarget::Any(binder)
            }
        };
        Some(Condition { kind: ConditionKind::Reach { from, via: via?, target: Box::new(target) }, span })
    }

    fn step_kind(&self, step: crate::program::Step) -> Option<crate::ids::KindId> {
        match step {
            crate::program::Step::Attribute(id) => match self.words.attribute(id)?.ty {
                Type::Element(kind) => Some(kind),
                _ => None,
            },
            _ => None,
        }
    }

    /// `it shares step with another team kpi`.
    fn share(
        &mut self,
        subject: &Expression,
        what: &tree::List<tree::Path>,
        with: Option<&NounPhrase>,
        span: Span,
    ) -> Option<Condition> {
        let Some(phrase) = with else {
            self.error_help(
                codes::FORM_NOT_HERE,
                span,
                "with whom it is shared is not said",
                "write `with another kpi` after it, or say `no two KPIs may share step`",
            );
            return None;
        };
        let ExpressionKind::Path(Path { root: Root::Slot(slot), steps, .. }) = &subject.kind else {
            self.error(codes::FORM_NOT_HERE, subject.span, "only a subject itself can share something");
            return None;
        };
        if !steps.is_empty() {
            self.error_help(
                codes::FORM_NOT_HERE,
                subject.span,
                "only a subject itself can share something",
                "say it of the subject: `it shares … with …`",
            );
            return None;
        }
        let slot = *slot;
        // What is shared is a path of the nearest subject.
        if self.scopes.nearest().is_none_or(|nearest| nearest.slot != slot) {
            self.error_help(
                codes::FORM_NOT_HERE,
                subject.span,
                "only the nearest subject itself can share something",
                "say it of the nearest subject: `it shares … with …`",
            );
            return None;
        }
        let mine: Option<Vec<Path>> = what.parts.iter().map(|path| self.key(path)).collect();
        let test = match &phrase.quantifier {
            Some(quantifier) if matches!(quantifier.kind, QuantifierKind::Every | QuantifierKind::Only) => {
                let words = self.folded(quantifier.span);
                self.error_help(
                    codes::FORM_NOT_HERE,
                    quantifier.span,
                    format!("`{words}` has no meaning here: those are counted with whom something is shared"),
                    "say how many: `share funnel with at least 2 KPIs`, `share funnel with no kpi where it is not leading`",
                );
                return None;
            }
            Some(quantifier) => self.count_test(&quantifier.kind, quantifier.span)?,
            None => noun::at_least_one(),
        };
        let distinct = phrase.quantifier.as_ref().is_some_and(|quantifier| quantifier.kind == QuantifierKind::Another);
        let depth = self.scopes.stack.len();
        let binder = self.kind_binder(phrase);
        let theirs: Option<Vec<Path>> =
            binder.as_ref().and_then(|_| what.parts.iter().map(|path| self.key(path)).collect());
        self.pop_to(depth);
        let keys = mine?.into_iter().zip(theirs?).collect();
        let any = what.connective == Connective::Or;
        let shares = Shares { subject: slot, keys, any, other: binder?, distinct, test };
        Some(Condition { kind: ConditionKind::Shares(Box::new(shares)), span })
    }

    /// A path whose values are held against each other: as values, single or many.
    pub(super) fn key(&mut self, path: &tree::Path) -> Option<Path> {
        let path = self.path(path)?;
        let ty = types::value_type(&path.ty.base, &self.words)?;
        Some(as_values(path, &ty))
    }

    /// `drives a company kpi`: a verb of the vocabulary.
    fn relation(&mut self, subject: &Expression, word: Word, object: &NounPhrase, span: Span) -> Option<Condition> {
        let name = self.text(word);
        let (subject, kind) = self.element(subject, &format!("`{name}` something"))?;
        let Some(attribute) = self.relation_with_verb(kind, name) else {
            let verbs: Vec<Box<str>> = self
                .words
                .attributes
                .iter()
                .filter(|_| self.looks_for_near())
                .filter_map(|attribute| attribute.verb.as_ref())
                .flat_map(|verb| [verb.plain.clone(), verb.finite.clone()])
                .collect();
            let known = verbs.iter().map(|verb| &**verb).chain(["be", "have", "include", "mention", "reach", "share"]);
            let whose = self.base_name(&subject.ty.base);
            if lower(name) == "reach" || lower(name) == "reaches" {
                self.error_help(
                    codes::FORM_NOT_HERE,
                    span,
                    "by which relations it is reached is not said",
                    "write them after it: `reach a company kpi via drives`",
                );
                return None;
            }
            let help = self
                .who_can(name)
                .or_else(|| did_you_mean(name, known))
                .unwrap_or_else(|| "a relation gets a verb in the vocabulary: `drives many kpi verb drive`".to_owned());
            self.error_help(
                codes::UNKNOWN_VERB,
                word.span,
                format!("{whose} has no relation with the verb `{name}`"),
                help,
            );
            return None;
        };
        self.related(&subject, attribute, object, span)
    }

    /// Of what a verb can be said, where it is one of another kind.
    fn who_can(&self, name: &str) -> Option<String> {
        let of = self.words.attributes.iter().find_map(|attribute| {
            let verb = attribute.verb.as_ref()?;
            let Holder::Kind(kind) = attribute.holder else { return None };
            let known = verb.plain.eq_ignore_ascii_case(name) || verb.finite.eq_ignore_ascii_case(name);
            known.then_some(kind)
        })?;
        let kind = self.words.kind(of)?;
        Some(format!("`{name}` is said of {}", crate::vocabulary::nouns::with_article(&kind.name)))
    }

    /// The elements that an attribute of the subject holds are counted against a noun phrase whose noun is a kind.
    pub(super) fn related(
        &mut self,
        subject: &Expression,
        attribute: AttributeId,
        object: &NounPhrase,
        span: Span,
    ) -> Option<Condition> {
        let ExpressionKind::Path(spoken) = &subject.kind else { return None };
        let mut path = spoken.clone();
        path.steps.push(Step::Attribute(attribute));
        path.ty = self.attribute_ty(attribute);
        if let Some(attribute) = self.words.attribute(attribute) {
            path.text = join(&path.text, &attribute.name);
        }
        self.counted(path, object, span).map(|condition| said(spoken, condition))
    }

    /// Something asked of each value of a path over many: `every kpi's owners must be …`.
    pub(super) fn of_each_value(
        &mut self,
        path: Path,
        span: Span,
        ask: impl FnOnce(&mut Self, &Expression) -> Option<Condition>,
    ) -> Option<Condition> {
        let slot = self.scopes.slot();
        let base = path.ty.base.clone();
        let last = path.text.rsplit('.').next().unwrap_or("value").to_owned();
        let singular = crate::vocabulary::nouns::singular(&last);
        let it = Path {
            root: Root::Slot(slot),
            steps: Vec::new(),
            ty: Ty { base: base.clone(), many: false },
            text: "".into(),
            span: path.span,
        };
        // The subject stays the nearest, and `the goal` means the value that is asked.
        let at = self.scopes.stack.len().saturating_sub(1);
        let asked = super::scope::Scope { slot, base, noun: lower(&singular).into(), variable: None };
        self.scopes.stack.insert(at, asked);
        let body = ask(self, &it.into_expression());
        self.scopes.stack.remove(at);
        let (body, noun) = (body?, singular.into());
        let every = Every { set: Set::Path(path), slot, filter: None, body, noun, manner: Manner::Each };
        Some(Condition { kind: ConditionKind::Every(Box::new(every)), span })
    }
}

/// A path with its records as their values.
pub(super) fn as_values(mut path: Path, ty: &Type) -> Path {
    if matches!(path.ty.base, Base::Record(_)) {
        path.steps.push(crate::program::Step::Value);
        path.ty.base = Base::Value(ty.clone());
    }
    path
}

/// The words of a path and one more.
pub(super) fn join(path: &str, word: &str) -> Box<str> {
    if path.is_empty() { word.into() } else { format!("{path}.{word}").into() }
}
