use anyhow::Context;
use serde_json::{Value, json};

use super::check::digit_json;
use crate::command::{CommandError, Report};
use crate::document::mrz::{
    CheckDigit, CyrillicLanguage, DocumentCode, DocumentNumber, EmptyOptionalDigit, Format, Mrz,
    MrzDate, MrzFields, Name, OptionalData, Transliteration, Truncation, inspect,
};
use crate::domain::{IssuingState, PartialDate, Sex};

/// The values of the machine readable zone to build.
#[derive(Debug, Clone, clap::Args)]
pub struct BuildOptions {
    /// Document code: PP ordinary, PO official, PD diplomatic, PE emergency passport, PU single sheet (td2)
    #[arg(long)]
    code: String,
    /// Issuing State, three letters (D for Germany)
    #[arg(long)]
    state: String,
    /// Surname, in Latin, Cyrillic or Arabic letters
    #[arg(long)]
    surname: String,
    /// Given names
    #[arg(long, default_value = "")]
    given_names: String,
    /// Document number
    #[arg(long)]
    number: String,
    /// Nationality; the issuing State if not given
    #[arg(long)]
    nationality: Option<String>,
    /// Date of birth, 1990-05-12 or 900512; XX (<<) for an unknown part
    #[arg(long)]
    birth: String,
    /// Sex: F, M, or X if not stated
    #[arg(long)]
    sex: SexArgument,
    /// Date of expiry, 2036-11-21 or 361121
    #[arg(long)]
    expiry: String,
    /// Optional data or personal number
    #[arg(long, default_value = "")]
    optional: String,
    /// Second optional data (td1 only)
    #[arg(long, default_value = "")]
    optional_2: String,
    /// Size of the document
    #[arg(long, default_value = "td3")]
    format: FormatArgument,
    /// How a name that is too long is shortened
    #[arg(long, default_value = "end")]
    truncation: TruncationArgument,
    /// Language of a name in Cyrillic letters
    #[arg(long, default_value = "general")]
    cyrillic: CyrillicArgument,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SexArgument {
    #[value(name = "F")]
    Female,
    #[value(name = "M")]
    Male,
    #[value(name = "X")]
    Unspecified,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormatArgument {
    Td1,
    Td2,
    Td3,
    MrvA,
    MrvB,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum TruncationArgument {
    /// The end is cut off
    End,
    /// Components become initials, from the last
    Initials,
    /// Components of the surname are cut evenly
    Even,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum CyrillicArgument {
    General,
    Belarusian,
    Bulgarian,
    Macedonian,
    Serbian,
    Ukrainian,
}

pub(super) fn run(options: &BuildOptions) -> Result<Box<dyn Report>, CommandError> {
    let built = build(options).map_err(CommandError::usage)?;
    Ok(Box::new(built))
}

fn build(options: &BuildOptions) -> anyhow::Result<Built> {
    let tables = Transliteration {
        cyrillic: options.cyrillic.into(),
        ..Transliteration::default()
    };
    let name = Name::new(&options.surname, &options.given_names, &tables)
        .context("`--surname` and `--given-names`")?;
    let nationality = options.nationality.as_ref().unwrap_or(&options.state);
    let fields = MrzFields {
        code: DocumentCode::parse(&options.code).context("`--code`")?,
        issuer: IssuingState::parse(&options.state).context("`--state`")?,
        name: name.clone(),
        number: DocumentNumber::new(&options.number).context("`--number`")?,
        nationality: IssuingState::parse(nationality).context("`--nationality`")?,
        birth: date(&options.birth).context("`--birth`")?,
        sex: options.sex.into(),
        expiry: date(&options.expiry).context("`--expiry`")?,
        optional: OptionalData::new(&options.optional).context("`--optional`")?,
        optional_2: OptionalData::new(&options.optional_2).context("`--optional-2`")?,
        empty_optional_digit: EmptyOptionalDigit::default(),
    };
    let mrz = Mrz::build(options.format.into(), fields, options.truncation.into())?;
    let is_shortened = mrz.fields().name != name;
    let check_digits = inspect(&mrz.joined())?.check_digits;
    Ok(Built {
        mrz,
        check_digits,
        is_shortened,
    })
}

/// A date as people write it, or as the zone has it.
fn date(text: &str) -> anyhow::Result<MrzDate> {
    if text.len() == 6 {
        return Ok(MrzDate::parse(text)?);
    }
    let date: PartialDate = text.parse()?;
    Ok(date.into())
}

struct Built {
    mrz: Mrz,
    check_digits: Vec<CheckDigit>,
    is_shortened: bool,
}

impl Report for Built {
    fn text(&self) -> String {
        self.mrz.to_string()
    }

    fn json(&self) -> Value {
        json!({
            "format": self.mrz.format().to_string(),
            "lines": self.mrz.lines(),
            "mrz": self.mrz.joined(),
            "name_shortened": self.is_shortened,
            "check_digits": self.check_digits.iter().map(digit_json).collect::<Vec<_>>(),
        })
    }
}

impl From<SexArgument> for Sex {
    fn from(argument: SexArgument) -> Self {
        match argument {
            SexArgument::Female => Self::Female,
            SexArgument::Male => Self::Male,
            SexArgument::Unspecified => Self::Unspecified,
        }
    }
}

impl From<FormatArgument> for Format {
    fn from(argument: FormatArgument) -> Self {
        match argument {
            FormatArgument::Td1 => Self::Td1,
            FormatArgument::Td2 => Self::Td2,
            FormatArgument::Td3 => Self::Td3,
            FormatArgument::MrvA => Self::MrvA,
            FormatArgument::MrvB => Self::MrvB,
        }
    }
}

impl From<TruncationArgument> for Truncation {
    fn from(argument: TruncationArgument) -> Self {
        match argument {
            TruncationArgument::End => Self::End,
            TruncationArgument::Initials => Self::Initials,
            TruncationArgument::Even => Self::Even,
        }
    }
}

impl From<CyrillicArgument> for CyrillicLanguage {
    fn from(argument: CyrillicArgument) -> Self {
        match argument {
            CyrillicArgument::General => Self::General,
            CyrillicArgument::Belarusian => Self::Belarusian,
            CyrillicArgument::Bulgarian => Self::Bulgarian,
            CyrillicArgument::Macedonian => Self::Macedonian,
            CyrillicArgument::Serbian => Self::Serbian,
            CyrillicArgument::Ukrainian => Self::Ukrainian,
        }
    }
}
