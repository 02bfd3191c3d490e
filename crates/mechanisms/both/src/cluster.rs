//! A throw-away cluster of PostgreSQL, shared by all tests of this user: the first starts it, a watchman ends it.

use std::{
    fs::{self, File},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use store::Address;

const USER: &str = "tsunagu";

/// As root PostgreSQL refuses to run; then it runs as nobody.
const NOBODY: &str = "nobody";

/// What a test may do without: the machine may fail, and then the cluster is gone anyway.
const SETTINGS: &str = "listen_addresses = ''
max_connections = 300
fsync = off
full_page_writes = off
logging_collector = off
";

/// Ends the cluster once nobody was connected four times in a row; asks again while no test can begin.
const WATCHMAN: &str = r#"
cd /
quiet=0
idle() {
  [ "$(psql -h "$1" -U tsunagu -d postgres -Atc \
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")" = 0 ]
}
while [ "$quiet" -lt 4 ]; do
  sleep 15
  [ -d "$1/data" ] || exit 0
  if idle "$1"; then quiet=$((quiet + 1)); else quiet=0; fi
done
exec 9>"$1.lock"
flock 9
if idle "$1"; then
  kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
  rm -rf "$1"
else
  exec 9>&-
  exec sh -c "$2" watchman "$1" "$2"
fi
"#;

/// A schema in the cluster, which is started where it does not run.
pub fn address(schema: &str) -> Address {
    let folder = running();
    let url = format!("postgres://{USER}@localhost/postgres?host={}&schema={schema}", folder.display());
    url.parse().unwrap_or_else(|bad| panic!("{url}: {bad}"))
}

/// Drops a schema, with all that is in it.
pub fn forget(schema: &str) {
    let mut drop = Command::new("psql");
    drop.arg("-h").arg(running()).args(["-U", USER, "-d", "postgres", "-q", "-c"]);
    run(drop.arg(format!("DROP SCHEMA {schema} CASCADE")));
}

/// The folder of the cluster, which runs.
fn running() -> PathBuf {
    let user = fs::metadata("/proc/self").map_or(u32::MAX, |own| own.uid());
    let folder = std::env::temp_dir().join(format!("tsunagu-postgres-{user}"));
    let lock = File::create(folder.with_extension("lock")).expect("the temporary folder can be written");
    lock.lock().expect("a file can be locked");
    if !answers(&folder) {
        start(&folder, user == 0);
    }
    folder
}

fn answers(folder: &Path) -> bool {
    let mut ask = Command::new("psql");
    ask.arg("-h").arg(folder).args(["-U", USER, "-d", "postgres", "-Atc", "SELECT 1"]);
    ask.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn start(folder: &Path, is_root: bool) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("what is left of an earlier cluster can be removed");
    }
    fs::create_dir(folder).expect("the temporary folder can be written");
    if is_root {
        run(Command::new("chown").arg(NOBODY).arg(folder));
    }
    let (bin, data) = (programs(), folder.join("data"));
    let server = |program: &str| {
        let program = bin.join(program);
        if !is_root {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid", NOBODY, "--regid", "nogroup", "--clear-groups", "--"]).arg(program);
        command
    };
    let mut initdb = server("initdb");
    initdb.current_dir("/").args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--no-sync"]);
    run(initdb.args(["--locale", "C.UTF-8", "--pgdata"]).arg(&data));
    let settings = format!("{SETTINGS}unix_socket_directories = '{}'\n", folder.display());
    let with = fs::OpenOptions::new().append(true).open(data.join("postgresql.conf"));
    with.and_then(|mut file| std::io::Write::write_all(&mut file, settings.as_bytes()))
        .expect("its settings can be written");
    let mut begin = server("pg_ctl");
    begin.current_dir("/").args(["start", "--wait", "--silent", "--log"]).arg(folder.join("log"));
    run(begin.arg("--pgdata").arg(&data));
    let mut watchman = Command::new("sh");
    watchman.args(["-c", WATCHMAN, "watchman"]).arg(folder).arg(WATCHMAN);
    watchman.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    // It outlives this process; whoever started it is gone by then.
    drop(watchman.spawn().expect("sh can be run"));
}

/// Where Debian keeps the programs of the newest version, which are not in the PATH.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let newest = folders.filter(|bin| bin.join("initdb").exists()).max();
    newest.expect("PostgreSQL is there to test with: apt-get install postgresql")
}

fn run(command: &mut Command) {
    let ran = command.stdin(Stdio::null()).output();
    let ran = ran.unwrap_or_else(|fault| panic!("{command:?}: {fault}"));
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ran.stderr));
}
