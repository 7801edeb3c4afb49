//! Writes files whole: beside their place first, and then into it, so that nobody ever reads half of one.

use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes a file that must not be there yet, whole or not at all, with the directories that it lies in.
pub(crate) fn new(path: &Path, text: &str) -> io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let beside = filled(beside(folder)?, text)?;
    // A link to nothing is there too: what is written would land elsewhere.
    beside.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// Puts a text into the place of a file, which need not be there yet. A link stays a link; permissions stay.
pub(crate) fn whole(path: &Path, text: &str) -> io::Result<()> {
    let (path, permissions) = match std::fs::canonicalize(path) {
        Ok(path) => {
            let metadata = std::fs::metadata(&path)?;
            // To put a file into the place of a device or a pipe would take that away for everybody.
            if !metadata.is_file() {
                return Err(io::Error::other("it is no file"));
            }
            (path, Some(metadata.permissions()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if std::fs::symlink_metadata(path).is_ok() {
                return Err(io::Error::other("it is a link that points to nothing"));
            }
            (path.to_owned(), None)
        }
        Err(error) => return Err(error),
    };
    if permissions.as_ref().is_some_and(std::fs::Permissions::readonly) {
        return Err(io::Error::other("it may not be written"));
    }
    let folder = folder_of(&path);
    let beside = match permissions {
        Some(permissions) => {
            let beside = maker().tempfile_in(folder)?;
            beside.as_file().set_permissions(permissions)?;
            beside
        }
        None => beside(folder)?,
    };
    filled(beside, text)?.persist(&path).map(drop).map_err(|error| error.error)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn maker() -> tempfile::Builder<'static, 'static> {
    let mut maker = tempfile::Builder::new();
    maker.prefix(".bellwether-");
    maker
}

/// A file to be filled. It has the permissions that any new file of this user has, and not those of a temporary one.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    maker().make_in(folder, |path| std::fs::OpenOptions::new().write(true).create_new(true).open(path))
}

/// The file with a text in it, on the disk. Where that fails it is taken away.
fn filled(mut file: NamedTempFile, text: &str) -> io::Result<NamedTempFile> {
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
