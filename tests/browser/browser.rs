//! A real Chromium, driven through its own driver.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long a page may take to show what is waited for, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// The driver's process: one for all tests, ended with the test program.
struct Driver {
    address: String,
    _child: Mutex<Child>,
}

fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| {
        // Ends when the pipe at its standard input closes, which also happens when this program is killed.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "chromedriver --port=0 & driver=$!; cat >/dev/null; kill $driver",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: tests/run installs it");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver says on which port it listens");
        Driver {
            address: format!("http://127.0.0.1:{port}"),
            _child: Mutex::new(child),
        }
    })
}

/// One window with cookies and keys of its own.
pub struct Browser {
    client: Client,
}

/// What a window is like.
pub struct Window {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What the browser says its user reads.
    pub language: &'static str,
    /// Whether scripts run.
    pub scripts: bool,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            size: (1280, 960),
            language: "ko",
            scripts: true,
        }
    }
}

impl Browser {
    /// Opens a window.
    pub async fn open(window: Window) -> Self {
        let (width, height) = window.size;
        let mut preferences = json!({ "intl.accept_languages": window.language });
        if !window.scripts {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                    "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    format!("--lang={}", window.language),
                    format!("--window-size={width},{height}"),
                ],
                "prefs": preferences,
            }
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&driver().address)
            .await
            .expect("Chromium starts");
        Self { client }
    }

    /// Closes the window.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Goes to an address.
    pub async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// The path of the page shown.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// The element of a CSS selector, once it is there.
    pub async fn find(&self, selector: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(selector))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => {
                let page = self.text().await;
                let path = self.path().await;
                panic!("`{selector}` is not on {path} ({error}); the page says:\n{page}");
            }
        }
    }

    /// How many elements a CSS selector finds now.
    pub async fn count(&self, selector: &str) -> usize {
        self.client
            .find_all(Locator::Css(selector))
            .await
            .unwrap()
            .len()
    }

    /// What the page says.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the page says something.
    pub async fn says(&self, words: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while !self.text().await.contains(words) {
            assert!(
                std::time::Instant::now() < deadline,
                "`{words}` is not on {}; the page says:\n{}",
                self.path().await,
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the path of the page begins so.
    pub async fn arrives(&self, path: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while !self.path().await.starts_with(path) {
            assert!(
                std::time::Instant::now() < deadline,
                "still on {} instead of {path}; the page says:\n{}",
                self.path().await,
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Runs a script and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// Presses keys wherever the focus is: the page is used as somebody without a mouse uses it.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Moves the focus with the tabulator until it is on what the selector finds.
    ///
    /// # Panics
    /// When it cannot be reached so.
    pub async fn tab_to(&self, selector: &str) {
        self.find(selector).await;
        let is_there = format!(
            "return document.activeElement?.matches({})",
            json!(selector)
        );
        for _ in 0..200 {
            if self.run(&is_there, vec![]).await == json!(true) {
                return;
            }
            self.press(&String::from(char::from(Key::Tab))).await;
        }
        panic!(
            "`{selector}` on {} cannot be reached with the keyboard",
            self.path().await
        );
    }

    /// Fills a field by its name and leaves it, with the keyboard alone.
    pub async fn fill(&self, name: &str, value: &str) {
        let selector = format!("[name='{name}']");
        self.tab_to(&selector).await;
        self.run(
            "const field = document.activeElement; if (field.select) field.select();",
            vec![],
        )
        .await;
        self.press(value).await;
    }

    /// Reaches something with the keyboard and presses Enter on it.
    pub async fn enter(&self, selector: &str) {
        self.tab_to(selector).await;
        self.press(&String::from(char::from(Key::Enter))).await;
    }

    /// Reaches something with the keyboard and presses the space bar on it.
    pub async fn space(&self, selector: &str) {
        self.tab_to(selector).await;
        self.press(" ").await;
    }

    /// Chooses the first of a group of which nothing is chosen yet.
    pub async fn choose(&self, selector: &str) {
        self.tab_to(&format!("{selector}, [name='{}']:checked", &selector[1..]))
            .await;
        self.press(" ").await;
    }

    /// Moves a list on by one, as the arrow key does.
    pub async fn next_choice(&self, selector: &str) {
        self.tab_to(selector).await;
        self.press(&String::from(char::from(Key::Down))).await;
    }

    /// Reaches a field with the keyboard and writes into it instead of what is there.
    pub async fn type_into(&self, selector: &str, value: &str) {
        self.tab_to(selector).await;
        self.run("document.activeElement.select()", vec![]).await;
        self.press(value).await;
    }

    /// Waits until another page than the one at this path is shown.
    pub async fn leaves(&self, path: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while self.path().await == path {
            assert!(
                std::time::Instant::now() < deadline,
                "still on {path}; the page says:\n{}",
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What the browser held against the pages since it was asked last: errors in its console, and requests to anywhere else.
    pub async fn complaints(&self) -> Vec<String> {
        let own = self.client.current_url().await.unwrap();
        let own = format!(
            "http://{}:{}/",
            own.host_str().unwrap(),
            own.port().unwrap()
        );
        let mut found = Vec::new();
        for entry in self.log("browser").await {
            let message = entry["message"].as_str().unwrap_or_default();
            let is_refusal = message.contains("Failed to load resource: the server responded");
            if entry["level"] == "SEVERE" && !is_refusal
                || message.contains("Content Security Policy")
            {
                found.push(message.to_owned());
            }
        }
        for entry in self.log("performance").await {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            if event["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let address = event["message"]["params"]["request"]["url"]
                .as_str()
                .unwrap_or_default();
            let inside = ["data:", "blob:", "chrome:", "about:"]
                .iter()
                .any(|scheme| address.starts_with(scheme));
            if !address.starts_with(&own) && !inside {
                found.push(format!("a request to {address}"));
            }
        }
        found
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let command = Log {
            kind: kind.to_owned(),
        };
        let entries = self.client.issue_cmd(command).await.unwrap();
        entries.as_array().cloned().unwrap_or_default()
    }

    /// Hands a file to a file field.
    pub async fn upload(&self, selector: &str, file: &std::path::Path) {
        self.find(selector)
            .await
            .send_keys(file.to_str().unwrap())
            .await
            .unwrap();
    }

    /// Keeps a picture of the page below the target folder, for people to look at.
    pub async fn picture(&self, name: &str) {
        // The whole page, not only what the window shows.
        let height = self
            .run(
                "return Math.min(document.documentElement.scrollHeight, 6000)",
                vec![],
            )
            .await
            .as_u64()
            .unwrap_or(960);
        let (width, before) = self.client.get_window_size().await.unwrap();
        let height = u32::try_from(height).unwrap_or(960).max(400);
        self.client
            .set_window_size(u32::try_from(width).unwrap(), height)
            .await
            .unwrap();
        let png = self.client.screenshot().await.unwrap();
        self.client
            .set_window_size(
                u32::try_from(width).unwrap(),
                u32::try_from(before).unwrap(),
            )
            .await
            .unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Every element of a CSS selector.
    pub async fn all(&self, selector: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(selector)).await.unwrap()
    }

    /// Makes the page as narrow as a telephone, which no window can be.
    pub async fn narrow(&self, width: u32) {
        let metrics =
            json!({ "width": width, "height": 700, "deviceScaleFactor": 1, "mobile": false });
        let command = DevTools {
            command: "Emulation.setDeviceMetricsOverride",
            parameters: metrics,
        };
        self.client.issue_cmd(command).await.unwrap();
    }

    /// What is wrong with the page by WCAG 2.2 AA and best practice, as axe sees it; every violation is named with its element.
    pub async fn violations(&self) -> Vec<String> {
        static AXE: OnceLock<String> = OnceLock::new();
        let axe = AXE.get_or_init(|| {
            let file = std::env::var("YEOGWON_AXE")
                .expect("YEOGWON_AXE names axe.min.js: tests/run sets it");
            std::fs::read_to_string(file).unwrap()
        });
        // Through the driver, so that the page's content security policy stays as it is.
        let script = format!(
            "{axe}; const done = arguments[arguments.length - 1]; \
            Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => axe.run(document, {{resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})) \
            .then(result => done(result.violations.map(v => v.id + ': ' + v.help + '\\n' + \
            v.nodes.slice(0, 5).map(n => '    ' + n.target.join(' ') + '  ' + n.failureSummary).join('\\n'))), \
            error => done(['axe failed: ' + error]));"
        );
        let found: Result<Value, CmdError> = self.client.execute_async(&script, vec![]).await;
        serde_json::from_value(found.unwrap()).unwrap()
    }
}

/// A command of Chromium's own.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Asks the driver for a log of its browser.
#[derive(Debug)]
struct Log {
    kind: String,
}

impl WebDriverCompatibleCommand for Log {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "type": self.kind }).to_string()),
        )
    }
}
