//! Whole yen. The sums are those of the source documents' loan budgets (in thousand yen there).

use kernel::Yen;

#[test]
fn loan_budgets_of_gunma_add_up() {
    let (yearly, entrance) = (Yen(1_800_000), Yen(282_000));
    // H22: 10 students × 1,800 + 5 entrance fees of 282, and 12 × 1,800 + 12 × 282.
    assert_eq!(yearly * 10 + entrance * 5 + yearly * 12 + entrance * 12, Yen(44_394_000));
    assert_eq!(yearly * 12 + entrance * 12, Yen(24_984_000));
    // 18 a year over six years, with 18 entrance fees.
    assert_eq!(yearly * (18 * 6) + entrance * 18, Yen(199_476_000));
    assert_eq!(yearly * 9 + entrance * 2, Yen(16_764_000));
    assert_eq!(yearly * 196 + entrance * 36, Yen(362_952_000));
}

#[test]
fn amounts_are_grouped_by_thousands() {
    for (yen, text) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (-1_234_567, "-1,234,567"),
        (i64::MIN, "-9,223,372,036,854,775,808"),
    ] {
        assert_eq!(Yen(yen).to_string(), text);
    }
    assert_eq!(format!("{:>8}", Yen(1_000)), "   1,000");
}

#[test]
fn sums_stop_at_the_ends() {
    assert_eq!(Yen(i64::MAX) + Yen(1), Yen(i64::MAX));
    assert_eq!(Yen(i64::MIN) - Yen(1), Yen(i64::MIN));
    assert_eq!(Yen(i64::MAX) * -2, Yen(i64::MIN));
    assert_eq!([Yen(i64::MAX), Yen(5)].into_iter().sum::<Yen>(), Yen(i64::MAX));
}
