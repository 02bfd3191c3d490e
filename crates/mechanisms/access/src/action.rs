//! What can be done with a record.

/// What can be done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Seeing it, in a list or by itself.
    View,
    /// Taking it out as a file.
    Export,
    /// Making one.
    Create,
    /// Changing or correcting it.
    Change,
    /// Withdrawing what never was so.
    Withdraw,
    /// Deciding on it: a case, a plan.
    Decide,
    /// Accounts, roles and the office itself.
    Administer,
    /// Seeing who did what and who saw whose data.
    Audit,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::View,
        Self::Export,
        Self::Create,
        Self::Change,
        Self::Withdraw,
        Self::Decide,
        Self::Administer,
        Self::Audit,
    ];

    /// As policies name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Export => "export",
            Self::Create => "create",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
            Self::Decide => "decide",
            Self::Administer => "administer",
            Self::Audit => "audit",
        }
    }
}
