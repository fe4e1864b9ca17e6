//! Names: whether two are the same person's, and how much of one is shown to somebody who has not shown that it is theirs.

use kernel::personal::fold;

/// The words of a name, folded and sorted: order, case, accents and hyphens make no other person.
fn folded(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// Whether two names are one person's, as far as letters tell.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    !one.is_empty() && one == other
}

/// First and family name as one.
#[must_use]
pub fn declared(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}

/// A name as somebody else may see it: the first word, then initials. Whoever reads the mailbox knows it; nobody learns a family name here.
#[must_use]
pub fn initialled(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    words.filter_map(|word| word.chars().next()).fold(first, |shown, initial| format!("{shown} {initial}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_hyphens_and_order_make_no_other_person() {
        assert!(same_name("Jean-Noël LEFÈVRE", "lefevre jean noel"));
        assert!(same_name("Zoé Cœur", "zoe coeur"));
        assert!(!same_name("Jeanne Lefort", "Jean Lefort"));
        assert!(!same_name("", "") && !same_name("-", "-"));
    }

    #[test]
    fn a_name_is_shown_as_far_as_a_family_needs() {
        assert_eq!(initialled("Jeanne Lefort Martin"), "Jeanne L. M.");
        assert_eq!(initialled(""), "");
    }
}
