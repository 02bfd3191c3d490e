//! What is said to whoever runs an office.

use std::path::Path;

use access::Refused;
use kernel::Bilingual;
use store::{Ailment, Fault};
use trace::Finding;

use crate::commands::Found;

/// `offices-file`.
pub fn offices_file(file: &Path, what: &str) -> Bilingual {
    let (file, what) = (file.display(), what.trim());
    Bilingual::new(
        format!(
            "{file}: 運営主体の一覧として読めません: {what}。id と hosts は重ならないようにしてください。"
        ),
        format!("{file}: this is no list of offices: {what}. No id and no host may stand in it twice."),
    )
}

/// `unknown-office`.
pub fn unknown_office(id: &str, file: &Path, known: &[&str]) -> Bilingual {
    let (file, known) = (file.display(), known.join(", "));
    Bilingual::new(
        format!("「{id}」という運営主体は {file} にありません。あるもの: {known}"),
        format!("There is no office \"{id}\" in {file}. There are: {known}"),
    )
}

/// `unknown-office`, where there is none at all.
pub fn no_office(file: &Path) -> Bilingual {
    let file = file.display();
    Bilingual::new(
        format!(
            "{file} に運営主体がありません。tsunagu office create で作るか、--offices で一覧を指定してください。"
        ),
        format!(
            "There is no office in {file}. Make one by tsunagu office create, or name the list by --offices."
        ),
    )
}

/// `office-exists`.
pub fn office_exists(id: &str, file: &Path) -> Bilingual {
    let file = file.display();
    Bilingual::new(
        format!("id、ホスト名またはデータベースが、{file} の「{id}」と同じです。別のものにしてください。"),
        format!("The id, the host name or the database is that of \"{id}\" in {file}. Choose another."),
    )
}

/// `office-exists`, of a database that no list names.
pub fn database_exists(address: &str) -> Bilingual {
    Bilingual::new(
        format!(
            "{address} にはすでにデータベースがあります。新しい運営主体には、まだない場所を指定してください。"
        ),
        format!("There is a database at {address} already. A new office needs a place where there is none."),
    )
}

/// `no-database`, of a file.
pub fn no_database_file(office: &str, file: &Path) -> Bilingual {
    let file = file.display();
    Bilingual::new(
        format!(
            "「{office}」のデータベース {file} がありません。場所を確かめるか、tsunagu restore で戻してください。"
        ),
        format!(
            "{file}, the database of \"{office}\", is not there. Check the place, or bring it back by tsunagu restore."
        ),
    )
}

/// What a database says.
pub fn database(fault: &Fault) -> Bilingual {
    let ja = match fault {
        Fault::Unreachable { address, reason } => {
            format!(
                "データベース {address} を開けません（{reason}）。動いているか、場所と権限が正しいかを確かめてください。"
            )
        }
        Fault::Gone(reason) => format!(
            "データベースが答えません（{reason}）。動いているかを確かめ、途中だったことは、できたかどうかを見てからやり直してください。"
        ),
        Fault::Busy => {
            "ほかの人が同じところを書いています。何も変わっていません。もう一度行ってください。".to_owned()
        }
        Fault::Full => {
            "データベースのディスクがいっぱいです。何も変わっていません。空きを作ってください。".to_owned()
        }
        Fault::Newer { room, found, known } => format!(
            "データベース（{room}: {found}）は、このプログラム（{known}）より新しい版のものです。新しいつなぐを使ってください。"
        ),
        Fault::Renamed { room, number, found, known } => format!(
            "データベースの {room} の段階 {number} は「{found}」ですが、このプログラムでは「{known}」です。別の版のものかもしれません。"
        ),
        Fault::Behind(steps) => {
            format!("データベースの表が古いままです（残り {steps} 段階）。tsunagu migrate を行ってください。")
        }
        Fault::Backup(why) => format!("写し: {why}"),
        Fault::Fact(_) | Fault::Broken(_) => {
            format!("データベースの不具合です。何も変わっていません: {fault}")
        }
    };
    Bilingual::new(ja, format!("{fault}."))
}

/// Something that is wrong with a database.
pub fn ailment(of: &Ailment) -> Bilingual {
    let (ja, en) = match of {
        Ailment::Damaged(lines) => (
            format!(
                "データベースのファイルが壊れています（{}）。すぐに写しから戻してください。",
                lines.join("; ")
            ),
            format!(
                "The file of the database is damaged ({}). Bring it back from a backup at once.",
                lines.join("; ")
            ),
        ),
        Ailment::Dangling(tables) => (
            format!("存在しない行を指す行があります: {}。知らせてください。", tables.join(", ")),
            format!("Rows name others that are not there, in {}. Please report it.", tables.join(", ")),
        ),
        Ailment::NotDurable => (
            "停電のときに、保存したはずのものが失われる設定です。fsync と synchronous を有効にしてください。"
                .to_owned(),
            "What was saved would not survive a power failure. Turn on fsync and synchronous.".to_owned(),
        ),
        Ailment::Collated(collation) => (
            format!("文字の並び順が {collation} です。C または C.UTF-8 のデータベースを使ってください。"),
            format!("Text is put in the order of {collation}. Use a database of C or C.UTF-8."),
        ),
        Ailment::Old(version) => (
            format!("PostgreSQL {version} は古すぎます。13 以上を使ってください。"),
            format!("PostgreSQL {version} is too old. Use 13 or newer."),
        ),
    };
    Bilingual::new(ja, en)
}

/// `usage`: something was not given, and nobody can be asked.
pub fn not_given(option: &str) -> Bilingual {
    Bilingual::new(
        format!("--{option} を指定してください（端末から動かせば、順に尋ねます）。"),
        format!("Give --{option} (at a terminal it is asked for)."),
    )
}

/// `usage`: no id.
pub fn bad_id(id: &str) -> Bilingual {
    Bilingual::new(
        format!("「{id}」は id にできません。英小文字で始め、英小文字・数字・- で 40 字までにしてください。"),
        format!(
            "\"{id}\" is no id: it begins with a small letter and holds small letters, digits and -, 40 at most."
        ),
    )
}

/// `usage`: no address.
pub fn bad_mail(mail: &str) -> Bilingual {
    Bilingual::new(
        format!("「{mail}」はメールアドレスではありません。name@example.jp のように書いてください。"),
        format!("\"{mail}\" is no address. Write it like name@example.jp."),
    )
}

/// What is refused of an invitation.
pub fn refused(refused: &Refused) -> Bilingual {
    Bilingual::new(format!("招待できません: {refused}"), format!("Nobody can be invited: {refused}."))
}

/// Asked for at the terminal.
pub fn ask_id() -> Bilingual {
    Bilingual::new("id（英小文字・数字・-）", "Id (small letters, digits, -)")
}

/// Asked for at the terminal.
pub fn ask_name() -> Bilingual {
    Bilingual::new("名称", "Name")
}

/// Asked for at the terminal.
pub fn ask_host() -> Bilingual {
    Bilingual::new("ホスト名", "Host name")
}

/// Asked for at the terminal.
pub fn ask_database() -> Bilingual {
    Bilingual::new("データベース", "Database")
}

/// Asked for at the terminal.
pub fn ask_administrator() -> Bilingual {
    Bilingual::new("最初の管理者の氏名", "Name of the first administrator")
}

/// Asked for at the terminal.
pub fn ask_mail() -> Bilingual {
    Bilingual::new("そのメールアドレス", "The administrator's address")
}

/// An office was made.
pub fn office_made(name: &str, file: &Path, key: &Path, mail: &str, secret: &str) -> Bilingual {
    let (file, key) = (file.display(), key.display());
    Bilingual::new(
        format!(
            "「{name}」を作りました。\n  一覧        {file}\n  署名の鍵    {key}（写しには入りません。別に保管してください）\n  招待        {mail}（7日間有効。この表示は一度だけです）\n  招待の鍵    {secret}"
        ),
        format!(
            "\"{name}\" was made.\n  listed in   {file}\n  signs by    {key} (no backup holds it: keep it elsewhere)\n  invited     {mail} (for 7 days; this is shown once)\n  secret      {secret}"
        ),
    )
}

/// What was done of an office's steps.
pub fn migrated(office: &str, steps: &[String]) -> Bilingual {
    let listed: String = steps.iter().map(|step| format!("\n  {step}")).collect();
    match steps.len() {
        0 => Bilingual::new(format!("{office}: 新しいままです。"), format!("{office}: nothing was missing.")),
        done => Bilingual::new(
            format!("{office}: {done} 段階を行いました。{listed}"),
            format!("{office}: {done} steps were done.{listed}"),
        ),
    }
}

/// `backup-refused`: something is there.
pub fn not_empty(folder: &Path) -> Bilingual {
    let folder = folder.display();
    Bilingual::new(
        format!("{folder} は空ではありません。新しいフォルダーを指定してください。"),
        format!("{folder} is not empty. Name a new folder."),
    )
}

/// A backup was made.
pub fn backup_made(office: &str, folder: &Path, files: &[String]) -> Bilingual {
    let (folder, files) = (folder.display(), files.join(", "));
    Bilingual::new(
        format!("{office}: 写しを {folder} に作り、壊れていないことを確かめました（{files}）。"),
        format!("{office}: a backup was written to {folder} and looked over ({files})."),
    )
}

/// `backup-refused`: no backup.
pub fn no_label(folder: &Path, why: &str) -> Bilingual {
    let folder = folder.display();
    Bilingual::new(
        format!("{folder} は tsunagu backup で作った写しではありません: {why}"),
        format!("{folder} is no backup that tsunagu backup has made: {why}"),
    )
}

/// `backup-refused`: of another office.
pub fn other_office(of: &str, office: &str) -> Bilingual {
    Bilingual::new(
        format!("これは「{of}」の写しで、「{office}」のものではありません。"),
        format!("This is a backup of \"{of}\", not of \"{office}\"."),
    )
}

/// An office was brought back.
pub fn restored(office: &str, at: &str) -> Bilingual {
    Bilingual::new(
        format!("{office}: {at} の写しから戻しました。戻したことは証跡に残りました。"),
        format!("{office}: brought back as it was at {at}. The trace says so."),
    )
}

/// What is wrong with an office.
pub fn ailments(office: &str, found: &[Bilingual]) -> Bilingual {
    let listed = |of: &dyn Fn(&Bilingual) -> String| -> String {
        found.iter().map(|one| format!("\n  - {}", of(one))).collect()
    };
    match found.len() {
        0 => Bilingual::new(format!("{office}: 問題はありません。"), format!("{office}: nothing is wrong.")),
        some => Bilingual::new(
            format!("{office}: 問題が {some} 件あります。{}", listed(&|one| one.ja.clone())),
            format!("{office}: {some} things are wrong.{}", listed(&|one| one.en.clone())),
        ),
    }
}

/// Roots were added to a file.
pub fn roots_written(roots: usize, file: &Path) -> Bilingual {
    let file = file.display();
    match roots {
        0 => Bilingual::new(
            "新しい証跡はありません。根は足していません。",
            "Nothing is new in the trace; no root was added.",
        ),
        _ => Bilingual::new(
            format!(
                "証跡を封じ、署名した根 {roots} 件を {file} に足しました。このファイルは別の場所に保管してください。"
            ),
            format!(
                "The trace was sealed; {roots} signed roots were added to {file}. Keep that file elsewhere."
            ),
        ),
    }
}

/// `broken-document`: no root.
pub fn no_root(file: &Path, why: &str) -> Bilingual {
    let file = file.display();
    Bilingual::new(
        format!("{file}: 署名した根のファイルではありません: {why}"),
        format!("{file}: this is no file of signed roots: {why}"),
    )
}

/// What was found of a trace.
pub fn verified(office: &str, found: &[Found], roots: usize) -> Bilingual {
    let chains = |of: &dyn Fn(&Found) -> String| -> String {
        found.iter().map(|one| format!("\n  {}", of(one))).collect()
    };
    let ja =
        chains(&|of| format!("{}: 封印 {}、記録 {}、封印待ち {}", of.chain, of.seals, of.sealed, of.waiting));
    let en = chains(&|of| {
        format!("{}: {} seals, {} events, {} wait for one", of.chain, of.seals, of.sealed, of.waiting)
    });
    let all: Vec<Bilingual> = found.iter().flat_map(|of| &of.findings).map(finding).collect();
    let (said_ja, said_en) = match all.len() {
        0 => (
            format!("{office}: 証跡は元のままです（外に出した根 {roots} 件と照合）。"),
            format!(
                "{office}: the trace is what it was (compared with {roots} roots that left the machine)."
            ),
        ),
        some => (
            format!("{office}: 証跡が元のままではありません（{some} 件）。"),
            format!("{office}: the trace is not what it was ({some} findings)."),
        ),
    };
    let told_ja: String = all.iter().map(|one| format!("\n  - {}", one.ja)).collect();
    let told_en: String = all.iter().map(|one| format!("\n  - {}", one.en)).collect();
    Bilingual::new(said_ja + &ja + &told_ja, said_en + &en + &told_en)
}

/// Something that is not as it was.
pub fn finding(of: &Finding) -> Bilingual {
    let (ja, en) = match of {
        Finding::Altered { event, seal } => (
            format!("記録 {event}（封印 {seal}）が書き換えられています。"),
            format!("Event {event} (seal {seal}) was altered."),
        ),
        Finding::BodyAltered { event } => (
            format!("記録 {event} の内容が書き換えられています。"),
            format!("What was written of event {event} was altered."),
        ),
        Finding::Removed { event, seal } => (
            format!("記録 {event}（封印 {seal}）が消されています。"),
            format!("Event {event} (seal {seal}) was removed."),
        ),
        Finding::OutOfOrder { seal } => (
            format!("封印 {seal} の下の記録の順か数が違います。"),
            format!("Events under seal {seal} are in another order, or not as many."),
        ),
        Finding::ChainBroken { seal } => (
            format!("封印 {seal} が書き換えられているか、その前の封印がありません。"),
            format!("Seal {seal} was altered, or the one before it is gone."),
        ),
        Finding::CutOff { seal } => (
            format!("外に出した根の封印 {seal} がありません。末尾が消されたか、古い状態に戻されています。"),
            format!(
                "Seal {seal}, whose root left the machine, is gone: the end was cut off, or an older state put back."
            ),
        ),
        Finding::Rewritten { seal } => (
            format!("封印 {seal} が、外に出した根と違います。証跡が作り直されています。"),
            format!("Seal {seal} differs from the root that left the machine: the trace was written anew."),
        ),
        Finding::NotSigned { seal } => (
            format!("封印 {seal} の根は、この運営主体が署名したものではありません。"),
            format!("The root of seal {seal} was not signed by this office."),
        ),
    };
    Bilingual::new(ja, en)
}
