//! `robots.txt` and the sitemap: an index, and files of at most 50,000 addresses.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use wire::{
    Lang,
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

/// What there is so many of that it is listed in files of its own.
#[derive(Clone, Copy)]
enum Many {
    Shops,
    Clips,
    Products,
}

impl Many {
    const ALL: [Self; 3] = [Self::Shops, Self::Clips, Self::Products];

    /// Stands before the number in a file's name.
    fn word(self) -> &'static str {
        match self {
            Self::Shops => "shops",
            Self::Clips => "clips",
            Self::Products => "products",
        }
    }

    /// How many there are.
    async fn count(self, state: &AppState) -> Result<i64, Error> {
        let sql = match self {
            Self::Shops => "select count(*) from shops where state = 'open'",
            Self::Clips => "select count(*) from clips c join shops s on s.id = c.shop_id where s.state = 'open' and c.held_why is null",
            // Counted once a version of the data.
            Self::Products => return Ok(i64::try_from(state.street().await?.products).unwrap_or(i64::MAX)),
        };
        Ok(sqlx::query_scalar(sql).fetch_one(&state.db.pool).await?)
    }

    /// The pages of one file.
    async fn pages(self, state: &AppState, file: i64, a_file: i64) -> Result<Vec<Page>, Error> {
        let sql = match self {
            Self::Shops => "select slug as shop, slug from shops where state = 'open' order by id limit $1 offset $2",
            Self::Clips => {
                "select s.slug as shop, c.slug from clips c join shops s on s.id = c.shop_id
                 where s.state = 'open' and c.held_why is null order by c.id limit $1 offset $2"
            }
            Self::Products => {
                "select s.slug as shop, p.slug from products p join shops s on s.id = p.shop_id
                 where p.state = 'shown' and s.state = 'open' order by p.id limit $1 offset $2"
            }
        };
        let found = sqlx::query(sql).bind(a_file).bind(file.saturating_mul(a_file)).fetch_all(&state.db.pool).await?;
        let page = |row| -> Result<Page, Error> {
            let slug = rows::slug(row, "slug")?;
            Ok(match self {
                Self::Shops => Page::shop(&slug),
                Self::Clips => Page::clip(&slug, None),
                Self::Products => Page::product(&rows::slug(row, "shop")?, &slug),
            })
        };
        found.iter().map(page).collect()
    }
}

/// `GET /sitemap.xml`: the index of the files.
///
/// # Errors
/// Where the database is away.
pub async fn index(State(state): State<AppState>) -> Result<Response, Error> {
    Ok(answer(index_of(&state, A_FILE).await?))
}

/// The index of files that list at most `a_file` pages each.
///
/// # Errors
/// Where the database is away.
pub async fn index_of(state: &AppState, a_file: i64) -> Result<String, Error> {
    let mut names = vec!["street".to_owned()];
    for many in Many::ALL {
        // No file more than has something in it.
        let files = many.count(state).await?.saturating_add(a_file - 1) / a_file;
        names.extend((0..files).map(|file| format!("{}-{file}", many.word())));
    }
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for name in names {
        xml.push_str(&format!("<sitemap><loc>{}/sitemaps/{name}.xml</loc></sitemap>\n", escape(&state.public_url)));
    }
    xml.push_str("</sitemapindex>\n");
    Ok(xml)
}

/// `GET /sitemaps/{file}`: `street.xml`, or `shops-0.xml`, `clips-0.xml`, `products-0.xml` and so on.
///
/// # Errors
/// Where there is no such file or the database is away.
pub async fn file(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Error> {
    Ok(answer(file_of(&state, &name, A_FILE).await?))
}

/// One of the files that list at most `a_file` pages each.
///
/// # Errors
/// Where there is no such file or the database is away.
pub async fn file_of(state: &AppState, name: &str, a_file: i64) -> Result<String, Error> {
    let name = name.strip_suffix(".xml").ok_or(Error::NotFound)?;
    let pages = match name.rsplit_once('-') {
        None if name == "street" => street_pages(state).await?,
        None => return Err(Error::NotFound),
        Some((word, file)) => {
            let many = Many::ALL.into_iter().find(|many| many.word() == word).ok_or(Error::NotFound)?;
            let file: i64 = file.parse().ok().filter(|file| *file >= 0).ok_or(Error::NotFound)?;
            let pages = many.pages(state, file, a_file).await?;
            if pages.is_empty() {
                return Err(Error::NotFound);
            }
            pages
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
    Ok(xml)
}

/// Home, windows and the operator's pages.
async fn street_pages(state: &AppState) -> Result<Vec<Page>, Error> {
    let street = state.street().await?;
    let mut pages = vec![Page::Home, Page::Clips { after: None }, Page::About, Page::Terms, Page::Privacy];
    pages.extend(street.windows.iter().map(|window| Page::window(&window.slug)));
    Ok(pages)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn answer(xml: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], xml).into_response()
}
