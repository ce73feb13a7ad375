//! What the browser shows when it comes back.

use model::text;

/// A page for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// Signed in.
    Done,
    /// Not signed in; the app says why.
    Failed,
    /// Nobody waits for this request.
    Stray,
}

impl Page {
    /// The whole HTTP response. The page loads nothing, runs nothing, and is kept nowhere.
    pub(super) fn response(self) -> String {
        let (status, title, words) = match self {
            Self::Done => ("200 OK", "page-title-done", "page-text-done"),
            Self::Failed => ("200 OK", "page-title-failed", "page-text-failed"),
            Self::Stray => ("404 Not Found", "page-title-stray", "page-text-stray"),
        };
        let body = include_str!("page.html")
            .replace("{title}", &escaped(&text::get(title)))
            .replace("{text}", &escaped(&text::get(words)));
        format!(
            "HTTP/1.1 {status}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
             Referrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Cache-Control: no-store\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
