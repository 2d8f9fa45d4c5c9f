//! The cities, counties and wards of Korea (시군구), by province (시도), as of July 2026: what shops are found by.

use std::sync::LazyLock;

/// Blocks parted by an empty line: the province first, then what is in it.
const LIST: &str = include_str!("districts.txt");

/// A province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    pub ko: &'static str,
    pub en: &'static str,
    pub districts: Vec<District>,
}

/// A district with its province, as it stands beside a shop: `서울 마포구`, `Mapo-gu, Seoul`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    pub ko: String,
    pub en: String,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| LIST.split("\n\n").filter_map(province).collect());

fn province(block: &'static str) -> Option<Province> {
    let mut lines = block.lines().filter_map(|line| line.split_once(' '));
    let (ko, en) = lines.next()?;
    let mut districts: Vec<District> =
        lines.map(|(name, sound)| District { ko: format!("{ko} {name}"), en: format!("{sound}{}, {en}", end(name)) }).collect();
    // One that is parted no further is its own.
    if districts.is_empty() {
        districts.push(District { ko: ko.to_owned(), en: en.to_owned() });
    }
    Some(Province { ko, en, districts })
}

/// What a name ends with, in Latin letters.
fn end(name: &str) -> &'static str {
    match name.chars().last() {
        Some('시') => "-si",
        Some('군') => "-gun",
        _ => "-gu",
    }
}

/// The provinces, in the order of the law.
#[must_use]
pub fn provinces() -> &'static [Province] {
    &PROVINCES
}

/// The district of that name.
#[must_use]
pub fn find(ko: &str) -> Option<&'static District> {
    PROVINCES.iter().flat_map(|province| &province.districts).find(|district| district.ko == ko)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_province_is_there_and_no_name_stands_twice() {
        assert_eq!(provinces().len(), 17);
        let many: Vec<usize> = provinces().iter().map(|province| province.districts.len()).collect();
        assert_eq!(many, [25, 16, 9, 11, 5, 5, 5, 1, 31, 18, 11, 15, 14, 22, 22, 18, 2]);
        let names: HashSet<&str> = provinces().iter().flat_map(|one| &one.districts).map(|one| one.ko.as_str()).collect();
        assert_eq!(names.len(), many.iter().sum::<usize>());
        assert_eq!(find("서울 마포구").map(|one| one.en.as_str()), Some("Mapo-gu, Seoul"));
        assert_eq!(find("제주 서귀포시").map(|one| one.en.as_str()), Some("Seogwipo-si, Jeju"));
        assert_eq!(find("세종").map(|one| one.en.as_str()), Some("Sejong"));
        assert!(provinces().iter().flat_map(|one| &one.districts).all(|one| one.ko.split(' ').count() <= 2 && one.en.is_ascii()));
    }
}
