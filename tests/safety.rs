//! Hostile text, foreign origins, the policy, and who may be believed.

use scraper::{Html, Selector};

use crate::street::{Street, attributes};

const HOSTILE: &str = "</script></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>&lt;";

#[tokio::test]
async fn hostile_text_in_every_field_is_only_text() {
    let street = Street::new().await;
    let quoted = HOSTILE.replace('\'', "''");
    let columns = [
        (
            "shops",
            &[
                "name_ko",
                "name_en",
                "tagline_ko",
                "story_ko",
                "story_en",
                "notice_ko",
                "district_ko",
                "address_ko",
                "postcode",
                "phone",
                "email",
                "representative",
                "mail_order_number",
            ][..],
        ),
        ("products", &["name_ko", "name_en", "kind_ko", "origin_ko", "vendor", "tags"][..]),
        ("windows", &["name_ko", "name_en", "about_ko", "entry_rule_ko"][..]),
        ("collections", &["name_ko"][..]),
        ("options", &["name_ko"][..]),
        ("option_values", &["value_ko"][..]),
        ("variants", &["sku"][..]),
        ("shop_pictures", &["alt_ko"][..]),
        ("product_pictures", &["alt_ko"][..]),
        ("clips", &["title_ko", "about_ko"][..]),
        ("moments", &["label_ko"][..]),
    ];
    for (table, names) in columns {
        for name in names {
            street.run(&format!("update {table} set {name} = '{quoted}'")).await;
        }
    }
    let forbidden = Selector::parse("[onerror], [onload], [onclick], img[src=x], a[href^='javascript:']").expect("a selector");
    let scripts = Selector::parse("script").expect("a selector");
    for path in [
        "/",
        "/windows/living",
        "/windows/living?show=shops",
        "/shops/byeolbit",
        "/shops/byeolbit/products/star-lamp",
        "/clips",
        "/clips/lamp-film",
        "/clips/tube",
        "/en/shops/byeolbit",
        "/about",
    ] {
        let answer = street.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let html = answer.html();
        assert_eq!(html.select(&forbidden).count(), 0, "{path}");
        for script in html.select(&scripts) {
            let text: String = script.text().collect();
            assert!(!text.trim_start().starts_with("alert"), "{path}: {text}");
            if script.value().attr("type").is_some_and(|kind| kind.ends_with("json")) {
                serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
    }
}

#[tokio::test]
async fn the_policy_allows_what_is_inline_by_its_hash_and_nothing_else() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use sha2::{Digest, Sha256};

    let street = Street::new().await;
    for path in ["/", "/shops/byeolbit", "/nowhere", "/developers"] {
        let answer = street.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert!(
            !policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
            "{policy}"
        );
        let html = Html::parse_document(&answer.body);
        let inline = |selector: &str| -> Vec<String> {
            let selector = Selector::parse(selector).expect("a selector");
            html.select(&selector).map(|found| found.text().collect()).collect()
        };
        for text in inline("style").into_iter().chain(inline("script[type=module]")) {
            let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
            assert!(policy.contains(&hash), "{path}: {hash} is not in {policy}");
        }
        assert_eq!(attributes(&html, "[style]", "style").len(), 0, "{path}: style attributes are blocked by the policy");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "strict-origin-when-cross-origin")]
        {
            assert_eq!(answer.header(name), value, "{path}");
        }
    }
}

#[tokio::test]
async fn media_names_lead_nowhere_else() {
    let street = Street::new().await;
    std::fs::write(street.folder.path().join("secret.txt"), "for no reader").expect("written");
    for path in [
        "/media/..%2Fsecret.txt",
        "/media/%2e%2e/secret.txt",
        "/media/.hidden",
        "/media/a%00b",
        "/media/nothing.webp",
        "/app/..%2FCargo.toml",
        "/app/index.html",
    ] {
        let answer = street.get(path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(!answer.body.contains("for no reader"), "{path}");
    }
}
