//! 重なり: what cannot hold together, in words.

use kernel::{Bilingual, PersonId, YearMonth};
use problem::{ConflictElement, PinPlace};

use super::{
    labels::{self, pick},
    reading::Reading,
};

/// The conflict as numbered lines.
pub(crate) fn conflict(reading: &Reading<'_>, conflict: &[ConflictElement]) -> String {
    let named = |element: &ConflictElement| {
        let whose = element.person(reading.view.problem).map(|id| reading.name(id));
        let words = element_words(reading, element);
        match whose {
            Some(name) => {
                pick(reading.lang, format!("{name}: {}", words.ja), format!("{name}: {}", words.en))
            }
            None => words.get(reading.lang).to_owned(),
        }
    };
    let lines = conflict.iter().enumerate().map(|(place, of)| format!("{}. {}", place + 1, named(of)));
    let opening = pick(
        reading.lang,
        "次のすべてを同時に満たす配置はありません。どれか一つを変えれば道が開きます。",
        "No placement meets all of these at once. Changing any one of them opens a way.",
    );
    std::iter::once(opening.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

fn element_words(reading: &Reading<'_>, element: &ConflictElement) -> Bilingual {
    let problem = reading.view.problem;
    let whose = |id: &PersonId| problem.people.iter().find(|known| known.career.person == *id);
    let gone = || Bilingual::new("（記録なし）", "(not on record)");
    match element {
        ConflictElement::Rule { person, commitment, rule, sentence } => {
            let text = reading.sentence(person, commitment, rule).unwrap_or(sentence);
            Bilingual::new(format!("規則「{}」（{rule}）", text.ja), format!("rule “{}” ({rule})", text.en))
        }
        ConflictElement::Pin(place) => problem.pins.get(*place).map_or_else(gone, |pin| {
            let at = pin_place(reading, &pin.at);
            let why = |open: &str, close: &str| {
                if pin.why.is_empty() { String::new() } else { format!("{open}{}{close}", pin.why) }
            };
            Bilingual::new(
                format!(
                    "固定: {}は{}{}",
                    labels::periods(kernel::Lang::Ja, pin.span, pin.span),
                    at.ja,
                    why("（", "）")
                ),
                format!(
                    "pin: {} in {}{}",
                    at.en,
                    labels::periods(kernel::Lang::En, pin.span, pin.span),
                    why(" (", ")")
                ),
            )
        }),
        ConflictElement::Exclusion { person, number } => {
            whose(person).and_then(|person| person.excluded.get(*number)).map_or_else(gone, |excluded| {
                let name = reading.place_name(&excluded.workplace);
                Bilingual::new(
                    format!("配置できない医療機関: {name}"),
                    format!("a place the person cannot be sent to: {name}"),
                )
            })
        }
        ConflictElement::Post { post, period, enough } => {
            let at = pin_place(reading, &PinPlace::Post(post.clone()));
            too_few(reading, at, *period, ("定員", "places"), *enough)
        }
        ConflictElement::Workplace { workplace, period, enough } => {
            let at = pin_place(reading, &PinPlace::Workplace(workplace.clone()));
            too_few(reading, at, *period, ("施設全体の定員", "places in all"), *enough)
        }
        ConflictElement::Instructors { workplace, department, period, enough } => {
            let name = format!("{} {department}", reading.place_name(workplace));
            let at = Bilingual::new(name.clone(), name);
            too_few(reading, at, *period, ("指導医", "instructors"), *enough)
        }
        ConflictElement::TooManyCareers => Bilingual::new(
            "場合が多すぎて、すべての進路を調べきれませんでした（不可能と決まったわけではありません）",
            "there are too many careers to try them all (none is known to be forbidden)",
        ),
        ConflictElement::Leave { person, number } => {
            whose(person).and_then(|person| person.career.leaves.get(*number)).map_or_else(gone, |leave| {
                let (from, last) = (leave.period.from, leave.period.last_day());
                let until = |lang| last.map_or_else(String::new, |last| labels::day(lang, last));
                let (ja, en) = (kernel::Lang::Ja, kernel::Lang::En);
                Bilingual::new(
                    format!("休業: {}～{}", labels::day(ja, from), until(ja)),
                    format!("leave: {} to {}", labels::day(en, from), until(en)),
                )
            })
        }
    }
}

fn too_few(
    reading: &Reading<'_>,
    at: Bilingual,
    month: YearMonth,
    what: (&str, &str),
    enough: u32,
) -> Bilingual {
    let span = reading.periods().iter().map(|period| period.span).find(|span| span.from == month);
    let when = |lang| span.map_or_else(String::new, |span| labels::periods(lang, span, span));
    let (ja, en) = (when(kernel::Lang::Ja), when(kernel::Lang::En));
    Bilingual::new(
        format!("{}: {}の{ja}の不足（{enough}あれば足りる）", what.0, at.ja),
        format!("too few {}: {} in {en} ({enough} would be enough)", what.1, at.en),
    )
}

fn pin_place(reading: &Reading<'_>, at: &PinPlace) -> Bilingual {
    match at {
        PinPlace::Post(post) => {
            let known = reading.view.problem.posts.iter().find(|known| known.id == *post);
            let name = known.map_or_else(
                || post.to_string(),
                |post| format!("{} {}", reading.place_name(&post.workplace), post.department),
            );
            Bilingual::new(name.clone(), name)
        }
        PinPlace::Workplace(place) => Bilingual::new(reading.place_name(place), reading.place_name(place)),
        PinPlace::Outside => Bilingual::new("県外", "outside the prefecture"),
    }
}
