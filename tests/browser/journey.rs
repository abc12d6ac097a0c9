//! The whole way of one passport, with the keyboard alone: from the counter to the holder, and its loss.

use fantoccini::key::Key;
use tokio::sync::Mutex;
use yeogwon::register::RegistrationClass;

use crate::browser::{Browser, Window};
use crate::country::{country, sign_in};

/// The bureau's officers have one language at a time, and there is one of each.
static BUREAU: Mutex<()> = Mutex::const_new(());

/// Who serves, and what they are told.
struct Way {
    language: &'static str,
    class: RegistrationClass,
    clerk: &'static str,
    examiner: &'static str,
    keeper: &'static str,
    serials: (&'static str, &'static str),
    words: Words,
}

/// What a person reads on the way.
struct Words {
    filled_in: &'static str,
    wrong_passphrase: &'static str,
    attested: &'static str,
    receipt: &'static str,
    approved: &'static str,
    made: &'static str,
    green: &'static str,
    handed_over: &'static str,
    active: &'static str,
    lost: &'static str,
    lost_status: &'static str,
    received: &'static str,
    known: &'static str,
}

#[tokio::test]
async fn a_passport_goes_its_whole_way_in_korean() {
    way(&Way {
        language: "ko",
        class: RegistrationClass::Inhabitant,
        clerk: "jongno-clerk",
        examiner: "jongno-examiner",
        keeper: "mofa-stock-1",
        serials: ("TK-00001", "TK-00020"),
        words: Words {
            filled_in: "주민등록 정보를 가져왔습니다.",
            wrong_passphrase: "서명 암호가 맞지 않습니다.",
            attested: "서명하여 제출하였습니다.",
            receipt: "여권 신청 접수증",
            approved: "승인하였습니다.",
            made: "여권을 제작하였습니다.",
            green: "검사에 합격하였습니다.",
            handed_over: "여권을 교부하였습니다.",
            active: "유효",
            lost: "분실 신고를 접수하였습니다.",
            lost_status: "분실",
            received: "공여권을 수령하였습니다.",
            known: "이미 등록된 공여권입니다.",
        },
    })
    .await;
}

#[tokio::test]
async fn a_passport_goes_its_whole_way_in_english() {
    way(&Way {
        language: "en",
        class: RegistrationClass::ResidingAbroad,
        clerk: "london-clerk",
        examiner: "london-examiner",
        keeper: "mofa-stock-2",
        serials: ("TE-00001", "TE-00020"),
        words: Words {
            filled_in: "Filled in from the resident register.",
            wrong_passphrase: "The passphrase is wrong.",
            attested: "Signed and submitted.",
            receipt: "Receipt",
            approved: "Approved.",
            made: "The book was made.",
            green: "The inspection is green.",
            handed_over: "The book was handed over.",
            active: "In effect",
            lost: "The loss is on record.",
            lost_status: "Lost",
            received: "The delivery was taken in.",
            known: "is on record already",
        },
    })
    .await;
}

async fn way(way: &Way) {
    let browser = Browser::open(Window {
        language: way.language,
        ..Window::default()
    })
    .await;
    let number = apply(&browser, way).await;
    approve(&browser, way, &number).await;
    {
        let _alone = BUREAU.lock().await;
        make(&browser, way, &number).await;
        inspect(&browser, way, &number).await;
    }
    let document = hand_over(&browser, way, &number).await;
    lose(&browser, way, &document).await;
    stock(&browser, way).await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
}

/// Comes in, in the language of this way.
async fn come(browser: &Browser, way: &Way, account: &str) {
    sign_in(browser, account).await;
    let language = browser.run("return document.documentElement.lang", vec![]);
    if language.await != way.language {
        browser.enter(".language-switch button").await;
        browser
            .find(&format!("html[lang='{}']", way.language))
            .await;
    }
}

async fn leave(browser: &Browser) {
    browser.enter(".officer-menu summary").await;
    browser.enter("form[action='/sign-out'] button").await;
    browser.find("#password").await;
}

async fn picture(browser: &Browser, way: &Way, name: &str) {
    browser.picture(&format!("{}-{name}", way.language)).await;
}

/// The counter: by the resident number, through every page that is open, to the signature. Gives the application's number.
async fn apply(browser: &Browser, way: &Way) -> String {
    let applicant = country().applicant(way.class);
    come(browser, way, way.clerk).await;
    picture(browser, way, "01-desk").await;
    browser.enter("nav a[href='/apply/new']").await;
    browser.fill("resident_number", &applicant.number).await;
    picture(browser, way, "02-start").await;
    browser.enter(".button-row button:not([name])").await;
    browser.says(way.words.filled_in).await;
    let path = browser.path().await;
    let number = path.strip_prefix("/apply/").unwrap().to_owned();
    assert!(
        !browser.text().await.contains(&applicant.number[6..]),
        "a resident number is masked"
    );
    picture(browser, way, "03-tasks").await;
    browser.enter("#go-on").await;
    for _ in 0..8 {
        browser.arrives(&format!("/apply/{number}/")).await;
        let path = browser.path().await;
        let page = path.rsplit('/').next().unwrap().to_owned();
        picture(browser, way, &format!("04-{page}")).await;
        match page.as_str() {
            "photo" if browser.count(".photo-bench").await == 0 => {
                browser.upload("#photo", &applicant.photo).await;
            }
            "photo" => browser.enter("aside a.button").await,
            "papers" => papers(browser).await,
            "check" => break,
            _ => {
                browser
                    .enter("main form[method=post] button[type=submit].button")
                    .await
            }
        }
        browser.leaves(&path).await;
    }
    picture(browser, way, "05-check").await;
    browser
        .enter(&format!("a[href='/apply/{number}/attest']"))
        .await;
    let passphrase = country().passphrase(way.clerk);
    browser
        .type_into("#signing-passphrase", "not the passphrase")
        .await;
    browser.enter("[data-sign-button]").await;
    browser.says(way.words.wrong_passphrase).await;
    browser.type_into("#signing-passphrase", passphrase).await;
    picture(browser, way, "06-attest").await;
    browser.enter("[data-sign-button]").await;
    browser.says(way.words.attested).await;
    browser.says(way.words.receipt).await;
    browser.says(&number).await;
    picture(browser, way, "07-receipt").await;
    leave(browser).await;
    number
}

/// Ticks every paper, the fingerprints and the first means of payment.
async fn papers(browser: &Browser) {
    let ids = "return [...document.querySelectorAll('main input[type=checkbox]:not(:checked)')].map(box => box.id)";
    let ids = browser.run(ids, vec![]).await;
    for id in ids.as_array().unwrap() {
        browser
            .space(&format!("[id='{}']", id.as_str().unwrap()))
            .await;
    }
    for group in ["fingerprints", "fee_means"] {
        if browser.count(&format!("#{group}")).await > 0 {
            browser.choose(&format!("#{group}")).await;
        }
    }
    browser.enter("main form .button-row button").await;
}

/// From the work list to the case and its decision.
async fn approve(browser: &Browser, way: &Way, number: &str) {
    come(browser, way, way.examiner).await;
    open_case(browser, number).await;
    picture(browser, way, "08-case").await;
    browser
        .enter(&format!("a[href='/cases/{number}/decision']"))
        .await;
    let passphrase = country().passphrase(way.examiner);
    browser.type_into("#signing-passphrase", passphrase).await;
    picture(browser, way, "09-decision").await;
    browser.enter("[data-sign-button]").await;
    browser.says(way.words.approved).await;
    picture(browser, way, "10-approved").await;
    leave(browser).await;
}

async fn open_case(browser: &Browser, number: &str) {
    browser.enter("nav a[href='/work']").await;
    browser.arrives("/work").await;
    browser.enter(&format!("a[href='/cases/{number}']")).await;
    browser.arrives(&format!("/cases/{number}")).await;
}

async fn make(browser: &Browser, way: &Way, number: &str) {
    come(browser, way, "mofa-operator").await;
    open_case(browser, number).await;
    browser
        .enter(&format!(".tabs a[href='/cases/{number}/production']"))
        .await;
    picture(browser, way, "11-production").await;
    browser
        .enter(&format!("form[action='/cases/{number}/production'] button"))
        .await;
    browser.says(way.words.made).await;
    picture(browser, way, "12-made").await;
    leave(browser).await;
}

async fn inspect(browser: &Browser, way: &Way, number: &str) {
    come(browser, way, "mofa-checker").await;
    open_case(browser, number).await;
    browser
        .enter(&format!(".tabs a[href='/cases/{number}/production']"))
        .await;
    for check in ["cover", "pages", "print", "portrait"] {
        browser.next_choice(&format!("select[name={check}]")).await;
    }
    picture(browser, way, "13-inspection").await;
    browser
        .enter(&format!("form[action='/cases/{number}/inspection'] button"))
        .await;
    browser.says(way.words.green).await;
    picture(browser, way, "14-inspected").await;
    leave(browser).await;
}

/// Gives the number of the document.
async fn hand_over(browser: &Browser, way: &Way, number: &str) -> String {
    come(browser, way, way.clerk).await;
    open_case(browser, number).await;
    browser
        .enter(&format!("main a[href='/cases/{number}/hand-over']"))
        .await;
    browser.next_choice("select[name=recipient]").await;
    browser.next_choice("select[name=identified_by]").await;
    picture(browser, way, "15-hand-over").await;
    browser
        .enter(&format!("form[action='/cases/{number}/hand-over'] button"))
        .await;
    browser.says(way.words.handed_over).await;
    picture(browser, way, "16-handed-over").await;
    browser
        .enter(&format!(".tabs a[href='/cases/{number}/documents']"))
        .await;
    let link = browser.find("main a[href^='/documents/']").await;
    let document = link.text().await.unwrap();
    browser
        .enter(&format!("main a[href='/documents/{document}']"))
        .await;
    browser.says(way.words.active).await;
    browser.says(&document).await;
    picture(browser, way, "17-document").await;
    document
}

async fn lose(browser: &Browser, way: &Way, document: &str) {
    browser.enter("nav a[href='/lost']").await;
    browser.type_into("main [name=q]", document).await;
    browser.press(&String::from(char::from(Key::Enter))).await;
    browser.arrives("/documents").await;
    if browser.path().await == "/documents" {
        browser
            .enter(&format!("main a[href='/documents/{document}']"))
            .await;
    }
    browser.arrives(&format!("/documents/{document}")).await;
    browser
        .enter("main details:has([name=lost_on]) summary")
        .await;
    let today = chrono::Utc::now().with_timezone(&chrono::FixedOffset::east_opt(9 * 3600).unwrap());
    let today = today.format("%Y-%m-%d").to_string();
    browser.fill("lost_on", &today).await;
    browser.fill("country", "JPN").await;
    browser.fill("place", "Osaka").await;
    picture(browser, way, "18-loss").await;
    browser.enter("form[action$='/loss'] button").await;
    browser.says(way.words.lost).await;
    browser.says(way.words.lost_status).await;
    picture(browser, way, "19-lost").await;
    leave(browser).await;
}

/// Blanks come in once, and never twice.
async fn stock(browser: &Browser, way: &Way) {
    come(browser, way, way.keeper).await;
    for said in [way.words.received, way.words.known] {
        browser.enter("nav a[href='/stock']").await;
        browser
            .enter("main details:has([value=receive]) summary")
            .await;
        browser.fill("first", way.serials.0).await;
        browser.fill("last", way.serials.1).await;
        picture(browser, way, "20-stock").await;
        browser
            .enter("main details:has([value=receive]) button")
            .await;
        browser.says(said).await;
        picture(browser, way, "21-stock-received").await;
    }
    leave(browser).await;
}
