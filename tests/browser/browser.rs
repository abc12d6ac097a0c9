//! A real Chromium, driven through its own driver.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
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

    /// Holds the page against WCAG 2.2 AA with axe; every violation is named with its element.
    pub async fn audit(&self) {
        let axe =
            std::env::var("YEOGWON_AXE").expect("YEOGWON_AXE names axe.min.js: tests/run sets it");
        let axe = std::fs::read_to_string(axe).unwrap();
        // Through the driver, so that the page's content security policy stays as it is.
        self.run(&format!("{axe}; return true"), vec![]).await;
        let script = "const done = arguments[arguments.length - 1]; \
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}) \
            .then(result => done(result.violations.map(v => v.id + ': ' + v.help + '\\n' + \
            v.nodes.slice(0, 5).map(n => '    ' + n.target.join(' ') + '  ' + n.failureSummary).join('\\n'))), \
            error => done(['axe failed: ' + error]));";
        let found: Result<Value, CmdError> = self.client.execute_async(script, vec![]).await;
        let violations: Vec<String> = serde_json::from_value(found.unwrap()).unwrap();
        assert!(
            violations.is_empty(),
            "{} is not accessible:\n{}",
            self.path().await,
            violations.join("\n")
        );
    }
}
