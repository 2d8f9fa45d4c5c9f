//! There and back again: whole, or not at all.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::*;
use crate::{config::LogFormat, db::Db};

/// A row or more of every table, with what is easily lost: nulls, quotes, line ends, Korean, the largest numbers.
const STREET: &str = "
insert into pictures values ('0123456789abcdef', 1600, 1200, 'a0b1c2', '[240,480]', 1);
update windows set picture_id = '0123456789abcdef' where id = 1;
insert into shops (id, slug, state, name_ko, story_en, currency, zone, latitude_e6, created_at, updated_at)
    values (9223372036854775807, '물빛-한옥', 'open', '물빛 ''한옥''', 'Two\nlines, \"quoted\"\\ and a tab\t.', 'KRW', 'Asia/Seoul', -37572100, 5, 6);
insert into shop_windows values (9223372036854775807, 1, 0), (9223372036854775807, 2, 1);
insert into shop_pictures values (9223372036854775807, 0, '0123456789abcdef', null, 'Front');
insert into collections values (11, 9223372036854775807, 'all', '전부', null, 0);
insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
    values (21, 9223372036854775807, 'cup', 'shown', '잔', 12000, 0, 1, 'KRW', 7, 8);
insert into window_products values (1, 21, 1, 7, 12000);
insert into collection_products values (11, 21, 0);
insert into options values (31, 21, 0, '색', 'Colour');
insert into option_values values (41, 31, 0, '', 'White');
insert into variants values (51, 21, 0, 0, null, null, null, null, null, 12000, null, 3);
insert into product_pictures values (21, 0, '0123456789abcdef', null, 'kept', null, null, null), (21, 1, null, 'https://p.example/x.jpg', 'failed', 'away', null, null);
insert into clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at) values (61, 'walk', 9223372036854775807, '걷기', null, null, null, 'file', 'c.mp4', 12, 720, 1280, '0123456789abcdef', 9);
insert into clip_captions values (61, 'ko', 'c.vtt');
insert into moments values (61, 0, 3, 21, null, 'The cup'), (61, 1, 5, null, '빈 장면', null);
insert into moved_slugs values ('shop', 0, 'old', 9223372036854775807);
insert into categories values (71, 1, null, 'tops', '윗옷', 'Tops', 0), (72, 1, 71, 'shirts', null, 'Shirts', 1);
insert into category_kinds values (1, '셔츠', 72);
insert into synonyms (group_id, position, name) values (0, 0, '셔츠'), (0, 1, 'shirt');
insert into accounts values (81, 'a@b.kr', '사람', 'ko', null, 1, 1, 1);
insert into sessions values ('aa', 82, 81, 'Test', 1, 1, 9);
insert into members values (9223372036854775807, 81, 'owner', 1);
insert into mails values (83, 'a@b.kr', '제목', 'waiting', 0, null, 1, 1);
insert into throttles values ('cc', 1, 1);
insert into records values (84, 1, 81, 'member_invited', 9223372036854775807, 'c@d.kr', null);
insert into applications values (91, 9223372036854775807, 1, 'asked', '말', 2, 1, 1, null);
insert into declarations values (91, 108, 1, 1);
insert into documents values (92, 91, 101, 'front.jpg', 'image/jpeg', 3, 1, 9);
insert into document_pieces values (92, 0, 'AAAA');
insert into uploads values (9223372036854775807, '0123456789abcdef', 0, 1);
insert into unfinished_pictures values ('0123456789abcdef', 1, 0, 2);
insert into drafts (shop_id, thing_id, slug, name, document, account_id, updated_at, kind) values (9223372036854775807, 0, null, null, '{}', 81, 1, 'page');
insert into clip_files values (9223372036854775807, 'c.mp4', 0, 12, 720, 1280, 3, 1);
insert into passkeys values (89, 81, 'AAAA', 'BBBB', 'Test', 'CCCC', 'DDDD', 0, 1, null);
insert into ceremonies values ('ab', 81, 'AAAA', 9);
insert into identities values (99, 81, 'https://idp.example', 'person', 1, null);
insert into flows values ('ff', 'aa', 'https://idp.example', 'n', 'v', 81, 'ko', '/studio', 9);
insert into tax_answers values (9223372036854775807, '0000000000', 'goes_on', 1);
insert into reports values (98, 9223372036854775807, 'shop', 0, 'other', '말', 1, null);
insert into clip_uploads values (97, 9223372036854775807, 81, 'walk.mp4', 9, 3, 1, 1, null);
insert into openings values (93, 9223372036854775807, 81, 1, '[]', null);
insert into imports values (95, 9223372036854775807, 81, 'list.csv', 'shopify', 'done', '[]', '{}', null, 1, 1, 1);
insert into import_pieces values (95, 0, 'AAAA');
insert into import_things values (95, 0, '{}');
insert into tokens values (96, 'ee', 81, 9223372036854775807, 'owner', 'stock', 1, 9, null, null), (88, 'eg', 81, null, 'staff', 'child', 1, 9, null, 96);
insert into previews values (94, 9223372036854775807, 'dd', 81, 1, 9, 0, null, 96);
insert into links values ('bb', 'member', 'c@d.kr', 9223372036854775807, 'staff', 1, 9, 96, null), ('bc', 'hand_over', 'a@b.kr', 9223372036854775807, 'owner', 1, 9, 96, 81);
update data_version set version = 42;
";

fn place(data: &Path) -> Place {
    Place { data: data.to_owned(), database: None, media: None, log_format: LogFormat::Text }
}

/// A street in a folder, with two media files and a piece of a clip that is on its way.
async fn street(data: &Path) -> Place {
    fs::create_dir_all(data).expect("a folder");
    let place = place(data);
    let db = Db::open(&place.database_url()).await.expect("a database");
    sqlx::raw_sql(STREET).execute(&db.pool).await.expect("a street");
    let media = Media::open(&place).expect("a media store");
    media.put("0123456789abcdef-240.avif", vec![7; 3000].into()).await.expect("a file");
    media.put("c.mp4", (0..PIECE + 999).map(|at| (at % 251) as u8).collect::<Vec<_>>().into()).await.expect("a file");
    media.put("hidden-part-2p-0", vec![9; 3].into()).await.expect("a piece");
    db.pool.close().await;
    place
}

/// All rows of all tables but the version, as sorted lines.
async fn rows(url: &str) -> Vec<String> {
    let mut snapshot = tables::Snapshot::open(url).await.expect("a snapshot");
    let mut all = Vec::new();
    for table in snapshot.tables.clone() {
        let mut chunks = snapshot.read(table);
        while let Some(chunk) = chunks.next().await.expect("rows") {
            let text = String::from_utf8(chunk.lines).expect("text");
            all.extend(text.lines().filter(|_| table != "data_version").map(|line| format!("{table} {line}")));
        }
    }
    all.sort();
    all
}

async fn version(url: &str) -> i64 {
    let mut connection = AnyConnection::connect(url).await.expect("a database");
    sqlx::query_scalar("select version from data_version").fetch_one(&mut connection).await.expect("a version")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn every_table_is_carried() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = street(&folder.path().join("a")).await;
    let snapshot = tables::Snapshot::open(&place.database_url()).await.expect("no table is unknown");
    assert_eq!(snapshot.tables, tables::TABLES);
    let mut connection = AnyConnection::connect(&place.database_url()).await.expect("a database");
    for table in tables::TABLES {
        let count = sqlx::query(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut connection).await.expect("a count");
        assert!(count.get::<i64, _>(0) > 0, "the street of this test has no row in {table}");
    }
}

#[tokio::test]
async fn a_street_comes_back_as_it_was_while_it_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let place_a = street(&folder.path().join("a")).await;
    // Somebody writes meanwhile and has not finished.
    let serving = Db::open(&place_a.database_url()).await.expect("a database");
    let mut write = serving.write().await.expect("a write");
    sqlx::query("update shops set name_ko = 'half'").execute(&mut *write.tx).await.expect("an update");

    let file = folder.path().join("street.golmok");
    run_backup(&place_a, &file).await.expect("a backup");
    let error = run_backup(&place_a, &file).await.expect_err("a refusal");
    assert!(error.to_string().contains("is there already"), "{error}");
    drop(write);

    let place_b = place(&folder.path().join("b/c"));
    run_restore(&place_b, &file).await.expect("a restoration");
    assert_eq!(names(&place_b.data), ["golmok.db", "media"]);
    assert_eq!(rows(&place_a.database_url()).await, rows(&place_b.database_url()).await);
    assert!(version(&place_b.database_url()).await > 1_000_000);
    for name in names(&place_a.data.join("media")) {
        let read = |place: &Place| fs::read(place.data.join("media").join(&name)).expect("a file");
        assert!(read(&place_a) == read(&place_b), "{name}");
    }
    assert_eq!(names(folder.path()), ["a", "b", "street.golmok"]);
    Db::open(&place_b.database_url()).await.expect("a database that opens");
    let error = run_restore(&place_b, &file).await.expect_err("a refusal");
    assert!(error.to_string().contains("is not empty"), "{error}");
}

#[tokio::test]
async fn a_backup_begins_once_what_is_going_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = street(&folder.path().join("a")).await;
    let db = Db::open(&place.database_url()).await.expect("a database");
    let taking = alone(&db).await.expect("an answer").expect("alone");
    let file = folder.path().join("street.golmok");
    let (made, ()) = tokio::join!(run_backup(&place, &file), async {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        assert!(!file.exists());
        taking.end().await;
    });
    made.expect("a backup");
    assert!(alone(&db).await.expect("an answer").is_some(), "it keeps nothing from going any more");
}

#[tokio::test]
async fn a_truncated_or_altered_archive_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let place_a = street(&folder.path().join("a")).await;
    let file = folder.path().join("street.golmok");
    run_backup(&place_a, &file).await.expect("a backup");
    let good = fs::read(&file).expect("an archive");
    let target = folder.path().join("b");
    let bad = folder.path().join("bad");
    let step = good.len() / 23;
    for at in (0..good.len()).step_by(step) {
        let mut altered = good.clone();
        // All of the byte: of some, single bits are padding and say nothing.
        *altered.get_mut(at).expect("a byte") ^= 0xff;
        for bytes in [altered.as_slice(), good.get(..at).expect("a part")] {
            fs::write(&bad, bytes).expect("a file");
            run_restore(&place(&target), &bad).await.expect_err("a refusal");
            assert!(!target.exists(), "nothing is left of a restoration at {at}");
        }
    }
    fs::write(&bad, [good.as_slice(), b"more"].concat()).expect("a file");
    run_restore(&place(&target), &bad).await.expect_err("a refusal");
    assert!(!target.exists());
}

#[tokio::test]
async fn an_entry_that_leads_outside_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = folder.path().join("bad");
    let mut out = zstd::Encoder::new(File::create(&bad).expect("a file"), 1).expect("an encoder");
    let mut header = tar::Header::new_gnu();
    let name = b"media/../../outside";
    header.as_old_mut().name.get_mut(..name.len()).expect("room").copy_from_slice(name);
    header.set_size(0);
    header.set_cksum();
    std::io::Write::write_all(&mut out, header.as_bytes()).expect("a write");
    std::io::Write::write_all(&mut out, &[0; 1024]).expect("a write");
    out.finish().expect("an end");
    let error = run_restore(&place(&folder.path().join("b")), &bad).await.expect_err("a refusal");
    assert!(error.to_string().contains("no backup has"), "{error}");
    assert_eq!(names(folder.path()), ["bad"]);
}

#[tokio::test]
async fn a_backup_of_nothing_is_refused_and_makes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = run_backup(&place(&folder.path().join("none")), &folder.path().join("file")).await.expect_err("a refusal");
    assert!(error.to_string().contains("no street"), "{error}");
    assert!(names(folder.path()).is_empty());
}

/// Restores into the database at `url`, backs that up, and restores it into a folder again.
async fn round_by(url: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let place_a = street(&folder.path().join("a")).await;
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    run_backup(&place_a, &first).await.expect("a backup");
    let through = Place {
        database: Some(url.to_owned()),
        media: Some(folder.path().join("m").display().to_string()),
        ..place(&folder.path().join("b"))
    };
    run_restore(&through, &first).await.expect("a restoration");
    let error = run_restore(&through, &first).await.expect_err("a refusal");
    assert!(error.to_string().contains("1 shops"), "{error}");
    assert_eq!(names(&through.data), Vec::<String>::new());
    run_backup(&through, &second).await.expect("a backup");
    let place_c = place(&folder.path().join("c"));
    run_restore(&place_c, &second).await.expect("a restoration");
    assert_eq!(rows(&place_a.database_url()).await, rows(&place_c.database_url()).await);
    assert_eq!(names(&place_a.data.join("media")), names(&place_c.data.join("media")));
}

#[tokio::test]
async fn a_street_moves_into_a_database_elsewhere_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    round_by(&format!("sqlite://{}?mode=rwc", folder.path().join("other.db").display())).await;
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let name = format!("golmok_backup_{}", std::process::id());
    sqlx::any::install_default_drivers();
    let mut admin = AnyConnection::connect(&server).await.expect("PostgreSQL");
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut admin).await.expect("a database");
    let mut url = url::Url::parse(&server).expect("an address");
    url.set_path(&name);
    round_by(url.as_str()).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)"))).execute(&mut admin).await.expect("an end");
}
