//! Waivers: which rules they are of, for whom, until when and why.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{self, Item, NounPhrase, QuantifierKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::scope::Scopes;
use super::{Checker, codes};
use crate::ids::{KindId, RuleId};
use crate::near::did_you_mean;
use crate::program::{Binder, Rule, RuleForm, Waiver, WaiverTarget};
use crate::vocabulary::nouns::with_article;

/// What a waiver looks like, for the help of what is missing.
const LIKE: &str = "write `waive POLICY/RULE for KIND ID until DATE because \"…\" by WHO`";

/// How many rules all waivers together may be of: `waive teams/*` is of each rule of the policy.
const MAX_WAIVED: usize = 1_000_000;

/// Rules by their names, so that many waivers and many rules take no longer than both.
struct Names<'r> {
    /// By full name.
    rules: FxHashMap<&'r str, Vec<RuleId>>,
    /// By policy: all of its rules, in order.
    policies: FxHashMap<&'r str, Vec<RuleId>>,
    /// The full names of all that are declared, those with a mistake too, sorted.
    declared: &'r [String],
    /// The same, to be looked up, with the policies.
    known: FxHashSet<&'r str>,
    known_policies: FxHashSet<&'r str>,
}

impl<'r> Names<'r> {
    fn new(rules: &'r [Rule], declared: &'r [String]) -> Self {
        let mut names = Self {
            rules: FxHashMap::default(),
            policies: FxHashMap::default(),
            declared,
            known: declared.iter().map(String::as_str).collect(),
            known_policies: declared.iter().map(|name| policy_of(name)).collect(),
        };
        for (at, rule) in rules.iter().enumerate() {
            names.rules.entry(&rule.name).or_default().push(RuleId::at(at));
            names.policies.entry(policy_of(&rule.name)).or_default().push(RuleId::at(at));
        }
        names
    }
}

fn policy_of(rule: &str) -> &str {
    rule.rsplit_once('/').map_or(rule, |(policy, _)| policy)
}

/// How a rule takes a target.
enum Fit {
    /// It can be waived for it.
    Fits,
    /// The target is among those that the rule only counts; what to write instead.
    Counted(String),
    /// The rule never speaks of it.
    Never,
}

impl Checker<'_> {
    /// Checks all waivers; those without a mistake are given in the order of what they say.
    pub(super) fn waivers(&mut self, files: &[&tree::File], rules: &[Rule]) -> Vec<Waiver> {
        // A waiver of a rule with a mistake is no second mistake.
        let mut declared = std::mem::take(&mut self.declared);
        declared.sort_unstable();
        self.parameters = Vec::new();
        let names = Names::new(rules, &declared);
        let mut waivers: Vec<Waiver> = Vec::new();
        let mut waived = 0;
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Waiver(written) = item else { continue };
            let Some(found) = self.waiver(written, rules, &names) else { continue };
            waived += found.rules.len();
            if waived > MAX_WAIVED {
                self.error_help(
                    codes::TOO_MANY_WAIVED,
                    written.rule.span,
                    format!("the waivers up to this one are of more than {MAX_WAIVED} rules together"),
                    "waive single rules, or write fewer waivers; this one and those after it are left out",
                );
                break;
            }
            waivers.push(found);
        }
        // By what they say first: the order of files changes nothing.
        waivers.sort_by(|a, b| {
            let words = |it: &Waiver| (it.name.clone(), it.target_text.clone(), it.until, it.because.clone(), it.span);
            words(a).cmp(&words(b))
        });
        waivers
    }

    fn waiver(&mut self, waiver: &tree::Waiver, rules: &[Rule], names: &Names<'_>) -> Option<Waiver> {
        self.scopes = Scopes::default();
        self.mistaken = false;
        let asked = self.waived_rules(&waiver.rule, names);
        let target = self.waiver_target(waiver);
        let slots = self.scopes.slots;
        self.pop_to(0);
        let from = waiver.from.map(|literal| self.date_literal(literal));
        let until = match waiver.until {
            Some(literal) => self.date_literal(literal),
            // What stands there was said to be no date.
            None if waiver.mistaken => None,
            None => {
                let help = format!("say with `until` when it ends, and agree on it anew then: {LIKE}");
                self.error_help(codes::WAIVER_WITHOUT_END, waiver.rule.span, "this waiver never ends", help);
                None
            }
        };
        if let (Some(Some(from)), Some(until), Some(literal)) = (from, until, waiver.until)
            && until < from
        {
            self.error_help(
                codes::DATES_OUT_OF_ORDER,
                literal.span,
                "the waiver ends before it begins, so it would never waive anything",
                "`from` and `until` are both included: write the earlier date after `from`",
            );
            return None;
        }
        let because = waiver.because.and_then(|text| self.text_literal(text));
        if waiver.because.is_none() || because.as_ref().is_some_and(|text| text.trim().is_empty()) {
            let place = waiver.because.map_or(waiver.rule.span, |text| text.span);
            let help = format!("say why with `because`, for whoever asks when it ends: {LIKE}");
            self.error_help(codes::WAIVER_WITHOUT_REASON, place, "this waiver gives no reason", help);
            return None;
        }
        let (asked, target, until, because) = (asked?, target?, until?, because?);
        let fitting = self.fitting(waiver, &asked, &target, rules)?;
        if waiver.mistaken || self.mistaken {
            return None;
        }
        Some(Waiver {
            name: self.folded(waiver.rule.span).into(),
            rules: fitting,
            target,
            target_text: waiver.target.as_ref().map(|target| self.folded(target.span).into())?,
            from: match from {
                Some(from) => Some(from?),
                None => None,
            },
            until,
            because,
            by: waiver.by.map(|word| self.text(word).into()),
            slots,
            head: waiver.rule.span.to(waiver.target.as_ref()?.span),
            until_at: waiver.until?.span,
            span: waiver.span,
        })
    }

    /// The rules that a name means; none where those it means have mistakes of their own.
    fn waived_rules(&mut self, name: &tree::RuleName, names: &Names<'_>) -> Option<Vec<RuleId>> {
        let words: Vec<&str> = name.parts.iter().map(|word| self.text(*word)).collect();
        let written = words.join("/");
        let (known, rules) =
            if name.all { (&names.known_policies, &names.policies) } else { (&names.known, &names.rules) };
        if !known.contains(&*written) {
            self.unknown_rule(name, &written, names.declared);
            return None;
        }
        rules.get(&*written).cloned()
    }

    fn unknown_rule(&mut self, name: &tree::RuleName, written: &str, declared: &[String]) {
        let mut policies: Vec<&str> = declared.iter().filter_map(|rule| Some(rule.rsplit_once('/')?.0)).collect();
        policies.dedup();
        if name.all {
            let help = did_you_mean(written, policies.iter().copied())
                .unwrap_or_else(|| "a policy is named with its id, as in `teams/*`".to_owned());
            self.error_help(codes::UNKNOWN_RULE, name.span, format!("there is no policy `{written}`"), help);
            return;
        }
        if let Some(place) = self.left_out.get(written).copied() {
            let message = format!("the rule `{written}` is not in force, so there is nothing to waive");
            let mut diagnostic = Diagnostic::error(codes::UNKNOWN_RULE, name.span, message)
                .help(format!("take the waiver away, or bring the rule in: `use {written}`"));
            if let Some(place) = place {
                diagnostic = diagnostic.also(place, "left out here");
                diagnostic.help = Some("take the waiver away, or do not leave the rule out".to_owned());
            }
            self.diagnostics.push(diagnostic);
            return;
        }
        let help = if policies.contains(&written) {
            format!("`{written}` is a policy: name one rule of it, or write `{written}/*` for all of them")
        } else {
            let label = written.rsplit('/').next().unwrap_or(written);
            let same_label = || declared.iter().find(|rule| rule.rsplit('/').next() == Some(label));
            did_you_mean(written, declared.iter().map(String::as_str))
                .or_else(|| same_label().map(|rule| format!("did you mean `{rule}`?")))
                .unwrap_or_else(|| "a rule is named with its policy, as in `teams/leading`".to_owned())
        };
        self.error_help(codes::UNKNOWN_RULE, name.span, format!("there is no rule `{written}`"), help);
    }

    /// For whom a waiver is.
    fn waiver_target(&mut self, waiver: &tree::Waiver) -> Option<WaiverTarget> {
        let Some(phrase) = &waiver.target else {
            let help = format!("say it with `for`: {LIKE}");
            self.error_help(codes::WAIVER_TARGET, waiver.rule.span, "this waiver does not say for whom", help);
            return None;
        };
        if self.is_model(phrase) {
            return Some(WaiverTarget::Model);
        }
        let quantifier = phrase
            .quantifier
            .as_ref()
            .filter(|quantifier| !matches!(quantifier.kind, QuantifierKind::Every | QuantifierKind::The));
        if let Some(place) = quantifier.map(|quantifier| quantifier.span).or(phrase.of.as_ref().map(|_| phrase.span)) {
            self.error_help(
                codes::WAIVER_TARGET,
                place,
                "a waiver is for one element, or for those that a condition selects",
                "write `for kpi x`, or `for every kpi where …`",
            );
            return None;
        }
        let binder = self.kind_binder(phrase)?;
        Some(WaiverTarget::Elements(binder))
    }

    /// `for model`, where no kind has that name.
    fn is_model(&self, phrase: &NounPhrase) -> bool {
        let [word] = phrase.words.as_slice() else { return false };
        let bare = phrase.quantifier.as_ref().is_none_or(|quantifier| quantifier.kind == QuantifierKind::The);
        let plain = phrase.of.is_none() && phrase.within.is_none() && phrase.condition.is_none();
        let text = self.text(*word);
        bare && plain && !word.quoted && text.eq_ignore_ascii_case("model") && self.words.kind_named(text).is_none()
    }

    /// Those of the rules that can be waived for the target; a mistake where there is none.
    fn fitting(
        &mut self,
        waiver: &tree::Waiver,
        named: &[RuleId],
        target: &WaiverTarget,
        rules: &[Rule],
    ) -> Option<Vec<RuleId>> {
        let mut fitting = Vec::new();
        let mut counted = None;
        for id in named {
            let Some(rule) = rules.get(id.index()) else { continue };
            if let (WaiverTarget::Elements(binder), Some(phrase)) = (target, &waiver.target)
                && self.is_everybody(rule, binder)
            {
                let noun = &binder.noun;
                self.error_help(
                    codes::WAIVER_TARGET,
                    phrase.span,
                    format!("this waives every {noun}, which leaves nothing of the rule"),
                    format!("name one `{noun}`, or say which with `where`; to do without the rule, take it out"),
                );
                return None;
            }
            match self.fit(rule, target) {
                Fit::Fits => fitting.push(*id),
                Fit::Counted(help) => counted = counted.or(Some((rule, help))),
                Fit::Never => {}
            }
        }
        if !fitting.is_empty() {
            return Some(fitting);
        }
        let place = waiver.target.as_ref().map_or(waiver.rule.span, |target| target.span);
        let diagnostic = match (counted, named) {
            (Some((rule, help)), _) => {
                let message =
                    format!("`{}` only counts this element, and leaving it out could break the rule", rule.name);
                (message, help, Some(rule.span))
            }
            (None, [only]) => {
                let rule = rules.get(only.index())?;
                let (message, help) = never(rule, target);
                (message, help, Some(rule.span))
            }
            (None, _) => {
                let name = self.folded(waiver.rule.span);
                let message = format!("no rule of `{name}` speaks of this");
                (message, "name an element that one of these rules is asked of".to_owned(), None)
            }
        };
        let (message, help, rule) = diagnostic;
        let mut diagnostic = Diagnostic::error(codes::WAIVER_TARGET, place, message).help(help);
        if let Some(rule) = rule {
            diagnostic = diagnostic.also(rule, "the rule");
        }
        self.diagnostics.push(diagnostic);
        None
    }

    /// Whether a target without a condition is all that a rule is asked of.
    fn is_everybody(&self, rule: &Rule, binder: &Binder) -> bool {
        let (RuleForm::Each { subject, .. }
        | RuleForm::NoTwo { subject, .. }
        | RuleForm::Counted { scope: Some(subject), .. }) = &rule.form
        else {
            return false;
        };
        binder.named.is_none()
            && binder.filter.is_none()
            && !self.mistaken
            && self.words.is_a(subject.kind, binder.kind)
    }

    fn fit(&self, rule: &Rule, target: &WaiverTarget) -> Fit {
        let meets =
            |binder: &Binder, kind: KindId| self.words.is_a(binder.kind, kind) || self.words.is_a(kind, binder.kind);
        match (&rule.form, target) {
            (RuleForm::Counted { scope: None, .. }, WaiverTarget::Model) => Fit::Fits,
            (_, WaiverTarget::Model) => Fit::Never,
            (RuleForm::Each { subject, .. } | RuleForm::NoTwo { subject, .. }, WaiverTarget::Elements(binder)) => {
                if meets(subject, binder.kind) {
                    Fit::Fits
                } else {
                    Fit::Never
                }
            }
            (RuleForm::Counted { scope, subject, .. }, WaiverTarget::Elements(binder)) => match scope {
                Some(scope) if meets(scope, binder.kind) => Fit::Fits,
                _ if !meets(subject, binder.kind) => Fit::Never,
                Some(scope) => Fit::Counted(format!(
                    "waive the rule where it counts: `for {noun} ID`, the {noun} in which the {kind} lies",
                    noun = scope.noun,
                    kind = binder.noun
                )),
                None => Fit::Counted("waive the rule where it counts: `for model`".to_owned()),
            },
        }
    }
}

/// What is said where a rule can never be waived for a target.
fn never(rule: &Rule, target: &WaiverTarget) -> (String, String) {
    let name = &rule.name;
    let subject = match &rule.form {
        RuleForm::Each { subject, .. } | RuleForm::NoTwo { subject, .. } => Some(subject),
        RuleForm::Counted { scope, .. } => scope.as_ref(),
    };
    let noun = subject.map(|subject| &*subject.noun);
    let message = match (target, noun) {
        (WaiverTarget::Model, Some(noun)) => format!("`{name}` is asked of each {noun}, not of the whole model"),
        (WaiverTarget::Elements(binder), Some(noun)) => {
            format!("`{name}` is asked of each {noun}, never of {}", with_article(&binder.noun))
        }
        (WaiverTarget::Elements(binder), None) => {
            format!("`{name}` counts over the whole model, and never {}", with_article(&binder.noun))
        }
        (WaiverTarget::Model, None) => format!("`{name}` cannot be waived for the whole model"),
    };
    let help = match noun {
        Some(noun) => format!("write `for {noun} ID`, or `for every {noun} where …`"),
        None => "write `for model`".to_owned(),
    };
    (message, help)
}
