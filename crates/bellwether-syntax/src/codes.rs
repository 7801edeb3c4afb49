//! The slugs of the diagnostics that reading a text can give. Each has a page in `docs/diagnostics/`.

use crate::diagnostic::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code($slug);)*

        /// All of them, in order of their names.
        pub const PARSE_CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    /// A line of a kind that declares no attribute.
    BAD_ATTRIBUTE_DECLARATION = "bad-attribute-declaration";
    /// A `define` that says neither `is … when …` nor `of … as …`.
    BAD_DEFINITION = "bad-definition";
    /// A `given NAME` whose head cannot be read.
    BAD_FIXTURE = "bad-fixture";
    /// A `kind` whose head cannot be read.
    BAD_KIND = "bad-kind";
    /// A `policy` whose head cannot be read.
    BAD_POLICY = "bad-policy";
    /// A `test` whose head cannot be read.
    BAD_TEST = "bad-test";
    /// A line of a test that is none of its clauses.
    BAD_TEST_CLAUSE = "bad-test-clause";
    /// A `use` that cannot be read.
    BAD_USE = "bad-use";
    /// A `waive` that cannot be read.
    BAD_WAIVER = "bad-waiver";
    /// Characters that change the direction of text.
    BIDI_CONTROL = "bidi-control";
    /// More terms in a chain than the limit.
    CHAIN_TOO_LONG = "chain-too-long";
    /// A comparison where a verb stands.
    COMPARISON_IN_PREDICATE = "comparison-in-predicate";
    /// The same modifier twice.
    DUPLICATE_MODIFIER = "duplicate-modifier";
    /// A place for a block where something else stands, or none.
    EXPECTED_BLOCK = "expected-block";
    /// `where`, `unless` or `when` without a condition.
    EXPECTED_CONDITION = "expected-condition";
    /// Something at the top of a file that begins no item.
    EXPECTED_ITEM = "expected-item";
    /// A modal without a verb.
    EXPECTED_PREDICATE = "expected-predicate";
    /// A line of a policy without `label:`.
    EXPECTED_RULE_LABEL = "expected-rule-label";
    /// A label with nothing after it.
    EXPECTED_SENTENCE = "expected-sentence";
    /// A sentence that names nobody.
    EXPECTED_SUBJECT = "expected-subject";
    /// A place for a text where something else stands.
    EXPECTED_TEXT = "expected-text";
    /// A place for a value where something else stands.
    EXPECTED_VALUE = "expected-value";
    /// A layout that would not say what the text says.
    LAYOUT_CHANGED = "layout-changed";
    /// A list whose parts are parted by commas alone.
    LIST_NEEDS_AND_OR = "list-needs-and-or";
    /// A word whose letters look Latin and are not.
    LOOK_ALIKE = "look-alike";
    /// A minus without spaces.
    MINUS_NEEDS_SPACES = "minus-needs-spaces";
    /// A sentence without `must`, `should`, `could`, `may` or `requires`.
    MISSING_MODAL = "missing-modal";
    /// `and` and `or` in one list.
    MIXED_AND_OR = "mixed-and-or";
    /// `not` before two verbs.
    NOT_NEEDS_BRACKETS = "not-needs-brackets";
    /// A NUL byte.
    NUL_BYTE = "nul-byte";
    /// A text longer than the limit.
    SOURCE_TOO_LARGE = "source-too-large";
    /// A word or sign that fits nowhere.
    STRAY_TOKEN = "stray-token";
    /// Brackets, blocks or conditions deeper than the limit.
    TOO_DEEP = "too-deep";
    /// Two modals in one sentence.
    TWO_MODALS = "two-modals";
    /// A block that is not closed.
    UNCLOSED_BLOCK = "unclosed-block";
    /// A bracket that is not closed.
    UNCLOSED_BRACKET = "unclosed-bracket";
    /// A backquote that is not closed.
    UNCLOSED_QUOTE = "unclosed-quote";
    /// A text that is not closed.
    UNCLOSED_STRING = "unclosed-string";
    /// A block where none belongs.
    UNEXPECTED_BLOCK = "unexpected-block";
    /// A closing bracket that closes nothing.
    UNEXPECTED_CLOSE = "unexpected-close";
    /// Something that the parser should have understood.
    UNREADABLE = "unreadable";
    /// A condition with a second `where` that needs brackets.
    WHERE_NEEDS_BRACKETS = "where-needs-brackets";
}
