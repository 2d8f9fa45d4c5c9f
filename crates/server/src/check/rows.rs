//! What the rows of a healthy street agree on.

use futures::TryStreamExt;
use sqlx::{AnyConnection, Row};
use wire::shop::BusinessNumber;

use super::{Fault, Report};

/// SQLite's own look at its file, and at rows that refer to others that are not there.
pub(super) async fn look_at_file(connection: &mut AnyConnection, report: &mut Report) -> Result<(), Fault> {
    let found: Vec<String> = sqlx::query_scalar("pragma integrity_check(10)").fetch_all(&mut *connection).await?;
    for line in found.iter().filter(|line| *line != "ok") {
        report.error(format!("the database file is damaged: {line}"));
    }
    let orphans: Vec<(String, i64)> =
        sqlx::query_as("select \"table\", count(*) from pragma_foreign_key_check group by 1 order by 1").fetch_all(connection).await?;
    for (table, count) in orphans {
        report.error(format!("{count} rows of {table} refer to rows that are not there"));
    }
    Ok(())
}

/// Shops, products and clips.
pub(super) async fn count(connection: &mut AnyConnection) -> Result<(i64, i64, i64), Fault> {
    let sql = "select (select count(*) from shops), (select count(*) from products), (select count(*) from clips)";
    Ok(sqlx::query_as(sql).fetch_one(connection).await?)
}

/// What no constraint of the tables sees.
const WRONG: [(&str, &str); 5] = [
    ("select abs(count(*) - 1) from data_version", "the data's version is not one row"),
    (
        "select count(*) from window_products wp join products p on p.id = wp.product_id where p.state <> 'shown' \
         or not exists (select 1 from shop_windows sw where sw.shop_id = p.shop_id and sw.window_id = wp.window_id) \
         or exists (select 1 from shops s where s.id = p.shop_id and s.state <> 'open')",
        "products stand in a window in which they are not shown",
    ),
    (
        "select count(*) from products p join shop_windows sw on sw.shop_id = p.shop_id where p.state = 'shown' \
         and not exists (select 1 from shops s where s.id = p.shop_id and s.state <> 'open') and not exists (select 1 from window_products wp where wp.product_id = p.id and wp.window_id = sw.window_id)",
        "products are missing from a window of their shop",
    ),
    (
        "select count(*) from products where state = 'shown' and not exists (select 1 from variants v where v.product_id = products.id)",
        "products are shown and have no variant",
    ),
    (
        "select count(*) from product_pictures where state = 'kept' and picture_id is null",
        "pictures of products are kept without a picture",
    ),
];

/// What works, and a person should know of.
const ODD: [(&str, &str); 4] = [
    (
        "select count(*) from product_pictures where state <> 'kept'",
        "pictures of products have not been fetched: golmok import pictures --retry tries again",
    ),
    (
        "select count(*) from shops where state = 'open' and not exists (select 1 from shop_windows sw where sw.shop_id = shops.id)",
        "shops are open and stand in no window",
    ),
    (
        "select count(*) from moved_slugs m where (kind = 'shop' and not exists (select 1 from shops where id = m.target_id)) \
         or (kind = 'product' and not exists (select 1 from products where id = m.target_id)) \
         or (kind = 'clip' and not exists (select 1 from clips where id = m.target_id))",
        "former addresses lead to things that are gone",
    ),
    ("select case when count(*) = 0 then 1 else 0 end from windows", "the street has no window"),
];

/// Looks at what the rows say of each other, and at the facts that the law asks of open shops.
pub(super) async fn look(connection: &mut AnyConnection, report: &mut Report) -> Result<(), Fault> {
    for (sql, what) in WRONG {
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
        if count > 0 {
            report.error(format!("{count} × {what}"));
        }
    }
    for (sql, what) in ODD {
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
        if count > 0 {
            report.warn(format!("{count} × {what}"));
        }
    }
    let lacking = lacking_facts(connection).await?;
    report.warn_each(&lacking, "open shops do not show all business facts that the law asks for");
    Ok(())
}

/// A line for each open shop that lacks facts.
async fn lacking_facts(connection: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let sql = "select slug, representative, coalesce(address_ko, address_en) as address, phone, email, business_number, mail_order_number \
               from shops where state = 'open' order by slug";
    let mut rows = sqlx::query(sql).fetch(connection);
    let mut lines = Vec::new();
    while let Some(row) = rows.try_next().await? {
        let slug: String = row.try_get("slug")?;
        let mut lacks = Vec::new();
        for (column, word) in [
            ("representative", "representative"),
            ("address", "address"),
            ("phone", "phone"),
            ("email", "e-mail"),
            ("business_number", "business number"),
            ("mail_order_number", "mail-order number"),
        ] {
            let fact: Option<String> = row.try_get(column)?;
            match fact.filter(|fact| !fact.trim().is_empty()) {
                None => lacks.push(word),
                Some(number) if column == "business_number" && BusinessNumber::try_from(number.clone()).is_err() => {
                    lacks.push("right business number")
                }
                Some(_) => {}
            }
        }
        if !lacks.is_empty() {
            lines.push(format!("the shop {slug} is open and lacks what the law asks for: {}", lacks.join(", ")));
        }
    }
    Ok(lines)
}
