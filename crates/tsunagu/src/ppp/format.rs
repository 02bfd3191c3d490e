//! The format as it is written: instances and what they hold. Ids are positions in their lists.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// An instance.
#[derive(Clone, Debug, Deserialize)]
pub struct Instance {
    /// Always `ppp-1`.
    pub schema: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Fiscal years of the horizon.
    pub years: i32,
    /// The fiscal year of year 0.
    #[serde(default = "base_year")]
    pub base_year: i32,
    /// Most trainees for each instructor.
    pub trainees_per_supervisor: u32,
    /// Prices.
    pub weights: Weights,
    /// Specialties.
    pub specialties: Vec<Specialty>,
    /// Areas.
    pub areas: Vec<Area>,
    /// Hospitals.
    pub hospitals: Vec<Hospital>,
    /// Who is needed where.
    pub demand: Vec<Demand>,
    /// Who is to be placed.
    pub physicians: Vec<Person>,
}

fn base_year() -> i32 {
    2026
}

/// Prices; lower sums are better.
#[derive(Clone, Debug, Deserialize)]
pub struct Weights {
    /// A unit below the wanted minimum.
    pub min_staff: i64,
    /// A unit of critical demand.
    pub critical: i64,
    /// A change of hospital.
    #[serde(rename = "move")]
    pub change_of_hospital: i64,
    /// A change of area, on top.
    #[serde(rename = "area_move")]
    pub change_of_area: i64,
    /// A year at a designated place outside the wanted window.
    pub desig_window: i64,
    /// A wanted year outside the prefecture that was not given.
    pub out_unmet: i64,
    /// A year that differs from the plan before.
    pub change: i64,
    /// The worst area's share short, per mille.
    pub fair: i64,
    /// Price of each unit short beyond a share, by share per mille.
    #[serde(default)]
    pub fair_steps: Vec<(u32, i64)>,
}

/// A specialty.
#[derive(Clone, Debug, Deserialize)]
pub struct Specialty {
    /// Its position.
    pub id: usize,
    /// Years of accredited training that the certificate needs.
    pub length: u8,
}

/// An area.
#[derive(Clone, Debug, Deserialize)]
pub struct Area {
    /// Its position.
    pub id: usize,
    /// Its prefecture.
    pub pref: usize,
    /// Price of one unmet unit of demand in a year.
    pub priority: i64,
}

/// A hospital.
#[derive(Clone, Debug, Deserialize)]
pub struct Hospital {
    /// Its position.
    pub id: usize,
    /// Its prefecture.
    pub pref: usize,
    /// Its area.
    pub area: usize,
    /// 0 university, 1 large, 2 small, 3 designated by the prefecture.
    pub group: u8,
    /// Years in a row that a stay must last.
    pub min_stay: u8,
    /// Places in all.
    pub cap_total: u32,
    /// Departments by specialty.
    pub spec: BTreeMap<usize, Department>,
}

/// A specialty at a hospital.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Department {
    /// Places.
    pub cap: u32,
    /// Wanted minimum.
    pub min: u32,
    /// 1: the year counts for training.
    pub acc: u8,
    /// Instructors.
    pub sup: u32,
}

/// A row of demand.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "(usize, usize, i32, u32, u32)")]
pub struct Demand {
    /// In which area.
    pub area: usize,
    /// Of which specialty.
    pub specialty: usize,
    /// In which year.
    pub year: i32,
    /// Units needed.
    pub need: u32,
    /// Units without which it is critical.
    pub critical: u32,
}

impl From<(usize, usize, i32, u32, u32)> for Demand {
    fn from((area, specialty, year, need, critical): (usize, usize, i32, u32, u32)) -> Self {
        Self { area, specialty, year, need, critical }
    }
}

/// A physician.
#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    /// The position.
    pub id: usize,
    /// The prefecture to which the obligation is.
    pub pref: usize,
    /// The specialty.
    pub spec: usize,
    /// First year in service.
    pub start: i32,
    /// Postgraduate year at `start`.
    pub pgy: i32,
    /// What was done before.
    pub init: Standing,
    /// Years owed in the prefecture.
    pub oblig: u8,
    /// Years owed at designated places.
    pub k_desig: u8,
    /// Groups to visit for the certificate, a bit each.
    pub groups_req: u8,
    /// Last postgraduate year in which the certificate may be reached.
    pub deadline: u8,
    /// Years away.
    pub leaves: BTreeSet<i32>,
    /// Most years outside the prefecture.
    pub out_max: u8,
    /// First and last postgraduate year for them.
    pub out_pgy: (i32, i32),
    /// Price of a year at each hospital.
    pub prefer: BTreeMap<usize, i64>,
    /// Price of a year at any other.
    pub pref_default: i64,
    /// First and last postgraduate year in which service at designated places is wanted.
    pub desig_pgy: (i32, i32),
    /// What is settled.
    pub fixed: BTreeMap<i32, Seat>,
    /// What the plan before said.
    #[serde(default)]
    pub previous: BTreeMap<i32, Seat>,
}

/// What a physician did before the horizon, in years.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Standing {
    /// Training years.
    pub prog: u8,
    /// Groups visited, a bit each.
    pub mask: u8,
    /// Outside the prefecture.
    pub out: u8,
    /// At designated places.
    pub desig: u8,
    /// Of the obligation.
    pub inpref: u8,
    /// Where now.
    pub hosp: Seat,
    /// Since how many years.
    pub stay: u8,
}

/// A hospital, or outside the prefecture (-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub enum Seat {
    /// At a hospital.
    Hospital(usize),
    /// Outside the prefecture.
    Outside,
}

impl TryFrom<i64> for Seat {
    type Error = String;
    fn try_from(number: i64) -> Result<Self, String> {
        match usize::try_from(number) {
            Ok(hospital) => Ok(Seat::Hospital(hospital)),
            Err(_) if number == -1 => Ok(Seat::Outside),
            Err(_) => Err(format!("{number} is neither a hospital nor -1")),
        }
    }
}

impl From<Seat> for i64 {
    fn from(seat: Seat) -> i64 {
        match seat {
            Seat::Hospital(hospital) => i64::try_from(hospital).unwrap_or(i64::MAX),
            Seat::Outside => -1,
        }
    }
}

impl Person {
    /// The year of the horizon in which a postgraduate year lies.
    pub(super) fn year_of(&self, pgy: i32) -> i32 {
        self.start + pgy - self.pgy
    }
}

impl Standing {
    /// Groups visited.
    pub(super) fn groups(&self) -> impl Iterator<Item = u8> {
        bits(self.mask)
    }
}

/// The groups in a mask.
pub(super) fn bits(mask: u8) -> impl Iterator<Item = u8> {
    (0..GROUPS).filter(move |group| mask & (1 << group) != 0)
}

/// How many groups of hospitals there are.
pub(super) const GROUPS: u8 = 4;

/// The group designated by the prefecture.
pub(super) const DESIGNATED: u8 = 3;
