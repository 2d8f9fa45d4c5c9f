//! Pictures that a list names: fetched in the background from a small server on this machine.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use server::{
    config::Fetch,
    import::job::{self, Fetching, PAUSES},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    account::Browser,
    import::{owner, products, run, tried},
    street::Street,
};

const BASE: &str = "/api/v1/shops/byeolbit";

/// A host of pictures, and how often it was asked. What ends in `.png` is there.
pub async fn host() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut asked = vec![0; 4096];
            let read = stream.read(&mut asked).await.unwrap_or(0);
            let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
            let path = asked.split(' ').nth(1).unwrap_or_default().to_owned();
            let body = if path.ends_with(".png") { photo(path.len()) } else { Vec::new() };
            let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
            let head =
                format!("HTTP/1.1 {status}\r\ncontent-type: image/png\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(&[head.as_bytes(), body.as_slice()].concat()).await;
        }
    });
    (address, count)
}

/// A picture of its own colour.
fn photo(colour: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 3) as u8, (y * 5) as u8, colour as u8]));
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
    bytes
}

/// Where nothing answers: bound and let go again.
pub async fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address")
}

pub fn fetching(pauses: [Duration; 2]) -> Fetching {
    Fetching::new(Fetch { pictures: None, allow_private: true }, pauses)
}

pub async fn wait_for(street: &Street, product: i64, position: i64, source: &str) {
    street
        .run(&format!(
            "insert into product_pictures (product_id, position, source, state) values ({product}, {position}, '{source}', 'waiting')"
        ))
        .await;
}

/// What became of a product's picture: its state, and the picture.
pub async fn became(street: &Street, product: i64, position: i64) -> (String, Option<String>) {
    let sql = "select state, picture_id from product_pictures where product_id = $1 and position = $2";
    sqlx::query_as(sql).bind(product).bind(position).fetch_one(&street.db.pool).await.expect("a row")
}

async fn import_of(street: &Street, owner: &Browser, import: &Value) -> Value {
    owner.get(street, &format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"))).await.json()
}

#[tokio::test]
async fn pictures_that_still_wait_when_a_shop_is_open_arrive_and_are_seen() {
    let street = Street::new().await;
    let (host, _) = host().await;
    wait_for(&street, 22, 0, &format!("http://{host}/a.png")).await;
    let version = street.db.version().await.expect("a version");
    let mut fetching = fetching(PAUSES);
    while fetching.one(&street.state).await.expect("a picture") {}
    let (state, picture) = became(&street, 22, 0).await;
    let picture = picture.expect("a picture");
    assert_eq!(state, "kept");
    assert!(street.db.version().await.expect("a version") > version, "pages are made anew");
    let page = street.get(&format!("/shops/byeolbit/products/{}", wire::endpoint::encode("다-팔린-것"))).await;
    let file = page.body.split("/media/").find(|rest| rest.starts_with(&picture)).expect("it stands on the page");
    let name = file.split(['"', ' ', ',']).next().expect("a name");
    assert_eq!(street.get(&format!("/media/{name}")).await.status, 200, "{name}");
}

#[tokio::test]
async fn a_picture_of_a_shop_that_never_was_open_stays_hidden_and_makes_no_page_new() {
    let street = Street::new().await;
    let (host, _) = host().await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    wait_for(&street, 22, 0, &format!("http://{host}/a.png")).await;
    let version = street.db.version().await.expect("a version");
    let mut fetching = fetching(PAUSES);
    while fetching.one(&street.state).await.expect("a picture") {}
    let (state, picture) = became(&street, 22, 0).await;
    assert_eq!((state.as_str(), street.db.version().await.expect("a version")), ("kept", version));
    let hidden: i64 = sqlx::query_scalar("select hidden from uploads where shop_id = 11 and picture_id = $1")
        .bind(picture)
        .fetch_one(&street.db.pool)
        .await
        .expect("an upload");
    assert_eq!(hidden, 1);
    let changed: i64 =
        sqlx::query_scalar("select updated_at from products where id = 22").fetch_one(&street.db.pool).await.expect("a time");
    assert!(changed > 1_700_000_020_000, "a preview sees that it is another one");
}

#[tokio::test]
async fn a_picture_of_a_closed_shop_is_not_asked_for() {
    let street = Street::new().await;
    let (host, asked) = host().await;
    street.run("update shops set state = 'closed' where id = 11").await;
    wait_for(&street, 22, 0, &format!("http://{host}/a.png")).await;
    assert!(!fetching(PAUSES).one(&street.state).await.expect("a look"));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_picture_that_could_not_be_had_is_said_beside_the_import() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (host, _) = host().await;
    let source = format!("http://{host}/gone.jpg");
    // Of an open shop it is a draft, of which the picture is cut; of one that never was open it is a row.
    for state in ["open", "draft"] {
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        let list = format!("Handle,Title,Variant Price,Image Src\ncup-{state},달 잔 {state},12000,{source}\n");
        let import = run(&street, &owner, &tried(&street, &owner, &list).await).await;
        assert_eq!((&import["sum"]["new"], &import["pictures_waiting"]), (&json!(1), &json!(1)), "{import}");
        let mut fetching = fetching(PAUSES);
        while fetching.one(&street.state).await.expect("a picture") {}
        let import = import_of(&street, &owner, &import).await;
        assert_eq!(import["pictures_waiting"], 0, "{import}");
        let said = import["notes"].as_array().expect("notes").iter().find(|note| note["line"].is_null()).expect("a note");
        for (lang, words) in [("ko", "404"), ("en", "the server answered 404")] {
            let why = said["why"][lang].as_str().expect("words");
            assert!(why.contains(&format!("달 잔 {state}")) && why.contains(&source) && why.contains(words), "{why}");
        }
        let page = owner.get(&street, &format!("/studio/shops/byeolbit/imports/{}", import["id"].as_str().expect("an id"))).await;
        assert!(page.body.contains("사진을 가져오지 못했습니다"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_host_that_is_away_is_tried_in_three_rounds_before_a_picture_is_given_up() {
    let street = Street::new().await;
    let source = format!("http://{}/a.png", nowhere().await);
    wait_for(&street, 22, 0, &source).await;
    let mut quick = fetching([Duration::ZERO; 2]);
    for state in ["waiting", "waiting", "failed"] {
        assert!(quick.one(&street.state).await.expect("a picture"));
        assert_eq!(became(&street, 22, 0).await.0, state);
    }
    assert!(!quick.one(&street.state).await.expect("a look"));
    // Between rounds it is left alone, in all its places, and so nothing else waits for it.
    street.run("update product_pictures set state = 'waiting' where product_id = 22").await;
    wait_for(&street, 23, 0, &source).await;
    let mut patient = fetching(PAUSES);
    assert!(patient.one(&street.state).await.expect("a picture"));
    assert!(!patient.one(&street.state).await.expect("a look"));
    assert_eq!(became(&street, 23, 0).await.0, "waiting");
}

#[tokio::test]
async fn an_import_does_not_wait_for_the_pictures_of_another() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (host, asked) = host().await;
    for position in 0..3 {
        wait_for(&street, 22, position, &format!("http://{host}/{}.png", "x".repeat(position as usize + 1))).await;
    }
    let mut fetching = fetching(PAUSES);
    assert!(job::round(&street.state, &mut fetching).await.expect("a round"));
    assert_eq!(asked.load(Ordering::SeqCst), 1, "one picture a round");
    let import = tried(&street, &owner, "Handle,Title,Variant Price\ncup,달 잔,12000\n").await;
    let path = format!("{BASE}/imports/{}/run", import["id"].as_str().expect("an id"));
    assert_eq!(owner.post(&street, &path, json!({})).await.status, 200);
    assert!(job::round(&street.state, &mut fetching).await.expect("a round"));
    assert_eq!(import_of(&street, &owner, &import).await["state"], "done");
    assert_eq!(asked.load(Ordering::SeqCst), 1, "the import came first");
    while job::round(&street.state, &mut fetching).await.expect("a round") {}
    assert_eq!(became(&street, 22, 2).await.0, "kept");
}

#[tokio::test]
async fn an_import_whose_pictures_have_come_is_undone_all_the_same() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (host, _) = host().await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let before = products(&street).await;
    let list = format!("Handle,Title,Variant Price,Image Src\ncup,달 잔,12000,http://{host}/a.png\nplate,접시,9000,http://{host}/gone\n");
    let import = run(&street, &owner, &tried(&street, &owner, &list).await).await;
    assert_eq!(products(&street).await, before + 2);
    let mut fetching = fetching(PAUSES);
    while fetching.one(&street.state).await.expect("a picture") {}
    let undo = format!("{BASE}/imports/{}/undo", import["id"].as_str().expect("an id"));
    let undone = owner.post(&street, &undo, json!({})).await.json();
    assert_eq!((&undone["state"], &undone["left"]), (&json!("undone"), &json!([])), "{undone}");
    assert_eq!(products(&street).await, before);
}
