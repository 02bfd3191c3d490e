//! 勤務歴・休業・特例・通知: the records of a career.

use kernel::{Date, Share};
use rules::{Activity, EngagementStatus};

use crate::table::{
    Offer::{Departments, LeaveKinds, Nothing, Of},
    SheetKey::{Facilities, Physicians},
    sheet,
};

sheet! {
    /// 勤務歴: an engagement, past, present or agreed.
    EngagementRow in Engagements = "勤務歴" | "Engagements" ["勤務", "勤務履歴", "経歴", "職歴", "勤務実績"],
        "一行が一つの勤務です。これまでの勤務、いまの勤務、決まっている勤務を入れます。"
        | "One engagement a row: past, present and agreed.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    id: String = "勤務ID" | "Engagement ID" ["勤務番号"] Optional Nothing,
        "空欄なら行から作ります。" | "If empty, made of the row.";
    workplace: String = "勤務先" | "Workplace" ["医療機関", "医療機関ID", "勤務先医療機関", "病院名", "勤務先名"] Required Of(Facilities),
        "医療機関IDまたは名称。" | "Its id or name from the sheet Facilities.";
    employer: String = "雇用先" | "Employer" ["所属", "在籍", "派遣元"] Optional Of(Facilities),
        "勤務先と違うとき（派遣・出向）だけ。" | "Only if it is not the workplace.";
    department: String = "診療科" | "Department" ["科", "科名", "標榜科"] Required Departments,
        "勤務した診療科。" | "Where the work is done.";
    activity: Option<Activity> = "従事内容" | "Activity" ["業務", "業務内容"] Optional Nothing,
        "空欄なら診療。" | "Clinical if empty.";
    from: Option<Date> = "開始日" | "From" ["勤務開始日", "着任日", "採用日", "開始", "自"] Required Nothing,
        "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "勤務終了日", "退職日", "終了", "至", "まで"] Optional Nothing,
        "その日を含みます。勤務中で終わりが未定なら空欄。" | "Last day included; empty while it goes on.";
    share: Option<Share> = "勤務割合" | "Share" ["勤務割合（％）", "勤務割合(%)", "常勤換算"] Optional Nothing,
        "常勤を100とした％。空欄なら100。" | "Percent of full time; 100 if empty.";
    side: bool = "兼務" | "Side post" ["非常勤応援", "副"] Optional Nothing,
        "主たる勤務のほかの応援なら ○。" | "○ if beside the main engagement.";
    status: Option<EngagementStatus> = "状態" | "Status" ["確度", "状況"] Optional Nothing,
        "予定・内定・勤務・確認済。空欄なら、時点より前に始まったものは勤務、後のものは予定。"
        | "Planned, confirmed, served or verified. If empty: served if begun, else planned.";
}

sheet! {
    /// 休業: a leave.
    LeaveRow in Leaves = "休業" | "Leaves" ["休職", "休業・休職", "休業等", "休業歴"],
        "一行が一つの休業です。義務年限にどう影響するかは版が決めます。"
        | "One leave a row. The edition says what it does to the months owed.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    kind: String = "休業の種類" | "Kind" ["種類", "休業種別", "事由"] Required LeaveKinds,
        "選択肢から選びます。版に固有の種類はその名のまま入力します。" | "From the list, or as the edition calls it.";
    from: Option<Date> = "開始日" | "From" ["開始", "休業開始日", "自"] Required Nothing, "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "終了", "休業終了日", "至", "まで"] Optional Nothing,
        "その日を含みます。未定なら空欄。" | "Last day included; empty if open.";
}

sheet! {
    /// 個別特例: parameters of one rule replaced for one person.
    WaiverRow in Waivers = "個別特例" | "Waivers" ["特例"],
        "一行が一つの値の置き換えです。規則を外すものではありません。" | "One replaced value a row; the rule stays on.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    commitment: String = "約束ID" | "Commitment ID" ["約束", "契約番号"] Required Nothing,
        "「義務・約束」シートの約束ID。" | "From the sheet Commitments.";
    rule: String = "規則ID" | "Rule ID" ["規則", "条"] Required Nothing, "版の中の規則のID。" | "The rule's id in the edition.";
    parameter: String = "置き換える項目" | "Parameter" ["項目"] Required Nothing,
        "規則の項目名（least など）。" | "The rule's key, such as least.";
    value: String = "値" | "Value" ["置き換える値"] Required Nothing,
        "数か文字。表は JSON で書きます。" | "A number or text; a table as JSON.";
    ground: String = "理由" | "Ground" ["事由"] Required Nothing, "特例を認めた理由。" | "Why it was granted.";
    decided_by: String = "決定者" | "Decided by" ["決定機関"] Required Nothing, "決めた人・会議。" | "Who decided.";
    decided_on: Option<Date> = "決定日" | "Decided on" ["決定年月日"] Required Nothing, "決めた日。" | "When.";
    from: Option<Date> = "開始日" | "From" ["適用開始日", "開始"] Required Nothing, "適用の最初の日。" | "First day it holds.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "終了"] Optional Nothing,
        "その日を含みます。期限がなければ空欄。" | "Last day included; empty without end.";
}

sheet! {
    /// 異動の通知: a change of posting and when it was announced.
    NoticeRow in Notices = "異動の通知" | "Notices" ["内示", "異動通知", "通知"],
        "一行が一つの通知です。" | "One notice a row.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    given: Option<Date> = "通知日" | "Given" ["内示日"] Required Nothing, "本人に知らせた日。" | "Day the person was told.";
    effective: Option<Date> = "異動日" | "Effective" ["発令日"] Required Nothing, "異動の日。" | "Day of the change.";
}
