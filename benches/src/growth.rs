//! How a figure grows with size: beside the size before, and over all sizes.

/// `×3.4`: how many times the figure before.
pub fn ratio(before: u128, now: u128) -> String {
    let hundredths = now * 100 / before.max(1);
    format!("×{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The power of the size with which a figure grows, from the first size to the last: 1.00 is in proportion, 2.00 with
/// the square.
#[expect(clippy::float_arithmetic, reason = "an exponent is no sum of anybody's")]
pub fn power(sizes: (usize, usize), figures: (u128, u128)) -> String {
    let logarithm = |from: u128, to: u128| (to.max(1) as f64 / from.max(1) as f64).ln();
    let power = logarithm(figures.0, figures.1) / logarithm(sizes.0 as u128, sizes.1 as u128);
    format!("{power:.2}")
}

#[cfg(test)]
mod tests {
    use super::{power, ratio};

    #[test]
    fn a_figure_in_proportion_has_power_one_and_the_ratio_of_the_sizes() {
        assert_eq!(power((100, 3_000), (7, 210)), "1.00");
        assert_eq!(ratio(7, 210), "×30.00");
    }

    #[test]
    fn a_figure_that_grows_with_the_square_has_power_two() {
        assert_eq!(power((10, 1_000), (1, 10_000)), "2.00");
    }
}
