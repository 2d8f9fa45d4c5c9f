//! All pictures of the demo street, and where each hangs.

use ::demo::{Clip, Product, Shop, Street, Words};

use super::{scenes::Shot, tables::Both};

/// The place of a picture in the list of all, with its alternative text.
pub type Hung = (usize, Both);

/// All pictures of the street, each once, and where they hang.
#[derive(Default)]
pub struct Walls {
    pub shots: Vec<Shot>,
    /// By window.
    pub windows: Vec<(String, usize)>,
    /// By shop.
    pub shops: Vec<Vec<Hung>>,
    /// By shop, then by product.
    pub products: Vec<Vec<Vec<Hung>>>,
    /// By clip.
    pub posters: Vec<usize>,
}

impl Walls {
    /// Hangs the pictures of the windows, the shops, their products and the clips.
    pub fn of(street: &Street, clips: &[Clip]) -> Self {
        let mut walls = Self::default();
        for window in ::demo::WINDOWS {
            let picture = walls.add(Shot::window(window));
            walls.windows.push((window.to_owned(), picture));
        }
        for (index, shop) in street.shops.iter().enumerate() {
            let front = (walls.add(Shot::front(shop)), alt(&shop.name, "길에서 본 매장", "seen from the street"));
            let inside = (walls.add(Shot::inside(shop)), alt(&shop.name, "매장 안", "inside the shop"));
            let products = (0..).zip(&shop.products).map(|(place, product)| walls.of_product(index * 10 + place, product, shop));
            let products: Vec<Vec<Hung>> = products.collect();
            // The third picture of a shop is one of its things on the shelf, which is drawn already.
            let on_shelf = products.iter().find_map(|hung| hung.get(1)).cloned();
            walls.shops.push([front, inside].into_iter().chain(on_shelf).collect());
            walls.products.push(products);
        }
        for clip in clips {
            let poster = walls.add(Shot::poster(::demo::poster(clip)));
            walls.posters.push(poster);
        }
        walls
    }

    /// Each product alone; every fourth one in its shop too, and some of them close.
    fn of_product(&mut self, number: usize, product: &Product, shop: &Shop) -> Vec<Hung> {
        let mut hung = vec![(self.add(Shot::still(product)), alt(&product.name, "매장에서 찍은 사진", "photographed in the shop"))];
        if number.is_multiple_of(4) {
            hung.push((self.add(Shot::in_shop(product, &shop.look)), alt(&product.name, "매장 선반 위", "on a shelf in the shop")));
        }
        if number.is_multiple_of(16) {
            hung.push((self.add(Shot::detail(product)), alt(&product.name, "가까이에서 본 모습", "seen close")));
        }
        hung
    }

    fn add(&mut self, shot: Shot) -> usize {
        self.shots.push(shot);
        self.shots.len() - 1
    }
}

/// What a picture shows: the thing, then how, in both languages.
fn alt(name: &Words, ko: &str, en: &str) -> Both {
    let thing = |own: &Option<String>| own.clone().unwrap_or_else(|| name.any().to_owned());
    [Some(format!("{}, {ko}", thing(&name.ko))), Some(format!("{}, {en}", thing(&name.en)))]
}
