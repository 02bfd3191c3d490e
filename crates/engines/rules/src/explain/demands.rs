//! What the program tests for a rule, in a sentence of each language.

use kernel::{Bilingual, Months};

use super::words::{activity, date, fraction, joined, listed, months, named, scheduled};
use crate::edition::{
    AfterLoss, Anchor, Concurrency, Condition, DatedBy, Deadline, DistinctBlocks, EmployerAndWorkplace,
    HowMany, MilestoneBy, MonthsInClass, MonthsOwed, OutsidePrefecture, Place, Requirement, StayInEachGroup,
    Tested, Where, Within,
};

/// What is tested, as clauses that end in 「こと」 and begin with a verb in English.
pub(super) fn demand(requirement: &Requirement) -> Bilingual {
    match requirement {
        Requirement::MonthsOwed(owed) => months_owed(owed),
        Requirement::MonthsInClass(class) => months_in_class(class),
        Requirement::MinimumStay(stay) => {
            let (least, at) = (months(stay.least), place(&stay.at));
            Bilingual::new(
                format!(
                    "{}で始めた勤務を、同じ医療機関で{}以上続けること（義務の終了による場合を除く）",
                    at.ja, least.ja
                ),
                format!(
                    "stay {} or longer at one hospital, once service {} has begun there (unless released)",
                    least.en, at.en
                ),
            )
        }
        Requirement::StayInEachGroup(groups) => stay_in_each_group(groups),
        Requirement::DistinctBlocks(blocks) => distinct_blocks(blocks),
        Requirement::TrainingMonths(training) => {
            let by = within(&training.within);
            Bilingual::new(
                format!(
                    "{}、登録した専門研修プログラムの月数と構成を、その基幹施設・連携施設で満たすこと",
                    by.ja
                ),
                format!(
                    "{}, complete the months and components of the training programme enrolled in, at its own sites",
                    by.en
                ),
            )
        }
        Requirement::MilestoneBy(milestone) => milestone_by(milestone),
        Requirement::InitialTraining(training) => {
            let (length, at) = (months(training.months), place(&training.at));
            Bilingual::new(
                format!("免許取得後の{}、{}で臨床研修を行うこと", length.ja, at.ja),
                format!("spend the first {} after the licence in initial training {}", length.en, at.en),
            )
        }
        Requirement::SuspensionCap(cap) => {
            let (kinds, most) = (listed(&cap.kinds, "・", ", "), months(cap.most));
            Bilingual::new(
                format!("{}による中断が、合わせて{}を超えないこと", kinds.ja, most.ja),
                format!("not exceed {} of suspension in all for {}", most.en, kinds.en),
            )
        }
        Requirement::Supervision(supervision) => {
            let least = supervision.least;
            Bilingual::new(
                format!("専門研修中は、その診療科の指導医がその日に{least}人以上いる医療機関で勤務すること"),
                format!(
                    "work, while in training, only where the department has {least} instructor(s) or more on that date"
                ),
            )
        }
        Requirement::NoticeOfChange(notice) => {
            let least = months(notice.least);
            Bilingual::new(
                format!("勤務先の変更を{}以上前に知らせること", least.ja),
                format!("have a change of posting announced {} or more before", least.en),
            )
        }
        Requirement::Release(release) => {
            let rules: Vec<_> = release.requires.iter().map(ToString::to_string).collect();
            let rules = rules.join(", ");
            Bilingual::new(
                format!("義務年限を終える日に、{rules} の条を満たしていること"),
                format!("meet the rules {rules} on the day the obligation ends"),
            )
        }
        Requirement::OutsidePrefecture(outside) => outside_prefecture(outside),
        Requirement::EmployerAndWorkplace(employer) => employer_and_workplace(employer),
        Requirement::Attested(attested) => {
            let fact = named(&attested.fact);
            Bilingual::new(
                format!("{}を確認した記録があること（勤務の記録では判定しない）", fact.ja),
                format!("have {} attested on record (postings are not tested)", fact.en),
            )
        }
        Requirement::AllOf(parts) => composed(parts, ("次のすべて", "all of the following")),
        Requirement::AnyOf(parts) => composed(parts, ("次のいずれか", "any of the following")),
        Requirement::AtLeast { count, of } => {
            composed(of, (&format!("次のうち{count}つ以上"), &format!("{count} or more of the following")))
        }
        Requirement::IfThen { when, then } => {
            let (when, then) = (condition(when), demand(then));
            Bilingual::new(format!("{}は、{}", when.ja, then.ja), format!("if {}: {}", when.en, then.en))
        }
        Requirement::NotKnown { missing } => Bilingual::new(
            format!("できない（判定不能）。分かっていないこと：{}", missing.ja),
            format!("nothing that can be judged; not known: {}", missing.en),
        ),
    }
}

fn composed(parts: &[Requirement], title: (&str, &str)) -> Bilingual {
    let parts: Vec<Bilingual> = parts.iter().map(demand).collect();
    let all = joined(&parts, "；", "; ");
    Bilingual::new(format!("{}：〔{}〕", title.0, all.ja), format!("{}: [{}]", title.1, all.en))
}

fn months_owed(owed: &MonthsOwed) -> Bilingual {
    let (many, at) = (how_many(&owed.owed, ROUNDED_UP), where_counted(&owed.at));
    let window = owed.window.as_ref().map(deadline);
    let (by_ja, by_en) =
        window.map_or_else(Default::default, |by| (format!("{}、", by.ja), format!("{}, ", by.en)));
    let (after_ja, after_en) = match owed.concurrent_with_others {
        Concurrency::AtOnce => ("", ""),
        Concurrency::InSequence => (
            "（先に始まった約束を終えた後の勤務だけを数える）",
            " (only after earlier commitments are served)",
        ),
    };
    Bilingual::new(
        format!("{by_ja}{}勤務すること{after_ja}。必要な月数は{}", at.ja, many.ja),
        format!("{by_en}serve {} {}{after_en}", many.en, at.en),
    )
}

const ROUNDED_UP: (&str, &str) = ("切上げ", "up");
const ROUNDED_DOWN: (&str, &str) = ("切捨て", "down");

fn how_many(months: &HowMany, rounded: (&str, &str)) -> Bilingual {
    match months {
        HowMany::LoanRatio(ratio) => {
            let ratio = fraction(*ratio);
            Bilingual::new(
                format!("貸与月数の{}（1か月未満は{}）", ratio.ja, rounded.0),
                format!("{} the months of the loan (rounded {})", ratio.en, rounded.1),
            )
        }
        HowMany::Fixed(months) => scheduled(months),
        HowMany::Steps(steps) => {
            let steps = joined(&steps.iter().map(step).collect::<Vec<_>>(), "、", ", ");
            Bilingual::new(format!("〈{}〉", steps.ja), steps.en)
        }
        HowMany::LargestOf(all) => {
            let all: Vec<Bilingual> = all.iter().map(|months| how_many(months, rounded)).collect();
            let all = joined(&all, "と", " and ");
            Bilingual::new(format!("{}の最も大きいもの", all.ja), format!("the largest of {}", all.en))
        }
    }
}

fn step((up_to, needed): &(Months, Months)) -> Bilingual {
    let (up_to, needed) = (months(*up_to), months(*needed));
    Bilingual::new(
        format!("貸与{}まで{}", up_to.ja, needed.ja),
        format!("{} for a loan of up to {}", needed.en, up_to.en),
    )
}

fn months_in_class(class: &MonthsInClass) -> Bilingual {
    let (at, by) = (where_counted(&class.at), within(&class.within));
    let least = class.least.as_ref().map(|least| how_many(least, ROUNDED_UP));
    let most = class.most.as_ref().map(|most| how_many(most, ROUNDED_DOWN));
    let bounds: Vec<Bilingual> = [
        least.map(|least| Bilingual::new(format!("{}以上", least.ja), format!("at least {}", least.en))),
        most.map(|most| Bilingual::new(format!("{}以内", most.ja), format!("at most {}", most.en))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let bounds = joined(&bounds, "、", " and ");
    Bilingual::new(
        format!("{}、{}の勤務を{}とすること", by.ja, at.ja, bounds.ja),
        format!("{}, serve {} {}", by.en, bounds.en, at.en),
    )
}

fn stay_in_each_group(groups: &StayInEachGroup) -> Bilingual {
    let (names, least, by) =
        (listed(&groups.groups, "、", ", "), months(groups.least), within(&groups.within));
    let (each_ja, each_en) = match groups.groups.len() {
        1 => ("のうち", "hospital of"),
        _ => ("のそれぞれで、", "hospital of each of:"),
    };
    Bilingual::new(
        format!("{}、{}{each_ja}一つの医療機関に{}以上勤務すること", by.ja, names.ja, least.ja),
        format!("{}, stay {} or longer at one {each_en} {}", by.en, least.en, names.en),
    )
}

fn distinct_blocks(blocks: &DistinctBlocks) -> Bilingual {
    let (scheme, least, by) = (named(&blocks.scheme), months(blocks.least), within(&blocks.within));
    let count = blocks.blocks;
    Bilingual::new(
        format!("{}、{}のうち{count}つ以上で、それぞれ通算{}以上勤務すること", by.ja, scheme.ja, least.ja),
        format!("{}, serve {} or more in all in each of at least {count} {}", by.en, least.en, scheme.en),
    )
}

fn milestone_by(milestone: &MilestoneBy) -> Bilingual {
    let (name, by) = (named(&milestone.milestone), deadline(&milestone.deadline));
    let (lag_ja, lag_en) = match milestone.after_training {
        Some(lag) => {
            let lag = months(lag);
            (
                format!("（専門研修の修了から{}かかるものとみる）", lag.ja),
                format!(" ({} are taken after training is complete)", lag.en),
            )
        }
        None => Default::default(),
    };
    Bilingual::new(
        format!("{}、{}に至ること{lag_ja}", by.ja, name.ja),
        format!("{}, reach {}{lag_en}", by.en, name.en),
    )
}

fn outside_prefecture(outside: &OutsidePrefecture) -> Bilingual {
    let most = months(outside.most);
    let mut limits = Vec::new();
    if !outside.activities.is_empty() {
        let activities: Vec<Bilingual> = outside.activities.iter().map(|one| activity(*one)).collect();
        let activities = joined(&activities, "・", ", ");
        limits
            .push(Bilingual::new(format!("{}に限り", activities.ja), format!("only for {}", activities.en)));
    }
    if let Some(from) = outside.from_month.map(months) {
        limits.push(Bilingual::new(
            format!("卒業後{}から", from.ja),
            format!("from {} after graduation", from.en),
        ));
    }
    if let Some(until) = outside.until_month.map(months) {
        limits.push(Bilingual::new(
            format!("卒業後{}まで", until.ja),
            format!("until {} after graduation", until.en),
        ));
    }
    let limits = match limits.is_empty() {
        true => Bilingual::default(),
        false => {
            let all = joined(&limits, "、", ", ");
            Bilingual::new(format!("{}、", all.ja), format!(", {}", all.en))
        }
    };
    Bilingual::new(
        format!("県外での勤務を、{}通算{}以内とすること", limits.ja, most.ja),
        format!("work outside the prefecture {} at most in all{}", most.en, limits.en),
    )
}

fn employer_and_workplace(employer: &EmployerAndWorkplace) -> Bilingual {
    let at = place(&employer.at);
    let share = employer.least_share;
    let (share_ja, share_en) = match share.as_percent() {
        1 => Default::default(),
        _ => (format!("常勤の{share}以上の割合で、"), format!(" at {share} of full time or more")),
    };
    let (from_ja, from_en) = match employer.secondment {
        true => (
            "勤務先に雇用されて、又はほかの医療機関に在籍したまま派遣されて",
            "employed there or seconded from another employer",
        ),
        false => ("勤務先に雇用されて", "employed there"),
    };
    Bilingual::new(
        format!("{}では、{share_ja}{from_ja}勤務すること", at.ja),
        format!("serve {}{share_en}, {from_en}", at.en),
    )
}

fn condition(condition: &Condition) -> Bilingual {
    let mut parts = Vec::new();
    if !condition.specialties.is_empty() {
        let list = listed(&condition.specialties, "・", " or ");
        parts.push(Bilingual::new(
            format!("基本領域が{}の人", list.ja),
            format!("the specialty is {}", list.en),
        ));
    }
    if !condition.courses.is_empty() {
        let list = listed(&condition.courses, "・", " or ");
        parts.push(Bilingual::new(format!("コースが{}の人", list.ja), format!("the course is {}", list.en)));
    }
    if let Some(cohorts) = super::cohorts(condition.cohorts) {
        parts.push(Bilingual::new(cohorts.ja, format!("the person {}", cohorts.en)));
    }
    joined(&parts, "で、", " and ")
}

/// A set of places and kinds of work: 「…で」 follows it, in English it begins with "at" or "in".
pub(super) fn place(place: &Place) -> Bilingual {
    let mut parts = Vec::new();
    match place.in_prefecture {
        Some(true) => parts.push(Bilingual::new("県内", "in the prefecture")),
        Some(false) => parts.push(Bilingual::new("県外", "outside the prefecture")),
        None => {}
    }
    if !place.classes.is_empty() {
        let list = listed(&place.classes, "又は", " or ");
        parts.push(Bilingual::new(list.ja, format!("at {}", list.en)));
    }
    if !place.workplaces.is_empty() {
        let list = listed(&place.workplaces, "又は", " or ");
        parts.push(Bilingual::new(list.ja, format!("at {}", list.en)));
    }
    if !place.departments.is_empty() {
        let list = listed(&place.departments, "・", " or ");
        parts.push(Bilingual::new(format!("診療科{}", list.ja), format!("in {}", list.en)));
    }
    if !place.activities.is_empty() {
        let all: Vec<Bilingual> = place.activities.iter().map(|one| activity(*one)).collect();
        let all = joined(&all, "・", " or ");
        parts.push(Bilingual::new(format!("業務「{}」", all.ja), format!("in {}", all.en)));
    }
    if parts.is_empty() {
        return Bilingual::new("すべての勤務先", "anywhere");
    }
    joined(&parts, "の", " ")
}

fn where_counted(at: &Where) -> Bilingual {
    let places: Vec<Bilingual> =
        at.place.values.iter().map(|(from, one)| dated_place(at, *from, one)).collect();
    let places = joined(&places, "、", "; ");
    let tested = match at.tested {
        Tested::EachMonth => Bilingual::default(),
        Tested::AtStart => {
            Bilingual::new("（勤務開始日の区分による）", " (as classed on the first day of the stay)")
        }
        Tested::AtEntry => {
            Bilingual::new("（約束の開始日の区分による）", " (as classed on the first day of the commitment)")
        }
    };
    let loss = match at.after_loss {
        AfterLoss::Nothing => Bilingual::default(),
        AfterLoss::ForThoseThere => Bilingual::new(
            "（指定がなくなっても、その前から勤務する人には数える）",
            " (after a designation is lost, still for those already there)",
        ),
        AfterLoss::ForThoseBound => Bilingual::new(
            "（指定がなくなっても、その前に約束した人には数える）",
            " (after a designation is lost, still for those already bound)",
        ),
    };
    Bilingual::new(
        format!("{}{}{}で", places.ja, tested.ja, loss.ja),
        format!("{}{}{}", places.en, tested.en, loss.en),
    )
}

fn dated_place(at: &Where, from: Option<kernel::Date>, one: &Place) -> Bilingual {
    let one = place(one);
    let Some(from) = from.map(date) else { return one };
    let (ja, en) = match at.place.dated_by {
        DatedBy::Entry => ("に約束が始まった人は", "for commitments from"),
        DatedBy::Service => ("の勤務は", "for service from"),
    };
    Bilingual::new(format!("{}以後{ja}{}", from.ja, one.ja), format!("{} ({en} {} on)", one.en, from.en))
}

fn within(within: &Within) -> Bilingual {
    match within {
        Within::Always => Bilingual::new("通算して", "in all"),
        Within::Obligation => Bilingual::new("義務年限のうちに", "while the obligation lasts"),
        Within::Deadline(by) => deadline(by),
    }
}

/// 「卒業後120か月（10年）のうちに」.
fn deadline(by: &Deadline) -> Bilingual {
    let from = match by.from {
        Anchor::Commitment => ("約束の開始", "the commitment began"),
        Anchor::Graduation => ("卒業後の4月1日", "the 1 April after graduation"),
        Anchor::Licence => ("医師免許の取得", "the licence"),
    };
    let ratio = by.loan_ratio.map(fraction).map(|ratio| {
        Bilingual::new(format!("貸与月数の{}", ratio.ja), format!("{} the months of the loan", ratio.en))
    });
    let fixed = (by.months != Months(0) || ratio.is_none()).then(|| months(by.months));
    let length: Vec<Bilingual> = ratio.into_iter().chain(fixed).collect();
    let length = joined(&length, "に加えて", " plus ");
    let (more_ja, more_en) = match by.extended_by_leave {
        true => ("（中断した期間だけ延びる）", " (longer by the time the clock stood)"),
        false => ("", ""),
    };
    Bilingual::new(
        format!("{}から{}のうちに{more_ja}", from.0, length.ja),
        format!("within {} after {}{more_en}", length.en, from.1),
    )
}
