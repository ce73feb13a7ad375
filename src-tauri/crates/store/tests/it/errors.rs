//! What can't be opened or written gives a clear error, and nothing is lost.

use std::fs;
use std::path::Path;
use std::process::Command;

use model::Kind;
use rusqlite::Connection;
use store::{Foreign, Library, Owner, StoreError, Uid};

use crate::support::{Home, get, name, open, put, workout};

fn open_error(path: &Path) -> StoreError {
    Library::open(path, &Owner::Anonymous, 0).map(|_| ()).unwrap_err()
}

fn account(uid: &str) -> Owner {
    Owner::Account(Uid::new(uid).unwrap())
}

#[test]
fn an_empty_file_is_a_new_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, "").unwrap();
    put(&open(&path), workout("w", "One", 1));
}

#[test]
fn files_of_other_programs_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let text = b"Dear diary,\n".repeat(2_000);
    let zeros = vec![0; 20_000];
    let almost = [b"SQLite format 3\0".as_slice(), &[7; 9_000]].concat();
    for content in [text.as_slice(), b"x", &zeros, &almost] {
        fs::write(&path, content).unwrap();
        let error = open_error(&path);
        assert!(matches!(error, StoreError::NotOurs(Foreign::Program)), "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn databases_of_other_programs_are_left_alone() {
    for sql in [
        "CREATE TABLE t (x); INSERT INTO t VALUES (1);",
        "PRAGMA application_id = 7;",
        "PRAGMA journal_mode = wal; CREATE TABLE record (x); INSERT INTO record VALUES (1);",
        "CREATE TABLE identity (application, schema, owner, crc); INSERT INTO identity VALUES ('other', 1, '', 0);",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch(sql).unwrap();
        let content = fs::read(&path).unwrap();
        let error = open_error(&path);
        assert!(matches!(error, StoreError::NotOurs(Foreign::Program)), "{sql}: {error:?}");
        assert!(error.is_permanent());
        drop(other);
        assert!(fs::read(&path).unwrap().starts_with(content.get(..16).unwrap_or_default()));
        let check: String = Connection::open(&path)
            .unwrap()
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok");
    }
}

#[test]
fn the_library_of_another_owner_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = Library::open(&path, &account("u1"), 0).unwrap().library;
    put(&library, workout("w", "One", 1));
    library.close();
    for other in [Owner::Anonymous, account("u2")] {
        let opened = Library::open(&path, &other, 0);
        assert!(matches!(opened, Err(StoreError::NotOurs(Foreign::Owner))), "{opened:?}");
    }
    let library = Library::open(&path, &account("u1"), 0).unwrap().library;
    assert_eq!(name(&library, "w").as_deref(), Some("One"));
}

#[test]
fn a_newer_schema_is_left_alone() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    let path = home.library.path();
    let newer = Connection::open(path).unwrap();
    // What a newer version would do, its identity row included.
    let crc = crc32fast::hash(b"ghost-gym\x0099\0\0");
    newer.execute("UPDATE identity SET schema = 99, crc = ?1", [crc]).unwrap();
    newer.execute_batch("CREATE TABLE of_the_future (x); PRAGMA user_version = 99;").unwrap();
    drop(newer);
    // An open library writes nothing more into it ...
    let written = home.library.transact("put", 1, |tx| tx.put(Kind::Workout, "w", workout("w", "Two", 2)));
    assert!(matches!(written, Err(StoreError::NewerSchema { found: 99, .. })), "{written:?}");
    home.library.close();
    // ... and it isn't opened again.
    let content = fs::read(path).unwrap();
    let error = open_error(path);
    assert!(matches!(error, StoreError::NewerSchema { found: 99, known: 5 }), "{error:?}");
    assert_eq!(fs::read(path).unwrap(), content);
}

#[test]
fn a_folder_in_which_nothing_can_be_made_is_a_clear_error() {
    // Even root can't make a file there.
    let path = Path::new("/proc/library.db");
    if !Path::new("/proc/self").exists() {
        println!("skipped: this system has no /proc");
        return;
    }
    let error = open_error(path);
    assert!(matches!(error, StoreError::ReadOnly(_) | StoreError::Io(_)), "{error:?}");
}

#[test]
fn a_folder_that_is_missing_is_an_input_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = open_error(&folder.path().join("missing/library.db"));
    assert!(matches!(error, StoreError::Io(_)), "{error:?}");
}

/// Mounts a file system and takes it away at the end.
struct Mount(tempfile::TempDir);

impl Mount {
    /// `None` if this process may not mount anything, as most may not.
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            Some(Self(folder))
        } else {
            println!("skipped: no file system can be mounted here");
            None
        }
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", options]).arg(self.0.path()).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let status = Command::new("umount").arg(self.0.path()).status();
        assert!(status.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

#[test]
fn a_read_only_folder_is_a_clear_error() {
    let Some(mount) = Mount::new("size=4m") else { return };
    let path = mount.0.path().join("library.db");
    let library = open(&path);
    put(&library, workout("w", "One", 1));
    library.close();
    mount.remount("remount,ro");
    let error = open_error(&path);
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    assert!(error.is_permanent());
    mount.remount("remount,rw");
    assert_eq!(name(&open(&path), "w").as_deref(), Some("One"));
}

#[test]
fn a_file_that_may_not_be_written_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    open(&path).close();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("skipped: this user may write whatever it is");
        return;
    }
    let error = open_error(&path);
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}

#[test]
fn a_full_disk_loses_nothing_and_is_no_end() {
    let Some(mount) = Mount::new("size=2m") else { return };
    let path = mount.0.path().join("library.db");
    let library = open(&path);
    let mut kept = Vec::new();
    let full = (0..).find_map(|number| {
        let mut body = workout(&number.to_string(), "Name", 1);
        body.insert("notes".into(), "x".repeat(30_000).into());
        let id = number.to_string();
        match library.transact("put", 1, |tx| tx.put(Kind::Workout, &id, body)) {
            Ok(record) => {
                kept.push(record);
                None
            }
            Err(error) => Some(error),
        }
    });
    assert!(matches!(full, Some(StoreError::DiskFull)), "{full:?}");
    assert!(!full.unwrap().is_permanent());
    assert!(!kept.is_empty());
    // Reading goes on; and when there is room again, so does writing.
    for record in &kept {
        assert_eq!(get(&library, &record.id).as_ref(), Some(record));
    }
    mount.remount("remount,size=8m");
    put(&library, workout("after", "There is room", 1));
    library.check().unwrap();
    library.close();
    let library = open(&path);
    for record in &kept {
        assert_eq!(get(&library, &record.id).as_ref(), Some(record));
    }
}

#[test]
fn a_new_library_on_a_full_disk_is_a_clear_error() {
    let Some(mount) = Mount::new("size=64k") else { return };
    let error = open_error(&mount.0.path().join("library.db"));
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    mount.remount("remount,size=4m");
    put(&open(&mount.0.path().join("library.db")), workout("w", "One", 1));
}

#[test]
fn a_closed_library_refuses() {
    let home = Home::new();
    let other_handle = home.library.clone();
    home.library.close();
    assert!(matches!(other_handle.read(|view| view.count(Kind::Workout)), Err(StoreError::Closed)));
    assert!(matches!(other_handle.undo(1), Err(StoreError::Closed)));
    assert!(matches!(other_handle.data_version(), Err(StoreError::Closed)));
    assert!(matches!(other_handle.check(), Err(StoreError::Closed)));
}
