//! How large the wasm is, as it lies on disk and as it would travel.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::{Error, Result};
use crate::progress::kilobytes;

/// A file's size in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// As it is.
    pub(crate) raw: usize,
    /// With gzip -9.
    pub(crate) gzip: usize,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} gzipped", kilobytes(self.raw), kilobytes(self.gzip))
    }
}

/// Measures the file at `path`.
pub(super) fn measure(path: &Path) -> Result<Size> {
    let bytes = fs::read(path).map_err(Error::file(path))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let gzip = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(Error::file(path))?;
    Ok(Size { raw: bytes.len(), gzip: gzip.len() })
}
