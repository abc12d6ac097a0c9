use std::io::Write;

use clap::{CommandFactory, Parser};
use serde_json::json;

use super::*;
use crate::command::{Exit, conclude};

#[derive(Debug, Parser)]
struct Program {
    #[command(flatten)]
    options: Options,
    #[arg(long, global = true)]
    json: bool,
}

/// Exit code, standard output and error output of `mrz` with these arguments.
fn run_with(arguments: &[&str], mut input: &[u8]) -> (u8, String, String) {
    let arguments = [&["mrz"], arguments].concat();
    let Program { options, json } = Program::try_parse_from(arguments).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = run(&options, &mut input);
    let exit = conclude(outcome, json, &mut out, &mut err).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (exit.code(), text(out), text(err))
}

const FIRST: &str = "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const SECOND: &str = "L898902C36UTO7408122F3404159ZE184226B<<<<<16";

#[test]
fn the_arguments_are_consistent() {
    Program::command().debug_assert();
}

#[test]
fn a_right_zone_is_shown_with_its_fields() {
    let (exit, out, err) = run_with(&["check", FIRST, SECOND], b"");
    assert_eq!((exit, err.as_str()), (0, ""));
    let expected = "\
TD3: valid

document code   PP
issuing State   UTO
surname         ERIKSSON
given names     ANNA MARIA
number          L898902C3
nationality     UTO
birth           740812
sex             F
expiry          340415
optional data   ZE184226B

check digits
  document number line 2 position 10    6 right
  date of birth   line 2 position 20    2 right
  date of expiry  line 2 position 28    9 right
  optional data   line 2 position 43    1 right
  composite       line 2 position 44    6 right
";
    assert_eq!(out, expected);
}

#[test]
fn lines_come_from_arguments_input_or_a_file() {
    let joined = format!("{FIRST}{SECOND}");
    let lines = format!("{FIRST}\r\n{SECOND}\r\n");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines.as_bytes()).unwrap();
    let path = file.path().to_str().unwrap();
    let expected = run_with(&["check", FIRST, SECOND], b"");
    assert_eq!(run_with(&["check", &joined], b""), expected);
    assert_eq!(run_with(&["check"], lines.as_bytes()), expected);
    assert_eq!(run_with(&["check", "--file", path], b""), expected);
}

#[test]
fn a_wrong_digit_exits_with_three_and_is_in_the_json() {
    let wrong = SECOND.replace("7408122", "7408132");
    let (exit, out, _) = run_with(&["check", FIRST, &wrong, "--json"], b"");
    assert_eq!(exit, Exit::Refused.code());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["format"], "TD3");
    assert_eq!(report["valid"], false);
    assert_eq!(report["fields"]["birth"], "740813");
    assert_eq!(
        report["check_digits"][1],
        json!({
            "field": "birth", "line": 2, "position": 20,
            "given": "2", "expected": "3", "right": false,
        })
    );
    assert_eq!(report["check_digits"][0]["right"], true);
    let (_, out, _) = run_with(&["check", FIRST, &wrong], b"");
    assert!(
        out.contains("date of birth   line 2 position 20    2 WRONG, expected 3"),
        "{out}"
    );
}

#[test]
fn a_broken_field_exits_with_three_though_the_digits_are_right() {
    let (exit, out, _) = run_with(&["check", &FIRST.replace("UTO", "DEU"), SECOND], b"");
    assert_eq!(exit, 3);
    assert!(
        out.contains("findings\n  issuing State (line 1 position 3): `DEU` is no State"),
        "{out}"
    );
}

#[test]
fn what_is_no_zone_exits_with_two() {
    for (arguments, input, message) in [
        (&["check", "ABC"][..], &b""[..], "lines of [3] characters"),
        (&["check"], b"", "lines of [] characters"),
        (
            &["check"],
            b"PP\xFFUTO",
            "line 1 has a character at position 3",
        ),
        (
            &["check", FIRST, "L898902C36UTO"],
            b"",
            "lines of [44, 13] characters",
        ),
    ] {
        let (exit, out, err) = run_with(arguments, input);
        assert_eq!((exit, out.as_str()), (2, ""));
        assert!(err.contains(message), "{err}");
    }
    let (exit, _, err) = run_with(&["check", "--file", "/nonexistent/mrz"], b"");
    assert_eq!(exit, 1);
    assert!(
        err.starts_with("error: cannot read `/nonexistent/mrz`: "),
        "{err}"
    );
}

/// A build with these values in place of the usual ones; a name without a value is a switch.
fn build_with(changes: &[(&str, &str)]) -> (u8, String, String) {
    let mut values = vec![
        ("--code", "PP"),
        ("--state", "KOR"),
        ("--surname", "Hong"),
        ("--given-names", "Gil-dong"),
        ("--number", "M12345678"),
        ("--birth", "1990-05-12"),
        ("--sex", "M"),
        ("--expiry", "2036-11-21"),
    ];
    for (name, value) in changes {
        values.retain(|(known, _)| known != name);
        values.push((name, value));
    }
    let arguments = values.iter().flat_map(|(name, value)| match *value {
        "" => vec![*name],
        value => vec![*name, value],
    });
    let arguments: Vec<&str> = std::iter::once("build").chain(arguments).collect();
    run_with(&arguments, b"")
}

#[test]
fn a_zone_is_built_and_passes_the_check() {
    let (exit, out, err) = build_with(&[]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "PPKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<<<<<<<<<\nM123456788KOR9005123M3611214<<<<<<<<<<<<<<00\n"
    );
    assert_eq!(run_with(&["check"], out.as_bytes()).0, 0);
}

#[test]
fn values_of_every_kind_reach_the_zone() {
    for (changes, part) in [
        (&[("--birth", "900512")][..], "9005123M"),
        (&[("--birth", "1990-XX-XX")], "90<<<<3M"),
        (&[("--sex", "X")], "9005123<361121"),
        (&[("--nationality", "D")], "88D<<90"),
        (&[("--optional", "123-45")], "123<45<<<<<<<<"),
        (
            &[("--surname", "Щербаков"), ("--given-names", " ")],
            "PPKORSHCHERBAKOV<<<",
        ),
        (
            &[("--surname", "Гнатюк"), ("--cyrillic", "ukrainian")],
            "PPKORHNATIUK<<",
        ),
        (
            &[("--format", "td2"), ("--code", "PU")],
            "PUKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<\n",
        ),
        (
            &[("--format", "td1"), ("--code", "ID"), ("--optional-2", "X")],
            "KORX<<<",
        ),
        (&[("--format", "mrv-a"), ("--code", "V")], "V<KORHONG"),
    ] {
        let (exit, out, err) = build_with(changes);
        assert_eq!((exit, err.as_str()), (0, ""), "{changes:?}");
        assert!(out.contains(part), "{out} has no {part}");
    }
}

#[test]
fn a_name_that_is_too_long_is_shortened_as_asked() {
    let surname = "Bennelong Wooloomooloo Warrandyte Warnambool";
    let changes = [
        ("--surname", surname),
        ("--given-names", "Dingo Potoroo"),
        ("--truncation", "initials"),
    ];
    let (_, out, _) = build_with(&changes);
    assert!(
        out.contains("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI\n"),
        "{out}"
    );
    let (_, out, _) = build_with(&[&changes[..], &[("--truncation", "even")]].concat());
    assert!(
        out.contains("BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO\n"),
        "{out}"
    );
    let (_, out, _) = build_with(&[&changes[..], &[("--json", "")]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["name_shortened"], true);
    assert_eq!(
        report["lines"][0],
        "PPKORBENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"
    );
    assert_eq!(report["check_digits"].as_array().map(Vec::len), Some(5));
    let (_, out, _) = build_with(&[("--json", "")]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["name_shortened"], false);
}

#[test]
fn what_a_zone_cannot_hold_names_the_option_and_the_remedy() {
    for (changes, message) in [
        (
            &[("--surname", "홍")][..],
            "`--surname` and `--given-names`: `홍` (U+D64D) is Hangul",
        ),
        (&[("--surname", " ")], "the primary identifier is empty"),
        (&[("--state", "DEU")], "`--state`: `DEU` is no State code"),
        (&[("--state", "XXA")], "`XXA` cannot issue"),
        (
            &[("--number", "M1234567890")],
            "11 characters where TD3 has room for 9",
        ),
        (&[("--birth", "1990-02-30")], "`--birth`: no such day"),
        (
            &[("--birth", "12.5.1990")],
            "`--birth`: a date is written year-month-day",
        ),
        (&[("--expiry", "2036-XX-XX")], "must be a full date"),
        (
            &[("--code", "P")],
            "a TD3 document cannot have the code `P`",
        ),
        (
            &[("--optional", "123456789012345")],
            "15 characters where 14 are left",
        ),
    ] {
        let (exit, out, err) = build_with(changes);
        assert_eq!((exit, out.as_str()), (2, ""), "{changes:?}");
        assert!(err.contains(message), "{err}");
    }
}
