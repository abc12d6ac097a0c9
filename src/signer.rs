//! The signing process: it alone holds document-signer keys, and it decides whether to sign.
