//! 研修プログラム: what each demands and where its months count.

use std::collections::BTreeMap;

use kernel::{Months, ProgrammeId};
use rules::{Attestation, Component, Site, SiteRole, TrainingProgramme};

use super::Build;
use crate::{
    finding::{Code, Message},
    table::SheetKey::{Attestations, Components, Programmes, Sites},
};

impl Build<'_> {
    /// The programmes with their components, sites and attested facts.
    pub fn programmes(&mut self) -> BTreeMap<ProgrammeId, TrainingProgramme> {
        let mut programmes = BTreeMap::new();
        for row in &self.roster.programmes {
            let at = |column| (Programmes, row.row, column);
            let id: Option<ProgrammeId> = self.id(at("id"), &row.id);
            let specialty = self.department(at("specialty"), &row.specialty);
            let (Some(id), Some(specialty), Some(months)) = (id, specialty, row.months) else { continue };
            let core_months = row.core_months.unwrap_or(Months(0));
            if core_months > months {
                self.error(at("core_months"), &core_months.to_string(), more_than_all());
            }
            let programme = TrainingProgramme {
                name: row.name.clone(),
                specialty,
                months,
                core_months,
                components: Vec::new(),
                sites: Vec::new(),
                source: row.source.clone(),
                attested: Vec::new(),
            };
            programmes.insert(id, programme);
        }
        self.components(&mut programmes);
        self.sites(&mut programmes);
        self.attestations(&mut programmes);
        programmes
    }

    fn components(&mut self, programmes: &mut BTreeMap<ProgrammeId, TrainingProgramme>) {
        for row in &self.roster.components {
            let at = |column| (Components, row.row, column);
            let id: Option<ProgrammeId> =
                self.refer(|names| &names.programmes, at("programme"), &row.programme);
            let departments =
                row.departments.iter().filter_map(|text| self.department(at("departments"), text)).collect();
            let classes = row.classes.iter();
            let classes =
                classes.filter_map(|text| self.refer(|names| &names.classes, at("classes"), text)).collect();
            let (Some(id), Some(months)) = (id, row.months) else { continue };
            let Some(programme) = programmes.get_mut(&id) else { continue };
            if months > programme.months {
                self.error(at("months"), &months.to_string(), more_than_all());
            }
            programme.components.push(Component { departments, classes, months });
        }
    }

    fn sites(&mut self, programmes: &mut BTreeMap<ProgrammeId, TrainingProgramme>) {
        for row in &self.roster.sites {
            let at = |column| (Sites, row.row, column);
            let id: Option<ProgrammeId> =
                self.refer(|names| &names.programmes, at("programme"), &row.programme);
            let workplace = self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(id), Some(workplace), Some(period), Some(role)) = (id, workplace, period, row.role)
            else {
                continue;
            };
            if let Some(programme) = programmes.get_mut(&id) {
                programme.sites.push(Site { workplace, role, period });
            }
        }
        for row in &self.roster.programmes {
            let Some(programme) = programmes.get(row.id.as_str()) else { continue };
            let core = programme.sites.iter().any(|site| site.role == SiteRole::Core);
            if !core && programme.core_months > Months(0) {
                self.note(
                    (Programmes, row.row, "core_months"),
                    &programme.core_months.to_string(),
                    no_core(),
                );
            }
        }
    }

    fn attestations(&mut self, programmes: &mut BTreeMap<ProgrammeId, TrainingProgramme>) {
        for row in &self.roster.attestations {
            let at = (Attestations, row.row, "programme");
            let id: Option<ProgrammeId> = self.refer(|names| &names.programmes, at, &row.programme);
            let (Some(id), Some(on)) = (id, row.on) else { continue };
            if let Some(programme) = programmes.get_mut(&id) {
                programme.attested.push(Attestation { fact: row.fact.clone(), on, by: row.by.clone() });
            }
        }
    }
}

fn more_than_all() -> Message {
    Message::new(
        Code::OutOfOrder,
        "プログラム全体の月数より多くなっています。",
        "This is more than the programme's months in all.",
    )
}

fn no_core() -> Message {
    Message::new(
        Code::OutOfOrder,
        "基幹施設の月数がありますが、「研修施設」に基幹施設がありません。",
        "Core months are asked for, but the sheet Sites names no core site.",
    )
}
