//! Signing in by another place.

mod idp;

use std::io::Write;

use axum::http::Method;
use serde_json::json;
use server::account::provider::Providers;
use wire::account::Role;

use self::idp::{CLIENT, Idp, SECRET, Says};
use crate::{
    account::{Browser, PASSWORD, join, mailed, person, works},
    forms::send,
    street::{Answer, PUBLIC_URL, Street, attributes, texts},
};

async fn street(idp: &Idp) -> Street {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    write!(file, "slug,ko,en,issuer,client_id,client_secret\nhome,집,Home,{},{CLIENT},{SECRET}\n", idp.url).expect("room");
    let providers = Providers::read(Some(file.path())).expect("places");
    Street::knowing(providers).await.furnished().await.indexed().await
}

/// A browser on its way: the cookie that it was sent with, and where it comes back to.
struct Back {
    cookie: String,
    path: String,
}

/// Presses a link of ours.
async fn press(street: &Street, browser: &Browser, path: &str) -> Answer {
    let headers = [("cookie", browser.0.as_str()), ("sec-fetch-site", "same-origin")];
    street.with(Method::GET, path, &headers, "").await
}

/// Goes where the answer leads, and as far as the way back.
async fn there(sent: &Answer) -> Back {
    assert_eq!(sent.status, 303, "{}", sent.body);
    let cookie = sent.header("set-cookie");
    sent.sets("__Host-golmok-with=", "Lax", None);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let answer = client.get(sent.header("location")).send().await.expect("an answer");
    let location = answer.headers().get("location").map(|value| value.to_str().expect("readable").to_owned());
    let location = location.unwrap_or_else(|| panic!("{}", answer.status()));
    let path = location.strip_prefix(PUBLIC_URL).expect("back here").to_owned();
    Back { cookie: cookie.split(';').next().expect("a cookie").to_owned(), path }
}

/// Comes back, as browsers do: from another site.
async fn home(street: &Street, browser: &Browser, back: &Back) -> Answer {
    let cookies = format!("{}; {}", browser.0, back.cookie);
    street.with(Method::GET, &back.path, &[("cookie", &cookies), ("sec-fetch-site", "cross-site")], "").await
}

/// The whole way there and back.
async fn round(street: &Street, browser: &Browser, path: &str) -> Answer {
    let back = there(&press(street, browser, path).await).await;
    home(street, browser, &back).await
}

const JOIN: &str = "/studio/account/join/home";

/// Gives one's password, and joins: the whole way there and back.
async fn joined(street: &Street, browser: &Browser) -> Answer {
    prove(street, browser).await;
    round(street, browser, JOIN).await
}

/// Gives one's password.
async fn prove(street: &Street, browser: &Browser) {
    let begun = browser.post(street, "/api/v1/me/identities/begin", json!({ "password": PASSWORD })).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
}

/// The session that an answer began.
fn session(answer: &Answer) -> Option<Browser> {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("readable"));
    let mut found = cookies.filter_map(|cookie| cookie.split(';').next()).filter(|pair| pair.starts_with("__Host-golmok="));
    found.next().map(|pair| Browser(pair.to_owned()))
}

fn refusal(answer: &Answer) -> String {
    texts(&answer.html(), "main [role=alert]").join(" ")
}

#[tokio::test]
async fn one_signs_in_by_a_place_that_was_joined_from_inside_and_by_nothing_else() {
    let idp = Idp::new().await;
    let street = street(&idp).await;
    let owner = join(&street, "owner@golmok.test").await;
    let account: i64 = sqlx::query_scalar("select id from accounts").fetch_one(&street.db.pool).await.expect("an account");
    works(&street, 11, account, Role::Owner).await;
    let nobody = Browser::default();
    let page = street.get("/sign-in?next=%2Fstudio%2Faccount").await;
    assert_eq!(attributes(&page.html(), "a[href*='/with/']", "href"), ["/sign-in/with/home?next=%2Fstudio%2Faccount"]);
    // The same e-mail address joins nothing.
    let unknown = round(&street, &nobody, "/sign-in/with/home").await;
    assert_eq!((unknown.status.as_u16(), session(&unknown).is_some()), (401, false));
    assert!(refusal(&unknown).contains("이어져 있지 않습니다"), "{}", unknown.body);

    let joined = joined(&street, &owner).await;
    assert_eq!((joined.status.as_u16(), joined.header("location")), (303, "/studio/account?done=join-identity"));
    assert!(mailed(&street, "owner@golmok.test").0.contains('집'));
    let listed = owner.get(&street, "/api/v1/me/identities?lang=en").await.json();
    assert_eq!((listed.as_array().map(Vec::len), &listed[0]["name"]), (Some(1), &json!("Home")));
    assert_eq!(owner.get(&street, "/api/v1/me/export").await.json()["identities"].as_array().map(Vec::len), Some(1));

    let signed = round(&street, &nobody, "/en/sign-in/with/home?next=%2Fen%2Fstudio%2Faccount").await;
    assert_eq!((signed.status.as_u16(), signed.header("location")), (303, "/en/studio/account"));
    let browser = session(&signed).expect("a session");
    assert_eq!(browser.get(&street, "/api/v1/me").await.json()["account"]["email"], "owner@golmok.test");
    // It leads nowhere but into the studio.
    for next in ["https://elsewhere.example/", "//elsewhere.example", "/shops/byeolbit"] {
        let next = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        let signed = round(&street, &nobody, &format!("/sign-in/with/home?next={next}")).await;
        assert_eq!(signed.header("location"), "/studio", "{next}");
    }
    // Parted with, it signs nobody in.
    let path = format!("/api/v1/me/identities/{}", listed[0]["id"].as_str().expect("an id"));
    let (_, other) = person(&street, "other@golmok.test", false).await;
    assert_eq!(other.call(&street, Method::DELETE, &path, &json!({})).await.status, 404);
    assert_eq!(owner.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
    assert_eq!(round(&street, &nobody, "/sign-in/with/home").await.status, 401);
    assert_eq!(street.get("/sign-in/with/nowhere").await.status, 404);
}

#[tokio::test]
async fn what_comes_back_is_believed_only_where_everything_fits() {
    let idp = Idp::new().await;
    let street = street(&idp).await;
    let owner = join(&street, "owner@golmok.test").await;
    assert_eq!(joined(&street, &owner).await.status, 303);
    let nobody = Browser::default();
    let lies = [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["street", "another"] }),
        json!({ "iss": "https://elsewhere.example" }),
        json!({ "exp": 1_000_000_000 }),
    ];
    let mut lies: Vec<Says> = lies.into_iter().map(|lies| Says { lies, ..Says::default() }).collect();
    lies.push(Says { key: 1, ..Says::default() });
    lies.push(Says { way: "HS256", ..Says::default() });
    lies.push(Says { way: "none", ..Says::default() });
    for says in lies {
        idp.says(says.clone());
        let answer = round(&street, &nobody, "/sign-in/with/home").await;
        assert_eq!((answer.status.as_u16(), session(&answer).is_some()), (400, false), "{says:?}");
        assert!(refusal(&answer).contains("믿을 수 없어"), "{says:?}");
    }
    idp.says(Says { error: Some("access_denied"), ..Says::default() });
    assert!(refusal(&round(&street, &nobody, "/en/sign-in/with/home").await).contains("given up"));
    // A key that it has taken since.
    idp.says(Says { key: 1, told: 1, ..Says::default() });
    assert_eq!(round(&street, &nobody, "/sign-in/with/home").await.status, 303);
    // Once, in the browser that was sent, within ten minutes, with the code that it was given.
    let back = there(&press(&street, &nobody, "/sign-in/with/home").await).await;
    let elsewhere = Back { cookie: "__Host-golmok-with=another".to_owned(), path: back.path.clone() };
    assert_eq!(home(&street, &nobody, &elsewhere).await.status, 410);
    assert_eq!(street.get(&back.path).await.status, 410);
    assert_eq!(home(&street, &nobody, &back).await.status, 303);
    assert_eq!(home(&street, &nobody, &back).await.status, 410);
    let mine = there(&press(&street, &nobody, "/sign-in/with/home").await).await;
    let theirs = there(&press(&street, &nobody, "/sign-in/with/home").await).await;
    let code = |path: &str| path.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code").to_owned();
    let swapped = Back { path: mine.path.replace(&code(&mine.path), &code(&theirs.path)), ..mine };
    assert_eq!(home(&street, &nobody, &swapped).await.status, 400, "the verifier is of another code");
    let late = there(&press(&street, &nobody, "/sign-in/with/home").await).await;
    street.run("update flows set expires_at = 1").await;
    assert_eq!(home(&street, &nobody, &late).await.status, 410);
    there(&press(&street, &nobody, "/sign-in/with/home").await).await;
    street.run("update flows set expires_at = 1").await;
    server::account::clear(&street.db).await.expect("cleared");
    let left: i64 = sqlx::query_scalar("select count(*) from flows").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn nobody_joins_a_place_to_an_account_but_its_owner_on_our_page() {
    let idp = Idp::new().await;
    let street = street(&idp).await;
    let owner = join(&street, "owner@golmok.test").await;
    let other = join(&street, "other@golmok.test").await;
    let path = JOIN;
    prove(&street, &owner).await;
    let asked = street.get(path).await;
    assert_eq!((asked.status.as_u16(), asked.header("location")), (303, "/sign-in?next=%2Fstudio%2Faccount"));
    for from in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "none"), ("referer", "https://street.example.evil.example/")] {
        assert_eq!(street.with(Method::GET, path, &[("cookie", &owner.0), from], "").await.status, 403, "{from:?}");
    }
    assert_eq!(street.with(Method::GET, path, &[("cookie", &owner.0)], "").await.status, 403);
    let page = format!("{PUBLIC_URL}/studio/account");
    assert_eq!(street.with(Method::GET, path, &[("cookie", &owner.0), ("referer", &page)], "").await.status, 303);
    // Somebody else signed in meanwhile.
    prove(&street, &owner).await;
    let back = there(&press(&street, &owner, path).await).await;
    assert_eq!(home(&street, &other, &back).await.status, 401);
    prove(&street, &owner).await;
    let back = there(&press(&street, &owner, path).await).await;
    assert_eq!(home(&street, &Browser::default(), &back).await.status, 401);
    let kept: i64 = sqlx::query_scalar("select count(*) from identities").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(kept, 0);
    // One place's person is one account's.
    assert_eq!(joined(&street, &owner).await.status, 303);
    let taken = joined(&street, &other).await;
    assert_eq!(taken.status, 409);
    assert!(refusal(&taken).contains("이미"), "{}", taken.body);
    // A place that is away says so, on the page that it began at.
    let street = self::street(&idp.moved("http://127.0.0.1:9")).await;
    let answer = press(&street, &Browser::default(), "/sign-in/with/home").await;
    assert_eq!(answer.status, 503);
    assert!(refusal(&answer).contains("닿지 않습니다"), "{}", answer.body);
}

#[tokio::test]
async fn an_open_session_joins_no_account_elsewhere_without_the_password() {
    let idp = Idp::new().await;
    let street = street(&idp).await;
    let owner = join(&street, "owner@golmok.test").await;
    let refused = async |browser: &Browser, path: &str, words: &str| {
        let answer = press(&street, browser, path).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(refusal(&answer).contains(words), "{}", answer.body);
    };
    refused(&owner, JOIN, "먼저 비밀번호를").await;
    refused(&owner, "/en/studio/account/join/home", "Your password first").await;
    // The page asks for it, and has the way there once it is given.
    let page = "/studio/account";
    let ways = |answer: &Answer| attributes(&answer.html(), "a[href*='/account/join/']", "href");
    assert!(ways(&owner.get(&street, page).await).is_empty());
    let form = |password: &str| vec![("password".to_owned(), password.to_owned()), ("act".to_owned(), "begin-identity".to_owned())];
    let wrong = send(&street, &owner, page, &form("not this one")).await;
    assert_eq!((wrong.status.as_u16(), ways(&wrong).len()), (400, 0));
    assert_eq!(texts(&wrong.html(), ".studio__why"), ["비밀번호가 맞지 않습니다."]);
    refused(&owner, JOIN, "먼저 비밀번호를").await;
    let right = send(&street, &owner, page, &form(PASSWORD)).await;
    assert_eq!((right.status.as_u16(), right.header("location")), (303, "/studio/account?done=begin-identity"));
    assert_eq!(ways(&owner.get(&street, right.header("location")).await), [JOIN]);
    // Another session of the same person has not given it, and an account without a password has none to give.
    let signed = Browser::default();
    let signed =
        signed.after(&signed.post(&street, "/api/v1/session", json!({ "email": "owner@golmok.test", "password": PASSWORD })).await);
    refused(&signed, JOIN, "먼저 비밀번호를").await;
    let (_, bare) = person(&street, "bare@golmok.test", false).await;
    assert_eq!(bare.post(&street, "/api/v1/me/identities/begin", json!({ "password": PASSWORD })).await.status, 400);
    // It is good once, and for five minutes.
    assert_eq!(round(&street, &owner, JOIN).await.status, 303);
    refused(&owner, JOIN, "먼저 비밀번호를").await;
    prove(&street, &owner).await;
    street.run(&format!("update flows set expires_at = expires_at - {}", 5 * 60_000)).await;
    refused(&owner, JOIN, "먼저 비밀번호를").await;
    let kept: i64 = sqlx::query_scalar("select count(*) from identities").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(kept, 1);
}
