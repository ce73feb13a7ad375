//! The JavaScript that carries calls between the page and the wasm.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::error::{Error, Result};

/// The wasm file among what [`bind`] makes.
pub(super) const WASM: &str = "ui_bg.wasm";

/// Makes `ui.js` and [`WASM`] from `wasm` in the folder `into`, which is emptied first.
pub(super) fn bind(wasm: &Path, into: &Path, dev: bool) -> Result {
    if into.exists() {
        fs::remove_dir_all(into).map_err(Error::file(into))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("ui")
        .typescript(false)
        .debug(dev)
        .keep_debug(dev)
        .remove_name_section(!dev)
        .remove_producers_section(!dev);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(into))
        .map_err(|cause| Error::Bindgen { path: wasm.to_owned(), cause: format!("{cause:#}") })
}
