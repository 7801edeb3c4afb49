//! Parameters: a policy checks with any values that they may have.

use bellwether_generate::Phrase;
use bellwether_generate::arbitrary::Unstructured;
use bellwether_generate::ir::{Item, Policy};

use crate::projects::{self, Texts, errors};

/// So many combinations of values are tried for each project.
const COMBINATIONS: usize = 4;

pub(crate) fn parameters(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let choices = drawn.choices();
    let mut choices = Unstructured::new(&choices);
    let mut without_uses = drawn.project.clone();
    let own: Vec<String> = drawn.project.policies().map(|policy| policy.id.clone()).collect();
    // What the project sets itself would be set twice.
    without_uses.items.retain(|placed| match &placed.item {
        Item::Use(used) => !own.contains(&used.what.to_string().split('/').next().unwrap_or_default().to_owned()),
        _ => true,
    });
    let texts = Texts::of(&without_uses)?;
    let open = drawn.project.policies().filter(|policy| !policy.parameters.is_empty());
    for policy in open {
        for _ in 0..COMBINATIONS {
            let used = used(policy, &mut choices);
            let Some(report) = texts.and("uses.kpi", &used).report() else { continue };
            // Other policies may need a value that is not set here.
            let wrong = errors(&report.diagnostics);
            let wrong: Vec<&String> = wrong.iter().filter(|error| !error.starts_with("parameter-not-set")).collect();
            if !wrong.is_empty() {
                return Err(format!("{wrong:#?} with\n{used}"));
            }
        }
    }
    Ok(())
}

/// A use of a policy with a value for each of its parameters.
fn used(policy: &Policy, choices: &mut Unstructured<'_>) -> String {
    let values = policy.parameters.iter().filter_map(|parameter| {
        let value: &Phrase = choices.choose(&parameter.values).ok().or(parameter.default.as_ref())?;
        Some(format!("{} {value}", parameter.name))
    });
    format!("use {} with ({})\n", policy.id, values.collect::<Vec<_>>().join(", "))
}
