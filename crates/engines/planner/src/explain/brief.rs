//! Why in the few words of a row in a table, for readers of every kind: it names nobody but the person himself.

use std::collections::BTreeSet;

use kernel::{Bilingual, Fraction};
use problem::NeedLevel;
use rules::amount::written;

use crate::explain::{
    Audience, Doing, Fact, Next, Reason, Why,
    words::{grouped, heads, named, parens, terms},
};

/// Why somebody is where he is, in few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// What the posting serves, the gravest need first.
    pub serves: Vec<Bilingual>,
    /// The next best, or why there is none.
    pub next: Bilingual,
    /// How many points more that would be; none where there is none.
    pub cost: Option<i128>,
    /// The same by term.
    pub terms: Bilingual,
}

impl Why {
    /// The same in few words; none where there was nothing to choose.
    pub fn brief(&self) -> Option<Brief> {
        let Self { doing, serves, next, .. } = self.clone().seen_by(Audience::Physician);
        let (next, cost, terms) = match &next {
            Next::Decided => return None,
            Next::Other { doing, cost, by_term } => (named(doing), Some(*cost), terms(by_term)),
            Next::Forbidden(reasons) => (forbidden(reasons), None, Bilingual::default()),
            Next::NoRoom => {
                (Bilingual::new("なし（ほかは満員）", "none (no room elsewhere)"), None, Bilingual::default())
            }
        };
        let facts = serves.iter().filter_map(fact);
        let serves = needs(&serves, &doing).into_iter().chain(facts).chain(toward(&serves)).collect();
        Some(Brief { serves, next, cost, terms })
    }
}

/// A need in few words: where, how many people there are of how many, and what he spares there. Those of one place that
/// lack as many are one need, of several levels.
struct Needed {
    at: Bilingual,
    levels: Vec<NeedLevel>,
    /// Percent of a head: needed, there, there without him.
    heads: [i64; 3],
    spared: i64,
}

impl Needed {
    /// None for a need that others meet already.
    fn of(fact: &Fact, doing: &Doing) -> Option<Self> {
        let Fact::Need { level, at, department, wanted, without, with, spared, .. } = fact else {
            return None;
        };
        let here = matches!(doing, Doing::At { place, .. } if place.name == at.ja);
        let at = if here { Bilingual::new("この勤務先", "here") } else { at.clone() };
        let at = match department {
            Some(of) => Bilingual::new(format!("{}の{of}", at.ja), format!("{} {of}", at.en)),
            None => at,
        };
        let heads = [*wanted, *with, *without];
        (*spared > 0).then(|| Self { at, levels: vec![*level], heads, spared: *spared })
    }

    fn in_words(&self) -> Bilingual {
        let levels: Vec<Bilingual> = self.levels.iter().map(|level| level.in_words()).collect();
        let (ja, en): (Vec<&str>, Vec<&str>) =
            levels.iter().map(|level| (level.ja.as_str(), level.en.as_str())).unzip();
        let (ja, en, [wanted, with, without]) = (ja.join("・"), en.join("/"), self.heads.map(heads));
        let spared = grouped(self.spared.into());
        Bilingual::new(
            format!("{} {ja} {with}／{wanted}人（いなければ{without}人、+{spared}点）", self.at.ja),
            format!("{}, {en}: {with} of {wanted} (without: {without}, +{spared} points)", self.at.en),
        )
    }
}

/// Needs in few words, the most points first.
fn needs(facts: &[Fact], doing: &Doing) -> Vec<Bilingual> {
    let mut all: Vec<Needed> = Vec::new();
    for need in facts.iter().filter_map(|fact| Needed::of(fact, doing)) {
        match all.iter_mut().find(|known| known.at == need.at && known.heads == need.heads) {
            Some(known) => {
                known.levels.extend(need.levels);
                known.spared += need.spared;
            }
            None => all.push(need),
        }
    }
    all.iter_mut().for_each(|need| need.levels.sort());
    all.sort_by_key(|need| std::cmp::Reverse(need.spared));
    all.iter().map(Needed::in_words).collect()
}

/// A fact in few words; none for needs and rules, which are told together.
fn fact(fact: &Fact) -> Option<Bilingual> {
    Some(match fact {
        Fact::Need { .. } | Fact::Counts { .. } => return None,
        Fact::Shares { spared } => {
            let points = grouped(*spared);
            Bilingual::new(
                format!("圏域間の偏りを{points}点やわらげる"),
                format!("evens out areas ({points} points)"),
            )
        }
        Fact::Wish { rank: Some(rank), .. } => {
            Bilingual::new(format!("本人の第{rank}希望"), format!("wish of rank {rank}"))
        }
        Fact::Wish { rank: None, points } => {
            let points = grouped((*points).into());
            Bilingual::new(format!("希望にない勤務先（{points}点）"), format!("no wish ({points} points)"))
        }
        Fact::OutsideWish => Bilingual::new("本人が希望した県外勤務", "the wanted time outside"),
        Fact::Stays => Bilingual::new("前の勤務が続く（異動なし）", "the stay goes on (no move)"),
        Fact::Pin { firm: true, .. } => Bilingual::new("固定された配置", "firm pin"),
        Fact::Pin { firm: false, .. } => Bilingual::new("要望どおり", "as requested"),
        Fact::Published { .. } => Bilingual::new("公表どおり", "as published"),
    })
}

/// The rules that months count toward, those of equally many together.
fn toward(facts: &[Fact]) -> impl Iterator<Item = Bilingual> {
    let counts = || {
        facts.iter().filter_map(|fact| match fact {
            Fact::Counts { months, words, .. } => Some((*months, words)),
            _ => None,
        })
    };
    let amounts: BTreeSet<Fraction> = counts().map(|(months, _)| months).collect();
    let of_amount = |amount: Fraction| {
        let mut words: Vec<&Bilingual> = Vec::new();
        for (_, word) in counts().filter(|(months, _)| *months == amount) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let (ja, en): (Vec<&str>, Vec<&str>) =
            words.into_iter().map(|word| (word.ja.as_str(), word.en.as_str())).unzip();
        let months = written(amount);
        Bilingual::new(
            format!("算入{months}か月（{}）", ja.join("・")),
            format!("counts {months} months ({})", en.join(", ")),
        )
    };
    amounts.into_iter().rev().map(of_amount).collect::<Vec<_>>().into_iter()
}

fn forbidden(reasons: &[Reason]) -> Bilingual {
    let mut words: Vec<Bilingual> = Vec::new();
    for word in reasons.iter().map(reason) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let (ja, en): (Vec<&str>, Vec<&str>) =
        words.iter().map(|word| (word.ja.as_str(), word.en.as_str())).unzip();
    Bilingual::new(
        format!("なし{}", parens(&ja.join("・"), "（", "）")),
        format!("none{}", parens(&en.join(", "), " (", ")")),
    )
}

fn reason(reason: &Reason) -> Bilingual {
    match reason {
        Reason::Rule { words, .. } => {
            Bilingual::new(format!("規則「{}」", words.ja), format!("rule “{}”", words.en))
        }
        Reason::Pin { .. } => Bilingual::new("固定", "pin"),
        Reason::Exclusion { .. } => Bilingual::new("配置できない勤務先", "excluded place"),
        Reason::Leave { .. } => Bilingual::new("休業", "leave"),
        Reason::Full { .. } => Bilingual::new("満員", "full"),
        Reason::TooFew { instructors: true, .. } => Bilingual::new("指導医の数", "too few instructors"),
        Reason::TooFew { .. } => Bilingual::new("定員", "too few places"),
        Reason::Colleague { .. } | Reason::Others { .. } => Bilingual::new("ほかの人の事情", "others"),
        Reason::NotYet { .. } => Bilingual::new("就業前", "not in service yet"),
        Reason::Released => Bilingual::new("義務終了", "released"),
        Reason::NoPost => Bilingual::new("就けるポストなし", "no post"),
        Reason::NotWished => Bilingual::new("県外の希望なし", "time outside not wished"),
        Reason::TooManyCareers => Bilingual::new("調べきれない", "too many careers to try"),
    }
}
