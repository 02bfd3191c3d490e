//! The plan workbook, opened again and read cell by cell.

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use kernel::{Bilingual, Lang};
use problem::{ConflictElement, Crowded, Objective, Problem, Step};
use sheets::{Checked, PersonReasons, PlanOutError, PlanView, PostingReason, plan_workbook};

use crate::plan_sample::{Sample, plan, published, sample};

fn view(sample: &Sample) -> PlanView<'_> {
    PlanView {
        problem: &sample.problem,
        plan: &sample.plan,
        editions: &sample.editions,
        verdicts: &sample.now,
        verdicts_at_end: &sample.end,
        checked: Some(Checked { feasible: true, objective: &sample.plan.objective, findings: &[] }),
        reasons: None,
        previous: None,
    }
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes.to_vec()).worksheet_range(name).unwrap()
}

/// All texts of a sheet, one line a row.
fn text(range: &Range<Data>) -> String {
    let row = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t");
    range.rows().map(row).collect::<Vec<_>>().join("\n")
}

fn all_text(bytes: &[u8]) -> String {
    let mut workbook = open(bytes.to_vec());
    let names = workbook.sheet_names().to_vec();
    names.iter().map(|name| text(&workbook.worksheet_range(name).unwrap())).collect::<Vec<_>>().join("\n")
}

fn day(cell: &Data) -> (u16, u8, u8) {
    let Data::DateTime(date) = cell else { panic!("{cell:?} is no date") };
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    (year, month, day)
}

fn row_of<'r>(range: &'r Range<Data>, name: &str) -> &'r [Data] {
    range.rows().find(|row| row.iter().any(|cell| *cell == *name)).unwrap()
}

#[test]
fn every_sheet_is_there_in_both_languages() {
    let sample = sample();
    let names = |lang| open(plan_workbook(&view(&sample), lang).unwrap()).sheet_names().to_vec();
    let ja = [
        "概要",
        "医師別",
        "医療機関別",
        "圏域×診療科×年",
        "規則の要点",
        "規則",
        "不足と未配置",
        "前回からの変更",
        "印刷",
        "データ",
        "データ_必要数",
        "用語と凡例",
    ];
    assert_eq!(names(Lang::Ja), ja);
    assert_eq!(names(Lang::En).len(), ja.len());
}

/// One reason, told of a person in his first period; of the next there was nothing to choose.
fn reasons(sample: &Sample, person: usize) -> Vec<PersonReasons> {
    let reason = PostingReason {
        serves: vec![
            Bilingual::new(
                "この勤務先の内科 危機 1／2人（いなければ0人、+600点）",
                "here 内科, critical: 1 of 2",
            ),
            Bilingual::new("本人の第1希望", "wish of rank 1"),
            Bilingual::new("算入6か月（義務年限・専門研修）", "counts 6 months (months owed, training)"),
        ],
        next: Bilingual::new("前橋赤十字病院（内科）", "前橋赤十字病院 (内科)"),
        cost: Some(1_040),
        terms: Bilingual::new("危機の不足 +600、本人の希望 +440", "Unmet critical need +600, Wishes +440"),
    };
    vec![(sample.plan.people[person].person.clone(), vec![Some(reason), None])]
}

#[test]
fn each_posting_says_what_it_serves_and_what_would_be_next_best() {
    let sample = sample();
    let reasons = reasons(&sample, 0);
    let told = PlanView { reasons: Some(&reasons), ..view(&sample) };
    let bytes = plan_workbook(&told, Lang::Ja).unwrap();
    let why = sheet(&bytes, "配置の理由");
    assert_eq!(why.height(), 5, "title, note, an empty row, headings, one posting");
    let name = sample.problem.people[0].name.as_str();
    let row: Vec<String> = row_of(&why, name).iter().map(ToString::to_string).collect();
    assert_eq!(
        row[2..],
        [
            "令和9年度前期",
            "群馬大学医学部附属病院",
            "内科",
            "この勤務先の内科 危機 1／2人（いなければ0人、+600点）、\n本人の第1希望、算入6か月（義務年限・専門研修）",
            "前橋赤十字病院（内科）",
            "1040",
            "危機の不足 +600、本人の希望 +440"
        ]
    );
    assert!(text(&sheet(&bytes, "概要")).contains("配置の理由"));
    let english = plan_workbook(&told, Lang::En).unwrap();
    assert!(text(&sheet(&english, "Why")).contains("critical: 1 of 2"));
}

#[test]
fn a_workbook_without_reasons_has_no_sheet_of_them() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    assert!(!open(bytes.clone()).sheet_names().contains(&"配置の理由".to_owned()));
    assert!(!text(&sheet(&bytes, "概要")).contains("次善"));
}

#[test]
fn names_keep_every_code_point() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    for name in ["医師別", "規則", "印刷", "データ"] {
        assert!(text(&sheet(&bytes, name)).contains("髙﨑 𠮷郎"), "{name}");
    }
}

#[test]
fn a_cell_names_the_place_and_below_it_the_area() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let grid = sheet(&bytes, "医師別");
    let row = row_of(&grid, "佐藤 陽翔");
    assert_eq!(row[6].to_string(), "利根中央病院\n沼田・決定済");
    assert_eq!(row[12].to_string(), "義務終了");
    assert_eq!(row_of(&grid, "山口 美咲")[12].to_string(), "中小病院群\n吾妻");
    assert_eq!(row_of(&grid, "山口 美咲")[4].to_string(), "38／108");
    assert!(row_of(&grid, "伊藤 湊")[6].to_string().contains("他1"));
    assert_eq!(row_of(&grid, "中村 陽葵")[6].to_string(), "未配置\n規則が両立せず");
    assert!(row_of(&grid, "渡辺 凛")[8].to_string().starts_with("県外"));
}

#[test]
fn the_kind_of_a_leave_is_nowhere() {
    for lang in [Lang::Ja, Lang::En] {
        let bytes = plan_workbook(&view(&sample()), lang).unwrap();
        assert!(!all_text(&bytes).contains("childcare"));
        assert!(!all_text(&bytes).contains("育児"));
    }
}

#[test]
fn the_data_sheet_has_one_row_a_person_and_period_and_merges_nothing() {
    let sample = sample();
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    let data = sheet(&bytes, "データ");
    // 40 people × 8 periods, and one more row for the second part of a pattern held in 4 periods; the heading.
    assert_eq!(data.height(), 40 * 8 + 4 + 1);
    let mut workbook = open(bytes.clone());
    for name in ["データ", "データ_必要数"] {
        assert!(workbook.merge_cells_by_sheet_name(name).unwrap().is_empty(), "{name}");
    }
    let first = row_of(&data, "G001");
    assert_eq!(first[2], Data::Float(2010.0));
    assert_eq!(first[9].to_string(), "post");
    assert_eq!(first[13].to_string(), "p01");
    assert_eq!(day(&first[5]), (2027, 4, 1));
    assert_eq!(day(&first[6]), (2027, 9, 30));
}

#[test]
fn numbers_of_the_data_sheets_are_numbers_without_marks() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let needs = sheet(&bytes, "データ_必要数");
    for row in needs.rows().skip(1) {
        for figure in &row[9..13] {
            assert!(matches!(figure, Data::Float(_) | Data::Int(_)), "{figure:?}");
        }
    }
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let mut sample = sample();
    sample.problem.people[0].name = "=HYPERLINK(\"http://example.test\",\"x\")".into();
    sample.problem.title = "=1+1 & more".into();
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    let mut archive = open(bytes.clone());
    for name in archive.sheet_names().to_vec() {
        assert!(archive.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    assert!(text(&sheet(&bytes, "医師別")).contains("=HYPERLINK("));
}

#[test]
fn an_overlong_name_is_cut_and_not_an_error() {
    let mut sample = sample();
    sample.problem.people[0].name = "髙".repeat(40_000);
    assert!(plan_workbook(&view(&sample), Lang::Ja).is_ok());
}

#[test]
fn no_japanese_sentence_of_ours_is_left_in_the_english_workbook() {
    let mut sample = sample();
    sample.problem.title = "Plan".into();
    for person in &mut sample.problem.people {
        person.reported.clear();
    }
    let bytes = plan_workbook(&view(&sample), Lang::En).unwrap();
    for line in all_text(&bytes).lines().flat_map(|line| line.split('\t')) {
        let ours = ["です", "ます", "配置", "不足", "規則", "圏域の", "期間"];
        assert!(!ours.iter().any(|word| line.contains(word)), "{line}");
    }
}

#[test]
fn the_summary_points_to_what_matters_first() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let summary = text(&sheet(&bytes, "概要"));
    for words in [
        "架空",
        "規則をすべては満たせない人が1人います（中村 陽葵）",
        "配置先のない期間がある人が3人います",
        "独立の検査に合格",
        "項目ごとに一致",
        "320,100点",
        "18,240単位",
    ] {
        assert!(summary.contains(words), "{words}\n{summary}");
    }
}

#[test]
fn a_rule_at_risk_is_news_only_once_the_months_owed_are_served() {
    let mut sample = sample();
    let told = |sample: &Sample| text(&sheet(&plan_workbook(&view(sample), Lang::Ja).unwrap(), "概要"));
    let all = told(&sample);
    assert!(all.contains("義務の月数を終えても「要注意」の規則が残る人が2人"), "{all}");
    assert!(all.contains("これから満たす規則が残る人が0人"), "{all}");
    let end = &mut sample.end[12].1;
    end[0].done = Some(kernel::Fraction::whole(60));
    let one = told(&sample);
    assert!(one.contains("規則が残る人が1人います（"), "{one}");
    assert!(one.contains("これから満たす規則が残る人が1人"), "{one}");
}

#[test]
fn a_certificate_that_is_on_its_way_is_not_told_as_missing() {
    let mut sample = sample();
    for edition in sample.editions.values_mut() {
        let rule = edition.rules.iter_mut().find(|rule| rule.id.as_str() == "minimum-stay").unwrap();
        rule.requirement = rules::Requirement::MilestoneBy(rules::MilestoneBy {
            milestone: "board-certificate".parse().unwrap(),
            deadline: rules::Deadline {
                loan_ratio: None,
                months: kernel::Months(120),
                from: rules::Anchor::Graduation,
                extended_by_leave: false,
            },
            after_training: None,
        });
    }
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    let summary = text(&sheet(&bytes, "概要"));
    assert!(!summary.contains("「要注意」の規則"), "{summary}");
    let brief = text(&sheet(&bytes, "規則の要点"));
    assert!(!brief.contains("△ 期限までの資格"), "{brief}");
    let rules = text(&sheet(&bytes, "規則"));
    let of_milestone = rules.lines().filter(|line| line.contains("期限までの資格"));
    assert!(of_milestone.clone().count() > 0, "{rules}");
    assert!(of_milestone.clone().all(|line| !line.contains("要注意")), "{rules}");
}

#[test]
fn a_plan_the_checker_refuses_says_so_first() {
    let sample = sample();
    let other = Objective::default();
    let findings = [Bilingual::new("定員を超えています。", "Over capacity.")];
    let refused = Some(Checked { feasible: false, objective: &other, findings: &findings });
    let bytes = plan_workbook(&PlanView { checked: refused, ..view(&sample) }, Lang::Ja).unwrap();
    let summary = text(&sheet(&bytes, "概要"));
    assert!(summary.contains("この案は使わないでください"));
    assert!(summary.contains("定員を超えています。"));
    assert!(summary.contains("検査で計算し直した値 0点と違います"));
}

#[test]
fn a_conflict_is_told_in_words() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let sheet = text(&sheet(&bytes, "不足と未配置"));
    for words in [
        "規則「同一の医療機関における勤務期間は、原則として一年以上とする。」",
        "固定: 令和10年度は利根中央病院（医局の決定）",
        "配置できない医療機関: 利根中央病院",
        "「原町赤十字病院」での勤務は令和6年4月から令和6年9月までの6月で、1年に満たないまま終わりました",
    ] {
        assert!(sheet.contains(words), "{words}\n{sheet}");
    }
}

#[test]
fn a_conflict_of_several_is_told_with_what_would_be_enough() {
    let mut sample = sample();
    let post = sample.problem.posts[0].id.clone();
    let period = sample.problem.horizon[0].span.from;
    let people = sample.problem.people[..2].iter().map(|person| person.career.person.clone()).collect();
    let conflict = vec![ConflictElement::Post { post, period, enough: 3 }, ConflictElement::Pin(1)];
    sample.plan.crowded = vec![Crowded { people, conflict }];
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    let summary = text(&sheet(&bytes, "概要"));
    assert!(summary.contains("全員は配置できない組が1組あります（"), "{summary}");
    let sheet = text(&sheet(&bytes, "不足と未配置"));
    for words in ["規則と定員をすべては満たせない人（2件）", "1. 定員: ", "の不足（3あれば足りる）"]
    {
        assert!(sheet.contains(words), "{words}\n{sheet}");
    }
}

#[test]
fn every_rule_of_every_person_has_a_row_with_its_own_sentence() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let rules = sheet(&bytes, "規則");
    assert_eq!(rules.rows().filter(|row| row[0].to_string().starts_with('G')).count(), 40 * 3);
    let row = row_of(&rules, "髙﨑 𠮷郎");
    assert!(row[5].to_string().starts_with("貸与を受けた期間の二分の三"));
    assert_eq!(row[6].to_string(), "○ 順調");
    assert_eq!(row[7].to_string(), "◎ 達成");
    assert_eq!(row[8].to_string(), "0.5");
    assert_eq!(row[11].to_string(), "R18.3.31");
}

#[test]
fn the_rules_in_brief_have_one_line_a_person_and_leave_out_what_is_met() {
    let sample = sample();
    let brief = sheet(&plan_workbook(&view(&sample), Lang::Ja).unwrap(), "規則の要点");
    let people: Vec<String> =
        brief.rows().map(|row| row[0].to_string()).filter(|code| code.starts_with('G')).collect();
    assert_eq!(people.len(), sample.problem.people.len());
    let row = row_of(&brief, "髙﨑 𠮷郎");
    assert_eq!(row[8].to_string(), "× → × ？1");
    let open = row[9].to_string();
    assert!(open.starts_with("× 最低勤務期間: ") && open.contains("？ 内容が未定"), "{open}");
    assert!(!open.contains("義務年限"), "it is met: {open}");
}

/// The part of a sheet that is printed, as the workbook names it.
fn print_area(bytes: &[u8], sheet: &str) -> Option<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut book = String::new();
    zip.by_name("xl/workbook.xml").unwrap().read_to_string(&mut book).unwrap();
    let named = format!(">{sheet}!");
    book.split("_xlnm.Print_Area")
        .skip(1)
        .find_map(|rest| Some(rest.split_once(&named)?.1.split('<').next()?.to_owned()))
}

#[test]
fn what_would_take_hundreds_of_pages_prints_its_headings_only() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    assert_eq!(print_area(&bytes, "規則").as_deref(), Some("$A$1:$O$4"));
    for name in ["データ", "データ_必要数"] {
        let area = print_area(&bytes, name).unwrap();
        assert!(area.starts_with("$A$1:$") && area.ends_with("$1"), "{name} {area}");
    }
}

#[test]
fn whoever_has_no_posting_in_the_columns_of_the_form_for_print_is_drawn_together() {
    let mut sample = sample();
    let [free, student] = [0, 1].map(|place| sample.plan.people[place].person.clone());
    for (person, step) in [(&free, Step::Released), (&student, Step::NotYet)] {
        let planned = sample.plan.people.iter_mut().find(|row| row.person == *person).unwrap();
        planned.steps = vec![step; planned.steps.len()];
    }
    let printed = sheet(&plan_workbook(&view(&sample), Lang::Ja).unwrap(), "印刷");
    for (person, words) in [(free, "計画の始まりまでに義務を終える人"), (student, "在学中の人")]
    {
        let known = sample.problem.people.iter().find(|row| row.career.person == person).unwrap();
        assert!(!printed.rows().any(|row| row[1] == *known.name.as_str()), "{person} has a row");
        let line = printed.rows().map(|row| row[0].to_string()).find(|text| text.contains(words)).unwrap();
        assert!(line.contains(known.name.as_str()), "{line}");
    }
}

#[test]
fn without_an_earlier_plan_the_changes_say_so() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    assert!(text(&sheet(&bytes, "前回からの変更")).contains("前回の配置案がない"));
}

#[test]
fn what_was_published_is_compared() {
    let mut sample = sample();
    sample.problem.previous = published();
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    let changes = sheet(&bytes, "前回からの変更");
    let row = row_of(&changes, "鈴木 結菜");
    assert_eq!(row[3].to_string(), "令和9年度");
    assert_eq!(row[4].to_string(), "群馬県立がんセンター");
    assert!(!text(&changes).contains("佐藤 陽翔"), "he stays where he was published");
}

#[test]
fn an_earlier_plan_is_compared_with_its_own_problem() {
    let sample = sample();
    let (problem, mut earlier): (Problem, _) = (sample.problem.clone(), plan());
    earlier.people[3].steps[4] = Step::Post("p05-3".parse().unwrap());
    let compared = PlanView { previous: Some((&problem, &earlier)), ..view(&sample) };
    let changes = sheet(&plan_workbook(&compared, Lang::Ja).unwrap(), "前回からの変更");
    assert_eq!(changes.rows().filter(|row| row[0].to_string().starts_with('G')).count(), 1);
    assert_eq!(row_of(&changes, "鈴木 結菜")[3].to_string(), "令和11年度");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let sample = sample();
    assert_eq!(
        plan_workbook(&view(&sample), Lang::Ja).unwrap(),
        plan_workbook(&view(&sample), Lang::Ja).unwrap()
    );
}

#[test]
fn a_plan_of_another_problem_is_refused_with_the_name_that_is_missing() {
    let mut sample = sample();
    sample.plan.people[0].steps[0] = Step::Post("nowhere".parse().unwrap());
    let refused = plan_workbook(&view(&sample), Lang::Ja).unwrap_err();
    assert!(matches!(refused, PlanOutError::Mismatch(_)));
    assert!(refused.sentence().ja.contains("nowhere"));
    sample.plan.people[0].steps.truncate(2);
    assert!(plan_workbook(&view(&sample), Lang::Ja).is_err());
    sample.problem.horizon.clear();
    assert!(plan_workbook(&view(&sample), Lang::Ja).is_err());
}

#[test]
fn a_shortage_has_a_sign_and_not_only_a_colour() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let table = sheet(&bytes, "圏域×診療科×年");
    let row = table.rows().find(|row| row[0] == *"渋川" && row[1] == *"内科").unwrap();
    assert_eq!(row[2].to_string(), "▲ 0／2");
    assert!(text(&sheet(&bytes, "医療機関別")).contains("● 0／1（定員2）"));
}

#[test]
fn the_file_is_a_workbook_that_names_no_maker() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let mut start = [0; 2];
    Cursor::new(&bytes).read_exact(&mut start).unwrap();
    assert_eq!(&start, b"PK");
}

#[test]
fn a_facility_is_summed_up_against_its_limit() {
    let bytes = plan_workbook(&view(&sample()), Lang::Ja).unwrap();
    let table = sheet(&bytes, "医療機関別");
    let row = table.rows().find(|row| row[1] == *"前橋赤十字病院" && row[2] == *"全科の計").unwrap();
    assert_eq!(row[3].to_string(), "3（上限9）");
    assert_eq!(row[9].to_string(), "－");
}

#[test]
fn an_office_without_people_and_areas_has_a_workbook_too() {
    let mut sample = sample();
    sample.problem.people.clear();
    sample.problem.tables.areas.clear();
    sample.problem.needs.clear();
    sample.plan.people.clear();
    sample.plan.impossible.clear();
    sample.plan.residual.clear();
    for lang in [Lang::Ja, Lang::En] {
        assert!(plan_workbook(&view(&sample), lang).is_ok());
    }
    let bytes = plan_workbook(&view(&sample), Lang::Ja).unwrap();
    assert!(text(&sheet(&bytes, "概要")).contains("すぐに手を打つべきことはありません"));
}
