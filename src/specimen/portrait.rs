use crate::document::portrait::{
    Measurements, Portrait, PortraitError, PortraitOptions, PortraitWarning,
};

/// The portrait that was made of a photo, and what an officer should look at.
#[derive(Debug, Clone)]
pub struct PhotoReport {
    /// The picture as it goes on the chip.
    pub image: Vec<u8>,
    /// Numbers for the record.
    pub measurements: Measurements,
    /// What was noticed; empty for a good photo.
    pub warnings: Vec<PortraitWarning>,
}

/// Makes the portrait of a photo as an intake counter does.
///
/// # Errors
/// [`PortraitError`] when the photo cannot be used at all.
pub fn portrait(photo: &[u8]) -> Result<PhotoReport, PortraitError> {
    let outcome = Portrait::from_photo(photo, &PortraitOptions::default())?;
    Ok(PhotoReport {
        image: outcome.portrait.bytes().to_vec(),
        measurements: outcome.measurements,
        warnings: outcome.warnings,
    })
}
