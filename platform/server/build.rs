//! How the program is linked: its relative relocations packed (DT_RELR, which the loader of Debian 12 reads), so that six megabytes of tables are neither
//! shipped nor read into memory at each start.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
