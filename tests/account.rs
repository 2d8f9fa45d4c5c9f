//! People: signing in and out, mailed links, and working in a shop.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::{account::secret, ids};
use wire::account::Role;

use crate::street::{Answer, Street};

pub const PASSWORD: &str = "귤 상자 위의 고양이";
const SHOP: &str = "byeolbit";

/// A browser with its cookie, or a program with its token: `Bearer` and the secret.
#[derive(Clone, Default)]
pub struct Browser(pub String);

impl Browser {
    /// Calls the API as our own pages do; a program does not say where it calls from.
    pub async fn call(&self, street: &Street, method: Method, path: &str, body: &Value) -> Answer {
        let mut headers = vec![("content-type", "application/json"), ("user-agent", "Test/1 Firefox/1")];
        if self.0.starts_with("Bearer ") {
            headers.push(("authorization", &self.0));
        } else {
            headers.push(("sec-fetch-site", "same-origin"));
            headers.extend((!self.0.is_empty()).then_some(("cookie", self.0.as_str())));
        }
        let body = if method == Method::GET { String::new() } else { body.to_string() };
        street.with(method, path, &headers, &body).await
    }

    pub async fn get(&self, street: &Street, path: &str) -> Answer {
        self.call(street, Method::GET, path, &Value::Null).await
    }

    pub async fn post(&self, street: &Street, path: &str, body: Value) -> Answer {
        self.call(street, Method::POST, path, &body).await
    }

    /// The browser after an answer: with the cookie that it set.
    pub fn after(&self, answer: &Answer) -> Self {
        match answer.header("set-cookie").split(';').next() {
            Some(cookie) if !cookie.is_empty() => Self(cookie.to_owned()),
            _ => self.clone(),
        }
    }
}

/// Somebody with an account and no password, signed in.
pub async fn person(street: &Street, email: &str, is_operator: bool) -> (i64, Browser) {
    let (id, secret) = (ids::fresh(), secret::fresh().expect("a secret"));
    let operator = i64::from(is_operator);
    street.run(&format!("insert into accounts values ({id}, '{email}', '사람', 'ko', null, {operator}, 1, 1)")).await;
    let (hash, session) = (secret::hash(&secret), ids::fresh());
    let expires = ids::now_ms() + 1_000_000;
    let now = ids::now_ms();
    street.run(&format!("insert into sessions values ('{hash}', {session}, {id}, 'Test', {now}, {now}, {expires})")).await;
    (id, Browser(format!("__Host-golmok={secret}")))
}

pub async fn works(street: &Street, shop: i64, account: i64, role: Role) {
    street.run(&format!("insert into members values ({shop}, {account}, '{}', 1)", role.word())).await;
}

/// The newest mail to somebody, and the secret of the link in it.
pub fn mailed(street: &Street, to: &str) -> (String, String) {
    let folder = street.folder.path().join("mails");
    let mut mails: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    mails.sort();
    let find =
        mails.iter().rev().map(|file| std::fs::read_to_string(file).expect("a mail")).find(|mail| mail.contains(&format!("To: {to}")));
    let mail = find.unwrap_or_else(|| panic!("no mail to {to}"));
    let (head, body) = mail.split_once("\r\n\r\n").expect("head and body");
    let text = if head.contains("base64") {
        String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).expect("base64")).expect("text")
    } else {
        body.replace("=\r\n", "")
    };
    let secret = text.split("/links/").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default().to_owned();
    (text, secret)
}

/// Makes an account by a mailed link, and gives the browser that is signed in then.
pub async fn join(street: &Street, email: &str) -> Browser {
    let nobody = Browser::default();
    assert_eq!(nobody.post(street, "/api/v1/links", json!({ "wish": "join", "email": email })).await.status, 200);
    let (_, token) = mailed(street, email);
    let body = json!({ "token": token, "name": "이가상", "password": PASSWORD, "agreed": true });
    let used = nobody.post(street, "/api/v1/links/use", body).await;
    assert_eq!(used.status, 200, "{}", used.body);
    nobody.after(&used)
}

#[tokio::test]
async fn one_joins_by_a_mailed_link_signs_in_and_out_and_is_known() {
    let street = Street::new().await;
    let version = street.db.version().await.expect("a version");
    let joined = join(&street, "mina@golmok.test").await;
    let me = joined.get(&street, "/api/v1/me").await;
    assert_eq!(me.json()["account"]["email"], "mina@golmok.test");
    assert_eq!(me.header("cache-control"), "private, no-store");
    // Signing in: a new session, in a cookie that nothing but this host and no script reads.
    let nobody = Browser::default();
    let wrong = nobody.post(&street, "/api/v1/session", json!({ "email": "mina@golmok.test", "password": "wrong wrong wrong" })).await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["code"].as_str()), (401, Some("wrong_password")));
    let signed = nobody.post(&street, "/api/v1/session", json!({ "email": " MINA@golmok.test ", "password": PASSWORD })).await;
    assert_eq!(signed.status, 200, "{}", signed.body);
    signed.sets("__Host-golmok=", "Lax", None);
    let browser = nobody.after(&signed);
    // Signing in again with a session ends that one: a cookie that was planted is worth nothing.
    let again = browser.post(&street, "/api/v1/session", json!({ "email": "mina@golmok.test", "password": PASSWORD })).await;
    let fresh = browser.after(&again);
    assert_eq!(browser.get(&street, "/api/v1/me").await.status, 401);
    // Two are listed: the one by the link and this one. The other is ended, and ended is ended.
    let sessions = fresh.get(&street, "/api/v1/me/sessions").await.json();
    assert_eq!(sessions.as_array().map(Vec::len), Some(2));
    let other = sessions.as_array().and_then(|all| all.iter().find(|one| one["is_this"] == false)).expect("another");
    let path = format!("/api/v1/me/sessions/{}", other["id"].as_str().expect("an id"));
    assert_eq!(fresh.call(&street, Method::DELETE, &path, &json!({})).await.status, 200);
    assert_eq!(joined.get(&street, "/api/v1/me").await.status, 401);
    let out = fresh.call(&street, Method::DELETE, "/api/v1/session", &json!({})).await;
    out.sets("__Host-golmok=", "Lax", Some(0));
    assert_eq!(fresh.get(&street, "/api/v1/me").await.status, 401);
    // Nothing of this is on a page for shoppers, so none is drawn anew for it.
    assert_eq!(street.db.version().await.expect("a version"), version);
    // What the database has is hashes.
    let kept: Vec<String> = sqlx::query_scalar("select password from accounts").fetch_all(&street.db.pool).await.expect("rows");
    assert!(kept.iter().all(|kept| kept.starts_with("$argon2id$")), "{kept:?}");
}

#[tokio::test]
async fn no_answer_tells_whether_there_is_an_account() {
    let street = Street::new().await;
    join(&street, "known@golmok.test").await;
    let nobody = Browser::default();
    for wish in ["join", "reset"] {
        let known = nobody.post(&street, "/api/v1/links", json!({ "wish": wish, "email": "known@golmok.test" })).await;
        let unknown = nobody.post(&street, "/api/v1/links", json!({ "wish": wish, "email": "unknown@golmok.test" })).await;
        assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    }
    // Who has an account and asks for one is told so in their own mailbox.
    assert!(mailed(&street, "known@golmok.test").0.contains("비밀번호"));
    let known = nobody.post(&street, "/api/v1/session", json!({ "email": "known@golmok.test", "password": "not this one" })).await;
    let unknown = nobody.post(&street, "/api/v1/session", json!({ "email": "nobody@golmok.test", "password": "not this one" })).await;
    let blank = |mut body: Value| {
        body["request_id"] = Value::Null;
        body
    };
    assert_eq!(blank(known.json()), blank(unknown.json()));
}

#[tokio::test]
async fn a_link_is_good_once_and_for_its_time_and_reading_it_uses_up_nothing() {
    let street = Street::new().await;
    let before = join(&street, "mina@golmok.test").await;
    let nobody = Browser::default();
    assert_eq!(nobody.post(&street, "/api/v1/links", json!({ "wish": "reset", "email": "mina@golmok.test" })).await.status, 200);
    let (_, token) = mailed(&street, "mina@golmok.test");
    for _ in 0..2 {
        let read = nobody.post(&street, "/api/v1/links/read", json!({ "token": token })).await;
        assert_eq!(read.json(), json!({ "purpose": "reset", "email": "mina@golmok.test", "has_account": true }));
        // So do those who follow links in mails.
        assert_eq!(street.get(&format!("/links/{token}")).await.status, 200);
    }
    let common = nobody.post(&street, "/api/v1/links/use", json!({ "token": token, "password": "password1234" })).await;
    assert_eq!((common.status.as_u16(), common.json()["field"].as_str()), (400, Some("password")));
    let used = nobody.post(&street, "/api/v1/links/use", json!({ "token": token, "password": "새벽 시장의 파란 우산" })).await;
    assert_eq!(used.status, 200, "{}", used.body);
    // All who were signed in before are not any more; the one who used the link is.
    assert_eq!(before.get(&street, "/api/v1/me").await.status, 401);
    assert_eq!(nobody.after(&used).get(&street, "/api/v1/me").await.status, 200);
    for path in ["/api/v1/links/use", "/api/v1/links/read"] {
        let again = nobody.post(&street, path, json!({ "token": token })).await;
        assert_eq!((again.status.as_u16(), again.json()["code"].as_str()), (410, Some("link_spent")), "{path}");
    }
    assert_eq!(street.get(&format!("/links/{token}")).await.status, 410);
    let hashes: Vec<String> = sqlx::query_scalar("select hash from links").fetch_all(&street.db.pool).await.expect("rows");
    assert!(!hashes.contains(&token));
    assert_eq!(nobody.post(&street, "/api/v1/links", json!({ "wish": "reset", "email": "mina@golmok.test" })).await.status, 200);
    street.run("update links set expires_at = 1").await;
    let (_, token) = mailed(&street, "mina@golmok.test");
    assert_eq!(nobody.post(&street, "/api/v1/links/read", json!({ "token": token })).await.status, 410);
}

#[tokio::test]
async fn trying_is_counted_by_account_and_what_is_mailed_is_few() {
    let street = Street::new().await;
    join(&street, "mina@golmok.test").await;
    let nobody = Browser::default();
    let mut last = None;
    for _ in 0..11 {
        last = Some(nobody.post(&street, "/api/v1/session", json!({ "email": "mina@golmok.test", "password": "guess after guess" })).await);
    }
    let last = last.expect("an answer");
    assert_eq!((last.status.as_u16(), last.json()["code"].as_str()), (429, Some("too_many")));
    assert!(last.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=900).contains(&seconds)), "{}", last.header("retry-after"));
    // The right password has to wait too.
    assert_eq!(nobody.post(&street, "/api/v1/session", json!({ "email": "mina@golmok.test", "password": PASSWORD })).await.status, 429);
    for _ in 0..9 {
        assert_eq!(nobody.post(&street, "/api/v1/links", json!({ "wish": "reset", "email": "mina@golmok.test" })).await.status, 200);
    }
    let mails: i64 = sqlx::query_scalar("select count(*) from mails").fetch_one(&street.db.pool).await.expect("a count");
    assert_eq!(mails, 5, "one to join and four to reset");
}

#[tokio::test]
async fn an_owner_invites_changes_hands_over_and_leaves() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    let members = format!("/api/v1/shops/{SHOP}/members");
    let invited = owner.post(&street, &members, json!({ "email": "new@golmok.test", "role": "staff" })).await;
    assert_eq!(invited.status, 200, "{}", invited.body);
    assert_eq!(owner.post(&street, &members, json!({ "email": "new@golmok.test", "role": "owner" })).await.status, 400);
    let (text, token) = mailed(&street, "new@golmok.test");
    assert!(text.contains("별빛상회") && text.contains("직원"), "{text}");
    let nobody = Browser::default();
    let used =
        nobody.post(&street, "/api/v1/links/use", json!({ "token": token, "name": "신입", "password": PASSWORD, "agreed": true })).await;
    assert_eq!(used.json(), json!({ "purpose": "member", "signed_in": true }));
    let staff = nobody.after(&used);
    assert_eq!(staff.get(&street, "/api/v1/me").await.json()["shops"][0]["role"], "staff");
    assert_eq!(staff.get(&street, &members).await.status, 403);
    let list = owner.get(&street, &members).await.json();
    let id = |email: &str| {
        let all = list["members"].as_array().expect("members");
        all.iter().find(|one| one["email"] == email).and_then(|one| one["id"].as_str()).expect("a member").to_owned()
    };
    let (mine, theirs) = (id("owner@golmok.test"), id("new@golmok.test"));
    let change = |role: &str| json!({ "role": role });
    // The owner can neither go nor be made less: the shop has one.
    for (method, path, body) in [
        (Method::DELETE, format!("/api/v1/me/shops/{SHOP}"), json!({})),
        (Method::DELETE, format!("{members}/{mine}"), json!({})),
        (Method::PATCH, format!("{members}/{mine}"), change("staff")),
    ] {
        assert_eq!(owner.call(&street, method, &path, &body).await.status, 409, "{path}");
    }
    assert_eq!(owner.call(&street, Method::PATCH, &format!("{members}/{theirs}"), &change("manager")).await.status, 200);
    // Nobody becomes the owner unasked; what was asked can be taken back.
    let asked = owner.call(&street, Method::PATCH, &format!("{members}/{theirs}"), &change("owner")).await;
    assert_eq!(asked.json(), json!({ "asked": true }));
    let (_, early) = mailed(&street, "new@golmok.test");
    assert_eq!(owner.get(&street, &members).await.json()["invited"][0]["role"], "owner");
    assert_eq!(
        owner.call(&street, Method::PATCH, &format!("{members}/{theirs}"), &change("manager")).await.json(),
        json!({ "asked": false })
    );
    assert_eq!(staff.post(&street, "/api/v1/links/use", json!({ "token": early })).await.status, 410);
    let roles = async || -> Vec<String> {
        let sql = "select role from members where shop_id = 11 order by role";
        sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("rows")
    };
    owner.call(&street, Method::PATCH, &format!("{members}/{theirs}"), &change("owner")).await;
    assert_eq!(staff.get(&street, "/api/v1/me").await.json()["shops"][0]["role"], "manager");
    let (text, token) = mailed(&street, "new@golmok.test");
    assert!(text.contains("대표가 되어 달라"), "{text}");
    assert_eq!(staff.post(&street, "/api/v1/links/use", json!({ "token": token })).await.status, 200);
    assert_eq!(roles().await, ["manager", "owner"]);
    assert_eq!(staff.get(&street, "/api/v1/me").await.json()["shops"][0]["role"], "owner");
    assert!(mailed(&street, "owner@golmok.test").0.contains("관리자로 남습니다"));
    assert!(mailed(&street, "new@golmok.test").0.contains("넘겨받으셨습니다"));
    assert_eq!(owner.get(&street, &members).await.status, 403);
    assert_eq!(owner.call(&street, Method::DELETE, &format!("/api/v1/me/shops/{SHOP}"), &json!({})).await.status, 200);
    // To who has left there is no such shop.
    assert_eq!(owner.get(&street, &members).await.status, 404);
    // Somebody of another shop is nobody here, also by an id that exists.
    assert_eq!(staff.call(&street, Method::DELETE, &format!("{members}/{mine}"), &json!({})).await.status, 404);
    let what: Vec<String> = sqlx::query_scalar("select what from records order by id").fetch_all(&street.db.pool).await.expect("rows");
    let changed = ["member_changed", "owner_invited", "member_changed", "owner_invited", "shop_handed_over", "member_left"];
    assert_eq!(what, [&["member_invited", "account_made", "member_joined"][..], &changed].concat());
}

#[tokio::test]
async fn who_is_invited_often_can_still_set_a_new_password() {
    let street = Street::new().await;
    let (account, owner) = person(&street, "owner@golmok.test", false).await;
    works(&street, 11, account, Role::Owner).await;
    person(&street, "mina@golmok.test", false).await;
    let invite = async || {
        let body = json!({ "email": "mina@golmok.test", "role": "staff" });
        owner.post(&street, &format!("/api/v1/shops/{SHOP}/members"), body).await.status.as_u16()
    };
    for _ in 0..5 {
        assert_eq!(invite().await, 200);
    }
    assert_eq!(invite().await, 429);
    let asked = json!({ "wish": "reset", "email": "mina@golmok.test" });
    assert_eq!(Browser::default().post(&street, "/api/v1/links", asked).await.status, 200);
    assert!(mailed(&street, "mina@golmok.test").0.contains("비밀번호"));
}

#[tokio::test]
async fn an_account_is_exported_and_deleted_with_all_that_names_it() {
    let street = Street::new().await;
    let browser = join(&street, "mina@golmok.test").await;
    let export = browser.get(&street, "/api/v1/me/export").await.json();
    assert_eq!(export["me"]["account"]["name"], "이가상");
    assert_eq!(export["records"][0]["what"], "account_made");
    assert_eq!(export["mails"][0]["recipient"], "mina@golmok.test");
    assert!(!export.to_string().contains("argon2"));
    let made = browser.post(&street, "/api/v1/me/tokens", json!({ "name": "장부", "role": "owner" })).await.json();
    let program = Browser(format!("Bearer {}", made["secret"].as_str().expect("a secret")));
    let child = program.post(&street, "/api/v1/me/tokens", json!({ "name": "둘째 장부", "role": "staff" })).await;
    assert_eq!(child.status, 200, "{}", child.body);
    // A program reads the same as oneself, and neither reads a secret.
    let export = program.get(&street, "/api/v1/me/export").await;
    assert_eq!((&export.json()["tokens"][1]["name"], &export.json()["tokens"][0]["made_by"]), (&json!("장부"), &made["id"]));
    assert!(!export.body.contains("golmok_") && !export.body.contains("\"secret\""));
    assert_eq!(browser.post(&street, "/api/v1/me/delete", json!({ "password": "not this one" })).await.status, 400);
    let account: i64 = sqlx::query_scalar("select id from accounts").fetch_one(&street.db.pool).await.expect("an id");
    works(&street, 11, account, Role::Owner).await;
    assert_eq!(browser.post(&street, "/api/v1/me/delete", json!({ "password": PASSWORD })).await.status, 409);
    street.run("delete from members").await;
    assert_eq!(browser.post(&street, "/api/v1/me/delete", json!({ "password": PASSWORD })).await.status, 200);
    assert_eq!(browser.get(&street, "/api/v1/me").await.status, 401);
    let mails = std::fs::read_dir(street.folder.path().join("mails")).expect("a folder");
    let mails: Vec<_> = mails.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a mail")).collect();
    assert!(mails.iter().all(|mail| !mail.contains("mina@golmok.test")), "words of a mail stay: {mails:?}");
    assert_eq!(program.get(&street, "/api/v1/me").await.status, 401);
    let left: i64 =
        sqlx::query_scalar("select (select count(*) from accounts) + (select count(*) from sessions) + (select count(*) from links) + (select count(*) from tokens)")
            .fetch_one(&street.db.pool)
            .await
            .expect("a count");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn the_last_operator_stays_and_the_record_is_read() {
    let street = Street::new().await;
    let (_, operator) = person(&street, "first@golmok.test", true).await;
    let people = "/api/v1/operator/people";
    assert_eq!(operator.call(&street, Method::DELETE, &format!("{people}/first@golmok.test"), &json!({})).await.status, 409);
    assert_eq!(operator.post(&street, people, json!({ "email": "second@golmok.test" })).await.status, 200);
    let (_, token) = mailed(&street, "second@golmok.test");
    let body = json!({ "token": token, "name": "둘째", "password": PASSWORD, "agreed": true });
    assert_eq!(Browser::default().post(&street, "/api/v1/links/use", body).await.status, 200);
    assert_eq!(operator.get(&street, people).await.json()["people"].as_array().map(Vec::len), Some(2));
    assert_eq!(operator.call(&street, Method::DELETE, &format!("{people}/second@golmok.test"), &json!({})).await.status, 200);
    let records = operator.get(&street, "/api/v1/operator/records").await.json();
    assert_eq!(records["items"][0]["what"], "operator_dismissed");
    assert_eq!(records["items"][0]["who"], "first@golmok.test");
    // Of mails the state and no words.
    let mails = operator.get(&street, "/api/v1/operator/mails").await;
    assert_eq!(mails.json()["items"][0]["state"], "written");
    assert!(!mails.body.contains(&token) && !mails.body.contains("/links/"));
}

#[tokio::test]
async fn a_form_is_refused_beside_its_field_and_leads_on_when_it_is_right() {
    let street = Street::new().await;
    let form = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    let asked = street.with(Method::POST, "/en/join", &form, "act=ask-for-link&wish=join&lang=en&email=not+one").await;
    assert_eq!(asked.status, 400);
    let html = asked.html();
    assert_eq!(crate::street::attributes(&html, "input[aria-invalid]", "value"), ["not one"]);
    assert_eq!(crate::street::texts(&html, ".studio__why"), ["That is no e-mail address."]);
    let asked = street.with(Method::POST, "/en/join", &form, "act=ask-for-link&wish=join&lang=en&email=eve%40golmok.test").await;
    assert_eq!((asked.status.as_u16(), asked.header("location")), (303, "/en/join?done=ask-for-link"));
    let (_, token) = mailed(&street, "eve@golmok.test");
    let body = format!("act=use-link&token={token}&lang=en&name=Eve&password=three+wet+umbrellas+here&agreed=true");
    let used = street.with(Method::POST, &format!("/en/links/{token}"), &form, &body).await;
    assert_eq!((used.status.as_u16(), used.header("location")), (303, "/en/studio?done=use-link"), "{}", used.body);
    let browser = Browser::default().after(&used);
    let studio = street.with(Method::GET, "/en/studio", &[("cookie", &browser.0)], "").await;
    assert_eq!(crate::street::texts(&studio.html(), ".studio__lead"), ["Eve"]);
    assert_eq!(studio.header("cache-control"), "private, no-store");
    // Who is not signed in is led to the sign-in, and from there to where they wanted to go; nowhere else.
    let away = street.get("/en/studio/account").await;
    assert_eq!((away.status.as_u16(), away.header("location")), (303, "/en/sign-in?next=%2Fen%2Fstudio%2Faccount"));
    let sign_in = "act=sign-in&email=eve%40golmok.test&password=three+wet+umbrellas+here";
    let signed = street.with(Method::POST, "/en/sign-in?next=%2Fen%2Fstudio%2Faccount", &form, sign_in).await;
    assert_eq!((signed.status.as_u16(), signed.header("location")), (303, "/en/studio/account"));
    let signed = street.with(Method::POST, "/en/sign-in?next=%2F%2Felsewhere.example", &form, sign_in).await;
    assert_eq!(signed.header("location"), "/en/studio");
    // A password never comes back in a page.
    let wrong = street.with(Method::POST, "/en/sign-in", &form, "act=sign-in&email=eve%40golmok.test&password=an+utter+secret").await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.body.contains("an utter secret") && wrong.body.contains("eve@golmok.test"));
    // A shop in which one does not work is none.
    let cookie = [("cookie", browser.0.as_str())];
    assert_eq!(street.with(Method::GET, "/studio/shops/byeolbit/members", &cookie, "").await.status, 404);
    assert_eq!(street.with(Method::GET, "/operator", &cookie, "").await.status, 403);
}
