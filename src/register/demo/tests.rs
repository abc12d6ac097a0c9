use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::Datelike;

use proptest::prelude::*;

use super::*;
use crate::document::mrz::{Name, Transliteration, Truncation};
use crate::domain::{Application, CheckDigit, FIRST_RANDOM_ALLOCATION};
use crate::law::{self, Edition, Facts};

fn clock() -> DateTime<Utc> {
    "2026-11-22T03:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    date_in_seoul(clock())
}

fn register(seed: u64) -> DemoRegister {
    DemoRegister::new(seed, today(), clock)
}

fn entries(register: &DemoRegister) -> Vec<RegisterEntry> {
    let found = |person: DemoPerson| register.find(&person.number).unwrap().unwrap();
    register.people().map(found).collect()
}

fn with(register: &DemoRegister, situation: Situation) -> RegisterEntry {
    let person = register
        .people()
        .find(|person| person.situation == Some(situation))
        .unwrap();
    register.find(&person.number).unwrap().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_number_is_valid_and_says_what_the_entry_says(seed in any::<u64>()) {
        let register = register(seed);
        let entries = entries(&register);
        prop_assert!((250..700).contains(&entries.len()), "{}", entries.len());
        let numbers: BTreeSet<_> = entries.iter().map(|entry| entry.number.clone()).collect();
        prop_assert_eq!(numbers.len(), entries.len());
        for entry in &entries {
            prop_assert_eq!(entry.number.birth(), entry.birth.value);
            prop_assert_eq!(entry.number.sex(), entry.sex.value);
            prop_assert_eq!(
                entry.number.is_foreigners(),
                entry.class.value == RegistrationClass::Foreigner
            );
            let said = entry.number.check_digit(Some(entry.allocated_on));
            if entry.allocated_on < FIRST_RANDOM_ALLOCATION {
                prop_assert_eq!(said, CheckDigit::Fits);
                // No province ever had these digits.
                let province: u32 = entry.number.expose().get(7..9).unwrap().parse().unwrap();
                prop_assert!((97..=99).contains(&province));
            }
        }
    }

    #[test]
    fn ages_and_families_are_possible(seed in any::<u64>()) {
        let register = register(seed);
        for entry in entries(&register) {
            let birth = entry.birth.value;
            prop_assert!(birth.year() >= 1935 && birth <= today());
            prop_assert!(entry.allocated_on > birth && entry.allocated_on <= today());
            for since in [entry.address.since, entry.surname_ko.since, entry.class.since] {
                prop_assert!(since >= birth && since <= today());
            }
            let person = register.person(&entry.number).unwrap();
            prop_assert_eq!(
                entry.legal_representatives.is_empty(),
                !is_minor(birth, today()),
                "a minor has somebody who acts, an adult nobody"
            );
            for place in &person.parents {
                let parent = &register.people[*place];
                let years = age(parent.birth, birth);
                prop_assert!((15..=58).contains(&years), "a parent at {years}");
            }
            if person.parents.len() == 2 {
                prop_assert!(person.parents.iter().any(|place|
                    register.people[*place].surname_ko == person.surname_ko));
            }
            let heads = entry.household.iter().filter(|member| member.relation == Relation::Householder);
            prop_assert_eq!(heads.count(), usize::from(entry.relation != Relation::Householder));
            for other in &entry.household {
                let back = register.find(&other.number).unwrap().unwrap();
                prop_assert!(back.household.iter().any(|member| member.number == entry.number));
                prop_assert_eq!(&back.address.value, &entry.address.value);
            }
            let of_age = age(birth, today()) >= 18;
            let korean_man = entry.sex.value == Sex::Male && entry.nationality.value == "KOR";
            prop_assert_eq!(entry.military.is_some(), korean_man && of_age);
        }
    }

    #[test]
    fn everybody_can_apply_with_what_the_register_says(seed in any::<u64>()) {
        let register = register(seed);
        for entry in entries(&register) {
            let filled = entry.prefill();
            prop_assert_eq!(filled.holder.check(today()), Ok(()));
            prop_assert!(!filled.has_wrong_check_digit);
            for name in ["surname_ko", "surname_en", "birth", "sex", "address", "residence"] {
                prop_assert!(filled.origins.contains_key(name));
            }
            for name in filled.facts.keys() {
                prop_assert!(filled.origins.contains_key(name.as_str()), "{name}");
            }
            let file = serde_json::json!({
                "kind": "ordinary", "facts": filled.facts, "holder": filled.holder,
            });
            let application = Application::parse(file.to_string().as_bytes(), today()).unwrap();
            let facts = Facts::from_json(&application.facts).unwrap();
            law::ask("issue", &facts, Edition::parse("decree-23181").unwrap()).unwrap();
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_one_others() {
    let numbers = |seed| -> Vec<_> { register(seed).people().collect() };
    assert_eq!(numbers(1), numbers(1));
    assert_ne!(numbers(1), numbers(2));
    assert_eq!(entries(&register(1)), entries(&register(1)));
}

#[test]
fn nobody_has_a_well_known_name() {
    for seed in 0..40 {
        for entry in entries(&register(seed)) {
            let (surname, given) = (&entry.surname_ko.value, &entry.given_names_ko.value);
            assert!(!names::is_taken(surname, given), "{surname}{given}");
        }
    }
}

#[test]
fn there_is_somebody_in_every_situation() {
    let register = register(1);
    for situation in Situation::ALL {
        with(&register, situation);
    }
    let soldier = with(&register, Situation::ServingSoldier).prefill();
    assert_eq!(soldier.facts["mil"], "active_duty");
    assert_eq!(soldier.facts["serving"], true);
    let permitted = with(&register, Situation::UnservedWithPermit).prefill();
    assert_eq!(permitted.facts["mil"], "first_militia");
    assert!(permitted.facts.contains_key("permit_to"));
    let child = with(&register, Situation::MinorWithOneParent);
    assert_eq!(child.legal_representatives.len(), 1);
    assert!(register.photo(&child.number).unwrap().is_none());
    let single = with(&register, Situation::SingleSyllableGivenName);
    assert_eq!(single.given_names_ko.value.chars().count(), 1);
    let stateless = with(&register, Situation::NameWithoutParts)
        .prefill()
        .holder;
    assert_eq!(stateless.given_names_en, "");
    assert_eq!(stateless.nationality, "XXA");
}

#[test]
fn the_long_name_is_cut_in_the_machine_readable_zone() {
    let holder = with(&register(1), Situation::LongName).prefill().holder;
    let name = Name::new(
        &holder.surname_en,
        &holder.given_names_en,
        &Transliteration::default(),
    )
    .unwrap();
    assert!(name.written().len() > 39);
    let fitted = name.fitted(39, Truncation::default()).unwrap();
    assert_eq!(fitted.written().trim_end_matches('<').len(), 39);
}

#[test]
fn a_protected_address_names_from_whom() {
    let register = register(1);
    let mother = with(&register, Situation::ProtectedAddress);
    assert!(mother.is_protected());
    let child = mother
        .household
        .iter()
        .find(|member| member.relation == Relation::Child)
        .unwrap();
    let child = register.find(&child.number).unwrap().unwrap();
    let father = &child.hidden_from[0];
    assert!(!mother.may_be_shown_to(father) && mother.may_be_shown_to(&child.number));
    // He does not act for the child either.
    assert_eq!(child.legal_representatives.len(), 1);
    assert_eq!(child.legal_representatives[0].number, mother.number);
}

#[test]
fn a_former_number_leads_to_the_present_one() {
    let register = register(1);
    for situation in [Situation::NumberChanged, Situation::NumberCorrected] {
        let entry = with(&register, situation);
        let former = &entry.former_numbers[0];
        assert_ne!(former.number, entry.number);
        let found = register.find(&former.number).unwrap().unwrap();
        assert_eq!(found.number, entry.number);
    }
}

#[test]
fn it_is_found_by_name_and_birth_and_has_a_photo_of_its_own() {
    let register = register(1);
    let entry = with(&register, Situation::Official);
    let found = register
        .search(&Sought {
            surname_ko: entry.surname_ko.value.clone(),
            given_names_ko: entry.given_names_ko.value.clone(),
            birth: entry.birth.value,
        })
        .unwrap();
    assert_eq!(found, std::slice::from_ref(&entry));
    let photo = register.photo(&entry.number).unwrap().unwrap();
    let other = with(&register, Situation::Diplomat);
    assert_ne!(photo, register.photo(&other.number).unwrap().unwrap());
    let nobody = ResidentNumber::parse("990101-9000003").unwrap();
    assert_eq!(register.find(&nobody), Ok(None));
    assert_eq!(register.photo(&nobody), Ok(None));
}

#[test]
fn a_cut_line_is_told_from_nobody() {
    let register = register(1);
    let number = register.people().next().unwrap().number;
    register.interrupt(true);
    for error in [
        register.find(&number).unwrap_err(),
        register.photo(&number).unwrap_err(),
        crate::register::NoRegister.find(&number).unwrap_err(),
    ] {
        assert!(matches!(error, RegisterError::Unreachable { .. }));
    }
    register.interrupt(false);
    assert!(register.find(&number).unwrap().is_some());
}

#[test]
fn making_the_register_draws_nothing() {
    let begin = Instant::now();
    let register = register(1);
    assert!(begin.elapsed() < Duration::from_millis(500));
    assert!(!format!("{register:?} {:?}", entries(&register)[0]).contains('-'));
}
