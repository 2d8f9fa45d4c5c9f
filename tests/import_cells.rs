//! Many cells of a list that are put right: in calls, and in a form that carries only so much.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    forms::{filled, send},
    import::{owner, tried},
    street::Street,
};

const BASE: &str = "/api/v1/shops/byeolbit";

fn path(import: &Value) -> String {
    format!("{BASE}/imports/{}", import["id"].as_str().expect("an id"))
}

async fn cells(street: &Street) -> Value {
    let cells: String = sqlx::query_scalar("select cells from imports").fetch_one(&street.db.pool).await.expect("cells");
    serde_json::from_str(&cells).expect("JSON")
}

#[tokio::test]
async fn each_row_that_is_told_of_is_put_right_in_several_cells() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let many = (0..300).map(|number| format!("thing-{number},,x,1\n")).collect::<String>();
    let import = tried(&street, &owner, &format!("Handle,Title,Variant Price,Variant Inventory Qty\n{many}")).await;
    assert_eq!((&import["sum"]["refused"], &import["told"]), (&json!(300), &json!(300)));
    for (column, value) in [("Title", "달 잔"), ("Variant Price", "12000")] {
        let cells: Vec<Value> = (2..302).map(|line| json!({ "line": line, "column": column, "value": value })).collect();
        let answer = owner.call(&street, Method::PATCH, &path(&import), &json!({ "cells": cells })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let sum = owner.get(&street, &path(&import)).await.json()["sum"].clone();
    assert_eq!(sum, json!({ "new": 300, "changed": 0, "unchanged": 0, "refused": 0 }));
    assert_eq!(cells(&street).await.as_array().map(Vec::len), Some(600));
}

#[tokio::test]
async fn how_many_cells_are_put_right_in_a_list_is_said_where_it_ends() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let import = tried(&street, &owner, "Handle,Title,Variant Price\nmoon-cup,,12000\n").await;
    let most: Vec<Value> = (10..20_010).map(|line| json!({ "line": line, "column": "Title", "value": "x" })).collect();
    let text = serde_json::to_string(&most).expect("JSON");
    sqlx::query("update imports set cells = $1").bind(text).execute(&street.db.pool).await.expect("cells");
    let one = json!({ "cells": [{ "line": 2, "column": "Title", "value": "달 잔" }] });
    let refused = owner.call(&street, Method::PATCH, &path(&import), &one).await;
    assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (400, Some("cells")), "{}", refused.body);
    // Whoever wrote into the form reads it there, above what they wrote.
    let page = format!("/studio/shops/byeolbit/imports/{}", import["id"].as_str().expect("an id"));
    let mut form = filled(&owner.get(&street, &page).await.html(), "correct-import");
    form.iter_mut().find(|(name, _)| name == "x0-value").expect("a field").1 = "달 잔".to_owned();
    let sent = send(&street, &owner, &page, &form).await;
    assert!(sent.body.contains("20,000개, 모두 4MB까지") && sent.body.contains("value=\"달 잔\""), "{}", sent.body);
}

#[tokio::test]
async fn a_form_has_no_more_fields_than_it_can_send_and_the_others_come_after_them() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let title = format!("긴\n{}", "가".repeat(300));
    let many = (0..100).map(|number| format!("long-{number},\"{title}\",1000\n")).collect::<String>();
    let import = tried(&street, &owner, &format!("Handle,Title,Variant Price\n{many}")).await;
    assert_eq!(import["sum"]["refused"], 100, "{import}");
    let page = format!("/studio/shops/byeolbit/imports/{}", import["id"].as_str().expect("an id"));
    let first = owner.get(&street, &page).await;
    let mut form = filled(&first.html(), "correct-import");
    let fields = form.iter().filter(|(name, _)| name.ends_with("-value")).count();
    assert!((20..100).contains(&fields) && first.body.contains("입력란이 없는 칸이 있습니다"), "{fields}: {}", first.body);
    let line = |number: usize| format!("{}줄 Title", 2 + 2 * number);
    assert!(first.body.contains(&line(fields - 1)) && !first.body.contains(&line(fields)));
    // A browser lets go of line ends in a field of one line, which says nothing of the cell.
    for (name, value) in &mut form {
        if name.ends_with("-value") {
            *value = if name == "x0-value" { "짧은 이름".to_owned() } else { value.replace('\n', "") };
        }
    }
    let sent = send(&street, &owner, &page, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(cells(&street).await, json!([{ "line": 2, "column": "Title", "value": "짧은 이름" }]));
    assert!(owner.get(&street, &page).await.body.contains(&line(fields)), "the next one has its field");
}
