//! 圏域・医療機関・区分・指導医: the tables of places.

use std::collections::BTreeMap;

use kernel::{AreaId, Bilingual, ClassId, InstitutionCode, MunicipalityCode, WorkplaceId};
use problem::PlaceLimit;
use rules::{Area, Class, Instructors, Membership, Tables, Workplace};

use super::Build;
use crate::{
    choice::{SCHEMES, Shown},
    finding::{Code, Message},
    table::SheetKey::{Areas, Classes, Designations, Facilities, Instructors as InstructorSheet},
};

impl Build<'_> {
    /// Every table that rules may ask.
    pub fn tables(&mut self) -> Tables {
        let mut tables = Tables {
            areas: self.areas(),
            classes: self.classes(),
            workplaces: self.workplaces(),
            programmes: BTreeMap::new(),
        };
        self.designations(&mut tables.workplaces);
        self.instructors(&mut tables.workplaces);
        tables.programmes = self.programmes();
        tables
    }

    fn areas(&mut self) -> BTreeMap<AreaId, Area> {
        let mut areas = BTreeMap::new();
        for row in &self.roster.areas {
            if let Some(id) = self.id((Areas, row.row, "id"), &row.id) {
                areas.insert(id, Area { name: both(&row.name, &row.name_en), prefecture: None });
            }
        }
        if self.roster.areas.is_empty() {
            for row in &self.roster.facilities {
                if let Some(id) = self.id((Facilities, row.row, "area"), &row.area) {
                    areas.insert(id, Area { name: both(&row.area, ""), prefecture: None });
                }
            }
        }
        areas
    }

    /// Areas within reach of each other, each pair once.
    pub fn reach(&mut self) -> Vec<(AreaId, AreaId)> {
        let mut reach: Vec<(AreaId, AreaId)> = Vec::new();
        for row in &self.roster.areas {
            let at = (Areas, row.row, "reach");
            let Ok(one) = AreaId::try_from(row.id.clone()) else { continue };
            for text in &row.reach {
                let Some(other) = self.refer::<AreaId>(|names| &names.areas, at, text) else { continue };
                let pair = if one < other { (one.clone(), other) } else { (other, one.clone()) };
                if pair.0 != pair.1 && !reach.contains(&pair) {
                    reach.push(pair);
                }
            }
        }
        reach
    }

    fn classes(&mut self) -> BTreeMap<ClassId, Class> {
        let mut classes = BTreeMap::new();
        for row in &self.roster.classes {
            let id = self.id((Classes, row.row, "id"), &row.id);
            let known = Shown::find(SCHEMES, &row.scheme).and_then(|place| SCHEMES.get(place));
            let scheme = known.map_or(row.scheme.as_str(), |scheme| scheme.key);
            let scheme = self.id((Classes, row.row, "scheme"), scheme);
            let (Some(id), Some(scheme)) = (id, scheme) else { continue };
            let name = both(&row.name, &row.name_en);
            classes
                .insert(id, Class { scheme, name, source: row.source.clone(), fictitious: row.fictitious });
        }
        classes
    }

    fn workplaces(&mut self) -> BTreeMap<WorkplaceId, Workplace> {
        let mut workplaces = BTreeMap::new();
        for row in &self.roster.facilities {
            self.check_codes(row);
            let area = self.refer(|names| &names.areas, (Facilities, row.row, "area"), &row.area);
            if let Some(id) = self.id((Facilities, row.row, "id"), &row.id) {
                let workplace = Workplace {
                    name: row.name.clone(),
                    area,
                    classes: Vec::new(),
                    instructors: Vec::new(),
                    stands_for: Vec::new(),
                };
                workplaces.insert(id, workplace);
            }
        }
        workplaces
    }

    /// Codes are kept for other systems only, so a wrong one is noted.
    fn check_codes(&mut self, row: &crate::rows::places::FacilityRow) {
        if let Some(Err(error)) = given(&row.municipality_code).map(str::parse::<MunicipalityCode>) {
            let message = Message { code: Code::CellOdd, text: error.sentence() };
            self.note((Facilities, row.row, "municipality_code"), &row.municipality_code, message);
        }
        let odd = match given(&row.code).map(InstitutionCode::read) {
            Some(Err(error)) => Some(error.sentence()),
            Some(Ok(read)) => read.note.map(|note| note.sentence()),
            None => None,
        };
        if let Some(text) = odd {
            self.note((Facilities, row.row, "code"), &row.code, Message { code: Code::CellOdd, text });
        }
    }

    fn designations(&mut self, workplaces: &mut BTreeMap<WorkplaceId, Workplace>) {
        for row in &self.roster.designations {
            let at = |column| (Designations, row.row, column);
            let workplace: Option<WorkplaceId> =
                self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
            let class = self.refer(|names| &names.classes, at("class"), &row.class);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(workplace), Some(class), Some(period)) = (workplace, class, period) else { continue };
            let Some(workplace) = workplaces.get_mut(&workplace) else { continue };
            let again =
                workplace.classes.iter().any(|other| other.class == class && other.period.overlaps(period));
            workplace.classes.push(Membership { class, period });
            if again {
                self.note(
                    at("class"),
                    &row.class,
                    overlapping("同じ区分の期間", "membership of the same class"),
                );
            }
        }
    }

    fn instructors(&mut self, workplaces: &mut BTreeMap<WorkplaceId, Workplace>) {
        for row in &self.roster.instructors {
            let at = |column| (InstructorSheet, row.row, column);
            let workplace: Option<WorkplaceId> =
                self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
            let department = self.department(at("department"), &row.department);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(workplace), Some(department), Some(period), Some(count)) =
                (workplace, department, period, row.count)
            else {
                continue;
            };
            let Some(workplace) = workplaces.get_mut(&workplace) else { continue };
            let again = workplace
                .instructors
                .iter()
                .any(|other| other.department == department && other.period.overlaps(period));
            workplace.instructors.push(Instructors { department, period, count });
            if again {
                self.note(
                    at("count"),
                    &count.to_string(),
                    overlapping("同じ診療科の指導医数", "instructors of the same department"),
                );
            }
        }
    }

    /// 受入上限 of each facility, over the whole plan.
    pub fn place_limits(&mut self) -> Vec<PlaceLimit> {
        let Some(span) = self.horizon else { return Vec::new() };
        let rows = self.roster.facilities.iter().filter_map(|row| {
            let workplace = WorkplaceId::try_from(row.id.clone()).ok()?;
            Some(PlaceLimit { workplace, span, most: row.most? })
        });
        rows.collect()
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn both(ja: &str, en: &str) -> Bilingual {
    Bilingual::new(ja, if en.is_empty() { ja } else { en })
}

fn overlapping(ja: &str, en: &str) -> Message {
    Message::new(
        Code::PeriodOverlap,
        format!("{ja}が別の行と重なります。どちらも数えます。"),
        format!("The {en} overlaps another row; both are counted."),
    )
}
