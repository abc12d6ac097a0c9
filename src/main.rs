//! The `yeogwon` program: see the library's front page for the layers.

fn main() {}
