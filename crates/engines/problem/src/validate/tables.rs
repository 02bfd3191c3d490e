//! Tables: areas, classes and facilities that other rows name must have a row of their own.

use super::{Findings, area, class, workplace};
use crate::Problem;

pub(super) fn check(problem: &Problem, findings: &mut Findings) {
    for (id, place) in &problem.tables.workplaces {
        let at = format!("tables.workplaces.{id}");
        if let Some(id) = &place.area {
            area(problem, findings, format!("{at}.area"), id);
        }
        for membership in &place.classes {
            class(problem, findings, format!("{at}.classes"), &membership.class);
        }
        for facility in &place.stands_for {
            workplace(problem, findings, format!("{at}.stands_for"), facility);
        }
    }
    for (id, programme) in &problem.tables.programmes {
        for site in &programme.sites {
            workplace(problem, findings, format!("tables.programmes.{id}.sites"), &site.workplace);
        }
        for id_of_class in programme.components.iter().flat_map(|component| &component.classes) {
            class(problem, findings, format!("tables.programmes.{id}.components"), id_of_class);
        }
    }
    for (number, (one, other)) in problem.reach.iter().enumerate() {
        for id in [one, other] {
            area(problem, findings, format!("reach[{number}]"), id);
        }
    }
}
