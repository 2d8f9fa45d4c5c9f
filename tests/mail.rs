//! Mail, by a server that speaks the protocol.

use server::ids;

use crate::street::{PUBLIC_URL, Street};

/// A mail server of few words: takes what is sent, but for what `refuses` names; what it took.
async fn mail_server(refuses: &'static str) -> (String, std::sync::Arc<tokio::sync::Mutex<Vec<String>>>) {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let took = std::sync::Arc::new(tokio::sync::Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&took);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let kept = std::sync::Arc::clone(&kept);
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 test\r\n").await.ok()?;
                let (mut mail, mut is_data) = (String::new(), false);
                while let Some(line) = lines.next_line().await.ok()? {
                    let answer = match (is_data, line.as_str()) {
                        (true, ".") => {
                            is_data = false;
                            kept.lock().await.push(std::mem::take(&mut mail));
                            "250 taken"
                        }
                        (true, line) => {
                            mail.push_str(line);
                            mail.push_str("\r\n");
                            continue;
                        }
                        (false, "DATA") => {
                            is_data = true;
                            "354 go on"
                        }
                        (false, line) if line.starts_with("RCPT") && line.contains(refuses) => "550 nobody here",
                        (false, line) if line.starts_with("QUIT") => "221 bye",
                        _ => "250 ok",
                    };
                    write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
                }
                Some(())
            });
        }
    });
    (url, took)
}

#[tokio::test]
async fn mail_is_sent_once_and_its_words_are_gone_then_or_it_is_given_up_in_words() {
    let street = Street::new().await;
    let (url, took) = mail_server("gone@").await;
    let folder = tempfile::tempdir().expect("a folder");
    let settings = server::config::MailSettings { smtp: Some(url), mail_from: Some("골목 <street@golmok.test>".to_owned()) };
    let outbox = server::mail::Outbox::open(folder.path(), &settings, PUBLIC_URL).expect("an outbox");
    let letter = |to: &str| server::mail::Letter { to: to.to_owned(), subject: "제목".to_owned(), text: "비밀 주소\n".to_owned() };
    let mut aside = street.db.aside().await.expect("a write");
    outbox.put(&mut aside.tx, &letter("mina@golmok.test")).await.expect("put");
    outbox.put(&mut aside.tx, &letter("gone@golmok.test")).await.expect("put");
    let files = || std::fs::read_dir(folder.path().join("mails")).expect("a folder").count();
    aside.commit().await.expect("a commit");
    assert_eq!(files(), 2);
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(folder.path().join("mails")).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(outbox.send_due(&street.db).await.expect("sent"), 1);
    assert_eq!(outbox.send_due(&street.db).await.expect("sent"), 0);
    let took = took.lock().await;
    assert_eq!(took.len(), 1);
    assert!(took.iter().all(|mail| mail.contains("To: mina@golmok.test") && mail.contains("From: ")), "{took:?}");
    let states: Vec<String> =
        sqlx::query_scalar("select recipient || ' ' || state from mails order by id").fetch_all(&street.db.pool).await.expect("rows");
    assert_eq!(states, ["mina@golmok.test sent", "gone@golmok.test failed"]);
    assert_eq!(files(), 0);
    let why: String =
        sqlx::query_scalar("select why from mails where state = 'failed'").fetch_one(&street.db.pool).await.expect("a reason");
    assert!(why.contains("nobody here"), "{why}");
}

#[tokio::test]
async fn mail_waits_where_its_server_is_away() {
    let street = Street::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let settings = server::config::MailSettings { smtp: Some("smtp://127.0.0.1:9".to_owned()), mail_from: None };
    let outbox = server::mail::Outbox::open(folder.path(), &settings, PUBLIC_URL).expect("an outbox");
    let mut aside = street.db.aside().await.expect("a write");
    let letter = server::mail::Letter { to: "mina@golmok.test".to_owned(), subject: "제목".to_owned(), text: "글\n".to_owned() };
    outbox.put(&mut aside.tx, &letter).await.expect("put");
    aside.commit().await.expect("a commit");
    assert_eq!(outbox.send_due(&street.db).await.expect("an answer"), 0);
    let (state, due): (String, i64) = sqlx::query_as("select state, due_at from mails").fetch_one(&street.db.pool).await.expect("a row");
    assert!(state == "waiting" && due > ids::now_ms() + 30_000, "{state} {due}");
    let settings = server::config::MailSettings { smtp: Some("carrier pigeon".to_owned()), mail_from: None };
    assert!(server::mail::Outbox::open(folder.path(), &settings, PUBLIC_URL).is_err());
}

#[tokio::test]
async fn a_mail_is_deleted_after_seven_days_with_its_words() {
    let street = Street::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let outbox = server::mail::Outbox::open(folder.path(), &server::config::MailSettings::default(), PUBLIC_URL).expect("an outbox");
    for to in ["old@golmok.test", "new@golmok.test"] {
        let letter = server::mail::Letter { to: to.to_owned(), subject: "제목".to_owned(), text: "비밀 주소\n".to_owned() };
        let mut aside = street.db.aside().await.expect("a write");
        outbox.put(&mut aside.tx, &letter).await.expect("put");
        aside.commit().await.expect("a commit");
    }
    const DAY: u64 = 86_400;
    let age = async |days: u64| {
        let at = ids::now_ms() - i64::try_from(days * DAY * 1_000).expect("milliseconds");
        street.run(&format!("update mails set created_at = {at} where recipient = 'old@golmok.test'")).await;
        for file in std::fs::read_dir(folder.path().join("mails")).expect("a folder") {
            let path = file.expect("a file").path();
            if std::fs::read_to_string(&path).expect("a mail").contains("old@golmok.test") {
                let at = std::time::SystemTime::now() - std::time::Duration::from_secs(days * DAY);
                std::fs::File::options().write(true).open(&path).expect("a file").set_modified(at).expect("a time");
            }
        }
        outbox.clear(&street.db).await.expect("cleared");
        let files = std::fs::read_dir(folder.path().join("mails")).expect("a folder").count();
        let rows: i64 = sqlx::query_scalar("select count(*) from mails").fetch_one(&street.db.pool).await.expect("a count");
        (files, rows)
    };
    assert_eq!(age(6).await, (2, 2));
    assert_eq!(age(8).await, (1, 1));
}

#[test]
fn a_folder_of_mails_that_was_there_already_is_kept_from_others_too() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let mails = folder.path().join("mails");
    std::fs::create_dir(&mails).expect("a folder");
    std::fs::set_permissions(&mails, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    server::mail::Outbox::open(folder.path(), &server::config::MailSettings::default(), PUBLIC_URL).expect("an outbox");
    assert_eq!(std::fs::metadata(&mails).expect("a folder").permissions().mode() & 0o777, 0o700);
}
