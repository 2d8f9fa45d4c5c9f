//! The limits of size: what a shopper's browser must fetch before and after the first paint.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::demo::serve_command;
use crate::http::{get, wait_until_healthy};
use crate::process::Running;
use crate::run::{free_port, say};
use crate::{program, site};

/// The wasm and its JavaScript, packed with brotli: 170 KB, less than the lightest storefront known (176), and 15 for finding things.
const APP: usize = 185 * 1024;
/// A page's HTML with its styles, packed with brotli: what fits into the first flight of packets.
const PAGE: usize = 14 * 1024;

/// Prints every figure, then fails if one is over its limit.
pub fn check() -> Result<()> {
    let mut figures = vec![Figure { what: "wasm and JavaScript".into(), size: app()?, limit: APP }];
    figures.extend(pages()?);
    say("Sizes, in bytes as they are sent:");
    for figure in &figures {
        let over = if figure.is_over() { "  OVER THE LIMIT" } else { "" };
        eprintln!("  {:<52}{:>8} of {:>7}{over}", figure.what, figure.size, figure.limit);
    }
    if figures.iter().any(Figure::is_over) {
        bail!("a size grew past its limit");
    }
    Ok(())
}

struct Figure {
    what: String,
    size: usize,
    limit: usize,
}

impl Figure {
    fn is_over(&self) -> bool {
        self.size > self.limit
    }
}

/// What Trunk made of the app, packed with brotli, in bytes; files from `public/` are not part of it.
pub fn app() -> Result<usize> {
    let is_app = |file: &Path| {
        let inside = file.strip_prefix(site::folder()).unwrap_or(file);
        let name = inside.to_string_lossy().replace('\\', "/");
        (name.starts_with("storefront") || name.starts_with("snippets/")) && (name.ends_with(".wasm.br") || name.ends_with(".js.br"))
    };
    let files = site::files_in(&site::folder())?;
    let sizes = files.iter().filter(|file| is_app(file)).map(|file| file.metadata().map(|file| file.len()));
    let sum = sizes.sum::<std::io::Result<u64>>()?;
    if sum == 0 {
        bail!("there is no packed wasm in {}", site::folder().display());
    }
    Ok(usize::try_from(sum)?)
}

/// The first flights of home, a window and a product, from the release program on a demo street.
fn pages() -> Result<Vec<Figure>> {
    let street = program::demo_street("limits")?;
    let port = free_port()?;
    let server = serve_command("release", &street, port)?.spawn();
    let mut server = Running::new(server.context("cannot start golmok")?);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    wait_until_healthy(address, || match server.ended()? {
        Some(status) => bail!("the server ended at once ({status})"),
        None => Ok(()),
    })?;

    let window = "/windows/fashion";
    let page = get(address, window, &[])?;
    let product = first_product(&String::from_utf8_lossy(&page.body)).with_context(|| format!("{window} links to no product"))?;
    ["/", window, &product].into_iter().map(|path| first_flight(address, path)).collect()
}

fn first_flight(server: SocketAddr, path: &str) -> Result<Figure> {
    let page = get(server, path, &[("Accept-Encoding", "br"), ("Accept", "text/html")])?;
    if page.status != 200 {
        bail!("{path} answered {}", page.status);
    }
    if page.header("content-encoding") != Some("br") {
        bail!("{path} came unpacked, though brotli was asked for");
    }
    let what = format!("{path} (and {} of headers)", page.head.len());
    Ok(Figure { what, size: page.body.len(), limit: PAGE })
}

/// The path of the first product that a page links to.
pub fn first_product(page: &str) -> Option<String> {
    page.split("href=\"").skip(1).find_map(|rest| {
        let path = rest.split(['"', '?', '#']).next()?;
        let parts: Vec<&str> = path.split('/').collect();
        matches!(parts.as_slice(), ["", "shops", _, "products", _]).then(|| path.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_product_is_found_among_other_links() {
        let page = r#"<a href="/">…</a><a href="/shops/a">…</a><a href="/shops/a/products/b?x=1">…</a>"#;
        assert_eq!(first_product(page).as_deref(), Some("/shops/a/products/b"));
        assert_eq!(first_product("<a href=\"/shops/a/products\">"), None);
    }
}
