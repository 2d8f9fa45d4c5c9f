//! The demo street: its data from the crate `demo`, laid out for the database.

use std::collections::HashMap;

use ::demo::{Clip, Product, Shop, Street, Words};
use sqlx::AnyConnection;
use wire::{
    Picture,
    hours::{Span, Week},
    shop::BusinessNumber,
    time::Day,
};

use super::{
    FIRST_ID, Failure, begin,
    clock::{Clock, Dice},
    pictures::{keep_all, keep_file},
    sub_categories,
    tables::{Both, NewClip, NewProduct, NewShop, NewVariant, Tables},
    walls::{Hung, Walls},
};
use crate::{db::Db, error::Error, media::Media, shop::hours::StoredHoliday};

/// Draws all pictures, then writes the street.
///
/// # Errors
/// Where the database or the media store cannot, or a picture cannot be drawn.
pub async fn fill(db: &Db, media: &Media) -> Result<(), Failure> {
    let street = ::demo::street()?;
    let clips = ::demo::clips()?;
    let mut walls = Walls::of(&street, &clips);
    let pictures = keep_all(media, std::mem::take(&mut walls.shots)).await?;
    let mut files = Vec::new();
    for clip in &clips {
        let video = keep_file(media, clip.video, "mp4").await?;
        let korean = keep_file(media, clip.captions_ko.as_bytes(), "vtt").await?;
        let english = keep_file(media, clip.captions_en.as_bytes(), "vtt").await?;
        files.push([video, korean, english]);
    }
    write(db, Clock::now(), &street, &clips, files, walls, pictures).await?;
    let products: usize = street.shops.iter().map(|shop| shop.products.len()).sum();
    eprintln!("the street has {} shops, {products} products and {} clips now", street.shops.len(), clips.len());
    Ok(())
}

/// Writes the street as of one day, with pictures and clips that were never made: those take most of the time.
///
/// # Errors
/// Where the database cannot.
pub async fn fill_undrawn(db: &Db) -> Result<(), Failure> {
    let (street, clips) = (::demo::street()?, ::demo::clips()?);
    let walls = Walls::of(&street, &clips);
    let picture = |number| Picture {
        id: format!("{number:016x}"),
        width: 960,
        height: 960,
        colour: "a0a0a0".into(),
        widths: vec![240, 480, 960],
        alt: None,
    };
    let pictures = (0..walls.shots.len()).map(picture).collect();
    let files = (0..clips.len()).map(|clip| [format!("{clip}.mp4"), format!("{clip}-ko.vtt"), format!("{clip}-en.vtt")]).collect();
    write(db, Clock::at(1_795_489_200_000), &street, &clips, files, walls, pictures).await
}

/// Writes the street in one transaction. `files` are the clips', `pictures` those of the walls' shots in their order.
async fn write(
    db: &Db,
    clock: Clock,
    street: &Street,
    clips: &[Clip],
    files: Vec<[String; 3]>,
    walls: Walls,
    pictures: Vec<Picture>,
) -> Result<(), Failure> {
    let mut write = begin(db).await?;
    let mut layout = Layout { clock, dice: Dice::from(1), next: FIRST_ID, walls, pictures, ids: HashMap::new() };
    let mut tables = Tables::new(FIRST_ID + (1 << 24));
    layout.hang_windows(&mut write.tx).await?;
    layout.lay(&mut write.tx, street, clips, files, &mut tables).await?;
    tables.write(&mut write.tx).await?;
    sub_categories(&mut write).await?;
    Ok(write.commit().await?)
}

/// The street while it is laid out.
struct Layout {
    clock: Clock,
    dice: Dice,
    next: i64,
    walls: Walls,
    pictures: Vec<Picture>,
    /// Of each shop, and of each product by shop and slug.
    ids: HashMap<(String, Option<String>), i64>,
}

impl Layout {
    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn picture(&self, place: usize) -> String {
        self.pictures.get(place).map(|picture| picture.id.clone()).unwrap_or_default()
    }

    fn hung(&self, wall: Option<&Vec<Hung>>) -> Vec<(String, Both)> {
        wall.into_iter().flatten().map(|(place, alt)| (self.picture(*place), alt.clone())).collect()
    }

    /// The windows are there already; they get their pictures.
    async fn hang_windows(&self, tx: &mut AnyConnection) -> Result<(), Failure> {
        let now = self.clock.days_ago(0, &mut Dice::from(0));
        for (slug, place) in &self.walls.windows {
            let Some(picture) = self.pictures.get(*place) else { continue };
            crate::picture::insert(tx, picture, now).await?;
            let hang = sqlx::query("update windows set picture_id = $1 where slug = $2").bind(&picture.id).bind(slug);
            hang.execute(&mut *tx).await.map_err(Error::from)?;
        }
        Ok(())
    }

    async fn lay(
        &mut self,
        tx: &mut AnyConnection,
        street: &Street,
        clips: &[Clip],
        files: Vec<[String; 3]>,
        tables: &mut Tables,
    ) -> Result<(), Failure> {
        let windows: Vec<(String, i64)> = sqlx::query_as("select slug, id from windows").fetch_all(&mut *tx).await.map_err(Error::from)?;
        let windows: HashMap<String, i64> = windows.into_iter().collect();
        let heroes: Vec<usize> = self.walls.windows.iter().map(|(_, place)| *place).collect();
        let now = self.clock.days_ago(0, &mut Dice::from(0));
        let mut known = std::collections::HashSet::new();
        for (place, picture) in self.pictures.iter().enumerate() {
            if !heroes.contains(&place) && known.insert(&picture.id) {
                tables.picture(picture, now)?;
            }
        }
        for (index, shop) in street.shops.iter().enumerate() {
            self.shop(index, shop, &windows, tables)?;
        }
        for ((index, clip), files) in clips.iter().enumerate().zip(files) {
            self.clip(index, clip, files, tables);
        }
        Ok(())
    }

    fn shop(&mut self, index: usize, shop: &Shop, windows: &HashMap<String, i64>, tables: &mut Tables) -> Result<(), Failure> {
        let id = self.id();
        self.ids.insert((shop.slug.clone(), None), id);
        let named = std::iter::once(&shop.window).chain(&shop.also_in);
        let windows: Vec<i64> = named.filter_map(|slug| windows.get(slug).copied()).collect();
        let collections: Vec<(i64, String, Both)> =
            shop.collections.iter().map(|one| (self.id(), one.slug.clone(), both(&one.name))).collect();
        let oldest = shop.products.iter().map(|product| i64::from(product.age_days)).max().unwrap_or(0);
        let days = oldest + 1 + self.dice.below(30);
        let number = i64::try_from(index).unwrap_or(0);
        tables.shop(&NewShop {
            id,
            slug: shop.slug.clone(),
            name: both(&shop.name),
            tagline: both(&shop.tagline),
            story: both(&shop.story),
            notice: shop.notice.as_ref().map(both).unwrap_or_default(),
            district: both(&shop.district),
            address: both(&shop.address),
            postcode: shop.postcode.clone(),
            point: shop.point.map(|degrees| (degrees * 1e6).round() as i64),
            phone: shop.phone.clone(),
            email: mail(&shop.slug, number),
            representative: shop.representative.clone(),
            business_number: business_number(number),
            mail_order_number: mail_order_number(number),
            week: week(&shop.hours)?,
            holidays: holidays(shop)?,
            delivery: shop.delivery.as_ref().map(|one| (one.fee, one.free_from, one.days.map(i64::from))),
            pickup: shop.pickup.as_ref().map(|one| i64::from(one.ready_minutes)),
            opened_at: self.clock.days_ago(days, &mut self.dice),
            windows: windows.clone(),
            pictures: self.hung(self.walls.shops.get(index)),
            collections: collections.clone(),
        })?;
        for (place, product) in shop.products.iter().enumerate() {
            let wall = self.walls.products.get(index).and_then(|walls| walls.get(place));
            let pictures = self.hung(wall);
            let found = collections.iter().find(|(_, slug, _)| *slug == product.collection);
            let collection = found.map(|(collection, ..)| (*collection, i64::try_from(place).unwrap_or(0)));
            let laid = self.product(&shop.slug, (id, &windows), product, collection, pictures);
            tables.product(&laid);
        }
        Ok(())
    }

    fn product(
        &mut self,
        shop: &str,
        (shop_id, windows): (i64, &[i64]),
        product: &Product,
        collection: Option<(i64, i64)>,
        pictures: Vec<(String, Both)>,
    ) -> NewProduct {
        let id = self.id();
        self.ids.insert((shop.to_owned(), Some(product.slug.clone())), id);
        let extras = product.extra.iter().copied().chain(std::iter::repeat(0));
        let variants = product.stock.iter().zip(extras).map(|(stock, extra)| NewVariant {
            id: self.id(),
            sku: None,
            price: product.price + extra,
            before: product.before.map(|before| before + extra),
            stock: *stock,
        });
        let variants = variants.collect();
        NewProduct {
            id,
            shop: shop_id,
            windows: windows.to_vec(),
            slug: product.slug.clone(),
            name: both(&product.name),
            description: both(&product.description),
            kind: both(&product.kind),
            origin: product.origin.as_ref().map(both).unwrap_or_default(),
            collection,
            options: product.options.iter().map(|one| (both(&one.name), one.values.iter().map(both).collect())).collect(),
            variants,
            pictures,
            created_at: self.clock.days_ago(i64::from(product.age_days), &mut self.dice),
        }
    }

    /// A clip; one of a shop that the street does not have is left away.
    fn clip(&mut self, index: usize, clip: &Clip, files: [String; 3], tables: &mut Tables) {
        let Some(shop) = self.ids.get(&(clip.shop.clone(), None)).copied() else { return };
        let moments = clip.moments.iter().map(|moment| {
            let product = self.ids.get(&(clip.shop.clone(), Some(moment.product.clone()))).copied();
            (i64::from(moment.at), product, both(&moment.label))
        });
        let moments = moments.collect();
        let poster = self.walls.posters.get(index).map(|place| self.picture(*place)).unwrap_or_default();
        tables.clip(&NewClip {
            id: self.id(),
            slug: clip.slug.clone(),
            shop,
            title: both(&clip.title),
            about: both(&clip.about),
            files,
            seconds: i64::from(clip.seconds),
            size: [i64::from(clip.width), i64::from(clip.height)],
            poster,
            moments,
            created_at: self.clock.days_ago(i64::from(clip.age_days), &mut self.dice),
        });
    }
}

fn both(words: &Words) -> Both {
    [words.ko.clone(), words.en.clone()]
}

/// The shop's own address at a domain that nobody has.
pub fn mail(slug: &str, number: i64) -> String {
    let name: String = slug.chars().filter(|one| one.is_ascii_alphanumeric() || *one == '-').collect();
    let name = name.trim_matches('-');
    if name.is_empty() { format!("shop{}@example.com", number + 1) } else { format!("{name}@example.com") }
}

/// A business number from 000, which no business has, with the right check digit.
pub fn business_number(number: i64) -> String {
    // 7919 is prime to a million, so that no two of a million shops have the same.
    let nine = format!("000{:06}", (number * 7_919 + 104_729) % 1_000_000);
    let check = BusinessNumber::check_digit(&nine).unwrap_or(0);
    format!("{nine}{check}")
}

/// A mail-order number of an office that is not there.
pub fn mail_order_number(number: i64) -> String {
    format!("제2026-서울가상-{:04}호", number + 1)
}

fn week(hours: &::demo::Hours) -> Result<Week, Failure> {
    let mut week = Week::default();
    for (day, spans) in week.iter_mut().zip(hours.days()) {
        for [from, to] in spans {
            let minutes = |clock: &str| ::demo::minutes(clock).ok_or_else(|| format!("{clock} is no time of day"));
            day.push(Span { from: minutes(from)?, to: minutes(to)? });
        }
    }
    Ok(week)
}

fn holidays(shop: &Shop) -> Result<Vec<StoredHoliday>, Failure> {
    let holiday = |one: &::demo::Holiday| -> Result<StoredHoliday, Failure> {
        let note = one.note.clone().unwrap_or_default();
        Ok(StoredHoliday { from: Day::try_from(one.from.clone())?, to: Day::try_from(one.to.clone())?, ko: note.ko, en: note.en })
    };
    shop.holidays.iter().map(holiday).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_whole_street_is_in_the_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        fill_undrawn(&db).await.expect("a street");
        for (sql, many) in [
            ("select count(*) from shops where state = 'open' and email like '%@example.com' and business_number like '000%'", 49),
            ("select count(*) from products", 490),
            ("select count(*) from windows where picture_id is not null", 7),
            ("select count(*) from shop_pictures", 3 * 49),
            ("select count(*) from collection_products", 490),
            ("select count(*) from product_pictures where position = 0", 490),
            ("select count(*) from product_pictures where alt_ko is null or alt_en is null", 0),
            ("select count(*) from products p where not exists (select 1 from variants v where v.product_id = p.id)", 0),
            ("select count(*) from products where created_at > 1795489200000", 0),
            ("select count(*) from shops s join products p on p.shop_id = s.id where p.created_at < s.opened_at", 0),
            ("select count(*) from moments where product_id is null", 0),
        ] {
            let found: i64 = sqlx::query_scalar(sql).fetch_one(&db.pool).await.expect("a count");
            assert_eq!(found, many, "{sql}");
        }
    }

    #[test]
    fn business_numbers_are_right_and_nobodys() {
        let mut seen = std::collections::HashSet::new();
        for number in 0..6_000 {
            let made = business_number(number);
            let parsed = BusinessNumber::try_from(made.clone()).expect("a business number");
            assert_eq!(parsed.trade_commission_page(), None);
            assert!(seen.insert(made));
        }
        assert_eq!(mail_order_number(6), "제2026-서울가상-0007호");
        assert_eq!(mail("haneul-리넨", 3), "haneul@example.com");
        assert_eq!(mail("하늘", 3), "shop4@example.com");
    }
}
