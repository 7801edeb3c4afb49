//! The slugs of mistakes that the checker finds.

use bellwether_syntax::diagnostic::Code;

/// A noun that is neither an attribute of the kind spoken of nor a kind.
pub(crate) const UNKNOWN_ATTRIBUTE: Code = Code("unknown-attribute");
/// A kind that is not declared.
pub(crate) const UNKNOWN_KIND: Code = crate::vocabulary::codes::UNKNOWN_KIND;
/// A word after `be`, or before a noun, that no adjective of the kind has.
pub(crate) const UNKNOWN_WORD: Code = Code("unknown-word");
/// A word that two attributes of the kind give.
pub(crate) const AMBIGUOUS_WORD: Code = Code("ambiguous-word");
/// A verb that no relation of the kind has.
pub(crate) const UNKNOWN_VERB: Code = Code("unknown-verb");
/// A path that starts with something that is neither an attribute of the nearest subject nor a variable.
pub(crate) const UNKNOWN_NAME: Code = Code("unknown-name");
/// Words after a noun that are neither an id nor a variable.
pub(crate) const EXTRA_WORD: Code = Code("extra-word");
/// A variable that is never used.
pub(crate) const UNUSED_VARIABLE: Code = Code("unused-variable");
/// A variable that is a word of the vocabulary.
pub(crate) const VARIABLE_IS_WORD: Code = Code("variable-is-word");
/// Two variables of one name.
pub(crate) const VARIABLE_TWICE: Code = Code("variable-twice");
/// A path over several values where one is asked for.
pub(crate) const PATH_OVER_MANY: Code = Code("path-over-many");
/// Two types that cannot be compared.
pub(crate) const CANNOT_COMPARE: Code = Code("cannot-compare");
/// A value of another type than is asked for.
pub(crate) const WRONG_TYPE: Code = Code("wrong-type");
/// Arithmetic on types that do not fit.
pub(crate) const CANNOT_CALCULATE: Code = Code("cannot-calculate");
/// An expression where a condition is asked for.
pub(crate) const NOT_A_CONDITION: Code = Code("not-a-condition");
/// A condition that types show can never be true.
pub(crate) const NEVER_TRUE: Code = Code("never-true");
/// A count that is not a whole number.
pub(crate) const COUNT_NOT_WHOLE: Code = Code("count-not-whole");
/// A share (`60%`) where a number is asked for.
pub(crate) const SHARE_NOT_HERE: Code = Code("share-not-here");
/// Definitions that use each other in a circle.
pub(crate) const DEFINITION_CIRCLE: Code = Code("definition-circle");
/// Definitions that use each other too deep.
pub(crate) const DEFINITIONS_TOO_DEEP: Code = Code("definitions-too-deep");
/// Cases of a derived attribute with different types.
pub(crate) const CASES_DIFFER: Code = Code("cases-differ");
/// A sentence form that is not for here.
pub(crate) const FORM_NOT_HERE: Code = Code("form-not-here");
/// Two rules of one name.
pub(crate) const DUPLICATE_RULE: Code = Code("duplicate-rule");
/// `until` before `from`, or a rule that hardens to something milder.
pub(crate) const DATES_OUT_OF_ORDER: Code = Code("dates-out-of-order");
/// A rule that hardens to the same or a milder word.
pub(crate) const NOT_HARDER: Code = Code("not-harder");
/// A use of a policy or pack that there is not.
pub(crate) const UNKNOWN_POLICY: Code = Code("unknown-policy");
/// A use of a rule that its policy does not have.
pub(crate) const UNKNOWN_RULE: Code = Code("unknown-rule");
/// A value for a parameter that the policy does not have.
pub(crate) const UNKNOWN_PARAMETER: Code = Code("unknown-parameter");
/// A policy with the name of a pack in use.
pub(crate) const PACK_NAME_TAKEN: Code = Code("pack-name-taken");
/// Two uses that make one rule speak differently.
pub(crate) const MODALS_DIFFER: Code = Code("modals-differ");
/// A rule that one use names and another leaves out.
pub(crate) const USED_AND_LEFT_OUT: Code = Code("used-and-left-out");
/// Two parameters of one name.
pub(crate) const PARAMETER_TWICE: Code = Code("parameter-twice");
/// A parameter that is a word of the vocabulary.
pub(crate) const PARAMETER_IS_WORD: Code = Code("parameter-is-word");
/// A parameter without a type, or with one that none can have.
pub(crate) const PARAMETER_TYPE: Code = Code("parameter-type");
/// A parameter without a default that no use sets.
pub(crate) const PARAMETER_NOT_SET: Code = Code("parameter-not-set");
/// A parameter with two values.
pub(crate) const PARAMETER_SET_TWICE: Code = Code("parameter-set-twice");
/// A parameter that no rule speaks of.
pub(crate) const UNUSED_PARAMETER: Code = Code("unused-parameter");
/// A `when` that speaks of the model.
pub(crate) const WHEN_NEEDS_PARAMETERS: Code = Code("when-needs-parameters");
/// A literal that means nothing, such as a date that the calendar does not have.
pub(crate) const BAD_LITERAL: Code = Code("bad-literal");
/// A waiver that does not say until when.
pub(crate) const WAIVER_WITHOUT_END: Code = Code("waiver-without-end");
/// A waiver that does not say why.
pub(crate) const WAIVER_WITHOUT_REASON: Code = Code("waiver-without-reason");
/// A waiver for whom its rule cannot be waived: everybody, one who is only counted, a kind that is never a subject.
pub(crate) const WAIVER_TARGET: Code = Code("waiver-target");
/// Waivers that are of more rules together than the limit.
pub(crate) const TOO_MANY_WAIVED: Code = Code("too-many-waived");

/// All of them.
pub(crate) const CHECK_CODES: &[Code] = &[
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_WORD,
    AMBIGUOUS_WORD,
    UNKNOWN_VERB,
    UNKNOWN_NAME,
    EXTRA_WORD,
    UNUSED_VARIABLE,
    VARIABLE_IS_WORD,
    VARIABLE_TWICE,
    PATH_OVER_MANY,
    CANNOT_COMPARE,
    WRONG_TYPE,
    CANNOT_CALCULATE,
    NOT_A_CONDITION,
    NEVER_TRUE,
    COUNT_NOT_WHOLE,
    SHARE_NOT_HERE,
    DEFINITION_CIRCLE,
    DEFINITIONS_TOO_DEEP,
    CASES_DIFFER,
    FORM_NOT_HERE,
    DUPLICATE_RULE,
    DATES_OUT_OF_ORDER,
    NOT_HARDER,
    UNKNOWN_POLICY,
    UNKNOWN_RULE,
    UNKNOWN_PARAMETER,
    PACK_NAME_TAKEN,
    MODALS_DIFFER,
    USED_AND_LEFT_OUT,
    PARAMETER_TWICE,
    PARAMETER_IS_WORD,
    PARAMETER_TYPE,
    PARAMETER_NOT_SET,
    PARAMETER_SET_TWICE,
    UNUSED_PARAMETER,
    WHEN_NEEDS_PARAMETERS,
    BAD_LITERAL,
    WAIVER_WITHOUT_END,
    WAIVER_WITHOUT_REASON,
    WAIVER_TARGET,
    TOO_MANY_WAIVED,
];
