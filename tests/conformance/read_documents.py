"""An outside judge: a border's reading of our objects, written from Doc 9303 with asn1crypto and cryptography.

It shares no code with the program. It is strict: an object that a tolerant reader would let pass is refused here.

Usage: read_documents.py issued CSCA FILE...         each FILE (.cer, .crl, .ml, .sod) goes back to the certificate CSCA
       read_documents.py document PUBLIC FOLDER...   passive authentication of the document in each FOLDER
       read_documents.py tampered PUBLIC FOLDER...   the same after changing one byte, for every byte of EF.SOD and of the
                                                     data groups (every 61st of EF.DG2); each change must be refused

Prints one line per object; exits 1 at the first one that is refused, or for `tampered` accepted.
"""

import hashlib
import sys
from datetime import datetime, timezone
from pathlib import Path

from asn1crypto import core, keys
from asn1crypto import x509 as plain_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID

from parse_objects import LdsSecurityObject, MasterList, signed_data, strip

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
TAGS = {1: 0x61, 2: 0x75, 3: 0x63, 4: 0x76, 11: 0x6B, 12: 0x6C, 13: 0x6D, 14: 0x6E, 15: 0x6F, 16: 0x70}
SECURITY_OBJECT, MASTER_LIST = "2.23.136.1.1.1", "2.23.136.1.1.2"
MASTER_LIST_SIGNER = "2.23.136.1.1.3"

# Brainpool curves (RFC 5639): prime, a, b, generator, order. cryptography knows the curves, but not as explicit parameters.
BRAINPOOL = {
    ec.BrainpoolP256R1: (
        "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
        "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
        "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
        "048bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262547ef835c3dac4fd97f8461a14611dc9c27745"
        "132ded8e545c1d54c72f046997",
        "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    ),
    ec.BrainpoolP384R1: (
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
        "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
        "4a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
        "041d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e8abe1d"
        "7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    ),
    ec.BrainpoolP512R1: (
        "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f"
        "2d82c68528aa6056583a48f3",
        "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a7"
        "2bf2c7b9e7c1ac4d77fc94ca",
        "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b7"
        "5ebae5dd2809bd638016f723",
        "0481aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d50"
        "47406a5e688b352209bcb9f8227dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f48"
        "5e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892",
        "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381"
        "085ddaddb58796829ca90069",
    ),
}


class Refused(Exception):
    """The judge does not accept an object; the message says why."""


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def verify(key, signature, data, algorithm):
    """A signature, by asn1crypto's reading of its algorithm identifier."""
    digest = HASHES[algorithm.hash_algo]
    if isinstance(key, ec.EllipticCurvePublicKey):
        require(algorithm.signature_algo == "ecdsa", "the signature algorithm is not one for the key")
        require(algorithm["parameters"].native is None, "ECDSA carries parameters")
        key.verify(signature, data, ec.ECDSA(digest))
        return
    require(isinstance(key, rsa.RSAPublicKey), "neither an EC nor an RSA key")
    if algorithm.signature_algo == "rsassa_pss":
        parameters = algorithm["parameters"]
        mask = HASHES[parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native]
        scheme = padding.PSS(padding.MGF1(mask), parameters["salt_length"].native)
    else:
        require(algorithm.signature_algo == "rsassa_pkcs1v15", "unknown signature algorithm")
        scheme = padding.PKCS1v15()
    key.verify(signature, data, scheme, digest)


def public_key(certificate):
    """The key of a certificate; brainpool curves are recognised by every one of their explicit parameters."""
    try:
        return certificate.public_key()
    except UnsupportedAlgorithm:
        info = plain_x509.Certificate.load(certificate.public_bytes(Encoding.DER)).public_key
    domain = info["algorithm"]["parameters"]
    require(domain.name == "specified", "an unknown curve")
    domain = domain.native
    require(domain["field_id"]["field_type"] == "prime_field" and domain["cofactor"] == 1, "not a prime field with cofactor 1")
    require(domain["curve"]["seed"] is None, "a seed")
    base, point = domain["base"], info["public_key"].native
    size = (len(base) - 1) // 2
    require(len(domain["curve"]["a"]) == len(domain["curve"]["b"]) == size, "a or b is not padded to the length of the field")
    given = (
        domain["field_id"]["parameters"],
        int.from_bytes(domain["curve"]["a"], "big"),
        int.from_bytes(domain["curve"]["b"], "big"),
        int.from_bytes(base, "big"),
        domain["order"],
    )
    for curve, parameters in BRAINPOOL.items():
        if given == tuple(int(value, 16) for value in parameters):
            return ec.EllipticCurvePublicKey.from_encoded_point(curve(), point)
    raise Refused("parameters of no known curve")


def signed_by(csca, certificate):
    """The certificate names the CSCA as its issuer and carries its signature."""
    parsed = plain_x509.Certificate.load(certificate.public_bytes(Encoding.DER), strict=True)
    inner, outer = parsed["tbs_certificate"]["signature"], parsed["signature_algorithm"]
    require(inner.dump() == outer.dump(), "two signature algorithms in a certificate")
    require(certificate.issuer == csca.subject, "the certificate has another issuer")
    verify(public_key(csca), certificate.signature, certificate.tbs_certificate_bytes, outer)


def issued_by(csca, certificate, at):
    """The certificate of a signer, in force at a time (where none is given: from its first second)."""
    signed_by(csca, certificate)
    at = at or certificate.not_valid_before_utc
    require(csca.not_valid_before_utc <= at <= csca.not_valid_after_utc, "the CSCA certificate is not in force")
    require(certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc, "the certificate is not in force")
    extensions = certificate.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    require(usage.critical and usage.value.digital_signature and not usage.value.key_cert_sign, "keyUsage")
    authority = extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    subject = csca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    require(authority == subject, "authorityKeyIdentifier names another key")


def signed_by_issued(csca, data, content_type, at):
    """CMS SignedData of Doc 9303-10 4.6.2 and 9303-12 9: gives its content and the signer's certificate."""
    signed, content = signed_data(data, content_type)
    require(signed["version"].native == "v3", "SignedData is not version 3")
    require(signed["crls"].native is None, "SignedData carries CRLs")
    require(len(signed["signer_infos"]) == 1, "not exactly one SignerInfo")
    signer = signed["signer_infos"][0]
    digest = signer["digest_algorithm"]["algorithm"].native
    require([a["algorithm"].native for a in signed["digest_algorithms"]] == [digest], "digestAlgorithms")
    found = None
    by_name = signer["sid"].name == "issuer_and_serial_number"
    require(signer["version"].native == ("v1" if by_name else "v3"), "version of SignerInfo")
    for candidate in (choice.chosen for choice in signed["certificates"]):
        sid = signer["sid"].chosen
        if by_name:
            same = (sid["issuer"].dump(), sid["serial_number"].native) == (candidate.issuer.dump(), candidate.serial_number)
        else:
            same = sid.native == candidate.key_identifier
        found = x509.load_der_x509_certificate(candidate.dump()) if same else found
    require(found is not None, "the signer's certificate is not inside")
    issued_by(csca, found, at)
    attributes = {a["type"].native: a["values"] for a in signer["signed_attrs"]}
    require(len(attributes) == len(signer["signed_attrs"]), "an attribute stands twice")
    require(attributes["content_type"][0].dotted == content_type, "contentType")
    require(attributes["message_digest"][0].native == hashlib.new(digest, content).digest(), "messageDigest")
    require(signer["unsigned_attrs"].native is None, "unsigned attributes")
    require(signer["signature_algorithm"].hash_algo == digest, "two digests in SignerInfo")
    attributes_as_set = b"\x31" + signer["signed_attrs"].dump()[1:]
    verify(public_key(found), signer["signature"].native, attributes_as_set, signer["signature_algorithm"])
    if "signing_time" in attributes:
        issued_by(csca, found, attributes["signing_time"][0].native)
    return content, found


def security_object(csca, sod, at):
    require(sod[0] == 0x77 and core.load(sod, strict=True).contents == strip(sod), "EF.SOD is not one object of tag 77")
    content, signer = signed_by_issued(csca, strip(sod), SECURITY_OBJECT, at)
    require(not any(e.oid == ExtensionOID.EXTENDED_KEY_USAGE for e in signer.extensions), "extKeyUsage in a document signer")
    return LdsSecurityObject.load(content, strict=True), signer


def master_list(csca, data, at):
    content, signer = signed_by_issued(csca, data, MASTER_LIST, at)
    usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    require(usage.critical and [u.dotted_string for u in usage.value] == [MASTER_LIST_SIGNER], "extKeyUsage")
    listed = MasterList.load(content, strict=True)["certificates"]
    encoded = [entry.dump() for entry in listed]
    require(encoded == sorted(set(encoded)), "certList is not a DER SET OF")
    for entry in encoded:
        certificate = x509.load_der_x509_certificate(entry)
        # A root is signed with its own key, a link certificate with the one before it.
        is_root = public_key(certificate) == public_key(csca)
        signed_by(certificate if is_root else csca, certificate)
    return len(encoded)


def revocation_list(csca, data):
    parsed = x509.load_der_x509_crl(data)
    require(parsed.issuer == csca.subject, "the CRL has another issuer")
    require(parsed.is_signature_valid(public_key(csca)), "the signature of the CRL")
    require(parsed.next_update_utc is not None, "no nextUpdate")
    return parsed


def issued(csca_path, paths):
    csca = x509.load_der_x509_certificate(Path(csca_path).read_bytes())
    signed_by(csca, csca)
    for path in map(Path, paths):
        data = path.read_bytes()
        if path.suffix == ".cer":
            issued_by(csca, x509.load_der_x509_certificate(data), None)
        elif path.suffix == ".crl":
            revocation_list(csca, data)
        elif path.suffix == ".ml":
            master_list(csca, data, None)
        else:
            security_object(csca, data, None)
        print(f"{path.name}: issued by {csca.subject.rfc4514_string()}")


def published(public):
    (csca,) = sorted(Path(public).glob("csca/*.cer"))
    csca = x509.load_der_x509_certificate(csca.read_bytes())
    signed_by(csca, csca)
    (crl,) = sorted(Path(public).glob("*.crl"))
    return csca, revocation_list(csca, crl.read_bytes())


def files_of(folder):
    return {path.name: path.read_bytes() for path in Path(folder).glob("EF.*")}


def check_digit(text):
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10)


def machine_readable_zone(dg1):
    require(dg1[:5] == b"\x61\x5b\x5f\x1f\x58" and len(dg1) == 93, "EF.DG1 is not a TD3")
    line = dg1[49:].decode("ascii")
    for start, end in ((0, 9), (13, 19), (21, 27), (28, 42)):
        require(check_digit(line[start:end]) == line[end], f"check digit at {end + 1} of line 2")
    require(check_digit(line[0:10] + line[13:20] + line[21:43]) == line[43], "composite check digit")
    return dg1[5:7].decode("ascii"), dg1[7:10].decode("ascii")


def data_groups(security, files):
    """The hashes of EF.SOD over the files present."""
    listed = {entry["number"].native: entry["value"].native for entry in security["hashes"]}
    present = {int(name[5:]) for name in files if name.startswith("EF.DG")}
    require(present == set(listed), f"EF.SOD covers {sorted(listed)}, the document has {sorted(present)}")
    for number, expected in listed.items():
        data = files[f"EF.DG{number}"]
        require(data[0] == TAGS[number], f"tag of EF.DG{number}")
        actual = hashlib.new(security["hash_algorithm"]["algorithm"].native, data).digest()
        require(actual == expected, f"hash of EF.DG{number}")
    return listed


def security_infos(data):
    """The encoded members of a SET OF SecurityInfo, which must be in DER order."""
    members = [member.dump() for member in core.SetOf.load(data, strict=True, spec=core.Any)]
    require(members == sorted(members), "SecurityInfos is not in DER order")
    return members


def document(csca, crl, files):
    security, signer = security_object(csca, files["EF.SOD"], datetime.now(timezone.utc))
    require(crl.get_revoked_certificate_by_serial_number(signer.serial_number) is None, "the document signer is revoked")
    listed = data_groups(security, files)
    code, state = machine_readable_zone(files["EF.DG1"])
    places = signer.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    (place,) = places.get_values_for_type(x509.DirectoryName)
    require(place.rfc4514_string() == f"L={state}", f"the document signer is of {place.rfc4514_string()}, the MRZ of {state}")
    types = signer.extensions.get_extension_for_oid(x509.ObjectIdentifier("2.23.136.1.1.6.2")).value.value
    require(code.encode("ascii") in types, f"the document signer may not sign {code}")
    lds = security["version_info"]["lds"].native.encode("ascii")
    tags = bytes(TAGS[number] for number in sorted(listed))
    expected = b"\x5f\x01\x04" + lds + b"\x5f\x36\x06040000\x5c" + bytes([len(tags)]) + tags
    require(files["EF.COM"] == b"\x60" + bytes([len(expected)]) + expected, "EF.COM and EF.SOD disagree")
    if "EF.DG14" in files:
        infos = security_infos(strip(files["EF.DG14"]))
        access = security_infos(files["EF.CardAccess"])
        require(set(access) <= set(infos), "EF.CardAccess is not contained in EF.DG14")
    if "EF.DG15" in files:
        keys.PublicKeyInfo.load(strip(files["EF.DG15"]), strict=True).native
    return security, f"{code} of {state}, data groups {sorted(listed)}, signed by {signer.subject.rfc4514_string()}"


def changed(files, name, stride=1):
    """The document with one bit of the file changed, once for each byte."""
    for at in range(0, len(files[name]), stride):
        data = bytearray(files[name])
        data[at] ^= 1
        yield at, {**files, name: bytes(data)}


def tampered(csca, crl, files):
    security, _ = document(csca, crl, files)
    tried = 0
    for name in sorted(name for name in files if name == "EF.SOD" or name.startswith("EF.DG")):
        for at, bad in changed(files, name, 61 if name == "EF.DG2" else 1):
            try:
                # EF.SOD itself is unchanged where a data group is: its signature need not be verified again.
                document(csca, crl, bad) if name == "EF.SOD" else data_groups(security, bad)
            except Exception:  # noqa: BLE001: a parser that stops is a refusal as well
                tried += 1
            else:
                raise Refused(f"byte {at} of {name} was changed, and the document is accepted")
    return f"{tried} changes of one byte, all refused"


def main(action, trust, paths):
    try:
        if action == "issued":
            issued(trust, paths)
        else:
            csca, crl = published(trust)
            for path in paths:
                judge = {"document": lambda *a: document(*a)[1], "tampered": tampered}[action]
                print(f"{Path(path).name}: {judge(csca, crl, files_of(path))}")
    except Exception as error:  # noqa: BLE001: whatever a judge objects to is the finding
        print(f"NOT ACCEPTED: {error!r}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
