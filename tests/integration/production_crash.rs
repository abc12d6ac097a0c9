//! kill -9 of the service and of the signer at every named step of production: nothing is lost, no number has two EF.SOD, and
//! what was open is settled by the next run.

use std::time::{Duration, Instant};

use yeogwon::domain::{ApplicationStatus, PassportKind};
use yeogwon::service::reconcile::reconcile;
use yeogwon::store::production;

use crate::production::{Bureau, json};
use crate::world::{Run, program};

/// `yeogwon produce --batch`, dying at a step.
fn produce(bureau: &Bureau, stop: Option<&str>) -> Run {
    let mut command = program();
    command
        .args(["produce", "--batch", "--json", "--data"])
        .arg(bureau.directory.path());
    if let Some(step) = stop {
        command.env("YEOGWON_TEST_STOP", step);
    }
    Run(command.output().unwrap())
}

/// Nothing is open, every book of the store is one of the signer's, and everything adds up.
async fn is_settled(bureau: &Bureau, books: usize) {
    let mut transaction = bureau.deps.database.read().await.unwrap();
    let open = production::open(&mut transaction).await.unwrap();
    drop(transaction);
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(bureau.releases(), books);
    let sums = reconcile(&bureau.deps, 2).await.unwrap();
    assert_eq!(sums.findings, Vec::<String>::new());
    assert_eq!(sums.documents, i64::try_from(books).unwrap());
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_dies_at_every_step_and_the_next_run_goes_on() {
    for step in ["drawn", "asked", "kept"] {
        let mut bureau = Bureau::open(&format!("k-{step}")).await;
        bureau.stock(PassportKind::Ordinary, 4).await;
        let cases = [bureau.approved("p-1").await, bureau.approved("p-2").await];
        let died = produce(&bureau, Some(step));
        assert_eq!(
            died.0.status.code(),
            None,
            "{step}: it should have died: {}",
            died.err()
        );
        bureau.journal_is_whole().await;

        let began = Instant::now();
        let run = produce(&bureau, None);
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{step}: {:?}",
            began.elapsed()
        );
        assert_eq!(run.code(), 0, "{step}: {} {}", run.out(), run.err());
        assert_eq!(
            json(&run.0.stdout)["released"],
            if step == "kept" { 1 } else { 2 },
            "{step}"
        );
        for case in &cases {
            assert_eq!(
                bureau.case(case).await.status,
                ApplicationStatus::Personalised,
                "{step}"
            );
        }
        is_settled(&bureau, 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn service_and_signer_die_together_at_every_step() {
    for step in ["drawn", "asked", "kept"] {
        let mut bureau = Bureau::open(&format!("b-{step}")).await;
        bureau.stock(PassportKind::Ordinary, 2).await;
        let case = bureau.approved("p-1").await;
        let died = produce(&bureau, Some(step));
        assert_eq!(died.0.status.code(), None, "{step}");
        bureau.kill_signer();

        // The service is back first: it waits, and says so.
        let alone = produce(&bureau, None);
        let expected = if step == "kept" { 0 } else { 4 };
        assert_eq!(
            alone.code(),
            expected,
            "{step}: {} {}",
            alone.out(),
            alone.err()
        );

        let began = Instant::now();
        bureau.start_signer();
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{step}: {:?}",
            began.elapsed()
        );
        assert_eq!(produce(&bureau, None).code(), 0, "{step}");
        assert_eq!(
            bureau.case(&case).await.status,
            ApplicationStatus::Personalised
        );
        is_settled(&bureau, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signer_dies_again_and_again_in_the_middle_of_a_batch() {
    let mut bureau = Bureau::open("signer-9").await;
    bureau.stock(PassportKind::Ordinary, 40).await;
    let mut cases = Vec::new();
    for person in 0..12 {
        cases.push(bureau.approved(&format!("p-{person}")).await);
    }
    // Killed a little later each time: before, within and after its answers.
    for delay_ms in (0..).map(|round| 40 + 35 * round) {
        let batch = program()
            .args(["produce", "--batch", "--data"])
            .arg(bureau.directory.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        bureau.kill_signer();
        let mut batch = batch.unwrap();
        // In every second round the batch dies with it.
        if delay_ms % 70 > 35 {
            batch.kill().unwrap();
        }
        batch.wait().unwrap();
        bureau.start_signer();
        let mut made = 0;
        for case in &cases {
            made += usize::from(bureau.case(case).await.status == ApplicationStatus::Personalised);
        }
        if made == cases.len() || delay_ms > 1500 {
            break;
        }
    }
    assert_eq!(produce(&bureau, None).code(), 0);
    for case in &cases {
        assert_eq!(
            bureau.case(case).await.status,
            ApplicationStatus::Personalised
        );
    }
    is_settled(&bureau, cases.len()).await;
}
