//! Interned texts: one arena, one id for one text, no allocation of its own for each.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::column::count;

/// Texts by number: equal texts have equal numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    /// All texts, one after another.
    arena: String,
    /// `ends[n]` is where the text with number `n` ends; it begins where the one before it ends.
    ends: Vec<u32>,
    /// Texts by their hash.
    table: HashTable<Entry>,
}

/// A text and where it lies, so that finding it reads the table and the text alone.
#[derive(Clone, Copy, Debug)]
struct Entry {
    number: u32,
    start: u32,
    end: u32,
}

impl Entry {
    fn text(self, arena: &str) -> &str {
        arena.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

impl Interner {
    /// The number of a text, entered if it is new.
    pub(super) fn enter(&mut self, text: &str) -> u32 {
        let hash = hash(text);
        let Self { arena, ends, table } = self;
        if let Some(entry) = table.find(hash, |entry| entry.text(arena) == text) {
            return entry.number;
        }
        let start = count(arena.len());
        arena.push_str(text);
        let entry = Entry { number: count(ends.len()), start, end: count(arena.len()) };
        ends.push(entry.end);
        table.insert_unique(hash, entry, |entry| self::hash(entry.text(arena)));
        entry.number
    }

    /// The number of a text that was entered.
    pub(super) fn number(&self, text: &str) -> Option<u32> {
        self.table.find(hash(text), |entry| entry.text(&self.arena) == text).map(|entry| entry.number)
    }

    /// The text with this number; empty for a number that was not given.
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|end| self.arena.get(start as usize..*end as usize)).unwrap_or("")
    }

    /// Gives back the room that was kept for more texts.
    pub(super) fn shrink(&mut self) {
        self.arena.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn equal_texts_have_equal_numbers() {
        let mut interner = Interner::default();
        // Miri takes minutes for as many as make the table grow several times.
        let many: u32 = if cfg!(miri) { 100 } else { 2000 };
        let texts: Vec<String> = (0..many).map(|n| format!("text {n}")).collect();
        let numbers: Vec<u32> = texts.iter().map(|text| interner.enter(text)).collect();
        for (text, number) in texts.iter().zip(&numbers) {
            assert_eq!(interner.enter(text), *number);
            assert_eq!(interner.number(text), Some(*number));
            assert_eq!(interner.get(*number), text);
        }
        assert_eq!(interner.enter(""), many);
        assert_eq!(interner.get(many), "");
        assert_eq!(interner.number("other"), None);
        interner.shrink();
        assert_eq!((interner.arena.capacity(), interner.ends.capacity()), (interner.arena.len(), interner.ends.len()));
    }
}
