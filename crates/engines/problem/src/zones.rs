//! 遠い年度の粗視化: for the far periods of a horizon, facilities that are alike become a zone.
//!
//! Nobody accepts a named hospital many years ahead, so far periods are planned by area × hospital group. Facilities
//! share a zone of a department only where every rule must treat them alike: same area, same classes at all times (a
//! rule may ask what held when a stay or a commitment began), and same role over all far months in each training
//! programme that the department counts for. A posting to the zone can therefore always be turned into a posting to
//! one of its facilities that the same rules accept.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    AreaId, ClassId, DepartmentId, MonthSpan, NeedId, PatternId, Period, PostId, ProgrammeId, WorkplaceId,
};
use rules::{Activity, Instructors, Membership, Site, SiteRole, Tables, Workplace};

use crate::{Need, NeedLevel, NeedPlace, Pattern, Pin, PinPlace, Post, Problem, Resolution};

/// The scheme whose classes name a zone.
const GROUP_SCHEME: &str = "hospital-group";

/// The problem with zones for its far periods: their workplaces, posts, sites, needs, patterns and pins. What was
/// said of single facilities holds in the near periods only.
///
/// A need of a whole workplace (no department) and a place limit cannot be said of a zone; the limit still bounds what
/// each facility lends to it.
pub fn with_zones(problem: &Problem) -> Problem {
    let far: Vec<MonthSpan> = problem
        .horizon
        .iter()
        .filter(|period| period.resolution == Resolution::Zone)
        .map(|period| period.span)
        .collect();
    let (Some(first), Some(last)) = (far.first(), far.last()) else { return problem.clone() };
    let reach = MonthSpan { from: first.from, until: last.until };
    let zones = group(problem, reach);
    let mut coarse = problem.clone();
    add_workplaces(&mut coarse, &zones, reach);
    let posts = add_posts(&mut coarse, problem, &zones, &far);
    coarsen_needs(&mut coarse, &zones, &far, reach);
    add_patterns(&mut coarse, problem, &posts, &far);
    coarsen_pins(&mut coarse, reach);
    coarse
}

/// What facilities must share to be one zone of a department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    area: Option<AreaId>,
    department: DepartmentId,
    activity: Activity,
    employer: Option<WorkplaceId>,
    classes: BTreeSet<Membership>,
    roles: BTreeSet<(ProgrammeId, SiteRole, Period)>,
    instructors_known: bool,
}

#[derive(Debug)]
struct Zone<'a> {
    id: WorkplaceId,
    name: String,
    alike: Alike,
    posts: Vec<&'a Post>,
}

impl Zone<'_> {
    fn facilities(&self) -> BTreeSet<&WorkplaceId> {
        self.posts.iter().map(|post| &post.workplace).collect()
    }
}

fn group(problem: &Problem, reach: MonthSpan) -> Vec<Zone<'_>> {
    let mut groups: BTreeMap<Alike, Vec<&Post>> = BTreeMap::new();
    for post in &problem.posts {
        let Some(workplace) = problem.tables.workplaces.get(&post.workplace) else { continue };
        let offered = post.span.overlaps(reach);
        if offered && workplace.stands_for.is_empty() {
            groups.entry(alike(&problem.tables, post, workplace, reach)).or_default().push(post);
        }
    }
    name(&problem.tables, groups)
}

fn alike(tables: &Tables, post: &Post, workplace: &Workplace, reach: MonthSpan) -> Alike {
    let days = reach.period();
    // A programme whose months cannot be earned in the department sets no facilities apart.
    let concerned = tables.programmes.iter().filter(|(_, programme)| programme.teaches(&post.department));
    let roles = concerned.flat_map(|(id, programme)| {
        let here = programme.sites.iter().filter(|site| site.workplace == post.workplace);
        here.filter_map(move |site| Some((id.clone(), site.role, site.period.intersect(days)?)))
    });
    Alike {
        area: workplace.area.clone(),
        department: post.department.clone(),
        activity: post.activity,
        employer: post.employer.clone(),
        classes: workplace.classes.iter().cloned().collect(),
        roles: roles.collect(),
        instructors_known: !workplace.instructors.is_empty(),
    }
}

/// Names zones as 「吾妻・小規模群（総合診療）」; zones of one name are numbered in order.
fn name<'a>(tables: &Tables, groups: BTreeMap<Alike, Vec<&'a Post>>) -> Vec<Zone<'a>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut totals: BTreeMap<String, usize> = BTreeMap::new();
    for alike in groups.keys() {
        *totals.entry(plain_name(tables, alike)).or_default() += 1;
    }
    let zones = groups.into_iter().enumerate().map(|(number, (alike, posts))| {
        let plain = plain_name(tables, &alike);
        let place = seen.entry(plain.clone()).and_modify(|place| *place += 1).or_insert(1);
        let name = if totals[&plain] > 1 { format!("{plain} {place}") } else { plain };
        let id = format!("zone:{:04}", number + 1).parse().expect("a number is an id");
        Zone { id, name, alike, posts }
    });
    zones.collect()
}

fn plain_name(tables: &Tables, alike: &Alike) -> String {
    let area = alike
        .area
        .as_ref()
        .map_or("県外", |area| tables.areas.get(area).map_or(area.as_str(), |area| area.name.ja.as_str()));
    let area = area.trim_end_matches("保健医療圏");
    let of_scheme =
        |class: &ClassId| tables.classes.get(class).filter(|class| class.scheme.as_str() == GROUP_SCHEME);
    let groups: BTreeSet<&str> = alike
        .classes
        .iter()
        .filter_map(|membership| of_scheme(&membership.class))
        .map(|class| class.name.ja.as_str())
        .collect();
    let groups = if groups.is_empty() {
        "その他".to_owned()
    } else {
        groups.into_iter().collect::<Vec<_>>().join("・")
    };
    let work = match alike.activity {
        Activity::InitialTraining => "初期臨床研修",
        Activity::Clinical | Activity::Research | Activity::Abroad => alike.department.as_str(),
    };
    format!("{area}・{groups}（{work}）")
}

fn add_workplaces(coarse: &mut Problem, zones: &[Zone<'_>], reach: MonthSpan) {
    for zone in zones {
        let facilities = zone.facilities();
        let instructors = if zone.alike.instructors_known {
            instructors(&coarse.tables, zone, &facilities, reach)
        } else {
            Vec::new()
        };
        let workplace = Workplace {
            name: zone.name.clone(),
            area: zone.alike.area.clone(),
            classes: zone.alike.classes.iter().cloned().collect(),
            instructors,
            stands_for: facilities.into_iter().cloned().collect(),
        };
        coarse.tables.workplaces.insert(zone.id.clone(), workplace);
        for (programme, role, period) in &zone.alike.roles {
            if let Some(programme) = coarse.tables.programmes.get_mut(programme) {
                programme.sites.push(Site { workplace: zone.id.clone(), role: *role, period: *period });
            }
        }
    }
}

/// The department's instructors of all facilities; an explicit none where they have no one.
fn instructors(
    tables: &Tables,
    zone: &Zone<'_>,
    facilities: &BTreeSet<&WorkplaceId>,
    reach: MonthSpan,
) -> Vec<Instructors> {
    let none = Instructors { department: zone.alike.department.clone(), period: reach.period(), count: 0 };
    let rows = facilities.iter().filter_map(|id| tables.workplaces.get(*id)).flat_map(|facility| {
        facility.instructors.iter().filter(|row| row.department == zone.alike.department)
    });
    let clipped = rows.filter_map(|row| {
        let period = row.period.intersect(reach.period())?;
        Some(Instructors { period, ..row.clone() })
    });
    std::iter::once(none).chain(clipped).collect()
}

/// Adds a post for each zone and far period; says which zone post stands for a facility's post in which period.
fn add_posts(
    coarse: &mut Problem,
    problem: &Problem,
    zones: &[Zone<'_>],
    far: &[MonthSpan],
) -> BTreeMap<(PostId, MonthSpan), PostId> {
    let mut stands_for = BTreeMap::new();
    for zone in zones {
        for span in far {
            let open: Vec<&Post> =
                zone.posts.iter().copied().filter(|post| post.span.covers(*span)).collect();
            let most: u32 =
                open.iter().map(|post| post.most.min(limit(problem, &post.workplace, *span))).sum();
            if most == 0 {
                continue;
            }
            let id: PostId = format!("{}@{}", zone.id, span.from).parse().expect("zone and month are an id");
            for post in open {
                stands_for.insert((post.id.clone(), *span), id.clone());
            }
            coarse.posts.push(Post {
                id,
                workplace: zone.id.clone(),
                department: zone.alike.department.clone(),
                activity: zone.alike.activity,
                employer: zone.alike.employer.clone(),
                span: *span,
                most,
            });
        }
    }
    stands_for
}

fn limit(problem: &Problem, workplace: &WorkplaceId, span: MonthSpan) -> u32 {
    let limits = problem.place_limits.iter().filter(|limit| limit.workplace == *workplace);
    limits.filter(|limit| limit.span.covers(span)).map(|limit| limit.most).min().unwrap_or(u32::MAX)
}

fn coarsen_needs(coarse: &mut Problem, zones: &[Zone<'_>], far: &[MonthSpan], reach: MonthSpan) {
    let mut added = Vec::new();
    for zone in zones {
        let facilities = zone.facilities();
        for span in far {
            let mut by_level: BTreeMap<NeedLevel, Vec<(i64, u32)>> = BTreeMap::new();
            for need in &coarse.needs {
                let NeedPlace::Workplace(at) = &need.at else { continue };
                let of_zone = need.department.as_ref() == Some(&zone.alike.department);
                if of_zone && facilities.contains(at) && need.span.covers(*span) {
                    by_level.entry(need.level).or_default().push((need.price, need.heads));
                }
            }
            for (level, lines) in by_level {
                added.extend(stacked(zone, level, *span, lines));
            }
        }
    }
    for need in &mut coarse.needs {
        if matches!(need.at, NeedPlace::Workplace(_)) && need.span.until > reach.from {
            need.span.until = reach.from.max(need.span.from);
        }
    }
    coarse.needs.retain(|need| need.span.from < need.span.until);
    coarse.needs.extend(added);
}

/// Needs of several facilities as one convex need of their zone: the dearest heads are filled first.
fn stacked(zone: &Zone<'_>, level: NeedLevel, span: MonthSpan, mut lines: Vec<(i64, u32)>) -> Vec<Need> {
    lines.sort_by_key(|(price, _)| std::cmp::Reverse(*price));
    let mut heads = 0;
    let mut needs = Vec::new();
    for (place, (price, more)) in lines.iter().enumerate() {
        heads += more;
        let cheaper = lines.get(place + 1).map_or(0, |(price, _)| *price);
        if *price == cheaper {
            continue;
        }
        let id: NeedId = format!("{}@{}:{level:?}:{price}", zone.id, span.from)
            .parse()
            .expect("zone, month, level and price are an id");
        needs.push(Need {
            id,
            level,
            at: NeedPlace::Workplace(zone.id.clone()),
            department: Some(zone.alike.department.clone()),
            span,
            heads,
            price: price - cheaper,
        });
    }
    needs
}

/// The patterns of the far periods: those of facilities, with zone posts in their parts.
fn add_patterns(
    coarse: &mut Problem,
    problem: &Problem,
    posts: &BTreeMap<(PostId, MonthSpan), PostId>,
    far: &[MonthSpan],
) {
    let mut seen = BTreeSet::new();
    for pattern in &problem.patterns {
        for span in far {
            let parts: Option<Vec<_>> = pattern
                .parts
                .iter()
                .map(|part| {
                    let post = posts.get(&(part.post.clone(), *span))?.clone();
                    Some(crate::PatternPart { post, ..part.clone() })
                })
                .collect();
            let Some(parts) = parts else { continue };
            let shape: Vec<_> =
                parts.iter().map(|part| (part.post.clone(), part.after, part.months, part.share)).collect();
            if seen.insert(shape) {
                let id: PatternId =
                    format!("{}@{}", pattern.id, span.from).parse().unwrap_or_else(|_| pattern.id.clone());
                coarse.patterns.push(Pattern { id, name: pattern.name.clone(), parts });
            }
        }
    }
}

/// A pin at a facility's post holds its workplace in the far periods, where only the zone can be planned.
fn coarsen_pins(coarse: &mut Problem, reach: MonthSpan) {
    let workplaces: BTreeMap<&PostId, &WorkplaceId> =
        coarse.posts.iter().map(|post| (&post.id, &post.workplace)).collect();
    let mut pins = Vec::new();
    for pin in &coarse.pins {
        let PinPlace::Post(post) = &pin.at else {
            pins.push(pin.clone());
            continue;
        };
        let near = MonthSpan { from: pin.span.from, until: pin.span.until.min(reach.from) };
        let later = MonthSpan { from: pin.span.from.max(reach.from), until: pin.span.until };
        if near.from < near.until {
            pins.push(Pin { span: near, ..pin.clone() });
        }
        if let (true, Some(workplace)) = (later.from < later.until, workplaces.get(post)) {
            let at = PinPlace::Workplace((*workplace).clone());
            pins.push(Pin { span: later, at, ..pin.clone() });
        }
    }
    coarse.pins = pins;
}
