//! Quantities: exact decimals with a unit.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

/// An amount with its unit. 18% has the amount 18.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// How many of the unit.
    pub amount: Decimal,
    /// Of what.
    pub unit: Unit,
}

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A plain number, or a ratio: 0.18 is as much as 18%.
    Number,
    /// Hundredths of a whole.
    Percent,
    /// The difference of two percentages.
    Points,
    /// An amount of money.
    Money(Currency),
}

/// An ISO 4217 code, such as `USD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The codes in use, in alphabetical order.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN \
    BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK \
    LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB \
    PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XCD XCG XDR XOF XPD \
    XPF XPT XSU XUA YER ZAR ZMW ZWG";

impl Currency {
    /// The currency with this code; `None` where ISO 4217 has none.
    pub fn new(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        CURRENCIES.split_ascii_whitespace().any(|known| known == code).then_some(Self(letters))
    }

    /// Its three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// All codes there are.
    pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
        CURRENCIES.split_ascii_whitespace()
    }
}

#[expect(clippy::should_implement_trait, reason = "the operators cannot say that it fails")]
impl Quantity {
    /// A plain number.
    pub const fn number(amount: Decimal) -> Self {
        Self { amount, unit: Unit::Number }
    }

    /// A percentage: `percent(18)` is 18%.
    pub const fn percent(amount: Decimal) -> Self {
        Self { amount, unit: Unit::Percent }
    }

    /// Which is more; `None` where the units do not fit. A number fits a percentage as a ratio.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self.unit, other.unit) {
            (Unit::Number, Unit::Percent) => Some(compare_ratio(self.amount, other.amount)),
            (Unit::Percent, Unit::Number) => Some(compare_ratio(other.amount, self.amount).reverse()),
            (one, two) if one == two => Some(self.amount.cmp(&other.amount)),
            _ => None,
        }
    }

    /// The sum; `None` where the units do not fit or it is too large. Points add to percentages.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        let unit = match (self.unit, other.unit) {
            (Unit::Percent, Unit::Points) | (Unit::Points, Unit::Percent) => Unit::Percent,
            (one, two) if one == two => one,
            _ => return None,
        };
        Some(Self { amount: self.amount.checked_add(other.amount)?, unit })
    }

    /// The difference; `None` where the units do not fit or it is too large. That of two percentages is in points.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        let unit = match (self.unit, other.unit) {
            (Unit::Percent, Unit::Percent) => Unit::Points,
            (Unit::Percent, Unit::Points) => Unit::Percent,
            (one, two) if one == two => one,
            _ => return None,
        };
        Some(Self { amount: self.amount.checked_sub(other.amount)?, unit })
    }

    /// The product; `None` where the units do not fit or it is too large. A number times anything keeps the unit of
    /// that, and a percentage of something is so many hundredths of it.
    #[must_use]
    pub fn mul(self, other: Self) -> Option<Self> {
        let product = self.amount.checked_mul(other.amount)?;
        let (amount, unit) = match (self.unit, other.unit) {
            (Unit::Number, unit) => (product, unit),
            (Unit::Percent, unit) | (unit, Unit::Percent) => (hundredth(product)?, unit),
            (unit, Unit::Number) => (product, unit),
            _ => return None,
        };
        Some(Self { amount, unit })
    }

    /// The quotient; `None` where the units do not fit, it is too large, or the divisor is zero.
    #[must_use]
    pub fn div(self, other: Self) -> Option<Self> {
        if other.amount.is_zero() {
            return None;
        }
        match (self.unit, other.unit) {
            (unit, Unit::Number) => Some(Self { amount: self.amount.checked_div(other.amount)?, unit }),
            (one, two) if one == two => Some(Self::number(self.amount.checked_div(other.amount)?)),
            (unit @ (Unit::Number | Unit::Money(_)), Unit::Percent) => {
                let amount = self.amount.checked_div(hundredth(other.amount)?)?;
                Some(Self { amount, unit })
            }
            _ => None,
        }
    }
}

/// A hundredth, exactly where there are digits left for it.
fn hundredth(amount: Decimal) -> Option<Decimal> {
    amount.checked_div(Decimal::ONE_HUNDRED)
}

/// A number against a percentage, without rounding.
fn compare_ratio(number: Decimal, percent: Decimal) -> Ordering {
    match number.checked_mul(Decimal::ONE_HUNDRED) {
        Some(hundredfold) => hundredfold.cmp(&percent),
        // A number whose hundredfold is too large for a decimal lies beyond every percentage.
        None if number.is_sign_negative() => Ordering::Less,
        None => Ordering::Greater,
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount.normalize();
        match self.unit {
            Unit::Number => write!(out, "{amount}"),
            Unit::Percent => write!(out, "{amount}%"),
            Unit::Points if amount.abs() == Decimal::ONE => write!(out, "{amount} point"),
            Unit::Points => write!(out, "{amount} points"),
            Unit::Money(currency) => write!(out, "{} {amount}", currency.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use rust_decimal::Decimal;

    use super::{CURRENCIES, Currency, Quantity, Unit};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap_or(Decimal::MAX)
    }

    fn of(text: &str, unit: Unit) -> Quantity {
        Quantity { amount: decimal(text), unit }
    }

    fn usd() -> Unit {
        Unit::Money(Currency(*b"USD"))
    }

    #[test]
    fn exact() {
        let sum = of("0.1", Unit::Number).add(of("0.2", Unit::Number));
        assert_eq!(sum, Some(of("0.3", Unit::Number)));
        for tenths in 0..1000_i64 {
            let a = Quantity::number(Decimal::new(tenths, 1));
            let b = Quantity::number(Decimal::new(7 * tenths + 3, 2));
            assert_eq!(a.add(b).and_then(|sum| sum.sub(b)), Some(a));
            assert_eq!(a.mul(b), b.mul(a));
            assert_eq!(a.compare(b), b.compare(a).map(Ordering::reverse));
            let percent = Quantity::percent(Decimal::new(tenths, 1));
            assert_eq!(Quantity::number(Decimal::new(tenths, 3)).compare(percent), Some(Ordering::Equal));
        }
    }

    #[test]
    fn units() {
        let percent = of("18", Unit::Percent);
        let points = of("5", Unit::Points);
        assert_eq!(percent.add(points), Some(of("23", Unit::Percent)));
        assert_eq!(percent.sub(of("20", Unit::Percent)), Some(of("-2", Unit::Points)));
        assert_eq!(percent.mul(of("50", Unit::Number)), Some(of("9", Unit::Number)));
        assert_eq!(of("2", Unit::Number).mul(percent), Some(of("36", Unit::Percent)));
        assert_eq!(of("10", usd()).div(of("4", usd())), Some(of("2.5", Unit::Number)));
        assert_eq!(of("10", usd()).div(of("0", usd())), None);
        assert_eq!(of("10", usd()).add(points), None);
        assert_eq!(of("10", usd()).compare(percent), None);
        assert_eq!(points.compare(percent), None);
        assert_eq!(of("0.18", Unit::Number).compare(percent), Some(Ordering::Equal));
    }

    #[test]
    fn the_largest() {
        let largest = Quantity::number(Decimal::MAX);
        assert_eq!(largest.add(largest), None);
        assert_eq!(largest.mul(largest), None);
        assert_eq!(largest.compare(Quantity::percent(Decimal::MAX)), Some(Ordering::Greater));
        assert_eq!(Quantity::percent(Decimal::MAX).compare(Quantity::number(Decimal::MIN)), Some(Ordering::Greater));
    }

    #[test]
    fn reads_as_written() {
        assert_eq!(of("18.50", Unit::Percent).to_string(), "18.5%");
        assert_eq!(of("1", Unit::Points).to_string(), "1 point");
        assert_eq!(of("1500000", usd()).to_string(), "USD 1500000");
        assert_eq!(of("12", Unit::Number).to_string(), "12");
    }

    #[test]
    fn currencies_are_sorted() {
        assert!(CURRENCIES.split_ascii_whitespace().is_sorted());
        assert!(Currency::new("EUR").is_some());
        assert!(Currency::new("eur").is_none());
        assert!(Currency::new("EURO").is_none());
    }
}
