//! What one shop brings in does not keep the others waiting: pictures are fetched by turns, and one list is tried at a time.

use std::time::Duration;

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use server::import::job::PAUSES;

use crate::{
    import::{LIST, owner, tried},
    pictures::{became, fetching, host, nowhere, wait_for},
    street::Street,
};

const IMPORTS: &str = "/api/v1/shops/byeolbit/imports";

#[tokio::test]
async fn a_shop_whose_pictures_do_not_come_keeps_no_other_shop_waiting() {
    let street = Street::new().await;
    let (away, (host, _)) = (nowhere().await, host().await);
    // They stand in line before the picture of the other shop.
    for position in 0..12 {
        wait_for(&street, 22, position, &format!("http://{away}/{position}.png")).await;
    }
    wait_for(&street, 24, 0, &format!("http://{host}/a.png")).await;
    let mut fetching = fetching(PAUSES);
    for _ in 0..5 {
        assert!(fetching.one(&street.state).await.expect("a picture"));
    }
    assert_eq!(became(&street, 24, 0).await.0, "kept", "its turn comes after a few");
    while fetching.one(&street.state).await.expect("a picture") {}
    for position in 0..12 {
        assert_eq!(became(&street, 22, position).await.0, "waiting", "{position}");
    }
}

#[tokio::test]
async fn a_host_that_is_left_alone_costs_a_picture_no_round_and_no_other_shop_anything() {
    let street = Street::new().await;
    let (away, (host, _)) = (nowhere().await, host().await);
    for position in 0..7 {
        wait_for(&street, 22, position, &format!("http://{away}/{position}.png")).await;
    }
    wait_for(&street, 22, 7, &format!("http://{host}/a.png")).await;
    let mut quick = fetching([Duration::ZERO; 2]);
    // Five of them fail, and then the host rests.
    while quick.one(&street.state).await.expect("a picture") {}
    for position in 0..7 {
        assert_eq!(became(&street, 22, position).await.0, "waiting", "{position}");
    }
    assert_eq!(became(&street, 22, 7).await.0, "kept", "the same machine at another port is another host");
    quick.wake();
    assert!(!quick.one(&street.state).await.expect("a look"), "it goes on resting");
    // Another shop has its own three rounds.
    wait_for(&street, 24, 0, &format!("http://{away}/0.png")).await;
    for state in ["waiting", "waiting", "failed"] {
        assert!(quick.one(&street.state).await.expect("a picture"));
        assert_eq!(became(&street, 24, 0).await.0, state);
    }
}

#[tokio::test]
async fn a_shop_has_one_list_read_at_a_time() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let import = tried(&street, &owner, LIST).await;
    let turn = street.state.trying.turn(11).await.expect("a turn");
    let refused = owner.post(&street, IMPORTS, json!({ "content": STANDARD.encode(LIST), "name": "목록.csv" })).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("이미 읽고 있습니다"), "{}", refused.body);
    let path = format!("{IMPORTS}/{}", import["id"].as_str().expect("an id"));
    let cells = json!({ "cells": [{ "line": 4, "column": "Variant Price", "value": "12500" }] });
    assert_eq!(owner.call(&street, Method::PATCH, &path, &cells).await.status, 409);
    drop(turn);
    let again = owner.call(&street, Method::PATCH, &path, &cells).await;
    assert_eq!((again.status.as_u16(), &again.json()["sum"]["new"]), (200, &json!(2)), "{}", again.body);
}
