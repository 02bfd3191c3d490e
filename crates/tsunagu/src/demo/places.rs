//! Areas, municipalities, facilities and their departments, from the tables beside this file.
//!
//! Names and figures of real facilities are those of the source documents, each row with its source; what is made up
//! bears 架空 in its name. Groups, instructors and posts are made up throughout.

use std::collections::BTreeMap;

use kernel::{Bilingual, Period};
use rules::{Area, Class, Instructors, Membership, Tables, Workplace};
use serde::{Deserialize, de::DeserializeOwned};

use crate::demo::date;

/// 二次医療圏 of the documents.
#[derive(Clone, Debug, Deserialize)]
pub struct AreaRow {
    /// Its id.
    pub id: String,
    /// Its name as printed.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Its block.
    pub block: String,
    /// Population as printed.
    pub population: u32,
    /// Square kilometres as printed, in hundredths.
    pub area_ha: u32,
    /// Where the figures stand.
    pub source: String,
    /// `shortage` in the lower third of the 2024 index.
    pub shortage: String,
}

/// 市町村.
#[derive(Clone, Debug, Deserialize)]
pub struct MunicipalityRow {
    /// 全国地方公共団体コード, six digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its area.
    pub area: String,
}

/// A facility.
#[derive(Clone, Debug, Deserialize)]
pub struct FacilityRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its municipality; empty: outside the prefecture.
    pub municipality: String,
    /// Its group.
    pub group: String,
    /// Whether it takes initial trainees of its own.
    pub core_training: String,
    /// `hospital`, `fictitious-hospital`, `fictitious-clinic`, `outside`.
    pub kind: String,
    /// DMAT teams as printed.
    pub dmat_teams: String,
    /// 自家発電 as printed; the document gives no legend.
    pub generator_mark: String,
    /// 耐震化 as printed.
    pub seismic_mark: String,
    /// 区分 as printed.
    pub emergency_class: String,
    /// Where it is named.
    pub source: String,
    /// What else is said.
    pub note: String,
}

/// A department of a facility; all figures are made up.
#[derive(Clone, Debug, Deserialize)]
pub struct DepartmentRow {
    /// The facility.
    pub facility: String,
    /// 診療科.
    pub department: String,
    /// Most people at a time.
    pub most: u32,
    /// A post that must not stand empty.
    pub minimum: u32,
    /// Below this the service closes.
    pub critical: u32,
    /// Asked for.
    pub wanted: u32,
    /// 指導医.
    pub instructors: u32,
}

/// All tables of places.
#[derive(Clone, Debug)]
pub struct Places {
    /// Areas.
    pub areas: Vec<AreaRow>,
    /// Municipalities.
    pub municipalities: Vec<MunicipalityRow>,
    /// Facilities.
    pub facilities: Vec<FacilityRow>,
    /// Departments.
    pub departments: Vec<DepartmentRow>,
}

/// 医師少数スポット of the demonstration: small places in areas that are not short as a whole.
const SPOTS: &[&str] = &["上野村", "南牧村", "片品村"];

/// A designation that was lost: 藤岡 counted as short until March 2024 in this demonstration.
pub const FORMERLY_SHORT: &[&str] = &["fujioka-general", "shinozuka"];

/// Classes: id, scheme, name, name in English, source, made up.
const CLASSES: &[(&str, &str, &str, &str, &str, bool)] = &[
    (
        "shortage-area",
        "designation",
        "医師少数区域等",
        "Shortage area",
        "医師偏在指標（2024年公表、厚生労働省）で下位3分の1の二次医療圏。医師少数スポットは架空",
        false,
    ),
    (
        "specified-hospital",
        "designation",
        "特定病院",
        "Specified hospital",
        "004:713-715 は「県が別に定める」とし、表は資料にない。架空",
        true,
    ),
    (
        "core-training-hospital",
        "designation",
        "基幹型臨床研修病院",
        "Core hospital of initial training",
        "架空",
        true,
    ),
    (
        "town-hospital",
        "designation",
        "みなかみ町指定医療機関",
        "Designated by the town of Minakami",
        "架空",
        true,
    ),
    ("chumo", "block", "中毛", "Chumo", "4ブロックの名は 004:1490。前橋・伊勢崎", false),
    ("seimo", "block", "西毛", "Seimo", "4ブロックの名は 004:1490。高崎・安中、藤岡、富岡", false),
    (
        "hokumo",
        "block",
        "北毛",
        "Hokumo",
        "4ブロックの名は 004:1490。吾妻、沼田。渋川は文献により北毛または中毛、ここでは北毛",
        false,
    ),
    ("tomo", "block", "東毛", "Tomo", "4ブロックの名は 004:1490。桐生、太田・館林", false),
    (
        "university",
        "hospital-group",
        "大学病院",
        "University hospital",
        "架空の群分け（群の表は資料にない）",
        true,
    ),
    (
        "group-1",
        "hospital-group",
        "第1群（基幹病院）",
        "Group 1 (large hospitals)",
        "架空の群分け（群の表は資料にない）",
        true,
    ),
    (
        "group-2",
        "hospital-group",
        "第2群（地域中核病院）",
        "Group 2 (regional hospitals)",
        "架空の群分け（群の表は資料にない）",
        true,
    ),
    (
        "group-3",
        "hospital-group",
        "第3群（小規模医療機関）",
        "Group 3 (small places)",
        "架空の群分け（群の表は資料にない）",
        true,
    ),
];

fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the tables beside this file are well formed; a test reads them")
}

impl Places {
    /// The tables as they lie beside this file.
    pub fn read() -> Self {
        Self {
            areas: rows(include_str!("tables/areas.csv")),
            municipalities: rows(include_str!("tables/municipalities.csv")),
            facilities: rows(include_str!("tables/facilities.csv")),
            departments: rows(include_str!("tables/departments.csv")),
        }
    }

    /// The area of a facility; none outside the prefecture.
    pub fn area_of(&self, facility: &FacilityRow) -> Option<&AreaRow> {
        let municipality = self.municipalities.iter().find(|row| row.name == facility.municipality)?;
        self.areas.iter().find(|area| area.id == municipality.area)
    }

    /// A facility by its id.
    pub fn facility(&self, id: &str) -> Option<&FacilityRow> {
        self.facilities.iter().find(|facility| facility.id == id)
    }

    /// The department of a facility.
    pub fn department(&self, facility: &str, department: &str) -> Option<&DepartmentRow> {
        self.departments.iter().find(|row| row.facility == facility && row.department == department)
    }

    /// Classes of a facility, as they hold today.
    pub fn classes_of(&self, facility: &FacilityRow) -> Vec<&'static str> {
        let Some(area) = self.area_of(facility) else { return Vec::new() };
        let mut classes = vec!["specified-hospital"];
        if area.shortage == "shortage" || SPOTS.contains(&facility.municipality.as_str()) {
            classes.push("shortage-area");
        }
        if facility.core_training == "yes" {
            classes.push("core-training-hospital");
        }
        if facility.id == "oku-tone" || facility.id == "tone-chuo" {
            classes.push("town-hospital");
        }
        classes.extend(
            CLASSES.iter().map(|class| class.0).filter(|id| *id == area.block || *id == facility.group),
        );
        classes
    }

    /// Areas, classes and workplaces as reference tables; training programmes are added by their own file.
    pub fn tables(&self) -> Tables {
        let mut tables = Tables::default();
        for area in &self.areas {
            let name = Bilingual::new(area.name.clone(), area.name_en.clone());
            tables.areas.insert(crate::demo::id(&area.id), Area { name, prefecture: None });
        }
        for (id, scheme, ja, en, source, fictitious) in CLASSES {
            let class = Class {
                scheme: crate::demo::id(scheme),
                name: Bilingual::new(*ja, *en),
                source: (*source).to_owned(),
                fictitious: *fictitious,
            };
            tables.classes.insert(crate::demo::id(id), class);
        }
        let mut instructors = self.instructors();
        for facility in &self.facilities {
            let workplace = Workplace {
                name: facility.name.clone(),
                area: self.area_of(facility).map(|area| crate::demo::id(&area.id)),
                classes: self.memberships(facility),
                instructors: instructors.remove(&facility.id).unwrap_or_default(),
                stands_for: Vec::new(),
            };
            tables.workplaces.insert(crate::demo::id(&facility.id), workplace);
        }
        tables
    }

    fn memberships(&self, facility: &FacilityRow) -> Vec<Membership> {
        let always = Period::since(date(2009, 4, 1));
        let mut memberships: Vec<Membership> = self
            .classes_of(facility)
            .into_iter()
            .map(|class| Membership { class: crate::demo::id(class), period: always })
            .collect();
        if FORMERLY_SHORT.contains(&facility.id.as_str()) {
            let period = Period { from: date(2009, 4, 1), until: Some(date(2024, 4, 1)) };
            memberships.push(Membership { class: crate::demo::id("shortage-area"), period });
        }
        memberships
    }

    fn instructors(&self) -> BTreeMap<String, Vec<Instructors>> {
        let mut instructors: BTreeMap<String, Vec<Instructors>> = BTreeMap::new();
        for row in &self.departments {
            let period =
                Period { from: date(2009, 4, 1), until: last_instructor(&row.facility, &row.department) };
            let department = crate::demo::id(&row.department);
            let entry = Instructors { department, period, count: row.instructors };
            instructors.entry(row.facility.clone()).or_default().push(entry);
        }
        instructors
    }
}

/// Where the last instructor leaves: 桐生's obstetrics has nobody left to supervise from April 2027.
fn last_instructor(facility: &str, department: &str) -> Option<kernel::Date> {
    (facility == "kiryu-kosei" && department == "産婦人科").then(|| date(2027, 4, 1))
}
