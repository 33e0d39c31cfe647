//! Passwords: Argon2id, off the threads that serve, a few at a time.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;
use weft_app::api::{ApiError, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};

use super::AuthError;

/// Hashes computed at once. Each takes 19 MiB and a core for a few hundredths of a second; beyond
/// it callers wait.
const HASHES_AT_ONCE: usize = 2;
/// Callers that compute or wait. Beyond it they are told to come back.
const CALLERS_MAX: usize = 64;
/// Seconds after which those come back: about as long as it takes to serve all that wait.
const COME_BACK_S: u32 = 2;

/// OWASP's first recommendation for Argon2id: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Hashes and checks passwords. A clone is the same.
#[derive(Clone)]
pub(super) struct Hasher {
    permits: Arc<Semaphore>,
    /// Places among those who compute or wait.
    places: Arc<Semaphore>,
    /// Checked where there is no account, so that it takes as long as where there is one.
    dummy: Arc<str>,
}

impl Hasher {
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        let mut password = [0; 16];
        getrandom::fill(&mut password)?;
        let dummy = hash_now(&hex(&password)).unwrap_or_default();
        Ok(Self {
            permits: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            places: Arc::new(Semaphore::new(CALLERS_MAX)),
            dummy: dummy.into(),
        })
    }

    /// The hash of a password that is to be stored.
    pub(super) async fn hash(&self, password: &str) -> Result<String, AuthError> {
        let chars = password.chars().count();
        if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
            return Err(ApiError::BadPassword.into());
        }
        let password = password.to_owned();
        self.run(move || hash_now(&password)).await?
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long and is false.
    pub(super) async fn check(&self, password: &str, hash: Option<&str>) -> Result<bool, AuthError> {
        if password.chars().count() > PASSWORD_CHARS_MAX {
            return Ok(false);
        }
        let (password, is_known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(&self.dummy).to_owned();
        let is_right = self.run(move || check_now(&password, &hash)).await?;
        Ok(is_right && is_known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AuthError> {
        let _place = self.places.try_acquire().map_err(|_| ApiError::Throttled { seconds: COME_BACK_S })?;
        let _permit = self.permits.acquire().await.map_err(|error| AuthError::Hash(error.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| AuthError::Hash(error.to_string()))
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String, AuthError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| AuthError::Hash(error.to_string()))?;
    let hash = argon2().hash_password(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| AuthError::Hash(error.to_string()))
}

fn check_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_opens_and_nothing_else_does() {
        let hasher = Hasher::new().unwrap();
        let hash = hasher.hash("correct horse 电池").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(hasher.check("correct horse 电池", Some(&hash)).await.unwrap());
        assert!(!hasher.check("correct horse 電池", Some(&hash)).await.unwrap());
        assert!(!hasher.check("correct horse 电池", None).await.unwrap());
        assert!(!hasher.check("correct horse 电池", Some("not a hash")).await.unwrap());
    }

    #[tokio::test]
    async fn who_finds_too_many_waiting_is_told_to_come_back() {
        let hasher = Hasher::new().unwrap();
        let all = hasher.places.clone().acquire_many_owned(CALLERS_MAX as u32).await.unwrap();
        let checked = hasher.check("a password", None).await;
        assert!(matches!(checked, Err(AuthError::Told(ApiError::Throttled { .. }))), "{checked:?}");
        drop(all);
        assert!(!hasher.check("a password", None).await.unwrap());
    }

    #[tokio::test]
    async fn short_and_endless_passwords_are_refused() {
        let hasher = Hasher::new().unwrap();
        for password in ["", "123456789", &"a".repeat(PASSWORD_CHARS_MAX + 1)] {
            assert!(matches!(hasher.hash(password).await, Err(AuthError::Told(ApiError::BadPassword))));
        }
    }
}
