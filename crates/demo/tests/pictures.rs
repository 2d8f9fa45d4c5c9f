//! What the pictures promise: the same bytes each time, honest sizes, plain errors.

use demo::{Error, Look, Pixels, Scene, Style, Thing, WINDOWS, draw};

fn thing(shape: &str) -> Thing {
    Thing { shape: shape.to_owned(), colours: ["#35506b", "#e9e4da", "#c9a36a"].map(str::to_owned), ground: "#efe8dc".to_owned() }
}

fn look(style: Style) -> Look {
    let [wall, frame, awning, awning2, light] = ["#e9e2d6", "#3a2f28", "#35506b", "#f4efe6", "#ffd9a0"].map(str::to_owned);
    Look { style, wall, frame, awning, awning2, light }
}

fn all() -> Vec<Scene> {
    let things = || vec![thing("mug"), thing("shirt"), thing("chair")];
    let styles = [Style::Modern, Style::Hanok, Style::Brick, Style::Market, Style::Wood, Style::Tile];
    let shops = styles.into_iter().flat_map(|style| {
        [
            Scene::Front { look: look(style), things: things() },
            Scene::Inside { look: look(style), things: things() },
            Scene::InShop { thing: thing("candle"), look: look(style) },
        ]
    });
    let windows = WINDOWS.into_iter().chain(["nowhere"]).map(|window| Scene::Window { window: window.to_owned() });
    shops.chain(windows).chain([Scene::Still(thing("bread")), Scene::Detail(thing("scarf"))]).collect()
}

/// Any size will do; none is drawn with holes.
#[test]
fn every_scene_fills_its_picture() {
    for scene in all() {
        for (width, height) in [(96, 64), (54, 96), (1, 1)] {
            let Pixels { width: w, height: h, rgb } = draw(&scene, width, height).unwrap();
            assert_eq!((w, h, rgb.len()), (width, height, (width * height * 3) as usize));
            assert!(rgb.chunks_exact(3).all(|pixel| pixel.iter().any(|&value| value > 8)), "{scene:?} {width}x{height}");
        }
    }
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    for scene in all() {
        assert_eq!(draw(&scene, 120, 80).unwrap(), draw(&scene, 120, 80).unwrap());
    }
}

#[test]
fn a_shop_without_things_can_be_drawn() {
    for style in [Style::Modern, Style::Market] {
        draw(&Scene::Front { look: look(style), things: Vec::new() }, 90, 60).unwrap();
        draw(&Scene::Inside { look: look(style), things: Vec::new() }, 90, 60).unwrap();
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let still = |thing| draw(&Scene::Still(thing), 40, 40).unwrap_err();
    assert!(matches!(still(thing("unicorn")), Error::Missing(_)));
    assert!(matches!(still(Thing { ground: "beige".to_owned(), ..thing("mug") }), Error::Colour(_)));
    for (width, height) in [(0, 10), (10, 0), (9000, 10)] {
        assert!(matches!(draw(&Scene::Still(thing("mug")), width, height).unwrap_err(), Error::Size { .. }));
    }
}
