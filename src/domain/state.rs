use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A State, an organization or a status, by the code that stands in a machine readable zone.
///
/// Mostly the three letters of ISO 3166-1; Germany is the one letter `D`. The same codes name the issuer and the
/// holder's nationality, so some of them mean a status and not a State: see [`StateKind`].
///
/// Source: 9303-3:5
#[doc(alias = "country")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IssuingState {
    code: &'static str,
    alpha2: Option<&'static str>,
    kind: StateKind,
}

/// What a code of Doc 9303-3 stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateKind {
    /// A State or territory of ISO 3166-1, Germany and Kosovo among them.
    State,
    /// A British status other than citizenship of the United Kingdom.
    BritishStatus,
    /// An international organization that issues travel documents.
    Organization,
    /// No State: stateless, refugee or of unspecified nationality. A nationality, never an issuer.
    NoNationality,
    /// Withdrawn, but still met in old documents.
    Deprecated,
    /// Utopia, for specimens and tests.
    Specimen,
    /// ICAO itself, only as the signer of a master list.
    MasterListSigner,
}

/// A code that Doc 9303-3 does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{code}` is no State code of a travel document: use the three letters of ISO 3166-1 (`D` for Germany) or a special code of Doc 9303-3"
)]
pub struct UnknownState {
    /// The code that was given, its first eight characters.
    pub code: String,
}

impl IssuingState {
    /// The Republic of Korea.
    pub const KOR: Self = Self {
        code: "KOR",
        alpha2: Some("KR"),
        kind: StateKind::State,
    };

    /// A State by its code in the machine readable zone, without filler: `KOR`, `D`, `UTO`.
    ///
    /// # Errors
    /// When Doc 9303-3 does not know the code; upper case is required.
    pub fn parse(code: &str) -> Result<Self, UnknownState> {
        Self::all()
            .find(|state| state.code == code)
            .ok_or_else(|| UnknownState {
                code: code.chars().take(8).collect(),
            })
    }

    /// A State by its two-letter code, as `countryName` of a certificate has it: `KR`, `DE`.
    ///
    /// The case does not matter, because certificates with lower-case letters exist. Where several share a code
    /// (`UN`), the first in the standard is meant.
    ///
    /// # Errors
    /// When Doc 9303-3 does not know the code.
    pub fn from_alpha2(code: &str) -> Result<Self, UnknownState> {
        Self::all()
            .find(|state| {
                state
                    .alpha2
                    .is_some_and(|alpha2| alpha2.eq_ignore_ascii_case(code))
            })
            .ok_or_else(|| UnknownState {
                code: code.chars().take(8).collect(),
            })
    }

    /// Every code of Doc 9303-3.
    pub fn all() -> impl Iterator<Item = Self> {
        let pairs = ISO_3166_1
            .split_whitespace()
            .filter_map(|pair| pair.split_once('/'));
        let states = pairs.map(|(code, alpha2)| Self {
            code,
            alpha2: Some(alpha2),
            kind: StateKind::State,
        });
        states.chain(SPECIAL.iter().map(|(code, alpha2, kind)| Self {
            code,
            alpha2: *alpha2,
            kind: *kind,
        }))
    }

    /// The code without filler: three letters, or `D`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The two-letter code; only who has one can be named in a certificate.
    #[must_use]
    pub const fn alpha2(self) -> Option<&'static str> {
        self.alpha2
    }

    /// What the code stands for.
    #[must_use]
    pub const fn kind(self) -> StateKind {
        self.kind
    }

    /// Whether a travel document issued today may name this issuer.
    #[must_use]
    pub const fn may_issue(self) -> bool {
        match self.kind {
            StateKind::State
            | StateKind::BritishStatus
            | StateKind::Organization
            | StateKind::Specimen => true,
            StateKind::NoNationality | StateKind::Deprecated | StateKind::MasterListSigner => false,
        }
    }
}

impl FromStr for IssuingState {
    type Err = UnknownState;

    fn from_str(code: &str) -> Result<Self, UnknownState> {
        Self::parse(code)
    }
}

impl Serialize for IssuingState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for IssuingState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for IssuingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// ISO 3166-1 alpha-3 and alpha-2, in the order of alpha-3; `DEU` is left out because no document has it.
const ISO_3166_1: &str = "\
    ABW/AW AFG/AF AGO/AO AIA/AI ALA/AX ALB/AL AND/AD ARE/AE ARG/AR ARM/AM ASM/AS ATA/AQ ATF/TF ATG/AG AUS/AU \
    AUT/AT AZE/AZ BDI/BI BEL/BE BEN/BJ BES/BQ BFA/BF BGD/BD BGR/BG BHR/BH BHS/BS BIH/BA BLM/BL BLR/BY BLZ/BZ \
    BMU/BM BOL/BO BRA/BR BRB/BB BRN/BN BTN/BT BVT/BV BWA/BW CAF/CF CAN/CA CCK/CC CHE/CH CHL/CL CHN/CN CIV/CI \
    CMR/CM COD/CD COG/CG COK/CK COL/CO COM/KM CPV/CV CRI/CR CUB/CU CUW/CW CXR/CX CYM/KY CYP/CY CZE/CZ DJI/DJ \
    DMA/DM DNK/DK DOM/DO DZA/DZ ECU/EC EGY/EG ERI/ER ESH/EH ESP/ES EST/EE ETH/ET FIN/FI FJI/FJ FLK/FK FRA/FR \
    FRO/FO FSM/FM GAB/GA GBR/GB GEO/GE GGY/GG GHA/GH GIB/GI GIN/GN GLP/GP GMB/GM GNB/GW GNQ/GQ GRC/GR GRD/GD \
    GRL/GL GTM/GT GUF/GF GUM/GU GUY/GY HKG/HK HMD/HM HND/HN HRV/HR HTI/HT HUN/HU IDN/ID IMN/IM IND/IN IOT/IO \
    IRL/IE IRN/IR IRQ/IQ ISL/IS ISR/IL ITA/IT JAM/JM JEY/JE JOR/JO JPN/JP KAZ/KZ KEN/KE KGZ/KG KHM/KH KIR/KI \
    KNA/KN KOR/KR KWT/KW LAO/LA LBN/LB LBR/LR LBY/LY LCA/LC LIE/LI LKA/LK LSO/LS LTU/LT LUX/LU LVA/LV MAC/MO \
    MAF/MF MAR/MA MCO/MC MDA/MD MDG/MG MDV/MV MEX/MX MHL/MH MKD/MK MLI/ML MLT/MT MMR/MM MNE/ME MNG/MN MNP/MP \
    MOZ/MZ MRT/MR MSR/MS MTQ/MQ MUS/MU MWI/MW MYS/MY MYT/YT NAM/NA NCL/NC NER/NE NFK/NF NGA/NG NIC/NI NIU/NU \
    NLD/NL NOR/NO NPL/NP NRU/NR NZL/NZ OMN/OM PAK/PK PAN/PA PCN/PN PER/PE PHL/PH PLW/PW PNG/PG POL/PL PRI/PR \
    PRK/KP PRT/PT PRY/PY PSE/PS PYF/PF QAT/QA REU/RE ROU/RO RUS/RU RWA/RW SAU/SA SDN/SD SEN/SN SGP/SG SGS/GS \
    SHN/SH SJM/SJ SLB/SB SLE/SL SLV/SV SMR/SM SOM/SO SPM/PM SRB/RS SSD/SS STP/ST SUR/SR SVK/SK SVN/SI SWE/SE \
    SWZ/SZ SXM/SX SYC/SC SYR/SY TCA/TC TCD/TD TGO/TG THA/TH TJK/TJ TKL/TK TKM/TM TLS/TL TON/TO TTO/TT TUN/TN \
    TUR/TR TUV/TV TWN/TW TZA/TZ UGA/UG UKR/UA UMI/UM URY/UY USA/US UZB/UZ VAT/VA VCT/VC VEN/VE VGB/VG VIR/VI \
    VNM/VN VUT/VU WLF/WF WSM/WS YEM/YE ZAF/ZA ZMB/ZM ZWE/ZW";

/// The codes of 9303-3:5 A to H that are not in ISO 3166-1.
#[rustfmt::skip]
const SPECIAL: [(&str, Option<&str>, StateKind); 30] = {
    use StateKind::{
        BritishStatus, Deprecated, MasterListSigner, NoNationality, Organization, Specimen, State,
    };
    [
        ("D", Some("DE"), State), ("RKS", Some("KS"), State),
        ("GBD", None, BritishStatus), ("GBN", None, BritishStatus), ("GBO", None, BritishStatus),
        ("GBP", None, BritishStatus), ("GBS", None, BritishStatus),
        ("EUE", Some("EU"), Organization), ("UNO", Some("UN"), Organization),
        ("UNA", Some("UN"), Organization), ("UNK", None, Organization),
        ("XBA", None, Organization), ("XIM", None, Organization), ("XCC", None, Organization),
        ("XCE", None, Organization), ("XCO", None, Organization), ("XEC", None, Organization),
        ("XPO", None, Organization), ("XES", None, Organization), ("XMP", None, Organization),
        ("XOM", None, Organization), ("XDC", None, Organization),
        ("XXA", None, NoNationality), ("XXB", None, NoNationality), ("XXC", None, NoNationality),
        ("XXX", None, NoNationality),
        ("ANT", Some("AN"), Deprecated), ("NTZ", Some("NT"), Deprecated),
        ("UTO", Some("UT"), Specimen),
        ("IAO", Some("IA"), MasterListSigner),
    ]
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_known_once() {
        let codes: Vec<&str> = IssuingState::all().map(IssuingState::code).collect();
        let unique: HashSet<&str> = codes.iter().copied().collect();
        assert_eq!(unique.len(), codes.len());
        // 249 of ISO 3166-1 less Germany's, and the special ones.
        assert_eq!(codes.len(), 248 + SPECIAL.len());
        let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
        for state in IssuingState::all() {
            assert!(is_code(state.code()) && (state.code().len() == 3 || state.code() == "D"));
            assert!(
                state
                    .alpha2()
                    .is_none_or(|alpha2| is_code(alpha2) && alpha2.len() == 2)
            );
            assert_eq!(IssuingState::parse(state.code()), Ok(state));
        }
    }

    #[test]
    fn two_letters_lead_to_three_and_back() {
        for (alpha2, code) in [
            ("KR", "KOR"),
            ("DE", "D"),
            ("de", "D"),
            ("CH", "CHE"),
            ("KS", "RKS"),
            ("EU", "EUE"),
            ("UN", "UNO"),
            ("UT", "UTO"),
            ("SE", "SWE"),
            ("AN", "ANT"),
        ] {
            assert_eq!(IssuingState::from_alpha2(alpha2).unwrap().code(), code);
        }
        let mut seen = HashSet::new();
        for state in IssuingState::all() {
            if let Some(alpha2) = state.alpha2() {
                assert!(seen.insert(alpha2) || state.code() == "UNA", "{alpha2}");
            }
        }
    }

    #[test]
    fn codes_that_documents_do_not_have_are_refused() {
        for code in ["DEU", "kor", "KO", "K", "D<<", "ZZZ", "", "KORX"] {
            assert!(IssuingState::parse(code).is_err(), "{code}");
        }
        assert!(IssuingState::from_alpha2("XX").is_err());
    }

    #[test]
    fn only_states_and_organizations_issue() {
        for (code, may) in [
            ("KOR", true),
            ("UTO", true),
            ("XOM", true),
            ("GBN", true),
            ("XXA", false),
            ("ANT", false),
            ("IAO", false),
        ] {
            assert_eq!(
                IssuingState::parse(code).unwrap().may_issue(),
                may,
                "{code}"
            );
        }
    }

    #[test]
    fn it_travels_as_its_code() {
        let json = serde_json::to_string(&IssuingState::KOR).unwrap();
        assert_eq!(json, "\"KOR\"");
        assert_eq!(
            serde_json::from_str::<IssuingState>(&json).unwrap(),
            IssuingState::KOR
        );
        assert!(serde_json::from_str::<IssuingState>("\"DEU\"").is_err());
        assert_eq!(IssuingState::parse("KOR"), Ok(IssuingState::KOR));
    }
}
