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
