//! Writes all mutants of a file into its text, each behind a switch.
//!
//! **In**: the text of a file of Rust, and its mutants with their numbers. **Out**: a text that does the same as long as no
//! switch is on, and what the mutant does where `crate::mutant::on(NUMBER)` is true; and the mutants that cannot be written
//! so, each with why. Nothing is evaluated twice or in another order than before.
//!
//! Comments mark what the compiler may complain about: `/*[7*/ … /*]7*/` is what mutant 7 would have instead, `/*{7*/ …
//! /*}7*/` is the whole place that has a switch for it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, UnOp};

use crate::list::Mutant;

/// Why a mutant has no switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// It does not compile, whoever builds it.
    Unviable,
    /// It has to be built by itself.
    Alone,
}

/// A text with switches.
#[derive(Debug)]
pub struct Switched {
    /// The text.
    pub text: String,
    /// The mutants that it does not hold.
    pub without: BTreeMap<usize, Without>,
}

/// What stands at a place that has switches.
enum Site {
    /// The body of a function: what it gives instead.
    Body { inner: Range<usize> },
    /// The body of a function that gives `impl Iterator`: what its iterator gives instead.
    Iterator { inner: Range<usize> },
    /// Two operands, and what else may stand between them.
    Binary { left: Range<usize>, operator: String, right: Range<usize> },
    /// An operand without its sign.
    Unary { operator: &'static str, operand: Range<usize> },
    /// A structure with some fields taken from another: each field that may be taken from it too, by its mutant.
    Fields { fields: BTreeMap<usize, Range<usize>> },
    /// The word `const` before a function, which has no switches as long as the compiler may run it.
    Const,
    /// An arm: its pattern, and the condition after it.
    Arm { pattern: Range<usize>, guard: Option<Range<usize>> },
}

/// A place with switches, and the numbers of the mutants there.
struct Place {
    range: Range<usize>,
    site: Site,
    mutants: Vec<usize>,
}

/// Writes switches into a text for all the mutants. The functions of these names remain `const`, if they are.
pub fn switch(text: &str, mutants: &[(usize, &Mutant)], constant: &BTreeSet<String>) -> syn::Result<Switched> {
    let file = syn::parse_file(text)?;
    let mut finder =
        Finder { text, mutants, names: constant, places: Vec::new(), without: BTreeMap::new(), constant: false };
    finder.visit_file(&file);
    let Finder { places, mut without, .. } = finder;
    for (number, _) in mutants {
        if !without.contains_key(number) && !places.iter().any(|place| place.mutants.contains(number)) {
            without.insert(*number, Without::Alone);
        }
    }
    let writer = Writer { text, mutants: mutants.iter().copied().collect(), places };
    Ok(Switched { text: writer.write(0..text.len()), without })
}

fn bytes(span: Span) -> Range<usize> {
    span.byte_range()
}

/// Finds the places of the mutants in a syntax tree.
struct Finder<'a> {
    text: &'a str,
    mutants: &'a [(usize, &'a Mutant)],
    /// The functions that remain `const`.
    names: &'a BTreeSet<String>,
    places: Vec<Place>,
    without: BTreeMap<usize, Without>,
    /// Whether what is looked at is computed by the compiler, which has no switches.
    constant: bool,
}

impl Finder<'_> {
    /// The mutants of a genre that replace these bytes.
    fn at(&self, genre: &str, range: &Range<usize>) -> Vec<usize> {
        let here = self.mutants.iter().filter(|(_, mutant)| mutant.genre == genre);
        here.filter(|(_, mutant)| mutant.bytes(self.text) == *range).map(|(number, _)| *number).collect()
    }

    fn add(&mut self, range: Range<usize>, site: Site, mutants: Vec<usize>) {
        if mutants.is_empty() {
            return;
        }
        if self.constant {
            self.without.extend(mutants.into_iter().map(|number| (number, Without::Alone)));
        } else {
            self.places.push(Place { range, site, mutants });
        }
    }

    fn in_constant(&mut self, constant: bool, visit: impl FnOnce(&mut Self)) {
        let before = self.constant;
        self.constant |= constant;
        visit(self);
        self.constant = before;
    }

    /// Whether a function remains `const`; else the word is taken out.
    fn remains_constant(&mut self, signature: &syn::Signature) -> bool {
        let Some(word) = signature.constness else { return false };
        let remains = self.names.contains(&signature.ident.to_string());
        if !remains {
            self.places.push(Place { range: bytes(word.span), site: Site::Const, mutants: Vec::new() });
        }
        remains
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) else { return };
        let mutants = self.at("FnValue", &(bytes(first.span()).start..bytes(last.span()).end));
        let output = match &signature.output {
            syn::ReturnType::Type(_, ty) => text_of(self.text, ty),
            syn::ReturnType::Default => "",
        };
        let (open, close) = (bytes(block.brace_token.span.open()), bytes(block.brace_token.span.close()));
        let inner = open.end..close.start;
        let site = if output.starts_with("impl Iterator") {
            Site::Iterator { inner }
        } else if output.contains("impl ") {
            // Two types cannot stand for one that is not named.
            self.without.extend(mutants.into_iter().map(|number| (number, Without::Alone)));
            return;
        } else {
            Site::Body { inner }
        };
        self.add(open.start..close.end, site, mutants);
    }
}

fn text_of<'a>(text: &'a str, node: &impl Spanned) -> &'a str {
    &text[bytes(node.span())]
}

/// Whether a chain of `&&` holds a `let`: it has to stay one, and none of it may stand under `||`.
fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let constant = self.remains_constant(&item.sig);
        self.in_constant(constant, |finder| {
            finder.function(&item.sig, &item.block);
            visit::visit_item_fn(finder, item);
        });
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let constant = self.remains_constant(&item.sig);
        self.in_constant(constant, |finder| {
            finder.function(&item.sig, &item.block);
            visit::visit_impl_item_fn(finder, item);
        });
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.in_constant(true, |finder| visit::visit_item_const(finder, item));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.in_constant(true, |finder| visit::visit_impl_item_const(finder, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.in_constant(true, |finder| visit::visit_item_static(finder, item));
    }

    fn visit_type_array(&mut self, ty: &'ast syn::TypeArray) {
        self.in_constant(true, |finder| visit::visit_type_array(finder, ty));
    }

    fn visit_expr_binary(&mut self, expression: &'ast syn::ExprBinary) {
        let operator = bytes(expression.op.span());
        let mutants = self.at("BinaryOperator", &operator);
        if matches!(expression.op, BinOp::And(_)) && (has_let(&expression.left) || has_let(&expression.right)) {
            self.without.extend(mutants.into_iter().map(|number| (number, Without::Unviable)));
        } else {
            let operator = self.text[operator].to_owned();
            let (left, right) = (bytes(expression.left.span()), bytes(expression.right.span()));
            self.add(bytes(expression.span()), Site::Binary { left, operator, right }, mutants);
        }
        visit::visit_expr_binary(self, expression);
    }

    fn visit_expr_unary(&mut self, expression: &'ast syn::ExprUnary) {
        let mutants = self.at("UnaryOperator", &bytes(expression.op.span()));
        let operator = match expression.op {
            UnOp::Not(_) => "!",
            UnOp::Neg(_) => "-",
            _ => "*",
        };
        let operand = bytes(expression.expr.span());
        self.add(bytes(expression.span()), Site::Unary { operator, operand }, mutants);
        visit::visit_expr_unary(self, expression);
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        let fields = expression.fields.pairs().flat_map(|pair| {
            let field = bytes(pair.value().span());
            let end = pair.punct().map_or(field.end, |comma| bytes(comma.span()).end);
            let field = field.start..end;
            let here = self.at("StructField", &field).into_iter();
            here.map(|number| (number, field.clone())).collect::<Vec<_>>()
        });
        let fields: BTreeMap<usize, Range<usize>> = fields.collect();
        let mutants = fields.keys().copied().collect();
        self.add(bytes(expression.span()), Site::Fields { fields }, mutants);
        visit::visit_expr_struct(self, expression);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let mut mutants = self.at("MatchArm", &bytes(arm.span()));
        let guard = arm.guard.as_ref().map(|(_, guard)| bytes(guard.span()));
        mutants.extend(guard.iter().flat_map(|guard| self.at("MatchArmGuard", guard)));
        let pattern = bytes(arm.pat.span());
        let range = pattern.start..bytes(arm.fat_arrow_token.span()).start;
        self.add(range, Site::Arm { pattern, guard }, mutants);
        visit::visit_arm(self, arm);
    }
}

/// Writes a text with switches at its places.
struct Writer<'a> {
    text: &'a str,
    mutants: BTreeMap<usize, &'a Mutant>,
    places: Vec<Place>,
}

fn on(number: usize) -> String {
    format!("crate::mutant::on({number})")
}

impl Writer<'_> {
    /// The text of some bytes, with the places inside of them.
    fn write(&self, range: Range<usize>) -> String {
        let inside = |place: &&Place| place.range.start >= range.start && place.range.end <= range.end;
        let mut inner: Vec<&Place> = self.places.iter().filter(inside).collect();
        // The outer ones first; what is in another is written with it.
        inner.sort_by_key(|place| (place.range.start, std::cmp::Reverse(place.range.end)));
        let (mut written, mut at) = (String::new(), range.start);
        for place in inner {
            if place.range.start >= at {
                written += &self.text[at..place.range.start];
                written += &self.place(place);
                at = place.range.end;
            }
        }
        written + &self.text[at..range.end]
    }

    /// Whether any of these is on.
    fn any_on(mutants: &[usize]) -> String {
        mutants.iter().map(|number| on(*number)).collect::<Vec<_>>().join(" || ")
    }

    /// The choice between what mutants have instead, each as `instead` writes it, and what is there.
    fn choice(&self, mutants: &[usize], instead: impl Fn(&Mutant) -> String, original: &str) -> String {
        let cases = mutants.iter().map(|number| {
            let instead = self.mutants.get(number).map_or_else(String::new, |mutant| instead(mutant));
            format!("if {} {{ /*[{number}*/ {instead} /*]{number}*/ }} else ", on(*number))
        });
        format!("{}{{ {original} }}", cases.collect::<String>())
    }

    fn place(&self, place: &Place) -> String {
        let first = place.mutants.first().copied().unwrap_or_default();
        let written = match &place.site {
            Site::Body { inner } => {
                let early = place.mutants.iter().map(|number| {
                    let instead = self.mutants.get(number).map_or("", |mutant| &*mutant.replacement);
                    format!("if {} {{ /*[{number}*/ return {instead}; /*]{number}*/ }} ", on(*number))
                });
                format!("{{ {}{}}}", early.collect::<String>(), self.write(inner.clone()))
            }
            Site::Iterator { inner } => {
                let any_on = Self::any_on(&place.mutants);
                let mut written = format!("{{ let i__ = {{ {} }}; i__", self.write(inner.clone()));
                written += &format!(".take(if {any_on} {{ 0 }} else {{ usize::MAX }})");
                for number in &place.mutants {
                    let instead = self.mutants.get(number).map_or("", |mutant| &*mutant.replacement);
                    if instead != "::std::iter::empty()" {
                        let count = format!("usize::from({})", on(*number));
                        written += &format!(".chain(/*[{number}*/ {instead} /*]{number}*/.take({count}))");
                    }
                }
                written + " }"
            }
            Site::Binary { left, operator, right } => {
                let (left, right) = (self.write(left.clone()), self.write(right.clone()));
                self.binary(&left, operator, &right, &place.mutants)
            }
            Site::Unary { operator, operand } => {
                let operand = self.write(operand.clone());
                let choice = self.choice(&place.mutants, |_| "v__".to_owned(), &format!("{operator}v__"));
                format!("(match {operand} {{ v__ => {choice} }})")
            }
            Site::Fields { fields } => {
                let Range { start, end } = place.range;
                let cases = fields.iter().map(|(number, field)| {
                    let instead = self.write(start..field.start) + &self.write(field.end..end);
                    format!("if {} {{ /*[{number}*/ {instead} /*]{number}*/ }} else ", on(*number))
                });
                // Of what it consists of each part is written by itself, since the whole is this place.
                let original = self.write(start..end - 1) + "}";
                format!("({}{{ {original} }})", cases.collect::<String>())
            }
            Site::Const => String::new(),
            Site::Arm { pattern, guard } => {
                let mut condition = guard.clone().map_or("true".to_owned(), |guard| format!("({})", self.write(guard)));
                for number in &place.mutants {
                    let on = on(*number);
                    condition = match self.mutants.get(number).map_or("", |mutant| &*mutant.replacement) {
                        "true" => format!("({on} || {condition})"),
                        _ => format!("(!{on} && {condition})"),
                    };
                }
                format!("{} if {condition} ", &self.text[pattern.clone()])
            }
        };
        if place.mutants.is_empty() {
            return written;
        }
        format!("/*{{{first}*/{written}/*}}{first}*/")
    }

    fn binary(&self, left: &str, operator: &str, right: &str, mutants: &[usize]) -> String {
        let choice = |left: &str, right: &str| {
            let instead = |mutant: &Mutant| format!("{left} {} {right}", mutant.replacement);
            self.choice(mutants, instead, &format!("{left} {operator} {right}"))
        };
        let any_on = Self::any_on(mutants);
        match operator {
            // Each operand as often as before: the other operator goes on where this one stops.
            "&&" => format!("({{ let l__: bool = {left}; if l__ != ({any_on}) {{ {right} }} else {{ l__ }} }})"),
            "||" => format!("({{ let l__: bool = {left}; if l__ == ({any_on}) {{ {right} }} else {{ l__ }} }})"),
            // A comparison borrows its operands.
            "==" | "!=" | "<" | ">" | "<=" | ">=" => {
                format!("(match (&({left}), &({right})) {{ (l__, r__) => {} }})", choice("*l__", "*r__"))
            }
            _ if operator.ends_with('=') => format!("match {right} {{ r__ => {} }}", choice(left, "r__")),
            _ => format!("(match ({left}, {right}) {{ (l__, r__) => {} }})", choice("l__", "r__")),
        }
    }
}
