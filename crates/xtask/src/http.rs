//! A few lines of HTTP/1.1, enough to ask a server on this machine for a page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// An answer as it came over the wire, but for its chunks, which are joined.
pub struct Answer {
    pub status: u16,
    /// The status line and the headers, each with its line end.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value, the name's case being no matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value.trim()))
    }
}

/// Asks for a path, with further headers if need be.
pub fn get(server: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    ask(server, path, headers, Duration::from_secs(20))
}

fn ask(server: SocketAddr, path: &str, headers: &[(&str, &str)], patience: Duration) -> Result<Answer> {
    let mut line = TcpStream::connect_timeout(&server, Duration::from_secs(2)).with_context(|| format!("nobody answers at {server}"))?;
    line.set_read_timeout(Some(patience)).context("cannot set a time limit")?;
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    line.write_all(request.as_bytes()).context("the server hung up")?;

    let mut line = BufReader::new(line);
    let mut head = String::new();
    loop {
        let read = line.read_line(&mut head).context("the server sent no answer")?;
        if read == 0 || head.ends_with("\r\n\r\n") {
            break;
        }
    }
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.context("the server's answer is not HTTP")?;
    let mut answer = Answer { status, head, body: Vec::new() };
    if answer.header("transfer-encoding") == Some("chunked") {
        answer.body = chunks(&mut line)?;
    } else if let Some(length) = answer.header("content-length") {
        let length = length.parse().context("the server's length is no number")?;
        line.take(length).read_to_end(&mut answer.body).context("the answer broke off")?;
    } else {
        line.read_to_end(&mut answer.body).context("the answer broke off")?;
    }
    Ok(answer)
}

fn chunks(line: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut size = String::new();
        line.read_line(&mut size).context("the answer broke off")?;
        let digits = size.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(digits, 16).context("a chunk's size is no number")?;
        let mut end = String::new();
        if size == 0 {
            return Ok(body);
        }
        line.by_ref().take(size).read_to_end(&mut body).context("the answer broke off")?;
        line.read_line(&mut end).context("the answer broke off")?;
    }
}

/// Whether a server answers at this address and says that it is well.
pub fn is_healthy(server: SocketAddr) -> bool {
    let patience = Duration::from_secs(3);
    ask(server, "/healthz", &[], patience).is_ok_and(|answer| answer.status == 200)
}

/// Waits until a server is well; `still_there` may end the wait early with the reason.
pub fn wait_until_healthy(server: SocketAddr, mut still_there: impl FnMut() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    while !is_healthy(server) {
        still_there()?;
        if start.elapsed() > Duration::from_secs(60) {
            bail!("the server at {server} did not say within a minute that it is well");
        }
        sleep(Duration::from_millis(50));
    }
    Ok(())
}
