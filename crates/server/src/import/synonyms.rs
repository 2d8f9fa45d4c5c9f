//! `golmok import synonyms`: names of one thing, as the operator keeps them in a file.
//!
//! A CSV with the header `words`: each row is a group of names that mean the same, parted by `|`. A name may be some words. The
//! file is the whole list: what was there before is replaced.

use std::{collections::HashMap, path::Path, process::ExitCode};

use serde::Deserialize;

use super::{Fallible, open, read_file, report::say};
use crate::{config::Place, db::Write};

/// The most groups in one file, names in one group, and characters in one name.
const MOST: usize = 20_000;
const MOST_NAMES: usize = 40;
const LONGEST: usize = 60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    words: String,
}

/// Reads the file and replaces the list.
///
/// # Errors
/// Where the file is not fit, or the database cannot; then nothing was written.
pub async fn run(place: &Place, file: &Path) -> Fallible<ExitCode> {
    let bytes = read_file(file)?;
    let db = open(place).await?;
    let mut write = db.write().await?;
    let groups = replace(&mut write, &bytes).await?;
    write.commit().await?;
    say(&mut std::io::stdout(), format_args!("{groups} groups of names"));
    Ok(ExitCode::SUCCESS)
}

/// Replaces the list within a write; how many groups it has now.
///
/// # Errors
/// Where a row is not fit: it says which and why.
pub async fn replace(write: &mut Write, bytes: &[u8]) -> Fallible<usize> {
    let groups = read(bytes)?;
    sqlx::query("delete from synonyms").execute(&mut *write.tx).await?;
    for (group, names) in (0_i64..).zip(&groups) {
        for (position, name) in (0_i64..).zip(names) {
            let sql = "insert into synonyms (group_id, position, name) values ($1, $2, $3)";
            sqlx::query(sql).bind(group).bind(position).bind(name).execute(&mut *write.tx).await?;
        }
    }
    write.touch_all();
    Ok(groups.len())
}

/// The groups, checked against each other.
fn read(bytes: &[u8]) -> Fallible<Vec<Vec<String>>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (line, row) in (2_usize..).zip(csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes).deserialize::<Row>()) {
        let row = row.map_err(|error| format!("line {line}: {error}"))?;
        let refuse = |why: String| Err(format!("line {line}: {why}").into());
        let names: Vec<String> = row.words.split('|').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        if names.len() < 2 {
            return refuse("a group needs two names, parted by |".to_owned());
        }
        if names.len() > MOST_NAMES {
            return refuse(format!("at most {MOST_NAMES} names in a group"));
        }
        for name in &names {
            let words = ::search::words::words(name);
            if words.is_empty() || name.chars().count() > LONGEST {
                return refuse(format!("{name:?} is no name: some letters, at most {LONGEST}"));
            }
            let folded: Vec<String> = words.into_iter().map(|word| word.text).collect();
            if let Some(other) = taken.insert(folded.join(" "), line) {
                return refuse(format!("{name:?} stands in line {other} already"));
            }
        }
        groups.push(names);
        if groups.len() > MOST {
            return refuse(format!("at most {MOST} groups"));
        }
    }
    if groups.is_empty() { Err("the file has no row".into()) } else { Ok(groups) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_read_and_what_is_wrong_is_said_with_its_line() {
        assert_eq!(read("words\n사과|apple\n프라이팬|frying pan\n".as_bytes()).expect("two groups").len(), 2);
        for (rows, why) in [
            ("사과", "line 2: a group needs two names"),
            ("사과|!", "line 2: \"!\" is no name"),
            ("사과|apple\nApple|능금", "line 3: \"Apple\" stands in line 2 already"),
            ("a,b", "line 2: "),
            ("", "the file has no row"),
        ] {
            let refused = read(format!("words\n{rows}\n").as_bytes()).expect_err("a refusal").to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
