//! Article 13: who must be given a single-use passport (단수여권의 발급대상자).

use super::case::{Case, Draft};
use super::fact::Fact;
use super::military::Standing;
use super::rule::Rule;
use super::switches::Recommendation;
use super::word::Word;

pub(super) const SHORT_PERMIT: Rule = Rule::shall(
    "short_permit_single",
    "13",
    "A man of 25 or more with service to do and a permit of less than six months receives a single-use passport.",
    "25세 이상으로 병역을 마치지 아니하고 국외여행허가기간이 6개월 미만인 사람에게는 단수여권을 발급한다.",
);
pub(super) const ARTISTS_AND_ATHLETES: Rule = Rule::may(
    "artists_and_athletes",
    "13 proviso",
    "Recommended outstanding artists, and national-team members who must travel several times a year, may receive one year for many journeys.",
    "문화체육관광부장관이 추천하는 우수예술인과 국제경기 등을 위하여 1년에 여러 번 국외여행을 하여야 하는 국가대표선수에게는 유효기간 1년의 복수여권을 발급할 수 있다.",
);

/// The rules of this article.
pub(super) const RULES: &[&Rule] = &[&SHORT_PERMIT, &ARTISTS_AND_ATHLETES];

/// What Article 13 makes of a short permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShortPermit {
    /// It does not concern the case.
    NotConcerned,
    /// One journey.
    Single,
    /// Many journeys for a year, as the officer sees fit.
    OneYearMultiple,
}

const LOOKED_AT: &[Fact] = &[Fact::Birth, Fact::Mil, Fact::PermitFrom, Fact::PermitTo];

/// 13: a single-use passport on a permit below six months, unless the proviso opens a year.
pub(super) fn short_permit(case: &Case<'_>, standing: Standing, draft: &mut Draft) -> ShortPermit {
    if standing != Standing::ShortPermit {
        return ShortPermit::NotConcerned;
    }
    if is_recommended_artist(case) || is_travelling_athlete(case) {
        draft.note(&SHORT_PERMIT, "would be for one journey", LOOKED_AT);
        return ShortPermit::OneYearMultiple;
    }
    draft.rest_on(&SHORT_PERMIT, "for one journey", LOOKED_AT);
    ShortPermit::Single
}

/// 13 proviso: an outstanding artist whom the Culture Minister recommends.
fn is_recommended_artist(case: &Case<'_>) -> bool {
    case.facts.is(Fact::Artist, Word::Outstanding)
        && case.facts.says(Fact::CultureMinisterRecommendation)
}

/// 13 proviso: a member of the national team with several trips a year for games or training (A22).
fn is_travelling_athlete(case: &Case<'_>) -> bool {
    let purpose = matches!(
        case.facts.word(Fact::Purpose),
        Some(Word::InternationalGames | Word::OffSeasonTrainingAbroad)
    );
    let recommended = match case.switches.recommendation {
        Recommendation::ArtistsOnly => true,
        Recommendation::Everyone => case.facts.says(Fact::CultureMinisterRecommendation),
    };
    case.facts.says(Fact::NationalTeam)
        && case.facts.says(Fact::SeveralTripsThisYear)
        && purpose
        && recommended
}
