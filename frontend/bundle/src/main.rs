//! Turns the compiled WASM and the style sheets into the web assets the server embeds.
//!
//! One pass: cut into parts → bind (wasm-bindgen) → name by content → compress.
//! The result is `SITE/pkg/*`, `SITE/sw.js` and `SITE/manifest.json`. Work is skipped when no
//! input has changed, so it costs nothing to run before every start.

mod css;
mod names;
mod output;
mod parts;
mod stamp;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Bundle the browser's half of Weft into hashed, compressed files.
#[derive(Parser, Debug)]
pub(crate) struct Arguments {
    /// The compiled `weft_frontend.wasm`, as cargo left it.
    pub(crate) wasm: PathBuf,
    /// The folder to write to; files there that this run did not make are removed.
    #[arg(long, value_name = "DIR", default_value = "target/site")]
    pub(crate) site: PathBuf,
    /// The style sheet whose `@import`s make up the whole style.
    #[arg(long, value_name = "FILE", default_value = "style/main.css")]
    pub(crate) style: PathBuf,
    /// The service worker; left out when the file does not exist.
    #[arg(long, value_name = "FILE", default_value = "frontend/sw.js")]
    pub(crate) service_worker: PathBuf,
    /// The worker that lays out the map; left out when the file does not exist.
    #[arg(long, value_name = "FILE", default_value = "frontend/layout.js")]
    pub(crate) layout_worker: PathBuf,
    /// Compress as far as brotli goes (quality 11 in place of 5): seconds, not milliseconds.
    #[arg(long)]
    pub(crate) release: bool,
}

/// Why no bundle came out. One sentence that names the file, for the person at the terminal.
pub(crate) type Failure = String;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(summary) => {
            eprintln!("{summary}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("weft-bundle: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, Failure> {
    let style = css::Sheet::load(&arguments.style)?;
    let module = read(&arguments.wasm)?;
    let worker = read_if_there(&arguments.service_worker)?;
    let layout = read_if_there(&arguments.layout_worker)?;
    let stamp = stamp::Stamp::of(arguments, &module, &style, [worker.as_deref(), layout.as_deref()])?;
    if stamp.is_current(&arguments.site) {
        return Ok(format!("{} is up to date", arguments.site.display()));
    }
    let bound = wasm::bind(&module)?;
    let site = output::Site::assemble(bound, style, worker, layout);
    let summary = site.write(&arguments.site, arguments.release)?;
    stamp.write(&arguments.site)?;
    Ok(summary)
}

fn read_if_there(path: &std::path::Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// Reads a whole file, or says which one could not be read.
pub(crate) fn read(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
