//! What people of a shop sent and nothing names is freed after some days: pictures that nobody was shown, and files of clips.
//!
//! A thing is named by rows, by drafts, by the opening that may be taken back, and by an import that may be undone. All writers
//! stand in one line, so whatever is not named as a write looks is not named until that write ends; and by then it is nobody's,
//! which nothing can name that is written afterwards.
//!
//! Of a picture its row goes, and what is left is swept as the files of one that nobody owns (`unfinished.rs`). Its public files
//! stay if there are any: pages that are kept elsewhere may show them yet. The row of a clip's file says first, by a time of 0, that
//! the file is going, then the file goes, then the row: a program that is killed between leaves a row by which the next one goes on.
//! One that was on its way for too long (`clip_kept.rs`) is going too.
//! While a backup is made no file goes.

use std::{collections::HashSet, time::Duration};

use super::{clip_kept::going_above, clip_pieces, picture::HIDDEN};
use crate::{background, backup, error::Error, ids::now_ms, product::write::stored::Tx, state::AppState};

/// How often it is looked for what nothing names.
const EVERY: Duration = Duration::from_secs(6 * 3_600);
/// So long stays what nothing names: it was just sent, or may be put back by whoever edits.
const KEPT: i64 = 3 * 86_400_000;
/// What is named counts as sent anew this often: so it is kept as long from when it was named last.
const RENEWED: i64 = 86_400_000;
/// The store has so long to take some files away: nobody writes meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
/// So long stays a text of captions that was saved as somebody typed, where there are too many of them.
const KEPT_TEXT: i64 = 3 * 60_000;
/// Files that are taken away in one write.
const A_WRITE: usize = 8;
/// Texts that are read at once, where they are short.
const A_PAGE: i64 = 200;
/// The letters of a hash in a name.
const LETTERS: usize = 16;

/// Sweeps, at once and some times a day, until the program ends.
pub async fn work(state: AppState) {
    loop {
        background::stood().await;
        if let Err(error) = sweep(&state).await {
            tracing::warn!(%error, "what nothing names is not all swept");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Frees what nothing names.
///
/// # Errors
/// Where the database or the store is away; what is left is freed the next time.
pub async fn sweep(state: &AppState) -> Result<(), Error> {
    let mut went = clip_pieces::forget_old(state, None).await;
    let sql = "select shop_id from uploads where hidden = 1 and created_at < $1 union select shop_id from clip_files where created_at < $1";
    let shops: Vec<i64> = sqlx::query_scalar(sql).bind(now_ms() - RENEWED).fetch_all(&state.db.pool).await?;
    for shop in shops {
        // One shop does not keep the others from theirs.
        if let Err(error) = of_shop(state, shop).await {
            went = Err(error);
        }
    }
    went
}

/// Frees the captions of a shop that nothing names: what was undone while somebody typed is sent as text again.
///
/// # Errors
/// Where the database or the store is away.
pub async fn captions(state: &AppState, shop: i64) -> Result<(), Error> {
    let before = now_ms() - KEPT_TEXT;
    let mut tx = state.db.pool.begin().await?;
    let sql = "select name from clip_files where shop_id = $1 and seconds = 0 and created_at > 0 and created_at < $2";
    let files = sqlx::query_scalar(sql).bind(shop).bind(before).fetch_all(&mut *tx).await?;
    drop(tx);
    let left = Sent { pictures: Vec::new(), files };
    if !left.is_empty() {
        let_go(state, shop, left, before).await?;
    }
    take_away(state, shop).await
}

async fn of_shop(state: &AppState, shop: i64) -> Result<(), Error> {
    let mut tx = state.db.pool.begin().await?;
    let old = Sent::before(&mut tx, shop, now_ms() - RENEWED).await?;
    let named = named(&mut tx, shop, &old).await?;
    drop(tx);
    renew(state, shop, &old, &named).await?;
    let before = now_ms() - KEPT;
    let mut tx = state.db.pool.begin().await?;
    let mut left = Sent::before(&mut tx, shop, before).await?;
    left.keep_unnamed(&named);
    if !left.pictures.is_empty() {
        let shown: Vec<String> = sqlx::query_scalar(SHOWN_ANYWHERE).bind(shop).fetch_all(&mut *tx).await?;
        left.keep_unnamed(&shown.into_iter().collect::<HashSet<String>>());
    }
    drop(tx);
    if !left.is_empty() {
        let_go(state, shop, left, before).await?;
    }
    take_away(state, shop).await
}

/// What a shop sent, by name.
struct Sent {
    pictures: Vec<String>,
    files: Vec<String>,
}

impl Sent {
    /// What came before a time, but for what nobody could free: pictures that were shown to everyone.
    async fn before(tx: &mut Tx, shop: i64, before: i64) -> Result<Self, Error> {
        let sql = "select picture_id from uploads where shop_id = $1 and hidden = 1 and created_at < $2";
        let pictures = sqlx::query_scalar(sql).bind(shop).bind(before).fetch_all(&mut **tx).await?;
        let sql = "select name from clip_files where shop_id = $1 and created_at > 0 and created_at < $2";
        let files = sqlx::query_scalar(sql).bind(shop).bind(before).fetch_all(&mut **tx).await?;
        Ok(Self { pictures, files })
    }

    fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.files.is_empty()
    }

    /// Leaves out what is named, and what has a name in which nothing would be found again.
    fn keep_unnamed(&mut self, named: &HashSet<String>) {
        let is_unnamed = |name: &String| is_hash(hash(name)) && !named.contains(hash(name));
        self.pictures.retain(is_unnamed);
        self.files.retain(is_unnamed);
    }
}

/// The hash by which a picture or a file of a clip is named.
fn hash(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

fn is_digit(letter: char) -> bool {
    matches!(letter, '0'..='9' | 'a'..='f')
}

fn is_hash(name: &str) -> bool {
    name.len() == LETTERS && name.chars().all(is_digit)
}

/// Pictures that a shop shows, out of those that it sent.
const SHOWN: &str = "select picture_id from uploads where shop_id = $1 and hidden = 1 and picture_id in (
    select picture_id from shop_pictures where shop_id = $1
    union select f.picture_id from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1 and f.picture_id is not null
    union select picture_id from products where shop_id = $1 and picture_id is not null
    union select poster_id from clips where shop_id = $1 and poster_id is not null
    union select picture_id from windows where picture_id is not null)";
/// The same, shown by any shop.
const SHOWN_ANYWHERE: &str = "select picture_id from uploads where shop_id = $1 and hidden = 1 and picture_id in (
    select picture_id from shop_pictures
    union select picture_id from product_pictures where picture_id is not null
    union select picture_id from products where picture_id is not null
    union select poster_id from clips where poster_id is not null
    union select picture_id from windows where picture_id is not null)";
/// Files that any clip plays or says, out of those that a shop sent.
const PLAYED: &str = "select name from clip_files where shop_id = $1
    and name in (select source from clips union select source from clip_captions)";

const DRAFTS: &str = "select thing_id, document from drafts where shop_id = $1 and thing_id > $2 order by thing_id limit $3";
const OPENINGS: &str = "select id, things from openings where shop_id = $1 and id > $2 order by id limit $3";
const IMPORTED: &str = "select position, thing from import_things where import_id = $1 and position > $2 order by position limit $3";
/// Of other shops, what may name a clip.
const DRAFTS_ELSEWHERE: &str =
    "select thing_id, document from drafts where shop_id <> $1 and kind = 'clip' and thing_id > $2 order by thing_id limit $3";
const OPENINGS_ELSEWHERE: &str =
    "select id, things from openings where shop_id <> $1 and things like '%\"kind\":\"clip\"%' and id > $2 order by id limit $3";

/// The hashes of those that something names.
async fn named(tx: &mut Tx, shop: i64, sent: &Sent) -> Result<HashSet<String>, Error> {
    let mut found = HashSet::new();
    for sql in [SHOWN, PLAYED] {
        let names: Vec<String> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut **tx).await?;
        found.extend(names.iter().map(|name| hash(name).to_owned()));
    }
    let wanted: HashSet<String> = sent.pictures.iter().chain(&sent.files).map(|name| hash(name).to_owned()).collect();
    look(tx, (DRAFTS, A_PAGE), shop, &wanted, &mut found).await?;
    // One has all that was opened at once.
    look(tx, (OPENINGS, 1), shop, &wanted, &mut found).await?;
    let sql = "select id from imports where shop_id = $1 and id in (select import_id from import_things)";
    let imports: Vec<i64> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut **tx).await?;
    for import in imports {
        look(tx, (IMPORTED, A_PAGE), import, &wanted, &mut found).await?;
    }
    Ok(found)
}

/// Which of the wanted hashes stand in the texts that a query finds, so many read at once.
async fn look(
    tx: &mut Tx,
    (sql, at_once): (&'static str, i64),
    of: i64,
    wanted: &HashSet<String>,
    found: &mut HashSet<String>,
) -> Result<(), Error> {
    let mut after = i64::MIN;
    loop {
        let page: Vec<(i64, String)> = sqlx::query_as(sql).bind(of).bind(after).bind(at_once).fetch_all(&mut **tx).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        for (_, text) in &page {
            find(text, wanted, found);
        }
    }
}

/// Which of the wanted hashes stand in a text, whatever stands before and behind them.
fn find(text: &str, wanted: &HashSet<String>, found: &mut HashSet<String>) {
    for digits in text.split(|letter: char| !is_digit(letter)) {
        for at in 0..(digits.len() + 1).saturating_sub(LETTERS) {
            if let Some(name) = digits.get(at..at + LETTERS).and_then(|name| wanted.get(name)) {
                found.insert(name.clone());
            }
        }
    }
}

/// Lets what is named count as sent now.
async fn renew(state: &AppState, shop: i64, old: &Sent, named: &HashSet<String>) -> Result<(), Error> {
    let still = |names: &[String]| -> Vec<String> { names.iter().filter(|name| named.contains(hash(name))).cloned().collect() };
    let (pictures, files) = (still(&old.pictures), still(&old.files));
    if pictures.is_empty() && files.is_empty() {
        return Ok(());
    }
    let now = now_ms();
    let mut aside = state.db.aside().await?;
    for picture in &pictures {
        let sql = "update uploads set created_at = $3 where shop_id = $1 and picture_id = $2";
        sqlx::query(sql).bind(shop).bind(picture).bind(now).execute(&mut *aside.tx).await?;
    }
    for file in &files {
        let sql = "update clip_files set created_at = $3 where shop_id = $1 and name = $2 and created_at > 0";
        sqlx::query(sql).bind(shop).bind(file).bind(now).execute(&mut *aside.tx).await?;
    }
    aside.commit().await
}

/// Makes nobody's what is still not named, and was not sent again since.
async fn let_go(state: &AppState, shop: i64, mut left: Sent, before: i64) -> Result<(), Error> {
    let mut aside = state.db.aside().await?;
    let named = named(&mut aside.tx, shop, &left).await?;
    left.keep_unnamed(&named);
    for picture in &left.pictures {
        let_picture_go(&mut aside.tx, shop, picture, before).await?;
    }
    for file in &left.files {
        let sql = "update clip_files set created_at = 0 where shop_id = $1 and name = $2 and created_at < $3";
        sqlx::query(sql).bind(shop).bind(file).bind(before).execute(&mut *aside.tx).await?;
    }
    aside.commit().await?;
    state.pictures.notify_one();
    Ok(())
}

async fn let_picture_go(tx: &mut Tx, shop: i64, picture: &str, before: i64) -> Result<(), Error> {
    // One that is just being finished goes the next time.
    let sql = "delete from uploads where shop_id = $1 and picture_id = $2 and hidden = 1 and created_at < $3
        and not exists (select 1 from unfinished_pictures f where f.picture_id = $2 and f.taken_until > $4)";
    let delete = sqlx::query(sql).bind(shop).bind(picture).bind(before).bind(now_ms());
    if delete.execute(&mut **tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    let sql = "select count(*) from uploads where picture_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(picture).fetch_one(&mut **tx).await? > 0 {
        return Ok(());
    }
    // Nobody's: by this row its files are swept.
    let sql = "insert into unfinished_pictures (picture_id, created_at, taken_until, tries) values ($1, $2, 0, 0)
        on conflict (picture_id) do update set created_at = excluded.created_at, taken_until = 0, tries = 0";
    sqlx::query(sql).bind(picture).bind(now_ms()).execute(&mut **tx).await?;
    Ok(())
}

/// Takes away the files of a shop's clips that are going.
async fn take_away(state: &AppState, shop: i64) -> Result<(), Error> {
    let mut tx = state.db.pool.begin().await?;
    let sql = "select name from clip_files where shop_id = $1 and created_at <= 0 and created_at > $2 order by name";
    let going: Vec<String> = sqlx::query_scalar(sql).bind(shop).bind(going_above()).fetch_all(&mut *tx).await?;
    if going.is_empty() {
        return Ok(());
    }
    // Another shop may have played the same file without having sent it: by what lists brought in, or by an opening of that.
    let wanted: HashSet<String> = going.iter().map(|name| hash(name).to_owned()).collect();
    let mut elsewhere = HashSet::new();
    look(&mut tx, (DRAFTS_ELSEWHERE, A_PAGE), shop, &wanted, &mut elsewhere).await?;
    look(&mut tx, (OPENINGS_ELSEWHERE, 1), shop, &wanted, &mut elsewhere).await?;
    drop(tx);
    for some in going.chunks(A_WRITE) {
        // A backup copies them still: they go with the next sweep.
        let Some(alone) = backup::alone(&state.db).await? else { return Ok(()) };
        // The files go within the write: whoever sends one of them again comes before it, and it stays, or sees that it is gone.
        let mut aside = state.db.aside().await?;
        let mut files = Vec::new();
        for name in some {
            let is_last = let_file_go(&mut aside.tx, shop, name).await?;
            if is_last && !elsewhere.contains(hash(name)) {
                files.extend([[HIDDEN, name].concat(), name.clone()]);
            }
        }
        let taken = tokio::time::timeout(PATIENCE, delete(state, &files)).await;
        taken.unwrap_or(Err(Error::Busy(None)))?;
        aside.commit().await?;
        alone.end().await;
    }
    Ok(())
}

/// Deletes the row of a file that is going; whether it was the last thing that named the file.
async fn let_file_go(tx: &mut Tx, shop: i64, name: &str) -> Result<bool, Error> {
    let sql = "delete from clip_files where shop_id = $1 and name = $2 and created_at <= 0 and created_at > $3";
    if sqlx::query(sql).bind(shop).bind(name).bind(going_above()).execute(&mut **tx).await?.rows_affected() == 0 {
        // It was sent again.
        return Ok(false);
    }
    let sql = "select (select count(*) from clip_files where name = $1) + (select count(*) from clips where source = $1)
        + (select count(*) from clip_captions where source = $1)";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(name).fetch_one(&mut **tx).await? == 0)
}

async fn delete(state: &AppState, files: &[String]) -> Result<(), Error> {
    for file in files {
        state.media.delete(file).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_found_wherever_it_stands_in_a_text() {
        let wanted: HashSet<String> = ["0011223344556677", "8899aabbccddeeff", "00000000000000aa"].map(str::to_owned).into();
        let mut found = HashSet::new();
        find(r#"{"picture":"0011223344556677","file":"\b8899aabbccddeeff.mp4","other":"0000000000000aa"}"#, &wanted, &mut found);
        assert_eq!(found, HashSet::from(["0011223344556677".to_owned(), "8899aabbccddeeff".to_owned()]));
        assert!(is_hash(hash("8899aabbccddeeff.vtt")));
        assert!(!is_hash(hash("aabb.ko.vtt")) && !is_hash(hash("8899AABBCCDDEEFF")));
    }
}
