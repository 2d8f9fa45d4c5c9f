//! A street of any size, for measuring: made-up names, a few dozen pictures shared by all, written as it is made.

use ::demo::Street;
use wire::{
    Picture,
    hours::{Span, Week},
};

use super::{
    FIRST_ID, Failure, begin,
    clock::{Clock, Dice},
    demo::{business_number, mail, mail_order_number},
    pictures::keep_all,
    progress::Progress,
    scenes::Shot,
    sub_categories,
    tables::{Both, NewProduct, NewShop, NewVariant, Tables},
    words::{DISTRICTS, NAMES, Pair, TRADES, Trade},
};
use crate::{db::Db, error::Error, media::Media};

/// Business numbers tell this many apart.
pub const MOST_SHOPS: u32 = 1_000_000;
/// Ids of a seed are kept apart for this many.
pub const MOST_PRODUCTS: u32 = 10_000_000;

/// Rows are written whenever this many products are laid out.
const A_PIECE: usize = 400;
/// Stills and fronts of each window.
const STILLS: usize = 7;
const FRONTS: usize = 2;

/// The pictures of one window, by the demo street's shops.
#[derive(Default)]
struct Pool {
    stills: Vec<Picture>,
    fronts: Vec<Picture>,
}

/// Fills the street; `products` are spread evenly over `shops`.
///
/// # Errors
/// Where the database or the media store cannot, or a picture cannot be drawn.
pub async fn fill(db: &Db, media: &Media, shops: i64, products: i64) -> Result<(), Failure> {
    let pools = draw(media).await?;
    write(db, &pools, Clock::now(), shops, products).await?;
    eprintln!("the street has {shops} shops and {products} products now");
    Ok(())
}

/// Writes the street in one transaction, as it is made.
async fn write(db: &Db, pools: &[Pool], clock: Clock, shops: i64, products: i64) -> Result<(), Failure> {
    let mut write = begin(db).await?;
    let sql = "select slug, id from windows";
    let windows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&mut *write.tx).await.map_err(Error::from)?;
    let mut progress = Progress::new("products", usize::try_from(products).unwrap_or(0));
    let mut tables = Tables::new(FIRST_ID + (1 << 32));
    let mut maker = Maker { clock, dice: Dice::from(2), next: FIRST_ID };
    let now = clock.days_ago(0, &mut maker.dice);
    for picture in pools.iter().flat_map(|pool| pool.stills.iter().chain(&pool.fronts)) {
        tables.picture(picture, now)?;
    }
    let mut waiting = 0;
    for shop in 0..shops {
        let place = usize::try_from(shop).unwrap_or(0) % TRADES.len();
        let (Some(trade), Some(pool)) = (TRADES.get(place), pools.get(place)) else { continue };
        let found = windows.iter().find(|(slug, _)| slug == trade.window).map(|(_, id)| *id);
        let made = maker.shop(shop, trade, found.into_iter().collect(), pool);
        tables.shop(&made)?;
        let (from, to) = (products * shop / shops, products * (shop + 1) / shops);
        for number in from..to {
            tables.product(&maker.product(number - from, &made, trade, pool));
            waiting += 1;
            if waiting == A_PIECE {
                tables.write(&mut write.tx).await?;
                progress.step(waiting);
                waiting = 0;
            }
        }
    }
    tables.write(&mut write.tx).await?;
    if waiting > 0 {
        progress.step(waiting);
    }
    sub_categories(&mut write).await?;
    Ok(write.commit().await?)
}

/// Draws the pool of each trade.
async fn draw(media: &Media) -> Result<Vec<Pool>, Failure> {
    let street: Street = ::demo::street()?;
    let mut shots = Vec::new();
    for trade in &TRADES {
        let shops: Vec<_> = street.shops.iter().filter(|shop| shop.window == trade.window).collect();
        // Of each shop another thing, so that all of them differ.
        let things = shops.iter().cycle().enumerate().take(STILLS);
        shots.extend(things.filter_map(|(place, shop)| shop.products.get(place)).map(Shot::still));
        shots.extend(shops.iter().cycle().take(FRONTS).map(|shop| Shot::front(shop)));
    }
    let mut kept = keep_all(media, shots).await?.into_iter();
    let mut pool = || Pool { stills: kept.by_ref().take(STILLS).collect(), fronts: kept.by_ref().take(FRONTS).collect() };
    Ok(TRADES.iter().map(|_| pool()).collect())
}

/// Makes shops and products, each from what the dice say.
struct Maker {
    clock: Clock,
    dice: Dice,
    next: i64,
}

impl Maker {
    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn pair(&mut self, pairs: &[Pair]) -> Pair {
        self.dice.pick(pairs).copied().unwrap_or_default()
    }

    fn shop(&mut self, number: i64, trade: &Trade, windows: Vec<i64>, pool: &Pool) -> NewShop {
        let (name, sign) = (self.pair(&NAMES), self.pair(trade.signs));
        let (district, [latitude, longitude]) = self.dice.pick(&DISTRICTS).copied().unwrap_or_default();
        let names = [format!("{} {}", name.0, sign.0), format!("{} {}", name.1, sign.1)];
        let slug = slug(&names[1], number);
        let (street, house) = (self.pair(&NAMES), 1 + self.dice.below(120));
        let picture = self.dice.pick(&pool.fronts).map(|picture| picture.id.clone());
        let front = [format!("{}, 길에서 본 매장", names[0]), format!("{}, seen from the street", names[1])];
        let story = [
            format!("{} {}길에 있는 작은 {} 매장입니다. 문을 열어 두고 있으니 들러 보세요.", district.0, street.0, sign.0),
            format!("A small shop on {} Street in {}. The door is open; come in and look.", street.1, district.1),
        ];
        NewShop {
            id: self.id(),
            email: mail(&slug, number),
            slug,
            name: names.map(Some),
            tagline: both(&format!("{}의 {}", district.0, sign.0), &format!("{} in {}", sign.1, district.1)),
            story: story.map(Some),
            notice: Both::default(),
            district: both(&format!("서울 {}", district.0), &format!("{}, Seoul", district.1)),
            address: both(
                &format!("서울특별시 {} {}길 {house}, 1층", district.0, street.0),
                &format!("1F, {house} {}-gil, {}, Seoul", street.1, district.1),
            ),
            postcode: format!("{:05}", 1_000 + self.dice.below(8_000)),
            point: [latitude + self.dice.below(20_000) - 10_000, longitude + self.dice.below(20_000) - 10_000],
            phone: format!("02-000-{:04}", number % 10_000),
            representative: self.person(),
            business_number: business_number(number),
            mail_order_number: mail_order_number(number),
            week: self.week(),
            holidays: Vec::new(),
            delivery: Some((2_500 + 500 * self.dice.below(4), Some(50_000), [1, 3])),
            pickup: (number % 3 != 0).then_some(60),
            opened_at: self.clock.days_ago(401 + number % 600, &mut self.dice),
            windows,
            pictures: picture.map(|picture| (picture, front.map(Some))).into_iter().collect(),
            collections: Vec::new(),
        }
    }

    /// A name that many have.
    fn person(&mut self) -> String {
        let family = self.dice.pick(&["김", "이", "박", "최", "정", "강", "조", "윤"]).copied().unwrap_or_default();
        let given =
            self.dice.pick(&["가람", "나래", "다온", "라온", "마음", "보람", "새나", "아름", "한별", "해솔"]).copied().unwrap_or_default();
        format!("{family}{given}")
    }

    /// Closed on one day of the week or on none; some close for lunch, some late at night.
    fn week(&mut self) -> Week {
        let closed = usize::try_from(self.dice.below(10)).unwrap_or(0);
        let spans = match self.dice.below(5) {
            0 => vec![(600, 720), (780, 1140)],
            1 => vec![(660, 1260)],
            2 => vec![(1080, 120)],
            3 => vec![(540, 1080)],
            _ => vec![(630, 1200)],
        };
        let spans: Vec<Span> = spans.into_iter().map(|(from, to)| Span { from, to }).collect();
        std::array::from_fn(|day| if day == closed { Vec::new() } else { spans.clone() })
    }

    fn product(&mut self, number: i64, shop: &NewShop, trade: &Trade, pool: &Pool) -> NewProduct {
        let (look, material) = (self.pair(trade.looks), self.pair(trade.materials));
        let (thing, usual) = self.dice.pick(trade.things).copied().unwrap_or_default();
        let name = [format!("{} {} {}", look.0, material.0, thing.0), format!("{} {} {}", look.1, material.1, thing.1)];
        let price = (usual * (70 + self.dice.below(70)) / 100) / 100 * 100;
        let before = (self.dice.below(6) == 0).then(|| (price * 5 / 4) / 100 * 100);
        let sold_out = self.dice.below(15) == 0;
        let (option, values) = trade.option;
        let dearer = if trade.window == "fresh" || trade.window == "beauty" { price / 2 / 100 * 100 } else { 0 };
        let variants = (0_i64..).zip(values).map(|(place, _)| NewVariant {
            id: self.id(),
            sku: Some(format!("G{}-{}", number + 1, place + 1)),
            price: price + dearer * place,
            before: before.map(|before| before + dearer * place),
            stock: if sold_out { 0 } else { self.dice.below(20) },
        });
        let variants = variants.collect();
        let picture = self.dice.pick(&pool.stills).map(|picture| picture.id.clone());
        let alt = [format!("{}, 매장에서 찍은 사진", name[0]), format!("{}, photographed in the shop", name[1])];
        let origin = self.pair(trade.origins);
        NewProduct {
            id: self.id(),
            shop: shop.id,
            windows: shop.windows.clone(),
            slug: slug(&name[1], number),
            description: both(
                &format!("{} 느낌을 살린 {} {}입니다. 매장에서 직접 보고 고르실 수 있습니다.", look.0, material.0, thing.0),
                &format!("{} of {}, chosen by hand. Come and see it in the shop.", look.1, material.1),
            ),
            name: name.map(Some),
            kind: both(thing.0, thing.1),
            origin: both(origin.0, origin.1),
            collection: None,
            options: vec![(both(option.0, option.1), values.iter().map(|value| both(value.0, value.1)).collect())],
            variants,
            pictures: picture.map(|picture| (picture, alt.map(Some))).into_iter().collect(),
            created_at: {
                let days = self.dice.below(400);
                self.clock.days_ago(days, &mut self.dice)
            },
        }
    }
}

fn both(ko: &str, en: &str) -> Both {
    [Some(ko.to_owned()), Some(en.to_owned())]
}

/// A slug of an English name and a number that tells it from all others.
fn slug(name: &str, number: i64) -> String {
    let word = wire::Slug::of_title(name).map(String::from).unwrap_or_default();
    format!("{word}-{}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: usize) -> Picture {
        Picture { id: format!("{number:016x}"), width: 960, height: 960, colour: "a0a0a0".into(), widths: vec![240, 480, 960], alt: None }
    }

    async fn street(shops: i64, products: i64) -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        let pool = |place| Pool { stills: vec![picture(place * 10), picture(place * 10 + 1)], fronts: vec![picture(place * 10 + 2)] };
        let pools: Vec<Pool> = (0..TRADES.len()).map(pool).collect();
        write(&db, &pools, Clock::at(1_795_489_200_000), shops, products).await.expect("a street");
        (folder, db)
    }

    async fn count(db: &Db, table: &'static str) -> i64 {
        sqlx::query_scalar(table).fetch_one(&db.pool).await.expect("a count")
    }

    #[tokio::test]
    async fn as_many_as_asked_for_each_with_three_variants() {
        let (_folder, db) = street(10, 901).await;
        for (sql, many) in [
            ("select count(*) from shops where state = 'open'", 10),
            ("select count(distinct window_id) from shop_windows", 7),
            ("select count(*) from products", 901),
            ("select count(*) from variants", 3 * 901),
            ("select count(*) from option_values", 3 * 901),
            ("select count(*) from window_products", 901),
            ("select count(*) from products where picture_id is null", 0),
            ("select count(distinct business_number) from shops", 10),
            (
                "select count(*) from products p where p.price > (select min(price) from variants v where v.product_id = p.id) and p.in_stock = 0",
                0,
            ),
        ] {
            assert_eq!(count(&db, sql).await, many, "{sql}");
        }
    }

    #[tokio::test]
    async fn two_seeds_are_the_same() {
        let ((_one, first), (_other, second)) = (street(9, 60).await, street(9, 60).await);
        let sql = "select p.id, p.slug, p.name_ko, p.price, v.id, v.stock, s.slug, s.business_number, p.created_at
            from products p join variants v on v.product_id = p.id join shops s on s.id = p.shop_id order by v.id";
        type Seen = (i64, String, String, i64, i64, i64, String, String, i64);
        let rows: Vec<Seen> = sqlx::query_as(sql).fetch_all(&first.pool).await.expect("rows");
        assert_eq!(rows.len(), 180);
        assert_eq!(rows, sqlx::query_as(sql).fetch_all(&second.pool).await.expect("rows"));
    }

    #[tokio::test]
    async fn a_street_with_shops_is_never_filled_again() {
        let (_folder, db) = street(1, 1).await;
        let refused = write(&db, &[], Clock::now(), 1, 1).await.expect_err("a refusal");
        assert!(refused.to_string().contains("meanwhile"), "{refused}");
        assert_eq!(count(&db, "select count(*) from products").await, 1);
    }
}
