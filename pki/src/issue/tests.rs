use super::*;
use crate::fixture::Authority;
use crate::profile::CertificateRole;

#[test]
fn everything_goes_the_whole_road() {
    let authority = Authority::p256();
    for role in CertificateRole::ALL {
        authority.certificate(role);
    }
    assert_eq!(authority.sod(LdsVersion::V1_7).first(), Some(&0x77));
    assert_eq!(authority.sod(LdsVersion::V1_8).first(), Some(&0x77));
    authority.crl(&Authority::crl_request());
    authority.master_list();
}
