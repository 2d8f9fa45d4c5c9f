//! Whole imports, into a database of their own.

use std::path::PathBuf;

use super::*;
use crate::config::LogFormat;

const OLD: &str = include_str!("fixtures/old.csv");
const NEW: &str = include_str!("fixtures/new.csv");

/// A data folder, and a list beside it.
struct Street {
    folder: tempfile::TempDir,
}

impl Street {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn place(&self) -> Place {
        Place { data: self.folder.path().join("data"), database: None, media: None, log_format: LogFormat::Text }
    }

    fn request(&self, csv: &str) -> Shopify {
        let file = self.folder.path().join("list.csv");
        std::fs::write(&file, csv).expect("a file");
        Shopify {
            file,
            shop: "kiln".parse().expect("a slug"),
            window: "living".parse().ok(),
            name: None,
            currency: None,
            dry_run: false,
            keep_going: false,
            fetch: Fetch::default(),
        }
    }

    /// Imports; the lines that were printed, and whether all was well.
    async fn run(&self, request: Shopify) -> Result<(Vec<String>, bool), String> {
        let mut out = Vec::new();
        let code = shopify_into(&self.place(), &request, &mut out).await.map_err(|error| error.to_string())?;
        let lines = String::from_utf8(out).expect("text").lines().map(str::to_owned).collect();
        Ok((lines, format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS)))
    }

    async fn import(&self, csv: &str) -> Vec<String> {
        let (lines, is_good) = self.run(self.request(csv)).await.expect("an import");
        assert!(is_good, "{lines:#?}");
        lines
    }

    async fn sum(&self, csv: &str) -> String {
        self.import(csv).await.pop().unwrap_or_default()
    }

    async fn db(&self) -> Db {
        open(&self.place()).await.expect("a database")
    }

    async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.db().await.pool).await.expect("a number")
    }

    async fn text(&self, sql: &'static str) -> Option<String> {
        sqlx::query_scalar(sql).fetch_one(&self.db().await.pool).await.expect("a text")
    }
}

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/import/fixtures"))
}

const BOWLS: &str =
    "Handle,Title,Vendor,Variant SKU,Variant Price,Variant Inventory Qty\nbowl,사발,볕든 가마,B-1,12000,3\ncup,잔,볕든 가마,C-1,8000,0\n";

#[tokio::test]
async fn a_list_opens_a_shop_and_a_second_run_changes_nothing() {
    let street = Street::new();
    let lines = street.import(BOWLS).await;
    assert_eq!(lines[0], "the shop kiln is new");
    assert!(lines[1].starts_with("new       bowl"), "{lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("2 new, 0 changed, 0 unchanged, 0 refused"));
    assert_eq!(
        street.text("select what from records where about = 'living' and shop_id is not null").await.as_deref(),
        Some("shop_brought_in")
    );
    let version = street.db().await.version().await.expect("a version");
    assert_eq!(street.sum(BOWLS).await, "0 new, 0 changed, 2 unchanged, 0 refused");
    assert_eq!(street.db().await.version().await.expect("a version"), version);
    assert_eq!(street.number("select count(*) from window_products where window_id = 2 and in_stock = 1 and price = 12000").await, 1);
    assert_eq!(
        street.number("select count(*) from shops where state = 'open' and currency = 'KRW' and phone is null and hours is null").await,
        1
    );
    assert_eq!(street.text("select name_en from shops").await.as_deref(), Some("kiln"));
    let first = "select slug from products order by created_at desc, id desc limit 1";
    assert_eq!(street.text(first).await.as_deref(), Some("bowl"));
}

#[tokio::test]
async fn a_blank_column_overwrites_and_an_absent_one_keeps() {
    let street = Street::new();
    street.import(BOWLS).await;
    assert_eq!(street.sum("Handle,Title,Vendor\nbowl,사발,\n").await, "0 new, 1 changed, 0 unchanged, 0 refused");
    assert_eq!(street.text("select vendor from products where slug = 'bowl'").await, None);
    assert_eq!(street.number("select price from products where slug = 'bowl'").await, 12_000);
    assert_eq!(street.number("select stock from variants where sku = 'B-1'").await, 3);
    assert_eq!(street.text("select vendor from products where slug = 'cup'").await.as_deref(), Some("볕든 가마"));
    assert_eq!(street.sum("Handle,Variant Price\nbowl,13000\n").await, "0 new, 1 changed, 0 unchanged, 0 refused");
    assert_eq!(street.number("select price from window_products where in_stock = 1").await, 13_000);
    assert_eq!(street.text("select name_ko from products where slug = 'bowl'").await.as_deref(), Some("사발"));
}

#[tokio::test]
async fn all_or_nothing_unless_it_should_keep_going() {
    let street = Street::new();
    let csv = "Handle,Title,Variant Price\ngood,Good,1000\nbad,Bad,9.99\n";
    let (lines, is_good) = street.run(street.request(csv)).await.expect("an import");
    assert!(!is_good);
    let why = "  line 3, Variant Price: refused: \"9.99\" cannot be a price in KRW: KRW has nothing behind the point";
    assert!(lines.iter().any(|line| line == why), "{lines:#?}");
    assert_eq!(lines.last().map(String::as_str), Some("1 new, 0 changed, 0 unchanged, 1 refused"));
    assert!(lines.iter().any(|line| line.starts_with("nothing is written")));
    assert_eq!(street.number("select count(*) from shops").await, 0);
    let (lines, is_good) = street.run(Shopify { keep_going: true, ..street.request(csv) }).await.expect("an import");
    assert!(is_good);
    assert_eq!(lines.last().map(String::as_str), Some("1 new, 0 changed, 0 unchanged, 1 refused"));
    assert_eq!(street.text("select slug from products").await.as_deref(), Some("good"));
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let street = Street::new();
    let dry = |csv: &str| Shopify { dry_run: true, ..street.request(csv) };
    let (lines, is_good) = street.run(dry(BOWLS)).await.expect("a dry run");
    assert!(is_good && lines.last().is_some_and(|line| line == "2 new, 0 changed, 0 unchanged, 0 refused"), "{lines:?}");
    assert!(!street.place().data.exists());
    street.import(BOWLS).await;
    let (lines, _) = street.run(dry(&BOWLS.replace("12000", "9000"))).await.expect("a dry run");
    assert_eq!(lines.last().map(String::as_str), Some("0 new, 1 changed, 1 unchanged, 0 refused"));
    assert_eq!(street.number("select price from products where slug = 'bowl'").await, 12_000);
}

#[tokio::test]
async fn what_the_command_lacks_is_said() {
    let street = Street::new();
    let refused = async |request: Shopify| street.run(request).await.expect_err("a refusal");
    let request = || street.request(BOWLS);
    assert!(refused(Shopify { window: None, ..request() }).await.contains("--window"));
    assert!(refused(Shopify { window: "moon".parse().ok(), ..request() }).await.contains("there are fashion, living"));
    assert!(refused(Shopify { file: "nowhere.csv".into(), ..request() }).await.contains("nowhere.csv cannot be read"));
    let no_folder = Fetch { pictures: Some("nowhere".into()), allow_private: false };
    assert!(refused(Shopify { fetch: no_folder, ..request() }).await.contains("nowhere is no folder"));
    street.import(BOWLS).await;
    assert!(refused(Shopify { currency: Some(wire::Currency::Usd), ..request() }).await.contains("are in KRW"));
    let again = Shopify { window: None, name: Some("x".to_owned()), ..request() };
    assert_eq!(street.run(again).await.expect("an import").0.last().map(String::as_str), Some("0 new, 0 changed, 2 unchanged, 0 refused"));
}

#[tokio::test]
async fn both_dialects_come_in_whole_and_twice() {
    let street = Street::new();
    // Nothing answers at the addresses in these lists; one picture of each lies in the folder.
    let with = |csv: &str, shop: &str, currency| Shopify {
        shop: shop.parse().expect("a slug"),
        currency: Some(currency),
        fetch: Fetch { pictures: Some(fixtures()), allow_private: false },
        ..street.request(csv)
    };
    for (csv, shop, currency, count) in [(OLD, "old", wire::Currency::Krw, 2), (NEW, "new", wire::Currency::Usd, 2)] {
        let (lines, is_good) = street.run(with(csv, shop, currency)).await.expect("an import");
        let sum = format!("{count} new, 0 changed, 0 unchanged, 0 refused");
        assert!(is_good && lines.last() == Some(&sum), "{lines:#?}");
        let (lines, _) = street.run(with(csv, shop, currency)).await.expect("an import");
        let sum = format!("0 new, 0 changed, {count} unchanged, 0 refused");
        assert_eq!(lines.last(), Some(&sum), "{lines:#?}");
    }
    assert_eq!(street.number("select count(*) from option_values").await, 6);
    assert_eq!(street.number("select count(*) from products where state = 'hidden'").await, 1);
    let kept = "select count(*) from product_pictures f join pictures i on i.id = f.picture_id where f.state = 'kept'";
    assert_eq!(street.number(kept).await, 2);
    assert_eq!(street.number("select count(*) from products where picture_id is not null").await, 2);
}

#[tokio::test]
async fn a_picture_that_cannot_be_had_refuses_nothing_and_may_be_tried_again() {
    let street = Street::new();
    let csv = "Handle,Title,Variant Price,Image Src\nbowl,사발,12000,http://127.0.0.1:9/persimmon.png\n";
    let lines = street.import(csv).await;
    let warning = "line 2, Image Src: warning: http://127.0.0.1:9/persimmon.png: the address is a private one";
    assert!(lines.iter().any(|line| line.starts_with(warning)), "{lines:#?}");
    assert_eq!(street.text("select state from product_pictures").await.as_deref(), Some("failed"));
    assert_eq!(street.number("select count(*) from window_products").await, 1);
    // The same list changes nothing, and does not ask for the picture again.
    assert!(!street.import(csv).await.iter().any(|line| line.contains("warning")));
    let fetch = Fetch { pictures: Some(fixtures()), allow_private: false };
    run_pictures(&street.place(), false, &fetch).await.expect("a run");
    assert_eq!(street.text("select state from product_pictures").await.as_deref(), Some("failed"));
    run_pictures(&street.place(), true, &fetch).await.expect("a run");
    assert_eq!(street.text("select state from product_pictures").await.as_deref(), Some("kept"));
    assert_eq!(street.text("select why from product_pictures").await, None);
    assert!(street.text("select picture_id from products").await.is_some());
    assert_eq!(street.sum(csv).await, "0 new, 0 changed, 1 unchanged, 0 refused");
}

#[tokio::test]
async fn options_that_change_keep_the_ids_of_variants_that_stay() {
    let street = Street::new();
    let list = |rows: &str| format!("Handle,Title,Option1 Name,Option1 Value,Variant Price\n{rows}");
    street.import(&list("bowl,사발,크기,작은 것,10000\nbowl,,,큰 것,15000\n")).await;
    let large = "select v.id from variants v join options o on o.product_id = v.product_id join option_values w
        on w.option_id = o.id and w.position = v.value1 where w.value_ko = '큰 것'";
    let id = street.number(large).await;
    let sum = street.sum(&list("bowl,사발,크기,큰 것,15000\nbowl,,,아주 큰 것,20000\n")).await;
    assert_eq!(sum, "0 new, 1 changed, 0 unchanged, 0 refused");
    assert_eq!(street.number(large).await, id);
    assert_eq!(street.number("select count(*) from variants").await, 2);
    assert_eq!(street.number("select price from products").await, 15_000);
    let sum = street.sum(&list("bowl,사발,Title,Default Title,9000\n")).await;
    assert_eq!(sum, "0 new, 1 changed, 0 unchanged, 0 refused");
    assert_eq!(street.number("select count(*) from options").await, 0);
}

#[tokio::test]
async fn a_hidden_product_stands_in_no_window() {
    let street = Street::new();
    street.import(BOWLS).await;
    assert_eq!(street.number("select count(*) from window_products").await, 2);
    street.import("Handle,Title,Status\nbowl,사발,archived\n").await;
    assert_eq!(street.number("select count(*) from window_products").await, 1);
    street.import("Handle,Title,Status\nbowl,사발,active\n").await;
    assert_eq!(street.number("select count(*) from window_products").await, 2);
}

#[tokio::test]
async fn product_types_that_belong_nowhere_are_said_before_the_sum() {
    let street = Street::new();
    street.import(BOWLS).await;
    let mut write = street.db().await.write().await.expect("a write");
    let tree = "window,slug,parent,ko,en,kinds\nliving,bowls,,그릇,Bowls,그릇\n";
    categories::replace(&mut write, tree.as_bytes()).await.expect("a tree");
    write.commit().await.expect("a commit");
    let typed = "Handle,Title,Type,Variant Price\nbowl,사발,그릇,12000\ncup,잔,찻잔,8000\n";
    let (lines, _) = street.run(Shopify { dry_run: true, ..street.request(typed) }).await.expect("a dry run");
    assert!(lines.iter().any(|line| line == "unmatched: living: 찻잔 (1 products)"), "{lines:#?}");
    let lines = street.import(typed).await;
    let unmatched: Vec<&String> = lines.iter().filter(|line| line.starts_with("unmatched")).collect();
    assert_eq!(unmatched, ["unmatched: living: 찻잔 (1 products)"], "{lines:#?}");
    assert_eq!(lines.last().map(String::as_str), Some("0 new, 2 changed, 0 unchanged, 0 refused"));
}
