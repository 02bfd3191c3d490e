//! How periods, dates, points and months are written for people, in both languages.

use kernel::{AsOf, Bilingual, Date, FiscalYear, Fraction, Lang, MonthSpan};
use problem::Cause;
use rules::{Activity, Force, Standing};

/// The text of the language.
pub(crate) fn pick<T>(lang: Lang, ja: T, en: T) -> T {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// A day: R9.4.1, or 2027-04-01 in English.
pub(crate) fn day(lang: Lang, date: Date) -> String {
    pick(lang, date.to_era_short(), date.to_string())
}

/// A day in full: 令和9年4月1日.
pub(crate) fn long_day(lang: Lang, date: Date) -> String {
    pick(lang, date.to_era(), date.to_string())
}

/// 令和9年度, FY2027.
pub(crate) fn fiscal_year(lang: Lang, year: FiscalYear) -> String {
    pick(lang, year.to_era(), format!("FY{year}"))
}

/// The fiscal year or years a span lies in: 令和9年度, 令和12～13年度.
pub(crate) fn years_of(lang: Lang, span: MonthSpan) -> String {
    let (first, last) = (span.from.fiscal_year(), last_month(span).fiscal_year());
    if first == last {
        return fiscal_year(lang, first);
    }
    let (ja_first, ja_last) = (first.to_era(), last.to_era());
    let same_era = ja_first.chars().zip(ja_last.chars()).take_while(|(a, b)| a == b).count() >= 2;
    let tail: String = if same_era { ja_last.chars().skip(2).collect() } else { ja_last };
    pick(lang, format!("{}～{tail}", ja_first.trim_end_matches("年度")), format!("FY{first}–{last}"))
}

/// The part of the year a span is: 通年, 前期, 後期, 4～6月; 「2年間」 beyond one year.
pub(crate) fn part_of_year(lang: Lang, span: MonthSpan) -> String {
    let months = span.length().0;
    let (from, last) = (span.from.month(), last_month(span).month());
    match (from, months) {
        (4, 12) => pick(lang, "通年".to_owned(), "full year".to_owned()),
        (4, 6) => pick(lang, "前期（4～9月）".to_owned(), "H1 Apr–Sep".to_owned()),
        (10, 6) => pick(lang, "後期（10～3月）".to_owned(), "H2 Oct–Mar".to_owned()),
        (4, n) if n > 12 && n % 12 == 0 => {
            let years = n / 12;
            pick(lang, format!("{years}年間"), format!("{years} years"))
        }
        _ if months == 1 => pick(lang, format!("{from}月"), MONTHS[from as usize - 1].to_owned()),
        _ => pick(
            lang,
            format!("{from}～{last}月"),
            format!("{}–{}", MONTHS[from as usize - 1], MONTHS[last as usize - 1]),
        ),
    }
}

/// A period in one phrase: 令和9年度前期, 令和11年度, FY2027 H1.
pub(crate) fn period(lang: Lang, span: MonthSpan) -> String {
    let years = years_of(lang, span);
    match (span.from.month(), span.length().0) {
        (4, n) if n > 0 && n % 12 == 0 => years,
        (4, 6) => pick(lang, format!("{years}前期"), format!("{years} H1")),
        (10, 6) => pick(lang, format!("{years}後期"), format!("{years} H2")),
        _ => pick(
            lang,
            format!("{years}{}", part_of_year(lang, span)),
            format!("{years} {}", part_of_year(lang, span)),
        ),
    }
}

/// Several periods in a row as one phrase: 「令和9年度前期～令和11年度」.
pub(crate) fn periods(lang: Lang, first: MonthSpan, last: MonthSpan) -> String {
    if first == last {
        return period(lang, first);
    }
    if first.from.month() == 4 && last.until.month() == 4 {
        return years_of(lang, MonthSpan { from: first.from, until: last.until });
    }
    pick(
        lang,
        format!("{}～{}", period(lang, first), period(lang, last)),
        format!("{} – {}", period(lang, first), period(lang, last)),
    )
}

/// The as-of date, and the day up to which records were known where that differs.
pub(crate) fn as_of(lang: Lang, as_of: AsOf) -> String {
    let valid = long_day(lang, as_of.valid_on);
    if as_of.valid_on == as_of.known_on {
        return pick(lang, format!("時点 {valid}"), format!("as of {valid}"));
    }
    let known = long_day(lang, as_of.known_on);
    pick(lang, format!("時点 {valid}（把握日 {known}）"), format!("as of {valid}, known on {known}"))
}

fn last_month(span: MonthSpan) -> kernel::YearMonth {
    span.until.plus(-1).max(span.from)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A number with its thousands set apart.
pub(crate) fn grouped(number: i128) -> String {
    let text = kernel::grouped(number.unsigned_abs());
    if number < 0 { format!("-{text}") } else { text }
}

/// Hundredths of a head to one decimal where it is not whole: 250 → 2.5. Rounded to the nearest tenth.
pub(crate) fn heads(percent: u64) -> String {
    let tenths = (percent + 5) / 10;
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Months: whole, with decimals where they end after two, else with a fraction: 18, 4.5, 7と7/15.
pub(crate) fn months(lang: Lang, fraction: Fraction) -> String {
    let (upper, lower) = (fraction.numerator(), fraction.denominator());
    if lower == 1 {
        return upper.to_string();
    }
    if 100 % lower == 0 {
        let hundredths = i128::from(upper) * i128::from(100 / lower);
        let text = format!("{}.{:02}", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        let text = text.trim_end_matches('0');
        return if hundredths < 0 { format!("-{text}") } else { text.to_owned() };
    }
    let (whole, rest) = (upper.div_euclid(lower), upper.rem_euclid(lower));
    if whole == 0 {
        format!("{rest}/{lower}")
    } else {
        pick(lang, format!("{whole}と{rest}/{lower}"), format!("{whole} {rest}/{lower}"))
    }
}

/// The sign of a standing; it never stands without its word elsewhere.
pub(crate) fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Met => "◎",
        Standing::OnTrack => "○",
        Standing::AtRisk => "△",
        Standing::Broken => "×",
        Standing::Waived => "◇",
        Standing::NotApplicable => "－",
        Standing::CannotBeJudged => "？",
    }
}

/// The word of a standing.
pub(crate) fn standing(standing: Standing) -> Bilingual {
    match standing {
        Standing::Met => Bilingual::new("達成", "met"),
        Standing::OnTrack => Bilingual::new("順調", "on track"),
        Standing::AtRisk => Bilingual::new("要注意", "at risk"),
        Standing::Broken => Bilingual::new("違反", "broken"),
        Standing::Waived => Bilingual::new("特例", "waived"),
        Standing::NotApplicable => Bilingual::new("対象外", "not applicable"),
        Standing::CannotBeJudged => Bilingual::new("判定不能", "cannot be judged"),
    }
}

/// How strictly a rule binds.
pub(crate) fn force(force: Force) -> Bilingual {
    match force {
        Force::Must => Bilingual::new("義務", "must"),
        Force::Principle => Bilingual::new("原則", "principle"),
        Force::Effort => Bilingual::new("努力", "effort"),
        Force::May => Bilingual::new("許容", "may"),
    }
}

/// What is done at a post, where it is not plain clinical work.
pub(crate) fn activity(activity: Activity) -> Option<Bilingual> {
    match activity {
        Activity::Clinical => None,
        Activity::InitialTraining => Some(Bilingual::new("初期研修", "initial training")),
        Activity::Research => Some(Bilingual::new("研究", "research")),
        Activity::Abroad => Some(Bilingual::new("国外", "abroad")),
    }
}

/// Why somebody is unplaced.
pub(crate) fn cause(cause: Cause) -> Bilingual {
    match cause {
        Cause::NoPost => {
            Bilingual::new("専門に合うポストがありません", "no post of the specialty is offered")
        }
        Cause::Full => Bilingual::new("規則上つけるポストが満員です", "every post the rules allow is taken"),
        Cause::Dearer => Bilingual::new(
            "空きはありますが、使うとほかでより大きな無理が出ます",
            "a post was free, but taking it would have cost more elsewhere",
        ),
        Cause::Impossible => Bilingual::new(
            "本人の規則をすべて満たす道がありません",
            "the person's own rules cannot all be met",
        ),
    }
}

/// What to do about somebody unplaced.
pub(crate) fn cure(cause: Cause) -> Bilingual {
    match cause {
        Cause::NoPost => Bilingual::new(
            "この専門のポストを設ける医療機関を探すか、専門を確認してください",
            "find a facility that opens a post of this specialty, or check the specialty",
        ),
        Cause::Full => Bilingual::new(
            "定員か受入上限を増やせる医療機関に相談してください",
            "ask a facility whether it can take one more",
        ),
        Cause::Dearer => Bilingual::new(
            "「医療機関別」で空きを見て、固定して作り直すと影響を確かめられます",
            "see the free posts by facility; pin one and plan again to see what it costs",
        ),
        Cause::Impossible => Bilingual::new(
            "下の「規則と定員をすべては満たせない人」で、両立しないものを確かめてください",
            "see below which rules and facts cannot hold together",
        ),
    }
}
