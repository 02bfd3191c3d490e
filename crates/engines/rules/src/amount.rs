//! Exact months: sums and differences of fractions, and how they are written.

use kernel::{Fraction, Months};

/// A whole number of months.
pub(crate) fn whole(months: Months) -> Fraction {
    Fraction::whole(i64::from(months.0))
}

/// The sum. Parts that no longer fit 64 bits give the larger of both, so that a verdict cannot improve by overflow.
pub fn plus(a: Fraction, b: Fraction) -> Fraction {
    combine(a, b, 1)
}

/// The difference.
pub(crate) fn minus(a: Fraction, b: Fraction) -> Fraction {
    combine(a, b, -1)
}

/// What is missing from `done` to `needed`; never below zero.
pub(crate) fn missing(needed: Fraction, done: Fraction) -> Fraction {
    minus(needed, done).max(Fraction::whole(0))
}

fn combine(a: Fraction, b: Fraction, sign: i128) -> Fraction {
    let upper = i128::from(a.numerator()) * i128::from(b.denominator())
        + sign * i128::from(b.numerator()) * i128::from(a.denominator());
    let lower = i128::from(a.denominator()) * i128::from(b.denominator());
    let shrink = gcd(upper.unsigned_abs(), lower.unsigned_abs()) as i128;
    let (upper, lower) = (upper / shrink, lower / shrink);
    match (i64::try_from(upper), i64::try_from(lower)) {
        (Ok(upper), Ok(lower)) => Fraction::new(upper, lower).unwrap_or(a),
        _ => a.max(b),
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// Ticks as months.
pub(crate) fn ticks(ticks: i64, per_month: i64) -> Fraction {
    Fraction::new(ticks, per_month).unwrap_or(Fraction::whole(0))
}

/// 切捨て to whole months.
pub(crate) fn floor(amount: Fraction) -> Months {
    Months(amount.times_down(1).clamp(i32::MIN.into(), i32::MAX.into()) as i32)
}

/// 切上げ to whole months.
pub(crate) fn ceil(amount: Fraction) -> Months {
    Months(amount.times_up(1).clamp(i32::MIN.into(), i32::MAX.into()) as i32)
}

/// How a number is written for people: 12, 12.5, or 12と1/3 where no short decimal is exact.
pub fn written(amount: Fraction) -> String {
    let (upper, lower) = (amount.numerator(), amount.denominator());
    if lower == 1 {
        return upper.to_string();
    }
    if 100 % lower == 0 {
        let hundredths = i128::from(upper) * i128::from(100 / lower);
        let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        let text = format!("{sign}{}.{:02}", size / 100, size % 100);
        return text.trim_end_matches('0').to_owned();
    }
    format!("{upper}/{lower}")
}
