//! Fetching, from a small server on this machine.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Answers each request with what `answer` says of its path, and counts them.
async fn serve(answer: impl Fn(&str) -> String + Send + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    serve_at("127.0.0.1:0", answer).await
}

async fn serve_at(address: &str, answer: impl Fn(&str) -> String + Send + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(address).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut asked = vec![0; 4096];
            let read = stream.read(&mut asked).await.unwrap_or(0);
            let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
            let path = asked.split(' ').nth(1).unwrap_or_default().to_owned();
            let _ = stream.write_all(answer(&path).as_bytes()).await;
        }
    });
    (address, count)
}

fn ok(kind: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn to(address: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {address}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

fn fetcher(allow_private: bool) -> Fetcher {
    Fetcher::new(&Fetch { pictures: None, allow_private }).expect("a fetcher")
}

#[tokio::test]
async fn private_addresses_are_asked_only_where_that_is_allowed() {
    let (address, count) = serve(|_| ok("image/png", "picture")).await;
    let port = address.port();
    for url in [
        format!("http://127.0.0.1:{port}/a.png"),
        format!("http://localhost:{port}/a.png"),
        format!("http://2130706433:{port}/a.png"),
        format!("http://0x7f.1:{port}/a.png"),
        format!("http://[::1]:{port}/a.png"),
        format!("http://[::ffff:127.0.0.1]:{port}/a.png"),
    ] {
        let why = fetcher(false).get(&url).await.expect_err("a refusal");
        assert!(why.contains("private"), "{url}: {why}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let url = format!("http://localhost:{port}/a.png");
    assert_eq!(fetcher(true).get(&url).await, Ok(b"picture".to_vec()));
}

#[tokio::test]
async fn redirects_are_followed_three_times_and_each_is_checked() {
    let (address, _) = serve(|path| match path {
        "/1" => to("/2"),
        "/2" => to("/3"),
        "/3" => to("/4"),
        "/file" => to("file:///etc/passwd"),
        "/round" => to("/round"),
        _ => ok("image/png", "picture"),
    })
    .await;
    let fetcher = fetcher(true);
    let get = async |path: &str| fetcher.get(&format!("http://{address}{path}")).await;
    assert_eq!(get("/1").await, Ok(b"picture".to_vec()));
    assert!(get("/round").await.is_err_and(|why| why.contains("more than three times")));
    assert!(get("/file").await.is_err());
    // As the policy sees a redirect from a public host into the network at home.
    let inner = Url::parse("http://192.168.0.1/admin.png").expect("an address");
    assert!(check_url(&inner, is_public).is_err());
}

#[tokio::test]
async fn a_public_host_that_leads_to_a_private_address_is_not_followed() {
    let (inner, asked) = serve(|_| ok("image/png", "a secret")).await;
    let port = inner.port();
    let (outer, _) = serve(move |path| match path {
        "/number" => to(&format!("http://127.0.0.1:{port}/a.png")),
        "/name" => to(&format!("http://localhost:{port}/a.png")),
        "/six" => to(&format!("http://[::ffff:127.0.0.1]:{port}/a.png")),
        "/metadata" => to("http://169.254.169.254/latest/meta-data/"),
        _ => ok("image/png", "picture"),
    })
    .await;
    // The first host's name is said to be on this machine, past the resolver; all else is as in the program.
    let client = client(Arc::new(System), is_public).resolve("pictures.example", outer).build().expect("a client");
    let fetcher = Fetcher { client, ..fetcher(false) };
    let get = async |path: &str| fetcher.get(&format!("http://pictures.example:{}{path}", outer.port())).await;
    assert_eq!(get("/plain").await, Ok(b"picture".to_vec()));
    for path in ["/number", "/name", "/six", "/metadata"] {
        let why = get(path).await.expect_err("a refusal");
        assert!(why.contains("private"), "{path}: {why}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the inner one was never asked");
}

/// Names that mean something else each time they are asked for; the last meaning stays.
struct Changing(Mutex<Vec<Vec<&'static str>>>);

impl Resolve for Changing {
    fn resolve(&self, _: Name) -> Resolving {
        let mut meanings = self.0.lock().expect("meanings");
        let meaning = if meanings.len() > 1 { meanings.remove(0) } else { meanings[0].clone() };
        let addresses = meaning.into_iter().map(|address| SocketAddr::new(address.parse().expect("an address"), 0));
        let addresses: Addrs = Box::new(addresses.collect::<Vec<_>>().into_iter());
        Box::pin(async move { Ok(addresses) })
    }
}

#[tokio::test]
async fn a_name_that_means_a_private_address_the_next_time_leads_to_none() {
    let (inner, asked) = serve(|_| ok("image/png", "a secret")).await;
    let port = inner.port();
    let url = |path: &str| format!("http://pictures.example:{port}{path}");
    let again = url("/a.png");
    let answer = move |path: &str| if path == "/again" { to(&again) } else { ok("image/png", "picture") };
    let (_, counted) = serve_at(&format!("127.0.0.2:{port}"), answer).await;
    // By the rule of this test the machine's second address is a public one.
    let (public, private) = ("127.0.0.2", "127.0.0.1");
    let may_ask: MayAsk = |address| address == IpAddr::from([127, 0, 0, 2]);
    let meaning = |meanings: &[&[&'static str]]| {
        let names = Changing(Mutex::new(meanings.iter().map(|meaning| meaning.to_vec()).collect()));
        Fetcher { client: client(Arc::new(names), may_ask).build().expect("a client"), may_ask, ..fetcher(false) }
    };
    let changing = meaning(&[&[public], &[private]]);
    assert_eq!(changing.get(&url("/a.png")).await, Ok(b"picture".to_vec()), "what was looked at is what is asked");
    let why = changing.get(&url("/a.png")).await.expect_err("a refusal");
    assert!(why.contains("private"), "the next picture: {why}");
    let why = meaning(&[&[public], &[private]]).get(&url("/again")).await.expect_err("a refusal");
    assert!(why.contains("private"), "after a redirect: {why}");
    assert_eq!(meaning(&[&[private, public]]).get(&url("/a.png")).await, Ok(b"picture".to_vec()), "both at once");
    assert_eq!((asked.load(Ordering::SeqCst), counted.load(Ordering::SeqCst)), (0, 3));
}

#[tokio::test]
async fn a_host_that_answers_slowly_is_left_alone_too_and_so_by_whoever_goes_on() {
    let (address, count) = serve(|_| ok("image/png", "picture")).await;
    let url = format!("http://{address}/a.png");
    let slow = Fetcher { slow: Duration::ZERO, ..fetcher(true) };
    for _ in 0..5 {
        assert_eq!(slow.get(&url).await, Ok(b"picture".to_vec()));
    }
    assert!(slow.get(&url).await.is_err_and(|why| why.contains("too slowly")));
    let next = Fetcher::remembering(&Fetch { pictures: None, allow_private: true }, Arc::clone(&slow.strikes)).expect("a fetcher");
    assert!(matches!(next.try_get(0, &url).await, Err(Miss::NotTried(_))));
    assert_eq!(count.load(Ordering::SeqCst), 5);
    assert_eq!(fetcher(true).get(&url).await, Ok(b"picture".to_vec()), "another import begins anew");
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_not_read() {
    let (address, _) = serve(|path| match path {
        "/page" => ok("text/html; charset=utf-8", "<html>"),
        "/busy" => "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
        "/large" => "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 99000000\r\n\r\nx".to_owned(),
        _ => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
    })
    .await;
    let fetcher = fetcher(true);
    let why = async |path: &str| fetcher.get(&format!("http://{address}{path}")).await.expect_err("a refusal");
    assert!(why("/page").await.contains("web page"));
    assert!(why("/large").await.contains("larger than 25 MB"));
    // What may be there another time is told from what is not there.
    let url = |path: &str| format!("http://{address}{path}");
    assert!(matches!(fetcher.try_get(0, &url("/busy")).await, Err(Miss::Network(_))));
    assert!(matches!(fetcher.try_get(0, &url("/gone")).await, Err(Miss::Other(_))));
    for _ in 0..7 {
        assert_eq!(why("/gone").await, "the server answered 404");
    }
}

#[tokio::test]
async fn a_host_that_is_away_is_given_up_after_five_failures() {
    let fetcher = fetcher(true);
    // Bound and let go again, so that nothing answers there.
    let port = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address").port();
    let url = format!("http://127.0.0.1:{port}/a.png");
    for _ in 0..5 {
        assert!(fetcher.get(&url).await.is_err_and(|why| why.contains("no connection")));
    }
    assert!(fetcher.get(&url).await.is_err_and(|why| why.contains("not tried")));
    // That is so for who named it: another shop asks for itself, and the same machine has other ports.
    assert!(matches!(fetcher.try_get(12, &url).await, Err(Miss::Network(_))));
    let (other, _) = serve(|_| ok("image/png", "picture")).await;
    assert_eq!(fetcher.get(&format!("http://{other}/a.png")).await, Ok(b"picture".to_vec()));
}

#[test]
fn a_file_in_the_folder_is_found_by_the_last_part_of_its_address_and_nowhere_else() {
    assert_eq!(file_names("https://a.example.com/x/%EA%B0%90%20a.png?v=2"), ["감 a.png", "%EA%B0%90%20a.png"]);
    assert_eq!(file_names("https://a.example.com/a+b=c&d.png"), ["a+b=c&d.png", "a+b=c&d.png"]);
    assert_eq!(file_names("front.png"), ["front.png", "front.png"]);
    assert_eq!(file_names("https://a.example.com/..%2F..%2Fetc%2Fpasswd"), ["..%2F..%2Fetc%2Fpasswd"; 0]);
    assert!(file_names("https://a.example.com/x%2Fy.png").iter().all(|name| !name.contains('/')));
    assert!(file_names("https://a.example.com/").is_empty());
}
