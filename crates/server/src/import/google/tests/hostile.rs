//! Files that are no feeds, or are made to do harm.

use super::{feed, said};
use crate::import::google::{DEEPEST, MOST_BYTES, MOST_FIELD_BYTES, MOST_ITEMS, Unreadable, read};
use proptest::{collection::vec, prelude::*};
use wire::Currency;

fn refused(bytes: impl AsRef<[u8]>) -> String {
    read(bytes.as_ref(), Currency::Krw).expect_err("a refusal").to_string()
}

#[test]
fn a_doctype_is_refused_with_all_that_it_may_declare() {
    let laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<rss><channel><item><title>&lol2;</title></item></channel></rss>";
    assert_eq!(refused(laughs), "line 2: a DOCTYPE stands there, which no product feed needs: take it out");
    assert!(refused("<!DOCTYPE rss SYSTEM \"file:///etc/passwd\"><rss/>").contains("a DOCTYPE"));
    assert!(refused("<!doctype rss><rss/>").starts_with("line 1: "));
    assert!(refused("<!DOCTYPE rss [").contains("DOCTYPE"));
    assert!(refused("<rss><!DOCTYPE x></rss>").contains("a DOCTYPE"));
}

#[test]
fn entities_are_xmls_own_five_and_numbers() {
    let title = |text: &str| feed(&format!("<item>\n<title>{text}</title></item>"));
    assert_eq!(refused(title("A&nbsp;B")), "line 4: \"&nbsp;\" is no entity of XML: write the letter itself, or & as &amp;");
    assert_eq!(refused(title("A & B")), "line 4: an & begins no entity there: write it as &amp;");
    for bad in ["&lol;", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#;", "&#x;", "&#-1;"] {
        assert!(refused(title(bad)).contains("is no entity of XML"), "{bad}");
    }
    assert!(refused(feed("<item><golmok:option name=\"&lol;\">1</golmok:option></item>")).contains("is no entity of XML"));
    assert_eq!(said(&title("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;")), "");
}

#[test]
fn tags_that_do_not_close_are_refused_by_line() {
    assert_eq!(refused("<rss>\n<channel>\n<item>"), "line 3: \"<item>\" is opened there and never closed");
    assert_eq!(refused("<rss>\n<channel>\n</rss>"), "line 3: \"</rss>\" stands where \"<channel>\" of line 2 is to be closed");
    assert_eq!(refused("<rss>\n<channel"), "line 2: a tag is opened there and has no end");
    assert!(refused("<rss></rss></rss>").contains("closes nothing"));
    assert!(refused("<rss><!-- </rss>").contains("a comment is opened there"));
    assert!(refused("<rss><![CDATA[ </rss>").contains("a CDATA section is opened there"));
    assert!(refused(feed("<item/>") + "<rss/>").contains("stands behind the end of the feed"));
}

#[test]
fn elements_stand_only_so_deep() {
    let nested = |depth: usize| feed(&format!("<item><title>A</title><g:x>{}{}</g:x></item>", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert_eq!(said(&nested(DEEPEST - 4)), "");
    assert_eq!(refused(nested(DEEPEST - 3)), "line 3: elements stand there more than 16 deep");
    assert!(refused("<rss>".to_owned() + &"<a>".repeat(1_000_000)).contains("16 deep"));
}

#[test]
fn a_field_is_only_so_long() {
    let title =
        |bytes: usize| feed(&format!("<item><g:id>a</g:id><title>A</title><description>{}</description></item>", "a".repeat(bytes)));
    assert_eq!(said(&title(MOST_FIELD_BYTES)), "");
    assert_eq!(said(&title(MOST_FIELD_BYTES + 1)), "line 3, description: refused: the field is 65537 bytes long; 65536 are the most");
    let pieces = "<![CDATA[aaaaaaaaaaaaaaaa]]>&amp;<b>b</b>".repeat(10_000);
    assert!(said(&feed(&format!("<item><title>A</title><description>{pieces}</description></item>"))).contains("bytes long"));
}

#[test]
fn tags_and_namespaces_are_only_so_many() {
    let long = format!("<rss><channel {}>", "a=\"1\" ".repeat(2_000));
    assert!(refused(long).contains("a tag there is longer than any that a feed needs"));
    let spaces: String = (0..100).map(|number| format!(" xmlns:a{number}=\"b\"")).collect();
    assert!(refused(format!("<rss{spaces}>")).contains("more namespaces than a feed needs"));
    let again = " xmlns:g=\"http://base.google.com/ns/1.0\"";
    assert_eq!(said(&feed(&format!("<item{again}><title>A</title></item>\n").repeat(1))), "");
    let items: String = (0..100).map(|number| format!("<item{again}><title>A</title><g:id{again}>a{number}</g:id></item>\n")).collect();
    assert_eq!(said(&feed(&items)), "");
}

#[test]
fn a_file_is_only_so_large() {
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1], Currency::Krw).expect_err("a refusal"), Unreadable::TooLarge);
    let items = |count: usize| feed(&"<item/>".repeat(count));
    assert_eq!(refused(items(MOST_ITEMS + 1)), "the feed has more than 100000 items: bring it in parts");
}

#[test]
fn letters_are_utf_8() {
    assert_eq!(refused(b"<rss>\n\xff\xfe</rss>"), "line 2: the letters are not UTF-8: save the feed as UTF-8");
    assert!(refused("<?xml version=\"1.0\" encoding=\"EUC-KR\"?><rss/>").contains("says that it is written in \"EUC-KR\""));
    assert!(refused(b"\xff\xfe<\0r\0s\0s\0").contains("not UTF-8"));
    let feed = feed("<item><title>A</title></item>").replace("version=\"1.0\"?", "version=\"1.0\" encoding=\"utf-8\"?");
    assert_eq!(said(&format!("\u{feff}{feed}")), "");
}

#[test]
fn files_of_other_kinds_are_refused_in_words() {
    assert!(refused("").contains("empty"));
    assert!(refused("\u{feff} \n").contains("empty"));
    assert!(refused("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>").contains("Atom"));
    assert_eq!(refused("<html><body/></html>"), "this is no product feed: it begins with \"<html>\" and not with <rss>");
    assert!(refused("id\ttitle").contains("begins with text"));
    assert!(refused("<rss><channel/></rss>").contains("no items"));
    assert!(refused("<rss><item><title>A</title></item></rss>").contains("no items"));
}

#[test]
fn messages_hold_no_line_ends_of_the_file() {
    let price = feed("<item><title>A</title><g:price>1&#10;line 9: refused</g:price></item>");
    assert!(!said(&price).contains('\n'));
    assert!(!refused("<a\u{1b}\u{7}b/>").contains('\u{1b}'));
}

#[test]
fn a_feed_of_many_small_pieces_is_read_in_bounded_time() {
    let started = std::time::Instant::now();
    let tiny = feed(&("<item>".to_owned() + &"<g:id/>".repeat(500_000) + "</item>"));
    let links =
        feed(&("<item><title>A</title>".to_owned() + &"<g:additional_image_link>x</g:additional_image_link>".repeat(20_000) + "</item>"));
    let options = feed(&("<item><title>A</title>".to_owned() + &"<golmok:option name=\"a\">b</golmok:option>".repeat(50_000) + "</item>"));
    let group = feed(&"<item><g:item_group_id>g</g:item_group_id></item>".repeat(50_000));
    for text in [tiny, links, options, group] {
        let _ = read(text.as_bytes(), Currency::Krw);
    }
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, Currency::Krw);
        let _ = read(&[b"<rss><channel><item><title>".as_slice(), &bytes].concat(), Currency::Krw);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(</?(rss|channel|item|title|g:(id|price|item_group_id|size|image_link)|golmok:(option|stock|handle))( name=\"a\")?/?>|[a&;#0-9 \n가-나<>\\[\\]!-]|5 KRW|https://a\\.example\\.com/a){0,60}") {
        let _ = read(text.as_bytes(), Currency::Krw);
        let _ = read(feed(&format!("<item>{text}</item>")).as_bytes(), Currency::Krw);
    }
}
