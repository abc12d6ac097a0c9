//! Reading a document's files, and any file, within bounds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};

/// Larger than any file on a chip: 32 767 bytes normally, some hundred kilobytes with several portraits.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// The `EF.*` files of a folder by name.
pub(super) fn read(directory: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let shown = directory.display();
    let entries = fs::read_dir(directory)
        .with_context(|| format!("cannot open the folder `{shown}` of the document"))?;
    let mut files = BTreeMap::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list the folder `{shown}`"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("EF.") {
            files.insert(name, bounded(&entry.path(), MAX_FILE)?);
        }
    }
    if files.is_empty() {
        bail!(
            "the folder `{shown}` holds no file of a document: names such as `EF.SOD` and `EF.DG1` are looked for"
        );
    }
    Ok(files)
}

/// The content of a file that is not larger than `limit` bytes.
pub(super) fn bounded(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    // A folder, or a pipe whose reader would wait for ever.
    let found = fs::metadata(path).with_context(|| format!("cannot open `{shown}`"))?;
    if !found.is_file() {
        bail!("`{shown}` is no regular file");
    }
    let file = File::open(path).with_context(|| format!("cannot open `{shown}`"))?;
    let mut content = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut content)
        .with_context(|| format!("cannot read `{shown}`"))?;
    if content.len() as u64 > limit {
        bail!("`{shown}` has more than the {limit} bytes that such a file may have");
    }
    Ok(content)
}
