//! Where the socket file is, and how to name it when its path is long.

use std::io;
use std::path::{Path, PathBuf};

/// What stands behind the database's name.
const SUFFIX: &str = ".sock";

/// The socket file of a database: beside it, so that who may open the one may open the other.
pub(super) fn of(database: &Path) -> io::Result<PathBuf> {
    let mut name = std::path::absolute(database)?.into_os_string();
    name.push(SUFFIX);
    Ok(name.into())
}

/// Binds or connects to the socket file at `path`. The system takes about a hundred bytes as a
/// socket's address; a longer path is named by way of its folder.
pub(super) fn by_name<T>(path: &Path, open: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    match open(path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => by_folder(path, open),
        done => done,
    }
}

#[cfg(target_os = "linux")]
fn by_folder<T>(path: &Path, open: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    use std::os::fd::AsRawFd as _;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(too_long(path));
    };
    let folder = std::fs::File::open(folder)?;
    let short = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
    let done = open(&short);
    // Until here the number must stand for the folder.
    drop(folder);
    done.map_err(|error| if error.kind() == io::ErrorKind::InvalidInput { too_long(path) } else { error })
}

#[cfg(not(target_os = "linux"))]
fn by_folder<T>(path: &Path, _: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    Err(too_long(path))
}

fn too_long(path: &Path) -> io::Error {
    let text =
        format!("{} is too long for a socket file; use a data folder nearer to the root", path.display());
    io::Error::new(io::ErrorKind::InvalidInput, text)
}
