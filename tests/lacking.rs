//! What keeps a shop from opening, or its changes: each line leads to where it is mended, and what waits to be opened counts.

use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    draft::{BASE, owner, photo},
    draft_back::change,
    forms::send,
    street::{Street, attributes, texts},
};

const SHOP: &str = "/studio/shops/byeolbit";
const FRONT: &str = "/studio/shops/byeolbit/front";
const PREVIEW: &str = "/studio/shops/byeolbit/preview";

/// Where the lines of the list on a page lead.
async fn links(street: &Street, browser: &Browser, page: &str) -> Vec<String> {
    let page = browser.get(street, page).await;
    assert_eq!(page.status, 200, "{}", page.body);
    attributes(&page.html(), ".studio__list a", "href")
}

async fn opening(street: &Street, browser: &Browser) -> Value {
    browser.get(street, &format!("{BASE}/opening")).await.json()
}

/// Changes how a product is to be.
async fn product(street: &Street, owner: &Browser, slug: &str, field: &str, value: Value) {
    change(street, owner, &format!("{BASE}/draft/products/{}", wire::endpoint::encode(slug)), |draft| draft[field] = value).await;
}

fn week() -> Value {
    let day = json!([{ "from": 600, "to": 1140 }]);
    json!([day, day, day, day, day, [], []])
}

#[tokio::test]
async fn what_an_open_shop_would_lack_with_its_changes_leads_to_where_it_is_mended() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    assert_eq!(links(&street, &owner, PREVIEW).await, Vec::<String>::new());
    change(&street, &owner, &format!("{BASE}/draft"), |draft| draft["hours"] = Value::Null).await;
    product(&street, &owner, "star-lamp", "pictures", json!([])).await;
    let pictures = format!("{SHOP}/products/star-lamp#pictures");
    assert_eq!(links(&street, &owner, PREVIEW).await, [FRONT, &pictures]);
    let english = ["/en/studio/shops/byeolbit/front".to_owned(), format!("/en{pictures}")];
    assert_eq!(links(&street, &owner, &format!("/en{PREVIEW}")).await, english);
    let told = opening(&street, &owner).await;
    assert_eq!((&told["blockers"], &told["with_changes"]), (&json!([]), &json!(["no_hours", "no_picture"])));
    let bare = owner.get(&street, &format!("{BASE}/draft/products?bare=true")).await.json();
    assert_eq!((&bare["total"], &bare["items"][0]["product"]), (&json!(1), &json!("star-lamp")));
    // Where opening is refused they stand as well.
    let form = [("act", "open-changes"), ("shop", "byeolbit")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let refused = send(&street, &owner, PREVIEW, &Vec::from(form)).await;
    assert_eq!(refused.status, 409);
    assert!(texts(&refused.html(), ".studio__refused").join(" ").contains("영업시간"), "{}", refused.body);
    assert_eq!(attributes(&refused.html(), ".studio__list a", "href"), [FRONT, &pictures]);
    // Mended, it opens.
    change(&street, &owner, &format!("{BASE}/draft"), |draft| draft["hours"] = week()).await;
    product(&street, &owner, "star-lamp", "pictures", json!([{ "picture": "00112233445566aa" }])).await;
    assert_eq!(links(&street, &owner, PREVIEW).await, Vec::<String>::new());
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
}

#[tokio::test]
async fn what_is_said_before_of_products_is_what_opening_says() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let refused = async || {
        let told = opening(&street, &owner).await["with_changes"].clone();
        let answer = owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await;
        (told, answer.status.as_u16(), answer.body)
    };
    product(&street, &owner, "star-lamp", "gone", json!(true)).await;
    product(&street, &owner, "다-팔린-것", "gone", json!(true)).await;
    // One that is hidden is no help, and its missing picture no harm.
    product(&street, &owner, "hidden-thing", "name", json!({ "ko": "숨긴 새것" })).await;
    let (told, status, body) = refused().await;
    assert_eq!((told, status), (json!(["no_product"]), 409), "{body}");
    assert!(body.contains("보이는 상품 하나 이상"), "{body}");
    assert_eq!(links(&street, &owner, PREVIEW).await, [format!("{SHOP}/new-product")]);
    // A new one does, once it has a picture.
    let draft = json!({ "name": { "en": "Moon cup" }, "variants": [{ "price": 9_000, "stock": 1 }], "shown": true });
    let made = owner.post(&street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let (told, status, body) = refused().await;
    assert_eq!((told, status), (json!(["no_picture"]), 409), "{body}");
    assert_eq!(links(&street, &owner, PREVIEW).await, [format!("{SHOP}/products/moon-cup#pictures")]);
    let picture = owner.post(&street, &format!("{BASE}/pictures"), json!({ "content": photo(61) })).await.json();
    product(&street, &owner, "moon-cup", "pictures", json!([{ "picture": picture["id"] }])).await;
    let (told, status, body) = refused().await;
    assert_eq!((told, status), (json!([]), 200), "{body}");
}

#[tokio::test]
async fn what_a_paused_shop_lacks_and_its_changes_mend_leads_to_opening_them() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'paused', hours = null, address_ko = null, address_en = null where id = 11").await;
    assert_eq!(links(&street, &owner, SHOP).await, [FRONT, FRONT]);
    let page = format!("{BASE}/draft");
    change(&street, &owner, &page, |draft| draft["hours"] = week()).await;
    assert_eq!(links(&street, &owner, SHOP).await, [PREVIEW, FRONT]);
    assert!(owner.get(&street, &format!("/en{SHOP}")).await.body.contains("mended: open the changes"));
    assert_eq!(links(&street, &owner, PREVIEW).await, [FRONT], "its address is still missing");
    change(&street, &owner, &page, |draft| draft["address"] = json!({ "ko": "서울 가상구 별빛길 1" })).await;
    assert_eq!(links(&street, &owner, SHOP).await, [PREVIEW, PREVIEW]);
    assert_eq!(links(&street, &owner, PREVIEW).await, Vec::<String>::new());
    assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    assert_eq!(links(&street, &owner, SHOP).await, Vec::<String>::new());
    assert_eq!(owner.post(&street, &format!("{BASE}/open"), json!({})).await.status, 200);
}

#[tokio::test]
async fn what_the_owner_alone_mends_leads_a_manager_to_who_that_is_and_what_they_have_to_do() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (account, manager) = person(&street, "manager@golmok.test", false).await;
    works(&street, 11, account, Role::Manager).await;
    let (account, staff) = person(&street, "staff@golmok.test", false).await;
    works(&street, 11, account, Role::Staff).await;
    street.run("update shops set state = 'paused', hours = null, representative = null, business_number = null where id = 11").await;
    assert_eq!(links(&street, &manager, SHOP).await, [FRONT, "#owner", "#owner"]);
    let said = async |browser: &Browser, page: &str| texts(&browser.get(&street, page).await.html(), "#owner").join(" ");
    let told = said(&manager, SHOP).await;
    assert!(told.contains("owner@golmok.test") && told.contains("대표자 이름") && told.contains("사업자등록번호를"), "{told}");
    // From the page of what is changed as well, and nowhere to a page that refuses them.
    change(&street, &manager, &format!("{BASE}/draft"), |draft| draft["tagline"] = json!({ "ko": "밤에 켜는 등" })).await;
    for lang in ["", "/en"] {
        let found = links(&street, &manager, &format!("{lang}{PREVIEW}")).await;
        let owners = format!("{lang}{SHOP}#owner");
        assert_eq!(found, [format!("{lang}{FRONT}"), owners.clone(), owners]);
        for to in found {
            let page = to.split('#').next().expect("a path");
            assert_eq!(manager.get(&street, page).await.status, 200, "{to}");
        }
    }
    assert!(said(&manager, &format!("/en{SHOP}")).await.contains("The owner alone may do this"));
    // The owner is led to where they do it, and who only sells is told nobody's address.
    assert_eq!(links(&street, &owner, SHOP).await, [FRONT, "#business", "#business"]);
    assert_eq!(said(&owner, SHOP).await, "");
    assert_eq!(opening(&street, &manager).await["owners"], json!(["owner@golmok.test"]));
    assert_eq!(opening(&street, &staff).await["owners"], Value::Null);
}
