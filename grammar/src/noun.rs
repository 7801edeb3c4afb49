//! What each rule of the grammar is called in a message.

use crate::Rule;

/// The rule in the words of an author, with its article or in backquotes: `a condition`, `` `where` ``.
#[expect(clippy::too_many_lines, reason = "a table, one line a noun")]
pub const fn noun(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end",
        Rule::WHITESPACE | Rule::gap | Rule::blank | Rule::free => "a space",
        Rule::COMMENT => "a comment",
        Rule::word_start => "a letter",
        Rule::word_char => "a letter or digit",
        Rule::boundary => "the end of a word",
        Rule::word | Rule::noun_word | Rule::word_root | Rule::any_word => "a word",
        Rule::quoted => "an id in backquotes",
        Rule::name | Rule::line_name => "a name",
        Rule::stop | Rule::not_an_id | Rule::aggregate_not => "a word of the grammar",
        Rule::id_word => "an id",
        Rule::kw_a | Rule::determined | Rule::clause_of_the => "an article",
        Rule::kw_the => "`the`",
        Rule::kw_another => "`another`",
        Rule::kw_every => "`every`",
        Rule::kw_no => "`no`",
        Rule::kw_two => "`two`",
        Rule::kw_only => "`only`",
        Rule::kw_exactly => "`exactly`",
        Rule::kw_between | Rule::value_between => "`between`",
        Rule::kw_and | Rule::and_sep => "`and`",
        Rule::kw_or | Rule::or_sep => "`or`",
        Rule::kw_not => "`not`",
        Rule::kw_of | Rule::share_of => "`of`",
        Rule::kw_in => "`in`",
        Rule::kw_for => "`for`",
        Rule::kw_by => "`by`",
        Rule::kw_as => "`as`",
        Rule::kw_on => "`on`",
        Rule::kw_is => "`is`",
        Rule::kw_with => "`with`",
        Rule::kw_via => "`via`",
        Rule::kw_where => "`where`",
        Rule::kw_that => "`that`",
        Rule::kw_unless | Rule::m_unless => "`unless`",
        Rule::kw_because | Rule::m_because => "`because`",
        Rule::kw_suggest | Rule::m_suggest => "`suggest`",
        Rule::kw_see | Rule::m_see => "`see`",
        Rule::kw_from => "`from`",
        Rule::kw_until => "`until`",
        Rule::kw_when | Rule::m_when => "`when`",
        Rule::kw_otherwise | Rule::case_otherwise => "`otherwise`",
        Rule::kw_be => "`be`",
        Rule::kw_have => "`have`",
        Rule::kw_has => "`has`",
        Rule::kw_do => "`does`",
        Rule::kw_include => "`include`",
        Rule::kw_mention => "`mention`",
        Rule::kw_reach => "`reach`",
        Rule::kw_share => "`share`",
        Rule::kw_same => "`same`",
        Rule::kw_set => "`set`",
        Rule::kw_missing => "`missing`",
        Rule::kw_before => "`before`",
        Rule::kw_after => "`after`",
        Rule::kw_within | Rule::kw_within_mark => "`within`",
        Rule::kw_it | Rule::it_root => "`it`",
        Rule::kw_its | Rule::its_root => "`its`",
        Rule::kw_itself | Rule::reach_itself => "`itself`",
        Rule::kw_today | Rule::today_root => "`today`",
        Rule::kw_nearest => "`nearest`",
        Rule::kw_requires => "`requires`",
        Rule::kw_must => "`must`",
        Rule::kw_should => "`should`",
        Rule::kw_could => "`could`",
        Rule::kw_may => "`may`",
        Rule::at_least => "`at least`",
        Rule::at_most => "`at most`",
        Rule::more_than => "`more than`",
        Rule::less_than => "`less than`",
        Rule::fewer_than => "`fewer than`",
        Rule::possessive_mark => "`'s`",
        Rule::full_stop => "the end of the sentence",
        Rule::digits => "digits",
        Rule::number_core
        | Rule::number
        | Rule::amount
        | Rule::amount_share
        | Rule::amount_number
        | Rule::amount_path
        | Rule::amount_bracket => "a number",
        Rule::percent => "a percentage",
        Rule::points => "percentage points",
        Rule::money => "an amount of money",
        Rule::duration => "a duration",
        Rule::date | Rule::day | Rule::calendar => "a date",
        Rule::period => "a period",
        Rule::text_long
        | Rule::text_short
        | Rule::text
        | Rule::mention_list
        | Rule::mentioned
        | Rule::comma_mentioned
        | Rule::use_files
        | Rule::line_text
        | Rule::text_plain => "a text",
        Rule::measure | Rule::line_measure | Rule::numeric => "a number or date",
        Rule::literal
        | Rule::next_value
        | Rule::expression
        | Rule::product
        | Rule::primary
        | Rule::simple_value
        | Rule::parameter_value
        | Rule::parameter_default
        | Rule::case
        | Rule::line_value
        | Rule::value
        | Rule::value_inside
        | Rule::operand => "a value",
        Rule::plus => "`+`",
        Rule::minus => "`-`",
        Rule::times => "`*`",
        Rule::over => "`/`",
        Rule::aggregate | Rule::aggregate_op => "`count`, `sum`, `min`, `max` or `average`",
        Rule::nearest => "`the nearest …`",
        Rule::path | Rule::plain_path => "a path",
        Rule::the_root => "`the` and a word",
        Rule::named_root => "a kind and an id",
        Rule::step | Rule::dot_step => "`.` and a word",
        Rule::bracket => "something in brackets",
        Rule::bracket_run | Rule::bracket_path | Rule::run => "words",
        Rule::bound | Rule::of_bound | Rule::value_bound | Rule::bound_words => "a bound",
        Rule::noun | Rule::noun_head | Rule::noun_of => "a noun",
        Rule::noun_tail => "`of`, `in` or `where`",
        Rule::of_part | Rule::of_simple => "`of …`",
        Rule::in_part => "`in …`",
        Rule::where_part => "`where …`",
        Rule::that_clause
        | Rule::run_says
        | Rule::run_verb
        | Rule::part_verb
        | Rule::verb_word
        | Rule::verb_tail
        | Rule::is_tail
        | Rule::has_tail
        | Rule::do_tail
        | Rule::include_tail
        | Rule::mention_tail
        | Rule::reach_finite
        | Rule::share_finite
        | Rule::relation_finite
        | Rule::third_person
        | Rule::plain_verb
        | Rule::plain_be
        | Rule::plain_have
        | Rule::plain_include
        | Rule::plain_mention
        | Rule::plain_reach
        | Rule::plain_share => "a verb",
        Rule::quantifier
        | Rule::q_every
        | Rule::q_only
        | Rule::q_another
        | Rule::q_the
        | Rule::q_a
        | Rule::q_no
        | Rule::q_bound
        | Rule::q_between
        | Rule::q_number => "a quantifier",
        Rule::percent_sign => "`%`",
        Rule::comma_sep | Rule::list_sep => "`,`",
        Rule::modal => "`must`, `should`, `could` or `may`",
        Rule::modifier_kw | Rule::modifiers | Rule::modifier => "`unless`, `because` or another such word",
        Rule::bracket_lead => "a run of words",
        Rule::nearest_lead => "`nearest` and what is sought",
        Rule::phrase_end => "the end of the phrase",
        Rule::comma_end => "the end of the list",
        Rule::be_list
        | Rule::be_term
        | Rule::be_next
        | Rule::be_fixed
        | Rule::be_set
        | Rule::be_missing
        | Rule::be_between
        | Rule::be_bound
        | Rule::be_on
        | Rule::be_order
        | Rule::be_within
        | Rule::be_in
        | Rule::be_same
        | Rule::be_by
        | Rule::be_a_where
        | Rule::be_a
        | Rule::be_named
        | Rule::be_literal
        | Rule::be_word => "what it must be",
        Rule::place_next => "a place",
        Rule::have_list => "what it must have",
        Rule::item_next => "a further item",
        Rule::bare_item => "a noun with an id",
        Rule::include_list => "what it must include",
        Rule::reach_tail => "what is reached, and `via` a relation",
        Rule::via_list => "a relation",
        Rule::share_tail | Rule::share_path => "what is shared",
        Rule::relation_tail => "a verb and a noun",
        Rule::clauses | Rule::clause | Rule::comma_clause => "a condition",
        Rule::not_clause => "`not ( … )`",
        Rule::condition_group => "conditions in brackets",
        Rule::item_like => "an item",
        Rule::comparison => "a comparison",
        Rule::compare_op => "`=`, `<` or another comparison",
        Rule::rule_entry => "a rule",
        Rule::sentence => "a sentence",
        Rule::asked => "what is asked",
        Rule::scope => "`in …,` or `for …,`",
        Rule::scope_in => "`in …,`",
        Rule::scope_for => "`for …,`",
        Rule::subject => "a subject",
        Rule::no_two => "`no two`",
        Rule::possessive => "`'s` and an attribute",
        Rule::predicate | Rule::predicate_part => "what the subject must do",
        Rule::predicate_group => "verbs in brackets",
        Rule::m_from => "`from` a date",
        Rule::m_until => "`until` a date",
        Rule::harden => "`, must from` a date",
        Rule::rule_name => "the name of a rule",
        Rule::rule_all => "`/*`",
        Rule::policy_head => "a policy",
        Rule::kw_policy => "`policy`",
        Rule::parameters => "parameters",
        Rule::parameter => "a parameter",
        Rule::yes_no => "`yes` or `no`",
        Rule::waiver_item => "a waiver",
        Rule::kw_waive => "`waive`",
        Rule::waiver_target => "an element",
        Rule::waiver_part => "`until`, `because` or `by`",
        Rule::waiver_by => "`by` a person",
        Rule::test_head => "a test",
        Rule::fixture_head => "a fixture",
        Rule::kw_test => "`test`",
        Rule::test_clause => "`given`, `as of` or `expect`",
        Rule::given | Rule::kw_given => "`given`",
        Rule::as_of => "`as of` a date",
        Rule::kw_expect => "`expect`",
        Rule::expect_diagnostic => "`expect diagnostic`",
        Rule::kw_diagnostic => "`diagnostic`",
        Rule::expect => "`expect` a rule",
        Rule::verdict => "`broken`, `kept` or `unknown`",
        Rule::use_item | Rule::use_entry => "a use",
        Rule::kw_use => "`use`",
        Rule::use_part => "`with`, `without` or `as`",
        Rule::use_with | Rule::attribute_fields => "`with ( … )`",
        Rule::setting => "a parameter and its value",
        Rule::use_without => "`without` a rule",
        Rule::kw_without => "`without`",
        Rule::use_as => "`as should`",
        Rule::kind_head | Rule::name_not_plural => "a kind",
        Rule::kw_kind => "`kind`",
        Rule::kw_extend => "`extend`",
        Rule::kind_part => "`plural` or a label",
        Rule::kind_label => "a label",
        Rule::plural | Rule::kw_plural => "`plural`",
        Rule::singular | Rule::kw_singular => "`singular`",
        Rule::attribute_entry | Rule::attribute => "an attribute",
        Rule::attribute_part => "`with`, `required`, `within`, `inverse`, `verb` or a label",
        Rule::kw_many => "`many`",
        Rule::kw_required => "`required`",
        Rule::inverse | Rule::kw_inverse => "`inverse`",
        Rule::verb_forms | Rule::kw_verb => "`verb`",
        Rule::type_expression | Rule::type_named => "a type",
        Rule::type_one_of => "`one of ( … )`",
        Rule::kw_one => "`one`",
        Rule::type_yes_or_no => "`yes or no`",
        Rule::definition_item => "a definition",
        Rule::kw_define => "`define`",
        Rule::define_adjective => "`is … when …`",
        Rule::define_derived => "`of … as …`",
        Rule::between => "the end of a line",
        Rule::line_run => "lines",
        Rule::line_entry | Rule::line => "a line",
        Rule::value_field => "a field and its value",
        Rule::value_op => "an operator",
        Rule::list => "a list in brackets",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_noun_that_is_not_its_name() {
        for rule in Rule::all_rules() {
            let noun = noun(*rule);
            assert!(!noun.is_empty(), "{rule:?}");
            assert!(!noun.contains('_'), "{rule:?} is called {noun}");
            assert!(noun.starts_with(char::is_lowercase) || noun.starts_with('`'), "{noun}");
        }
    }
}
