//! Opening hours, and the rule that tells from them whether a shop is open.

use serde::{Deserialize, Serialize};

use crate::{Lang, Text, time::Day};

/// From a minute of the day to another; an end at or before the start is on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    pub from: u16,
    pub to: u16,
}

impl Span {
    /// Minutes from the start of its day to its end, past 1440 where it ends on the next day.
    fn end(self) -> i32 {
        i32::from(self.to) + if self.to <= self.from { 1440 } else { 0 }
    }
}

/// The spans of each weekday, Monday first. An empty day is a closed one.
pub type Week = [Vec<Span>; 7];

/// Days on which the shop stays closed, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holiday {
    pub from: Day,
    pub to: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// The hours as a page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    pub week: Week,
    /// Those of the next weeks.
    pub holidays: Vec<Holiday>,
}

/// A minute in the shop's own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    pub day: Day,
    /// 0 to 1439.
    pub minute: u16,
}

/// Whether a shop is open, and until or from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OpenState {
    /// Open; closes at this minute of the day (its own, or the next one).
    Open { until: u16 },
    /// Open day and night: no end within a week.
    Always,
    /// Closed; opens on that day, `in_days` from today, at that minute.
    Closed {
        day: Day,
        in_days: u16,
        at: u16,
        /// Set where today is a holiday.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        holiday: bool,
    },
    /// No opening within the next five weeks.
    Shut,
    /// The shop has not said its hours.
    Unknown,
}

impl OpenState {
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Always)
    }
}

/// How far ahead the next opening is looked for, in days.
const AHEAD: i32 = 35;

/// The state at `now`, and how many minutes it (and its words) stay true at the most.
///
/// A span that passes midnight belongs to the day on which it began, holidays included; spans that touch are one.
#[must_use]
pub fn state(week: &Week, closed: &dyn Fn(Day) -> bool, now: Local) -> (OpenState, i32) {
    let midnight = 1440 - i32::from(now.minute);
    if week.iter().all(Vec::is_empty) {
        return (OpenState::Unknown, midnight);
    }
    let spans = spans_around(week, closed, now.day);
    let at = i32::from(now.minute);
    if spans.iter().any(|(from, to)| *from <= at && at < *to) {
        let mut until = at;
        while let Some((_, to)) = spans.iter().find(|(from, to)| *from <= until && until < *to) {
            until = *to;
            if until - at >= 7 * 1440 {
                return (OpenState::Always, midnight);
            }
        }
        let clock = u16::try_from(if until % 1440 == 0 { 1440 } else { until % 1440 }).unwrap_or(1440);
        return (OpenState::Open { until: clock }, (until - at).min(midnight));
    }
    let holiday = closed(now.day);
    match spans.iter().map(|(from, _)| *from).filter(|from| *from > at).min() {
        Some(from) => {
            let in_days = from / 1440;
            let opens = u16::try_from(from % 1440).unwrap_or(0);
            let days = u16::try_from(in_days).unwrap_or(0);
            (OpenState::Closed { day: Day(now.day.0 + in_days), in_days: days, at: opens, holiday }, (from - at).min(midnight))
        }
        None => (OpenState::Shut, midnight),
    }
}

/// All spans from yesterday on, in minutes from today's midnight.
fn spans_around(week: &Week, closed: &dyn Fn(Day) -> bool, today: Day) -> Vec<(i32, i32)> {
    let mut spans = Vec::new();
    for offset in -1..=AHEAD {
        let day = Day(today.0 + offset);
        if closed(day) {
            continue;
        }
        for span in week.get(day.weekday()).into_iter().flatten() {
            spans.push((offset * 1440 + i32::from(span.from), offset * 1440 + span.end()));
        }
    }
    spans
}

/// `open now until 19:00`, `opens tomorrow at 10:30`, in words.
#[must_use]
pub fn words(state: &OpenState, lang: Lang) -> String {
    use crate::time::{clock, weekday_name};
    match (state, lang) {
        (OpenState::Open { until }, Lang::Ko) => format!("영업 중 · {}까지", clock(*until)),
        (OpenState::Open { until }, Lang::En) => format!("Open now until {}", clock(*until)),
        (OpenState::Always, Lang::Ko) => "24시간 영업".to_owned(),
        (OpenState::Always, Lang::En) => "Open day and night".to_owned(),
        (OpenState::Closed { day, in_days, at, holiday }, Lang::Ko) => {
            let when = match in_days {
                0 => "오늘".to_owned(),
                1 => "내일".to_owned(),
                2..=6 => format!("{}요일", weekday_name(day.weekday(), lang)),
                _ => day.short(lang),
            };
            format!("{} · {when} {} 열어요", if *holiday { "오늘은 쉬는 날" } else { "영업 종료" }, clock(*at))
        }
        (OpenState::Closed { day, in_days, at, holiday }, Lang::En) => {
            let when = match in_days {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                2..=6 => weekday_name(day.weekday(), lang).to_owned(),
                _ => day.short(lang),
            };
            format!("{}, opens {when} at {}", if *holiday { "Closed for a holiday" } else { "Closed" }, clock(*at))
        }
        (OpenState::Shut, Lang::Ko) => "당분간 쉬어요".to_owned(),
        (OpenState::Shut, Lang::En) => "Closed for now".to_owned(),
        (OpenState::Unknown, Lang::Ko) => "영업시간은 매장에 문의해 주세요".to_owned(),
        (OpenState::Unknown, Lang::En) => "Ask the shop for its hours".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(spans: &[(usize, u16, u16)]) -> Week {
        let mut week = Week::default();
        for (day, from, to) in spans {
            week[*day].push(Span { from: *from, to: *to });
        }
        week
    }

    /// 2026-11-23 is a Monday.
    fn at(days: i32, minute: u16) -> Local {
        Local { day: Day(Day::of(2026, 11, 23).expect("a date").0 + days), minute }
    }

    const NEVER: &dyn Fn(Day) -> bool = &|_| false;

    #[test]
    fn a_shop_is_open_until_its_span_ends() {
        let week = week(&[(0, 600, 720), (0, 780, 1140)]);
        assert_eq!(state(&week, NEVER, at(0, 700)), (OpenState::Open { until: 720 }, 20));
        assert_eq!(state(&week, NEVER, at(0, 1139)), (OpenState::Open { until: 1140 }, 1));
        let lunch = state(&week, NEVER, at(0, 720)).0;
        assert_eq!(lunch, OpenState::Closed { day: at(0, 0).day, in_days: 0, at: 780, holiday: false });
        assert_eq!(words(&lunch, Lang::En), "Closed, opens today at 13:00");
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        let week = week(&[(0, 1080, 120)]);
        assert_eq!(state(&week, NEVER, at(1, 60)).0, OpenState::Open { until: 120 });
        assert_eq!(state(&week, NEVER, at(1, 120)).0, OpenState::Closed { day: at(7, 0).day, in_days: 6, at: 1080, holiday: false });
        let monday = at(0, 0).day;
        let closed: &dyn Fn(Day) -> bool = &|day| day == monday;
        assert!(!state(&week, closed, at(1, 60)).0.is_open());
    }

    #[test]
    fn words_about_midnight_and_all_night() {
        let to_midnight = week(&[(0, 600, 1440)]);
        assert_eq!(words(&state(&to_midnight, NEVER, at(0, 700)).0, Lang::En), "Open now until 24:00");
        let always: Week = std::array::from_fn(|_| vec![Span { from: 0, to: 1440 }]);
        assert_eq!(state(&always, NEVER, at(0, 700)).0, OpenState::Always);
        assert_eq!(state(&Week::default(), NEVER, at(0, 700)).0, OpenState::Unknown);
    }

    #[test]
    fn a_holiday_closes_and_says_when_it_opens_again() {
        let week: Week = std::array::from_fn(|_| vec![Span { from: 600, to: 1140 }]);
        let first = at(0, 0).day;
        let closed: &dyn Fn(Day) -> bool = &|day| day >= first && day <= Day(first.0 + 1);
        let (state, minutes) = state(&week, closed, at(0, 660));
        assert_eq!(state, OpenState::Closed { day: Day(first.0 + 2), in_days: 2, at: 600, holiday: true });
        assert_eq!(minutes, 780);
        assert_eq!(words(&state, Lang::Ko), "오늘은 쉬는 날 · 수요일 10:00 열어요");
        assert_eq!(super::state(&week, &|_| true, at(0, 660)).0, OpenState::Shut);
    }
}
