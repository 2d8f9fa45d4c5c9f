//! The shop that a list is brought into: found, or made.

use wire::Currency;

use crate::{config::Shopify, db::Write, error::Error, ids, product::write::Front, record};

/// The shop, or what a new one needs.
pub enum Found {
    There(Front),
    New(New),
}

impl Found {
    /// The currency of its prices.
    pub fn currency(&self) -> Currency {
        match self {
            Self::There(front) => front.currency,
            Self::New(new) => new.currency,
        }
    }
}

/// A shop to be made.
pub struct New {
    currency: Currency,
    window: i64,
}

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Looks for the shop that the command names.
///
/// # Errors
/// In words, where it is not there and cannot be made, or its prices are in another currency.
pub async fn find(write: &mut Write, request: &Shopify) -> Fallible<Found> {
    if let Some(front) = Front::load(&mut write.tx, &request.shop).await? {
        return match request.currency.filter(|currency| *currency != front.currency) {
            Some(other) => {
                let own = front.currency.code();
                Err(format!("the prices of {} are in {own}; --currency {} does not fit", request.shop, other.code()).into())
            }
            None => Ok(Found::There(front)),
        };
    }
    let Some(slug) = &request.window else {
        return Err(format!("there is no shop {} yet: name the window in which it opens with --window", request.shop).into());
    };
    let window: Option<i64> =
        sqlx::query_scalar("select id from windows where slug = $1").bind(slug.as_str()).fetch_optional(&mut *write.tx).await?;
    let Some(window) = window else {
        let all: Vec<String> = sqlx::query_scalar("select slug from windows order by position").fetch_all(&mut *write.tx).await?;
        return Err(format!("there is no window {slug}; there are {}", all.join(", ")).into());
    };
    Ok(Found::New(New { currency: request.currency.unwrap_or_default(), window }))
}

/// Makes the shop: open, in its window, with nothing said that is not known.
///
/// # Errors
/// Where the database cannot.
pub async fn open(write: &mut Write, request: &Shopify, new: New) -> Result<Front, Error> {
    let id = ids::fresh();
    let now = ids::now_ms();
    let name = request.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = crate::product::write::stored::Texts::of(name.unwrap_or(request.shop.as_str()).to_owned());
    let insert = "insert into shops (id, slug, state, name_ko, name_en, currency, zone, opened_at, created_at, updated_at)
         values ($1, $2, 'open', $3, $4, $5, 'Asia/Seoul', $6, $6, $6)";
    sqlx::query(insert)
        .bind(id)
        .bind(request.shop.as_str())
        .bind(name.ko)
        .bind(name.en)
        .bind(new.currency.code())
        .bind(now)
        .execute(&mut *write.tx)
        .await?;
    sqlx::query("insert into shop_windows (shop_id, window_id, position) values ($1, $2, 0)")
        .bind(id)
        .bind(new.window)
        .execute(&mut *write.tx)
        .await?;
    let about = request.window.as_ref().map(wire::Slug::as_str);
    record::put(&mut write.tx, record::Entry { what: "shop_brought_in", shop: Some(id), about, ..record::Entry::default() }).await?;
    write.touch_shop(id);
    Ok(Front { id, currency: new.currency, is_open: true, windows: vec![new.window] })
}
