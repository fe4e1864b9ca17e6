//! The access log and the request metrics: patterns and ids, never an address, a query, a cookie or an agent.

use std::{sync::Arc, time::Instant};

use metrics::{Label, SharedString};
use poem::{PathPattern, Request, Response, Result};
use uuid::Uuid;

use crate::tenant::Site;

/// One request, from its arrival to its answer.
pub(super) struct Observed {
    started: Instant,
    method: &'static str,
    route: SharedString,
}

impl Observed {
    pub(super) fn start(request: &Request) -> Self {
        let method = match request.method().as_str() {
            "GET" => "GET",
            "HEAD" => "HEAD",
            "POST" => "POST",
            "PUT" => "PUT",
            "PATCH" => "PATCH",
            "DELETE" => "DELETE",
            "OPTIONS" => "OPTIONS",
            _ => "other",
        };
        // Addresses nobody routes are anybody's invention: one name for all keeps logs and metrics bounded.
        Self { started: Instant::now(), method, route: SharedString::const_str("unmatched") }
    }

    pub(super) fn saw_route(&mut self, outcome: &Result<Response>) {
        let pattern = match outcome {
            Ok(response) => response.data::<PathPattern>(),
            Err(error) => error.data::<PathPattern>(),
        };
        if let Some(pattern) = pattern {
            self.route = SharedString::from(Arc::clone(&pattern.0));
        }
    }

    pub(super) fn end(self, response: &Response, request_id: Uuid, site: Option<&Site>) {
        let elapsed = self.started.elapsed();
        let status = response.status();
        let tenant = match site {
            Some(Site::Tenant(tenant)) => Some(tenant.id.to_string()),
            _ => None,
        };
        let labels = vec![
            Label::from_static_parts("method", self.method),
            Label::new("route", self.route.clone()),
            Label::new("status", SharedString::from_owned(status.as_str().to_owned())),
        ];
        metrics::counter!("http_requests_total", labels).increment(1);
        metrics::histogram!("http_request_seconds", "route" => self.route.clone()).record(elapsed.as_secs_f64());
        if let Some(tenant) = &tenant {
            metrics::counter!("tenant_requests_total", "tenant" => tenant.clone()).increment(1);
        }
        let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            request.id = %request_id,
            tenant.id = tenant.as_deref(),
            http.method = self.method,
            http.route = %self.route,
            http.status = status.as_u16(),
            http.ms = milliseconds,
            "answered"
        );
    }
}
