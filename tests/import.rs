//! Bringing a product list in from the shop's page: tried, put right, run in the background, undone.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::import::job;
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    forms::{filled, send},
    street::Street,
};

const BASE: &str = "/api/v1/shops/byeolbit";
pub const LIST: &str = "Handle,Title,Variant Price,Variant Inventory Qty,Option1 Name,Option1 Value\n\
    moon-cup,달 잔,12000,5,크기,작은\n\
    moon-cup,,15000,2,크기,큰\n\
    sun-plate,해 접시,\"12,50\",1,,\n";

pub async fn owner(street: &Street) -> Browser {
    let (account, owner) = person(street, "owner@golmok.test", false).await;
    works(street, 11, account, Role::Owner).await;
    owner
}

pub async fn tried(street: &Street, browser: &Browser, list: &str) -> Value {
    let body = json!({ "content": STANDARD.encode(list), "name": "목록.csv" });
    let answer = browser.post(street, &format!("{BASE}/imports"), body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

pub async fn run(street: &Street, browser: &Browser, import: &Value) -> Value {
    let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
    let running = browser.post(street, &format!("{path}/run"), json!({})).await.json();
    assert_eq!(running["state"], "running", "{running}");
    assert_eq!(browser.post(street, &format!("{path}/run"), json!({})).await.status, 409, "once");
    while job::step(&street.state).await.expect("a step") {}
    browser.get(street, &path).await.json()
}

pub async fn products(street: &Street) -> i64 {
    sqlx::query_scalar("select count(*) from products where shop_id = 11").fetch_one(&street.db.pool).await.expect("a count")
}

#[tokio::test]
async fn a_list_is_tried_put_right_run_and_undone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let before = products(&street).await;
    let import = tried(&street, &owner, LIST).await;
    assert_eq!(import["sum"], json!({ "new": 1, "changed": 0, "unchanged": 0, "refused": 1 }));
    assert_eq!(products(&street).await, before, "nothing is written");
    let refused = &import["rows"][0];
    let note = refused["notes"].as_array().expect("notes").iter().find(|note| note["refuses"] == true).expect("a refusal");
    assert_eq!(
        (&refused["handle"], &note["line"], &note["column"], &note["cell"]),
        (&json!("sun-plate"), &json!(4), &json!("Variant Price"), &json!("12,50"))
    );
    let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
    let cells = json!({ "cells": [{ "line": 4, "column": "Variant Price", "value": "12500" }] });
    let again = owner.call(&street, Method::PATCH, &path, &cells).await.json();
    assert_eq!((&again["sum"]["new"], &again["sum"]["refused"]), (&json!(2), &json!(0)), "{again}");
    let done = run(&street, &owner, &again).await;
    assert_eq!((&done["state"], &done["sum"]["new"]), (&json!("done"), &json!(2)), "{done}");
    assert_eq!(products(&street).await, before + 2);
    // The same list again changes nothing.
    let same = tried(&street, &owner, &LIST.replace("\"12,50\"", "12500")).await;
    assert_eq!(same["sum"], json!({ "new": 0, "changed": 0, "unchanged": 2, "refused": 0 }));
    // One is changed by hand since, and stays; the other goes.
    let edit = format!("{BASE}/draft/products/sun-plate");
    let editing = owner.get(&street, &edit).await.json();
    let mut draft = editing["draft"].clone();
    draft["name"]["ko"] = json!("해를 담은 접시");
    assert_eq!(owner.call(&street, Method::PUT, &edit, &json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    let undone = owner.post(&street, &format!("{path}/undo"), json!({})).await.json();
    assert_eq!((&undone["state"], &undone["left"]), (&json!("undone"), &json!(["sun-plate"])), "{undone}");
    assert_eq!(products(&street).await, before + 1);
    assert_eq!(owner.post(&street, &format!("{path}/undo"), json!({})).await.status, 409);
}

#[tokio::test]
async fn of_an_open_shop_an_import_is_a_draft_but_for_its_stock_and_sold_pieces_never_come_back() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let slug: String = sqlx::query_scalar("select slug from products where id = 21").fetch_one(&street.db.pool).await.expect("a slug");
    street.run("update variants set sku = 'S-1', stock = 3 where id = (select min(id) from variants where product_id = 21)").await;
    let path = format!("{BASE}/draft/products/{}", wire::endpoint::encode(&slug));
    let page = format!("/shops/byeolbit/products/{}", wire::endpoint::encode(&slug));
    let list = format!("Handle,Title,Variant SKU,Variant Inventory Qty\n{slug},다시 지은 이름,S-1,40\n");
    let done = run(&street, &owner, &tried(&street, &owner, &list).await).await;
    assert_eq!((&done["state"], &done["sum"]["changed"]), (&json!("done"), &json!(1)), "{done}");
    let stock = async || -> i64 {
        sqlx::query_scalar("select stock from variants where sku = 'S-1'").fetch_one(&street.db.pool).await.expect("a stock")
    };
    assert_eq!(stock().await, 40, "pieces are live");
    assert!(!street.get(&page).await.body.contains("다시 지은 이름"), "a name is not");
    assert_eq!(owner.get(&street, &path).await.json()["draft"]["name"]["ko"], "다시 지은 이름");
    // Ten are sold before it is undone.
    street.run("update variants set stock = 30 where sku = 'S-1'").await;
    let undo = format!("{BASE}/imports/{}/undo", done["id"].as_str().expect("an id"));
    let undone = owner.post(&street, &undo, json!({})).await.json();
    assert_eq!((&undone["state"], &undone["left"]), (&json!("undone"), &json!([])), "{undone}");
    assert_eq!(undone["partly"], json!([slug]), "what is not put back is told");
    assert!(
        owner
            .get(&street, &format!("/studio/shops/byeolbit/imports/{}", done["id"].as_str().expect("an id")))
            .await
            .body
            .contains("재고나 보이기는 그대로 둔 것")
    );
    assert_eq!(stock().await, 30);
    assert_eq!(owner.get(&street, &path).await.json()["differs"], false);
}

#[tokio::test]
async fn what_an_import_made_stays_where_somebody_counted_hid_or_described_it_since() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let before = products(&street).await;
    let list = "Handle,Title,Variant Price,Variant Inventory Qty,Image Src\n\
        counted,센 잔,12000,5,\n\
        put-away,숨긴 잔,12000,5,\n\
        told-of,적은 잔,12000,5,https://pictures.example/a.png\n\
        as-it-was,그대로인 잔,12000,5,https://pictures.example/b.png\n";
    let done = run(&street, &owner, &tried(&street, &owner, list).await).await;
    assert_eq!((&done["state"], &done["sum"]["new"]), (&json!("done"), &json!(4)), "{done}");
    let many = format!("{BASE}/products");
    for change in [json!({ "products": ["counted"], "stock_of_each": 7 }), json!({ "products": ["put-away"], "shown": false })] {
        let changed = owner.call(&street, Method::PATCH, &many, &change).await;
        assert_eq!(changed.status, 200, "{change}: {}", changed.body);
    }
    let edit = format!("{BASE}/draft/products/told-of");
    let editing = owner.get(&street, &edit).await.json();
    let mut draft = editing["draft"].clone();
    draft["pictures"][0]["alt"] = json!({ "ko": "창가에 놓인 잔" });
    let saved = owner.call(&street, Method::PUT, &edit, &json!({ "seen": editing["seen"], "draft": draft })).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let undo = format!("{BASE}/imports/{}/undo", done["id"].as_str().expect("an id"));
    let undone = owner.post(&street, &undo, json!({})).await.json();
    assert_eq!((&undone["state"], &undone["left"]), (&json!("undone"), &json!(["counted", "put-away", "told-of"])), "{undone}");
    assert_eq!(products(&street).await, before + 3);
}

#[tokio::test]
async fn lists_that_are_tried_later_leave_an_import_to_be_undone() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let done = run(&street, &owner, &tried(&street, &owner, LIST).await).await;
    for _ in 0..21 {
        tried(&street, &owner, LIST).await;
    }
    let list = owner.get(&street, &format!("{BASE}/imports")).await.json();
    assert!(list.as_array().expect("a list").iter().any(|one| one["id"] == done["id"] && one["undo_until"].is_number()), "{list}");
    let undo = format!("{BASE}/imports/{}/undo", done["id"].as_str().expect("an id"));
    assert_eq!(owner.post(&street, &undo, json!({})).await.json()["state"], "undone");
    tried(&street, &owner, LIST).await;
    let kept: i64 = sqlx::query_scalar("select count(*) from imports").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(kept, 21, "the twenty newest, and what could have been undone within its day");
}

#[tokio::test]
async fn what_is_no_list_is_refused_in_words() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    for (list, word) in [("", "파일을 골라"), ("PK\u{3}\u{4}xxxx", "엑셀 파일이나 압축 파일"), ("<!DOCTYPE a><rss/>", "DOCTYPE")]
    {
        let body = json!({ "content": STANDARD.encode(list) });
        let refused = owner.post(&street, &format!("{BASE}/imports"), body).await;
        assert_eq!(refused.status, 400, "{list}");
        assert!(
            refused.json()["message"].as_str().or(refused.json()["title"].as_str()).is_some_and(|words| words.contains(word)),
            "{}",
            refused.body
        );
    }
}

#[tokio::test]
async fn the_columns_of_a_plain_list_are_matched_by_hand() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let list = "물건;얼마;남은 것\n달 잔;12000;5\n해 접시;9000;0\n";
    let import = tried(&street, &owner, list).await;
    assert_eq!((&import["format"], &import["sum"]["new"], &import["notes"][0]["refuses"]), (&json!("plain"), &json!(0), &json!(true)));
    assert_eq!(import["columns"][1], json!({ "name": "얼마", "example": "12000" }));
    let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
    let said = |column: &str, value: &str| json!({ "line": 1, "column": column, "value": value });
    let twice = json!({ "cells": [said("물건", "name"), said("얼마", "name")] });
    assert_eq!(owner.call(&street, Method::PATCH, &path, &twice).await.status, 400);
    let cells = json!({ "cells": [said("물건", "name"), said("얼마", "price"), said("남은 것", "stock")] });
    let again = owner.call(&street, Method::PATCH, &path, &cells).await.json();
    assert_eq!((&again["sum"]["new"], &again["columns"][2]["field"]), (&json!(2), &json!("stock")), "{again}");
    let done = run(&street, &owner, &again).await;
    assert_eq!(done["sum"]["new"], 2, "{done}");
    let sql = "select v.price, v.stock from variants v join products p on p.id = v.product_id where p.shop_id = 11 and p.slug = '달-잔'";
    let kept: (i64, i64) = sqlx::query_as(sql).fetch_one(&street.db.pool).await.expect("a variant");
    assert_eq!(kept, (12_000, 5));
}

#[tokio::test]
async fn what_is_given_out_changes_nothing_when_it_is_brought_in() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    // One product is under edit, and one is new and has never been seen.
    let slug: String = sqlx::query_scalar("select slug from products where id = 21").fetch_one(&street.db.pool).await.expect("a slug");
    let edit = format!("{BASE}/draft/products/{}", wire::endpoint::encode(&slug));
    let editing = owner.get(&street, &edit).await.json();
    let mut draft = editing["draft"].clone();
    draft["name"]["ko"] = json!("=고친 이름, \"따옴표\"와");
    assert_eq!(owner.call(&street, Method::PUT, &edit, &json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    run(&street, &owner, &tried(&street, &owner, &LIST.replace("\"12,50\"", "12500")).await).await;
    for format in ["shopify", "google", "naver"] {
        let file = owner.get(&street, &format!("{BASE}/export?format={format}")).await.json();
        let bytes = STANDARD.decode(file["content"].as_str().expect("content")).expect("a file");
        let list = String::from_utf8(bytes).expect("UTF-8");
        assert!(list.contains("moon-cup") && list.contains("고친 이름"), "{format}: {list}");
        let import = tried(&street, &owner, &list).await;
        assert_eq!(import["format"], format);
        let sum = &import["sum"];
        assert_eq!((&sum["new"], &sum["changed"], &sum["refused"]), (&json!(0), &json!(0), &json!(0)), "{format}: {import} of {list}");
        assert!(sum["unchanged"].as_u64().is_some_and(|count| count >= 3), "{format}: {sum}");
    }
    assert_eq!(owner.get(&street, &format!("{BASE}/export?format=plain")).await.status, 400);
}

#[tokio::test]
async fn a_picture_that_is_no_address_stays_where_what_was_given_out_is_brought_in() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update product_pictures set position = 5 where product_id = 21 and position = 1").await;
    let pictures = "(21, 3, 'front.jpg', 'failed'), (22, 0, 'side.jpg', 'failed')";
    street.run(&format!("insert into product_pictures (product_id, position, source, state) values {pictures}")).await;
    for format in ["shopify", "google", "naver"] {
        let file = owner.get(&street, &format!("{BASE}/export?format={format}")).await.json();
        let bytes = STANDARD.decode(file["content"].as_str().expect("content")).expect("a file");
        let import = tried(&street, &owner, &String::from_utf8(bytes).expect("UTF-8")).await;
        assert_eq!((&import["sum"]["changed"], &import["sum"]["refused"]), (&json!(0), &json!(0)), "{format}: {import}");
    }
}

#[tokio::test]
async fn a_list_that_is_tried_says_what_becomes_of_each_product() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let list = "Handle,Title,Variant Price,Variant Inventory Qty\nmoon-cup,달 잔,12000,5\nhidden-thing,고친 이름,7000,9\nbad,,1000,1\n";
    let import = tried(&street, &owner, list).await;
    assert_eq!(import["sum"], json!({ "new": 1, "changed": 1, "unchanged": 0, "refused": 1 }), "{import}");
    let rows = import["rows"].as_array().expect("rows");
    let become_of = rows.iter().map(|row| (row["handle"].as_str(), row["becomes"].as_str())).collect::<Vec<_>>();
    assert_eq!(
        become_of,
        [(Some("bad"), Some("refused")), (Some("hidden-thing"), Some("changed")), (Some("moon-cup"), Some("new"))],
        "{import}"
    );
    assert_eq!((&rows[1]["name"], &rows[1]["fields"]), (&json!("고친 이름"), &json!(["name", "stock"])));
    assert_eq!((&rows[2]["name"], &rows[2]["fields"], &import["unlisted"]), (&json!("달 잔"), &Value::Null, &json!(0)));
    let page = owner.get(&street, &format!("/studio/shops/byeolbit/imports/{}", import["id"].as_str().expect("an id"))).await;
    assert!(page.body.contains("고친 이름") && page.body.contains("이름, 재고") && page.body.contains("달 잔"), "{}", page.body);
}

#[tokio::test]
async fn of_a_long_list_two_hundred_rows_stand_on_a_page_and_those_on_each_are_put_right() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let many = (0..2_105).map(|number| format!("thing-{number},,1000,1\n")).collect::<String>();
    let import = tried(&street, &owner, &format!("Handle,Title,Variant Price,Variant Inventory Qty\n{many}")).await;
    let rows = |import: &Value| import["rows"].as_array().map(Vec::len);
    assert_eq!((rows(&import), &import["told"], &import["unlisted"]), (Some(200), &json!(2000), &json!(105)));
    let id = import["id"].as_str().expect("an id");
    let path = format!("{BASE}/imports/{id}");
    let next = owner.get(&street, &format!("{path}?from=200")).await.json();
    assert_eq!((rows(&next), &next["rows"][0]["handle"], &next["told"]), (Some(200), &json!("thing-200"), &json!(2000)));
    assert_eq!(rows(&owner.get(&street, &format!("{path}?from=1990")).await.json()), Some(10));
    assert_eq!(rows(&owner.get(&street, &format!("{path}?from=2000")).await.json()), Some(0));
    assert_eq!(owner.get(&street, &format!("{path}?from=-1")).await.status, 400);
    let listed = owner.get(&street, &format!("{BASE}/imports")).await.json();
    assert_eq!((rows(&listed[0]), &listed[0]["told"], &listed[0]["sum"]["refused"]), (Some(0), &json!(2000), &json!(2105)));
    let page = format!("/studio/shops/byeolbit/imports/{id}");
    let first = owner.get(&street, &page).await;
    assert!(first.body.contains("?from=200\"") && first.body.contains("다음 200개"), "{}", first.body);
    assert!(!first.body.contains("이전 200개") && !first.body.contains("그 밖에 상품"), "{}", first.body);
    let last = owner.get(&street, &format!("{page}?from=1800")).await;
    assert!(last.body.contains("이전 200개") && last.body.contains("그 밖에 상품 105개"), "{}", last.body);
    // Who looked at more than there are by now finds the way back.
    assert!(owner.get(&street, &format!("{page}?from=9000")).await.body.contains("?from=1800\""));
    // A form on the second page leads there again, and says nothing of what stands as it stood.
    let second = format!("{page}?from=200");
    let mut filled = filled(&owner.get(&street, &second).await.html(), "correct-import");
    filled.iter_mut().find(|(name, _)| name == "x3-value").expect("a field").1 = "물건".to_owned();
    let sent = send(&street, &owner, &second, &filled).await;
    assert_eq!((sent.status.as_u16(), sent.header("location").contains("from=200")), (303, true), "{}", sent.body);
    let cells: String = sqlx::query_scalar("select cells from imports").fetch_one(&street.db.pool).await.expect("cells");
    let cells: Value = serde_json::from_str(&cells).expect("JSON");
    assert_eq!(cells, json!([{ "line": 205, "column": "Title", "value": "물건" }]));
    assert_eq!(owner.get(&street, &path).await.json()["sum"]["new"], 1);
}

#[tokio::test]
async fn a_cell_of_a_column_that_the_list_lacks_is_put_right() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    // It has neither titles nor prices.
    let import = tried(&street, &owner, "Handle,Variant Inventory Qty\nmoon-cup,5\nsun-plate,3\n").await;
    assert_eq!(import["sum"]["refused"], 2, "{import}");
    let note = &import["rows"][0]["notes"][0];
    assert_eq!((&note["line"], &note["column"], &note["cell"], &note["refuses"]), (&json!(2), &json!("Title"), &json!(""), &json!(true)));
    let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
    let cell = |line: u64, column: &str, value: &str| json!({ "line": line, "column": column, "value": value });
    let cells = json!({ "cells": [cell(2, "Title", "달 잔"), cell(3, "Title", "해 접시"), cell(3, "Strange", "x")] });
    let named = owner.call(&street, Method::PATCH, &path, &cells).await.json();
    assert_eq!((&named["sum"]["new"], &named["sum"]["refused"]), (&json!(2), &json!(0)), "{named}");
    // Without a price a product comes in, and is hidden: the field for the price stands beside that.
    let note = &named["rows"][0]["notes"][0];
    assert_eq!((&note["column"], &note["cell"], &note["refuses"]), (&json!("Variant Price"), &json!(""), &json!(false)), "{named}");
    let page = owner.get(&street, &format!("/studio/shops/byeolbit/imports/{}", import["id"].as_str().expect("an id"))).await;
    assert!(page.body.contains("value=\"Variant Price\"") && page.body.contains("2줄 Variant Price"), "{}", page.body);
    let priced = owner.call(&street, Method::PATCH, &path, &json!({ "cells": [cell(2, "Variant Price", "12000")] })).await.json();
    let of_cup = priced["rows"].as_array().expect("rows").iter().find(|row| row["handle"] == "moon-cup").expect("a cup");
    assert_eq!((&of_cup["becomes"], &of_cup["notes"]), (&json!("new"), &json!([])), "{priced}");
    let done = run(&street, &owner, &priced).await;
    assert_eq!((&done["state"], &done["sum"]["new"]), (&json!("done"), &json!(2)), "{done}");
    let sql = "select p.slug, v.price, v.stock, p.state from variants v join products p on p.id = v.product_id where p.shop_id = 11 and p.slug in ('moon-cup', 'sun-plate') order by p.slug";
    let kept: Vec<(String, i64, i64, String)> = sqlx::query_as(sql).fetch_all(&street.db.pool).await.expect("variants");
    let want = [("moon-cup", 12_000, 5, "shown"), ("sun-plate", 0, 3, "hidden")];
    assert_eq!(kept, want.map(|(slug, price, stock, state)| (slug.to_owned(), price, stock, state.to_owned())));
}

#[tokio::test]
async fn an_import_that_was_running_when_the_program_ended_is_done_by_the_next_start() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let before = products(&street).await;
    street.run("update shops set state = 'draft', opened_at = null where id = 11").await;
    let import = tried(&street, &owner, LIST).await;
    let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
    assert_eq!(owner.post(&street, &format!("{path}/run"), json!({})).await.json()["state"], "running");
    let street = street.started_again().await;
    assert_eq!(owner.get(&street, &path).await.json()["state"], "running", "it is known still");
    while job::step(&street.state).await.expect("a step") {}
    assert_eq!(owner.get(&street, &path).await.json()["state"], "done");
    assert_eq!(products(&street).await, before + 1);
}

#[tokio::test]
async fn an_import_that_breaks_fails_and_the_next_one_runs() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let start = async |import: &Value| {
        let path = format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"));
        assert_eq!(owner.post(&street, &format!("{path}/run"), json!({})).await.status, 200);
        path
    };
    let broken = start(&tried(&street, &owner, LIST).await).await;
    street.run("update imports set cells = 'no json' where state = 'running'").await;
    let next = start(&tried(&street, &owner, LIST).await).await;
    while job::step(&street.state).await.expect("a step") {}
    let failed = owner.get(&street, &broken).await.json();
    assert_eq!(failed["state"], "failed", "{failed}");
    assert_eq!(failed["notes"][0]["why"]["ko"], "저희 쪽에서 문제가 생겼습니다.", "{failed}");
    assert_eq!(owner.get(&street, &next).await.json()["state"], "done");
}

#[tokio::test]
async fn an_import_that_runs_says_how_far_it_is() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let import = tried(&street, &owner, LIST).await;
    let id = import["id"].as_str().expect("an id");
    assert_eq!(owner.post(&street, &format!("{BASE}/imports/{id}/run"), json!({})).await.status, 200);
    street.state.importing.say(i64::from_str_radix(id, 36).expect("a number"), 3, 7);
    let running = owner.get(&street, &format!("{BASE}/imports/{id}")).await.json();
    assert_eq!(running["progress"], json!({ "done": 3, "of": 7 }), "{running}");
    let page = owner.get(&street, &format!("/studio/shops/byeolbit/imports/{id}")).await;
    assert!(page.body.contains("<progress") && page.body.contains("상품 7개 가운데 3개"), "{}", page.body);
    while job::step(&street.state).await.expect("a step") {}
    assert_eq!(owner.get(&street, &format!("{BASE}/imports/{id}")).await.json()["progress"], Value::Null);
}
