//! 点数の項目: what each term of the objective stands for, and its published exchange rate, in words.

use kernel::Bilingual;
use problem::{NeedLevel, ShareStep, Term};

use super::{labels::grouped, reading::Reading};

/// The terms of the objective, in the order they are shown.
pub(crate) const TERMS: [Term; 16] = [
    Term::Unplaced,
    Term::UnmetMinimum,
    Term::UnmetCritical,
    Term::UnmetWanted,
    Term::Fairness,
    Term::WorstShare,
    Term::ShareSteps,
    Term::Wish,
    Term::Specialty,
    Term::Window,
    Term::MoveWorkplace,
    Term::MoveArea,
    Term::OutsideUnmet,
    Term::CoupleApart,
    Term::SoftPin,
    Term::Change,
];

/// The price of a term, in words; empty where the problem prices nothing of the kind.
pub(crate) fn rate(reading: &Reading<'_>, term: Term) -> Bilingual {
    let rates = &reading.view.problem.rates;
    let a_year = |price: i64| {
        let price = grouped(price.into());
        Bilingual::new(format!("1年につき{price}点"), format!("{price} a year"))
    };
    let each = |price: i64| {
        let price = grouped(price.into());
        Bilingual::new(format!("1回につき{price}点"), format!("{price} each time"))
    };
    match term {
        Term::UnmetMinimum => needs(reading, NeedLevel::Minimum),
        Term::UnmetCritical => needs(reading, NeedLevel::Critical),
        Term::UnmetWanted => needs(reading, NeedLevel::Wanted),
        Term::Fairness => needs(reading, NeedLevel::Fairness),
        Term::WorstShare if rates.worst_share == 0 => Bilingual::default(),
        Term::WorstShare => {
            let price = grouped(rates.worst_share.into());
            Bilingual::new(
                format!("不足率0.1%・1年につき{price}点"),
                format!("{price} a year for each 0.1 %"),
            )
        }
        Term::ShareSteps => {
            let step = |step: &ShareStep| {
                let (price, whole, tenth) =
                    (grouped(step.price.into()), step.permille / 10, step.permille % 10);
                (format!("{whole}.{tenth}%超{price}点"), format!("{price} beyond {whole}.{tenth} %"))
            };
            let (ja, en): (Vec<_>, Vec<_>) = rates.share_steps.iter().map(step).unzip();
            if ja.is_empty() {
                return Bilingual::default();
            }
            Bilingual::new(
                format!("1人・1年につき、不足率{}", ja.join("・")),
                format!("for a head missing for a year: {}", en.join(", ")),
            )
        }
        Term::Unplaced => a_year(rates.unplaced),
        Term::Wish => {
            let ranks: Vec<String> = rates.wish_ranks.iter().map(|price| grouped((*price).into())).collect();
            let unlisted = grouped(rates.wish_unlisted.into());
            Bilingual::new(
                format!("第1希望から順に1年{}点、希望外{unlisted}点", ranks.join("・")),
                format!("a year at wish 1, 2, …: {}; at none: {unlisted}", ranks.join(", ")),
            )
        }
        Term::Specialty => Bilingual::new("専門ごとに本人が示した点数", "as given for each specialty"),
        Term::Window => a_year(rates.window),
        Term::MoveWorkplace => each(rates.move_workplace),
        Term::MoveArea => each(rates.move_area),
        Term::OutsideUnmet => a_year(rates.outside_unmet),
        Term::CoupleApart => a_year(rates.couple_apart),
        Term::SoftPin => Bilingual::new("要望ごとに決めた点数", "as given for each request"),
        Term::Change => a_year(rates.change),
    }
}

/// From the lowest to the highest price among the needs of a level.
fn needs(reading: &Reading<'_>, level: NeedLevel) -> Bilingual {
    let prices =
        || reading.view.problem.needs.iter().filter(|need| need.level == level).map(|need| need.price);
    let (Some(least), Some(most)) = (prices().min(), prices().max()) else { return Bilingual::default() };
    let (low, high) = (grouped(least.into()), grouped(most.into()));
    let (ja, en) = if least == most {
        (low.clone(), low)
    } else {
        (format!("{low}～{high}"), format!("{low}–{high}"))
    };
    Bilingual::new(format!("1人・1年の不足につき{ja}点"), format!("{en} for a head missing for a year"))
}
