//! JPEG 2000 encoding of our own pixels with OpenJPEG's Rust translation.
//!
//! The crate hands out its output only through C callbacks, so this module holds the program's only unsafe code: three
//! functions that write to and seek in a byte vector. It never sees foreign bytes.

use core::ffi::c_void;
use core::ptr::from_mut;

use image::RgbImage;
use openjp2::openjpeg::{
    OPJ_CLRSPC_SRGB, OPJ_CODEC_JP2, opj_cparameters, opj_stream_set_seek_function,
    opj_stream_set_skip_function, opj_stream_set_user_data, opj_stream_set_write_function,
    opj_stream_t,
};
use openjp2::{Codec, Stream, opj_image, opj_image_comptparm};

use super::PortraitError;

/// Compresses to a JP2 file of about `max_bytes`, never more.
///
/// Irreversible 9-7 wavelet, one tile, one quality layer, sRGB.
///
/// # Errors
/// [`PortraitError::CannotEncode`] when the encoder refuses or overshoots.
pub(super) fn encode(pixels: &RgbImage, max_bytes: usize) -> Result<Vec<u8>, PortraitError> {
    let refused = |detail: &str| PortraitError::CannotEncode {
        format: "JPEG 2000",
        limit: max_bytes,
        detail: detail.to_owned(),
    };
    let mut picture = to_components(pixels).ok_or_else(|| refused("out of memory"))?;
    let mut parameters = parameters(pixels, max_bytes.saturating_sub(HEADER_BYTES).max(1));
    let mut codec = Codec::new_encoder(OPJ_CODEC_JP2).ok_or_else(|| refused("no encoder"))?;
    let mut output = Output::default();
    let done = {
        let mut stream = output.stream();
        codec.setup_encoder(&mut parameters, &mut picture) == 1
            && codec.start_compress(&mut picture, &mut stream) == 1
            && codec.encode(&mut stream) == 1
            && codec.end_compress(&mut stream) == 1
            && stream.flush().is_ok()
    };
    if !done {
        return Err(refused("the encoder stopped"));
    }
    if output.bytes.len() > max_bytes {
        return Err(refused("too much detail"));
    }
    Ok(output.bytes)
}

/// The picture as three planes of 8-bit samples.
fn to_components(pixels: &RgbImage) -> Option<Box<opj_image>> {
    let (w, h) = pixels.dimensions();
    let plane = || opj_image_comptparm {
        dx: 1,
        dy: 1,
        w,
        h,
        x0: 0,
        y0: 0,
        prec: 8,
        bpp: 8,
        sgnd: 0,
    };
    let mut picture = opj_image::create(&[plane(), plane(), plane()], OPJ_CLRSPC_SRGB)?;
    (picture.x1, picture.y1) = (w, h);
    for (channel, plane) in picture.comps_data_mut_iter()?.enumerate() {
        for (sample, pixel) in plane.iter_mut().zip(pixels.pixels()) {
            *sample = i32::from(*pixel.0.get(channel)?);
        }
    }
    Some(picture)
}

#[expect(
    clippy::field_reassign_with_default,
    reason = "the type has a destructor, so no struct update"
)]
#[expect(
    clippy::cast_precision_loss,
    reason = "a compression ratio needs no more than seven digits"
)]
fn parameters(pixels: &RgbImage, target_bytes: usize) -> opj_cparameters {
    let mut parameters = opj_cparameters::default();
    parameters.irreversible = 1;
    parameters.tcp_mct = 1;
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    if let Some(ratio) = parameters.tcp_rates.first_mut() {
        *ratio = (pixels.as_raw().len() as f32 / target_bytes as f32).max(1.0);
    }
    // The encoder would otherwise write its name and version, and a new version would change every portrait.
    parameters.set_comment("");
    parameters
}

/// Where the encoder writes.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    position: usize,
}

impl Output {
    /// An OpenJPEG stream into this output; it must be dropped before the bytes are read.
    #[allow(unsafe_code, reason = "openjp2 offers no safe in-memory output stream")]
    fn stream(&mut self) -> StreamInto<'_> {
        let mut stream = Stream::new_custom(BUFFER_BYTES, false);
        let handle: *mut opj_stream_t = from_mut(&mut stream).cast();
        // SAFETY: `handle` points to a live custom output stream for the length of this block, and the crate's own
        // constructor makes the same cast. `self` outlives the stream, because `StreamInto` keeps it borrowed.
        unsafe {
            opj_stream_set_user_data(handle, from_mut(self).cast(), None);
            opj_stream_set_write_function(handle, Some(write));
            opj_stream_set_skip_function(handle, Some(skip));
            opj_stream_set_seek_function(handle, Some(seek));
        }
        StreamInto {
            stream,
            _output: core::marker::PhantomData,
        }
    }

    /// Overwrites or appends at the position, and moves it.
    fn write(&mut self, chunk: &[u8]) {
        let end = self.position.saturating_add(chunk.len());
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let Some(place) = self.bytes.get_mut(self.position..end) {
            place.copy_from_slice(chunk);
        }
        self.position = end;
    }

    /// Moves the position; refuses places that no portrait reaches, so that a wild seek cannot allocate.
    fn seek(&mut self, position: i64) -> bool {
        match usize::try_from(position) {
            Ok(position) if position <= MAX_POSITION => {
                self.position = position;
                true
            }
            _ => false,
        }
    }
}

/// A stream that borrows its output.
struct StreamInto<'output> {
    stream: Stream,
    _output: core::marker::PhantomData<&'output mut Output>,
}

impl core::ops::Deref for StreamInto<'_> {
    type Target = Stream;

    fn deref(&self) -> &Stream {
        &self.stream
    }
}

impl core::ops::DerefMut for StreamInto<'_> {
    fn deref_mut(&mut self) -> &mut Stream {
        &mut self.stream
    }
}

#[allow(unsafe_code, reason = "callback of openjp2's C interface")]
unsafe extern "C" fn write(chunk: *mut c_void, length: usize, output: *mut c_void) -> usize {
    // SAFETY: openjp2 passes its buffer of `length` initialised bytes and the pointer given in `Output::stream`.
    let (chunk, output) = unsafe {
        (
            core::slice::from_raw_parts(chunk.cast::<u8>(), length),
            &mut *output.cast::<Output>(),
        )
    };
    output.write(chunk);
    length
}

#[allow(unsafe_code, reason = "callback of openjp2's C interface")]
unsafe extern "C" fn skip(distance: i64, output: *mut c_void) -> i64 {
    // SAFETY: the pointer is the one given in `Output::stream`.
    let output = unsafe { &mut *output.cast::<Output>() };
    let target = i64::try_from(output.position)
        .ok()
        .and_then(|position| position.checked_add(distance));
    if target.is_some_and(|target| output.seek(target)) {
        distance
    } else {
        -1
    }
}

#[allow(unsafe_code, reason = "callback of openjp2's C interface")]
unsafe extern "C" fn seek(position: i64, output: *mut c_void) -> i32 {
    // SAFETY: the pointer is the one given in `Output::stream`.
    let output = unsafe { &mut *output.cast::<Output>() };
    i32::from(output.seek(position))
}

/// Room for the boxes around the codestream, which the encoder does not count.
const HEADER_BYTES: usize = 256;
/// Bytes the stream collects before it calls back.
const BUFFER_BYTES: usize = 1 << 16;
/// No portrait is larger than this.
const MAX_POSITION: usize = 16 << 20;
