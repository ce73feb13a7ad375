//! Bytes are changed in every type of page: the library always opens, the damaged file is kept, the report names what
//! isn't as it was, and everything else is as it was.

use std::collections::BTreeSet;
use std::fs;

use store::{Library, Owner, StoreError};

use crate::sample::{Contents, PAGE, Random, Sample, compare, open_damaged, write_damaged};
use crate::support::open;

/// Ways to damage a page.
fn damage(page: &mut [u8], way: usize, random: &mut Random) -> &'static str {
    match way {
        0 => {
            page[random.below(PAGE)] ^= 1 << random.below(8);
            "a bit"
        }
        1 => {
            let start = random.below(8) * 512;
            page[start..start + 512].fill(0);
            "a sector of zeros"
        }
        2 => {
            // Where the header of the page and the places of its cells are.
            page[random.below(40)] ^= 0x55;
            "a byte of the header"
        }
        3 => {
            for _ in 0..16 {
                page[random.below(PAGE)] = u8::try_from(random.below(256)).unwrap();
            }
            "sixteen bytes"
        }
        _ => {
            page.fill(0xff);
            "the whole page"
        }
    }
}

#[test]
fn damage_to_any_type_of_page_is_survived() {
    let sample = Sample::new();
    let types: BTreeSet<&str> = sample.pages.keys().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(types, ["free", "internal", "leaf", "overflow"].into(), "the sample lacks a type of page");
    for tree in ["record", "history"] {
        for kind in ["internal", "leaf", "overflow"] {
            assert!(
                sample.pages.contains_key(&(tree.into(), kind.into())),
                "the sample has no {kind} page of {tree}"
            );
        }
    }
    let mut random = Random(1);
    let mut salvaged = 0;
    for ((tree, kind), pages) in &sample.pages {
        for way in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            let page = pages[random.below(pages.len())];
            let range = (page - 1) * PAGE..page * PAGE;
            let mut file = sample.file.clone();
            let way = damage(&mut file[range.clone()], way, &mut random);
            let what = format!("{way} of page {page}, {kind} of {tree}");
            let path = write_damaged(folder.path(), &file);
            let found = open_damaged(&path);
            compare(&found, &sample.contents, &[&sample.file[range]], &what);
            if let Some(report) = &found.report {
                assert!(report.all_named, "{what}");
                salvaged += 1;
                assert_eq!(fs::read(&report.set_aside).unwrap(), file, "{what}");
                let recovered: u64 = report.recovered.values().sum();
                assert_eq!(recovered, found.contents.len() as u64, "{what}");
            }
        }
    }
    assert!(salvaged > 100, "only {salvaged} were found damaged");
}

/// What is well formed, but not what the documents say.
#[test]
fn an_index_that_says_something_else_is_found() {
    let sample = Sample::new();
    for sql in [
        "UPDATE tag SET tag = 'other' WHERE record = 7",
        "DELETE FROM exercise WHERE record = 7",
        "INSERT INTO link (record, kind, id) VALUES (7, 'program', 'program-0001')",
        "DELETE FROM search WHERE rowid = 7",
        "INSERT INTO search (rowid, name) VALUES (9999, 'name')",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = write_damaged(folder.path(), &sample.file);
        let library = Library::open(&path, &Owner::Anonymous, 1).unwrap().library;
        library.check().unwrap();
        rusqlite::Connection::open(&path).unwrap().execute(sql, []).unwrap();
        assert!(matches!(library.check(), Err(StoreError::Damaged { .. })), "{sql}");
        library.close();
        let found = open_damaged(&path);
        assert!(found.report.is_some(), "{sql}");
        assert_eq!(found.contents, sample.contents, "{sql}");
    }
}

/// Where the header holds the lowest byte of the schema's number.
const VERSION: usize = 63;

/// Damage can look like a newer schema. Then nothing is touched: the file may well be one.
#[test]
fn a_header_that_says_newer_is_believed() {
    let mut file = Sample::new().file;
    file[VERSION] ^= 0x41;
    let folder = tempfile::tempdir().unwrap();
    let path = write_damaged(folder.path(), &file);
    let error = Library::open(&path, &Owner::Anonymous, 1).unwrap_err();
    let newer = u32::from(file[VERSION]);
    let expected = StoreError::NewerSchema { found: newer, known: newer ^ 0x41 };
    assert_eq!(error.to_string(), expected.to_string());
    assert_eq!(fs::read(&path).unwrap(), file);
}

#[test]
fn damage_to_the_header_is_survived() {
    let sample = Sample::new();
    for at in (0..100).filter(|at| *at != VERSION) {
        let folder = tempfile::tempdir().unwrap();
        let mut file = sample.file.clone();
        file[at] ^= 0x41;
        let path = write_damaged(folder.path(), &file);
        let found = open_damaged(&path);
        compare(&found, &sample.contents, &[], &format!("byte {at}"));
    }
}

#[test]
fn a_file_that_was_cut_short_is_survived() {
    let sample = Sample::new();
    let pages = sample.file.len() / PAGE;
    for kept in [1, 2, pages / 2, pages - 1] {
        let folder = tempfile::tempdir().unwrap();
        let path = write_damaged(folder.path(), &sample.file[..kept * PAGE + 100]);
        let found = open_damaged(&path);
        // What is cut off the last page may have been free.
        assert!(found.report.is_some() || kept == pages - 1);
        compare(&found, &sample.contents, &[&sample.file[kept * PAGE..]], &format!("{kept} pages"));
    }
}

#[test]
fn an_empty_library_is_salvaged_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    open(&path).close();
    let file = fs::read(&path).unwrap();
    for page in 1..file.len() / PAGE {
        let mut file = file.clone();
        file[page * PAGE..(page + 1) * PAGE].fill(0x11);
        let folder = tempfile::tempdir().unwrap();
        let found = open_damaged(&write_damaged(folder.path(), &file));
        compare(&found, &Contents::new(), &[], &format!("page {}", page + 1));
    }
}
