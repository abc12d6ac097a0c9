//! The page as SVG.

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageEncoder, Rgb, RgbImage};

use super::background::background;
use super::field::VALUE_INK;
use super::fields::fields;
use super::font::Typeface;
use super::layout::{Area, Layout, MRZ_PITCH};
use super::svg::{escape, text};
use super::theme::Theme;
use super::{DataPage, DataPageError};

/// Draws the page, one SVG unit to the millimetre.
pub(super) fn page(page: &DataPage) -> Result<String, DataPageError> {
    let layout = Layout::for_mrz(&page.mrz_lines)?;
    let theme = Theme::of(page.kind);
    let (width, height) = (layout.width, layout.height);
    let parts = [
        background(layout, &theme),
        if page.specimen {
            specimen_behind(layout)
        } else {
            String::new()
        },
        header(page, layout, &theme)?,
        ghost(page, layout)?,
        portrait(page, layout, &theme)?,
        fields(page, layout, &theme)?,
        mrz(page, layout)?,
        if page.specimen {
            specimen_over(layout)
        } else {
            String::new()
        },
    ];
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">{}</svg>"#,
        parts.concat()
    ))
}

/// Title left, State right (zone I).
fn header(page: &DataPage, layout: &Layout, theme: &Theme) -> Result<String, DataPageError> {
    for (field, value) in [
        ("State in Korean", &page.state_ko),
        ("State in English", &page.state_en),
    ] {
        if let Some(character) = Typeface::SemiBold.first_missing(value) {
            return Err(DataPageError::MissingGlyph { field, character });
        }
    }
    let y = layout.title_y;
    let (large, small) = (layout.value_size * 1.62, layout.value_size * 0.93);
    let left = layout.portrait.x;
    let title_width = Typeface::SemiBold.width(theme.title_ko, large);
    let state_en_x = layout.right - spaced_width(&page.state_en, small);
    let state_ko_x = state_en_x - Typeface::SemiBold.width(&page.state_ko, large) - 0.5 * large;
    Ok([
        text(
            Typeface::SemiBold,
            large,
            theme.ink,
            (left, y),
            theme.title_ko,
        ),
        spaced_text(
            small,
            theme.ink,
            (left + title_width + 0.45 * large, y),
            theme.title_en,
        ),
        text(
            Typeface::SemiBold,
            large,
            theme.ink,
            (state_ko_x, y),
            &page.state_ko,
        ),
        spaced_text(small, theme.ink, (state_en_x, y), &page.state_en),
    ]
    .concat())
}

/// A capital heading with letters set apart a little.
fn spaced_text(size: f64, fill: &str, (x, y): (f64, f64), content: &str) -> String {
    format!(
        r#"<text {} font-size="{size:.3}" letter-spacing="{:.3}" fill="{fill}" x="{x:.3}" y="{y:.3}">{}</text>"#,
        Typeface::SemiBold.attributes(),
        size * LETTER_SPACING,
        escape(content)
    )
}

fn spaced_width(content: &str, size: f64) -> f64 {
    let gaps = content
        .chars()
        .skip(1)
        .map(|_| size * LETTER_SPACING)
        .sum::<f64>();
    Typeface::SemiBold.width(content, size) + gaps
}

/// The portrait with a hairline around it (zone V).
fn portrait(page: &DataPage, layout: &Layout, theme: &Theme) -> Result<String, DataPageError> {
    let Area {
        x,
        y,
        width,
        height,
    } = layout.portrait;
    Ok(format!(
        r#"{}<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="{}" stroke-width="0.12" stroke-opacity="0.6"/>"#,
        image(&page.portrait, layout.portrait, 1.0)?,
        theme.ink,
    ))
}

/// A small pale copy of the portrait, which a swapped portrait would contradict.
fn ghost(page: &DataPage, layout: &Layout) -> Result<String, DataPageError> {
    let small = imageops::resize(
        &page.portrait,
        GHOST_PIXELS.0,
        GHOST_PIXELS.1,
        FilterType::Triangle,
    );
    let grey = DynamicImage::ImageRgb8(small).into_luma8();
    let pale = RgbImage::from_fn(grey.width(), grey.height(), |x, y| {
        let value = grey
            .get_pixel_checked(x, y)
            .map_or(255, |pixel| pixel.0.first().copied().unwrap_or(255));
        Rgb([value; 3])
    });
    image(&pale, layout.ghost, 0.34)
}

fn image(pixels: &RgbImage, area: Area, opacity: f64) -> Result<String, DataPageError> {
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, PngFilter::Adaptive)
        .write_image(
            pixels.as_raw(),
            pixels.width(),
            pixels.height(),
            image::ExtendedColorType::Rgb8,
        )
        .map_err(DataPageError::render)?;
    Ok(format!(
        r#"<image x="{}" y="{}" width="{}" height="{}" opacity="{opacity}" preserveAspectRatio="xMidYMid slice" href="data:image/png;base64,{}"/>"#,
        area.x,
        area.y,
        area.width,
        area.height,
        openssl::base64::encode_block(&png)
    ))
}

/// The two lines in OCR-B, each character in its own cell (zone VII).
///
/// Source: 9303-4:4.2.1.3, 9303-3:4.4
fn mrz(page: &DataPage, layout: &Layout) -> Result<String, DataPageError> {
    let mut svg = String::new();
    for (index, line) in page.mrz_lines.iter().enumerate() {
        let wrong = line
            .chars()
            .zip(1..)
            .find(|(character, _)| !is_mrz_character(*character));
        if let Some((character, position)) = wrong {
            return Err(DataPageError::MrzCharacter {
                line: index + 1,
                position,
                character,
            });
        }
        let baseline = layout.mrz_centre(index) + MRZ_SIZE * OCR_B_CAP_HEIGHT / 2.0;
        let cells = (0..)
            .zip(line.chars())
            .map(|(cell, _)| mrz_cell(layout, cell));
        let places = cells
            .map(|x| format!("{x:.3}"))
            .collect::<Vec<_>>()
            .join(" ");
        svg += &format!(
            r#"<text {} font-size="{MRZ_SIZE:.4}" fill="{VALUE_INK}" x="{places}" y="{baseline:.3}">{}</text>"#,
            Typeface::OcrB.attributes(),
            escape(line)
        );
    }
    Ok(svg)
}

/// Left edge of the cell of an MRZ character, counted from 0.
pub(super) fn mrz_cell(layout: &Layout, cell: u32) -> f64 {
    layout.mrz_x - MRZ_SIZE * OCR_B_SIDE_BEARING + f64::from(cell) * MRZ_PITCH
}

fn is_mrz_character(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || character == '<'
}

/// The word in large pale letters behind the fields, and the line above the MRZ.
fn specimen_behind(layout: &Layout) -> String {
    let (x, y) = (
        (layout.columns[0] + layout.right) / 2.0,
        layout.mrz_top() * 0.62,
    );
    let size = layout.width * 0.128;
    format!(
        r#"<g transform="translate({x:.3} {y:.3}) rotate(-17)" text-anchor="middle" fill="{RED}" {face}><text font-size="{size:.3}" letter-spacing="0.6" fill-opacity="0.17">SPECIMEN</text><text font-size="{korean:.3}" letter-spacing="6" y="{below:.3}" fill-opacity="0.17">견본</text></g>"#,
        face = Typeface::SemiBold.attributes(),
        korean = size * 0.8,
        below = size * 0.86,
    )
}

/// The word across the foot of the portrait and in a line above the MRZ.
fn specimen_over(layout: &Layout) -> String {
    let Area {
        x,
        y,
        width,
        height,
    } = layout.portrait;
    let size = width * 0.135;
    let (middle, foot) = (x + width / 2.0, y + height - size * 0.5);
    let line_size = layout.label_size;
    let line = "견본 SPECIMEN · NOT VALID FOR TRAVEL · 여행에 사용할 수 없음";
    let line_x = layout.right - Typeface::SemiBold.width(line, line_size);
    format!(
        r##"<rect x="{x}" y="{top:.3}" width="{width}" height="{band:.3}" fill="#ffffff" fill-opacity="0.62"/><text x="{middle:.3}" y="{foot:.3}" text-anchor="middle" fill="{RED}" font-size="{size:.3}" {face}>견본 SPECIMEN</text>{bottom}"##,
        top = y + height - size * 1.62,
        band = size * 1.62,
        face = Typeface::SemiBold.attributes(),
        bottom = text(
            Typeface::SemiBold,
            line_size,
            RED,
            (line_x, layout.mrz_top() - 0.9),
            line
        ),
    )
}

const RED: &str = "#c4161c";
/// Em size in which OCR-B's characters stand ten to the inch: its advance is 0.723 em.
const MRZ_SIZE: f64 = MRZ_PITCH / 0.723;
/// Height of capitals in ems.
const OCR_B_CAP_HEIGHT: f64 = 0.701;
/// White to the left of `P` in ems.
const OCR_B_SIDE_BEARING: f64 = 0.113;
const LETTER_SPACING: f64 = 0.04;
const GHOST_PIXELS: (u32, u32) = (165, 212);
