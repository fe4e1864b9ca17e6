//! What operators watch: logs as JSON lines, metrics in Prometheus' text form on a private address.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use poem::{Endpoint, Route, endpoint::make_sync, get};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Seconds at which histograms are cut: from a warm page to a request given up.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Writes logs to the standard output, one JSON object a line. `LOG` chooses what, in the syntax of tracing's filter; `info` by default.
pub fn start_logs() {
    let filter = EnvFilter::try_from_env("LOG").unwrap_or_else(|_| EnvFilter::new("info,poem=warn,sqlx=warn,aws_smithy_runtime=warn"));
    // A test that started one before has its own.
    let _ = tracing_subscriber::registry().with(filter).with(tracing_subscriber::fmt::layer().json().flatten_event(true)).try_init();
}

/// The endpoint metrics are read from; recording starts with the first call in a process.
///
/// # Errors
/// When another recorder is in place.
pub fn endpoint() -> anyhow::Result<impl Endpoint<Output = poem::Response>> {
    if RECORDER.get().is_none() {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)?;
        let _ = RECORDER.set(builder.install_recorder()?);
    }
    let text = make_sync(|_| {
        let body = RECORDER.get().map(PrometheusHandle::render).unwrap_or_default();
        poem::Response::builder().content_type("text/plain; version=0.0.4; charset=utf-8").body(body)
    });
    Ok(Route::new().at("/metrics", get(text)))
}

/// Folds what histograms gathered, so that memory stays bounded between two readings.
pub fn upkeep() {
    if let Some(recorder) = RECORDER.get() {
        recorder.run_upkeep();
    }
}
