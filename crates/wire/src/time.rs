//! Days and minutes of the day as plain numbers, and the one formatter for them.
//!
//! The calendar is computed here, by the civil-date formulas that `chrono` and others use too (days counted from
//! 1 March 0000 in eras of 400 years), because a date library would more than double what a phone must load.

use serde::{Deserialize, Serialize};

use crate::Lang;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Day(pub i32);

impl Day {
    /// The day of a Gregorian date; `None` where there is no such date.
    #[must_use]
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1..=9999).contains(&year) {
            return None;
        }
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let in_era = shifted.rem_euclid(400);
        let month_index = i32::try_from((month + 9) % 12).ok()?;
        let in_year = (153 * month_index + 2) / 5 + i32::try_from(day).ok()? - 1;
        let days = in_era * 365 + in_era / 4 - in_era / 100 + in_year;
        let found = Self(era * 146_097 + days - 719_468);
        (found.date() == (year, month, day)).then_some(found)
    }

    /// Year, month and day of the Gregorian calendar.
    #[must_use]
    pub fn date(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let in_era = shifted.rem_euclid(146_097);
        let year_in_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
        let month_index = (5 * in_year + 2) / 153;
        let day = in_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_in_era + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// 0 is Monday, 6 Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        usize::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// `11월 22일`, `22 Nov`.
    #[must_use]
    pub fn short(self, lang: Lang) -> String {
        let (_, month, day) = self.date();
        match lang {
            Lang::Ko => format!("{month}월 {day}일"),
            Lang::En => format!("{day} {}", month_name(month)),
        }
    }

    /// `2026년 11월 22일`, `22 Nov 2026`.
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        let (year, _, _) = self.date();
        match lang {
            Lang::Ko => format!("{year}년 {}", self.short(lang)),
            Lang::En => format!("{} {year}", self.short(lang)),
        }
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        let (year, month, day) = day.date();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok());
        let day = match (next(), next(), next()) {
            (Some(year), Some(month), Some(day)) => i32::try_from(year).ok().and_then(|year| Self::of(year, month, day)),
            _ => None,
        };
        day.ok_or_else(|| format!("{text} is no date like 2026-12-25"))
    }
}

fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get(month.saturating_sub(1) as usize).copied().unwrap_or_default()
}

/// The weekday's name, short: `월`, `Mon`. 0 is Monday.
#[must_use]
pub fn weekday_name(weekday: usize, lang: Lang) -> &'static str {
    const KO: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    lang.pick(KO, EN).get(weekday % 7).copied().unwrap_or_default()
}

/// A minute of the day as a clock shows it: 1140 is `19:00`, 1440 is `24:00`.
#[must_use]
pub fn clock(minute: u16) -> String {
    let minute = if minute > 1440 { minute - 1440 } else { minute };
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Seconds of a clip as players show them: `1:05`.
#[must_use]
pub fn playhead(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_four_centuries() {
        let mut day = Day::of(1899, 12, 31).expect("a date");
        for _ in 0..200_000 {
            let next = Day(day.0 + 1);
            let (year, month, date) = next.date();
            assert_eq!(Day::of(year, month, date), Some(next));
            assert_eq!(next.weekday(), (day.weekday() + 1) % 7);
            day = next;
        }
        assert_eq!(Day::of(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::of(2026, 11, 22).map(Day::weekday), Some(6));
        assert_eq!(Day::of(2025, 2, 29), None);
    }

    #[test]
    fn dates_read_in_both_languages() {
        let day = Day::of(2026, 1, 5).expect("a date");
        assert_eq!(day.long(Lang::Ko), "2026년 1월 5일");
        assert_eq!(day.short(Lang::En), "5 Jan");
        assert_eq!(String::from(day), "2026-01-05");
        assert_eq!(Day::try_from("2026-01-05".to_owned()), Ok(day));
        assert!(Day::try_from("yesterday".to_owned()).is_err());
        assert_eq!(clock(1140), "19:00");
        assert_eq!(clock(1560), "02:00");
        assert_eq!(playhead(65), "1:05");
    }
}
