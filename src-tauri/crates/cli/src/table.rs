//! Text in columns.

/// Characters of a cell that are shown.
const WIDEST: usize = 48;
/// What stands between two columns.
const GAP: &str = "  ";

/// A heading and rows, each column as wide as its widest cell.
pub(crate) fn table<const N: usize>(heading: [String; N], rows: Vec<[String; N]>) -> String {
    let rows: Vec<[String; N]> =
        std::iter::once(heading).chain(rows).map(|row| row.map(|cell| cut(&cell))).collect();
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

/// One line, not too long.
fn cut(cell: &str) -> String {
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
        let text = table(row("ID", "NAME"), vec![row("1", "Übung"), row("22", "two\nlines")]);
        assert_eq!(text, "ID  NAME\n1   Übung\n22  two lines\n");
    }

    #[test]
    fn a_long_cell_is_cut() {
        let text = table(["H".to_owned()], vec!["x".repeat(100)].into_iter().map(|cell| [cell]).collect());
        assert_eq!(text, format!("H\n{}…\n", "x".repeat(WIDEST)));
    }
}
