//! Random tokens: for cookies and links.

use sha2::{Digest as _, Sha256};

use crate::store::TokenHash;

/// Random bytes in a token.
const TOKEN_BYTES: usize = 32;

/// A secret that opens something. It is shown to its holder once; only its hash is kept. It cannot
/// be printed by accident.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Draws one.
    pub(super) fn draw() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Reads what somebody shows; `None` where no token looks so.
    pub fn read(text: &str) -> Option<Self> {
        let is_token = text.len() == 2 * TOKEN_BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_token.then(|| Self(text.to_ascii_lowercase()))
    }

    /// What is stored of it.
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Its text, for the cookie or the link.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_token_is_read_back_and_never_printed() {
        let token = Token::draw().unwrap();
        assert_eq!(Token::read(token.reveal()).unwrap().hash(), token.hash());
        assert!(!format!("{token:?}").contains(token.reveal()));
    }

    #[test]
    fn what_is_no_token_is_not_looked_up() {
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(65), "' OR 1=1 --"] {
            assert!(Token::read(text).is_none(), "{text}");
        }
    }
}
