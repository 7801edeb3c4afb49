//! A report as a person reads it in a terminal: diagnostics, then findings, then the summary.
//!
//! The drawing is done by annotate-snippets. It is handed only the lines that it is to show, since it walks all it is
//! given and stops the program on a place outside its text; which lines those are is settled in `view`. What others wrote is
//! made printable before it is drawn.

mod summary;
mod testing;
mod view;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Element, Group, Level, Renderer};
use bellwether_syntax::diagnostic::{Diagnostic, Label, Severity};
use bellwether_syntax::source::Sources;

use super::lines::Places;
use super::printable::{drawing, printable, printable_name};
use super::{Finding, Report};
pub use testing::test_text;
use view::Views;

/// How many related places of one finding or diagnostic are shown; the rest are counted.
const RELATED_SHOWN: usize = 12;

/// How a report is written for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// With colours, as ANSI escape sequences.
    pub color: bool,
    /// Without the summary.
    pub quiet: bool,
    /// How many diagnostics are shown; the rest are counted.
    pub max_diagnostics: usize,
    /// Show the findings that a waiver or a baseline covers too; else they are counted.
    pub covered: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { color: false, quiet: false, max_diagnostics: 100, covered: false }
    }
}

/// The report as a person reads it. Linear in the report and in the sources that it points at.
pub fn text(report: &Report, sources: &Sources, options: &TextOptions) -> String {
    let places = Places::new(sources);
    let renderer = renderer(options.color);
    let mut out = String::new();
    write_diagnostics(&report.diagnostics, &places, options, &mut out);
    let mut show = |group: Group<'_>| write_group(&renderer, group, &mut out);
    for finding in report.findings.iter().filter(|finding| finding.counts() || options.covered) {
        show(finding_group(finding, &places));
    }
    if options.quiet {
        if out.ends_with("\n\n") {
            out.pop();
        }
    } else {
        summary::write(&mut out, report);
    }
    drawing(out, options.color)
}

fn renderer(color: bool) -> Renderer {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode)
}

/// Diagnostics alone, in the order in which they are given, as a person reads them.
pub fn diagnostics_text(diagnostics: &[Diagnostic], sources: &Sources, options: &TextOptions) -> String {
    let mut out = String::new();
    write_diagnostics(diagnostics, &Places::new(sources), options, &mut out);
    if out.ends_with("\n\n") {
        out.pop();
    }
    drawing(out, options.color)
}

fn write_diagnostics(diagnostics: &[Diagnostic], places: &Places<'_>, options: &TextOptions, out: &mut String) {
    let renderer = renderer(options.color);
    let shown = diagnostics_shown(diagnostics, options.max_diagnostics);
    let hidden = diagnostics.len() - shown.len();
    for diagnostic in shown {
        write_group(&renderer, diagnostic_group(diagnostic, places), out);
    }
    if hidden > 0 {
        let title = format!("{hidden} more like these; the first {} are shown", options.max_diagnostics);
        write_group(&renderer, Group::with_title(Level::NOTE.primary_title(title)), out);
    }
}

fn write_group(renderer: &Renderer, group: Group<'_>, out: &mut String) {
    out.push_str(&renderer.render(&[group]));
    out.push_str("\n\n");
}

/// The diagnostics to show, in their order; where not all can be, errors go before warnings and notes.
fn diagnostics_shown(all: &[Diagnostic], limit: usize) -> Vec<&Diagnostic> {
    if all.len() <= limit {
        return all.iter().collect();
    }
    let (errors, others): (Vec<_>, Vec<_>) = all.iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
    errors.into_iter().chain(others).take(limit).collect()
}

fn diagnostic_group<'a>(diagnostic: &'a Diagnostic, places: &'a Places<'_>) -> Group<'a> {
    let mut views = Views::new(places, &diagnostic.message);
    views.show(&diagnostic.primary, true);
    let mut notes = Notes::default();
    for label in diagnostic.related.iter().take(RELATED_SHOWN) {
        if !views.show(label, false) {
            notes.place(label, places);
        }
    }
    notes.rest(diagnostic.related.len());
    let title = level(diagnostic.severity).primary_title(one_line(&diagnostic.message)).id(diagnostic.code.0);
    Group::with_title(title)
        .elements(views.into_elements())
        .elements(notes.lines.into_iter().map(|line| Element::from(Level::NOTE.message(line))))
        .elements(diagnostic.help.as_deref().map(|help| Level::HELP.message(printable(help))))
}

fn finding_group<'a>(finding: &'a Finding, places: &'a Places<'_>) -> Group<'a> {
    let mut views = Views::new(places, &finding.message);
    if let Some(at) = &finding.at {
        views.show(at, true);
    }
    views.show(&finding.rule_at, finding.at.is_none());
    let mut notes = Notes::default();
    for label in finding.related.iter().take(RELATED_SHOWN) {
        if !(views.has_source(label.span.source) && views.show(label, false)) {
            notes.place(label, places);
        }
    }
    notes.rest(finding.related.len());
    let title = level(finding.severity).primary_title(one_line(&finding.message)).id(&*finding.rule);
    let said = |name: &'static str, text: Option<&'a str>| {
        text.map(|text| Level::NOTE.with_name(name).message(printable(text)))
    };
    let missing = (!finding.missing.is_empty()).then(|| {
        let names: Vec<String> = finding.missing.iter().map(|name| format!("`{name}`")).collect();
        Level::NOTE.with_name("missing").message(names.join(", "))
    });
    Group::with_title(title)
        .elements(views.into_elements())
        .elements(notes.lines.into_iter().map(|line| Element::from(Level::NOTE.message(line))))
        .elements(missing)
        .elements(said("because", finding.because.as_deref()))
        .elements(finding.suggest.as_deref().map(|text| Level::HELP.message(printable(text))))
        .elements(said("see", finding.see.as_deref()))
        .elements(covered(finding).map(|(name, text)| Level::NOTE.with_name(name).message(text)))
}

/// What covers a finding, with its name.
fn covered(finding: &Finding) -> Option<(&'static str, String)> {
    match &finding.waived {
        Some(waived) => {
            let by = waived.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            Some(("waived", one_line(&format!("until {}{by}: {}", waived.until, waived.because))))
        }
        None if finding.baselined() => Some(("accepted", "in the baseline".to_owned())),
        None => None,
    }
}

/// Places that are told and not drawn.
#[derive(Default)]
struct Notes {
    lines: Vec<String>,
}

impl Notes {
    /// Tells of a place: ``kpi `new_arr` (goals/acme.kpi:3:5)``.
    fn place(&mut self, label: &Label, places: &Places<'_>) {
        let message = if label.message.is_empty() { "see also" } else { &label.message };
        self.lines.push(match places.place(label.span) {
            Some(place) => {
                let file = printable_name(place.file);
                format!("{} ({file}:{}:{})", one_line(message), place.start.line, place.start.column)
            }
            None => one_line(message),
        });
    }

    /// Tells how many of all the places were passed over.
    fn rest(&mut self, all: usize) {
        if let Some(rest @ 1..) = all.checked_sub(RELATED_SHOWN) {
            self.lines.push(format!("and {rest} more"));
        }
    }
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The text, printable, with its line ends made spaces: a title or label of several lines would tear the drawing.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
    printable(&lines.join(" ")).into_owned()
}
