/// Why the store did not do what it was asked. Absence is an `Option`, never an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else changed the same thing in between, or it exists already.
    #[error("{what} was changed by somebody else in the meantime: load it again")]
    Conflict {
        /// Which thing.
        what: String,
    },
    /// A row holds something that no program of ours writes.
    #[error("column `{column}` of table `{table}` holds what it should not")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The database belongs to a newer or another program.
    #[error("{0}")]
    Migration(String),
    /// The database cannot be reached or does not answer as it should.
    #[error("the database does not answer: {0}{hint}", hint = hint(.0))]
    Unavailable(#[from] sqlx::Error),
    /// A file beside the database.
    #[error("{path} cannot be used: {source}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The master key is gone while there is something that only it opens.
    #[error(
        "{path} is missing, and the database holds what only that key opens: put the key back from its copy; nothing is made in its place"
    )]
    KeyMissing {
        /// Where the key belongs.
        path: std::path::PathBuf,
    },
    /// A sealed value does not open: another master key, or it was changed.
    #[error("{what} does not open: it was changed, or sealed with another key")]
    Sealed {
        /// Which value.
        what: String,
    },
}

/// What SQLite calls an error of input or output is most often a disk without room.
fn hint(error: &sqlx::Error) -> &'static str {
    let said = error.to_string();
    if said.contains("disk I/O error") || said.contains("disk is full") {
        ": look with `df` whether the disk is full; nothing was half done, and work goes on when there is room"
    } else if said.contains("readonly database") || said.contains("unable to open database") {
        ": look whether this user may write in the data directory"
    } else {
        ""
    }
}
