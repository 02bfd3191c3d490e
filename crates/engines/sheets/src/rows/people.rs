//! 医師・希望・世帯: who takes part and what they wish.

use kernel::{Date, FiscalYear, Months, Share, YearMonth, Yen};
use rules::{Activity, Instrument};

use crate::{
    choice::WishKind,
    table::{
        Offer::{Departments, Nothing, Of},
        SheetKey::{Areas, Classes, Facilities, Physicians, Programmes},
        sheet,
    },
};

sheet! {
    /// 医師: a physician, student or resident who takes part.
    PhysicianRow in Physicians = "医師" | "Physicians" ["医師名簿", "名簿", "医師一覧", "対象医師"],
        "一行が一人です。医学生・初期研修医も入れます。" | "One person a row, students and residents too.";
    id: String = "医師ID" | "Physician ID" ["ID", "番号", "医師番号", "整理番号", "管理番号"] Required Nothing,
        "ほかのシートが一人を指すための番号です。重複できません。"
        | "What the other sheets call the person by; must be unique.";
    name: String = "氏名" | "Name" ["医師名", "名前", "医師氏名"] Required Nothing,
        "姓と名の間を一つ空けます。異体字はそのまま入力してください。"
        | "Family name, a blank, given name, exactly as written.";
    kana: String = "フリガナ" | "Reading" ["ふりがな", "カナ", "氏名カナ"] Optional Nothing,
        "カタカナかひらがな。" | "In kana.";
    former_name: String = "旧姓" | "Former name" ["旧姓名", "旧氏名"] Optional Nothing,
        "通称として使う旧姓があれば。" | "If still in use.";
    entered: Option<FiscalYear> = "入学年度" | "Entered (fiscal year)" ["入学年", "入学"] Optional Nothing,
        "規則がどの入学年度に当たるかを決めます。2013、H25、平成25年度のどれでも。"
        | "Decides which cohort's values bind: 2013, H25.";
    graduated: Option<Date> = "卒業日" | "Graduated" ["卒業", "卒業年月日", "卒業予定日"] Optional Nothing,
        "見込みでも入力します。卒後年数はこの後の4月から数えます。" | "Past or expected. Years count from the April after.";
    licensed: Option<Date> = "医籍登録日" | "Licensed" ["免許取得日", "医籍登録年月日", "免許登録日"] Optional Nothing,
        "見込みでも入力します。" | "Past or expected.";
    track: String = "区分" | "Track" ["枠", "入学区分"] Optional Nothing,
        "地域枠、自治医科大学など。集計に使い、点数にはしません。" | "Quota, 自治医科大学 … Reported, never priced.";
    university: String = "大学" | "University" ["出身大学", "卒業大学"] Optional Nothing,
        "集計に使い、点数にはしません。" | "Reported, never priced.";
    sex: String = "性別" | "Sex" [] Optional Nothing,
        "集計に使い、点数にはしません。空欄でもかまいません。" | "Reported, never priced; may be empty.";
    specialty: String = "基本領域" | "Specialty" ["診療科", "専門領域", "専攻領域", "第1候補"] Required Departments,
        "決まっていればその領域だけを、未定なら第1候補をここに入力します。"
        | "The one chosen; if still open, the first candidate.";
    programme: String = "専門研修プログラム" | "Training programme" ["研修プログラム", "プログラム", "第1候補プログラム"] Optional Of(Programmes),
        "登録済みの、またはこれから登録するプログラム。" | "The one enrolled in, or to enrol in.";
    enrolled_from: Option<Date> = "専門研修開始日" | "Training from" ["プログラム登録日", "専門研修開始"] Optional Nothing,
        "専門研修を始めた日。空欄なら初期臨床研修の後に始めます。"
        | "First day of the training; if empty it begins after initial training.";
    enrolled_until: Option<Date> = "専門研修修了日" | "Training until" ["専門研修修了", "研修修了日"] Optional Nothing,
        "修了した日（その日を含む）。研修中なら空欄。" | "Last day; empty while training goes on.";
    second_specialty: String = "第2候補" | "Second candidate" ["基本領域第2候補", "第二候補"] Optional Departments,
        "基本領域が未定の人だけ。" | "Only while the specialty is open.";
    second_programme: String = "第2候補プログラム" | "Second candidate's programme" ["第二候補プログラム"] Optional Of(Programmes),
        "第2候補の専門研修プログラム。" | "The training programme of the second candidate.";
    third_specialty: String = "第3候補" | "Third candidate" ["基本領域第3候補", "第三候補"] Optional Departments,
        "基本領域が未定の人だけ。" | "Only while the specialty is open.";
    third_programme: String = "第3候補プログラム" | "Third candidate's programme" ["第三候補プログラム"] Optional Of(Programmes),
        "第3候補の専門研修プログラム。" | "The training programme of the third candidate.";
    initial_training_on: Option<Date> = "初期臨床研修修了日" | "Initial training completed" ["臨床研修修了日", "初期研修修了日"] Optional Nothing,
        "修了登録の日。" | "Day of completion.";
    certified_on: Option<Date> = "専門医取得日" | "Board certificate" ["専門医認定日", "専門医資格取得日"] Optional Nothing,
        "基本領域の専門医に認定された日。" | "Day of the certificate.";
    instructor_from: Option<Date> = "指導医となった日" | "Instructor since" ["指導医資格取得日", "指導医"] Optional Nothing,
        "配置された先で、基本領域の専攻医を指導できるようになる日。" | "From when the person can supervise trainees where posted.";
    unlisted: Option<i64> = "希望外の点数" | "Price in no wish" [] Optional Nothing,
        "この人だけ、希望外の配置の点数を変えるとき。" | "Instead of the general price, for this person.";
    remark: String = "備考" | "Remark" ["摘要"] Optional Nothing,
        "計画には使いません。" | "Not used by the planner.";
}

sheet! {
    /// 義務・約束: a commitment; a further loan period of the same commitment is a further row with the same id.
    CommitmentRow in Commitments = "義務・約束" | "Commitments" ["義務", "約束", "契約", "貸与契約", "義務年限"],
        "一行が一人の一つの約束です。県と市町村の両方から借りている人は二行になります。貸与に中断があれば、同じ約束IDの行を重ねます。"
        | "One commitment a row. A loan paid with a gap takes a further row with the same id.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    id: String = "約束ID" | "Commitment ID" ["契約番号", "約束番号", "契約ID"] Optional Nothing,
        "特例が指すための番号。空欄なら医師IDと版から作ります。" | "If empty, made of person and edition.";
    instrument: Option<Instrument> = "種類" | "Instrument" ["約束の種類", "根拠"] Required Nothing,
        "貸与条例・契約、キャリア形成プログラム、コースのどれか。" | "Loan contract, career programme or course.";
    edition: String = "版" | "Edition" ["規則の版", "版ID", "プログラムの版"] Required Nothing,
        "同意したときの版。新しい版に書き換えないでください。" | "The edition consented to; never rewritten to a newer one.";
    course: String = "コース" | "Course" ["コースID"] Optional Nothing,
        "版の中で選んだコース。" | "The course chosen inside the edition.";
    party: String = "相手方" | "Party" ["貸与者", "当事者"] Required Nothing,
        "県、市町村、大学など。" | "The lender or other party.";
    from: Option<Date> = "開始日" | "From" ["契約日", "約束日", "開始"] Required Nothing,
        "約束が始まった日。入学年度ごとの値はこの日で決まります。" | "First day bound.";
    ended: Option<Date> = "終了日" | "Ended" ["解除日", "免除日"] Optional Nothing,
        "免除・返還・解除などで終わった日。続いていれば空欄。" | "Released, repaid or otherwise ended; empty while it binds.";
    consent_on: Option<Date> = "同意日" | "Consent on" ["同意年月日"] Optional Nothing,
        "プログラムの適用に同意した日。" | "Day of consent.";
    consent_text: String = "同意書" | "Consent" ["同意書の所在"] Optional Nothing,
        "同意書の文書番号など。" | "The text, or where it is kept.";
    loan_from: Option<YearMonth> = "貸与開始月" | "Loan from" ["貸与開始", "貸与始期"] Optional Nothing,
        "貸与がなければ空欄。" | "Empty without a loan.";
    loan_through: Option<YearMonth> = "貸与終了月（まで）" | "Loan through" ["貸与終了月", "貸与終了", "貸与終期"] Optional Nothing,
        "その月を含みます。貸与が続いていれば見込みの月。" | "Last month included; expected if still paid.";
    monthly: Option<Yen> = "貸与月額" | "Loan a month" ["月額", "貸与月額（円）"] Optional Nothing,
        "円。" | "In yen.";
}

sheet! {
    /// 希望: a wish for a place, a time, work outside, or a place that is excluded.
    WishRow in Wishes = "希望" | "Wishes" ["希望調査", "意向", "希望一覧"],
        "一行が一つの希望です。種類によって使う列が違います。" | "One wish a row; its kind says which columns it uses.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    kind: Option<WishKind> = "種類" | "Kind" ["希望の種類"] Required Nothing,
        "勤務先（順位が要ります）、時期（区分の勤務をしたい期間）、県外、除外（理由が要ります）。"
        | "Place (with a rank), window, outside, excluded (with a reason).";
    rank: Option<u32> = "順位" | "Rank" ["希望順位"] Optional Nothing,
        "勤務先の希望の順位。1から。" | "Rank of a place, from 1.";
    workplace: String = "医療機関" | "Facility" ["医療機関ID", "勤務先", "病院"] Optional Of(Facilities),
        "医療機関IDまたは名称。圏域・区分とはどれか一つだけ。" | "Its id or name. Only one of facility, area and class.";
    area: String = "圏域" | "Area" ["二次医療圏"] Optional Of(Areas),
        "二次医療圏の希望のとき。" | "For a wish for an area.";
    class: String = "区分ID" | "Class" ["区分", "指定"] Optional Of(Classes),
        "医師少数区域など。時期の希望では必ず入力します。" | "A class of places; needed by a window.";
    from: Option<YearMonth> = "開始月" | "From" ["希望開始月", "開始"] Optional Nothing,
        "空欄ならいつでも。" | "At any time if empty.";
    through: Option<YearMonth> = "終了月（まで）" | "Through" ["終了月", "希望終了月", "終了"] Optional Nothing,
        "その月を含みます。" | "Last month included.";
    months: Option<Months> = "月数" | "Months" ["期間"] Optional Nothing,
        "県外勤務の希望月数。" | "How long, outside the prefecture.";
    department: String = "診療科" | "Department" ["科"] Optional Departments,
        "県外勤務での診療科。空欄なら基本領域。" | "Outside the prefecture; the specialty if empty.";
    activity: Option<Activity> = "従事内容" | "Activity" ["業務"] Optional Nothing,
        "県外勤務で何をするか。空欄なら診療。" | "Outside the prefecture; clinical if empty.";
    price: Option<i64> = "点数" | "Price" ["重み"] Optional Nothing,
        "この希望だけ、順位の点数を変えるとき（年）。" | "Instead of the price of its rank, a year.";
    why: String = "理由" | "Why" ["事由"] Optional Nothing,
        "除外の理由。" | "Why a place is excluded.";
}

sheet! {
    /// 世帯: two people who share a household.
    CoupleRow in Couples = "世帯" | "Households" ["夫婦", "同居"],
        "一行が一組です。二人とも「医師」シートにいる場合だけ入力します。"
        | "One couple a row, both from the sheet Physicians.";
    one: String = "医師ID1" | "Physician 1" ["医師ID（1）", "医師1", "医師ID①"] Required Of(Physicians),
        "一人目。" | "The one.";
    other: String = "医師ID2" | "Physician 2" ["医師ID（2）", "医師2", "医師ID②"] Required Of(Physicians),
        "二人目。" | "The other.";
}

sheet! {
    /// 時短勤務: a time of less than full-time work.
    PartTimeRow in PartTime = "時短勤務" | "Part time" ["短時間勤務", "部分休業"],
        "一行が一つの期間です。計画でも、この期間は勤務割合を上限にします。"
        | "One period a row; the plan keeps to the share.";
    person: String = "医師ID" | "Physician ID" ["ID", "医師番号", "氏名", "医師"] Required Of(Physicians),
        "「医師」シートの医師ID。氏名でもかまいません。" | "Id or name from the sheet Physicians.";
    from: Option<Date> = "開始日" | "From" ["開始"] Required Nothing, "最初の日。" | "First day.";
    through: Option<Date> = "終了日（まで）" | "Through" ["終了日", "終了"] Optional Nothing,
        "その日を含みます。未定なら空欄。" | "Last day included; empty if open.";
    share: Option<Share> = "勤務割合" | "Share" ["勤務割合（％）", "勤務割合(%)"] Required Nothing,
        "常勤を100とした％。" | "Percent of full time.";
}
