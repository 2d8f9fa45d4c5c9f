//! What the program counts of itself, for Prometheus, on an address of its own.

use std::{future::Future, net::SocketAddr, sync::Arc};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

use crate::listen;

/// Upper bounds of the durations' buckets, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The counters. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Metrics(Arc<Counters>);

struct Counters {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    pages_drawn: IntCounter,
    pages_kept: IntCounter,
    database_errors: IntCounter,
    connections: IntGauge,
    memory: IntGauge,
}

impl Metrics {
    /// Counters at zero, in a registry of their own.
    ///
    /// # Errors
    /// Where two of them had one name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("golmok_requests_total", "Requests answered, by the route's pattern, method and class of status."),
            &["route", "method", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("golmok_request_seconds", "Seconds from a request's head to its answer's head, by the route's pattern.")
                .buckets(SECONDS.to_vec()),
            &["route"],
        )?;
        let pages = IntCounterVec::new(Opts::new("golmok_pages_total", "Pages answered: drawn anew, or kept from before."), &["how"])?;
        let database_errors = IntCounter::new("golmok_database_errors_total", "Questions that the database did not answer.")?;
        let connections = IntGauge::new("golmok_open_connections", "Connections that are open now.")?;
        let memory = IntGauge::new("process_resident_memory_bytes", "Memory that the program holds.")?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(pages.clone()))?;
        registry.register(Box::new(database_errors.clone()))?;
        registry.register(Box::new(connections.clone()))?;
        registry.register(Box::new(memory.clone()))?;
        let (pages_drawn, pages_kept) = (pages.with_label_values(&["drawn"]), pages.with_label_values(&["kept"]));
        Ok(Self(Arc::new(Counters { registry, requests, seconds, pages_drawn, pages_kept, database_errors, connections, memory })))
    }

    /// One request was answered. `route` is the pattern, never the address, so that the lines stay few;
    /// `seconds` is from its head to the answer's head.
    pub fn observe(&self, route: &str, method: &str, status: u16, seconds: f64) {
        // A client may invent methods.
        let method = match method {
            "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
            _ => "other",
        };
        let class = match status {
            100..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            _ => "5xx",
        };
        self.0.requests.with_label_values(&[route, method, class]).inc();
        self.0.seconds.with_label_values(&[route]).observe(seconds);
    }

    /// A page was drawn.
    pub fn page_drawn(&self) {
        self.0.pages_drawn.inc();
    }

    /// A page was answered from those kept.
    pub fn page_kept(&self) {
        self.0.pages_kept.inc();
    }

    /// The database did not answer a question.
    pub fn database_error(&self) {
        self.0.database_errors.inc();
    }

    /// All of it in Prometheus' text format.
    ///
    /// # Errors
    /// Where a family has no values to write, which these always have.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        self.0.connections.set(i64::try_from(listen::open_connections()).unwrap_or(i64::MAX));
        if let Some(bytes) = resident_bytes() {
            self.0.memory.set(bytes);
        }
        TextEncoder::new().encode_to_string(&self.0.registry.gather())
    }
}

/// The memory that this process holds, in bytes; unknown where there is no /proc.
#[must_use]
pub fn resident_bytes() -> Option<i64> {
    // In kilobytes here; statm counts pages, whose size differs between machines.
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Serves `/metrics`, and nothing else, on `address` until `stop` resolves.
/// Where the address is taken, a warning says so and the street is served without it.
pub async fn serve_admin(address: SocketAddr, metrics: Metrics, stop: impl Future<Output = ()> + Send + 'static) {
    let listener = match tokio::net::TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%address, %error, "no /metrics: the address of --admin-listen cannot be had");
            return;
        }
    };
    tracing::info!("metrics on http://{address}/metrics");
    #[expect(clippy::disallowed_methods, reason = "another door than the street's, which it has alone")]
    let app = Router::new().route("/metrics", get(show)).with_state(metrics);
    if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(stop).await {
        tracing::warn!(%error, "/metrics ended");
    }
}

async fn show(State(metrics): State<Metrics>) -> impl IntoResponse {
    let text = metrics.text().unwrap_or_else(|error| format!("# {error}\n"));
    ([(header::CONTENT_TYPE, TextEncoder::new().format_type().to_owned())], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_pattern_and_strange_methods_as_one() {
        let metrics = Metrics::new().expect("metrics");
        metrics.observe("/shops/{shop}", "GET", 200, 0.004);
        metrics.observe("/shops/{shop}", "GET", 204, 0.004);
        metrics.observe("/shops/{shop}", "BREW", 405, 0.001);
        metrics.clone().page_kept();
        let text = metrics.text().expect("text");
        for line in [
            r#"golmok_requests_total{method="GET",route="/shops/{shop}",status="2xx"} 2"#,
            r#"golmok_requests_total{method="other",route="/shops/{shop}",status="4xx"} 1"#,
            r#"golmok_request_seconds_bucket{route="/shops/{shop}",le="0.005"} 3"#,
            r#"golmok_pages_total{how="kept"} 1"#,
            "golmok_database_errors_total 0",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        let memory = text.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes ")).expect("a line");
        assert!(memory.parse::<f64>().expect("a number") > 0.0);
    }

    #[tokio::test]
    async fn a_taken_admin_address_does_not_end_the_program() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("an address");
        let address = taken.local_addr().expect("its address");
        serve_admin(address, Metrics::new().expect("metrics"), std::future::pending()).await;
    }
}
