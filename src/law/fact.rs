//! The dictionary of facts: every name that a question may assert, with the shapes and words its value may have.
//!
//! A fact has the union of its values over all procedures; which procedure knows which fact is in [`super::procedure`].
//! Source: the vocabulary tables of the rules engine's contract; the cases of each article they stand for.

use super::word::Word;

/// A kind of value that a fact may carry besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// `yes` or `no`.
    Flag,
    /// A whole number.
    Integer,
    /// A decimal number with at most four places.
    Decimal,
    /// An ISO 8601 duration of years, months, weeks and days.
    Period,
    /// A list of civil dates, separated by `|` in text.
    Dates,
    /// A country, ISO 3166-1 in two or three letters.
    Country,
    /// A currency, ISO 4217.
    Currency,
}

/// Declares the facts once: variant, name, shapes, words.
macro_rules! facts {
    ($($variant:ident $name:literal [$($shape:ident)*] [$($word:ident)*];)*) => {
        /// The name of something that a question can assert.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fact {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Fact {
            /// Every fact, in the order of names.
            pub const ALL: &'static [Fact] = &[$(Fact::$variant,)*];

            /// The name as it is written in questions and reasons.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Fact::$variant => $name,)*
                }
            }

            /// The fact with this name, if there is one.
            #[must_use]
            pub fn parse(name: &str) -> Option<Fact> {
                match name {
                    $($name => Some(Fact::$variant),)*
                    _ => None,
                }
            }

            /// The shapes its value may have besides words.
            #[must_use]
            pub const fn shapes(self) -> &'static [Shape] {
                match self {
                    $(Fact::$variant => &[$(Shape::$shape,)*],)*
                }
            }

            /// The words its value may be.
            #[must_use]
            pub const fn words(self) -> &'static [Word] {
                match self {
                    $(Fact::$variant => &[$(Word::$word,)*],)*
                }
            }
        }
    };
}

facts! {
    Accompanies "accompanies" [] [MofatOfficial MofatTechnicalServiceStaff OfficialAtMission];
    Accompanying "accompanying" [Flag] [];
    Accredited "accredited" [Flag] [];
    AddressKnown "address_known" [Flag] [];
    Age "age" [Integer] [];
    AntiStateMember "anti_state_member" [] [Confirmed No NotConfirmed Suspected];
    Any "any" [Flag] [];
    Application "application" [Flag] [];
    Applied "applied" [Date] [];
    Artist "artist" [] [Ordinary Outstanding];
    Attempts "attempts" [Integer] [];
    Attendee "attendee" [] [CommissionedExpert PublicOfficial];
    BasedOn "based_on" [] [Other ScopeAndTechnicalSafety];
    Birth "birth" [Date] [];
    BlankPages "blank_pages" [Integer] [];
    Body "body" [] [BankOfKorea DesignatedPublicInstitution ExportImportBankOfKorea PrivateCompany];
    By "by" [] [ChairAlone CommitteeResolution];
    CanGetOwnPassport "can_get_own_passport" [Flag] [];
    Cat "cat" [] [Art7Item1A Art7Item1B Art7Item2 Art7Item3 Art7Item4 Art7Item5 Art7Item6];
    CauseExtinguished "cause_extinguished" [Flag] [];
    Chair "chair" [] [Able Unable];
    ChairDeemsSpeciallyNecessary "chair_deems_specially_necessary" [Flag] [];
    Change "change" [] [AddVisaPages DateOfBirth ExtendDomesticSojourn HolderName Photo PreviousPassportNumber ResidentNumber SeparateDependentChild];
    ChildBirth "child_birth" [Date] [];
    Chip "chip" [] [Readable Unreadable];
    Color "color" [Flag] [];
    ConfirmationForm "confirmation_form" [] [Absent Present];
    Consecutive "consecutive" [Flag] [];
    ConsentInfoSharing "consent_info_sharing" [Flag] [];
    Consulted "consulted" [Flag] [];
    Convicted "convicted" [] [None OtherCrime PassportAct2426];
    Country "country" [] [NotRestricted Restricted];
    CountryHasPr "country_has_pr" [Flag] [];
    CriminalUse "criminal_use" [] [No Obvious];
    CultureMinisterRecommendation "culture_minister_recommendation" [Flag] [];
    Currency "currency" [Currency] [];
    DataNeeded "data_needed" [Flag] [];
    DataPage "data_page" [] [Illegible Legible];
    Date "date" [Date] [];
    Decision "decision" [] [Accepted Rejected];
    Departing "departing" [Flag] [];
    Dependent "dependent" [Flag] [];
    Deported "deported" [Flag] [];
    DirectCollectionRequest "direct_collection_request" [] [Oral Writing];
    DirectlyRelatedToDuties "directly_related_to_duties" [Flag] [];
    Disabled "disabled" [Flag] [];
    DispatchedByGovernment "dispatched_by_government" [Flag] [];
    Doc "doc" [] [ImmigrantVisaCopy LongTermVisaCopy MarriageCertificate PrCopy];
    EarlierAdditions "earlier_additions" [Integer] [];
    Electronic "electronic" [Flag] [];
    Emigrant "emigrant" [Flag] [];
    EmigrationReported "emigration_reported" [Flag] [];
    Event "event" [] [BiologicalAccident ChemicalAccident CivilWar Earthquake EnvironmentalPollutionAccident Epidemic ExpiredPassport Explosion LeftPost LostPassport OfficialTravelCompleted PurposeAchieved ReturnedToKorea Riot SimilarDisaster SimilarNaturalDisaster Terrorism TidalWave Typhoon War];
    EventDate "event_date" [Date] [];
    Executed "executed" [Flag] [];
    ExecutedOn "executed_on" [Date] [];
    Expiry "expiry" [Date] [];
    ExtraField "extra_field" [] [Address HolderName ResidentRegistrationNumber];
    ExtraordinaryCircumstance "extraordinary_circumstance" [Flag] [];
    FaceCm "face_cm" [Decimal] [];
    Favour "favour" [Integer] [];
    Finding "finding" [] [None UnlawfulHandling];
    FledAbroad "fled_abroad" [Flag] [];
    ForceMajeure "force_majeure" [Dates] [];
    Form "form" [] [ElectronicDocument Oral Writing];
    Ground "ground" [] [AgencyRequestsCancellation Damage DataChange DeathOfChildAbroad DeathOfLinealRelativeAbroad DeathOfParentAbroad DeathOfParentInKorea DeathOfParentInLawAbroad DeathOfSiblingAbroad DeathOfSpouseAbroad DeathOfSpouseInKorea DeathOfUncleAbroad EmigrationCertificate ExpiringSoon FirstPassportUnused KoreanNameChanged LongStayVisaExpected LongStayVisaObtained LongUseAbroad Loss MarryForeignerAndLiveTogether MarryKoreanEmigrantAndLiveTogether MatchFamilySurname MinisterHumanitarian NegativeMeaningSpelling NoVisaPages PermanentResidenceExpected PermanentResidenceObtained PrefersAnotherSpelling PronunciationObviouslyDifferent PronunciationSlightlyDifferent SeriousAccidentOfChildAbroad SeriousAccidentOfLinealRelativeAbroad SeriousAccidentOfParentAbroad SeriousAccidentOfSiblingAbroad SeriousAccidentOfSpouseAbroad SeriousIllnessOfChildAbroad SeriousIllnessOfLinealRelativeAbroad SeriousIllnessOfParentAbroad SeriousIllnessOfSiblingAbroad SeriousIllnessOfSpouseAbroad SpouseSurnameAdd SpouseSurnameChange SpouseSurnameDelete Tourism];
    Hat "hat" [Flag] [];
    HealthCare "health_care" [] [Functioning Paralysed];
    HeightCm "height_cm" [Decimal] [];
    HeldAtRestriction "held_at_restriction" [Flag] [];
    Holder "holder" [] [Ambassador ChildOfMofatOfficial ParentOfMofatOfficial PublicOfficial SpouseOfAmbassador SpouseOfMofatOfficial];
    HumanitarianReason "humanitarian_reason" [] [Decree265 None];
    Incumbent "incumbent" [Integer] [];
    Indicted "indicted" [Flag] [];
    IssueDate "issue_date" [Date] [];
    Issued "issued" [Date] [];
    Kind "kind" [] [Diplomatic Official Ordinary Residence TravelCertificate];
    LeavingTogether "leaving_together" [Flag] [];
    ListedBy "listed_by" [Date] [];
    Livelihood "livelihood" [Flag] [];
    Location "location" [] [Abroad Korea];
    Losses "losses" [Dates] [];
    Lost "lost" [Date] [];
    Married "married" [Flag] [];
    Matter "matter" [] [FeeCalculationStandard IssuanceEquipment LiftingOfRestriction OtherMatter PrivacyAndSecurityTechnology RefusalAct1214 RestrictionOnUse UsePermit];
    MaxPenaltyMonths "max_penalty_months" [Integer] [];
    Means "means" [] [Cash CashVoucher Cheque CreditCard LocalCurrencyCash UsdCash];
    Medical "medical" [Flag] [];
    Medium "medium" [] [ElectronicMediaOnly MinistryWebsiteOnly NewspaperOnly OfficialGazette];
    Members "members" [Integer] [];
    Method "method" [] [AgencyBoard DailyNewspaper ElectronicMedia OfficialGazette OrdinaryMail RegisteredMail];
    Mil "mil" [] [ActiveDuty Completed Exempt FirstMilitia None SecondMilitia Supplementary ShipReserve];
    MinisterDeemsNecessary "minister_deems_necessary" [Flag] [];
    MinisterDeemsUrgent "minister_deems_urgent" [Flag] [];
    MinisterFindsNeeded "minister_finds_needed" [Flag] [];
    MinisterMonths "minister_months" [Integer] [];
    MinisterYears "minister_years" [Integer] [];
    Mission "mission" [Period] [];
    MissionCountry "mission_country" [Country] [];
    MissionStart "mission_start" [Date] [];
    NameChanged "name_changed" [Flag] [];
    NamesPassport "names_passport" [Flag] [];
    NamesPeriod "names_period" [Flag] [];
    NamesPerson "names_person" [Flag] [];
    NationalDignityHarmAbroad "national_dignity_harm_abroad" [] [None Notified];
    NationalTeam "national_team" [Flag] [];
    NationalityVow "nationality_vow" [] [NotTaken Taken];
    NeededDays "needed_days" [Integer] [];
    NoTimeToConvene "no_time_to_convene" [Flag] [];
    NotifiedTo "notified_to" [Date] [];
    OfficialBusiness "official_business" [Flag] [];
    OfficialOverseasTravel "official_overseas_travel" [Flag] [];
    Origin "origin" [] [Agency MinisterOwnMotion];
    Outside "outside" [] [Intact Worn];
    Pages "pages" [Integer] [];
    ParentPassportValid "parent_passport_valid" [Flag] [];
    Passport "passport" [] [OrdinaryNonresidence Residence];
    PassportUsed "passport_used" [Flag] [];
    Path "path" [] [ImmigrantVisa MarriageAbroad PermanentResidence];
    Period "period" [Flag] [];
    PeriodEnd "period_end" [Date] [];
    PeriodRunning "period_running" [Flag] [];
    Permit "permit" [] [None];
    PermitFrom "permit_from" [Date] [];
    PermitTo "permit_to" [Date] [];
    Person "person" [] [Foreigner InterKoreanActArt10 InternationalAdoptee National RefugeeNeedingRelief SimilarTo161 SimilarTo162 SimilarTo163 SimilarTo164 SimilarTo165 SimilarTo166 SpecialUnavoidableReasonFoundByMinister Stateless];
    PhotoAttached "photo_attached" [Flag] [];
    Place "place" [] [InKorea Korea Mission OutsideKorea];
    Pose "pose" [] [Front Side];
    Present "present" [Integer] [];
    PrevExpiry "prev_expiry" [Date] [];
    PrintedExpiry "printed_expiry" [Date] [];
    Procedure "procedure" [] [ChangeEntries Issue Reissue Single];
    Proof "proof" [Flag] [];
    ProsecutionSuspended "prosecution_suspended" [Flag] [];
    Provided "provided" [Flag] [];
    Proxy "proxy" [] [Lawful No];
    PublicSecurity "public_security" [] [Functioning Paralysed];
    Purge "purge" [Date] [];
    Purpose "purpose" [] [ConfirmApplicantIdentity CriminalInvestigation DiplomaticMission InternationalGames OffSeasonTrainingAbroad ProtectionOfIdentity Statistics];
    QuorumRule "quorum_rule" [] [Majority ThreeQuarters TwoThirds];
    Reason "reason" [Flag] [NationalInterestMission InternationalOrganizationActivity ProtectionOfNationalsAbroad ApplicantWithdrew DiplomaticMissionStateAgency Employment EnterpriseActivity EquivalentSpeciallyNecessary IncompleteDocumentsNeverCured NewsCoveragePublicInterest None PaidTwiceByMistake PassportNotCollected PermanentResidenceLifeBase RefusedAct121 RestrictedAct123 Study Tourism UrgentHumanitarianActivity];
    Received "received" [Date] [];
    Recipient "recipient" [] [DomesticAgency ForeignGovernment InternationalOrganization PrivateCompany];
    Reciprocity "reciprocity" [Flag] [];
    Recommendation "recommendation" [] [CompetentCentralAgency None];
    Recommended "recommended" [Flag] [];
    Recovered "recovered" [Date] [];
    RecoveryReported "recovery_reported" [Flag] [];
    ReissueApplied "reissue_applied" [Date Flag] [];
    Relation "relation" [] [Child Parent Spouse SpouseOfHouseworker];
    RemainingTerm "remaining_term" [Flag] [];
    ReportAccepted "report_accepted" [Date] [];
    ReportToMinister "report_to_minister" [] [Filed None];
    RequestedByApplicant "requested_by_applicant" [Flag] [];
    RequestedChange "requested_change" [] [HolderName None Photo];
    RequestedTo "requested_to" [Date] [];
    Residence "residence" [] [Abroad Korea];
    ResidesAbroad "resides_abroad" [Flag] [];
    Restricted "restricted" [Flag] [];
    Returned "returned" [Integer] [];
    RiskOfTerrorIfDeparting "risk_of_terror_if_departing" [] [High Low];
    Role "role" [] [Ambassador Art105 AttendantOfAmbassador AttendantOfChiefJustice AttendantOfFormerChiefJustice AttendantOfFormerMinisterOfForeignAffairsAndTrade AttendantOfFormerPresident AttendantOfFormerPresidentOfConstitutionalCourt AttendantOfFormerPrimeMinister AttendantOfFormerSpeaker AttendantOfIocMember AttendantOfMinisterOfForeignAffairsAndTrade AttendantOfMofatOfficial AttendantOfOfficialAtMission AttendantOfPresident AttendantOfPresidentOfConstitutionalCourt AttendantOfPrimeMinister AttendantOfSpeaker ChiefJustice FormerChiefJustice FormerMinisterOfForeignAffairsAndTrade FormerPresident FormerPresidentOfConstitutionalCourt FormerPrimeMinister FormerSpeaker GovernmentRepresentative IocMember MedicalStaff MinisterOfForeignAffairsAndTrade MissionMember MofatOfficial MofatTechnicalServiceStaff OfficialAtMission Other President PresidentOfConstitutionalCourt PrimeMinister PublicOfficial SpeakerOfNationalAssembly SpecialEnvoy TaekwondoInstructor TeacherForKoreansAbroad];
    Rule "rule" [] [Majority OneThird ThreeQuarters TwoThirds];
    Scale "scale" [] [Large Small];
    SecurityConcern "security_concern" [] [None Serious];
    SecurityObservation "security_observation" [Flag] [];
    SelfApplicant "self" [Flag] [];
    Sentence "sentence" [] [Detention Fine Imprisonment ImprisonmentWithoutLabour];
    ServiceEnd "service_end" [Date] [];
    Serving "serving" [Flag] [];
    SetBy "set_by" [] [Minister Other];
    SeveralTripsThisYear "several_trips_this_year" [Flag] [];
    Sex "sex" [] [Female Male Unspecified];
    SigningKey "signing_key" [] [OtherKey PairOfVerificationKey];
    SingleGround "single_ground" [] [ApplicantRequest MilitaryArt13];
    SingleRequested "single_requested" [Flag] [];
    State "state" [] [BrokenOut HighlyLikelyImminent];
    Taken "taken" [Date] [];
    Task "task" [] [AcceptApplication ChangeEntries CollectFees CollectPassport DecideRefusal Deliver ExamineIdentity MakeDiplomaticPassport MakeElectronicMultiplePassport MakeElectronicSinglePassport MakeOfficialPassport MakeTravelCertificate MakeUrgentSingleNonelectronic OtherDesignatedDuty];
    TemporarilyBack "temporarily_back" [Flag] [];
    TermYears "term_years" [Integer] [];
    ThreeYearsNeeded "three_years_needed" [Flag] [];
    TimeToWait "time_to_wait" [Flag] [];
    To "to" [] [Consul ForeignGovernment Icao LocalGovernment OtherAgency PrivateCompany];
    Travel "travel" [Period] [];
    TravelStart "travel_start" [Date] [];
    Trigger "trigger" [] [LossReport None ReissueApplicationLoss];
    Type "type" [] [CommissionedExpert PublicOfficial];
    UncollectedSinceIssue "uncollected_since_issue" [Date] [];
    UrgentDepartureToResidence "urgent_departure_to_residence" [Flag] [];
    UrgentRecognized "urgent_recognized" [Flag] [];
    UrgentReturn "urgent_return" [Flag] [];
    UrgentSingleNonelectronic "urgent_single_nonelectronic" [Flag] [];
    UrgentThirdCountry "urgent_third_country" [Flag] [];
    Use "use" [] [Multiple Single];
    Verify "verify" [Flag] [];
    VisaUnavoidable "visa_unavoidable" [Flag] [];
    WantRemaining "want_remaining" [Flag] [];
    WantsToUse "wants_to_use" [Flag] [];
    Warned "warned" [Flag] [];
    WidthCm "width_cm" [Decimal] [];
    WithReissueApplication "with_reissue_application" [Flag] [];
    WithinOfficialDuties "within_official_duties" [Flag] [];
}

#[cfg(test)]
mod tests {
    use super::Fact;

    #[test]
    fn every_fact_parses_back_and_can_say_something() {
        for fact in Fact::ALL {
            assert_eq!(Fact::parse(fact.as_str()), Some(*fact));
            assert!(
                !fact.shapes().is_empty() || !fact.words().is_empty(),
                "{fact:?}"
            );
        }
    }
}
