//! `golmok import categories`: the tree of sub-categories of each window, as the operator keeps it in a file.
//!
//! A CSV with a header: `window,slug,parent,ko,en,kinds`. `parent` is the slug of a row of the same window that stands before;
//! `kinds` are the product types that belong here as merchants call them, parted by `|`. The file is the whole of every
//! window that it names: what was there before is replaced.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Write as _,
    path::Path,
    process::ExitCode,
};

use serde::Deserialize;
use wire::{Lang, Slug, draft::Both, window_facts::Category};

use super::{Fallible, open, read_file, report::say};
use crate::{config::Place, db::Write, index::plain, window::category};

/// One row of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    window: String,
    slug: String,
    #[serde(default)]
    parent: String,
    ko: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    kinds: String,
}

impl Row {
    fn category(self) -> Result<Category, String> {
        let slug = |text: &str| text.parse::<Slug>().map_err(|why| format!("{text:?}: {why}"));
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Ok(Category {
            slug: slug(&self.slug)?,
            parent: some(self.parent).map(|parent| slug(&parent)).transpose()?,
            name: Both { ko: some(self.ko), en: some(self.en) },
            kinds: self.kinds.split('|').map(str::trim).filter(|kind| !kind.is_empty()).map(str::to_owned).collect(),
        })
    }
}

/// A window's sub-categories, with the lines of the file that they stand in.
#[derive(Default)]
struct Tree {
    lines: Vec<usize>,
    categories: Vec<Category>,
}

/// What the file made.
pub struct Sum {
    pub categories: usize,
    pub unmatched: Vec<Unmatched>,
}

/// A kind of shown products that no sub-category of their window names: the window, the kind, and how many products have it.
pub type Unmatched = (String, String, i64);

/// Prints what belongs nowhere.
pub fn say_unmatched(out: &mut dyn std::io::Write, unmatched: &[Unmatched]) {
    for (window, kind, products) in unmatched {
        say(out, format_args!("unmatched: {window}: {kind} ({products} products)"));
    }
}

/// Reads the file, replaces the trees of the windows that it names, and lists what belongs nowhere.
///
/// # Errors
/// Where the file is not fit, or the database cannot; then nothing was written.
pub async fn run(place: &Place, file: &Path) -> Fallible<ExitCode> {
    let bytes = read_file(file)?;
    let db = open(place).await?;
    let mut write = db.write().await?;
    let sum = replace(&mut write, &bytes).await?;
    write.commit().await?;
    let out = &mut std::io::stdout();
    say_unmatched(out, &sum.unmatched);
    say(out, format_args!("{} sub-categories, {} kinds unmatched", sum.categories, sum.unmatched.len()));
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Replaces the trees of the windows that a file names, within a write.
///
/// # Errors
/// Where a row is not fit: it says which and why.
pub async fn replace(write: &mut Write, bytes: &[u8]) -> Fallible<Sum> {
    let windows: Vec<(String, i64)> = sqlx::query_as("select slug, id from windows").fetch_all(&mut *write.tx).await?;
    let windows: HashMap<String, i64> = windows.into_iter().collect();
    let trees = read(bytes, &windows)?;
    for (window, tree) in &trees {
        category::replace(write, *window, &tree.categories).await?;
    }
    let categories = trees.values().map(|tree| tree.categories.len()).sum();
    Ok(Sum { categories, unmatched: unmatched(write, None).await? })
}

/// The file's trees by window, each checked.
fn read(bytes: &[u8], windows: &HashMap<String, i64>) -> Fallible<BTreeMap<i64, Tree>> {
    let mut trees: BTreeMap<i64, Tree> = BTreeMap::new();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (line, row) in (2_usize..).zip(csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes).deserialize::<Row>()) {
        let row = row.map_err(|error| format!("line {line}: {error}"))?;
        let Some(window) = windows.get(&row.window) else {
            return Err(format!("line {line}: there is no window {:?}", row.window).into());
        };
        let tree = trees.entry(*window).or_default();
        tree.lines.push(line);
        tree.categories.push(row.category().map_err(|why| format!("line {line}: {why}"))?);
        // One too many is enough to say so.
        if tree.categories.len() > category::MOST {
            break;
        }
    }
    if trees.is_empty() {
        return Err("the file has no row".into());
    }
    for tree in trees.values() {
        category::check(&tree.categories).map_err(|(at, wrong)| {
            let line = tree.lines.get(at).copied().unwrap_or_default();
            format!("line {line}: {}", wrong.words(Lang::En))
        })?;
    }
    Ok(trees)
}

/// Kinds of shown products, of one shop or of all, that belong nowhere in any window of their shop that has a tree, under the
/// first of those windows.
///
/// # Errors
/// Where the database is away.
pub async fn unmatched(write: &mut Write, shop: Option<i64>) -> Fallible<Vec<Unmatched>> {
    let known: Vec<(i64, String)> = sqlx::query_as("select window_id, kind from category_kinds").fetch_all(&mut *write.tx).await?;
    let known: BTreeSet<(i64, String)> = known.into_iter().collect();
    let sql = "select sw.shop_id, w.id, w.slug from shop_windows sw join windows w on w.id = sw.window_id
        where exists (select 1 from categories c where c.window_id = w.id) order by sw.shop_id, sw.position";
    let mut windows: HashMap<i64, Vec<(i64, String)>> = HashMap::new();
    for (shop, id, slug) in sqlx::query_as::<_, (i64, i64, String)>(sql).fetch_all(&mut *write.tx).await? {
        windows.entry(shop).or_default().push((id, slug));
    }
    let sql = "select shop_id, kind_ko, kind_en, count(*) as products from products
        where state = 'shown' and (kind_ko is not null or kind_en is not null) and ($1 = 0 or shop_id = $1)
        group by shop_id, kind_ko, kind_en";
    type Found = (i64, Option<String>, Option<String>, i64);
    let found: Vec<Found> = sqlx::query_as(sql).bind(shop.unwrap_or(0)).fetch_all(&mut *write.tx).await?;
    let mut unmatched: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (shop, ko, en, products) in found {
        let Some(windows) = windows.get(&shop) else { continue };
        let kinds: Vec<String> = [&ko, &en].into_iter().flatten().map(|kind| plain(kind)).collect();
        let is_known = windows.iter().any(|(window, _)| kinds.iter().any(|kind| known.contains(&(*window, kind.clone()))));
        if let (false, Some((_, window)), Some(kind)) = (is_known, windows.first(), ko.or(en)) {
            *unmatched.entry((window.clone(), kind)).or_default() += products;
        }
    }
    Ok(unmatched.into_iter().map(|((window, kind), products)| (window, kind, products)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;

    async fn street() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        (folder, db)
    }

    #[tokio::test]
    async fn a_file_is_the_whole_of_its_windows_and_may_be_brought_in_again() {
        let (_folder, db) = street().await;
        for (file, many) in [
            ("window,slug,parent,ko,en,kinds\nfashion,a,,가,A,셔츠|Shirt\nfashion,b,a,나,B,\nfresh,c,,다,C,사과\n", 3),
            ("window,slug,parent,ko,en,kinds\nfashion,a,,가,A,셔츠\n", 2),
        ] {
            let mut write = db.write().await.expect("a write");
            replace(&mut write, file.as_bytes()).await.expect("a tree");
            write.commit().await.expect("a commit");
            let count: i64 = sqlx::query_scalar("select count(*) from categories").fetch_one(&db.pool).await.expect("a count");
            assert_eq!(count, many);
        }
    }

    #[tokio::test]
    async fn what_is_wrong_is_said_with_its_line() {
        let (_folder, db) = street().await;
        for (rows, why) in [
            ("nowhere,a,,가,A,", "line 2: there is no window"),
            ("fashion,A!,,가,A,", "line 2: \"A!\""),
            ("fashion,a,,,,", "line 2: it needs a name"),
            ("fashion,a,b,가,A,", "line 2: its parent \"b\" does not stand before it"),
            ("fashion,a,,가,A,\nfashion,a,,나,B,", "line 3: a stands twice"),
            ("fashion,a,,가,A,셔츠\nfashion,b,,나,B, 셔츠 ", "line 3: the kind \"셔츠\" belongs to a already"),
            ("", "the file has no row"),
        ] {
            let mut write = db.write().await.expect("a write");
            let file = format!("window,slug,parent,ko,en,kinds\n{rows}\n");
            let refused = replace(&mut write, file.as_bytes()).await.err().expect("a refusal").to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
