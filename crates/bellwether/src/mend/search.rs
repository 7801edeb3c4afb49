//! The search: one change before two, each tried on a model that was read with it.

use std::collections::BTreeSet;

use bellwether_syntax::SourceId;
use bellwether_syntax::tree::File;

use super::candidates::{Candidate, Ground, candidates};
use super::edit::mending;
use super::{Mend, MendEnd, MendOptions, needs};
use crate::evaluate::{EvaluateError, Evaluation, Options, Standing, evaluate};
use crate::ids::{ElementId, RuleId};
use crate::model::{Declarations, Model};
use crate::program::Program;

struct Search<'s, 't> {
    program: &'s Program,
    declarations: &'s Declarations<'s, 't>,
    rule: RuleId,
    element: Option<ElementId>,
    options: &'s MendOptions,
    /// Who did not keep what before.
    before: BTreeSet<(RuleId, Option<ElementId>)>,
    /// How much was wrong with what was written before.
    wrong: usize,
    tried: usize,
    /// How many models may be tried.
    most: usize,
}

pub(super) fn search(
    program: &Program,
    model: &Model,
    files: &[(&File, &str)],
    rule: RuleId,
    element: Option<ElementId>,
    options: &MendOptions,
) -> Result<Mend, EvaluateError> {
    let mut all = Options::new(options.as_of);
    all.limits = options.limits;
    // What is waived is not kept all the same.
    all.waivers = false;
    let evaluation = evaluate(program, model, &all)?;
    if !needs(evaluation.standing(rule, element)) {
        return Ok(Mend::not_needed());
    }
    let declarations = Declarations::read(&program.vocabulary, files);
    let texts: Vec<(SourceId, &str)> = files.iter().map(|(file, text)| (file.source, *text)).collect();
    let ground = Ground { program, model, declarations: &declarations, texts: &texts, options };
    let (candidates, left_out) = candidates(&evaluation.trace(rule, element), &ground);
    let mut search = Search {
        program,
        declarations: &declarations,
        rule,
        element,
        options,
        before: not_kept(&evaluation),
        wrong: declarations.model(&[]).1.len(),
        tried: 0,
        most: options.trials.min(options.elements / model.len().max(1)).max(1),
    };
    drop(evaluation);
    let (found, mut ended) = search.run(&candidates)?;
    if left_out && ended == MendEnd::Exhausted {
        ended = MendEnd::Bounded;
    }
    let mendings = found.iter().map(|found| mending(found, model, &program.vocabulary, &texts)).collect();
    Ok(Mend { mendings, tried: search.tried, ended })
}

fn not_kept(evaluation: &Evaluation<'_>) -> BTreeSet<(RuleId, Option<ElementId>)> {
    evaluation.outcomes().map(|outcome| (outcome.rule, outcome.subject)).collect()
}

/// Changes that together mend.
type Found<'c, 't> = Vec<Vec<&'c Candidate<'t>>>;

impl<'t> Search<'_, 't> {
    fn run<'c>(&mut self, candidates: &'c [Candidate<'t>]) -> Result<(Found<'c, 't>, MendEnd), EvaluateError> {
        let mut found: Found<'c, 't> = Vec::new();
        for candidate in candidates {
            if found.len() >= self.options.most {
                return Ok((found, MendEnd::Enough));
            }
            if self.tried >= self.most {
                return Ok((found, MendEnd::Bounded));
            }
            if self.mends(&[candidate])? {
                found.push(vec![candidate]);
            }
        }
        // Two are tried only where one is not enough.
        if !found.is_empty() {
            return Ok((found, MendEnd::Exhausted));
        }
        // The most plausible pairs first: those whose less plausible change comes earliest.
        for (later, second) in candidates.iter().enumerate() {
            for first in candidates.iter().take(later) {
                let same = (first.line.element, first.line.attribute) == (second.line.element, second.line.attribute);
                if same {
                    continue;
                }
                if found.len() >= self.options.most {
                    return Ok((found, MendEnd::Enough));
                }
                if self.tried >= self.most {
                    return Ok((found, MendEnd::Bounded));
                }
                if self.mends(&[first, second])? {
                    found.push(vec![first, second]);
                }
            }
        }
        Ok((found, MendEnd::Exhausted))
    }

    /// Whether the rule is kept after some changes, and nobody breaks a rule that was kept before.
    fn mends(&mut self, changes: &[&Candidate<'t>]) -> Result<bool, EvaluateError> {
        self.tried += 1;
        let lines: Vec<_> = changes.iter().map(|change| change.line.clone()).collect();
        let (model, diagnostics) = self.declarations.model(&lines);
        if diagnostics.len() > self.wrong {
            return Ok(false);
        }
        let name = self.program.rules.get(self.rule.index()).map(|rule| rule.name.clone());
        let mut options = Options::new(self.options.as_of);
        options.limits = self.options.limits;
        options.waivers = false;
        options.rules = Some(name.into_iter().collect());
        if evaluate(self.program, &model, &options)?.standing(self.rule, self.element) != Standing::Kept {
            return Ok(false);
        }
        options.rules = None;
        let after = evaluate(self.program, &model, &options)?;
        Ok(not_kept(&after).is_subset(&self.before))
    }
}
