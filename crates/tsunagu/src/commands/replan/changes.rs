//! Changes as they are typed: `ID=PLACE@FROM..LAST`. Months are those of planning, both ends included.

use kernel::{MonthSpan, PersonId, WorkplaceId, YearMonth};
use problem::{Exclusion, NeedPlace, Pin, PinPlace, Post, Problem};
use rules::{Known, Leave};

use crate::{
    cli::TypedChanges,
    trouble::{Code, Trouble},
    words,
};

/// What kind of leave it is where none is named.
const LEAVE: &str = "childcare";

/// The problem with all changes made.
pub fn made(typed: &TypedChanges, problem: &Problem) -> Result<Problem, Trouble> {
    let mut changed = problem.clone();
    typed.pin.iter().try_for_each(|text| pin(&mut changed, text))?;
    typed.leave.iter().try_for_each(|text| leave(&mut changed, text))?;
    typed.refuse.iter().try_for_each(|text| refuse(&mut changed, text))?;
    typed.close.iter().try_for_each(|text| close(&mut changed, text))?;
    Ok(changed)
}

fn pin(problem: &mut Problem, text: &str) -> Result<(), Trouble> {
    let (who, when) = text.split_once('@').ok_or_else(|| bad(text))?;
    let (who, at) = who.split_once('=').ok_or_else(|| bad(text))?;
    let person = person(problem, who)?;
    let span = months(problem, when, text)?;
    let at = match at {
        "outside" => PinPlace::Outside,
        _ => {
            let place = Place::read(problem, at)?;
            let mut posts = problem.posts.iter().filter(|post| place.has(post) && post.span.overlaps(span));
            match (place.department, posts.next(), posts.next()) {
                (Some(_), Some(post), None) => PinPlace::Post(post.id.clone()),
                (Some(_), None, _) => return Err(not_there(words::no_such_workplace(at))),
                _ => PinPlace::Workplace(place.workplace),
            }
        }
    };
    problem.pins.push(Pin { person, span, at, soft_price: None, why: String::new() });
    Ok(())
}

fn leave(problem: &mut Problem, text: &str) -> Result<(), Trouble> {
    let (who, when) = text.split_once('@').ok_or_else(|| bad(text))?;
    let (who, kind) = who.split_once('=').unwrap_or((who, LEAVE));
    let id = person(problem, who)?;
    let period = months(problem, when, text)?.period();
    let kind = kind.parse().map_err(|_| bad(text))?;
    let leave = Leave { kind, period, known: Known::default() };
    let person = problem.people.iter_mut().find(|person| person.career.person == id);
    person.into_iter().for_each(|person| person.career.leaves.push(leave.clone()));
    Ok(())
}

/// For the whole plan, from its first period on: a refusal names no months.
fn refuse(problem: &mut Problem, text: &str) -> Result<(), Trouble> {
    let (who, at) = text.split_once('=').or_else(|| text.rsplit_once(':')).ok_or_else(|| bad(text))?;
    let id = person(problem, who)?;
    let workplace = workplace(problem, at)?;
    let exclusion = Exclusion { workplace, why: "辞退".to_owned() };
    let person = problem.people.iter_mut().find(|person| person.career.person == id);
    person.into_iter().for_each(|person| person.excluded.push(exclusion.clone()));
    Ok(())
}

/// Ends posts and what was needed there. A zone has so many places less as the closed post lent it.
fn close(problem: &mut Problem, text: &str) -> Result<(), Trouble> {
    let (at, from) = text.split_once('@').ok_or_else(|| bad(text))?;
    let place = Place::read(problem, at)?;
    let from: YearMonth = from.trim_end_matches("..").parse().map_err(|_| bad(text))?;
    let open = |post: &Post| place.has(post) && post.span.until > from;
    let closed: Vec<Post> = problem.posts.iter().filter(|post| open(post)).cloned().collect();
    if closed.is_empty() {
        return Err(not_there(words::no_such_workplace(at)));
    }
    let zones = &problem.tables.workplaces;
    for post in &mut problem.posts {
        let zone = zones.get(&post.workplace).map_or(&[][..], |zone| zone.stands_for.as_slice());
        let lent = closed.iter().filter(|of| {
            zone.contains(&of.workplace)
                && (&of.department, of.activity) == (&post.department, post.activity)
                && post.span.from >= from
                && of.span.covers(post.span)
        });
        post.most = lent.fold(post.most, |most, of| most.saturating_sub(of.most));
        if open(post) {
            post.span.until = from.max(post.span.from);
        }
    }
    problem.posts.retain(|post| post.span.from < post.span.until);
    let gone = |of: &problem::PatternPart| problem.posts.iter().all(|post| post.id != of.post);
    problem.patterns.retain(|pattern| !pattern.parts.iter().any(gone));
    for need in &mut problem.needs {
        let here = need.at == NeedPlace::Workplace(place.workplace.clone());
        let of =
            place.department.is_none() || place.department == need.department.as_ref().map(|of| of.as_str());
        if here && of && need.span.until > from {
            need.span.until = from.max(need.span.from);
        }
    }
    problem.needs.retain(|need| need.span.from < need.span.until);
    Ok(())
}

/// A workplace, or one department of it.
struct Place<'t> {
    workplace: WorkplaceId,
    department: Option<&'t str>,
}

impl<'t> Place<'t> {
    fn read(problem: &Problem, text: &'t str) -> Result<Self, Trouble> {
        let (place, department) = match text.split_once('/') {
            Some((place, department)) => (place, Some(department)),
            None => (text, None),
        };
        Ok(Self { workplace: workplace(problem, place)?, department })
    }

    fn has(&self, post: &Post) -> bool {
        post.workplace == self.workplace && self.department.is_none_or(|of| post.department.as_str() == of)
    }
}

fn workplace(problem: &Problem, text: &str) -> Result<WorkplaceId, Trouble> {
    let known = |id: &WorkplaceId| problem.tables.workplaces.contains_key(id);
    text.parse().ok().filter(known).ok_or_else(|| not_there(words::no_such_workplace(text)))
}

fn person(problem: &Problem, text: &str) -> Result<PersonId, Trouble> {
    let known = |id: &PersonId| problem.person(id).is_some();
    text.parse().ok().filter(known).ok_or_else(|| not_there(words::no_such_person(text)))
}

/// Months from one to another, both included; or one month. They must touch the horizon.
fn months(problem: &Problem, when: &str, text: &str) -> Result<MonthSpan, Trouble> {
    let (from, last) = when.split_once("..").unwrap_or((when, when));
    let month = |text: &str| text.parse::<YearMonth>().ok();
    let (Some(from), Some(last)) = (month(from), month(last)) else { return Err(bad(text)) };
    if last < from {
        return Err(bad(text));
    }
    let span = MonthSpan { from, until: last.plus(1) };
    if problem.horizon.iter().any(|period| period.span.overlaps(span)) {
        return Ok(span);
    }
    let end = |of: Option<YearMonth>| of.map_or_else(String::new, |month| month.to_string());
    let first = end(problem.horizon.first().map(|period| period.span.from));
    let until = end(problem.horizon.last().map(|period| period.span.until));
    Err(not_there(words::no_such_period(when, &first, &until)))
}

fn bad(text: &str) -> Trouble {
    Trouble::new(Code::BadChange, words::bad_change(text))
}

fn not_there(message: kernel::Bilingual) -> Trouble {
    Trouble::new(Code::NotInProblem, message)
}
