//! 義務の終了: what must hold when the months owed are served.
//!
//! Why: months alone do not release (義務年限に加え、第五条から第七条までを満たしていること).
//!
//! Met: 120 months served and every rule named is met. Broken: a rule named can no longer be met. Where 120 months are
//! served and a rule named is still open, a way is left (要件をすべて満たした場合、免除): the verdict is that of the rule, and
//! overdue; no plan may release anybody so.

use kernel::Bilingual;

use super::composition::{worse, worst_of};
use crate::{
    asked::Asked,
    edition::{Release, Requirement},
    judge,
    outcome::{Missing, Outcome},
    verdict::Standing,
};

pub(super) fn check(asked: &Asked<'_>, rule: &Release) -> Result<Outcome, Missing> {
    let mut parts = Vec::new();
    for id in &rule.requires {
        let named = asked.bound.edition.rules.iter().find(|other| other.id == *id);
        let named = named.ok_or_else(|| Missing::new(format!("規定「{id}」"), format!("the rule “{id}”")))?;
        let other = asked.bound.sibling(named, asked.as_of);
        if matches!(other.requirement, Requirement::Release(_)) {
            return Err(Missing::new(
                format!("規定「{id}」（終了の規定が終了の規定を求めています）"),
                format!("the rule “{id}”: one rule of release asks for another"),
            ));
        }
        let outcome = judge::outcome(&Asked { bound: &other, ..asked.of_part() });
        parts.push((&named.sentence, outcome));
    }
    let served = asked.duty()?.is_some_and(|duty| duty.served.is_some());
    let unmet =
        |part: &Outcome| matches!(part.standing, Standing::OnTrack | Standing::AtRisk | Standing::Broken);
    let open = parts.iter().filter(|(_, part)| served && unmet(part));
    let open = open.reduce(|one, two| if worse(two.1.standing, one.1.standing) { two } else { one }).cloned();
    let worst = worst_of(parts.into_iter().map(|(_, part)| part).collect());
    let worst = Outcome { overdue: open.is_some(), ..worst };
    if worst.standing == Standing::CannotBeJudged {
        return Ok(worst);
    }
    if let Some((text, part)) = open {
        let sentence = Bilingual::new(
            format!("義務の月数は終えていますが、「{}」を満たしていません。{}", text.ja, part.sentence.ja),
            format!("The months owed are served, but “{}” is not met. {}", text.en, part.sentence.en),
        );
        return Ok(Outcome { sentence, ..worst });
    }
    let (ja, en) = match (served, worst.standing) {
        (true, _) => (
            "義務の月数を終え、終了の条件を満たしています。",
            "The months owed are served and the conditions of release hold.",
        ),
        (false, Standing::Broken) => (
            "終了の条件のうち、もう満たせないものがあります。",
            "A condition of release can no longer be met.",
        ),
        (false, Standing::AtRisk) => (
            "終了の条件のうち、予定のままでは満たせないものがあります。",
            "A condition of release is not met by what is planned.",
        ),
        (false, _) => (
            "終了の条件は、予定どおりなら満たされます。",
            "The conditions of release will hold if all goes as planned.",
        ),
    };
    let sentence =
        Bilingual::new(format!("{ja}{}", worst.sentence.ja), format!("{en} {}", worst.sentence.en));
    Ok(Outcome { sentence, ..worst })
}
