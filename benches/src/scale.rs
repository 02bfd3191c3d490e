//! The demonstration office with another number of people: everybody is copied (or only some are taken), and room,
//! instructors and needs grow in proportion: room and instructors rounded up, so that pins fit; needs to the nearest, but
//! none to nothing.
//!
//! Places, rules and the choices of each person stay as they are, so that a curve over size compares like with like as
//! soon as nobody need be left out.

use std::collections::{BTreeMap, BTreeSet};

use sheets::Roster;

/// Copies rows with their people; each line names a sheet, the column of the person, and other columns with ids of his.
macro_rules! copy {
    ($crowd:ident, $roster:ident to $scaled:ident: $($rows:ident $person:ident $($id:ident)*;)*) => {$(
        $scaled.$rows = $crowd.rows(&$roster.$rows, |row| &row.$person, |row, double| {
            row.$person = double.of(&row.$person);
            $(row.$id = double.of(&row.$id);)*
        });
    )*};
}

/// The same office with so many people.
pub fn to_people(roster: &Roster, people: usize) -> Roster {
    let crowd = Crowd::of(roster, people);
    let mut scaled = roster.clone();
    scaled.settings.title = format!("{} × {people}", roster.settings.title);
    copy! { crowd, roster to scaled:
        physicians id;
        commitments person id;
        engagements person id;
        leaves person;
        part_time person;
        wishes person;
        couples one other;
        waivers person commitment;
        notices person;
        pins person;
        previous person;
    }
    let present: BTreeSet<&str> = scaled.physicians.iter().map(|row| row.id.as_str()).collect();
    scaled.couples.retain(|row| present.contains(row.other.as_str()));
    let before = roster.physicians.len().max(1);
    let heads = |heads: usize| u32::try_from(heads).unwrap_or(u32::MAX);
    make_room(&mut scaled, |most| heads((most as usize * people).div_ceil(before)));
    ask_for(&mut scaled, |need| {
        let nearest = (need as usize * people + before / 2) / before;
        heads(nearest.max(usize::from(need > 0)))
    });
    scaled
}

fn make_room(roster: &mut Roster, share: impl Fn(u32) -> u32) {
    for post in &mut roster.posts {
        post.most = post.most.map(&share);
    }
    for facility in &mut roster.facilities {
        facility.most = facility.most.map(&share);
    }
    for row in &mut roster.instructors {
        row.count = row.count.map(&share);
    }
}

fn ask_for(roster: &mut Roster, share: impl Fn(u32) -> u32) {
    for post in &mut roster.posts {
        for heads in [&mut post.minimum, &mut post.critical, &mut post.wanted] {
            *heads = heads.map(&share);
        }
    }
    for need in &mut roster.needs {
        need.heads = need.heads.map(&share);
    }
}

/// How often each person of the roster is taken.
struct Crowd {
    copies: BTreeMap<String, usize>,
}

/// Which copy of a person a row belongs to, from 0.
struct Double(usize);

impl Crowd {
    /// So many people, evenly from all cohorts.
    fn of(roster: &Roster, people: usize) -> Self {
        let sources = &roster.physicians;
        let mut copies = BTreeMap::new();
        for person in 0..people {
            *copies.entry(sources[person * sources.len() / people].id.clone()).or_default() += 1;
        }
        Self { copies }
    }

    /// The rows of all copies of their people.
    fn rows<R: Clone>(
        &self,
        rows: &[R],
        person: impl Fn(&R) -> &String,
        rename: impl Fn(&mut R, &Double),
    ) -> Vec<R> {
        let mut all = Vec::new();
        for row in rows {
            for number in 0..self.copies.get(person(row)).copied().unwrap_or_default() {
                let mut row = row.clone();
                rename(&mut row, &Double(number));
                all.push(row);
            }
        }
        all
    }
}

impl Double {
    /// The id of the copy; the first keeps it, and what has no id gets none.
    fn of(&self, id: &str) -> String {
        if self.0 == 0 || id.is_empty() { id.to_owned() } else { format!("{id}~{}", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::gunma;

    use super::to_people;

    #[test]
    fn there_are_as_many_people_as_asked_for_and_no_two_of_one_id() {
        let roster = gunma::roster().unwrap();
        for people in [100, 280, 1_000] {
            let scaled = to_people(&roster, people);
            let ids: BTreeSet<&String> = scaled.physicians.iter().map(|row| &row.id).collect();
            assert_eq!((scaled.physicians.len(), ids.len()), (people, people));
        }
    }

    #[test]
    fn the_office_at_its_own_size_is_itself() {
        let roster = gunma::roster().unwrap();
        let mut same = to_people(&roster, roster.physicians.len());
        same.settings.title.clone_from(&roster.settings.title);
        assert_eq!(same, roster);
    }

    #[test]
    fn a_larger_office_is_still_a_problem() {
        let (_, problem) = gunma::with_people(700).unwrap();
        assert_eq!(problem.people.len(), 700);
    }
}
