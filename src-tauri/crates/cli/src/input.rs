//! Reading stdin and files: the one JSON document that `create` and `update` are given, a password.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

use app::AppError;
use model::{Body, Secret, text};
use serde_json::Value;
use zeroize::Zeroizing;

/// Far more than a document may hold; it keeps a wrong file from filling the memory.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The document in a file, or on stdin if the file is `-`.
pub(crate) fn document(path: &Path) -> Result<Body, AppError> {
    let (name, read) = if path.as_os_str() == "-" {
        (text::get("cli-stdin"), read(io::stdin().lock()))
    } else {
        (path.display().to_string(), File::open(path).and_then(read))
    };
    let bytes = read.map_err(|source| AppError::Reading { path: path.to_owned(), source })?;
    let bad = |reason| AppError::BadFile { file: name.clone(), reason };
    if bytes.len() as u64 > LARGEST {
        return Err(bad(text::with("file-too-large", &[("max", (LARGEST >> 20).into())])));
    }
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match serde_json::from_slice(json) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(bad(text::get("cli-no-object"))),
        Err(error) => Err(bad(app::not_json(&error))),
    }
}

/// The password on stdin: its first line. It never is an argument, which anybody on the machine could read.
pub(crate) fn password() -> Result<Secret, AppError> {
    let mut line = Zeroizing::new(String::with_capacity(1024));
    let read = io::stdin().lock().take(1024).read_line(&mut line);
    read.map_err(|source| AppError::Reading { path: "-".into(), source })?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(Secret::new(line.strip_suffix('\r').unwrap_or(line)))
}

fn read(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
