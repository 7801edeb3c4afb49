//! `--rule` and `--subject`: what they name must be there, or a spelling mistake would pass for a kept rule.

use bellwether::ids::{ElementId, KindId};
use bellwether::model::Model;
use bellwether::program::Program;
use bellwether::vocabulary::Vocabulary;

use crate::output::Problem;

/// How many rules a message names.
const RULES_NAMED: usize = 8;

/// Sees that each name is that of a rule, or of a policy before `/*`.
pub(crate) fn rules(asked: &[String], program: &Program, packs: &[Box<str>]) -> Result<(), Problem> {
    for name in asked {
        let found = program.rules.iter().any(|rule| match name.strip_suffix("/*") {
            Some(policy) => policy_of(&rule.name) == policy,
            None => *rule.name == **name,
        });
        if !found {
            if let Some(by_use) = program.left_out.get(&**name) {
                return Err(not_in_force(name, by_use.is_some()));
            }
            let problem = Problem::new(format!("there is no rule `{name}`"));
            if let Some(pack) = unused_pack(name, program, packs) {
                return Err(
                    problem.help(format!("`{pack}` is a pack that nothing uses: bring it in with `use {pack}`"))
                );
            }
            return Err(match rules_like(name, program) {
                Some(rules) => problem.help(format!("there is {rules}")),
                None => problem.help("there is no rule at all in these files"),
            });
        }
    }
    Ok(())
}

/// The pack that a rule is named with, where no rule of it is brought in.
pub(crate) fn unused_pack<'n>(name: &'n str, program: &Program, packs: &[Box<str>]) -> Option<&'n str> {
    let pack = policy_of(name);
    let is_used = program.rules.iter().any(|rule| policy_of(&rule.name) == pack);
    (packs.iter().any(|known| **known == *pack) && !is_used).then_some(pack)
}

/// What to tell of a rule that is written and not in force, perhaps since a `use` leaves it out.
fn not_in_force(name: &str, by_use: bool) -> Problem {
    let problem = Problem::new(format!("the rule `{name}` is not in force"));
    if by_use {
        return problem.help("a `use` leaves it out: `without`");
    }
    problem.help(format!("bring it in: `use {name}`"))
}

fn policy_of(rule: &str) -> &str {
    rule.split_once('/').map_or(rule, |(policy, _)| policy)
}

/// The rules of the same policy, or with the same label, or else all of them; in backquotes, the first few.
fn rules_like(name: &str, program: &Program) -> Option<String> {
    let policy = policy_of(name);
    let label = name.rsplit('/').next().unwrap_or(name);
    let all: Vec<&str> = program.rules.iter().map(|rule| &*rule.name).collect();
    let same_policy: Vec<&str> = all.iter().copied().filter(|rule| policy_of(rule) == policy).collect();
    let same_label: Vec<&str> = all.iter().copied().filter(|rule| rule.rsplit('/').next() == Some(label)).collect();
    let rules = [same_policy, same_label, all].into_iter().find(|rules| !rules.is_empty())?;
    let mut names: Vec<String> = rules.iter().take(RULES_NAMED).map(|rule| format!("`{rule}`")).collect();
    if rules.len() > RULES_NAMED {
        names.push(format!("and {} more", rules.len() - RULES_NAMED));
    }
    Some(names.join(", "))
}

/// The subject asked for, with the kind that findings call it by. Where the sources could all be read (`sure`) it must be there.
pub(crate) fn subject(
    asked: Option<&(String, String)>,
    model: &Model,
    program: &Program,
    sure: bool,
) -> Result<Option<(String, String)>, Problem> {
    let Some((kind, id)) = asked else { return Ok(None) };
    if kind == "model" {
        return Ok(Some((kind.clone(), id.clone())));
    }
    let vocabulary = &program.vocabulary;
    let Some(kind_id) = vocabulary.kind_named(kind) else {
        return Err(Problem::new(format!("there is no kind `{kind}`"))
            .help("an element is named with its kind, as in `kpi retention`"));
    };
    let own_kind = element(kind_id, id, model, vocabulary)
        .and_then(|element| vocabulary.kind(model.kind_of(element)))
        .map(|kind| kind.name.to_string());
    match own_kind {
        Some(kind) => Ok(Some((kind, id.clone()))),
        None if sure => Err(Problem::new(format!("there is no {kind} `{id}` in these files"))),
        None => Ok(Some((kind.clone(), id.clone()))),
    }
}

/// The element of a kind with an id or, where it has none, with what a report calls it: `1 of goal growth`.
pub(crate) fn element(kind: KindId, id: &str, model: &Model, vocabulary: &Vocabulary) -> Option<ElementId> {
    let nameless = || {
        let whole = format!("{} {id}", vocabulary.kind(kind)?.name);
        model.range(kind).map(ElementId).find(|element| model.name(*element, vocabulary) == whole)
    };
    // Only what has no id is called by where it stands.
    model.find_in_family(kind, id).or_else(|| id.contains(' ').then(nameless).flatten())
}
