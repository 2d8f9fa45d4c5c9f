//! The index against plain loops over all variants: random streets, random filters, every count.
//!
//! The loops know nothing of the index: they read the products as they were put in, and ask of each whether it would be shown.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test of small numbers that it makes itself")]

mod random;

use index::{Category, Chosen, Flag, Group, Index, Key, Name, NewProduct, NewShop, NewVariant, Now, Query, Range, Scope, Sorting, Window};
use proptest::prelude::*;
use wire::{Currency, listing::Sort};

use random::{Asked, Product, Shop, asked, products, shops};

const AXES: usize = 3;
const VALUES: u32 = 4;
const DISTRICTS: u32 = 4;
/// The parent of each sub-category.
const PARENTS: [Option<u16>; 5] = [None, Some(0), Some(0), None, Some(1)];

/// A street and its index, side by side.
struct Street {
    shops: Vec<Shop>,
    products: Vec<Product>,
    index: Index,
    now: Now,
    /// The index's numbers of the test's values, by axis.
    choices: Vec<Vec<u32>>,
    axes: Vec<u32>,
    districts: Vec<u32>,
}

fn name(word: &str, number: u32) -> Name {
    Name::new(Some(format!("{word}{number}")), None)
}

impl Street {
    fn new(shops: Vec<Shop>, products: Vec<Product>) -> Self {
        let categories = PARENTS.iter().enumerate().map(|(place, parent)| Category {
            slug: format!("c{place}").parse().unwrap(),
            window: 1,
            name: Name::default(),
            parent: *parent,
        });
        let mut index = Index::new((1..4).map(|id| Window { id, slug: format!("w{id}").parse().unwrap() }).collect(), categories.collect());
        let choices: Vec<Vec<u32>> =
            (0..3).map(|axis| (0..VALUES).map(|value| index.choice(&name("axis", axis), &name("값", value)).unwrap()).collect()).collect();
        let axes = choices.iter().map(|values| index.choice_name(values[0]).unwrap().0).collect();
        let districts = (0..DISTRICTS).map(|district| index.districts.intern(&name("구", district)).unwrap()).collect();
        for (place, shop) in (0..).zip(&shops) {
            let district = name("구", shop.district);
            index.put_shop(NewShop {
                id: 100 + place,
                windows: shop.windows.clone(),
                district,
                point: shop.point,
                delivery: shop.delivery,
            });
        }
        let now = Now { open: shops.iter().map(|shop| shop.open).collect(), pickup: shops.iter().map(|shop| shop.pickup).collect() };
        let products: Vec<Product> = products.into_iter().map(|product| Product { shop: product.shop % shops.len(), ..product }).collect();
        let mut street = Self { shops, products, index, now, choices, axes, districts };
        for place in 0..street.products.len() {
            street.put(place);
        }
        street
    }

    fn put(&mut self, place: usize) {
        let product = &self.products[place];
        let variants = product.variants.iter().map(|(price, on_sale, in_stock, values)| NewVariant {
            price: *price,
            on_sale: *on_sale,
            in_stock: *in_stock,
            choices: std::array::from_fn(|axis| values.get(axis).map(|value| self.choices[axis][*value as usize])),
        });
        let (price, in_stock) = listed(product);
        let new = NewProduct {
            id: place as i64,
            shop: 100 + product.shop as i64,
            category: product.category,
            created_at: product.created_at,
            price,
            currency: currency(product),
            in_stock,
            has_clip: product.clip,
            points: product.points,
            variants: variants.collect(),
        };
        self.index.put(&new);
    }

    fn find(&self, asked: &Asked, after: Option<Key>, limit: usize) -> index::Found {
        let chosen = |list: &Vec<u32>, numbers: &[u32]| Chosen(list.iter().map(|one| numbers[*one as usize]).collect());
        let ids: Vec<i64> = (0..self.products.len() as i64).filter(|id| id % 3 == 0).collect();
        let ranked: Vec<(i64, u16)> = ids.iter().map(|id| (*id, score(*id))).collect();
        let query = Query {
            scope: match asked.scope {
                0 => Scope::All,
                1 => Scope::Window(1),
                2 => Scope::Shop(100),
                3 => Scope::Products(&ids),
                _ => Scope::Ranked(&ranked),
            },
            windows: asked.windows.as_ref().map(|list| Chosen(list.iter().filter_map(|id| self.index.window_place(*id)).collect())),
            categories: asked.categories.clone().map(Chosen),
            districts: asked.districts.as_ref().map(|list| chosen(list, &self.districts)),
            options: (0..AXES)
                .filter_map(|axis| asked.options[axis].as_ref().map(|list| (self.axes[axis], chosen(list, &self.choices[axis]))))
                .collect(),
            price: asked.price.map(|(from, to)| Range { currency: Currency::Krw, from, to }),
            flags: Flag::ALL.into_iter().filter(|flag| asked.flags[*flag as usize]).collect(),
            sorting: self.sorting(asked),
            after,
            limit,
        };
        self.index.find(&query, &self.now)
    }

    fn sorting(&self, asked: &Asked) -> Sorting {
        Sorting { sort: Sort::ALL[asked.sort], currency: Currency::Krw, near: asked.near.then_some([37_500_000, 127_000_000]) }
    }

    /// Whether a product is shown.
    fn shows(&self, place: usize, asked: &Asked) -> bool {
        let product = &self.products[place];
        let shop = &self.shops[product.shop];
        let in_scope = match asked.scope {
            0 => true,
            1 => shop.windows.contains(&1),
            2 => product.shop == 0,
            _ => place.is_multiple_of(3),
        };
        let below = |chosen: &Vec<u32>| {
            let mut at = product.category;
            while let Some(category) = at {
                if chosen.contains(&u32::from(category)) {
                    return true;
                }
                at = PARENTS[usize::from(category)];
            }
            false
        };
        in_scope
            && asked.windows.as_ref().is_none_or(|chosen| chosen.iter().any(|window| shop.windows.contains(window)))
            && asked.categories.as_ref().is_none_or(below)
            && asked.districts.as_ref().is_none_or(|chosen| chosen.contains(&shop.district))
            && (!asked.flags[Flag::Open as usize] || shop.open)
            && (!asked.flags[Flag::Clip as usize] || product.clip)
            && product.variants.iter().any(|variant| self.serves(product, variant, asked))
    }

    /// Whether one variant has everything that is asked of variants.
    fn serves(&self, product: &Product, (price, on_sale, in_stock, values): &(i64, bool, bool, Vec<u32>), asked: &Asked) -> bool {
        let shop = &self.shops[product.shop];
        let free = shop.delivery.is_some_and(|(fee, from)| fee == 0 || from.is_some_and(|from| *price >= from));
        let axis =
            |axis: usize| asked.options[axis].as_ref().is_none_or(|chosen| values.get(axis).is_some_and(|value| chosen.contains(value)));
        (!asked.flags[Flag::InStock as usize] || *in_stock)
            && (!asked.flags[Flag::Pickup as usize] || (*in_stock && shop.pickup))
            && (!asked.flags[Flag::FreeDelivery as usize] || free)
            && (!asked.flags[Flag::OnSale as usize] || *on_sale)
            && asked.price.is_none_or(|(from, to)| !product.dollars && (from..=to).contains(price))
            && (0..AXES).all(axis)
    }

    fn count(&self, asked: &Asked) -> u32 {
        (0..self.products.len()).filter(|place| self.shows(*place, asked)).count() as u32
    }

    fn check(&self, asked: &Asked) {
        let found = self.find(asked, None, 1000);
        let counts = &found.counts;
        assert_eq!(found.total, self.count(asked));
        for window in 1..4 {
            let only = Asked { windows: Some(vec![window]), ..asked.clone() };
            let counted = self.index.window_place(window).map_or(0, |place| counts.windows[place as usize]);
            assert_eq!(counted, self.count(&only), "window {window}");
        }
        for category in 0..5 {
            let only = Asked { categories: Some(vec![category]), ..asked.clone() };
            assert_eq!(counts.categories[category as usize], self.count(&only), "category {category}");
        }
        for district in 0..DISTRICTS {
            let only = Asked { districts: Some(vec![district]), ..asked.clone() };
            assert_eq!(counts.districts[self.districts[district as usize] as usize], self.count(&only), "district {district}");
        }
        for axis in 0..AXES {
            for value in 0..VALUES {
                let mut only = asked.clone();
                only.options[axis] = Some(vec![value]);
                assert_eq!(counts.choices[self.choices[axis][value as usize] as usize], self.count(&only), "axis {axis} value {value}");
            }
        }
        for flag in Flag::ALL {
            let mut only = asked.clone();
            only.flags[flag as usize] = true;
            assert_eq!(counts.flags[flag as usize], self.count(&only), "{flag:?}");
        }
        for (group, count) in &counts.without {
            let mut without = asked.clone();
            match group {
                Group::Window => without.windows = None,
                Group::Category => without.categories = None,
                Group::District => without.districts = None,
                Group::Price => without.price = None,
                Group::Flag(place) => without.flags[usize::from(*place)] = false,
                Group::Axis(axis) => without.options[self.axes.iter().position(|one| one == axis).unwrap()] = None,
            }
            assert_eq!(found.total + count, self.count(&without), "without {group:?}");
        }
        let free = Asked { price: None, ..asked.clone() };
        let prices = self.products.iter().enumerate().filter(|(place, product)| !product.dollars && self.shows(*place, &free));
        let prices =
            prices.flat_map(|(_, product)| product.variants.iter().filter(|variant| self.serves(product, variant, &free)).map(|one| one.0));
        let prices: Vec<i64> = prices.collect();
        assert_eq!(counts.prices, prices.iter().min().copied().zip(prices.iter().max().copied()));
        for (currency, dollars) in [(Currency::Krw, false), (Currency::Usd, true)] {
            let shown = self.products.iter().enumerate().filter(|(place, product)| product.dollars == dollars && self.shows(*place, &free));
            assert_eq!(counts.currencies[currency as usize] as usize, shown.count(), "{currency:?}");
        }
        self.check_order(asked, &found);
    }

    /// The order is what its name says, sold out last; and paging sees each product once, whatever the piece's size.
    fn check_order(&self, asked: &Asked, whole: &index::Found) {
        let ids: Vec<i64> = whole.items.iter().map(|(id, _)| *id).collect();
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let piece = self.find(asked, after, 3);
            assert_eq!(piece.total, whole.total, "a total does not hang on the piece");
            after = piece.items.last().map(|(_, key)| *key);
            paged.extend(piece.items.iter().map(|(id, _)| *id));
            if !piece.more {
                break;
            }
        }
        assert_eq!(paged, ids);
        for pair in whole.items.windows(2) {
            let [one, other] = [pair[0].0, pair[1].0].map(|id| &self.products[id as usize]);
            let (one_stock, other_stock) = (listed(one).1, listed(other).1);
            assert!(one_stock || !other_stock, "sold out stands last");
            if one_stock != other_stock {
                continue;
            }
            let same_money = one.dollars == other.dollars;
            match Sort::ALL[asked.sort] {
                Sort::Recommended if asked.scope > 3 => {
                    assert!((score(pair[0].0), one.points, pair[0].0) > (score(pair[1].0), other.points, pair[1].0))
                }
                Sort::Recommended => assert!((one.points, one.created_at) >= (other.points, other.created_at)),
                Sort::Newest => assert!(one.created_at >= other.created_at),
                Sort::PriceUp => assert!(if same_money { listed(one).0 <= listed(other).0 } else { other.dollars }),
                Sort::PriceDown => assert!(if same_money { listed(one).0 >= listed(other).0 } else { other.dollars }),
                Sort::Nearest => assert!(!asked.near || self.far(one) <= self.far(other) + 1.0),
            }
        }
    }

    /// How far a product's shop is, in metres, on a flat map.
    fn far(&self, product: &Product) -> f64 {
        match self.shops[product.shop].point {
            None => f64::INFINITY,
            Some([latitude, longitude]) => {
                let north = (f64::from(latitude) / 1e6 - 37.5) * 111_195.0;
                let middle = ((f64::from(latitude) / 1e6 + 37.5) / 2.0).to_radians();
                north.hypot((f64::from(longitude) / 1e6 - 127.0) * 111_195.0 * middle.cos())
            }
        }
    }
}

/// What a list says of a product: its lowest price, of what is in stock if anything is.
fn listed(product: &Product) -> (i64, bool) {
    let in_stock = product.variants.iter().any(|variant| variant.2);
    let price = product.variants.iter().filter(|variant| !in_stock || variant.2).map(|variant| variant.0).min();
    (price.unwrap_or(0), in_stock)
}

/// What a search would have given.
fn score(id: i64) -> u16 {
    (id % 4) as u16 * 50
}

fn currency(product: &Product) -> Currency {
    if product.dollars { Currency::Usd } else { Currency::Krw }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_number_is_what_plain_loops_count(shops in shops(), products in products(), asked in asked()) {
        Street::new(shops, products).check(&asked);
    }

    #[test]
    fn a_changed_product_is_as_if_it_had_always_been_so(shops in shops(), products in products(), changed in products(), asked in asked()) {
        let mut street = Street::new(shops, products);
        let shops = street.shops.len();
        for (place, product) in changed.into_iter().enumerate().take(street.products.len()) {
            street.products[place] = Product { shop: product.shop % shops, ..product };
            street.put(place);
        }
        street.check(&asked);
    }

    #[test]
    fn one_taken_out_is_found_no_more(shops in shops(), products in products(), asked in asked()) {
        let mut street = Street::new(shops, products);
        let all = street.find(&asked, None, 1000);
        if let Some((first, _)) = all.items.first() {
            street.index.take(*first);
            let left = street.find(&asked, None, 1000);
            prop_assert_eq!(left.total, all.total - 1);
            prop_assert!(left.items.iter().all(|(id, _)| id != first));
        }
    }
}
