//! Reading an instance, bare or within a case, with every finding at once where it cannot be one.

use kernel::Bilingual;
use serde::Deserialize;
use serde_json::Value;

use super::format::{GROUPS, Instance, Person, Seat};
use crate::trouble::Detail;

/// The format that an instance names.
const SCHEMA: &str = "ppp-1";

/// Most years of a horizon, of an obligation, and of everything else counted in years.
const YEARS: i32 = 60;

/// The dearest price read.
const DEAREST: i64 = 1_000_000_000;

/// Most units of anything counted.
const MOST: u32 = 1_000_000;

/// Reads an instance, or the one in a case (`{"case": …, "instance": …}`).
pub fn read(bytes: &[u8]) -> Result<Instance, Vec<Detail>> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|fault| vec![unreadable(&fault)])?;
    if let Some(instance) = value.get_mut("instance") {
        value = instance.take();
    }
    let schema = value.get("schema").and_then(Value::as_str).unwrap_or("");
    if schema != SCHEMA {
        return Err(vec![Detail {
            at: "schema".to_owned(),
            code: "document-schema".to_owned(),
            message: Bilingual::new(
                format!("文書の種類が違います。「{schema}」と読みましたが、「{SCHEMA}」が必要です。"),
                format!("This is another kind of document: it says `{schema}`, and `{SCHEMA}` is needed."),
            ),
        }]);
    }
    let instance = Instance::deserialize(value).map_err(|fault| vec![unreadable(&fault)])?;
    let mut found = Found(Vec::new());
    found.instance(&instance);
    if found.0.is_empty() { Ok(instance) } else { Err(found.0) }
}

fn unreadable(fault: &serde_json::Error) -> Detail {
    Detail {
        at: String::new(),
        code: "document-json".to_owned(),
        message: Bilingual::new(
            format!("ppp-1 の問題として読めません（{fault}）。"),
            format!("This cannot be read as an instance of ppp-1: {fault}."),
        ),
    }
}

/// What is wrong in an instance.
struct Found(Vec<Detail>);

impl Found {
    fn add(&mut self, at: String, ja: &str, en: &str) {
        let message = Bilingual::new(ja, en);
        self.0.push(Detail { at, code: "instance-value".to_owned(), message });
    }

    /// A position in a list.
    fn known(&mut self, at: String, number: usize, list: usize) -> bool {
        if number >= list {
            self.add(
                at,
                &format!("{number} 番はありません（{list} 件）。"),
                &format!("There is no number {number}: the list has {list}."),
            );
        }
        number < list
    }

    /// Ids are positions.
    fn in_order(&mut self, list: &str, ids: impl Iterator<Item = usize>) {
        if let Some((place, id)) = ids.enumerate().find(|(place, id)| place != id) {
            self.add(
                format!("{list}[{place}].id"),
                &format!("id は一覧の順番（{place}）でなければなりませんが、{id} です。"),
                &format!("An id is the position in the list, {place}; this one is {id}."),
            );
        }
    }

    fn within<T: PartialOrd + std::fmt::Display + Copy>(&mut self, at: String, value: T, least: T, most: T) {
        if value < least || most < value {
            self.add(
                at,
                &format!("{value} は {least} から {most} の範囲にありません。"),
                &format!("{value} does not lie between {least} and {most}."),
            );
        }
    }

    fn prices<'a>(&mut self, at: &str, prices: impl IntoIterator<Item = &'a i64>) {
        for price in prices {
            self.within(at.to_owned(), *price, 0, DEAREST);
        }
    }

    fn instance(&mut self, of: &Instance) {
        self.within("years".to_owned(), of.years, 1, YEARS);
        self.within("base_year".to_owned(), of.base_year, 1900, 2500);
        self.within("trainees_per_supervisor".to_owned(), of.trainees_per_supervisor, 0, MOST);
        self.in_order("specialties", of.specialties.iter().map(|row| row.id));
        self.in_order("areas", of.areas.iter().map(|row| row.id));
        self.in_order("hospitals", of.hospitals.iter().map(|row| row.id));
        self.in_order("physicians", of.physicians.iter().map(|row| row.id));
        let weights = &of.weights;
        let prices = [
            weights.min_staff,
            weights.critical,
            weights.change_of_hospital,
            weights.change_of_area,
            weights.desig_window,
            weights.out_unmet,
            weights.change,
            weights.fair,
        ];
        self.prices("weights", &prices);
        self.prices("weights.fair_steps", weights.fair_steps.iter().map(|(_, price)| price));
        self.prices("areas", of.areas.iter().map(|area| &area.priority));
        for specialty in &of.specialties {
            // A certificate that needs nothing is none.
            let at = format!("specialties[{}].length", specialty.id);
            self.within(at, i32::from(specialty.length), 1, YEARS);
        }
        self.hospitals(of);
        for (number, row) in of.demand.iter().enumerate() {
            let at = format!("demand[{number}]");
            self.known(at.clone(), row.area, of.areas.len());
            self.known(at.clone(), row.specialty, of.specialties.len());
            self.within(at.clone(), row.year, 0, of.years - 1);
            self.within(at, row.need.max(row.critical), 0, MOST);
        }
        for person in &of.physicians {
            self.person(of, person);
        }
    }

    fn hospitals(&mut self, of: &Instance) {
        for hospital in &of.hospitals {
            let at = format!("hospitals[{}]", hospital.id);
            self.within(format!("{at}.group"), hospital.group, 0, GROUPS - 1);
            self.within(format!("{at}.min_stay"), i32::from(hospital.min_stay), 0, YEARS);
            self.within(format!("{at}.cap_total"), hospital.cap_total, 0, MOST);
            if self.known(format!("{at}.area"), hospital.area, of.areas.len())
                && of.areas[hospital.area].pref != hospital.pref
            {
                self.add(
                    format!("{at}.pref"),
                    "圏域と県が違います。",
                    "Its area lies in another prefecture.",
                );
            }
            for (specialty, room) in &hospital.spec {
                let at = format!("{at}.spec.{specialty}");
                self.known(at.clone(), *specialty, of.specialties.len());
                self.within(format!("{at}.acc"), room.acc, 0, 1);
                self.within(at, room.cap.max(room.min).max(room.sup), 0, MOST);
            }
        }
    }

    fn person(&mut self, of: &Instance, person: &Person) {
        let at = |field: &str| format!("physicians[{}].{field}", person.id);
        let init = &person.init;
        self.known(at("spec"), person.spec, of.specialties.len());
        self.within(at("start"), person.start, 0, of.years - 1);
        self.within(at("pgy"), person.pgy, 1, YEARS);
        self.within(at("oblig"), i32::from(person.oblig), 1, YEARS);
        self.within(at("k_desig"), i32::from(person.k_desig), 0, YEARS);
        self.within(at("deadline"), i32::from(person.deadline), 1, YEARS);
        self.within(at("groups_req"), person.groups_req, 0, (1 << GROUPS) - 1);
        self.within(at("init.mask"), init.mask, 0, (1 << GROUPS) - 1);
        for (field, years) in [
            ("init.prog", init.prog),
            ("init.desig", init.desig),
            ("init.inpref", init.inpref),
            ("init.stay", init.stay),
            ("out_max", person.out_max),
        ] {
            self.within(at(field), i32::from(years), 0, YEARS);
        }
        self.within(at("init.out"), init.out, 0, person.out_max);
        for year in [person.out_pgy.0, person.out_pgy.1, person.desig_pgy.0, person.desig_pgy.1] {
            self.within(at("out_pgy, desig_pgy"), year, -YEARS, 2 * YEARS);
        }
        self.prices(&at("prefer"), person.prefer.values().chain([&person.pref_default]));
        let seats = person.fixed.values().chain(person.previous.values()).chain([&init.hosp]);
        let seats = seats.filter_map(|seat| match seat {
            Seat::Hospital(number) => Some(*number),
            Seat::Outside => None,
        });
        for hospital in seats.chain(person.prefer.keys().copied()) {
            self.known(at("prefer, fixed, previous, init.hosp"), hospital, of.hospitals.len());
        }
        for year in person.fixed.keys().chain(person.previous.keys()) {
            self.within(at("fixed, previous"), *year, 0, of.years - 1);
        }
        if matches!(init.hosp, Seat::Hospital(_)) && init.stay == 0 {
            self.add(
                at("init.stay"),
                "勤務中の病院での年数は 1 以上です。",
                "A stay under way has lasted a year or more.",
            );
        }
    }
}
