//! The resident register: an outside party that knows who people are. Here its interface, and a demo register behind it.
