//! The orders of a list, as keys that rise.

use wire::{Currency, listing::Sort};

use crate::{
    query::Chosen,
    street::{Index, Row, Shop},
};

/// Where a product stands in an order: the smaller key comes first. Sold out or not; then what the order goes by; the id last,
/// so that no two are the same.
pub type Key = [i64; 4];

/// An order with what it needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    pub sort: Sort,
    /// Prices in it are compared; products priced in another come after, also in the order of theirs.
    pub currency: Currency,
    /// Degrees times a million, for the nearest first.
    pub near: Option<[i32; 2]>,
}

impl Sorting {
    pub(crate) fn key(&self, row: &Row, shop: &Shop, metres: i64, score: Option<u16>) -> Key {
        let sold_out = i64::from(!row.in_stock());
        let foreign = i64::from(row.currency != self.currency);
        debug_assert!(shop.id > 0 || row.id >= 0);
        match self.sort {
            Sort::Recommended => match score {
                Some(score) => [sold_out, -i64::from(score), -i64::from(row.points), -row.id],
                None => [sold_out, -i64::from(row.points), -row.created_at, -row.id],
            },
            Sort::Newest => [sold_out, 0, -row.created_at, -row.id],
            Sort::PriceUp => [sold_out, foreign, row.price, row.id],
            Sort::PriceDown => [sold_out, foreign, -row.price, -row.id],
            Sort::Nearest => [sold_out, 0, metres, row.id],
        }
    }

    /// Which parts of a key fall: they stand in a cursor without their sign.
    #[must_use]
    pub fn signs(sort: Sort) -> Key {
        match sort {
            Sort::Recommended => [1, -1, -1, -1],
            Sort::Newest => [1, 1, -1, -1],
            Sort::PriceUp | Sort::Nearest => [1, 1, 1, 1],
            Sort::PriceDown => [1, 1, -1, -1],
        }
    }

    /// How far a shop is, in metres; a shop without a place comes after all that have one.
    pub(crate) fn metres(&self, shop: &Shop) -> i64 {
        const FAR: i64 = 50_000_000;
        match (self.near, shop.point) {
            (Some(here), Some(there)) => metres(here, there),
            _ => FAR,
        }
    }
}

/// The distance of two points in degrees times a million, in metres. Flat, which is within a hundredth inside a country.
fn metres([latitude, longitude]: [i32; 2], [other_latitude, other_longitude]: [i32; 2]) -> i64 {
    const METRES_A_DEGREE: f64 = 111_195.0;
    let middle = f64::from(latitude / 2 + other_latitude / 2) / 1e6;
    let north = f64::from(latitude - other_latitude) / 1e6;
    let east = (f64::from(longitude) - f64::from(other_longitude)) / 1e6 * middle.to_radians().cos();
    (north.hypot(east) * METRES_A_DEGREE) as i64
}

impl Index {
    /// How far each shop is, in metres, by its id.
    pub fn metres(&self, sorting: &Sorting) -> impl Iterator<Item = (i64, i64)> {
        self.shops.iter().map(|shop| (shop.id, sorting.metres(shop)))
    }

    /// The middle of the shops in these districts; `None` where none of them has a place.
    #[must_use]
    pub fn middle_of(&self, districts: Option<&Chosen>) -> Option<[i32; 2]> {
        let districts = districts?;
        let (mut north, mut east, mut many) = (0, 0, 0);
        for shop in self.shops.iter().filter(|shop| districts.0.contains(&shop.district)) {
            if let Some([latitude, longitude]) = shop.point {
                north += i64::from(latitude);
                east += i64::from(longitude);
                many += 1;
            }
        }
        (many > 0).then(|| [i32::try_from(north / many).unwrap_or(0), i32::try_from(east / many).unwrap_or(0)])
    }
}

#[cfg(test)]
mod tests {
    use super::metres;

    #[test]
    fn from_the_city_hall_to_the_port_is_as_far_as_on_the_map() {
        // Seoul to Busan, about 325 km.
        let far = metres([37_566_500, 126_978_000], [35_179_600, 129_075_600]);
        assert!((320_000..330_000).contains(&far), "{far}");
        assert_eq!(metres([37_000_000, 127_000_000], [37_000_000, 127_000_000]), 0);
    }
}
