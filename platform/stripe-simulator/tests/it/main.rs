//! The simulator seen from outside, over HTTP, as the server and a browser see it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's helper ends the test with a word of what it wanted")]

mod cards;
mod checkout;
mod money;
mod onboarding;
mod protocol;
mod shapes;
mod support;
mod webhooks;
