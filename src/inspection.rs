//! A document as a border sees it: passive authentication and the cross-checks between chip, MRZ and certificates.
