//! What several documents share: who sells, who buys, which order, in which language.

use serde::Serialize;

/// Language of a document; French is the one the law asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Language {
    /// French.
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// The association that sells: merchant of record and organiser. What it lacks is not printed.
#[derive(Clone, Debug, Serialize)]
pub struct Seller {
    /// Legal name, printed as operator (Ann. IV CGI 50 sexies B III) and written as author of the PDF.
    pub legal_name: String,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// Where a buyer writes to.
    pub email: String,
    /// Telephone, as people write it.
    pub phone: Option<String>,
    /// SIRET, grouped as it is to be printed.
    pub siret: Option<String>,
    /// Number in the register of associations; absent in Alsace-Moselle.
    pub rna: Option<String>,
    /// Receipts of the entrepreneur-de-spectacles declaration, which tickets must carry (C. trav. L7122-3 s.).
    pub licences: Vec<String>,
    /// The sentence about VAT ("TVA non applicable, art. 293 B du CGI"), or the VAT number with its label.
    pub vat_mention: Option<String>,
}

/// Who bought.
#[derive(Clone, Debug, Serialize)]
pub struct Buyer {
    /// Name as typed.
    pub name: String,
    /// Address the tickets were sent to.
    pub email: Option<String>,
    /// Postal address, one line each; often none.
    pub address: Vec<String>,
}

/// The order a document belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// Gapless number of the association and year ("2026-000042").
    pub number: String,
    /// Code people quote ("FA0Y-W0PY-42"), and the identifier of the PDF.
    pub code: String,
    /// Day of the sale, written out.
    pub sold_on: String,
    /// Where it was sold: the site's address, or the door.
    pub sold_at: String,
}

/// Consumer mediator (C. conso. L612-1), whose name, address and site are all required once there is one.
#[derive(Clone, Debug, Serialize)]
pub struct Mediator {
    /// Name of the mediator.
    pub name: String,
    /// Postal address on one line.
    pub address: String,
    /// Address of its site.
    pub site: String,
}

/// A label and its value, both ready to be printed.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it is worth.
    pub value: String,
}

/// A picture and what it shows. PNG, JPEG, GIF or WebP; give a variant of about 1,200 pixels in width, for it is embedded
/// as it is. A picture that cannot be decoded is left out.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Contents of the file.
    pub bytes: Vec<u8>,
    /// What it shows, for those who cannot see it.
    pub alternative: String,
}
