//! The question before a command that changes something.

use std::io::{self, BufRead, IsTerminal, Write};

use super::{CommandError, Exit};

/// Shows what is about to be done and goes on when the person says `yes`, or had said so with `--yes`.
///
/// # Errors
/// Usage (2) when there is nobody to ask, refused (3) when the person does not say `yes`.
pub fn confirm(plan: &str, yes: bool) -> Result<(), CommandError> {
    if yes {
        return Ok(());
    }
    let input = io::stdin();
    if !input.is_terminal() {
        return Err(CommandError::usage(anyhow::anyhow!(
            "{plan}: give --yes to do this without being asked"
        )));
    }
    answer(plan, &mut input.lock(), &mut io::stderr().lock())
}

fn answer(plan: &str, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), CommandError> {
    let mut said = String::new();
    write!(out, "{plan}.\nGo on? Type yes: ")
        .and_then(|()| out.flush())
        .and_then(|()| input.read_line(&mut said))
        .map_err(CommandError::failed)?;
    if said.trim().eq_ignore_ascii_case("yes") {
        Ok(())
    } else {
        Err(CommandError::new(
            Exit::Refused,
            anyhow::anyhow!("nothing was done: the answer was not yes"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (said, is_yes) in [
            ("yes\n", true),
            (" YES \n", true),
            ("y\n", false),
            ("\n", false),
            ("", false),
            ("yes please\n", false),
        ] {
            let mut shown = Vec::new();
            let outcome = answer("all is deleted", &mut said.as_bytes(), &mut shown);
            assert_eq!(outcome.is_ok(), is_yes, "{said:?}");
            assert!(String::from_utf8(shown).unwrap().contains("all is deleted"));
        }
    }
}
