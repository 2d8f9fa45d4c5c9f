//! The tax office: whether a business goes on, by its number.
//!
//! It is asked as the National Tax Service's own service is (국세청 사업자등록정보 상태조회): a POST of `{"b_no": ["0000000000"]}`,
//! whose answer has `b_stt_cd` 01 for a business that goes on, 02 for one that is paused, 03 for one that is closed, and
//! nothing for a number that is none. It is asked by whoever runs a street and has a key for it, and by nobody else.

use std::time::Duration;

use reqwest::{Client, Url, redirect::Policy};
use serde::Deserialize;
use serde_json::json;
use sqlx::{AnyConnection, Row};
use wire::tax::{TaxAnswer, TaxStanding};

use crate::{account::throttle, error::Error, ids::now_ms, state::AppState};

const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(6);
/// The most bytes of an answer.
const MOST: usize = 64 * 1024;
/// How long an answer is as good as a new one.
const GOOD_FOR: i64 = 86_400_000;

/// Where the tax office is asked.
pub struct TaxOffice {
    client: Client,
    /// With the key in it: it is never logged.
    url: Url,
}

#[derive(Deserialize)]
struct Answered {
    data: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    b_no: String,
    #[serde(default)]
    b_stt_cd: String,
}

impl TaxOffice {
    /// The one at an address; none where there is no address.
    ///
    /// # Errors
    /// In words: what is wrong with the address.
    pub fn open(url: Option<&Url>) -> Result<Option<Self>, String> {
        let Some(url) = url else { return Ok(None) };
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() {
            return Err("--tax-office is an address that begins with https://".to_owned());
        }
        // Refused only where one is set already, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("golmok/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(Policy::none())
            .build()
            .map_err(|error| format!("--tax-office: {error}"))?;
        Ok(Some(Self { client, url: url.clone() }))
    }

    /// Asks of one number: ten digits.
    ///
    /// # Errors
    /// In words, without the address: it does not answer, or not what it should.
    async fn ask(&self, number: &str) -> Result<TaxStanding, String> {
        let away = |error: reqwest::Error| error.without_url().to_string();
        let request = self.client.post(self.url.clone()).header("content-type", "application/json").header("accept", "application/json");
        let mut answer = request.body(json!({ "b_no": [number] }).to_string()).send().await.map_err(away)?;
        if !answer.status().is_success() {
            return Err(format!("it answered {}", answer.status()));
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(away)? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > MOST {
                return Err("its answer is too long".to_owned());
            }
        }
        let answered: Answered = serde_json::from_slice(&bytes).map_err(|error| format!("its answer cannot be read: {error}"))?;
        let one = answered.data.iter().find(|one| one.b_no == number).ok_or("its answer is about another number")?;
        match one.b_stt_cd.as_str() {
            "01" => Ok(TaxStanding::GoesOn),
            "02" => Ok(TaxStanding::Paused),
            "03" => Ok(TaxStanding::Closed),
            "" => Ok(TaxStanding::Unknown),
            other => Err(format!("its answer has a word that is not known: {other}")),
        }
    }
}

/// What the tax office said of that number of a shop.
///
/// # Errors
/// Where the database is away.
pub async fn answer(connection: &mut AnyConnection, shop: i64, number: Option<&str>) -> Result<Option<TaxAnswer>, Error> {
    let Some(number) = number else { return Ok(None) };
    let sql = "select standing, asked_at from tax_answers where shop_id = $1 and number = $2";
    let Some(row) = sqlx::query(sql).bind(shop).bind(number).fetch_optional(connection).await? else { return Ok(None) };
    let word: String = row.try_get("standing")?;
    let standing = TaxStanding::of(&word).ok_or_else(|| Error::fault(format!("no standing: {word}")))?;
    Ok(Some(TaxAnswer { standing, at: row.try_get("asked_at")? }))
}

/// Asks of a shop's number, unless the answer is fresh, and keeps what it says. Where the tax office does not answer, nobody is
/// kept from applying: the operator sees that it was not told. It is asked so often for `account` and no more: the operator's key
/// is good for a number of questions, which are everybody's.
///
/// # Errors
/// Where the business is closed or is none, in words; where somebody asked too often, and where the database is away.
pub async fn look(state: &AppState, account: i64, shop: i64, number: Option<&str>) -> Result<(), Error> {
    let (Some(office), Some(number)) = (state.tax.as_ref(), number) else { return Ok(()) };
    let db = &state.db;
    let mut connection = db.pool.acquire().await?;
    let known = answer(&mut connection, shop, Some(number)).await?.filter(|known| now_ms() - known.at < GOOD_FOR);
    drop(connection);
    // Someone who was told of a mistake may have had it mended there.
    let known = known.filter(|known| matches!(known.standing, TaxStanding::GoesOn | TaxStanding::Paused));
    if known.is_none() {
        throttle::count(db, &format!("tax office for {account}"), throttle::TAX_OFFICE).await?;
    }
    let standing = match known {
        Some(known) => known.standing,
        None => match office.ask(number).await {
            Ok(standing) => {
                let mut aside = db.aside().await?;
                let sql = "insert into tax_answers (shop_id, number, standing, asked_at) values ($1, $2, $3, $4)
                    on conflict (shop_id) do update set number = excluded.number, standing = excluded.standing, asked_at = excluded.asked_at";
                let insert = sqlx::query(sql).bind(shop).bind(number).bind(standing.word()).bind(now_ms());
                insert.execute(&mut *aside.tx).await?;
                aside.commit().await?;
                standing
            }
            Err(why) => {
                tracing::warn!(why, "the tax office does not tell of a business number");
                return Ok(());
            }
        },
    };
    match standing {
        TaxStanding::GoesOn | TaxStanding::Paused => Ok(()),
        TaxStanding::Closed => {
            let (ko, en) =
                ("국세청에 따르면 폐업한 사업자등록번호입니다.", "The tax office says that the business of that number is closed.");
            Err(Error::conflict(ko, en))
        }
        TaxStanding::Unknown => {
            let (ko, en) = ("국세청에 등록되지 않은 사업자등록번호입니다.", "The tax office does not know that business number.");
            Err(Error::conflict(ko, en))
        }
    }
}
