//! The Passport Act beneath the Decree (Act No. 9799), as far as issuing needs it: Articles 2, 5, 6, 11 and 14.

use super::rule::Rule;

pub(super) const NATIONALS: Rule = Rule::shall(
    "passports_for_nationals",
    "Act 2",
    "A passport is for nationals of the Republic.",
    "여권은 대한민국 국민에게 발급한다.",
);
pub(super) const ORDINARY_CEILING: Rule = Rule::shall(
    "act_ordinary_ceiling",
    "Act 5(1)1",
    "No ordinary passport is valid for more than ten years.",
    "일반여권의 유효기간은 10년 이내로 한다.",
);
pub(super) const ASKED_FOR_SINGLE: Rule = Rule::may(
    "single_use_asked_for",
    "Act 6(1)1",
    "A single-use passport may be issued to an applicant who asks for one.",
    "신청인이 요청하는 경우 단수여권을 발급할 수 있다.",
);
pub(super) const REISSUE: Rule = Rule::shall(
    "reissue",
    "Act 11(1)",
    "A passport may be reissued to correct or change data, after a loss, or when damaged.",
    "기재사항의 정정·변경, 분실, 훼손의 경우 재발급을 신청할 수 있다.",
);
pub(super) const VERIFICATION: Rule = Rule::may(
    "loss_verification",
    "Act 11(2)",
    "Before a reissue after two or more losses in five years the Minister may verify for up to thirty days.",
    "최근 5년 이내에 2회 이상 분실한 경우 등에는 신청일부터 30일의 범위에서 확인할 수 있다.",
);
pub(super) const CERTIFICATE: Rule = Rule::may(
    "travel_certificate_term",
    "Act 14(2)",
    "A travel certificate is valid for at most one year and until its purpose is achieved.",
    "여행증명서의 유효기간은 1년 이내로 하며, 발급 목적을 이루면 효력을 잃는다.",
);

/// The rules of the Act on which issuing rests.
pub(super) const RULES: &[&Rule] = &[
    &NATIONALS,
    &ORDINARY_CEILING,
    &ASKED_FOR_SINGLE,
    &REISSUE,
    &VERIFICATION,
    &CERTIFICATE,
];
