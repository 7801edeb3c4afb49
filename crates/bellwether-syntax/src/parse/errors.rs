//! What went wrong, in the words of an author, from the furthest place that the grammar came to.

use bellwether_grammar::{Rule, noun};
use pest::error::{Error, ErrorVariant, InputLocation};

use super::Reader;
use crate::codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::outline::Statement;
use crate::source::Span;

/// Where the grammar could not go on, and what it would have taken there.
pub(super) struct Failure {
    /// The place in the source.
    pub(super) at: u32,
    /// Nouns of what may stand there, without repetition.
    pub(super) expected: Vec<&'static str>,
}

impl Failure {
    /// From pest's error over a text that begins at `base`.
    pub(super) fn new(base: u32, error: &Error<Rule>) -> Self {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => {
                base.saturating_add(u32::try_from(at).unwrap_or(0))
            }
        };
        let mut expected = Vec::new();
        if let ErrorVariant::ParsingError { positives, .. } = &error.variant {
            for word in positives.iter().map(|rule| noun(*rule)) {
                if !expected.contains(&word) && !word.starts_with("the end") && !word.contains("of the grammar") {
                    expected.push(word);
                }
            }
        }
        Self { at, expected }
    }

    /// `here may stand: …`, if there are few enough to be of help.
    fn may_stand(&self) -> Option<String> {
        (1..=5).contains(&self.expected.len()).then(|| format!("here may stand {}", self.expected.join(", or ")))
    }
}

/// What may stand between words.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
const MODALS: [&str; 4] = ["must", "should", "could", "may"];
const VERBS: [&str; 6] = ["be", "have", "include", "mention", "reach", "share"];

fn one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// A text without its comments and what is in quotation marks, as its words in order.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut from, mut quote) = (None, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let letter = quote.is_none() && (c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if letter {
            from.get_or_insert(at);
            continue;
        }
        if let Some(start) = from.take() {
            words.push(text.get(start..at).unwrap_or(""));
        }
        match (c, quote) {
            ('"' | '`', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('\\', Some(_)) => {
                chars.next();
            }
            ('#', None) => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            _ => {}
        }
    }
    if let Some(start) = from {
        words.push(text.get(start..).unwrap_or(""));
    }
    words
}

impl Reader<'_, '_> {
    /// The span of the first word, text or sign of a stretch; what stands before it where it is blank.
    pub(super) fn first_token(&self, start: u32, end: u32) -> Span {
        let text = self.slice(start, end);
        // What is blank to others and not to the grammar is a sign that does not fit.
        let mut rest = text.trim_start_matches(BLANKS);
        while rest.starts_with('#') {
            rest = rest.find('\n').and_then(|at| rest.get(at..)).unwrap_or("").trim_start_matches(BLANKS);
        }
        let from = start + u32::try_from(text.len() - rest.len()).unwrap_or(0);
        let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '%' | '’');
        let sign = |c: char| matches!(c, '<' | '>' | '=' | '!');
        let long = match rest.chars().next() {
            None => return self.last_token(start),
            Some('"') => rest.char_indices().skip(1).find(|(_, c)| *c == '"').map_or(rest.len(), |(at, _)| at + 1),
            Some(c) if c.is_alphanumeric() || c == '_' => rest.find(|c| !letters(c)).unwrap_or(rest.len()),
            Some(c) if sign(c) => rest.find(|c| !sign(c)).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
        };
        self.at(from, from + u32::try_from(long).unwrap_or(0))
    }

    /// The last word or sign before `start` that is not blank, for what is missing at an end.
    fn last_token(&self, start: u32) -> Span {
        let before = self.slice(0, start).trim_end_matches(BLANKS);
        let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '%');
        let rest = before.trim_end_matches(letters);
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        let from = if rest.len() < before.len() { rest.len() } else { before.len() - last };
        self.at(u32::try_from(from).unwrap_or(start), u32::try_from(before.len()).unwrap_or(start))
    }

    /// What is wrong with the sentence of a rule.
    pub(super) fn sentence_mistake(&self, start: u32, end: u32, failure: &Failure) -> Diagnostic {
        let all = words(self.slice(start, end));
        let before = words(self.slice(start, failure.at));
        let place = self.first_token(failure.at, end);
        let found = self.slice(place.start, place.end);
        let says = all.iter().position(|word| one_of(word, &MODALS) || word.eq_ignore_ascii_case("requires"));
        if says.is_none() {
            let whole = self.span_trimmed(start, end);
            return Diagnostic::error(codes::MISSING_MODAL, whole, "this rule does not say how strongly it asks")
                .help("say `must` (an error), `should` (a warning), `could` (a note) or `requires` after the subject");
        }
        if before.is_empty() && one_of(found, &MODALS) {
            return Diagnostic::error(codes::EXPECTED_SUBJECT, place, format!("nobody stands before `{found}`"))
                .help("say whom the rule is about: `every kpi`, `team KPIs`, `no kpi`, `kpi new_arr`");
        }
        if one_of(found, &["neither", "nor"]) || before.iter().any(|word| one_of(word, &["neither"])) {
            return Diagnostic::error(codes::STRAY_TOKEN, place, "`neither … nor` cannot be said here").help(
                "deny all of it, as in `must not be leading or vanity`, or each part: `have no counter and no lag`",
            );
        }
        if let Some(diagnostic) = self.place_mistake(&before, place, failure) {
            return diagnostic;
        }
        if let Some(diagnostic) = self.verbless(&before, place, failure) {
            return diagnostic;
        }
        let asked = before.iter().any(|word| one_of(word, &MODALS));
        if found.starts_with(['=', '<', '>', '!']) && asked {
            return Diagnostic::error(
                codes::COMPARISON_IN_PREDICATE,
                place,
                format!("the comparison `{found}` stands where a verb does"),
            )
            .help("comparisons stand in conditions; say `be at least the baseline`, or put it after `where`");
        }
        self.stray(place, failure, end)
    }

    /// What is wrong with a whole item or a head.
    pub(super) fn item_mistake(
        &self,
        statement: &Statement,
        failure: &Failure,
        code: Code,
        message: &str,
        help: &str,
    ) -> Diagnostic {
        let before = words(self.slice(statement.start, failure.at));
        let place = self.first_token(failure.at, statement.end);
        if before.len() > 2
            && let Some(diagnostic) = self.place_mistake(&before, place, failure)
        {
            return diagnostic;
        }
        let found = self.slice(place.start, place.end);
        let at_end = failure.at >= statement.end;
        let label =
            if at_end { "something is missing after this".to_owned() } else { format!("`{found}` does not fit here") };
        Diagnostic::error(code, place, message).label(label).help(help)
    }

    /// What is wrong with a line of the model.
    pub(super) fn line_mistake(&self, statement: &Statement, failure: &Failure) -> Diagnostic {
        let place = self.first_token(failure.at.max(statement.start), statement.end);
        let found = self.slice(place.start, place.end);
        if statement.start == statement.end {
            let open = statement.block.map_or(place, |(open, _)| self.at(open, open + 1));
            return Diagnostic::error(codes::UNEXPECTED_BLOCK, open, "this block belongs to nothing")
                .help("write what it belongs to before it: `KIND ID { … }`");
        }
        if failure.at >= statement.end {
            return Diagnostic::error(codes::EXPECTED_VALUE, place, "a value is missing after this")
                .help("write a value, or take this away");
        }
        if found == ":" {
            return Diagnostic::error(codes::EXPECTED_ITEM, place, "a rule stands outside a policy, or a `:` too many")
                .help("rules stand in the block of a policy; an attribute and its value have no colon between them");
        }
        if let Some(diagnostic) = self.minus(place) {
            return diagnostic;
        }
        if is_calendar(found) {
            return Diagnostic::error(codes::STRAY_TOKEN, place, format!("`{found}` does not fit here"))
                .help("a value stands before what is said of it: `target 20% by 2026-09-30`");
        }
        let plain = found.strip_suffix('%').unwrap_or(found);
        if found.starts_with(|c: char| c.is_ascii_digit()) && !plain.chars().all(|c| c.is_ascii_digit()) {
            return Diagnostic::error(codes::EXPECTED_VALUE, place, format!("`{found}` is no value"))
                .help("write a number (`12`, `1.5M`), `18%`, `5 points`, `USD 20k`, `2 weeks`, a date (`2026-06-30`) or a period (`2026-Q3`)");
        }
        let help = failure
            .may_stand()
            .unwrap_or_else(|| "values are parted by commas, and lines by a new line or `;`".to_owned());
        Diagnostic::error(codes::STRAY_TOKEN, place, format!("`{found}` does not fit here")).help(help)
    }

    /// A mistake that shows by what stands before it.
    fn place_mistake(&self, before: &[&str], place: Span, failure: &Failure) -> Option<Diagnostic> {
        let last = *before.last()?;
        let earlier = before.len().checked_sub(2).and_then(|at| before.get(at)).copied().unwrap_or("");
        let ends = failure.at >= place.end;
        let found = self.slice(place.start, place.end);
        let instead = |what: &str| {
            if ends {
                format!("{what} is missing after `{last}`")
            } else {
                format!("`{last}` is followed by `{found}`, where {what} should stand")
            }
        };
        if one_of(last, &MODALS) || (one_of(last, &["not"]) && one_of(earlier, &MODALS)) {
            let help = match found.to_ascii_lowercase().as_str() {
                "is" | "are" => "after a modal the verb stands in its plain form: `be`".to_owned(),
                "has" => "after a modal the verb stands in its plain form: `have`".to_owned(),
                _ => "say what the subject must do: `be leading`, `have a counter`, `reach a company kpi via drives`"
                    .to_owned(),
            };
            let message = if ends {
                "a rule ends here without saying what the subject must do".to_owned()
            } else {
                instead("a verb")
            };
            return Some(Diagnostic::error(codes::EXPECTED_PREDICATE, place, message).help(help));
        }
        if (one_of(earlier, &MODALS) || one_of(earlier, &["not"]))
            && !one_of(last, &VERBS)
            && !found.starts_with(['=', '<', '>', '!'])
        {
            return Some(
                Diagnostic::error(
                    codes::EXPECTED_PREDICATE,
                    place,
                    format!("`{last}` is no verb, or what belongs to it is missing"),
                )
                .help(format!("say `be {last}`, or what it does to what: `drive a company kpi`")),
            );
        }
        if one_of(last, &["where", "unless", "when", "that"]) {
            return Some(Diagnostic::error(codes::EXPECTED_CONDITION, place, instead("a condition")).help(
                "a condition begins with what it speaks of: `owner is a team`, `it has a counter`, `target > baseline`",
            ));
        }
        let after_text = self.slice(0, place.start).trim_end().ends_with('"');
        if one_of(last, &["because", "suggest", "see"]) && !after_text {
            return Some(
                Diagnostic::error(codes::EXPECTED_TEXT, place, instead("a text"))
                    .help("write a text in quotation marks"),
            );
        }
        if let Some(diagnostic) = self.minus(place) {
            return Some(diagnostic);
        }
        let wants_value = [
            "be", "is", "are", "have", "has", "include", "includes", "mention", "mentions", "than", "least", "most",
            "exactly", "between", "from", "until", "before", "after", "of", "in", "via", "as", "requires", "reach",
            "reaches", "share", "shares",
        ];
        if one_of(last, &wants_value) {
            if one_of(last, &["than", "least", "most", "exactly", "between"]) {
                let bound =
                    if one_of(last, &["exactly", "between"]) { last.to_owned() } else { format!("{earlier} {last}") };
                let amount = found.starts_with(|letter: char| letter.is_ascii_digit());
                if amount && !ends {
                    let denied = before
                        .len()
                        .checked_sub(3)
                        .and_then(|at| before.get(at))
                        .is_some_and(|word| one_of(word, &["no"]));
                    let help = match (denied, one_of(earlier, &["more"])) {
                        (true, true) => format!("say `at most {found}`"),
                        (true, false) => format!("say `at least {found}`"),
                        (false, _) => {
                            format!("after what is had or asked for say `of`: `have a target of {bound} {found}`")
                        }
                    };
                    let message = format!("`{bound} {found}` does not fit here");
                    return Some(Diagnostic::error(codes::STRAY_TOKEN, place, message).help(help));
                }
                let message = if ends {
                    format!("an amount is missing after `{bound}`")
                } else {
                    format!("`{bound}` is followed by `{found}`, where an amount should stand")
                };
                return Some(Diagnostic::error(codes::EXPECTED_VALUE, place, message).help(
                    "write how much: a number, `30 days`, `18%`, or what holds the amount, such as `the baseline`",
                ));
            }
            let help = failure.may_stand().unwrap_or_else(|| "write a value, a word or a noun".to_owned());
            let what = if one_of(last, &["from", "until"]) { "a date" } else { "a value or a noun" };
            return Some(Diagnostic::error(codes::EXPECTED_VALUE, place, instead(what)).help(help));
        }
        None
    }

    /// A condition that ends without a verb.
    fn verbless(&self, before: &[&str], place: Span, failure: &Failure) -> Option<Diagnostic> {
        const ENDS: [&str; 13] = [
            "must", "should", "could", "may", "unless", "because", "suggest", "see", "when", "from", "until", "and",
            "or",
        ];
        let found = self.slice(place.start, place.end);
        let begins = before.iter().rposition(|word| one_of(word, &["where", "unless", "when", "and", "or"]))?;
        let opened = before.iter().any(|word| one_of(word, &["where", "unless", "when"]));
        let said = before.get(begins + 1..)?;
        let verb = said.iter().any(|word| {
            one_of(word, &["is", "are", "has", "have", "does", "do"]) || one_of(word, &VERBS) || word.ends_with('s')
        });
        (opened && !verb && (one_of(found, &ENDS) || failure.at >= place.end)).then(|| {
            let message = if said.is_empty() {
                format!("a condition is missing after `{}`", before.get(begins).copied().unwrap_or_default())
            } else {
                format!("the condition `{}` has no verb", said.join(" "))
            };
            Diagnostic::error(codes::EXPECTED_CONDITION, place, message)
                .help("say `is`, `has`, `includes` or a comparison: `owner is platform`, `target > baseline`")
        })
    }

    /// A minus that has a space on one side only.
    fn minus(&self, place: Span) -> Option<Diagnostic> {
        (self.slice(place.start, place.end) == "-").then(|| {
            let blank = |text: &str| text == " ";
            if blank(self.slice(place.start.saturating_sub(1), place.start))
                && blank(self.slice(place.end, place.end + 1))
            {
                return Diagnostic::error(codes::STRAY_TOKEN, place, "nothing is calculated here").help(
                    "say it of what is compared, `target must be at least baseline + 5 points`, or define it: \
                     `define gap of kpi as target - baseline`",
                );
            }
            Diagnostic::error(codes::MINUS_NEEDS_SPACES, place, "a minus has a space on both sides")
                .help("write `a - b`; without spaces `a-b` is one word")
        })
    }

    fn stray(&self, place: Span, failure: &Failure, end: u32) -> Diagnostic {
        let found = self.slice(place.start, place.end);
        if failure.at >= end {
            let help = failure.may_stand().unwrap_or_else(|| "say the sentence to its end".to_owned());
            return Diagnostic::error(codes::EXPECTED_VALUE, place, "the sentence ends too early").help(help);
        }
        let help = failure
            .may_stand()
            .unwrap_or_else(|| "the sentence could be read up to here; a list is joined with `and` or `or`".to_owned());
        Diagnostic::error(codes::STRAY_TOKEN, place, format!("`{found}` does not fit here")).help(help)
    }

    fn span_trimmed(&self, start: u32, end: u32) -> Span {
        let text = self.slice(start, end);
        let lead = text.len() - text.trim_start().len();
        let from = start + u32::try_from(lead).unwrap_or(0);
        self.at(from, from + u32::try_from(text.trim().len()).unwrap_or(0))
    }
}

/// Whether a word is written like a date or a period, which are values wherever one may stand.
fn is_calendar(word: &str) -> bool {
    let digits = |part: &str, number: usize| part.len() == number && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = word.split('-');
    let year = parts.next().is_some_and(|year| digits(year, 4));
    match (parts.next(), parts.next(), parts.next()) {
        (Some(part), None, None) => {
            year && (digits(part, 2) || part.strip_prefix(['q', 'Q']).is_some_and(|quarter| digits(quarter, 1)))
        }
        (Some(month), Some(day), None) => year && digits(month, 2) && digits(day, 2),
        _ => false,
    }
}
