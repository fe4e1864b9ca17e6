//! All the SQL that only staff's pages need: reads across orders, tickets and payments of one association.

mod orders;
mod sales;

pub use orders::{
    Filter, OrderRow, OrderSums, PaymentFacts, RefundRow, TicketRow, acknowledged_at, admissions, order_sums, orders, orders_of_concert, payment_facts,
    refunds_of, relink_refund, tickets_of,
};
pub use sales::{
    DaySales, Takings, TariffSales, by_day, by_tariff, failed_refunds, latest_dispute, order_count, picture_words, previous_concert, refundable_sums, takings,
    takings_by_concert, week,
};
