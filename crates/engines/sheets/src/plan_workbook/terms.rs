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

/// A term's name and what it stands for.
pub(crate) fn explain(term: Term) -> (Bilingual, Bilingual) {
    let (ja, en, meaning_ja, meaning_en) = match term {
        Term::UnmetMinimum => {
            ("最低の不足", "Unmet minimum", "空けてはならないポストの空き", "posts that must not stand empty")
        }
        Term::UnmetCritical => {
            ("危機の不足", "Unmet critical need", "診療が続けられなくなる不足", "below this a service closes")
        }
        Term::UnmetWanted => {
            ("希望の不足", "Unmet wanted need", "医療機関・圏域が求める人数への不足", "fewer than asked for")
        }
        Term::Fairness => {
            ("圏域間の公平", "Fairness", "不足が一部の圏域に偏ること", "shortage piling up in some areas")
        }
        Term::WorstShare => {
            ("最悪の不足率", "Worst share", "最も不足する圏域の不足率", "share missing in the worst area")
        }
        Term::ShareSteps => (
            "不足率の段階",
            "Steps of shortage",
            "圏域の不足率が段階を超えること",
            "an area short beyond a step",
        ),
        Term::Unplaced => ("未配置", "Unplaced", "配置先のない人", "people without a place"),
        Term::Wish => ("本人の希望", "Wishes", "希望の順位が下がること", "lower-ranked wishes"),
        Term::Specialty => {
            ("専門の選択", "Choice of specialty", "未定だった専門の選び方", "choice among open specialties")
        }
        Term::Window => (
            "希望の時期",
            "Wanted time",
            "不足地域勤務などが望む時期から外れること",
            "shortage-area service at another time than wanted",
        ),
        Term::MoveWorkplace => ("勤務先の異動", "Moves", "勤務先が変わること", "changes of workplace"),
        Term::MoveArea => (
            "圏域をまたぐ異動",
            "Moves between areas",
            "圏域が変わること（異動に加算）",
            "changes of area, on top",
        ),
        Term::OutsideUnmet => (
            "県外の希望",
            "Outside, not given",
            "希望した県外勤務がかなわないこと",
            "wanted time outside that was not given",
        ),
        Term::CoupleApart => (
            "夫婦の別居",
            "Couples apart",
            "通える範囲にそろわない期間",
            "couples out of reach of each other",
        ),
        Term::SoftPin => ("要望", "Requests", "医局・本人などの要望に沿わないこと", "soft pins not followed"),
        Term::Change => {
            ("前回からの変更", "Changes", "公表した配置を変えること", "differences from what was published")
        }
    };
    (Bilingual::new(ja, en), Bilingual::new(meaning_ja, meaning_en))
}
