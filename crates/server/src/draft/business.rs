//! Of what business an open shop is: the part of its page's draft that is its owner's alone.
//!
//! The draft says it only where it is changed; where it does not, opening the page leaves it as it is. Whoever edits the page
//! besides neither changes it nor lets go of it.

use sqlx::AnyConnection;
use wire::draft::{BusinessDraft, ShopDraft};

use super::{Document, Kept, PAGE, edit, overtaken, page};
use crate::{access::Acting, error::Error, product::write::stored::Tx};

/// What the draft of a shop's page says of its business, and when that draft was saved; `None` where there is no draft.
///
/// # Errors
/// Where the database is away.
pub async fn drafted(connection: &mut AnyConnection, shop: i64) -> Result<Option<(Option<BusinessDraft>, i64)>, Error> {
    let sql = "select document, updated_at from drafts where shop_id = $1 and thing_id = $2";
    let found: Option<(String, i64)> = sqlx::query_as(sql).bind(shop).bind(PAGE).fetch_optional(connection).await?;
    let Some((document, at)) = found else { return Ok(None) };
    let page: ShopDraft = serde_json::from_str(&document)?;
    Ok(Some((page.business, at)))
}

/// Keeps what the owner of an open shop changed of its business in the draft of its page; when that was saved.
///
/// # Errors
/// Where somebody else changed the page meanwhile, or the database is away.
pub async fn save(tx: &mut Tx, acting: &Acting, seen: i64, business: BusinessDraft) -> Result<i64, Error> {
    let (mut draft, now, _) = edit::page_of(tx, acting).await?;
    if now != seen {
        return Err(overtaken());
    }
    let live = page::business(tx, acting.shop).await?;
    draft.business = Some(business).filter(|business| *business != live);
    edit::keep(tx, acting, draft).await
}

/// Takes the business out of the draft of a page, once its rows say what the owner wants.
///
/// # Errors
/// Where the database is away.
pub async fn settle(tx: &mut Tx, acting: &Acting) -> Result<(), Error> {
    let Some(Kept { document: Document::Page(mut draft), .. }) = super::of(tx, acting.shop, PAGE).await? else { return Ok(()) };
    if draft.business.take().is_some() {
        edit::keep(tx, acting, *draft).await?;
    }
    Ok(())
}

/// Lets go of all that the draft of a page changes but the business; whether there was anything.
///
/// # Errors
/// Where the business is all that is changed, or the database is away.
pub async fn drop_rest(tx: &mut Tx, shop: i64) -> Result<bool, Error> {
    let Some(Kept { document: Document::Page(draft), by, .. }) = super::of(tx, shop, PAGE).await? else { return Ok(false) };
    if draft.business.is_none() {
        return super::drop(tx, shop, PAGE).await;
    }
    let (live, _) = page::read(tx, shop).await?;
    let left = ShopDraft { business: draft.business.clone(), ..live };
    if left == *draft {
        let (ko, en) = (
            "대표가 바꾸는 사업자 정보만 남아 있습니다. 그것은 대표만 버릴 수 있습니다.",
            "What the owner changes of the business is all that is left: only the owner lets go of it.",
        );
        return Err(Error::conflict(ko, en));
    }
    super::put(tx, shop, by, PAGE, None, &Document::Page(Box::new(left))).await?;
    Ok(true)
}
