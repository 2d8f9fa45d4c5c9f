//! What shoppers see at once: notice, holidays, stock, and whether a product is shown.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    account::{Done, ShopState},
    draft::{Both, ProductDraft, VariantDraft},
    now::{ChangeProductNow, ChangeShopNow, Closing, ShopNow, ShowShopNow},
};

use super::{
    Document,
    check::MOST_STOCK,
    edit::{Edited, product_of},
    open::front,
};
use crate::{
    access::Acting,
    application::facts::line,
    db::Write,
    error::Error,
    ids,
    product::write::stored::Stored,
    record::{self, Entry},
    reply::private,
    request::Told,
    shop::hours::StoredHoliday,
    state::AppState,
};

/// The most holidays of a shop.
const MOST_CLOSINGS: usize = 60;
/// The most letters of a notice.
const LONGEST: usize = 500;

/// `GET /api/v1/shops/{shop}/now`
pub async fn show_shop_now(State(state): State<AppState>, acting: Acting, Told(_): Told<ShowShopNow>) -> Result<Response, Error> {
    private(&now_of(&mut *state.db.pool.acquire().await?, acting.shop).await?)
}

async fn now_of(connection: &mut AnyConnection, shop: i64) -> Result<ShopNow, Error> {
    let sql = "select notice_ko, notice_en, holidays from shops where id = $1";
    let row = sqlx::query(sql).bind(shop).fetch_one(connection).await?;
    let holidays: Option<String> = row.try_get("holidays")?;
    let holidays: Vec<StoredHoliday> = holidays.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    let closing = |one: StoredHoliday| Closing { from: one.from, to: one.to, note: Both { ko: one.ko, en: one.en } };
    let notice = Both { ko: row.try_get("notice_ko")?, en: row.try_get("notice_en")? };
    Ok(ShopNow { notice, closings: holidays.into_iter().map(closing).collect() })
}

/// `PUT /api/v1/shops/{shop}/now`
pub async fn change_shop_now(State(state): State<AppState>, acting: Acting, Told(request): Told<ChangeShopNow>) -> Result<Response, Error> {
    let ShopNow { notice, closings } = request.now;
    let said = |field, text: &Option<String>| line(field, text.as_deref().unwrap_or_default(), LONGEST);
    let (ko, en) = (said("notice_ko", &notice.ko)?, said("notice_en", &notice.en)?);
    if closings.len() > MOST_CLOSINGS || closings.iter().any(|one| one.from > one.to) {
        let (ko, en) = ("쉬는 날의 시작과 끝을 확인해 주세요.", "A holiday ends on the day on which it begins, or later.");
        return Err(Error::unfit("closings", ko, en));
    }
    let mut holidays = Vec::new();
    for one in closings {
        let note = |text: &Option<String>| line("closings", text.as_deref().unwrap_or_default(), 80);
        holidays.push(StoredHoliday { from: one.from, to: one.to, ko: note(&one.note.ko)?, en: note(&one.note.en)? });
    }
    holidays.sort_by_key(|one| one.from);
    let mut write = state.db.write().await?;
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    let before = now_of(&mut write.tx, acting.shop).await?;
    let sql = "update shops set notice_ko = $2, notice_en = $3, holidays = $4 where id = $1";
    let holidays = serde_json::to_string(&holidays)?;
    sqlx::query(sql).bind(acting.shop).bind(ko).bind(en).bind(holidays).execute(&mut *write.tx).await?;
    let after = now_of(&mut write.tx, acting.shop).await?;
    if after == before {
        return private(&Done {});
    }
    if request.was.is_some_and(|was| was != before) {
        return Err(super::overtaken());
    }
    record::put(&mut write.tx, Entry::of(&acting, "shop_now_changed")).await?;
    write.touch_shop(acting.shop);
    write.commit().await?;
    private(&Done {})
}

/// Whether what was there when it was read is not there any more, and not what is wanted either.
fn is_stale<T: PartialEq>(was: Option<T>, now: &T, wanted: &T) -> bool {
    was.is_some_and(|was| was != *now) && wanted != now
}

fn stock_changed() -> Error {
    let (ko, en) = (
        "그사이 재고가 바뀌었습니다. 지금 수를 보고 다시 적어 주세요.",
        "The stock changed meanwhile. Look at what there is now, and write it again.",
    );
    Error::conflict(ko, en)
}

/// Puts pieces where they are kept: of what shoppers see, and of the variants that stand in a draft alone.
fn put_stock(request: &ChangeProductNow, live: Option<&mut Stored>, draft: &mut ProductDraft) -> Result<(), Error> {
    let mut pieces: HashMap<String, &mut i64> = HashMap::new();
    pieces.extend(draft.variants.iter_mut().map(|variant| (variant.id.clone(), &mut variant.stock)));
    pieces.extend(live.into_iter().flat_map(|live| &mut live.variants).map(|variant| (ids::short(variant.id), &mut variant.stock)));
    for one in &request.stock {
        let Some(kept) = pieces.remove(&one.variant) else { continue };
        if is_stale(one.was, kept, &one.stock) {
            return Err(stock_changed());
        }
        *kept = one.stock;
    }
    // The rest, which was not named.
    if let Some(stock) = request.stock_of_each {
        pieces.into_values().for_each(|kept| *kept = stock);
    }
    Ok(())
}

/// Whether the product is to be shown, where that is said.
fn shown(request: &ChangeProductNow, now: bool) -> Result<bool, Error> {
    let Some(shown) = request.shown else { return Ok(now) };
    if is_stale(request.shown_was, &now, &shown) {
        let (ko, en) = (
            "그사이 다른 사람이 이 상품을 보이거나 숨겼습니다. 지금 어떤지 보고 다시 골라 주세요.",
            "Somebody else showed or hid this product meanwhile. Look at how it is now, and choose again.",
        );
        return Err(Error::conflict(ko, en));
    }
    Ok(shown)
}

/// `PATCH /api/v1/shops/{shop}/products/{product}`
pub async fn change_product_now(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ChangeProductNow>,
) -> Result<Response, Error> {
    let wanted = request.stock.iter().map(|one| one.stock).chain(request.stock_of_each);
    if wanted.into_iter().any(|stock| !(0..=MOST_STOCK).contains(&stock)) {
        return Err(Error::unfit("stock", "재고는 0부터 100만까지입니다.", "The stock is 0 to a million."));
    }
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    let mut write = state.db.write().await?;
    let Edited { id, draft: before, live, .. } = product_of(&mut write.tx, acting.shop, request.product.as_str()).await?;
    let mut draft = before.clone();
    draft.shown = shown(&request, before.shown)?;
    let mut new = live.as_ref().map(|live| live.stored.clone());
    put_stock(&request, new.as_mut(), &mut draft)?;
    let is_own = |variant: &VariantDraft| live.iter().flat_map(|live| &live.stored.variants).all(|kept| ids::short(kept.id) != variant.id);
    // Of what has rows, neither pieces nor whether it is shown are the draft's.
    if (live.is_none() && draft != before) || draft.variants.iter().zip(&before.variants).any(|(new, old)| is_own(new) && new != old) {
        let (by, slug) = (Some(acting.person.id), Some(request.product.as_str()));
        super::put(&mut write.tx, acting.shop, by, id, slug, &Document::Product(Box::new(draft.clone()))).await?;
    }
    let (Some(live), Some(mut new)) = (live, new) else {
        write.keep().await?;
        return private(&Done {});
    };
    if draft.shown != before.shown {
        if draft.shown && new.lacks_price() {
            return Err(Error::conflict("가격이 없는 상품은 보일 수 없습니다.", "A product without a price cannot be shown."));
        }
        new.state = if draft.shown { "shown" } else { "hidden" }.to_owned();
    }
    if new == live.stored {
        write.keep().await?;
        return private(&Done {});
    }
    let front = front(&mut write.tx, acting.shop).await?;
    new.save(&mut write.tx, &front, &live.slug, Some(&live.stored)).await?;
    // Who edits the product meanwhile is not told that somebody else did: this is not what they edit.
    let sql = "update products set updated_at = $2, live_at = $3 where id = $1";
    sqlx::query(sql).bind(id).bind(live.updated_at).bind(ids::now_ms()).execute(&mut *write.tx).await?;
    tell(&mut write, &acting, &live.slug, [&live.stored, &new]).await?;
    write.touch(id);
    write.commit().await?;
    private(&Done {})
}

/// Puts what was changed of a product at once into the record.
async fn tell(write: &mut Write, acting: &Acting, slug: &str, [before, after]: [&Stored; 2]) -> Result<(), Error> {
    if before.state != after.state {
        let what = if after.state == "shown" { "product_shown" } else { "product_hidden" };
        record::put(&mut write.tx, Entry { about: Some(slug), ..Entry::of(acting, what) }).await?;
    }
    if before.variants != after.variants {
        record::put(&mut write.tx, Entry { about: Some(slug), ..Entry::of(acting, "stock_changed") }).await?;
    }
    Ok(())
}
