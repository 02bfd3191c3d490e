//! How far a plan is from its bound.

/// (objective − bound) / objective in millionths; none without both.
pub fn gap(objective: Option<i128>, bound: Option<i128>) -> Option<u64> {
    let (objective, bound) = (objective?, bound?);
    let above = objective.saturating_sub(bound).max(0);
    u64::try_from(above.saturating_mul(1_000_000) / objective.max(1)).ok()
}

/// Millionths as per cent.
pub fn percent(millionths: Option<u64>) -> String {
    let written = |of: u64| format!("{}.{:03} %", of / 10_000, of % 10_000 / 10);
    millionths.map_or_else(|| "–".to_owned(), written)
}

#[cfg(test)]
mod tests {
    use super::{gap, percent};

    #[test]
    fn a_gap_is_a_share_of_the_objective() {
        assert_eq!(gap(Some(1_000), Some(990)), Some(10_000));
        assert_eq!(percent(gap(Some(80_000), Some(79_999))), "0.001 %");
        assert_eq!(percent(gap(Some(5), Some(5))), "0.000 %");
        assert_eq!(percent(gap(Some(5), None)), "–");
    }
}
