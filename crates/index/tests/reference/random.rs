//! Random streets, and random things asked of them.

use proptest::prelude::*;

use crate::{AXES, DISTRICTS, VALUES};

#[derive(Clone, Debug)]
pub struct Shop {
    pub windows: Vec<i64>,
    pub district: u32,
    pub point: Option<[i32; 2]>,
    pub delivery: Option<(i64, Option<i64>)>,
    pub open: bool,
    pub pickup: bool,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub shop: usize,
    pub category: Option<u16>,
    pub created_at: i64,
    pub dollars: bool,
    pub clip: bool,
    pub points: u8,
    /// Price, on sale, in stock, values.
    pub variants: Vec<(i64, bool, bool, Vec<u32>)>,
}

/// What is asked, in the test's own numbers.
#[derive(Clone, Debug)]
pub struct Asked {
    pub scope: u8,
    pub windows: Option<Vec<i64>>,
    pub categories: Option<Vec<u32>>,
    pub districts: Option<Vec<u32>>,
    pub options: [Option<Vec<u32>>; AXES],
    pub price: Option<(i64, i64)>,
    pub flags: [bool; 6],
    pub sort: usize,
    pub near: bool,
}

pub fn shops() -> impl Strategy<Value = Vec<Shop>> {
    let shop = (
        prop::collection::btree_set(1..4_i64, 1..3),
        0..DISTRICTS,
        prop::option::of((37_000_000..37_900_000, 126_000_000..127_500_000)),
        prop::option::of((0..3_i64, prop::option::of(3..9_i64))),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(windows, district, point, delivery, open, pickup)| Shop {
            windows: windows.into_iter().collect(),
            district,
            point: point.map(|(one, other)| [one, other]),
            delivery,
            open,
            pickup,
        });
    prop::collection::vec(shop, 1..6)
}

pub fn products() -> impl Strategy<Value = Vec<Product>> {
    let variant = (0..10_i64, any::<bool>(), any::<bool>(), prop::collection::vec(0..VALUES, 0..=AXES));
    let product = (
        0..6_usize,
        prop::option::of(0..5_u16),
        0..40_i64,
        prop::bool::weighted(0.1),
        any::<bool>(),
        0..4_u8,
        prop::collection::vec(variant, 0..5),
    )
        .prop_map(|(shop, category, created_at, dollars, clip, points, variants)| Product {
            shop,
            category,
            created_at,
            dollars,
            clip,
            points,
            variants,
        });
    prop::collection::vec(product, 0..40)
}

pub fn asked() -> impl Strategy<Value = Asked> {
    let some = |most: u32| prop::option::weighted(0.3, prop::collection::vec(0..most, 0..3));
    let flag = || prop::bool::weighted(0.2);
    (
        (0..5_u8, prop::option::weighted(0.3, prop::collection::vec(1..4_i64, 0..3))),
        some(5),
        some(DISTRICTS),
        (some(VALUES), some(VALUES), some(VALUES)),
        prop::option::weighted(0.3, (0..8_i64, 0..10_i64)),
        (flag(), flag(), flag(), flag(), flag(), flag()),
        0..5_usize,
        any::<bool>(),
    )
        .prop_map(|((scope, windows), categories, districts, options, price, flags, sort, near)| Asked {
            scope,
            windows,
            categories,
            districts,
            options: [options.0, options.1, options.2],
            price,
            flags: [flags.0, flags.1, flags.2, flags.3, flags.4, flags.5],
            sort,
            near,
        })
}
