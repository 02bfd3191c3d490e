//! Roles, and groups of them that policies may name.

use kernel::Bilingual;

/// As what somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Keeps the system running, and sees nobody's data.
    SystemAdministrator,
    /// センター長.
    Director,
    /// キャリアコーディネーター.
    CareerCoordinator,
    /// 修学資金の担当.
    LoanOfficer,
    /// 分析担当.
    Analyst,
    /// 会議体の委員.
    CouncilMember,
    /// 監査.
    Auditor,
    /// A hospital or clinic, for itself.
    Hospital,
    /// A 医局, for its own people.
    UniversityDepartment,
    /// 研修プログラムの責任者.
    ProgrammeLeader,
    /// 指導医.
    Instructor,
    /// A physician or student, for oneself.
    Physician,
    /// 市町村.
    Municipality,
    /// 在宅医療・介護連携コーディネーター.
    LiaisonCoordinator,
    /// ネットワーク事務局.
    NetworkSecretariat,
    /// 災害担当.
    DisasterDesk,
    /// 在宅チームの一員.
    CareTeamMember,
    /// Anybody, without signing in.
    Public,
}

/// Roles that policies may name together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everybody.
    Everybody,
    /// Whoever signs in.
    SignedIn,
    /// The centre's own staff who plan careers.
    Centre,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::SystemAdministrator,
        Self::Director,
        Self::CareerCoordinator,
        Self::LoanOfficer,
        Self::Analyst,
        Self::CouncilMember,
        Self::Auditor,
        Self::Hospital,
        Self::UniversityDepartment,
        Self::ProgrammeLeader,
        Self::Instructor,
        Self::Physician,
        Self::Municipality,
        Self::LiaisonCoordinator,
        Self::NetworkSecretariat,
        Self::DisasterDesk,
        Self::CareTeamMember,
        Self::Public,
    ];

    /// As policies, accounts and the trace name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SystemAdministrator => "system-administrator",
            Self::Director => "director",
            Self::CareerCoordinator => "career-coordinator",
            Self::LoanOfficer => "loan-officer",
            Self::Analyst => "analyst",
            Self::CouncilMember => "council-member",
            Self::Auditor => "auditor",
            Self::Hospital => "hospital",
            Self::UniversityDepartment => "university-department",
            Self::ProgrammeLeader => "programme-leader",
            Self::Instructor => "instructor",
            Self::Physician => "physician",
            Self::Municipality => "municipality",
            Self::LiaisonCoordinator => "liaison-coordinator",
            Self::NetworkSecretariat => "network-secretariat",
            Self::DisasterDesk => "disaster-desk",
            Self::CareTeamMember => "care-team-member",
            Self::Public => "public",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// As people call it.
    pub fn label(self) -> Bilingual {
        let (ja, en) = match self {
            Self::SystemAdministrator => ("システム管理者", "System administrator"),
            Self::Director => ("センター長", "Director"),
            Self::CareerCoordinator => ("キャリアコーディネーター", "Career coordinator"),
            Self::LoanOfficer => ("修学資金担当", "Loan officer"),
            Self::Analyst => ("分析担当", "Analyst"),
            Self::CouncilMember => ("会議体の委員", "Council member"),
            Self::Auditor => ("監査", "Auditor"),
            Self::Hospital => ("医療機関", "Hospital or clinic"),
            Self::UniversityDepartment => ("医局", "University department"),
            Self::ProgrammeLeader => ("研修プログラム責任者", "Programme leader"),
            Self::Instructor => ("指導医", "Instructor"),
            Self::Physician => ("医師・医学生", "Physician or student"),
            Self::Municipality => ("市町村", "Municipality"),
            Self::LiaisonCoordinator => ("連携コーディネーター", "Liaison coordinator"),
            Self::NetworkSecretariat => ("ネットワーク事務局", "Network secretariat"),
            Self::DisasterDesk => ("災害担当", "Disaster desk"),
            Self::CareTeamMember => ("在宅チーム", "Care team member"),
            Self::Public => ("一般", "Public"),
        };
        Bilingual::new(ja, en)
    }

    /// The groups that it belongs to.
    pub fn groups(self) -> Vec<Group> {
        let centre = matches!(self, Self::Director | Self::CareerCoordinator | Self::LoanOfficer);
        let groups =
            [(Group::Everybody, true), (Group::SignedIn, self != Self::Public), (Group::Centre, centre)];
        groups.into_iter().filter(|(_, belongs)| *belongs).map(|(group, _)| group).collect()
    }
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Everybody, Self::SignedIn, Self::Centre];

    /// As policies name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::SignedIn => "signed-in",
            Self::Centre => "centre",
        }
    }
}
