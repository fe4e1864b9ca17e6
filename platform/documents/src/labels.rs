//! The words of the documents, one struct a template. The keys are those of `documents.ftl`.

use serde::Serialize;

/// Declares a struct of labels: one field a Fluent message.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($field:ident = $key:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            $(#[doc = concat!("Message `", $key, "`.")] pub $field: String,)*
        }

        impl $name {
            /// Every message these labels need.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// The labels in one language: `message` gives the text of a Fluent message.
            pub fn from_messages(message: impl Fn(&'static str) -> String) -> Self {
                Self { $($field: message($key),)* }
            }
        }
    };
}

labels! {
    /// Words of a ticket.
    TicketLabels {
        ticket = "document-ticket",
        doors = "document-doors",
        starts = "document-starts",
        ends = "document-ends",
        practical = "document-practical",
        in_clear = "document-in-clear",
        show = "document-show",
        session = "document-session",
        category = "document-category",
        price_paid = "document-price-paid",
        free = "document-free",
        ticket_number = "document-ticket-number",
        order_number = "document-order-number",
        order_code = "document-order-code",
        holder = "document-holder",
        buyer = "document-buyer",
        sold_on = "document-sold-on",
        sold_at = "document-sold-at",
        operator = "document-operator",
        siret = "document-siret",
        rna = "document-rna",
        licence = "document-licence",
        show_it = "document-show-it",
        one_entry = "document-one-entry",
        no_withdrawal = "document-no-withdrawal",
        code_alternative = "document-code-alternative",
        test_mark = "document-test-mark",
        test_notice = "document-test-notice",
    }
}

labels! {
    /// Words of a receipt.
    ReceiptLabels {
        receipt = "document-receipt",
        seller = "document-seller",
        buyer = "document-receipt-buyer",
        order_number = "document-order-number",
        order_code = "document-order-code",
        sold_on = "document-receipt-sold-on",
        sold_at = "document-sold-at",
        item = "document-item",
        quantity = "document-quantity",
        unit_price = "document-unit-price",
        amount = "document-amount",
        total = "document-total",
        refunds = "document-refunds",
        refund_number = "document-refund-number",
        refunded_on = "document-refunded-on",
        net = "document-net",
        siret = "document-siret",
        rna = "document-rna",
        licence = "document-licence",
        mediator = "document-mediator",
        no_withdrawal = "document-no-withdrawal",
        test_mark = "document-test-mark",
        test_notice = "document-receipt-test-notice",
    }
}

labels! {
    /// Words of a door list.
    DoorListLabels {
        door_list = "document-door-list",
        name = "document-name",
        category = "document-category",
        ticket_number = "document-ticket-number",
        came_in = "document-came-in",
        printed_on = "document-printed-on",
        nobody = "document-nobody",
        named = "document-named",
        listed_as = "document-listed-as",
        test_mark = "document-test-mark",
    }
}
