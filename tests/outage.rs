//! When things fail: the database away, a place in a list that is none, a file that is not there.

use crate::street::{Street, texts};

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
