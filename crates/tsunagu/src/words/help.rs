//! The help texts.

pub mod office;

use kernel::Lang;

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    ja: &'static str,
    en: &'static str,
}

impl Text {
    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

macro_rules! texts {
    ($($name:ident $ja:literal $en:literal)*) => {
        $(#[allow(missing_docs, reason = "a text is its own documentation")]
        pub static $name: Text = Text { ja: $ja, en: $en };)*
    };
}

use texts;

texts! {
    TEMPLATE
        "{about}\n\n使い方: {usage}\n\n{all-args}{after-help}\n"
        "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n"
    OPTIONS "オプション" "Options"
    COMMANDS "コマンド" "Commands"
    ARGUMENTS "引数" "Arguments"
    HELP "この説明を表示" "Show this help"
    VERSION "バージョンを表示" "Show the version"
    INPUT_NAME "名簿" "ROSTER"
    PLAN_NAME "配置案" "PLAN"
    LANG
        "表示の言語（無指定なら TSUNAGU_LANG、次に LANG、どちらもなければ日本語）"
        "Language; otherwise TSUNAGU_LANG, then LANG, else Japanese"
    FORMAT
        "結果の形式（無指定なら text）。json は一つの JSON 文書（標準出力）、エラーも JSON（標準エラー）"
        "Form of results (otherwise text). json: one JSON document on standard output; errors as JSON on standard error"
    EDITIONS
        "プログラム版（*.toml）のフォルダー。同じ id なら同梱の版より優先"
        "Folder of programme editions (*.toml); one with the id of a shipped edition replaces it"
    INPUT
        "名簿のブック（.xlsx）、シートごとの CSV を入れた ZIP、または問題文書（problem.json）"
        "The roster workbook (.xlsx), a ZIP of one CSV file a sheet, or a problem document (problem.json)"
    ROOT
        "つなぐ: 都道府県の名簿から、すべてのルールを確かめた複数年の配置案まで"
        "Tsunagu: from a prefecture's own workbook to a multi-year placement plan that every rule accepts"
    ROOT_MORE
        "例:\n  tsunagu demo gunma                            架空の群馬の事務局を data/gunma に作る\n  tsunagu check data/gunma/roster.xlsx          名簿を点検する\n  tsunagu plan data/gunma/roster.xlsx --out plan.xlsx\n  tsunagu template --out roster.xlsx            空のひな形から始める\n  tsunagu rules explain gunma-now               版を文章で読む\n\n終了コード:\n  0 正常   1 指摘あり・案が成立しない   2 使い方の誤り・読めない入力   3 プログラムの不具合\n  130 案ができる前に中断\n\n配置案は提案です。決めるのは人です。"
        "Examples:\n  tsunagu demo gunma                            write the fictitious office of Gunma into data/gunma\n  tsunagu check data/gunma/roster.xlsx          look over a roster\n  tsunagu plan data/gunma/roster.xlsx --out plan.xlsx\n  tsunagu template --out roster.xlsx            begin with an empty workbook\n  tsunagu rules explain gunma-now               read an edition as prose\n\nExit codes:\n  0 fine   1 findings, or a plan that does not hold   2 wrong usage or unreadable input   3 a fault of the program\n  130 interrupted before there was any plan\n\nA plan is a proposal. People decide."
    PLAN
        "配置案を作る。検査プログラムを通った案だけを書き出す"
        "Make a placement plan. Only a plan that passes the checker is written"
    PLAN_MORE
        "例:\n  tsunagu plan roster.xlsx --out plan.xlsx --minutes 5\n  tsunagu plan roster.xlsx --out plan.xlsx --work 400000     同じ結果を再現する\n  tsunagu plan roster.xlsx --out plan.xlsx --previous 前回の配置案.json --previous-problem 前回の問題.json\n\n--minutes の結果には作業量 N を表示します。--work N で一字一句同じ案になります。\nCtrl-C を押すと、それまでの最良の案を書き出して終わります（2回押すと直ちに終了）。\n出力は全部書けたときだけ置き換わります。"
        "Examples:\n  tsunagu plan roster.xlsx --out plan.xlsx --minutes 5\n  tsunagu plan roster.xlsx --out plan.xlsx --work 400000     repeat a result\n  tsunagu plan roster.xlsx --out plan.xlsx --previous last-plan.json --previous-problem last-problem.json\n\nA run with --minutes reports its work N; --work N repeats it byte for byte.\nCtrl-C writes the best plan so far and ends; pressed twice it ends at once.\nOutputs are replaced only when all of them could be written."
    PLAN_OUT "配置案のブック（.xlsx）" "The plan workbook (.xlsx)"
    PLAN_JSON "配置案の文書（JSON）" "The plan document (JSON)"
    PLAN_PROBLEM "名簿から作った問題文書（JSON）" "The problem document made from the roster (JSON)"
    PLAN_CSV "配置の一覧（CSV、UTF-8）" "The postings as a table (CSV, UTF-8)"
    PLAN_CERTIFICATE "これより安い案がないことの証明書（JSON）。tsunagu-checker で検算できる" "What proves that no plan costs much less (JSON); tsunagu-checker recomputes it"
    PLAN_MINUTES "この分数で打ち切る" "Stop after so many minutes"
    PLAN_WORK "この作業量（再挿入と単体法の反復の回数）で打ち切る。結果は必ず再現する" "Stop after so much work (re-insertions and simplex iterations); repeats exactly"
    PLAN_SEED "探索の種（無指定なら1）。同じ種・同じ作業量なら同じ案" "Seed of the search (otherwise 1): same seed and work, same plan"
    PLAN_MEMORY
        "経歴などに使うメモリーの上限（MiB、概算）。足りなければ覚える経歴を減らす。案は必ず作る"
        "Most memory for careers and the like (MiB, as counted): fewer are kept where it is short; a plan is always made"
    PLAN_PREVIOUS "前回公表した配置案（JSON）。変更には費用がかかる" "The plan published before (JSON); each change from it has a price"
    PLAN_PREVIOUS_PROBLEM
        "前回の案が答えた問題文書（今回と同じ名簿でないとき。--problem で書き出したもの）"
        "The problem that the plan before answered, if not this one (as --problem wrote it)"
    CHECK
        "名簿を点検する。配置案も渡せば、案を一から検算する"
        "Look over a roster; with a plan, recompute the plan from nothing"
    CHECK_MORE
        "例:\n  tsunagu check roster.xlsx                 誤りをシートとセルで全部示す\n  tsunagu check problem.json plan.json      案の成立と目的関数を検算する"
        "Examples:\n  tsunagu check roster.xlsx                 all findings, by sheet and cell\n  tsunagu check problem.json plan.json      recompute whether the plan holds, and its objective"
    CHECK_PLAN "配置案の文書（plan.json）" "A plan document (plan.json)"
    RULES "プログラム版（ルール文書）を点検する・読む" "Check and read programme editions (rule documents)"
    RULES_MORE
        "例:\n  tsunagu rules lint 私の版.toml\n  tsunagu rules explain mie-2013\n  tsunagu rules schema > edition.schema.json"
        "Examples:\n  tsunagu rules lint my-edition.toml\n  tsunagu rules explain mie-2013\n  tsunagu rules schema > edition.schema.json"
    LINT "版のファイルの誤りを、行と言葉で示す" "Say in words what is wrong in edition files, and on which line"
    LINT_FILES "版のファイル（*.toml）" "Edition files (*.toml)"
    EXPLAIN "版を文章で表示する" "Print an edition as prose"
    EXPLAIN_EDITION "版の id、またはファイル" "The edition's id, or a file"
    RULES_SCHEMA "版の JSON Schema を表示する" "Print the JSON Schema of an edition"
    TEMPLATE_COMMAND "名簿の空のひな形（.xlsx）を作る" "Write an empty roster workbook (.xlsx)"
    TEMPLATE_MORE
        "例:\n  tsunagu template --out roster.xlsx\n  tsunagu --lang en template --out roster.xlsx"
        "Examples:\n  tsunagu template --out roster.xlsx\n  tsunagu --lang ja template --out roster.xlsx"
    TEMPLATE_OUT "書き出すファイル（無指定なら roster.xlsx）" "The file to write (otherwise roster.xlsx)"
    DEMO "デモの事務局を作る。人物はすべて架空" "Write a demonstration office; its people are made up"
    DEMO_MORE
        "例:\n  tsunagu demo gunma\n  tsunagu demo gunma --out /tmp/gunma\n\n毎回同じものができます。資料にある事実と架空のものの別は README.md にあります。"
        "Examples:\n  tsunagu demo gunma\n  tsunagu demo gunma --out /tmp/gunma\n\nIt comes out the same every time. README.md tells facts from fiction."
    DEMO_NAME "どのデモか: gunma" "Which one: gunma"
    DEMO_OUT "書き出すフォルダー（無指定なら data/gunma）" "The folder to write to (otherwise data/gunma)"
    SCHEMA "文書の JSON Schema を表示する" "Print the JSON Schema of a document"
    BENCH "公開の評価問題を解く" "Run a public benchmark"
    BENCH_PPP
        "配置の評価問題 ppp-1 を解く。結果は JSON 一行（標準出力）"
        "Run an instance of the placement benchmark ppp-1. The result is one JSON line on standard output"
    BENCH_MORE
        "例:\n  tsunagu bench ppp benches/ppp/cases/micro-42.json --out plan.json --seconds 30\n\n終了コード: 0 案あり   2 案がないことの証明   1 どちらでもない\n形式と検算は benches/ppp/README.md にあります。"
        "Examples:\n  tsunagu bench ppp benches/ppp/cases/micro-42.json --out plan.json --seconds 30\n\nExit codes: 0 a plan   2 proof that there is none   1 neither\nbenches/ppp/README.md defines the format and its evaluator."
    BENCH_INSTANCE "問題（instance）、またはそれを含む事例（case）の JSON" "An instance, or a case that holds one (JSON)"
    BENCH_OUT "ppp-1 の形の案（JSON）" "The plan in the form of ppp-1 (JSON)"
    BENCH_SECONDS "この秒数で打ち切る" "Stop after so many seconds"
    BENCH_THREADS "スレッドの数。案は変わらない" "Number of threads; it does not change the plan"
    SCHEMA_OF "problem（問題）、plan（配置案）、certificate（証明書）、edition（版）" "problem, plan, certificate or edition"
    REPLAN "変更の後の配置案を、今の案から作り直す" "Plan anew from a plan that there is, after a change"
    REPLAN_MORE
        "例:\n  tsunagu replan roster.xlsx plan.json --pin H25-01=hospital-05@2028-04..2029-03 --json new.json\n  tsunagu replan roster.xlsx plan.json --leave H25-01@2028-04..2028-09 --json new.json --out new.xlsx\n  tsunagu replan roster.xlsx plan.json --changed roster-2.xlsx --json new.json\n\n今の案は公表済みとして扱い、変える値打ちのあるところだけを変えます。違いを一行ずつ示します。月は両端を含みます。"
        "Examples:\n  tsunagu replan roster.xlsx plan.json --pin H25-01=hospital-05@2028-04..2029-03 --json new.json\n  tsunagu replan roster.xlsx plan.json --leave H25-01@2028-04..2028-09 --json new.json --out new.xlsx\n  tsunagu replan roster.xlsx plan.json --changed roster-2.xlsx --json new.json\n\nThe plan counts as published: it changes only where that is worth its price. Each difference is told in a line. Both months are included."
    REPLAN_PIN
        "固定する: 医師の id=医療機関の id（医療機関/診療科、県外なら outside）@始まりの月..終わりの月"
        "Pin: a physician's id=a workplace's id (workplace/department, or outside)@first month..last month"
    REPLAN_LEAVE
        "休業する: 医師の id@始まりの月..終わりの月（種類を書くなら id=種類@…、無指定なら childcare）"
        "Leave: a physician's id@first month..last month (with its kind, id=kind@…; otherwise childcare)"
    REPLAN_REFUSE "辞退・受入れ不可: 医師の id=医療機関の id" "A refusal, either way: a physician's id=a workplace's id"
    REPLAN_CLOSE
        "なくなる: 医療機関の id（または医療機関/診療科）@最初の月"
        "Closed: a workplace's id (or workplace/department)@first month without it"
    REPLAN_CHANGED "直した名簿または問題文書（ほかの変更の代わりに）" "The roster or problem as it is now, instead of single changes"
    WHY "配置案のある人が、なぜそこにいるのかを説明する" "Say why a plan has somebody where he is"
    WHY_MORE
        "例:\n  tsunagu why roster.xlsx plan.json --person H25-01\n  tsunagu why roster.xlsx plan.json --person H25-01 --period 2028-04 --for physician\n\n配置が何に役立つか（必要数・希望・規則）と、次善の配置との差を示します。"
        "Examples:\n  tsunagu why roster.xlsx plan.json --person H25-01\n  tsunagu why roster.xlsx plan.json --person H25-01 --period 2028-04 --for physician\n\nTells what a posting serves (needs, wishes, rules), and how much more the next best costs."
    WHY_NOT "ある人を別の場所に置くと、どれだけ悪くなるか、何が許さないかを説明する" "Say what it would cost to have somebody elsewhere, or what forbids it"
    WHY_NOT_MORE
        "例:\n  tsunagu why-not roster.xlsx plan.json --person H25-01 --at hospital-05 --period 2028-04\n  tsunagu why-not roster.xlsx plan.json --person H25-01 --at outside --period 2028-04 --for physician\n\n「少なくとも」は証明した下限、「多くとも」は実際に見つかった案です。"
        "Examples:\n  tsunagu why-not roster.xlsx plan.json --person H25-01 --at hospital-05 --period 2028-04\n  tsunagu why-not roster.xlsx plan.json --person H25-01 --at outside --period 2028-04 --for physician\n\n“At least” is proven; “at most” is a plan that was found."
    WHY_PLAN "配置案の文書（plan --json で書いたもの）" "The plan document (as written by plan --json)"
    WHY_PERSON "だれについて（医師の id）" "About whom (the physician's id)"
    WHY_PERIOD "どの期間（その期間に含まれる月、例 2028-04）" "Which period (a month of it, such as 2028-04)"
    WHY_FOR
        "だれに読ませるか（無指定なら coordinator）。physician ではほかの人の名前を出さない"
        "For whom (otherwise coordinator); for the physician, nobody else is named"
    WHY_AT "どこに（医療機関の id、県外なら outside）" "Where (a workplace's id, or outside)"
}
