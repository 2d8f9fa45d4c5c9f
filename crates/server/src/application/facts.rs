//! What a shop says of itself: all of it before it opens, and of what business it is at any time.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use unicode_normalization::UnicodeNormalization;
use wire::{
    account::ShopState,
    application::{ApplicationState, ChangeFacts, Facts, KnownFacts, ShowFacts},
    draft::{BusinessDraft, Saved, ShopDraft},
    hours::Week,
    shop::BusinessNumber,
};

use super::{decide::tell_owner, document, requirement};
use crate::{
    access::Acting,
    draft::{business, overtaken},
    error::Error,
    ids::now_ms,
    record,
    reply::private,
    request::Told,
    state::AppState,
};

/// The most spans of one day.
const MOST_SPANS: usize = 4;

/// What a shop says of itself.
///
/// # Errors
/// Where the database is away.
pub async fn of(connection: &mut AnyConnection, shop: i64) -> Result<Facts, Error> {
    let sql = "select name_ko, name_en, representative, business_number, mail_order_number, phone, email, district_ko, address_ko, postcode, hours
        from shops where id = $1";
    let row = sqlx::query(sql).bind(shop).fetch_one(connection).await?;
    let hours: Option<String> = row.try_get("hours")?;
    Ok(Facts {
        name_ko: row.try_get("name_ko")?,
        name_en: row.try_get("name_en")?,
        representative: row.try_get("representative")?,
        business_number: row.try_get("business_number")?,
        mail_order_number: row.try_get("mail_order_number")?,
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
        district_ko: row.try_get("district_ko")?,
        address_ko: row.try_get("address_ko")?,
        postcode: row.try_get("postcode")?,
        hours: hours.as_deref().map(serde_json::from_str).transpose()?,
    })
}

/// The same as its owner is changing it: of what business an open shop is, that waits in the draft of its page.
///
/// # Errors
/// Where the database is away.
pub async fn known(connection: &mut AnyConnection, shop: i64) -> Result<KnownFacts, Error> {
    let facts = of(&mut *connection, shop).await?;
    let sql = "select state, updated_at from shops where id = $1";
    let (stands, seen): (String, i64) = sqlx::query_as(sql).bind(shop).fetch_one(&mut *connection).await?;
    let Some((drafted, at)) = business::drafted(connection, shop).await? else { return Ok(KnownFacts { facts, seen }) };
    // Of an open shop the draft is saved over, else the rows are.
    let seen = if ShopState::of(&stands) == ShopState::Open { at } else { seen };
    let facts = match drafted {
        Some(business) => with(facts, business),
        None => facts,
    };
    Ok(KnownFacts { facts, seen })
}

/// Facts with another business.
fn with(facts: Facts, business: BusinessDraft) -> Facts {
    let BusinessDraft { representative, business_number, mail_order_number } = business;
    Facts { representative, business_number, mail_order_number, ..facts }
}

/// Letters that nobody sees and that turn or break what is read: what they would do to a name in a mail is never wanted.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of text, as it is kept, in composed letters as a list has them: `None` where it is empty.
///
/// # Errors
/// Where it is too long, or holds what no line holds.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<Option<String>, Error> {
    let text: String = text.chars().filter(|letter| !is_unseen(*letter)).nfc().collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(Error::unfit(field, "너무 깁니다.", "That is too long."));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn lined(field: &'static str, text: Option<&String>, most: usize) -> Result<Option<String>, Error> {
    line(field, text.map_or("", String::as_str), most)
}

/// Checks what was filled in.
fn checked(facts: &Facts) -> Result<Facts, Error> {
    let number = match lined("business_number", facts.business_number.as_ref(), 20)? {
        None => None,
        Some(text) => {
            let (ko, en) = (
                "사업자등록번호를 확인해 주세요. 열 자리이고, 마지막 숫자가 앞의 숫자들과 맞아야 합니다.",
                "That is no business number: it has ten digits, of which the last checks the others.",
            );
            let digits = text.replace(' ', "");
            Some(String::from(BusinessNumber::try_from(digits).map_err(|_| Error::unfit("business_number", ko, en))?))
        }
    };
    let email = email(facts.email.as_ref())?;
    let phone = phone(facts.phone.as_ref())?;
    let postcode = postcode(facts.postcode.as_ref())?;
    if let Some(hours) = &facts.hours {
        check_hours(hours)?;
    }
    Ok(Facts {
        name_ko: lined("name_ko", facts.name_ko.as_ref(), 80)?,
        name_en: lined("name_en", facts.name_en.as_ref(), 80)?,
        representative: lined("representative", facts.representative.as_ref(), 60)?,
        business_number: number,
        mail_order_number: lined("mail_order_number", facts.mail_order_number.as_ref(), 60)?,
        phone,
        email,
        district_ko: lined("district_ko", facts.district_ko.as_ref(), 40)?,
        address_ko: lined("address_ko", facts.address_ko.as_ref(), 200)?,
        postcode,
        // A week without an hour is one that was not said.
        hours: facts.hours.clone().filter(|week| week.iter().any(|day| !day.is_empty())),
    })
}

/// An e-mail address, if one is said.
///
/// # Errors
/// Where it is none.
pub fn email(text: Option<&String>) -> Result<Option<String>, Error> {
    lined("email", text, 254)?.map(|text| crate::account::email(&text)).transpose()
}

/// A telephone number, if one is said.
///
/// # Errors
/// Where it is none.
pub fn phone(text: Option<&String>) -> Result<Option<String>, Error> {
    let phone = lined("phone", text, 30)?;
    if phone.as_ref().is_some_and(|phone| !phone.chars().all(|one| one.is_ascii_digit() || "+-() ".contains(one)) || phone.len() < 7) {
        return Err(Error::unfit("phone", "전화번호를 확인해 주세요.", "That is no phone number."));
    }
    Ok(phone)
}

/// A postcode, if one is said.
///
/// # Errors
/// Where it is none.
pub fn postcode(text: Option<&String>) -> Result<Option<String>, Error> {
    let postcode = lined("postcode", text, 5)?;
    if postcode.as_ref().is_some_and(|code| code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Error::unfit("postcode", "우편번호는 숫자 다섯 자리입니다.", "A postcode has five digits."));
    }
    Ok(postcode)
}

/// Whether a week's hours are some.
///
/// # Errors
/// Where one of them is none.
pub fn check_hours(week: &Week) -> Result<(), Error> {
    let is_fit = week
        .iter()
        .all(|day| day.len() <= MOST_SPANS && day.iter().all(|span| span.from < 1440 && span.to <= 1440 && span.from != span.to));
    if is_fit {
        Ok(())
    } else {
        Err(Error::unfit(
            "hours",
            "여는 시각과 닫는 시각을 모두, 서로 다르게 적어 주세요.",
            "Each day needs both its hours, and they differ.",
        ))
    }
}

/// The facts of a business: what an operator accepts, and shoppers read below the shop's page.
fn of_business(facts: &Facts) -> [&Option<String>; 3] {
    [&facts.representative, &facts.business_number, &facts.mail_order_number]
}

/// Of a shop that was open once only the business is said here: what else is named has to be as it is.
fn only_business(before: &Facts, said: Facts) -> Result<Facts, Error> {
    let Facts { representative, business_number, mail_order_number, .. } = said.clone();
    let stays = |before: &Option<String>, said: &Option<String>| said.is_none() || before == said;
    let all_stay = stays(&before.name_ko, &said.name_ko)
        && stays(&before.name_en, &said.name_en)
        && stays(&before.phone, &said.phone)
        && stays(&before.email, &said.email)
        && stays(&before.district_ko, &said.district_ko)
        && stays(&before.address_ko, &said.address_ko)
        && stays(&before.postcode, &said.postcode)
        && (said.hours.is_none() || before.hours == said.hours);
    if !all_stay {
        let (ko, en) = (
            "이름, 연락처, 주소, 영업시간은 ‘매장 소개’에서 바꿉니다. 여기서는 대표자와 번호만 바꿉니다.",
            "Name, contact, address and hours are changed on the shop's page; here it is the representative and the numbers alone.",
        );
        return Err(Error::conflict(ko, en));
    }
    Ok(Facts { representative, business_number, mail_order_number, ..before.clone() })
}

/// An open shop goes on naming whose it is.
fn stays_named(before: &Facts, after: &Facts) -> Result<(), Error> {
    if before.representative.is_some() && after.representative.is_none() {
        return Err(Error::unfit("representative", "열린 매장은 대표자를 밝혀야 합니다.", "An open shop names its representative."));
    }
    if before.business_number.is_some() && after.business_number.is_none() {
        return Err(Error::unfit(
            "business_number",
            "열린 매장은 사업자등록번호를 밝혀야 합니다.",
            "An open shop names its business number.",
        ));
    }
    Ok(())
}

/// What an owner reads on an application that is asked anew.
const ASKED_ANEW: &str = "받아들여진 뒤에 대표자나 번호가 바뀌었습니다. 확인하고 다시 보내 주세요. \
    / The representative or a number was changed after this was accepted: look it through, and send it again.";

/// Where facts are changed that an operator has accepted, what was accepted is asked anew. Not of a shop that is open:
/// shoppers would read what nobody has looked at.
async fn ask_anew(
    state: &AppState,
    connection: &mut AnyConnection,
    acting: &Acting,
    is_open: bool,
    [before, after]: [&Facts; 2],
) -> Result<(), Error> {
    let is_vetted = of_business(before).into_iter().zip(of_business(after)).any(|(before, after)| before.is_some() && before != after);
    if !is_vetted {
        return Ok(());
    }
    let sql =
        "select a.id, w.id, w.slug from applications a join windows w on w.id = a.window_id where a.shop_id = $1 and a.state = 'accepted'";
    let accepted: Vec<(i64, i64, String)> = sqlx::query_as(sql).bind(acting.shop).fetch_all(&mut *connection).await?;
    if is_open && !accepted.is_empty() {
        let (ko, en) = (
            "운영자가 확인한 대표자와 번호는 매장을 쉬는 동안에만 바꿀 수 있고, 바꾸면 운영자가 다시 살펴봅니다.",
            "What the operator has accepted of the business is changed while the shop is paused, and is then looked at again.",
        );
        return Err(Error::conflict(ko, en));
    }
    let now = now_ms();
    for (application, window, slug) in accepted {
        let sql = "update applications set state = 'asked', words = $2, updated_at = $3 where id = $1";
        sqlx::query(sql).bind(application).bind(ASKED_ANEW).bind(now).execute(&mut *connection).await?;
        requirement::forget_past(&mut *connection).await?;
        // What was sent before counts again, and is kept as long.
        let sql = "update documents set due_at = $2 where application_id = $1";
        sqlx::query(sql).bind(application).bind(now + document::KEPT).execute(&mut *connection).await?;
        let (by, shop, about) = (Some(acting.person.id), Some(acting.shop), Some(slug.as_str()));
        record::put(connection, record::Entry { by, what: "application_reopened", shop, about, why: Some(ASKED_ANEW) }).await?;
        // Accepted once more it stands there again.
        let sql = "delete from shop_windows where shop_id = $1 and window_id = $2";
        sqlx::query(sql).bind(acting.shop).bind(window).execute(&mut *connection).await?;
        tell_owner(state, connection, (acting.shop, window), ApplicationState::Asked, Some(ASKED_ANEW)).await?;
    }
    Ok(())
}

/// `GET /api/v1/shops/{shop}/facts`
pub async fn show_facts(State(state): State<AppState>, acting: Acting, Told(_): Told<ShowFacts>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    private(&known(&mut tx, acting.shop).await?)
}

/// Refuses to change what an operator looks at.
async fn is_not_submitted(connection: &mut AnyConnection, shop: i64) -> Result<(), Error> {
    let sql = "select count(*) from applications where shop_id = $1 and state = 'submitted'";
    if sqlx::query_scalar::<_, i64>(sql).bind(shop).fetch_one(connection).await? == 0 {
        return Ok(());
    }
    let (ko, en) = ("보낸 신청은 운영자가 살펴보는 동안 바꿀 수 없습니다.", "Nothing is changed while the operator looks at it.");
    Err(Error::conflict(ko, en))
}

/// Whether a shop may become of the business that a page says, where it says one: a draft that is opened, and an opening that is
/// taken back, do what an owner may do now, whatever held when it was saved.
///
/// # Errors
/// Where an operator looks at it or has accepted what would change, or the database is away.
pub async fn may_become(state: &AppState, connection: &mut AnyConnection, acting: &Acting, page: &ShopDraft) -> Result<(), Error> {
    let Some(business) = page.business.clone() else { return Ok(()) };
    let before = of(&mut *connection, acting.shop).await?;
    let after = with(before.clone(), business);
    if before == after {
        return Ok(());
    }
    is_not_submitted(&mut *connection, acting.shop).await?;
    let sql = "select state from shops where id = $1";
    let stands: String = sqlx::query_scalar(sql).bind(acting.shop).fetch_one(&mut *connection).await?;
    let is_open = ShopState::of(&stands) == ShopState::Open;
    if is_open && stays_named(&before, &after).is_err() {
        let (ko, en) =
            ("열린 매장은 대표자와 사업자등록번호를 밝혀야 합니다.", "An open shop names its representative and its business number.");
        return Err(Error::conflict(ko, en));
    }
    ask_anew(state, connection, acting, is_open, [&before, &after]).await
}

/// `PUT /api/v1/shops/{shop}/facts`
pub async fn change_facts(State(state): State<AppState>, acting: Acting, Told(request): Told<ChangeFacts>) -> Result<Response, Error> {
    let facts = checked(&request.facts)?;
    let mut write = state.db.write().await?;
    let stands: String = sqlx::query_scalar("select state from shops where id = $1").bind(acting.shop).fetch_one(&mut *write.tx).await?;
    let stands = ShopState::of(&stands);
    is_not_submitted(&mut write.tx, acting.shop).await?;
    let before = of(&mut write.tx, acting.shop).await?;
    let facts = match stands {
        ShopState::Closed => return Err(Error::Gone),
        ShopState::Draft if facts.name_ko.is_none() && facts.name_en.is_none() => {
            return Err(Error::unfit("name_ko", "매장 이름을 적어 주세요.", "The shop's name, please."));
        }
        ShopState::Draft => facts,
        ShopState::Open | ShopState::Paused => only_business(&before, facts)?,
    };
    let is_open = stands == ShopState::Open;
    if is_open {
        stays_named(&known(&mut write.tx, acting.shop).await?.facts, &facts)?;
    }
    ask_anew(&state, &mut write.tx, &acting, is_open, [&before, &facts]).await?;
    let seen = if is_open {
        let Facts { representative, business_number, mail_order_number, .. } = facts;
        let business = BusinessDraft { representative, business_number, mail_order_number };
        business::save(&mut write.tx, &acting, request.seen, business).await?
    } else {
        let seen = put(&mut write.tx, acting.shop, request.seen, facts).await?;
        business::settle(&mut write.tx, &acting).await?;
        seen
    };
    super::touch(&mut write.tx, acting.shop).await?;
    // Nobody sees it yet: no page is made new for that, nor any list.
    write.keep().await?;
    state.outbox.wake();
    private(&Saved { seen, product: None, clip: None })
}

/// Writes facts over those that were seen; when the shop was changed.
async fn put(connection: &mut AnyConnection, shop: i64, seen: i64, facts: Facts) -> Result<i64, Error> {
    let hours = facts.hours.as_ref().map(serde_json::to_string).transpose()?;
    let now = now_ms().max(seen + 1);
    let sql = "update shops set name_ko = $3, name_en = $4, representative = $5, business_number = $6, mail_order_number = $7, phone = $8,
            email = $9, district_ko = $10, address_ko = $11, postcode = $12, hours = $13, updated_at = $14
        where id = $1 and updated_at = $2";
    let changed = sqlx::query(sql)
        .bind(shop)
        .bind(seen)
        .bind(facts.name_ko)
        .bind(facts.name_en)
        .bind(facts.representative)
        .bind(facts.business_number)
        .bind(facts.mail_order_number)
        .bind(facts.phone)
        .bind(facts.email)
        .bind(facts.district_ko)
        .bind(facts.address_ko)
        .bind(facts.postcode)
        .bind(hours)
        .bind(now)
        .execute(connection)
        .await?;
    if changed.rows_affected() == 0 { Err(overtaken()) } else { Ok(now) }
}
