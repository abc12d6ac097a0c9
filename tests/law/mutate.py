#!/usr/bin/env python3
"""How many mistakes in src/law do the cases catch?

Changes one comparison, constant, connective or branch of the rules at a time, in a scratch copy that holds nothing but
the rules and their cases, and runs the cases (not the properties) on it. Nearly all mutants are planted at once, each
behind a switch (`mutants.rs`), and need one build together; those inside constants, where no switch can stand, are
built one by one. A mutant that does not compile is not counted, nor is one of `equivalent.toml`: those change no answer.

    tests/law/mutate.py SCRATCH [--every N] [--offset K] [--file PART] [--only switch|edit] [--jobs N]

SCRATCH is a folder to be used and reused; --every N tries each N-th mutant, starting with the K-th; --only switch leaves
out those that need a build of their own. Prints each mutant that survives, and the share that was caught; exits with 1
when fewer than 95 in 100 were.

Files of arithmetic and reading (UNIT_TESTED) are held by their unit tests as well; they are counted apart.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Vocabulary, tables and reporting: they hold no rule.
NO_RULES = {"words.rs", "words", "list.rs", "word.rs", "fact.rs", "outcome.rs", "country.rs", "coverage.rs", "register.rs", "tests.rs", "answer.rs", "rule.rs", "error.rs"}
# Reading, arithmetic and spelling: no rule of the law either, held by unit tests beside them as well as by the cases.
UNIT_TESTED = {"romanise.rs", "period.rs", "decimal.rs", "facts.rs", "calendar.rs", "switches.rs"}
# The nouns of the domain that the rules speak of.
NOUNS = ("kind", "state")
MANIFEST = """[package]
name = "yeogwon"
version = "0.0.0"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["std", "clock", "serde"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
thiserror = "2"

[dev-dependencies]
toml = "1"
proptest = { version = "1", default-features = false, features = ["std"] }

[[test]]
name = "law"
path = "tests/law/main.rs"

[profile.dev]
debug = false

[profile.dev.package."*"]
opt-level = 1

[workspace]
"""
PLANTER = """[package]
name = "mutants"
version = "0.0.0"
edition = "2024"

[dependencies]
proc-macro2 = { version = "1", features = ["span-locations"] }
quote = "1"
serde_json = "1"
syn = { version = "2", features = ["full", "visit-mut"] }

[[bin]]
name = "mutants"
path = "main.rs"

[workspace]
"""
SWITCH = """
#[allow(missing_docs)]
pub mod mutant {
    use std::sync::OnceLock;

    /// Is this mutant the one to be tried?
    pub fn on(number: u32) -> bool {
        static CHOSEN: OnceLock<u32> = OnceLock::new();
        *CHOSEN.get_or_init(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)) == number
    }

    /// `left < right`, or `left <= right` in the mutant.
    pub fn less<T: PartialOrd<U> + ?Sized, U: ?Sized>(number: u32, left: &T, right: &U) -> bool {
        if on(number) { left <= right } else { left < right }
    }
}
"""
CASES = "every_case_is"
# The lines of each file as they were when the run began, so that work may go on beside it.
SOURCES = {}


def copy_to(crate, switched):
    """A crate of the rules, the nouns they use, and their cases; nothing else has to be compiled."""
    for folder in ("src", "tests"):
        shutil.rmtree(crate / folder, ignore_errors=True)
    shutil.copytree(ROOT / "src" / "law", crate / "src" / "law")
    shutil.copy(ROOT / "src" / "law.rs", crate / "src" / "law.rs")
    (crate / "src" / "domain").mkdir()
    for noun in NOUNS:
        shutil.copy(ROOT / "src" / "domain" / f"{noun}.rs", crate / "src" / "domain" / f"{noun}.rs")
    (crate / "src" / "domain.rs").write_text("".join(f"mod {noun};\npub use {noun}::*;\n" for noun in NOUNS))
    shutil.copytree(ROOT / "tests" / "law", crate / "tests" / "law")
    main = crate / "tests" / "law" / "main.rs"
    main.write_text(main.read_text().replace("mod property;\n", "").replace("mod words;\n", ""))
    library = "#![allow(warnings)]\npub mod domain;\npub mod law;\n"
    (crate / "src" / "lib.rs").write_text(library + (SWITCH if switched else ""))
    manifest(crate, MANIFEST)


def manifest(crate, text):
    (crate / "Cargo.toml").write_text(text)
    if not (crate / "Cargo.lock").exists():
        shutil.copy(ROOT / "Cargo.lock", crate / "Cargo.lock")


def cargo(crate, *arguments):
    environment = {**os.environ, "CARGO_TARGET_DIR": str(crate / "target"), "CARGO_INCREMENTAL": "1"}
    return subprocess.run(["cargo", *arguments, "--offline"], cwd=crate, env=environment, capture_output=True, text=True)


def build(crate, *targets):
    """The test programs, or nothing when it does not compile."""
    built = cargo(crate, "test", "--no-run", "--message-format", "json", *targets)
    if built.returncode:
        return None
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    programs = {message["target"]["name"]: message["executable"] for message in messages if message.get("executable")}
    return programs


def passes(program, crate, *filters, mutant=0):
    environment = {**os.environ, "MUTANT": str(mutant), "CARGO_MANIFEST_DIR": str(crate), "RUST_BACKTRACE": "0"}
    try:
        return subprocess.run([program, *filters], cwd=crate, env=environment, capture_output=True, timeout=60).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def plant(scratch, crate, names):
    planter = scratch / "planter"
    planter.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / "law" / "mutants.rs", planter / "main.rs")
    manifest(planter, PLANTER)
    built = cargo(planter, "build", "-q")
    if built.returncode:
        sys.exit(f"the planter does not compile\n{built.stderr}")
    told = subprocess.run([planter / "target" / "debug" / "mutants", crate / "src" / "law", *names], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in told.stdout.splitlines()]


def source(mutant):
    """The line a mutant stands on, and the line it would become."""
    line = SOURCES[mutant["file"]][mutant["line"] - 1]
    return line, line[: mutant["from"]] + mutant["new"] + line[mutant["to"] :]


def verdict_of_edit(crate, mutant):
    path = crate / "src" / "law" / mutant["file"]
    text = path.read_text()
    lines = text.split("\n")
    lines[mutant["line"] - 1] = source(mutant)[1]
    path.write_text("\n".join(lines))
    unit_tested = mutant["file"] in UNIT_TESTED
    try:
        programs = build(crate, "--test", "law", *(["--lib"] if unit_tested else []))
        if programs is None:
            return "invalid"
        return verdict(programs, crate, unit_tested, 0)
    finally:
        path.write_text(text)


def verdict(programs, crate, unit_tested, number):
    if not passes(programs["law"], crate, CASES, mutant=number):
        return "caught"
    if unit_tested and not passes(programs["yeogwon"], crate, "law::", mutant=number):
        return "caught by a unit test"
    return "survived"


def is_equivalent(mutant, equivalents):
    old, new = (line.strip() for line in source(mutant))
    return any((one["file"], one["line"], one["mutant"]) == (mutant["file"], old, new) for one in equivalents)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scratch", type=pathlib.Path)
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--offset", type=int, default=0)
    arguments.add_argument("--file", default="")
    arguments.add_argument("--only", choices=("switch", "edit"))
    arguments.add_argument("--jobs", type=int, default=2)
    options = arguments.parse_args()
    scratch = options.scratch.resolve()
    switched, edited = scratch / "switched", scratch / "edited"
    for crate in (switched, edited):
        crate.mkdir(parents=True, exist_ok=True)
        copy_to(crate, crate == switched)
    folder = ROOT / "src" / "law"
    files = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*.rs")
        if path.name not in NO_RULES and path.parent.name not in NO_RULES and options.file in str(path)
    )
    SOURCES.update({name: (edited / "src" / "law" / name).read_text().split("\n") for name in files})
    found = plant(scratch, switched, files)
    equivalents = tomllib.loads((ROOT / "tests" / "law" / "equivalent.toml").read_text())["mutant"]
    equal = [mutant for mutant in found if is_equivalent(mutant, equivalents)]
    tried = [mutant for mutant in found if mutant not in equal][options.offset :: options.every]
    if options.only:
        tried = [mutant for mutant in tried if mutant["mode"] == options.only]
    print(f"{len(found)} mutants in {len(files)} files, {len(equal)} of them equivalent, {len(tried)} tried", flush=True)

    programs = build(switched, "--test", "law", "--lib")
    if programs is None:
        sys.exit(f"the planted crate does not compile\n{cargo(switched, 'test', '--no-run').stderr[-6000:]}")
    if verdict(programs, switched, True, 0) != "survived":
        sys.exit("the cases fail without any mutant")

    def judge(mutant):
        return mutant, verdict(programs, switched, mutant["file"] in UNIT_TESTED, mutant["number"])

    count = {}
    def tell(mutant, said):
        apart = "arithmetic" if mutant["file"] in UNIT_TESTED else "rules"
        count[apart, said] = count.get((apart, said), 0) + 1
        if said == "survived":
            old, new = source(mutant)
            print(f"survived {mutant['file']}:{mutant['line']}\n  - {old.strip()}\n  + {new.strip()}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for mutant, said in pool.map(judge, [mutant for mutant in tried if mutant["mode"] == "switch"]):
            tell(mutant, said)
    for mutant in tried:
        if mutant["mode"] == "edit":
            tell(mutant, verdict_of_edit(edited, mutant))

    shares = {apart: share(apart, count) for apart in ("rules", "arithmetic")}
    sys.exit(0 if shares["rules"] >= 95 else 1)


def share(apart, count):
    by_case, by_unit, survived, invalid = (count.get((apart, said), 0) for said in ("caught", "caught by a unit test", "survived", "invalid"))
    valid = by_case + by_unit + survived
    figure = 100 * by_case / max(valid, 1)
    print(f"{apart}: {by_case} of {valid} caught by the cases alone ({figure:.1f} in 100), {by_unit} more by unit tests, {invalid} did not compile")
    return figure


if __name__ == "__main__":
    main()
