//! The readings that the Decree's text leaves open, as named switches with the defaults in force here.
//!
//! Each enum is one question; its first variant is the default. Source: the comparison of the English text of
//! Decree 23181 with its Korean original, and the Civil Act where both are silent.

/// Declares one switch: an enum with a default, and the spelling of its positions.
macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident $field:ident { $(#[$first_doc:meta])* $first:ident = $first_text:literal $(, $(#[$other_doc:meta])* $other:ident = $other_text:literal)+ $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
            pub enum $name {
                $(#[$first_doc])*
                #[default]
                $first,
                $($(#[$other_doc])* $other,)+
            }

            impl $name {
                fn parse(text: &str) -> Option<Self> {
                    match text {
                        $first_text => Some(Self::$first),
                        $($other_text => Some(Self::$other),)+
                        _ => None,
                    }
                }
            }
        )+

        /// Every open reading, each in one position.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Switches {
            $($(#[$doc])* pub $field: $name,)+
        }

        impl Switches {
            /// The name of every switch with its positions, the default first.
            pub const KNOWN: &'static [(&'static str, &'static [&'static str])] =
                &[$((stringify!($field), &[$first_text $(, $other_text)+]),)+];

            /// Sets the switch `name` to `position`; says nothing of the others.
            ///
            /// # Errors
            /// [`SwitchError`] when there is no such switch or position; nothing is changed then.
            pub fn set(&mut self, name: &str, position: &str) -> Result<(), SwitchError> {
                match name {
                    $(stringify!($field) => {
                        self.$field = $name::parse(position).ok_or_else(|| SwitchError::Position {
                            name: stringify!($field),
                            known: [$first_text $(, $other_text)+].join(", "),
                        })?;
                    })+
                    _ => {
                        return Err(SwitchError::Name {
                            name: name.to_owned(),
                            known: [$(stringify!($field)),+].join(", "),
                        });
                    }
                }
                Ok(())
            }
        }
    };
}

impl Switches {
    /// The readings of the Korean text, in which every later edition was made.
    #[must_use]
    pub fn korean() -> Self {
        Self {
            year_cap: YearCap::YearOfAge,
            service_left: ServiceLeft::Within,
            loss_rule_from: LossRuleFrom::Report,
            similar_to: SimilarTo::FirstSix,
            rerequest: Rerequest::By30,
            residence_right: ResidenceRight::AtRestriction,
            ..Self::default()
        }
    }
}

/// Readings that a question asks for against the edition's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    chosen: Vec<(String, String)>,
}

impl Readings {
    /// Chooses a position of a switch.
    ///
    /// # Errors
    /// [`SwitchError`] when there is no such switch or position.
    pub fn choose(&mut self, name: &str, position: &str) -> Result<(), SwitchError> {
        Switches::default().set(name, position)?;
        self.chosen.push((name.to_owned(), position.to_owned()));
        Ok(())
    }

    /// The edition's readings with these chosen instead. Every choice was checked when it was made.
    pub(super) fn over(&self, mut switches: Switches) -> Switches {
        for (name, position) in &self.chosen {
            let known = switches.set(name, position);
            debug_assert!(known.is_ok(), "a choice is checked when it is made");
        }
        switches
    }
}

/// A switch or a position that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SwitchError {
    /// There is no switch of this name.
    #[error("there is no switch `{name}`; the switches are {known}")]
    Name {
        /// The name that was given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The switch has no such position.
    #[error("the switch `{name}` has the positions {known}")]
    Position {
        /// The switch.
        name: &'static str,
        /// The positions it has.
        known: String,
    },
}

switches! {
    /// C2: when somebody born on 29 February reaches an age in a common year.
    LeapBirthday leap_birthday {
        /// On 1 March.
        FirstOfMarch = "mar1",
        /// On 28 February.
        LastOfFebruary = "feb28",
    }
    /// C3: the last day of a term of years or months.
    TermEnd term_end {
        /// The same day of the month.
        Anniversary = "anniversary",
        /// The day before it.
        DayBefore = "day_before",
    }
    /// C6: what "period plus six months" is counted from.
    PlusSix plus_six {
        /// From the last day of the travel or mission.
        FromTravelEnd = "from_travel_end",
        /// As a length, from the day of issue.
        DurationFromIssue = "duration_from_issue",
    }
    /// C8: which of several limits decides.
    Combine combine {
        /// The earliest end.
        Earliest = "earliest",
        /// The one the article lists last.
        LastListed = "last_listed",
    }
    /// C11: the day on which the age for the term is taken.
    AgeForTerm age_for_term {
        /// The day of issue.
        Issue = "issue",
        /// The day of the application.
        Application = "application",
    }
    /// A04, decree:6(2)2 proviso: who is held to the year in which he becomes 24.
    YearCap year_cap {
        /// Men under 24 full years at issue (English text).
        UnderAge = "en_text",
        /// Men who become 24 or less in the year of issue (Korean text).
        YearOfAge = "ko_text",
    }
    /// A05, decree:6(2)2 proviso: what the end of that year does to the five years.
    YearCapEffect year_cap_effect {
        /// It shortens them.
        Shortens = "shortens",
        /// It replaces them.
        Replaces = "replaces",
    }
    /// A06, decree:6(2)2, 6(2)3: whether exactly two months of service left are excluded.
    ServiceLeft service_left {
        /// No: "less than" two months (English text).
        LessThan = "less_than",
        /// Yes: "within" two months (Korean text).
        Within = "within",
    }
    /// A08, decree:6(2)3(b): permits of exactly six months and exactly one year.
    PermitBounds permit_bounds {
        /// Six months up to and including one year: a year (Korean text).
        Included = "ko_text",
        /// More than six months and less than one year only; exactly one year runs to the permit's end (English text).
        Excluded = "en_text",
    }
    /// A12, decree:6(2)6: whether a loss exactly one or five years before the report counts.
    LossWindow loss_window {
        /// It counts.
        Inclusive = "inclusive",
        /// It does not.
        Exclusive = "exclusive",
    }
    /// A13, Addenda 23181, article 2: what must lie after the Decree's beginning.
    LossRuleFrom loss_rule_from {
        /// The loss (English text).
        Loss = "loss",
        /// The report (Korean text).
        Report = "report",
    }
    /// A14, decree:6(3): whether somebody limited for losses may take a longer remaining term.
    RemainingAfterLosses remaining_after_losses {
        /// Yes, as the officer sees fit.
        Allow = "allow",
        /// No.
        Deny = "deny",
    }
    /// A16, decree:9(1)1 and 9(1)3: the family of a mission assistant.
    AssistantFamily assistant_family {
        /// The earlier of the two ends.
        Earlier = "earlier",
        /// The travel and six months alone.
        TravelOnly = "travel_only",
    }
    /// A18, decree:16(7): which rows a position may be similar to.
    SimilarTo similar_to {
        /// 16(1) to 16(4) (English text).
        FirstFour = "en_text",
        /// 16(1) to 16(6) (Korean text).
        FirstSix = "ko_text",
    }
    /// A20, decree:25(1): the window for asking again.
    Rerequest rerequest {
        /// Within the last thirty days (English text).
        Within30 = "within30",
        /// By thirty days before the end (Korean text).
        By30 = "by30",
    }
    /// A22, decree:13 proviso: whom the Culture Minister's recommendation binds.
    Recommendation recommendation {
        /// Artists.
        ArtistsOnly = "artists_only",
        /// Artists and athletes.
        Everyone = "everyone",
    }
    /// A23, decree:29(1): whether permanent residence must have been held when the restriction began.
    ResidenceRight residence_right {
        /// No.
        AnyTime = "any_time",
        /// Yes (Korean text).
        AtRestriction = "at_restriction",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_takes_each_of_its_positions_and_no_other() {
        let mut switches = Switches::default();
        for (name, positions) in Switches::KNOWN {
            for position in *positions {
                assert_eq!(switches.set(name, position), Ok(()), "{name}={position}");
            }
            assert!(matches!(
                switches.set(name, "sideways"),
                Err(SwitchError::Position { .. })
            ));
        }
        assert!(matches!(
            switches.set("nothing", "on"),
            Err(SwitchError::Name { .. })
        ));
        assert_eq!(switches.leap_birthday, LeapBirthday::LastOfFebruary);
    }
}
