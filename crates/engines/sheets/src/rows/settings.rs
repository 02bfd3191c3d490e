//! 設定: what the plan is called, when its facts hold, which months it plans, and its exchange rates.
//!
//! This sheet lies on its side: one setting a row, its heading in the first column and its value in the second.

use kernel::{Date, Months, YearMonth};

use crate::{
    choice::RatesPreset,
    table::{Offer::Nothing, sheet},
};

sheet! {
    /// 設定.
    SettingsRow in Settings = "設定" | "Settings" ["条件", "基本設定", "計画の設定"],
        "項目ごとに値を入力します。空欄の項目は説明にある標準の値になります。"
        | "Enter a value for each setting. An empty one takes the standard value its note gives.";
    title: String = "計画の題名" | "Title" ["題名", "タイトル", "計画名"] Required Nothing,
        "計画書に載る題名です。" | "The title the plan carries.";
    fictitious: bool = "架空の資料" | "Fictitious" ["架空"] Optional Nothing,
        "試験用の架空の名簿なら ○。出力のすべてに表示されます。"
        | "○ for a made-up roster; every output says so.";
    valid_on: Option<Date> = "時点" | "Valid on" ["基準日", "現在日"] Required Nothing,
        "この日に有効な事実で判定します。" | "The day whose facts are judged.";
    known_on: Option<Date> = "把握日" | "Known on" ["記録日"] Optional Nothing,
        "この日までに記録された事実を使います。空欄なら時点と同じ日です。"
        | "Facts recorded up to this day are used; the same day if empty.";
    horizon_from: Option<YearMonth> = "計画開始月" | "First month planned" ["計画開始", "開始月"] Required Nothing,
        "計画する最初の月です。ふつうは次の4月です。" | "The first month to plan, usually the next April.";
    near_periods: Option<u32> = "施設まで決める期間の数" | "Periods by facility" [] Optional Nothing,
        "近い期間は施設名まで決めます。標準は6（半年ごとに3年）。"
        | "So many near periods name the facility. Standard: 6 (three years by half-year).";
    near_months: Option<Months> = "施設まで決める期間の月数" | "Months of a period by facility" [] Optional Nothing,
        "一つの期間の長さです。標準は6か月。" | "How long each of them is. Standard: 6 months.";
    far_periods: Option<u32> = "圏域まで決める期間の数" | "Periods by zone" [] Optional Nothing,
        "遠い期間は圏域と病院群までを決めます。標準は7。"
        | "So many far periods name only area and hospital group. Standard: 7.";
    far_months: Option<Months> = "圏域まで決める期間の月数" | "Months of a period by zone" [] Optional Nothing,
        "一つの期間の長さです。標準は12か月。" | "How long each of them is. Standard: 12 months.";
    trainees_per_instructor: Option<u32> = "指導医一人当たりの専攻医の上限" | "Trainees per instructor"
        ["指導医1人当たり専攻医数", "指導医一人あたりの専攻医数"] Optional Nothing,
        "空欄なら上限を置きません。" | "No limit if empty.";
    editions: Vec<String> = "使う版" | "Editions used" ["版", "規則の版"] Optional Nothing,
        "義務・約束が指す版のIDを「、」で区切って並べます。空欄なら義務・約束にある版を使います。"
        | "Ids of the editions, separated by 、. If empty, those that the commitments name.";
    rates: Option<RatesPreset> = "交換比率" | "Exchange rates" ["重み", "比率"] Optional Nothing,
        "標準は「標準」。下の項目で一つずつ変えられます。" | "Standard unless changed one by one below.";
    unplaced: Option<i64> = "未配置（年）" | "Unplaced, a year" ["未配置"] Optional Nothing,
        "一人が1年配置されないときの点数。標準は24000。" | "Points for a person unplaced for a year. Standard: 24000.";
    wish_ranks: Vec<String> = "希望順位ごと（年）" | "Wish ranks, a year" ["希望順位"] Optional Nothing,
        "第1希望から順に「、」で区切ります。標準は 0、60、120、180。"
        | "From the first wish on, separated by 、. Standard: 0、60、120、180.";
    wish_unlisted: Option<i64> = "希望外の配置（年）" | "In no wish, a year" ["希望外"] Optional Nothing,
        "標準は300。" | "Standard: 300.";
    window: Option<i64> = "希望時期以外の勤務（年）" | "Outside the wanted window, a year" [] Optional Nothing,
        "標準は240。" | "Standard: 240.";
    move_workplace: Option<i64> = "勤務先の異動" | "Move of workplace" ["異動"] Optional Nothing,
        "標準は60。" | "Standard: 60.";
    move_area: Option<i64> = "圏域をまたぐ異動" | "Move of area" [] Optional Nothing,
        "上に加わる点数。標準は60。" | "On top. Standard: 60.";
    outside_unmet: Option<i64> = "県外希望の不実現（年）" | "Outside wish not met, a year" [] Optional Nothing,
        "標準は360。" | "Standard: 360.";
    change: Option<i64> = "前回計画からの変更（年）" | "Change of what was published, a year" ["変更"] Optional Nothing,
        "標準は240。" | "Standard: 240.";
    couple_apart: Option<i64> = "世帯の別居（年）" | "Couple apart, a year" [] Optional Nothing,
        "標準は480。" | "Standard: 480.";
    worst_share: Option<i64> = "圏域の最大不足率（千分率）" | "Worst shortage of an area, per mille" [] Optional Nothing,
        "標準は0（使いません）。" | "Standard: 0 (not used).";
    share_steps: Vec<String> = "圏域の不足率の段階（年）" | "Steps of an area's shortage, a year" ["不足率の段階"] Optional Nothing,
        "「千分率=点数」を「、」で区切ります。250=600 なら、圏域の不足が希望数の25%を超えた一人ごとに600点が加わります。空欄なら使いません。"
        | "Per mille=points, separated by 、. 250=600 adds 600 for each head that an area lacks beyond 25 % of those wanted. Not used if empty.";
    specialty_rank: Option<i64> = "基本領域の候補順位" | "Specialty, a rank down" [] Optional Nothing,
        "候補の順位が一つ下がるごとの点数。標準は120。" | "Points for each rank further down the open specialties. Standard: 120.";
}
