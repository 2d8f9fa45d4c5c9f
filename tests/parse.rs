//! What stands in addresses, whatever anybody writes there: it is read without a surprise, and reads alike once it was written.

use proptest::{collection::vec, prelude::*};
use server::index::ask::Listed;
use wire::{
    Currency,
    address::Address,
    endpoint::encode,
    filter::{By, Filters, position},
    listing::Sort,
};

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        "[a-z0-9가-힣:,. +%-]{0,40}",
        "[-+0-9.eE, ]{0,24}",
        "-?[0-9]{1,3}\\.[0-9]{0,9},-?[0-9]{1,3}\\.[0-9]{0,9}",
        "(1|0|KRW|usd|recommended|nearest|shops|12\\.50|n\\.0\\.0\\.1\\.1)",
    ]
}

fn field() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(By::ALL.map(By::word).to_vec()).prop_map(str::to_owned);
    let other = "(sort|after|show|q|collection|variant|t|lang|utm_source|\\PC{0,6})";
    prop_oneof![3 => known, 2 => other]
}

fn part() -> impl Strategy<Value = String> {
    prop_oneof!["(windows|shops|products|search|clips|about|en|offline)", "[a-z0-9가-힣-]{1,12}", "\\PC{0,8}",]
}

/// Pairs as they may stand in a query: written right, or as they are.
fn query(pairs: &[(String, String, bool)]) -> String {
    let pairs = pairs.iter().map(
        |(name, value, is_raw)| {
            if *is_raw { format!("{name}={value}") } else { format!("{}={}", encode(name), encode(value)) }
        },
    );
    pairs.collect::<Vec<_>>().join("&")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn filters_read_alike_once_they_were_written(fields in vec((field(), value()), 0..12), sort in 0_usize..5, after in value()) {
        let filters = Filters::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let written = filters.fields();
        let again = Filters::from_fields(written.iter().map(|(name, value)| (*name, value.as_str())));
        prop_assert_eq!(&again, &filters);
        for (by, value) in filters.pairs() {
            prop_assert!(!value.is_empty() && value.trim() == value);
            // One more and one less is as before, where several may stand.
            if by.takes_several() {
                prop_assert_eq!(&filters.toggled(by, value).toggled(by, value), &filters);
            }
        }
        let near = filters.get(By::Near);
        prop_assert!(near.is_empty() || near == "?" || near.split(',').all(|degrees| degrees.split('.').nth(1).map(str::len) == Some(2)));
        // Taken or refused in words.
        let listed = Listed::new(filters.clone(), Sort::ALL[sort], None, 24, Currency::Usd);
        if let Ok(listed) = listed {
            prop_assert_eq!(&listed.filters, &filters);
        }
        let _ = Listed::new(Filters::default(), Sort::ALL[sort], Some(&after), 24, Currency::Krw);
    }

    #[test]
    fn an_address_reads_alike_once_it_was_written(
        parts in vec(part(), 0..5),
        pairs in vec((field(), value(), any::<bool>()), 0..8),
        raw in "\\PC{0,60}",
    ) {
        let path = format!("/{}", parts.join("/"));
        for query in [query(&pairs), raw] {
            let Some(address) = Address::parse(&path, &query) else { continue };
            let written = address.path();
            let (path, query) = written.split_once('?').unwrap_or((&written, ""));
            prop_assert_eq!(Address::parse(path, query), Some(address.clone()), "{}", written);
            prop_assert!(written.is_ascii() && written.starts_with('/'));
            for other in [address.canonical(), address.translated()] {
                let written = other.path();
                let (path, query) = written.split_once('?').unwrap_or((&written, ""));
                prop_assert_eq!(Address::parse(path, query), Some(other));
            }
            prop_assert!(address.call().starts_with("/api/v1"));
        }
    }

    #[test]
    fn an_amount_reads_alike_once_it_was_written(text in "[-+0-9.,eE ]{0,20}", amount in 0_i64..1_000_000_000_000) {
        for currency in Currency::ALL {
            let written = wire::Money::new(amount, currency).plain();
            prop_assert_eq!(currency.amount(&written), Some(amount));
            if let Some(amount) = currency.amount(&text) {
                prop_assert_eq!(currency.amount(&wire::Money::new(amount, currency).plain()), Some(amount));
            }
        }
        let _ = position(&text);
    }
}
