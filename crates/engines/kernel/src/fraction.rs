//! Exact fractions: 3分の5 is 5/3, never 1.666….

use std::{cmp::Ordering, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An exact fraction in lowest terms with a positive denominator. Written `5/3`, or `2` where it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Fraction {
    numerator: i64,
    denominator: i64,
}

/// Why a text or pair is not a fraction.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadFraction {
    /// The denominator is zero.
    #[error("a fraction cannot have the denominator 0")]
    ZeroDenominator,
    /// Not `5/3`, `2` or `1.5`.
    #[error("`{0}` is not a fraction like 5/3, 2 or 1.5")]
    NotAFraction(String),
    /// Even in lowest terms a part does not fit 64 bits.
    #[error("the fraction {0}/{1} is too large")]
    TooLarge(i128, i128),
}

impl Fraction {
    /// `numerator / denominator`, reduced.
    pub fn new(numerator: i64, denominator: i64) -> Result<Self, BadFraction> {
        if denominator == 0 {
            return Err(BadFraction::ZeroDenominator);
        }
        // One bit more than the parts have, because -i64::MIN is no i64.
        let shrink = i128::from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs()));
        let sign = i128::from(denominator.signum());
        let upper = sign * i128::from(numerator) / shrink;
        let lower = sign * i128::from(denominator) / shrink;
        match (i64::try_from(upper), i64::try_from(lower)) {
            (Ok(numerator), Ok(denominator)) => Ok(Self { numerator, denominator }),
            _ => Err(BadFraction::TooLarge(upper, lower)),
        }
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// The upper part, in lowest terms.
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// The lower part, in lowest terms; above zero.
    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// `number × self`, 切捨て (rounded toward minus infinity), kept within 64 bits.
    pub fn times_down(self, number: i64) -> i64 {
        narrow((i128::from(number) * i128::from(self.numerator)).div_euclid(i128::from(self.denominator)))
    }

    /// `number × self`, 切上げ (rounded toward plus infinity), kept within 64 bits.
    pub fn times_up(self, number: i64) -> i64 {
        narrow(-(-i128::from(number) * i128::from(self.numerator)).div_euclid(i128::from(self.denominator)))
    }
}

/// The nearest number that fits.
fn narrow(number: i128) -> i64 {
    number.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        let right = i128::from(other.numerator) * i128::from(self.denominator);
        left.cmp(&right)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Fraction {
    type Err = BadFraction;
    fn from_str(text: &str) -> Result<Self, BadFraction> {
        let bad = || BadFraction::NotAFraction(text.to_owned());
        let text = text.trim();
        if let Some((upper, lower)) = text.split_once('/') {
            let upper = upper.trim().parse().map_err(|_| bad())?;
            return Self::new(upper, lower.trim().parse().map_err(|_| bad())?);
        }
        let Some((whole, decimals)) = text.split_once('.') else {
            return text.parse().map(Self::whole).map_err(|_| bad());
        };
        if decimals.is_empty() || decimals.len() > 6 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let scale = 10_i64.pow(decimals.len() as u32);
        let whole_part: i64 = whole.parse().map_err(|_| bad())?;
        let decimal_part: i64 = decimals.parse().map_err(|_| bad())?;
        let sign = if whole.starts_with('-') { -1 } else { 1 };
        let upper = whole_part.checked_mul(scale).and_then(|upper| upper.checked_add(sign * decimal_part));
        Self::new(upper.ok_or_else(bad)?, scale)
    }
}

impl TryFrom<String> for Fraction {
    type Error = BadFraction;
    fn try_from(text: String) -> Result<Self, BadFraction> {
        text.parse()
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> String {
        fraction.to_string()
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}
