//! The Enforcement Decree as pure functions: facts in, decision with reasons out.
