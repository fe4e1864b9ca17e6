//! The simulator seen from outside, over HTTP, as the server and a browser see it.

mod cards;
mod checkout;
mod money;
mod onboarding;
mod protocol;
mod shapes;
mod support;
mod webhooks;
