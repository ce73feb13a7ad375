//! Text in columns.

/// Characters of a text that a cell shows.
const WIDEST: usize = 48;
/// What stands between two columns.
const GAP: &str = "  ";

/// A heading and rows, each column as wide as its widest cell.
pub(crate) fn table<const N: usize>(heading: [String; N], rows: Vec<[String; N]>) -> String {
    let rows: Vec<[String; N]> = std::iter::once(heading).chain(rows).collect();
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default());
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, wide)| {
            let padding = " ".repeat(wide - width(cell));
            format!("{cell}{padding}")
        });
        text.push_str(cells.collect::<Vec<_>>().join(GAP).trim_end());
        text.push('\n');
    }
    text
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

/// A text as a cell shows it: one line, not too long. Ids are shown whole, to be copied.
pub(crate) fn cut(cell: &str) -> String {
    let line: String = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let text = table(row("ID", "NAME"), vec![row("1", "Übung"), row("22", "two words")]);
        assert_eq!(text, "ID  NAME\n1   Übung\n22  two words\n");
    }

    #[test]
    fn a_long_text_is_cut_and_lines_are_joined() {
        assert_eq!(cut(&"x".repeat(100)), format!("{}…", "x".repeat(WIDEST)));
        assert_eq!(cut("two\nlines"), "two lines");
    }
}
