//! Words that the sentences of several kinds share: months, days, progress toward a number.

use kernel::{Bilingual, Date, Fraction, Months};

use crate::{
    amount::{self, whole},
    verdict::Standing,
};

/// 2031年3月31日.
pub(crate) fn day_ja(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 12か月.
pub(crate) fn months_ja(months: Fraction) -> String {
    format!("{}か月", amount::written(months))
}

/// 12 months.
pub(crate) fn months_en(months: Fraction) -> String {
    let plural = if months == Fraction::whole(1) { "" } else { "s" };
    format!("{} month{plural}", amount::written(months))
}

/// The text with its first letter as a sentence begins.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Progress of months toward a least number.
pub(crate) struct Progress {
    /// What is counted: 「義務に算入される勤務」, "service that counts".
    pub what: Bilingual,
    /// Months so far.
    pub done: Fraction,
    /// With what is planned.
    pub planned: Fraction,
    /// Months needed.
    pub needed: Fraction,
    /// First day too late.
    pub by: Option<Date>,
    /// Months to spare.
    pub slack: Option<Months>,
}

impl Progress {
    /// The standing in words.
    pub fn sentence(&self, standing: Standing) -> Bilingual {
        match standing {
            Standing::Met => self.met(),
            Standing::OnTrack => self.on_track(),
            Standing::Broken => self.broken(),
            _ => self.at_risk(),
        }
    }

    fn met(&self) -> Bilingual {
        let Self { what, done, needed, .. } = self;
        Bilingual::new(
            format!("{}は{}で、必要な{}を満たしています。", what.ja, months_ja(*done), months_ja(*needed)),
            format!("{} of {} done; the {} needed are met.", months_en(*done), what.en, months_en(*needed)),
        )
    }

    fn on_track(&self) -> Bilingual {
        let Self { what, done, planned, needed, by, .. } = self;
        Bilingual::new(
            format!(
                "{}は現在{}です。予定どおり勤務すれば{}{}となり、必要な{}を満たします。",
                what.ja,
                months_ja(*done),
                by.map_or_else(String::new, |by| format!("{}までに", day_ja(by.previous()))),
                months_ja(*planned),
                months_ja(*needed),
            ),
            format!(
                "{} of {} so far; the postings planned bring it to {}{}, which meets the {} needed.",
                months_en(*done),
                what.en,
                amount::written(*planned),
                by.map_or_else(String::new, |by| format!(" by {}", by.previous())),
                amount::written(*needed),
            ),
        )
    }

    fn at_risk(&self) -> Bilingual {
        let Self { what, done, planned, needed, by, slack } = self;
        let lacking = amount::missing(*needed, *planned);
        let by_ja = by.map_or_else(String::new, |by| format!("{}までに", day_ja(by.previous())));
        let by_en = by.map_or_else(String::new, |by| format!(" by {}", by.previous()));
        let slack_ja = slack.map_or_else(String::new, |slack| format!("（余裕は{slack}か月）"));
        let slack_en =
            slack.map_or_else(String::new, |slack| format!(" ({} to spare)", months_en(whole(slack))));
        Bilingual::new(
            format!(
                "{}は現在{}、予定を含めて{}です。{by_ja}あと{}の勤務を予定に加える必要があります{slack_ja}。",
                what.ja,
                months_ja(*done),
                months_ja(*planned),
                months_ja(lacking),
            ),
            format!(
                "{} of {} so far, {} with what is planned. {} more must be planned{by_en}{slack_en}.",
                months_en(*done),
                what.en,
                amount::written(*planned),
                months_en(lacking),
            ),
        )
    }

    fn broken(&self) -> Bilingual {
        let Self { what, done, needed, by, .. } = self;
        let lacking = amount::missing(*needed, *done);
        let (by_ja, by_en) = match by {
            Some(by) => (format!("{}までに", day_ja(by.previous())), format!(" by {}", by.previous())),
            None => ("義務の期間内に".to_owned(), " while the obligation lasts".to_owned()),
        };
        Bilingual::new(
            format!(
                "{}は{}です。{by_ja}必要な{}に達することはできません（不足{}）。",
                what.ja,
                months_ja(*done),
                months_ja(*needed),
                months_ja(lacking),
            ),
            format!(
                "{} of {}; the {} needed can no longer be reached{by_en} ({} short).",
                months_en(*done),
                what.en,
                months_en(*needed),
                amount::written(lacking),
            ),
        )
    }
}
