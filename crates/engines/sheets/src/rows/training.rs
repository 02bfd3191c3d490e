//! 専門研修プログラム: what training demands, and where its months count.

use kernel::{Date, Months};
use rules::SiteRole;

use crate::table::{
    Offer::{Departments, Nothing, Of},
    SheetKey::{Facilities, Programmes},
    sheet,
};

sheet! {
    /// 研修プログラム: a training programme.
    ProgrammeRow in Programmes = "研修プログラム" | "Programmes" ["専門研修プログラム", "プログラム"],
        "一行が一つの専門研修プログラムです。" | "One training programme a row.";
    id: String = "プログラムID" | "Programme ID" ["ID", "プログラム番号"] Required Nothing,
        "重複できません。" | "Must be unique.";
    name: String = "プログラム名" | "Name" ["名称", "専門研修プログラム名"] Required Nothing, "正式な名称。" | "Its full name.";
    specialty: String = "基本領域" | "Specialty" ["領域", "診療科"] Required Departments, "基本領域。" | "Its basic specialty.";
    months: Option<Months> = "研修月数" | "Months" ["月数", "研修期間（月）", "研修期間"] Required Nothing,
        "全体の月数。" | "Months in all.";
    core_months: Option<Months> = "基幹施設の月数" | "Core months" ["基幹月数", "基幹施設での最低月数"] Optional Nothing,
        "基幹施設で要る最低の月数。空欄なら0。" | "Least months at the core site; 0 if empty.";
    source: String = "出典" | "Source" ["根拠"] Required Nothing, "月数の根拠。" | "Where the demands come from.";
}

sheet! {
    /// 研修要件: a component of a training programme.
    ComponentRow in Components = "研修要件" | "Components" ["必須研修", "研修内訳"],
        "一行が一つの要件です（内科12か月、小児科3か月など）。" | "One component a row.";
    programme: String = "プログラムID" | "Programme ID" ["プログラム", "プログラム名"] Required Of(Programmes),
        "プログラムIDまたは名称。" | "Its id or name.";
    departments: Vec<String> = "診療科" | "Departments" ["科"] Optional Nothing,
        "この要件に数える診療科。複数なら「、」で区切ります。空欄ならプログラムの基本領域です。"
        | "Departments that count, separated by 、; the programme's own specialty if empty.";
    classes: Vec<String> = "施設の区分" | "Classes of places" ["区分"] Optional Nothing,
        "この要件に数える施設の区分（「区分」のIDか名称）。複数なら「、」で区切り、どれかに当たれば数えます。空欄なら問いません。"
        | "Classes of places that count, by id or name, separated by 、: any of them. Anywhere if empty.";
    months: Option<Months> = "月数" | "Months" ["最低月数"] Required Nothing, "最低の月数。" | "Least months.";
}

sheet! {
    /// 研修施設: a site of a training programme.
    SiteRow in Sites = "研修施設" | "Sites" ["研修施設群", "連携施設"],
        "一行が一つのプログラムの一つの施設です。" | "One site of one programme a row.";
    programme: String = "プログラムID" | "Programme ID" ["プログラム", "プログラム名"] Required Of(Programmes),
        "プログラムIDまたは名称。" | "Its id or name.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "施設", "施設名"] Required Of(Facilities),
        "医療機関IDまたは名称。" | "Its id or name.";
    role: Option<SiteRole> = "役割" | "Role" ["種別", "区分"] Required Nothing, "基幹か連携。" | "Core or affiliated.";
    from: Option<Date> = "開始日" | "From" ["開始"] Required Nothing, "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "終了"] Optional Nothing,
        "その日を含みます。続いていれば空欄。" | "Last day included; empty while it lasts.";
}

sheet! {
    /// プログラムの確認: a fact attested about a programme.
    AttestationRow in Attestations = "プログラムの確認" | "Attestations" ["確認事項"],
        "一行が、プログラムについて確認された一つの事実です（共同作成、審査、承認など）。"
        | "One attested fact about a programme a row.";
    programme: String = "プログラムID" | "Programme ID" ["プログラム", "プログラム名"] Required Of(Programmes),
        "プログラムIDまたは名称。" | "Its id or name.";
    fact: String = "事実" | "Fact" ["確認した事実"] Required Nothing,
        "版の規則が使う名のまま（joint-authorship など）。" | "As the edition's rule calls it.";
    on: Option<Date> = "確認日" | "On" ["日付"] Required Nothing, "事実の日。" | "Its day.";
    by: String = "確認者" | "By" ["確認した人"] Required Nothing, "誰が確認したか。" | "Who attests it.";
}
