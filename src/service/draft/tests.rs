use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn asked() -> Asked {
    Asked {
        kind: PassportKind::Ordinary,
        usage: None,
        date: day("2026-11-20"),
        today: day("2026-11-22"),
        post: "seoul".to_owned(),
    }
}

fn hong() -> Draft {
    Draft {
        surname_ko: "홍".into(),
        given_names_ko: "길동".into(),
        surname_en: "hong".into(),
        given_names_en: " gildong ".into(),
        birth: "19900315".into(),
        sex: "M".into(),
        resident_number: "900315-1234567".into(),
        facts: BTreeMap::from([
            ("residence".into(), "korea".into()),
            ("mil".into(), "completed".into()),
        ]),
        ..Draft::default()
    }
}

fn faults(draft: &Draft) -> Vec<(String, String)> {
    let read = draft.read(&asked());
    read.faults
        .into_iter()
        .map(|fault| (fault.field, fault.message))
        .collect()
}

#[test]
fn a_whole_draft_becomes_an_application() {
    let read = hong().read(&asked());
    assert_eq!(read.faults, []);
    let application = read.application.unwrap();
    assert_eq!(application.holder.surname_en, "HONG");
    assert_eq!(application.holder.given_names_en, "GILDONG");
    assert_eq!(application.holder.birth, day("1990-03-15"));
    assert_eq!(application.holder.nationality, "KOR");
    assert_eq!(application.date, day("2026-11-20"));
    assert_eq!(application.post.as_deref(), Some("seoul"));
    for (key, value) in [
        ("kind", "ordinary"),
        ("birth", "1990-03-15"),
        ("sex", "M"),
        ("residence", "korea"),
        ("mil", "completed"),
    ] {
        assert_eq!(application.facts[key], value, "{key}");
    }
}

#[test]
fn everything_wrong_is_told_at_once_by_field() {
    let mut draft = hong();
    draft.surname_ko = "Hong".into();
    draft.given_names_en.clear();
    draft.birth = "1990-13-40".into();
    draft.sex.clear();
    draft.facts.insert("mil".into(), "navy".into());
    draft.facts.insert("colour".into(), "red".into());
    let found = faults(&draft);
    for expected in [
        ("birth", "fault-date"),
        ("sex", "fault-choose"),
        ("surname_ko", "fault-hangul"),
        ("given_names_en", "fault-empty"),
        ("facts.mil", "fault-fact-value"),
        ("facts.colour", "fault-fact-unknown"),
    ] {
        assert!(
            found.contains(&(expected.0.into(), expected.1.into())),
            "{expected:?} not in {found:?}"
        );
    }
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn an_empty_draft_asks_for_what_is_needed_and_the_law_can_be_asked_all_the_same() {
    let read = Draft::default().read(&asked());
    let fields: Vec<&str> = read
        .faults
        .iter()
        .map(|fault| fault.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "birth",
            "sex",
            "surname_ko",
            "given_names_ko",
            "surname_en",
            "given_names_en"
        ]
    );
    assert_eq!(read.facts["kind"], "ordinary");
    assert!(read.application.is_none());
}

#[test]
fn the_resident_number_must_fit_birth_and_sex_once_they_are_there() {
    let mut draft = hong();
    draft.sex = "F".into();
    assert_eq!(
        faults(&draft),
        [(
            "resident_number".into(),
            "fault-resident-number-contradicts".into()
        )]
    );
    draft.birth.clear();
    draft.sex = "M".into();
    assert_eq!(faults(&draft), [("birth".into(), "fault-empty".into())]);
}

#[test]
fn facts_that_other_fields_state_cannot_be_smuggled_in() {
    for name in [
        "birth",
        "sex",
        "kind",
        "use",
        "date",
        "issue_date",
        "provided",
        "medical",
        "proxy",
    ] {
        let mut draft = hong();
        draft.facts.insert(name.into(), "yes".into());
        assert_eq!(
            faults(&draft),
            [(format!("facts.{name}"), "fault-fact-unknown".into())]
        );
    }
}

#[test]
fn fingerprints_become_facts() {
    for (said, fact, value) in [
        ("taken", "provided", json!(true)),
        ("exempt_medical", "medical", json!(true)),
        ("exempt_proxy", "proxy", json!("lawful")),
    ] {
        let mut draft = hong();
        draft.fingerprints = said.into();
        assert_eq!(draft.read(&asked()).facts[fact], value);
    }
    assert!(!hong().read(&asked()).facts.contains_key("provided"));
}

#[test]
fn dates_are_read_as_people_type_them() {
    for text in ["1990-03-15", "19900315", "1990.03.15", "1990/03/15"] {
        assert_eq!(read_date(text), Some(day("1990-03-15")), "{text}");
    }
    for text in [
        "",
        "1990",
        "90-03-15",
        "1990-3-15",
        "1990-02-30",
        "19900315x",
        "가나다라마바사아",
    ] {
        assert_eq!(read_date(text), None, "{text}");
    }
}

#[test]
fn what_was_typed_survives_being_kept_and_says_nothing_in_a_log() {
    let json = serde_json::to_vec(&hong()).unwrap();
    assert_eq!(serde_json::from_slice::<Draft>(&json).unwrap(), hong());
    assert_eq!(format!("{:?}", hong()), "Draft { .. }");
    let older: Draft = serde_json::from_str(r#"{"surname_ko":"홍"}"#).unwrap();
    assert_eq!(older.surname_ko, "홍");
}

#[test]
fn names_in_lists_put_the_family_first() {
    assert_eq!(hong().name_ko(), "홍길동");
    assert_eq!(hong().name_en(), "HONG, GILDONG");
    let mut single = hong();
    single.given_names_en.clear();
    assert_eq!(single.name_en(), "HONG");
}
