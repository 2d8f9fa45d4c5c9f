//! Hosts that fail. Each is left alone for a while, but only for the shop that named it: no other shop loses by it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use url::Url;

/// Failures of the network and slow answers in a row after which a host is left alone for a while.
pub const MOST_STRIKES: u32 = 5;
/// How often it is asked once more after a rest, before it is given up.
const ONCE_MORE: u32 = 2;
/// For how long a host is left alone.
const REST: Duration = Duration::from_secs(600);
/// After how long without another failure a host begins anew.
const REMEMBERED: Duration = Duration::from_secs(3_600);
/// Hosts of which it is remembered that they failed, at most.
const MOST_HOSTS: usize = 1_000;

/// A shop, and the host and port that pictures of it are at.
pub type Place = (i64, String);

/// Where a shop's picture is.
#[must_use]
pub fn place(shop: i64, url: &Url) -> Place {
    let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
    (shop, format!("{host}:{port}"))
}

/// What is done with a host's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Asked,
    /// Not now: it is asked once when its rest is over.
    LeftAlone,
    /// After its rests it failed as well: who waits for its pictures is told.
    GivenUp,
}

/// How a host stands after so many failures in a row, the last of which is so long ago.
fn standing(failures: u32, since: Duration) -> Standing {
    if failures < MOST_STRIKES || since >= REST {
        Standing::Asked
    } else if failures < MOST_STRIKES + ONCE_MORE {
        Standing::LeftAlone
    } else {
        Standing::GivenUp
    }
}

/// By shop and host, the failures of the network and the slow answers in a row, and when the last of them was.
#[derive(Debug, Default)]
pub struct Strikes(Mutex<HashMap<Place, (u32, Instant)>>);

impl Strikes {
    pub fn standing(&self, place: &Place) -> Standing {
        let known = self.with(|hosts| hosts.get(place).copied());
        known.map_or(Standing::Asked, |(failures, last)| standing(failures, last.elapsed()))
    }

    /// Whether the host of a shop's picture is left alone for now.
    pub fn is_resting(&self, shop: i64, source: &str) -> bool {
        Url::parse(source).is_ok_and(|url| self.standing(&place(shop, &url)) == Standing::LeftAlone)
    }

    pub fn strike(&self, place: Place) {
        self.with(|hosts| {
            if hosts.len() >= MOST_HOSTS {
                hosts.retain(|_, (_, last)| last.elapsed() < REST);
            }
            let (failures, last) = hosts.entry(place).or_insert((0, Instant::now()));
            let before = if last.elapsed() < REMEMBERED { *failures } else { 0 };
            (*failures, *last) = (before.saturating_add(1), Instant::now());
        });
    }

    pub fn forgive(&self, place: &Place) {
        self.with(|hosts| hosts.remove(place));
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<Place, (u32, Instant)>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_rests_after_five_failures_and_is_given_up_after_two_more() {
        let second = Duration::from_secs(1);
        assert_eq!(standing(4, second), Standing::Asked);
        assert_eq!(standing(5, second), Standing::LeftAlone);
        assert_eq!(standing(5, REST), Standing::Asked, "once");
        assert_eq!(standing(6, second), Standing::LeftAlone);
        assert_eq!(standing(7, second), Standing::GivenUp);
        assert_eq!(standing(7, REST), Standing::Asked, "later it may be there again");
    }

    #[test]
    fn a_host_fails_for_one_shop_and_at_one_port() {
        let strikes = Strikes::default();
        let url = |address: &str| Url::parse(address).expect("an address");
        for _ in 0..MOST_STRIKES {
            strikes.strike(place(1, &url("https://pictures.example/a.png")));
        }
        assert!(strikes.is_resting(1, "https://pictures.example:443/b.png"));
        assert!(!strikes.is_resting(1, "https://pictures.example:8443/a.png"));
        assert!(!strikes.is_resting(2, "https://pictures.example/a.png"));
        assert!(!strikes.is_resting(1, "a.png"));
        strikes.forgive(&place(1, &url("https://pictures.example/c.png")));
        assert!(!strikes.is_resting(1, "https://pictures.example/a.png"));
    }
}
