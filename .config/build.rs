//! Builds again when a migration, a template or an embedded file changes: the macros that read them do not say so themselves.

fn main() {
    for folder in [
        "src/store/migrations",
        "templates",
        "assets/locale",
        "assets/public",
        "assets/handbook",
    ] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
