//! Explanations as prose that an official can read aloud, in both languages.

use std::collections::BTreeMap;

use kernel::{Bilingual, Date};
use problem::Term;
use rules::amount::written;

use crate::explain::{Answer, Audience, Doing, Fact, Found, Next, Reason, Who, Why, WhyNot};

impl Why {
    /// What a reader may read, as prose.
    pub fn render(&self, audience: Audience) -> Bilingual {
        let Self { person, span, doing, serves, next } = self.clone().seen_by(audience);
        let (when, doing) = (span.in_words(), does(&doing));
        let mut prose = Prose::default();
        prose.say(
            format!("{}さんは、{}は{}です。", person.name, when.ja, doing.ja),
            format!("In {}, {} is {}.", when.en, person.name, doing.en),
        );
        serves.iter().filter_map(fact).for_each(|sentence| prose.add(sentence));
        prose.add(toward(&serves));
        prose.add(self::next(&next));
        prose.0
    }
}

impl WhyNot {
    /// What a reader may read, as prose.
    pub fn render(&self, audience: Audience) -> Bilingual {
        let Self { person, span, doing, at, answer } = self.clone().seen_by(audience);
        let (when, doing, there, name) = (span.in_words(), does(&doing), does(&at), &person.name);
        let mut prose = Prose::default();
        match answer {
            Answer::Already => prose.say(
                format!("{name}さんは、案でも{}は{}です。", when.ja, there.ja),
                format!("The plan has {name} {} in {}.", there.en, when.en),
            ),
            Answer::Cost { least, most } => {
                prose.say(
                    format!("{name}さんは、案では{}は{}です。", when.ja, doing.ja),
                    format!("In {}, the plan has {name} {}.", when.en, doing.en),
                );
                prose.add(interval(&there, least, most.as_ref().map(|found| found.cost)));
                most.iter().for_each(|found| changes(&mut prose, found));
            }
            Answer::Forbidden { reasons } => {
                let all = listed(&reasons);
                prose.say(
                    format!("{name}さんを{}に{}とする案はありません。", when.ja, there.ja),
                    format!("No plan has {name} {} in {}.", there.en, when.en),
                );
                match reasons.len() {
                    0 => {}
                    1 => prose.say(format!("理由は{}です。", all.ja), format!("The reason is {}.", all.en)),
                    _ => prose.say(
                        format!("{}が重なるためで、どれか一つが変われば道が開きます。", all.ja),
                        format!("These together forbid it, and a change of any one opens a way: {}.", all.en),
                    ),
                }
            }
        }
        prose.0
    }
}

/// Sentences one after the other.
#[derive(Default)]
struct Prose(Bilingual);

impl Prose {
    fn say(&mut self, ja: String, en: String) {
        self.add(Bilingual::new(ja, en));
    }

    fn add(&mut self, sentence: Bilingual) {
        self.0.ja.push_str(&sentence.ja);
        if !(self.0.en.is_empty() || sentence.en.is_empty()) {
            self.0.en.push(' ');
        }
        self.0.en.push_str(&sentence.en);
    }
}

/// Where somebody is: 「前橋病院（内科）」, "at 前橋病院 (内科)".
fn does(doing: &Doing) -> Bilingual {
    let Bilingual { ja, en } = named(doing);
    let en = if matches!(doing, Doing::At { .. }) { format!("at {en}") } else { en };
    Bilingual { ja, en }
}

/// The same by name alone.
pub(super) fn named(doing: &Doing) -> Bilingual {
    match doing {
        // A zone's name holds its department.
        Doing::At { place, department: Some(department) } if !place.name.contains(department.as_str()) => {
            Bilingual::new(
                format!("{}（{department}）", place.name),
                format!("{} ({department})", place.name),
            )
        }
        Doing::At { place, .. } => Bilingual::new(&place.name, &place.name),
        Doing::Outside => Bilingual::new("県外での勤務", "outside the prefecture"),
        Doing::Leave => Bilingual::new("休業", "on leave"),
        Doing::NotYet => Bilingual::new("就業前", "not in service yet"),
        Doing::Unplaced => Bilingual::new("未配置", "unplaced"),
        Doing::Released => Bilingual::new("義務終了", "free of every obligation"),
    }
}

/// One sentence for a fact; none for a need that others meet already, nor for rules, which have one together.
fn fact(fact: &Fact) -> Option<Bilingual> {
    Some(match fact {
        Fact::Need { spared: 0, .. } | Fact::Counts { .. } => return None,
        Fact::Need { level, at, department, wanted, without, with, spared, .. } => {
            let level = level.in_words();
            let (of_ja, of_en) = department.as_ref().map_or_else(Default::default, |department| {
                (format!("の{department}"), format!(" {department}"))
            });
            let (wanted, without, with) = (heads(*wanted), heads(*without), heads(*with));
            let spared = grouped((*spared).into());
            Bilingual::new(
                format!(
                    "{}{of_ja}は{}{wanted}人に対し、この配置を含めて{with}人、なければ{without}人となり、不足が{spared}点増えます。",
                    at.ja, level.ja
                ),
                format!(
                    "{}{of_en} needs {wanted} ({}) and has {with} so; without, {without}, at {spared} points more.",
                    at.en, level.en
                ),
            )
        }
        Fact::Shares { spared } => Bilingual::new(
            format!("圏域の間の不足の偏りは{}点分やわらぎます。", grouped(*spared)),
            format!("It spares {} points of unevenness between areas.", grouped(*spared)),
        ),
        Fact::Wish { rank: Some(rank), .. } => {
            Bilingual::new(format!("本人の第{rank}希望です。"), format!("It is a wish of rank {rank}."))
        }
        Fact::Wish { rank: None, points } => Bilingual::new(
            format!("本人の希望にない勤務先です（{}点）。", grouped((*points).into())),
            format!("The place is in none of the wishes ({} points).", grouped((*points).into())),
        ),
        Fact::OutsideWish => {
            Bilingual::new("本人が希望した県外での勤務です。", "It is the wanted time outside.")
        }
        Fact::Stays => {
            Bilingual::new("前の勤務先での勤務が続きます。", "The stay before goes on, without a move.")
        }
        Fact::Pin { firm: true, .. } => {
            Bilingual::new("固定された配置です。", "It is pinned, and the pin is firm.")
        }
        Fact::Pin { firm: false, .. } => Bilingual::new("要望に沿っています。", "It follows a request."),
        Fact::Published { .. } => {
            Bilingual::new("公表済みの配置を守っています。", "It keeps what was published.")
        }
    })
}

/// The rules that months count toward, in one sentence.
fn toward(facts: &[Fact]) -> Bilingual {
    let counts = facts.iter().filter_map(|fact| match fact {
        Fact::Counts { sentence, months, done, needed, .. } => Some((sentence, months, done.zip(*needed))),
        _ => None,
    });
    let (ja, en): (Vec<String>, Vec<String>) = counts
        .map(|(sentence, months, whole)| {
            let months = written(*months);
            let (ja, en) = whole.map_or_else(Default::default, |(done, needed)| {
                let (done, needed) = (written(done), written(needed));
                (
                    format!("、計画の終わりで{done}か月、必要は{needed}か月"),
                    format!(", {done} at the end of the plan, {needed} needed"),
                )
            });
            (
                format!("「{}」（{months}か月{ja}）", sentence.ja),
                format!("“{}” ({months} months{en})", sentence.en),
            )
        })
        .unzip();
    if ja.is_empty() {
        return Bilingual::default();
    }
    Bilingual::new(
        format!("算入される規則は{}です。", ja.join("、")),
        format!("It counts toward {}.", en.join("; ")),
    )
}

fn next(next: &Next) -> Bilingual {
    match next {
        Next::Decided => Bilingual::new(
            "事実から決まっており、選択の余地はありません。",
            "Facts decide it; there was no choice.",
        ),
        Next::Other { doing, cost, by_term } => {
            let (doing, terms) = (does(doing), terms(by_term));
            let size = grouped(cost.abs());
            let (ja, en) = match cost {
                0 => ("同じ点数です".to_owned(), "costs the same".to_owned()),
                1.. => (format!("{size}点悪くなります"), format!("costs {size} points more")),
                _ => (format!("{size}点よくなります"), format!("costs {size} points less")),
            };
            Bilingual::new(
                format!("ほかの人を動かさない次善は{}で、{ja}{}。", doing.ja, parens(&terms.ja, "（", "）")),
                format!(
                    "The next best, nobody else moving, is to be {}, which {en}{}.",
                    doing.en,
                    parens(&terms.en, " (", ")")
                ),
            )
        }
        Next::Forbidden(reasons) if reasons.is_empty() => Bilingual::default(),
        Next::Forbidden(reasons) => {
            let all = listed(reasons);
            Bilingual::new(
                format!("ほかの選択は、{}により認められません。", all.ja),
                format!("Nothing else is allowed, by {}.", all.en),
            )
        }
        Next::NoRoom => Bilingual::new(
            "規則が認めるほかの配置には、空きがありません。",
            "The rules allow something else, but others leave no room for it.",
        ),
    }
}

/// What the best plan that has somebody there costs more, between its two ends.
fn interval(at: &Bilingual, least: i128, most: Option<i128>) -> Bilingual {
    let (low, high) = (grouped(least.abs()), grouped(most.unwrap_or(0).abs()));
    let (ja, en) = match (least, most) {
        (1.., None) => (
            format!("今の案より少なくとも{low}点悪くなり、空きのある案は見つかりませんでした"),
            format!("at least {low} points more; no plan with room for it was found"),
        ),
        (_, None) => (
            "空きのある案は見つかりませんでした".to_owned(),
            "an amount nobody knows: no plan with room for it was found".to_owned(),
        ),
        (least, Some(most)) if least == most && most >= 0 => {
            (format!("今の案よりちょうど{high}点悪くなります"), format!("exactly {high} points more"))
        }
        (0.., Some(_)) => (
            format!("今の案より少なくとも{low}点、多くとも{high}点悪くなります"),
            format!("at least {low} and at most {high} points more"),
        ),
        (_, Some(0..)) => (
            format!("今の案より悪くなっても{high}点までです（案そのものの改善の余地は{low}点まで）"),
            format!("at most {high} points more (the plan itself can be improved by {low} points at most)"),
        ),
        (_, Some(_)) => (
            format!("今の案より{high}点はよくなります（案そのものの改善の余地は{low}点まで）"),
            format!("at least {high} points less (the plan itself can be improved by {low} points at most)"),
        ),
    };
    Bilingual::new(
        format!("{}とする最もよい案は、{ja}。", at.ja),
        format!("The best plan that has this person {} costs {en}.", at.en),
    )
}

fn changes(prose: &mut Prose, found: &Found) {
    let terms = terms(&found.by_term);
    if !found.by_term.is_empty() {
        prose.say(
            format!("見つかった案の差は、{}です。", terms.ja),
            format!("The plan found differs by {}.", terms.en),
        );
    }
    let (count, named) = (found.others, names(&found.moved));
    let (ja, en) = (parens(&named, "（", "）"), parens(&named, " (", ")"));
    match count {
        0 => prose.say("ほかの人の配置は変わりません。".to_owned(), "Nobody else moves.".to_owned()),
        1 => prose.say(format!("ほかに1人{ja}の配置が変わります。"), format!("One other person{en} moves.")),
        _ => {
            prose.say(format!("ほかに{count}人{ja}の配置が変わります。"), format!("{count} others{en} move."))
        }
    }
}

fn names(people: &[Who]) -> String {
    people.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("、")
}

fn listed(reasons: &[Reason]) -> Bilingual {
    let all: Vec<Bilingual> = reasons.iter().map(reason).collect();
    let join =
        |with: &str, of: &dyn Fn(&Bilingual) -> String| all.iter().map(of).collect::<Vec<_>>().join(with);
    Bilingual::new(join("、", &|of| of.ja.clone()), join("; ", &|of| of.en.clone()))
}

fn reason(reason: &Reason) -> Bilingual {
    match reason {
        Reason::Rule { rule, sentence, .. } => Bilingual::new(
            format!("規則「{}」（{rule}）", sentence.ja),
            format!("the rule “{}” ({rule})", sentence.en),
        ),
        Reason::Pin { span, at, .. } => {
            let (when, at) = (span.in_words(), does(at));
            Bilingual::new(
                format!("固定された配置（{}は{}）", when.ja, at.ja),
                format!("the firm pin ({} in {})", at.en, when.en),
            )
        }
        Reason::Exclusion { place, .. } => Bilingual::new(
            format!("配置できない勤務先（{}）", place.name),
            format!("the place that is excluded ({})", place.name),
        ),
        Reason::Leave { from, last, .. } => {
            let until = |of: &dyn Fn(Date) -> String| last.map_or_else(String::new, of);
            Bilingual::new(
                format!("休業（{}～{}）", from.to_era(), until(&|day| day.to_era())),
                format!("the leave ({from} to {})", until(&|day| day.to_string())),
            )
        }
        Reason::Full { place } => Bilingual::new(
            format!("{}が固定された配置で満員であること", place.name),
            format!("{} being full of those who are pinned there", place.name),
        ),
        Reason::Colleague { person, .. } => Bilingual::new(
            format!("{}さんの固定された配置", person.name),
            format!("the firm pin of {}", person.name),
        ),
        Reason::TooFew { place, span, instructors, enough } => {
            let when = span.in_words();
            let (ja, en) =
                if *instructors { ("指導医が", "instructors") } else { ("定員が", "places") };
            Bilingual::new(
                format!("{}の{ja}{}に足りないこと（{enough}なら足ります）", place.name, when.ja),
                format!("too few {en} at {} in {} ({enough} would be enough)", place.name, when.en),
            )
        }
        Reason::Others { person } => Bilingual::new(
            format!("{}さんの規則や記録", person.name),
            format!("a rule or fact of {}", person.name),
        ),
        Reason::NotYet { from: Some(from) } => Bilingual::new(
            format!("就業が{}からであること", from.to_era()),
            format!("service that begins on {from}"),
        ),
        Reason::NotYet { from: None } => {
            Bilingual::new("就業の時期が決まっていないこと", "service whose beginning is not known")
        }
        Reason::Released => Bilingual::new(
            "どの進路でもそれまでに義務が終わること",
            "every obligation being served before, whatever the career",
        ),
        Reason::NoPost => Bilingual::new(
            "その期間に本人が就けるポストがないこと",
            "no post there then that the person could take",
        ),
        Reason::NotWished => Bilingual::new(
            "本人がその期間の県外での勤務を希望していないこと",
            "no wish of the person for time outside then",
        ),
        Reason::TooManyCareers => Bilingual::new(
            "進路が多すぎて調べきれないこと（不可能と決まったわけではありません）",
            "more careers than could be tried (none is known to be forbidden)",
        ),
    }
}

/// The differences that count most first.
pub(super) fn terms(by_term: &BTreeMap<Term, i128>) -> Bilingual {
    let mut sorted: Vec<(&Term, &i128)> = by_term.iter().collect();
    sorted.sort_by_key(|(term, points)| (std::cmp::Reverse(points.abs()), **term));
    let signed = |points: i128| format!("{}{}", if points < 0 { "−" } else { "+" }, grouped(points.abs()));
    let all: Vec<(String, String)> = sorted
        .into_iter()
        .map(|(term, points)| {
            let (name, _) = term.in_words();
            let points = signed(*points);
            (format!("{} {points}", name.ja), format!("{} {points}", name.en))
        })
        .collect();
    let (ja, en): (Vec<String>, Vec<String>) = all.into_iter().unzip();
    Bilingual::new(ja.join("、"), en.join(", "))
}

/// Percent of a head as heads: 2, 0.5.
pub(super) fn heads(percent: i64) -> String {
    let (whole, rest) = (percent.div_euclid(100), percent.rem_euclid(100));
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
}

/// 12,345.
pub(super) fn grouped(number: i128) -> String {
    let text = kernel::grouped(number.unsigned_abs());
    if number < 0 { format!("−{text}") } else { text }
}

pub(super) fn parens(text: &str, open: &str, close: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{open}{text}{close}") }
}
