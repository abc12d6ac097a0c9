//! The size of a JPEG 2000 picture, read before its decoder sees a byte.

/// What the SIZ segment of a JPEG 2000 codestream announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ImageSize {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) tiles: u64,
    pub(super) components: u16,
}

impl ImageSize {
    /// Reads the size from a JP2 file with exactly one codestream, or from a bare codestream.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let codestream = if bytes.starts_with(&CODESTREAM_MAGIC) {
            bytes
        } else {
            only_codestream(bytes)?
        };
        let rest = codestream.strip_prefix(&CODESTREAM_MAGIC)?;
        // Behind the marker: length (2), capabilities (2), then eight 32-bit numbers and the number of components.
        let number = |index: usize| be_u32(rest, 4 + 4 * index);
        let (x1, y1, x0, y0) = (number(0)?, number(1)?, number(2)?, number(3)?);
        let (tile_width, tile_height, tile_x0, tile_y0) =
            (number(4)?, number(5)?, number(6)?, number(7)?);
        let components = u16::from_be_bytes(rest.get(36..38)?.try_into().ok()?);
        let across = u64::from(x1.checked_sub(tile_x0)?).div_ceil(u64::from(tile_width).max(1));
        let down = u64::from(y1.checked_sub(tile_y0)?).div_ceil(u64::from(tile_height).max(1));
        let (width, height) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
        if width == 0 || height == 0 || tile_width == 0 || tile_height == 0 {
            return None;
        }
        Some(Self {
            width,
            height,
            tiles: across.checked_mul(down)?,
            components,
        })
    }
}

/// The content of the only `jp2c` box among the boxes of a JP2 file.
fn only_codestream(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    let mut found = None;
    while !rest.is_empty() {
        let kind = rest.get(4..8)?;
        let (header, length) = match be_u32(rest, 0)? {
            0 => (8, rest.len()), // up to the end of the file
            1 => (
                16,
                usize::try_from(u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?)).ok()?,
            ),
            length => (8, usize::try_from(length).ok()?),
        };
        let content = rest.get(header..length)?;
        if kind == b"jp2c" && found.replace(content).is_some() {
            return None;
        }
        rest = rest.get(length..)?;
    }
    found
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Start of codestream, SIZ marker.
const CODESTREAM_MAGIC: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
