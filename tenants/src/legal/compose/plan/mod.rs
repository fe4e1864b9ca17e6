//! Which sections and parts a text has, in order: numbers and cross-references are counted from here, never typed.

use crate::{
    legal::Kind,
    site::{
        model::Association,
        modules::{Module, Modules},
    },
};

/// A section: its name in links, and those of its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// Its name.
    pub anchor: &'static str,
    /// Whether it is counted: what opens or closes a text is not.
    pub numbered: bool,
    /// Its parts.
    pub parts: Vec<&'static str>,
}

/// The sections of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan(Vec<Planned>);

impl Plan {
    /// Of the text of this kind that this association needs.
    #[must_use]
    pub fn of(kind: Kind, association: &Association, modules: &Modules) -> Self {
        let section = |anchor| Planned { anchor, numbered: true, parts: Vec::new() };
        let unnumbered = |anchor| Planned { anchor, numbered: false, parts: Vec::new() };
        let mediator = (!association.mediator_name.is_empty()).then_some("mediateur");
        let sections = match kind {
            Kind::Notice => {
                let identity = [
                    Some("identite"),
                    (!association.director_name.is_empty()).then_some("direction"),
                    Some("hebergeur"),
                    (!association.webmaster_name.is_empty()).then_some("conception"),
                ];
                let data = [
                    Some("responsable"),
                    modules.has(Module::Ticketing).then_some("commandes"),
                    modules.has(Module::Payments).then_some("paiement"),
                    Some("messages"),
                    Some("usages"),
                    Some("destinataires"),
                    Some("conservation"),
                    Some("droits"),
                ];
                vec![
                    unnumbered("engagements"),
                    Planned { parts: identity.into_iter().flatten().collect(), ..section("editeur") },
                    section("acces"),
                    section("informations"),
                    section("technique"),
                    section("propriete"),
                    Planned { parts: data.into_iter().flatten().collect(), ..section("donnees") },
                    section("liens"),
                    section("cookies"),
                    Planned { parts: mediator.into_iter().collect(), ..section("droit") },
                    section("textes"),
                    section("lexique"),
                ]
            }
            Kind::Terms => [
                Some("vendeur"),
                Some("objet"),
                Some("prix"),
                Some("commande"),
                Some("billets"),
                Some("retractation"),
                // Where nobody pays, nothing is paid back.
                modules.has(Module::Payments).then_some("remboursement"),
                Some("responsabilite"),
                Some("personnelles"),
                Some("reclamation"),
                mediator,
                Some("loi"),
            ]
            .into_iter()
            .flatten()
            .map(section)
            .collect(),
            Kind::Accessibility => ["etat", "moyens", "limites", "contact", "recours", "etablissement"].into_iter().map(section).collect(),
        };
        Self(sections)
    }

    /// The sections, in order.
    pub fn sections(&self) -> impl Iterator<Item = &Planned> {
        self.0.iter()
    }

    /// The number of a section (`7`) or of a part (`7.C`); `None` for what is not counted or not there.
    #[must_use]
    pub fn number(&self, anchor: &str) -> Option<String> {
        let mut number = 0;
        for section in &self.0 {
            number += u32::from(section.numbered);
            if section.anchor == anchor {
                return section.numbered.then(|| number.to_string());
            }
            if let Some(place) = section.parts.iter().position(|part| *part == anchor) {
                let letter = char::from_u32(u32::from('A') + u32::try_from(place).unwrap_or_default())?;
                return Some(format!("{number}.{letter}"));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_what_is_there() {
        let association = Association::sample();
        let all = Plan::of(Kind::Notice, &association, &Modules::all());
        let bare = Plan::of(Kind::Notice, &Association { director_name: String::new(), ..association }, &Modules::default());
        assert_eq!(all.number("engagements"), None);
        assert_eq!((all.number("editeur").as_deref(), all.number("hebergeur").as_deref()), (Some("1"), Some("1.C")));
        assert_eq!(bare.number("hebergeur").as_deref(), Some("1.B"));
        assert_eq!((all.number("droits").as_deref(), bare.number("droits").as_deref()), (Some("6.H"), Some("6.F")));
        assert_eq!(bare.number("paiement"), None);
        assert_eq!(all.number("lexique").as_deref(), Some("11"));
    }
}
