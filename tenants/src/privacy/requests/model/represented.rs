//! Whom somebody asks for who does not ask for themselves: a child under their parental authority (C. civ. art. 371-1 and 388-1-1), or an adult
//! whom a judge's decision or a mandate lets them represent.

use kernel::clock::Timestamp;

use super::declared;

words! {
    /// By what right somebody asks for another.
    Capacity {
        /// Parental authority.
        Parent = "parent",
        /// A guardian, a curator, a family whom a judge empowered.
        Guardian = "guardian",
        /// A mandate in writing.
        Mandate = "mandate",
    }
}

words! {
    /// How old the person is, as far as it matters.
    Age {
        /// Under fifteen: the holder of parental authority answers for them (LIL art. 45).
        Under15 = "under_15",
        /// Fifteen to seventeen: they are told, and heard.
        From15 = "from_15",
        /// Of age.
        Adult = "adult",
    }
}

/// Whom a request is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Represented {
    /// By what right.
    pub capacity: Capacity,
    /// How old; forgotten with the name.
    pub age: Option<Age>,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// When the association had them told, if they must be.
    pub told_at: Option<Timestamp>,
}

impl Represented {
    /// The name.
    #[must_use]
    pub fn declared(&self) -> String {
        declared(&self.given_name, &self.family_name)
    }

    /// Whether nothing may be signed before the child knows: at fifteen they have a say in what becomes of their data.
    #[must_use]
    pub fn is_to_be_told(&self) -> bool {
        self.age == Some(Age::From15) && self.told_at.is_none()
    }

    /// Whether the right and the age go together: parental authority ends at eighteen, and a child gives no mandate.
    #[must_use]
    pub fn fits(capacity: Capacity, age: Age) -> bool {
        match capacity {
            Capacity::Parent => age != Age::Adult,
            Capacity::Guardian => true,
            Capacity::Mandate => age == Age::Adult,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_of_fifteen_is_told_and_a_younger_one_is_spoken_for() {
        let child =
            |age, told_at| Represented { capacity: Capacity::Parent, age: Some(age), given_name: "Zoé".to_owned(), family_name: "Lefort".to_owned(), told_at };
        assert!(child(Age::From15, None).is_to_be_told());
        assert!(!child(Age::From15, Some(Timestamp::default())).is_to_be_told() && !child(Age::Under15, None).is_to_be_told());
        assert_eq!(child(Age::Under15, None).declared(), "Zoé Lefort");
    }

    #[test]
    fn nobody_has_parental_authority_over_an_adult_nor_a_mandate_of_a_child() {
        assert!(!Represented::fits(Capacity::Parent, Age::Adult) && !Represented::fits(Capacity::Mandate, Age::From15));
        assert!(Represented::fits(Capacity::Guardian, Age::Adult) && Represented::fits(Capacity::Parent, Age::Under15));
    }
}
