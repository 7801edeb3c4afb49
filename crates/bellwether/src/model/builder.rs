//! Models from a program's own values, with no text between.

use bellwether_syntax::diagnostic::{Code, Diagnostic, Severity};
use thiserror::Error;

use super::Model;
use super::elements::{Draft, NewElement};
use super::fill::Filler;
use super::given::Given;
use super::intern::Interner;
use super::read::shown;
use crate::ids::{AttributeId, ElementId, KindId};
use crate::near::near;
use crate::vocabulary::Vocabulary;

/// An element of a [`ModelBuilder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ElementRef {
    pub(super) at: u32,
}

/// Why a model could not be built.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// `builder.element("kpy", "retention")`
    #[error("there is no kind `{kind}`{}", hint(meant.as_deref()))]
    UnknownKind {
        /// As it was given.
        kind: String,
        /// A kind with a near name.
        meant: Option<String>,
    },
    /// `builder.set(kpi, "indicatr", "leading")`
    #[error("a {kind} has no attribute `{attribute}`{}", hint(meant.as_deref()))]
    UnknownAttribute {
        /// The kind of the element.
        kind: String,
        /// As it was given.
        attribute: String,
        /// An attribute with a near name.
        meant: Option<String>,
    },
    /// `builder.element("kpi", "retention")`, twice
    #[error("there is a {kind} `{id}` already")]
    DuplicateElement {
        /// The kind of the element that has the id.
        kind: String,
        /// The id.
        id: String,
    },
    /// An element of another builder.
    #[error("this element belongs to another builder")]
    ForeignElement,
    /// `builder.insert("kpi", &7)`
    #[error("{0}")]
    NotAnElement(String),
    /// A value that does not fit, a reference to nothing, a relation that contradicts itself: what a diagnostic would say.
    #[error("{}{message}{}", element.as_ref().map(|element| format!("{element}: ")).unwrap_or_default(), help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default())]
    Invalid {
        /// The slug of the diagnostic.
        code: Code,
        /// The element whose attribute it is, where it is about one.
        element: Option<String>,
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
}

fn hint(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(" (did you mean `{meant}`?)"))
}

/// All that is wrong with a model that was to be built.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ModelErrors {
    /// At least one, in the order in which they were met.
    pub errors: Vec<ModelError>,
}

/// Builds a model from a program's own values.
///
/// Elements first or attributes first, in any order: references are looked up when the model is built.
#[derive(Debug)]
pub struct ModelBuilder<'v> {
    vocabulary: &'v Vocabulary,
    draft: Draft,
    texts: Interner,
    given: Vec<(ElementRef, AttributeId, Given)>,
}

impl<'v> ModelBuilder<'v> {
    /// An empty model of this vocabulary.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, draft: Draft::default(), texts: Interner::default(), given: Vec::new() }
    }

    /// The vocabulary that the model is of.
    pub(super) fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// Adds an element that stands in nothing.
    ///
    /// # Errors
    ///
    /// For a kind that is not there and for an id that its family has already.
    pub fn element(&mut self, kind: &str, id: &str) -> Result<ElementRef, ModelError> {
        let kind = self.kind(kind)?;
        self.enter(kind, Some(id), None)
    }

    /// Adds an element that stands in another; it may have no id.
    ///
    /// # Errors
    ///
    /// As [`ModelBuilder::element`], and for a parent of another builder.
    pub fn nested(&mut self, parent: ElementRef, kind: &str, id: Option<&str>) -> Result<ElementRef, ModelError> {
        let kind = self.kind(kind)?;
        self.kind_at(parent)?;
        self.enter(kind, id, Some(parent))
    }

    /// Gives an element its label.
    ///
    /// # Errors
    ///
    /// For an element of another builder.
    pub fn label(&mut self, element: ElementRef, label: &str) -> Result<&mut Self, ModelError> {
        let label = self.texts.enter(label);
        if self.draft.set_label(element.at, label) { Ok(self) } else { Err(ModelError::ForeignElement) }
    }

    /// Writes an attribute. Whether the value fits is seen when the model is built.
    ///
    /// # Errors
    ///
    /// For an attribute that the element's kind does not have.
    pub fn set(
        &mut self,
        element: ElementRef,
        attribute: &str,
        value: impl Into<Given>,
    ) -> Result<&mut Self, ModelError> {
        let kind = self.kind_at(element)?;
        let attribute = self.attribute(kind, attribute)?;
        self.given.push((element, attribute, value.into()));
        Ok(self)
    }

    /// The model.
    ///
    /// # Errors
    ///
    /// With all that is wrong: values that do not fit, references to nothing, contradictions, what is required and
    /// missing.
    pub fn build(self) -> Result<Model, ModelErrors> {
        let Self { vocabulary, draft, texts, given } = self;
        let (elements, element_at) = draft.number(vocabulary);
        let element_of = |at: ElementRef| ElementId(element_at.get(at.at as usize).copied().unwrap_or(u32::MAX));
        let mut filler = Filler::new(vocabulary, elements, texts);
        filler.placeless = true;
        let mut errors = Vec::new();
        for late in [false, true] {
            for (at, attribute, value) in &given {
                if filler.is_inverse(*attribute) != late {
                    continue;
                }
                filler.given(element_of(*at), *attribute, value, &element_at);
                let name = filler.named(element_of(*at));
                errors.extend(filler.diagnostics.drain(..).filter_map(|diagnostic| invalid(Some(&name), diagnostic)));
            }
        }
        let (model, diagnostics) = filler.finish();
        errors.extend(diagnostics.into_iter().filter_map(|diagnostic| invalid(None, diagnostic)));
        if errors.is_empty() { Ok(model) } else { Err(ModelErrors { errors }) }
    }

    /// The kind with a name.
    pub(super) fn kind(&self, kind: &str) -> Result<KindId, ModelError> {
        self.vocabulary.kind_named(kind).ok_or_else(|| ModelError::UnknownKind {
            kind: shown(kind),
            meant: near(kind, self.vocabulary.kinds.iter().map(|kind| &*kind.name)).map(str::to_owned),
        })
    }

    /// The kind of an element.
    pub(super) fn kind_at(&self, element: ElementRef) -> Result<KindId, ModelError> {
        self.draft.kind(element.at).ok_or(ModelError::ForeignElement)
    }

    /// The attribute of a kind with a name; `_` may stand for `-`, as Rust's field names have it.
    pub(super) fn attribute(&self, kind: KindId, attribute: &str) -> Result<AttributeId, ModelError> {
        let named = |name: &str| self.vocabulary.attribute_named(kind, name);
        named(attribute).or_else(|| named(&attribute.replace('_', "-"))).ok_or_else(|| {
            let known = self.vocabulary.kind(kind);
            let nouns = known.into_iter().flat_map(|kind| kind.nouns.keys().map(|noun| &**noun));
            ModelError::UnknownAttribute {
                kind: known.map_or_else(String::new, |kind| kind.name.to_string()),
                attribute: shown(attribute),
                meant: near(attribute, nouns).map(str::to_owned),
            }
        })
    }

    /// Enters an element.
    pub(super) fn enter(
        &mut self,
        kind: KindId,
        id: Option<&str>,
        parent: Option<ElementRef>,
    ) -> Result<ElementRef, ModelError> {
        let text = id.map(|id| self.texts.enter(id));
        if let (Some(text), Some(id)) = (text, id)
            && let Some(known) = self.draft.find(self.vocabulary, kind, text)
        {
            let kind = self.draft.kind(known).and_then(|kind| self.vocabulary.kind(kind));
            return Err(ModelError::DuplicateElement {
                kind: kind.map_or_else(String::new, |kind| kind.name.to_string()),
                id: shown(id),
            });
        }
        let new = NewElement { kind, id: text, label: None, parent: parent.map(|parent| parent.at), head: None };
        let (at, _) = self.draft.enter(self.vocabulary, &new);
        Ok(ElementRef { at })
    }

    /// Writes an attribute by its id.
    pub(super) fn give(&mut self, element: ElementRef, attribute: AttributeId, value: Given) {
        self.given.push((element, attribute, value));
    }
}

/// A diagnostic as an error of the builder; warnings are none.
fn invalid(element: Option<&str>, diagnostic: Diagnostic) -> Option<ModelError> {
    (diagnostic.severity == Severity::Error).then(|| ModelError::Invalid {
        code: diagnostic.code,
        element: element.map(str::to_owned),
        message: diagnostic.message,
        help: diagnostic.help,
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde::Serialize;

    use super::super::tests::{ACME, read, vocabulary};
    use super::{Given, Model, ModelBuilder, ModelError};
    use crate::ids::ElementId;
    use crate::value::Date;
    use crate::vocabulary::Vocabulary;

    /// Every value of a model, in order, to compare two of them.
    fn all_values(model: &Model, vocabulary: &Vocabulary) -> Vec<String> {
        let mut out: Vec<String> = (0..model.len())
            .map(ElementId::at)
            .map(|element| {
                format!("{:?} {} {:?}", model.kind_of(element), model.name(element, vocabulary), model.label(element))
            })
            .collect();
        for attribute in 0..vocabulary.attributes.len() {
            let id = crate::ids::AttributeId::at(attribute);
            let column = model.column(id);
            for index in 0..column.len() {
                let text = column.text(index).map(|text| model.text(text).to_owned());
                let value = text.or_else(|| column.get(index).map(|value| format!("{value:?}")));
                out.push(format!("{attribute} {index} {value:?} {:?}", model.bounds(id, index)));
            }
        }
        out
    }

    #[test]
    fn builds_what_the_language_says() -> Result<(), Box<dyn std::error::Error>> {
        let (vocabulary, _) = vocabulary();
        let mut builder = ModelBuilder::new(&vocabulary);
        let acme = builder.element("company", "acme")?;
        builder.label(acme, "Acme")?;
        let new_arr = builder.nested(acme, "kpi", Some("new_arr"))?;
        builder.label(new_arr, "New ARR")?.set(new_arr, "indicator", "lagging")?;
        let growth = builder.nested(acme, "group", Some("growth"))?;
        let team = builder.nested(growth, "team", Some("registration"))?;
        builder.label(team, "Registration")?.set(team, "work", "product")?;
        let business = builder.nested(team, "metric", Some("business_registrations"))?;
        builder.label(business, "Registrations with a business address")?;
        builder.nested(team, "metric", Some("landing_visitors"))?;
        builder.nested(team, "metric", Some("meetings_booked"))?;
        let goal = builder.nested(team, "goal", Some("more"))?;
        builder.set(goal, "due", "2026-Q3")?;
        let kpi = builder.nested(goal, "kpi", Some("conversion"))?;
        builder
            .label(kpi, "Conversion")?
            .set(kpi, "formula", "business_registrations / landing_visitors")?
            .set(kpi, "indicator", "leading")?
            .set(kpi, "baseline", Given::from("18%").with("at", Date::parse("2026-04-01").ok_or("no date")?))?
            .set(kpi, "target", "at least 20% by 2026-09-30")?
            .set(kpi, "counters", vec![Given::from("meetings_booked").with("falls", "5%"), Given::from(business)])?
            .set(kpi, "drives", new_arr)?
            .set(kpi, "lag", "2 weeks")?
            .set(kpi, "period", "2026-Q3")?
            .set(kpi, "monetised", true)?
            .set(kpi, "budget", "EUR 1.5k")?;
        let alias = builder.nested(goal, "kpi", Some("alias"))?;
        builder.set(alias, "formula", "conversion")?;
        let social = builder.element("experiment", "social")?;
        builder.set(social, "kpi", kpi)?.set(social, "starts", "2026-05-01")?;
        let share = builder.nested(social, "share", None)?;
        builder.set(share, "on", "2026-05-02")?.set(share, "contents", ["goal", "kpis"])?;
        let share = builder.nested(social, "share", None)?;
        builder.set(share, "on", "2026-05-03")?.set(share, "contents", ["counters"])?;
        let built = builder.build()?;
        let read = read(&[ACME]);
        assert_eq!(all_values(&built, &vocabulary), all_values(&read.model, &vocabulary));
        Ok(())
    }

    #[derive(Serialize)]
    struct Target {
        value: &'static str,
        by: &'static str,
    }

    #[derive(Serialize)]
    struct Kpi {
        id: &'static str,
        label: &'static str,
        indicator: Option<&'static str>,
        target: Option<Target>,
        co_owners: Vec<&'static str>,
        monetised: bool,
    }

    #[derive(Serialize)]
    struct Team {
        id: &'static str,
        kpis: Vec<Kpi>,
    }

    #[test]
    fn builds_from_serde_values() -> Result<(), Box<dyn std::error::Error>> {
        let (vocabulary, _) = vocabulary();
        let mut builder = ModelBuilder::new(&vocabulary);
        let retention = Kpi {
            id: "retention",
            label: "Retention",
            indicator: Some("lagging"),
            target: Some(Target { value: "90%", by: "2026-12-31" }),
            co_owners: vec!["b"],
            monetised: true,
        };
        let bare = Kpi { id: "bare", label: "", indicator: None, target: None, co_owners: vec![], monetised: false };
        builder.insert("team", &Team { id: "a", kpis: vec![retention, bare] })?;
        builder.insert("team", &Team { id: "b", kpis: vec![] })?;
        let built = builder.build()?;
        let text = "team a { kpi retention \"Retention\" { indicator lagging; target 90% by 2026-12-31; co-owners b; monetised yes } kpi bare \"\" { monetised no } }\nteam b";
        let read = read(&[&text.replace("} kpi", "}\nkpi")]);
        assert_eq!(all_values(&built, &vocabulary), all_values(&read.model, &vocabulary));
        Ok(())
    }

    fn errors_of(build: impl FnOnce(&mut ModelBuilder<'_>) -> Result<(), ModelError>) -> String {
        let (vocabulary, _) = vocabulary();
        let mut builder = ModelBuilder::new(&vocabulary);
        match build(&mut builder) {
            Err(error) => error.to_string(),
            Ok(()) => builder.build().err().map(|errors| errors.to_string()).unwrap_or_default(),
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let said = errors_of(|builder| builder.element("kpy", "x").map(|_| ()));
        assert_eq!(said, "there is no kind `kpy` (did you mean `kpi`?)");
        let said = errors_of(|builder| {
            let kpi = builder.element("kpi", "x")?;
            builder.set(kpi, "indicatr", 5)?;
            Ok(())
        });
        assert_eq!(said, "a kpi has no attribute `indicatr` (did you mean `indicator`?)");
        let said = errors_of(|builder| {
            builder.element("metric", "x")?;
            builder.element("kpi", "x")?;
            Ok(())
        });
        assert_eq!(said, "there is a metric `x` already");
        let said = errors_of(|builder| {
            let kpi = builder.element("kpi", "retention")?;
            builder.set(kpi, "drives", "retentoin")?.set(kpi, "indicator", 5)?.set(kpi, "lag", "soon or later")?;
            builder.set(kpi, "growth", Decimal::new(18, 2))?;
            Ok(())
        });
        assert_eq!(
            said,
            "kpi `retention`: there is no kpi `retentoin` (did you mean `retention`?)\n\
             kpi `retention`: `indicator` asks for `leading` or `lagging`, not `5`\n\
             kpi `retention`: `lag` asks for a duration, not `soon or later`\n\
             kpi `retention`: `growth` asks for a percentage, not `0.18` (did you mean `18%`?)"
        );
        let said = errors_of(|builder| {
            builder.insert("kpi", &7)?;
            Ok(())
        });
        assert_eq!(said, "a kpi is inserted from a value with named fields, not from `7`");
    }
}
