//! probe
#![allow(warnings, clippy::all)]
use yeogwon::document::data_page::*;
use yeogwon::document::portrait::specimen_face::*;
use yeogwon::document::portrait::*;
use yeogwon::domain::{PassportKind, Sex};
fn main() {
    let o = std::env::args().nth(1).unwrap();
    let kinds = [
        ("ordinary", PassportKind::Ordinary),
        ("official", PassportKind::Official),
        ("diplomatic", PassportKind::Diplomatic),
        ("tc", PassportKind::TravelCertificate),
    ];
    for (i, (n, k)) in kinds.into_iter().enumerate() {
        let person = SpecimenPerson {
            seed: 11 + i as u64,
            sex: if i % 2 == 0 { Sex::Female } else { Sex::Male },
            age: 30 + i as u8 * 9,
        };
        let p = specimen_photo(&person).unwrap();
        let out = Portrait::from_photo(&p, &PortraitOptions::default()).unwrap();
        let td2 = n == "tc";
        let long = n == "official";
        let page = DataPage {
            kind: k,
            state_ko: "대한민국".into(),
            state_en: "REPUBLIC OF KOREA".into(),
            document_type: "PM".into(),
            issuing_state: "KOR".into(),
            number: "M12345678".into(),
            surname: if long {
                "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-HWANGBO"
            } else {
                "HONG"
            }
            .into(),
            given_names: if long {
                "HUBERT BLAINE CHRISTOPHER MAXIMILIAN ALEXANDER GIL DONG"
            } else {
                "GIL DONG"
            }
            .into(),
            name_ko: Some(
                if long {
                    "황보볼페슐레겔슈타인하우젠베르거도르프휴버트블레인크리스토퍼막시밀리안"
                } else {
                    "홍길동"
                }
                .into(),
            ),
            nationality: "REPUBLIC OF KOREA".into(),
            date_of_birth: "12 AUG 1990".into(),
            personal_number: if i == 0 { None } else { Some("1234567".into()) },
            sex: "F".into(),
            place_of_birth: None,
            date_of_issue: "20 SEP 2011".into(),
            date_of_expiry: "20 SEP 2021".into(),
            authority_ko: "외교통상부".into(),
            authority_en: "MINISTRY OF FOREIGN AFFAIRS AND TRADE".into(),
            mrz_lines: if td2 {
                [
                    "PUKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<".into(),
                    "T123456784KOR9008122F2109205<<<<<<<0".into(),
                ]
            } else {
                [
                    "PPKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<<<<<<<<<".into(),
                    "M123456784KOR9008122F2109205<<<<<<<<<<<<<<08".into(),
                ]
            },
            portrait: out.portrait.pixels().clone(),
            specimen: i != 2,
        };
        let t = std::time::Instant::now();
        std::fs::write(format!("{o}/{n}.png"), page.to_png().unwrap()).unwrap();
        let t1 = t.elapsed();
        let t = std::time::Instant::now();
        std::fs::write(format!("{o}/{n}.pdf"), page.to_pdf().unwrap()).unwrap();
        println!("{n} png {t1:?} pdf {:?}", t.elapsed());
        std::fs::write(format!("{o}/{n}.svg"), page.to_svg().unwrap()).unwrap();
    }
}
