//! 選択肢: the values a cell can choose from, as they are shown and as they are understood.

use kernel::{Lang, SearchKey};
use problem::NeedLevel;
use rules::{Activity, EngagementStatus, Instrument, SiteRole};

use crate::table::one;

/// A choice as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its key in documents.
    pub key: &'static str,
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
    /// Other words for it.
    pub other: &'static [&'static str],
}

impl Shown {
    /// The place of the choice that a text means, in any language, width and case.
    pub fn find(list: &[Shown], text: &str) -> Option<usize> {
        let wanted = SearchKey::of(text);
        list.iter().position(|choice| {
            let words = [choice.ja, choice.en, choice.key];
            words.iter().chain(choice.other).any(|word| SearchKey::of(word).matches(&wanted))
        })
    }

    /// The word for it in a language.
    pub fn word(&self, lang: Lang) -> &'static str {
        one([self.ja, self.en], lang)
    }
}

/// A type whose values are chosen from a list.
pub trait Choice: Copy + PartialEq + 'static {
    /// The values.
    const VALUES: &'static [Self];
    /// How each is shown, in the same order.
    const SHOWN: &'static [Shown];
}

macro_rules! choices {
    ($type:ty: $($value:ident = $key:literal $ja:literal | $en:literal [$($other:literal),*];)*) => {
        impl Choice for $type {
            const VALUES: &'static [Self] = &[$(<$type>::$value),*];
            const SHOWN: &'static [Shown] = &[$(Shown { key: $key, ja: $ja, en: $en, other: &[$($other),*] }),*];
        }
    };
}

choices! { Instrument:
    LoanContract = "loan-contract" "貸与条例・契約" | "Loan ordinance and contract" ["修学資金", "貸与契約", "貸与", "契約"];
    CareerProgramme = "career-programme" "キャリア形成プログラム" | "Career programme" ["プログラム", "キャリアパス"];
    Course = "course" "コース" | "Course" [];
}

choices! { EngagementStatus:
    Planned = "planned" "予定" | "Planned" ["見込", "見込み"];
    Confirmed = "confirmed" "内定" | "Confirmed" ["決定"];
    Served = "served" "勤務" | "Served" ["実績", "勤務中", "勤務済"];
    Verified = "verified" "確認済" | "Verified" ["確認済み", "現況確認済"];
}

choices! { Activity:
    InitialTraining = "initial-training" "初期臨床研修" | "Initial training" ["初期研修", "臨床研修"];
    Clinical = "clinical" "診療" | "Clinical" ["臨床", "専門研修", "後期研修"];
    Research = "research" "研究" | "Research" ["大学院", "研究のみ"];
    Abroad = "abroad" "海外" | "Abroad" ["留学"];
}

choices! { SiteRole:
    Core = "core" "基幹" | "Core" ["基幹施設"];
    Affiliated = "affiliated" "連携" | "Affiliated" ["連携施設", "関連", "関連施設"];
}

choices! { NeedLevel:
    Minimum = "minimum" "最低" | "Minimum" ["必須"];
    Critical = "critical" "危機" | "Critical" [];
    Wanted = "wanted" "希望" | "Wanted" ["要望"];
    Fairness = "fairness" "公平" | "Fairness" [];
}

/// What a row of 希望 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WishKind {
    /// A place to work at, with its rank.
    Place,
    /// When service in a class of places is wanted.
    Window,
    /// Work outside the prefecture.
    Outside,
    /// A place the person cannot be sent to.
    Excluded,
}

choices! { WishKind:
    Place = "place" "勤務先" | "Place" ["希望", "勤務地"];
    Window = "window" "時期" | "Window" ["希望時期"];
    Outside = "outside" "県外" | "Outside the prefecture" ["県外勤務", "県外希望"];
    Excluded = "excluded" "除外" | "Excluded" ["不可", "行けない"];
}

/// A published set of exchange rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RatesPreset {
    /// 標準.
    Standard,
}

choices! { RatesPreset:
    Standard = "standard" "標準" | "Standard" [];
}

/// 休業の種類 by the keys that editions use. An edition may know others; those are written as the edition has them.
pub const LEAVE_KINDS: &[Shown] = &[
    Shown {
        key: "maternity", ja: "産前産後休業", en: "Maternity leave", other: &["産休", "産前産後休暇"]
    },
    Shown { key: "childcare", ja: "育児休業", en: "Childcare leave", other: &["育休"] },
    Shown { key: "family-care", ja: "介護休業", en: "Family-care leave", other: &["介護"] },
    Shown {
        key: "illness", ja: "傷病休職", en: "Sick leave", other: &["傷病", "病気休暇", "病休", "休職"]
    },
    Shown { key: "study-abroad", ja: "留学", en: "Study abroad", other: &["海外留学"] },
    Shown { key: "graduate-school", ja: "大学院", en: "Graduate school", other: &["大学院進学"] },
    Shown { key: "personal", ja: "その他の休業", en: "Other leave", other: &["その他", "私事"] },
];

/// Schemes of classes that editions commonly use.
pub const SCHEMES: &[Shown] = &[
    Shown { key: "designation", ja: "指定", en: "Designation", other: &["区域", "区域指定"] },
    Shown { key: "block", ja: "ブロック", en: "Block", other: &[] },
    Shown {
        key: "hospital-group", ja: "病院群", en: "Hospital group", other: &["医療機関群", "グループ"]
    },
];

/// 基本領域: the nineteen basic fields of 日本専門医機構. Other departments are written as the office calls them.
pub const SPECIALTIES: [&str; 19] = [
    "内科",
    "小児科",
    "皮膚科",
    "精神科",
    "外科",
    "整形外科",
    "産婦人科",
    "眼科",
    "耳鼻咽喉科",
    "泌尿器科",
    "脳神経外科",
    "放射線科",
    "麻酔科",
    "病理",
    "臨床検査",
    "救急科",
    "形成外科",
    "リハビリテーション科",
    "総合診療",
];
