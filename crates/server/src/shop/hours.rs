//! Opening hours from the database, and whether a shop is open at a time.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow};
use wire::{
    Lang, Text,
    hours::{Holiday, Hours, Local, OpenState, Week, state},
    time::Day,
};

use crate::{db::Db, error::Error};

/// How far ahead holidays are shown, in days.
const AHEAD: i32 = 60;

/// A holiday as the database keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredHoliday {
    pub from: Day,
    pub to: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// When one shop opens, as far as the rule needs it.
pub struct Opening {
    pub shop: i64,
    zone: TimeZone,
    /// Absent where the shop has not said.
    week: Option<Week>,
    holidays: Vec<StoredHoliday>,
}

impl Opening {
    /// From the columns `id`, `zone`, `hours`, `holidays` of a shop.
    ///
    /// # Errors
    /// Where they are missing or hold something else.
    pub fn of(row: &AnyRow) -> Result<Self, Error> {
        let week: Option<String> = row.try_get("hours")?;
        let holidays: Option<String> = row.try_get("holidays")?;
        Ok(Self {
            shop: row.try_get("id")?,
            zone: zone(&row.try_get::<String, _>("zone")?),
            week: week.as_deref().map(serde_json::from_str).transpose()?,
            holidays: holidays.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default(),
        })
    }

    /// The minute of the shop's own clock at a time.
    #[must_use]
    pub fn local(&self, now_ms: i64) -> Local {
        let time = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        let local = self.zone.to_datetime(time);
        let day = Day::of(i32::from(local.year()), local.month().unsigned_abs().into(), local.day().unsigned_abs().into());
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        Local { day: day.unwrap_or(Day(0)), minute: u16::try_from(minute).unwrap_or(0) }
    }

    /// The state at a time, and until when it and its words are true: milliseconds of UTC.
    #[must_use]
    pub fn state(&self, now_ms: i64) -> (OpenState, i64) {
        let local = self.local(now_ms);
        let closed = |day: Day| self.holidays.iter().any(|holiday| holiday.from <= day && day <= holiday.to);
        let (open, minutes) = match &self.week {
            Some(week) => state(week, &closed, local),
            None => (OpenState::Unknown, 1440 - i32::from(local.minute)),
        };
        (open, (now_ms / 60_000 + i64::from(minutes)) * 60_000)
    }

    /// Whether the shop hands over today what is asked for at a time and ready so many minutes later, and until when that is so:
    /// it is, if the shop is open then, or opens later on the same day.
    #[must_use]
    pub fn hands_over(&self, now_ms: i64, minutes: u32) -> (bool, i64) {
        let wait = i64::from(minutes) * 60_000;
        let (then, until) = self.state(now_ms + wait);
        let is_today = self.local(now_ms).day == self.local(now_ms + wait).day;
        let is_there = then.is_open() || matches!(then, OpenState::Closed { in_days: 0, .. });
        // The day ends sooner than what is ready then changes.
        let midnight = (now_ms / 60_000 + i64::from(1440 - i32::from(self.local(now_ms).minute))) * 60_000;
        (is_today && is_there, (until - wait).min(midnight))
    }

    /// The hours as a page shows them, with the holidays of the next weeks.
    #[must_use]
    pub fn hours(&self, today: Day, lang: Lang) -> Option<Hours> {
        let near = |holiday: &&StoredHoliday| holiday.to >= today && holiday.from.0 <= today.0 + AHEAD;
        let holidays = self.holidays.iter().filter(near).map(|holiday| Holiday {
            from: holiday.from,
            to: holiday.to,
            note: Text::choose(lang, holiday.ko.clone(), holiday.en.clone()),
        });
        self.week.clone().map(|week| Hours { week, holidays: holidays.collect() })
    }
}

/// A zone by its IANA name; Seoul's where the name is unknown.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(9)))
}

/// The openings of all open shops, the newest shop first.
///
/// # Errors
/// Where the database is away.
pub async fn openings(db: &Db) -> Result<Vec<Opening>, Error> {
    let sql = "select id, zone, hours, holidays from shops where state = 'open' order by opened_at desc, id desc";
    let rows = sqlx::query(sql).fetch_all(&db.pool).await?;
    rows.iter().map(Opening::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::hours::Span;

    /// Open from ten to seven on each day but Sunday, in Seoul.
    fn shop(holidays: Vec<StoredHoliday>) -> Opening {
        let mut week: Week = std::array::from_fn(|_| vec![Span { from: 600, to: 1140 }]);
        week[6].clear();
        Opening { shop: 1, zone: zone("Asia/Seoul"), week: Some(week), holidays }
    }

    /// A clock time in Seoul on a day of January 2027, whose first is a Friday.
    fn at(day: i64, clock: &str) -> i64 {
        let time: Timestamp = format!("2027-01-{day:02}T{clock}:00+09:00").parse().expect("a time");
        time.as_millisecond()
    }

    #[test]
    fn what_is_ready_before_closing_is_picked_up_today() {
        let shop = shop(Vec::new());
        for (clock, minutes, expected, until) in [
            ("08:00", 60, true, "09:00"),
            ("09:30", 60, true, "18:00"),
            ("17:59", 60, true, "18:00"),
            ("18:00", 60, false, "23:00"),
            ("18:30", 0, true, "19:00"),
            ("18:30", 30, false, "23:30"),
            ("03:00", 300, true, "05:00"),
        ] {
            assert_eq!(shop.hands_over(at(4, clock), minutes), (expected, at(4, until)), "{clock} and {minutes} minutes");
        }
    }

    #[test]
    fn what_is_ready_after_midnight_is_not_picked_up_today() {
        let shop = shop(Vec::new());
        // Saturday night: it would be ready on Sunday, which is closed; on Sunday night, on Monday, which is another day.
        assert_eq!(shop.hands_over(at(2, "23:30"), 60), (false, at(3, "00:00")));
        assert_eq!(shop.hands_over(at(3, "23:30"), 660), (false, at(4, "00:00")));
        assert!(!shop.hands_over(at(3, "12:00"), 60).0, "nobody is there on a Sunday");
        // From midnight on, the same is today's.
        assert!(shop.hands_over(at(4, "00:00"), 660).0);
    }

    #[test]
    fn nothing_is_picked_up_on_a_holiday_or_where_no_hours_are_said() {
        let day = Day::of(2027, 1, 4).expect("a day");
        let closed = shop(vec![StoredHoliday { from: day, to: day, ko: None, en: None }]);
        assert!(!closed.hands_over(at(4, "11:00"), 30).0);
        assert!(closed.hands_over(at(5, "11:00"), 30).0);
        let silent = Opening { week: None, ..shop(Vec::new()) };
        assert!(!silent.hands_over(at(4, "11:00"), 30).0);
    }
}
