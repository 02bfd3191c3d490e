//! The public placement benchmark `ppp-1`, by translation only: an instance becomes a problem, its rules an edition,
//! and a plan of that problem becomes an answer. No engine knows the format.
//!
//! What was done before the horizon becomes service at places made up for the purpose, one for each count of the
//! format, so that each count is independent of the others; real hospitals count from the horizon's start only.

mod answer;
mod certificates;
mod conflict;
mod format;
mod people;
mod places;
mod prices;
mod reading;

use kernel::{Date, FiscalYear, MonthSpan};
use problem::{PROBLEM_SCHEMA, PlanPeriod, Problem, Resolution};
use rules::Tables;

pub use answer::{Answer, Outcome, Status, assignment};
pub use conflict::{Element, Relaxation, conflict};
pub use format::{Area, Demand, Department, Hospital, Instance, Person, Seat, Specialty, Standing, Weights};
pub use reading::read;

/// Fiscal years before the horizon in which the made-up service begins; nobody's real record reaches so far back.
const PAST: i32 = 120;

/// The planning problem of an instance.
pub fn problem(instance: &Instance) -> Problem {
    let start = instance.calendar().first_day();
    let year = |year| PlanPeriod { span: instance.calendar().year(year), resolution: Resolution::Facility };
    Problem {
        schema: PROBLEM_SCHEMA.to_owned(),
        title: format!("ppp-1 {}", instance.name),
        fictitious: true,
        as_of: kernel::AsOf::on(start),
        horizon: (0..instance.years).map(year).collect(),
        editions: certificates::editions(instance),
        tables: Tables {
            areas: places::areas(instance),
            classes: places::classes(instance),
            workplaces: places::workplaces(instance),
            programmes: certificates::programmes(instance),
        },
        people: people::people(instance),
        posts: places::posts(instance),
        patterns: Vec::new(),
        needs: places::needs(instance),
        place_limits: places::limits(instance),
        trainees_per_instructor: Some(instance.trainees_per_supervisor),
        reach: Vec::new(),
        couples: Vec::new(),
        pins: people::pins(instance),
        rates: prices::rates(instance),
        previous: people::published(instance),
    }
}

/// The years of an instance as fiscal years.
#[derive(Clone, Copy, Debug)]
struct Calendar {
    first: FiscalYear,
    years: i32,
}

impl Calendar {
    /// A year of the horizon; earlier ones are negative.
    fn year(self, year: i32) -> MonthSpan {
        self.first.plus(year).months()
    }

    /// From a year to another, both included.
    fn years(self, from: i32, through: i32) -> MonthSpan {
        MonthSpan { from: self.year(from).from, until: self.year(through).until }
    }

    /// The whole horizon.
    fn horizon(self) -> MonthSpan {
        self.years(0, self.years - 1)
    }

    /// The first day of the horizon.
    fn first_day(self) -> Date {
        self.april(0)
    }

    /// 1 April of a year.
    fn april(self, year: i32) -> Date {
        self.year(year).from.first_day()
    }

    /// The day before which nothing was done.
    fn past(self) -> Date {
        self.april(-PAST)
    }
}

impl Instance {
    fn calendar(&self) -> Calendar {
        Calendar { first: FiscalYear::new(self.base_year), years: self.years }
    }
}

/// An id made of letters and numbers.
fn id<T: std::str::FromStr>(text: String) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("letters, hyphens and numbers are an id")
}
