"""An outside judge: parses certificates, CRLs, EF.SOD and master lists with asn1crypto.

Usage: parse_objects.py FILE...    Each file is judged by its ending: .cer, .crl, .ml, or the name EF.SOD.
Prints one line per file; exits 1 at the first object that asn1crypto does not accept or does not reproduce
byte for byte.
"""

import sys
from pathlib import Path

from asn1crypto import algos, cms, core, crl, x509


class DataGroupHash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]


class DataGroupHashes(core.SequenceOf):
    _child_spec = DataGroupHash


class LdsVersionInfo(core.Sequence):
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]


class LdsSecurityObject(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", DataGroupHashes),
        ("version_info", LdsVersionInfo, {"optional": True}),
    ]


class DocumentTypes(core.SetOf):
    _child_spec = core.PrintableString


class DocumentTypeList(core.Sequence):
    _fields = [("version", core.Integer), ("types", DocumentTypes)]


# The one extension of Doc 9303 that asn1crypto cannot decode by itself, since it has a SET OF.
x509.ExtensionId._map["2.23.136.1.1.6.2"] = "document_type_list"
x509.Extension._oid_specs["document_type_list"] = DocumentTypeList


class CertificateSet(core.SetOf):
    _child_spec = x509.Certificate


class MasterList(core.Sequence):
    _fields = [("version", core.Integer), ("certificates", CertificateSet)]


def certificate(data):
    parsed = x509.Certificate.load(data, strict=True)
    extensions = [e["extn_id"].native for e in parsed["tbs_certificate"]["extensions"]]
    assert len(set(extensions)) == len(extensions), "an extension stands twice"
    for extension in parsed["tbs_certificate"]["extensions"]:
        extension["extn_value"].parsed.native  # decodes every known extension
    parsed.native
    assert parsed.dump(force=True) == data, "asn1crypto encodes it differently"
    return f"certificate {parsed.subject.native.get('common_name')} with {len(extensions)} extensions"


def revocation_list(data):
    parsed = crl.CertificateList.load(data, strict=True)
    parsed.native
    assert parsed.dump(force=True) == data, "asn1crypto encodes it differently"
    assert parsed.crl_number_value is not None, "no cRLNumber"
    revoked = parsed["tbs_cert_list"]["revoked_certificates"].native or []
    return f"CRL number {parsed.crl_number_value.native} with {len(revoked)} entries"


def signed_data(data, content_type):
    info = cms.ContentInfo.load(data, strict=True)
    assert info["content_type"].native == "signed_data"
    signed = info["content"]
    assert signed["encap_content_info"]["content_type"].dotted == content_type
    assert info.dump(force=True) == data, "asn1crypto encodes it differently"
    return signed, signed["encap_content_info"]["content"].contents


def security_object(data):
    assert data[0] == 0x77
    _, content = signed_data(strip(data), "2.23.136.1.1.1")
    hashes = LdsSecurityObject.load(content, strict=True)
    return f"EF.SOD over data groups {[h['number'].native for h in hashes['hashes']]}"


def strip(data):
    """What stands behind a one-byte tag and its length."""
    size = data[1] & 0x7F if data[1] & 0x80 else 0
    return data[2 + size :]


def master_list(data):
    signed, content = signed_data(data, "2.23.136.1.1.2")
    listed = MasterList.load(content, strict=True)
    for entry in listed["certificates"]:
        certificate(entry.dump())
    for choice in signed["certificates"]:
        certificate(choice.chosen.dump())
    return f"master list of {len(listed['certificates'])} certificates"


def main(paths):
    for path in map(Path, paths):
        data = path.read_bytes()
        judge = {".cer": certificate, ".crl": revocation_list, ".ml": master_list}.get(path.suffix, security_object)
        try:
            print(f"{path.name}: {judge(data)}")
        except Exception as error:  # noqa: BLE001: whatever a judge objects to is the finding
            print(f"{path.name}: NOT ACCEPTED: {error!r}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
