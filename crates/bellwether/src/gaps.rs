//! What a set of rules leaves unsaid: kinds and attributes of a model that no rule in force speaks of, rules that meet nothing,
//! and rules that nobody hears any more.
//!
//! A rule speaks of a kind if it asks of its elements, or of those of a kind above it, or follows an attribute to them; and of
//! an attribute if it, or a definition that it uses, looks at the attribute or at its inverse.

use std::collections::BTreeMap;

use crate::ids::{AttributeId, KindId};
use crate::model::Model;
use crate::program::{Program, Uses};
use crate::report::Report;
use crate::stack::enough;
use crate::vocabulary::{Holder, Type};

/// What a set of rules leaves unsaid about a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gaps {
    /// The kinds that elements were declared with and that no rule in force speaks of, in order of the vocabulary.
    pub kinds: Vec<Unsaid>,
    /// The attributes that have values and that no rule in force speaks of, in order of the vocabulary; those of the
    /// kinds above left out.
    pub attributes: Vec<Unsaid>,
    /// The rules in force that met nobody, in order.
    pub unmet: Vec<Box<str>>,
    /// The rules whose every finding is waived or in the baseline, in order.
    pub silenced: Vec<Box<str>>,
}

/// Something of the vocabulary that a model uses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsaid {
    /// `experiment`, `kpi.dashboard`, `kpi.target.stretch`
    pub name: Box<str>,
    /// How many elements or values of it the model has.
    pub number: u64,
}

impl Gaps {
    /// Whether nothing is left unsaid.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.attributes.is_empty() && self.unmet.is_empty() && self.silenced.is_empty()
    }
}

/// What the rules of a program that were in force for a report leave unsaid about its model. Linear in the model.
pub fn gaps(program: &Program, model: &Model, report: &Report) -> Gaps {
    let in_force = |name: &str| report.rules.iter().any(|rule| rule.in_force && *rule.rule == *name);
    let rules = program.rules.iter().filter(|rule| in_force(&rule.name));
    let spoken = enough(|| Spoken::of(program, &Uses::of_rules(program, rules)));
    Gaps {
        kinds: kinds(program, model, &spoken),
        attributes: attributes(program, model, &spoken),
        unmet: report.unmet_rules().map(|rule| rule.rule.clone()).collect(),
        silenced: silenced(report),
    }
}

/// What the rules speak of.
struct Spoken {
    /// By kind.
    kinds: Vec<bool>,
    /// By attribute.
    attributes: Vec<bool>,
}

impl Spoken {
    fn of(program: &Program, uses: &Uses) -> Self {
        let vocabulary = &program.vocabulary;
        let mut spoken =
            Self { kinds: vec![false; vocabulary.kinds.len()], attributes: vec![false; vocabulary.attributes.len()] };
        for kind in &uses.kinds {
            spoken.kind(program, *kind);
        }
        for id in &uses.attributes {
            spoken.attribute(*id);
            let Some(attribute) = vocabulary.attribute(*id) else { continue };
            attribute.inverse.into_iter().chain(attribute.inverse_of).for_each(|other| spoken.attribute(other));
            if let Holder::Kind(kind) = attribute.holder {
                spoken.kind(program, kind);
            }
            if let Type::Element(kind) = attribute.ty {
                spoken.kind(program, kind);
            }
        }
        if uses.places {
            for (index, attribute) in vocabulary.attributes.iter().enumerate() {
                if attribute.within
                    && let Some(place) = spoken.attributes.get_mut(index)
                {
                    *place = true;
                }
            }
        }
        spoken
    }

    /// A kind and those below it.
    fn kind(&mut self, program: &Program, kind: KindId) {
        let Some(end) = program.vocabulary.kind(kind).map(|kind| kind.below_end.index()) else { return };
        if let Some(kinds) = self.kinds.get_mut(kind.index()..end) {
            kinds.fill(true);
        }
    }

    fn attribute(&mut self, attribute: AttributeId) {
        if let Some(place) = self.attributes.get_mut(attribute.index()) {
            *place = true;
        }
    }
}

/// The numbers of `from`, in order, of which nothing is spoken.
fn silent(spoken: &[bool]) -> impl Iterator<Item = usize> + '_ {
    spoken.iter().enumerate().filter(|(_, spoken)| !**spoken).map(|(index, _)| index)
}

fn kinds(program: &Program, model: &Model, spoken: &Spoken) -> Vec<Unsaid> {
    let mut unsaid = Vec::new();
    for (kind, id) in silent(&spoken.kinds).filter_map(|index| Some((program.vocabulary.kinds.get(index)?, index))) {
        let id = KindId::at(id);
        let number = model.range(id).filter(|element| model.kind_of(crate::ids::ElementId(*element)) == id).count();
        if number > 0 {
            unsaid.push(Unsaid { name: kind.name.clone(), number: number as u64 });
        }
    }
    unsaid
}

fn attributes(program: &Program, model: &Model, spoken: &Spoken) -> Vec<Unsaid> {
    let vocabulary = &program.vocabulary;
    let mut unsaid = Vec::new();
    for index in silent(&spoken.attributes) {
        let id = AttributeId::at(index);
        // The values of an inverse are those of its attribute.
        let Some(attribute) = vocabulary.attribute(id).filter(|attribute| attribute.inverse_of.is_none()) else {
            continue;
        };
        let mut number = 0;
        let name = match attribute.holder {
            Holder::Kind(kind) => {
                each_row(model, kind, id, |row| number += model.column(id).values_of(row).len() as u64);
                format!("{}.{}", kind_name(program, kind), attribute.name)
            }
            Holder::Field(holder) => {
                let Some(above) = vocabulary.attribute(holder) else { continue };
                let Holder::Kind(kind) = above.holder else { continue };
                each_row(model, kind, holder, |row| {
                    let own = |row: u32| model.column(id).values_of(row).len() as u64;
                    number +=
                        if above.many { model.column(holder).values_of(row).map(own).sum::<u64>() } else { own(row) };
                });
                format!("{}.{}.{}", kind_name(program, kind), above.name, attribute.name)
            }
        };
        if number > 0 {
            unsaid.push(Unsaid { name: name.into(), number });
        }
    }
    unsaid
}

fn each_row(model: &Model, kind: KindId, attribute: AttributeId, mut see: impl FnMut(u32)) {
    for element in model.range(kind) {
        see(model.row(attribute, crate::ids::ElementId(element)));
    }
}

fn kind_name(program: &Program, kind: KindId) -> &str {
    program.vocabulary.kind(kind).map_or("", |kind| &kind.name)
}

fn silenced(report: &Report) -> Vec<Box<str>> {
    // By rule: whether any of its findings counts.
    let mut heard: BTreeMap<&str, bool> = BTreeMap::new();
    for finding in &report.findings {
        *heard.entry(&finding.rule).or_default() |= finding.counts();
    }
    let quiet = |name: &str| heard.get(name) == Some(&false);
    let rules = report.rules.iter().filter(|rule| rule.not_kept == 0 && quiet(&rule.rule));
    rules.map(|rule| rule.rule.clone()).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::Model;
    use crate::source::Sources;
    use crate::{CheckOptions, compile, evaluate, evaluate_options, make_report, parse};

    fn told(text: &str) -> String {
        let mut sources = Sources::new();
        sources.add("a.kpi", text);
        let parsed = parse(&sources);
        let compiled = compile(&parsed);
        let files: Vec<_> = parsed
            .files
            .iter()
            .map(|file| (file, parsed.sources.get(file.source).map_or("", |source| &*source.text)))
            .collect();
        let (model, diagnostics) = Model::from_trees(&compiled.program.vocabulary, &files);
        assert!(parsed.diagnostics.is_empty() && compiled.diagnostics.is_empty() && diagnostics.is_empty());
        let options = CheckOptions::new(crate::value::Date::parse("2026-06-30").expect("a date"));
        let asked = evaluate_options(&compiled.program, &options);
        let evaluation = evaluate::evaluate(&compiled.program, &model, &asked).expect("few steps");
        let report = make_report(&evaluation, &model, &files, Vec::new(), &options);
        let gaps = super::gaps(&compiled.program, &model, &report);
        let names = |unsaid: &[super::Unsaid]| {
            unsaid.iter().map(|it| format!("{} {}", it.name, it.number)).collect::<Vec<_>>().join(", ")
        };
        format!("{} | {} | {}", names(&gaps.kinds), names(&gaps.attributes), gaps.unmet.join(", "))
    }

    #[test]
    fn a_kind_is_spoken_of_by_what_leads_to_it() {
        let model = "team a { kpi x { counters y } metric y { source \"s\" } }\nproduct p {}\n";
        assert_eq!(
            told(&format!("policy p {{ r: every kpi must have a counter }}\n{model}")),
            "team 1, product 1 | metric.owner 2, metric.source 1 | "
        );
        assert_eq!(
            told(&format!("policy p {{ r: every unit must have a kpi }}\n{model}")),
            "product 1, metric 1 | metric.source 1, kpi.counters 1 | "
        );
    }

    #[test]
    fn a_definition_speaks_for_the_rule_that_uses_it() {
        let model = "team a { kpi x { indicator leading } }\n";
        let rule = "define kpi is good when indicator is leading\npolicy p { r: every kpi must be good }\n";
        assert_eq!(told(&format!("{rule}{model}")), "team 1 | metric.owner 1 | ");
    }

    #[test]
    fn fields_are_told_apart_from_their_attribute() {
        let model = "kpi x { target 20% by 2026-09-30 }\n";
        let rule = "policy p { r: every kpi's target must be at least 10%; s: every goal must have a kpi }\n";
        let rule = rule.replace("; ", "\n");
        assert_eq!(told(&format!("{rule}{model}")), " | kpi.target.by 1 | p/s");
    }
}
