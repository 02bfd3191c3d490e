//! 義務・約束: commitments with their loans, each under the edition consented to.

use kernel::{CommitmentId, MonthSpan, PersonId};
use rules::{Commitment, Consent, Instrument, Known, Loan};

use super::{Build, contradiction, people::People};
use crate::{
    finding::{Code, Message},
    rows::people::CommitmentRow,
    table::SheetKey::Commitments,
};

impl Build<'_> {
    /// Hands each commitment and loan to its person. A further row of one id adds a loan period.
    pub fn commitments(&mut self, people: &mut People) {
        for row in &self.roster.commitments {
            let at = |column| (Commitments, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let Some(person) = person.as_ref().and_then(|id| people.get(id)) else { continue };
            let text =
                if row.id.is_empty() { format!("{}/{}", row.person, row.edition) } else { row.id.clone() };
            let Some(id) = self.id::<CommitmentId>(at("id"), &text) else { continue };
            let Some(commitment) = self.commitment(row, id.clone()) else { continue };
            match person.career.commitments.iter().find(|other| other.id == id) {
                None => person.career.commitments.push(commitment),
                Some(other) if *other == commitment && row.loan_from.is_some() => {}
                Some(_) => self.error(at("id"), &text, same_commitment()),
            }
            if let Some(loan) = self.loan(row, id) {
                let again =
                    person.career.loans.iter().any(|other| {
                        other.commitment == loan.commitment && other.period.overlaps(loan.period)
                    });
                if again {
                    self.error(at("loan_from"), "", same_months());
                }
                person.career.loans.push(loan);
            }
        }
    }

    fn commitment(&mut self, row: &CommitmentRow, id: CommitmentId) -> Option<Commitment> {
        let at = |column| (Commitments, row.row, column);
        let edition = self.id(at("edition"), &row.edition);
        let course = self.id(at("course"), &row.course);
        let party = self.id(at("party"), &row.party);
        if let (Some(from), Some(ended)) = (row.from, row.ended)
            && ended < from
        {
            let message = super::reversed(&from.to_era(), &ended.to_era(), &from, &ended);
            self.error(at("ended"), &ended.to_string(), message);
        }
        self.check_edition(row);
        let consent = row.consent_on.map(|on| Consent { on, text: row.consent_text.clone() });
        Some(Commitment {
            id,
            instrument: row.instrument?,
            edition: edition?,
            course,
            party: party?,
            from: row.from?,
            ended: row.ended,
            consent,
            known: Known::default(),
        })
    }

    /// A course that the edition does not have, and a cohort that it does not bind.
    fn check_edition(&mut self, row: &CommitmentRow) {
        let Some(edition) = self.editions.get(row.edition.as_str()) else { return };
        let courses: Vec<&str> = edition.courses.iter().map(|course| course.id.as_str()).collect();
        if !row.course.is_empty() && !courses.contains(&row.course.as_str()) {
            let list = if courses.is_empty() { "（なし）".to_owned() } else { courses.join("、") };
            let message = Message::new(
                Code::UnknownReference,
                format!("版「{}」にコース「{}」はありません。コース: {list}", row.edition, row.course),
                format!("Edition “{}” has no course “{}”. Its courses: {list}", row.edition, row.course),
            );
            self.error((Commitments, row.row, "course"), &row.course, message);
        }
        let person = self.names.people.find(&row.person).ok();
        let entered =
            person.and_then(|id| self.roster.physicians.iter().find(|other| other.id == id)?.entered);
        let bound = |year| {
            edition.binds.from.is_none_or(|from| from <= year)
                && edition.binds.through.is_none_or(|last| year <= last)
        };
        if let Some(year) = entered.filter(|year| !bound(*year)) {
            let message = Message::new(
                Code::OutOfTime,
                format!(
                    "版「{}」は{}入学の人を対象にしていません。同意した版か確かめてください。",
                    row.edition,
                    year.to_era()
                ),
                format!(
                    "Edition “{}” does not bind those who entered in {year}. Make sure it is the one consented to.",
                    row.edition
                ),
            );
            self.note((Commitments, row.row, "edition"), &row.edition, message);
        }
    }

    fn loan(&mut self, row: &CommitmentRow, commitment: CommitmentId) -> Option<Loan> {
        let at = |column| (Commitments, row.row, column);
        let (from, last, monthly) = (row.loan_from, row.loan_through, row.monthly);
        if from.is_none() && last.is_none() && monthly.is_none() {
            if row.instrument == Some(Instrument::LoanContract) {
                self.note(at("loan_from"), "", no_loan());
            }
            return None;
        }
        let parts =
            [("loan_from", from.is_none()), ("loan_through", last.is_none()), ("monthly", monthly.is_none())];
        for (column, missing) in parts {
            if missing {
                self.error(at(column), "", loan_incomplete());
            }
        }
        let (from, last) = (from?, last?);
        if last < from {
            let message = super::reversed(&from.to_era(), &last.to_era(), &from, &last);
            self.error(at("loan_through"), &last.to_string(), message);
            return None;
        }
        let period = MonthSpan { from, until: last.plus(1) }.period();
        Some(Loan { commitment, period, monthly: monthly?, known: Known::default() })
    }
}

fn same_commitment() -> Message {
    contradiction(
        "同じ約束IDの行と内容が違います。貸与期間を足す行では、ほかの列を同じにしてください。別の約束なら別のIDにしてください。",
        "Another row with this commitment id differs. A row that adds a loan period repeats all else; another commitment takes another id.",
    )
}

fn same_months() -> Message {
    Message::new(
        Code::PeriodOverlap,
        "貸与の月が、同じ約束の別の行と重なります。",
        "The loan months overlap another row of the same commitment.",
    )
}

fn no_loan() -> Message {
    Message::new(
        Code::CellEmpty,
        "貸与の月がありません。義務年限を貸与月数で定める版では、義務年限を判定できません。",
        "There are no loan months. An edition that owes by loan months cannot be judged.",
    )
}

fn loan_incomplete() -> Message {
    Message::new(
        Code::CellEmpty,
        "貸与は、開始月・終了月・月額をそろえて入力してください。貸与中なら見込みの終了月を入力します。",
        "A loan needs its first month, last month and monthly amount; expected ones while it is paid.",
    )
}
