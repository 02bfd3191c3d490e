//! What the front door says, in both languages: Japanese first. Every sentence names the thing, its value and the next
//! step.

pub mod help;
mod measures;
pub mod office;

use std::{io, path::Path};

use kernel::Bilingual;

pub use measures::{memory, regions, states};

/// The system's own reason, which has no translation; the usual ones have.
fn reason(error: &io::Error) -> Bilingual {
    match error.kind() {
        io::ErrorKind::NotFound => Bilingual::new("フォルダーがありません", "there is no such folder"),
        io::ErrorKind::PermissionDenied => Bilingual::new("権限がありません", "permission is denied"),
        io::ErrorKind::NotADirectory => {
            Bilingual::new("途中の名前がフォルダーではありません", "a part of the path is no folder")
        }
        io::ErrorKind::StorageFull => Bilingual::new("空き容量がありません", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => {
            Bilingual::new("書き込めない媒体です", "the medium is read-only")
        }
        _ => Bilingual::new(error.to_string(), error.to_string()),
    }
}

/// `file-not-found`.
pub fn file_not_found(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: ファイルがありません。名前と場所を確かめてください。"),
        format!("{path}: there is no such file. Check its name and folder."),
    )
}

/// `cannot-read`.
pub fn cannot_read(path: &Path, error: &io::Error) -> Bilingual {
    let (path, why) = (path.display(), reason(error));
    Bilingual::new(
        format!("{path}: 読めません（{}）。ほかのソフトで開いていれば閉じてください。", why.ja),
        format!("{path}: cannot be read ({}). If another program has it open, close it there.", why.en),
    )
}

/// `not-a-file`.
pub fn not_a_file(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: フォルダーです。ファイルの名前を指定してください。"),
        format!("{path}: this is a folder. Name a file."),
    )
}

/// `too-large`.
pub fn too_large(path: &Path, limit: u64) -> Bilingual {
    let (path, limit) = (path.display(), limit / (1024 * 1024));
    Bilingual::new(
        format!(
            "{path}: 大きすぎます（{limit} MB まで）。名簿でない画像やシートが入っていないか確かめてください。"
        ),
        format!(
            "{path}: larger than {limit} MB. Look for pictures or sheets that are no part of the roster."
        ),
    )
}

/// `broken-document` for text that is no UTF-8.
pub fn not_utf8(path: &Path, at: usize) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: UTF-8 の文字ではありません（{at} バイト目）。UTF-8 で保存し直してください。"),
        format!("{path}: not UTF-8 (at byte {at}). Save the file again as UTF-8."),
    )
}

/// `unknown-format`.
pub fn unknown_format(path: &Path, old_excel: bool) -> Bilingual {
    let path = path.display();
    if old_excel {
        return Bilingual::new(
            format!(
                "{path}: 旧形式（.xls）かパスワード付きのブックです。パスワードを外し、.xlsx で保存し直してください。"
            ),
            format!(
                "{path}: an old .xls or a password-protected workbook. Remove the password and save it as .xlsx."
            ),
        );
    }
    Bilingual::new(
        format!(
            "{path}: Excel ブック（.xlsx）でも、CSV を入れた ZIP でも、JSON でもありません。ひな形は tsunagu template で作れます。"
        ),
        format!(
            "{path}: neither an .xlsx workbook, nor CSV files in a ZIP, nor JSON. `tsunagu template` writes an empty workbook."
        ),
    )
}

/// `same-file`.
pub fn same_file(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: 入力と同じファイルか、二つの出力が同じファイルです。別の名前にしてください。"),
        format!("{path}: this is an input, or the place of another output. Choose another name."),
    )
}

/// `cannot-write`.
pub fn cannot_write(path: &Path, error: &io::Error) -> Bilingual {
    let (path, why) = (path.display(), reason(error));
    Bilingual::new(
        format!("{path}: 書けません（{}）。何も変更していません。場所と権限を確かめてください。", why.ja),
        format!(
            "{path}: cannot be written ({}). Nothing was changed. Check the folder and its permissions.",
            why.en
        ),
    )
}

/// `engine-fault` where Ctrl-C cannot be heard.
pub fn no_interrupt(error: &str) -> Bilingual {
    Bilingual::new(
        format!("Ctrl-C を受け取れません（{error}）。この環境を開発者に知らせてください。"),
        format!("Ctrl-C cannot be listened to ({error}). Please report this environment."),
    )
}

/// `unknown-demo`.
pub fn unknown_demo(name: &str) -> Bilingual {
    Bilingual::new(
        format!("「{name}」というデモはありません。あるのは gunma です。"),
        format!("There is no demonstration office `{name}`. There is: gunma."),
    )
}

/// `unknown-edition`.
pub fn unknown_edition(id: &str, known: &[String]) -> Bilingual {
    let list = known.join("、");
    Bilingual::new(
        format!("「{id}」という版も、その名のファイルもありません。ある版: {list}"),
        format!("There is no edition or file `{id}`. Editions: {}", known.join(", ")),
    )
}

/// `not-a-file` the other way round.
pub fn not_a_folder(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: フォルダーではありません。フォルダーの名前を指定してください。"),
        format!("{path}: this is no folder. Name a folder."),
    )
}

/// `edition-findings`.
pub fn edition_findings(name: &str, findings: usize) -> Bilingual {
    Bilingual::new(
        format!("{name}: 版として読めません（指摘 {findings} 件）。"),
        format!("{name}: cannot be read as an edition ({findings} findings)."),
    )
}

/// The last line of `rules lint`.
pub fn linted(files: usize, errors: usize, warnings: usize) -> Bilingual {
    Bilingual::new(
        format!("{files} ファイル: 誤り {errors} 件、注意 {warnings} 件。"),
        format!("{files} files: {errors} errors, {warnings} warnings."),
    )
}

/// `usage` for a plan without any output.
pub fn no_output() -> Bilingual {
    Bilingual::new(
        "書き出す先がありません。--out 計画.xlsx（または --json、--csv、--problem）を指定してください。",
        "There is nothing to write. Give --out plan.xlsx (or --json, --csv, --problem).",
    )
}

/// Ctrl-C was heard.
pub fn stopping() -> Bilingual {
    Bilingual::new(
        "中断します。最初の案ができるまでは待ちます（もう一度 Ctrl-C を押すと、書き出さずに直ちに終了）。",
        "Stopping, once there is a first plan. Ctrl-C again ends at once and writes nothing.",
    )
}

/// `interrupted`.
pub fn interrupted() -> Bilingual {
    Bilingual::new(
        "案ができる前に中断しました。何も書き出していません。",
        "Interrupted before there was any plan. Nothing was written.",
    )
}

/// `plan-fails-check`.
pub fn plan_fails_check() -> Bilingual {
    Bilingual::new(
        "できた案が検査を通らないため、書き出しませんでした。プログラムの不具合です。名簿を添えて知らせてください。",
        "The plan did not pass the checker and was not written. This is a fault of the program: please report it with the roster.",
    )
}

/// `engine-fault`.
pub fn engine_fault(what: &str) -> Bilingual {
    Bilingual::new(
        format!("内部の不具合です: {what}。この文を添えて知らせてください。"),
        format!("An internal fault: {what}. Please report this sentence."),
    )
}

/// The line of progress; the limit where one is known.
pub fn progress(seen: &planner::Progress, limit: Option<u64>) -> Bilingual {
    use planner::Phase;
    let (people, work, objective, unplaced) = (seen.people, seen.work, seen.objective, seen.unplaced);
    let of = limit.map(|limit| format!("/{limit}")).unwrap_or_default();
    let (proven_ja, proven_en) = match seen.bound {
        Some(bound) => (format!("証明済みの下限 {bound}"), format!("proven bound {bound}")),
        None => ("下限はまだありません".to_owned(), "no bound yet".to_owned()),
    };
    match seen.phase {
        Phase::Sketch => Bilingual::new(
            format!("下書きの案を作っています（{}人）", seen.people),
            format!("sketching a plan ({} people)", seen.people),
        ),
        Phase::Compile => Bilingual::new(
            format!("一人ひとりのルールを準備しています（{people}人）"),
            format!("compiling each person's rules ({people} people)"),
        ),
        Phase::Construct => Bilingual::new(
            format!("最初の案を作っています（{people}人、作業量 {work}{of}）"),
            format!("making a first plan ({people} people, work {work}{of})"),
        ),
        Phase::Eject => Bilingual::new(
            format!("入れなかった人の場所を空けています（作業量 {work}{of}、未配置のある人 {unplaced}）"),
            format!("making room (work {work}{of}, people with a gap {unplaced})"),
        ),
        Phase::Charge => Bilingual::new(
            format!(
                "席と必要数の値打ちを量っています（作業量 {work}{of}、目的関数 {objective}、{proven_ja}）"
            ),
            format!("weighing seats and needs (work {work}{of}, objective {objective}, {proven_en})"),
        ),
        Phase::Mix => Bilingual::new(
            format!("最もよい組合せを求めています（作業量 {work}{of}、目的関数 {objective}、{proven_ja}）"),
            format!("mixing careers (work {work}{of}, objective {objective}, {proven_en})"),
        ),
        Phase::Dive => Bilingual::new(
            format!("組合せから案を作っています（作業量 {work}{of}、{proven_ja}）"),
            format!("making a plan of the mix (work {work}{of}, {proven_en})"),
        ),
        Phase::Improve => Bilingual::new(
            format!(
                "案をよくしています（作業量 {work}{of}、目的関数 {objective}、{proven_ja}、未配置のある人 {unplaced}）"
            ),
            format!(
                "improving (work {work}{of}, objective {objective}, {proven_en}, people with a gap {unplaced})"
            ),
        ),
    }
}

/// What was written.
pub fn written(paths: &[String]) -> Bilingual {
    Bilingual::new(format!("書き出しました: {}", paths.join("、")), format!("Written: {}", paths.join(", ")))
}

/// What the demonstration wrote, and the next step.
pub fn demo_written(paths: &[String]) -> Bilingual {
    let roster =
        paths.iter().find(|path| path.ends_with("roster.xlsx")).map_or("roster.xlsx", String::as_str);
    Bilingual::new(
        format!("書き出しました: {}\n次は: tsunagu plan {roster} --out plan.xlsx", paths.join("、")),
        format!("Written: {}\nNext: tsunagu plan {roster} --out plan.xlsx", paths.join(", ")),
    )
}

/// The first line of a plan's summary.
pub fn plan_title(title: &str, as_of: kernel::Date) -> Bilingual {
    Bilingual::new(format!("{title}（基準日 {as_of}）"), format!("{title} (as of {as_of})"))
}

/// After Ctrl-C.
pub fn kept_on_interrupt() -> Bilingual {
    Bilingual::new(
        "中断しました。それまでの最良の案を書き出します。",
        "Interrupted. The best plan so far is written.",
    )
}

/// People, periods, posted and unplaced steps; leaves, not yet, released.
pub fn plan_sizes(sizes: [usize; 4], leave: usize, not_yet: usize, released: usize) -> Bilingual {
    let [people, periods, posted, unplaced] = sizes;
    Bilingual::new(
        format!(
            "{people}人 × {periods}期: 配置 {posted}、未配置 {unplaced}、休業 {leave}、勤務開始前 {not_yet}、義務終了 {released}（人期）"
        ),
        format!(
            "{people} people × {periods} periods: {posted} posted, {unplaced} unplaced, {leave} on leave, {not_yet} not yet in service, {released} released"
        ),
    )
}

/// Why somebody is unplaced.
pub fn cause(cause: problem::Cause) -> Bilingual {
    match cause {
        problem::Cause::NoPost => Bilingual::new("その診療科のポストがない", "no post of the specialty"),
        problem::Cause::Full => Bilingual::new("ルールに合うポストが満員", "every allowed post is full"),
        problem::Cause::Dearer => Bilingual::new("空きはあるが他に響く", "free, but dearer elsewhere"),
        problem::Cause::Impossible => {
            Bilingual::new("本人のルールを全部は満たせない", "the person's rules cannot all be met")
        }
    }
}

/// A person whose rules cannot all be met.
pub fn impossible(id: &str, name: &str) -> Bilingual {
    Bilingual::new(
        format!("ルールを全部は満たせない人: {id} {name}（理由は計画ブックにあります）"),
        format!("Rules cannot all be met: {id} {name} (the plan workbook says why)"),
    )
}

/// How many rules the past broke.
pub fn residual(count: usize) -> Bilingual {
    Bilingual::new(
        format!("過去にすでに違反しているルール: {count}件（計画では求めない）"),
        format!("Rules that the past already broke: {count} (not planned against)"),
    )
}

/// The objective's sum.
pub fn objective(total: i128) -> Bilingual {
    Bilingual::new(
        format!("目的関数 {total} 点（小さいほどよい）"),
        format!("Objective {total} points (lower is better)"),
    )
}

/// How far the plan is from the best there could be.
pub fn bound(bound: i128, total: i128) -> Bilingual {
    let gap = share(total - bound, total);
    Bilingual::new(
        format!("これより安い案はない、と証明された値（下限）: {bound}（差は最大 {gap}）"),
        format!("No plan costs less than: {bound} (this one is at most {gap} above)"),
    )
}

/// What the certificate proves by itself.
pub fn certified(bound: i128, total: i128) -> Bilingual {
    let gap = share(total - bound, total);
    Bilingual::new(
        format!("証明書が示す下限: {bound}（差は最大 {gap}）"),
        format!("Bound that the certificate proves: {bound} (at most {gap} above)"),
    )
}

/// No certificate could be made.
pub fn no_certificate() -> Bilingual {
    Bilingual::new(
        "証明書を作るだけの作業量がありませんでした。--work または --minutes を増やしてください。何も書き出していません。",
        "There was not work enough for a certificate. Give more --work or --minutes. Nothing was written.",
    )
}

/// A part of a whole in hundredths of a percent.
fn share(part: i128, whole: i128) -> String {
    let hundredths = (part * 10_000).checked_div(whole.max(1)).unwrap_or(0);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// A term of the objective.
pub fn term(term: problem::Term) -> Bilingual {
    use problem::Term;
    let (ja, en) = match term {
        Term::UnmetMinimum => ("最低の必要数の不足", "unmet minimum"),
        Term::UnmetCritical => ("危機の必要数の不足", "unmet critical need"),
        Term::UnmetWanted => ("希望の必要数の不足", "unmet wanted need"),
        Term::Fairness => ("地域間の公平", "fairness between areas"),
        Term::WorstShare => ("最も足りない地域", "worst share of an area"),
        Term::ShareSteps => ("不足率の段階", "steps of shortage in an area"),
        Term::Unplaced => ("未配置", "unplaced"),
        Term::Wish => ("本人の希望", "wishes"),
        Term::Specialty => ("専門の選択", "choice of specialty"),
        Term::Window => ("希望の時期", "wanted times"),
        Term::MoveWorkplace => ("勤務先の異動", "moves of workplace"),
        Term::MoveArea => ("医療圏をまたぐ異動", "moves of area"),
        Term::OutsideUnmet => ("県外の希望", "wanted time outside"),
        Term::CoupleApart => ("世帯の離れ", "couples apart"),
        Term::SoftPin => ("医局などの希望", "soft pins"),
        Term::Change => ("前回からの変更", "changes"),
    };
    Bilingual::new(ja, en)
}

/// How to repeat a plan.
pub fn repeat(work: u64, out_of_time: bool) -> Bilingual {
    let why = if out_of_time { ("時間で打ち切りました。", "Stopped by time. ") } else { ("", "") };
    Bilingual::new(
        format!("{}作業量 {work}。--work {work} で同じ案になります。", why.0),
        format!("{}Work {work}: --work {work} makes the same plan again.", why.1),
    )
}

/// `same-file` for a template over a file that is there.
pub fn already_there(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!(
            "{path}: 同じ名前のファイルがあります。記入済みの名簿を消さないよう、別の名前を --out で指定してください。"
        ),
        format!(
            "{path}: there is such a file already, perhaps a roster that is filled in. Choose another name with --out."
        ),
    )
}

/// What the template is, and the next step.
pub fn template_written(path: &str) -> Bilingual {
    Bilingual::new(
        format!("ひな形を書き出しました: {path}\n記入したら: tsunagu check {path}"),
        format!("The empty workbook is written: {path}\nWhen it is filled in: tsunagu check {path}"),
    )
}

/// `workbook-findings`.
pub fn workbook_findings(path: &Path, findings: usize) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: 名簿に誤りがあります（{findings} 件）。示したセルを直してください。"),
        match findings {
            1 => format!("{path}: the roster has one mistake. Mend the cell shown."),
            _ => format!("{path}: the roster has {findings} mistakes. Mend the cells shown."),
        },
    )
}

/// `broken-document`.
pub fn broken_document(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: 文書として読めません。"),
        format!("{path}: cannot be read as a document."),
    )
}

/// `problem-findings`.
pub fn problem_findings(path: &Path, findings: usize) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: 問題文書の中で辻つまが合いません（{findings} 件）。"),
        format!("{path}: {findings} parts of the problem do not fit together."),
    )
}

/// `other-problem`.
pub fn other_problem(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!(
            "{path}: この配置案は別の問題（名簿・期間・版のどれかが違う）に対するものです。案を作ったときの名簿を指定してください。"
        ),
        format!(
            "{path}: this plan answers another problem (roster, horizon or editions differ). Name the roster it was made from."
        ),
    )
}

/// `other-problem` for the plan before.
pub fn other_previous(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!(
            "{path}: 前回の案は別の問題に対するものです。その問題文書を --previous-problem で指定してください。"
        ),
        format!(
            "{path}: the plan before answers another problem. Name that problem with --previous-problem."
        ),
    )
}

/// What `check` read: people, commitments, facilities, posts, periods.
pub fn read_sizes(sizes: [usize; 5]) -> Bilingual {
    let [people, commitments, facilities, posts, periods] = sizes;
    Bilingual::new(
        format!(
            "医師 {people}人、約束 {commitments}件、医療機関 {facilities}、ポスト {posts}（圏域単位を含む）、計画期間 {periods}期"
        ),
        format!(
            "{people} physicians, {commitments} commitments, {facilities} facilities, {posts} posts (zones included), {periods} periods"
        ),
    )
}

/// The last line of `check` without a plan.
pub fn usable(notes: usize) -> Bilingual {
    match notes {
        0 => Bilingual::new("誤りはありません。", "No mistakes."),
        _ => Bilingual::new(
            format!("誤りはありません。念のため確かめてほしい所が {notes} か所あります。"),
            format!("No mistakes; {notes} places to look at, to be sure."),
        ),
    }
}

/// The last line of `check` with a plan.
pub fn checked(findings: usize, total: i128) -> Bilingual {
    match findings {
        0 => Bilingual::new(
            format!("配置案は成立し、書かれた数字も正しいです。目的関数 {total} 点。"),
            format!("The plan holds, and its figures are true. Objective {total} points."),
        ),
        _ => Bilingual::new(
            format!("配置案は成立しません（{findings} 件）。検算した目的関数 {total} 点。"),
            format!("The plan does not hold ({findings} findings). Objective as recomputed: {total} points."),
        ),
    }
}

/// `not-in-problem`, a person.
pub fn no_such_person(id: &str) -> Bilingual {
    Bilingual::new(
        format!("「{id}」という id の医師は名簿にいません。名簿の id を確かめてください。"),
        format!("Nobody of the id `{id}` is in the roster. Look up the id there."),
    )
}

/// `not-in-problem`, a workplace.
pub fn no_such_workplace(id: &str) -> Bilingual {
    Bilingual::new(
        format!("「{id}」という id の医療機関は名簿にありません。県外は outside です。"),
        format!("No workplace of the id `{id}` is in the roster. For outside the prefecture, say outside."),
    )
}

/// `not-in-problem`, a period.
pub fn no_such_period(month: &str, from: &str, until: &str) -> Bilingual {
    Bilingual::new(
        format!("「{month}」を含む計画期間はありません。{from} 以後、{until} より前の月を指定してください。"),
        format!("No planning period holds `{month}`. Name a month from {from} on, before {until}."),
    )
}

/// `plan-not-accepted`.
pub fn plan_not_accepted(path: &Path) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}: 検査を通らない配置案は説明できません。tsunagu check で確かめてください。"),
        format!("{path}: a plan that the checker does not accept cannot be explained. See tsunagu check."),
    )
}

/// While reasons are told.
pub fn explaining() -> Bilingual {
    Bilingual::new("配置ごとの理由をまとめています", "Gathering the reasons of each posting")
}

/// Where they cannot be.
pub fn unexplained(cause: &str) -> Bilingual {
    Bilingual::new(
        format!("配置の理由は示せません（{cause}）。ブックにそのシートはありません。"),
        format!("The reasons of postings cannot be told ({cause}); the workbook lacks their sheet."),
    )
}

/// `bad-change`.
pub fn bad_change(text: &str) -> Bilingual {
    Bilingual::new(
        format!("変更「{text}」を読み取れません。tsunagu replan --help の例と比べてください。"),
        format!(
            "The change `{text}` cannot be understood. Compare with the examples of tsunagu replan --help."
        ),
    )
}

/// `changes-contradict`.
pub fn changes_contradict() -> Bilingual {
    Bilingual::new(
        "変更どうし、または名簿とが両立しません。次を直してください。",
        "The changes cannot hold together, or not with the roster. Put right what follows.",
    )
}
