//! The terms of sale: C. conso. art. L111-1, L221-5, L221-13 to L221-15, L221-28 12°, L612-1; C. civ. art. 1127-1 and 1127-2.

use kernel::error::{Error, Result};

use super::Writer;
use crate::{
    legal::model::Block,
    site::{self, modules::Module},
};

impl Writer<'_> {
    /// What a section of the terms says.
    pub(super) fn terms(&self, anchor: &str) -> Result<Vec<Block>> {
        match anchor {
            "vendeur" => Ok(vec![self.paragraph("legal-vendeur-text")?, self.identity()?]),
            "objet" => self.paragraphs(&["legal-objet-text", "legal-objet-shown"]),
            "prix" => {
                let mut blocks = self.paragraphs(&["legal-prix-text", "legal-prix-reduced"])?;
                blocks.push(Block::Paragraph(self.from.association.vat_mention().translate(self.locale)?));
                Ok(blocks)
            }
            "commande" => {
                let paid = |key| self.from.modules.has(Module::Payments).then_some(key);
                let there = |keys: [Option<&'static str>; 4]| keys.into_iter().flatten().collect::<Vec<_>>();
                let steps =
                    there([Some("legal-commande-choose"), Some("legal-commande-details"), paid("legal-commande-pay"), Some("legal-commande-confirmed")]);
                let rules = there([Some("legal-commande-hold"), paid("legal-commande-button"), paid("legal-commande-stripe"), Some("legal-commande-kept")]);
                let mut blocks = vec![self.paragraph("legal-commande-steps")?, self.list(&steps)?];
                blocks.extend(self.paragraphs(&rules)?);
                Ok(blocks)
            }
            "billets" => self.paragraphs(&["legal-billets-text", "legal-billets-door", "legal-billets-category"]),
            "retractation" => self.paragraphs(&["legal-retractation-text"]),
            "remboursement" => self.paragraphs(&["legal-remboursement-cancelled", "legal-remboursement-moved", "legal-remboursement-late"]),
            "responsabilite" => self.paragraphs(&["legal-responsabilite-text"]),
            "personnelles" => {
                let link = Block::Link(self.say("legal-title-notice")?, format!("{}#donnees", self.locale.path(site::NOTICE_PATH)));
                Ok(vec![self.paragraph("legal-personnelles-text")?, link])
            }
            "reclamation" => self.paragraphs(&["legal-reclamation-text"]),
            "mediateur" => self.mediator(),
            "loi" => self.paragraphs(&["legal-loi-text", "legal-loi-versions"]),
            unknown => Err(Error::from(anyhow::anyhow!("nothing is written for the section {unknown}"))),
        }
    }
}
