//! Serving: the settings made into a running street.

use std::{error::Error as StdError, os::unix::fs::DirBuilderExt, process::ExitCode};

use crate::{
    account::provider::Providers,
    application::tax::TaxOffice,
    config::{Place, Serve},
    db::Db,
    listen::{self, TlsFiles},
    mail::{self, Outbox},
    media::Media,
    metrics::{self, Metrics},
    router::router,
    state::{AppState, Settings, operator_facts},
};

/// Runs until the system asks to stop.
///
/// # Errors
/// Where the settings do not fit together, an address is taken, or the database does not open.
pub async fn run(place: Place, settings: Serve) -> Result<ExitCode, Box<dyn StdError + Send + Sync>> {
    let public_url = public_url(&settings)?;
    // For this program's user alone: it holds who people are, and what they proved.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&place.data)
        .map_err(|error| format!("the folder {} cannot be made: {error}", place.data.display()))?;
    let providers = Providers::read(settings.sign_in.sign_in_with.as_deref())?;
    let db = Db::open(&place.database_url()).await?;
    let media = Media::open(&place)?;
    let outbox = Outbox::open(&place.data, &settings.mail, &public_url)?;
    let metrics = Metrics::new()?;
    tokio::spawn(metrics::serve_admin(settings.admin_listen, metrics.clone(), listen::stop_signal()));
    let tls = settings.tls_cert.clone().zip(settings.tls_key.clone()).map(|(cert, key)| TlsFiles { cert, key });
    let state = AppState::new(Settings {
        db,
        media,
        outbox: outbox.clone(),
        metrics,
        public_url: public_url.clone(),
        operator: operator_facts(&settings.operator),
        trust_proxy: settings.trust_proxy.clone(),
        providers,
        tax: TaxOffice::open(settings.entry.tax_office.as_ref())?,
        data: place.data.clone(),
        keep_pages_mb: settings.keep_pages_mb,
        currency: settings.currency,
    });
    tokio::spawn(crate::index::follow(state.clone()));
    tokio::spawn(mail::post(state.db.clone(), outbox));
    tokio::spawn(crate::import::job::work(state.clone()));
    tokio::spawn(crate::draft::unfinished::work(state.clone()));
    tokio::spawn(crate::draft::swept::work(state.clone()));
    tracing::info!(public_url, listen = ?settings.listen, "the street is open");
    listen::serve(&settings.listen, tls, router(&state), listen::stop_signal()).await?;
    tracing::info!("the street is closed");
    Ok(ExitCode::SUCCESS)
}

/// The address that shoppers type: as set, or where only this machine listens, its own.
fn public_url(settings: &Serve) -> Result<String, String> {
    if let Some(url) = &settings.public_url {
        let fits = matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.path() == "/" && url.query().is_none();
        return if fits {
            Ok(url.to_string().trim_end_matches('/').to_owned())
        } else {
            Err(format!("--public-url is the street's own address, such as https://street.example, not {url}"))
        };
    }
    if let Some(open) = settings.listen.iter().find(|address| !address.ip().is_loopback()) {
        return Err(format!("--listen {open} is open to others, so --public-url must say the address that they type"));
    }
    let scheme = if settings.tls_cert.is_some() { "https" } else { "http" };
    let port = settings.listen.first().map_or(8080, std::net::SocketAddr::port);
    Ok(format!("{scheme}://localhost:{port}"))
}
