//! What a look over the street finds.

use sqlx::AssertSqlSafe;

use super::*;
use crate::{
    config::{Checked, LogFormat},
    db::Db,
    media::Media,
};

async fn street(folder: &Path, sql: &'static str) -> Place {
    let place = Place { data: folder.to_owned(), database: None, media: None, log_format: LogFormat::Text };
    let db = Db::open(&place.database_url()).await.expect("a database");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&db.pool).await.expect("a street");
    db.pool.close().await;
    place
}

fn operator() -> Operator {
    let fact = || Some("a@b".to_owned());
    Operator {
        operator_name: fact(),
        operator_representative: fact(),
        operator_address: fact(),
        operator_phone: fact(),
        operator_email: fact(),
        operator_business_number: None,
        operator_mail_order_number: fact(),
    }
}

#[tokio::test]
async fn a_folder_without_a_street_is_told_apart_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("none");
    let place = Place { data: data.clone(), database: None, media: None, log_format: LogFormat::Text };
    let report = look(&place, &Operator::default()).await;
    assert_eq!((report.errors, report.lines.last().map(String::as_str)), (0, Some("street: 0 shops, 0 products, 0 clips")));
    assert_eq!(report.lines.iter().filter(|line| line.contains("--operator-")).count(), 7);
    assert!(!data.exists());
}

#[tokio::test]
async fn a_new_street_has_no_errors_and_a_wrong_business_number_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = street(folder.path(), "").await;
    let report = look(&place, &operator()).await;
    assert_eq!((report.errors, report.warnings), (0, 1), "{report:?}");
    let report = look(&place, &Operator { operator_business_number: Some("123-45-67890".to_owned()), ..operator() }).await;
    assert_eq!((report.errors, report.warnings), (1, 0), "{report:?}");
    assert_eq!(run(&place, &Checked { operator: operator(), ..Checked::default() }).await.expect("a look"), ExitCode::SUCCESS);
}

const SHOP: &str = "insert into shops (id, slug, state, currency, zone, phone, email, created_at, updated_at)
    values (1, 'cup', 'open', 'KRW', 'Asia/Seoul', '02-000-0000', 'a@example.com', 1, 1);
    insert into shop_windows values (1, 2, 0);
    insert into pictures values ('0123456789abcdef', 600, 400, 'a0b1c2', '[240,480]', 1);
    insert into clips (id, slug, shop_id, provider, source, seconds, width, height, created_at) values
    (1, 'walk', 1, 'file', 'c.mp4', 9, 9, 9, 1), (2, 'far', 1, 'vimeo', '123', 9, 9, 9, 1);
    insert into clip_captions values (1, 'ko', 'c.vtt');";

#[tokio::test]
async fn missing_files_are_errors_and_lacking_facts_are_warnings() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = street(folder.path(), SHOP).await;
    let media = Media::open(&place).expect("a media store");
    for file in ["0123456789abcdef-240.avif", "0123456789abcdef-240.webp", "0123456789abcdef-480.avif", "0123456789abcdef-480.jpg", "c.mp4"]
    {
        media.put(file, vec![1].into()).await.expect("a file");
    }
    let report = look(&place, &operator()).await;
    let errors: Vec<_> = report.lines.iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        errors,
        [
            "error: the media file 0123456789abcdef-480.webp of picture 0123456789abcdef is missing",
            "error: the media file c.vtt of clip walk is missing"
        ]
    );
    let lacking =
        "warning: the shop cup is open and lacks what the law asks for: representative, address, business number, mail-order number";
    assert!(report.lines.iter().any(|line| line == lacking), "{report:?}");
    assert_eq!(report.lines.last().map(String::as_str), Some("street: 1 shops, 0 products, 2 clips"));
    assert_eq!(run(&place, &Checked { operator: operator(), ..Checked::default() }).await.expect("a look"), ExitCode::FAILURE);
}

#[tokio::test]
async fn what_is_not_open_yet_is_looked_for_under_its_other_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let sql =
        "insert into shops (id, slug, state, currency, zone, created_at, updated_at) values (1, 'cup', 'draft', 'KRW', 'Asia/Seoul', 1, 1);
        insert into pictures values ('0123456789abcdef', 240, 160, 'a0b1c2', '[240]', 1);
        insert into uploads (shop_id, picture_id, hidden, created_at) values (1, '0123456789abcdef', 1, 1);
        insert into clip_files (shop_id, name, hidden, seconds, width, height, bytes, created_at) values
        (1, 'a.mp4', 1, 9, 9, 9, 9, 1), (1, 'b.vtt', 1, 0, 0, 0, 9, 1);";
    let place = street(folder.path(), sql).await;
    let media = Media::open(&place).expect("a media store");
    let picture = "hidden-0123456789abcdef-240";
    for file in [format!("{picture}.avif"), format!("{picture}.webp"), format!("{picture}.jpg"), "hidden-a.mp4".to_owned()] {
        media.put(&file, vec![1].into()).await.expect("a file");
    }
    let report = look(&place, &operator()).await;
    let errors: Vec<_> = report.lines.iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors, ["error: the media file hidden-b.vtt of a clip's draft of cup is missing"]);
}

#[tokio::test]
async fn orphans_and_lists_that_disagree_are_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let sql = "pragma foreign_keys = off;
        insert into shops (id, slug, state, currency, zone, created_at, updated_at) values (1, 'cup', 'paused', 'KRW', 'Asia/Seoul', 1, 1), (2, 'pot', 'open', 'KRW', 'Asia/Seoul', 1, 1);
        insert into shop_windows values (1, 2, 0), (2, 2, 0);
        insert into products (id, shop_id, slug, state, price, price_varies, in_stock, currency, created_at, updated_at)
        values (21, 1, 'a', 'shown', 1, 0, 1, 'KRW', 7, 8), (22, 99, 'b', 'hidden', 1, 0, 1, 'KRW', 7, 8), (23, 2, 'c', 'shown', 1, 0, 1, 'KRW', 7, 8);
        insert into window_products values (1, 21, 1, 7, 1);
        insert into variants (id, product_id, position, price, stock) values (1, 77, 0, 1, 1), (2, 23, 0, 1, 1);
        delete from data_version;";
    let place = street(folder.path(), sql).await;
    let report = look(&place, &operator()).await;
    for line in [
        "error: 1 rows of products refer to rows that are not there",
        "error: 1 rows of variants refer to rows that are not there",
        "error: 1 × the data's version is not one row",
        "error: 1 × products stand in a window in which they are not shown",
        "error: 1 × products are missing from a window of their shop",
        "error: 1 × products are shown and have no variant",
    ] {
        assert!(report.lines.iter().any(|found| found == line), "{line} in {report:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_or_newer_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = street(
        folder.path(),
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, x'00', 0)",
    )
    .await;
    let report = look(&place, &operator()).await;
    assert!(report.errors == 1 && report.lines.iter().any(|line| line.contains("step 9999")), "{report:?}");
    std::fs::write(folder.path().join("golmok.db"), vec![b'x'; 9000]).expect("a file");
    let report = look(&place, &operator()).await;
    assert_eq!(report.errors, 1, "{report:?}");
}
