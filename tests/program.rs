//! The program itself, started as people start it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const CSV: &str = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price\n\
    cup,Cup,<p>Round</p>,Size,S,3,12.50\n\
    cup,,,,M,0,14.00\n\
    plate,Plate,,Title,Default Title,2,20\n";

pub fn golmok(data: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_golmok"));
    command.args(words).arg("--data").arg(data).env_remove("GOLMOK_DATABASE");
    command.output().expect("the program runs")
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn import(data: &Path, csv: &str, more: &[&str]) -> Output {
    let file = data.with_extension("csv");
    std::fs::write(&file, csv).expect("written");
    let mut words = vec!["import", "shopify", file.to_str().expect("a path"), "--shop", "table", "--window", "living", "--currency", "USD"];
    words.extend(more);
    golmok(data, &words)
}

/// A free port and the program serving there; ended when dropped.
pub struct Serving(pub Child, pub u16);

impl Serving {
    pub fn start(data: &Path) -> Self {
        Self::by(Command::new(env!("CARGO_BIN_EXE_golmok")), data, &[]).opened()
    }

    /// The program as a command begins it, with more words; it may not be open yet.
    pub fn by(mut command: Command, data: &Path, words: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let child = command
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--admin-listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(words)
            .env_remove("GOLMOK_DATABASE")
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        Self(child, port)
    }

    /// Waits until it is open.
    pub fn opened(self) -> Self {
        let serving = self;
        let begun = Instant::now();
        while serving.get("/readyz").is_none_or(|answer| !answer.starts_with("HTTP/1.1 200")) {
            assert!(begun.elapsed() < Duration::from_secs(20), "the street did not open");
            std::thread::sleep(Duration::from_millis(50));
        }
        serving
    }

    pub fn get(&self, path: &str) -> Option<String> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    /// Sends JSON as our own pages do, with more lines in the head.
    pub fn post(&self, path: &str, lines: &str, body: &str) -> Option<String> {
        let head = "Host: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json";
        self.ask(&format!("POST {path} HTTP/1.1\r\n{head}\r\nContent-Length: {}\r\n{lines}\r\n{body}", body.len()))
    }

    fn ask(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.1)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A folder with one short list in it, which goes with the first of the two.
pub fn listed() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    assert!(import(&data, CSV, &[]).status.success());
    (folder, data)
}

/// A street with one short list in it, open. The folder goes with the first of the three.
pub fn opened() -> (tempfile::TempDir, std::path::PathBuf, Serving) {
    let (folder, data) = listed();
    let serving = Serving::start(&data);
    (folder, data, serving)
}

#[test]
fn a_list_comes_in_once_and_a_second_time_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let dry = import(&data, CSV, &["--dry-run"]);
    assert_eq!(out(&dry).lines().last(), Some("2 new, 0 changed, 0 unchanged, 0 refused"), "{dry:?}");
    let first = import(&data, CSV, &[]);
    assert_eq!(out(&first).lines().last(), Some("2 new, 0 changed, 0 unchanged, 0 refused"), "{first:?}");
    assert!(first.status.success());
    let second = import(&data, CSV, &[]);
    assert_eq!(out(&second).lines().last(), Some("0 new, 0 changed, 2 unchanged, 0 refused"));
    let serving = Serving::start(&data);
    let page = serving.get("/en/shops/table/products/cup").expect("a page");
    assert!(page.contains("$12.50") && page.contains("3 left") && page.contains("<p>Round</p>"), "{page}");
}

#[test]
fn a_price_that_won_cannot_hold_is_refused_in_words_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = folder.path().join("list.csv");
    std::fs::write(&file, "Handle,Title,Variant Price\na,A,9.99\nb,B,1000\n").expect("written");
    let words = ["import", "shopify", file.to_str().expect("a path"), "--shop", "won", "--window", "living"];
    let refused = golmok(&data, &words);
    assert!(!refused.status.success());
    let said = out(&refused);
    assert!(said.contains("line 2, Variant Price"), "{said}");
    let kept = golmok(&data, &[&words[..], &["--keep-going"]].concat());
    assert_eq!(out(&kept).lines().last(), Some("1 new, 0 changed, 0 unchanged, 1 refused"), "{kept:?}");
}

#[test]
fn a_running_street_shows_what_another_program_writes() {
    let (_folder, data, serving) = opened();
    assert!(serving.get("/en/shops/table").expect("a page").contains("Cup"));
    assert!(import(&data, &CSV.replace("Cup,", "Beaker,"), &[]).status.success());
    let page = serving.get("/en/shops/table").expect("a page");
    assert!(page.contains("Beaker") && !page.contains("Cup"), "a kept page is stale");
}

#[test]
fn a_killed_import_leaves_the_street_before_or_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut csv = String::from("Handle,Title,Variant Price\n");
    for number in 0..3000 {
        csv.push_str(&format!("thing-{number},Thing {number},{number}.50\n"));
    }
    let file = folder.path().join("list.csv");
    std::fs::write(&file, csv).expect("written");
    for wait in [30, 120, 300, 600] {
        let words = ["import", "shopify", file.to_str().expect("a path"), "--shop", "many", "--window", "living", "--currency", "USD"];
        let mut child = Command::new(env!("CARGO_BIN_EXE_golmok"))
            .args(words)
            .arg("--data")
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let check = golmok(&data, &["check"]);
        let said = out(&check) + &String::from_utf8_lossy(&check.stderr);
        let whole = said.contains(" 0 products") || said.contains(" 3000 products");
        assert!(check.status.success() && whole, "after {wait} ms: {said}");
    }
}

#[test]
fn a_stopped_street_finishes_what_it_began() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data);
    // A request whose end is still to come when the street is asked to close.
    let mut slow = TcpStream::connect(("127.0.0.1", serving.1)).expect("connected");
    slow.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
    write!(
        slow,
        "POST /theme HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nthe"
    )
    .expect("sent");
    std::thread::sleep(Duration::from_millis(200));
    let stopped = Command::new("kill").args(["-TERM", &serving.0.id().to_string()]).status().expect("kill runs");
    assert!(stopped.success());
    std::thread::sleep(Duration::from_millis(200));
    write!(slow, "me=dark").expect("sent");
    let mut line = String::new();
    BufReader::new(slow).read_line(&mut line).expect("an answer");
    assert!(line.starts_with("HTTP/1.1 303"), "{line}");
    assert!(serving.0.wait().expect("ended").success());
}

#[test]
fn a_public_address_must_be_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = golmok(&folder.path().join("data"), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--public-url"));
}

#[test]
fn a_backup_taken_while_serving_restores_to_the_same_street() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    assert!(import(&data, CSV, &[]).status.success());
    let before = {
        let serving = Serving::start(&data);
        let archive = folder.path().join("street.golmok");
        let made = golmok(&data, &["backup", archive.to_str().expect("a path")]);
        assert!(made.status.success(), "{made:?}");
        serving.get("/api/v1/products?lang=en").expect("an answer")
    };
    let other = folder.path().join("other");
    let archive = folder.path().join("street.golmok");
    let restored = golmok(&other, &["restore", archive.to_str().expect("a path")]);
    assert!(restored.status.success(), "{restored:?}");
    // Whether the numbers are counted yet is the running program's.
    let products = |answer: &str| {
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str::<serde_json::Value>(body).expect("JSON").get("items").cloned()
    };
    assert_eq!(products(&Serving::start(&other).get("/api/v1/products?lang=en").expect("an answer")), products(&before));
    assert!(!golmok(&other, &["restore", archive.to_str().expect("a path")]).status.success(), "a filled street is not overwritten");
}

/// A folder where files may not grow past 1.5 MB stands for a full disk: the write fails in the middle, as it does there.
#[cfg(unix)]
#[test]
fn a_full_disk_refuses_a_list_in_words_and_leaves_the_street_as_it_was() {
    let (folder, data, serving) = opened();
    let long = "a long description of a thing. ".repeat(40);
    let rows: String = (0..4_000).map(|row| format!("thing-{row},Thing {row},<p>{long}</p>,,,1,2.00\n")).collect();
    let file = folder.path().join("long.csv");
    let head = CSV.lines().next().expect("a head");
    std::fs::write(&file, format!("{head}\n{rows}")).expect("written");
    let full = Command::new("sh")
        // In blocks of 512 bytes; the signal is ignored, so that the write itself fails.
        .args(["-c", "trap '' XFSZ; ulimit -f 3000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_golmok"), "import", "shopify"])
        .arg(&file)
        .args(["--shop", "table", "--currency", "USD", "--data"])
        .arg(&data)
        .output()
        .expect("the shell runs");
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert!(!full.status.success(), "{full:?}");
    assert!(full.status.code().is_some() && !said.contains("panicked"), "{said}");
    assert!(said.contains("full") || said.contains("disk"), "{said}");
    let page = serving.get("/en/shops/table").expect("a page");
    assert!(page.contains("Cup") && !page.contains("Thing 1"), "{page}");
    // With room again the same list comes in, while the street is open.
    let words = ["import", "shopify", file.to_str().expect("a path"), "--shop", "table", "--currency", "USD"];
    let again = golmok(&data, &words);
    assert_eq!(out(&again).lines().last(), Some("4000 new, 0 changed, 0 unchanged, 0 refused"), "{again:?}");
    assert!(serving.get("/en/shops/table").expect("a page").contains("Thing "));
}

#[test]
fn broken_slow_and_endless_requests_are_ended_and_others_are_served() {
    let (_folder, _, serving) = opened();
    let open = || TcpStream::connect(("127.0.0.1", serving.1)).expect("a line");
    // These never say what they want.
    let silent: Vec<TcpStream> = (0..200).map(|_| open()).collect();
    let mut slow = open();
    slow.write_all(b"GET /windows/living HTTP/1.1\r\nHost: loc").expect("sent");
    let endless = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "a".repeat(1 << 20));
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(20_000));
    let broken: [&[u8]; 5] =
        [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", endless.as_bytes(), long.as_bytes()];
    for bytes in broken {
        let mut stream = open();
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        // The other side may hang up while we still speak.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let said = String::from_utf8_lossy(&answer);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
        assert!(!said.contains("panicked") && !said.contains("src/"), "{said}");
    }
    let begun = Instant::now();
    let page = serving.get("/en/shops/table").expect("a page");
    assert!(page.starts_with("HTTP/1.1 200") && begun.elapsed() < Duration::from_secs(2), "{page}");
    drop((silent, slow));
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_its_users_alone_whichever_command_made_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |data: &Path| std::fs::metadata(data).expect("a folder").permissions().mode() & 0o777;
    let (folder, data) = listed();
    assert_eq!(mode(&data), 0o700, "import");
    let archive = folder.path().join("street.golmok");
    let archive = archive.to_str().expect("a path");
    assert!(golmok(&data, &["backup", archive]).status.success());
    let restored = folder.path().join("restored");
    assert!(golmok(&restored, &["restore", archive]).status.success());
    assert_eq!(mode(&restored), 0o700, "restore");
    let seeded = folder.path().join("seeded");
    let made = golmok(&seeded, &["seed", "scale", "--shops", "1", "--products", "1"]);
    assert!(made.status.success(), "{made:?}");
    assert_eq!(mode(&seeded), 0o700, "seed");
    // As programs before this one made it.
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    drop(Serving::start(&data));
    assert_eq!(mode(&data), 0o700, "serve");
}

#[cfg(unix)]
#[test]
fn each_file_that_the_program_writes_is_its_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (data, pictures) = (folder.path().join("data"), folder.path().join("pictures"));
    std::fs::create_dir(&pictures).expect("a folder");
    image::RgbImage::new(64, 48).save(pictures.join("cup.png")).expect("a picture");
    let list = "Handle,Title,Variant Price,Image Src\ncup,Cup,12.50,https://pictures.example/cup.png\n";
    let brought = import(&data, list, &["--pictures", pictures.to_str().expect("a path")]);
    assert!(brought.status.success(), "{brought:?}");
    // As programs before this one made them.
    let hidden = data.join("media/hidden-0011223344556677-64.webp");
    std::fs::write(&hidden, "not shown yet").expect("written");
    for file in [&hidden, &data.join("golmok.db")] {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    }
    let _serving = Serving::start(&data);
    let (mut names, mut folders) = (Vec::new(), vec![data]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let about = entry.metadata().expect("it is there");
            let mode = about.permissions().mode() & 0o777;
            assert_eq!(mode, if about.is_dir() { 0o700 } else { 0o600 }, "{}", entry.path().display());
            names.push(entry.file_name().to_string_lossy().into_owned());
            folders.extend(about.is_dir().then(|| entry.path()));
        }
    }
    for end in ["golmok.db", "golmok.db-wal", "golmok.db-shm", "mails", "media", ".avif"] {
        assert!(names.iter().any(|name| name.ends_with(end)), "{end}: {names:?}");
    }
}
