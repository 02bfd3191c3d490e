//! The help texts of whoever runs an office.

use super::{Text, texts};

texts! {
    OFFICES
        "運営主体の一覧（無指定なら TSUNAGU_OFFICES、それもなければ var/offices.toml）"
        "The list of offices (otherwise TSUNAGU_OFFICES, else var/offices.toml)"
    WHICH "運営主体の id" "The office's id"
    OFFICE "運営主体（センター、事務局）を作る" "Make an office: a centre, a secretariat"
    CREATE
        "運営主体を新しく作る。指定のないことは順に尋ねる"
        "Make a new office; what is not given is asked for"
    OFFICE_MORE
        "例:\n  tsunagu office create\n  tsunagu office create --id gunma --name 群馬県地域医療支援センター --host gunma.example.jp \\\n    --administrator '山田 花子' --mail hanako@example.jp\n  tsunagu office create --id mie --name … --database 'postgres://tsunagu@db/centre?schema=mie' …\n\nデータベース、証跡の署名鍵、最初の管理者への招待を作ります。招待の鍵は一度だけ表示します。"
        "Examples:\n  tsunagu office create\n  tsunagu office create --id gunma --name 'Regional medical support centre' --host gunma.example.jp \\\n    --administrator 'Hanako Yamada' --mail hanako@example.jp\n  tsunagu office create --id mie --name … --database 'postgres://tsunagu@db/centre?schema=mie' …\n\nIt makes the database, the key that signs the trace, and an invitation for the first administrator, whose secret is shown once."
    ID "id: 英小文字・数字・- （ファイル名に使う）" "Id: small letters, digits and - (it stands in file names)"
    NAME "名称" "Its name"
    HOST "ホスト名（無指定なら localhost）" "Host name (otherwise localhost)"
    DATABASE
        "データベース: sqlite:ファイル または postgres://…?schema=名前（無指定なら sqlite:<id>.db、一覧のファイルの隣）"
        "Database: sqlite:FILE or postgres://…?schema=NAME (otherwise sqlite:<id>.db, beside the list)"
    ADMINISTRATOR "最初の管理者の氏名" "The first administrator's name"
    MAIL "最初の管理者のメールアドレス" "The first administrator's address"
    MIGRATE
        "データベースの表を、このプログラムに合わせて新しくする"
        "Bring the tables of databases up to this program"
    MIGRATE_MORE
        "例:\n  tsunagu migrate            すべての運営主体\n  tsunagu migrate gunma\n\nファイルのデータベースは、写しで試してから行います。途中で終わることはありません（全部か、何もしないか）。"
        "Examples:\n  tsunagu migrate            all offices\n  tsunagu migrate gunma\n\nA database that is a file is tried on a copy first. It is done wholly or not at all."
    BACKUP "運営主体の写し（バックアップ）をフォルダーに作る。使っている最中でもよい" "Write a backup of an office into a folder, while it is in use"
    BACKUP_MORE
        "例:\n  tsunagu backup gunma --out /backup/gunma-2026-12-01\n\nPostgreSQL では pg_dump を使います。署名鍵（<id>.key）は含まれません。別に保管してください。"
        "Examples:\n  tsunagu backup gunma --out /backup/gunma-2026-12-01\n\nOn PostgreSQL it runs pg_dump. The key that signs (<id>.key) is not in it: keep it elsewhere."
    BACKUP_OUT "新しいフォルダー" "A new folder"
    RESTORE "写しから運営主体を元に戻す" "Bring an office back from a backup"
    RESTORE_MORE
        "例:\n  tsunagu restore gunma --from /backup/gunma-2026-12-01\n\n今あるデータベースには決して上書きしません。先に別の場所へ移してください。戻したことは証跡に残ります。"
        "Examples:\n  tsunagu restore gunma --from /backup/gunma-2026-12-01\n\nNothing is ever written over: move away first what there is. That it was brought back stands in the trace."
    RESTORE_FROM "写しのフォルダー" "The backup's folder"
    DOCTOR "動かし方に問題がないかを調べる" "Look for what is wrong with an installation"
    DOCTOR_MORE
        "例:\n  tsunagu doctor            すべての運営主体\n  tsunagu doctor gunma\n\n終了コード: 0 問題なし   1 問題あり"
        "Examples:\n  tsunagu doctor            all offices\n  tsunagu doctor gunma\n\nExit codes: 0 nothing is wrong   1 something is"
    AUDIT "証跡（だれが何を変え、だれの情報を見たか）を封じる・確かめる" "Seal and verify the trace: who changed what, and saw whose data"
    AUDIT_MORE
        "例:\n  tsunagu audit roots gunma --out roots.jsonl      封じて、署名した根を足す（別の場所に保管する）\n  tsunagu audit verify gunma --roots roots.jsonl   改ざん・削除・巻き戻しがないことを確かめる\n\n終了コード: 0 元のまま   1 変わっている"
        "Examples:\n  tsunagu audit roots gunma --out roots.jsonl      seal, and add signed roots, to be kept elsewhere\n  tsunagu audit verify gunma --roots roots.jsonl   that nothing was altered, removed or set back\n\nExit codes: 0 as it was   1 not as it was"
    VERIFY "証跡が元のままかを確かめる" "Look whether the trace is what it was"
    ROOTS_FILE "外に出してある根のファイル（何度でも指定できる）" "A file of roots that left the machine (may be given several times)"
    ROOTS "証跡を封じ、署名した根を書き出す" "Seal the trace, and write its signed roots"
    ROOTS_OUT "根を足すファイル（無指定なら標準出力）" "The file to which roots are added (otherwise standard output)"
}
