//! 希望: ranked places, wanted windows, work outside, and places that are excluded.

use std::collections::BTreeSet;

use kernel::{Months, PersonId, WorkplaceId};
use problem::{Exclusion, OutsideWish, Person, WantedWindow, Wish, WishPlace};
use rules::Tables;

use super::{Build, contradiction, people::People};
use crate::{
    choice::WishKind,
    finding::{Code, Message},
    rows::people::WishRow,
    table::SheetKey::Wishes,
};

impl Build<'_> {
    /// Hands each wish to its person; then tests each person's wishes against each other.
    pub fn wishes(&mut self, people: &mut People, tables: &Tables) {
        for row in &self.roster.wishes {
            let person: Option<PersonId> =
                self.refer(|names| &names.people, (Wishes, row.row, "person"), &row.person);
            let Some(person) = person.as_ref().and_then(|id| people.get(id)) else { continue };
            match row.kind {
                Some(WishKind::Place) => self.place(row, person),
                Some(WishKind::Window) => self.window(row, person),
                Some(WishKind::Outside) => self.outside(row, person, tables),
                Some(WishKind::Excluded) => self.excluded(row, person),
                None => {}
            }
        }
        self.wished_and_excluded(people);
    }

    fn place(&mut self, row: &WishRow, person: &mut Person) {
        let at = |column| (Wishes, row.row, column);
        let named =
            [&row.workplace, &row.area, &row.class].into_iter().filter(|text| !text.is_empty()).count();
        if named != 1 {
            return self.error(at("workplace"), &row.workplace, one_place());
        }
        let workplace =
            self.refer(|names| &names.facilities, at("workplace"), &row.workplace).map(WishPlace::Workplace);
        let area = self.refer(|names| &names.areas, at("area"), &row.area).map(WishPlace::Area);
        let class = self.refer(|names| &names.classes, at("class"), &row.class).map(WishPlace::Class);
        let dated = row.from.is_some() || row.through.is_some();
        let span = if dated { self.span(at("through"), row.from, row.through) } else { None };
        let Some(rank) = row.rank.and_then(|rank| u8::try_from(rank).ok()).filter(|rank| *rank > 0) else {
            return self.error(
                at("rank"),
                &row.rank.map_or_else(String::new, |rank| rank.to_string()),
                needs_rank(),
            );
        };
        let Some(place) = workplace.or(area).or(class) else { return };
        let clash = person.wishes.iter().find(|other| {
            let together = other.span.zip(span).is_none_or(|(a, b)| a.from < b.until && b.from < a.until);
            together && (other.rank == rank || other.place == place)
        });
        if let Some(other) = clash {
            let message = if other.place == place { wished_twice() } else { same_rank(rank) };
            self.error(at("rank"), &rank.to_string(), message);
        }
        person.wishes.push(Wish { place, rank, span, price: row.price });
    }

    fn window(&mut self, row: &WishRow, person: &mut Person) {
        let at = |column| (Wishes, row.row, column);
        if row.class.is_empty() {
            self.error(
                at("class"),
                "",
                needed("時期の希望には区分が要ります。", "A window needs a class of places."),
            );
        }
        if row.from.is_none() && row.through.is_none() {
            self.error(
                at("from"),
                "",
                needed("時期の希望には期間が要ります。", "A window needs its months."),
            );
            return;
        }
        let class = self.refer(|names| &names.classes, at("class"), &row.class);
        let span = self.span(at("through"), row.from, row.through);
        if let (Some(class), Some(span)) = (class, span) {
            person.windows.push(WantedWindow { class, span });
        }
    }

    fn outside(&mut self, row: &WishRow, person: &mut Person, tables: &Tables) {
        let at = |column| (Wishes, row.row, column);
        if row.workplace.is_empty() {
            self.error(
                at("workplace"),
                "",
                needed("県外希望には県外の医療機関が要ります。", "A wish for outside needs its facility."),
            );
        }
        let months = row.months.filter(|months| *months > Months(0));
        if months.is_none() {
            self.error(
                at("months"),
                "",
                needed("県外希望には月数が要ります。", "A wish for outside needs its months."),
            );
        }
        let workplace: Option<WorkplaceId> =
            self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
        let inside =
            |id: &WorkplaceId| tables.workplaces.get(id).is_some_and(rules::Workplace::in_prefecture);
        if workplace.as_ref().is_some_and(inside) {
            let message = contradiction(
                "県内の医療機関です。県外希望には圏域が空の医療機関を入力してください。",
                "This facility lies in the prefecture; name one without an area.",
            );
            self.error(at("workplace"), &row.workplace, message);
        }
        let department = if row.department.is_empty() {
            person.paths.first().map(|path| path.specialty.clone())
        } else {
            self.department(at("department"), &row.department)
        };
        let dated = row.from.is_some() || row.through.is_some();
        let span = if dated { self.span(at("through"), row.from, row.through) } else { None };
        let (Some(workplace), Some(months), Some(department)) = (workplace, months, department) else {
            return;
        };
        let wish =
            OutsideWish { workplace, department, activity: row.activity.unwrap_or_default(), months, span };
        if person.outside.replace(wish).is_some() {
            let message =
                contradiction("県外希望は一人に一つです。", "A person has one wish for outside only.");
            self.error(at("kind"), "", message);
        }
    }

    fn excluded(&mut self, row: &WishRow, person: &mut Person) {
        let at = |column| (Wishes, row.row, column);
        if row.workplace.is_empty() {
            self.error(
                at("workplace"),
                "",
                needed("除外には医療機関が要ります。", "An exclusion needs its facility."),
            );
        }
        if row.why.is_empty() {
            self.error(at("why"), "", needed("除外には理由が要ります。", "An exclusion needs its reason."));
        }
        let workplace = self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
        if let Some(workplace) = workplace {
            person.excluded.push(Exclusion { workplace, why: row.why.clone() });
        }
    }

    fn wished_and_excluded(&mut self, people: &mut People) {
        for row in self.roster.wishes.iter().filter(|row| row.kind == Some(WishKind::Place)) {
            let person = self.names.people.find(&row.person).ok().and_then(|id| PersonId::try_from(id).ok());
            let Some(person) = person.and_then(|id| people.get(&id)) else { continue };
            let excluded: BTreeSet<&str> = person.excluded.iter().map(|row| row.workplace.as_str()).collect();
            let wished = self.names.facilities.find(&row.workplace).ok();
            if !row.workplace.is_empty() && wished.is_some_and(|id| excluded.contains(id.as_str())) {
                let message = contradiction(
                    "同じ医療機関を希望し、除外もしています。どちらかを消してください。",
                    "The same facility is wished for and excluded; remove one of them.",
                );
                self.error((Wishes, row.row, "workplace"), &row.workplace, message);
            }
        }
    }
}

fn one_place() -> Message {
    contradiction(
        "医療機関・圏域・区分のどれか一つだけを入力してください。",
        "Enter exactly one of facility, area and class.",
    )
}

fn needs_rank() -> Message {
    Message::new(
        Code::CellEmpty,
        "勤務先の希望には順位（1から255）が要ります。",
        "A wish for a place needs its rank, 1 to 255.",
    )
}

fn same_rank(rank: u8) -> Message {
    contradiction(
        format!("第{rank}希望が同じ時期に二つあります。順位を分けてください。"),
        format!("There are two wishes of rank {rank} for the same time; rank them."),
    )
}

fn wished_twice() -> Message {
    contradiction(
        "同じ勤務先を同じ時期に二度希望しています。",
        "The same place is wished for twice at the same time.",
    )
}

fn needed(ja: &str, en: &str) -> Message {
    Message::new(Code::CellEmpty, ja, en)
}
