//! Reading shops from the database into the index: all of them at first, and by themselves when they change.

use std::{collections::HashMap, sync::Arc};

use ::index::{Index, Name, NewShop};
use ::search::{Entry, Of};
use sqlx::{AssertSqlSafe, Row};

use super::read::{Kinds, Which, name, named};
use crate::{db::Db, error::Error};

/// An open shop as the database has it.
pub struct ReadShop {
    shop: NewShop,
    name: Name,
    /// Minutes until it has ready what is picked up, where it does so.
    pickup: Option<u32>,
}

impl ReadShop {
    #[must_use]
    pub fn id(&self) -> i64 {
        self.shop.id
    }

    /// Its words.
    #[must_use]
    pub fn entry(&self) -> Entry {
        named(Of::Shop, self.shop.id, &self.name)
    }

    /// Says in which windows it stands.
    pub fn stand(&self, kinds: &mut Kinds) {
        Arc::make_mut(&mut kinds.windows).insert(self.shop.id, self.shop.windows.clone());
    }

    /// Puts it into the index, or what has become of it.
    pub fn put(self, index: &mut Index, pickup: &mut HashMap<i64, u32>) {
        let id = self.shop.id;
        match self.pickup {
            Some(minutes) => pickup.insert(id, minutes),
            None => pickup.remove(&id),
        };
        index.change_shop(self.shop);
    }
}

/// Reads open shops: these, or all.
///
/// # Errors
/// Where the database is away.
pub async fn shops(db: &Db, these: Option<&[i64]>) -> Result<Vec<ReadShop>, Error> {
    let which = these.map_or_else(|| "is not null".to_owned(), |ids| Which::These(ids).sql());
    let mut windows: HashMap<i64, Vec<i64>> = HashMap::new();
    let sql = format!("select shop_id, window_id from shop_windows where shop_id {which} order by shop_id, position");
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&db.pool).await? {
        windows.entry(row.try_get("shop_id")?).or_default().push(row.try_get("window_id")?);
    }
    let sql = format!(
        "select id, name_ko, name_en, district_ko, district_en, latitude_e6, longitude_e6, delivery_fee, delivery_free_from, pickup_minutes
         from shops where id {which} and state = 'open' order by id"
    );
    let mut read = Vec::new();
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&db.pool).await? {
        let id: i64 = row.try_get("id")?;
        let degrees = |column: &str| -> Result<Option<i32>, Error> {
            Ok(row.try_get::<Option<i64>, _>(column)?.and_then(|degrees| i32::try_from(degrees).ok()))
        };
        let fee: Option<i64> = row.try_get("delivery_fee")?;
        let free_from: Option<i64> = row.try_get("delivery_free_from")?;
        let shop = NewShop {
            id,
            windows: windows.remove(&id).unwrap_or_default(),
            district: name(row, "district_ko", "district_en")?,
            point: degrees("latitude_e6")?.zip(degrees("longitude_e6")?).map(|(latitude, longitude)| [latitude, longitude]),
            delivery: fee.map(|fee| (fee, free_from)),
        };
        let pickup = row.try_get::<Option<i64>, _>("pickup_minutes")?.map(|minutes| u32::try_from(minutes).unwrap_or(u32::MAX));
        read.push(ReadShop { shop, name: name(row, "name_ko", "name_en")?, pickup });
    }
    Ok(read)
}

/// Ids of the products that these shops show.
///
/// # Errors
/// Where the database is away.
pub async fn sold_in(db: &Db, shops: &[i64]) -> Result<Vec<i64>, Error> {
    let sql = format!("select id from products where shop_id {} and state = 'shown'", Which::These(shops).sql());
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&db.pool).await?)
}
