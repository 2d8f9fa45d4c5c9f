//! A small shelf, asked for in many ways.

use proptest::prelude::*;

use super::*;

const SHELF: &[(i64, &str, &str, &str, &str)] = &[
    (1, "청송 사과 5kg", "Cheongsong apples 5 kg", "과일|Fruit", "아삭한 가을 과일입니다."),
    (2, "사과 주스", "Apple juice", "음료|Drinks", "사과를 눌러 만듭니다."),
    (3, "무선청소기", "Cordless vacuum cleaner", "청소|Cleaning", ""),
    (4, "무선 물걸레 청소기", "Cordless mop", "청소|Cleaning", ""),
    (5, "리넨 셔츠", "Linen shirt", "윗옷|Tops", "바닷바람처럼 시원한 여름 옷."),
    (6, "면 셔츠", "Cotton shirts", "윗옷|Tops", ""),
    (7, "배 5개입", "Five pears", "과일|Fruit", "선물로도 사과만큼 좋아요."),
    (8, "백팩", "Backpack", "가방|Bags", ""),
    (9, "무쇠 프라이팬 26cm", "Iron pan 26 cm", "부엌|Kitchen", ""),
];

fn shelf() -> Texts {
    let texts = Texts::new().expect("an index");
    let some = |text: &str| text.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    for (id, ko, en, kinds, about) in SHELF {
        let names = vec![(*ko).to_owned(), (*en).to_owned()];
        let entry =
            Entry { of: Of::Product, id: *id, names, kinds: some(kinds), shop: vec!["모퉁이 가게".to_owned()], text: some(about) };
        texts.put(&entry).expect("put");
    }
    texts.commit().expect("written");
    texts.show().expect("shown");
    texts
}

fn synonyms() -> Synonyms {
    Synonyms::new([vec!["사과", "apple", "애플"], vec!["프라이팬", "후라이팬", "frying pan"]])
}

/// Ids in the order of their scores.
fn asked(texts: &Texts, query: &str) -> (Vec<i64>, Found) {
    let mut found = find(&texts.look(), &synonyms(), query, None);
    found.hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.id));
    (found.hits.iter().map(|hit| hit.id).collect(), found)
}

#[test]
fn a_thing_is_found_as_koreans_type_it() {
    let texts = shelf();
    for (query, first) in [
        ("사과", 1),
        ("사과를", 1),
        ("사과 5킬로", 1),
        ("5000g 사과", 1),
        ("삭", 1),
        ("사고", 1),
        ("ㅅㄱ", 1),
        ("tkrhk", 1),
        ("애플", 1),
        ("사괴", 1),
        ("apple", 1),
        ("apples", 1),
        ("aplpe", 1),
        ("사과주스", 2),
        ("사과 쥬스", 2),
        ("juice of apples", 2),
        ("무선 청소기", 3),
        ("무선물걸레청소기", 4),
        ("청소기", 4),
        ("노ㅑㄱㅅ", 5),
        ("여름 셔츠", 5),
        ("배", 7),
        ("백", 8),
        ("후라이팬", 9),
        ("frying pan", 9),
        ("26 센티 프라이팬", 9),
        ("프라이 팬을", 9),
    ] {
        assert_eq!(asked(&texts, query).0.first(), Some(&first), "{query}");
    }
}

#[test]
fn what_was_meant_is_said_and_what_nothing_has_is_left_out() {
    let texts = shelf();
    assert_eq!(asked(&texts, "tkrhk").1.instead.as_deref(), Some("사과"));
    assert_eq!(asked(&texts, "리넨 셔트").1.instead.as_deref(), Some("리넨 셔츠"));
    assert_eq!(asked(&texts, "사과").1.instead, None);
    let (ids, found) = asked(&texts, "사과 쿵쾅쿵쾅");
    assert_eq!((ids.first(), found.left_out), (Some(&1), vec!["쿵쾅쿵쾅".to_owned()]));
    let (ids, found) = asked(&texts, "쿵쾅쿵쾅");
    assert!(ids.is_empty() && found.instead.is_none());
    let (ids, found) = asked(&texts, "셔틀콕");
    assert_eq!((ids, found.near), (vec![], vec!["셔츠".to_owned()]));
    let (_, found) = asked(&texts, "리넨 청소기");
    assert!(found.is_part, "nothing is of linen and cleans");
}

#[test]
fn what_was_matched_is_marked() {
    let texts = shelf();
    for (query, name, marked) in [
        ("사과", "청송 사과 5kg", vec!["사과"]),
        ("삭", "청송 사과 5kg", vec!["사과"]),
        ("5킬로 사과", "청송 사과 5kg", vec!["사과", "5kg"]),
        ("청소기", "무선청소기", vec!["청소기"]),
        ("무선청소기", "무선 물걸레 청소기", vec!["무선", "청소기"]),
        ("shirt", "Cotton shirts", vec!["shirts"]),
        ("ㅁㅅ", "무선청소기", vec!["무선"]),
        ("사괴", "사과 주스", vec!["사과"]),
        ("a", "Apple juice", vec![]),
    ] {
        let letters: Vec<char> = name.chars().collect();
        let found = asked(&texts, query).1.marks(name);
        let found: Vec<String> = found.into_iter().map(|[from, to]| letters[from..to].iter().collect()).collect();
        assert_eq!(found, marked, "{query} in {name}");
    }
}

#[test]
fn a_word_is_completed_by_words_that_are_there() {
    let texts = shelf();
    let longer = |query: &str| completions(&texts.look(), query, 5);
    assert_eq!(longer("셔"), ["셔츠"]);
    assert!(longer("리넨 ㅅ").contains(&"리넨 셔츠".to_owned()), "{:?}", longer("리넨 ㅅ"));
    assert_eq!(longer("ㅅㄱ"), ["사과"], "by its initials");
    assert_eq!(longer("lin"), ["linen"]);
    assert_eq!(longer("tu"), ["셔츠"], "the other keyboard");
    assert!(longer("사과 ").is_empty() && longer("").is_empty());
}

#[test]
fn what_was_taken_out_hides_nothing_and_is_not_said() {
    let texts = shelf();
    let entry = |of: Of, id: i64, name: &str| Entry { of, id, names: vec![name.to_owned()], kinds: vec![], shop: vec![], text: vec![] };
    for (of, id, name) in [(Of::Product, 91, "무선 셔츠"), (Of::Product, 92, "쿠쿠 시계"), (Of::Window, 1, "리넨 무선")] {
        texts.put(&entry(of, id, name)).expect("put");
    }
    texts.commit().expect("written");
    texts.show().expect("shown");
    assert_eq!(asked(&texts, "무선 셔츠").0.first(), Some(&91));
    let (ids, found) = asked(&texts, "리넨 무선");
    assert!(found.is_part && ids.len() > 1, "a window has both words, and products one");
    texts.take(Of::Product, 91);
    texts.take(Of::Product, 92);
    texts.commit().expect("written");
    texts.show().expect("shown");
    let (ids, found) = asked(&texts, "무선 셔츠");
    assert!(found.is_part && !ids.is_empty() && !ids.contains(&91), "{ids:?}");
    assert_eq!(asked(&texts, "쿠쿠").1.left_out, ["쿠쿠"]);
    assert_eq!(asked(&texts, "쿠구").1.instead, None, "near to nothing that is there");
}

#[test]
fn a_name_of_some_words_that_nothing_has_is_its_words() {
    let texts = shelf();
    let groups = Synonyms::new([vec!["linen salt and shirt", "솔트셔츠"]]);
    let found = find(&texts.look(), &groups, "linen salt shirt", None);
    assert!(!found.hits.is_empty() && found.left_out == ["salt"], "{:?}", found.left_out);
}

#[test]
fn words_past_the_most_are_said_to_be_left_out() {
    let texts = shelf();
    let (_, found) = asked(&texts, "사과 하나 두울 세엣 네엣 다섯 여섯 일곱 여덟 아홉 사과");
    assert!(found.left_out.contains(&"여덟".to_owned()) && found.left_out.contains(&"아홉".to_owned()), "{:?}", found.left_out);
}

#[test]
fn a_thing_is_put_in_place_of_itself_and_taken_out() {
    let texts = shelf();
    let entry = |name: &str| Entry { of: Of::Product, id: 1, names: vec![name.to_owned()], kinds: vec![], shop: vec![], text: vec![] };
    texts.put(&entry("풋사과")).expect("put");
    assert_eq!(asked(&texts, "사과").0.first(), Some(&1), "not before it is shown");
    texts.commit().expect("written");
    texts.show().expect("shown");
    assert!(!asked(&texts, "청송").0.contains(&1));
    assert!(asked(&texts, "풋사과").0.contains(&1));
    texts.take(Of::Product, 1);
    texts.take(Of::Shop, 2);
    texts.commit().expect("written");
    texts.show().expect("shown");
    assert_eq!(asked(&texts, "풋사과").0.first(), Some(&2), "what is left of it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_query_is_answered(query in "\\PC{0,100}", korean in "[ㄱ-ㅎㅏ-ㅣ가-힣 a-z0-9#~]{0,100}") {
        thread_local!(static TEXTS: Texts = shelf());
        TEXTS.with(|texts| {
            for query in [&query, &korean] {
                let (_, found) = asked(texts, query);
                for (_, ko, en, ..) in SHELF {
                    for name in [ko, en] {
                        let mut last = 0;
                        for [from, to] in found.marks(name) {
                            assert!(last <= from && from < to && to <= name.chars().count());
                            last = to;
                        }
                    }
                }
                let _ = completions(&texts.look(), query, 5);
            }
        });
    }
}
