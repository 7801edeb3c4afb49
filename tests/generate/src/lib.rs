//! Projects out of bytes: vocabulary, then model, then policies, then text.
//!
//! [`Project::typed`] draws a project that checks without errors by construction, [`Project::wild`] one of words that
//! mostly fit, with mistakes. Both are drawn from bytes ([`arbitrary::Unstructured`]): a fuzzer gives them, a test
//! draws them, a bench asks for many. Fewer bytes make a smaller project, and where they run out each choice is the
//! first one; so what shrinks the bytes shrinks the project, and drawing always ends.

mod change;
mod draw;
pub mod ir;
mod nouns;
mod phrase;
mod schema;
mod snippets;
mod typed;
mod wild;
mod write;

pub use arbitrary;
pub use change::Named;
pub use phrase::{Phrase, Token};

use arbitrary::{Result, Unstructured};

use crate::draw::Draw;
use crate::ir::Placed;

/// How large a project may become.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Files.
    pub files: usize,
    /// Kinds of its own.
    pub kinds: usize,
    /// Attributes of each of them, and of each kind that is extended.
    pub attributes: usize,
    /// Definitions of its own.
    pub definitions: usize,
    /// Elements of the model.
    pub elements: usize,
    /// Elements in each other.
    pub depth: usize,
    /// Policies.
    pub policies: usize,
    /// Rules of each.
    pub rules: usize,
    /// Conditions and brackets in each other.
    pub nesting: usize,
    /// Waivers.
    pub waivers: usize,
    /// Tests of policies.
    pub tests: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            files: 3,
            kinds: 3,
            attributes: 5,
            definitions: 5,
            elements: 24,
            depth: 4,
            policies: 3,
            rules: 6,
            nesting: 3,
            waivers: 3,
            tests: 2,
        }
    }
}

/// A text and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, such as `part0.kpi`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A project before it is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// What `today` means.
    pub as_of: String,
    /// Its items, in the order of the files and within each.
    pub items: Vec<Placed>,
    /// A number that small choices of the layout follow from; 0 is the plainest.
    pub layout: u32,
}

impl Project {
    /// A project that checks without errors.
    ///
    /// # Errors
    /// None; the type is that of the draws it makes.
    pub fn typed(bytes: &mut Unstructured<'_>) -> Result<Self> {
        Self::sized(bytes, &Bounds::default())
    }

    /// A project that checks without errors, of at most some size.
    ///
    /// # Errors
    /// None; the type is that of the draws it makes.
    pub fn sized(bytes: &mut Unstructured<'_>, bounds: &Bounds) -> Result<Self> {
        Ok(typed::project(Draw::new(bytes), bounds))
    }

    /// A project of words that mostly fit, with mistakes.
    ///
    /// # Errors
    /// None; the type is that of the draws it makes.
    pub fn wild(bytes: &mut Unstructured<'_>) -> Result<Self> {
        Ok(wild::project(bytes, &Bounds::default()))
    }
}

/// Bytes from a number: the same for the same number, for tests and benches that draw without a fuzzer.
pub fn bytes_of(seed: u64) -> Vec<u8> {
    // Some are short, so that small projects come up as well.
    let length = match seed % 8 {
        0 => 64,
        1 => 256,
        2..=5 => 2048,
        _ => 6144,
    };
    bytes_as_long(seed, length)
}

/// So many bytes from a number.
pub fn bytes_as_long(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
    let next = || {
        // The generator of Blackman and Vigna, `splitmix64`.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)).to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}
