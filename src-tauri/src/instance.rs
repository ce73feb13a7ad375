//! One app per data folder: a second start on the same folder raises the window of the first, or brings it back, and ends; on
//! another folder it is another app.

use std::path::Path;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Context, Runtime};
use tauri_plugin_single_instance::Builder;

use crate::presence;

/// The plugin that finds an app already open on the folder. It must be the first one.
pub(crate) fn plugin<R: Runtime>(context: &mut Context<R>, data_dir: &Path) -> TauriPlugin<R> {
    let name = name(&context.config().identifier, data_dir);
    // On Linux the plugin takes a name of its own; elsewhere it goes by the app's identifier.
    if !cfg!(target_os = "linux") {
        context.config_mut().identifier.clone_from(&name);
    }
    let started_again = |app: &AppHandle<R>, _, _| {
        tracing::info!("started again");
        presence::show(app);
    };
    Builder::new().dbus_id(name).callback(started_again).build()
}

/// What the app on this folder is called, however the folder is spelt.
fn name(identifier: &str, data_dir: &Path) -> String {
    // A folder that isn't there yet has one spelling only.
    let folder = data_dir.canonicalize().unwrap_or_else(|_| data_dir.to_owned());
    format!("{identifier}.on{:016x}", fnv(folder.as_os_str().as_encoded_bytes()))
}

/// FNV-1a. The standard library's hashers promise nothing from one version to the next, and two versions of
/// the app must agree.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_name_however_it_is_spelt() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let straight = name("app", dir.path());
        assert_eq!(name("app", &inner.join("..")), straight);
        assert_ne!(name("app", &inner), straight);
    }

    #[test]
    fn the_hash_is_that_of_the_published_test_vectors() {
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
