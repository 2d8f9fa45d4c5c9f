//! A shop's page: read from its rows as a document, and written over them.

use sqlx::Row;
use wire::{
    draft::{Both, BusinessDraft, CollectionDraft, DeliveryRule, Placed, ShopDraft},
    shop::Point,
};

use crate::{error::Error, ids, product::write::stored::Tx};

/// The page as its rows have it, and when the shop was changed last. It does not say of what business the shop is: see [`business`].
///
/// # Errors
/// Where the database is away.
pub async fn read(tx: &mut Tx, shop: i64) -> Result<(ShopDraft, i64), Error> {
    let sql = "select name_ko, name_en, tagline_ko, tagline_en, story_ko, story_en, district_ko, district_en, address_ko, address_en,
            postcode, latitude_e6, longitude_e6, phone, email, hours, delivery_fee, delivery_free_from, delivery_days_least,
            delivery_days_most, pickup_minutes, updated_at
        from shops where id = $1";
    let row = sqlx::query(sql).bind(shop).fetch_one(&mut **tx).await?;
    let both = |ko: &str, en: &str| -> Result<Both, Error> { Ok(Both { ko: row.try_get(ko)?, en: row.try_get(en)? }) };
    let number = |column: &str| -> Result<Option<i64>, Error> { Ok(row.try_get(column)?) };
    let point = number("latitude_e6")?.zip(number("longitude_e6")?);
    let hours: Option<String> = row.try_get("hours")?;
    let days = |column: &str| -> Result<u8, Error> { Ok(u8::try_from(number(column)?.unwrap_or(3)).unwrap_or(u8::MAX)) };
    let delivery = match number("delivery_fee")? {
        Some(fee) => Some(DeliveryRule {
            fee,
            free_from: number("delivery_free_from")?,
            days: [days("delivery_days_least")?, days("delivery_days_most")?],
        }),
        None => None,
    };
    let page = ShopDraft {
        name: both("name_ko", "name_en")?,
        tagline: both("tagline_ko", "tagline_en")?,
        story: both("story_ko", "story_en")?,
        district: both("district_ko", "district_en")?,
        address: both("address_ko", "address_en")?,
        postcode: row.try_get("postcode")?,
        point: point.map(|(latitude_e6, longitude_e6)| Point { latitude_e6, longitude_e6 }),
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
        hours: hours.as_deref().map(serde_json::from_str).transpose()?,
        delivery,
        pickup_minutes: number("pickup_minutes")?.and_then(|minutes| u32::try_from(minutes).ok()),
        pictures: pictures(tx, shop).await?,
        collections: collections(tx, shop).await?,
        business: None,
    };
    Ok((page, row.try_get("updated_at")?))
}

/// Of what business a shop is, as its row has it.
///
/// # Errors
/// Where the database is away.
pub async fn business(tx: &mut Tx, shop: i64) -> Result<BusinessDraft, Error> {
    type Found = (Option<String>, Option<String>, Option<String>);
    let sql = "select representative, business_number, mail_order_number from shops where id = $1";
    let (representative, business_number, mail_order_number): Found = sqlx::query_as(sql).bind(shop).fetch_one(&mut **tx).await?;
    Ok(BusinessDraft { representative, business_number, mail_order_number })
}

async fn pictures(tx: &mut Tx, shop: i64) -> Result<Vec<Placed>, Error> {
    type Found = (String, Option<String>, Option<String>);
    let sql = "select picture_id, alt_ko, alt_en from shop_pictures where shop_id = $1 order by position";
    let found: Vec<Found> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **tx).await?;
    Ok(found.into_iter().map(|(picture, ko, en)| Placed { picture, source: None, alt: Both { ko, en } }).collect())
}

async fn collections(tx: &mut Tx, shop: i64) -> Result<Vec<CollectionDraft>, Error> {
    type Found = (String, Option<String>, Option<String>);
    let sql = "select slug, name_ko, name_en from collections where shop_id = $1 order by position, id";
    let found: Vec<Found> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **tx).await?;
    Ok(found.into_iter().map(|(slug, ko, en)| CollectionDraft { slug: slug.parse().ok(), name: Both { ko, en } }).collect())
}

/// Writes a page over its rows; of what business the shop is, where it says that.
///
/// # Errors
/// Where the database is away.
pub async fn write(tx: &mut Tx, shop: i64, page: &ShopDraft) -> Result<i64, Error> {
    let sql = "update shops set name_ko = $2, name_en = $3, tagline_ko = $4, tagline_en = $5, story_ko = $6, story_en = $7,
            district_ko = $8, district_en = $9, address_ko = $10, address_en = $11, postcode = $12, latitude_e6 = $13,
            longitude_e6 = $14, phone = $15, email = $16, hours = $17, delivery_fee = $18, delivery_free_from = $19,
            delivery_days_least = $20, delivery_days_most = $21, pickup_minutes = $22, updated_at = $23
        where id = $1";
    let hours = page.hours.as_ref().map(serde_json::to_string).transpose()?;
    let delivery = page.delivery.as_ref();
    let before: i64 = sqlx::query_scalar("select updated_at from shops where id = $1").bind(shop).fetch_one(&mut **tx).await?;
    let now = ids::now_ms().max(before + 1);
    sqlx::query(sql)
        .bind(shop)
        .bind(&page.name.ko)
        .bind(&page.name.en)
        .bind(&page.tagline.ko)
        .bind(&page.tagline.en)
        .bind(&page.story.ko)
        .bind(&page.story.en)
        .bind(&page.district.ko)
        .bind(&page.district.en)
        .bind(&page.address.ko)
        .bind(&page.address.en)
        .bind(&page.postcode)
        .bind(page.point.map(|point| point.latitude_e6))
        .bind(page.point.map(|point| point.longitude_e6))
        .bind(&page.phone)
        .bind(&page.email)
        .bind(hours)
        .bind(delivery.map(|rule| rule.fee))
        .bind(delivery.and_then(|rule| rule.free_from))
        .bind(delivery.map(|rule| i64::from(rule.days[0])))
        .bind(delivery.map(|rule| i64::from(rule.days[1])))
        .bind(page.pickup_minutes.map(i64::from))
        .bind(now)
        .execute(&mut **tx)
        .await?;
    if let Some(business) = &page.business {
        let sql = "update shops set representative = $2, business_number = $3, mail_order_number = $4 where id = $1";
        let update = sqlx::query(sql).bind(shop).bind(&business.representative).bind(&business.business_number);
        update.bind(&business.mail_order_number).execute(&mut **tx).await?;
    }
    sqlx::query("delete from shop_pictures where shop_id = $1").bind(shop).execute(&mut **tx).await?;
    for (position, placed) in (0_i64..).zip(&page.pictures) {
        let insert = "insert into shop_pictures (shop_id, position, picture_id, alt_ko, alt_en) values ($1, $2, $3, $4, $5)";
        let insert = sqlx::query(insert).bind(shop).bind(position).bind(&placed.picture).bind(&placed.alt.ko).bind(&placed.alt.en);
        insert.execute(&mut **tx).await?;
    }
    write_collections(tx, shop, &page.collections).await?;
    Ok(now)
}

/// Collections keep their rows, so that what is in them stays there.
async fn write_collections(tx: &mut Tx, shop: i64, drafts: &[CollectionDraft]) -> Result<(), Error> {
    let there: Vec<(i64, String)> =
        sqlx::query_as("select id, slug from collections where shop_id = $1").bind(shop).fetch_all(&mut **tx).await?;
    let stays = |slug: &str| drafts.iter().any(|draft| draft.slug.as_ref().is_some_and(|kept| kept.as_str() == slug));
    for (id, _) in there.iter().filter(|(_, slug)| !stays(slug)) {
        sqlx::query("delete from collection_products where collection_id = $1").bind(*id).execute(&mut **tx).await?;
        sqlx::query("delete from collections where id = $1").bind(*id).execute(&mut **tx).await?;
    }
    for (position, draft) in (0_i64..).zip(drafts) {
        let Some(slug) = &draft.slug else { continue };
        let sql = match there.iter().find(|(_, kept)| kept == slug.as_str()) {
            Some(_) => "update collections set name_ko = $4, name_en = $5, position = $6 where shop_id = $2 and slug = $3 and id <> $1",
            None => "insert into collections (id, shop_id, slug, name_ko, name_en, position) values ($1, $2, $3, $4, $5, $6)",
        };
        let query = sqlx::query(sql).bind(ids::fresh()).bind(shop).bind(slug.as_str()).bind(&draft.name.ko).bind(&draft.name.en);
        query.bind(position).execute(&mut **tx).await?;
    }
    Ok(())
}
