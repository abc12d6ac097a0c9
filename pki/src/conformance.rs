//! Outside judges of what we issue: OpenSSL's command and a border written in Python. A missing judge fails the test.
//!
//! Explicit curve parameters make OpenSSL refuse a chain (X509_V_ERR_EC_KEY_EXPLICIT_PARAMS), so it judges chains for RSA and in the
//! named-curve variant, and signatures for all keys. The Python one judges the chains of all keys, as they are issued.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::algorithm::{Curve, KeyKind, SignatureSuite};
use crate::asn1::tlv;
use crate::certificate::Certificate;
use crate::fixture::{Authority, at, now};
use crate::issue::{LdsVersion, RevokedCertificate};
use crate::profile::CertificateRole;
use crate::public_key::EcEncoding;
use crate::serial::SerialNumber;

struct Judge {
    directory: TempDir,
    name: String,
}

impl Judge {
    fn new(name: String) -> Self {
        Self {
            directory: TempDir::new().unwrap(),
            name,
        }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn pem(&self, name: &str, certificate: &Certificate) -> PathBuf {
        let der = self.file("certificate.der", certificate.as_der());
        let path = self.directory.path().join(name);
        let out = path.to_str().unwrap().to_owned();
        self.accepts(&["x509", "-inform", "DER", "-out", &out, "-in"], &der);
        path
    }

    /// Runs OpenSSL with the file as its last argument: whether it accepts, and what it printed on both channels.
    fn says(arguments: &[&str], file: &Path) -> (bool, String) {
        verdict(Command::new("openssl").args(arguments).arg(file))
    }

    fn accepts(&self, arguments: &[&str], file: &Path) -> String {
        let (is_accepted, text) = Self::says(arguments, file);
        assert!(is_accepted, "{} {arguments:?}: {text}", self.name);
        text
    }

    /// One byte changed in the signed content, in the signer's certificate, in its signature and in that of the object: each is refused.
    fn refuses_changes(&self, arguments: &[&str], object: &[u8], signer: &Certificate) {
        let signer = signer.as_der();
        let start = object
            .windows(signer.len())
            .position(|window| window == signer)
            .expect("the signer's certificate is inside the object");
        // Between them stand the tag and the length of the set of certificates, four bytes.
        let content = start - 5;
        let end = start + signer.len();
        for at in [content, start + 60, end - 1, object.len() - 1] {
            let mut changed = object.to_vec();
            changed[at] ^= 1;
            let file = self.file("changed.der", &changed);
            let (is_accepted, text) = Self::says(arguments, &file);
            assert!(!is_accepted, "{} byte {at}: {text}", self.name);
        }
    }
}

/// Whether the command ends well, and what it printed on both channels.
fn verdict(command: &mut Command) -> (bool, String) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} is needed for this test: {error}"));
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.success(), text)
}

/// The moment of judging, so that the tests do not expire with their certificates.
fn moment() -> String {
    now().timestamp().to_string()
}

/// Everything an authority issues with this kind of key, before the judge.
fn judge_all(kind: KeyKind, suite: SignatureSuite) {
    let judge = Judge::new(format!("{kind} {suite}"));
    let authority = Authority::new(kind, suite, EcEncoding::Explicit);
    reads_certificates(&judge, &authority, matches!(kind, KeyKind::Ec(_)));
    verifies_signed_data(&judge, &authority);
    verifies_revocation_lists(&judge, &authority);
    verifies_chains_in_python(&judge, &authority);
    // an RSA key has no other encoding
    let authority = match kind {
        KeyKind::Ec(_) => Authority::new(kind, suite, EcEncoding::Named),
        KeyKind::Rsa3072 | KeyKind::Rsa4096 => authority,
    };
    verifies_chains(&judge, &authority);
}

#[test]
fn judges_accept_everything_signed_on_nist_curves() {
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let kind = KeyKind::Ec(curve);
        judge_all(kind, kind.default_suite());
    }
}

#[test]
fn judges_accept_everything_signed_on_brainpool_curves() {
    for curve in [
        Curve::BrainpoolP256r1,
        Curve::BrainpoolP384r1,
        Curve::BrainpoolP512r1,
    ] {
        let kind = KeyKind::Ec(curve);
        judge_all(kind, kind.default_suite());
    }
}

#[test]
fn judges_accept_everything_signed_with_rsa_pkcs1() {
    judge_all(KeyKind::Rsa3072, SignatureSuite::RsaPkcs1Sha256);
}

#[test]
fn judges_accept_everything_signed_with_rsa_pss() {
    judge_all(KeyKind::Rsa3072, SignatureSuite::RsaPssSha256);
}

#[test]
fn judges_accept_everything_signed_with_rsa_of_4096_bits() {
    judge_all(KeyKind::Rsa4096, SignatureSuite::RsaPssSha512);
}

fn reads_certificates(judge: &Judge, authority: &Authority, is_ec: bool) {
    let signer = authority.document_signer().certificate().clone();
    for certificate in [&authority.root, &signer] {
        let file = judge.file("certificate.der", certificate.as_der());
        let text = judge.accepts(&["x509", "-inform", "DER", "-noout", "-text", "-in"], &file);
        for expected in ["Version: 3 (0x2)", "C = KR, O = Government, OU = MOFA"] {
            assert!(text.contains(expected), "{}: {text}", judge.name);
        }
        let is_explicit = text.contains("Field Type: prime-field") && text.contains("Cofactor:  1");
        assert_eq!(is_explicit, is_ec, "{text}");
    }
}

fn verifies_signed_data(judge: &Judge, authority: &Authority) {
    let signer = authority.document_signer();
    let anchor = judge.pem("ds.pem", signer.certificate());
    let anchor = anchor.to_str().unwrap();
    let out = judge.directory.path().join("content");
    let out = out.to_str().unwrap();
    let verify = ["cms", "-verify", "-inform", "DER", "-out", out];
    for version in [LdsVersion::V1_7, LdsVersion::V1_8] {
        let sod = authority.sod(version);
        let content_info = tlv::single(&sod, 0x77).unwrap().value;
        let file = judge.file("sod.der", content_info);
        judge.accepts(&[&verify[..], &["-noverify", "-in"]].concat(), &file);
        let chain = [
            "-attime",
            &moment(),
            "-partial_chain",
            "-purpose",
            "any",
            "-CAfile",
            anchor,
            "-in",
        ];
        judge.accepts(&[&verify[..], &chain[..]].concat(), &file);
    }
    let file = judge.file("list.ml", &authority.master_list());
    judge.accepts(&[&verify[..], &["-noverify", "-in"]].concat(), &file);
}

fn verifies_chains(judge: &Judge, authority: &Authority) {
    let root = judge.pem("root.pem", &authority.root);
    let root = root.to_str().unwrap();
    let signer = authority.document_signer();
    let signer_pem = judge.pem("ds.pem", signer.certificate());
    let out = judge.directory.path().join("content");
    let out = out.to_str().unwrap();
    let verify = ["cms", "-verify", "-inform", "DER", "-out", out];
    let moment = moment();
    let chain = [
        "-attime", &moment, "-purpose", "any", "-CAfile", root, "-in",
    ];
    let arguments = [&verify[..], &chain[..]].concat();
    judge.accepts(
        &[
            "verify",
            "-attime",
            &moment,
            "-x509_strict",
            "-CAfile",
            root,
        ],
        &signer_pem,
    );
    let sod = authority.sod(LdsVersion::V1_8);
    let content_info = tlv::single(&sod, 0x77).unwrap().value;
    judge.accepts(&arguments, &judge.file("sod.der", content_info));
    judge.refuses_changes(&arguments, content_info, signer.certificate());
    let file = judge.file("list.ml", &authority.master_list());
    judge.accepts(&arguments, &file);
}

/// The chains of Doc 9303 as they are: explicit curve parameters from the CSCA certificate down.
fn verifies_chains_in_python(judge: &Judge, authority: &Authority) {
    let root = judge.file("root.cer", authority.root.as_der());
    let sod = authority.sod(LdsVersion::V1_8);
    let mut files = vec![
        judge.file("v0.sod", &authority.sod(LdsVersion::V1_7)),
        judge.file("v1.sod", &sod),
        judge.file("list.ml", &authority.master_list()),
        judge.file("list.crl", &authority.crl(&Authority::crl_request())),
    ];
    for role in [
        CertificateRole::DocumentSigner,
        CertificateRole::MasterListSigner,
        CertificateRole::Communication,
    ] {
        let certificate = authority.certificate(role);
        files.push(judge.file(&format!("{role:?}.cer"), certificate.as_der()));
    }
    let (is_accepted, text) = verdict(python().arg(&root).args(&files));
    assert!(is_accepted, "{}: {text}", judge.name);
    assert_eq!(text.matches("issued by").count(), files.len(), "{text}");
    let mut changed = sod;
    *changed.last_mut().unwrap() ^= 1;
    let changed = judge.file("changed.sod", &changed);
    let (is_accepted, text) = verdict(python().arg(&root).arg(&changed));
    assert!(!is_accepted, "{}: {text}", judge.name);
    assert!(text.contains("InvalidSignature"), "{}: {text}", judge.name);
}

/// The border written in Python, asked who issued what.
fn python() -> Command {
    let python = std::env::var("YEOGWON_JUDGES_PYTHON")
        .expect("YEOGWON_JUDGES_PYTHON is not set: start the tests with tests/run");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let mut command = Command::new(python);
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(scripts.join("read_documents.py"))
        .arg("issued");
    command
}

fn verifies_revocation_lists(judge: &Judge, authority: &Authority) {
    let root = judge.pem("root.pem", &authority.root);
    let root = root.to_str().unwrap();
    let arguments = [
        "crl", "-inform", "DER", "-noout", "-text", "-CAfile", root, "-in",
    ];
    let mut request = Authority::crl_request();
    let empty = judge.file("empty.crl", &authority.crl(&request));
    let text = judge.accepts(&arguments, &empty);
    assert!(text.contains("verify OK"), "{}: {text}", judge.name);
    assert!(text.contains("No Revoked Certificates"), "{text}");
    request.revoked = [0x1234, 0x80]
        .map(|number| RevokedCertificate {
            serial_number: SerialNumber::from_number(number).unwrap(),
            revoked_at: at("2026-02-28T23:59:59Z"),
        })
        .to_vec();
    let full = judge.file("full.crl", &authority.crl(&request));
    let text = judge.accepts(&arguments, &full);
    assert!(text.contains("verify OK"), "{}: {text}", judge.name);
    assert!(text.contains("Serial Number: 1234"), "{text}");
    assert!(text.contains("Serial Number: 80"), "{text}");
}

/// The signature of a manifest, with the manifest beside it: OpenSSL takes the communication signer as its anchor.
#[test]
fn a_detached_manifest_is_accepted_by_openssl_and_a_changed_one_refused() {
    let authority = Authority::p256();
    let judge = Judge::new("manifest".to_owned());
    let content = br#"{"sequence": 1, "files": {}}"#;
    let signer = authority.communication_signer();
    let signature = judge.file("manifest.json.p7s", &authority.manifest(&signer, content));
    let anchor = judge.pem("signer.pem", signer.certificate());
    let moment = moment();
    let verify = |content: &[u8], anchor: &Path| {
        let file = judge.file("manifest.json", content);
        verdict(
            Command::new("openssl")
                .args(["cms", "-verify", "-binary", "-inform", "DER"])
                .args([
                    "-attime",
                    &moment,
                    "-partial_chain",
                    "-purpose",
                    "smimesign",
                ])
                .args(["-out", "/dev/null", "-CAfile"])
                .arg(anchor)
                .arg("-content")
                .arg(file)
                .arg("-in")
                .arg(&signature),
        )
    };
    let (is_accepted, text) = verify(content, &anchor);
    assert!(is_accepted, "{text}");
    let (is_accepted, text) = verify(br#"{"sequence": 2, "files": {}}"#, &anchor);
    assert!(!is_accepted, "{text}");
    let other = Authority::p256().certificate(CertificateRole::Communication);
    let other = judge.pem("other.pem", &other);
    let (is_accepted, text) = verify(content, &other);
    assert!(!is_accepted, "{text}");
}

#[test]
fn a_revoked_signer_is_refused_by_openssl() {
    let authority = Authority::new(
        KeyKind::Ec(Curve::P256),
        SignatureSuite::EcdsaSha256,
        EcEncoding::Named,
    );
    let judge = Judge::new("revoked".to_owned());
    let root = judge.pem("root.pem", &authority.root);
    let signer = authority.certificate(CertificateRole::DocumentSigner);
    let signer_pem = judge.pem("ds.pem", &signer);
    let mut request = Authority::crl_request();
    request.revoked = vec![RevokedCertificate {
        serial_number: SerialNumber::from_magnitude(signer.serial_number()).unwrap(),
        revoked_at: now(),
    }];
    let list = judge.file("list.der", &authority.crl(&request));
    let pem = judge.directory.path().join("list.pem");
    let pem = pem.to_str().unwrap();
    judge.accepts(&["crl", "-inform", "DER", "-out", pem, "-in"], &list);
    let moment = moment();
    let output = Command::new("openssl")
        .args([
            "verify",
            "-attime",
            &moment,
            "-crl_check",
            "-CRLfile",
            pem,
            "-CAfile",
        ])
        .args([&root, &signer_pem])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(text.contains("certificate revoked"), "{text}");
}

#[test]
fn explicit_parameters_are_those_openssl_writes_but_for_the_seed() {
    for curve in Curve::ALL {
        let kind = KeyKind::Ec(curve);
        let authority = Authority::new(kind, kind.default_suite(), EcEncoding::Explicit);
        let judge = Judge::new(curve.to_string());
        let key = authority
            .root
            .public_key()
            .to_subject_public_key_info(EcEncoding::Explicit)
            .unwrap();
        let file = judge.file("key.der", &key);
        let ours = judge.accepts(&["asn1parse", "-inform", "DER", "-in"], &file);
        let out = judge.directory.path().join("theirs.der");
        let arguments = [
            "pkey",
            "-pubin",
            "-inform",
            "DER",
            "-pubout",
            "-outform",
            "DER",
            "-ec_param_enc",
            "explicit",
            "-out",
            out.to_str().unwrap(),
            "-in",
        ];
        judge.accepts(&arguments, &file);
        let theirs = judge.accepts(&["asn1parse", "-inform", "DER", "-in"], &out);
        let lines = |text: &str| -> Vec<String> {
            let is_seed = |line: &&str| !(line.contains("BIT STRING") && line.contains("d=4"));
            let value = |line: &str| line.split_once("prim:").map(|(_, value)| value.to_owned());
            text.lines().filter(is_seed).filter_map(value).collect()
        };
        assert_eq!(lines(&ours), lines(&theirs), "{curve}");
        assert!(ours.contains("prime-field"), "{ours}");
        assert_eq!(
            ours.lines()
                .filter(|line| line.ends_with("INTEGER           :01"))
                .count(),
            2,
            "version and cofactor: {ours}"
        );
    }
}
