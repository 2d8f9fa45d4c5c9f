//! What a shop says of itself while it is not open yet.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    account::{Done, ShopState},
    application::{ChangeFacts, Facts},
    hours::Week,
    shop::BusinessNumber,
};

use crate::{access::Acting, error::Error, ids::now_ms, reply::private, request::Told, state::AppState};

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

/// Letters that nobody sees and that turn or break what is read: what they would do to a name in a mail is never wanted.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of text, as it is kept: `None` where it is empty.
///
/// # Errors
/// Where it is too long, or holds what no line holds.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<Option<String>, Error> {
    let text: String = text.chars().filter(|letter| !is_unseen(*letter)).collect();
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
    let checked = Facts {
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
    };
    if checked.name_ko.is_none() && checked.name_en.is_none() {
        return Err(Error::unfit("name_ko", "매장 이름을 적어 주세요.", "The shop's name, please."));
    }
    Ok(checked)
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

/// Refuses other facts of a business than those that an operator has accepted.
async fn stays_as_vetted(connection: &mut AnyConnection, shop: i64, facts: &Facts) -> Result<(), Error> {
    let sql = "select count(*) from applications where shop_id = $1 and state = 'accepted'";
    if sqlx::query_scalar::<_, i64>(sql).bind(shop).fetch_one(&mut *connection).await? == 0 {
        return Ok(());
    }
    let before = of(connection, shop).await?;
    let vetted = [
        (&before.representative, &facts.representative),
        (&before.business_number, &facts.business_number),
        (&before.mail_order_number, &facts.mail_order_number),
    ];
    if vetted.iter().any(|(before, after)| before.is_some() && before != after) {
        let (ko, en) = (
            "운영자가 확인한 대표자와 번호는 여기서 바꾸지 않습니다. 운영자에게 알려 주세요.",
            "What the operator has accepted of the business is not changed here; tell the operator.",
        );
        return Err(Error::conflict(ko, en));
    }
    Ok(())
}

/// `PUT /api/v1/shops/{shop}/facts`
pub async fn change_facts(State(state): State<AppState>, acting: Acting, Told(request): Told<ChangeFacts>) -> Result<Response, Error> {
    if acting.state != ShopState::Draft {
        let (ko, en) = ("열린 매장의 소개는 여기서 바꾸지 않습니다.", "What an open shop says is not changed here.");
        return Err(Error::conflict(ko, en));
    }
    let facts = checked(&request.facts)?;
    let hours = facts.hours.as_ref().map(serde_json::to_string).transpose()?;
    let mut aside = state.db.aside().await?;
    let sql = "select count(*) from applications where shop_id = $1 and state = 'submitted'";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&mut *aside.tx).await? > 0 {
        let (ko, en) = ("보낸 신청은 운영자가 살펴보는 동안 바꿀 수 없습니다.", "Nothing is changed while the operator looks at it.");
        return Err(Error::conflict(ko, en));
    }
    stays_as_vetted(&mut aside.tx, acting.shop, &facts).await?;
    let sql = "update shops set name_ko = $3, name_en = $4, representative = $5, business_number = $6, mail_order_number = $7, phone = $8,
            email = $9, district_ko = $10, address_ko = $11, postcode = $12, hours = $13, updated_at = $14
        where id = $1 and updated_at = $2";
    let changed = sqlx::query(sql)
        .bind(acting.shop)
        .bind(request.seen)
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
        .bind(now_ms().max(request.seen + 1))
        .execute(&mut *aside.tx)
        .await?;
    if changed.rows_affected() == 0 {
        let (ko, en) = (
            "그사이 다른 사람이 바꾸었습니다. 적으신 것은 아래에 그대로 있습니다. 새로 연 창에서 지금 것과 견주어 보고 다시 저장해 주세요.",
            "Somebody else changed it meanwhile. What you wrote is still below; compare it with what is there now, in a new tab, and save again.",
        );
        return Err(Error::conflict(ko, en));
    }
    aside.commit().await?;
    private(&Done {})
}
