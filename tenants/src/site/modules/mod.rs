//! Which parts of Estrade an association uses: what its notice, its registers and its forms have to speak of. A module tells when it is taken
//! into use (`store::take_into_use`); a new one adds its word here and in the check of `association_module`.

use std::collections::BTreeSet;

/// A part that an association uses or does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Module {
    /// Concerts and their tickets.
    Ticketing,
    /// Payments on the association's Stripe account.
    Payments,
}

impl Module {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ticketing, Self::Payments];

    /// The word in the database and in the personal-data inventory.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ticketing => "ticketing",
            Self::Payments => "payments",
        }
    }

    /// From that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.word() == word)
    }
}

/// The inventory's names of what every association has, chosen or not.
const ALWAYS: [&str; 7] = ["site", "legal", "platform", "people", "staff", "consent", "privacy"];

/// The modules of one association.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Modules {
    used: BTreeSet<Module>,
    /// Not used any more, and not for so long that everything they held has ended.
    ceased: BTreeSet<Module>,
}

impl Modules {
    /// Every module, for samples and tests.
    #[must_use]
    pub fn all() -> Self {
        Module::ALL.into_iter().collect()
    }

    /// Whether this one is in use.
    #[must_use]
    pub fn has(&self, module: Module) -> bool {
        self.used.contains(&module)
    }

    /// Whether a treatment or table of the inventory that names `module` concerns this association. A module that is not built yet concerns nobody.
    #[must_use]
    pub fn concern(&self, module: &str) -> bool {
        ALWAYS.contains(&module) || Module::from_word(module).is_some_and(|module| self.has(module))
    }

    /// Whether data may be held under such a treatment: it concerns this association, or did (GDPR art. 13 and 30 ask what is held, not what is switched
    /// on).
    #[must_use]
    pub fn hold(&self, module: &str) -> bool {
        self.concern(module) || Module::from_word(module).is_some_and(|module| self.ceased.contains(&module))
    }

    /// The same, with these no longer in use.
    #[must_use]
    pub fn without(mut self, ceased: impl IntoIterator<Item = Module>) -> Self {
        for module in ceased {
            self.used.remove(&module);
            self.ceased.insert(module);
        }
        self
    }
}

impl FromIterator<Module> for Modules {
    fn from_iter<I: IntoIterator<Item = Module>>(modules: I) -> Self {
        Self { used: modules.into_iter().collect(), ceased: BTreeSet::new() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::inventory::TREATMENTS;

    use super::*;

    #[test]
    fn what_is_not_in_use_concerns_nobody_and_what_every_site_has_concerns_all() {
        let none = Modules::default();
        assert!(none.concern("site") && !none.concern("payments") && !none.concern("audience"));
        assert!(Modules::all().concern("payments"));
        let ceased = Modules::all().without([Module::Payments]);
        assert!(!ceased.concern("payments") && ceased.hold("payments") && !none.hold("payments"));
        assert!(TREATMENTS.iter().any(|treatment| none.concern(treatment.module)) && TREATMENTS.iter().any(|treatment| !none.concern(treatment.module)));
    }
}
