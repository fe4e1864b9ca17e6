//! The QR code of a ticket as SVG: black modules on white, quiet zone included.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// White modules around the code that readers need (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Draws the code of a text at correction level M (15 %: paper that was folded, a scratched screen). One path holds all
/// modules, merged by row, so that no hairline shows between them. `None` when the text does not fit.
pub(crate) fn svg(payload: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET_ZONE;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > start {
                let (left, top, width) = (start + QUIET_ZONE, row + QUIET_ZONE, column - start);
                write!(path, "M{left} {top}h{width}v1h-{width}z").ok()?;
            }
            column += 1;
        }
    }
    Some(
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
        )
        .into_bytes(),
    )
}
