use crate::service::application::ApplicationView;
use crate::service::{Step, steps_of};
use crate::web::frame::Frame;

/// What every tab of a case shows above.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) number: String,
    pub(super) name_ko: String,
    pub(super) name_en: String,
    pub(super) status: &'static str,
    pub(super) kind: String,
    pub(super) tabs: Vec<(String, String, bool)>,
}

const TABS: [&str; 6] = [
    "",
    "decision",
    "documents",
    "people",
    "production",
    "history",
];

/// The tabs of a case; `open` is the one that is shown, empty for the summary.
pub(in crate::web::page) fn tabs(
    frame: &Frame,
    number: &str,
    open: &str,
) -> Vec<(String, String, bool)> {
    TABS.iter()
        .map(|name| {
            let (href, key) = if name.is_empty() {
                (format!("/cases/{number}"), "summary")
            } else {
                (format!("/cases/{number}/{name}"), *name)
            };
            (href, frame.t(&format!("case-tab-{key}")), *name == open)
        })
        .collect()
}

impl Head {
    /// What stands above a tab, for samples.
    pub(super) fn sample(frame: &Frame, tab: &str) -> Self {
        let number = "20261122-AABBCCDDEE";
        Self {
            number: number.to_owned(),
            name_ko: "제갈하늘별님구름햇살".to_owned(),
            name_en: "<b>BOLD</b>, HUBERT BLAINE".to_owned(),
            status: "submitted",
            kind: frame.kind("travel_certificate"),
            tabs: tabs(frame, number, tab),
        }
    }

    pub(super) fn new(frame: &Frame, view: &ApplicationView, tab: &str) -> Self {
        Self {
            number: view.number.to_string(),
            name_ko: view.name_ko.clone(),
            name_en: view.name_en.clone(),
            status: view.status.as_str(),
            kind: super::words::coded(frame, "kind", view.kind.as_str()),
            tabs: tabs(frame, view.number.as_str(), tab),
        }
    }
}

/// Something that can be done next: a way there, or why not.
#[derive(Debug)]
pub(super) struct NextStep {
    pub(super) label: String,
    pub(super) href: Option<String>,
    pub(super) why_not: String,
}

/// Every step that is open where the case stands; those that this officer may not take say why.
pub(super) fn next_steps(frame: &Frame, view: &ApplicationView, me: &str) -> Vec<NextStep> {
    let own_case = view.taken_by.id == me
        || view
            .approvals
            .iter()
            .any(|approval| approval.role == "intake" && approval.officer == me);
    steps_of(view.status)
        .into_iter()
        .map(|step| {
            let name = name(step);
            let may = view.steps.contains(&step) && !(step == Step::Decide && own_case);
            let roles: Vec<String> = step.roles().iter().map(|role| frame.role(role)).collect();
            NextStep {
                label: frame.t(&format!("case-step-{name}")),
                href: may.then(|| href(step, view)),
                why_not: if step == Step::Decide && own_case {
                    frame.t("case-why-own")
                } else {
                    frame.t1("case-why-role", "roles", roles.join(", "))
                },
            }
        })
        .collect()
}

const fn name(step: Step) -> &'static str {
    match step {
        Step::Edit => "edit",
        Step::Attest => "attest",
        Step::Withdraw => "withdraw",
        Step::Decide => "decide",
        Step::Personalise => "personalise",
        Step::Inspect => "inspect",
        Step::HandOver => "hand-over",
        Step::Reopen => "reopen",
    }
}

fn href(step: Step, view: &ApplicationView) -> String {
    let number = &view.number;
    match step {
        Step::Edit => format!("/apply/{number}"),
        Step::Attest => format!("/apply/{number}/check"),
        Step::Withdraw => format!("/apply/{number}/withdraw"),
        Step::Decide => format!("/cases/{number}/decision"),
        Step::Personalise | Step::Inspect | Step::Reopen => format!("/cases/{number}/production"),
        Step::HandOver => format!("/cases/{number}/hand-over"),
    }
}
