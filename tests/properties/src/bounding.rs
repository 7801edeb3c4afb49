//! Limits: whatever they are, everything ends with an answer that is right or with an error that names the limit.

use bellwether::SyntaxLimits;
use bellwether::evaluate::{EvaluateError, Evaluation, Limits, Options, evaluate};
use bellwether::report::{Finding, RuleReport};
use bellwether_syntax::diagnostic::Severity;

use crate::checking::STEPS;
use crate::places;
use crate::projects::{self, Built, Texts};

/// The slugs of the limits that a text may meet.
const MET: [&str; 3] = ["source-too-large", "too-deep", "chain-too-long"];

pub(crate) fn limits(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let texts = Texts::of(&drawn.project)?;
    steps(&texts, u64::from(drawn.number))?;
    kept(&texts, drawn.choice(5))?;
    reading(&texts, drawn.number as usize)
}

fn evaluated<'a>(built: &'a Built, texts: &Texts, limits: Limits) -> Result<Evaluation<'a>, EvaluateError> {
    evaluate(&built.program, &built.model, &Options { limits, ..Options::new(texts.as_of) })
}

/// With just the steps that it takes an evaluation ends as it does without a limit; with fewer it ends with the limit's
/// error, which names what met it.
fn steps(texts: &Texts, number: u64) -> Result<(), String> {
    let built = texts.compiled();
    let limited = |steps| evaluated(&built, texts, Limits { steps, ..Limits::default() });
    let Ok(all) = limited(STEPS) else { return Ok(()) };
    let taken = all.steps();
    let bounded = limited(taken).map_err(|error| format!("it takes {taken} steps, but {error}"))?;
    if !bounded.outcomes().eq(all.outcomes()) || bounded.steps() != taken {
        return Err(format!("with just the {taken} steps that it takes it ends otherwise"));
    }
    let Some(fewer) = number.checked_rem(taken) else { return Ok(()) };
    for fewer in [fewer, taken.saturating_sub(1)] {
        match limited(fewer) {
            Err(EvaluateError::Steps { limit, what, .. }) if limit == fewer && !what.is_empty() => {}
            other => {
                let other = other.map(|evaluation| evaluation.steps());
                return Err(format!("{fewer} steps of {taken} come to {other:?}"));
            }
        }
    }
    Ok(())
}

/// Of the findings of a rule the first are kept, as many as are allowed, and the others are counted.
fn kept(texts: &Texts, most: usize) -> Result<(), String> {
    let built = texts.compiled();
    let limits = |findings_per_rule| Limits { steps: STEPS, findings_per_rule, ..Limits::default() };
    let (Ok(all), Ok(some)) = (evaluated(&built, texts, limits(1_000)), evaluated(&built, texts, limits(most))) else {
        return Ok(());
    };
    let of_rule = |evaluation: &Evaluation<'_>, rule: &RuleReport| -> Vec<Finding> {
        evaluation.findings().filter(|finding| finding.rule == rule.rule).collect()
    };
    for (whole, part) in all.rules().iter().zip(some.rules()) {
        let (every, first) = (of_rule(&all, whole), of_rule(&some, &part));
        let beyond = every.len().saturating_sub(most);
        let waived = every.iter().skip(most).filter(|finding| finding.waived.is_some()).count();
        let told = (part.not_kept + part.waived_not_kept, part.waived_not_kept);
        let alike = RuleReport { not_kept: 0, waived_not_kept: 0, ..part.clone() } == *whole;
        if !every.iter().take(most).eq(&first) || told != (beyond as u64, waived as u64) || !alike {
            return Err(format!(
                "`{}` has {} findings, and of these {most} allowed ones {} are kept: {part:?} of {whole:?}",
                whole.rule,
                every.len(),
                first.len()
            ));
        }
    }
    Ok(())
}

/// A text within small limits is read as without them, or a limit that it meets is told of.
fn reading(texts: &Texts, number: usize) -> Result<(), String> {
    let mut limits = SyntaxLimits::default().with_max_bytes(number % 4096);
    (limits.max_depth, limits.max_chain) = (number / 7 % 9, number / 11 % 12);
    for (id, source) in texts.sources.iter() {
        for limits in [&limits, &limits.clone().with_max_bytes(usize::MAX)] {
            let free = bellwether_syntax::parse(id, &source.text);
            let bounded = bellwether_syntax::parse_with(id, &source.text, limits);
            places::all_lie_in(&texts.sources, &bounded.diagnostics)?;
            places::of_tree_lie_in(&source.text, &bounded.file)?;
            let met =
                bounded.diagnostics.iter().any(|one| one.severity == Severity::Error && MET.contains(&one.code.0));
            if bounded != free && !met {
                return Err(format!("{limits:?} change what is read and are not told of: {:?}", bounded.diagnostics));
            }
        }
    }
    Ok(())
}
