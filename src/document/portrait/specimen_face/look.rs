use crate::domain::Sex;

use super::dice::Dice;

/// Who is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecimenPerson {
    /// Different numbers, different people.
    pub seed: u64,
    /// Decides hair and clothes.
    pub sex: Sex,
    /// Age in years: proportions of a child, grey hair and lines of the old.
    pub age: u8,
}

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HairStyle {
    /// Short, parted at the side.
    SidePart,
    /// Short, fringe combed down.
    Fringe,
    /// Short, brushed up from the forehead.
    SweptUp,
    /// To the chin.
    Bob,
    /// Over the shoulders.
    Long,
    /// Tied at the back.
    TiedBack,
}

/// What is worn below the neck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clothes {
    /// Jacket, shirt and tie.
    Suit,
    /// Jacket over a round neck.
    JacketRoundNeck,
    /// A knitted round neck.
    Knit,
}

/// Every choice that a drawing needs. Lengths are in drawing units: crown to chin is 300.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) skin: Tone,
    pub(super) hair: Tone,
    pub(super) hair_style: HairStyle,
    pub(super) clothes: Clothes,
    pub(super) cloth: &'static str,
    pub(super) tie: &'static str,
    pub(super) wall: &'static str,
    pub(super) lips: &'static str,
    pub(super) iris: &'static str,
    /// Half the width of the face at the cheekbones.
    pub(super) cheek: f64,
    /// Half the width of the jaw.
    pub(super) jaw: f64,
    /// Distance of each eye from the middle.
    pub(super) eye_x: f64,
    pub(super) eye_y: f64,
    /// Half the width of an eye.
    pub(super) eye: f64,
    /// How far an eye opens.
    pub(super) eye_open: f64,
    pub(super) brow_weight: f64,
    pub(super) brow_tilt: f64,
    pub(super) nose_y: f64,
    /// Half the width of the nose.
    pub(super) nose: f64,
    pub(super) mouth_y: f64,
    /// Half the width of the mouth.
    pub(super) mouth: f64,
    pub(super) smile: f64,
    pub(super) glasses: bool,
    /// 0 for smooth, 1 for very lined.
    pub(super) lines: f64,
    pub(super) shoulder: f64,
}

/// Light, middle and dark of one material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tone {
    pub(super) light: &'static str,
    pub(super) middle: &'static str,
    pub(super) dark: &'static str,
}

impl Look {
    #[expect(clippy::too_many_lines, reason = "a table of choices, one line each")]
    pub(super) fn of(person: &SpecimenPerson) -> Self {
        let sex_number = match person.sex {
            Sex::Female => 1,
            Sex::Male => 2,
            Sex::Unspecified => 3,
        };
        let mut dice = Dice::new(person.seed.wrapping_mul(31).wrapping_add(sex_number));
        let dice = &mut dice;
        let female = match person.sex {
            Sex::Female => true,
            Sex::Male => false,
            Sex::Unspecified => dice.pick(true, &[false]),
        };
        let child = f64::from(16_u8.saturating_sub(person.age)) / 16.0;
        let adult = person.age >= 18;
        Self {
            skin: dice.pick(SKINS.0, SKINS.1),
            hair: if person.age >= 60 {
                dice.pick(GREY.0, GREY.1)
            } else {
                dice.pick(HAIRS.0, HAIRS.1)
            },
            hair_style: if female {
                dice.pick(HairStyle::Bob, &[HairStyle::Long, HairStyle::TiedBack])
            } else {
                dice.pick(
                    HairStyle::SidePart,
                    &[HairStyle::Fringe, HairStyle::SweptUp],
                )
            },
            clothes: match (adult, female) {
                (true, false) => dice.pick(Clothes::Suit, &[Clothes::Suit, Clothes::Knit]),
                (true, true) => dice.pick(
                    Clothes::JacketRoundNeck,
                    &[Clothes::JacketRoundNeck, Clothes::Knit],
                ),
                (false, _) => Clothes::Knit,
            },
            cloth: dice.pick(
                "#2b3446",
                &["#3a3d42", "#26382f", "#4a3a3a", "#39415e", "#5a4a3c"],
            ),
            tie: dice.pick("#6d2431", &["#23406b", "#4a4f57", "#3d5a43"]),
            wall: dice.pick("#eceff2", &["#f1efec", "#e9eef0", "#f2f2f0"]),
            lips: if female {
                dice.pick("#b8605e", &["#b56a62", "#a9534f"])
            } else {
                dice.pick("#a8685c", &["#9d6255"])
            },
            iris: dice.pick("#3b2418", &["#4a2e1c", "#2c1c14"]),
            cheek: dice.between(99.0, 109.0) + 4.0 * child - if female { 2.0 } else { 0.0 },
            jaw: dice.between(66.0, 76.0) + 4.0 * child - if female { 6.0 } else { 0.0 },
            eye_x: dice.between(43.0, 47.5),
            eye_y: dice.between(-1.0, 5.0) + 16.0 * child,
            eye: dice.between(19.5, 22.5) + 2.0 * child + if female { 0.8 } else { 0.0 },
            eye_open: dice.between(7.2, 9.2) + 2.2 * child + if female { 0.9 } else { 0.0 },
            brow_weight: dice.between(5.0, 7.0) - if female { 1.9 } else { 0.0 } - 1.5 * child,
            brow_tilt: dice.between(-2.0, 3.0),
            nose_y: dice.between(58.0, 64.0) + 6.0 * child,
            nose: dice.between(20.0, 24.5) - if female { 2.0 } else { 0.0 } - 3.0 * child,
            mouth_y: dice.between(89.0, 95.0) + 5.0 * child,
            mouth: dice.between(30.0, 36.0) - 4.0 * child,
            smile: dice.between(0.5, 3.0),
            glasses: adult && dice.between(0.0, 1.0) > 0.78,
            lines: (f64::from(person.age) - 38.0).clamp(0.0, 40.0) / 40.0,
            shoulder: if female { 205.0 } else { 236.0 } - 50.0 * child,
        }
    }
}

const SKINS: (Tone, &[Tone]) = (
    Tone {
        light: "#f7dcc4",
        middle: "#e6bd9c",
        dark: "#b98361",
    },
    &[
        Tone {
            light: "#f3d2b5",
            middle: "#ddae89",
            dark: "#a97450",
        },
        Tone {
            light: "#fae3d0",
            middle: "#ecc8ab",
            dark: "#c2906f",
        },
        Tone {
            light: "#ecc7a4",
            middle: "#d19f76",
            dark: "#9a6642",
        },
    ],
);
const HAIRS: (Tone, &[Tone]) = (
    Tone {
        light: "#4a4140",
        middle: "#231d1d",
        dark: "#0f0c0d",
    },
    &[
        Tone {
            light: "#5a4234",
            middle: "#33241c",
            dark: "#170f0c",
        },
        Tone {
            light: "#3d3c42",
            middle: "#1b1a1e",
            dark: "#0b0a0d",
        },
    ],
);
const GREY: (Tone, &[Tone]) = (
    Tone {
        light: "#c9c9cb",
        middle: "#97979b",
        dark: "#5d5d62",
    },
    &[
        Tone {
            light: "#e1e1e1",
            middle: "#bcbcbe",
            dark: "#808084",
        },
        Tone {
            light: "#8a8684",
            middle: "#57524f",
            dark: "#2e2a28",
        },
    ],
);
