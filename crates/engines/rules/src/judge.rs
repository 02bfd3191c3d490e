//! 判定: every rule of every commitment of a person as of a date.

use std::{borrow::Cow, collections::BTreeMap};

use kernel::{AsOf, Bilingual, CommitmentId, EditionId};

use crate::{
    asked::{Asked, OnceDuty, Wanted},
    bound::{Bound, bind},
    edition::{Edition, Force, Requirement, Subject},
    facts::Career,
    kinds::{self, worse},
    outcome::Outcome,
    records::Now,
    tables::Tables,
    verdict::{Standing, Verdict},
    wording::day_ja,
};

/// Verdicts on every rule of every commitment in force, in the order of commitments and of their editions.
pub fn judge(
    career: &Career,
    editions: &BTreeMap<EditionId, Edition>,
    tables: &Tables,
    as_of: AsOf,
) -> Vec<Verdict> {
    let known = career.as_known(as_of);
    let now = Now::of(&known, as_of.valid_on);
    let bound = bind(&known, editions, tables, as_of);
    let duties: BTreeMap<&CommitmentId, OnceDuty> =
        known.commitments.iter().map(|commitment| (&commitment.id, OnceDuty::new())).collect();
    let judged = bound.iter().filter_map(|bound| {
        let duty = duties.get(&bound.commitment.id)?;
        Some(verdict(&Asked { bound, now: &now, as_of, duty, wanted: Wanted::Words }))
    });
    judged.collect()
}

/// A verdict without its words and sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands {
    /// How the rule stands.
    pub standing: Standing,
    /// The months owed are served, and what must hold at release does not yet.
    pub overdue: bool,
}

impl Stands {
    /// Whether the rule would not be kept if the obligation ended today.
    pub fn fails(self) -> bool {
        self.standing == Standing::Broken || self.overdue
    }
}

impl Bound<'_> {
    /// The verdict on this rule alone.
    pub fn judge(&self, as_of: AsOf) -> Verdict {
        self.ask(as_of, Wanted::Words, verdict)
    }

    /// How this rule stands, as [`Self::judge`] would say, for one who asks often and reads no sentences.
    pub fn stands(&self, as_of: AsOf) -> Stands {
        let Outcome { standing, overdue, .. } = self.ask(as_of, Wanted::Standing, outcome);
        Stands { standing, overdue }
    }

    /// Whether this rule is broken, as [`Self::judge`] would say.
    pub fn is_broken(&self, as_of: AsOf) -> bool {
        self.ask(as_of, Wanted::Breach, outcome).standing == Standing::Broken
    }

    fn ask<T>(&self, as_of: AsOf, wanted: Wanted, answer: impl Fn(&Asked<'_>) -> T) -> T {
        let duty = &OnceDuty::new();
        match self.career.as_known(as_of) {
            Cow::Borrowed(career) => {
                let now = Now::of(career, as_of.valid_on);
                answer(&Asked { bound: self, now: &now, as_of, duty, wanted })
            }
            Cow::Owned(career) => {
                let now = Now::of(&career, as_of.valid_on);
                let bound = Bound { career: &career, ..self.clone() };
                answer(&Asked { bound: &bound, now: &now, as_of, duty, wanted })
            }
        }
    }
}

/// The verdict on the question's rule.
pub(crate) fn verdict(asked: &Asked<'_>) -> Verdict {
    let outcome = outcome(asked);
    let Bound { commitment, rule, .. } = asked.bound;
    Verdict {
        commitment: commitment.id.clone(),
        edition: commitment.edition.clone(),
        rule: rule.id.clone(),
        force: rule.force,
        standing: outcome.standing,
        counted: outcome.counted,
        done: outcome.done,
        planned: outcome.planned,
        needed: outcome.needed,
        by: outcome.by,
        slack: outcome.slack,
        overdue: outcome.overdue,
        sentence: outcome.sentence,
        facts: outcome.facts,
        missing: outcome.missing,
    }
}

/// Course and cohort, then subject, then the kind itself, then waiver and force.
pub(crate) fn outcome(asked: &Asked<'_>) -> Outcome {
    let bound = asked.bound;
    if !bound.applies() {
        return Outcome::not_applicable();
    }
    if bound.rule.subject != Subject::Person {
        return of_others(asked);
    }
    // A waiver is held against what the rule would say without it, so how it stands is asked.
    let asked = if bound.waiver.is_some() { &asked.of_part() } else { asked };
    let outcome = with_waiver(asked, kinds::check(asked, &bound.requirement));
    by_force(bound.rule.force, outcome)
}

/// What binds the programme, the office or a hospital is attested, or cannot be judged: it is not read off postings.
fn of_others(asked: &Asked<'_>) -> Outcome {
    let (ja, en) = match asked.bound.rule.subject {
        Subject::Programme => ("プログラムについての確認の記録", "an attestation about the programme"),
        Subject::Office => ("事務局についての確認の記録", "an attestation about the office"),
        Subject::Hospital => ("医療機関についての確認の記録", "an attestation about the hospital"),
        Subject::Person => ("確認の記録", "an attestation"),
    };
    match (&asked.bound.requirement, asked.bound.rule.subject) {
        (Requirement::Attested(rule), Subject::Programme) => {
            kinds::attested(asked, rule).unwrap_or_else(Outcome::from)
        }
        _ => Outcome::unknown(vec![Bilingual::new(ja, en)]),
    }
}

/// 特例: reported where the replaced parameters stand better than the edition's own would.
fn with_waiver(asked: &Asked<'_>, outcome: Outcome) -> Outcome {
    let Some(waiver) = asked.bound.waiver else { return outcome };
    if asked.bound.rule.with_replaced(&waiver.replaces).is_none() {
        let day = waiver.decided_on;
        return Outcome::unknown(vec![Bilingual::new(
            format!("{}決定の特例の内容（規定の項目として読めません）", day_ja(day)),
            format!("the waiver decided on {day}: its parameters cannot be read as those of the rule"),
        )]);
    }
    let plain = kinds::check(asked, &asked.bound.rule.requirement);
    let judged =
        |outcome: &Outcome| !matches!(outcome.standing, Standing::CannotBeJudged | Standing::NotApplicable);
    if !(judged(&outcome) && judged(&plain) && worse(plain.standing, outcome.standing)) {
        return outcome;
    }
    let (day, by) = (waiver.decided_on, &waiver.decided_by);
    Outcome {
        standing: Standing::Waived,
        sentence: Bilingual::new(
            format!("特例（{}、{by}決定）によります。{}", day_ja(day), outcome.sentence.ja),
            format!("By the waiver of {day} ({by}). {}", outcome.sentence.en),
        ),
        ..outcome
    }
}

/// 努力 and 許容 are reported, never broken.
fn by_force(force: Force, outcome: Outcome) -> Outcome {
    let soft = matches!(force, Force::Effort | Force::May);
    if !(soft && outcome.standing == Standing::Broken) {
        return outcome;
    }
    Outcome {
        standing: Standing::AtRisk,
        sentence: Bilingual::new(
            format!("努力規定のため違反とはしません。{}", outcome.sentence.ja),
            format!("Reported only; this rule is not a must. {}", outcome.sentence.en),
        ),
        ..outcome
    }
}
