//! The words for numbers, dates and common ids in an edition's prose.

use std::fmt::Display;

use kernel::{Bilingual, Date, Fraction, Lang, Months};

use crate::edition::{DatedBy, Scheduled};
use crate::facts::Activity;

/// Ids that offices commonly use, in words. Others are shown as the edition has them.
const COMMON: &[(&str, &str, &str)] = &[
    ("shortage-area", "医師少数区域等", "shortage areas"),
    ("specified-hospital", "特定病院", "specified hospitals"),
    ("specified-municipal-hospital", "知事の指定する自治体病院", "municipal hospitals named by the governor"),
    ("core-training-hospital", "基幹型臨床研修病院", "core training hospitals"),
    ("support-institution", "支援医療機関", "support institutions"),
    ("university", "大学病院", "the university hospital"),
    ("large", "大・中規模医療機関群", "large and middle hospitals"),
    ("small", "小規模医療機関群", "small hospitals"),
    ("prefecture-designated", "県が指定する医療機関群", "hospitals named by the prefecture"),
    ("group-1", "第1グループ", "group 1"),
    ("group-2", "第2グループ", "group 2"),
    ("group-3", "第3グループ", "group 3"),
    ("block", "ブロック", "blocks"),
    ("hospital-group", "病院群", "groups of hospitals"),
    ("institution", "医療機関", "institutions"),
    ("board-certificate", "専門医の認定", "the specialist's certificate"),
    ("licence", "医師免許の取得", "the licence"),
    ("maternity", "産前産後休業", "maternity leave"),
    ("childcare", "育児休業", "childcare leave"),
    ("family-care", "介護休業", "family-care leave"),
    ("illness", "傷病", "illness"),
    ("disaster", "災害", "disaster"),
    ("graduate-school", "大学院", "graduate school"),
    ("study-abroad", "留学", "study abroad"),
    ("personal", "その他の休業", "other leave"),
    ("joint-authorship", "大学と病院の共同作成", "joint authorship"),
    ("committee-review", "専門部会の審査", "review by the committee"),
    ("full-time-employment", "常勤医としての採用", "employment as a full-time physician"),
    ("career-path-consent", "キャリアパスへの参加の同意", "consent to the career path"),
    ("consent-to-programme", "プログラム適用の同意", "consent to the programme"),
    ("undergraduate-support-project", "卒前支援プロジェクト", "the support project for students"),
];

/// An id with its words, if it is a common one.
pub(super) fn named(id: impl Display) -> Bilingual {
    let id = id.to_string();
    match COMMON.iter().find(|(common, ..)| *common == id) {
        Some((_, ja, en)) => Bilingual::new(format!("{ja}（{id}）"), format!("{en} ({id})")),
        None => Bilingual::new(format!("「{id}」"), format!("`{id}`")),
    }
}

/// Several ids, joined by words that mean "or", "and".
pub(super) fn listed<T: Display>(ids: &[T], ja: &str, en: &str) -> Bilingual {
    let names: Vec<Bilingual> = ids.iter().map(named).collect();
    joined(&names, ja, en)
}

/// Several phrases, joined.
pub(super) fn joined(parts: &[Bilingual], ja: &str, en: &str) -> Bilingual {
    let texts = |lang| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>();
    Bilingual::new(texts(Lang::Ja).join(ja), texts(Lang::En).join(en))
}

/// 48か月（4年）.
pub(super) fn months(months: Months) -> Bilingual {
    let Months(count) = months;
    let plural = if count == 1 { "" } else { "s" };
    let (years, rest) = (count / 12, count % 12);
    let (ja, en) = match (years, rest) {
        (0, _) => (String::new(), String::new()),
        (_, 0) => (format!("（{years}年）"), format!(" ({years} year{})", if years == 1 { "" } else { "s" })),
        _ => (format!("（{years}年{rest}か月）"), format!(" ({years} years {rest} months)")),
    };
    Bilingual::new(format!("{count}か月{ja}"), format!("{count} month{plural}{en}"))
}

/// A number of months that may depend on the person's entry.
pub(super) fn scheduled(values: &Scheduled<Months>) -> Bilingual {
    if let [(None, only)] = values.values.as_slice() {
        return months(*only);
    }
    let when = match values.dated_by {
        DatedBy::Entry => ("約束が始まった人は", "for commitments from"),
        DatedBy::Service => ("勤務は", "for service from"),
    };
    let each = |(from, value): &(Option<Date>, Months)| {
        let value = months(*value);
        match from {
            Some(from) => {
                let day = date(*from);
                Bilingual::new(
                    format!("{}以後に{}{}", day.ja, when.0, value.ja),
                    format!("{} {} {} on", value.en, when.1, day.en),
                )
            }
            None => Bilingual::new(format!("それより前は{}", value.ja), format!("{} before that", value.en)),
        }
    };
    let parts: Vec<Bilingual> = values.values.iter().rev().map(each).collect();
    let all = joined(&parts, "、", ", ");
    Bilingual::new(format!("〈{}〉", all.ja), all.en)
}

/// 3分の5.
pub(super) fn fraction(fraction: Fraction) -> Bilingual {
    let ja = match fraction.denominator() {
        1 => format!("{fraction}倍"),
        below => format!("{below}分の{}", fraction.numerator()),
    };
    let en = match fraction.denominator() {
        1 if fraction.numerator() == 1 => "once".to_owned(),
        _ => format!("{fraction} times"),
    };
    Bilingual::new(ja, en)
}

/// A day in the form of each language.
pub(super) fn date(day: Date) -> Bilingual {
    Bilingual::new(day.to_era(), day.to_string())
}

/// An activity.
pub(super) fn activity(activity: Activity) -> Bilingual {
    match activity {
        Activity::InitialTraining => Bilingual::new("臨床研修", "initial training"),
        Activity::Clinical => Bilingual::new("診療", "clinical work"),
        Activity::Research => Bilingual::new("研究のみ", "research alone"),
        Activity::Abroad => Bilingual::new("海外での業務・研修", "work or study abroad"),
    }
}
