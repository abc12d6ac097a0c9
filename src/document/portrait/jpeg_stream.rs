//! Whether a JPEG file holds its whole picture.

/// Whether the marker segments lead from the start of the image to its end.
///
/// Decoders fill the missing part of a truncated picture with grey and say nothing; a passport must not show that. The
/// walk goes by the segment lengths, so the end of a thumbnail inside a segment does not count. Time is linear.
pub(super) fn jpeg_is_complete(bytes: &[u8]) -> bool {
    let mut at = 2; // past the start-of-image marker
    let mut has_scan = false;
    while let Some((marker, after)) = next_marker(bytes, at) {
        match marker {
            END_OF_IMAGE => return has_scan,
            0x01 | 0xD0..=0xD8 => at = after, // markers that stand alone
            _ => {
                let Some(&[high, low]) = bytes.get(after..after + 2) else {
                    return false;
                };
                let length = usize::from(u16::from_be_bytes([high, low]));
                if length < 2 {
                    return false;
                }
                at = after + length;
                has_scan |= marker == START_OF_SCAN;
            }
        }
    }
    false
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

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;
