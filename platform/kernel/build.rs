//! Compiles the personal-data inventory into the kernel: a reference that leads nowhere stops the build and says where.

mod inventory_format;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Asked at run time: a build script compiled for one checkout may be run for another that shares its target folder.
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let folder = root.join("migrations/inventory");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed={}", root.join("migrations").display());
    println!("cargo::rerun-if-changed=inventory_format");
    println!("cargo::rerun-if-changed=src/inventory/words.rs");
    match compile(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={}", fault.replace('\n', "\ncargo::error=  "));
            }
            ExitCode::FAILURE
        }
    }
}

fn compile(folder: &Path) -> Result<(), Vec<String>> {
    let words = |faults: Vec<inventory_format::Fault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    let inventory = inventory_format::read(folder).map_err(words)?;
    let faults = inventory_format::check::check(&inventory);
    if !faults.is_empty() {
        return Err(words(faults));
    }
    let source = inventory_format::generate::generate(&inventory).map_err(|fault| vec![fault])?;
    let target = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default().join("inventory.rs");
    std::fs::write(&target, source).map_err(|error| vec![format!("{}: {error}", target.display())])
}
