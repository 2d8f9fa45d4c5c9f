//! The pages as the server draws them.

use axum::http::Method;
use serde_json::Value;

use server::sitemap;

use crate::street::{PUBLIC_URL, Street, attributes, texts};

#[tokio::test]
async fn the_privacy_notice_names_every_kind_of_thing_that_is_held_of_who_works_here() {
    let street = Street::new().await;
    for (path, kinds) in [
        ("/privacy", ["패스키", "다른 곳의 계정", "열쇠", "메일", "사업자등록번호", "올린 파일", "90일", "SHA-256"]),
        (
            "/en/privacy",
            ["passkeys", "accounts elsewhere", "tokens", "mail", "business number", "Uploaded files", "ninety days", "SHA-256"],
        ),
    ] {
        let page = texts(&street.get(path).await.html(), "main").join(" ");
        for kind in kinds {
            assert!(page.contains(kind), "{path}: {kind}");
        }
        assert!(!page.contains("addresses that are counted to stop guessing are made unreadable"), "a hash of an address can be guessed");
    }
}

#[tokio::test]
async fn every_page_is_drawn_in_both_languages() {
    let street = Street::new().await;
    let pages = [
        ("/", "작은 매장들이 창을 여는 거리", "A street where small shops open their windows"),
        ("/windows/living", "리빙", "Living"),
        ("/windows/living?show=shops", "리빙", "Living"),
        ("/windows/kids", "키즈", "Kids"),
        ("/shops/byeolbit", "별빛상회", "Byeolbit"),
        ("/shops/byeolbit/products/star-lamp", "별 등", "Star lamp"),
        ("/clips", "영상", "Clips"),
        ("/clips/lamp-film", "등 만들기", "Making a lamp"),
        ("/about", "골목 소개", "About"),
        ("/terms", "이용약관", "Terms"),
        ("/privacy", "개인정보 처리방침", "Privacy"),
        ("/developers", "개발자를 위한 API", "The API, for developers"),
        ("/offline", "연결이 끊겼어요", "You are offline"),
    ];
    for (path, ko, en) in pages {
        for (prefix, lang, title) in [("", "ko", ko), ("/en", "en", en)] {
            let path = format!("{prefix}{}", if path == "/" && !prefix.is_empty() { "" } else { path });
            let answer = street.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            let html = answer.html();
            assert_eq!(texts(&html, "h1"), [title], "{path}");
            assert_eq!(attributes(&html, "html", "lang"), [lang], "{path}");
        }
    }
}

#[tokio::test]
async fn pages_look_as_they_did() {
    let street = Street::new().await;
    for (name, path) in [
        ("home", "/en"),
        ("window", "/windows/living"),
        ("shop", "/shops/byeolbit"),
        ("product", "/en/shops/byeolbit/products/star-lamp"),
        ("clip", "/clips/tube?t=5"),
        ("none", "/nowhere"),
    ] {
        let answer = street.get(path).await;
        let (_, body) = answer.body.split_once("<div id=\"street\">").expect("a street");
        let body = body.split("<script").next().expect("a body").replace('>', ">\n");
        // Which weekday is today's.
        let body = body.replace(" shop__day--today", "").replace(" aria-current=\"date\"", "");
        // Scope classes follow the sheets' lengths; they are no part of the look.
        let words = body.split_inclusive(|c: char| c.is_whitespace() || c == '"');
        let body: String = words.filter(|word| !word.starts_with("l-") || word.len() > 9).collect();
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("page_{name}"), body);
        });
    }
}

#[tokio::test]
async fn the_app_gets_the_content_of_a_page_as_it_is_drawn() {
    let street = Street::new().await;
    for path in ["/", "/en", "/windows/living?in_stock=1", "/en/shops/byeolbit", "/search?q=%EB%B3%84", "/about"] {
        let page = street.get(path).await;
        let content = street.get(&format!("/drawn{path}")).await;
        assert_eq!((content.status.as_u16(), content.header("content-type")), (200, "text/plain; charset=utf-8"), "{path}");
        let (title, html) = content.body.split_once('\n').expect("a title");
        assert_eq!(texts(&page.html(), "title"), [title], "{path}");
        let (_, main) = page.body.split_once("<main id=\"main\" tabindex=\"-1\">").expect("main");
        assert_eq!(main.split_once("</main>").map(|(main, _)| main), Some(html), "{path}");
    }
    let none = street.get("/drawn/shops/nobody").await;
    assert_eq!((none.status.as_u16(), none.header("content-type")), (404, "application/problem+json"));
    assert_eq!(none.json()["code"], "not_found");
    let moved = street.get("/drawn/en/shops/old-byeolbit").await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (301, "/drawn/en/shops/byeolbit"));
    assert_eq!(street.get("/drawnx").await.status, 404);
    // A change is seen at once, as on the page.
    street.run("update windows set name_ko = '새 이름' where id = 2").await;
    assert!(street.get("/drawn/").await.body.contains("새 이름"));
}

#[tokio::test]
async fn a_page_names_itself_and_its_translation() {
    let street = Street::new().await;
    let html = street.get("/en/windows/living?sort=price_up&utm_source=x").await.html();
    assert_eq!(attributes(&html, "link[rel=canonical]", "href"), [format!("{PUBLIC_URL}/en/windows/living")]);
    assert_eq!(attributes(&html, "link[rel=alternate]", "hreflang"), ["ko", "en", "x-default"]);
    assert_eq!(attributes(&html, "link[hreflang=ko]", "href"), [format!("{PUBLIC_URL}/windows/living")]);
    assert_eq!(attributes(&html, ".top__lang", "href"), ["/windows/living?sort=price_up"]);
    assert_eq!(attributes(&html, "meta[property='og:title']", "content"), ["Living — Golmok"]);
}

#[tokio::test]
async fn a_search_names_itself_without_its_filters_and_is_kept_by_nobody() {
    let street = Street::new().await;
    let html = street.get("/en/search?q=star&in_stock=1&sort=price_up").await.html();
    assert_eq!(attributes(&html, "link[rel=canonical]", "href"), [format!("{PUBLIC_URL}/en/search?q=star")]);
    assert_eq!(attributes(&html, "meta[property='og:url']", "content"), [format!("{PUBLIC_URL}/en/search?q=star")]);
    assert_eq!(attributes(&html, "link[hreflang=ko]", "href"), [format!("{PUBLIC_URL}/search?q=star")]);
    assert_eq!(attributes(&html, "meta[name=robots]", "content"), ["noindex"]);
}

#[tokio::test]
async fn each_choice_says_what_is_there() {
    let street = Street::new().await;
    let html = street.get("/en/shops/byeolbit/products/star-lamp").await.html();
    assert_eq!(texts(&html, ".product__choice"), ["Small3 left", "LargeSold out", "Huge"]);
    assert_eq!(texts(&html, ".product__choice[aria-current=true]"), ["Small3 left"]);
    let huge = attributes(&html, ".product__choice", "href").pop().expect("a link");
    let html = street.get(&huge).await.html();
    assert_eq!(texts(&html, ".product__cost .ui__now"), ["₩29,900"]);
    assert_eq!(texts(&html, ".product__choice[aria-current=true]"), ["Huge"]);
}

#[tokio::test]
async fn a_page_without_a_third_party_frames_none_before_it_is_asked() {
    let street = Street::new().await;
    let html = street.get("/clips/tube?t=5").await.html();
    assert_eq!(attributes(&html, "iframe", "src").len(), 0);
    assert_eq!(attributes(&html, ".clip__play", "href"), ["https://www.youtube.com/watch?v=abcDEF-_123&t=5s"]);
    let naver = street.get("/clips/naver").await.html();
    assert_eq!(attributes(&naver, ".clip__moments a", "href").len(), 0, "Naver TV cannot be sent to a moment");
    let own = street.get("/clips/lamp-film?t=9").await.html();
    assert_eq!(attributes(&own, "video source", "src"), ["/media/aabb.mp4#t=9"]);
    assert_eq!(attributes(&own, "video track", "src"), ["/media/aabb.ko.vtt"]);
}

#[tokio::test]
async fn a_kept_page_is_new_as_soon_as_the_data_is() {
    let street = Street::new().await;
    let first = street.get("/shops/byeolbit").await;
    let again = street.with(Method::GET, "/shops/byeolbit", &[("if-none-match", first.header("etag"))], "").await;
    assert_eq!(again.status, 304);
    assert_eq!(again.header("content-security-policy"), first.header("content-security-policy"));
    street.run("update shops set name_ko = '새벽상회' where id = 11").await;
    let fresh = street.with(Method::GET, "/shops/byeolbit", &[("if-none-match", first.header("etag"))], "").await;
    assert_eq!(fresh.status, 200);
    assert_eq!(texts(&fresh.html(), "h1"), ["새벽상회"]);
}

#[tokio::test]
async fn who_has_a_page_in_its_quick_packing_is_not_sent_the_good_one() {
    let street = Street::new().await;
    let packed = [("accept-encoding", "br")];
    let first = street.with(Method::GET, "/clips", &packed, "").await;
    let tag = first.header("etag").to_owned();
    let good = street.with(Method::GET, "/clips", &packed, "").await;
    assert_ne!(good.header("etag"), tag);
    let again = street.with(Method::GET, "/clips", &[packed[0], ("if-none-match", tag.as_str())], "").await;
    assert_eq!((again.status.as_u16(), again.header("etag")), (304, tag.as_str()));
}

#[tokio::test]
async fn pages_are_compressed_as_the_browser_takes_them() {
    let street = Street::new().await;
    let plain = street.get("/windows/living").await;
    for (asked, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
        let answer = street.with(Method::GET, "/windows/living", &[("accept-encoding", asked)], "").await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-security-policy"), plain.header("content-security-policy"));
    }
}

#[tokio::test]
async fn search_engines_read_what_each_kind_must_have() {
    let street = Street::new().await;
    let things = async |path: &str| -> Vec<Value> {
        let html = street.get(path).await.html();
        texts(&html, "script[type='application/ld+json']").iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
    };
    let of_kind =
        |things: &[Value], kind: &str| things.iter().find(|thing| thing["@type"] == kind).cloned().unwrap_or_else(|| panic!("no {kind}"));
    let product = of_kind(&things("/shops/byeolbit/products/star-lamp").await, "Product");
    assert_eq!(product["name"], "별 등");
    assert_eq!(product["offers"][0]["price"], "12900");
    assert_eq!(product["offers"][0]["priceCurrency"], "KRW");
    assert_eq!(product["offers"][1]["availability"], "https://schema.org/OutOfStock");
    assert_eq!(product["description"], "따뜻한 빛");
    let crumbs = of_kind(&things("/shops/byeolbit/products/star-lamp").await, "BreadcrumbList");
    assert_eq!(crumbs["itemListElement"][0]["position"], 1);
    let shop = of_kind(&things("/shops/byeolbit").await, "Store");
    assert_eq!(shop["address"]["streetAddress"], "서울 가상구 별빛길 1");
    let video = of_kind(&things("/clips/lamp-film").await, "VideoObject");
    assert_eq!(video["uploadDate"], "2023-11-14T22:14:10Z");
    assert_eq!(video["hasPart"][0]["startOffset"], 4);
    assert!(
        things("/shops/%EB%8B%AC%EB%B9%9B-2").await.iter().all(|thing| thing["@type"] != "Store"),
        "a shop without an address is no LocalBusiness"
    );
    assert!(
        things("/shops/%EB%8B%AC%EB%B9%9B-2/products/moon-cup").await.iter().all(|thing| thing["@type"] != "Product"),
        "no picture, no Product"
    );
}

#[tokio::test]
async fn the_law_s_facts_stand_on_a_shop_s_page() {
    let street = Street::new().await;
    let page = street.get("/shops/byeolbit").await;
    for fact in ["김가상", "02-000-9999", "hello@example.com", "제2026-서울가상-0001호", "통신판매중개자", "7일"] {
        assert!(page.body.contains(fact), "{fact}");
    }
    assert!(!page.body.contains("bizCommPop"), "a number that no business has gets no link");
    assert!(page.body.contains("24시간 영업"));
}

#[tokio::test]
async fn crawlers_find_every_page() {
    let street = Street::new().await;
    assert!(street.get("/robots.txt").await.body.contains("Sitemap: https://street.example/sitemap.xml"));
    let index = street.get("/sitemap.xml").await;
    assert_eq!(index.header("content-type"), "application/xml; charset=utf-8");
    for name in ["street", "shops-0", "clips-0", "products-0"] {
        assert!(index.body.contains(&format!("<loc>{PUBLIC_URL}/sitemaps/{name}.xml</loc>")), "{name}: {}", index.body);
    }
    let products = street.get("/sitemaps/products-0.xml").await.body;
    assert!(products.contains("<loc>https://street.example/en/shops/byeolbit/products/star-lamp</loc>"));
    assert!(!products.contains("hidden-thing"));
    assert!(street.get("/sitemaps/clips-0.xml").await.body.contains("<loc>https://street.example/clips/tube</loc>"));
    assert!(street.get("/sitemaps/shops-0.xml").await.body.contains("<loc>https://street.example/en/shops/byeolbit</loc>"));
    assert!(street.get("/sitemaps/street.xml").await.body.contains("<loc>https://street.example/windows/living</loc>"));
    for none in ["products-9.xml", "products--1.xml", "windows-0.xml", "street", "products.xml"] {
        assert_eq!(street.get(&format!("/sitemaps/{none}")).await.status, 404, "{none}");
    }
}

#[tokio::test]
async fn the_sitemap_names_every_page_once_and_no_file_that_is_not_there() {
    let street = Street::new().await;
    // Three products in pages of three, of one, and of two: a multiple, and one that is none.
    for a_file in 1..=3 {
        let index = sitemap::index_of(&street.state, a_file).await.expect("an index");
        let names: Vec<&str> = index.split("/sitemaps/").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
        let mut pages = Vec::new();
        for name in &names {
            let file = sitemap::file_of(&street.state, name, a_file).await.unwrap_or_else(|error| panic!("{name} of {a_file}: {error}"));
            pages.extend(file.split("<loc>").skip(1).filter_map(|rest| Some(rest.split("</loc>").next()?.to_owned())));
        }
        let of = |part: &str| pages.iter().filter(|page| !page.contains("/en") && page.contains(part)).count();
        assert_eq!((of("/products/"), of("/clips/"), of("/shops/")), (3, 3, 2 + 3), "{a_file}: {names:?}");
        let whole = pages.len();
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), whole, "{a_file}");
    }
}

#[tokio::test]
async fn an_address_in_decomposed_hangul_leads_to_the_composed_one() {
    let street = Street::new().await;
    // 달빛-2, each syllable taken apart, as some systems write it.
    let apart: String = "/shops/달빛-2"
        .chars()
        .flat_map(|c| unicode_normalization::UnicodeNormalization::nfd(std::iter::once(c)).collect::<Vec<_>>())
        .collect();
    let path: Vec<String> = apart.split('/').map(wire::endpoint::encode).collect();
    let answer = street.get(&path.join("/")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/shops/%EB%8B%AC%EB%B9%9B-2"));
}

#[tokio::test]
async fn the_theme_is_a_cookie_set_by_a_form() {
    let street = Street::new().await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer = street.with(Method::POST, "/theme", &form, "theme=dark&back=%2Fen%2Fclips").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/en/clips"));
    answer.sets("__Host-theme=dark", "Lax", Some(31_536_000));
    for cookie in ["__Host-theme=dark", "theme=dark", "theme=light; __Host-theme=dark"] {
        let dark = street.with(Method::GET, "/clips", &[("cookie", cookie)], "").await;
        assert_eq!(attributes(&dark.html(), "html", "data-theme"), ["dark"], "{cookie}");
    }
    let plain = street.get("/clips").await;
    assert_eq!(attributes(&plain.html(), "html", "data-theme").len(), 0);
    let sent = async |name: &str, value: &str| {
        let headers = [form[0], (name, value)];
        street.with(Method::POST, "/theme", &headers, "theme=dark").await.status.as_u16()
    };
    assert_eq!(sent("sec-fetch-site", "cross-site").await, 403);
    // A browser that does not say where it comes from says at least from which origin.
    assert_eq!(sent("origin", "https://evil.example").await, 403);
    assert_eq!(sent("origin", PUBLIC_URL).await, 303);
    assert_eq!(sent("x-nothing", "said").await, 403);
    let evil = street.with(Method::POST, "/theme", &form, "theme=dark&back=%2F%2Fevil.example").await;
    assert_eq!(evil.header("location"), "/");
}

#[tokio::test]
async fn an_empty_street_still_has_its_seven_windows() {
    let street = Street::empty().await;
    let html = street.get("/").await.html();
    assert_eq!(texts(&html, ".home__windows .window__name").len(), 7);
    let page = street.get("/windows/fashion").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("첫 매장을 기다리고"));
    assert_eq!(street.get("/clips").await.status, 200);
}
