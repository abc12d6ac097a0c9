//! Addresses: towns that exist, streets and numbers that need not.

use super::dice::Dice;

const TOWNS: &[(&str, u32)] = &[
    ("서울특별시 종로구", 6),
    ("서울특별시 마포구", 5),
    ("서울특별시 강서구", 6),
    ("서울특별시 송파구", 6),
    ("서울특별시 노원구", 5),
    ("부산광역시 해운대구", 5),
    ("대구광역시 수성구", 4),
    ("인천광역시 남동구", 5),
    ("광주광역시 북구", 4),
    ("대전광역시 유성구", 4),
    ("울산광역시 남구", 3),
    ("세종특별자치시 한솔동", 2),
    ("경기도 수원시 팔달구", 6),
    ("경기도 고양시 일산동구", 6),
    ("경기도 성남시 분당구", 6),
    ("강원특별자치도 춘천시", 3),
    ("충청북도 청주시 흥덕구", 3),
    ("충청남도 천안시 서북구", 3),
    ("전북특별자치도 전주시 완산구", 3),
    ("전라남도 여수시", 2),
    ("경상북도 안동시", 2),
    ("경상남도 창원시 성산구", 4),
    ("제주특별자치도 서귀포시", 2),
];
const STREETS: &[&str] = &[
    "가람누리로",
    "나래울길",
    "다솜별로",
    "라온마을길",
    "마루한길",
    "바다빛고개로",
    "소담뜰길",
    "아라솔로",
    "자운샘길",
    "초롱별빛로",
    "큰별샘길",
    "하늬솔길",
];
const ABROAD: &[(&str, &str)] = &[
    ("Specimen Street, London, United Kingdom", "GBR"),
    ("Sample Avenue, Los Angeles, CA, USA", "USA"),
    ("Example Terrace, Wellington, New Zealand", "NZL"),
    ("Musterallee, Frankfurt am Main, Germany", "D"),
    ("Mihon-dori, Osaka, Japan", "JPN"),
];
const BIRTHPLACES: &[&str] = &[
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "수원", "춘천", "청주", "전주", "제주",
];

/// A registered address in the country.
pub(super) fn at_home(dice: &mut Dice) -> String {
    let town = dice.weighted(TOWNS);
    let street = dice.pick(STREETS);
    let house = dice.between(501, 999);
    if dice.per_mille(650) {
        let (block, flat) = (dice.between(101, 118), dice.between(1, 24) * 100);
        let door = flat + dice.between(1, 6);
        format!("{town} {street} {house}, {block}동 {door}호")
    } else {
        format!("{town} {street} {house}-{}", dice.between(1, 60))
    }
}

/// An address abroad and the State it is in.
pub(super) fn abroad(dice: &mut Dice) -> (String, &'static str) {
    let (street, state) = dice.pick(ABROAD);
    (format!("{} {street}", dice.between(501, 999)), state)
}

/// A place of birth in the country.
pub(super) fn birthplace(dice: &mut Dice) -> &'static str {
    dice.pick(BIRTHPLACES)
}
