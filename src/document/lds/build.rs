//! Data groups written.
