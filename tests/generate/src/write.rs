//! From a project to its files.

use std::fmt::{Result, Write as _};

use crate::ir::{
    Attribute, Clause, Definition, Element, Item, Kind, Line, Meaning, Parameter, Policy, Rule, Use, Waiver,
};
use crate::phrase::{Phrase, write_id};
use crate::{File, Project};

/// Small choices of how a text is laid out, each from a number of its own.
pub(crate) struct Layout {
    state: u64,
    plain: bool,
}

impl Layout {
    fn new(seed: u32) -> Self {
        Self { state: u64::from(seed) | 1 << 40, plain: seed == 0 }
    }

    /// Whether something is laid out otherwise than plainly, once in `of` times.
    fn once_in(&mut self, of: u64) -> bool {
        if self.plain {
            return false;
        }
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33).is_multiple_of(of)
    }
}

impl Project {
    /// Its files, each with its text.
    pub fn files(&self) -> Vec<File> {
        let count = self.items.iter().map(|placed| placed.file + 1).max().unwrap_or(1);
        let mut layout = Layout::new(self.layout);
        (0..count)
            .map(|number| {
                let mut text = String::new();
                for placed in self.items.iter().filter(|placed| placed.file == number) {
                    let from = text.len();
                    if layout.once_in(5) {
                        text.push_str("\n# What follows.\n");
                    }
                    // Writing into a text never fails.
                    if write_item(&mut text, &placed.item, &mut layout).is_err() {
                        text.truncate(from);
                    }
                }
                if layout.once_in(9) {
                    text = text.replace('\n', "\r\n");
                }
                if layout.once_in(11) {
                    text.insert(0, '\u{feff}');
                }
                File { name: format!("part{number}.kpi"), text }
            })
            .collect()
    }
}

fn write_item(out: &mut String, item: &Item, layout: &mut Layout) -> Result {
    match item {
        Item::Kind(kind) => write_kind(out, kind, layout),
        Item::Definition(definition) => write_definition(out, definition),
        Item::Element(element) => write_element(out, element, 0, layout),
        Item::Policy(policy) => write_policy(out, policy, layout),
        Item::Use(one) => write_use(out, one),
        Item::Waiver(waiver) => write_waiver(out, waiver),
        Item::Fixture(fixture) => {
            writeln!(out, "given {} {{", fixture.name)?;
            write_elements(out, &fixture.elements, 1, layout)?;
            out.write_str("}\n")
        }
        Item::Test(test) => {
            writeln!(out, "test {} {{", Phrase::new().text(&test.name))?;
            for clause in &test.clauses {
                match clause {
                    Clause::Given(elements) => {
                        out.write_str("  given {\n")?;
                        write_elements(out, elements, 2, layout)?;
                        out.write_str("  }\n")?;
                    }
                    Clause::Line(phrase) => writeln!(out, "  {phrase}")?,
                }
            }
            out.write_str("}\n")
        }
        Item::Raw(phrase) => writeln!(out, "{phrase}"),
    }
}

fn write_kind(out: &mut String, kind: &Kind, layout: &mut Layout) -> Result {
    if layout.once_in(4) {
        out.write_str("## What it is, in more words.\n")?;
    }
    write!(out, "{}kind {}", if kind.extends { "extend " } else { "" }, kind.name)?;
    if let Some(parent) = &kind.parent {
        write!(out, " is {} {parent}", if layout.once_in(3) { "an" } else { "a" })?;
    }
    if let Some(label) = &kind.label {
        write!(out, " {}", Phrase::new().text(label))?;
    }
    if let Some(plural) = &kind.plural {
        write!(out, " plural {plural}")?;
    }
    if !kind.attributes.is_empty() {
        out.write_str(" {\n")?;
        for attribute in &kind.attributes {
            out.write_str("  ")?;
            write_attribute(out, attribute)?;
            out.write_char('\n')?;
        }
        out.write_char('}')?;
    }
    out.write_char('\n')
}

fn write_attribute(out: &mut String, attribute: &Attribute) -> Result {
    write!(out, "{} {}{}", attribute.name, if attribute.many { "many " } else { "" }, attribute.ty)?;
    if !attribute.fields.is_empty() {
        out.write_str(" with (")?;
        for (at, field) in attribute.fields.iter().enumerate() {
            if at > 0 {
                out.write_str(", ")?;
            }
            write_attribute(out, field)?;
        }
        out.write_char(')')?;
    }
    attribute.parts.iter().try_for_each(|part| write!(out, " {part}"))
}

fn write_definition(out: &mut String, definition: &Definition) -> Result {
    let (kind, name) = (&definition.kind, &definition.name);
    match &definition.meaning {
        Meaning::Adjective(condition) => writeln!(out, "define {kind} is {name} when {condition}"),
        Meaning::Derived(cases) => writeln!(out, "define {name} of {kind} as {cases}"),
    }
}

fn write_elements(out: &mut String, elements: &[Element], depth: usize, layout: &mut Layout) -> Result {
    elements.iter().try_for_each(|element| write_element(out, element, depth, layout))
}

fn write_element(out: &mut String, element: &Element, depth: usize, layout: &mut Layout) -> Result {
    let margin = "  ".repeat(depth);
    write!(out, "{margin}{}", element.kind)?;
    if let Some(id) = &element.id {
        out.write_char(' ')?;
        write_id(out, id)?;
    }
    if let Some(label) = &element.label {
        write!(out, " {}", Phrase::new().text(label))?;
    }
    if element.lines.is_empty() && element.children.is_empty() {
        return out.write_str(if element.block { " {}\n" } else { "\n" });
    }
    if element.children.is_empty() && layout.once_in(4) {
        let lines: Vec<String> = element.lines.iter().map(written_line).collect();
        return writeln!(out, " {{ {} }}", lines.join("; "));
    }
    out.write_str(" {\n")?;
    for line in &element.lines {
        let comment = if layout.once_in(9) { "  # as agreed; { not a block" } else { "" };
        writeln!(out, "{margin}  {}{comment}", written_line(line))?;
    }
    if layout.once_in(6) {
        out.write_char('\n')?;
    }
    write_elements(out, &element.children, depth + 1, layout)?;
    writeln!(out, "{margin}}}")
}

fn written_line(line: &Line) -> String {
    let values: Vec<String> = line
        .values
        .iter()
        .map(|value| {
            let fields = value.fields.iter().map(|(name, value)| format!(" {name} {value}"));
            value.phrase.to_string() + &fields.collect::<String>()
        })
        .collect();
    format!("{} {}", line.name, values.join(", ")).trim_end().to_owned()
}

fn write_policy(out: &mut String, policy: &Policy, layout: &mut Layout) -> Result {
    write!(out, "policy {}", policy.id)?;
    if let Some(title) = &policy.title {
        write!(out, " {}", Phrase::new().text(title))?;
    }
    if !policy.parameters.is_empty() {
        let parameters: Vec<String> = policy.parameters.iter().map(written_parameter).collect();
        write!(out, " with ({})", parameters.join(", "))?;
    }
    out.write_str(" {\n")?;
    policy.rules.iter().try_for_each(|rule| write_rule(out, rule, layout))?;
    out.write_str("}\n")
}

fn written_parameter(parameter: &Parameter) -> String {
    let mut text = parameter.name.clone();
    if let Some(ty) = &parameter.ty {
        text.push(' ');
        text.push_str(ty);
        if parameter.default.is_some() {
            text.push_str(" is");
        }
    }
    if let Some(default) = &parameter.default {
        text.push(' ');
        text.push_str(&default.to_string());
    }
    text
}

fn write_rule(out: &mut String, rule: &Rule, layout: &mut Layout) -> Result {
    if layout.once_in(6) {
        out.write_str("  ## Why it is asked.\n")?;
    }
    write!(out, "  {}: {}", rule.label, rule.sentence)?;
    for modifier in &rule.modifiers {
        let text = modifier.to_string();
        // A comma stands on the line before: what follows it belongs to the sentence.
        if text.starts_with(',') {
            write!(out, "{text}")?;
        } else if layout.once_in(2) {
            write!(out, "\n    {text}")?;
        } else {
            write!(out, " {text}")?;
        }
    }
    out.write_str(if layout.once_in(8) { ".\n" } else { "\n" })
}

fn write_use(out: &mut String, one: &Use) -> Result {
    write!(out, "use {}", one.what)?;
    if !one.with.is_empty() {
        let settings: Vec<String> = one.with.iter().map(|(name, value)| format!("{name} {value}")).collect();
        write!(out, " with ({})", settings.join(", "))?;
    }
    if !one.without.is_empty() {
        write!(out, " without {}", one.without.join(", "))?;
    }
    if let Some(modal) = &one.modal {
        write!(out, " as {modal}")?;
    }
    out.write_char('\n')
}

fn write_waiver(out: &mut String, waiver: &Waiver) -> Result {
    write!(out, "waive {} for {}", waiver.rule, waiver.target)?;
    if let Some(from) = &waiver.from {
        write!(out, " from {from}")?;
    }
    if let Some(until) = &waiver.until {
        write!(out, " until {until}")?;
    }
    if let Some(because) = &waiver.because {
        write!(out, "\n  because {}", Phrase::new().text(because))?;
    }
    if let Some(by) = &waiver.by {
        write!(out, " by {by}")?;
    }
    out.write_char('\n')
}
