//! Names made from content, so that a file may be kept by a browser for ever.

use sha2::{Digest, Sha256};

/// How many hexadecimal digits of the SHA-256 a name carries: 48 bits tell the handful of files
/// of all our releases apart.
const DIGITS: usize = 12;

/// The shortened, lower-case hexadecimal SHA-256 of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(DIGITS);
    for byte in Sha256::digest(bytes).iter().take(DIGITS / 2) {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// `stem.ext` becomes `stem-<digest>.ext`.
pub(crate) fn hashed(file_name: &str, bytes: &[u8]) -> String {
    let digest = digest(bytes);
    match file_name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{digest}.{extension}"),
        None => format!("{file_name}-{digest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_the_content_and_keeps_its_extension() {
        assert_eq!(hashed("weft.js", b"a"), "weft-ca978112ca1b.js");
        assert_ne!(hashed("weft.js", b"a"), hashed("weft.js", b"b"));
        assert_eq!(hashed("LICENSE", b"a"), "LICENSE-ca978112ca1b");
    }
}
