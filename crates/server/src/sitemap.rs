//! `robots.txt` and the sitemap, split past 50,000 addresses.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use wire::{
    Lang, Slug,
    address::{Address, Page},
};

use crate::{error::Error, rows, state::AppState};

/// How many pages one file lists. The protocol allows 50,000 addresses; each page has two, one a language.
const A_FILE: i64 = 25_000;

/// `GET /robots.txt`
pub async fn robots(State(state): State<AppState>) -> Response {
    let text = format!(
        "User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /theme\nDisallow: /drawn/\nDisallow: /studio\nDisallow: /operator\nDisallow: /links/\nDisallow: /search\nDisallow: /en/search\nSitemap: {}/sitemap.xml\n",
        state.public_url
    );
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}

/// `GET /sitemap.xml`: the index of the files, or all of it where one file holds all.
///
/// # Errors
/// Where the database is away.
pub async fn index(State(state): State<AppState>) -> Result<Response, Error> {
    let street = state.street().await?;
    let files = i64::try_from(street.products).unwrap_or(0) / A_FILE + 1;
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for name in std::iter::once("street".to_owned()).chain((0..files).map(|file| format!("products-{file}"))) {
        xml.push_str(&format!("<sitemap><loc>{}/sitemaps/{name}.xml</loc></sitemap>\n", escape(&state.public_url)));
    }
    xml.push_str("</sitemapindex>\n");
    Ok(answer(xml))
}

/// `GET /sitemaps/{file}`: `street.xml` or `products-0.xml` and so on.
///
/// # Errors
/// Where there is no such file or the database is away.
pub async fn file(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Error> {
    let pages = match name.strip_suffix(".xml").ok_or(Error::NotFound)? {
        "street" => street_pages(&state).await?,
        other => {
            let file: i64 =
                other.strip_prefix("products-").and_then(|file| file.parse().ok()).filter(|file| *file >= 0).ok_or(Error::NotFound)?;
            product_pages(&state, file).await?
        }
    };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for page in pages {
        for lang in Lang::ALL {
            let link = |address: Address| format!("{}{}", escape(&state.public_url), escape(&address.path()));
            xml.push_str(&format!("<url><loc>{}</loc>", link(page.clone().of(lang))));
            for other in Lang::ALL {
                xml.push_str(&format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                    other.tag(),
                    link(page.clone().of(other))
                ));
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    Ok(answer(xml))
}

/// Home, windows, shops, clips and the operator's pages. Shops and clips past the protocol's limit are left out.
async fn street_pages(state: &AppState) -> Result<Vec<Page>, Error> {
    let street = state.street().await?;
    let mut pages = vec![Page::Home, Page::Clips { after: None }, Page::About, Page::Terms, Page::Privacy];
    pages.extend(street.windows.iter().map(|window| Page::window(&window.slug)));
    let shops = sqlx::query("select slug from shops where state = 'open' order by id limit 16000").fetch_all(&state.db.pool).await?;
    for row in &shops {
        pages.push(Page::shop(&rows::slug(row, "slug")?));
    }
    let clips = "select c.slug from clips c join shops s on s.id = c.shop_id where s.state = 'open' and c.held_why is null order by c.id limit 8000";
    for row in &sqlx::query(clips).fetch_all(&state.db.pool).await? {
        pages.push(Page::clip(&rows::slug(row, "slug")?, None));
    }
    Ok(pages)
}

async fn product_pages(state: &AppState, file: i64) -> Result<Vec<Page>, Error> {
    let sql = "select s.slug as shop, p.slug from products p join shops s on s.id = p.shop_id
        where p.state = 'shown' and s.state = 'open' order by p.id limit $1 offset $2";
    let found = sqlx::query(sql).bind(A_FILE).bind(file.saturating_mul(A_FILE)).fetch_all(&state.db.pool).await?;
    if found.is_empty() && file > 0 {
        return Err(Error::NotFound);
    }
    let page = |row| -> Result<Page, Error> {
        let shop: Slug = rows::slug(row, "shop")?;
        Ok(Page::product(&shop, &rows::slug(row, "slug")?))
    };
    found.iter().map(page).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn answer(xml: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], xml).into_response()
}
