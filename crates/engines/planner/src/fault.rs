//! Why there is no plan at all: the document is no planning problem.

use problem::Finding;
use thiserror::Error;

/// Largest price, of one head or year, in points. Sums of larger ones could pass 64 bits.
pub const LARGEST_PRICE: i64 = 1_000_000_000_000;

/// Why a document is no planning problem. Everything else is an answer, not a fault.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The document contradicts itself or names what it does not hold.
    #[error("the problem has {} findings, the first at {}: {}", .0.len(), first(.0).0, first(.0).1)]
    Invalid(Vec<Finding>),
    /// There is no period to plan.
    #[error("the horizon has no period; give at least one")]
    NoHorizon,
    /// A price is too large to be summed.
    #[error("the price {0} is beyond {LARGEST_PRICE}; use smaller points, only their ratios matter")]
    PriceTooLarge(i64),
}

fn first(findings: &[Finding]) -> (&str, &str) {
    findings.first().map_or(("", ""), |finding| (&finding.at, &finding.message.en))
}

/// The first price that is too large, if any is.
pub fn too_large(problem: &problem::Problem) -> Option<i64> {
    let rates = &problem.rates;
    let mut prices = vec![
        rates.unplaced,
        rates.wish_unlisted,
        rates.window,
        rates.move_workplace,
        rates.move_area,
        rates.outside_unmet,
        rates.change,
        rates.couple_apart,
        rates.worst_share.saturating_mul(1000),
    ];
    prices.extend(&rates.wish_ranks);
    let heads: i64 = problem.needs.iter().map(|need| i64::from(need.heads)).sum();
    prices.extend(rates.share_steps.iter().map(|step| step.price.saturating_mul(heads.max(1))));
    prices.extend(problem.needs.iter().map(|need| need.price.saturating_mul(i64::from(need.heads.max(1)))));
    prices.extend(problem.pins.iter().filter_map(|pin| pin.soft_price));
    prices.extend(problem.previous.iter().filter_map(|posting| posting.price));
    for person in &problem.people {
        prices.extend(person.paths.iter().map(|path| path.price));
        prices.extend(person.wishes.iter().filter_map(|wish| wish.price));
        prices.extend(person.unlisted);
    }
    prices.into_iter().find(|price| price.saturating_abs() > LARGEST_PRICE)
}
