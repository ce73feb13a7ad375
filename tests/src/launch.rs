//! How long a program takes until it says something.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::child::Background;
use crate::wait::PATIENCE;
use crate::{Desktop, Failure, Result};

impl Desktop {
    /// Starts `program` and answers how long it took until a line with `word` in it came out of it: on its standard
    /// output, or in one of the files in the folder `logs`. Then it is ended.
    pub fn time_to_line(&self, program: &Path, logs: Option<&Path>, word: &str) -> Result<Duration> {
        let before = logs.map_or(Ok(0), |logs| lines_with(logs, word))?;
        let begun = Instant::now();
        let program = program.to_string_lossy();
        let mut running = Background::start(&program, &self.artefacts().join("launch.log"), |command| {
            self.join(command);
            command.stdout(if logs.is_some() { Stdio::null() } else { Stdio::piped() });
        })?;
        let Some(logs) = logs else {
            let mut lines = BufReader::new(running.output()?).lines();
            return match lines.find(|line| line.as_ref().is_ok_and(|line| line.contains(word))) {
                Some(_) => Ok(begun.elapsed()),
                None => Err(never(&program, word)),
            };
        };
        while lines_with(logs, word)? == before {
            if begun.elapsed() > PATIENCE {
                return Err(never(&program, word));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(begun.elapsed())
    }
}

fn never(program: &str, word: &str) -> Failure {
    Failure::Program { program: program.to_owned(), cause: format!("never said {word:?}") }
}

/// How many lines of the files in `folder` have `word` in them; none if there is no such folder yet.
fn lines_with(folder: &Path, word: &str) -> Result<usize> {
    if !folder.exists() {
        return Ok(0);
    }
    let mut count = 0;
    for file in fs::read_dir(folder).map_err(Failure::file("the logs"))? {
        let path = file.map_err(Failure::file("the logs"))?.path();
        let text = fs::read_to_string(&path).map_err(Failure::file(path.display().to_string()))?;
        count += text.lines().filter(|line| line.contains(word)).count();
    }
    Ok(count)
}
