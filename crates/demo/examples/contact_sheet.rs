//! Writes sheets of everything that is drawn: `cargo run --release --example contact_sheet -- FOLDER [WHAT…]`.
//!
//! WHAT is any of stills, details, shop, fronts, insides, windows; all without one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use demo::{Pixels, Scene, Shop, Street, Style, WINDOWS, draw, street};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("give a folder")?);
    let wanted: Vec<String> = arguments.collect();
    std::fs::create_dir_all(&folder)?;
    let street = street()?;
    let sheets: [(&str, Scenes, (u32, u32), u32); 6] = [
        ("stills", stills, (1080, 1080), 4),
        ("details", details, (1080, 1080), 4),
        ("shop", in_shops, (1080, 1350), 4),
        ("fronts", fronts, (1440, 960), 2),
        ("insides", insides, (1440, 960), 2),
        ("windows", windows, (1600, 900), 2),
    ];
    for (name, scenes, size, shrink) in sheets {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            sheet(&folder, name, &scenes(&street), size, shrink)?;
        }
    }
    Ok(())
}

type Scenes = fn(&Street) -> Vec<Scene>;

/// Two shops of each style.
fn each<T>(street: &Street, make: impl Fn(&Shop) -> T) -> Vec<T> {
    let styles = [Style::Modern, Style::Hanok, Style::Brick, Style::Market, Style::Wood, Style::Tile];
    let shops = styles.into_iter().flat_map(|style| street.shops.iter().filter(move |shop| shop.look.style == style).take(2));
    shops.map(make).collect()
}

fn stills(street: &Street) -> Vec<Scene> {
    let things = street.shops.iter().flat_map(|shop| &shop.products).step_by(7);
    things.map(|product| Scene::Still(product.draw.clone())).collect()
}

fn details(street: &Street) -> Vec<Scene> {
    let things = street.shops.iter().flat_map(|shop| shop.products.iter().step_by(9));
    things.map(|product| Scene::Detail(product.draw.clone())).collect()
}

fn in_shops(street: &Street) -> Vec<Scene> {
    let pairs = street.shops.iter().flat_map(|shop| shop.products.iter().skip(2).step_by(20).map(move |product| (shop, product)));
    pairs.map(|(shop, product)| Scene::InShop { thing: product.draw.clone(), look: shop.look.clone() }).collect()
}

fn things(shop: &Shop) -> Vec<demo::Thing> {
    shop.products.iter().map(|product| product.draw.clone()).collect()
}

fn fronts(street: &Street) -> Vec<Scene> {
    each(street, |shop| Scene::Front { look: shop.look.clone(), things: things(shop) })
}

fn insides(street: &Street) -> Vec<Scene> {
    each(street, |shop| Scene::Inside { look: shop.look.clone(), things: things(shop) })
}

fn windows(_: &Street) -> Vec<Scene> {
    WINDOWS.iter().map(|window| Scene::Window { window: (*window).to_owned() }).collect()
}

/// Draws the scenes, says how long one took, and writes pages of at most 24 pictures, each shrunk.
fn sheet(folder: &Path, name: &str, scenes: &[Scene], (width, height): (u32, u32), shrink: u32) -> Outcome<()> {
    let columns = if width > height { 3 } else { 6 };
    let per_page = columns * 4;
    let (small_width, small_height) = (width / shrink, height / shrink);
    let mut times = Vec::new();
    for (page, scenes) in scenes.chunks(per_page).enumerate() {
        let rows = scenes.len().div_ceil(columns) as u32;
        let mut image = image::RgbImage::new(small_width * columns as u32, small_height * rows);
        for (index, scene) in scenes.iter().enumerate() {
            let start = busy();
            let pixels = draw(scene, width, height)?;
            times.push(busy().saturating_sub(start).as_millis());
            let small = shrunk(&pixels, small_width, small_height)?;
            let (column, row) = (index % columns, index / columns);
            let (x, y) = (column as u32 * small_width, row as u32 * small_height);
            image::imageops::replace(&mut image, &small, i64::from(x), i64::from(y));
        }
        image.save(folder.join(format!("{name}-{page:02}.png")))?;
    }
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let most = times.last().copied().unwrap_or_default();
    println!("{name}: {} pictures of {width}x{height}, {middle} ms in the middle, {most} ms at most", times.len());
    Ok(())
}

fn shrunk(pixels: &Pixels, width: u32, height: u32) -> Outcome<image::RgbImage> {
    let image = image::RgbImage::from_raw(pixels.width, pixels.height, pixels.rgb.clone()).ok_or("the picture has too few bytes")?;
    Ok(image::imageops::resize(&image, width, height, image::imageops::FilterType::Triangle))
}

/// How long this program has had a core; other programs do not count.
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}
