//! Bellwether inside another program: policies compiled once, models from text, from a builder and from `serde` values,
//! a kind of the program's own, and evaluation from several threads.
//!
//! `cargo run -p bellwether-tests --example embed`

use std::error::Error;

use bellwether::Policies;
use bellwether::evaluate::Options;
use bellwether::model::{Given, Model, ModelBuilder};
use bellwether::source::Sources;
use bellwether::value::Date;
use serde::Serialize;

/// The program's own kind, and the policies it ships. In a real program these are files of a repo.
const POLICIES: &str = r#"
kind squad is a team "A team that this program plans for" {
  capacity number required
}

policy planning "What a plan must hold" {
  guarded: every kpi must have a counter
    because "A KPI alone can be won by doing harm elsewhere."
  leading: team KPIs must be leading
  small: every squad should have a capacity of at most 9
  dated: every kpi where target is set must have a target of at least 1%
}
"#;

/// A KPI as the program itself knows it.
#[derive(Serialize)]
struct Kpi {
    id: &'static str,
    label: &'static str,
    owner: &'static str,
    indicator: &'static str,
    counters: Vec<&'static str>,
}

/// Everything the example shows, as the lines it prints; an error where a policy or a model has a mistake.
pub fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let mut sources = Sources::new();
    sources.add("planning.kpi", POLICIES);
    // Compiled once; a mistake would come back here, with its place.
    let policies = Policies::compile(&sources)?;

    let models =
        [("text", from_text(&policies)?), ("builder", from_builder(&policies)?), ("serde", from_serde(&policies)?)];
    let options = Options::new(Date::new(2026, 6, 30).ok_or("no such date")?);

    // Policies and models are shared between threads; each evaluation is its own.
    let mut lines = Vec::new();
    std::thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let policies = &policies;
        let options = &options;
        let running: Vec<_> =
            models.iter().map(|(name, model)| (name, scope.spawn(move || said(policies, model, options)))).collect();
        for (name, thread) in running {
            let said = thread.join().map_err(|_| "a thread did not end")??;
            lines.extend(said.into_iter().map(|line| format!("{name}: {line}")));
        }
        Ok(())
    })?;
    Ok(lines)
}

fn said(
    policies: &Policies,
    model: &Model,
    options: &Options,
) -> Result<Vec<String>, bellwether::evaluate::EvaluateError> {
    let evaluation = policies.evaluate(model, options)?;
    // Findings are plain data: a program shows them as it likes.
    Ok(evaluation
        .findings()
        .map(|finding| format!("{} [{}] {}", finding.severity.as_str(), finding.rule, finding.message))
        .collect())
}

fn from_text(policies: &Policies) -> Result<Model, Box<dyn Error>> {
    let mut sources = Sources::new();
    sources.add("goals.kpi", "squad alpha { capacity 12; kpi retention { indicator lagging } }");
    let (model, diagnostics) = policies.read_model(&sources);
    match diagnostics.first() {
        Some(mistake) => Err(mistake.message.clone().into()),
        None => Ok(model),
    }
}

fn from_builder(policies: &Policies) -> Result<Model, Box<dyn Error>> {
    let mut builder = ModelBuilder::new(policies.vocabulary());
    let squad = builder.element("squad", "beta")?;
    builder.set(squad, "capacity", 7)?;
    let churn = builder.element("metric", "churn")?;
    let kpi = builder.nested(squad, "kpi", Some("activation"))?;
    builder
        .label(kpi, "Activation in the first week")?
        .set(kpi, "indicator", "leading")?
        .set(kpi, "counters", [Given::from(churn).with("rises", "1%")])?
        .set(kpi, "target", Given::from("0.5%").with("by", "2026-12-31"))?;
    Ok(builder.build()?)
}

fn from_serde(policies: &Policies) -> Result<Model, Box<dyn Error>> {
    let mut builder = ModelBuilder::new(policies.vocabulary());
    builder.insert("squad", &serde_json::json!({ "id": "gamma", "capacity": 5 }))?;
    builder.insert(
        "kpi",
        &Kpi { id: "revenue", label: "Revenue", owner: "gamma", indicator: "lagging", counters: Vec::new() },
    )?;
    Ok(builder.build()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in run()? {
        println!("{line}");
    }
    Ok(())
}
