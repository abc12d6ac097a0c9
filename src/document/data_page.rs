//! The data page drawn once as SVG and rendered to PNG and PDF.
