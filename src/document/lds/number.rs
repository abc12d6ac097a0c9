use std::fmt;

use super::Tag;

/// The number of a data group, 1 to 16.
///
/// Tag, number and file name are three names of one thing; the tags are not in numeric order.
///
/// Source: 9303-10:4.7
#[doc(alias = "DG")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DataGroupNumber(u8);

/// A number, tag or file name that belongs to no data group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no data group: data groups are numbered 1 to 16")]
pub struct NotADataGroup {
    /// What was given, as text.
    pub given: String,
}

/// The outer tags of DG1 to DG16, in that order.
const TAGS: [u8; 16] = [
    0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70,
];

impl DataGroupNumber {
    /// DG1, the machine readable zone.
    pub const DG1: Self = Self(1);
    /// DG2, the face.
    pub const DG2: Self = Self(2);
    /// DG3, the fingers.
    pub const DG3: Self = Self(3);
    /// DG5, the displayed portrait.
    pub const DG5: Self = Self(5);
    /// DG7, the displayed signature.
    pub const DG7: Self = Self(7);
    /// DG11, further details of the holder.
    pub const DG11: Self = Self(11);
    /// DG12, further details of the document.
    pub const DG12: Self = Self(12);
    /// DG14, the security options.
    pub const DG14: Self = Self(14);
    /// DG15, the active authentication key.
    pub const DG15: Self = Self(15);
    /// DG16, persons to notify.
    pub const DG16: Self = Self(16);

    /// A data group by number.
    ///
    /// # Errors
    /// When the number is not 1 to 16.
    pub fn new(number: u8) -> Result<Self, NotADataGroup> {
        if (1..=16).contains(&number) {
            Ok(Self(number))
        } else {
            let given = number.to_string();
            Err(NotADataGroup { given })
        }
    }

    /// A data group by the outer tag of its file.
    ///
    /// # Errors
    /// When no data group has this tag.
    pub fn from_tag(tag: Tag) -> Result<Self, NotADataGroup> {
        (1..)
            .zip(TAGS)
            .find(|(_, known)| Tag(u32::from(*known)) == tag)
            .map(|(number, _)| Self(number))
            .ok_or_else(|| NotADataGroup {
                given: tag.to_string(),
            })
    }

    /// A data group by the name of its file on disk, `EF.DG1` to `EF.DG16`.
    ///
    /// # Errors
    /// When the name is written any other way.
    pub fn from_file_name(name: &str) -> Result<Self, NotADataGroup> {
        Self::all()
            .find(|number| number.file_name() == name)
            .ok_or_else(|| NotADataGroup {
                given: name.to_owned(),
            })
    }

    /// All data groups in order of number.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=16).map(Self)
    }

    /// The number, 1 to 16.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The outer tag of the file, always one byte.
    #[must_use]
    pub fn tag_byte(self) -> u8 {
        // INVARIANT: the number is 1 to 16, so the look-up finds a tag.
        TAGS.get(usize::from(self.0) - 1)
            .copied()
            .unwrap_or_default()
    }

    /// The outer tag of the file.
    #[must_use]
    pub fn tag(self) -> Tag {
        Tag(u32::from(self.tag_byte()))
    }

    /// The name of the file on disk, `EF.DG1` to `EF.DG16`.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("EF.DG{}", self.0)
    }
}

impl TryFrom<u8> for DataGroupNumber {
    type Error = NotADataGroup;

    fn try_from(number: u8) -> Result<Self, NotADataGroup> {
        Self::new(number)
    }
}

impl From<DataGroupNumber> for u8 {
    fn from(number: DataGroupNumber) -> Self {
        number.0
    }
}

impl fmt::Display for DataGroupNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DG{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_tag_and_file_name_name_the_same_group() {
        for number in DataGroupNumber::all() {
            assert_eq!(DataGroupNumber::new(number.number()), Ok(number));
            assert_eq!(DataGroupNumber::from_tag(number.tag()), Ok(number));
            assert_eq!(
                DataGroupNumber::from_file_name(&number.file_name()),
                Ok(number)
            );
        }
        assert_eq!(DataGroupNumber::all().count(), 16);
    }

    #[test]
    fn the_tags_are_those_of_the_standard() {
        let expected = [
            (1, 0x61),
            (2, 0x75),
            (3, 0x63),
            (4, 0x76),
            (5, 0x65),
            (7, 0x67),
            (10, 0x6A),
            (11, 0x6B),
            (14, 0x6E),
            (15, 0x6F),
            (16, 0x70),
        ];
        for (number, tag) in expected {
            assert_eq!(DataGroupNumber::new(number).unwrap().tag(), Tag(tag));
        }
    }

    #[test]
    fn what_is_no_data_group_is_refused() {
        assert!(DataGroupNumber::new(0).is_err());
        assert!(DataGroupNumber::new(17).is_err());
        for tag in [0x60, 0x77, 0x62, 0x5F1F] {
            assert!(DataGroupNumber::from_tag(Tag(tag)).is_err());
        }
        for name in [
            "EF.DG0", "EF.DG17", "EF.DG01", "ef.dg1", "DG1", "EF.COM", "",
        ] {
            assert!(DataGroupNumber::from_file_name(name).is_err(), "{name}");
        }
    }
}
