use super::cursor::Cursor;

/// An image found in a data group, not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundImage<'a> {
    /// The format that the first bytes show; `None` when they show none of those known.
    pub format: Option<ImageFormat>,
    /// Width and height in pixels as the image's own header says.
    pub size: Option<(u32, u32)>,
    /// The image file.
    pub bytes: &'a [u8],
}

/// A format of an image in a data group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// JPEG 2000 in its file format (JP2).
    Jpeg2000,
    /// JPEG 2000 as a bare codestream.
    Jpeg2000Codestream,
    /// Wavelet scalar quantization, for fingerprints.
    Wsq,
}

const JP2_SIGNATURE: [u8; 12] = *b"\0\0\0\x0CjP  \r\n\x87\n";
const CODESTREAM_START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

impl<'a> FoundImage<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let format = format(bytes);
        let size = format.and_then(|format| match format {
            ImageFormat::Jpeg => jpeg_size(bytes),
            ImageFormat::Jpeg2000 => jp2_size(bytes),
            ImageFormat::Jpeg2000Codestream => codestream_size(bytes),
            ImageFormat::Wsq => None,
        });
        Self {
            format,
            size,
            bytes,
        }
    }
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(ImageFormat::Jpeg)
    } else if bytes.starts_with(&JP2_SIGNATURE) {
        Some(ImageFormat::Jpeg2000)
    } else if bytes.starts_with(&CODESTREAM_START) {
        Some(ImageFormat::Jpeg2000Codestream)
    } else if bytes.starts_with(&[0xFF, 0xA0]) {
        Some(ImageFormat::Wsq)
    } else {
        None
    }
}

/// The size in the first frame header.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(bytes, 0);
    cursor.take(2).ok()?;
    loop {
        if cursor.u8().ok()? != 0xFF {
            return None;
        }
        let mut marker = cursor.u8().ok()?;
        while marker == 0xFF {
            marker = cursor.u8().ok()?;
        }
        match marker {
            0x01 | 0xD0..=0xD7 => {}
            // A scan or the end before any frame.
            0x00 | 0xD8..=0xDA => return None,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                cursor.take(3).ok()?;
                let height = cursor.u16().ok()?;
                let width = cursor.u16().ok()?;
                return Some((u32::from(width), u32::from(height)));
            }
            _ => {
                let length = cursor.u16().ok()?;
                cursor.take(usize::from(length).checked_sub(2)?).ok()?;
            }
        }
    }
}

/// The size in the image header box (`ihdr` in `jp2h`).
fn jp2_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = jp2_box(bytes, *b"jp2h")?;
    let image_header = jp2_box(header, *b"ihdr")?;
    let mut cursor = Cursor::new(image_header, 0);
    let height = cursor.u32().ok()?;
    let width = cursor.u32().ok()?;
    Some((width, height))
}

/// The content of the first box of this kind.
fn jp2_box(bytes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    let mut cursor = Cursor::new(bytes, 0);
    loop {
        let length = cursor.u32().ok()?;
        let kind = cursor.take(4).ok()?;
        let content = match length {
            0 => cursor.take(cursor.rest().len()).ok()?,
            1 => {
                let length = cursor.number(8).ok()?.checked_sub(16)?;
                cursor.take(usize::try_from(length).ok()?).ok()?
            }
            _ => {
                let length = usize::try_from(length).ok()?.checked_sub(8)?;
                cursor.take(length).ok()?
            }
        };
        if kind == wanted {
            return Some(content);
        }
    }
}

/// The size in the SIZ segment: the reference grid less its offset.
fn codestream_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(bytes, 0);
    cursor.take(8).ok()?;
    let (right, bottom) = (cursor.u32().ok()?, cursor.u32().ok()?);
    let (left, top) = (cursor.u32().ok()?, cursor.u32().ok()?);
    Some((right.checked_sub(left)?, bottom.checked_sub(top)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_size_is_read_from_the_header_of_each_format() {
        let jpeg = [
            &[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 9, 9][..],
            &[0xFF, 0xFF, 0xC2, 0, 11, 8, 0x02, 0x13, 0x01, 0x9D],
        ]
        .concat();
        let scan_first = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2];
        let siz = [
            &CODESTREAM_START[..],
            &[0, 41, 0, 0],
            &[0, 0, 1, 0x9E, 0, 0, 2, 0x15],
            &[0, 0, 0, 1, 0, 0, 0, 2],
        ]
        .concat();
        let ihdr = b"\0\0\0\x16ihdr\0\0\x02\x13\0\0\x01\x9D\0\x03\x07\x07\0\0";
        let jp2 = [&JP2_SIGNATURE[..], b"\0\0\0\x1Ejp2h", ihdr].concat();
        let to_the_end = [&JP2_SIGNATURE[..], b"\0\0\0\0jp2h", ihdr].concat();
        let size = Some((413, 531));
        let cases = [
            (&jpeg[..], Some(ImageFormat::Jpeg), size),
            (&scan_first, Some(ImageFormat::Jpeg), None),
            (&siz, Some(ImageFormat::Jpeg2000Codestream), size),
            (&jp2, Some(ImageFormat::Jpeg2000), size),
            (&to_the_end, Some(ImageFormat::Jpeg2000), size),
            (&[0xFF, 0xA0, 0xFF], Some(ImageFormat::Wsq), None),
            (b"\x89PNG", None, None),
            (b"", None, None),
        ];
        for (bytes, format, size) in cases {
            let image = FoundImage::new(bytes);
            assert_eq!((image.format, image.size), (format, size), "{bytes:02X?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(
            start in prop::sample::select(vec![
                vec![0xFF, 0xD8], JP2_SIGNATURE.to_vec(), CODESTREAM_START.to_vec(),
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let bytes = [start, rest].concat();
            prop_assert_eq!(FoundImage::new(&bytes).bytes, &bytes[..]);
        }
    }
}
