//! Hospitals, their posts, and who is needed where. A department is of a specialty and a prefecture, for only
//! hospitals of the own prefecture employ.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, Bilingual, ClassId, DepartmentId, Period, PostId, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, PlaceLimit, Post};
use rules::{Activity, Area, Class, Instructors, Membership, Workplace};

use super::{
    format::{DESIGNATED, GROUPS, Hospital, Instance},
    id,
};

/// A class of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Where the obligation is served.
    Service,
    /// Designated by the prefecture.
    Designated,
    /// A group that the certificate may ask for.
    Group(u8),
    /// Where a stay lasts so many years.
    Stay(u8),
}

/// What a made-up place of the past gives credit for, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Credit {
    /// Years of the obligation.
    Service,
    /// Training years.
    Training,
    /// A group visited.
    Group(u8),
    /// Years at designated places.
    Designated,
}

impl Kind {
    pub(super) fn class(self) -> ClassId {
        id(match self {
            Kind::Service => "service".to_owned(),
            Kind::Designated => "designated".to_owned(),
            Kind::Group(group) => format!("group-{group}"),
            Kind::Stay(years) => format!("stay-{years}"),
        })
    }

    fn row(self) -> Class {
        let (scheme, name) = match self {
            Kind::Service => ("obligation", Bilingual::new("義務の勤務先", "place of service")),
            Kind::Designated => ("designation", Bilingual::new("県の指定", "designated by the prefecture")),
            Kind::Group(group) => {
                ("hospital-group", Bilingual::new(format!("病院群{group}"), format!("group {group}")))
            }
            Kind::Stay(years) => (
                "minimum-stay",
                Bilingual::new(format!("{years}年以上の勤務"), format!("stays of {years} years")),
            ),
        };
        Class { scheme: id(scheme.to_owned()), name, source: "ppp-1".to_owned(), fictitious: true }
    }
}

impl Credit {
    pub(super) fn all() -> impl Iterator<Item = Credit> {
        [Credit::Service, Credit::Training, Credit::Designated]
            .into_iter()
            .chain((0..GROUPS).map(Credit::Group))
    }

    pub(super) fn workplace(self) -> WorkplaceId {
        id(match self {
            Credit::Service => "credit-service".to_owned(),
            Credit::Training => "credit-training".to_owned(),
            Credit::Group(group) => format!("credit-group-{group}"),
            Credit::Designated => "credit-designated".to_owned(),
        })
    }

    fn kind(self) -> Option<Kind> {
        match self {
            Credit::Service => Some(Kind::Service),
            Credit::Training => None,
            Credit::Group(group) => Some(Kind::Group(group)),
            Credit::Designated => Some(Kind::Designated),
        }
    }
}

pub(super) fn hospital(number: usize) -> WorkplaceId {
    id(format!("h{number}"))
}

/// Where those are who work outside the prefecture.
pub(super) fn outside() -> WorkplaceId {
    id("outside".to_owned())
}

pub(super) fn department(specialty: usize, prefecture: usize) -> DepartmentId {
    id(format!("s{specialty}-{prefecture}"))
}

pub(super) fn post(hospital: usize, specialty: usize) -> PostId {
    id(format!("h{hospital}-s{specialty}"))
}

fn area(number: usize) -> AreaId {
    id(format!("a{number}"))
}

pub(super) fn areas(instance: &Instance) -> BTreeMap<AreaId, Area> {
    let row = |(number, of): (usize, &super::format::Area)| {
        let name = Bilingual::new(format!("圏域{number}"), format!("area {number}"));
        (area(number), Area { name, prefecture: Some(id(format!("p{}", of.pref))) })
    };
    instance.areas.iter().enumerate().map(row).collect()
}

pub(super) fn classes(instance: &Instance) -> BTreeMap<ClassId, Class> {
    let kinds = [Kind::Service, Kind::Designated].into_iter().chain((0..GROUPS).map(Kind::Group));
    let stays = long_stays(instance).into_iter().map(Kind::Stay);
    kinds.chain(stays).map(|kind| (kind.class(), kind.row())).collect()
}

/// Lengths of stay beyond a year, in years.
pub(super) fn long_stays(instance: &Instance) -> BTreeSet<u8> {
    instance.hospitals.iter().map(|hospital| hospital.min_stay).filter(|years| *years > 1).collect()
}

pub(super) fn workplaces(instance: &Instance) -> BTreeMap<WorkplaceId, Workplace> {
    let plain = |name: &str| Workplace {
        name: name.to_owned(),
        area: None,
        classes: Vec::new(),
        instructors: Vec::new(),
        stands_for: Vec::new(),
    };
    let calendar = instance.calendar();
    let before = Period { from: calendar.past(), until: Some(calendar.first_day()) };
    let credits = Credit::all().map(|credit| {
        let row = credit.kind().map(|kind| Membership { class: kind.class(), period: before });
        let place = plain(credit.workplace().as_str());
        (credit.workplace(), Workplace { classes: row.into_iter().collect(), ..place })
    });
    let hospitals = instance.hospitals.iter().map(|of| {
        let instructors = of.spec.iter().map(|(specialty, room)| Instructors {
            department: department(*specialty, of.pref),
            period: Period::since(calendar.first_day()),
            count: room.sup,
        });
        let place = Workplace {
            area: Some(area(of.area)),
            classes: memberships(instance, of),
            instructors: instructors.collect(),
            ..plain(&format!("病院{}", of.id))
        };
        (hospital(of.id), place)
    });
    hospitals.chain(credits).chain([(outside(), plain("県外"))]).collect()
}

/// Service, groups and designations count from the horizon's start; the length of a stay also for the one under way.
fn memberships(instance: &Instance, of: &Hospital) -> Vec<Membership> {
    let calendar = instance.calendar();
    let since = |kind: Kind, from| Membership { class: kind.class(), period: Period::since(from) };
    let start = calendar.first_day();
    let mut rows = vec![since(Kind::Service, start), since(Kind::Group(of.group), start)];
    if of.group == DESIGNATED {
        rows.push(since(Kind::Designated, start));
    }
    if of.min_stay > 1 {
        rows.push(since(Kind::Stay(of.min_stay), calendar.past()));
    }
    rows
}

/// A hospital and one of its specialties.
fn departments(instance: &Instance) -> impl Iterator<Item = (&Hospital, usize)> {
    instance.hospitals.iter().flat_map(|of| of.spec.keys().map(move |specialty| (of, *specialty)))
}

pub(super) fn posts(instance: &Instance) -> Vec<Post> {
    let posts = departments(instance).map(|(of, specialty)| Post {
        id: post(of.id, specialty),
        workplace: hospital(of.id),
        department: department(specialty, of.pref),
        activity: Activity::Clinical,
        employer: None,
        span: instance.calendar().horizon(),
        most: of.spec[&specialty].cap,
    });
    posts.collect()
}

pub(super) fn limits(instance: &Instance) -> Vec<PlaceLimit> {
    let span = instance.calendar().horizon();
    let limit = |of: &Hospital| PlaceLimit { workplace: hospital(of.id), span, most: of.cap_total };
    instance.hospitals.iter().map(limit).collect()
}

/// Demand of an area twice, as wanted and as critical; minima of hospitals.
pub(super) fn needs(instance: &Instance) -> Vec<Need> {
    let rows = instance.demand.iter().enumerate().flat_map(|(number, row)| {
        let of = &instance.areas[row.area];
        let need = |word: &str, level, heads, price| Need {
            id: id(format!("d{number}-{word}")),
            level,
            at: NeedPlace::Area(area(row.area)),
            department: Some(department(row.specialty, of.pref)),
            span: instance.calendar().year(row.year),
            heads,
            price,
        };
        let wanted = need("wanted", NeedLevel::Wanted, row.need, of.priority);
        let critical = need("critical", NeedLevel::Critical, row.critical, instance.weights.critical);
        [wanted, critical].into_iter().filter(|need| need.heads > 0)
    });
    let minima = departments(instance).filter_map(|(of, specialty)| {
        let least = of.spec[&specialty].min;
        (least > 0).then(|| Need {
            id: id(format!("h{}-s{specialty}-minimum", of.id)),
            level: NeedLevel::Minimum,
            at: NeedPlace::Workplace(hospital(of.id)),
            department: Some(department(specialty, of.pref)),
            span: instance.calendar().horizon(),
            heads: least,
            price: instance.weights.min_staff,
        })
    });
    rows.chain(minima).collect()
}
