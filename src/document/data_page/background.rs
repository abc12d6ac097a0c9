//! Paper and fine lines. They are our own design and imitate no State's security printing.

use std::f64::consts::TAU;
use std::fmt::Write;

use super::layout::Layout;
use super::theme::Theme;

/// The paper with its line work, under everything else.
pub(super) fn background(layout: &Layout, theme: &Theme) -> String {
    let (width, height, mrz_top) = (layout.width, layout.height, layout.mrz_top());
    let fields = (layout.columns.first().copied().unwrap_or(0.0) + layout.right) / 2.0;
    let rosette = rosette((fields, mrz_top * 0.60), mrz_top * 0.30);
    format!(
        r##"<defs><linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="{shade}"/><stop offset="0.45" stop-color="{paper}"/><stop offset="1" stop-color="{shade}"/></linearGradient>
<linearGradient id="head" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="{line}" stop-opacity="0.30"/><stop offset="0.6" stop-color="{accent}" stop-opacity="0.12"/><stop offset="1" stop-color="{line}" stop-opacity="0.26"/></linearGradient>
<clipPath id="viz"><rect width="{width}" height="{mrz_top}"/></clipPath></defs>
<rect width="{width}" height="{height}" fill="url(#paper)"/>
<g clip-path="url(#viz)" fill="none" stroke-width="0.09"><path d="{waves}" stroke="{line}" stroke-opacity="0.30"/><path d="{crossing}" stroke="{accent}" stroke-opacity="0.22"/><path d="{rosette}" stroke="{line}" stroke-opacity="0.30"/></g>
<rect width="{width}" height="{band}" fill="url(#head)"/>
<rect y="{mrz_top}" width="{width}" height="{mrz_height}" fill="#ffffff" fill-opacity="0.72"/>"##,
        shade = theme.shade,
        paper = theme.paper,
        line = theme.line,
        accent = theme.accent,
        waves = waves(layout, 1.0),
        crossing = waves(layout, -1.0),
        band = layout.title_y + 4.5,
        mrz_height = height - mrz_top,
    )
}

/// Waves across the page whose height swells and falls; with the opposite sign they cross.
fn waves(layout: &Layout, sign: f64) -> String {
    let mut path = String::new();
    for line in 0..30_u32 {
        let middle = f64::from(line) * 2.4 - 1.0;
        let phase = f64::from(line) * 0.32 * sign;
        let points = (0..=84_u32).map(|step| {
            let x = f64::from(step) * layout.width / 84.0;
            let swell = 1.3 + 0.9 * (TAU * x / layout.width + phase * 0.5).sin();
            (x, middle + sign * swell * (TAU * x / 31.0 + phase).sin())
        });
        polyline(&mut path, points);
    }
    path
}

/// Two wreaths of five-petalled curves. The curves of a wreath are one curve turned by even steps of a petal, so that they
/// close to a lace without a seam.
fn rosette(centre: (f64, f64), radius: f64) -> String {
    let mut path = String::new();
    wreath(&mut path, centre, (radius, 0.20), 22);
    wreath(&mut path, centre, (radius * 0.52, 0.26), 14);
    path
}

/// Curves around a centre: mean radius and how far the petals swing as a share of it.
fn wreath(path: &mut String, (x, y): (f64, f64), (radius, swing): (f64, f64), curves: u32) {
    for curve in 0..curves {
        let turn = TAU / 5.0 * f64::from(curve) / f64::from(curves);
        let points = (0..=150_u32).map(|step| {
            let angle = TAU * f64::from(step) / 150.0;
            let distance = radius * (1.0 + swing * (5.0 * (angle - turn)).cos());
            (x + distance * angle.cos(), y + distance * angle.sin())
        });
        polyline(path, points);
    }
}

fn polyline(path: &mut String, points: impl Iterator<Item = (f64, f64)>) {
    for (index, (x, y)) in points.enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(path, "{}{x:.2} {y:.2}", if index == 0 { "M" } else { "L" });
    }
}
