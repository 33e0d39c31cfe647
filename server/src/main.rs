//! The `weft` program: its command line's edge and the web assets it carries.

mod site;

use std::process::ExitCode;

fn main() -> ExitCode {
    weft_server::cli::run(site::assets())
}
