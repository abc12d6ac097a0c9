//! A key of one's own, from the browser to the signer's register: two administrators, and what they signed too late.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::Utc;
use openssl::sha::sha256;
use yeogwon::config::Config;
use yeogwon::domain::{
    Application, ApplicationNumber, DocumentNumber, StaffRole, date_in_seoul, hex,
};
use yeogwon::proposal::Proposal;
use yeogwon::signer::{
    ApprovalRole, ApprovalStatement, Base64, Blank, EnrolmentStatement, OfficerId, Request,
    Response, SignDocument,
};
use yeogwon::specimen::Officers;
use yeogwon::store::officer_key::{self, KeyState, OfficerKeyRow};

use super::client::Browser;
use super::site::Site;
use crate::approvals::portrait;
use crate::enrolment::Person;
use crate::world::{example, program};

struct Signer(Child);

impl Signer {
    fn start(site: &Site) -> Self {
        let mut child = program()
            .args(["signer", "--data"])
            .arg(site.deps.directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("ready"), "{line}");
        Self(child)
    }
}

impl Drop for Signer {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Both administrators of the founded country, at their desks.
fn administrators(site: &mut Site, officers: &Officers) -> Vec<(OfficerId, Browser)> {
    let entries: Vec<yeogwon::signer::OfficerEntry> = match site
        .block_on(site.deps.signer.ask(Request::Officers))
        .unwrap()
    {
        Response::Officers { officers, .. } => officers,
        other => panic!("{other:?}"),
    };
    let ids = officers.administrators().unwrap();
    ids.into_iter()
        .map(|id| {
            site.hire(id.as_str(), StaffRole::PostAdministrator);
            let entry = entries.iter().find(|entry| entry.id == id).unwrap();
            let row = OfficerKeyRow {
                public_key_sha256: hex(&sha256(&BASE64.decode(&entry.public_key).unwrap())),
                officer: id.to_string(),
                public_key: entry.public_key.clone(),
                wrapped_key: None,
                state: KeyState::Enrolled,
                created_at: site.deps.now(),
            };
            site.block_on(async {
                let mut transaction = site.deps.database.write().await.unwrap();
                officer_key::insert(&mut transaction, &row).await.unwrap();
                transaction.commit().await.unwrap();
            });
            let browser = site.signed_in(id.as_str());
            (id, browser)
        })
        .collect()
}

/// What the page would send once the administrator has signed what it shows.
fn signed(officers: &Officers, desk: &mut (OfficerId, Browser), path: &str) -> [String; 3] {
    let page = desk.1.get(path).is(200);
    let statement = page
        .hidden("statement")
        .unwrap()
        .replace("&#x2B;", "+")
        .replace("&#43;", "+");
    let bytes = BASE64.decode(&statement).unwrap();
    let said: EnrolmentStatement = serde_json::from_slice(&bytes).unwrap();
    let approval = officers.sign_enrolment(&desk.0, said).unwrap();
    [page.hidden("csrf").unwrap(), statement, approval.signature]
}

fn send(desk: &mut (OfficerId, Browser), path: &str, form: &[String; 3]) -> super::client::Answer {
    let [csrf, statement, signature] = form;
    let fields = [
        ("csrf", csrf.as_str()),
        ("statement", statement),
        ("signature", signature),
    ];
    desk.1.post(path, &fields)
}

/// Asks for a key to count; the path of the page where it is signed for.
fn requested(site: &Site, person: &Person) -> String {
    let mut browser = site.signed_in(person.id.as_str());
    let csrf = browser.get("/me/key").is(200).hidden("csrf").unwrap();
    let public_key = person.entry(&[ApprovalRole::Approval]).public_key;
    let fields = [
        ("csrf", csrf.as_str()),
        ("public_key", &public_key),
        ("wrapped_key", ""),
    ];
    browser
        .post("/me/key", &fields)
        .leads_to("/me/key?done=done-key-requested");
    let digest = hex(&sha256(&BASE64.decode(&public_key).unwrap()));
    browser.get(&format!("/admin/keys/{digest}")).is(403);
    format!("/admin/keys/{digest}")
}

/// A document that the specimen's clerk attests and this person approves.
fn request(site: &Site, officers: &Officers, person: &Person, nth: u32) -> Request {
    let now = Utc::now();
    let text = std::fs::read(example("ordinary.json")).unwrap();
    let asked = Application::parse(&text, date_in_seoul(now)).unwrap();
    let config = Config::read(&site.deps.directory).unwrap();
    let number = ApplicationNumber::parse(&format!("ENROL-{nth:04}")).unwrap();
    let proposal =
        Proposal::make(&asked, number, &portrait(), &config, date_in_seoul(now)).unwrap();
    let clerk = officers
        .approve(ApprovalRole::Intake, &proposal.record, now)
        .unwrap();
    let statement = ApprovalStatement {
        officer: person.id.clone(),
        role: ApprovalRole::Approval,
        ..clerk.statement.clone()
    };
    Request::SignDocument(Box::new(SignDocument {
        record: Base64(proposal.record.to_canonical().unwrap()),
        approvals: vec![clerk, person.approve(statement)],
        photo: Base64(proposal.photo.clone()),
        number: DocumentNumber::parse(&format!("M{nth:08}")).unwrap(),
        blank: Blank {
            serial: format!("ENROL-{nth}"),
            kind: proposal.record.kind.booklet(),
        },
        chip: None,
    }))
}

fn ask(site: &Site, request: Request) -> Response {
    site.block_on(site.deps.signer.ask(request)).unwrap()
}

#[test]
fn two_administrators_enrol_an_officer_who_then_approves_and_is_shut_out_again() {
    let mut site = Site::founded();
    let _signer = Signer::start(&site);
    let officers = Officers::open(&site.deps.directory).unwrap();
    let mut desks = administrators(&mut site, &officers);
    let (first, second) = desks.split_at_mut(1);
    let (first, second) = (&mut first[0], &mut second[0]);
    let people = ["new.examiner", "late.examiner"].map(Person::new);
    for person in &people {
        site.hire(person.id.as_str(), StaffRole::Examiner);
    }
    let [path, late] = [&people[0], &people[1]].map(|person| requested(&site, person));

    let before = ask(&site, request(&site, &officers, &people[0], 1));
    assert!(matches!(before, Response::Refused { .. }), "{before:?}");
    // One administrator is not two, however often.
    let word = signed(&officers, first, &path);
    for _ in 0..2 {
        send(first, &path, &word).leads_to("/admin/keys?done=done-key-signed");
    }
    // Signed for the other key as well, on the same register.
    let word = signed(&officers, first, &late);
    send(first, &late, &word).leads_to("/admin/keys?done=done-key-signed");
    // Forged: another's signature, another key's statement, no token.
    let good = signed(&officers, second, &path);
    let of_late = signed(&officers, second, &late);
    for forged in [
        [good[0].clone(), good[1].clone(), of_late[2].clone()],
        of_late.clone(),
        word.clone(),
    ] {
        let forged = [good[0].clone(), forged[1].clone(), forged[2].clone()];
        send(second, &path, &forged).is(422);
    }
    let forgery = ["0".to_owned(), good[1].clone(), good[2].clone()];
    send(second, &path, &forgery).is(403);
    send(second, &path, &good).leads_to("/admin/keys?done=done-key-enrolled");

    let after = ask(&site, request(&site, &officers, &people[0], 2));
    assert!(matches!(after, Response::Released(_)), "{after:?}");
    // The register has moved: what was signed about the other key counts no more, and the pages say so.
    let page = send(second, &late, &of_late).is(422).text();
    assert!(page.contains("등록부가 바뀌었습니다"), "{page}");
    assert!(
        first
            .1
            .get("/admin/keys")
            .is(200)
            .text()
            .contains("다시 서명하십시오")
    );
    let word = signed(&officers, second, &late);
    send(second, &late, &word).leads_to("/admin/keys?done=done-key-signed");
    let word = signed(&officers, first, &late);
    send(first, &late, &word).leads_to("/admin/keys?done=done-key-enrolled");

    let out = format!("{path}/shut-out");
    let word = signed(&officers, first, &out);
    send(first, &out, &word).leads_to("/admin/keys?done=done-key-signed");
    let word = signed(&officers, second, &out);
    send(second, &out, &word).leads_to("/admin/keys?done=done-key-shut-out");
    let shut = ask(&site, request(&site, &officers, &people[0], 3));
    assert!(matches!(shut, Response::Refused { .. }), "{shut:?}");
}
