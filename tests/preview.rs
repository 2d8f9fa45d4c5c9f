//! What a preview shows of products that shoppers do not see: each by its own address, and in no list.

use axum::http::Method;
use serde_json::json;
use server::ids;
use wire::{account::Role, endpoint::encode};

use crate::{
    account::{Browser, person, works},
    draft::{BASE, link, owner},
    import::{run, tried},
    personal_token::personal,
    street::{Answer, Street, attributes, texts},
    token::{member, token},
};

const HIDDEN: &str = "숨긴 상품의 미리보기입니다. 손님에게는 보이지 않습니다.";
const HELD: &str = "운영자가 골목에서 내린 상품의 미리보기입니다. 손님에게는 보이지 않습니다.";

/// A page as it stands in the frame beside a form.
async fn framed(street: &Street, browser: &Browser, path: &str) -> Answer {
    let headers = [("cookie", browser.0.as_str()), ("sec-fetch-dest", "iframe")];
    street.with(Method::GET, &format!("/studio/shops/byeolbit/seen{path}"), &headers, "").await
}

/// Whether some list of the preview leads to a product.
async fn is_listed(street: &Street, root: &str, product: &str) -> bool {
    let mut found = false;
    for list in ["/shops/byeolbit", "/windows/living", "/search?q=%EC%88%A8%EA%B8%B4", "/search?q=%EB%B3%84", "/clips/lamp-film"] {
        let page = street.get(&format!("{root}{list}")).await;
        assert_eq!(page.status, 200, "{list}");
        found |= attributes(&page.html(), "main a[href]", "href").iter().any(|to| to.contains(product));
    }
    let api = street.get(&format!("{root}/api/v1/products?shop=byeolbit")).await;
    assert_eq!(api.status, 200, "{}", api.body);
    found || api.body.contains(product)
}

#[tokio::test]
async fn a_hidden_product_is_looked_at_by_its_own_address_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let page = "/shops/byeolbit/products/hidden-thing";
    let api = "/api/v1/shops/byeolbit/products/hidden-thing";
    for (path, status) in [(page, 404), (api, 404), (&format!("{root}{page}"), 200), (&format!("{root}{api}"), 200)] {
        assert_eq!(street.get(path).await.status, status, "{path}");
    }
    let below = street.get(&format!("{root}{page}")).await.html();
    assert_eq!((texts(&below, "h1"), texts(&below, ".preview")), (vec!["숨긴 것".to_owned()], vec![HIDDEN.to_owned()]));
    let english = street.get(&format!("{root}/en{page}")).await.html();
    assert_eq!(texts(&english, ".preview"), ["This is a preview of a hidden product: shoppers do not see it."]);
    // In the frame too: what shows beside a form would look as if shoppers saw it.
    assert_eq!(texts(&framed(&street, &owner, page).await.html(), ".preview"), [HIDDEN]);
    let shown = "/shops/byeolbit/products/star-lamp";
    assert_eq!(texts(&framed(&street, &owner, shown).await.html(), ".preview").len(), 0);
    assert!(texts(&street.get(&format!("{root}{shown}")).await.html(), ".preview")[0].starts_with("미리보기입니다."));
    assert!(is_listed(&street, &root, "star-lamp").await && !is_listed(&street, &root, "hidden-thing").await);

    // One that is hidden while somebody looks goes from the lists.
    let path = format!("{BASE}/products/star-lamp");
    assert_eq!(owner.call(&street, Method::PATCH, &path, &json!({ "shown": false })).await.status, 200);
    assert_eq!(texts(&framed(&street, &owner, shown).await.html(), ".preview"), [HIDDEN]);
    assert!(!is_listed(&street, &root, "star-lamp").await);
    assert_eq!(street.get(shown).await.status, 404);
    // So does one that is new and not to be shown.
    let draft = json!({ "name": { "ko": "숨긴 접시" }, "variants": [{ "price": 12_000, "stock": 4 }], "shown": false });
    let made = owner.post(&street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let new = "/shops/byeolbit/products/%EC%88%A8%EA%B8%B4-%EC%A0%91%EC%8B%9C";
    assert_eq!(texts(&framed(&street, &owner, new).await.html(), ".preview"), [HIDDEN]);
    assert!(!is_listed(&street, &root, "%EC%88%A8%EA%B8%B4-%EC%A0%91%EC%8B%9C").await);
}

#[tokio::test]
async fn a_product_that_an_operator_holds_says_so_in_the_preview() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    street.run("update products set state = 'held', held_why = '살펴보는 중' where id = 21").await;
    street.run("delete from window_products where product_id = 21").await;
    let page = "/shops/byeolbit/products/star-lamp";
    assert_eq!(texts(&street.get(&format!("{root}{page}")).await.html(), ".preview"), [HELD]);
    assert_eq!(street.get(page).await.status, 404);
    assert!(!is_listed(&street, &root, "star-lamp").await);
}

#[tokio::test]
async fn the_home_of_a_preview_leads_to_its_shop_and_is_nobody_elses() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let headers = |answer: &Answer| ["cache-control", "x-robots-tag", "set-cookie"].map(|name| answer.header(name).to_owned());
    let kept_by_nobody = ["private, no-store", "noindex, nofollow", ""].map(str::to_owned);
    let page = street.get(&format!("{root}/shops/byeolbit")).await.html();
    assert!(attributes(&page, "a[href]", "href").contains(&format!("{root}/")), "the way home stands on its pages");
    for root in [root.as_str(), "/studio/shops/byeolbit/seen"] {
        for (home, to) in [("/", "/shops/byeolbit"), ("/en", "/en/shops/byeolbit"), ("/?utm_source=mail", "/shops/byeolbit")] {
            let answer = owner.get(&street, &format!("{root}{home}")).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, format!("{root}{to}").as_str()), "{home}");
            assert_eq!(headers(&answer), kept_by_nobody, "{root}{home}");
        }
    }
    assert_eq!(street.get("/studio/shops/byeolbit/seen/").await.status, 401);
    assert_eq!(owner.get(&street, &format!("{BASE}/previews")).await.json()[0]["opened"], 0, "a way home opens no link");
    // A link that never was answers as it does everywhere.
    for path in ["/", "/shops/byeolbit"] {
        let answer = street.get(&format!("/preview/never{path}")).await;
        assert_eq!((answer.status.as_u16(), headers(&answer)), (404, kept_by_nobody.clone()), "{path}");
    }
}

/// What stands beside a form: the frame's address, or words in its place.
async fn beside(street: &Street, owner: &Browser, path: &str) -> (Vec<String>, Vec<String>) {
    let page = owner.get(street, path).await;
    assert_eq!(page.status, 200, "{path}");
    (attributes(&page.html(), "iframe", "src"), texts(&page.html(), ".studio__beside .studio__frame p"))
}

#[tokio::test]
async fn beside_the_form_of_every_product_stands_how_it_will_look_or_why_not_yet() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let frame = async |path: &str| beside(&street, &owner, path).await;
    let seen = |product: &str, lang: &str| vec![format!("/studio/shops/byeolbit/seen{lang}/shops/byeolbit/products/{product}")];
    assert_eq!(frame("/studio/shops/byeolbit/products/hidden-thing").await, (seen("hidden-thing", ""), vec![]));
    assert_eq!(frame("/en/studio/shops/byeolbit/products/star-lamp").await, (seen("star-lamp", "/en"), vec![]));
    let (frames, says) = frame("/studio/shops/byeolbit/new-product").await;
    assert_eq!((frames.len(), says), (0, vec!["이름과 가격을 적고 저장하면, 손님에게 보일 모습이 여기에 나타납니다.".to_owned()]));
    // One that is to go has no page any more.
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["gone"] = json!(true);
    assert_eq!(crate::draft::put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    let (frames, says) = frame("/en/studio/shops/byeolbit/products/star-lamp").await;
    assert_eq!((frames.len(), says), (0, vec!["It is to be taken away, so there is no preview of it.".to_owned()]));
}

#[tokio::test]
async fn beside_the_form_of_every_clip_stands_how_it_will_look() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let frame = async |path: &str| beside(&street, &owner, path).await;
    let form = "/studio/shops/byeolbit/clips/lamp-film";
    assert_eq!(frame(form).await, (vec!["/studio/shops/byeolbit/seen/clips/lamp-film".to_owned()], vec![]));
    let (frames, _) = frame("/en/studio/shops/byeolbit/clips/tube").await;
    assert_eq!(frames, ["/studio/shops/byeolbit/seen/en/clips/tube"]);
    let page = framed(&street, &owner, "/clips/lamp-film").await.html();
    assert_eq!((texts(&page, "h1"), texts(&page, ".preview").len()), (vec!["등 만들기".to_owned()], 0));
    // One that an operator holds is looked at by its own address alone.
    street.run("update clips set held_why = '살펴보는 중' where id = 71").await;
    assert_eq!(street.get("/clips/lamp-film").await.status, 404);
    let page = framed(&street, &owner, "/clips/lamp-film").await.html();
    assert_eq!(texts(&page, ".preview"), ["운영자가 골목에서 내린 영상의 미리보기입니다. 손님에게는 보이지 않습니다."]);
    assert!(!framed(&street, &owner, "/clips").await.body.contains("lamp-film"));
    // One that is to go has no page any more.
    let path = format!("{BASE}/draft/clips/tube");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    draft["gone"] = json!(true);
    assert_eq!(crate::draft::put(&street, &owner, &path, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    let (frames, says) = frame("/studio/shops/byeolbit/clips/tube").await;
    assert_eq!((frames.len(), says), (0, vec!["내릴 영상이라 미리보기가 없습니다.".to_owned()]));
}

/// Saves the shop's page with some of it changed.
async fn edited(street: &Street, owner: &Browser, change: impl FnOnce(&mut serde_json::Value)) {
    let path = format!("{BASE}/draft");
    let editing = owner.get(street, &path).await.json();
    let mut draft = editing["draft"].clone();
    change(&mut draft);
    let saved = owner.call(street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
}

#[tokio::test]
async fn the_street_of_a_shop_whose_page_is_edited_follows_without_being_made_anew() {
    // Of an open shop the page is a draft, of one that never was open it is its row.
    for state in ["open", "draft"] {
        let street = Street::new().await;
        let owner = owner(&street).await;
        street.run(&format!("update shops set state = '{state}' where id = 11")).await;
        let (root, _) = link(&street, &owner).await;
        let page = format!("{root}/shops/byeolbit");
        let before = street.get(&page).await;
        assert_eq!(before.status, 200);
        let stands = street.state.previews.kept(11).expect("a street");
        edited(&street, &owner, |draft| {
            draft["name"]["ko"] = json!("달빛 공방");
            draft["tagline"]["ko"] = json!("밤에 켜는 등");
            draft["collections"] = json!([{ "name": { "ko": "새 모음" } }]);
        })
        .await;
        let after = street.get(&page).await.body;
        assert!(after.contains("달빛 공방") && after.contains("밤에 켜는 등") && after.contains("새 모음"), "{state}");
        assert!(stands.ptr_eq(&street.state.previews.kept(11).expect("a street")), "{state}: the same street");
        // The search follows too, but nobody waits for it.
        let begun = std::time::Instant::now();
        while !street.get(&format!("{root}/search?q=%EB%8B%AC%EB%B9%9B")).await.body.contains("star-lamp") {
            assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{state}: not found by the shop's new name");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        edited(&street, &owner, |draft| draft["collections"] = json!([])).await;
        assert!(!street.get(&page).await.body.contains("새 모음"), "{state}");
        // What is let go of is gone.
        if state == "open" {
            assert_eq!(owner.call(&street, Method::DELETE, &format!("{BASE}/draft"), &json!({})).await.status, 200);
            let again = street.get(&page).await.body;
            assert!(!again.contains("달빛 공방") && !again.contains("밤에 켜는 등"));
        }
        assert!(stands.ptr_eq(&street.state.previews.kept(11).expect("a street")), "{state}: still the same street");
        // A product of a collection that came meanwhile is followed as well.
        let product = format!("{BASE}/draft/products/star-lamp");
        let editing = owner.get(&street, &product).await.json();
        let mut draft = editing["draft"].clone();
        draft["name"]["ko"] = json!("새 이름의 등");
        let saved = owner.call(&street, Method::PUT, &product, &json!({ "seen": editing["seen"], "draft": draft })).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
        assert!(street.get(&format!("{root}/shops/byeolbit/products/star-lamp")).await.body.contains("새 이름의 등"), "{state}");
    }
}

#[tokio::test]
async fn all_that_a_large_shop_sells_is_found_by_its_new_name_and_a_product_is_brought_up_meanwhile() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let rows = (0..900).map(|row| format!("many-{row},많은 것 {row},1000,1\n")).collect::<String>();
    let import = tried(&street, &owner, &format!("Handle,Title,Variant Price,Variant Inventory Qty\n{rows}")).await;
    assert_eq!(run(&street, &owner, &import).await["state"], "done");
    let (root, _) = link(&street, &owner).await;
    let found = async |q: &str| {
        let answer = street.get(&format!("{root}/api/v1/search?q={}", encode(q))).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["products"]["total"].as_u64().expect("a count")
    };
    let all = found("별빛").await;
    assert!(all >= 900, "{all}");
    edited(&street, &owner, |draft| draft["name"]["ko"] = json!("달빛 공방")).await;
    let (mut edits, mut last) = (0, None);
    let begun = std::time::Instant::now();
    loop {
        let by_new_name = found("달빛").await;
        if by_new_name == all {
            break;
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "not all is found by the shop's new name");
        if last == Some(by_new_name) {
            // The next piece is brought up once nobody edits.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            continue;
        }
        // Before the first piece, and after each.
        edits += 1;
        let product = format!("{BASE}/draft/products/many-{}", edits % 900);
        let editing = owner.get(&street, &product).await.json();
        let mut draft = editing["draft"].clone();
        draft["name"]["ko"] = json!(format!("고친것{edits}"));
        let saved = owner.call(&street, Method::PUT, &product, &json!({ "seen": editing["seen"], "draft": draft })).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
        assert_eq!(found(&format!("고친것{edits}")).await, 1);
        last = Some(found("달빛").await);
    }
    assert!(edits > 1, "it was brought up at once");
    // Once after the page was changed, and again after a product was.
    assert!(begun.elapsed() >= std::time::Duration::from_secs(3), "it waits each time until nobody edits");
}

#[tokio::test]
async fn a_preview_has_no_choice_of_light_which_would_set_a_cookie_and_send_the_secret() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let page = "/shops/byeolbit/products/star-lamp";
    for lang in ["", "/en"] {
        let shown = street.get(&format!("{lang}{page}")).await.html();
        let below = street.get(&format!("{root}{lang}{page}")).await;
        let (shown, seen) = (attributes(&shown, "form", "action"), attributes(&below.html(), "form", "action"));
        let without: Vec<&String> = shown.iter().filter(|to| *to != "/theme").collect();
        assert_eq!(shown.len(), without.len() + 2, "shoppers choose above and below: {shown:?}");
        assert_eq!(seen.len(), without.len(), "nothing else is left out: {seen:?}");
        assert!(!below.body.contains("/theme\"") && !below.body.contains("name=\"back\""), "{}", below.body);
        let beside = framed(&street, &owner, &format!("{lang}{page}")).await;
        assert!(beside.status == 200 && !beside.body.contains("/theme\""), "{}", beside.body);
    }
}

/// Whether a link leads to the shop; one that does not leads nowhere, nor does anything below it.
async fn is_good(street: &Street, root: &str) -> bool {
    let is_good = street.get(root).await.status == 303;
    let below = street.get(&format!("{root}/shops/byeolbit")).await.status.as_u16();
    assert_eq!(below, if is_good { 200 } else { 404 }, "{root}");
    is_good
}

#[tokio::test]
async fn a_link_ends_with_the_work_of_who_made_it_and_the_list_says_who_that_is() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let mut people = Vec::new();
    for email in ["mina@golmok.test", "juno@golmok.test", "sora@golmok.test"] {
        let (account, browser) = person(&street, email, false).await;
        works(&street, 11, account, Role::Manager).await;
        let (root, _) = link(&street, &browser).await;
        assert!(is_good(&street, &root).await, "{email}");
        people.push((account, browser, root));
    }
    let (root, _) = link(&street, &owner).await;
    let previews = format!("{BASE}/previews");
    let list = owner.get(&street, &previews).await.json();
    let mut makers: Vec<&str> = list.as_array().expect("links").iter().filter_map(|one| one["by"].as_str()).collect();
    makers.sort_unstable();
    assert_eq!(makers, ["juno@golmok.test", "mina@golmok.test", "owner@golmok.test", "sora@golmok.test"]);
    let page = owner.get(&street, "/studio/shops/byeolbit/preview").await;
    assert!(page.body.contains("mina@golmok.test"), "{}", page.body);
    // One is removed, one leaves, one has no account any more.
    let path = format!("{BASE}/members/{}", member(&street, &owner, "mina@golmok.test").await);
    assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
    assert_eq!(people[1].1.call(&street, Method::DELETE, "/api/v1/me/shops/byeolbit", &json!({})).await.status, 200);
    street.run(&format!("delete from accounts where id = {}", people[2].0)).await;
    for (_, _, root) in &people {
        assert!(!is_good(&street, root).await);
    }
    // Not when they come back, either.
    works(&street, 11, people[0].0, Role::Manager).await;
    assert!(!is_good(&street, &people[0].2).await);
    assert!(is_good(&street, &root).await, "those of others stay");
}

#[tokio::test]
async fn a_link_that_a_token_made_ends_with_the_token_and_lasts_no_longer() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (root, _) = link(&street, &owner).await;
    let (program, id) = token(&street, &owner, BASE, Role::Manager).await;
    let (by_token, _) = link(&street, &program).await;
    // By one that a token made, too.
    let (parent, parent_id) = personal(&street, &owner, Role::Owner).await;
    let (child, _) = token(&street, &parent, BASE, Role::Manager).await;
    let (by_child, _) = link(&street, &child).await;
    assert!(is_good(&street, &by_token).await && is_good(&street, &by_child).await);
    for (path, root) in [(format!("{BASE}/tokens/{id}"), by_token), (format!("/api/v1/me/tokens/{parent_id}"), by_child)] {
        assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
        assert!(!is_good(&street, &root).await, "{path}");
    }
    assert!(is_good(&street, &root).await, "what they made in person stays");
    let (program, id) = token(&street, &owner, BASE, Role::Manager).await;
    let soon = ids::now_ms() + 60_000;
    street.run(&format!("update tokens set expires_at = {soon} where id = {}", i64::from_str_radix(&id, 36).expect("an id"))).await;
    let made = program.post(&street, &format!("{BASE}/previews"), json!({ "days": 30 })).await.json();
    assert_eq!(made["expires_at"], json!(soon));
}
