//! The book as a thing: blanks in stock, how a finished one is handed over, how one is lost.

use super::words::words;

words! {
    /// Where a blank book is.
    BlankState {
        /// On the shelf.
        InStock = "in_stock",
        /// Taken out for a document whose signing is not settled.
        Drawn = "drawn",
        /// A signed document is in it.
        Used = "used",
        /// It can no longer become a document; waits for its destruction.
        Spoiled = "spoiled",
        /// Destroyed before two people.
        Destroyed = "destroyed",
    }
}

words! {
    /// How far one try at making a book has come.
    ProductionState {
        /// Number and blank are drawn and the request is written down; the signer's answer is not.
        Prepared = "prepared",
        /// The signed files are kept.
        Released = "released",
        /// Given up; number and approvals count no more.
        Spoiled = "spoiled",
    }
}

words! {
    /// Who takes a book home.
    Recipient {
        /// The holder.
        Holder = "holder",
        /// 법정대리인.
        LegalRepresentative = "legal_representative",
        /// 대리인 with a power of attorney.
        Proxy = "proxy",
    }
}

words! {
    /// By what a recipient was identified at the counter.
    Identification {
        /// 주민등록증.
        ResidentCard = "resident_card",
        /// 운전면허증.
        DrivingLicence = "driving_licence",
        /// The holder's passport that is replaced.
        OldPassport = "old_passport",
        /// An identity document of another State.
        ForeignIdentityDocument = "foreign_identity_document",
        /// Family relation certificate and the representative's own identity card.
        FamilyCertificate = "family_certificate",
        /// Power of attorney and the proxy's own identity card.
        PowerOfAttorney = "power_of_attorney",
        /// Fingerprints compared with the chip's or the register's.
        Fingerprint = "fingerprint",
    }
}

impl Identification {
    /// Whether it is enough for this recipient: somebody else than the holder also proves why they may take the book.
    pub const fn suffices_for(self, recipient: Recipient) -> bool {
        match recipient {
            Recipient::Holder => matches!(
                self,
                Self::ResidentCard
                    | Self::DrivingLicence
                    | Self::OldPassport
                    | Self::ForeignIdentityDocument
                    | Self::Fingerprint
            ),
            Recipient::LegalRepresentative => matches!(self, Self::FamilyCertificate),
            Recipient::Proxy => matches!(self, Self::PowerOfAttorney),
        }
    }
}

words! {
    /// What became of the book that a new one replaces.
    OldBook {
        /// Cut or punched at the counter.
        Punched = "punched",
        /// Punched and given back because it holds a visa that still counts.
        KeptAtRequest = "kept_at_request",
        /// It was not brought; it is out of effect all the same.
        NotPresented = "not_presented",
    }
}

words! {
    /// How a book was lost.
    LossCircumstances {
        /// Left somewhere, fallen out of a pocket.
        Misplaced = "misplaced",
        /// 절도.
        Theft = "theft",
        /// 강도.
        Robbery = "robbery",
        /// Lost by the post or a carrier.
        InTransit = "in_transit",
        /// Burnt, washed, torn beyond recognition.
        Destroyed = "destroyed",
        /// A natural disaster or the like: not counted against the holder.
        Disaster = "disaster",
        /// The holder does not know.
        Unknown = "unknown",
    }
}

impl LossCircumstances {
    /// Whether it is force majeure, which no rule counts.
    ///
    /// Source: decree:6(2)
    pub const fn is_force_majeure(self) -> bool {
        matches!(self, Self::Disaster)
    }
}

words! {
    /// Who reports a loss.
    LossReporter {
        /// The holder.
        Holder = "holder",
        /// 법정대리인.
        LegalRepresentative = "legal_representative",
        /// The police, at home or abroad.
        Police = "police",
        /// Another authority, such as a foreign one that found out.
        Authority = "authority",
    }
}

words! {
    /// Why a blank book can no longer become a document.
    SpoilReason {
        /// Cover, seam or pages are not as they should be.
        Defective = "defective",
        /// The chip does not answer.
        ChipDead = "chip_dead",
        /// Misprinted.
        Misprint = "misprint",
        /// The inspection was not green.
        NotGreen = "not_green",
        /// The signing was begun and given up.
        SigningGivenUp = "signing_given_up",
        /// Missing from the shelf.
        Missing = "missing",
    }
}

words! {
    /// Why a document goes out of effect at the authority's hands.
    CancelReason {
        /// A newer one of the same kind was handed over.
        Replaced = "replaced",
        /// The holder gave it back.
        GivenBack = "given_back",
        /// 반납명령: taken back under the Act, art. 19.
        ReturnOrder = "return_order",
        /// The holder no longer belongs to those who may have it.
        StatusEnded = "status_ended",
        /// Nobody came for it within six months.
        Uncollected = "uncollected",
        /// The holder has died.
        HolderDied = "holder_died",
    }
}

words! {
    /// What the quality checker looks at with eyes.
    PhysicalCheck {
        /// Cover, colour and crest.
        Cover = "cover",
        /// Every page is there, sewn, and bears the book's serial.
        Pages = "pages",
        /// The data page is printed sharply and in its place.
        Print = "print",
        /// The portrait on the page is the person's of the record.
        Portrait = "portrait",
    }
}

words! {
    /// What is wrong with a book that was looked at.
    PhysicalFault {
        /// Scratched, stained or bent.
        Damaged = "damaged",
        /// The cover of another kind.
        WrongCover = "wrong_cover",
        /// A page is loose or missing.
        LoosePage = "loose_page",
        /// The serial in the book is not the one on record.
        WrongSerial = "wrong_serial",
        /// Blurred, faint or streaked.
        Blurred = "blurred",
        /// Not in its place.
        Misaligned = "misaligned",
        /// Somebody else's portrait.
        OtherPerson = "other_person",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_serialise_as_themselves() {
        for state in BlankState::ALL {
            assert_eq!(BlankState::parse(state.as_str()), Some(*state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        for each in Identification::ALL {
            assert_eq!(serde_json::to_value(each).unwrap(), each.as_str());
        }
        for each in LossCircumstances::ALL {
            assert_eq!(serde_json::to_value(each).unwrap(), each.as_str());
        }
        assert_eq!(ProductionState::parse("lost"), None);
    }

    #[test]
    fn nobody_but_the_holder_takes_a_book_on_an_identity_card_alone() {
        for each in Identification::ALL {
            let who: Vec<_> = Recipient::ALL
                .iter()
                .filter(|recipient| each.suffices_for(**recipient))
                .collect();
            assert_eq!(who.len(), 1, "{each:?}");
        }
    }
}
