//! One specimen country for all tests: made once, by the program itself, as a person would make it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The folder of the sources.
pub fn source() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An example of the repository.
pub fn example(name: &str) -> PathBuf {
    source().join("assets/example").join(name)
}

/// The program, ready to be given arguments; nothing of the caller's environment steers it.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yeogwon"));
    command.env_remove("YEOGWON_DATA");
    command
}

/// Runs the program.
pub fn yeogwon<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    Run(program().args(arguments).output().unwrap())
}

/// What a run of the program left behind.
pub struct Run(pub Output);

impl Run {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.stdout)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}\n{}", self.out(), self.err()))
    }

    /// The exit code is `code`; otherwise shows what was said.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(
            self.code(),
            code,
            "stdout: {}\nstderr: {}",
            self.out(),
            self.err()
        );
        self
    }

    /// Something of this was said on either channel.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        let said = format!("{}\n{}", self.out(), self.err());
        assert!(said.contains(words), "`{words}` is not in: {said}");
        self
    }
}

/// A specimen country with two documents.
pub struct World {
    /// The data directory.
    pub data: PathBuf,
    /// An ordinary passport.
    pub plain: PathBuf,
    /// An ordinary passport with chip keys.
    pub chip: PathBuf,
}

impl World {
    /// What borders know.
    pub fn public(&self) -> PathBuf {
        self.data.join("public")
    }
}

/// An empty folder for one test.
pub fn fresh(name: &str) -> PathBuf {
    let path = base().join(name);
    assert!(!path.exists(), "{name} is used by two tests");
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn base() -> &'static Path {
    static BASE: OnceLock<PathBuf> = OnceLock::new();
    BASE.get_or_init(|| {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("integration");
        // The leftovers of the last run.
        let _ = std::fs::remove_dir_all(&base);
        std::fs::create_dir_all(&base).unwrap();
        base
    })
}

/// The arguments of `specimen` for an example.
pub fn specimen_arguments(application: &Path, data: &Path, out: &Path) -> Vec<std::ffi::OsString> {
    let mut arguments: Vec<std::ffi::OsString> = vec!["specimen".into()];
    for (option, value) in [
        ("--application", application),
        ("--photo", &example("photo.jpg")),
        ("--data", data),
        ("--out", out),
    ] {
        arguments.push(option.into());
        arguments.push(value.into());
    }
    arguments
}

/// The country that all tests share and none changes.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let folder = fresh("world");
        let world = World {
            data: folder.join("data"),
            plain: folder.join("plain"),
            chip: folder.join("chip"),
        };
        let application = example("ordinary.json");
        yeogwon(specimen_arguments(&application, &world.data, &world.plain)).ends(0);
        let mut chip = specimen_arguments(&application, &world.data, &world.chip);
        chip.push("--chip".into());
        yeogwon(chip).ends(0);
        world
    })
}

/// A copy of a folder's files.
pub fn copy_of(folder: &Path, name: &str, only: impl Fn(&str) -> bool) -> PathBuf {
    let target = fresh(name);
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && only(&file) {
            std::fs::copy(entry.path(), target.join(file)).unwrap();
        }
    }
    target
}
