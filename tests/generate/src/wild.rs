//! Projects with mistakes: one that is right, then some of its words otherwise, then some lines that are wrong.

use arbitrary::Unstructured;

use crate::draw::Draw;
use crate::ir::{Attribute, Clause, Element, Item, Kind, Line, Meaning, Placed, Policy, Value};
use crate::phrase::{Phrase, Token};
use crate::{Bounds, Project, snippets, typed};

/// Words that stand where others should.
const WORDS: &[&str] = &[
    "cuonter",
    "kpi",
    "and",
    "or",
    "must",
    "where",
    "not",
    "a",
    "every",
    "no",
    "it",
    "its",
    "the",
    "is",
    "has",
    "of",
    "in",
    "leading",
    "team",
    "owner",
    "counters",
    "3",
    "30 days",
    "10%",
    "2026-02-30",
    "EUR 5",
    "x",
    "may",
    "should",
    "unless",
    "at least",
    "60% of",
    "target",
    "today",
    "two",
    "only",
    "another",
    "share",
    "via",
    "have",
    "be",
    "with",
    "between",
    "(",
    ")",
    ",",
    ".",
    "'s",
    "=",
    "<",
    "+",
    "-",
    "/",
    "\"text\"",
    "`quoted`",
    "when",
    "otherwise",
    "\u{0}",
    "from",
    "until",
    "\u{0435}very",
];

/// Values that fit few attributes.
const VALUES: &[&str] = &[
    "2026-02-30",
    "2026-Q7",
    "ZZZ 5",
    "1.5 days",
    "12345678901234567890123456789",
    "nobody",
    "yes",
    "leading",
    "\"a \\q\"",
    "3, 4",
    "less than 5%",
    "at least web",
    "10% by 2026-06-30 unheard 3",
    "(3, 4)",
    "",
    "web + web",
    "3 \"text\"",
    "-",
];

/// Mistakes that no page can show in one text.
const MORE: &[&str] = &["use \"part2.kpi\"\n", "use \"part0.kpi\"\n", "use \"part1.kpi\"\n", "kpi arr \u{0}\n"];

/// A project out of bytes.
pub(crate) fn project(bytes: &mut Unstructured<'_>, bounds: &Bounds) -> Project {
    let small = Bounds { elements: bounds.elements / 2, rules: bounds.rules / 2, ..bounds.clone() };
    // What spoils a project is drawn first, so that there are bytes for it however large the project becomes.
    let mut draw = Draw::new(bytes);
    let (changes, wrong) = (draw.count(0, 4), draw.count(0, 4));
    let seeds: Vec<usize> = (0..changes + wrong).map(|_| draw.below(1 << 16)).collect();
    let choices: Vec<[usize; 4]> = seeds.iter().map(|_| std::array::from_fn(|_| draw.below(1 << 16))).collect();
    let mut project = typed::project(Draw::new(bytes), &small);
    for (seed, choices) in seeds.iter().zip(&choices).take(changes) {
        let at = seed % project.items.len().max(1);
        change(&mut project, at, *choices);
    }
    for seed in seeds.iter().skip(changes) {
        let texts = snippets::SNIPPETS.len();
        let more = seed % (texts + MORE.len());
        let Some(text) = snippets::SNIPPETS.get(more).or_else(|| MORE.get(more.saturating_sub(texts))) else {
            continue;
        };
        let file = seed % 3;
        let item = Item::Raw(Phrase(vec![Token::Word((*text).to_owned())]));
        let at = seed % (project.items.len() + 1);
        project.items.insert(at, Placed { file, item });
    }
    project
}

/// One of some, by a number.
fn of<T>(some: &mut [T], number: usize) -> Option<&mut T> {
    let count = some.len().max(1);
    some.get_mut(number % count)
}

/// Changes one thing of an item.
fn change(project: &mut Project, at: usize, choices: [usize; 4]) {
    let [what, where_, which, how] = choices;
    let count = project.items.len();
    if what.is_multiple_of(6) && count > 0 {
        match which % 3 {
            // Something is missing, there twice, or elsewhere.
            0 => drop(project.items.remove(at)),
            1 => {
                let copy = project.items.get(at).cloned();
                project.items.extend(copy);
            }
            _ => project.items.swap(at, where_ % count),
        }
        return;
    }
    let Some(placed) = project.items.get_mut(at) else { return };
    match &mut placed.item {
        Item::Kind(kind) => change_kind(kind, where_, which),
        Item::Definition(definition) => match &mut definition.meaning {
            Meaning::Adjective(phrase) | Meaning::Derived(phrase) => spoil(phrase, where_, which, how),
        },
        Item::Element(element) => change_element(element, where_, which, how),
        Item::Policy(policy) => change_policy(policy, where_, which, how),
        Item::Use(one) => match which % 3 {
            0 => one.with.push(("unheard".to_owned(), Phrase::of("3"))),
            1 => one.without.push("unheard".to_owned()),
            _ => spoil(&mut one.what, where_, how, which),
        },
        Item::Waiver(waiver) => match which % 6 {
            0 => waiver.until = None,
            1 => waiver.because = None,
            2 => waiver.rule.push('x'),
            3 => waiver.from = Some("2030-01-01".to_owned()),
            4 => waiver.target = Phrase::of("every kpi"),
            _ => spoil(&mut waiver.target, where_, how, which),
        },
        Item::Fixture(fixture) => {
            if let Some(element) = of(&mut fixture.elements, where_) {
                change_element(element, where_, which, how);
            }
        }
        Item::Test(test) => match which % 4 {
            0 => test.clauses.clear(),
            1 => test.clauses.push(Clause::Line(Phrase::of("given nobody"))),
            _ => {
                if let Some(Clause::Line(phrase)) = of(&mut test.clauses, where_) {
                    spoil(phrase, where_, how, which);
                }
            }
        },
        Item::Raw(phrase) => spoil(phrase, where_, which, how),
    }
}

/// Takes a word out, puts one in, doubles one, or swaps two.
fn spoil(phrase: &mut Phrase, where_: usize, which: usize, how: usize) {
    let count = phrase.0.len();
    let at = where_ % (count + 1);
    let word = WORDS.get(which % WORDS.len()).copied().unwrap_or_default();
    let token = if matches!(word, ")" | "," | "." | "'s") {
        Token::Glued(word.to_owned())
    } else {
        Token::Word(word.to_owned())
    };
    match how % 5 {
        0 if at < count => drop(phrase.0.remove(at)),
        1 if at < count => {
            let copy = phrase.0.get(at).cloned();
            phrase.0.extend(copy);
        }
        2 if at < count => phrase.0.swap(at, which % count),
        3 => {
            if let Some(place) = phrase.0.get_mut(at) {
                *place = token;
            }
        }
        _ => phrase.0.insert(at, token),
    }
}

fn change_kind(kind: &mut Kind, where_: usize, which: usize) {
    match which % 8 {
        0 => kind.parent = Some(kind.name.clone()),
        1 => kind.parent = Some("unheard".to_owned()),
        2 => kind.name = "kpi".to_owned(),
        3 => kind.extends = !kind.extends,
        4 => {
            let copy: Option<Attribute> = kind.attributes.first().cloned();
            kind.attributes.extend(copy);
        }
        5 => {
            if let Some(attribute) = of(&mut kind.attributes, where_) {
                attribute.ty = "unheard".to_owned();
            }
        }
        6 => {
            if let Some(attribute) = of(&mut kind.attributes, where_) {
                attribute.parts.push(Phrase::of("inverse metrics"));
            }
        }
        _ => {
            if let Some(attribute) = of(&mut kind.attributes, where_) {
                attribute.name = "kpi".to_owned();
            }
        }
    }
}

fn change_element(element: &mut Element, where_: usize, which: usize, how: usize) {
    // Now and then what stands in it.
    if how.is_multiple_of(2)
        && let Some(child) = of(&mut element.children, where_)
    {
        return change_element(child, where_ / 2, which, how / 2);
    }
    let value = VALUES.get(where_ % VALUES.len()).copied().unwrap_or_default();
    let value = Value { phrase: Phrase(vec![Token::Word(value.to_owned())]), fields: Vec::new() };
    match which % 9 {
        0 => element.id = None,
        1 => element.kind = "kipi".to_owned(),
        2 => {
            let copy = element.clone();
            element.children.push(copy);
        }
        3 => element.lines.push(Line { name: "cuonters".to_owned(), values: vec![value] }),
        4 => {
            let copy = element.lines.first().cloned();
            element.lines.extend(copy);
        }
        5 => {
            if let Some(line) = of(&mut element.lines, how) {
                line.values.push(value);
            }
        }
        _ => {
            if let Some(line) = of(&mut element.lines, how) {
                line.values = vec![value];
            }
        }
    }
}

fn change_policy(policy: &mut Policy, where_: usize, which: usize, how: usize) {
    match what_of(which) {
        0 => {
            let copy = policy.rules.first().cloned();
            policy.rules.extend(copy);
        }
        1 => {
            let copy = policy.parameters.first().cloned();
            policy.parameters.extend(copy);
        }
        2 => {
            if let Some(parameter) = of(&mut policy.parameters, where_) {
                match how % 3 {
                    0 => parameter.name = "kpi".to_owned(),
                    1 => parameter.default = None,
                    _ => parameter.ty = Some("kpi".to_owned()),
                }
            }
        }
        3 => {
            if let Some(rule) = of(&mut policy.rules, where_) {
                rule.modifiers.push(Phrase::of("until 2020-01-01"));
            }
        }
        _ => {
            if let Some(rule) = of(&mut policy.rules, where_) {
                let modifiers = rule.modifiers.len();
                let phrase = match rule.modifiers.get_mut(how % (modifiers + 3)) {
                    Some(modifier) => modifier,
                    None => &mut rule.sentence,
                };
                spoil(phrase, where_ / 7, which / 7, how / 7);
            }
        }
    }
}

fn what_of(which: usize) -> usize {
    which % 9
}
