//! What a shop would lack once its drafts were opened. Opening refuses that by what it laid; here it is told before, so that it
//! can be mended.

use wire::{
    draft::ShopDraft,
    opening::{Blocker, Opening},
};

use super::{Document, PAGE, list::TO_BE};
use crate::{error::Error, product::write::stored::Tx};

/// In the order in which they are told.
const ALL: [Blocker; 9] = [
    Blocker::Held,
    Blocker::NoWindow,
    Blocker::NotAccepted,
    Blocker::NoHours,
    Blocker::NoAddress,
    Blocker::NoRepresentative,
    Blocker::NoBusinessNumber,
    Blocker::NoProduct,
    Blocker::NoPicture,
];

/// What keeps a shop from being open once its drafts are opened, where `opening` says what does by its rows.
///
/// # Errors
/// Where the database is away.
pub async fn with_drafts(tx: &mut Tx, shop: i64, opening: &Opening) -> Result<Vec<Blocker>, Error> {
    let page = match super::of(tx, shop, PAGE).await?.map(|kept| kept.document) {
        Some(Document::Page(page)) => Some(*page),
        _ => None,
    };
    let sql = format!("select count(*), cast(coalesce(sum(bare), 0) as bigint) from ({TO_BE}) own where shown = 1");
    let (shown, bare): (i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(shop).fetch_one(&mut **tx).await?;
    let lacks = |blocker: &Blocker| match (blocker, &page) {
        (Blocker::NoHours, Some(page)) => page.hours.is_none(),
        (Blocker::NoAddress, Some(page)) => page.address.is_empty(),
        (Blocker::NoRepresentative, Some(ShopDraft { business: Some(business), .. })) => business.representative.is_none(),
        (Blocker::NoBusinessNumber, Some(ShopDraft { business: Some(business), .. })) => business.business_number.is_none(),
        (Blocker::NoProduct, _) => shown == 0,
        (Blocker::NoPicture, _) => bare > 0,
        // No draft is about the rest.
        _ => opening.blockers.contains(blocker),
    };
    Ok(ALL.into_iter().filter(lacks).collect())
}
