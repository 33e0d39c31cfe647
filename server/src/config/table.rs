//! The one list of settings. Reading, checking and every help text go by it.

/// A setting, as documented.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the file; the environment variable is `WEFT_` and the name in capitals.
    pub key: &'static str,
    /// Its flag on the command line, or nothing.
    pub flag: &'static str,
    /// What it is when nobody says anything; empty means unset.
    pub default: &'static str,
    /// What it does, in a sentence or two.
    pub help: &'static str,
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "listen",
        flag: "--listen ADDR",
        default: "127.0.0.1:3000",
        help: "Address and port to listen on. Port 0 takes any free one. An address that other \
               machines can reach needs TLS: tls_cert, or a proxy and public_url.",
    },
    Setting {
        key: "public_url",
        flag: "--public-url URL",
        default: "",
        help: "The address people type, e.g. https://weft.example.org. Links and the check \
               of where a connection comes from go by it. Default: the address listened on.",
    },
    Setting {
        key: "database",
        flag: "--database URL",
        default: "sqlite:data/weft.db",
        help: "Where the data is. sqlite:PATH is a file; its folder is made if missing, and also \
               holds the lock that keeps a second server out. postgres://USER@HOST/NAME is a database \
               of PostgreSQL 15 or later, which several servers may share; a socket's folder goes \
               behind it as ?host=/run/postgresql, a password into the environment as PGPASSWORD \
               or into ~/.pgpass.",
    },
    Setting {
        key: "archive_after_days",
        flag: "",
        default: "90",
        help: "Days after its end for which a request is kept in memory; later it is read from the \
               database when it is asked for. Fewer days need less memory, 15 at least. Nothing is \
               deleted, and figures do not change.",
    },
    Setting {
        key: "tls_cert",
        flag: "--tls-cert FILE",
        default: "",
        help: "Certificate chain (PEM) to serve HTTPS with. Needs tls_key.",
    },
    Setting { key: "tls_key", flag: "--tls-key FILE", default: "", help: "Private key (PEM) of tls_cert." },
    Setting {
        key: "connections",
        flag: "",
        default: "20000",
        help: "Sockets open at once. A further one is answered 503 and comes back later. Each needs \
               an open file (LimitNOFILE under systemd).",
    },
    Setting {
        key: "connections_per_person",
        flag: "",
        default: "50",
        help: "Sockets that one person has open at once, programs with their tokens included. A \
               further one is answered 429.",
    },
    Setting {
        key: "messages_per_second",
        flag: "",
        default: "60",
        help: "Messages that a socket is read at in the long run; four seconds' worth may come at \
               once. All sockets of one person together are read at three times that.",
    },
    Setting {
        key: "log",
        flag: "",
        default: "info",
        help: "What to log: off, error, warn, info, debug, trace, or a list such as \
               info,weft_server=debug.",
    },
    Setting {
        key: "log_format",
        flag: "",
        default: "text",
        help: "How log lines on standard error look: text, or json for collectors.",
    },
];

/// Columns that the help text of a setting may take.
const HELP_COLUMNS: usize = 76;

impl Setting {
    /// The environment variable of this setting.
    pub fn variable(&self) -> String {
        format!("WEFT_{}", self.key.to_uppercase())
    }
}

/// All settings as text for a terminal.
pub fn table() -> String {
    let mut text = String::from(
        "A flag beats an environment variable, which beats the file (--config FILE, or weft.toml\n\
         in the current folder), which beats the default.\n",
    );
    for setting in SETTINGS {
        text.push_str(&format!("\n{}\n", setting.key));
        text.push_str(&format!("    environment  {}\n", setting.variable()));
        if !setting.flag.is_empty() {
            text.push_str(&format!("    flag         {}\n", setting.flag));
        }
        let default = if setting.default.is_empty() { "(not set)" } else { setting.default };
        text.push_str(&format!("    default      {default}\n"));
        for line in wrap(setting.help) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text.push_str("\nExample of a weft.toml:\n    listen = \"127.0.0.1:8080\"\n    public_url = \"https://weft.example.org\"\n    database = \"sqlite:/var/lib/weft/weft.db\"\n");
    text
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + 1 + word.len() > HELP_COLUMNS {
            lines.push(word.to_owned());
            continue;
        }
        if !lines[last].is_empty() {
            lines[last].push(' ');
        }
        lines[last].push_str(word);
    }
    lines
}
