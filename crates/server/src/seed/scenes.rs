//! Which pictures the street needs, and how each is drawn.

use ::demo::{Look, Product, Scene, Shop, Thing};

use crate::picture::{Pixels, Refused};

/// A scene, and its size in pixels: no larger than pages show it on a phone's fine screen, because each pixel costs the
/// one who seeds some third of a microsecond in each width.
#[derive(Clone, Debug)]
pub struct Shot {
    pub scene: Scene,
    pub width: u32,
    pub height: u32,
}

impl Shot {
    /// A product on its quiet ground, square.
    pub fn still(product: &Product) -> Self {
        Self::square(Scene::Still(product.draw.clone()), 720)
    }

    /// A product close by, square.
    pub fn detail(product: &Product) -> Self {
        Self::square(Scene::Detail(product.draw.clone()), 640)
    }

    /// A product where it stands in its shop, square.
    pub fn in_shop(product: &Product, look: &Look) -> Self {
        Self::square(Scene::InShop { thing: product.draw.clone(), look: look.clone() }, 640)
    }

    /// The shop from the street, three by two.
    pub fn front(shop: &Shop) -> Self {
        Self { scene: Scene::Front { look: shop.look.clone(), things: things(shop) }, width: 960, height: 640 }
    }

    /// The shop's room, three by two.
    pub fn inside(shop: &Shop) -> Self {
        Self { scene: Scene::Inside { look: shop.look.clone(), things: things(shop) }, width: 960, height: 640 }
    }

    /// A window's own picture, sixteen by nine.
    pub fn window(window: &str) -> Self {
        Self { scene: Scene::Window { window: window.to_owned() }, width: 1440, height: 810 }
    }

    /// A clip before it plays, nine by sixteen.
    pub fn poster(scene: Scene) -> Self {
        Self { scene, width: 540, height: 960 }
    }

    fn square(scene: Scene, side: u32) -> Self {
        Self { scene, width: side, height: side }
    }

    /// Draws it. It takes some tenths of a second of a core.
    ///
    /// # Errors
    /// Where the demo street's drawings are wrong.
    pub fn draw(&self) -> Result<Pixels, NotDrawn> {
        let drawn = ::demo::draw(&self.scene, self.width, self.height)?;
        Ok(Pixels { width: drawn.width, height: drawn.height, rgb: drawn.rgb })
    }
}

/// What the shop sells, for its shelves.
fn things(shop: &Shop) -> Vec<Thing> {
    shop.products.iter().map(|product| product.draw.clone()).collect()
}

/// Why a picture of the demo street is not there.
#[derive(Debug, thiserror::Error)]
pub enum NotDrawn {
    #[error(transparent)]
    Drawing(#[from] ::demo::Error),
    #[error(transparent)]
    Keeping(#[from] Refused),
}
