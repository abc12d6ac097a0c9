"""An outside judge of the folder that borders fetch: the manifest, its signature, and the directory file.

It shares no code with the program. Usage: read_publication.py PUBLIC

Prints what it found; exits 1 when a file is not what the manifest says, the signature or its signer is not right, or the
directory file does not hold exactly the objects beside it.
"""

import hashlib
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from ldif import LDIFParser

from read_documents import issued_by, public_key, published, require, verify

BASE = "dc=data,dc=download,dc=pkd,dc=icao,dc=int"


def manifest(public, csca):
    """The signature over the manifest, by a certificate of the CSCA for signing messages, and every file by its digest."""
    raw = (public / "manifest.json").read_bytes()
    info = cms.ContentInfo.load((public / "manifest.json.p7s").read_bytes(), strict=True)
    signed = info["content"]
    require(info.dump(force=True) == (public / "manifest.json.p7s").read_bytes(), "asn1crypto encodes it differently")
    require(signed["version"].native == "v1", "SignedData is not version 1")
    require(signed["encap_content_info"]["content_type"].native == "data", "the content is not data")
    require(signed["encap_content_info"]["content"].native is None, "the content is inside")
    (signer,), (choice,) = signed["signer_infos"], signed["certificates"]
    certificate = x509.load_der_x509_certificate(choice.chosen.dump())
    attributes = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    issued_by(csca, certificate, attributes["signing_time"][0].native)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    require(usage.critical and list(usage.value) == [ExtendedKeyUsageOID.EMAIL_PROTECTION], "extKeyUsage")
    require(public_key(certificate) != public_key(csca), "signed with the key of the CSCA")
    digest = signer["digest_algorithm"]["algorithm"].native
    require(attributes["message_digest"][0].native == hashlib.new(digest, raw).digest(), "messageDigest")
    attributes_as_set = b"\x31" + signer["signed_attrs"].dump()[1:]
    verify(public_key(certificate), signer["signature"].native, attributes_as_set, signer["signature_algorithm"])
    listed = json.loads(raw)
    there = {p.relative_to(public).as_posix(): p.read_bytes() for p in public.rglob("*") if p.is_file()}
    own = {"manifest.json", "manifest.json.p7s"}
    require(set(listed["files"]) == set(there) - own, "the manifest does not name the files that are there")
    for name, entry in listed["files"].items():
        data = there[name]
        require(entry == {"sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)}, name)
    require(datetime.fromisoformat(listed["expires_at"]) > datetime.now(timezone.utc), "the manifest has expired")
    print(f"manifest {listed['sequence']} over {len(listed['files'])} files, signed by {certificate.subject.rfc4514_string()}")


def directory_file(public):
    """Every object stands once in the directory file, under its name, and nothing else does."""
    path = public / "pkd.ldif"
    lines = path.read_bytes().split(b"\n")
    require(all(len(line) <= 76 for line in lines), "a line is longer than 76 octets")
    with path.open("rb") as file:
        entries = list(LDIFParser(file, strict=True).parse())
    objects = {}
    for name, values in entries:
        require(name.endswith(BASE), "an entry outside the directory's tree")
        for attribute in ("userCertificate;binary", "certificateRevocationList;binary", "pkdMasterListContent"):
            for value in values.get(attribute, []):
                value = value if isinstance(value, bytes) else value.encode()
                objects.setdefault(attribute, set()).add(value)
                place = {"u": "o=dsc", "c": "o=crl", "p": "o=ml"}[attribute[0]]
                require(f",{place},c=KR,{BASE}" in name, f"{attribute} stands under {name}")
    files = lambda pattern: {path.read_bytes() for path in public.glob(pattern)}  # noqa: E731
    require(objects["userCertificate;binary"] == files("ds/*.cer"), "document signers")
    require(objects["certificateRevocationList;binary"] == files("*.crl"), "the CRL")
    require(objects["pkdMasterListContent"] == files("*.ml"), "the master list")
    for name, values in entries:
        if "userCertificate;binary" in values:
            certificate = x509.load_der_x509_certificate(values["userCertificate;binary"][0])
            require(values["cn"] == [certificate.issuer.rfc4514_string()], "cn is not the name of the issuer")
            require(int(values["sn"][0], 16) == certificate.serial_number, "sn is not the serial number")
    print(f"directory file of {len(entries)} entries")


def main(public):
    public = Path(public)
    try:
        csca, _ = published(public)
        manifest(public, csca)
        directory_file(public)
    except Exception as error:  # noqa: BLE001: whatever a judge objects to is the finding
        print(f"NOT ACCEPTED: {error!r}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
