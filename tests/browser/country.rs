//! One demo country for all browser tests, founded and served by the program itself.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use yeogwon::domain::Sex;
use yeogwon::register::{DemoRegister, RegistrationClass};

use crate::browser::Browser;

/// A demo country that is being served.
pub struct Country {
    address: String,
    accounts: Value,
    register: DemoRegister,
    taken: Mutex<BTreeSet<String>>,
    skipped: usize,
    _process: Option<Mutex<Child>>,
}

/// Somebody who comes to the counter.
pub struct Applicant {
    /// The resident number, as the clerk types it.
    pub number: String,
    /// A photo just taken.
    pub photo: PathBuf,
}

/// The country of this run.
pub fn country() -> &'static Country {
    static COUNTRY: OnceLock<Country> = OnceLock::new();
    COUNTRY.get_or_init(Country::found)
}

impl Country {
    fn found() -> Self {
        // Somebody who writes tests does not want to found a country for each try: `http://ADDRESS=FOLDER` of one that is served.
        if let Ok(served) = std::env::var("YEOGWON_BROWSER_COUNTRY") {
            let (address, folder) = served.split_once('=').expect("ADDRESS=FOLDER");
            return Self::at(address.to_owned(), PathBuf::from(folder), None);
        }
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("country-{}", std::process::id()));
        // Ends when the pipe at its standard input closes, which also happens when this program is killed; leaves nothing behind.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "\"$0\" demo --few --data \"$1\" --listen 127.0.0.1:0 & country=$!; \
                 cat >/dev/null; kill $country; wait $country; rm -rf \"$1\"",
                env!("CARGO_BIN_EXE_yeogwon"),
            ])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh starts");
        let address = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, address) = line.split_once("pages")?;
                Some(address.trim().trim_end_matches('/').to_owned())
            })
            .expect("the demo says where its pages are");
        Self::at(address, folder, Some(Mutex::new(child)))
    }

    fn at(address: String, folder: PathBuf, process: Option<Mutex<Child>>) -> Self {
        let accounts = std::fs::read_to_string(folder.join("officers/accounts.json")).unwrap();
        let config = std::fs::read_to_string(folder.join("config.toml")).unwrap();
        let of = |name: &str| {
            let line = config.lines().find_map(|line| line.strip_prefix(name));
            let value = line.and_then(|rest| rest.trim().strip_prefix('='));
            value.unwrap().trim().trim_matches('"').to_owned()
        };
        let founded_on: NaiveDate = of("founded_on").parse().unwrap();
        // Who came in an earlier try has a passport by now.
        let skipped = match process {
            Some(_) => 0,
            None => usize::try_from(std::process::id()).unwrap() % 12,
        };
        Self {
            skipped,
            address,
            accounts: serde_json::from_str(&accounts).unwrap(),
            register: DemoRegister::new(of("seed").parse().unwrap(), founded_on, now),
            taken: Mutex::default(),
            _process: process,
        }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The passphrase with which an officer's signing key is opened.
    pub fn passphrase(&self, account: &str) -> &str {
        let accounts = self.accounts["accounts"].as_array().unwrap();
        let found = accounts.iter().find(|each| each["id"] == account);
        found.unwrap()["signing_passphrase"].as_str().unwrap()
    }

    /// A grown woman whom the demo leaves alone: it takes its people from the front of the register.
    pub fn applicant(&self, class: RegistrationClass) -> Applicant {
        let today = Utc::now().date_naive();
        let mut taken = self.taken.lock().unwrap();
        let people: Vec<_> = self.register.people().collect();
        let person = people
            .into_iter()
            .rev()
            .filter(|person| {
                let years = today.years_since(person.birth).unwrap_or_default();
                let number = person.number.expose();
                person.situation.is_none()
                    && person.class == class
                    && person.sex == Sex::Female
                    && (25..60).contains(&years)
                    && !taken.contains(number.as_str())
            })
            .nth(self.skipped)
            .expect("somebody is left");
        let number = person.number.expose().as_str().to_owned();
        taken.insert(number.clone());
        let photo = self.register.photograph(&person.number).unwrap().unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("photos");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{}-{}.jpg", std::process::id(), taken.len()));
        std::fs::write(&file, photo).unwrap();
        Applicant {
            number,
            photo: file,
        }
    }
}

/// Signs an account in at the demo's open door, with the keyboard alone.
pub async fn sign_in(browser: &Browser, account: &str) {
    let country = country();
    browser.go(&country.url("/sign-in")).await;
    let link = format!("a[href^='/sign-in?account={account}&']");
    // Each code counts once: whoever signed in a moment ago waits for the next one.
    for _ in 0..40 {
        browser.enter(&link).await;
        browser.arrives("/sign-in").await;
        browser.find("#id").await;
        let code = "return document.querySelector('#id').value !== '' && document.querySelector('#code').value.length >= 6";
        if browser.run(code, vec![]).await == true {
            browser.enter("form.card button[type=submit]").await;
            browser.find(".officer-menu").await;
            return;
        }
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    }
    panic!("no code came for {account}");
}

fn now() -> DateTime<Utc> {
    Utc::now()
}
