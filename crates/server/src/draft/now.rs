//! What shoppers see at once: notice, holidays, stock, and whether a product is shown.

use axum::{extract::State, response::Response};
use sqlx::Row;
use wire::{
    Slug,
    account::{Done, ShopState},
    draft::Both,
    now::{ChangeProductNow, ChangeShopNow, Closing, ShopNow, ShowShopNow},
};

use super::{
    Document,
    check::MOST_STOCK,
    edit::{Edited, product_of},
};
use crate::{
    access::Acting, application::facts::line, error::Error, ids, product::write::Front, reply::private, request::Told,
    shop::hours::StoredHoliday, state::AppState,
};

/// The most holidays of a shop.
const MOST_CLOSINGS: usize = 60;
/// The most letters of a notice.
const LONGEST: usize = 500;

/// `GET /api/v1/shops/{shop}/now`
pub async fn show_shop_now(State(state): State<AppState>, acting: Acting, Told(_): Told<ShowShopNow>) -> Result<Response, Error> {
    let sql = "select notice_ko, notice_en, holidays from shops where id = $1";
    let row = sqlx::query(sql).bind(acting.shop).fetch_one(&state.db.pool).await?;
    let holidays: Option<String> = row.try_get("holidays")?;
    let holidays: Vec<StoredHoliday> = holidays.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    let closing = |one: StoredHoliday| Closing { from: one.from, to: one.to, note: Both { ko: one.ko, en: one.en } };
    let notice = Both { ko: row.try_get("notice_ko")?, en: row.try_get("notice_en")? };
    private(&ShopNow { notice, closings: holidays.into_iter().map(closing).collect() })
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
    let sql = "update shops set notice_ko = $2, notice_en = $3, holidays = $4 where id = $1";
    let holidays = serde_json::to_string(&holidays)?;
    sqlx::query(sql).bind(acting.shop).bind(ko).bind(en).bind(holidays).execute(&mut *write.tx).await?;
    write.touch_shop(acting.shop);
    write.commit().await?;
    private(&Done {})
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
    let Edited { id, mut draft, live, .. } = product_of(&mut write.tx, acting.shop, request.product.as_str()).await?;
    let Some(live) = live else {
        // It is a draft alone: so are its pieces.
        for variant in &mut draft.variants {
            let named = request.stock.iter().find(|one| one.variant == variant.id).map(|one| one.stock);
            variant.stock = named.or(request.stock_of_each).unwrap_or(variant.stock);
        }
        draft.shown = request.shown.unwrap_or(draft.shown);
        super::put(
            &mut write.tx,
            acting.shop,
            Some(acting.person.id),
            id,
            Some(request.product.as_str()),
            &Document::Product(Box::new(draft)),
        )
        .await?;
        write.keep().await?;
        return private(&Done {});
    };
    let mut new = live.stored.clone();
    for one in &request.stock {
        let Some(variant) = new.variants.iter_mut().find(|variant| ids::short(variant.id) == one.variant) else {
            // Of a draft's new variant the pieces stand in the draft.
            continue;
        };
        if one.was.is_some_and(|was| was != variant.stock) && one.stock != variant.stock {
            let (ko, en) = (
                "그사이 재고가 바뀌었습니다. 지금 수를 보고 다시 적어 주세요.",
                "The stock changed meanwhile. Look at what there is now, and write it again.",
            );
            return Err(Error::conflict(ko, en));
        }
        variant.stock = one.stock;
    }
    if let Some(stock) = request.stock_of_each {
        new.variants.iter_mut().for_each(|variant| variant.stock = stock);
    }
    if let Some(is_shown) = request.shown {
        if is_shown && new.variants.iter().any(|variant| variant.price <= 0) {
            return Err(Error::conflict("가격이 없는 상품은 보일 수 없습니다.", "A product without a price cannot be shown."));
        }
        new.state = if is_shown { "shown" } else { "hidden" }.to_owned();
    }
    if new == live.stored {
        return private(&Done {});
    }
    let shop: String = sqlx::query_scalar("select slug from shops where id = $1").bind(acting.shop).fetch_one(&mut *write.tx).await?;
    let shop: Slug = shop.parse().map_err(Error::fault)?;
    let front = Front::load(&mut write.tx, &shop).await?.ok_or(Error::NotFound)?;
    new.save(&mut write.tx, &front, &live.slug, Some(&live.stored)).await?;
    // Who edits the product meanwhile is not told that somebody else did: this is not what they edit.
    let sql = "update products set updated_at = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(live.updated_at).execute(&mut *write.tx).await?;
    write.touch(id);
    write.commit().await?;
    private(&Done {})
}
