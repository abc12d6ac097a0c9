//! What machines fetch and ask: public keys, API, health. The app on a port of its own, in a specimen country of its own.

mod agencies;
mod health;
mod hostile;
mod inspections;
mod law;
mod public_keys;
mod served;
