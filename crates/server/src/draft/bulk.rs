//! Several products at once: what is live is changed at once, prices as drafts.

use axum::{extract::State, response::Response};
use sha2::{Digest, Sha256};
use wire::{
    account::{Done, ShopState},
    draft::{Both, ProductDraft},
    now::ChangeProducts,
};

use super::{
    check::{MOST_PRICE, MOST_STOCK},
    edit::product_of,
};
use crate::{
    access::Acting,
    error::Error,
    ids::now_ms,
    import::job::lay::{Job, Place, front, put},
    record::{self, Entry},
    reply::private,
    request::Told,
    state::AppState,
};

/// The most products of one change.
const MOST: usize = 200;
/// The most of them that are named where somebody changed them meanwhile.
const MOST_NAMED: usize = 5;

/// What is told of a product by which its prices, its pieces and whether it is shown are known to be as they were.
#[must_use]
pub fn mark(draft: &ProductDraft) -> String {
    let said: Vec<(&str, i64, i64)> = draft.variants.iter().map(|one| (one.id.as_str(), one.price, one.stock)).collect();
    let digest = Sha256::digest(format!("{} {said:?}", draft.shown));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Says which products somebody else changed meanwhile.
fn changed(names: &[String]) -> Error {
    let named = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(MOST_NAMED);
    let (more_ko, more_en) = if more > 0 { (format!(" 외 {more}개"), format!(" and {more} more")) } else { Default::default() };
    Error::Differing {
        ko: format!(
            "그사이 가격이나 재고가 바뀐 상품이 있어 아무것도 바꾸지 않았습니다: {named}{more_ko}. 지금 것을 보고 다시 눌러 주세요."
        ),
        en: format!(
            "Nothing was changed, for prices or stock of these changed meanwhile: {named}{more_en}. Look at what there is now, and press again."
        ),
    }
}

/// `PATCH /api/v1/shops/{shop}/products`: all of them or none.
pub async fn change_products(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ChangeProducts>,
) -> Result<Response, Error> {
    let told = told(&request);
    let ChangeProducts { products, seen, shown, stock_of_each, price, price_percent, .. } = request;
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    if products.is_empty() {
        return Err(Error::unfit("products", "상품을 골라 주세요.", "Choose some products."));
    }
    if products.len() > MOST {
        return Err(Error::unfit("products", "한 번에 200개까지입니다.", "At most two hundred at a time."));
    }
    if stock_of_each.is_some_and(|stock| !(0..=MOST_STOCK).contains(&stock)) {
        return Err(Error::unfit("amount", "재고는 0부터 100만까지입니다.", "The stock is 0 to a million."));
    }
    if price.is_some_and(|price| !(1..=MOST_PRICE).contains(&price)) {
        return Err(Error::unfit("amount", "가격을 적어 주세요. 0보다 커야 합니다.", "A price, please, above nothing."));
    }
    if price_percent.is_some_and(|percent| !(-90..=500).contains(&percent)) {
        return Err(Error::unfit("amount", "-90%부터 500%까지입니다.", "From -90 to 500 percent."));
    }
    let (mut write, acting) = acting.write(&state).await?;
    let mut stale = Vec::new();
    for slug in &products {
        let now = product_of(&mut write.tx, acting.shop, slug.as_str()).await?.draft;
        if seen.get(slug.as_str()).is_some_and(|seen| *seen != mark(&now)) {
            let Both { ko, en } = now.name;
            stale.push(ko.or(en).unwrap_or_else(|| slug.to_string()));
        }
    }
    if !stale.is_empty() {
        return Err(changed(&stale));
    }
    let job = Job { shop: acting.shop, by: Some(acting.person.id), is_unseen: acting.state == ShopState::Draft, looked_at: None };
    let front = front(&mut write, acting.shop).await?;
    for slug in &products {
        let before = product_of(&mut write.tx, acting.shop, slug.as_str()).await?;
        let mut after = before.draft.clone();
        after.shown = shown.unwrap_or(after.shown);
        for variant in &mut after.variants {
            variant.stock = stock_of_each.unwrap_or(variant.stock);
            let was = variant.price;
            variant.price = price.unwrap_or(variant.price);
            // What has no price yet goes on having none.
            if let Some(percent) = price_percent.filter(|_| variant.price > 0) {
                variant.price = (variant.price.saturating_mul(100 + percent) / 100).clamp(1, MOST_PRICE);
            }
            // A price before that is not above the price any more says nothing.
            if variant.price != was {
                variant.before = variant.before.filter(|before| *before > variant.price);
            }
        }
        // What shoppers see at once is what is live, whatever price a draft has.
        let lacks_live_price = !job.is_unseen && before.live.as_ref().is_some_and(|live| live.stored.lacks_price());
        if after.shown && lacks_live_price {
            let (ko, en) =
                ("손님이 볼 가격이 아직 없습니다. 바뀐 것을 먼저 여세요.", "Shoppers would see no price yet: open the changes first.");
            return Err(Error::conflict(ko, en));
        }
        if after.shown && after.variants.iter().any(|variant| variant.price <= 0) {
            return Err(Error::conflict("가격이 없는 상품은 보일 수 없습니다.", "A product without a price cannot be shown."));
        }
        let place = Place { id: before.id, slug: slug.as_str(), created_at: now_ms(), stock_of_dropped: stock_of_each };
        put(&mut write, &front, &job, &place, &after, Some(&before)).await?;
    }
    record::put(&mut write.tx, Entry { about: Some(&told), ..Entry::of(&acting, "products_changed") }).await?;
    if write.has_touched() && !job.is_unseen {
        write.commit().await?
    } else {
        write.keep().await?
    }
    private(&Done {})
}

/// Which products they are, for the record: the first, and how many more.
fn told(request: &ChangeProducts) -> String {
    let first = request.products.first().map_or("", |slug| slug.as_str());
    match request.products.len() {
        0 | 1 => first.to_owned(),
        many => format!("{first} +{}", many - 1),
    }
}
