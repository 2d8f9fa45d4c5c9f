//! Serving: the settings made into a running street.

use std::{
    error::Error as StdError,
    fs,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
    process::ExitCode,
};

use rustix::fs::Mode;

use crate::{
    account::provider::Providers,
    application::tax::TaxOffice,
    config::{Place, Serve},
    db::Db,
    draft::picture::HIDDEN,
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
    make_data_folder(&place.data)?;
    if close_data_folder(&place.data) {
        close_files(&place.data);
    }
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

/// Lets whatever the program makes from now on be its user's alone, files and folders: who people are and what they proved, drafts, mail.
/// What shoppers see is among it too, for nobody but the program hands it out.
pub fn write_for_its_user() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Makes the data folder where there is none, for this program's user alone: it holds who people are, and what they proved.
///
/// # Errors
/// Where it cannot be made.
pub fn make_data_folder(folder: &Path) -> Result<(), String> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| format!("the folder {} cannot be made: {error}", folder.display()))
}

/// Takes from others what they may do in a data folder that was made by hand, or by a program before this one. What holds nothing of
/// ours, or is marked as shared (by the bits for a group's or for everybody's folder), is left as somebody has set it. Whether others
/// are kept out.
fn close_data_folder(folder: &Path) -> bool {
    let closed = fs::metadata(folder).and_then(|data| {
        let mode = data.permissions().mode();
        if mode & 0o077 == 0 {
            return Ok(false);
        }
        if mode & 0o7000 != 0 || !is_of_a_street(folder) {
            let why = "it is shared, or holds other things than a street";
            return Err(std::io::Error::other(why));
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(mode & 0o700)).map(|()| true)
    });
    match &closed {
        Ok(false) => {}
        Ok(true) => tracing::info!(folder = %folder.display(), "others on this machine could read the data folder, and cannot any more"),
        Err(error) => tracing::warn!(folder = %folder.display(), %error, "others on this machine may be able to read the data folder"),
    }
    closed.is_ok()
}

/// Takes from others what they may do with files that a program before this one made as the system does: those of the database, of
/// which SQLite makes the two beside it as the first one is, and those of pictures and clips that nobody is shown yet.
fn close_files(folder: &Path) {
    let database = ["golmok.db", "golmok.db-wal", "golmok.db-shm"].map(|name| folder.join(name));
    let media = fs::read_dir(folder.join("media")).into_iter().flatten().flatten();
    let hidden = media.filter(|file| file.file_name().to_string_lossy().starts_with(HIDDEN)).map(|file| file.path());
    for file in database.into_iter().chain(hidden) {
        let Ok(mode) = fs::metadata(&file).map(|data| data.permissions().mode()) else { continue };
        if mode & 0o077 != 0
            && let Err(error) = fs::set_permissions(&file, fs::Permissions::from_mode(mode & 0o700))
        {
            tracing::warn!(file = %file.display(), %error, "a file could not be kept from others on this machine");
        }
    }
}

/// Whether a street lies in this folder, or nothing; a disk of its own has `lost+found`.
fn is_of_a_street(folder: &Path) -> bool {
    let is_there = |name: &str| folder.join(name).exists();
    let is_empty =
        || fs::read_dir(folder).is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == "lost+found")));
    is_there("golmok.db") || is_there("mails") || is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(folder: &Path) -> u32 {
        fs::metadata(folder).expect("a folder").permissions().mode() & 0o7777
    }

    #[test]
    fn a_folder_of_a_street_is_closed_to_others_and_one_of_somebody_else_is_left() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("a/data");
        make_data_folder(&folder).expect("made");
        assert_eq!((mode(&folder), mode(&place.path().join("a"))), (0o700, 0o700));
        let set = |mode: u32| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("a mode");
        let closed = |before: u32| {
            set(before);
            // One that is there already is made again without harm.
            make_data_folder(&folder).expect("there");
            close_data_folder(&folder);
            mode(&folder)
        };
        assert_eq!((closed(0o755), closed(0o750), closed(0o700)), (0o700, 0o700, 0o700), "an empty one");
        fs::write(folder.join("golmok.db"), "").expect("a file");
        assert_eq!(closed(0o755), 0o700, "one with a street");
        assert_eq!(closed(0o1777), 0o1777, "everybody's");
        fs::remove_file(folder.join("golmok.db")).expect("removed");
        fs::write(folder.join("letters.txt"), "").expect("a file");
        assert_eq!(closed(0o755), 0o755, "one with other things");
        close_data_folder(&place.path().join("nowhere"));
    }
}
