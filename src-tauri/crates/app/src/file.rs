//! Writing a file so that it is there whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::AppError;

/// Writes a file in place of the one that may be there: beside it under another name, to the disk, read back and
/// compared, and only then renamed. Whatever fails, the old file is as it was.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<(), AppError> {
    let fill =
        |file: &mut dyn Write| file.write_all(contents).map_err(|error| AppError::writing(path, error));
    write_with(path, fill, |(), _| Ok(()))
}

/// The same for what is too much to hold at once: `fill` writes it, and `check` reads it under the name that it has
/// until it is found to be good. A pipe or a device is not checked.
pub(crate) fn write_with<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, AppError>,
    check: impl FnOnce(&T, &Path) -> Result<(), AppError>,
) -> Result<T, AppError> {
    // Through a link, the file that it points at is replaced, not the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A pipe or a device: nothing to replace.
        let mut there =
            File::options().write(true).open(path).map_err(|error| AppError::writing(path, error))?;
        return fill(&mut there);
    }
    let beside = beside(path);
    let outcome = write_new(path, &beside, fill).and_then(|filled| {
        check(&filled, &beside)?;
        fs::rename(&beside, path)
            .and_then(|()| sync_folder(path))
            .map_err(|error| AppError::writing(path, error))?;
        Ok(filled)
    });
    if outcome.is_err()
        && let Err(error) = fs::remove_file(&beside)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %beside.display(), "a half-written file stays behind");
    }
    outcome
}

/// Writes the file that is to be at `path` under the name `beside`, and reads it back.
fn write_new<T>(
    path: &Path,
    beside: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let failed = |error| AppError::writing(path, error);
    let created = File::create_new(beside).map_err(failed)?;
    let mut written = Sum::of(BufWriter::new(created));
    let filled = fill(&mut written)?;
    let on_disk = written.inner.into_inner().map_err(|error| failed(error.into_error()))?;
    on_disk.sync_all().map_err(failed)?;
    let mut back = Sum::of(io::sink());
    File::open(beside).and_then(|mut file| io::copy(&mut file, &mut back)).map_err(failed)?;
    let same = (written.length, written.crc.finalize()) == (back.length, back.crc.finalize());
    if same { Ok(filled) } else { Err(AppError::NotWritten(path.to_owned())) }
}

/// Passes on what is written, and sums it up.
struct Sum<W> {
    inner: W,
    length: u64,
    crc: crc32fast::Hasher,
}

impl<W> Sum<W> {
    fn of(inner: W) -> Self {
        Self { inner, length: 0, crc: crc32fast::Hasher::new() }
    }
}

impl<W: Write> Write for Sum<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.crc.update(&bytes[..taken]);
        self.length += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A name in the same folder that nobody else uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", Uuid::now_v7()));
    path.with_file_name(name)
}

/// Makes the rename itself durable, where a folder can be synced at all.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Keeps other processes that ask so from writing, until it is dropped: what is read then is still true when it is
/// replaced. `path` is a file for this alone.
pub(crate) fn alone(path: &Path) -> Result<File, AppError> {
    let locked = OpenOptions::new().create(true).truncate(false).write(true).open(path).and_then(|file| {
        file.lock()?;
        Ok(file)
    });
    locked.map_err(|error| AppError::writing(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_stays_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.json");
        write(&path, b"one, and long").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_filled_or_is_not_good_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.json");
        write(&path, b"one").unwrap();
        for good_until in ["filled", "checked"] {
            let outcome = write_with(
                &path,
                |file| {
                    file.write_all(b"two").unwrap();
                    if good_until == "filled" { Err(AppError::NoPreview) } else { Ok(()) }
                },
                |(), beside| {
                    assert_eq!(fs::read(beside).unwrap(), b"two");
                    Err(AppError::NoPreview)
                },
            );
            assert!(matches!(outcome, Err(AppError::NoPreview)), "{good_until}");
            assert_eq!(fs::read(&path).unwrap(), b"one");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("folder");
        fs::create_dir(&path).unwrap();
        assert!(matches!(write(&path, b"x"), Err(AppError::Writing { .. })));
        assert!(path.is_dir());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (target, link) = (dir.path().join("target"), dir.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }
}
