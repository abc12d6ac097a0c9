use crate::service::Deps;
use crate::signer::{Refusal, Released, Request, Response, SignDocument};

/// What stands against a document: a stable word, and the same for people without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) word: String,
    pub(super) detail: String,
}

/// What the signer said to one request, as far as it matters here.
pub(super) enum Answer {
    /// The document.
    Released(Box<Released>),
    /// Not now.
    Waits(Problem),
    /// Never.
    GiveUp { problem: Problem, end: End },
}

/// How a try that is given up ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The approvals count no more: both officers sign again.
    Returned,
    /// The approvals hold; number and book are used up elsewhere, and others are drawn.
    Another,
}

/// Asks for the document; what was released before and never arrived is collected.
pub(super) async fn ask(deps: &Deps, request: &SignDocument) -> Answer {
    let refusal = match deps
        .signer
        .ask(Request::SignDocument(Box::new(request.clone())))
        .await
    {
        Ok(Response::Refused { refusal, message }) => (refusal, message),
        other => return without_refusal(other),
    };
    if refusal.0 != Refusal::ApplicationUsed {
        return judge(&refusal.0, refusal.1);
    }
    let collect = Request::CollectDocument(Box::new(request.clone()));
    match deps.signer.ask(collect).await {
        // Another number was signed for these approvals: they are used up.
        Ok(Response::Refused { .. }) => judge(&refusal.0, refusal.1),
        other => without_refusal(other),
    }
}

fn without_refusal(answer: Result<Response, crate::service::SignerGateError>) -> Answer {
    match answer {
        Ok(Response::Released(document)) => Answer::Released(document),
        Ok(Response::Failed { message }) => waits("signer_failed", message),
        Ok(_) => waits(
            "signer_failed",
            "the signer answered another question than it was asked".to_owned(),
        ),
        Err(error) => waits("signer_unreachable", error.to_string()),
    }
}

fn waits(word: &str, detail: String) -> Answer {
    Answer::Waits(Problem {
        word: word.to_owned(),
        detail,
    })
}

/// Whether a refusal is for good, and what then becomes of the approvals.
fn judge(refusal: &Refusal, message: String) -> Answer {
    let problem = Problem {
        word: refusal.tag(),
        detail: message,
    };
    let give_up = |problem, end| Answer::GiveUp { problem, end };
    use Refusal as R;
    match refusal {
        // What a person at the machine repairs, or time does; the approvals are as good as before.
        R::ClockSetBack { .. }
        | R::ApprovalFromTheFuture { .. }
        | R::NoDocumentSigner { .. }
        | R::RequestNotUnderstood
        | R::OfficersEdited { .. }
        | R::OfficersForged { .. }
        | R::LogIncomplete { .. } => Answer::Waits(problem),
        R::NumberUsed | R::BlankUsed | R::OtherIntentOpen { .. } => give_up(problem, End::Another),
        R::ApprovalCount { .. }
        | R::UnknownOfficer { .. }
        | R::OfficerDisabled { .. }
        | R::RoleNotHeld { .. }
        | R::ApprovalSignature { .. }
        | R::OtherApplication { .. }
        | R::OtherRecord { .. }
        | R::ApprovalExpired { .. }
        | R::SameOfficer { .. }
        | R::SameRole { .. }
        | R::RecordMalformed { .. }
        | R::OtherPhoto
        | R::PhotoUnusable { .. }
        | R::NumberDoesNotFit
        | R::BlankDoesNotFit
        | R::ApplicationUsed
        | R::IntentTooOld { .. }
        | R::LawChanged { .. }
        | R::LawNotAskable { .. }
        | R::DataGroup { .. }
        | R::NothingUnderNumber { .. } => give_up(problem, End::Returned),
        // Refusals of other questions than this one.
        R::EnrolmentCount { .. }
        | R::EntryUnusable { .. }
        | R::OtherChange { .. }
        | R::OtherRegister { .. }
        | R::OwnEnrolment { .. }
        | R::KeyEnrolled { .. }
        | R::NothingToChange { .. }
        | R::TooFewAdministrators { .. }
        | R::DigestMalformed
        | R::WitnessBackwards { .. }
        | R::WitnessDiffers { .. } => Answer::Waits(problem),
    }
}
