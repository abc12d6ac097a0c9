use serde::{Deserialize, Serialize};

/// The holder's sex as an identity document states it.
///
/// Source: 9303-4:4.1.1.1 (`F`, `M`, or `X` in the visual zone and `<` in the MRZ when unspecified)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Female, `F`.
    #[serde(rename = "F")]
    Female,
    /// Male, `M`.
    #[serde(rename = "M")]
    Male,
    /// Not stated: `X` for people, `<` in the MRZ.
    #[serde(rename = "X")]
    Unspecified,
}
