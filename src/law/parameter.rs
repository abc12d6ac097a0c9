//! Every number of the law that an amendment may change, with its unit and its place.
//!
//! Numbers belong to an edition ([`super::edition`]); fees, which the annex changes by date inside an edition, are in
//! [`super::article_39`]. A number is read nowhere else than here.

/// Which limits of 6(2) the wish for the remaining term lifts. Source: decree:6(3)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemainingLifts {
    /// All of them, but it is not open under a notified period (2011).
    All,
    /// 6(2)1 to 6(2)3 only (from Decree 23847).
    AgeAndService,
}

/// What the law makes of service that is still to be done. Source: decree:6(2)2, 6(2)3, 13
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unserved {
    /// Years by age and permit to travel, one journey on a short permit (to Decree 31262).
    ByPermit,
    /// Five years from 18 to the last year of this age, whatever the permit (Decree 31865).
    Flat {
        /// The last age in full years.
        last_age: u32,
        /// The first day of application on which not even this applies, `YYYY-MM-DD`.
        until: Option<&'static str>,
    },
    /// Nothing (applications from 1 May 2025).
    Nothing,
}

/// The numbers of one edition of the Decree, and of the Act and the Rule in force beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Years an ordinary passport lasts. Source: Act 5(1)1; decree:6(1)
    pub ordinary_years: u32,
    /// Years an official passport lasts. Source: Act 5(1)2; decree:9(1)
    pub official_years: u32,
    /// Years a diplomatic passport lasts. Source: Act 5(1)3; decree:12(1)
    pub diplomatic_years: u32,
    /// Months a single-use passport lasts. Source: Act 6(1); decree:15(1)
    pub single_months: u32,
    /// Months a travel certificate lasts. Source: Act 14(1)-(2)
    pub certificate_months: u32,
    /// Age in full years at which a minor's term ends to apply. Source: decree:6(2)1
    pub adult_age: u32,
    /// Years a minor's passport lasts. Source: decree:6(2)1
    pub minor_years: u32,
    /// Age in full years from which a permit to travel decides. Source: decree:6(2)2, 6(2)3, 13
    pub permit_age: u32,
    /// Years the passport of a man with service to do lasts. Source: decree:6(2)2, 6(2)3(a)
    pub unserved_years: u32,
    /// Age in whose year the passport of a man without permit ends. Source: decree:6(2)2 proviso
    pub year_cap_age: u32,
    /// Months of service left below which service counts as done. Source: decree:6(2)2, 6(2)3
    pub service_left_months: u32,
    /// Months of permit from which a passport for many journeys is given. Source: decree:6(2)3(b), 13
    pub permit_short_months: u32,
    /// Months of permit above which its last day is the end. Source: decree:6(2)3(b)
    pub permit_long_months: u32,
    /// Months a passport on a permit between the two lasts. Source: decree:6(2)3(b), 13 proviso
    pub permit_term_months: u32,
    /// Age reached in the year of issue after which no military papers are asked. Source: Rule 4(2)
    pub military_papers_until_age: u32,
    /// Fewest months the Minister may choose for a member of an anti-State organisation. Source: decree:6(2)5
    pub anti_state_least_months: u32,
    /// Most months the Minister may choose for one. Source: decree:6(2)5
    pub anti_state_most_months: u32,
    /// Years back from the report in which losses count. Source: decree:6(2)6(a)-(b)
    pub loss_window_years: u32,
    /// Years back from the report in which two losses are too many. Source: decree:6(2)6(c)
    pub loss_short_window_years: u32,
    /// Years after two losses. Source: decree:6(2)6(a)
    pub two_losses_years: u32,
    /// Years after three losses, or two in the short window. Source: decree:6(2)6(b)-(c)
    pub many_losses_years: u32,
    /// Are losses counted back from the application, not from the report? Source: decree:6(2)6 from Decree 26043
    pub losses_from_application: bool,
    /// What is made of service to be done.
    pub unserved: Unserved,
    /// Does a permit to the end of the year of this age count as service done? Source: decree:6(2)2 from Decree 23847
    pub settled_by_permit_to_age: Option<u32>,
    /// Is the ship-boarding reserve on the list of 6(2)2? Source: decree:6(2)2 from Decree 23847
    pub ship_reserve_listed: bool,
    /// Which limits the remaining term lifts.
    pub remaining_lifts: RemainingLifts,
    /// Do assistants at missions fall under the short term? Source: decree:9(1)1 to Decree 25106
    pub assistants_short_term: bool,
    /// Are cover and pages of this edition known here? Source: decree:2(3)
    pub books_known: bool,
    /// May a book have fewer pages as the applicant wishes? Source: decree:2(3) from Decree 25106
    pub fewer_pages: Option<u32>,
    /// Years for somebody who has not taken the vow. Source: decree:6(2)7 (the figure from the Korean original, A10)
    pub no_vow_years: u32,
    /// Age in full years at which a child ceases to be family without more. Source: decree:7(1)
    pub family_age: u32,
    /// Years for assistants and others. Source: decree:9(1)1
    pub assistant_years: u32,
    /// Years for them where the Minister finds it needed. Source: decree:9(1)1 proviso
    pub assistant_years_at_need: u32,
    /// Months added to a travel or mission. Source: decree:9(1)3, 12(1)1 proviso
    pub added_months: u32,
    /// Months of mission up to which the short term is given. Source: decree:12(1)1
    pub short_mission_months: u32,
    /// Months of the short and of the long term for a mission. Source: decree:12(1)1
    pub long_mission_months: u32,
    /// Months of grace after the status is lost abroad. Source: decree:9(2) proviso; Rule 10(1)
    pub grace_months: u32,
    /// Days for verification before a reissue after a loss. Source: Act 11(2)
    pub verification_days: u32,
    /// Losses from which the Minister may verify. Source: Act 11(2)1
    pub verification_losses: usize,
    /// Years back from the application in which they count. Source: Act 11(2)1
    pub verification_window_years: u32,
    /// Pages of a passport for many journeys. Source: decree:2(3)1-3
    pub multiple_pages: u32,
    /// Pages of a single-use ordinary passport. Source: decree:2(3)1
    pub single_pages: u32,
    /// Pages of a travel certificate. Source: decree:2(3)4
    pub certificate_pages: u32,
    /// Pages more where the photograph is attached. Source: decree:2(3)1 proviso, 2(3)4 proviso
    pub attached_photo_pages: u32,
    /// Months before the application in which the photograph must have been taken. Source: decree:5(2)
    pub photo_months: u32,
    /// Most visa pages that may be added, once. Source: decree:22(2)
    pub added_pages: i64,
    /// Days before the end of a restriction in which it may be asked for again. Source: decree:25(1)
    pub rerequest_days: u32,
    /// Days until an announcement counts as service. Source: A19, Administrative Procedures Act 15(3)
    pub announcement_days: u32,
    /// Months after issue at which an uncollected passport is void. Source: Act 13(1)2
    pub collection_months: u32,
    /// Months of highest penalty from which an indictment is a ground. Source: Act 12(1)1
    pub indicted_months: i64,
    /// Months of highest penalty from which a flight is a ground. Source: Act 12(1)1
    pub fled_months: i64,
    /// Fewest and most years of a restriction. Source: Act 12(3)
    pub restriction_years: (u32, u32),
    /// Most members of a subcommittee. Source: decree:33(2)
    pub subcommittee_members: i64,
    /// Years a certificate is kept at least. Source: decree:44(1)
    pub certificate_years: u32,
}

/// The numbers of Decree 23181 of 30 September 2011.
pub const DECREE_23181: Numbers = Numbers {
    ordinary_years: 10,
    official_years: 5,
    diplomatic_years: 5,
    single_months: 12,
    certificate_months: 12,
    adult_age: 18,
    minor_years: 5,
    permit_age: 25,
    unserved_years: 5,
    year_cap_age: 24,
    service_left_months: 2,
    permit_short_months: 6,
    permit_long_months: 12,
    permit_term_months: 12,
    military_papers_until_age: 37,
    anti_state_least_months: 12,
    anti_state_most_months: 60,
    loss_window_years: 5,
    loss_short_window_years: 1,
    two_losses_years: 5,
    many_losses_years: 2,
    losses_from_application: false,
    unserved: Unserved::ByPermit,
    settled_by_permit_to_age: None,
    ship_reserve_listed: false,
    remaining_lifts: RemainingLifts::All,
    assistants_short_term: true,
    books_known: true,
    fewer_pages: None,
    no_vow_years: 5,
    family_age: 27,
    assistant_years: 2,
    assistant_years_at_need: 3,
    added_months: 6,
    short_mission_months: 12,
    long_mission_months: 24,
    grace_months: 2,
    verification_days: 30,
    verification_losses: 2,
    verification_window_years: 5,
    multiple_pages: 48,
    single_pages: 12,
    certificate_pages: 8,
    attached_photo_pages: 2,
    photo_months: 6,
    added_pages: 24,
    rerequest_days: 30,
    announcement_days: 14,
    collection_months: 6,
    indicted_months: 24,
    fled_months: 36,
    restriction_years: (1, 3),
    subcommittee_members: 11,
    certificate_years: 10,
};

/// From 8 June 2012: the remaining term lifts less, the lists of service change.
pub const DECREE_23847: Numbers = Numbers {
    settled_by_permit_to_age: Some(37),
    ship_reserve_listed: true,
    remaining_lifts: RemainingLifts::AgeAndService,
    ..DECREE_23181
};

/// From 1 April 2014: books of 24 or 48 pages.
pub const DECREE_25106: Numbers = Numbers {
    fewer_pages: Some(24),
    ..DECREE_23847
};

/// From 12 January 2015: losses count back from the application; assistants at missions receive five years.
pub const DECREE_26043: Numbers = Numbers {
    losses_from_application: true,
    assistants_short_term: false,
    ..DECREE_25106
};

/// From 5 November 2019: six months of service left count as served.
pub const DECREE_30182: Numbers = Numbers {
    service_left_months: 6,
    ..DECREE_26043
};

/// From 21 December 2020: new books, in steps that are not modelled.
pub const DECREE_31262: Numbers = Numbers {
    books_known: false,
    ..DECREE_30182
};

/// From 6 July 2021: five years for everybody with service to do, no single-use rule.
pub const DECREE_31865: Numbers = Numbers {
    unserved: Unserved::Flat {
        last_age: 37,
        until: None,
    },
    ..DECREE_31262
};

/// From 25 March 2025; nothing for service to do in applications from 1 May 2025.
pub const DECREE_35398: Numbers = Numbers {
    unserved: Unserved::Flat {
        last_age: 37,
        until: Some("2025-05-01"),
    },
    ..DECREE_31865
};

/// From 9 October 2025.
pub const DECREE_35759: Numbers = Numbers {
    unserved: Unserved::Nothing,
    ..DECREE_35398
};
