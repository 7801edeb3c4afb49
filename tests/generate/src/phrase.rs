//! Words of a text, before they are written: which of them name elements, and where no blank stands.

use std::fmt::Write as _;

/// A word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word, a literal or a sign with a blank before it.
    Word(String),
    /// A sign or a step that stands directly after what is before it: `,`, `.owner`, `'s`, `)`.
    Glued(String),
    /// A bracket: no blank after it.
    Open,
    /// The id of an element, which a renaming changes.
    Element {
        /// The topmost kind above its kind: ids are unique within a family.
        family: String,
        /// Its id.
        id: String,
        /// Whether it stands where a noun could: after `have a counter` in `have counter churn`.
        noun: bool,
    },
    /// A text, written in quotation marks.
    Text(String),
}

/// Words one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(pub Vec<Token>);

impl Phrase {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words that are known, parted by blanks.
    pub fn of(words: &str) -> Self {
        Self::new().and(words)
    }

    /// With more words, parted by blanks.
    #[must_use]
    pub fn and(mut self, words: &str) -> Self {
        self.0.extend(words.split(' ').filter(|word| !word.is_empty()).map(|word| Token::Word(word.to_owned())));
        self
    }

    /// With something that stands directly after what is before it.
    #[must_use]
    pub fn glued(mut self, sign: &str) -> Self {
        self.0.push(Token::Glued(sign.to_owned()));
        self
    }

    /// With a text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.push(Token::Text(text.to_owned()));
        self
    }

    /// With the id of an element.
    #[must_use]
    pub fn element(mut self, family: &str, id: &str) -> Self {
        self.0.push(Token::Element { family: family.to_owned(), id: id.to_owned(), noun: false });
        self
    }

    /// With the ids of elements where a noun could stand.
    #[must_use]
    pub fn as_noun(mut self) -> Self {
        for token in &mut self.0 {
            if let Token::Element { noun, .. } = token {
                *noun = true;
            }
        }
        self
    }

    /// With another phrase after it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }

    /// In brackets.
    #[must_use]
    pub fn bracketed(self) -> Self {
        let mut tokens = vec![Token::Open];
        tokens.extend(self.0);
        tokens.push(Token::Glued(")".to_owned()));
        Self(tokens)
    }

    /// Phrases joined with a word between the last two (or all) and commas between the others.
    pub fn list(parts: Vec<Self>, word: &str) -> Self {
        let last = parts.len().saturating_sub(1);
        let mut list = Self::new();
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                list = if at == last { list.and(word) } else { list.glued(",") };
            }
            list = list.then(part);
        }
        list
    }
}

impl std::fmt::Display for Phrase {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut blank = false;
        for token in &self.0 {
            if blank && !matches!(token, Token::Glued(_)) {
                out.write_char(' ')?;
            }
            blank = !matches!(token, Token::Open);
            match token {
                Token::Word(word) | Token::Glued(word) => out.write_str(word)?,
                Token::Open => out.write_char('(')?,
                Token::Element { id, .. } => write_id(out, id)?,
                Token::Text(text) => write_text(out, text)?,
            }
        }
        Ok(())
    }
}

/// An id as it is written: in backquotes where it is no word, or is one that a line may not begin with.
pub(crate) fn write_id(out: &mut impl std::fmt::Write, id: &str) -> std::fmt::Result {
    let mut chars = id.chars();
    let first = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let plain = first && chars.all(|char| char.is_alphanumeric() || char == '_') && !RESERVED.contains(&id);
    if plain { out.write_str(id) } else { write!(out, "`{id}`") }
}

/// Ids that only stand in backquotes.
pub(crate) const RESERVED: &[&str] = &["unless", "where", "must"];

fn write_text(out: &mut impl std::fmt::Write, text: &str) -> std::fmt::Result {
    out.write_char('"')?;
    for char in text.chars() {
        match char {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}
