//! Editing a shop's page and its products.

use std::collections::HashSet;

use axum::{extract::State, response::Response};
use wire::{
    Slug,
    account::{Done, Role, ShopState},
    draft::{
        AddProduct, Both, DropProductDraft, DropShopDraft, EditProduct, EditShop, Editing, Placed, ProductDraft, SaveProduct, SaveShop,
        Saved, ShopDraft,
    },
};

use super::{Document, PAGE, business, check, open::still, overtaken, page, picture, product};
use crate::{
    access::Acting,
    db::Write,
    error::Error,
    ids,
    product::write::{Front, stored::Tx},
    record::{self, Entry},
    reply::private,
    request::Told,
    state::AppState,
};

/// Refuses to change what has closed for good.
fn is_standing(acting: &Acting) -> Result<(), Error> {
    if acting.state == ShopState::Closed { Err(Error::Gone) } else { Ok(()) }
}

/// Whether changes go to the rows: nobody sees a shop that never was open.
fn is_unseen(acting: &Acting) -> bool {
    acting.state == ShopState::Draft
}

async fn editing<T>(tx: &mut Tx, acting: &Acting, draft: T, placed: &[Placed], seen: i64, differs: bool) -> Result<Editing<T>, Error> {
    let ids: Vec<&str> = placed.iter().map(|one| one.picture.as_str()).filter(|id| !id.is_empty()).collect();
    let pictures = picture::these(tx, &ids).await?;
    let code: String = sqlx::query_scalar("select currency from shops where id = $1").bind(acting.shop).fetch_one(&mut **tx).await?;
    Ok(Editing { draft, seen, differs, pictures, currency: code.parse().map_err(Error::fault)?, dropped: Vec::new() })
}

/// `GET /api/v1/shops/{shop}/draft`
pub async fn edit_shop(State(state): State<AppState>, acting: Acting, Told(_): Told<EditShop>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let (draft, seen, differs) = page_of(&mut tx, &acting).await?;
    let placed = draft.pictures.clone();
    private(&editing(&mut tx, &acting, draft, &placed, seen, differs).await?)
}

/// The page as it is being edited, when it was changed last, and whether shoppers see something else.
///
/// # Errors
/// Where the database is away.
pub async fn page_of(tx: &mut Tx, acting: &Acting) -> Result<(ShopDraft, i64, bool), Error> {
    let (live, seen) = page::read(tx, acting.shop).await?;
    Ok(match super::of(tx, acting.shop, PAGE).await? {
        Some(super::Kept { document: Document::Page(draft), updated_at, .. }) => (*draft, updated_at, true),
        _ => (live, seen, false),
    })
}

/// `PUT /api/v1/shops/{shop}/draft`
pub async fn save_shop(State(state): State<AppState>, acting: Acting, Told(request): Told<SaveShop>) -> Result<Response, Error> {
    is_standing(&acting)?;
    let mut draft = check::page(&request.draft)?;
    let (mut write, acting) = acting.write(&state).await?;
    let (before, seen, _) = page_of(&mut write.tx, &acting).await?;
    let said = std::mem::replace(&mut draft.business, before.business.clone());
    if seen != request.seen {
        // What is saved already came twice: the line was cut before the answer.
        return if before == draft { private(&Saved { seen, product: None, clip: None }) } else { Err(overtaken()) };
    }
    if said.is_some() && said != before.business {
        let (ko, en) = (
            "대표자와 번호는 매장의 대표가 ‘사업자 정보’에서 바꿉니다.",
            "The representative and the numbers are changed by the shop's owner, under “The business”.",
        );
        return Err(Error::conflict(ko, en));
    }
    picture::are_theirs(&mut write.tx, acting.shop, &draft.pictures).await?;
    private(&Saved { seen: save_page(write, &acting, draft).await?, product: None, clip: None })
}

/// Saves a page: to its rows where nobody sees the shop, else as a draft, which goes where it says what shoppers see.
async fn save_page(mut write: Write, acting: &Acting, draft: ShopDraft) -> Result<i64, Error> {
    if is_unseen(acting) {
        is_not_submitted(&mut write.tx, acting.shop, &draft).await?;
        let seen = page::write(&mut write.tx, acting.shop, &draft).await?;
        // Nobody sees it: no page is made new for that, nor any list.
        write.keep().await?;
        return Ok(seen);
    }
    let seen = keep(&mut write.tx, acting, draft).await?;
    write.keep().await?;
    Ok(seen)
}

/// Keeps a page as a draft, which goes where it says what shoppers see; when it was saved.
///
/// # Errors
/// Where the database is away.
pub(super) async fn keep(tx: &mut Tx, acting: &Acting, draft: ShopDraft) -> Result<i64, Error> {
    let (live, live_seen) = page::read(tx, acting.shop).await?;
    if live == draft {
        super::drop(tx, acting.shop, PAGE).await?;
        return Ok(live_seen);
    }
    super::put(tx, acting.shop, Some(acting.person.id), PAGE, None, &Document::Page(Box::new(draft))).await
}

/// Puts a picture behind those of the shop's page, or of a product.
///
/// # Errors
/// Where there are too many already, there is no such product, or the database is away.
pub async fn append(state: &AppState, acting: &Acting, product: Option<&Slug>, picture: &str) -> Result<(), Error> {
    is_standing(acting)?;
    let (mut write, acting) = acting.write(state).await?;
    let acting = &acting;
    let placed = Placed { picture: picture.to_owned(), source: None, alt: Both::default() };
    let put = |pictures: &mut Vec<Placed>| {
        if pictures.iter().any(|one| one.picture == picture) {
            return Ok(false);
        }
        if pictures.len() >= check::MOST_PICTURES {
            return Err(Error::unfit("content", "사진은 열두 장까지입니다.", "At most twelve pictures."));
        }
        pictures.push(placed);
        Ok(true)
    };
    match product {
        None => {
            let (mut draft, _, _) = page_of(&mut write.tx, acting).await?;
            if put(&mut draft.pictures)? {
                save_page(write, acting, draft).await?;
            }
        }
        Some(slug) => {
            let Edited { id, mut draft, live, .. } = product_of(&mut write.tx, acting.shop, slug.as_str()).await?;
            if put(&mut draft.pictures)? {
                save(write, acting, (id, slug), draft, live.as_ref()).await?;
            }
        }
    }
    Ok(())
}

/// What an operator looks at is not changed under their eyes: what the application is judged by stays as it was sent, whether rows
/// are saved over, or a draft is opened, or an opening is taken back.
///
/// # Errors
/// Where an operator looks at it, or the database is away.
pub(super) async fn is_not_submitted(tx: &mut Tx, shop: i64, draft: &ShopDraft) -> Result<(), Error> {
    let sql = "select count(*) from applications where shop_id = $1 and state = 'submitted'";
    if sqlx::query_scalar::<_, i64>(sql).bind(shop).fetch_one(&mut **tx).await? == 0 {
        return Ok(());
    }
    let (live, _) = page::read(tx, shop).await?;
    let judged = |page: &ShopDraft| {
        let ShopDraft { name, district, address, postcode, hours, phone, email, .. } = page.clone();
        (name, district, address, postcode, hours, phone, email)
    };
    if judged(&live) == judged(draft) {
        return Ok(());
    }
    let (ko, en) = (
        "보낸 신청을 운영자가 살펴보는 동안 이름, 주소, 영업시간, 연락처는 바꿀 수 없습니다.",
        "Name, address, hours and contact are not changed while the operator looks at the application.",
    );
    Err(Error::conflict(ko, en))
}

/// `DELETE /api/v1/shops/{shop}/draft`
pub async fn drop_shop_draft(State(state): State<AppState>, acting: Acting, Told(request): Told<DropShopDraft>) -> Result<Response, Error> {
    let (mut write, acting) = acting.write(&state).await?;
    let (_, seen, _) = page_of(&mut write.tx, &acting).await?;
    super::is_as_seen(request.seen, seen..=seen)?;
    let was_there = if acting.role == Role::Owner {
        super::drop(&mut write.tx, acting.shop, PAGE).await?
    } else {
        business::drop_rest(&mut write.tx, acting.shop).await?
    };
    if !was_there {
        return Err(Error::NotFound);
    }
    record::put(&mut write.tx, Entry::of(&acting, "draft_dropped")).await?;
    write.keep().await?;
    private(&Done {})
}

/// A product as it is being edited.
pub struct Edited {
    pub id: i64,
    pub draft: ProductDraft,
    pub seen: i64,
    /// Since when nobody changed it, but the program that put pictures in for which it waited.
    pub since: i64,
    pub differs: bool,
    pub live: Option<product::Found>,
}

/// The product of that slug as it is being edited: its draft, with what is live in it as it is now.
///
/// # Errors
/// Where there is none, or the database is away.
pub async fn product_of(tx: &mut Tx, shop: i64, slug: &str) -> Result<Edited, Error> {
    let id = product::number(tx, shop, slug).await?.ok_or(Error::NotFound)?;
    let live = product::read(tx, shop, id).await?;
    let kept = super::of(tx, shop, id).await?;
    let (mut draft, seen, since, differs) = match (kept, &live) {
        (Some(super::Kept { document: Document::Product(draft), updated_at, since, .. }), _) => (*draft, updated_at, since, true),
        (_, Some(live)) => (product::document(&live.stored, live.collections.clone()), live.updated_at, live.since, false),
        _ => return Err(Error::NotFound),
    };
    if let Some(live) = &live {
        draft.shown = live.stored.state == "shown";
        for variant in &mut draft.variants {
            let now = live.stored.variants.iter().find(|one| ids::short(one.id) == variant.id);
            variant.stock = now.map_or(variant.stock, |now| now.stock);
        }
    }
    Ok(Edited { id, draft, seen, since, differs, live })
}

/// `GET /api/v1/shops/{shop}/draft/products/{product}`
pub async fn edit_product(State(state): State<AppState>, acting: Acting, Told(request): Told<EditProduct>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let Edited { draft, seen, differs, live, .. } = product_of(&mut tx, acting.shop, request.product.as_str()).await?;
    let placed = draft.pictures.clone();
    let dropped = live.map(|live| product::dropped(&draft, &live.stored)).unwrap_or_default();
    private(&Editing { dropped, ..editing(&mut tx, &acting, draft, &placed, seen, differs).await? })
}

/// `POST /api/v1/shops/{shop}/draft/products`
pub async fn add_product(State(state): State<AppState>, acting: Acting, Told(request): Told<AddProduct>) -> Result<Response, Error> {
    is_standing(&acting)?;
    let draft = check::product(&request.draft, &HashSet::new())?;
    let (mut write, acting) = acting.write(&state).await?;
    picture::are_theirs(&mut write.tx, acting.shop, &draft.pictures).await?;
    let sql = "select slug from products where shop_id = $1 union select slug from drafts where shop_id = $1 and kind = 'product' and slug is not null";
    let taken: HashSet<String> = sqlx::query_scalar(sql).bind(acting.shop).fetch_all(&mut *write.tx).await?.into_iter().collect();
    if taken.len() >= MOST_PRODUCTS {
        return Err(Error::conflict("상품은 2만 개까지입니다.", "A shop has at most 20,000 products."));
    }
    let Both { ko, en } = &draft.name;
    let wanted = Slug::of_title(ko.as_deref().or(en.as_deref()).unwrap_or_default());
    let slug = check::free(wanted, |slug| taken.contains(slug.as_str())).ok_or_else(|| Error::fault("no slug is free"))?;
    let seen = save(write, &acting, (ids::fresh(), &slug), draft, None).await?;
    private(&Saved { seen, product: Some(slug), clip: None })
}

/// The most products of a shop, drafts among them.
const MOST_PRODUCTS: usize = 20_000;

/// `PUT /api/v1/shops/{shop}/draft/products/{product}`
pub async fn save_product(State(state): State<AppState>, acting: Acting, Told(request): Told<SaveProduct>) -> Result<Response, Error> {
    is_standing(&acting)?;
    let (mut write, acting) = acting.write(&state).await?;
    let Edited { id, draft: before, seen, since, live, .. } = product_of(&mut write.tx, acting.shop, request.product.as_str()).await?;
    let was = still(&before);
    let of_live = live.iter().flat_map(|live| &live.stored.variants).map(|variant| ids::short(variant.id));
    let known = before.variants.into_iter().map(|variant| variant.id).chain(of_live).collect();
    let mut draft = check::product(&request.draft, &known);
    if let Ok(draft) = &mut draft {
        // A form that saves as one goes is not drawn anew: it never comes to know which picture came.
        product::fill(draft, &before.pictures, request.seen != seen || request.waits_as_before);
    }
    if !(since..=seen).contains(&request.seen) {
        // What is saved already came twice: the line was cut before the answer.
        let is_saved = draft.is_ok_and(|draft| still(&draft) == was);
        return if is_saved { private(&Saved { seen, product: Some(request.product), clip: None }) } else { Err(overtaken()) };
    }
    let mut draft = draft?;
    if live.is_some() {
        draft.shown = before.shown;
    }
    picture::are_theirs(&mut write.tx, acting.shop, &draft.pictures).await?;
    let seen = save(write, &acting, (id, &request.product), draft, live.as_ref()).await?;
    private(&Saved { seen, product: Some(request.product), clip: None })
}

/// Saves a product: to its rows where nobody sees the shop, else as a draft, which goes where it says what shoppers see.
async fn save(
    mut write: Write,
    acting: &Acting,
    (id, slug): (i64, &Slug),
    draft: ProductDraft,
    live: Option<&product::Found>,
) -> Result<i64, Error> {
    if is_unseen(acting) {
        let shop: String = sqlx::query_scalar("select slug from shops where id = $1").bind(acting.shop).fetch_one(&mut *write.tx).await?;
        let shop: Slug = shop.parse().map_err(Error::fault)?;
        let front = Front::load(&mut write.tx, &shop).await?.ok_or(Error::NotFound)?;
        product::write(&mut write, &front, id, slug.as_str(), &draft).await?;
        let seen = product::read(&mut write.tx, acting.shop, id).await?.map_or(0, |found| found.updated_at);
        write.keep().await?;
        return Ok(seen);
    }
    let is_live = live.is_some_and(|live| {
        !draft.gone && product::over(&draft, id, Some(&live.stored)) == live.stored && draft.collections == live.collections
    });
    let seen = if is_live {
        super::drop(&mut write.tx, acting.shop, id).await?;
        live.map_or(0, |live| live.updated_at)
    } else if draft.gone && live.is_none() {
        super::drop(&mut write.tx, acting.shop, id).await?;
        0
    } else {
        super::put(&mut write.tx, acting.shop, Some(acting.person.id), id, Some(slug.as_str()), &Document::Product(Box::new(draft))).await?
    };
    write.keep().await?;
    Ok(seen)
}

/// `DELETE /api/v1/shops/{shop}/draft/products/{product}`
pub async fn drop_product_draft(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<DropProductDraft>,
) -> Result<Response, Error> {
    let (mut write, acting) = acting.write(&state).await?;
    let Edited { id, seen, since, .. } = product_of(&mut write.tx, acting.shop, request.product.as_str()).await?;
    super::is_as_seen(request.seen, since..=seen)?;
    if is_unseen(&acting) {
        // Nobody has seen it.
        product::take_away(&mut write.tx, id).await?;
    } else if !super::drop(&mut write.tx, acting.shop, id).await? {
        return Err(Error::conflict("바뀐 것이 없습니다.", "Nothing of it is changed."));
    }
    record::put(&mut write.tx, Entry { about: Some(request.product.as_str()), ..Entry::of(&acting, "draft_dropped") }).await?;
    write.keep().await?;
    private(&Done {})
}
