//! After the end-to-end tests: looks through everything that any of them left, for the secrets of all of them.

#[cfg(target_os = "linux")]
fn main() -> tests::Result {
    let sweep = tests::search_everything()?;
    let (passwords, tokens) = sweep.secrets.count();
    println!("Looked for {passwords} passwords and {tokens} tokens in {} files", sweep.files);
    for leak in &sweep.leaks {
        println!("{}: {}", leak.file.display(), leak.found);
    }
    tests::expect("secrets to look for", &(passwords > 0 && tokens > 0), &true)?;
    tests::expect("secrets that were found", &sweep.leaks.len(), &0)
}

#[cfg(not(target_os = "linux"))]
fn main() {}
