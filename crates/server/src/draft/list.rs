//! A shop's products as its people see them: drafts and hidden ones among them.

use axum::{extract::State, response::Response};
use sqlx::Row;
use wire::{
    Currency, Money, Text,
    draft::{ListOwnProducts, OwnProduct, ProductState},
    listing::Listing,
};

use super::{edit::product_of, picture};
use crate::{access::Acting, error::Error, reply::private, request::Told, rows, state::AppState};

/// Products of one piece of the list.
const PIECE: usize = 50;

/// What a shop sells, drafts among it, and of each whether it will be shown once all drafts are opened, and whether it will have
/// no picture then; one that is waited for is none. A mark of quotation never stands bare in a document's texts, so what is looked
/// for there is a field.
pub(super) const TO_BE: &str = "select p.id as id, p.slug as slug,
        coalesce(d.name, lower(coalesce(p.name_ko, '') || ' ' || coalesce(p.name_en, ''))) as name, p.held_why as held_why,
        case when p.state <> 'shown' or d.document like '%\"gone\":true%' then 0 else 1 end as shown,
        case when d.document like '%{\"picture\":\"%' or (d.document is null and p.picture_id is not null) then 0 else 1 end as bare
    from products p left join drafts d on d.shop_id = p.shop_id and d.thing_id = p.id where p.shop_id = $1
    union all
    select d.thing_id, d.slug, d.name, null,
        case when d.document like '%\"shown\":true%' and d.document not like '%\"gone\":true%' then 1 else 0 end,
        case when d.document like '%{\"picture\":\"%' then 0 else 1 end
    from drafts d where d.shop_id = $1 and d.kind = 'product' and not exists (select 1 from products p where p.id = d.thing_id)";

/// `GET /api/v1/shops/{shop}/draft/products`
pub async fn list_own_products(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ListOwnProducts>,
) -> Result<Response, Error> {
    let [after] = request.after.as_deref().map_or(Ok([i64::MAX]), |after| rows::place("o", after))?;
    let q = request.q.as_deref().unwrap_or_default().trim().to_lowercase();
    if q.chars().count() > 80 {
        return Err(Error::invalid("q", "at most 80 characters"));
    }
    let like = format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let mut tx = state.db.pool.begin().await?;
    let narrowed = if request.bare { "name like $2 escape '\\' and shown = 1 and bare = 1" } else { "name like $2 escape '\\'" };
    let sql = format!("select id, slug, held_why from ({TO_BE}) own where {narrowed} and id < $3 order by id desc limit $4");
    let found = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(acting.shop).bind(&like).bind(after).bind(PIECE as i64 + 1);
    let found = found.fetch_all(&mut *tx).await?;
    let sql = format!("select count(*) from ({TO_BE}) own where {narrowed}");
    let total: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(acting.shop).bind(&like).fetch_one(&mut *tx).await?;
    let code: String = sqlx::query_scalar("select currency from shops where id = $1").bind(acting.shop).fetch_one(&mut *tx).await?;
    let currency: Currency = code.parse().map_err(Error::fault)?;
    let mut list = Listing { total: Some(rows::count(total)), ..Listing::default() };
    for row in found.iter().take(PIECE) {
        let slug: String = row.try_get("slug")?;
        let edited = product_of(&mut tx, acting.shop, &slug).await?;
        let draft = &edited.draft;
        let name = Text::choose(request.lang, draft.name.ko.clone(), draft.name.en.clone());
        let prices = || draft.variants.iter().map(|variant| variant.price);
        let first = draft.pictures.iter().find(|placed| !placed.picture.is_empty()).map(|placed| placed.picture.clone());
        list.items.push(OwnProduct {
            name: name.unwrap_or(Text { text: slug.clone(), lang: None }),
            product: slug.parse().map_err(Error::fault)?,
            state: match (&edited.live, draft.shown) {
                (None, _) => ProductState::Draft,
                (Some(_), true) => ProductState::Shown,
                (Some(_), false) => ProductState::Hidden,
            },
            differs: edited.differs,
            price: Money::new(prices().min().unwrap_or(0), currency),
            price_varies: prices().min() != prices().max(),
            stock: draft.variants.iter().map(|variant| variant.stock).sum(),
            variants: draft.variants.len() as u64,
            picture: match first {
                Some(id) => picture::these(&mut tx, &[&id]).await?.pop(),
                None => None,
            },
            held_why: row.try_get("held_why")?,
            seen: super::bulk::mark(draft),
        });
    }
    if let (Some(last), true) = (found.get(PIECE - 1), found.len() > PIECE) {
        list.after = Some(rows::cursor("o", &[last.try_get("id")?]));
    }
    private(&list)
}
