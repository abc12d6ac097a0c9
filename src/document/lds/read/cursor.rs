use super::ReadError;

/// The fixed fields of a biometric record, read from the front; numbers are big-endian.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor over `bytes`, which begin at `offset` in the file.
    pub(super) const fn new(bytes: &'a [u8], offset: usize) -> Self {
        let rest = bytes;
        Self { rest, offset }
    }

    pub(super) const fn offset(&self) -> usize {
        self.offset
    }

    /// What has not been read.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(ReadError::Malformed {
                offset: self.offset,
                what: "a biometric record that ends inside its header",
            })?;
        self.rest = rest;
        self.offset += count;
        Ok(taken)
    }

    /// The next `count` (at most eight) bytes as a number.
    pub(super) fn number(&mut self, count: usize) -> Result<u64, ReadError> {
        let bytes = self.take(count.min(8))?;
        Ok(super::details::number(bytes))
    }

    pub(super) fn u8(&mut self) -> Result<u8, ReadError> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    pub(super) fn u16(&mut self) -> Result<u16, ReadError> {
        // INVARIANT: two bytes make a number below 2^16.
        Ok(u16::try_from(self.number(2)?).unwrap_or_default())
    }

    pub(super) fn u32(&mut self) -> Result<u32, ReadError> {
        // INVARIANT: four bytes make a number below 2^32.
        Ok(u32::try_from(self.number(4)?).unwrap_or_default())
    }
}
