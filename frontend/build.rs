//! Has the linker keep what `weft-bundle` needs to cut the program into parts.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family.contains("wasm")) {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
