//! A rule in two or three words, by its kind: for tables too narrow for its sentence.

use kernel::Bilingual;

use crate::edition::Requirement;

impl Requirement {
    /// What kind of thing a rule asks for.
    pub fn in_few_words(&self) -> Bilingual {
        let (ja, en) = match self {
            Requirement::MonthsOwed(_) => ("義務年限", "months owed"),
            Requirement::MonthsInClass(_) => ("区域等の月数", "months in a class"),
            Requirement::MinimumStay(_) => ("最低勤務期間", "least stay"),
            Requirement::StayInEachGroup(_) => ("各群での勤務", "each group"),
            Requirement::DistinctBlocks(_) => ("ブロック数", "blocks"),
            Requirement::TrainingMonths(_) => ("専門研修", "training"),
            Requirement::MilestoneBy(_) => ("期限までの資格", "milestone"),
            Requirement::InitialTraining(_) => ("臨床研修", "initial training"),
            Requirement::SuspensionCap(_) => ("中断の上限", "suspension"),
            Requirement::Supervision(_) => ("指導医", "supervision"),
            Requirement::NoticeOfChange(_) => ("異動の予告", "notice"),
            Requirement::Release(_) => ("義務の終了", "release"),
            Requirement::OutsidePrefecture(_) => ("県外勤務", "outside"),
            Requirement::EmployerAndWorkplace(_) => ("雇用先と勤務先", "employer"),
            Requirement::Attested(_) => ("確認事項", "attested"),
            Requirement::NotKnown { .. } => ("内容が未定", "not known"),
            Requirement::IfThen { then, .. } => return then.in_few_words(),
            Requirement::AllOf(of) | Requirement::AnyOf(of) | Requirement::AtLeast { of, .. } => {
                return composed(of);
            }
        };
        Bilingual::new(ja, en)
    }
}

/// The kinds of the parts, each once; parts that owe months are months that a choice asks for.
fn composed(of: &[Requirement]) -> Bilingual {
    let mut words: Vec<Bilingual> = Vec::new();
    for part in of.iter().map(|part| match part {
        Requirement::MonthsOwed(_) => Bilingual::new("区域・診療科の月数", "months in a class"),
        other => other.in_few_words(),
    }) {
        if !words.contains(&part) {
            words.push(part);
        }
    }
    let ja: Vec<&str> = words.iter().map(|word| word.ja.as_str()).collect();
    let en: Vec<&str> = words.iter().map(|word| word.en.as_str()).collect();
    Bilingual::new(ja.join("・"), en.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_called_by_its_parts_each_once() {
        let missing = || Requirement::NotKnown { missing: Bilingual::new("", "") };
        assert_eq!(Requirement::AnyOf(vec![missing(), missing()]).in_few_words().ja, "内容が未定");
    }
}
