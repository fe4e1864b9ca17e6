//! Under which writing of its path a page is kept.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What stands in a path as it is (RFC 3986 section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One writing for each path: the router decodes what is escaped, so that one page has as many writings as it has letters, and the cache must not fill
/// with them (RFC 3986 section 6.2.2). An escaped slash stays one.
pub(super) fn canonical(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let segment = |segment: &str| percent_encode(&percent_decode_str(segment).collect::<Vec<u8>>(), UNRESERVED).to_string();
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_under_one_writing() {
        for path in ["/concerts/alma", "/concerts/%61lma", "/%63oncerts/al%6D%61"] {
            assert_eq!(canonical(path), "/concerts/alma", "{path}");
        }
        assert_eq!(canonical("/caf%c3%a9"), canonical("/caf%C3%A9"));
        assert_ne!(canonical("/a%2Fb"), canonical("/a/b"), "an escaped slash is no slash");
        assert_ne!(canonical("/a%252Fb"), canonical("/a%2Fb"));
    }
}
