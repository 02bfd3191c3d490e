//! Exact fractions: 3分の5 of 72 months is 120, and no size of number wraps.

use kernel::{BadFraction, Fraction};
use proptest::prelude::*;

fn fraction(text: &str) -> Fraction {
    text.parse().unwrap()
}

#[test]
fn five_thirds_of_a_loan() {
    // 72 months of loan × 5/3 = 120 months of duty; 60 × 5/3 = 100.
    assert_eq!(fraction("5/3").times_down(72), 120);
    assert_eq!(fraction("5/3").times_up(60), 100);
}

#[test]
fn rounding_is_named() {
    assert_eq!((fraction("3/2").times_down(5), fraction("3/2").times_up(5)), (7, 8));
    assert_eq!((fraction("3/2").times_down(-5), fraction("3/2").times_up(-5)), (-8, -7));
    assert_eq!((fraction("3/2").times_down(4), fraction("3/2").times_up(4)), (6, 6));
}

#[test]
fn lowest_terms_and_a_positive_denominator() {
    assert_eq!(Fraction::new(-10, -6), Ok(fraction("5/3")));
    assert_eq!(Fraction::new(10, -6).unwrap().to_string(), "-5/3");
    assert_eq!(Fraction::new(0, -7), Ok(Fraction::whole(0)));
    assert_eq!(fraction("1.50"), fraction("3/2"));
    assert_eq!(fraction("-0.5"), Fraction::new(-1, 2).unwrap());
    assert_eq!(fraction(" 2 ").to_string(), "2");
}

#[test]
fn the_ends_of_the_range() {
    assert_eq!(Fraction::new(i64::MIN, 1), Ok(Fraction::whole(i64::MIN)));
    assert_eq!(Fraction::new(i64::MIN, i64::MIN), Ok(Fraction::whole(1)));
    assert_eq!(Fraction::new(i64::MIN, -2), Ok(Fraction::whole(1 << 62)));
    assert!(matches!(Fraction::new(i64::MIN, -1), Err(BadFraction::TooLarge(..))));
    assert!(matches!(Fraction::new(1, i64::MIN), Err(BadFraction::TooLarge(..))));
    assert_eq!(Fraction::new(1, 0), Err(BadFraction::ZeroDenominator));
    assert_eq!(fraction("5/3").times_down(i64::MAX), i64::MAX);
    assert_eq!(fraction("5/3").times_up(i64::MIN), i64::MIN);
    assert_eq!(fraction("1/3").times_up(i64::MIN), -3_074_457_345_618_258_602);
    assert!("9223372036854.775808".parse::<Fraction>().is_err());
    assert_eq!(fraction("-9223372036854.775808"), Fraction::new(i64::MIN, 1_000_000).unwrap());
}

#[test]
fn what_is_no_fraction() {
    for text in ["", "/", "5/", "/3", "5/0", "1.", "1.1234567", "1.-5", "５/３", "5/3/1", "1e3", "三分の五"]
    {
        assert!(text.parse::<Fraction>().is_err(), "{text}");
        assert!(serde_json::from_value::<Fraction>(text.into()).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&fraction("5/3")).unwrap(), "\"5/3\"");
}

fn any_fraction() -> impl Strategy<Value = Fraction> {
    (any::<i64>(), any::<i64>())
        .prop_filter_map("a fraction", |(upper, lower)| Fraction::new(upper, lower).ok())
}

proptest! {
    #[test]
    fn order_agrees_with_cross_multiplication(a in any_fraction(), b in any_fraction(), c in any_fraction()) {
        let cross = i128::from(a.numerator()) * i128::from(b.denominator());
        let other = i128::from(b.numerator()) * i128::from(a.denominator());
        prop_assert_eq!(a.cmp(&b), cross.cmp(&other));
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        prop_assert!(!(a <= b && b <= c) || a <= c);
    }

    #[test]
    fn writing_and_reading_is_the_same_fraction(fraction in any_fraction()) {
        prop_assert_eq!(fraction.to_string().parse(), Ok(fraction));
    }

    #[test]
    fn down_and_up_differ_by_at_most_one(upper in -1_000_i64..1_000, lower in 1_i64..1_000, number in -100_000_i64..100_000) {
        let fraction = Fraction::new(upper, lower).unwrap();
        let (down, up) = (fraction.times_down(number), fraction.times_up(number));
        prop_assert!(down <= up && up <= down + 1);
        prop_assert!(down * lower <= upper * number && upper * number <= up * lower);
    }

    #[test]
    fn no_product_panics(fraction in any_fraction(), number in any::<i64>()) {
        prop_assert!(fraction.times_down(number) <= fraction.times_up(number));
    }
}
