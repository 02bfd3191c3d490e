//! 専門研修プログラム of the demonstration: twelve of the nineteen specialties.
//!
//! What a programme of general practice demands (18 + 12 + 3 + 3 months) is the society's rule; the other lengths, the
//! sites and their roles are made up. The documents know six programmes of general practice (000:94) but not their
//! sites; three stand for them here.

use std::collections::BTreeMap;

use kernel::{DepartmentId, Months, Period, ProgrammeId};
use rules::{Component, Site, SiteRole, TrainingProgramme};

use crate::demo::{date, id, places::Places};

/// 総合診療: the one specialty that is trained in several departments.
pub const GENERAL_PRACTICE: &str = "総合診療";

/// Programmes: id, specialty, core site.
const PROGRAMMES: &[(&str, &str, &str)] = &[
    ("internal-gunma-univ", "内科", "gunma-univ"),
    ("internal-maebashi-redcross", "内科", "maebashi-redcross"),
    ("internal-ota-memorial", "内科", "ota-memorial"),
    ("pediatrics-gunma-univ", "小児科", "gunma-univ"),
    ("surgery-gunma-univ", "外科", "gunma-univ"),
    ("surgery-takasaki-general", "外科", "takasaki-general"),
    ("orthopedics-gunma-univ", "整形外科", "gunma-univ"),
    ("obstetrics-gunma-univ", "産婦人科", "gunma-univ"),
    ("psychiatry-gunma-univ", "精神科", "gunma-univ"),
    ("anesthesiology-gunma-univ", "麻酔科", "gunma-univ"),
    ("emergency-maebashi-redcross", "救急科", "maebashi-redcross"),
    ("emergency-gunma-univ", "救急科", "gunma-univ"),
    ("neurosurgery-gunma-univ", "脳神経外科", "gunma-univ"),
    ("urology-gunma-univ", "泌尿器科", "gunma-univ"),
    ("radiology-gunma-univ", "放射線科", "gunma-univ"),
    ("general-practice-gunma-univ", GENERAL_PRACTICE, "gunma-univ"),
    ("general-practice-tone-chuo", GENERAL_PRACTICE, "tone-chuo"),
    ("general-practice-maebashi-redcross", GENERAL_PRACTICE, "maebashi-redcross"),
];

/// Departments in which general practice is trained, with their months (日本専門医機構・総合診療専門研修整備基準).
const COMPONENTS: &[(&str, i32)] = &[(GENERAL_PRACTICE, 18), ("内科", 12), ("小児科", 3), ("救急科", 3)];

/// Sites of the programmes of general practice beside their core: core, sites.
const NETWORKS: &[(&str, &[&str])] = &[
    ("gunma-univ", &["takasaki-general", "fujioka-general", "haramachi-redcross", "nishiagatsuma"]),
    ("tone-chuo", &["shibukawa-mc", "haramachi-redcross", "nishiagatsuma", "oku-tone"]),
    ("maebashi-redcross", &["hidaka", "tomioka-general", "haramachi-redcross", "annaka-chuo"]),
];

/// Programmes of a specialty, with their core sites.
pub fn of_specialty(specialty: &str) -> Vec<(&'static str, &'static str)> {
    PROGRAMMES.iter().filter(|row| row.1 == specialty).map(|row| (row.0, row.2)).collect()
}

/// All programmes as reference tables.
pub fn programmes(places: &Places) -> BTreeMap<ProgrammeId, TrainingProgramme> {
    PROGRAMMES
        .iter()
        .map(|(programme, specialty, core)| (id(programme), make(places, specialty, core)))
        .collect()
}

fn make(places: &Places, specialty: &str, core: &str) -> TrainingProgramme {
    let general = specialty == GENERAL_PRACTICE;
    let components = COMPONENTS.iter().map(|(department, months)| Component {
        departments: vec![id::<DepartmentId>(department)],
        classes: Vec::new(),
        months: Months(*months),
    });
    let core_name = places.facility(core).map(|facility| facility.name.clone()).unwrap_or_default();
    TrainingProgramme {
        name: format!("{core_name}{specialty}専門研修プログラム（架空）"),
        specialty: id(specialty),
        months: Months(36),
        core_months: Months(6),
        components: if general { components.collect() } else { Vec::new() },
        sites: sites(places, specialty, core),
        source: if general {
            "構成（18+12+3+3か月）は日本専門医機構の整備基準（jbgm.org）。施設は架空".to_owned()
        } else {
            "期間・施設とも架空".to_owned()
        },
        attested: Vec::new(),
    }
}

/// Sites: hospitals with an instructor of the specialty; of general practice its network.
fn sites(places: &Places, specialty: &str, core: &str) -> Vec<Site> {
    let period = Period::since(date(2009, 4, 1));
    let sites = places.facilities.iter().filter(|facility| is_site(places, specialty, core, &facility.id));
    let role = |facility: &str| if facility == core { SiteRole::Core } else { SiteRole::Affiliated };
    sites.map(|facility| Site { workplace: id(&facility.id), role: role(&facility.id), period }).collect()
}

/// Whether a facility is a site of the programme with this core.
pub fn is_site(places: &Places, specialty: &str, core: &str, facility: &str) -> bool {
    if specialty == GENERAL_PRACTICE {
        let network = NETWORKS.iter().find(|row| row.0 == core).map_or(&[][..], |row| row.1);
        return facility == core || network.contains(&facility);
    }
    places.department(facility, specialty).is_some_and(|row| row.instructors > 0)
}

/// Whether a facility is the core of a programme of general practice: where children and emergencies are seen too.
pub fn is_general_core(facility: &str) -> bool {
    NETWORKS.iter().any(|row| row.0 == facility)
}
