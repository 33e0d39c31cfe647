//! Prints the table of all fields, for `FIELDS.md`.

#![expect(clippy::print_stdout, reason = "that is what it is for")]

fn main() {
    print!("{}", weft_sync::fields::markdown());
}
