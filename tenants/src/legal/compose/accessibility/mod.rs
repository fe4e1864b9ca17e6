//! The accessibility statement (dir. (EU) 2019/882; C. conso. art. L412-13): how far the site goes, what is known to be wanting, who helps.

use kernel::error::{Error, Result};

use super::Writer;
use crate::legal::model::Block;

impl Writer<'_> {
    /// What a section of the statement says.
    pub(super) fn accessibility(&self, anchor: &str) -> Result<Vec<Block>> {
        match anchor {
            "etat" => self.paragraphs(&["legal-etat-text", "legal-etat-audit"]),
            "moyens" => Ok(vec![
                self.paragraph("legal-moyens-text")?,
                self.list(&["legal-moyens-axe", "legal-moyens-keyboard", "legal-moyens-narrow", "legal-moyens-contrast", "legal-moyens-tickets"])?,
            ]),
            "limites" => {
                Ok(vec![self.paragraph("legal-limites-text")?, self.list(&["legal-limites-pictures", "legal-limites-texts", "legal-limites-stripe"])?])
            }
            "contact" => {
                let phone = !self.from.association.phone.is_empty();
                self.paragraphs(&[if phone { "legal-contact-write-call" } else { "legal-contact-write" }, "legal-contact-venue"])
            }
            "recours" => {
                let link = Block::Link(self.say("legal-recours-link")?, "https://formulaire.defenseurdesdroits.fr/".to_owned());
                Ok(vec![self.paragraph("legal-recours-text")?, link])
            }
            "etablissement" => self.paragraphs(&["legal-etablissement-text"]),
            unknown => Err(Error::from(anyhow::anyhow!("nothing is written for the section {unknown}"))),
        }
    }
}
