//! The studio's forms, as a browser without a script fills them in and sends them.

use axum::http::Method;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use wire::account::Role;

use crate::{
    account::{Browser, mailed, person, works},
    application::apply,
    draft::{BASE, owner},
    street::{Answer, Street, attributes, texts},
};

type Filled = Vec<(String, String)>;

fn value(field: ElementRef<'_>) -> Option<String> {
    let attribute = |name: &str| field.value().attr(name);
    let chosen = Selector::parse("option[selected]").expect("a selector");
    match (field.value().name(), attribute("type")) {
        ("select", _) => field.select(&chosen).next().and_then(|option| option.value().attr("value")).map(str::to_owned),
        ("textarea", _) => Some(field.text().collect()),
        (_, Some("checkbox" | "radio")) => attribute("checked").and(attribute("value")).map(str::to_owned),
        (_, Some("file" | "submit")) => None,
        _ => Some(attribute("value").unwrap_or_default().to_owned()),
    }
}

/// What stands in the form of an act, as a browser would send it.
pub fn filled(page: &Html, act: &str) -> Filled {
    let form = Selector::parse("form").expect("a selector");
    let button = Selector::parse(&format!("button[value='{act}']")).expect("a selector");
    let fields = Selector::parse("input[name], select[name], textarea[name]").expect("a selector");
    let form = page.select(&form).find(|form| form.select(&button).next().is_some()).expect("a form");
    let own = form.select(&fields).filter_map(|field| Some((field.value().attr("name")?.to_owned(), value(field)?)));
    own.chain([("act".to_owned(), act.to_owned())]).collect()
}

fn typed(mut filled: Filled, name: &str, value: &str) -> Filled {
    for field in &mut filled {
        if field.0 == name {
            value.clone_into(&mut field.1);
        }
    }
    filled
}

pub async fn send(street: &Street, browser: &Browser, page: &str, filled: &Filled) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish();
    let headers =
        [("cookie", browser.0.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    street.with(Method::POST, page, &headers, &body).await
}

#[tokio::test]
async fn an_address_of_one_line_is_kept_to_the_letter_and_filled_in_by_its_parts() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let stored = [
        ("서울 가상구 별빛길 1", "1 Byeolbit-gil, Seoul"),
        ("서울 가상구 별빛길 1,2층, 왼쪽", "2F,1 Byeolbit-gil, Seoul"),
        ("별빛길 1,", "Room 3, 1 Byeolbit-gil"),
    ];
    for (lang, (ko, en)) in ["", "/en", ""].into_iter().zip(stored) {
        street.run(&format!("update shops set address_ko = '{ko}', address_en = '{en}' where id = 11")).await;
        let page = format!("{lang}/studio/shops/byeolbit/front");
        let before = owner.get(&street, &format!("{BASE}/draft")).await.json();
        let form = filled(&owner.get(&street, &page).await.html(), "save-shop");
        let sent = send(&street, &owner, &page, &form).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let after = owner.get(&street, &format!("{BASE}/draft")).await.json();
        assert_eq!((&after["draft"], &after["differs"]), (&before["draft"], &json!(false)));
        assert_eq!(after["draft"]["address"], json!({ "ko": ko, "en": en }));
    }
    // The fields are those of the application: district, street, what is inside, postcode.
    street.run("update shops set address_ko = '별빛길 1, 2층', address_en = '1 Byeolbit-gil' where id = 11").await;
    let page = "/studio/shops/byeolbit/front";
    let form = filled(&owner.get(&street, page).await.html(), "save-shop");
    for (name, value) in [
        ("district_ko", "서울 가상구"),
        ("address_ko", "별빛길 1"),
        ("address_detail", "2층"),
        ("address_en", "1 Byeolbit-gil"),
        ("address_detail_en", ""),
        ("postcode", "01234"),
    ] {
        assert!(form.contains(&(name.to_owned(), value.to_owned())), "{name}: {form:?}");
    }
    let form = typed(typed(form, "address_detail", "3층 오른쪽"), "address_detail_en", "3F");
    let sent = send(&street, &owner, page, &typed(form.clone(), "district_ko", "서울 마포구")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let draft = owner.get(&street, &format!("{BASE}/draft")).await.json()["draft"].clone();
    assert_eq!(draft["address"], json!({ "ko": "별빛길 1, 3층 오른쪽", "en": "3F, 1 Byeolbit-gil" }));
    assert_eq!(draft["district"], json!({ "ko": "서울 마포구", "en": "Mapo-gu, Seoul" }));
    // What is refused stands there as it was typed.
    let form = filled(&owner.get(&street, page).await.html(), "save-shop");
    let refused = send(&street, &owner, page, &typed(typed(form, "address_detail", "옥상"), "postcode", "1")).await;
    assert_eq!(refused.status, 400);
    assert_eq!(attributes(&refused.html(), "input[name=address_detail]", "value"), ["옥상"]);
}

#[tokio::test]
async fn who_makes_an_account_on_the_way_comes_to_where_they_began() {
    let street = Street::new().await;
    let nobody = Browser::default();
    let (began, join) = ("/apply?window=living", "/join?next=%2Fapply%3Fwindow%3Dliving");
    let apply = street.get(&format!("{began}&done=sign-out")).await.html();
    assert_eq!(attributes(&apply, "main a[href^='/join']", "href"), [join]);
    // The second time there is an account already: then the link is for a new password, and leads there as well.
    for password in ["새벽 시장의 파란 우산", "귤 상자 위의 고양이"] {
        let form = typed(filled(&street.get(join).await.html(), "ask-for-link"), "email", "mina@golmok.test");
        let asked = send(&street, &nobody, join, &form).await;
        assert_eq!((asked.status.as_u16(), asked.header("location")), (303, format!("{join}&done=ask-for-link").as_str()));
        let told = street.get(asked.header("location")).await.html();
        assert_eq!(attributes(&told, "main a", "href"), ["/sign-in?next=%2Fapply%3Fwindow%3Dliving"]);
        let page = format!("/links/{}", mailed(&street, "mina@golmok.test").1);
        let form = filled(&street.get(&page).await.html(), "use-link");
        let mut form = typed(typed(form, "name", "이가상"), "password", password);
        form.push(("agreed".to_owned(), "true".to_owned()));
        let used = send(&street, &nobody, &page, &form).await;
        assert_eq!((used.status.as_u16(), used.header("location")), (303, "/apply?window=living&done=use-link"), "{}", used.body);
        let there = nobody.after(&used).get(&street, used.header("location")).await.html();
        assert!(filled(&there, "apply").contains(&("window".to_owned(), "living".to_owned())));
        // What is spent is asked for anew without forgetting it.
        let spent = street.get(&page).await;
        assert_eq!((spent.status.as_u16(), attributes(&spent.html(), "main a[href^='/join']", "href")), (410, vec![join.to_owned()]));
    }
    // From a page that asks for it, whichever way one goes on.
    let sign_in = street.get("/en/studio/account").await.header("location").to_owned();
    let ways = attributes(&street.get(&sign_in).await.html(), "main .studio__ways a", "href");
    assert_eq!(ways, ["/en/forgot?next=%2Fen%2Fstudio%2Faccount", "/en/join?next=%2Fen%2Fstudio%2Faccount"]);
}

#[tokio::test]
async fn a_mailed_link_leads_on_to_pages_of_ours_alone() {
    let street = Street::new().await;
    let nobody = Browser::default();
    let long = format!("/studio/shops/byeolbit/products?q={}", "a".repeat(600));
    for (at, next) in
        ["https://elsewhere.example/", "//elsewhere.example", "/shops/byeolbit", "/links/a", long.as_str()].into_iter().enumerate()
    {
        let email = format!("mina{at}@golmok.test");
        let asked = nobody.post(&street, "/api/v1/links", json!({ "wish": "join", "email": email, "next": next })).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let secret = mailed(&street, &email).1;
        assert!(!secret.is_empty() && !secret.contains('?'), "{secret}");
        // Nor where somebody else has put it into the address.
        let next = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        if at < 4 {
            let html = street.get(&format!("/join?next={next}")).await.html();
            assert!(attributes(&html, "input[name=next]", "value").is_empty());
            let page = format!("/links/{secret}?next={next}");
            let mut form = typed(filled(&street.get(&page).await.html(), "use-link"), "name", "이가상");
            form.push(("agreed".to_owned(), "true".to_owned()));
            let used = send(&street, &nobody, &page, &typed(form, "password", "새벽 시장의 파란 우산")).await;
            assert_eq!((used.status.as_u16(), used.header("location")), (303, "/studio?done=use-link"));
        }
    }
}

#[tokio::test]
async fn a_missing_picture_leads_to_where_it_is_brought_in() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    street.run("update shops set state = 'paused' where id = 11").await;
    let mends = async |lang: &str| {
        let page = owner.get(&street, &format!("{lang}/studio/shops/byeolbit")).await.html();
        attributes(&page, ".studio__list a", "href")
    };
    // Of one product: its own form, at its pictures. What is hidden keeps nobody from opening.
    let form = format!("/studio/shops/byeolbit/products/{}", wire::endpoint::encode("다-팔린-것"));
    assert_eq!(mends("").await, [format!("{form}#pictures")]);
    let page = owner.get(&street, &form).await.html();
    assert_eq!(attributes(&page, "#pictures input[type=file]", "name"), ["content"]);
    // A script shows the camera to a phone; without it the field is neither seen nor sent.
    assert_eq!(attributes(&page, "#pictures [hidden] input[capture=environment]:not([name])", "accept"), ["image/jpeg"]);
    // Of several: the list of those alone.
    street.run("update products set picture_id = null where id = 21").await;
    assert_eq!(mends("/en").await, ["/en/studio/shops/byeolbit/products?bare=true"]);
    let list = owner.get(&street, "/en/studio/shops/byeolbit/products?bare=true").await.html();
    assert_eq!(texts(&list, ".studio__product a"), ["다 팔린 것", "Star lamp"]);
    assert_eq!(attributes(&list, "form[method=get] input[name=bare]", "value"), ["true"]);
    let count = async |query: &str| owner.get(&street, &format!("{BASE}/draft/products{query}")).await.json()["total"].clone();
    assert_eq!((count("").await, count("?bare=true").await, count("?bare=true&q=star").await), (json!(3), json!(2), json!(1)));
}

#[tokio::test]
async fn a_page_that_tells_a_secret_makes_no_other_when_it_is_loaded_again() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for (page, act, list, about) in [
        ("/en/studio/shops/byeolbit/tokens", "make-token", "/api/v1/shops/byeolbit/tokens", Some("재고 프로그램")),
        ("/studio/account/tokens", "make-own-token", "/api/v1/me/tokens", Some("장부 프로그램")),
        ("/studio/shops/byeolbit/preview", "make-preview", "/api/v1/shops/byeolbit/previews", None),
    ] {
        let mut form = filled(&owner.get(&street, page).await.html(), act);
        if let Some(about) = about {
            form = typed(form, "name", about);
        }
        let sent = send(&street, &owner, page, &form).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, page), "{}", sent.body);
        let cookie = sent.header("set-cookie");
        sent.sets("__Host-golmok-told=", "Strict", Some(60));
        // The browser goes there with it, is told, and parts with it.
        let told = cookie.split(';').next().expect("a cookie");
        let with = Browser(format!("{}; {told}", owner.0));
        let first = with.get(&street, page).await;
        let secret = match act {
            "make-token" | "make-own-token" => texts(&first.html(), ".studio__made code"),
            _ => attributes(&first.html(), ".studio__made .studio__link", "href"),
        };
        assert_eq!(secret.len(), 1, "{}", first.body);
        assert_eq!(texts(&first.html(), ".studio__made svg").len(), usize::from(act == "make-preview"));
        first.sets("__Host-golmok-told=", "Strict", Some(0));
        if act == "make-preview" {
            let path = secret[0].strip_prefix(crate::street::PUBLIC_URL).expect("an address of ours");
            assert_eq!(street.get(path).await.status, 303, "the link works");
        }
        // Loaded again, it tells nothing, and there is one alone. Nor is it told on another page.
        let again = owner.get(&street, page).await;
        assert!(!again.body.contains(&secret[0]) && again.header("set-cookie").is_empty());
        assert!(!with.get(&street, "/studio/shops/byeolbit").await.body.contains(&secret[0]));
        let made = owner.get(&street, list).await.json();
        assert_eq!(made.as_array().map(Vec::len), Some(1), "{list}");
    }
    // A cookie of somebody else's making leads nowhere.
    let planted = json!({ "path": "/studio/shops/byeolbit/preview", "made":
        { "id": "a", "created_at": 1, "expires_at": 1, "opened": 0, "address": "https://elsewhere.example/preview/a" } });
    let planted = Browser(format!("{}; __Host-golmok-told={}", owner.0, packed(&planted)));
    let page = planted.get(&street, "/studio/shops/byeolbit/preview").await;
    assert!(page.status == 200 && !page.body.contains("elsewhere"), "{}", page.body);
}

#[tokio::test]
async fn what_nobody_has_seen_goes_at_once_and_leads_to_the_list() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "/studio/shops/byeolbit/products";
    let gone = async |page: &str| {
        let mut form = filled(&owner.get(&street, page).await.html(), "save-product");
        form.push(("gone".to_owned(), "true".to_owned()));
        let sent = send(&street, &owner, page, &form).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        sent.header("location").to_owned()
    };
    // Of an open shop what is a draft alone; what shoppers see goes when it is opened.
    let new = "/studio/shops/byeolbit/new-product";
    let form = filled(&owner.get(&street, new).await.html(), "save-product");
    let made = send(&street, &owner, new, &typed(typed(form, "name_ko", "물결 잔"), "v0-price", "12000")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let page = made.header("location").split('?').next().expect("a path").to_owned();
    assert_eq!(gone(&page).await, format!("{list}?done=gone"));
    assert_eq!(owner.get(&street, &page).await.status, 404);
    let told = owner.get(&street, &format!("{list}?done=gone")).await.html();
    assert_eq!(texts(&told, ".studio__done"), ["없앴습니다."]);
    let page = format!("{list}/star-lamp");
    assert!(owner.get(&street, &page).await.body.contains("열 때 없어집니다"));
    assert_eq!(gone(&page).await, format!("{page}?done=save-product"));
    assert_eq!(owner.get(&street, &page).await.status, 200);
    // Of a shop that never opened all goes at once, and its form says so.
    let page = format!("{list}/{}", wire::endpoint::encode("다-팔린-것"));
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    street.run("delete from window_products where product_id in (select id from products where shop_id = 11)").await;
    assert!(owner.get(&street, &page).await.body.contains("저장하면 바로 없어집니다"));
    assert_eq!(gone(&page).await, format!("{list}?done=gone"));
    assert_eq!(owner.get(&street, &page).await.status, 404);
}

#[tokio::test]
async fn what_is_ticked_beside_an_application_counts_when_it_is_sent() {
    let street = Street::new().await;
    let (_, merchant) = person(&street, "merchant@golmok.test", false).await;
    let (shop, _) = apply(&street, &merchant, "living").await;
    let page = format!("/studio/shops/{}/applications/living", wire::endpoint::encode(&shop));
    let drawn = merchant.get(&street, &page).await.html();
    let boxes = attributes(&drawn, "input[name=declared]", "value");
    assert_eq!((boxes.len(), attributes(&drawn, "input[name=declared][checked]", "value").len()), (2, 0));
    let bare = filled(&drawn, "submit");
    let ticked: Filled = bare.iter().cloned().chain(boxes.iter().map(|id| ("declared".to_owned(), id.clone()))).collect();
    // All else is missing still: it does not go, but what was said is said.
    for (form, want) in [(&ticked, boxes.clone()), (&bare, Vec::new())] {
        let sent = send(&street, &merchant, &page, form).await;
        assert_eq!(sent.status, 409, "{}", sent.body);
        assert_eq!(attributes(&sent.html(), "input[name=declared][checked]", "value"), want);
        let again = merchant.get(&street, &page).await.html();
        assert_eq!(attributes(&again, "input[name=declared][checked]", "value"), want);
    }
}

fn packed(told: &Value) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(told.to_string())
}
