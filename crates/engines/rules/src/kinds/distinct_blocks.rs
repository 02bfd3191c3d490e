//! 異なるブロックでの勤務: months in so many different blocks, in all stays together.
//!
//! Why: service shall not gather in one corner of the prefecture (四ブロックのうち三以上、各一年以上).
//!
//! Met: a year or more in each of three blocks. Broken: one block is missing, twelve months are needed for it, and
//! eleven remain.

use kernel::{Bilingual, ClassId, Date, Fraction};

use super::stay_in_each_group::{class_of, name};
use crate::{
    amount,
    asked::{Asked, Span, up_to},
    counting::Tally,
    edition::{DistinctBlocks, Place},
    outcome::{Missing, Outcome},
    records::Record,
    verdict::Standing,
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &DistinctBlocks) -> Result<Outcome, Missing> {
    let classes: Vec<ClassId> = asked
        .bound
        .tables
        .classes
        .iter()
        .filter(|(_, class)| class.scheme == rule.scheme)
        .map(|(id, _)| id.clone())
        .collect();
    if classes.len() < rule.blocks {
        return Err(Missing::new(
            format!("「{}」の区分表", rule.scheme),
            format!("the table of the scheme “{}”", rule.scheme),
        ));
    }
    let span = asked.span(rule.within)?;
    let least = amount::whole(rule.least);
    let done = months(asked, &classes, &asked.now.done, span.done_until)?;
    let count =
        |blocks: &[(ClassId, Tally)]| blocks.iter().filter(|(_, tally)| tally.months() >= least).count();
    let as_done =
        asked.now.plans_nothing() && matches!(&span.planned_until, Ok(until) if *until == span.done_until);
    let ahead =
        || span.planned_until.clone().and_then(|until| months(asked, &classes, &asked.now.planned, until));
    let planned = match if as_done { Ok(done.clone()) } else { ahead() } {
        // What is done suffices, whatever else is planned.
        Err(_) if count(&done) >= rule.blocks => done.clone(),
        planned => planned?,
    };
    let (reached, expected) = (count(&done), count(&planned));
    let remaining = remaining(&done, least, rule.blocks);
    let spare = asked.room(&span)?.map(|room| amount::minus(room, remaining));
    let standing = if reached >= rule.blocks {
        Standing::Met
    } else if expected >= rule.blocks {
        Standing::OnTrack
    } else if spare.is_some_and(|spare| spare < Fraction::whole(0)) {
        Standing::Broken
    } else {
        Standing::AtRisk
    };
    if !asked.tells() {
        return Ok(Outcome::silent(standing));
    }
    let words = Words { needed: rule.blocks, reached, expected, least, remaining, span: &span };
    let counted = done.iter().flat_map(|(_, tally)| tally.rows()).collect();
    Ok(Outcome {
        counted,
        done: Some(Fraction::whole(reached as i64)),
        planned: Some(Fraction::whole(expected as i64)),
        needed: Some(Fraction::whole(rule.blocks as i64)),
        by: span.by,
        slack: spare.map(amount::floor).filter(|_| standing != Standing::Met),
        facts: asked.facts(&Place { classes, ..Place::default() }),
        ..Outcome::new(standing, words.sentence(standing, &so_far(asked, &done)))
    })
}

fn months<'a>(
    asked: &Asked<'a>,
    classes: &[ClassId],
    records: &[Record<'a>],
    until: Option<Date>,
) -> Result<Vec<(ClassId, Tally)>, Missing> {
    classes
        .iter()
        .map(|class| {
            let pieces = up_to(asked.pieces(records, &class_of(class))?, until);
            Ok((class.clone(), asked.count(&pieces)?))
        })
        .collect()
}

/// The cheapest shortfalls that still complete so many blocks.
fn remaining(blocks: &[(ClassId, Tally)], least: Fraction, needed: usize) -> Fraction {
    let mut short: Vec<Fraction> =
        blocks.iter().map(|(_, tally)| amount::missing(least, tally.months())).collect();
    short.sort();
    short.into_iter().take(needed).fold(Fraction::whole(0), amount::plus)
}

/// 北毛12か月、中毛5か月.
fn so_far(asked: &Asked<'_>, blocks: &[(ClassId, Tally)]) -> Bilingual {
    let begun = || blocks.iter().filter(|(_, tally)| tally.ticks() > 0);
    let ja: Vec<String> = begun()
        .map(|(class, tally)| format!("{}{}", name(asked, class).ja, months_ja(tally.months())))
        .collect();
    let en: Vec<String> = begun()
        .map(|(class, tally)| format!("{} {}", name(asked, class).en, months_en(tally.months())))
        .collect();
    if ja.is_empty() {
        return Bilingual::new("まだありません", "none yet");
    }
    Bilingual::new(ja.join("、"), en.join(", "))
}

struct Words<'a> {
    needed: usize,
    reached: usize,
    expected: usize,
    least: Fraction,
    remaining: Fraction,
    span: &'a Span,
}

impl Words<'_> {
    fn sentence(&self, standing: Standing, so_far: &Bilingual) -> Bilingual {
        let Self { needed, reached, expected, least, remaining, span } = self;
        let (least_ja, least_en) = (months_ja(*least), months_en(*least));
        let (rest_ja, rest_en) = (months_ja(*remaining), months_en(*remaining));
        let by_ja = span.by.map_or_else(String::new, |by| format!("{}までに", day_ja(by.previous())));
        let by_en = span.by.map_or_else(String::new, |by| format!(" by {}", by.previous()));
        let (tail_ja, tail_en) = match standing {
            Standing::Met => (String::new(), String::new()),
            Standing::OnTrack => (
                format!("予定どおり勤務すれば{by_ja}{expected}ブロックになります。"),
                format!(" What is planned brings it to {expected}{by_en}."),
            ),
            Standing::Broken => (
                format!("あと{rest_ja}が必要で、{by_ja}終えることはできません。"),
                format!(" The {rest_en} still needed no longer fit{by_en}."),
            ),
            _ => (
                format!("{by_ja}あと{rest_ja}を予定に加える必要があります。"),
                format!(" {rest_en} more must be planned{by_en}."),
            ),
        };
        let (so_far_ja, so_far_en) = (&so_far.ja, &so_far.en);
        Bilingual::new(
            format!(
                "{least_ja}以上勤務したブロックは{reached}、必要なのは{needed}です（{so_far_ja}）。{tail_ja}"
            ),
            format!("{reached} blocks with {least_en} or more; {needed} are needed ({so_far_en}).{tail_en}"),
        )
    }
}
