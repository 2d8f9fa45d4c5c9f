//! The cells of a list that were put right, as an import keeps them.

use std::collections::HashSet;

use wire::import::Correction;

use super::told::MOST_ROWS;
use crate::{error::Error, import::shopify};

/// The most cells that are put right in one list: ten in each row that is told of.
const MOST: usize = 10 * MOST_ROWS;
/// All of them together, in bytes. They are read and written whole each time.
const MOST_BYTES: usize = 4_000_000;

/// Cells with others that are put right after them. Of one cell the last word counts.
///
/// # Errors
/// Where one is too long, or they are too many.
pub fn with(kept: Vec<Correction>, new: Vec<Correction>) -> Result<Vec<Correction>, Error> {
    if new.iter().any(|one| one.value.len() > shopify::MOST_FIELD_BYTES) {
        return Err(Error::unfit("cells", "너무 깁니다.", "That is too long."));
    }
    let mut cells = kept;
    cells.extend(new);
    cells.reverse();
    let mut known = HashSet::new();
    cells.retain(|one| known.insert((one.line, one.column.clone())));
    cells.reverse();
    let bytes: usize = cells.iter().map(|one| one.column.len() + one.value.len()).sum();
    if cells.len() > MOST || bytes > MOST_BYTES {
        return Err(Error::unfit(
            "cells",
            "한 목록에서 고칠 수 있는 칸은 20,000개, 모두 4MB까지입니다. 나머지는 파일에서 고쳐 다시 올려 주세요.",
            "At most 20,000 cells of a list are put right here, and four megabytes of them. Put the others right in the file, and send it again.",
        ));
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(line: u64, column: &str, value: &str) -> Correction {
        Correction { line, column: column.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn of_one_cell_the_last_word_counts() {
        let kept = vec![cell(2, "Title", "a"), cell(3, "Title", "b")];
        let new = vec![cell(2, "Title", "c"), cell(2, "Price", "1"), cell(2, "Title", "d")];
        let cells = with(kept, new).expect("cells");
        assert_eq!(cells, [cell(3, "Title", "b"), cell(2, "Price", "1"), cell(2, "Title", "d")]);
    }

    #[test]
    fn ten_cells_of_each_row_that_is_told_of_are_put_right_and_no_more() {
        let many: Vec<Correction> = (0..MOST as u64).map(|line| cell(line, "Title", "달 잔")).collect();
        assert!(with(many.clone(), vec![cell(7, "Title", "해 잔")]).is_ok_and(|cells| cells.len() == MOST));
        assert!(with(many, vec![cell(0, "Price", "1")]).is_err());
        let long = "x".repeat(shopify::MOST_FIELD_BYTES);
        let longest: Vec<Correction> = (0..61).map(|line| cell(line, "Title", &long)).collect();
        assert!(with(longest.clone(), Vec::new()).is_ok());
        assert!(with(longest, vec![cell(61, "Title", &long)]).is_err());
        assert!(with(Vec::new(), vec![cell(1, "Title", &format!("{long}x"))]).is_err());
    }
}
