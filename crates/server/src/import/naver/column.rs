//! The columns of a list, by their headers.

/// A column that says something that is kept, or that decides what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Id,
    Title,
    Price,
    Before,
    Link,
    MobileLink,
    Picture,
    MorePictures,
    /// Category 1, 2, 3 or 4, each within the one before it.
    Category(u8),
    Brand,
    Maker,
    Barcode,
    Tags,
    Options,
    Condition,
    Class,
}

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    Kept(Column),
    /// Known, and nothing that a street has a place for.
    PassedOver,
    Unknown,
}

const NAMES: [(Column, &str); 19] = [
    (Column::Id, "id"),
    (Column::Title, "title"),
    (Column::Price, "price_pc"),
    (Column::Before, "normal_price"),
    (Column::Link, "link"),
    (Column::MobileLink, "mobile_link"),
    (Column::Picture, "image_link"),
    (Column::MorePictures, "add_image_link"),
    (Column::Category(1), "category_name1"),
    (Column::Category(2), "category_name2"),
    (Column::Category(3), "category_name3"),
    (Column::Category(4), "category_name4"),
    (Column::Brand, "brand"),
    (Column::Maker, "maker"),
    (Column::Barcode, "barcode"),
    (Column::Tags, "search_tag"),
    (Column::Options, "option_detail"),
    (Column::Condition, "condition"),
    (Column::Class, "class"),
];

const PASSED_OVER: [&str; 37] = [
    "price_mobile",
    "naver_category",
    "naver_product_id",
    "import_flag",
    "parallel_import",
    "order_made",
    "product_flag",
    "adult",
    "goods_type",
    "manufacture_define_number",
    "model_number",
    "origin",
    "card_event",
    "event_words",
    "coupon",
    "partner_coupon_download",
    "interest_free_event",
    "point",
    "installation_costs",
    "pre_match_code",
    "group_id",
    "item_group_id",
    "vendor_id",
    "coordi_id",
    "minimum_purchase_quantity",
    "review_count",
    "shipping",
    "shipping_settings",
    "delivery_grade",
    "delivery_detail",
    "attribute",
    "seller_id",
    "age_group",
    "gender",
    "update_time",
    "video_url",
    "rental_info",
];

impl Column {
    /// Its header.
    pub fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(column, _)| *column == self).map(|(_, name)| *name)
    }
}

/// What a header says; upper and lower case are one.
pub fn header(text: &str) -> Header {
    let text = text.trim().to_lowercase();
    if let Some((column, _)) = NAMES.iter().find(|(_, name)| *name == text) {
        return Header::Kept(*column);
    }
    if text.is_empty() || PASSED_OVER.contains(&text.as_str()) { Header::PassedOver } else { Header::Unknown }
}
