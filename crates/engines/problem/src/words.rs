//! 点数の項目と不足の程度: what each term of the objective is called and stands for, and each level of need.

use kernel::Bilingual;

use crate::{plan::Term, problem::NeedLevel};

impl NeedLevel {
    /// Its name.
    pub fn in_words(self) -> Bilingual {
        match self {
            NeedLevel::Minimum => Bilingual::new("最低", "minimum"),
            NeedLevel::Critical => Bilingual::new("危機", "critical"),
            NeedLevel::Wanted => Bilingual::new("希望", "wanted"),
            NeedLevel::Fairness => Bilingual::new("公平", "fairness"),
        }
    }
}

impl Term {
    /// Its name, and what it stands for.
    pub fn in_words(self) -> (Bilingual, Bilingual) {
        let (ja, en, meaning_ja, meaning_en) = match self {
            Term::UnmetMinimum => (
                "最低の不足",
                "Unmet minimum",
                "空けてはならないポストの空き",
                "posts that must not stand empty",
            ),
            Term::UnmetCritical => (
                "危機の不足",
                "Unmet critical need",
                "診療が続けられなくなる不足",
                "below this a service closes",
            ),
            Term::UnmetWanted => (
                "希望の不足",
                "Unmet wanted need",
                "医療機関・圏域が求める人数への不足",
                "fewer than asked for",
            ),
            Term::Fairness => {
                ("圏域間の公平", "Fairness", "不足が一部の圏域に偏ること", "shortage piling up in some areas")
            }
            Term::WorstShare => {
                ("最悪の不足率", "Worst share", "最も不足する圏域の不足率", "share missing in the worst area")
            }
            Term::ShareSteps => (
                "不足率の段階",
                "Steps of shortage",
                "圏域の不足率が段階を超えること",
                "an area short beyond a step",
            ),
            Term::Unplaced => ("未配置", "Unplaced", "配置先のない人", "people without a place"),
            Term::Wish => ("本人の希望", "Wishes", "希望の順位が下がること", "lower-ranked wishes"),
            Term::Specialty => (
                "専門の選択",
                "Choice of specialty",
                "未定だった専門の選び方",
                "choice among open specialties",
            ),
            Term::Window => (
                "希望の時期",
                "Wanted time",
                "不足地域勤務などが望む時期から外れること",
                "shortage-area service at another time than wanted",
            ),
            Term::MoveWorkplace => ("勤務先の異動", "Moves", "勤務先が変わること", "changes of workplace"),
            Term::MoveArea => (
                "圏域をまたぐ異動",
                "Moves between areas",
                "圏域が変わること（異動に加算）",
                "changes of area, on top",
            ),
            Term::OutsideUnmet => (
                "県外の希望",
                "Outside, not given",
                "希望した県外勤務がかなわないこと",
                "wanted time outside that was not given",
            ),
            Term::CoupleApart => (
                "夫婦の別居",
                "Couples apart",
                "通える範囲にそろわない期間",
                "couples out of reach of each other",
            ),
            Term::SoftPin => {
                ("要望", "Requests", "医局・本人などの要望に沿わないこと", "soft pins not followed")
            }
            Term::Change => (
                "前回からの変更",
                "Changes",
                "公表した配置を変えること",
                "differences from what was published",
            ),
        };
        (Bilingual::new(ja, en), Bilingual::new(meaning_ja, meaning_en))
    }
}
