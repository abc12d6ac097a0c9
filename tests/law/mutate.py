#!/usr/bin/env python3
"""How many mistakes in src/law do the cases catch?

Changes one comparison, constant, connective or branch of the rules at a time, in a scratch copy that holds nothing but
the rules and their cases, and runs the cases (not the properties) on it. A mutant that does not compile is not counted.

    tests/law/mutate.py SCRATCH [--every N] [--offset K] [--file PART]

SCRATCH is a folder to be used and reused; --every N tries each N-th mutant, starting with the K-th. Prints each mutant
that survives, and the share that was caught; exits with 1 when fewer than 95 in 100 were.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Vocabulary, tables and reporting: they hold no rule.
NO_RULES = {"word.rs", "fact.rs", "outcome.rs", "country.rs", "coverage.rs", "register.rs", "tests.rs", "answer.rs", "rule.rs", "error.rs"}
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

[workspace]
"""
CHANGES = [
    (r" <= ", [" < "]), (r" < ", [" <= "]), (r" >= ", [" > "]), (r" > ", [" >= "]),
    (r" == ", [" != "]), (r" != ", [" == "]), (r" && ", [" || "]), (r" \|\| ", [" && "]),
    (r"\bif !", ["if "]), (r"\bif (?!let)(?!!)", ["if !"]),
    (r"\.says\(", [".denies("]), (r"\.denies\(", [".says("]), (r"\.is_some\(\)", [".is_none()"]), (r"\.is_none\(\)", [".is_some()"]),
    (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"(?<![\w.(\"-])\d+(?![\w.\"])", None),
]


def copy_to(scratch):
    """A crate of the rules, the nouns they use, and their cases; nothing else has to be compiled."""
    for folder in ("src", "tests"):
        shutil.rmtree(scratch / folder, ignore_errors=True)
    shutil.copytree(ROOT / "src" / "law", scratch / "src" / "law")
    shutil.copy(ROOT / "src" / "law.rs", scratch / "src" / "law.rs")
    (scratch / "src" / "domain").mkdir()
    for noun in NOUNS:
        shutil.copy(ROOT / "src" / "domain" / f"{noun}.rs", scratch / "src" / "domain" / f"{noun}.rs")
    (scratch / "src" / "domain.rs").write_text("".join(f"mod {noun};\npub use {noun}::*;\n" for noun in NOUNS))
    shutil.copytree(ROOT / "tests" / "law", scratch / "tests" / "law")
    (scratch / "src" / "lib.rs").write_text("#![allow(missing_docs)]\npub mod domain;\npub mod law;\n")
    (scratch / "Cargo.toml").write_text(MANIFEST)
    if not (scratch / "Cargo.lock").exists():
        shutil.copy(ROOT / "Cargo.lock", scratch / "Cargo.lock")


def is_rule(line):
    """Not a comment, an attribute, a signature or a sentence of the law."""
    bare = line.strip()
    return bool(bare) and not bare.startswith(("//", "#", '"', "pub(super) const", "use ", "mod ", "pub const fn", "assert", "debug_assert"))


def mutants(file):
    """Every changed line of a file: (line number, old, new)."""
    in_tests = False
    for number, line in enumerate(file.read_text().split("\n")):
        in_tests = in_tests or "#[cfg(test)]" in line
        if in_tests or not is_rule(line):
            continue
        code = line.split(" // ")[0]
        for pattern, replacements in CHANGES:
            for match in re.finditer(pattern, code):
                if code[: match.start()].count('"') % 2:
                    continue
                found = replacements or [str(int(match.group()) + 1)]
                for new in found:
                    yield number, line, line[: match.start()] + new + line[match.end():]


def run(scratch, unit_tested=False):
    """`caught`, `survived` or `invalid`."""
    tests = ["--lib", "--test", "law"] if unit_tested else ["--test", "law"]
    build = subprocess.run(["cargo", "test", "-q", "--offline", *tests, "--no-run"], cwd=scratch, capture_output=True)
    if build.returncode:
        return "invalid"
    names = [] if unit_tested else ["every_case_is"]
    try:
        test = subprocess.run(["cargo", "test", "-q", "--offline", *tests, *names], cwd=scratch, capture_output=True, timeout=90)
    except subprocess.TimeoutExpired:
        return "caught"
    return "caught" if test.returncode else "survived"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scratch", type=pathlib.Path)
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--offset", type=int, default=0)
    arguments.add_argument("--file", default="")
    options = arguments.parse_args()
    scratch = options.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    copy_to(scratch)
    if run(scratch) != "survived":
        sys.exit("the cases fail without any mutant, or the scratch crate does not compile")
    files = sorted(path for path in (scratch / "src" / "law").rglob("*.rs") if path.name not in NO_RULES and options.file in path.name)
    found = [(path, *mutant) for path in files for mutant in mutants(path)]
    tried = found[options.offset :: options.every]
    print(f"{len(found)} mutants in {len(files)} files, {len(tried)} tried", flush=True)
    count = {"caught": 0, "survived": 0, "invalid": 0}
    for path, number, old, new in tried:
        text = path.read_text()
        lines = text.split("\n")
        lines[number] = new
        path.write_text("\n".join(lines))
        verdict = run(scratch, path.name in UNIT_TESTED)
        path.write_text(text)
        count[verdict] += 1
        if verdict == "survived":
            print(f"survived {path.name}:{number + 1}\n  - {old.strip()}\n  + {new.strip()}", flush=True)
    valid = count["caught"] + count["survived"]
    share = 100 * count["caught"] / max(valid, 1)
    print(f"{count['caught']} of {valid} caught ({share:.1f} in 100), {count['invalid']} did not compile")
    sys.exit(0 if share >= 95 else 1)


if __name__ == "__main__":
    main()
