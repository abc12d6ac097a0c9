//! The reader against the world's documents.

mod bsi2008;
