//! What the demo street's texts, shops and clips promise.

#![expect(clippy::unwrap_used, reason = "a street that cannot be read fails its test")]

use std::collections::HashSet;

use demo::{Product, Shop, Thing, WINDOWS, Words, clips, minutes, street};

fn shops() -> Vec<Shop> {
    street().unwrap().shops
}

fn said(words: &Words) -> bool {
    [&words.ko, &words.en].into_iter().flatten().count() > 0
        && [&words.ko, &words.en].into_iter().flatten().all(|text| !text.trim().is_empty())
}

fn well_formed(slug: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || ('가'..='힣').contains(&letter);
    !slug.is_empty() && slug.chars().all(fits) && !slug.starts_with('-') && !slug.ends_with('-')
}

#[test]
fn every_window_has_its_shops_and_every_shop_its_products() {
    let shops = shops();
    assert!(shops.len() >= 48);
    assert!(shops.iter().map(|shop| shop.products.len()).sum::<usize>() >= 480);
    for window in WINDOWS {
        assert!(shops.iter().filter(|shop| shop.window == window).count() >= 6, "{window}");
    }
    let slugs: HashSet<&str> = shops.iter().map(|shop| shop.slug.as_str()).collect();
    assert_eq!(slugs.len(), shops.len(), "two shops share a slug");
    for shop in &shops {
        assert!(well_formed(&shop.slug), "{}", shop.slug);
        assert!(shop.also_in.iter().all(|window| WINDOWS.contains(&window.as_str())), "{}", shop.slug);
        let products: HashSet<&str> = shop.products.iter().map(|product| product.slug.as_str()).collect();
        assert_eq!(products.len(), shop.products.len(), "{}: two products share a slug", shop.slug);
    }
}

#[test]
fn a_shop_says_what_shoppers_and_the_law_ask_and_nobody_is_real() {
    let mut phones = HashSet::new();
    for shop in shops() {
        let at = &shop.slug;
        for words in [&shop.name, &shop.tagline, &shop.story, &shop.district, &shop.address] {
            assert!(said(words), "{at}: {words:?}");
        }
        assert!(shop.name.ko.is_some() && shop.name.en.is_some(), "{at}");
        assert!(shop.notice.as_ref().is_none_or(said), "{at}");
        assert!(!shop.representative.is_empty(), "{at}");
        assert!(shop.phone.starts_with("02-000-") && shop.phone.len() == 11, "{at}: {}", shop.phone);
        assert!(phones.insert(shop.phone.clone()), "{at}: {} is another shop's", shop.phone);
        assert!(shop.postcode.len() == 5 && shop.postcode.chars().all(|digit| digit.is_ascii_digit()), "{at}");
        let [latitude, longitude] = shop.point;
        assert!((33.0..39.0).contains(&latitude) && (124.0..132.0).contains(&longitude), "{at}: {:?} is not in Korea", shop.point);
        assert!(shop.delivery.is_some() || shop.pickup.is_some(), "{at}: nothing can be had");
        if let Some(delivery) = &shop.delivery {
            assert!(delivery.fee >= 0 && delivery.days[0] <= delivery.days[1], "{at}");
        }
        assert!(shop.hours.days().iter().any(|day| !day.is_empty()), "{at} never opens");
        for [from, to] in shop.hours.days().into_iter().flatten() {
            assert!(minutes(from).is_some() && minutes(to).is_some() && from != to, "{at}: {from} {to}");
        }
        for holiday in &shop.holidays {
            assert!(holiday.from.len() == 10 && holiday.from <= holiday.to, "{at}");
        }
    }
}

#[test]
fn a_product_has_words_a_price_and_a_stock_for_each_choice() {
    for shop in shops() {
        let shelves: HashSet<&str> = shop.collections.iter().map(|shelf| shelf.slug.as_str()).collect();
        for product in &shop.products {
            let at = format!("{}/{}", shop.slug, product.slug);
            assert!(well_formed(&product.slug), "{at}");
            assert!(said(&product.name) && said(&product.description), "{at}");
            assert!(shelves.contains(product.collection.as_str()), "{at}: no shelf {}", product.collection);
            assert!(product.price > 0 && product.price % 10 == 0, "{at}: {}", product.price);
            assert!(product.before.is_none_or(|before| before > product.price), "{at}");
            let choices: usize = product.options.iter().map(|option| option.values.len()).product();
            assert_eq!(product.stock.len(), choices, "{at}");
            assert!(product.extra.is_empty() || product.extra.len() == choices, "{at}");
            assert!(product.options.len() <= 3, "{at}");
            for option in &product.options {
                assert!(said(&option.name) && option.values.iter().all(said), "{at}");
            }
            assert!(shop.window != "fresh" || product.origin.as_ref().is_some_and(said), "{at}: fresh food without its origin");
        }
    }
}

#[test]
fn some_things_are_sold_out_some_reduced_and_some_are_new() {
    let all: Vec<Product> = shops().into_iter().flat_map(|shop| shop.products).collect();
    let count = |is: fn(&Product) -> bool| all.iter().filter(|product| is(product)).count();
    assert!(count(|product| product.stock.iter().all(|&count| count == 0)) >= 10);
    assert!(count(|product| product.stock.contains(&0) && product.stock.iter().any(|&count| count > 0)) >= 20);
    assert!(count(|product| product.before.is_some()) >= 40);
    assert!(count(|product| product.age_days == 0) >= 20);
    let one_language = |words: &Words| words.ko.is_none() || words.en.is_none();
    assert!(all.iter().filter(|product| one_language(&product.description)).count() >= 20);
}

#[test]
fn every_clip_is_a_film_with_captions_and_moments_of_its_shop() {
    let (clips, shops) = (clips().unwrap(), shops());
    assert!(clips.len() >= 12);
    assert!(clips.iter().map(|clip| clip.video.len()).sum::<usize>() <= 20_000_000);
    for clip in &clips {
        let at = &clip.slug;
        assert!(well_formed(at) && (10..=40).contains(&clip.seconds), "{at}: {} s", clip.seconds);
        assert!(said(&clip.title) && said(&clip.about), "{at}");
        assert_eq!(clip.video.get(4..8), Some(&b"ftyp"[..]), "{at} is no MP4");
        let head = clip.video.windows(4).position(|word| word == b"moov");
        let film = clip.video.windows(4).position(|word| word == b"mdat");
        assert!(head.is_some() && head < film, "{at} would have to be loaded whole before it plays");
        let shop = shops.iter().find(|shop| shop.slug == clip.shop).unwrap();
        assert!(clip.moments.len() >= 2 && clip.moments.is_sorted_by(|one, next| one.at < next.at), "{at}");
        for moment in &clip.moments {
            assert!(moment.at < clip.seconds && said(&moment.label), "{at}");
            assert!(shop.products.iter().any(|product| product.slug == moment.product), "{at}: no {}", moment.product);
        }
        for captions in [clip.captions_ko, clip.captions_en] {
            assert!(captions.starts_with("WEBVTT\n") && captions.matches(" --> ").count() >= 3, "{at}");
        }
    }
}

#[test]
fn everything_can_be_drawn() {
    let things: HashSet<String> = shops().into_iter().flat_map(|shop| shop.products).map(|product| product.draw.shape).collect();
    assert!(things.len() >= 80);
    for shape in things {
        let colours = ["#35506b", "#e9e4da", "#c9a36a"].map(str::to_owned);
        let thing = Thing { shape, colours, ground: "#efe8dc".to_owned() };
        demo::draw(&demo::Scene::Still(thing), 16, 16).unwrap();
    }
}
