//! Whether two names are one person's.

use super::fold;

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
}
