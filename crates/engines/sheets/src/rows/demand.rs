//! ポスト・必要数・勤務の型・固定・前回計画: where people can go, are needed, and are already promised.

use kernel::{Months, Share, YearMonth};
use problem::NeedLevel;
use rules::Activity;

use crate::table::{
    Offer::{Departments, Nothing, Of},
    SheetKey::{Areas, Facilities, Physicians, Posts},
    sheet,
};

sheet! {
    /// ポスト: a department's room for people, and how many it needs.
    PostRow in Posts = "ポスト" | "Posts" ["派遣枠", "受入枠", "定員"],
        "一行が、一つの医療機関の一つの診療科の受け入れ枠です。人数は常勤換算です。"
        | "One department's room for people a row, in full-time heads.";
    id: String = "ポストID" | "Post ID" ["ID", "ポスト番号"] Optional Nothing,
        "固定や勤務の型が指すための番号。空欄なら医療機関と診療科から作ります。" | "If empty, made of facility and department.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名", "勤務先", "病院", "病院名"] Required Of(Facilities), "IDまたは名称。" | "Its id or name.";
    department: String = "診療科" | "Department" ["科", "領域"] Required Departments, "診療科。" | "The department.";
    activity: Option<Activity> = "従事内容" | "Activity" ["業務"] Optional Nothing,
        "初期臨床研修の枠はここで示します。空欄なら診療。" | "Clinical if empty.";
    employer: String = "雇用先" | "Employer" ["派遣元", "所属"] Optional Of(Facilities), "医療機関と違うときだけ。" | "Only if it is not the facility.";
    from: Option<YearMonth> = "開始月" | "From" ["開始"] Optional Nothing, "空欄なら計画の初めから。" | "From the start of the plan if empty.";
    through: Option<YearMonth> = "終了月（まで）" | "Through" ["終了月", "終了"] Optional Nothing,
        "その月を含みます。空欄なら計画の終わりまで。" | "Last month included; to the end of the plan if empty.";
    most: Option<u32> = "上限" | "Most" ["受入上限", "定員"] Required Nothing, "同時に受け入れられる人数。" | "Most people at a time.";
    minimum: Option<u32> = "最低" | "Minimum" ["最低数", "必要最低数"] Optional Nothing, "空けてはならない人数。" | "Must not stand empty.";
    minimum_price: Option<i64> = "最低の点数" | "Price of the minimum" [] Optional Nothing,
        "一人1年不足したときの点数。標準は12000。" | "For one missing a year. Standard: 12000.";
    critical: Option<u32> = "危機" | "Critical" ["危機数"] Optional Nothing,
        "下回ると診療を続けられない人数。最低を含みます。" | "Below this the service closes; the minimum included.";
    critical_price: Option<i64> = "危機の点数" | "Price of the critical" [] Optional Nothing, "標準は6000。" | "Standard: 6000.";
    wanted: Option<u32> = "希望" | "Wanted" ["希望数", "要望数", "派遣要望数"] Optional Nothing,
        "医療機関が求める人数。危機を含みます。" | "What is asked for; the critical included.";
    wanted_price: Option<i64> = "希望の点数" | "Price of the wanted" [] Optional Nothing, "標準は1200。" | "Standard: 1200.";
}

sheet! {
    /// 必要数: a need of a facility or an area, beside those of the posts.
    NeedRow in Needs = "必要数" | "Needs" ["需要", "圏域の必要数"],
        "一行が、圏域または医療機関の必要数です。ポストごとの必要数は「ポスト」に書きます。"
        | "One need of an area or facility a row; those of single posts stand in Posts.";
    id: String = "必要数ID" | "Need ID" ["ID"] Optional Nothing, "空欄なら行から作ります。" | "If empty, made of the row.";
    level: Option<NeedLevel> = "水準" | "Level" ["段階"] Required Nothing, "最低・危機・希望・公平。" | "Minimum, critical, wanted, fairness.";
    area: String = "圏域" | "Area" ["圏域ID", "二次医療圏"] Optional Of(Areas), "圏域か医療機関のどちらか一つ。" | "Either an area or a facility.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名"] Optional Of(Facilities), "圏域か医療機関のどちらか一つ。" | "Either an area or a facility.";
    department: String = "診療科" | "Department" ["科"] Optional Departments, "空欄なら全診療科。" | "All together if empty.";
    from: Option<YearMonth> = "開始月" | "From" ["開始"] Optional Nothing, "空欄なら計画の初めから。" | "From the start of the plan if empty.";
    through: Option<YearMonth> = "終了月（まで）" | "Through" ["終了月", "終了"] Optional Nothing,
        "その月を含みます。空欄なら計画の終わりまで。" | "Last month included; to the end of the plan if empty.";
    heads: Option<u32> = "人数" | "Heads" ["必要数"] Required Nothing, "常勤換算。" | "Full-time heads.";
    price: Option<i64> = "点数" | "Price" ["重み"] Optional Nothing,
        "一人1年不足したときの点数。空欄ならポストと同じ標準。" | "For one missing a year; the standard of Posts if empty.";
}

sheet! {
    /// 勤務の型: a part of a way to share time between posts.
    PatternRow in Patterns = "勤務の型" | "Patterns" ["勤務パターン", "勤務形態"],
        "同じ型IDの行をまとめて一つの型とします（週3日A病院・週2日B診療所など）。最初の行が主たる勤務です。"
        | "Rows with one id make one pattern; the first is the main part.";
    id: String = "型ID" | "Pattern ID" ["ID", "パターンID"] Required Nothing, "型の番号。" | "The pattern's id.";
    name: String = "型の名称" | "Name" ["名称"] Optional Nothing, "最初の行に入力します。" | "In the first row.";
    post: String = "ポストID" | "Post ID" ["ポスト"] Required Of(Posts), "「ポスト」シートのID。" | "From the sheet Posts.";
    after: Option<Months> = "開始までの月数" | "After months" [] Optional Nothing, "期間の初めから何か月後に始まるか。空欄なら0。" | "After so many months of the period; 0 if empty.";
    months: Option<Months> = "月数" | "Months" [] Optional Nothing, "空欄なら期間の終わりまで。" | "To the end of the period if empty.";
    share: Option<Share> = "勤務割合" | "Share" ["勤務割合（％）", "勤務割合(%)"] Optional Nothing, "％。空欄なら100。" | "Percent; 100 if empty.";
    side: bool = "兼務" | "Side post" ["副"] Optional Nothing, "主たる勤務でなければ ○。" | "○ if a side post.";
}

sheet! {
    /// 固定: a choice already made, or asked for.
    PinRow in Pins = "固定" | "Pins" ["決定済", "固定配置", "確定"],
        "一行が、すでに決まった（または強く求められた）一つの配置です。ポスト・医療機関・県外のどれか一つを入力します。"
        | "One choice already made a row: a post, a facility, or outside.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    from: Option<YearMonth> = "開始月" | "From" ["開始"] Required Nothing, "最初の月。" | "First month.";
    through: Option<YearMonth> = "終了月（まで）" | "Through" ["終了月", "終了"] Required Nothing, "その月を含みます。" | "Last month included.";
    post: String = "ポストID" | "Post ID" ["ポスト"] Optional Of(Posts), "ポストまで決まっているとき。" | "If the post is decided.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名", "勤務先"] Optional Of(Facilities), "医療機関まで決まっているとき。" | "If the facility is decided.";
    outside: bool = "県外" | "Outside" [] Optional Nothing, "県外勤務なら ○。" | "○ if outside the prefecture.";
    soft_price: Option<i64> = "外したときの点数" | "Soft price" ["点数"] Optional Nothing,
        "空欄なら必ず守ります。点数を書くと、1年外れるごとにその点数がかかります。"
        | "Firm if empty; else a year elsewhere costs this.";
    why: String = "理由" | "Why" ["決定者・理由", "備考"] Optional Nothing, "誰が、なぜ決めたか。" | "Who decided, why.";
}

sheet! {
    /// 前回計画: what was published before.
    PreviousRow in Previous = "前回計画" | "Previous plan" ["前回", "公表済計画"],
        "一行が、公表済みの一つの配置です。変えると点数がかかります。" | "One published posting a row; a change has a price.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    from: Option<YearMonth> = "開始月" | "From" ["開始"] Required Nothing, "最初の月。" | "First month.";
    through: Option<YearMonth> = "終了月（まで）" | "Through" ["終了月", "終了"] Required Nothing, "その月を含みます。" | "Last month included.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "医療機関名", "勤務先"] Optional Of(Facilities), "空欄なら県外。" | "Outside if empty.";
    price: Option<i64> = "変更の点数" | "Price of a change" ["点数"] Optional Nothing, "空欄なら設定の値。" | "The general price if empty.";
}
