//! When things fail: the database away, a place in a list that is none, a file that is not there.

use std::time::{Duration, Instant};

use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use crate::street::{Street, fresh_database, texts};

/// What leads to a database server, and can be cut: connections break, and new ones are refused.
async fn lead(port: u16, server: String) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let carrying = tokio::spawn(async move {
        let mut lines = JoinSet::new();
        while let Ok((mut near, _)) = listener.accept().await {
            let server = server.clone();
            lines.spawn(async move {
                if let Ok(mut far) = TcpStream::connect(server).await {
                    drop(tokio::io::copy_bidirectional(&mut near, &mut far).await);
                }
            });
        }
    });
    (port, carrying)
}

#[tokio::test]
async fn a_database_server_that_goes_away_is_used_again_when_it_is_back() {
    // Only a server can go away so; a file of ours is covered below.
    let Ok(base) = std::env::var("TEST_DATABASE_URL") else { return };
    let url = fresh_database(&base).await;
    let (user, rest) = url.split_once('@').expect("user and host");
    let (server, name) = rest.rsplit_once('/').expect("host and database");
    let (port, carrying) = lead(0, server.to_owned()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let street = Street::at(&format!("{user}@127.0.0.1:{port}/{name}"), folder).await.furnished().await;
    assert_eq!(street.get("/windows/living").await.status, 200);

    carrying.abort();
    drop(carrying.await);
    let begun = Instant::now();
    let page = street.get("/windows/living").await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (503, "5"));
    assert!(begun.elapsed() < Duration::from_secs(8), "nobody waits long to hear it");
    assert_eq!(street.get("/readyz").await.status, 503);
    assert_eq!(street.get("/healthz").await.status, 200);

    let (_, carrying) = lead(port, server.to_owned()).await;
    assert_eq!(street.get("/windows/living").await.status, 200);
    assert_eq!(street.get("/readyz").await.status, 200);
    street.run("update shops set tagline_en = 'back' where slug = 'byeolbit'").await;
    assert!(street.get("/en/shops/byeolbit").await.body.contains("back"), "and it is written to again");
    carrying.abort();
}

#[tokio::test]
async fn a_table_that_is_away_is_a_fault_of_ours_and_is_over_when_it_is_back() {
    let street = Street::new().await;
    street.run("alter table shop_pictures rename to away").await;
    let page = street.get("/shops/byeolbit").await;
    assert_eq!((page.status.as_u16(), texts(&page.html(), "h1")), (500, vec!["잠시 불이 나갔어요".to_owned()]));
    assert!(!page.body.contains("shop_pictures"), "the cause is logged, never told");
    assert!(page.body.contains(page.header("x-request-id")), "the reader can tell us the number");
    street.run("alter table away rename to shop_pictures").await;
    assert_eq!(street.get("/shops/byeolbit").await.status, 200);
}

#[tokio::test]
async fn a_closed_pool_answers_503_with_the_way_on() {
    let street = Street::new().await;
    assert_eq!(street.get("/readyz").await.status, 200);
    street.db.pool.close().await;
    let api = street.get("/api/v1/windows").await;
    assert_eq!((api.status.as_u16(), api.json()["code"].as_str()), (503, Some("busy")));
    assert_eq!(api.header("retry-after"), "5");
    let page = street.get("/en/windows/living").await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (503, "5"));
    assert_eq!(texts(&page.html(), "h1"), ["The street is crowded"]);
    assert_eq!(street.get("/readyz").await.status, 503);
    assert_eq!(street.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_lost_place_in_a_list_says_so_on_its_page() {
    let street = Street::new().await;
    let page = street.get("/windows/living?after=nonsense").await;
    assert_eq!(page.status, 400);
    assert_eq!(texts(&page.html(), "h1"), ["목록에서 길을 잃었어요"]);
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_closed_shop_is_gone_and_not_merely_missing() {
    let street = Street::new().await;
    let page = street.get("/shops/closed-shop").await;
    assert_eq!((page.status.as_u16(), texts(&page.html(), "h1")), (410, vec!["문을 닫은 매장이에요".to_owned()]));
}
