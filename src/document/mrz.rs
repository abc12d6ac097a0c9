//! The machine readable zone (Doc 9303-3 to -6).
