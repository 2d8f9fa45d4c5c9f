//! Shops and products as a seed makes them, laid out into the rows of their tables.

mod goods;

use wire::{Picture, hours::Week};

use super::rows::Table;
use crate::{error::Error, shop::hours::StoredHoliday};

/// A text in Korean and in English; at least one is there.
pub type Both = [Option<String>; 2];

/// A shop with its windows, pictures and collections.
pub struct NewShop {
    pub id: i64,
    pub slug: String,
    pub name: Both,
    pub tagline: Both,
    pub story: Both,
    pub notice: Both,
    pub district: Both,
    pub address: Both,
    pub postcode: String,
    /// Degrees times a million.
    pub point: [i64; 2],
    pub phone: String,
    pub email: String,
    pub representative: String,
    pub business_number: String,
    pub mail_order_number: String,
    pub week: Week,
    pub holidays: Vec<StoredHoliday>,
    /// Fee, the sum from which it is free, days at least and at most.
    pub delivery: Option<(i64, Option<i64>, [i64; 2])>,
    /// Minutes.
    pub pickup: Option<i64>,
    pub opened_at: i64,
    /// Ids, the first one being its own.
    pub windows: Vec<i64>,
    /// Ids with alternative texts; the first one is its front.
    pub pictures: Vec<(String, Both)>,
    /// Id, slug and name.
    pub collections: Vec<(i64, String, Both)>,
}

/// A product with its options, variants and pictures.
pub struct NewProduct {
    pub id: i64,
    pub shop: i64,
    /// Ids of the windows of its shop.
    pub windows: Vec<i64>,
    pub slug: String,
    pub name: Both,
    /// Plain text.
    pub description: Both,
    pub kind: Both,
    pub origin: Both,
    /// Id, and the place in it.
    pub collection: Option<(i64, i64)>,
    /// Name and values.
    pub options: Vec<(Both, Vec<Both>)>,
    /// One for each combination, the last option changing first.
    pub variants: Vec<NewVariant>,
    /// Ids with alternative texts; the first one stands in lists.
    pub pictures: Vec<(String, Both)>,
    pub created_at: i64,
}

/// A variant of a product.
pub struct NewVariant {
    pub id: i64,
    pub sku: Option<String>,
    pub price: i64,
    pub before: Option<i64>,
    pub stock: i64,
}

/// A clip in a file of ours.
pub struct NewClip {
    pub id: i64,
    pub slug: String,
    pub shop: i64,
    pub title: Both,
    pub about: Both,
    /// Names in the media store: the video, the Korean and the English captions.
    pub files: [String; 3],
    pub seconds: i64,
    pub size: [i64; 2],
    pub poster: String,
    /// Second, product, label.
    pub moments: Vec<(i64, Option<i64>, Both)>,
    pub created_at: i64,
}

/// All tables that a seed fills, in an order in which no row is before one that it refers to.
pub struct Tables {
    pictures: Table<6>,
    shops: Table<35>,
    shop_windows: Table<3>,
    shop_pictures: Table<5>,
    collections: Table<6>,
    products: Table<20>,
    window_products: Table<5>,
    collection_products: Table<3>,
    options: Table<5>,
    option_values: Table<5>,
    variants: Table<10>,
    product_pictures: Table<6>,
    clips: Table<14>,
    clip_captions: Table<3>,
    moments: Table<6>,
    next_option: i64,
}

impl Tables {
    /// Empty tables. Options and their values get ids from `first_option` on.
    pub fn new(first_option: i64) -> Self {
        Self {
            pictures: Table::new("pictures (id, width, height, colour, widths, created_at)"),
            shops: Table::new(
                "shops (id, slug, state, name_ko, name_en, tagline_ko, tagline_en, story_ko, story_en, notice_ko, notice_en, \
                 district_ko, district_en, address_ko, address_en, postcode, latitude_e6, longitude_e6, phone, email, representative, \
                 business_number, mail_order_number, currency, zone, hours, holidays, delivery_fee, delivery_free_from, \
                 delivery_days_least, delivery_days_most, pickup_minutes, opened_at, created_at, updated_at)",
            ),
            shop_windows: Table::new("shop_windows (shop_id, window_id, position)"),
            shop_pictures: Table::new("shop_pictures (shop_id, position, picture_id, alt_ko, alt_en)"),
            collections: Table::new("collections (id, shop_id, slug, name_ko, name_en, position)"),
            products: Table::new(
                "products (id, shop_id, slug, state, name_ko, name_en, description_ko, description_en, kind_ko, kind_en, origin_ko, \
                 origin_en, price, before, price_varies, in_stock, currency, picture_id, created_at, updated_at)",
            ),
            window_products: Table::new("window_products (window_id, product_id, in_stock, created_at, price)"),
            collection_products: Table::new("collection_products (collection_id, product_id, position)"),
            options: Table::new("options (id, product_id, position, name_ko, name_en)"),
            option_values: Table::new("option_values (id, option_id, position, value_ko, value_en)"),
            variants: Table::new("variants (id, product_id, position, value1, value2, value3, sku, price, before, stock)"),
            product_pictures: Table::new("product_pictures (product_id, position, picture_id, state, alt_ko, alt_en)"),
            clips: Table::new(
                "clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, \
                 poster_id, created_at)",
            ),
            clip_captions: Table::new("clip_captions (clip_id, lang, source)"),
            moments: Table::new("moments (clip_id, position, at, product_id, label_ko, label_en)"),
            next_option: first_option,
        }
    }

    /// A picture whose files are in the store.
    ///
    /// # Errors
    /// None in truth: a list of numbers is always JSON.
    pub fn picture(&mut self, picture: &Picture, created_at: i64) -> Result<(), Error> {
        let widths = serde_json::to_string(&picture.widths)?;
        let (width, height) = (i64::from(picture.width), i64::from(picture.height));
        self.pictures.add([
            (&picture.id).into(),
            width.into(),
            height.into(),
            (&picture.colour).into(),
            (&widths).into(),
            created_at.into(),
        ]);
        Ok(())
    }

    /// A shop, open.
    ///
    /// # Errors
    /// None in truth: hours are always JSON.
    pub fn shop(&mut self, shop: &NewShop) -> Result<(), Error> {
        let hours = serde_json::to_string(&shop.week)?;
        let holidays = serde_json::to_string(&shop.holidays)?;
        let delivery = shop.delivery;
        let [latitude, longitude] = shop.point;
        let [[name_ko, name_en], [tagline_ko, tagline_en], [story_ko, story_en]] = [&shop.name, &shop.tagline, &shop.story];
        let [[notice_ko, notice_en], [district_ko, district_en], [address_ko, address_en]] = [&shop.notice, &shop.district, &shop.address];
        self.shops.add([
            shop.id.into(),
            (&shop.slug).into(),
            "open".into(),
            name_ko.into(),
            name_en.into(),
            tagline_ko.into(),
            tagline_en.into(),
            story_ko.into(),
            story_en.into(),
            notice_ko.into(),
            notice_en.into(),
            district_ko.into(),
            district_en.into(),
            address_ko.into(),
            address_en.into(),
            (&shop.postcode).into(),
            latitude.into(),
            longitude.into(),
            (&shop.phone).into(),
            (&shop.email).into(),
            (&shop.representative).into(),
            (&shop.business_number).into(),
            (&shop.mail_order_number).into(),
            "KRW".into(),
            "Asia/Seoul".into(),
            (&hours).into(),
            (&holidays).into(),
            delivery.map(|(fee, ..)| fee).into(),
            delivery.and_then(|(_, free_from, _)| free_from).into(),
            delivery.map(|(.., [least, _])| least).into(),
            delivery.map(|(.., [_, most])| most).into(),
            shop.pickup.into(),
            shop.opened_at.into(),
            shop.opened_at.into(),
            shop.opened_at.into(),
        ]);
        for (position, window) in (0_i64..).zip(&shop.windows) {
            self.shop_windows.add([shop.id.into(), (*window).into(), position.into()]);
        }
        for (position, (picture, [ko, en])) in (0_i64..).zip(&shop.pictures) {
            self.shop_pictures.add([shop.id.into(), position.into(), picture.into(), ko.into(), en.into()]);
        }
        for (position, (id, slug, [ko, en])) in (0_i64..).zip(&shop.collections) {
            self.collections.add([(*id).into(), shop.id.into(), slug.into(), ko.into(), en.into(), position.into()]);
        }
        Ok(())
    }
}
