//! An edition as prose that an official would accept as a summary: whom it binds, how it counts, and of each rule the
//! sentence verbatim, what the program tests for it, its force and subject, and where it stands.

mod demands;
mod few_words;
mod words;

use kernel::{Bilingual, CourseId, Lang, Months, Share};

use crate::edition::{
    Cohorts, Concurrent, Counting, Edition, Force, LeaveEffect, PartTime, Rounding, Rule, ServiceDuringLeave,
    Source, Subject, Unit,
};
use demands::demand;
use words::{date, joined, months, named};

/// The edition in one language.
pub fn explain(edition: &Edition, lang: Lang) -> String {
    let mut page = Page { lang, text: String::new() };
    head(&mut page, edition);
    page.title(("数え方", "How service is counted"));
    counting(&mut page, &edition.counting);
    page.title(("条", "Rules"));
    for (at, rule) in edition.rules.iter().enumerate() {
        article(&mut page, at + 1, rule, edition);
    }
    page.text
}

/// The text as it grows, in one language.
struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    fn line(&mut self, line: Bilingual) {
        self.text.push_str(line.get(self.lang));
        self.text.push('\n');
    }

    fn say(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.line(Bilingual::new(ja, en));
    }

    fn title(&mut self, (ja, en): (&str, &str)) {
        self.text.push('\n');
        self.say(format!("■ {ja}"), format!("■ {en}"));
    }
}

fn head(page: &mut Page, edition: &Edition) {
    page.line(edition.name.clone());
    if edition.fictitious {
        page.say(
            "【架空】実演のために作った版です。",
            "[FICTITIOUS] This edition is made up for demonstration.",
        );
    }
    page.say(
        format!("版：{}　発行：{}", edition.id, edition.issuer),
        format!("Edition: {}. Issuer: {}.", edition.id, edition.issuer),
    );
    let from = date(edition.validity.from);
    match edition.validity.last_day().map(date) {
        Some(last) => page.say(
            format!("約束の時期：{}から{}まで", from.ja, last.ja),
            format!("Commitments are made under it from {} to {}.", from.en, last.en),
        ),
        None => page.say(
            format!("約束の時期：{}から（終わりの日は定めがない）", from.ja),
            format!("Commitments are made under it from {} on.", from.en),
        ),
    }
    match cohorts(edition.binds) {
        Some(cohorts) => {
            page.say(format!("対象：{}", cohorts.ja), format!("It binds those who {}.", cohorts.en))
        }
        None => page.say(
            "対象：同意した人（入学年度を問わない）",
            "It binds whoever consented, of any year of entry.",
        ),
    }
    for course in &edition.courses {
        page.say(
            format!("コース：{}（{}）", course.name.ja, course.id),
            format!("Course: {} ({}).", course.name.en, course.id),
        );
    }
    source(page, &edition.source);
    if !edition.assumed.is_empty() {
        page.title((
            "出典になく、前提としたこと（担当課の確認が必要）",
            "Assumed without a source (the office has to confirm)",
        ));
        for assumed in &edition.assumed {
            page.say(format!("・{}", assumed.ja), format!("- {}", assumed.en));
        }
    }
}

/// Entry cohorts, if they are limited at all: 「2009年度から2014年度までに入学した人」, "entered in …".
fn cohorts(cohorts: Cohorts) -> Option<Bilingual> {
    match (cohorts.from, cohorts.through) {
        (None, None) => None,
        (Some(from), None) => Some(Bilingual::new(
            format!("{from}年度以後に入学した人"),
            format!("entered in fiscal {from} or later"),
        )),
        (None, Some(last)) => Some(Bilingual::new(
            format!("{last}年度までに入学した人"),
            format!("entered in fiscal {last} or before"),
        )),
        (Some(from), Some(last)) => Some(Bilingual::new(
            format!("{from}年度から{last}年度までに入学した人"),
            format!("entered in fiscal {from} to {last}"),
        )),
    }
}

fn source(page: &mut Page, source: &Source) {
    let url = source.url.as_deref().map(|url| format!("　{url}")).unwrap_or_default();
    let read = source.read_on.map(date);
    let (read_ja, read_en) = match &read {
        Some(day) => (format!("（{}に閲覧）", day.ja), format!(" (read on {})", day.en)),
        None => Default::default(),
    };
    page.say(
        format!("出典：{}{url}{read_ja}", source.title),
        format!("Source: {}{}{read_en}", source.title, url.replace('　', " ")),
    );
}

fn counting(page: &mut Page, counting: &Counting) {
    page.line(unit(counting.unit));
    match counting.rounding {
        Rounding::None => page.say("合計の端数は、そのまま残す。", "The total is not rounded."),
        Rounding::Down => {
            page.say("合計の1か月未満は切り捨てる。", "The total is rounded down to whole months.")
        }
        Rounding::Up => page.say("合計の1か月未満は切り上げる。", "The total is rounded up to whole months."),
    }
    let share = counting.full_time_from;
    let (part_ja, part_en) = match counting.part_time {
        PartTime::ProRata => ("その割合で数える", "counts by its share"),
        PartTime::Half => ("半分と数える", "counts half"),
        PartTime::None => ("数えない", "does not count"),
    };
    match share {
        Share::FULL => {
            page.say(format!("常勤に満たない勤務は{part_ja}。"), format!("Less than full time {part_en}."))
        }
        _ => page.say(
            format!("常勤の{share}以上の勤務は常勤とみなし、それに満たない勤務は{part_ja}。"),
            format!("Work of {share} of full time or more counts as full time; less {part_en}."),
        ),
    }
    let (sum_ja, sum_en) = match counting.concurrent {
        Concurrent::Sum => ("割合を足し、常勤までとする", "add up, to full time at most"),
        Concurrent::Largest => ("最も大きい割合だけを数える", "count by the largest share alone"),
    };
    let (side_ja, side_en) = match counting.side_posts {
        true => ("兼務先も数える", "side posts count"),
        false => ("兼務先は数えない", "side posts do not count"),
    };
    page.say(
        format!("同時の勤務は{sum_ja}。{side_ja}。"),
        format!("Posts at the same time {sum_en}; {side_en}."),
    );
    leaves(page, counting);
}

fn unit(unit: Unit) -> Bilingual {
    match unit {
        Unit::CalendarMonths => Bilingual::new(
            "暦月で数える。始まりの月と終わりの月も1か月とし、重なる月は一度だけ数える。",
            "Calendar months are counted; the first and the last count, a shared month once.",
        ),
        Unit::Thirtieths => Bilingual::new(
            "暦月をすべて勤めた月を1か月とし、ほかの月は1日を30分の1か月と数える。",
            "A whole calendar month is one; in others each day is a thirtieth.",
        ),
        Unit::Days { days_per_month } => Bilingual::new(
            format!("日数で数え、{days_per_month}日を1か月とする。"),
            format!("Days are counted, {days_per_month} to the month."),
        ),
    }
}

fn leaves(page: &mut Page, counting: &Counting) {
    for (kind, effect) in &counting.leaves {
        let (kind, effect) = (named(kind), leave_effect(effect, counting));
        page.say(format!("{}：{}", kind.ja, effect.ja), format!("{}: {}", capital(&kind.en), effect.en));
    }
    page.say(
        "ここにない種類の休業が勤務と重なると、その条は判定できない。",
        "Where a leave of another kind falls into counted service, the rule cannot be judged.",
    );
}

fn leave_effect(effect: &LeaveEffect, counting: &Counting) -> Bilingual {
    let mut parts = vec![match effect.service {
        ServiceDuringLeave::Counts => Bilingual::new("勤務とみなして数える", "counts as service"),
        ServiceDuringLeave::Neither => {
            Bilingual::new("数えず、期限も延びない", "does not count, and the deadline stays")
        }
        ServiceDuringLeave::Stops => Bilingual::new(
            "中断（数えず、期限がその長さだけ延びる）",
            "stops the clock and extends the deadline",
        ),
    }];
    if let Some(cap) = &effect.cap {
        let most = months(counting.leave_caps.get(cap).copied().unwrap_or(Months(0)));
        parts.push(Bilingual::new(
            format!("「{cap}」合わせて{}まで", most.ja),
            format!("up to {} in all under the cap `{cap}`", most.en),
        ));
    }
    if effect.stops_loan {
        parts.push(Bilingual::new("翌月から貸与を止める", "the loan stops from the next month"));
    }
    joined(&parts, "。", "; ")
}

fn article(page: &mut Page, number: usize, rule: &Rule, edition: &Edition) {
    let (force, subject) = (force(rule.force), subject(rule.subject));
    page.text.push('\n');
    page.say(
        format!("{number}　{}〔{}・対象：{}〕", rule.id, force.ja, subject.ja),
        format!("{number}. {} [{}; tested on {}]", rule.id, force.en, subject.en),
    );
    page.say(format!("「{}」", rule.sentence.ja), format!("“{}”", rule.sentence.en));
    if page.lang == Lang::En {
        page.say("", format!("(Original: {})", rule.sentence.ja));
    }
    let tested = demand(&rule.requirement);
    page.say(format!("判定：{}。", tested.ja), format!("Tested: {}.", tested.en));
    limits(page, rule, edition);
    if let Some(own) = &rule.counting {
        page.say("この条だけの数え方：", "Counted in its own way:");
        counting(page, own);
    }
    source(page, &rule.source);
    if let Some(note) = &rule.note {
        page.say(format!("注：{note}"), format!("Note: {note}"));
    }
    match &rule.confirmed {
        Some((on, by)) => {
            let on = date(*on);
            page.say(format!("確認：{}　{by}", on.ja), format!("Confirmed: {} by {by}", on.en));
        }
        None => page.say("確認：まだ", "Confirmed: not yet"),
    }
}

/// Courses and cohorts a rule is limited to.
fn limits(page: &mut Page, rule: &Rule, edition: &Edition) {
    if !rule.courses.is_empty() {
        let name = |id: &CourseId| {
            let course = edition.courses.iter().find(|course| course.id == *id);
            course.map_or_else(|| named(id), |course| course.name.clone())
        };
        let names: Vec<Bilingual> = rule.courses.iter().map(name).collect();
        let names = joined(&names, "・", ", ");
        page.say(format!("このコースだけ：{}", names.ja), format!("Only for: {}", names.en));
    }
    if let Some(cohorts) = cohorts(rule.binds) {
        page.say(format!("この人だけ：{}", cohorts.ja), format!("Only for those who {}", cohorts.en));
    }
}

fn force(force: Force) -> Bilingual {
    match force {
        Force::Must => Bilingual::new("義務", "must"),
        Force::Principle => Bilingual::new(
            "原則（理由の記録があれば外れてよい）",
            "principle: must, unless a reason is recorded",
        ),
        Force::Effort => Bilingual::new("努力（違反にはならない）", "effort: reported, never broken"),
        Force::May => Bilingual::new("許容", "may"),
    }
}

fn subject(subject: Subject) -> Bilingual {
    match subject {
        Subject::Person => Bilingual::new("本人", "the person"),
        Subject::Programme => Bilingual::new("プログラム", "the programme"),
        Subject::Office => Bilingual::new("担当課・センター", "the office"),
        Subject::Hospital => Bilingual::new("医療機関", "the hospital"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
