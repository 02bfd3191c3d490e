//! Classes of what is recorded, by how much it must be kept from others.

/// The class of a record, or of a column that is kept from more people than the rest of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 公開: hospitals, programmes, events.
    Public,
    /// 内部: what those who work together know.
    Internal,
    /// 個人: about a person.
    Personal,
    /// 要配慮: health and family.
    Sensitive,
    /// 秘密: notes of peer support.
    Confidential,
    /// 診療: about a patient.
    Clinical,
}

impl Class {
    /// All of them, the most open first.
    pub const ALL: [Self; 6] =
        [Self::Public, Self::Internal, Self::Personal, Self::Sensitive, Self::Confidential, Self::Clinical];

    /// As policies name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
            Self::Confidential => "confidential",
            Self::Clinical => "clinical",
        }
    }
}
