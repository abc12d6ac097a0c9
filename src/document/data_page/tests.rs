use std::io::Write;
use std::process::{Command, Stdio};

use image::{GrayImage, Luma};
use resvg::{tiny_skia, usvg};
use ttf_parser::{Face, OutlineBuilder};

use super::font::{Typeface, database};
use super::layout::{Layout, MRZ_HEIGHT, MRZ_PITCH};
use super::*;

const TD3_LINES: [&str; 2] = [
    "PPKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<<<<<<<<<",
    "M123456784KOR9008122F2109205<<<<<<<<<<<<<<08",
];
const TD2_LINES: [&str; 2] = [
    "PUKORHONG<<GIL<DONG<<<<<<<<<<<<<<<<<",
    "T123456784KOR9008122F2109205<<<<<<<0",
];

fn page() -> DataPage {
    DataPage {
        kind: PassportKind::Ordinary,
        state_ko: "대한민국".into(),
        state_en: "REPUBLIC OF KOREA".into(),
        document_type: "PM".into(),
        issuing_state: "KOR".into(),
        number: "M12345678".into(),
        surname: "HONG".into(),
        given_names: "GIL DONG".into(),
        name_ko: Some("홍길동".into()),
        nationality: "REPUBLIC OF KOREA".into(),
        date_of_birth: "12 AUG 1990".into(),
        personal_number: None,
        sex: "F".into(),
        place_of_birth: None,
        date_of_issue: "20 SEP 2011".into(),
        date_of_expiry: "20 SEP 2021".into(),
        authority_ko: "외교통상부".into(),
        authority_en: "MINISTRY OF FOREIGN AFFAIRS AND TRADE".into(),
        mrz_lines: TD3_LINES.map(str::to_owned),
        portrait: RgbImage::from_fn(413, 531, |x, y| {
            image::Rgb([(x / 2) as u8, (y / 3) as u8, 140])
        }),
        specimen: true,
    }
}

/// A page that fills every field to the brim.
fn crowded() -> DataPage {
    DataPage {
        surname: "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-HWANGBO".into(),
        given_names: "HUBERT BLAINE CHRISTOPHER MAXIMILIAN ALEXANDER GIL DONG".into(),
        name_ko: Some("황보볼페슐레겔슈타인하우젠베르거도르프휴버트블레인크리스토퍼".into()),
        personal_number: Some("1234567".into()),
        place_of_birth: Some("NEW YORK, UNITED STATES OF AMERICA".into()),
        date_of_birth: "12 8월/AUG 1990".into(),
        nationality: "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND".into(),
        specimen: false,
        ..page()
    }
}

fn td2() -> DataPage {
    DataPage {
        kind: PassportKind::TravelCertificate,
        mrz_lines: TD2_LINES.map(str::to_owned),
        ..page()
    }
}

fn pixels(page: &DataPage) -> RgbImage {
    image::load_from_memory(&page.to_png().unwrap())
        .unwrap()
        .into_rgb8()
}

#[test]
fn a_page_has_the_size_of_its_format_at_300_dots_an_inch() {
    for (page, size) in [(page(), (1476, 1039)), (td2(), (1240, 874))] {
        assert_eq!(pixels(&page).dimensions(), size);
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    assert_eq!(page().to_png().unwrap(), page().to_png().unwrap());
    assert_eq!(page().to_pdf().unwrap(), page().to_pdf().unwrap());
}

#[test]
fn no_text_meets_another_or_the_margin() {
    let crowded_td2 = DataPage {
        kind: PassportKind::TravelCertificate,
        mrz_lines: TD2_LINES.map(str::to_owned),
        ..crowded()
    };
    let diplomatic = DataPage {
        kind: PassportKind::Diplomatic,
        ..crowded()
    };
    for page in [
        DataPage {
            specimen: false,
            ..page()
        },
        crowded(),
        diplomatic,
        crowded_td2,
    ] {
        let boxes = text_boxes(&page.to_svg().unwrap());
        assert!(boxes.len() > 25);
        let layout = Layout::for_mrz(&page.mrz_lines).unwrap();
        for (index, (text, area)) in boxes.iter().enumerate() {
            let (width, height) = (layout.width as f32, layout.height as f32);
            assert!(
                area.left() >= 2.0 && area.right() <= width - 2.0,
                "{text}: {area:?}"
            );
            assert!(
                area.top() >= 2.0 && area.bottom() <= height - 2.0,
                "{text}: {area:?}"
            );
            for (other, other_area) in boxes.iter().skip(index + 1) {
                let apart = area.right() <= other_area.left()
                    || other_area.right() <= area.left()
                    || area.bottom() <= other_area.top()
                    || other_area.bottom() <= area.top();
                assert!(apart, "`{text}` {area:?} meets `{other}` {other_area:?}");
            }
        }
    }
}

/// Every text of a drawing with the box of its outlines in millimetres.
fn text_boxes(svg: &str) -> Vec<(String, usvg::Rect)> {
    fn walk(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, found),
                usvg::Node::Text(text) => {
                    let words = text.chunks().iter().map(usvg::TextChunk::text).collect();
                    found.push((words, text.flattened().abs_bounding_box()));
                }
                usvg::Node::Path(_) | usvg::Node::Image(_) => {}
            }
        }
    }
    // Below the root, coordinates are those of the view box: millimetres.
    let options = usvg::Options {
        fontdb: database(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

#[test]
fn each_mrz_character_is_the_one_printed_at_its_place() {
    for page in [
        page(),
        td2(),
        DataPage {
            kind: PassportKind::Diplomatic,
            ..page()
        },
    ] {
        let picture = image::DynamicImage::ImageRgb8(pixels(&page)).into_luma8();
        let layout = Layout::for_mrz(&page.mrz_lines).unwrap();
        for (index, line) in page.mrz_lines.iter().enumerate() {
            let read: String = (0..layout.mrz_characters)
                .map(|cell| read_cell(&picture, layout, index, cell))
                .collect();
            assert_eq!(&read, line);
        }
    }
}

/// Reads one cell by comparing it with every OCR-B glyph.
///
/// The glyphs are filled from the font's outlines here, not by the renderer of the page, at the place Doc 9303 gives: the
/// first character's ink 6.0 mm (4.0 mm) from the left edge, the centre line 15.75 and 9.40 mm from the lower edge.
fn read_cell(picture: &GrayImage, layout: &Layout, line: usize, cell: usize) -> char {
    let dots = 300.0 / 25.4;
    let left = layout.mrz_x - 0.397 + cell as f64 * MRZ_PITCH;
    let centre = layout.height - [15.75, 9.40][line];
    let (width, height) = (30_u32, 44_u32);
    let origin = ((left * dots) as u32, (centre * dots) as u32 - height / 2);
    let fraction = (
        left * dots - f64::from(origin.0),
        centre * dots - f64::from(origin.1),
    );
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
        .chars()
        .min_by_key(|character| {
            let glyph = glyph(*character, (width, height), fraction);
            glyph
                .enumerate_pixels()
                .map(|(x, y, Luma([ink]))| {
                    let Luma([seen]) = picture.get_pixel(origin.0 + x, origin.1 + y);
                    u64::from(seen.abs_diff(*ink)).pow(2)
                })
                .sum::<u64>()
        })
        .unwrap()
}

/// One OCR-B glyph, ten to the inch at 300 dots an inch, black on white, its middle at `at`.
fn glyph(character: char, size: (u32, u32), at: (f64, f64)) -> GrayImage {
    struct Outline(tiny_skia::PathBuilder);
    impl OutlineBuilder for Outline {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.move_to(x, y);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.line_to(x, y);
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.quad_to(x1, y1, x, y);
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.cubic_to(x1, y1, x2, y2, x, y);
        }
        fn close(&mut self) {
            self.0.close();
        }
    }
    let face = Face::parse(include_bytes!("../../../assets/font/OCRB.otf"), 0).unwrap();
    let mut outline = Outline(tiny_skia::PathBuilder::new());
    face.outline_glyph(face.glyph_index(character).unwrap(), &mut outline)
        .unwrap();
    let scale = (30.0 / 723.0) as f32; // ten to the inch: 723 units on 30 dots
    let baseline = at.1 as f32 + scale * 701.0 / 2.0;
    let place = tiny_skia::Transform::from_row(scale, 0.0, 0.0, -scale, at.0 as f32, baseline);
    let mut canvas = tiny_skia::Pixmap::new(size.0, size.1).unwrap();
    canvas.fill(tiny_skia::Color::WHITE);
    let mut ink = tiny_skia::Paint::default();
    ink.set_color(tiny_skia::Color::BLACK);
    canvas.fill_path(
        &outline.0.finish().unwrap(),
        &ink,
        tiny_skia::FillRule::Winding,
        place,
        None,
    );
    GrayImage::from_fn(size.0, size.1, |x, y| {
        Luma([canvas.pixel(x, y).unwrap().red()])
    })
}

#[test]
fn a_specimen_says_so_everywhere_but_in_the_machine_readable_zone() {
    let plain = DataPage {
        specimen: false,
        ..page()
    };
    assert!(
        !plain.to_svg().unwrap().contains("SPECIMEN") && !plain.to_svg().unwrap().contains("견본")
    );
    assert!(page().to_svg().unwrap().contains("견본 SPECIMEN"));
    let (with, without) = (pixels(&page()), pixels(&plain));
    let mrz_top = ((88.0 - MRZ_HEIGHT) * 300.0 / 25.4) as u32 + 1;
    let changed = |rows: std::ops::Range<u32>| {
        rows.flat_map(|y| (0..1476).map(move |x| (x, y)))
            .filter(|(x, y)| with.get_pixel(*x, *y) != without.get_pixel(*x, *y))
            .count()
    };
    assert_eq!(changed(mrz_top..1039), 0);
    // A tenth of the visual zone at least carries red.
    assert!(
        changed(0..mrz_top) > 1476 * mrz_top as usize / 10,
        "{}",
        changed(0..mrz_top)
    );
}

#[test]
fn every_field_is_on_the_page_as_it_was_given() {
    let page = DataPage {
        surname: "O'<&\">X".into(),
        ..crowded()
    };
    let svg = page.to_svg().unwrap();
    let printed: String = text_boxes(&svg)
        .into_iter()
        .map(|(words, _)| words + "\n")
        .collect();
    for value in [
        "O'<&\">X",
        "M12345678",
        "KOR",
        "PM",
        "12 8월/AUG 1990",
        "20 SEP 2011",
        "20 SEP 2021",
        "1234567",
        "외교통상부",
        "대한민국",
        TD3_LINES[0],
        TD3_LINES[1],
    ] {
        assert!(printed.contains(value), "{value}");
    }
    let long = "HUBERT BLAINE CHRISTOPHER MAXIMILIAN ALEXANDER GIL DONG";
    assert!(printed.replace('\n', " ").contains(long));
}

#[test]
fn kinds_have_their_own_titles_and_colours() {
    let corners: Vec<_> = [
        (PassportKind::Ordinary, "여권"),
        (PassportKind::Residence, "거주여권"),
        (PassportKind::Official, "관용여권"),
        (PassportKind::Diplomatic, "외교관여권"),
        (PassportKind::TravelCertificate, "여행증명서"),
    ]
    .into_iter()
    .map(|(kind, title)| {
        let page = DataPage { kind, ..page() };
        assert!(page.to_svg().unwrap().contains(&format!(">{title}<")));
        let number = if kind == PassportKind::TravelCertificate {
            "문서번호"
        } else {
            "여권번호"
        };
        assert!(page.to_svg().unwrap().contains(number));
        page.to_svg()
            .unwrap()
            .split("stop-color=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    })
    .collect();
    let distinct: std::collections::BTreeSet<_> = corners.iter().collect();
    assert_eq!(distinct.len(), 4, "{corners:?}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_cannot_be_printed_is_named() {
    let missing = |field, character| DataPageError::MissingGlyph { field, character };
    for (page, expected) in [
        (
            DataPage {
                surname: "ΑΒ\u{5d0}".into(),
                ..page()
            },
            missing("surname", '\u{5d0}'),
        ),
        (
            DataPage {
                name_ko: Some("홍\n길동".into()),
                ..page()
            },
            missing("Hangul name", '\n'),
        ),
        (
            DataPage {
                authority_ko: "\u{1F6C2}".into(),
                ..page()
            },
            missing("authority in Korean", '\u{1F6C2}'),
        ),
        (
            DataPage {
                state_en: "\u{7}".into(),
                ..page()
            },
            missing("State in English", '\u{7}'),
        ),
        (
            DataPage {
                given_names: "W".repeat(120),
                ..page()
            },
            DataPageError::TooLong {
                field: "given names",
                characters: 120,
            },
        ),
        (
            DataPage {
                mrz_lines: [TD3_LINES[0].into(), TD2_LINES[1].into()],
                ..page()
            },
            DataPageError::MrzShape {
                first: 44,
                second: 36,
            },
        ),
        (
            DataPage {
                mrz_lines: [TD3_LINES[0].into(), TD3_LINES[1].replace('K', "k")],
                ..page()
            },
            DataPageError::MrzCharacter {
                line: 2,
                position: 11,
                character: 'k',
            },
        ),
    ] {
        assert_eq!(page.to_svg().unwrap_err(), expected);
        assert_eq!(page.to_png().unwrap_err(), expected);
        assert_eq!(page.to_pdf().unwrap_err(), expected);
    }
}

#[test]
fn every_hangul_syllable_and_printable_latin_letter_has_a_glyph() {
    for typeface in [Typeface::Regular, Typeface::SemiBold] {
        let syllables: String = ('가'..='힣').collect();
        let latin: String = (' '..='~').collect();
        assert_eq!(typeface.first_missing(&syllables), None);
        assert_eq!(typeface.first_missing(&latin), None);
    }
    assert_eq!(
        Typeface::OcrB.first_missing("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"),
        None
    );
}

/// What a program of poppler-utils says about a PDF.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils must be installed");
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn judged_by_poppler_the_pdf_has_its_size_its_fonts_and_its_text() {
    for (page, size) in [
        (page(), "354.331 x 249.449 pts"),
        (td2(), "297.638 x 209.764 pts"),
    ] {
        let pdf = page.to_pdf().unwrap();
        let facts = poppler("pdfinfo", &["-"], &pdf);
        assert!(
            facts.contains(size) && facts.contains("Pages:           1"),
            "{facts}"
        );
        let text = poppler("pdftotext", &["-layout", "-", "-"], &pdf);
        for value in [
            "홍길동",
            "GIL DONG",
            "견본 SPECIMEN",
            &page.mrz_lines[0],
            &page.mrz_lines[1],
        ] {
            assert!(text.contains(value), "{value} not in {text}");
        }
        let fonts = poppler("pdffonts", &["-"], &pdf);
        for font in [
            "OCRB-Regular",
            "PretendardGOV-Regular",
            "PretendardGOV-SemiBold",
        ] {
            assert!(fonts.contains(font), "{fonts}");
        }
    }
}
