//! Names put together from syllables: surnames as often as the census counts them, given names of their generation.

use super::dice::Dice;
use crate::domain::Sex;

/// Surnames by ten-thousandths of the population, rounded; the long tail is thinned.
///
/// Source: Statistics Korea, census of 2015
const SURNAMES: &[(&str, u32)] = &[
    ("김", 2151),
    ("이", 1469),
    ("박", 843),
    ("최", 470),
    ("정", 433),
    ("강", 236),
    ("조", 211),
    ("윤", 205),
    ("장", 199),
    ("임", 165),
    ("한", 155),
    ("오", 153),
    ("서", 151),
    ("신", 149),
    ("권", 142),
    ("황", 140),
    ("안", 138),
    ("송", 137),
    ("전", 113),
    ("홍", 112),
    ("유", 129),
    ("고", 95),
    ("문", 93),
    ("양", 93),
    ("손", 91),
    ("배", 81),
    ("백", 77),
    ("허", 65),
    ("남", 55),
    ("심", 54),
    ("노", 51),
    ("하", 46),
    ("곽", 41),
    ("성", 40),
    ("차", 39),
    ("주", 39),
    ("우", 39),
    ("구", 39),
    ("민", 34),
    ("류", 32),
    ("나", 32),
    ("진", 32),
    ("지", 31),
    ("엄", 29),
    ("채", 26),
    ("원", 26),
    ("천", 24),
    ("방", 19),
    ("공", 19),
    ("현", 18),
    ("함", 16),
    ("변", 17),
    ("염", 14),
    ("여", 13),
    ("추", 12),
    ("도", 11),
    ("소", 10),
    ("석", 9),
    ("남궁", 6),
    ("황보", 5),
    ("제갈", 4),
    ("선우", 4),
];

/// First and second syllables of given names of one generation and sex.
struct Syllables(&'static [&'static str], &'static [&'static str]);

const OLD_MEN: Syllables = Syllables(
    &[
        "영", "상", "종", "병", "동", "광", "창", "용", "태", "만", "기", "길",
    ],
    &[
        "수", "호", "식", "철", "환", "구", "섭", "규", "배", "근", "석",
    ],
);
const OLD_WOMEN: Syllables = Syllables(
    &[
        "영", "순", "정", "명", "옥", "경", "금", "복", "춘", "말", "화", "미",
    ],
    &["자", "숙", "희", "순", "옥", "애", "분", "례", "남", "임"],
);
const MEN: Syllables = Syllables(
    &[
        "재", "성", "정", "승", "준", "민", "상", "진", "동", "형", "태", "현",
    ],
    &[
        "훈", "호", "우", "현", "석", "환", "규", "범", "욱", "혁", "빈",
    ],
);
const WOMEN: Syllables = Syllables(
    &[
        "지", "은", "수", "혜", "미", "정", "유", "현", "소", "선", "민", "보",
    ],
    &[
        "영", "혜", "정", "진", "경", "주", "희", "연", "미", "람", "라",
    ],
);
const BOYS: Syllables = Syllables(
    &[
        "도", "서", "예", "시", "하", "주", "지", "이", "건", "은", "로", "선",
    ],
    &[
        "윤", "준", "우", "호", "후", "현", "율", "찬", "온", "결", "담",
    ],
);
const GIRLS: Syllables = Syllables(
    &[
        "서", "하", "지", "수", "아", "채", "다", "예", "나", "소", "라", "윤",
    ],
    &[
        "윤", "은", "린", "아", "원", "율", "온", "별", "솔", "봄", "인",
    ],
);

/// Given names of one syllable.
const SINGLE: &[&str] = &["준", "산", "결", "솔", "률", "빈", "찬", "별", "단", "혁"];

/// Well-known people's names: nobody invented is called so, whatever the birth, so that nobody is taken for them.
const TAKEN: &[&str] = &[
    "이승만",
    "윤보선",
    "박정희",
    "최규하",
    "전두환",
    "노태우",
    "김영삼",
    "김대중",
    "노무현",
    "이명박",
    "박근혜",
    "문재인",
    "윤석열",
    "이재명",
    "반기문",
    "손흥민",
    "김연아",
    "봉준호",
    "박찬욱",
    "한강",
    "홍길동",
    "조성진",
    "이병헌",
    "송강호",
    "박찬호",
    "이정재",
    "이이",
    "이순신",
    "김구",
    "윤동주",
    "정지용",
    "김소월",
    "박지원",
    "정명훈",
    "백남준",
    "이세돌",
    "지수",
    "김석진",
    "민윤기",
    "정호석",
    "김남준",
    "박지민",
    "김태형",
    "전정국",
];

pub(super) fn surname(dice: &mut Dice) -> &'static str {
    dice.weighted(SURNAMES)
}

/// Given names that fit a surname, a sex and a year of birth.
pub(super) fn given_names(dice: &mut Dice, surname: &str, sex: Sex, year: i32) -> String {
    let Syllables(first, second) = match (sex, year) {
        (Sex::Male, ..1965) => OLD_MEN,
        (_, ..1965) => OLD_WOMEN,
        (Sex::Male, ..2000) => MEN,
        (_, ..2000) => WOMEN,
        (Sex::Male, _) => BOYS,
        _ => GIRLS,
    };
    loop {
        let (front, back) = (dice.pick(first), dice.pick(second));
        let name = format!("{front}{back}");
        if front != back && !is_taken(surname, &name) {
            return name;
        }
    }
}

/// A given name of one syllable.
pub(super) fn single_syllable(dice: &mut Dice, surname: &str) -> String {
    loop {
        let name = dice.pick(SINGLE);
        if !is_taken(surname, name) {
            return name.to_owned();
        }
    }
}

pub(super) fn is_taken(surname: &str, given_names: &str) -> bool {
    TAKEN.contains(&format!("{surname}{given_names}").as_str())
}
