//! The drafts that a preview's street was brought up with. A shop may have one for each of ten thousand products, and a street is
//! looked at with every letter that somebody types: so only those are read that were saved since.

use std::{collections::HashMap, sync::Arc};

use crate::{draft::Kind, error::Error, product::write::stored::Tx};

/// Of what kind a draft is, and when it was saved.
type Saved = (Kind, i64);

/// How many drafts there are, when the last of them was saved, and the sum of all such times: whoever saves one, or lets go of one,
/// changes them.
type Sums = (i64, i64, i64);

/// The drafts that are laid over a shop.
#[derive(Clone, PartialEq, Eq)]
pub struct Drafts {
    sums: Sums,
    saved: Arc<HashMap<i64, Saved>>,
}

impl Drafts {
    /// Those that a shop has, with what is known of them from before.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn of(from: &mut Tx, shop: i64, before: Option<&Self>) -> Result<Self, Error> {
        let sql = "select count(*), coalesce(max(updated_at), 0), cast(coalesce(sum(updated_at), 0) as bigint)
            from drafts where shop_id = $1";
        let sums: Sums = sqlx::query_as(sql).bind(shop).fetch_one(&mut **from).await?;
        if let Some(before) = before {
            if before.sums == sums {
                return Ok(before.clone());
            }
            let mut saved = HashMap::clone(&before.saved);
            saved.extend(since(from, shop, before.sums.1).await?);
            if sums_of(&saved) == sums {
                return Ok(Self { sums, saved: Arc::new(saved) });
            }
        }
        // One was let go of, or was saved by a copy of the program whose clock is behind.
        let saved = since(from, shop, i64::MIN).await?.into_iter().collect();
        Ok(Self { sums, saved: Arc::new(saved) })
    }

    /// When each was saved, by the number of its thing.
    pub fn saved(&self) -> &HashMap<i64, Saved> {
        &self.saved
    }
}

async fn since(from: &mut Tx, shop: i64, at: i64) -> Result<Vec<(i64, Saved)>, Error> {
    let sql = "select thing_id, kind, updated_at from drafts where shop_id = $1 and updated_at >= $2";
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(sql).bind(shop).bind(at).fetch_all(&mut **from).await?;
    Ok(rows.into_iter().map(|(thing, kind, at)| (thing, (Kind::of(Some(&kind), thing), at))).collect())
}

fn sums_of(saved: &HashMap<i64, Saved>) -> Sums {
    let count = i64::try_from(saved.len()).unwrap_or(i64::MAX);
    let latest = saved.values().map(|(_, at)| *at).max().unwrap_or_default();
    (count, latest, saved.values().fold(0, |sum, (_, at)| sum.saturating_add(*at)))
}
