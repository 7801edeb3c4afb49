//! The slugs of mistakes in tests of policies.

use bellwether_syntax::diagnostic::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Code = Code($slug);)*

        /// All slugs that looking at tests can give.
        pub(crate) const TEST_CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    /// Two fixtures of one name.
    DUPLICATE_FIXTURE = "duplicate-fixture";
    /// Two tests of one name.
    DUPLICATE_TEST = "duplicate-test";
    /// A test of a rule that depends on the date, without one.
    TEST_WITHOUT_DATE = "test-without-date";
    /// A test that expects nothing.
    TEST_WITHOUT_EXPECTATION = "test-without-expectation";
    /// `expect diagnostic` with a slug that no diagnostic has.
    UNKNOWN_DIAGNOSTIC = "unknown-diagnostic";
    /// `given NAME` where no fixture has that name.
    UNKNOWN_FIXTURE = "unknown-fixture";
}
