//! A shop that a token would hand over: its owner is asked first, by a mailed link.

use axum::http::Method;
use serde_json::{Value, json};
use server::ids;
use wire::account::Role;

use crate::{
    account::{Browser, PASSWORD, mailed, person, works},
    personal_token::personal,
    street::Street,
    token::{BASE, member, owner_of, status, token},
};

/// A shop with its owner, and with Mina, who works there.
struct Shop {
    street: Street,
    owner: Browser,
    mina: Browser,
    /// What changes Mina.
    path: String,
}

async fn shop() -> Shop {
    let street = Street::new().await;
    let (_, owner) = owner_of(&street, "owner@golmok.test").await;
    let (account, mina) = person(&street, "mina@golmok.test", false).await;
    works(&street, 11, account, Role::Manager).await;
    let path = format!("{BASE}/members/{}", member(&street, &owner, "mina@golmok.test").await);
    Shop { street, owner, mina, path }
}

impl Shop {
    /// What is answered where somebody would make Mina the owner.
    async fn hand_over(&self, who: &Browser) -> Value {
        let answer = who.call(&self.street, Method::PATCH, &self.path, &json!({ "role": "owner" })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// A program that would hand the shop over, its token's id, and the secret of the link that the owner was mailed.
    async fn asked(&self) -> (Browser, String, String) {
        let (program, id) = token(&self.street, &self.owner, BASE, Role::Owner).await;
        assert_eq!(self.hand_over(&program).await, json!({ "asked": false, "mailed": true }));
        (program, id, mailed(&self.street, "owner@golmok.test").1)
    }

    async fn follow(&self, link: &str) -> (u16, Value) {
        let used = Browser::default().post(&self.street, "/api/v1/links/use", json!({ "token": link })).await;
        (used.status.as_u16(), used.json())
    }

    async fn roles(&self) -> Vec<String> {
        let sql = "select m.role from members m join accounts a on a.id = m.account_id where m.shop_id = 11 order by a.email";
        sqlx::query_scalar(sql).fetch_all(&self.street.db.pool).await.expect("rows")
    }

    fn mails_to(&self, to: &str) -> usize {
        let folder = self.street.folder.path().join("mails");
        let files = std::fs::read_dir(folder).into_iter().flatten();
        files
            .filter(|file| {
                std::fs::read_to_string(file.as_ref().expect("a file").path()).is_ok_and(|mail| mail.contains(&format!("To: {to}")))
            })
            .count()
    }
}

#[tokio::test]
async fn a_token_hands_nothing_over_until_the_owner_confirms_and_the_other_accepts() {
    let shop = shop().await;
    let (_, _, link) = shop.asked().await;
    assert_eq!((shop.roles().await, shop.mails_to("mina@golmok.test")), (vec!["manager".to_owned(), "owner".to_owned()], 0));
    let (told, _) = mailed(&shop.street, "owner@golmok.test");
    assert!(told.contains("‘장부’") && told.contains("mina@golmok.test") && told.contains("하루"), "{told}");
    let kept: Vec<(String, i64)> =
        sqlx::query_as("select hash, expires_at from links").fetch_all(&shop.street.db.pool).await.expect("rows");
    assert!(kept.iter().all(|(hash, until)| *hash != link && *until <= ids::now_ms() + 86_400_000), "{kept:?}");
    // Looking at it does nothing.
    let read = Browser::default().post(&shop.street, "/api/v1/links/read", json!({ "token": link })).await.json();
    assert_eq!((&read["purpose"], &read["member"]), (&json!("hand_over"), &json!("mina@golmok.test")));
    for (lang, words) in [("", "넘기기로 확인"), ("/en", "Once you confirm")] {
        let page = shop.street.get(&format!("{lang}/links/{link}")).await;
        assert!(page.status == 200 && page.body.contains(words) && page.body.contains("mina@golmok.test"), "{}", page.body);
    }
    assert_eq!((shop.roles().await, shop.mails_to("mina@golmok.test")), (vec!["manager".to_owned(), "owner".to_owned()], 0));
    // Its form asks Mina, as the owner does in person.
    let form = [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    let body = format!("act=use-link&token={link}&lang=ko");
    let used = shop.street.with(Method::POST, &format!("/links/{link}"), &form, &body).await;
    assert_eq!((used.status.as_u16(), used.header("location")), (303, "/studio?done=ask-owner"), "{}", used.body);
    assert_eq!(shop.roles().await, ["manager", "owner"], "nobody becomes an owner unasked");
    assert_eq!(shop.follow(&link).await.0, 410, "it is good once");
    let (told, accept) = mailed(&shop.street, "mina@golmok.test");
    assert!(told.contains("대표가 되어 달라"), "{told}");
    assert_eq!(shop.follow(&accept).await.0, 200);
    assert_eq!(shop.roles().await, ["owner", "manager"]);
    assert_eq!(shop.mina.get(&shop.street, &format!("{BASE}/members")).await.status, 200);
}

#[tokio::test]
async fn what_a_token_would_hand_over_is_withdrawn_with_it() {
    let shop = shop().await;
    let (_, id, link) = shop.asked().await;
    assert_eq!(status(&shop.street, &shop.owner, Method::DELETE, &format!("{BASE}/tokens/{id}"), json!({})).await, 200);
    assert_eq!(shop.follow(&link).await.0, 410);
    // Also with the one by which that was made, however long ago.
    let (parent, id) = personal(&shop.street, &shop.owner, Role::Owner).await;
    let (program, _) = token(&shop.street, &parent, BASE, Role::Owner).await;
    assert_eq!(shop.hand_over(&program).await["mailed"], true);
    let (_, link) = mailed(&shop.street, "owner@golmok.test");
    assert_eq!(status(&shop.street, &shop.owner, Method::DELETE, &format!("/api/v1/me/tokens/{id}"), json!({})).await, 200);
    assert_eq!(shop.follow(&link).await.0, 410);
    // A link is good no longer than its token.
    let (program, id) = token(&shop.street, &shop.owner, BASE, Role::Owner).await;
    let soon = ids::now_ms() + 60_000;
    shop.street.run(&format!("update tokens set expires_at = {soon} where id = {}", i64::from_str_radix(&id, 36).expect("an id"))).await;
    assert_eq!(shop.hand_over(&program).await["mailed"], true);
    let until: i64 = sqlx::query_scalar("select expires_at from links").fetch_one(&shop.street.db.pool).await.expect("a row");
    assert_eq!((until, shop.roles().await), (soon, vec!["manager".to_owned(), "owner".to_owned()]));
}

#[tokio::test]
async fn what_changed_since_a_token_would_hand_over_ends_the_link() {
    let shop = shop().await;
    let (_, _, link) = shop.asked().await;
    // Mina does other work now, and the same again after.
    for role in ["staff", "manager"] {
        assert_eq!(status(&shop.street, &shop.owner, Method::PATCH, &shop.path, json!({ "role": role })).await, 200);
    }
    assert_eq!(shop.follow(&link).await.0, 410);
    // The shop is somebody else's by the time.
    let (_, _, link) = shop.asked().await;
    let (other, _) = person(&shop.street, "third@golmok.test", false).await;
    shop.street.run("update members set role = 'manager' where shop_id = 11").await;
    works(&shop.street, 11, other, Role::Owner).await;
    for path in ["/api/v1/links/read", "/api/v1/links/use"] {
        assert_eq!(status(&shop.street, &Browser::default(), Method::POST, path, json!({ "token": link })).await, 410, "{path}");
    }
    assert_eq!(shop.roles().await, ["manager", "manager", "owner"]);
}

#[tokio::test]
async fn who_left_before_the_owner_confirms_is_not_asked() {
    let shop = shop().await;
    let (_, _, link) = shop.asked().await;
    // As a write beside this program would have it.
    shop.street.run("delete from members where role = 'manager'").await;
    for path in ["/api/v1/links/read", "/api/v1/links/use"] {
        assert_eq!(status(&shop.street, &Browser::default(), Method::POST, path, json!({ "token": link })).await, 410, "{path}");
    }
    assert_eq!(shop.mails_to("mina@golmok.test"), 0);
}

#[tokio::test]
async fn in_person_a_shop_is_handed_over_as_ever() {
    let shop = shop().await;
    assert_eq!(shop.hand_over(&shop.owner).await, json!({ "asked": true }));
    let (_, accept) = mailed(&shop.street, "mina@golmok.test");
    assert_eq!(shop.follow(&accept).await.0, 200);
    assert_eq!(shop.roles().await, ["owner", "manager"]);
}

#[tokio::test]
async fn an_invitation_that_went_to_the_wrong_address_is_taken_back() {
    let Shop { street, owner, mina, .. } = shop().await;
    let members = format!("{BASE}/members");
    for email in ["wrong@golmok.test", "right@golmok.test"] {
        assert_eq!(owner.post(&street, &members, json!({ "email": email, "role": "staff" })).await.status, 200);
    }
    let wrong = format!("{BASE}/invitations/wrong@golmok.test");
    let take_back = async |who: &Browser| who.call(&street, Method::DELETE, &wrong, &json!({})).await.status.as_u16();
    assert_eq!(take_back(&mina).await, 403, "who runs a shop's page asks nobody in");
    assert_eq!(take_back(&owner).await, 200);
    assert_eq!(take_back(&owner).await, 404);
    let invited = owner.get(&street, &members).await.json()["invited"].clone();
    assert_eq!(invited.as_array().map(Vec::len), Some(1), "{invited}");
    let join = async |email: &str| {
        let (_, token) = mailed(&street, email);
        let body = json!({ "token": token, "name": "새 사람", "password": PASSWORD, "agreed": true });
        Browser::default().post(&street, "/api/v1/links/use", body).await.status.as_u16()
    };
    assert_eq!((join("wrong@golmok.test").await, join("right@golmok.test").await), (410, 200));
    let sql = "select about from records where what = 'member_unasked'";
    let about: Vec<String> = sqlx::query_scalar(sql).fetch_all(&street.db.pool).await.expect("a record");
    assert_eq!(about, ["wrong@golmok.test"]);
}
