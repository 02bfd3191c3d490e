//! What is known of places and training programmes, by period: designations, blocks, groups, instructors, sites.
//!
//! A class of places that no table here describes is *unknown*: a rule that needs it cannot be judged, it is never
//! taken to be empty.

use std::collections::BTreeMap;

use kernel::{
    AreaId, Bilingual, ClassId, Date, DepartmentId, Months, Period, PrefectureId, ProgrammeId, SchemeId,
    WorkplaceId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All reference tables that rules may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// 二次医療圏 by name.
    #[serde(default)]
    pub areas: BTreeMap<AreaId, Area>,
    /// Every class that a rule may name, with the scheme it belongs to.
    #[serde(default)]
    pub classes: BTreeMap<ClassId, Class>,
    /// Facilities and zones.
    #[serde(default)]
    pub workplaces: BTreeMap<WorkplaceId, Workplace>,
    /// 専門研修プログラム.
    #[serde(default)]
    pub programmes: BTreeMap<ProgrammeId, TrainingProgramme>,
}

/// 二次医療圏.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name.
    pub name: Bilingual,
    /// 都道府県: the prefecture that it is part of; areas without one are of the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefecture: Option<PrefectureId>,
}

/// A class of places within a scheme, e.g. `hokumo` within `block`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The scheme: `designation`, `block`, `hospital-group`.
    pub scheme: SchemeId,
    /// Its name.
    pub name: Bilingual,
    /// Where the table comes from.
    pub source: String,
    /// 架空: made up for demonstration.
    #[serde(default)]
    pub fictitious: bool,
}

/// A facility; or a zone, which stands for several alike where the horizon is too far away to name one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Workplace {
    /// Its name.
    pub name: String,
    /// 二次医療圏; none: outside the prefecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
    /// Classes it belongs to, by period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Membership>,
    /// 指導医 by department and period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructors: Vec<Instructors>,
    /// For a zone: the facilities it stands for. They share classes and sites, so a rule may test the zone as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_for: Vec<WorkplaceId>,
}

/// Membership of a class by period: a designation, a block, a group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The class.
    pub class: ClassId,
    /// From when to when.
    pub period: Period,
}

/// How many instructors a department has in a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instructors {
    /// 診療科.
    pub department: DepartmentId,
    /// From when to when.
    pub period: Period,
    /// How many.
    pub count: u32,
}

/// 専門研修プログラム: what it demands, and where its months count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingProgramme {
    /// Its name.
    pub name: String,
    /// 基本領域.
    pub specialty: DepartmentId,
    /// Months in all.
    pub months: Months,
    /// Least months at the core site (基幹施設).
    #[serde(default)]
    pub core_months: Months,
    /// Months by component; a month counts toward every component whose department and place it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Sites by period.
    pub sites: Vec<Site>,
    /// Where the demands come from.
    pub source: String,
    /// Facts attested about the programme itself: joint authorship, review, approval.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attested: Vec<Attestation>,
}

/// A component of training: 内科 12 months, 小児科 3 months, 12 months where physicians are short …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Departments in which its months are earned; empty: the programme's own specialty.
    #[serde(default)]
    pub departments: Vec<DepartmentId>,
    /// Classes of places at which they are earned, any of these; empty: at any site.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ClassId>,
    /// Least months.
    pub months: Months,
}

/// A site of a programme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The facility or zone.
    pub workplace: WorkplaceId,
    /// Core or affiliated.
    pub role: SiteRole,
    /// From when to when.
    pub period: Period,
}

/// 基幹施設 or 連携施設.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SiteRole {
    /// 基幹施設.
    Core,
    /// 連携施設.
    Affiliated,
}

/// A fact attested about a programme, an office or a hospital: that something was done, on a day, by somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// What: `joint-authorship`, `committee-review`, …
    pub fact: String,
    /// On which day.
    pub on: Date,
    /// Who attests it.
    pub by: String,
}

impl Workplace {
    /// 県内.
    pub fn in_prefecture(&self) -> bool {
        self.area.is_some()
    }

    /// Whether it belongs to the class on the day.
    pub fn is(&self, class: &ClassId, day: Date) -> bool {
        self.classes.iter().any(|membership| membership.class == *class && membership.period.contains(day))
    }

    /// How many instructors the department has on the day.
    pub fn instructors_on(&self, department: &DepartmentId, day: Date) -> u32 {
        self.instructors
            .iter()
            .filter(|row| row.department == *department && row.period.contains(day))
            .map(|row| row.count)
            .sum()
    }
}

impl TrainingProgramme {
    /// Whether work in a department is part of the training: the specialty itself, or a component's department.
    pub fn teaches(&self, department: &DepartmentId) -> bool {
        *department == self.specialty
            || self.components.iter().any(|component| component.departments.contains(department))
    }

    /// Departments in which the months of a component are earned.
    pub fn departments<'a>(&'a self, component: &'a Component) -> &'a [DepartmentId] {
        match component.departments.as_slice() {
            [] => std::slice::from_ref(&self.specialty),
            departments => departments,
        }
    }

    /// The role of a workplace on the day, if it is a site then.
    pub fn role_on(&self, workplace: &WorkplaceId, day: Date) -> Option<SiteRole> {
        self.sites
            .iter()
            .filter(|site| site.workplace == *workplace && site.period.contains(day))
            .map(|site| site.role)
            .min()
    }
}

impl Component {
    /// Whether its months are earned at a workplace on the day; none where no table describes the workplace.
    pub fn is_earned_at(&self, tables: &Tables, workplace: &WorkplaceId, day: Date) -> Option<bool> {
        if self.classes.is_empty() {
            return Some(true);
        }
        let workplace = tables.workplaces.get(workplace)?;
        Some(self.classes.iter().any(|class| workplace.is(class, day)))
    }
}

impl Tables {
    /// Of some components of a programme, by pairs of their positions: whether one month may serve both. They share a
    /// department then, and a site may be of a class of each at once. Sites are many, so each is looked up once for all.
    pub(crate) fn serve_both(
        &self,
        programme: &TrainingProgramme,
        components: &[&Component],
    ) -> Vec<Vec<bool>> {
        let departments: Vec<_> = components.iter().map(|of| programme.departments(of)).collect();
        let shared = |one: usize, other: usize| {
            departments[one].iter().any(|department| departments[other].contains(department))
        };
        let any_place = |one: usize, other: usize| {
            components[one].classes.is_empty() || components[other].classes.is_empty()
        };
        let all = || 0..components.len();
        let mut both: Vec<Vec<bool>> = all()
            .map(|one| all().map(|other| shared(one, other) && any_place(one, other)).collect())
            .collect();
        let pairs = || all().flat_map(|one| (0..one).map(move |other| (one, other)));
        let mut open: Vec<(usize, usize)> =
            pairs().filter(|(one, other)| shared(*one, *other) && !both[*one][*other]).collect();
        for site in &programme.sites {
            if open.is_empty() {
                break;
            }
            let place = self.workplaces.get(&site.workplace);
            let rows = || place.into_iter().flat_map(|place| &place.classes);
            let of = |component: &&Component| -> Vec<Period> {
                let of_class = |row: &&Membership| component.classes.contains(&row.class);
                rows().filter(of_class).map(|row| row.period).collect()
            };
            let of: Vec<Vec<Period>> = components.iter().map(of).collect();
            open.retain(|(one, other)| {
                let overlaps = |period: &Period| of[*other].iter().any(|other| period.overlaps(*other));
                let serves = place.is_none() || of[*one].iter().any(overlaps);
                both[*one][*other] |= serves;
                both[*other][*one] |= serves;
                !serves
            });
        }
        both
    }

    /// Whether work that moves from one workplace to the next may still be one stay: the same place, or a zone that
    /// stands for it.
    pub fn may_be_same_stay(&self, earlier: &WorkplaceId, later: &WorkplaceId) -> bool {
        let stands_for = |zone: &WorkplaceId, place: &WorkplaceId| {
            self.workplaces.get(zone).is_some_and(|zone| zone.stands_for.contains(place))
        };
        earlier == later || stands_for(later, earlier) || stands_for(earlier, later)
    }
}
