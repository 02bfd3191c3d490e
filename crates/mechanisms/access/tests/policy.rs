//! The one policy, and what its files may say.

use access::{Action, BadPolicy, Class, Policy, Relation, Relations, Role};

fn own() -> Policy {
    Policy::own().expect("the product's own policy")
}

#[test]
fn what_nobody_permits_is_denied() {
    let policy = own();
    assert!(!policy.decide(Role::Public, Action::View, Class::Internal, Relations::default()));
    assert!(!policy.decide(Role::Analyst, Action::View, Class::Personal, Relations::default()));
    assert!(policy.decide(Role::Public, Action::View, Class::Public, Relations::default()));
}

#[test]
fn a_system_administrator_sees_nobodys_data() {
    let policy = own();
    for class in [Class::Personal, Class::Sensitive, Class::Confidential, Class::Clinical] {
        for action in Action::ALL {
            assert!(
                policy.grant(Role::SystemAdministrator, action, class).is_never(),
                "{action:?} {class:?}"
            );
        }
    }
}

#[test]
fn whoever_stepped_back_from_a_case_does_not_see_it() {
    let policy = own();
    let member = Relations::default().with(Relation::OwnCase);
    let sees = |held| policy.decide(Role::CouncilMember, Action::View, Class::Personal, held);
    assert!(sees(member));
    assert!(!sees(member.with(Relation::Recused)));
}

#[test]
fn only_whoever_speaks_for_a_person_or_the_team_sees_what_is_confidential_or_clinical() {
    let policy = own();
    for role in Role::ALL {
        let confidential = policy.grant(role, Action::View, Class::Confidential);
        assert!(confidential.0.iter().all(|way| way.all.contains(&Relation::OwnRecord)), "{role:?}");
        let clinical = policy.grant(role, Action::View, Class::Clinical);
        assert!(clinical.0.iter().all(|way| way.all.contains(&Relation::OwnTeam)), "{role:?}");
    }
}

/// What is read off for lists is what is decided for records, whatever else holds.
#[test]
fn a_grant_says_what_the_policy_decides() {
    let policy = own();
    let seen = [
        (Role::CouncilMember, Action::View, Class::Personal),
        (Role::Director, Action::View, Class::Sensitive),
        (Role::Hospital, Action::Change, Class::Internal),
        (Role::Physician, Action::Change, Class::Sensitive),
        (Role::SystemAdministrator, Action::View, Class::Personal),
        (Role::Public, Action::Export, Class::Public),
    ];
    for (role, action, class) in seen {
        let grant = policy.grant(role, action, class);
        for held in Relations::subsets(&Relation::ALL) {
            let decided = policy.decide(role, action, class, held);
            assert_eq!(grant.allows(held), decided, "{role:?} {action:?} {class:?} {held:?}");
        }
    }
}

const WORDS: &str = include_str!("../../../../policy/words.cedarschema");

fn read(text: &str) -> Result<Policy, BadPolicy> {
    Policy::read(WORDS, &[("a.cedar", text)])
}

#[test]
fn a_policy_uses_no_other_words() {
    let rest = "principal, action == Action::\"view\", resource == Class::\"public\"";
    assert!(read(&format!("@id(\"a\") permit ({rest});")).is_ok());
    for (wrong, unfit) in [
        (format!("@id(\"a\") permit ({rest}) when {{ context.hour > 8 }};"), true),
        (format!("@id(\"a\") permit ({rest}) when {{ principal.name == \"花子\" }};"), true),
        ("@id(\"a\") permit (principal, action == Action::\"read\", resource);".to_owned(), true),
        (format!("@id(\"a\") permit ({rest}"), false),
        (format!("permit ({rest});"), false),
        (format!("@id(\"a\") permit ({rest}); @id(\"a\") forbid ({rest});"), false),
    ] {
        let refused = read(&wrong).expect_err(&wrong);
        assert_eq!(matches!(refused, BadPolicy::Unfit(_)), unfit, "{wrong}: {refused}");
    }
}
