//! Of two who act on the same thing, the second is told: where changes are let go of, opened, taken back, and made to several
//! products at once.

use axum::http::Method;
use serde_json::{Value, json};
use server::import::job::PAUSES;

use crate::{
    account::Browser,
    draft::{BASE, owner, rename},
    forms::{filled, send},
    import::{run, tried},
    pictures::{fetching, host},
    street::{Street, attributes},
};

async fn drafts(street: &Street, owner: &Browser) -> Value {
    owner.get(street, &format!("{BASE}/changes")).await.json()["total"].clone()
}

/// What a page has in the form of an act, sent after something else happened.
async fn sent_after(street: &Street, owner: &Browser, page: &str, act: &str, between: impl AsyncFnOnce()) -> crate::street::Answer {
    let form = filled(&owner.get(street, page).await.html(), act);
    between().await;
    send(street, owner, page, &form).await
}

#[tokio::test]
async fn who_lets_go_of_changes_lets_go_of_what_they_saw_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let page = "/studio/shops/byeolbit/products/star-lamp";
    assert_eq!(rename(&street, &owner, "star-lamp", "첫 이름").await.status, 200);
    let again = async || assert_eq!(rename(&street, &owner, "star-lamp", "둘째 이름").await.status, 200);
    let refused = sent_after(&street, &owner, page, "drop-product-draft", again).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("그사이 다른 사람이 바꾸었습니다. 지금 것을 보고 다시 골라 주세요."), "{}", refused.body);
    assert_eq!(drafts(&street, &owner).await, 1);
    // The page that says so has what is there now.
    let form = filled(&refused.html(), "drop-product-draft");
    assert_eq!(send(&street, &owner, page, &form).await.status, 303);
    assert_eq!(drafts(&street, &owner).await, 0);
    // Where it is gone meanwhile, that is said as well.
    assert_eq!(rename(&street, &owner, "star-lamp", "셋째 이름").await.status, 200);
    let api = format!("{BASE}/draft/products/star-lamp");
    let gone = async || assert_eq!(owner.call(&street, Method::DELETE, &api, &json!({})).await.status, 200);
    let refused = sent_after(&street, &owner, page, "drop-product-draft", gone).await;
    assert!(refused.status == 409 && refused.body.contains("role=\"alert\""), "{}", refused.body);
}

#[tokio::test]
async fn who_lets_go_of_the_page_or_of_a_clip_lets_go_of_what_they_saw_alone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for (path, page, act) in [
        (format!("{BASE}/draft"), "/studio/shops/byeolbit/front", "drop-shop-draft"),
        (format!("{BASE}/draft/clips/lamp-film"), "/studio/shops/byeolbit/clips/lamp-film", "drop-clip-draft"),
    ] {
        let field = if act == "drop-shop-draft" { "tagline" } else { "title" };
        let save = async |text: &str| {
            let editing = owner.get(&street, &path).await.json();
            let mut draft = editing["draft"].clone();
            draft[field]["ko"] = json!(text);
            let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
            assert_eq!(saved.status, 200, "{}", saved.body);
        };
        save("처음").await;
        let refused = sent_after(&street, &owner, page, act, async || save("다음").await).await;
        assert_eq!(refused.status, 409, "{act}: {}", refused.body);
        assert_eq!(owner.get(&street, &path).await.json()["draft"][field]["ko"], "다음");
        assert_eq!(send(&street, &owner, page, &filled(&refused.html(), act)).await.status, 303, "{act}");
    }
}

#[tokio::test]
async fn what_somebody_saves_meanwhile_is_not_opened_unseen() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let page = "/studio/shops/byeolbit/preview";
    assert_eq!(rename(&street, &owner, "star-lamp", "첫 이름").await.status, 200);
    let other = async || assert_eq!(rename(&street, &owner, "hidden-thing", "남이 고친 이름").await.status, 200);
    let refused = sent_after(&street, &owner, page, "open-changes", other).await;
    assert!(refused.status == 409 && refused.body.contains("남이 고친 이름"), "{}", refused.body);
    assert_eq!(drafts(&street, &owner).await, 2, "nothing is opened");
    assert_eq!(send(&street, &owner, page, &filled(&refused.html(), "open-changes")).await.status, 303);
    assert_eq!(drafts(&street, &owner).await, 0);
    // Another opening meanwhile is not the one that is taken back.
    let opens = async || {
        assert_eq!(rename(&street, &owner, "star-lamp", "둘째 이름").await.status, 200);
        assert_eq!(owner.post(&street, &format!("{BASE}/changes/open"), json!({})).await.status, 200);
    };
    let refused = sent_after(&street, &owner, page, "take-back", opens).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(street.get("/shops/byeolbit/products/star-lamp").await.body.contains("둘째 이름"));
    assert!(send(&street, &owner, page, &filled(&refused.html(), "take-back")).await.status.as_u16() < 400);
    assert!(street.get("/shops/byeolbit/products/star-lamp").await.body.contains("첫 이름"));
}

#[tokio::test]
async fn prices_and_pieces_of_several_products_are_not_written_over_unseen() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let page = "/studio/shops/byeolbit/products";
    let mut form = filled(&owner.get(&street, page).await.html(), "change-products");
    form.extend([("products", "star-lamp"), ("products", "hidden-thing")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    form.iter_mut().filter(|(name, _)| name == "what").for_each(|(_, value)| "sold-out".clone_into(value));
    street.run("update variants set stock = 9 where id = 61").await;
    let refused = send(&street, &owner, page, &form).await;
    assert!(refused.status == 409 && refused.body.contains("바뀐 상품이 있어 아무것도 바꾸지 않았습니다: 별 등."), "{}", refused.body);
    let stock = async |id: i64| -> i64 {
        sqlx::query_scalar("select stock from variants where id = $1").bind(id).fetch_one(&street.db.pool).await.expect("a stock")
    };
    assert_eq!((stock(61).await, stock(65).await), (9, 1), "all or none");
    // Pictures that come, and texts, are none of this.
    street.run("update products set updated_at = updated_at + 5 where id = 21").await;
    let again = filled(&refused.html(), "change-products");
    assert_eq!(attributes(&refused.html(), "input[name=products][checked]", "value").len(), 2, "what was ticked is");
    assert_eq!(send(&street, &owner, page, &again).await.status, 303);
    assert_eq!((stock(61).await, stock(65).await), (0, 0));
}

#[tokio::test]
async fn a_picture_that_the_program_fetched_is_nobodys_change_and_is_not_lost() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (host, _) = host().await;
    for is_open in [true, false] {
        let handle = if is_open { "star-lamp" } else { "hidden-thing" };
        if !is_open {
            street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
        }
        let list = format!("Handle,Title,Image Src\n{handle},목록의 이름,http://{host}/{handle}.png\n");
        assert_eq!(run(&street, &owner, &tried(&street, &owner, &list).await).await["state"], "done");
        let path = format!("{BASE}/draft/products/{handle}");
        let editing = owner.get(&street, &path).await.json();
        assert_eq!(editing["draft"]["pictures"][0]["picture"].as_str().unwrap_or_default(), "", "{editing}");
        let mut fetching = fetching(PAUSES);
        while fetching.one(&street.state).await.expect("a picture") {}
        assert_ne!(owner.get(&street, &path).await.json()["seen"], editing["seen"]);
        let mut draft = editing["draft"].clone();
        draft["name"]["ko"] = json!("손으로 고친 이름");
        let saved = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": draft })).await;
        assert_eq!(saved.status, 200, "{handle}: {}", saved.body);
        let now = owner.get(&street, &path).await.json();
        assert_eq!(now["draft"]["name"]["ko"], "손으로 고친 이름");
        assert_eq!(now["draft"]["pictures"][0]["picture"].as_str().map(str::len), Some(16), "{now}");
        // What somebody saved is a change, whatever came before it.
        let stale = owner.call(&street, Method::PUT, &path, &json!({ "seen": editing["seen"], "draft": editing["draft"] })).await;
        assert_eq!(stale.status, 409, "{}", stale.body);
    }
}

#[tokio::test]
async fn what_somebody_edits_after_a_list_was_looked_at_stays_and_is_told() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "Handle,Title\nstar-lamp,목록의 등\nhidden-thing,목록의 것\n";
    let import = tried(&street, &owner, list).await;
    assert_eq!(import["sum"]["changed"], 2, "{import}");
    assert_eq!(rename(&street, &owner, "star-lamp", "손으로 고친 등").await.status, 200);
    let done = run(&street, &owner, &import).await;
    assert_eq!((&done["sum"]["changed"], &done["sum"]["refused"]), (&json!(1), &json!(1)), "{done}");
    assert!(done["rows"].to_string().contains("이 목록을 살펴본 뒤에 상품이 바뀌어 그대로 두었습니다"), "{done}");
    let name =
        async |product: &str| owner.get(&street, &format!("{BASE}/draft/products/{product}")).await.json()["draft"]["name"]["ko"].clone();
    assert_eq!((name("star-lamp").await, name("hidden-thing").await), (json!("손으로 고친 등"), json!("목록의 것")));
    // Looked at again, it runs over that too.
    let again = tried(&street, &owner, list).await;
    assert_eq!(run(&street, &owner, &again).await["sum"]["refused"], 0);
    assert_eq!(name("star-lamp").await, json!("목록의 등"));
}

#[tokio::test]
async fn a_form_that_goes_on_saving_does_not_lose_the_picture_that_came_meanwhile() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (host, _) = host().await;
    let list = format!("Handle,Title,Image Src\nstar-lamp,목록의 이름,http://{host}/a.png\n");
    assert_eq!(run(&street, &owner, &tried(&street, &owner, &list).await).await["state"], "done");
    let path = format!("{BASE}/draft/products/star-lamp");
    let editing = owner.get(&street, &path).await.json();
    let mut draft = editing["draft"].clone();
    let save = async |seen: &Value, draft: &Value| owner.call(&street, Method::PUT, &path, &json!({ "seen": seen, "draft": draft })).await;
    // It is saved, but the answer is lost, and the picture comes before it is sent again.
    draft["name"]["ko"] = json!("첫 이름");
    assert_eq!(save(&editing["seen"], &draft).await.status, 200);
    let mut fetching = fetching(PAUSES);
    while fetching.one(&street.state).await.expect("a picture") {}
    let again = save(&editing["seen"], &draft).await;
    assert_eq!(again.status, 200, "what is saved already is no conflict: {}", again.body);
    // More is typed into the same form, which still knows nothing of the picture.
    draft["name"]["ko"] = json!("둘째 이름");
    let saved = save(&again.json()["seen"], &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let now = owner.get(&street, &path).await.json();
    assert_eq!(now["draft"]["name"]["ko"], "둘째 이름");
    assert_eq!(now["draft"]["pictures"][0]["picture"].as_str().map(str::len), Some(16), "{now}");
}

#[tokio::test]
async fn pieces_that_somebody_counted_after_a_list_was_looked_at_stay_and_are_told() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let counting = tried(&street, &owner, "Handle,Title,Variant SKU,Variant Inventory Qty\nstar-lamp,별 등,SL-S,40\n").await;
    let naming = tried(&street, &owner, "Handle,Title\nstar-lamp,목록의 등\n").await;
    assert_eq!((&counting["sum"]["changed"], &naming["sum"]["changed"]), (&json!(1), &json!(1)), "{counting}");
    let counted = json!({ "stock": [{ "variant": "1p", "stock": 8, "was": 3 }] });
    let changed = owner.call(&street, Method::PATCH, &format!("{BASE}/products/star-lamp"), &counted).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let stock = async || -> i64 {
        sqlx::query_scalar("select stock from variants where id = 61").fetch_one(&street.db.pool).await.expect("a stock")
    };
    let done = run(&street, &owner, &counting).await;
    assert_eq!((&done["sum"]["changed"], &done["sum"]["refused"]), (&json!(0), &json!(1)), "{done}");
    assert_eq!(stock().await, 8);
    // A list that says nothing of pieces has nothing to do with them.
    let done = run(&street, &owner, &naming).await;
    assert_eq!((&done["sum"]["changed"], &done["sum"]["refused"]), (&json!(1), &json!(0)), "{done}");
    assert_eq!(stock().await, 8);
    // Looked at again, it runs over what was counted too.
    let again = tried(&street, &owner, "Handle,Title,Variant SKU,Variant Inventory Qty\nstar-lamp,목록의 등,SL-S,40\n").await;
    assert_eq!(run(&street, &owner, &again).await["sum"]["refused"], 0);
    assert_eq!(stock().await, 40);
}
