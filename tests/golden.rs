//! What a person would type on the demo street, and what must come first: asked of the program as it is served.

use ::search::hangul::is_hangul;
use wire::endpoint::encode;

use crate::street::Street;

const QUERIES: &str = include_str!("golden/queries.csv");
/// How many of a hundred queries must find what is wanted first, and among the first five.
const FIRST: usize = 90;
const FIFTH: usize = 97;

#[derive(serde::Deserialize)]
struct Golden {
    query: String,
    lang: String,
    /// Any of these will do: `shop/product`, parted by `|`.
    wanted: String,
    why: String,
}

#[tokio::test]
async fn golden_queries_find_what_is_wanted() {
    let street = Street::empty().await;
    server::seed::fill_undrawn(&street.db).await.expect("the demo street");
    let street = street.indexed().await;
    let (mut all, mut korean, mut first, mut fifth) = (0, 0, 0, 0);
    for row in csv::Reader::from_reader(QUERIES.as_bytes()).deserialize::<Golden>() {
        let golden = row.expect("a row");
        let answer = street.get(&format!("/api/v1/search?q={}&lang={}&limit=5", encode(&golden.query), golden.lang)).await;
        assert_eq!(answer.status, 200, "{}: {}", golden.query, answer.body);
        let answer = answer.json();
        let items = answer["products"]["items"].as_array().expect("a list");
        let found: Vec<String> = items
            .iter()
            .map(|item| format!("{}/{}", item["shop"].as_str().unwrap_or_default(), item["slug"].as_str().unwrap_or_default()))
            .collect();
        let place = found.iter().position(|one| golden.wanted.split('|').any(|wanted| wanted == one));
        all += 1;
        korean += usize::from(golden.query.chars().any(is_hangul));
        first += usize::from(place == Some(0));
        fifth += usize::from(place.is_some());
        if place != Some(0) {
            println!("{} ({}): wanted {}, found {found:?}", golden.query, golden.why, golden.wanted);
        }
    }
    println!("{first} of {all} first, {fifth} among the first five; {korean} in Korean");
    assert!(all >= 120 && korean >= 60);
    assert!(first * 100 >= all * FIRST && fifth * 100 >= all * FIFTH, "{first} and {fifth} of {all}");
}
