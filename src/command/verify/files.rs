//! Reading a document's files within bounds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::trust_files::read_bounded;

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
            files.insert(name, read_bounded(&entry.path(), MAX_FILE)?);
        }
    }
    if files.is_empty() {
        bail!(
            "the folder `{shown}` holds no file of a document: names such as `EF.SOD` and `EF.DG1` are looked for"
        );
    }
    Ok(files)
}
