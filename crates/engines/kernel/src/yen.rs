//! 円: money is whole yen. 千円 exists only where a table prints it.

use std::{fmt, iter::Sum, ops};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount in whole yen; may be negative (a difference). Sums stop at the ends of 64 bits instead of wrapping.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl ops::Add for Yen {
    type Output = Yen;
    fn add(self, other: Yen) -> Yen {
        Yen(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Yen {
    type Output = Yen;
    fn sub(self, other: Yen) -> Yen {
        Yen(self.0.saturating_sub(other.0))
    }
}

impl ops::Mul<i64> for Yen {
    type Output = Yen;
    fn mul(self, times: i64) -> Yen {
        Yen(self.0.saturating_mul(times))
    }
}

impl Sum for Yen {
    fn sum<I: Iterator<Item = Yen>>(amounts: I) -> Yen {
        amounts.fold(Yen(0), |sum, yen| sum + yen)
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let sign = if self.0 < 0 { "-" } else { "" };
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&format!("{sign}{grouped}"))
    }
}
