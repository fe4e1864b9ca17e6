//! Lists the fonts of the documents, so that they are part of the binary. They are fetched and decompressed
//! beforehand (they come from packages), hence the sentence when they are not there.

use std::{env, fmt::Write as _, fs, path::Path, process};

fn main() {
    if let Err(fault) = list_fonts() {
        println!("cargo::error={fault}");
        process::exit(1);
    }
}

/// Writes `fonts.rs`: an array of (file name without its end, bytes), in the order of `fonts/order.txt`.
fn list_fonts() -> Result<(), String> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let output = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let folder = Path::new(&root).join("../../templates/documents/fonts");
    let order = folder.join("order.txt");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", order.display());
    let names =
        fs::read_to_string(&order).map_err(|error| format!("The fonts of the documents are missing ({}: {error}): run ops/assets first.", order.display()))?;

    let mut list = String::from("pub(crate) const FILES: &[(&str, &[u8])] = &[\n");
    for name in names.lines() {
        let file = folder.join(name).canonicalize().map_err(|error| format!("The font {name} is missing ({error}): run ops/assets again."))?;
        println!("cargo::rerun-if-changed={}", file.display());
        let stem = name.trim_end_matches(".ttf");
        writeln!(list, "    ({stem:?}, include_bytes!({:?})),", file.display().to_string()).map_err(|error| error.to_string())?;
    }
    list.push_str("];\n");
    fs::write(Path::new(&output).join("fonts.rs"), list).map_err(|error| format!("fonts.rs cannot be written: {error}"))
}
