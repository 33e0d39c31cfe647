//! A PostgreSQL server of the tests' own: its data and its socket are in a folder that goes with this
//! process, and it listens on no port. Where none is installed, tests say so and do without.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Where distributions put the programs of a server, beside the `PATH`.
const INSTALLED: &str = "/usr/lib/postgresql";
/// The user that a server runs as where tests run as root, which it refuses to.
const USER: &str = "postgres";

/// Starts a server, says so, and takes it down when standard input ends: also when the test was killed.
const KEEPER: &str = r#"
trap '' INT TERM HUP
set -e
mkdir -m 700 "$1"
cd "$1"
init() { initdb -D data -U postgres -A trust -E UTF8 --no-sync "$@" >init.log 2>&1; }
# An order that is not bytewise, where it is built in: what must be ordered bytewise says so itself.
init --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US || { rm -rf data; init --locale=C; }
cat >>data/postgresql.conf <<END
listen_addresses = ''
unix_socket_directories = '$1'
max_connections = 300
fsync = off
shared_buffers = 32MB
END
pg_ctl -D data -l server.log -w -t 120 start >start.log 2>&1 || { cat start.log server.log >&2; exit 1; }
echo started
cat >stdin.log || true
pg_ctl -D data -m immediate -w stop >stop.log 2>&1 || true
cd /
rm -rf "$1"
"#;

/// A server.
pub struct Cluster {
    folder: PathBuf,
    /// Its standard input is what it lives by.
    _keeper: Child,
}

static COUNT: AtomicU64 = AtomicU64::new(0);
static SHARED: LazyLock<Option<Cluster>> = LazyLock::new(Cluster::start);

/// The server that the tests of this process share; none where PostgreSQL is not installed.
pub fn shared() -> Option<&'static Cluster> {
    SHARED.as_ref()
}

/// A new database on the server that the tests of this process share; none where PostgreSQL is not
/// installed.
pub fn new_database() -> Option<String> {
    SHARED.as_ref().map(Cluster::new_database)
}

impl Cluster {
    /// Starts a server of one's own, for tests that stop it.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            // Not by a macro: a test that passes shows nothing of those.
            let _ = std::io::stderr().write_all(b"\nskipped: no PostgreSQL here\n");
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("weft-pg-{}-{number}", std::process::id()));
        let mut keeper = as_server(&programs, "sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(&folder);
        let mut keeper = keeper.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(keeper.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "started\n", "PostgreSQL is installed and does not start");
        Some(Self { folder, _keeper: keeper })
    }

    /// A new database.
    pub fn new_database(&self) -> String {
        let name = format!("weft{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", &["-h", self.socket(), "-U", "postgres", &name]);
        format!("postgres://postgres@localhost/{name}?host={}", self.socket())
    }

    /// The folder of its socket.
    pub fn socket(&self) -> &str {
        self.folder.to_str().unwrap()
    }

    /// Kills it as a power cut would, and starts it again.
    pub fn restart(&self) {
        self.stop();
        self.restart_stopped();
    }

    /// Starts it again.
    pub fn restart_stopped(&self) {
        self.run("pg_ctl", &["-D", "data", "-l", "server.log", "-w", "-t", "120", "start"]);
    }

    /// Kills it as a power cut would.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", "data", "-m", "immediate", "-w", "stop"]);
    }

    /// Runs statements, of which each is a transaction, behind everybody's back; gives what they say.
    pub fn tell(&self, url: &str, sql: &str) -> String {
        self.run("psql", &["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])
    }

    /// Runs one of PostgreSQL's programs to its end.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = as_server(&programs().unwrap(), program);
        // The server that `pg_ctl` leaves behind must not keep our pipes open.
        let log = self.folder.join(format!("run{}.log", COUNT.fetch_add(1, Ordering::Relaxed)));
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        let out = std::fs::File::create(&log).unwrap();
        command.stdout(out.try_clone().unwrap()).stderr(out);
        let status = command.status().unwrap();
        let said = std::fs::read_to_string(&log).unwrap();
        assert!(status.success(), "{program} {arguments:?}: {said}");
        said
    }
}

/// Says something on the server that tests share.
pub fn tell(url: &str, sql: &str) -> String {
    SHARED.as_ref().unwrap().tell(url, sql)
}

/// The folder of the newest server that is installed.
fn programs() -> Option<PathBuf> {
    let version = |path: &Path| -> u32 {
        path.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or_default()
    };
    let installed = std::fs::read_dir(INSTALLED).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut versions: Vec<PathBuf> = installed.filter(|path| path.join("bin/initdb").exists()).collect();
    versions.sort_by_key(|path| version(path));
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    };
    versions.pop().map(|path| path.join("bin")).or_else(on_path)
}

/// A command with the server's programs in its `PATH`, as a user that a server may run as.
fn as_server(programs: &Path, program: &str) -> Command {
    use std::os::unix::fs::MetadataExt as _;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", USER, "--", program]);
        command
    } else {
        Command::new(program)
    };
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", programs.display())).env("LC_ALL", "C.UTF-8");
    command.current_dir("/");
    command
}
