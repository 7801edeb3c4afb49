//! Puts the items of a text, and the rules of its policies, in another order.

use bellwether_syntax::source::SourceId;
use bellwether_syntax::tree::Item;

/// The text with its items in the opposite order, and the rules of each policy in the opposite order. Comments move with
/// what follows them.
pub fn reversed(text: &str) -> String {
    let parse = bellwether_syntax::parse(SourceId(0), text);
    let mut pieces = Vec::new();
    let mut from = 0;
    for item in &parse.file.items {
        let to = end_of(item);
        pieces.push(reversed_rules(text, item, from, to));
        from = to;
    }
    pieces.push(text[from..].to_owned());
    pieces.reverse();
    pieces.join("\n")
}

/// The text of an item from the end of the one before it, with its rules reversed.
fn reversed_rules(text: &str, item: &Item, from: usize, to: usize) -> String {
    let Item::Policy(policy) = item else { return text[from..to].to_owned() };
    let ends: Vec<usize> = policy.rules.iter().map(|rule| rule.span.end as usize).collect();
    let (Some(first), Some(last)) = (policy.rules.first(), ends.last()) else { return text[from..to].to_owned() };
    let start = first.span.start as usize;
    let starts = std::iter::once(start).chain(ends.iter().copied());
    let mut rules: Vec<&str> = starts.zip(&ends).map(|(from, to)| &text[from..*to]).collect();
    rules.reverse();
    format!("{}\n{}\n{}", &text[from..start], rules.join("\n"), &text[*last..to])
}

fn end_of(item: &Item) -> usize {
    let span = match item {
        Item::Kind(kind) => kind.span,
        Item::Definition(definition) => definition.span,
        Item::Declaration(line) => line.span,
        Item::Policy(policy) => policy.span,
        Item::Waiver(waiver) => waiver.span,
        Item::Test(test) => test.span,
        Item::Fixture(fixture) => fixture.span,
        Item::Use(used) => used.span,
    };
    span.end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_rules_change_places() {
        let text = "kpi a { lag 1 day }\n# two\npolicy p {\n  x: every kpi must be leading\n  y: every kpi must have a counter\n}\n";
        let words: Vec<String> = reversed(text).split_whitespace().map(str::to_owned).collect();
        let expected =
            "# two policy p { y: every kpi must have a counter x: every kpi must be leading } kpi a { lag 1 day }";
        assert_eq!(words.join(" "), expected);
    }
}
