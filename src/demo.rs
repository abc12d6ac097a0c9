//! The demo country: a whole service with invented people, built by the same use cases that staff use.
