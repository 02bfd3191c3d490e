//! How whoever asks is related to a record: a closed list, the only words that a policy may use beside role, action and
//! class.

use std::fmt;

/// How whoever asks is related to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It is about whoever asks.
    OwnRecord,
    /// It is of the facility that he speaks for, or about somebody who works there, did or will.
    OwnWorkplace,
    /// It is of his 医局, or about one of its people.
    OwnFaculty,
    /// It is of the training programme that he leads, or about somebody in it.
    OwnProgramme,
    /// It is about somebody whom he instructs.
    Taught,
    /// It lies in his municipality or area.
    OwnArea,
    /// It is of his care team, or about its patient.
    OwnTeam,
    /// It belongs to a case of whose members he is one.
    OwnCase,
    /// It belongs to a case from which he has stepped back.
    Recused,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::OwnRecord,
        Self::OwnWorkplace,
        Self::OwnFaculty,
        Self::OwnProgramme,
        Self::Taught,
        Self::OwnArea,
        Self::OwnTeam,
        Self::OwnCase,
        Self::Recused,
    ];

    /// As policies name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OwnRecord => "own-record",
            Self::OwnWorkplace => "own-workplace",
            Self::OwnFaculty => "own-faculty",
            Self::OwnProgramme => "own-programme",
            Self::Taught => "taught",
            Self::OwnArea => "own-area",
            Self::OwnTeam => "own-team",
            Self::OwnCase => "own-case",
            Self::Recused => "recused",
        }
    }
}

/// Some of them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relations(u16);

impl Relations {
    /// Whether one is among them.
    pub fn holds(self, relation: Relation) -> bool {
        self.0 & Self::bit(relation) != 0
    }

    /// With one more.
    pub fn with(self, relation: Relation) -> Self {
        Self(self.0 | Self::bit(relation))
    }

    /// Those that are among them.
    pub fn iter(self) -> impl Iterator<Item = Relation> {
        Relation::ALL.into_iter().filter(move |relation| self.holds(*relation))
    }

    /// All sets of some of these.
    pub fn subsets(of: &[Relation]) -> impl Iterator<Item = Self> {
        (0..1usize << of.len()).map(|chosen| {
            let taken = of.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1);
            taken.map(|(_, relation)| *relation).collect()
        })
    }

    fn bit(relation: Relation) -> u16 {
        1 << relation as u16
    }
}

impl FromIterator<Relation> for Relations {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        relations.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Debug for Relations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}
