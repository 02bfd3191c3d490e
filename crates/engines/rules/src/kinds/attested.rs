//! 確認事項: something was done about the programme, and somebody attests it.
//!
//! Why: several conditions bind how a programme is written or approved (大学と共同で作成, 協議会の審査), not where a
//! person works.
//!
//! Met: the programme's row holds the attestation. Without one it cannot be judged: nobody said that it was not done.

use kernel::Bilingual;

use crate::{
    asked::Asked,
    edition::Attested,
    outcome::{Missing, Outcome},
    verdict::Standing,
    wording::day_ja,
};

pub(crate) fn check(asked: &Asked<'_>, rule: &Attested) -> Result<Outcome, Missing> {
    let (_, programme) = asked.bound.programme(asked.now.on).ok_or_else(Missing::enrolment)?;
    let row = programme
        .attested
        .iter()
        .filter(|row| row.fact == rule.fact && row.on <= asked.now.on)
        .min_by_key(|row| row.on);
    let Some(row) = row else {
        let (name, fact) = (&programme.name, &rule.fact);
        return Err(Missing::new(
            format!("「{name}」についての確認の記録（{fact}）"),
            format!("an attestation of “{fact}” for “{name}”"),
        ));
    };
    let sentence = Bilingual::new(
        format!("{}に{}が確認しています。", day_ja(row.on), row.by),
        format!("Attested on {} by {}.", row.on, row.by),
    );
    Ok(Outcome::new(Standing::Met, sentence))
}
