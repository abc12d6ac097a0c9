//! What the marker segments of a JPEG file tell that its decoder does not.

/// What is wrong with the structure of a JPEG file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JpegFault {
    /// The file ends before the end of the image. Decoders fill what is missing with grey and say nothing.
    Truncated,
    /// A baseline picture whose colours lie in separate scans with different sampling, which our decoder misreads.
    SeparateScans,
}

/// Walks the marker segments from the start of the image to its end.
///
/// The walk goes by the segment lengths, so the end of a thumbnail inside a segment does not count. Time is linear.
pub(super) fn check_jpeg(bytes: &[u8]) -> Result<(), JpegFault> {
    let mut at = 2; // past the start-of-image marker
    let mut baseline_colours = None;
    let mut has_scan = false;
    while let Some((marker, after)) = next_marker(bytes, at) {
        match marker {
            END_OF_IMAGE if has_scan => return Ok(()),
            0x01 | 0xD0..=0xD8 => at = after, // markers that stand alone
            _ => {
                let segment = segment(bytes, after).ok_or(JpegFault::Truncated)?;
                match marker {
                    BASELINE | EXTENDED => baseline_colours = subsampled_components(segment),
                    START_OF_SCAN => {
                        has_scan = true;
                        if baseline_colours.is_some_and(|colours| segment.first() != Some(&colours))
                        {
                            return Err(JpegFault::SeparateScans);
                        }
                    }
                    _ => {}
                }
                at = after + 2 + segment.len();
            }
        }
    }
    Err(JpegFault::Truncated)
}

/// The content of a segment whose length stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?);
    bytes.get(at + 2..at + usize::from(length))
}

/// The number of components of a frame, if they are sampled differently.
fn subsampled_components(frame: &[u8]) -> Option<u8> {
    // Precision, height (2), width (2), number of components, then three bytes each: number, sampling, table.
    let components = *frame.get(5)?;
    let mut samplings = frame
        .get(6..)?
        .chunks_exact(3)
        .filter_map(|component| component.get(1));
    let first = samplings.next()?;
    samplings
        .any(|sampling| sampling != first)
        .then_some(components)
}

/// The next marker at or after `from` and the offset behind it.
///
/// Entropy-coded data is skipped on the way: in it `FF 00` is a data byte, and runs of `FF` are fill bytes.
fn next_marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let mut previous = 0_u8;
    for (offset, &byte) in bytes.get(from..)?.iter().enumerate() {
        if previous == 0xFF && byte != 0x00 && byte != 0xFF {
            return Some((byte, from + offset + 1));
        }
        previous = byte;
    }
    None
}

const BASELINE: u8 = 0xC0;
const EXTENDED: u8 = 0xC1;
const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;
