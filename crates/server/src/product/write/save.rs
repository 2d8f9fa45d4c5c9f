//! Writing a product into its tables.

use super::{
    Front,
    stored::{Stored, StoredVariant, Tx},
};
use crate::{error::Error, ids, product::summary::Summary};

impl Stored {
    /// Writes it where `old` was, or anew. Variants keep their rows, so that what points at them stays right.
    ///
    /// # Errors
    /// Where the database cannot.
    pub async fn save(&self, tx: &mut Tx, front: &Front, slug: &str, old: Option<&Self>) -> Result<(), Error> {
        self.save_row(tx, front, slug, old.is_some()).await?;
        if old.is_none_or(|old| old.options != self.options) {
            self.save_options(tx, old.is_some()).await?;
        }
        // Variants name their values by position, which new options may have moved.
        if old.is_none_or(|old| old.variants != self.variants || old.options != self.options) {
            self.save_variants(tx, old.map(|old| old.variants.as_slice()).unwrap_or_default()).await?;
        }
        if old.is_none_or(|old| old.pictures != self.pictures) {
            self.save_pictures(tx, old.is_some()).await?;
        }
        self.save_windows(tx, front, old.is_some()).await
    }

    async fn save_row(&self, tx: &mut Tx, front: &Front, slug: &str, is_there: bool) -> Result<(), Error> {
        let now = ids::now_ms();
        let summary = self.summary().unwrap_or(Summary { price: 0, before: None, price_varies: false, in_stock: false });
        let picture = self.pictures.iter().find_map(|picture| picture.picture_id.clone());
        let text = if is_there {
            "update products set shop_id = $2, slug = $3,
                state = case when $4 = 'shown' and held_why is not null then 'held' else $4 end,
                name_ko = $5, name_en = $6, description_ko = $7,
                description_en = $8, kind_ko = $9, kind_en = $10, vendor = $11, tags = $12, price = $13, before = $14,
                price_varies = $15, in_stock = $16, currency = $17, picture_id = $18, created_at = $19, updated_at = $20,
                origin_ko = $21, origin_en = $22
             where id = $1"
        } else {
            "insert into products (id, shop_id, slug, state, name_ko, name_en, description_ko, description_en, kind_ko,
                kind_en, vendor, tags, price, before, price_varies, in_stock, currency, picture_id, created_at, updated_at,
                origin_ko, origin_en)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"
        };
        sqlx::query(text)
            .bind(self.id)
            .bind(front.id)
            .bind(slug)
            .bind(&self.state)
            .bind(&self.name.ko)
            .bind(&self.name.en)
            .bind(&self.description.ko)
            .bind(&self.description.en)
            .bind(&self.kind.ko)
            .bind(&self.kind.en)
            .bind(&self.vendor)
            .bind(self.tags.written()?)
            .bind(summary.price)
            .bind(summary.before)
            .bind(i64::from(summary.price_varies))
            .bind(i64::from(summary.in_stock))
            .bind(front.currency.code())
            .bind(picture)
            .bind(self.created_at)
            .bind(now)
            .bind(&self.origin.ko)
            .bind(&self.origin.en)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    async fn save_options(&self, tx: &mut Tx, is_there: bool) -> Result<(), Error> {
        if is_there {
            // Said out, although deleting the options would take their values along: a database may not be asked to.
            let values = "delete from option_values where option_id in (select id from options where product_id = $1)";
            sqlx::query(values).bind(self.id).execute(&mut **tx).await?;
            sqlx::query("delete from options where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for (position, option) in (0_i64..).zip(&self.options) {
            let id = ids::fresh();
            sqlx::query("insert into options (id, product_id, position, name_ko, name_en) values ($1, $2, $3, $4, $5)")
                .bind(id)
                .bind(self.id)
                .bind(position)
                .bind(&option.name.ko)
                .bind(&option.name.en)
                .execute(&mut **tx)
                .await?;
            for (position, value) in (0_i64..).zip(&option.values) {
                let insert = "insert into option_values (id, option_id, position, value_ko, value_en)
                     values ($1, $2, $3, $4, $5)";
                sqlx::query(insert).bind(ids::fresh()).bind(id).bind(position).bind(&value.ko).bind(&value.en).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    async fn save_variants(&self, tx: &mut Tx, old: &[StoredVariant]) -> Result<(), Error> {
        if !old.is_empty() {
            // Positions are unique within a product: those that are there make room first.
            sqlx::query("update variants set position = -1 - position where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for gone in old.iter().filter(|old| self.variants.iter().all(|new| new.id != old.id)) {
            sqlx::query("delete from variants where id = $1").bind(gone.id).execute(&mut **tx).await?;
        }
        for (position, variant) in (0_i64..).zip(&self.variants) {
            let text = if old.iter().any(|old| old.id == variant.id) {
                "update variants set product_id = $2, position = $3, value1 = $4, value2 = $5, value3 = $6, sku = $7,
                    barcode = $8, grams = $9, price = $10, before = $11, stock = $12 where id = $1"
            } else {
                "insert into variants (id, product_id, position, value1, value2, value3, sku, barcode, grams, price,
                    before, stock) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            };
            sqlx::query(text)
                .bind(variant.id)
                .bind(self.id)
                .bind(position)
                .bind(variant.values.first().copied())
                .bind(variant.values.get(1).copied())
                .bind(variant.values.get(2).copied())
                .bind(&variant.sku)
                .bind(&variant.barcode)
                .bind(variant.grams)
                .bind(variant.price)
                .bind(variant.before)
                .bind(variant.stock)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn save_pictures(&self, tx: &mut Tx, is_there: bool) -> Result<(), Error> {
        if is_there {
            sqlx::query("delete from product_pictures where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        for (position, picture) in (0_i64..).zip(&self.pictures) {
            let insert = "insert into product_pictures (product_id, position, picture_id, source, state, why, alt_ko,
                    alt_en) values ($1, $2, $3, $4, $5, $6, $7, $8)";
            sqlx::query(insert)
                .bind(self.id)
                .bind(position)
                .bind(&picture.picture_id)
                .bind(&picture.source)
                .bind(&picture.state)
                .bind(&picture.why)
                .bind(&picture.alt.ko)
                .bind(&picture.alt.en)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn save_windows(&self, tx: &mut Tx, front: &Front, is_there: bool) -> Result<(), Error> {
        if is_there {
            sqlx::query("delete from window_products where product_id = $1").bind(self.id).execute(&mut **tx).await?;
        }
        let Some(summary) = self.summary().filter(|_| self.state == "shown" && front.is_open) else {
            return Ok(());
        };
        for window in &front.windows {
            // Its row may say that an operator holds it.
            let insert = "insert into window_products (window_id, product_id, in_stock, created_at, price)
                 select $1, p.id, $3, $4, $5 from products p where p.id = $2 and p.state = 'shown'";
            sqlx::query(insert)
                .bind(*window)
                .bind(self.id)
                .bind(i64::from(summary.in_stock))
                .bind(self.created_at)
                .bind(summary.price)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}
