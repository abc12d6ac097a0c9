/// Why no portrait came out of a picture.
///
/// Every message names what is wrong with the picture and what to do; none holds anything about the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortraitError {
    /// There are no bytes at all.
    #[error("the photo file is empty; choose a JPEG or PNG picture")]
    Empty,
    /// More bytes than a photo may have.
    #[error(
        "the photo file has {bytes} bytes, the limit is {limit} bytes; save it smaller or more compressed"
    )]
    FileTooLarge {
        /// Bytes in the file.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// More pixels than a photo may have; read from the header, nothing was decoded.
    #[error(
        "the photo is {width} x {height} pixels ({:.1} megapixels), the limit is {:.0} megapixels; scale it down",
        megapixels(u64::from(*width) * u64::from(*height)),
        megapixels(*limit)
    )]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Pixels allowed.
        limit: u64,
    },
    /// Fewer pixels than a face can be recognised in.
    #[error(
        "the photo is {width} x {height} pixels, at least {limit} pixels each way are needed; take a larger one"
    )]
    TooFewPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Least pixels each way.
        limit: u32,
    },
    /// A picture of a kind that is not read here.
    #[error("the photo is {format}, which is not supported; convert it to JPEG or PNG")]
    UnsupportedFormat {
        /// What its first bytes say it is.
        format: &'static str,
    },
    /// A moving picture.
    #[error("the photo is an animation; save one frame of it as JPEG or PNG")]
    Animated,
    /// No kind of picture that we know of.
    #[error("the file is not a picture; choose a JPEG or PNG photo")]
    NotAPicture,
    /// The file ends before the picture does.
    #[error(
        "the {format} photo ends before its picture does (cut off while copying?); copy or save it again"
    )]
    Truncated {
        /// `JPEG`, `PNG` or `JPEG 2000`.
        format: &'static str,
    },
    /// The bytes break the rules of their own format.
    #[error("the {format} photo cannot be decoded ({detail}); save it again as JPEG or PNG")]
    Broken {
        /// `JPEG`, `PNG` or `JPEG 2000`.
        format: &'static str,
        /// What the decoder said.
        detail: String,
    },
    /// The face detector's model does not load: the program itself is damaged.
    #[error(
        "the face detection model built into the program cannot be read; reinstall the program"
    )]
    ModelUnreadable,
    /// The portrait could not be compressed.
    #[error("the portrait cannot be encoded as {format} in {limit} bytes ({detail})")]
    CannotEncode {
        /// `JPEG` or `JPEG 2000`.
        format: &'static str,
        /// Bytes allowed.
        limit: usize,
        /// What the encoder said.
        detail: String,
    },
}

/// Millions of pixels, for people to read.
#[expect(
    clippy::cast_precision_loss,
    reason = "a number for a message, and far below 2^52"
)]
fn megapixels(pixels: u64) -> f64 {
    pixels as f64 / 1e6
}
