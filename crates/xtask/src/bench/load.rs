//! A load generator for a server on this machine: kept-alive connections, bounded in time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Connections that ask at once.
const CONNECTIONS: usize = 16;

/// One kept-alive connection.
struct Line(BufReader<TcpStream>);

impl Line {
    fn open(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server).with_context(|| format!("nobody answers at {server}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks for a path and reads the whole answer.
    fn ask(&mut self, path: &str) -> Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br, gzip\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut length = None;
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200") {
            bail!("{path} answered {line}");
        }
        loop {
            line.clear();
            self.0.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse::<u64>().ok();
            }
        }
        let length = length.context("the answer has no length")?;
        let read = std::io::copy(&mut self.0.by_ref().take(length), &mut std::io::sink())?;
        if read == length { Ok(()) } else { bail!("the answer broke off") }
    }
}

/// How many answers a second a path gives to sixteen connections.
pub fn pages_a_second(server: SocketAddr, path: &str, time: Duration) -> Result<f64> {
    let until = Instant::now() + time;
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let path = path.to_owned();
            thread::spawn(move || -> Result<u64> {
                let mut line = Line::open(server)?;
                let mut count = 0;
                while Instant::now() < until {
                    line.ask(&path)?;
                    count += 1;
                }
                Ok(count)
            })
        })
        .collect();
    let mut sum = 0;
    for worker in workers {
        sum += worker.join().map_err(|_| anyhow::anyhow!("a connection broke down"))??;
    }
    Ok(sum as f64 / time.as_secs_f64())
}

/// The median and the 99th percentile of `count` requests, one at a time, after a warm-up.
pub fn latency(server: SocketAddr, path: &str, count: usize) -> Result<(Duration, Duration)> {
    let mut line = Line::open(server)?;
    for _ in 0..20 {
        line.ask(path)?;
    }
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let begun = Instant::now();
        line.ask(path)?;
        times.push(begun.elapsed());
    }
    times.sort();
    let at = |share: f64| times.get((count as f64 * share) as usize).or(times.last()).copied().unwrap_or_default();
    Ok((at(0.5), at(0.99)))
}
