//! Mail: written in the transaction that it tells of, sent after it, told of by its state alone.
//!
//! A mail's words lie in one file in a folder that only this program's user reads, until the mail is sent; links in it
//! are good for whoever has them, so the words stand in no table, no log and no page. Where there is nothing to send with,
//! the folder is the mailbox, and keeps each for a week.

pub mod words;

use std::{
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{Mailbox, header::ContentType},
};
use sqlx::{AnyConnection, Row};
use tokio::sync::Notify;

use crate::{
    config::MailSettings,
    db::Db,
    error::Error,
    ids::{self, now_ms},
};

/// How long a written mail stays in the folder.
const KEPT: i64 = 7 * 86_400_000;
/// When a mail is tried again that could not be sent, in minutes; after the last it is given up.
const AGAIN: [i64; 5] = [1, 5, 30, 120, 600];
/// How often it is looked whether another copy of the program left something to do.
const EVERY: Duration = Duration::from_secs(30);
/// How often what has expired is cleared away.
const CLEARED_EVERY: Duration = Duration::from_secs(3_600);

/// Words for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Where mail goes out. Cheap to clone.
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    from: Mailbox,
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
    /// Says that something was put in.
    put: Notify,
}

impl Outbox {
    /// The outbox in a data folder.
    ///
    /// # Errors
    /// Where the settings are not what they should be, or the folder cannot be made.
    pub fn open(data: &Path, settings: &MailSettings, public_url: &str) -> Result<Self, String> {
        let folder = data.join("mails");
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .map_err(|error| format!("the folder {} cannot be made: {error}", folder.display()))?;
        // One that was there already may have been made by hand, or come from an archive.
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))
            .map_err(|error| format!("the folder {} cannot be kept from others: {error}", folder.display()))?;
        let from = match &settings.mail_from {
            Some(from) => {
                from.parse().map_err(|error| format!("--mail-from is an address, such as `Golmok <street@example.org>`: {error}"))?
            }
            None => {
                let host = url::Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
                let host = host.filter(|host| host.contains('.') && host.parse::<std::net::IpAddr>().is_err());
                let address = Address::new("golmok", host.as_deref().unwrap_or("golmok.invalid")).map_err(|error| error.to_string())?;
                Mailbox::new(Some("골목".to_owned()), address)
            }
        };
        let smtp = match &settings.smtp {
            None => None,
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                let transport = transport.map_err(|error| format!("--smtp is an address such as smtps://user:password@host: {error}"))?;
                Some(transport.timeout(Some(Duration::from_secs(20))).build())
            }
        };
        Ok(Self(Arc::new(Inner { folder, from, smtp, put: Notify::new() })))
    }

    /// Puts a letter in, to be sent once the write under way is done; [`Outbox::wake`] then.
    ///
    /// # Errors
    /// Where the address is none, the file cannot be written, or the database is away.
    pub async fn put(&self, connection: &mut AnyConnection, letter: &Letter) -> Result<(), Error> {
        let to: Address = letter.to.parse().map_err(|_| Error::unfit("email", "메일 주소가 아닙니다.", "That is no e-mail address."))?;
        let message = Message::builder().from(self.0.from.clone()).to(to.into()).subject(&letter.subject);
        let message = message.header(ContentType::TEXT_PLAIN).body(letter.text.clone()).map_err(Error::fault)?;
        let (id, now) = (ids::fresh(), now_ms());
        let file = self.file(id);
        let mut written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file).map_err(Error::fault)?;
        written.write_all(&message.formatted()).and_then(|()| written.sync_all()).map_err(Error::fault)?;
        let state = if self.is_sent() { "waiting" } else { "written" };
        let sql = "insert into mails (id, recipient, subject, state, tries, created_at, due_at) values ($1, $2, $3, $4, 0, $5, $5)";
        let query = sqlx::query(sql).bind(id).bind(&letter.to).bind(&letter.subject).bind(state).bind(now);
        query.execute(connection).await?;
        Ok(())
    }

    /// Whether there is something to send with.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.0.smtp.is_some()
    }

    /// Takes as long as [`Outbox::put`] for a letter that there is none of: how long an answer takes tells nothing then.
    ///
    /// # Errors
    /// Where no file can be written.
    pub fn pretend(&self) -> Result<(), Error> {
        let file = self.0.folder.join(format!("{}.tmp", ids::short(ids::fresh())));
        let mut written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file).map_err(Error::fault)?;
        let done = written.write_all(&[b' '; 900]).and_then(|()| written.sync_all());
        std::fs::remove_file(&file).map_err(Error::fault)?;
        done.map_err(Error::fault)
    }

    /// Says that letters were put in, and that their write is done.
    pub fn wake(&self) {
        self.0.put.notify_one();
    }

    /// Takes the words of mails away whose rows are gone. One that is not there was sent, or is another machine's.
    pub async fn forget(&self, mails: &[i64]) {
        for id in mails {
            let _ = tokio::fs::remove_file(self.file(*id)).await;
        }
    }

    fn file(&self, id: i64) -> PathBuf {
        self.0.folder.join(format!("{}.eml", ids::short(id)))
    }

    /// Sends what is due; how many went out.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn send_due(&self, db: &Db) -> Result<u32, Error> {
        let Some(smtp) = &self.0.smtp else { return Ok(0) };
        let sql = "select id, recipient, tries from mails where state = 'waiting' and due_at <= $1 order by due_at limit 20";
        let mut sent = 0;
        for row in sqlx::query(sql).bind(now_ms()).fetch_all(&db.pool).await? {
            let (id, recipient, tries): (i64, String, i64) = (row.try_get("id")?, row.try_get("recipient")?, row.try_get("tries")?);
            // Another machine's mail lies in its own folder. It is looked for again later, so that it does not stand before others.
            let Ok(words) = tokio::fs::read(self.file(id)).await else {
                let mut aside = db.aside().await?;
                let sql = "update mails set due_at = $2 where id = $1 and state = 'waiting'";
                sqlx::query(sql).bind(id).bind(now_ms() + 60_000).execute(&mut *aside.tx).await?;
                aside.commit().await?;
                continue;
            };
            let why = match recipient.parse::<Address>() {
                Ok(to) => {
                    let envelope = Envelope::new(Some(self.0.from.email.clone()), vec![to]).map_err(Error::fault)?;
                    smtp.send_raw(&envelope, &words).await.err().map(|error| (error.is_permanent(), error.to_string()))
                }
                Err(error) => Some((true, error.to_string())),
            };
            let (state, due, why) = match why {
                None => ("sent", now_ms(), None),
                Some((is_final, why)) => match AGAIN.get(usize::try_from(tries).unwrap_or(usize::MAX)).filter(|_| !is_final) {
                    Some(minutes) => ("waiting", now_ms() + minutes * 60_000, Some(why)),
                    None => ("failed", now_ms(), Some(why)),
                },
            };
            let mut aside = db.aside().await?;
            let sql = "update mails set state = $2, due_at = $3, why = $4, tries = tries + 1 where id = $1";
            sqlx::query(sql).bind(id).bind(state).bind(due).bind(&why).execute(&mut *aside.tx).await?;
            aside.commit().await?;
            if state != "waiting" {
                let _ = tokio::fs::remove_file(self.file(id)).await;
            }
            match why {
                None => sent += 1,
                Some(why) => tracing::warn!(why, state, "a mail could not be sent"),
            }
        }
        Ok(sent)
    }

    /// Takes away what has lain for a week, and files that no write stands for.
    ///
    /// # Errors
    /// Where the database is away or the folder cannot be read.
    pub async fn clear(&self, db: &Db) -> Result<(), Error> {
        let old = now_ms() - KEPT;
        let mut aside = db.aside().await?;
        sqlx::query("delete from mails where created_at < $1").bind(old).execute(&mut *aside.tx).await?;
        aside.commit().await?;
        for file in std::fs::read_dir(&self.0.folder).map_err(Error::fault)?.flatten() {
            let age = file.metadata().and_then(|data| data.modified()).ok().and_then(|at| at.elapsed().ok()).unwrap_or_default();
            if age > Duration::from_millis(KEPT.unsigned_abs()) {
                let _ = std::fs::remove_file(file.path());
            }
        }
        Ok(())
    }
}

/// Clears away what has expired, of each kind also where another cannot be.
async fn clear_away(db: &Db, outbox: &Outbox) {
    let cleared = crate::account::clear(db)
        .await
        .and(crate::application::document::clear(db).await)
        .and(crate::report::clear(db).await)
        .and(outbox.clear(db).await);
    if let Err(error) = cleared {
        tracing::warn!(%error, "what has expired could not be cleared away");
    }
}

/// Sends mail and clears away for as long as the program runs.
pub async fn post(db: Db, outbox: Outbox) {
    let mut cleared: Option<Instant> = None;
    loop {
        if let Err(error) = outbox.send_due(&db).await {
            tracing::warn!(%error, "mails wait");
        }
        // At once when the program begins: one that is begun anew every hour would never come to it.
        if cleared.is_none_or(|at| at.elapsed() > CLEARED_EVERY) {
            cleared = Some(Instant::now());
            clear_away(&db, &outbox).await;
        }
        let _ = tokio::time::timeout(EVERY, outbox.0.put.notified()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_has_expired_is_cleared_away_as_soon_as_the_program_begins() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Db::url_in(folder.path())).await.expect("a database");
        let outbox = Outbox::open(folder.path(), &MailSettings::default(), "https://street.example").expect("an outbox");
        let sql = "insert into throttles (what, began_at, times) values ('old', 1, 1), ('new', $1, 1)";
        sqlx::query(sql).bind(now_ms()).execute(&db.pool).await.expect("inserted");
        let posting = tokio::spawn(post(db.clone(), outbox));
        let mut left: Vec<String> = Vec::new();
        for _ in 0..100 {
            left = sqlx::query_scalar("select what from throttles order by what").fetch_all(&db.pool).await.expect("rows");
            if left.len() < 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        posting.abort();
        assert_eq!(left, ["new"]);
    }
}
