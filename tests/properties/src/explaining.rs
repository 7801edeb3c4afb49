//! Explanations: a trace replays to what it explains, every rule can be said in plain words, and what mends a finding mends
//! it.

use bellwether::evaluate::{Evaluation, Limits, Options, Outcome, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::mend::{Edit, MendOptions, mend};
use bellwether::paraphrase::paraphrase;
use bellwether::report::Report;
use bellwether::source::Sources;
use bellwether::why::Why;

use crate::checking::STEPS;
use crate::projects::{self, Built, Texts, with_texts};

/// An evaluation of what was built; `None` where it takes too many steps.
fn evaluated<'a>(built: &'a Built, texts: &Texts) -> Option<Evaluation<'a>> {
    let options = Options { limits: Limits { steps: STEPS, ..Limits::default() }, ..Options::new(texts.as_of) };
    evaluate(&built.program, &built.model, &options).ok()
}

pub(crate) fn replay(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    replays(&Texts::of(&drawn.project)?)
}

/// Whether the trace of each rule for each element replays to what the rule comes to there, and each rule has plain words.
///
/// # Errors
///
/// The first that does not.
pub fn replays(texts: &Texts) -> Result<(), String> {
    let built = texts.compiled();
    let Some(evaluation) = evaluated(&built, texts) else { return Ok(()) };
    for (at, rule) in built.program.rules.iter().enumerate() {
        let said = paraphrase(&built.program, RuleId::at(at)).ok_or_else(|| format!("`{}` has no words", rule.name))?;
        if said.whom.trim().is_empty() || said.asks.iter().any(|asks| asks.trim().is_empty()) {
            return Err(format!("`{}` is said as {said:?}", rule.name));
        }
        for element in std::iter::once(None).chain((0..built.model.len()).map(|at| Some(ElementId::at(at)))) {
            let standing = evaluation.standing(RuleId::at(at), element);
            let trace = evaluation.trace(RuleId::at(at), element);
            let replayed = trace.replay();
            if trace.standing != standing || replayed != standing {
                return Err(format!(
                    "`{}` of {element:?}: {standing:?}, but the trace replays to {replayed:?}\n{}",
                    rule.name,
                    Why::new(trace).text(&built.parsed.sources)
                ));
            }
        }
    }
    Ok(())
}

pub(crate) fn mends(data: &[u8]) -> Result<(), String> {
    let drawn = projects::small(data)?;
    let texts = Texts::of(&drawn.project)?;
    mended(&texts, drawn.number as usize, (40, 24, 2)).map(drop)
}

/// Whether what is offered to mend a finding makes it go, and makes no other; how much was offered. The finding is that of a
/// number, counted round; the bounds are those of the candidates, of the trials and of the mends.
///
/// # Errors
///
/// What does not mend it.
pub fn mended(
    texts: &Texts,
    number: usize,
    (candidates, trials, most): (usize, usize, usize),
) -> Result<usize, String> {
    let Some(before) = texts.report() else { return Ok(0) };
    let built = texts.compiled();
    let Some(evaluation) = evaluated(&built, texts) else { return Ok(0) };
    let outcomes: Vec<Outcome> = evaluation.outcomes().collect();
    let at = number.checked_rem(outcomes.len()).unwrap_or(0);
    let Some(outcome) = outcomes.get(at) else { return Ok(0) };
    let finding = evaluation.finding(*outcome).ok_or("an outcome without a finding")?;
    let about = format!("{} {} {}", finding.rule, finding.subject.kind, finding.subject.id);
    let mut bounds = MendOptions::new(texts.as_of);
    (bounds.candidates, bounds.trials, bounds.most) = (candidates, trials, most);
    bounds.limits.steps = STEPS;
    let files = with_texts(&built.parsed);
    let Ok(found) = mend(&built.program, &built.model, &files, outcome.rule, outcome.subject, &bounds) else {
        return Ok(0);
    };
    for mending in &found.mendings {
        let changed = edited(texts, &mending.edits)?;
        let Some(after) = changed.report() else { continue };
        let (was, is) = (not_kept(&before), not_kept(&after));
        let new: Vec<&String> = is.iter().filter(|found| !was.contains(found)).collect();
        let mistakes = (before.diagnostics.len(), after.diagnostics.len());
        if is.contains(&about) || !new.is_empty() || mistakes.1 > mistakes.0 {
            return Err(format!(
                "{:#?} does not mend `{about}`; new: {new:?}; {} mistakes, {} before",
                mending.changes, mistakes.1, mistakes.0
            ));
        }
    }
    Ok(found.mendings.len())
}

/// Who does not keep what, whether waived or not.
fn not_kept(report: &Report) -> Vec<String> {
    let of_rules = report.findings.iter().filter(|finding| finding.rule.contains('/'));
    of_rules.map(|finding| format!("{} {} {}", finding.rule, finding.subject.kind, finding.subject.id)).collect()
}

/// The texts with some edits made.
fn edited(texts: &Texts, edits: &[Edit]) -> Result<Texts, String> {
    let mut sources = Sources::new();
    for (id, source) in texts.sources.iter() {
        let mut text = String::from(&*source.text);
        for edit in edits.iter().rev().filter(|edit| edit.span.source == id) {
            let range = edit.span.start as usize..edit.span.end as usize;
            if text.get(range.clone()).is_none() {
                return Err(format!("{edit:?} is not in the text"));
            }
            text.replace_range(range, &edit.text);
        }
        sources.add(&*source.name, text);
    }
    Ok(Texts { sources, as_of: texts.as_of })
}
