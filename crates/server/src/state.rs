//! What the handlers share: the database, the media, the settings, and what is computed once a version of the data.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use wire::{Currency, shop::Business, shop::BusinessNumber};

use crate::{
    account::provider::Providers,
    application::tax::TaxOffice,
    config::Operator,
    db::Db,
    error::Error,
    held::Held,
    ids::now_ms,
    import::job::{Progress, Trying},
    index::Indexed,
    mail::Outbox,
    media::Media,
    metrics::Metrics,
    pages::Pages,
    picture,
    preview::Previews,
    window::{Street, street},
};

tokio::task_local! {
    /// The version that this task has asked for already: what it calls in this process goes by the same one.
    pub static AS_OF: i64;
}

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct AppState(pub Arc<Inner>);

/// The parts of the state.
pub struct Inner {
    pub db: Db,
    pub media: Media,
    pub outbox: Outbox,
    pub metrics: Metrics,
    /// The only source of absolute links: `https://street.example`, without a slash at the end.
    pub public_url: String,
    pub operator: Business,
    /// In which prices are compared where an address names no other.
    pub currency: Currency,
    pub trust_proxy: Vec<ipnet::IpNet>,
    /// By which people may sign in.
    pub providers: Providers,
    /// Who is asked of business numbers.
    pub tax: Option<TaxOffice>,
    /// The data folder.
    pub data: PathBuf,
    /// Milliseconds of UTC.
    pub started_at: i64,
    pub pages: Pages,
    pub index: Indexed,
    pub previews: Previews,
    /// The files of what operators hold off the street.
    pub held: Held,
    /// Whether this is the street of a preview: what its shop hides is looked at there, each by its own address.
    pub is_preview: bool,
    /// Wakes who runs imports.
    pub imports: tokio::sync::Notify,
    /// Wakes who finishes pictures.
    pub pictures: tokio::sync::Notify,
    /// How far the import is that runs here.
    pub importing: Progress,
    /// Whose list is tried.
    pub trying: Trying,
    /// Who waits until a picture is read.
    pub line: picture::Line,
    versions: Versions,
    street: Mutex<Option<Arc<Street>>>,
    reading_street: tokio::sync::Mutex<()>,
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What the state is made of.
pub struct Settings {
    pub db: Db,
    pub media: Media,
    pub outbox: Outbox,
    pub metrics: Metrics,
    pub public_url: String,
    pub operator: Business,
    pub currency: Currency,
    pub trust_proxy: Vec<ipnet::IpNet>,
    pub providers: Providers,
    pub tax: Option<TaxOffice>,
    pub data: PathBuf,
    pub keep_pages_mb: u64,
}

impl AppState {
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::of(settings, false)
    }

    /// The state of a preview.
    #[must_use]
    pub fn of_preview(settings: Settings) -> Self {
        Self::of(settings, true)
    }

    fn of(settings: Settings, is_preview: bool) -> Self {
        Self(Arc::new(Inner {
            db: settings.db,
            media: settings.media,
            outbox: settings.outbox,
            metrics: settings.metrics,
            public_url: settings.public_url.trim_end_matches('/').to_owned(),
            operator: settings.operator,
            currency: settings.currency,
            trust_proxy: settings.trust_proxy,
            providers: settings.providers,
            tax: settings.tax,
            data: settings.data,
            started_at: now_ms(),
            pages: Pages::new(settings.keep_pages_mb),
            index: Indexed::default(),
            previews: Previews::default(),
            held: Held::default(),
            is_preview,
            imports: tokio::sync::Notify::default(),
            pictures: tokio::sync::Notify::default(),
            importing: Progress::default(),
            trying: Trying::default(),
            line: picture::Line::default(),
            versions: Versions::default(),
            street: Mutex::new(None),
            reading_street: tokio::sync::Mutex::new(()),
        }))
    }
}

impl Inner {
    /// The data's version as of now: the question to the database is asked after this call began.
    /// Within [`AS_OF`], the version that was asked for before.
    /// Calls that come while one is under way share the next one, so that a crowd costs little and nobody is told of the past.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn version(&self) -> Result<i64, Error> {
        match AS_OF.try_with(|version| *version) {
            Ok(version) => Ok(version),
            Err(_) => self.versions.now(&self.db).await,
        }
    }

    /// Windows with their counts: the same for everyone, so computed once a version of the data.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn street(&self) -> Result<Arc<Street>, Error> {
        let version = self.version().await?;
        let known = self.known_street();
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known);
        }
        // One reads it, the crowd that came meanwhile takes it from there.
        let _reading = self.reading_street.lock().await;
        if let Some(known) = self.known_street().filter(|known| known.version == version) {
            return Ok(known);
        }
        let fresh = Arc::new(street(&self.db, version).await?);
        *self.street.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}

impl Inner {
    /// The street as it was last read: for a page that says that the database is away.
    #[must_use]
    pub fn known_street(&self) -> Option<Arc<Street>> {
        self.street.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Asks for the data's version, one question for all that wait.
#[derive(Default)]
struct Versions {
    /// Numbers the questions; each begins after its number was taken.
    begun: AtomicU64,
    /// The last question's number, and its answer; `None` where the database did not give one.
    asking: tokio::sync::Mutex<(u64, Option<i64>)>,
}

impl Versions {
    async fn now(&self, db: &Db) -> Result<i64, Error> {
        let seen = self.begun.load(Ordering::SeqCst);
        let mut last = self.asking.lock().await;
        // A question that began after this call came has been answered meanwhile.
        if last.0 > seen {
            return last.1.ok_or(Error::Busy(None));
        }
        let mine = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let version = db.version().await;
        // A failure is shared too: else all that wait would wait it out one after the other.
        *last = (mine, version.as_ref().ok().copied());
        version
    }
}

/// The operator's facts from the settings. A number that does not check is left out; `golmok check` says so.
#[must_use]
pub fn operator_facts(settings: &Operator) -> Business {
    Business {
        name: settings.operator_name.clone(),
        representative: settings.operator_representative.clone(),
        address: settings.operator_address.clone(),
        phone: settings.operator_phone.clone(),
        email: settings.operator_email.clone(),
        business_number: settings.operator_business_number.clone().and_then(|number| BusinessNumber::try_from(number).ok()),
        mail_order_number: settings.operator_mail_order_number.clone(),
    }
}
