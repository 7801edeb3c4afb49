//! Expressions: literals, arithmetic, aggregates, `the nearest … via …`.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, LiteralKind};

use super::{Checker, codes, types};
use crate::ids::AttributeId;
use crate::program::{
    AggregateOp, Base, Binder, Expression, ExpressionKind, Factor, Literal, Path, Root, Sign, Step, Ty,
};
use crate::value::{LiteralValue, Quantity, Scalar, Unit, read_literal};
use crate::vocabulary::Type;

impl Path {
    /// The path as an expression.
    pub(super) fn into_expression(self) -> Expression {
        Expression { ty: self.ty.clone(), span: self.span, kind: ExpressionKind::Path(self) }
    }
}

impl Checker<'_> {
    /// Lowers an expression, single or many.
    pub(super) fn expression(&mut self, expression: &tree::Expression) -> Option<Expression> {
        match expression {
            tree::Expression::Path(path) if self.is_parameter(path) => self.parameter_path(path),
            tree::Expression::Path(path) => Some(self.path(path)?.into_expression()),
            tree::Expression::Literal(literal) => self.literal(*literal),
            tree::Expression::Bracket(inner, _) => self.expression(inner),
            tree::Expression::Sum(chain) => self.sum(chain),
            tree::Expression::Product(chain) => self.product(chain),
            tree::Expression::Aggregate(aggregate) => self.aggregate(aggregate),
            tree::Expression::Nearest(nearest) => self.nearest_via(nearest),
            tree::Expression::Hole(_) => None,
        }
    }

    /// Lowers an expression that must be a single value; a record becomes its value.
    pub(super) fn value(&mut self, expression: &tree::Expression) -> Option<Expression> {
        let lowered = self.expression(expression)?;
        self.single(lowered)
    }

    /// An expression as a single value, or a diagnostic that says how to speak of several.
    pub(super) fn single(&mut self, expression: Expression) -> Option<Expression> {
        if expression.ty.many {
            self.over_many(&expression);
            return None;
        }
        Some(as_value(expression, &self.words))
    }

    /// Reports a path over several values where one is asked for.
    pub(super) fn over_many(&mut self, expression: &Expression) {
        let words = self.folded(expression.span);
        // The step over several, by its singular, and how it may be written.
        let over: Option<(String, Vec<String>)> = match &expression.kind {
            ExpressionKind::Path(path) => path.steps.iter().find_map(|step| match step {
                Step::Attribute(id) | Step::Field(id) => {
                    let attribute = self.words.attribute(*id).filter(|attribute| attribute.many)?;
                    let forms = [&attribute.name, &attribute.singular, &attribute.plural];
                    Some((attribute.singular.to_string(), forms.map(|form| form.to_lowercase()).to_vec()))
                }
                Step::Children(kind) => {
                    let kind = self.words.kind(*kind)?;
                    Some((kind.name.to_string(), [&kind.name, &kind.plural].map(|form| form.to_lowercase()).to_vec()))
                }
                _ => None,
            }),
            _ => None,
        };
        // Who has them is asked as a condition of its own, and that once.
        let again = matches!(&expression.kind, ExpressionKind::Path(path) if self.times_over(path) > 1);
        let help = match over {
            Some((noun, forms)) => {
                let (who, rest) = around_step(&words, &forms).unwrap_or_default();
                let (who, rest) = match who.as_str() {
                    "" | "the " => ("it ", rest),
                    who => (who, rest),
                };
                let rest = if again { String::new() } else { rest };
                let (a_noun, rest) =
                    (crate::vocabulary::nouns::with_article(&noun), if rest.is_empty() { "…" } else { &*rest });
                format!(
                    "say `{who}has {a_noun} where {rest}` or `{who}has no {noun} where {rest}`, or use count, sum, min, max or average"
                )
            }
            None => "say `has a … where …` or `has no … where …`, or use count, sum, min, max or average".to_owned(),
        };
        self.error_help(
            codes::PATH_OVER_MANY,
            expression.span,
            format!("`{words}` may be several values, and one is asked for here"),
            help,
        );
    }

    /// How many steps of a path lead to several.
    fn times_over(&self, path: &Path) -> usize {
        let many = |id: &AttributeId| self.words.attribute(*id).is_some_and(|attribute| attribute.many);
        let over = |step: &&Step| match step {
            Step::Attribute(id) | Step::Field(id) => many(id),
            Step::Children(_) => true,
            _ => false,
        };
        path.steps.iter().filter(over).count()
    }

    /// Lowers a literal.
    pub(super) fn literal(&mut self, literal: tree::Literal) -> Option<Expression> {
        let (value, ty) = self.literal_value(literal)?;
        Some(Expression { kind: ExpressionKind::Literal(value), ty: Ty::one(ty), span: literal.span })
    }

    fn literal_value(&mut self, literal: tree::Literal) -> Option<(Literal, Type)> {
        let text = self.sources.text(literal.span);
        let read = match read_literal(literal.kind, text) {
            Ok(read) => read,
            Err(error) => {
                self.error_help(codes::BAD_LITERAL, literal.span, error.to_string(), error.help());
                return None;
            }
        };
        Some(match read {
            LiteralValue::Quantity(quantity) => (Literal::Scalar(Scalar::Quantity(quantity)), quantity_type(quantity)),
            LiteralValue::Duration(duration) => (Literal::Scalar(Scalar::Duration(duration)), Type::Duration),
            LiteralValue::Date(date) => (Literal::Scalar(Scalar::Date(date)), Type::Date),
            LiteralValue::Period(period) => (Literal::Scalar(Scalar::Period(period)), Type::Period),
            LiteralValue::Text(text) => (Literal::Text(text.into()), Type::Text),
        })
    }

    /// The date of a literal; a period counts with its last day.
    pub(super) fn date_literal(&mut self, literal: tree::Literal) -> Option<crate::value::Date> {
        match self.literal_value(literal)?.0 {
            Literal::Scalar(Scalar::Date(date)) => Some(date),
            Literal::Scalar(Scalar::Period(period)) => Some(period.end),
            _ => {
                self.error_help(
                    codes::WRONG_TYPE,
                    literal.span,
                    "a date is asked for here",
                    "write it as `2026-06-30`",
                );
                None
            }
        }
    }

    /// The text of a text literal, escapes undone.
    pub(super) fn text_literal(&mut self, text: tree::Text) -> Option<Box<str>> {
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        match self.literal_value(tree::Literal { kind, span: text.span })?.0 {
            Literal::Text(text) => Some(text),
            _ => None,
        }
    }

    fn sum(&mut self, chain: &tree::Chain<tree::Sign>) -> Option<Expression> {
        let mut operands = Vec::with_capacity(chain.operands.len());
        let mut ty: Option<Type> = None;
        for (sign, operand) in &chain.operands {
            let lowered = self.value(operand)?;
            let minus = *sign == tree::Sign::Minus;
            let own = types::value_type(&lowered.ty.base, &self.words)?;
            ty = Some(match ty {
                None => own,
                Some(left) => {
                    let Some(ty) = types::sum(&left, minus, &own) else {
                        return self.cannot_calculate(if minus { "-" } else { "+" }, &left, &own, operand.span());
                    };
                    ty
                }
            });
            operands.push((if minus { Sign::Minus } else { Sign::Plus }, lowered));
        }
        Some(Expression { kind: ExpressionKind::Sum(operands), ty: Ty::one(ty?), span: chain.span })
    }

    fn product(&mut self, chain: &tree::Chain<tree::Factor>) -> Option<Expression> {
        let mut operands = Vec::with_capacity(chain.operands.len());
        let mut ty: Option<Type> = None;
        for (factor, operand) in &chain.operands {
            let lowered = self.value(operand)?;
            let over = *factor == tree::Factor::Over;
            let own = types::value_type(&lowered.ty.base, &self.words)?;
            ty = Some(match ty {
                None => own,
                Some(left) => {
                    let Some(ty) = types::product(&left, over, &own) else {
                        return self.cannot_calculate(if over { "/" } else { "*" }, &left, &own, operand.span());
                    };
                    ty
                }
            });
            operands.push((if over { Factor::Over } else { Factor::Times }, lowered));
        }
        Some(Expression { kind: ExpressionKind::Product(operands), ty: Ty::one(ty?), span: chain.span })
    }

    fn cannot_calculate<T>(&mut self, op: &str, left: &Type, right: &Type, span: Span) -> Option<T> {
        let help = types::help_to_calculate(op, left, right);
        let (left, right) = (types::type_name(left, &self.words), types::type_name(right, &self.words));
        self.error_help(codes::CANNOT_CALCULATE, span, format!("{left} {op} {right} has no meaning"), help);
        None
    }

    fn aggregate(&mut self, aggregate: &tree::Aggregate) -> Option<Expression> {
        let mut over = self.path(&aggregate.over)?;
        let op = match aggregate.op {
            tree::AggregateOp::Count => AggregateOp::Count,
            tree::AggregateOp::Sum => AggregateOp::Sum,
            tree::AggregateOp::Min => AggregateOp::Min,
            tree::AggregateOp::Max => AggregateOp::Max,
            tree::AggregateOp::Average => AggregateOp::Average,
        };
        if op == AggregateOp::Count {
            let holder = self.holder(&over);
            let kind = ExpressionKind::Aggregate(op, over, holder);
            return Some(Expression { kind, ty: Ty::one(Type::Number), span: aggregate.span });
        }
        let ty = types::value_type(&over.ty.base, &self.words)?;
        let ordered = matches!(op, AggregateOp::Min | AggregateOp::Max) && ty == Type::Date;
        if !(types::is_amount(&ty) || ty == Type::Duration || ordered) {
            let name = types::type_name(&ty, &self.words);
            self.error_help(
                codes::CANNOT_CALCULATE,
                over.span,
                match ty {
                    Type::Date => format!("{name} cannot be added up"),
                    _ => format!("{name} cannot be added up or put in order"),
                },
                match ty {
                    Type::Date => "dates have an order: use `min` or `max`, or `count`",
                    _ => "end the path at an amount, such as `.target`, or use `count`",
                },
            );
            return None;
        }
        if matches!(over.ty.base, Base::Record(_)) {
            over.steps.push(Step::Value);
            over.ty.base = Base::Value(ty.clone());
        }
        Some(Expression { kind: ExpressionKind::Aggregate(op, over, None), ty: Ty::one(ty), span: aggregate.span })
    }

    fn nearest_via(&mut self, nearest: &tree::Nearest) -> Option<Expression> {
        let from = self.nearest(nearest.span)?;
        let Root::Slot(slot) = from.root else { return None };
        let Base::Value(Type::Element(start)) = from.ty.base else {
            self.error(codes::FORM_NOT_HERE, nearest.span, "only an element has a nearest one");
            return None;
        };
        let target: Binder = self.kind_binder(&nearest.noun)?;
        self.scopes.stack.pop();
        let via = self.relations(start, &nearest.via)?;
        let ty = Ty::one(Type::Element(target.kind));
        let kind = ExpressionKind::Nearest { from: slot, target: Box::new(target), via };
        Some(Expression { kind, ty, span: nearest.span })
    }
}

/// A record expression as its value; anything else as it is.
pub(super) fn as_value(expression: Expression, vocabulary: &crate::vocabulary::Vocabulary) -> Expression {
    let Base::Record(_) = expression.ty.base else { return expression };
    let Some(ty) = types::value_type(&expression.ty.base, vocabulary) else { return expression };
    match expression.kind {
        ExpressionKind::Path(mut path) => {
            path.steps.push(Step::Value);
            path.ty.base = Base::Value(ty);
            path.into_expression()
        }
        kind => Expression { kind, ..expression },
    }
}

fn quantity_type(quantity: Quantity) -> Type {
    match quantity.unit {
        Unit::Number => Type::Number,
        Unit::Percent => Type::Percent,
        Unit::Points => Type::Points,
        Unit::Money(_) => Type::Money,
    }
}

/// What stands before and after a step in the words of a path, `it ` and `parent.lag …` of `its counters.parent.lag`: who has
/// such values, where that is not the nearest subject, and what is asked of them.
fn around_step(words: &str, forms: &[String]) -> Option<(String, String)> {
    // A step with `'s` is one as with a dot, but for the holder of the first.
    let dotted = words.replace("'s ", ".").replace("’s ", ".");
    let parts: Vec<&str> = dotted.split('.').collect();
    let last = |part: &str| part.rsplit(' ').next().unwrap_or(part).to_lowercase();
    let at = parts.iter().position(|part| forms.contains(&last(part)))?;
    let (before, after) = (parts.get(..at)?, parts.get(at + 1..)?);
    let lead = parts.get(at)?.rsplit_once(' ').map(|(lead, _)| lead);
    let who = before.iter().copied().chain(lead).collect::<Vec<_>>().join(".");
    let who = match who.strip_suffix("'s").or_else(|| who.strip_suffix("’s")).unwrap_or(&who) {
        "" => String::new(),
        "its" | "it" => "it ".to_owned(),
        who => format!("{who} "),
    };
    let rest = if after.is_empty() { String::new() } else { format!("{} …", after.join(".")) };
    Some((who, rest))
}
