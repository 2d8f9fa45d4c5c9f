//! Shops that change while the street stands in memory.

use super::{Index, NONE, NewShop};

impl Index {
    /// Puts a shop in, or what has become of it; its products stay as they are.
    pub fn change_shop(&mut self, shop: NewShop) {
        let Some(place) = self.shop_of(shop.id) else { return self.put_shop(shop) };
        self.leave_windows(place);
        let district = self.districts.intern(&shop.district).unwrap_or(NONE);
        let mut windows = 0;
        for window in shop.windows {
            let shops = self.windows.entry(window).or_default();
            let at = shops.partition_point(|one| *one < place);
            shops.insert(at, place);
            windows |= self.window_place(window).map_or(0, |place| 1 << place);
        }
        if let Some(known) = self.shops.get_mut(place as usize) {
            (known.district, known.windows, known.point, known.delivery) = (district, windows, shop.point, shop.delivery);
        }
    }

    /// Takes a shop out with its products: it is paused, or closed. Its place is kept for when it comes back.
    pub fn take_shop(&mut self, id: i64) {
        let Some(place) = self.shop_of(id) else { return };
        self.leave_windows(place);
        for product in self.products_of(id) {
            self.take(product);
        }
    }

    /// Ids of a shop's products.
    #[must_use]
    pub fn products_of(&self, shop: i64) -> Vec<i64> {
        let rows = self.shop_of(shop).and_then(|place| self.shop(place)).map(|shop| shop.rows.as_slice()).unwrap_or_default();
        rows.iter().filter_map(|row| self.row(*row)).map(|row| row.id).collect()
    }

    fn leave_windows(&mut self, place: u32) {
        for shops in self.windows.values_mut() {
            shops.retain(|one| *one != place);
        }
        if let Some(shop) = self.shops.get_mut(place as usize) {
            shop.windows = 0;
        }
    }
}
