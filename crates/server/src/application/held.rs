//! What is held of the shops that somebody owns, for the file of all that is held about them.

use sqlx::{AnyConnection, Row};
use wire::{
    account::ShopState,
    held::{HeldApplication, HeldShop},
};

use super::{document, facts, state_in};
use crate::{error::Error, rows};

/// The shops that somebody owns: of what business they are, and what was applied for.
///
/// # Errors
/// Where the database is away.
pub async fn shops(connection: &mut AnyConnection, account: i64) -> Result<Vec<HeldShop>, Error> {
    let sql = "select s.id, s.slug, s.state from members m join shops s on s.id = m.shop_id
        where m.account_id = $1 and m.role = 'owner' order by m.created_at, s.id";
    let mut shops = Vec::new();
    for row in sqlx::query(sql).bind(account).fetch_all(&mut *connection).await? {
        let shop: i64 = row.try_get("id")?;
        shops.push(HeldShop {
            shop: rows::slug(&row, "slug")?,
            state: ShopState::of(&row.try_get::<String, _>("state")?),
            facts: facts::of(&mut *connection, shop).await?,
            applications: applications(&mut *connection, shop).await?,
        });
    }
    Ok(shops)
}

async fn applications(connection: &mut AnyConnection, shop: i64) -> Result<Vec<HeldApplication>, Error> {
    let sql = "select a.id, w.slug, a.state, a.words, a.created_at, a.updated_at, a.submitted_at, a.accepted_at
        from applications a join windows w on w.id = a.window_id where a.shop_id = $1 order by a.created_at, a.id";
    let mut applications = Vec::new();
    for row in sqlx::query(sql).bind(shop).fetch_all(&mut *connection).await? {
        applications.push(HeldApplication {
            window: rows::slug(&row, "slug")?,
            state: state_in(&row)?,
            words: row.try_get("words")?,
            begun_at: row.try_get("created_at")?,
            changed_at: row.try_get("updated_at")?,
            submitted_at: row.try_get("submitted_at")?,
            accepted_at: row.try_get("accepted_at")?,
            documents: document::all(&mut *connection, row.try_get("id")?).await?,
        });
    }
    Ok(applications)
}
