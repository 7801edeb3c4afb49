//! Kinds: their tree, numbered so that those below a kind stand together.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree;
use indexmap::IndexMap;

use super::build::{Build, codes};
use super::{Kind, lower, nouns};
use crate::ids::KindId;
use crate::near::did_you_mean;

/// How many kinds may be kinds of each other in a line.
const MAX_DEPTH: u32 = 64;

impl Build<'_> {
    /// Numbers the kinds in preorder and enters their nouns; gives each declaration with its id.
    pub(super) fn kinds<'t>(
        &mut self,
        declared: &[&'t tree::KindDeclaration],
    ) -> Vec<(KindId, &'t tree::KindDeclaration)> {
        let mut by_name: IndexMap<String, usize> = IndexMap::new();
        for (index, kind) in declared.iter().enumerate() {
            let name = self.text(kind.name);
            if let Some(first) = by_name.get(lower(name).as_ref()).and_then(|first| declared.get(*first)) {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_KIND,
                    kind.name.span,
                    format!("the kind `{name}` is declared twice"),
                )
                .also(first.name.span, "first here")
                .help(format!("to add attributes to it, write `extend kind {name} {{ … }}`"));
                self.diagnostics.push(diagnostic);
            } else {
                by_name.insert(lower(name).into_owned(), index);
            }
        }
        let parents = self.parents(declared, &by_name);
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); declared.len()];
        let mut roots = Vec::new();
        for index in by_name.values().copied() {
            match parents.get(index).copied().flatten() {
                Some(parent) => {
                    if let Some(list) = children.get_mut(parent) {
                        list.push(index);
                    }
                }
                None => roots.push(index),
            }
        }
        // Preorder with a stack of our own: a chain of kinds may be as long as a file.
        let mut ordered = Vec::new();
        let mut stack: Vec<(usize, Option<KindId>, u32)> = roots.iter().rev().map(|root| (*root, None, 1)).collect();
        while let Some((index, parent, depth)) = stack.pop() {
            let Some(kind) = declared.get(index).copied() else { continue };
            let (parent, depth) = if depth > MAX_DEPTH { (self.too_deep(kind), 1) } else { (parent, depth) };
            let id = KindId::at(self.vocabulary.kinds.len());
            let name = self.text(kind.name);
            let plural = kind.plural.map_or_else(|| nouns::plural(name), |word| self.text(word).to_owned());
            let root = parent.and_then(|parent| self.vocabulary.kind(parent)).map_or(id, |parent| parent.root);
            self.vocabulary.kinds.push(Kind {
                name: name.into(),
                plural: plural.as_str().into(),
                parent,
                root,
                below_end: KindId(id.0 + 1),
                label: self.label(kind.label),
                attributes: Vec::new(),
                nouns: IndexMap::new(),
                derived: IndexMap::new(),
                adjectives: IndexMap::new(),
                span: Some(kind.name.span),
            });
            for noun in [name, plural.as_str()] {
                let first = *self.vocabulary.kind_nouns.entry(lower(noun).into()).or_insert(id);
                if first != id {
                    self.noun_taken(noun, kind, first);
                }
            }
            ordered.push((id, kind));
            if let Some(list) = children.get(index) {
                stack.extend(list.iter().rev().map(|child| (*child, Some(id), depth + 1)));
            }
        }
        // A parent stands before its children, so going backwards each `below_end` is final when it is handed up.
        for index in (0..self.vocabulary.kinds.len()).rev() {
            let Some((parent, end)) =
                self.vocabulary.kinds.get(index).and_then(|kind| Some((kind.parent?, kind.below_end)))
            else {
                continue;
            };
            if let Some(parent) = self.vocabulary.kinds.get_mut(parent.index()) {
                parent.below_end = parent.below_end.max(end);
            }
        }
        ordered
    }

    /// Reports a kind that lies too deep, which is then taken as if it had no parent.
    fn too_deep(&mut self, kind: &tree::KindDeclaration) -> Option<KindId> {
        let message = format!("this kind is a kind of another, and so on, more than {MAX_DEPTH} deep");
        self.diagnostics.push(
            Diagnostic::error(codes::KINDS_TOO_DEEP, kind.name.span, message)
                .help("let it be a kind of one further up, or of none"),
        );
        None
    }

    /// Reports a name or plural that another kind has already.
    fn noun_taken(&mut self, noun: &str, kind: &tree::KindDeclaration, first: KindId) {
        let Some(first) = self.vocabulary.kind(first) else { return };
        let mut diagnostic = Diagnostic::error(
            codes::DUPLICATE_KIND,
            kind.name.span,
            format!("`{noun}` already means the kind `{}`", first.name),
        )
        .help(format!("give one of the two another name, or a plural of its own: `kind {} plural …`", first.name));
        if let Some(span) = first.span {
            diagnostic = diagnostic.also(span, "declared here");
        }
        self.diagnostics.push(diagnostic);
    }

    /// The index of each kind's parent; unknown parents and circles are reported and left out.
    fn parents(
        &mut self,
        declared: &[&tree::KindDeclaration],
        by_name: &IndexMap<String, usize>,
    ) -> Vec<Option<usize>> {
        let mut parents = vec![None; declared.len()];
        for (index, kind) in declared.iter().enumerate() {
            let Some(word) = kind.parent else { continue };
            let name = self.text(word);
            if let Some(parent) = by_name.get(lower(name).as_ref()) {
                if let Some(slot) = parents.get_mut(index) {
                    *slot = Some(*parent);
                }
            } else {
                let near = did_you_mean(name, declared.iter().map(|kind| self.text(kind.name)));
                let mut diagnostic =
                    Diagnostic::error(codes::UNKNOWN_KIND, word.span, format!("there is no kind `{name}`"));
                diagnostic.help = near.or_else(|| Some(format!("declare it: `kind {name} {{ … }}`")));
                self.diagnostics.push(diagnostic);
            }
        }
        // Each kind has one parent: walk up from every kind, marking the walk; meeting the same walk again is a circle.
        let mut seen = vec![0_usize; declared.len()];
        for start in 0..declared.len() {
            let mut at = Some(start);
            while let Some(index) = at {
                match seen.get_mut(index) {
                    Some(mark) if *mark == 0 => *mark = start + 1,
                    Some(mark) if *mark == start + 1 => {
                        let Some(kind) = declared.get(index) else { break };
                        let name = self.text(kind.name);
                        self.diagnostics.push(
                            Diagnostic::error(
                                codes::KIND_CIRCLE,
                                kind.name.span,
                                format!("the kind `{name}` is, through its parents, a kind of itself"),
                            )
                            .help("a kind has at most one parent, and the last has none"),
                        );
                        if let Some(parent) = parents.get_mut(index) {
                            *parent = None;
                        }
                        break;
                    }
                    _ => break,
                }
                at = parents.get(index).copied().flatten();
            }
        }
        parents
    }
}
