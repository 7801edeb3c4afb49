//! `bellwether explain RULE --on ELEMENT`: why the rule stands to the element as it does.

use bellwether::evaluate::{Evaluation, Options as Asked, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::mend::{MendEnd, MendOptions, mend};
use bellwether::why::Why;

use super::Options;
use crate::narrow;
use crate::options::Format;
use crate::output::{self, Problem};
use crate::project::{Project, met};
use crate::timings::Timings;

/// Prints why a rule stands to an element as it does.
pub(super) fn explain(
    rule: RuleId,
    on: &str,
    options: &Options,
    project: &Project,
    timings: &mut Timings,
) -> Result<(), Problem> {
    let element = element(on, project)?;
    let mut asked = Asked { limits: project.limits, ..Asked::new(project.as_of) };
    asked.rules = project.program.rules.get(rule.index()).map(|rule| vec![rule.name.clone()]);
    let evaluation = timings
        .stage("evaluating", || evaluate(&project.program, &project.model, &asked))
        .map_err(|limit| met(&limit))?;
    let mut why = Why::new(evaluation.trace(rule, element));
    why.waived = waiver(&evaluation, rule, element);
    if !options.no_mend {
        let mut bounds = MendOptions::new(project.as_of);
        bounds.limits = project.limits;
        let (program, model, files) = (&project.program, &project.model, project.files());
        let mend = timings
            .stage("mending", || mend(program, model, &files, rule, element, &bounds))
            .map_err(|limit| met(&limit))?;
        why.mend = Some(mend).filter(|mend| mend.ended != MendEnd::NotNeeded);
    }
    timings.finish();
    match options.format {
        Format::Json => output::print_json(&why.json(project.sources())),
        Format::Text => output::print(&why.text(project.sources())),
    }
}

/// The waiver that covers the finding about an element, where there is one.
fn waiver(evaluation: &Evaluation<'_>, rule: RuleId, element: Option<ElementId>) -> Option<bellwether::report::Waived> {
    let outcome = evaluation.outcomes().find(|outcome| outcome.rule == rule && outcome.subject == element)?;
    evaluation.finding(outcome)?.waived
}

/// The element that is named: its kind, and its id or, where it has none, what a report calls it; `None` for the model.
fn element(on: &str, project: &Project) -> Result<Option<ElementId>, Problem> {
    let on = on.trim();
    if on == "model" {
        return Ok(None);
    }
    let named = on.split_once(char::is_whitespace).map(|(kind, id)| (kind, id.trim().trim_matches('`')));
    let Some((kind, id)) = named.filter(|(_, id)| !id.is_empty()) else {
        return Err(Problem::new(format!("`{on}` names no element"))
            .help("an element is named with its kind and its id, as in `kpi retention`; the whole model is `model`"));
    };
    let (vocabulary, model) = (&project.program.vocabulary, &project.model);
    let Some(kind_id) = vocabulary.kind_named(kind) else {
        return Err(Problem::new(format!("there is no kind `{kind}`"))
            .help("an element is named with its kind, as in `kpi retention`"));
    };
    let name = vocabulary.kind(kind_id).map_or(kind, |kind| &kind.name);
    match narrow::element(kind_id, id, model, vocabulary) {
        Some(element) => Ok(Some(element)),
        None => {
            let problem = Problem::new(format!("there is no {name} `{id}` in these files"));
            Err(match model.ids_near(kind_id, id) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem,
            })
        }
    }
}
