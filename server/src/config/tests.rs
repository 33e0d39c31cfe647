use super::*;

fn load(flags: &[(&'static str, &str)]) -> Result<Settings, ConfigError> {
    load_with(None, &[], flags)
}

fn load_with(
    file: Option<&str>,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Settings, ConfigError> {
    let path = file.map(|text| {
        let name = format!("weft-settings-{}-{:?}.toml", std::process::id(), std::thread::current().id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let flags = Flags {
        config: path.clone(),
        values: flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
    };
    let find = |name: &str| {
        environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    let result = Settings::load(&flags, find);
    if let Some(path) = path {
        std::fs::remove_file(path).unwrap();
    }
    result
}

#[test]
fn without_a_word_it_serves_this_machine_from_a_data_folder() {
    let settings = load(&[]).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
    let urls = settings.public_urls(settings.listen);
    assert_eq!(urls[0].origin(), "http://127.0.0.1:3000");
    assert_eq!(urls[1].origin(), "http://localhost:3000");
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let file = Some("listen = \"127.0.0.1:1\"\nlog = \"warn\"\ndatabase = \"sqlite:f.db\"");
    let environment = [("WEFT_LISTEN", "127.0.0.1:2"), ("WEFT_LOG", "debug")];
    let settings = load_with(file, &environment, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.log, "debug");
    assert_eq!(settings.database, Database::Sqlite("f.db".into()));
}

#[test]
fn an_error_names_the_setting_and_the_place_it_came_from() {
    let error = load_with(None, &[("WEFT_LISTEN", "here")], &[]).unwrap_err().to_string();
    assert!(error.contains("listen = \"here\"") && error.contains("WEFT_LISTEN"), "{error}");
    let error = load_with(Some("public-url = \"x\""), &[], &[]).unwrap_err().to_string();
    assert!(error.contains("did you mean \"public_url\""), "{error}");
    let error = load_with(Some("listen = 3000"), &[], &[]).unwrap_err().to_string();
    assert!(error.contains("text in quotes"), "{error}");
    let error = load_with(Some("listen = "), &[], &[]).unwrap_err().to_string();
    assert!(error.contains("weft-settings"), "{error}");
}

#[test]
fn a_named_file_must_be_there() {
    let flags = Flags { config: Some("no-such.toml".into()), values: Default::default() };
    let error = Settings::load(&flags, |_| None).unwrap_err().to_string();
    assert!(error.contains("no-such.toml"), "{error}");
}

#[test]
fn plain_http_stays_on_this_machine() {
    assert!(load(&[("listen", "0.0.0.0:3000")]).is_err());
    assert!(load(&[("listen", "[::]:3000"), ("public_url", "http://weft.example.org")]).is_err());
    assert!(load(&[("public_url", "http://weft.example.org")]).is_err());
    let proxied = load(&[("listen", "0.0.0.0:3000"), ("public_url", "https://weft.example.org")]).unwrap();
    assert!(proxied.behind_proxy());
    assert!(!load(&[("public_url", "http://localhost:8080")]).unwrap().behind_proxy());
}

#[test]
fn tls_takes_both_files_and_says_when_one_is_missing() {
    let error = load(&[("tls_cert", "Cargo.toml")]).unwrap_err();
    assert!(error.to_string().contains("go together"));
    let error = load(&[("tls_cert", "gone.pem"), ("tls_key", "gone.pem")]).unwrap_err();
    assert!(error.to_string().contains("cannot be read"));
    let both = [("tls_cert", "Cargo.toml"), ("tls_key", "Cargo.toml"), ("listen", "0.0.0.0:443")];
    assert!(load(&both).unwrap().tls.is_some());
}

#[test]
fn a_public_url_is_what_a_browser_calls_the_origin() {
    let origin = |text| load(&[("public_url", text)]).unwrap().public_url.unwrap().to_string();
    assert_eq!(origin("https://Weft.Example.org"), "https://weft.example.org");
    assert_eq!(origin("https://weft.example.org:443/"), "https://weft.example.org");
    assert_eq!(origin("http://[::1]:8080"), "http://[::1]:8080");
    for wrong in [
        "weft.example.org",
        "ftp://a.b",
        "https://a.b/weft",
        "https://u@a.b",
        "https://a.b/?x",
        "//",
        "https://a b",
    ] {
        assert!(load(&[("public_url", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn a_database_is_a_file_of_sqlite_or_a_place_in_postgresql() {
    for (text, path) in
        [("sqlite:a/b.db", "a/b.db"), ("sqlite://c.db", "c.db"), ("sqlite:///d/e.db", "/d/e.db")]
    {
        assert_eq!(load(&[("database", text)]).unwrap().database, Database::Sqlite(path.into()));
    }
    for text in ["postgres://h/d", "postgresql://u:p@h:5433/d", "postgres:///d?host=/run/postgresql"] {
        assert_eq!(load(&[("database", text)]).unwrap().database, Database::Postgres(text.into()));
    }
    for wrong in [
        "a.db",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:a.db?mode=ro",
        "postgres://h",
        "postgres:d",
        "sqlite:data/",
    ] {
        assert!(load(&[("database", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn every_setting_is_in_the_printed_table() {
    let table = table();
    for setting in SETTINGS {
        assert!(table.contains(&setting.variable()) && table.contains(setting.flag));
    }
    assert!(table.lines().all(|line| line.chars().count() <= 96));
}
