//! What the forms do.

use super::*;

#[test]
fn a_form_is_a_call() {
    let fields = Fields::parse("act=invite-member&shop=star&email=a%40b.kr&role=staff".as_bytes());
    let call = Act::InviteMember.call(&fields, Lang::Ko).expect("a call");
    assert_eq!(call.url, "/api/v1/shops/star/members");
    let body = String::from_utf8(call.body.expect("a body")).expect("text");
    assert_eq!(body, r#"{"email":"a@b.kr","role":"staff"}"#);
}

#[test]
fn what_is_left_empty_is_named() {
    let failure = Act::SignIn.call(&Fields::parse(b"act=sign-in&email=a%40b.kr&password="), Lang::En).expect_err("a failure");
    assert_eq!(failure.field.as_deref(), Some("password"));
}

#[test]
fn every_act_has_a_word_of_its_own() {
    for act in Act::ALL {
        assert_eq!(Act::of(act.word()), Some(act));
    }
}
