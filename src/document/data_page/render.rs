//! The drawing as PNG and as PDF.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::{tiny_skia, usvg};

use super::DataPageError;
use super::font;

/// Renders at 300 dots an inch.
pub(super) fn png(svg: &str) -> Result<Vec<u8>, DataPageError> {
    let tree = parse(svg, DPI)?;
    let size = tree.size().to_int_size();
    let mut canvas = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or_else(|| DataPageError::render("no memory"))?;
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut canvas.as_mut(),
    );
    // The paper is opaque, so premultiplied and plain colours are the same.
    let rgb: Vec<u8> = canvas
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&rgb, size.width(), size.height(), ExtendedColorType::Rgb8)
        .map_err(DataPageError::render)?;
    Ok(png)
}

/// Sets the page as PDF; a PDF unit is a seventy-second of an inch.
pub(super) fn pdf(svg: &str, title: &str) -> Result<Vec<u8>, DataPageError> {
    let tree = parse(svg, PDF_DPI)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let settings =
        PageSettings::from_wh(width, height).ok_or_else(|| DataPageError::render("page size"))?;
    let size = Size::from_wh(width, height).ok_or_else(|| DataPageError::render("page size"))?;
    let mut document = krilla::Document::new();
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| DataPageError::render("drawing"))?;
    surface.finish();
    page.finish();
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language("ko".to_owned()),
    );
    document
        .finish()
        .map_err(|error| DataPageError::render(format_args!("{error:?}")))
}

/// Parses our own drawing with our own fonts; millimetres become dots.
fn parse(svg: &str, dpi: f32) -> Result<usvg::Tree, DataPageError> {
    let options = usvg::Options {
        dpi,
        fontdb: font::database(),
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg, &options).map_err(DataPageError::render)
}

const DPI: f32 = 300.0;
const PDF_DPI: f32 = 72.0;
