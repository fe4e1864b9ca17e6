//! Names: how much of one is shown to somebody who has not shown that it is theirs.

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
    fn a_name_is_shown_as_far_as_a_family_needs() {
        assert_eq!(initialled("Jeanne Lefort Martin"), "Jeanne L. M.");
        assert_eq!(initialled(""), "");
    }
}
