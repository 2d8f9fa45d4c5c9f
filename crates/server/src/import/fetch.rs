//! Getting pictures: from a folder, or over the web from public addresses only.

mod strikes;

use std::{
    error::Error as StdError,
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use futures::StreamExt;
use reqwest::{
    Client, ClientBuilder, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, CONTENT_TYPE},
    redirect::{Attempt, Policy},
};
use url::{Host, Url};

use super::address::is_public;
use crate::config::Fetch;
pub use strikes::Strikes;
use strikes::{MOST_STRIKES, Standing, place};

/// The largest picture, in bytes.
const MOST_BYTES: usize = 25_000_000;
const MOST_REDIRECTS: usize = 3;
/// An answer that takes longer is as bad as none: all others wait for it.
const SLOW: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(20);

/// Which addresses are asked.
type MayAsk = fn(IpAddr) -> bool;

/// Gets pictures. One serves a whole import, so that connections are shared.
pub struct Fetcher {
    client: Client,
    folder: Option<PathBuf>,
    may_ask: MayAsk,
    strikes: Arc<Strikes>,
    /// What is a slow answer.
    slow: Duration,
}

/// Why a picture could not be had, in words for the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// The network or the host is away: another time it may be there.
    Network(String),
    /// Its host is left alone for now, which says nothing of the picture.
    NotTried(String),
    /// What is there is not wanted, or not there.
    Other(String),
}

impl Fetcher {
    /// # Errors
    /// Where the system offers no secure connections, or the folder is not there.
    pub fn new(settings: &Fetch) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        Self::remembering(settings, Arc::default())
    }

    /// One that goes on where another was, whose strikes these are.
    ///
    /// # Errors
    /// Where the system offers no secure connections, or the folder is not there.
    pub fn remembering(settings: &Fetch, strikes: Arc<Strikes>) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        if let Some(folder) = settings.pictures.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(format!("--pictures: {} is no folder", folder.display()).into());
        }
        // Refused only where one is set already, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let may_ask: MayAsk = if settings.allow_private { |_| true } else { is_public };
        let client = client(Arc::new(System), may_ask).build()?;
        Ok(Self { client, folder: settings.pictures.clone(), may_ask, strikes, slow: SLOW })
    }

    /// The picture's bytes: from the folder where a file of that name is, or else from its address.
    ///
    /// # Errors
    /// In words for the merchant.
    pub async fn get(&self, source: &str) -> Result<Vec<u8>, String> {
        self.try_get(0, source).await.map_err(|(Miss::Network(why) | Miss::NotTried(why) | Miss::Other(why))| why)
    }

    /// The same, where it matters what is to blame. Hosts that fail are left alone for this shop only.
    ///
    /// # Errors
    /// In words for the merchant.
    pub async fn try_get(&self, shop: i64, source: &str) -> Result<Vec<u8>, Miss> {
        if let Some(file) = self.file_of(source) {
            return read_file(&file).await.map_err(Miss::Other);
        }
        let Ok(url) = Url::parse(source) else {
            return Err(Miss::Other("no file of that name was in the folder of pictures (--pictures)".to_owned()));
        };
        let place = place(shop, &url);
        let host = url.host_str().unwrap_or_default();
        let why = || format!("not tried: {host} did not answer {MOST_STRIKES} times in a row, or too slowly");
        match self.strikes.standing(&place) {
            Standing::Asked => {}
            Standing::LeftAlone => return Err(Miss::NotTried(why())),
            Standing::GivenUp => return Err(Miss::Other(why())),
        }
        let asked = Instant::now();
        let outcome = self.download(&url).await;
        if matches!(outcome, Err(Miss::Network(_))) || asked.elapsed() > self.slow {
            self.strikes.strike(place);
        } else {
            self.strikes.forgive(&place);
        }
        outcome
    }

    /// The file in the folder that has the picture's name, where there is one.
    pub fn file_of(&self, source: &str) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        file_names(source).into_iter().map(|name| folder.join(name)).find(|path| path.is_file())
    }

    async fn download(&self, url: &Url) -> Result<Vec<u8>, Miss> {
        check_url(url, self.may_ask).map_err(|error| Miss::Other(error.to_string()))?;
        let request = self.client.get(url.clone()).header(ACCEPT, "image/jpeg, image/png, image/webp, image/gif");
        let response = request.send().await.map_err(|error| miss(&error))?;
        let status = response.status();
        if !status.is_success() {
            let why = format!("the server answered {}", status.as_u16());
            // These say of themselves that it may be otherwise another time.
            let is_for_now = status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
            return Err(if is_for_now { Miss::Network(why) } else { Miss::Other(why) });
        }
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("text/html") || kind.starts_with("application/xhtml") {
            return Err(Miss::Other("the link leads to a web page and not to a picture".to_owned()));
        }
        read_body(response).await
    }
}

/// What asks: only addresses that may be asked, whatever these names mean.
fn client(names: Arc<dyn Resolve>, may_ask: MayAsk) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("golmok/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        // A proxy would connect for us, and the address could not be checked.
        .no_proxy()
        .dns_resolver(Arc::new(Resolver { names, may_ask }))
        .redirect(Policy::custom(move |attempt| follow(attempt, may_ask)))
}

async fn read_body(response: Response) -> Result<Vec<u8>, Miss> {
    let too_large = || Miss::Other(format!("larger than {} MB", MOST_BYTES / 1_000_000));
    if response.content_length().is_some_and(|length| length > MOST_BYTES as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| miss(&error))?;
        if bytes.len() + piece.len() > MOST_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

async fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("{} could not be read: {error}", path.display());
    let size = tokio::fs::metadata(path).await.map_err(unreadable)?.len();
    if size > MOST_BYTES as u64 {
        return Err(format!("{} is larger than {} MB", path.display(), MOST_BYTES / 1_000_000));
    }
    tokio::fs::read(path).await.map_err(unreadable)
}

/// The names under which a picture may lie in a folder: the last part of its address, decoded and as it stands there.
fn file_names(source: &str) -> Vec<String> {
    let last = match Url::parse(source) {
        Ok(url) => url.path_segments().and_then(|mut parts| parts.next_back().map(str::to_owned)).unwrap_or_default(),
        Err(_) => source.to_owned(),
    };
    let decoded = form_urlencoded::parse(last.replace('+', "%2B").replace('&', "%26").replace('=', "%3D").as_bytes())
        .next()
        .map(|(name, _)| name.into_owned());
    let is_plain = |name: &String| !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
    decoded.into_iter().chain([last]).filter(is_plain).collect()
}

/// An address that no picture is fetched from.
#[derive(Debug)]
struct Forbidden(&'static str);

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for Forbidden {}

const PRIVATE: Forbidden = Forbidden("the address is a private one (--allow-private fetches from those too)");

fn check_url(url: &Url, may_ask: MayAsk) -> Result<(), Forbidden> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Forbidden("it is no address on the web"));
    }
    // Names are checked where they are resolved; an address written out never comes there.
    let is_allowed = match url.host() {
        Some(Host::Ipv4(address)) => may_ask(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => may_ask(IpAddr::V6(address)),
        Some(Host::Domain(_)) => true,
        None => false,
    };
    if is_allowed { Ok(()) } else { Err(PRIVATE) }
}

fn follow(attempt: Attempt<'_>, may_ask: MayAsk) -> reqwest::redirect::Action {
    if attempt.previous().len() > MOST_REDIRECTS {
        return attempt.error(Forbidden("it leads on more than three times"));
    }
    match check_url(attempt.url(), may_ask) {
        Ok(()) => attempt.follow(),
        Err(error) => attempt.error(error),
    }
}

/// What names mean to the system.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::time::timeout(CONNECT, tokio::net::lookup_host((name.as_str(), 0))).await??;
            let addresses: Addrs = Box::new(found.collect::<Vec<_>>().into_iter());
            Ok(addresses)
        })
    }
}

/// Resolves names to addresses that may be asked, and to no others. The connection is made to what this returns, so that a name cannot
/// mean one thing when it is checked and another when it is asked.
struct Resolver {
    names: Arc<dyn Resolve>,
    may_ask: MayAsk,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (found, may_ask) = (self.names.resolve(name), self.may_ask);
        Box::pin(async move {
            let all: Vec<SocketAddr> = found.await?.collect();
            let some: Vec<SocketAddr> = all.iter().copied().filter(|address| may_ask(address.ip())).collect();
            if some.is_empty() && !all.is_empty() {
                return Err(PRIVATE.into());
            }
            let addresses: Addrs = Box::new(some.into_iter());
            Ok(addresses)
        })
    }
}

/// What a merchant can make of a failed request: its innermost cause, and whether the network is to blame.
fn miss(error: &reqwest::Error) -> Miss {
    let mut inner: &dyn StdError = error;
    while let Some(next) = inner.source() {
        inner = next;
    }
    if let Some(forbidden) = inner.downcast_ref::<Forbidden>() {
        return Miss::Other(forbidden.to_string());
    }
    if error.is_timeout() {
        return Miss::Network("no answer in time".to_owned());
    }
    Miss::Network(format!("no connection: {inner}"))
}

#[cfg(test)]
mod tests;
