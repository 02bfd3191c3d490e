//! 圏域・医療機関・区分・指導医: what is known of places.

use kernel::Date;

use crate::table::{
    Offer::{Departments, Nothing, Of, Schemes},
    SheetKey::{Areas, Classes, Facilities},
    sheet,
};

sheet! {
    /// 圏域: a secondary medical area.
    AreaRow in Areas = "圏域" | "Areas" ["二次医療圏", "医療圏"],
        "一行が一つの二次医療圏です。" | "One secondary medical area a row.";
    id: String = "圏域ID" | "Area ID" ["ID", "圏域コード", "医療圏コード"] Required Nothing, "重複できません。" | "Must be unique.";
    name: String = "圏域名" | "Name" ["名称", "医療圏名", "圏域"] Required Nothing, "名称。" | "Its name.";
    name_en: String = "圏域名（英語）" | "Name in English" ["英語名"] Optional Nothing, "空欄なら日本語のまま。" | "The Japanese one if empty.";
    reach: Vec<String> = "通勤できる圏域" | "Within reach" ["通勤圏"] Optional Nothing,
        "世帯が通える隣の圏域を「、」で区切ります。片方に書けば両方に効きます。"
        | "Areas within reach of a household, separated by 、. It holds both ways.";
}

sheet! {
    /// 医療機関: a facility.
    FacilityRow in Facilities = "医療機関" | "Facilities" ["医療機関一覧", "施設", "病院"],
        "一行が一つの医療機関です。県外の勤務先は圏域を空欄にします。"
        | "One facility a row; one outside the prefecture has no area.";
    id: String = "医療機関ID" | "Facility ID" ["ID", "施設ID", "医療機関番号"] Required Nothing, "重複できません。" | "Must be unique.";
    name: String = "名称" | "Name" ["医療機関名", "病院名", "施設名"] Required Nothing, "正式な名称。" | "Its full name.";
    code: String = "医療機関コード" | "Institution code" ["保険医療機関コード"] Optional Nothing, "10桁。" | "Ten digits.";
    area: String = "圏域" | "Area" ["圏域ID", "二次医療圏", "医療圏"] Optional Of(Areas),
        "圏域IDまたは名称。県外なら空欄。" | "Id or name; empty outside the prefecture.";
    municipality: String = "市町村" | "Municipality" ["所在地", "市町村名"] Optional Nothing, "所在の市町村。" | "Where it lies.";
    municipality_code: String = "市町村コード" | "Municipality code" ["団体コード", "全国地方公共団体コード"] Optional Nothing,
        "5桁か6桁。" | "Five or six digits.";
    most: Option<u32> = "受入上限" | "Most people" ["上限", "受入可能数"] Optional Nothing,
        "全診療科を合わせた常勤換算の上限。空欄なら置きません。" | "In full-time heads over all departments; no limit if empty.";
    remark: String = "備考" | "Remark" ["摘要", "出典"] Optional Nothing, "計画には使いません。" | "Not used by the planner.";
}

sheet! {
    /// 区分: a class of places within a scheme.
    ClassRow in Classes = "区分" | "Classes" ["区分表", "区域区分"],
        "一行が一つの区分です（医師少数区域、北毛ブロック、中核病院群など）。版の規則はこのIDで指します。"
        | "One class of places a row; editions call it by its id.";
    id: String = "区分ID" | "Class ID" ["ID"] Required Nothing, "版の規則が使う名。" | "As the editions call it.";
    scheme: String = "体系" | "Scheme" ["分類", "種別"] Required Schemes,
        "指定・ブロック・病院群など。" | "designation, block, hospital-group …";
    name: String = "区分名" | "Name" ["名称", "区分"] Required Nothing, "名称。" | "Its name.";
    name_en: String = "区分名（英語）" | "Name in English" ["英語名"] Optional Nothing, "空欄なら日本語のまま。" | "The Japanese one if empty.";
    source: String = "出典" | "Source" ["根拠"] Required Nothing, "表の出典。" | "Where the table comes from.";
    fictitious: bool = "架空" | "Fictitious" [] Optional Nothing, "試験用に作った区分なら ○。" | "○ if made up.";
}

sheet! {
    /// 区域・指定: a place's membership of a class, by period.
    DesignationRow in Designations = "区域・指定" | "Designations" ["指定", "区域指定", "区分所属"],
        "一行が、一つの医療機関が一つの区分に属する期間です。" | "One facility's membership of one class a row.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名"] Required Of(Facilities), "IDまたは名称。" | "Its id or name.";
    class: String = "区分ID" | "Class" ["区分", "区分名"] Required Of(Classes), "IDまたは名称。" | "Its id or name.";
    from: Option<Date> = "開始日" | "From" ["指定日", "開始"] Required Nothing, "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "解除日", "終了"] Optional Nothing,
        "その日を含みます。続いていれば空欄。" | "Last day included; empty while it lasts.";
}

sheet! {
    /// 指導医: how many instructors a department has.
    InstructorRow in Instructors = "指導医" | "Instructors" ["指導医数", "指導体制"],
        "一行が、一つの医療機関の一つの診療科の指導医数です。いない科は 0 と書きます。一行もない医療機関は「不明」です。"
        | "One department's instructors a row; write 0 for none. A facility without any row is unknown.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名"] Required Of(Facilities), "IDまたは名称。" | "Its id or name.";
    department: String = "診療科" | "Department" ["科", "領域"] Required Departments, "診療科。" | "The department.";
    from: Option<Date> = "開始日" | "From" ["開始"] Required Nothing, "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "終了"] Optional Nothing,
        "その日を含みます。続いていれば空欄。" | "Last day included; empty while it lasts.";
    count: Option<u32> = "指導医数" | "Instructors" ["人数"] Required Nothing, "人数。" | "How many.";
}
