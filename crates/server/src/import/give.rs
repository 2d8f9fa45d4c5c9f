//! Giving a shop's products out as a list, as they are being edited: what is brought in again is laid over just that.

use axum::{extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use wire::{
    Currency,
    application::File,
    draft::{Both, Placed, ShopDraft},
    import::ExportProducts,
};

use super::export::{self, Exported, Seller};
use crate::{
    access::Acting,
    draft::{
        edit::{page_of, product_of},
        picture,
    },
    error::Error,
    product::write::stored::Tx,
    reply::private,
    request::Told,
    state::AppState,
};

/// `GET /api/v1/shops/{shop}/export`
pub async fn export_products(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<ExportProducts>,
) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let ShopDraft { name, delivery, .. } = page_of(&mut tx, &acting).await?.0;
    let code: String = sqlx::query_scalar("select currency from shops where id = $1").bind(acting.shop).fetch_one(&mut *tx).await?;
    let currency: Currency = code.parse().map_err(Error::fault)?;
    // The oldest last, as a list that is brought in is read: its first product stands as the newest.
    let sql = "select slug, created_at, id from products where shop_id = $1 union all
        select d.slug, d.updated_at, d.thing_id from drafts d where d.shop_id = $1 and d.kind = 'product'
            and not exists (select 1 from products p where p.id = d.thing_id) order by 2 desc, 3 desc";
    let slugs: Vec<(String, i64, i64)> = sqlx::query_as(sql).bind(acting.shop).fetch_all(&mut *tx).await?;
    let origin = state.public_url.as_str();
    let link = format!("{origin}/shops/{}", wire::endpoint::encode(request.shop.as_str()));
    let mut products = Vec::with_capacity(slugs.len());
    for (slug, ..) in slugs {
        let edited = product_of(&mut tx, acting.shop, &slug).await?;
        if edited.draft.gone {
            continue;
        }
        let mut pictures = Vec::new();
        for placed in &edited.draft.pictures {
            pictures.extend(address(&mut tx, origin, placed).await?);
        }
        let link = format!("{link}/products/{}", wire::endpoint::encode(&slug));
        products.push(Exported { slug, draft: edited.draft, pictures, link });
    }
    drop(tx);
    let shop = request.shop.to_string();
    let name = name.read(request.lang).unwrap_or(&shop).to_owned();
    let (kind, end) = export::file(request.format);
    let bytes = tokio::task::spawn_blocking(move || {
        let seller = Seller { slug: &shop, name: &name, link: &link, currency, delivery: delivery.as_ref() };
        export::write(request.format, &seller, &products)
    });
    let bytes = bytes.await.map_err(Error::fault)?.map_err(|unwritable| match unwritable {
        export::Unwritable::NotInWon(code) => Error::Refused {
            field: "format",
            ko: format!("네이버 목록의 가격은 원화인데, 매장의 가격은 {code}입니다."),
            en: format!("The prices of a Naver list are in won, and the shop's are in {code}."),
        },
        export::Unwritable::Csv(error) => Error::fault(error),
    })?;
    let name = format!("{}-{}.{end}", request.shop, request.format.word());
    private(&File { name, kind: kind.to_owned(), content: STANDARD.encode(bytes) })
}

/// The address by which a list knows a picture: its source while it waits, its largest file here once it is there. A file that
/// lay in a folder beside a list has none.
async fn address(tx: &mut Tx, origin: &str, placed: &Placed) -> Result<Option<(String, Both)>, Error> {
    let address = match picture::these(tx, &[&placed.picture]).await?.pop() {
        Some(picture) => Some(format!("{origin}/media/{}-{}.jpg", picture.id, picture.fallback_width())),
        None => placed.source.clone().filter(|source| source.contains("://")),
    };
    Ok(address.map(|address| (address, placed.alt.clone())))
}
