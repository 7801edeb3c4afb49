//! The slugs of what can be wrong with a model.

use bellwether_syntax::diagnostic::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Code = Code($slug);)*

        /// All slugs that reading a model can give.
        pub const MODEL_CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    /// A block of attributes after an attribute.
    ATTRIBUTE_WITH_BLOCK = "attribute-with-block";
    /// A group whose parent is a team of its own.
    CIRCLE_OF_PLACES = "circle-of-places";
    /// `\q` in a text.
    BAD_ESCAPE = "bad-escape";
    /// A relation written on both sides, and not the same.
    CONTRADICTS_INVERSE = "contradicts-inverse";
    /// An attribute that nesting fills, written out as something else.
    CONTRADICTS_NESTING = "contradicts-nesting";
    /// A single attribute written twice in one element.
    DUPLICATE_ATTRIBUTE = "duplicate-attribute";
    /// Two elements of one family with one id.
    DUPLICATE_ELEMENT = "duplicate-element";
    /// Metrics whose formulas take each other in.
    FORMULA_CIRCLE = "formula-circle";
    /// Something other than an id where a declaration has its id.
    ID_EXPECTED = "id-expected";
    /// An element that stands in nothing and has no id.
    NO_ID = "no-id";
    /// A date that the calendar does not have.
    NO_SUCH_DATE = "no-such-date";
    /// A period that the calendar does not have.
    NO_SUCH_PERIOD = "no-such-period";
    /// An attribute without a value.
    NO_VALUE = "no-value";
    /// A word that is none of the words of an attribute.
    NOT_A_CHOICE = "not-a-choice";
    /// A duration that is not a whole number of its unit.
    NOT_A_DURATION = "not-a-duration";
    /// A number of more digits than can be kept.
    NUMBER_TOO_LONG = "number-too-long";
    /// A required attribute that is not written.
    MISSING_REQUIRED = "missing-required";
    /// A bare `%` as a change of a percentage.
    PERCENT_CHANGE_OF_PERCENT = "percent-change-of-percent";
    /// Several ids in one declaration.
    SEVERAL_IDS = "several-ids";
    /// Several values of an attribute that has one.
    TOO_MANY_VALUES = "too-many-values";
    /// A text after a value that takes none.
    UNEXPECTED_TEXT = "unexpected-text";
    /// A bound where there can be none.
    UNFIT_BOUND = "unfit-bound";
    /// A word that is no attribute of the kind.
    UNKNOWN_ATTRIBUTE = "unknown-attribute";
    /// A code that is no currency.
    UNKNOWN_CURRENCY = "unknown-currency";
    /// A word that is no field of the attribute.
    UNKNOWN_FIELD = "unknown-field";
    /// A word that is no kind.
    UNKNOWN_KIND = "unknown-kind";
    /// An id that nothing has.
    UNKNOWN_REFERENCE = "unknown-reference";
    /// An id of an element of another kind.
    WRONG_KIND = "wrong-kind";
    /// A value of another type.
    WRONG_TYPE = "wrong-type";
}
