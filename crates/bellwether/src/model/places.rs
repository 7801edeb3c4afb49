//! Places that lie in themselves: a group whose parent is a team of its own. Found once, when the model is built.

use bellwether_syntax::diagnostic::Diagnostic;

use super::{Model, codes};
use crate::ids::ElementId;
use crate::vocabulary::Vocabulary;

/// What an element is while the walk goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    OnTheWay,
    Done,
}

/// A diagnostic for each circle of elements that lie in each other. Linear; the walk keeps its own stack.
pub(super) fn circles(model: &Model, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let mut marks = vec![Mark::New; model.len()];
    let mut diagnostics = Vec::new();
    for start in 0..model.len() {
        if marks.get(start) != Some(&Mark::New) {
            continue;
        }
        // Each entry is an element and the containers of it that are still to be looked at.
        let mut way: Vec<(ElementId, Vec<ElementId>)> = Vec::new();
        enter(ElementId::at(start), model, &mut marks, &mut way);
        while let Some((element, left)) = way.last_mut() {
            let Some(next) = left.pop() else {
                if let Some(mark) = marks.get_mut(element.index()) {
                    *mark = Mark::Done;
                }
                way.pop();
                continue;
            };
            match marks.get(next.index()) {
                Some(Mark::New) => enter(next, model, &mut marks, &mut way),
                Some(Mark::OnTheWay) => {
                    let from = way.iter().position(|(element, _)| *element == next).unwrap_or(0);
                    let circle: Vec<ElementId> = way.iter().skip(from).map(|(element, _)| *element).collect();
                    diagnostics.push(told(&circle, model, vocabulary));
                }
                Some(Mark::Done) | None => {}
            }
        }
    }
    diagnostics
}

fn enter(element: ElementId, model: &Model, marks: &mut [Mark], way: &mut Vec<(ElementId, Vec<ElementId>)>) {
    if let Some(mark) = marks.get_mut(element.index()) {
        *mark = Mark::OnTheWay;
    }
    way.push((element, model.containers(element).collect()));
}

fn told(circle: &[ElementId], model: &Model, vocabulary: &Vocabulary) -> Diagnostic {
    // The circle is told from its first element in the model, wherever the walk came in.
    let first = (0..circle.len()).min_by_key(|at| circle.get(*at).map(|element| model.order(*element))).unwrap_or(0);
    let turned: Vec<ElementId> = circle.iter().cycle().skip(first).take(circle.len() + 1).copied().collect();
    let shown: Vec<String> =
        turned.iter().take(6).map(|element| format!("`{}`", model.name(*element, vocabulary))).collect();
    let more = if turned.len() > shown.len() { ", and so on" } else { "" };
    let head = turned.first().and_then(|element| model.span(*element)).unwrap_or_default();
    let name = turned.first().map_or_else(String::new, |element| model.name(*element, vocabulary));
    let mut diagnostic = Diagnostic::error(
        codes::CIRCLE_OF_PLACES,
        head,
        format!("`{name}` lies in itself: {}{more}", shown.join(" lies in ")),
    )
    .help("nothing can lie in what lies in it: take one of these out of the other");
    for element in turned.iter().skip(1).take(circle.len().saturating_sub(1).min(5)) {
        if let Some(span) = model.span(*element) {
            diagnostic = diagnostic.also(span, "by way of this");
        }
    }
    diagnostic
}
