//! A preview that follows what is changed shows the same as one that is made anew, which another copy of the program does.

#![expect(clippy::indexing_slicing, reason = "fields of an answer are asked for by name")]

use std::{
    sync::Weak,
    time::{Duration, Instant},
};

use axum::http::Method;
use serde_json::{Value, json};
use server::state::Inner;
use wire::endpoint::encode;

use crate::{
    account::{Browser, person},
    draft::{BASE, owner, put},
    street::Street,
};

struct Looker {
    street: Street,
    owner: Browser,
    /// The street that was kept when one looked last.
    kept: Weak<Inner>,
}

/// Without what is told otherwise at each making: numbers of rows that only drafts have.
fn comparable(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(comparable),
        Value::Object(fields) => {
            for volatile in ["id", "request_id"] {
                fields.remove(volatile);
            }
            fields.values_mut().for_each(comparable);
        }
        _ => {}
    }
}

/// The first thing in which two answers differ.
fn difference(at: &str, one: &Value, other: &Value) -> String {
    let within = match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.keys().find(|key| one[*key] != other[*key]).map(|key| (key.clone(), &one[key], &other[key]))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            (0..one.len()).find(|place| one[*place] != other[*place]).map(|place| (place.to_string(), &one[place], &other[place]))
        }
        _ => None,
    };
    within.map_or_else(|| format!("{at}: {one} is not {other}"), |(key, one, other)| difference(&format!("{at}/{key}"), one, other))
}

impl Looker {
    async fn new(state: &str) -> Self {
        let street = Street::new().await;
        let owner = owner(&street).await;
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        let mut looker = Self { street, owner, kept: Weak::new() };
        looker.look("at first").await;
        looker
    }

    async fn slugs(&self, path: &str, field: &str) -> Vec<String> {
        let list = self.owner.get(&self.street, &format!("{BASE}{path}")).await.json();
        let items = if list.is_array() { list } else { list["items"].clone() };
        items.as_array().expect("a list").iter().map(|one| one[field].as_str().expect("a slug").to_owned()).collect()
    }

    /// All that is to be seen of the shop.
    async fn pages(&self) -> Vec<String> {
        let pages = "/api/v1/pages";
        let mut paths = vec![format!("{pages}/shops/byeolbit"), format!("{pages}/clips"), "/api/v1/clips?shop=byeolbit".to_owned()];
        paths.extend(["living", "fashion"].map(|window| format!("{pages}/windows/{window}")));
        paths.extend(["별", "등", "새"].map(|word| format!("/api/v1/search?q={}", encode(word))));
        paths.extend(
            self.slugs("/draft/products", "product").await.iter().map(|slug| format!("{pages}/shops/byeolbit/products/{}", encode(slug))),
        );
        paths.extend(self.slugs("/draft/clips", "clip").await.iter().map(|slug| format!("{pages}/clips/{}", encode(slug))));
        paths
    }

    async fn seen(&self, street: &Street, path: &str) -> (u16, Value) {
        let answer = self.owner.get(street, &format!("/studio/shops/byeolbit/seen{path}")).await;
        let mut body = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
        comparable(&mut body);
        (answer.status.as_u16(), body)
    }

    /// Looks at the whole shop, beside another copy of the program; whether the street that was kept is still the same.
    async fn look(&mut self, when: &str) -> bool {
        let beside = self.street.beside().await;
        for path in self.pages().await {
            let anew = self.seen(&beside, &path).await;
            let end = Instant::now() + Duration::from_secs(5);
            // Lists know of the shop's page a little later.
            loop {
                let followed = self.seen(&self.street, &path).await;
                if followed == anew {
                    break;
                }
                assert!(Instant::now() < end, "{when}: {path}: {}", difference("", &followed.1, &anew.1));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        let now = self.street.state.previews.kept(11).expect("a street");
        let is_same = now.ptr_eq(&self.kept);
        self.kept = now;
        is_same
    }

    /// Looks once a change is made that is to be followed.
    async fn follows(&mut self, when: &str) {
        assert!(self.look(when).await, "{when}: the street was made anew");
    }

    async fn edit(&self, thing: &str, change: impl FnOnce(&mut Value)) {
        let path = format!("{BASE}/draft{thing}");
        let editing = self.owner.get(&self.street, &path).await.json();
        let mut draft = editing["draft"].clone();
        change(&mut draft);
        let saved = put(&self.street, &self.owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
    }

    async fn add(&self, things: &str, draft: Value) {
        let added = self.owner.post(&self.street, &format!("{BASE}/draft/{things}"), json!({ "draft": draft })).await;
        assert_eq!(added.status, 200, "{}", added.body);
    }

    async fn drop(&self, thing: &str) {
        let dropped = self.owner.call(&self.street, Method::DELETE, &format!("{BASE}/draft{thing}"), &json!({})).await;
        assert_eq!(dropped.status, 200, "{}", dropped.body);
    }

    async fn at_once(&self, path: &str, method: Method, body: Value) {
        let changed = self.owner.call(&self.street, method, &format!("{BASE}{path}"), &body).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }
}

#[tokio::test]
async fn clips_are_followed_and_what_appears_in_them() {
    for state in ["open", "draft"] {
        let mut looker = Looker::new(state).await;
        let (film, lamp) = ("/clips/lamp-film", "/products/star-lamp");
        looker.edit(film, |clip| clip["title"]["ko"] = json!("새 제목")).await;
        looker.follows(&format!("{state}: a clip's title")).await;
        let page = looker.seen(&looker.street, "/api/v1/pages/clips/lamp-film").await.1;
        assert_eq!(page["clip"]["card"]["title"]["text"], "새 제목", "{page}");
        looker
            .edit(film, |clip| {
                clip["moments"] = json!([{ "at": 2, "product": "다-팔린-것" }, { "at": 3, "product": "star-lamp" }]);
                clip["poster"] = json!("00112233445566aa");
                clip["captions"] = json!([{ "lang": "ko", "text": "0:01 등을 켭니다" }]);
            })
            .await;
        looker.follows(&format!("{state}: its moments, captions and picture")).await;
        // A product that is taken over stays in the clips where it appears.
        looker.edit(lamp, |product| product["name"]["ko"] = json!("새 등")).await;
        looker.follows(&format!("{state}: the name of a product in a clip")).await;
        let page = looker.seen(&looker.street, "/api/v1/pages/clips/tube").await.1;
        assert_eq!(page["clip"]["moments"][0]["product"]["slug"], "star-lamp", "{page}");
        let patch = json!({ "stock": [{ "variant": "1p", "stock": 1 }] });
        looker.at_once(lamp, Method::PATCH, patch).await;
        looker.follows(&format!("{state}: its stock")).await;
        looker.at_once(lamp, Method::PATCH, json!({ "shown": false })).await;
        looker.follows(&format!("{state}: a product that is hidden")).await;
        looker.at_once(lamp, Method::PATCH, json!({ "shown": true })).await;
        let vase = json!({
            "name": { "ko": "새 꽃병" }, "variants": [{ "price": 9_000, "stock": 2 }], "shown": true, "pictures": [{ "picture": "00112233445566aa" }]
        });
        looker.add("products", vase).await;
        let link = json!({ "title": { "ko": "새 영상" }, "link": "https://vimeo.com/123", "seconds": 60, "moments": [{ "at": 5, "product": "새-꽃병" }] });
        looker.add("clips", link).await;
        looker.follows(&format!("{state}: a new product, and a new clip of it")).await;
        looker.edit("/products/%EC%83%88-%EA%BD%83%EB%B3%91", |product| product["name"]["ko"] = json!("더 새 꽃병")).await;
        looker.follows(&format!("{state}: the name of a product that only a draft of a clip names")).await;
        looker.edit(film, |clip| clip["gone"] = json!(true)).await;
        looker.follows(&format!("{state}: a clip that is to go")).await;
        if state == "open" {
            looker.drop(film).await;
            looker.follows("a clip that stays after all").await;
            looker.edit(lamp, |product| product["gone"] = json!(true)).await;
            looker.follows("a product that is to go").await;
            looker.edit("/clips/tube", |clip| clip["title"]["ko"] = json!("남의 새 영상")).await;
            looker.follows("a clip of a product that is to go").await;
            looker.drop(lamp).await;
            looker.follows("a product that stays after all").await;
            let page = looker.seen(&looker.street, "/api/v1/pages/clips/naver").await.1;
            assert_eq!(page["clip"]["moments"][0]["product"]["slug"], "star-lamp", "{page}");
            looker.at_once("/changes/open", Method::POST, json!({})).await;
            looker.look("what was opened").await;
            looker.at_once("/changes/take-back", Method::POST, json!({})).await;
            looker.look("what was taken back").await;
        } else {
            // Of two that leave no row behind, one that goes while another comes is seen too.
            looker.drop(lamp).await;
            looker.add("products", json!({ "name": { "ko": "새 잔" }, "variants": [{ "price": 3_000, "stock": 2 }], "shown": true })).await;
            looker.follows("a product that went, and another that came").await;
            looker.drop("/clips/tube").await;
            looker.follows("a clip that went").await;
        }
    }
}

#[tokio::test]
async fn the_page_is_followed_while_other_shops_sell_and_with_its_collections() {
    for state in ["open", "draft"] {
        let mut looker = Looker::new(state).await;
        let (lamp, sold) = ("/products/star-lamp", 5_000_000..5_000_300);
        let mut write = looker.street.db.write().await.expect("a write");
        sold.for_each(|product| write.touch(product));
        write.commit().await.expect("a commit");
        looker.edit("", |page| page["tagline"]["ko"] = json!("새 한 줄")).await;
        looker.edit(lamp, |product| product["name"]["ko"] = json!("새 등")).await;
        looker.follows(&format!("{state}: its page and a product, among what others sold")).await;
        let now = json!({ "now": { "notice": { "ko": "새 알림" }, "closings": [] } });
        looker.at_once("/now", Method::PUT, now).await;
        looker.at_once(lamp, Method::PATCH, json!({ "stock_of_each": 7 })).await;
        looker.follows(&format!("{state}: its notice, and pieces")).await;
        let collections = |list: Value| move |page: &mut Value| page["collections"] = list;
        looker.edit("", collections(json!([{ "name": { "ko": "새 모음" } }]))).await;
        looker.follows(&format!("{state}: another collection in the place of one")).await;
        // Its rows name a collection that is to go.
        looker.edit(lamp, |product| product["name"]["ko"] = json!("더 새 등")).await;
        looker.follows(&format!("{state}: a product of a collection that is to go")).await;
        let gathered = |slug: &'static str| move |product: &mut Value| product["collections"] = json!([slug]);
        looker.edit(lamp, gathered("새-모음")).await;
        looker.follows(&format!("{state}: a product in the collection that is new")).await;
        if state == "open" {
            // A collection that only drafts know comes back with what only drafts put into it.
            let page = looker.owner.get(&looker.street, &format!("{BASE}/draft")).await.json()["draft"]["collections"].clone();
            looker.edit("", collections(json!([]))).await;
            looker.follows("a new collection that is left out").await;
            looker.edit("", collections(page)).await;
            looker.follows("a new collection that is there again").await;
            let shop = looker.seen(&looker.street, "/api/v1/pages/shops/byeolbit?collection=%EC%83%88-%EB%AA%A8%EC%9D%8C").await.1;
            assert!(shop.to_string().contains("star-lamp"), "{shop}");
            looker.edit(lamp, gathered("lamps")).await;
        } else {
            // One of the same name that is made again between two looks is another.
            looker.edit("", collections(json!([]))).await;
            looker.edit("", collections(json!([{ "name": { "ko": "새 모음" } }]))).await;
            looker.follows("a collection that was made again").await;
            looker.edit(lamp, gathered("새-모음")).await;
            looker.follows("a product in the one that was made again").await;
        }
        if state == "open" {
            looker.drop("").await;
            looker.follows("a collection that stays after all, with what is in it").await;
            let shop = looker.seen(&looker.street, "/api/v1/pages/shops/byeolbit?collection=lamps").await.1;
            assert!(shop.to_string().contains("star-lamp"), "{shop}");
        }
    }
}

#[tokio::test]
async fn what_an_operator_holds_may_still_be_meant_to_go() {
    let mut looker = Looker::new("open").await;
    let (_, operator) = person(&looker.street, "operator@golmok.test", true).await;
    looker.look("with an operator").await;
    for (thing, address) in [("/clips/lamp-film", "/clips/lamp-film"), ("/products/star-lamp", "/shops/byeolbit/products/star-lamp")] {
        looker.edit(thing, |draft| draft["gone"] = json!(true)).await;
        looker.follows(thing).await;
        let hold = json!({ "address": address, "why": "살펴보는 중" });
        let held = operator.post(&looker.street, "/api/v1/operator/things/hold", hold).await;
        assert_eq!(held.status, 200, "{}", held.body);
        looker.follows(&format!("{thing}, held")).await;
        looker.drop(thing).await;
        looker.follows(&format!("{thing}, held, and not meant to go")).await;
    }
}

#[tokio::test]
async fn one_that_goes_while_another_comes_is_followed_and_one_that_was_saved_by_a_clock_that_is_behind() {
    for state in ["open", "draft"] {
        let mut looker = Looker::new(state).await;
        let cup = |name: &str| json!({ "name": { "ko": name }, "variants": [{ "price": 3_000, "stock": 2 }], "shown": true });
        looker.add("products", cup("새 잔")).await;
        looker.follows(&format!("{state}: a product that came")).await;
        // There are as many as before.
        if state == "open" {
            looker.drop(&format!("/products/{}", encode("새-잔"))).await;
        } else {
            looker.edit(&format!("/products/{}", encode("새-잔")), |product| product["gone"] = json!(true)).await;
        }
        looker.add("products", cup("새 접시")).await;
        looker.follows(&format!("{state}: one in the place of another")).await;
        let page = |slug: &str| format!("/api/v1/pages/shops/byeolbit/products/{}", encode(slug));
        let seen = [looker.seen(&looker.street, &page("새-잔")).await.0, looker.seen(&looker.street, &page("새-접시")).await.0];
        assert_eq!(seen, [404, 200], "{state}");
    }
    let mut looker = Looker::new("open").await;
    looker.edit("/products/star-lamp", |product| product["name"]["ko"] = json!("새 등")).await;
    looker.follows("a product").await;
    looker.edit("", |page| page["tagline"]["ko"] = json!("새 한 줄")).await;
    let mut aside = looker.street.db.aside().await.expect("a write");
    let behind = "update drafts set updated_at = updated_at - 60000 where shop_id = 11 and thing_id = 0";
    sqlx::query(behind).execute(&mut *aside.tx).await.expect("a time");
    aside.commit().await.expect("a commit");
    looker.follows("a page that another copy of the program saved").await;
    let shop = looker.seen(&looker.street, "/api/v1/pages/shops/byeolbit").await.1;
    assert!(shop.to_string().contains("새 한 줄"), "{shop}");
}
