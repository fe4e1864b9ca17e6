//! The statement descriptor: an association's name as a bank statement can print it.

/// What fills up a name that is too short, or stands for one that has no Latin letter.
const FALLBACK: &str = "ASSOCIATION";

/// `name` in 5 to 22 capital Latin letters, digits, spaces and a few signs, with at least one letter and none of `< > \ ' " *`
/// (Stripe's rules for a statement descriptor). Cut at a word where one ends late enough.
#[must_use]
pub fn statement_descriptor(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        for latin in transliterate(character).chars() {
            // One space between words, none at the start.
            if latin != ' ' || !(text.is_empty() || text.ends_with(' ')) {
                text.push(latin);
            }
        }
    }
    let mut text = cut(text.trim());
    if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let joined = format!("{FALLBACK} {text}");
        text = cut(joined.trim());
    }
    if text.len() < 5 {
        text = cut(&format!("{text} {FALLBACK}"));
    }
    text
}

/// At most 22 bytes of ASCII, ending with a whole word when that leaves 12 or more.
fn cut(text: &str) -> String {
    if text.len() <= 22 {
        return text.to_owned();
    }
    let head = &text[..22];
    let whole = text.as_bytes()[22] == b' ';
    match head.rfind(' ') {
        Some(space) if !whole && space >= 12 => head[..space].trim_end().to_owned(),
        _ => head.trim_end().to_owned(),
    }
}

/// A character as a statement prints it: accents off, ligatures apart, quotes and other marks as a space.
fn transliterate(character: char) -> String {
    let plain = match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | ',' | '&' | '+' | '/' => return character.to_ascii_uppercase().to_string(),
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ą' => "A",
        'ä' | 'æ' | 'Ä' | 'Æ' => "AE",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "C",
        'ď' | 'đ' | 'ð' | 'Ď' | 'Đ' | 'Ð' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => "E",
        'ğ' | 'Ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'ł' | 'Ł' => "L",
        'ñ' | 'ń' | 'ň' | 'Ñ' | 'Ń' | 'Ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' | 'Ō' | 'Ő' => "O",
        'ö' | 'œ' | 'Ö' | 'Œ' => "OE",
        'ř' | 'Ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' | 'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ß' => "SS",
        'ť' | 'ț' | 'Ť' | 'Ț' => "T",
        'þ' | 'Þ' => "TH",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ü' | 'Ü' => "UE",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "Y",
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => "Z",
        // A combining accent belongs to the letter before it and leaves no gap.
        '\u{0300}'..='\u{036f}' => "",
        _ => " ",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_a_bank_prints_them() {
        assert_eq!(statement_descriptor("Chœur de l’Étang"), "CHOEUR DE L ETANG");
        assert_eq!(statement_descriptor("Les Amis du Jazz de Saint-Gildas"), "LES AMIS DU JAZZ DE");
        assert_eq!(statement_descriptor("Théâtre"), "THEATRE");
        assert_eq!(statement_descriptor("e\u{301}cole"), "ECOLE");
        assert_eq!(statement_descriptor("Duo"), "DUO ASSOCIATION");
        assert_eq!(statement_descriptor("1901"), "ASSOCIATION 1901");
        assert_eq!(statement_descriptor("合唱団"), "ASSOCIATION");
        assert_eq!(statement_descriptor(""), "ASSOCIATION");
        assert_eq!(statement_descriptor("Gesangvereinigungsgesellschaftshaus"), "GESANGVEREINIGUNGSGESE");
    }

    #[test]
    fn whatever_the_name_the_rules_hold() {
        // Every mix of these pieces up to four long: borders of length, letters and marks all meet.
        let pieces = ["", "a", "É", " ", "*", "'", "\"<>\\", "12", "ß", "word", "🎷", "\u{202e}", "ひ", "-", "Compagnie", "\n"];
        let mut names = vec![String::new()];
        for _ in 0..4 {
            names = names.iter().flat_map(|name| pieces.iter().map(move |piece| format!("{name}{piece}"))).collect();
            names.dedup();
        }
        for name in names {
            let text = statement_descriptor(&name);
            assert!((5..=22).contains(&text.len()), "{name:?} gave {text:?}");
            assert!(text.bytes().any(|byte| byte.is_ascii_uppercase()), "{name:?} gave {text:?}");
            assert!(text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" -.,&+/".contains(&byte)), "{name:?} gave {text:?}");
            assert_eq!(text.trim(), text);
            assert_eq!(statement_descriptor(&text), text, "a descriptor is its own descriptor");
        }
    }
}
