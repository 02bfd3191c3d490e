//! The office as a roster workbook: every row as an official would have typed it, places by their names.

use std::collections::BTreeMap;

use kernel::{Bilingual, Date, LeaveKind, MonthSpan, WorkplaceId, YearMonth};
use problem::{NeedLevel, NeedPlace, Person, PinPlace, Problem, Resolution, WishPlace};
use rules::{Career, Tables};
use sheets::{
    Roster,
    choice::{LEAVE_KINDS, RatesPreset, WishKind},
    rows::{career::*, demand::*, people::*, places::*, settings::*, training::*},
};

use crate::demo::places::Places;

/// The workbook's rows.
pub fn roster(problem: &Problem, places: &Places) -> Roster {
    let book = Book { problem, places, tables: &problem.tables };
    let mut roster = Roster { settings: book.settings(), ..Roster::default() };
    for person in &problem.people {
        roster.physicians.push(book.physician(person));
        roster.commitments.extend(commitments(&person.career));
        roster
            .engagements
            .extend(person.career.engagements.iter().map(|row| book.engagement(&person.career, row)));
        roster.leaves.extend(leaves(&person.career));
        roster.part_time.extend(part_time(person));
        roster.notices.extend(notices(&person.career));
        roster.waivers.extend(waivers(&person.career));
        roster.wishes.extend(book.wishes(person));
    }
    book.reference(&mut roster);
    book.demand(&mut roster);
    roster
}

struct Book<'a> {
    problem: &'a Problem,
    places: &'a Places,
    tables: &'a Tables,
}

impl Book<'_> {
    fn settings(&self) -> SettingsRow {
        let of = |resolution: Resolution| {
            self.problem.horizon.iter().filter(move |period| period.resolution == resolution)
        };
        let length = |resolution| of(resolution).next().map(|period| period.span.length());
        let count = |resolution| u32::try_from(of(resolution).count()).ok();
        SettingsRow {
            title: self.problem.title.clone(),
            fictitious: true,
            valid_on: Some(self.problem.as_of.valid_on),
            known_on: Some(self.problem.as_of.known_on),
            horizon_from: self.problem.horizon.first().map(|period| period.span.from),
            near_periods: count(Resolution::Facility),
            near_months: length(Resolution::Facility),
            far_periods: count(Resolution::Zone),
            far_months: length(Resolution::Zone),
            trainees_per_instructor: self.problem.trainees_per_instructor,
            rates: Some(RatesPreset::Standard),
            worst_share: Some(self.problem.rates.worst_share),
            ..SettingsRow::default()
        }
    }

    fn physician(&self, person: &Person) -> PhysicianRow {
        let career = &person.career;
        let enrolment = career.enrolments.last();
        let programme = |at: usize| {
            let path = person.paths.get(at)?;
            let enrolled = if at == 0 { enrolment.map(|row| &row.programme) } else { None };
            let id = path.programme.as_ref().or(enrolled)?;
            self.tables.programmes.get(id).map(|programme| programme.name.clone())
        };
        let specialty =
            |at: usize| person.paths.get(at).map(|path| path.specialty.to_string()).unwrap_or_default();
        let milestone = |name: &str| {
            career.milestones.iter().find(|row| row.milestone.as_str() == name).map(|row| row.on)
        };
        let reported = |key: &str| person.reported.get(key).cloned().unwrap_or_default();
        PhysicianRow {
            id: career.person.to_string(),
            name: person.name.clone(),
            kana: reported("フリガナ"),
            entered: career.entered,
            graduated: career.graduated,
            licensed: career.licensed,
            track: reported("区分"),
            university: reported("大学"),
            sex: reported("性別"),
            specialty: specialty(0),
            programme: programme(0).unwrap_or_default(),
            enrolled_from: enrolment.map(|row| row.period.from),
            enrolled_until: enrolment.and_then(|row| row.period.last_day()),
            second_specialty: specialty(1),
            second_programme: programme(1).unwrap_or_default(),
            third_specialty: specialty(2),
            third_programme: programme(2).unwrap_or_default(),
            initial_training_on: milestone("initial-training"),
            certified_on: milestone("board-certificate"),
            instructor_from: person.instructs.first().map(|row| row.period.from),
            unlisted: person.unlisted,
            remark: "架空".to_owned(),
            ..PhysicianRow::default()
        }
    }

    fn engagement(&self, career: &Career, row: &rules::Engagement) -> EngagementRow {
        EngagementRow {
            person: career.person.to_string(),
            id: row.id.to_string(),
            workplace: self.name_of(&row.workplace),
            employer: row.employer.as_ref().map(|employer| self.name_of(employer)).unwrap_or_default(),
            department: row.department.to_string(),
            activity: Some(row.activity),
            from: Some(row.period.from),
            through: row.period.last_day(),
            share: Some(row.share),
            side: row.side,
            status: Some(row.status),
            ..EngagementRow::default()
        }
    }

    fn wishes(&self, person: &Person) -> Vec<WishRow> {
        let id = person.career.person.to_string();
        let blank = |kind: WishKind| WishRow { person: id.clone(), kind: Some(kind), ..WishRow::default() };
        let span = |row: WishRow, span: Option<MonthSpan>| WishRow {
            from: span.map(|span| span.from),
            through: span.map(last_month),
            ..row
        };
        let places = person.wishes.iter().map(|wish| {
            let row =
                WishRow { rank: Some(u32::from(wish.rank)), price: wish.price, ..blank(WishKind::Place) };
            let row = span(row, wish.span);
            match &wish.place {
                WishPlace::Workplace(place) => WishRow { workplace: self.name_of(place), ..row },
                WishPlace::Area(area) => WishRow { area: self.area_name(area), ..row },
                WishPlace::Class(class) => WishRow { class: class.to_string(), ..row },
            }
        });
        let windows = person.windows.iter().map(|window| {
            span(WishRow { class: window.class.to_string(), ..blank(WishKind::Window) }, Some(window.span))
        });
        let outside = person.outside.iter().map(|wish| {
            let row = WishRow {
                workplace: self.name_of(&wish.workplace),
                department: wish.department.to_string(),
                activity: Some(wish.activity),
                months: Some(wish.months),
                ..blank(WishKind::Outside)
            };
            span(row, wish.span)
        });
        let excluded = person.excluded.iter().map(|row| WishRow {
            workplace: self.name_of(&row.workplace),
            why: row.why.clone(),
            ..blank(WishKind::Excluded)
        });
        places.chain(windows).chain(outside).chain(excluded).collect()
    }

    /// Areas, facilities, classes, designations, instructors, programmes.
    fn reference(&self, roster: &mut Roster) {
        roster.areas = self.places.areas.iter().map(|area| self.area(area)).collect();
        roster.facilities = self.places.facilities.iter().map(|facility| self.facility(facility)).collect();
        roster.classes =
            self.tables.classes.iter().map(|(id, class)| class_row(id.as_str(), class)).collect();
        for facility in &self.places.facilities {
            let Some(workplace) = self.tables.workplaces.get(facility.id.as_str()) else { continue };
            roster.designations.extend(workplace.classes.iter().map(|row| DesignationRow {
                workplace: workplace.name.clone(),
                class: row.class.to_string(),
                from: Some(row.period.from),
                through: row.period.last_day(),
                ..DesignationRow::default()
            }));
            roster.instructors.extend(workplace.instructors.iter().map(|row| InstructorRow {
                workplace: workplace.name.clone(),
                department: row.department.to_string(),
                from: Some(row.period.from),
                through: row.period.last_day(),
                count: Some(row.count),
                ..InstructorRow::default()
            }));
        }
        self.programmes(roster);
    }

    fn area(&self, area: &crate::demo::places::AreaRow) -> AreaRow {
        let within = |pair: &&(kernel::AreaId, kernel::AreaId)| pair.0.as_str() == area.id;
        AreaRow {
            id: area.id.clone(),
            name: area.name.clone(),
            name_en: area.name_en.clone(),
            reach: self.problem.reach.iter().filter(within).map(|pair| self.area_name(&pair.1)).collect(),
            ..AreaRow::default()
        }
    }

    fn facility(&self, facility: &crate::demo::places::FacilityRow) -> FacilityRow {
        let municipality = self.places.municipalities.iter().find(|row| row.name == facility.municipality);
        let limit = self.problem.place_limits.iter().find(|limit| limit.workplace.as_str() == facility.id);
        let remark = match (facility.source.as_str(), facility.note.as_str()) {
            ("", _) => "架空".to_owned(),
            (source, "") => format!("出典 {source}"),
            (source, note) => format!("出典 {source}。{note}"),
        };
        FacilityRow {
            id: facility.id.clone(),
            name: facility.name.clone(),
            area: self.places.area_of(facility).map(|area| area.name.clone()).unwrap_or_default(),
            municipality: facility.municipality.clone(),
            municipality_code: municipality.map(|row| row.code.clone()).unwrap_or_default(),
            most: limit.map(|limit| limit.most),
            remark,
            ..FacilityRow::default()
        }
    }

    fn programmes(&self, roster: &mut Roster) {
        for (id, programme) in &self.tables.programmes {
            roster.programmes.push(ProgrammeRow {
                id: id.to_string(),
                name: programme.name.clone(),
                specialty: programme.specialty.to_string(),
                months: Some(programme.months),
                core_months: Some(programme.core_months),
                source: programme.source.clone(),
                ..ProgrammeRow::default()
            });
            roster.components.extend(programme.components.iter().map(|component| ComponentRow {
                programme: programme.name.clone(),
                departments: component.departments.iter().map(ToString::to_string).collect(),
                classes: component.classes.iter().map(ToString::to_string).collect(),
                months: Some(component.months),
                ..ComponentRow::default()
            }));
            roster.sites.extend(programme.sites.iter().map(|site| SiteRow {
                programme: programme.name.clone(),
                workplace: self.name_of(&site.workplace),
                role: Some(site.role),
                from: Some(site.period.from),
                through: site.period.last_day(),
                ..SiteRow::default()
            }));
        }
    }

    /// Posts with their needs, patterns, pins, households.
    fn demand(&self, roster: &mut Roster) {
        roster.posts = self.problem.posts.iter().map(|post| self.post(post)).collect();
        roster.needs = self.problem.needs.iter().filter_map(|need| self.area_need(need)).collect();
        for pattern in &self.problem.patterns {
            roster.patterns.extend(pattern.parts.iter().enumerate().map(|(place, part)| PatternRow {
                id: pattern.id.to_string(),
                name: if place == 0 { pattern.name.clone() } else { String::new() },
                post: part.post.to_string(),
                after: Some(part.after),
                months: part.months,
                share: Some(part.share),
                side: part.side,
                ..PatternRow::default()
            }));
        }
        roster.pins = self.problem.pins.iter().map(|pin| self.pin(pin)).collect();
        roster.couples = self
            .problem
            .couples
            .iter()
            .map(|couple| CoupleRow {
                one: couple.people.0.to_string(),
                other: couple.people.1.to_string(),
                ..CoupleRow::default()
            })
            .collect();
    }

    fn post(&self, post: &problem::Post) -> PostRow {
        let mut by_level: BTreeMap<NeedLevel, u32> = BTreeMap::new();
        for need in &self.problem.needs {
            let here = need.at == NeedPlace::Workplace(post.workplace.clone());
            if here && need.department.as_ref() == Some(&post.department) {
                by_level.insert(need.level, need.heads);
            }
        }
        PostRow {
            id: post.id.to_string(),
            workplace: self.name_of(&post.workplace),
            department: post.department.to_string(),
            activity: Some(post.activity),
            employer: post.employer.as_ref().map(|employer| self.name_of(employer)).unwrap_or_default(),
            from: Some(post.span.from),
            through: Some(last_month(post.span)),
            most: Some(post.most),
            minimum: by_level.get(&NeedLevel::Minimum).copied(),
            critical: by_level.get(&NeedLevel::Critical).copied(),
            wanted: by_level.get(&NeedLevel::Wanted).copied(),
            ..PostRow::default()
        }
    }

    fn area_need(&self, need: &problem::Need) -> Option<NeedRow> {
        let NeedPlace::Area(area) = &need.at else { return None };
        Some(NeedRow {
            id: need.id.to_string(),
            level: Some(need.level),
            area: self.area_name(area),
            department: need.department.as_ref().map(ToString::to_string).unwrap_or_default(),
            from: Some(need.span.from),
            through: Some(last_month(need.span)),
            heads: Some(need.heads),
            price: Some(need.price),
            ..NeedRow::default()
        })
    }

    fn pin(&self, pin: &problem::Pin) -> PinRow {
        let row = PinRow {
            person: pin.person.to_string(),
            from: Some(pin.span.from),
            through: Some(last_month(pin.span)),
            soft_price: pin.soft_price,
            why: pin.why.clone(),
            ..PinRow::default()
        };
        match &pin.at {
            PinPlace::Post(post) => PinRow { post: post.to_string(), ..row },
            PinPlace::Workplace(place) => PinRow { workplace: self.name_of(place), ..row },
            PinPlace::Outside => PinRow { outside: true, ..row },
        }
    }

    fn name_of(&self, workplace: &WorkplaceId) -> String {
        self.tables.workplaces.get(workplace).map(|place| place.name.clone()).unwrap_or_default()
    }

    fn area_name(&self, area: &kernel::AreaId) -> String {
        self.tables.areas.get(area).map(|area| area.name.ja.clone()).unwrap_or_default()
    }
}

fn commitments(career: &Career) -> Vec<CommitmentRow> {
    let rows = career.commitments.iter().map(|commitment| {
        let loan = career.loans.iter().find(|loan| loan.commitment == commitment.id);
        CommitmentRow {
            person: career.person.to_string(),
            id: commitment.id.to_string(),
            instrument: Some(commitment.instrument),
            edition: commitment.edition.to_string(),
            course: commitment.course.as_ref().map(ToString::to_string).unwrap_or_default(),
            party: commitment.party.to_string(),
            from: Some(commitment.from),
            ended: commitment.ended,
            consent_on: commitment.consent.as_ref().map(|consent| consent.on),
            consent_text: commitment.consent.as_ref().map(|consent| consent.text.clone()).unwrap_or_default(),
            loan_from: loan.map(|loan| loan.period.from.year_month()),
            loan_through: loan.and_then(|loan| loan.period.last_day()).map(Date::year_month),
            monthly: loan.map(|loan| loan.monthly),
            ..CommitmentRow::default()
        }
    });
    rows.collect()
}

/// A kind of leave as the sheet's list of choices has it.
fn kind_in_words(kind: &LeaveKind) -> String {
    let known = LEAVE_KINDS.iter().find(|known| known.key == kind.as_str());
    known.map_or_else(|| kind.to_string(), |known| known.ja.to_owned())
}

fn leaves(career: &Career) -> Vec<LeaveRow> {
    let rows = career.leaves.iter().map(|leave| LeaveRow {
        person: career.person.to_string(),
        kind: kind_in_words(&leave.kind),
        from: Some(leave.period.from),
        through: leave.period.last_day(),
        ..LeaveRow::default()
    });
    rows.collect()
}

fn part_time(person: &Person) -> Vec<PartTimeRow> {
    let rows = person.part_time.iter().map(|row| PartTimeRow {
        person: person.career.person.to_string(),
        from: Some(row.period.from),
        through: row.period.last_day(),
        share: Some(row.share),
        ..PartTimeRow::default()
    });
    rows.collect()
}

fn notices(career: &Career) -> Vec<NoticeRow> {
    let rows = career.notices.iter().map(|notice| NoticeRow {
        person: career.person.to_string(),
        given: Some(notice.given),
        effective: Some(notice.effective),
        ..NoticeRow::default()
    });
    rows.collect()
}

/// One row for each replaced value.
fn waivers(career: &Career) -> Vec<WaiverRow> {
    let rows = career.waivers.iter().flat_map(|waiver| {
        waiver.replaces.0.iter().map(|(parameter, value)| WaiverRow {
            person: career.person.to_string(),
            commitment: waiver.commitment.to_string(),
            rule: waiver.rule.to_string(),
            parameter: parameter.clone(),
            value: value.to_string(),
            ground: waiver.ground.clone(),
            decided_by: waiver.decided_by.clone(),
            decided_on: Some(waiver.decided_on),
            from: Some(waiver.period.from),
            through: waiver.period.last_day(),
            ..WaiverRow::default()
        })
    });
    rows.collect()
}

fn class_row(id: &str, class: &rules::Class) -> ClassRow {
    let Bilingual { ja, en } = class.name.clone();
    ClassRow {
        id: id.to_owned(),
        scheme: class.scheme.to_string(),
        name: ja,
        name_en: en,
        source: class.source.clone(),
        fictitious: class.fictitious,
        ..ClassRow::default()
    }
}

/// まで: the last month of a span.
fn last_month(span: MonthSpan) -> YearMonth {
    span.until.plus(-1)
}
