//! Writes files whole: beside their place first, and then into it, so that nobody ever reads half of one.

use std::io::{self, Write as _};
use std::path::Path;

/// Puts a text into the place of a file, which need not be there yet. A link stays a link; permissions stay.
pub(crate) fn whole(path: &Path, text: &str) -> io::Result<()> {
    let (path, permissions) = match std::fs::canonicalize(path) {
        Ok(path) => {
            let permissions = std::fs::metadata(&path)?.permissions();
            (path, Some(permissions))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), None),
        Err(error) => return Err(error),
    };
    if permissions.as_ref().is_some_and(std::fs::Permissions::readonly) {
        return Err(io::Error::other("it may not be written"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut maker = tempfile::Builder::new();
    maker.prefix(".bellwether-");
    let mut beside = match permissions {
        Some(permissions) => {
            let beside = maker.tempfile_in(folder)?;
            beside.as_file().set_permissions(permissions)?;
            beside
        }
        // A new file has the permissions that any new file of this user has, and not those of a temporary one.
        None => maker.make_in(folder, |path| std::fs::OpenOptions::new().write(true).create_new(true).open(path))?,
    };
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    beside.persist(&path).map(drop).map_err(|error| error.error)
}
