//! A list shows what could be seen one by one, and nothing else: on generated data, on both databases.

use access::{Action, Class, Policy, Protected, Relation, Role, Scope, Who, allowed, may};
use both::Place;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use store::{Deed, Fault, Migration, Room, Stamp, Store};

/// People, each with a workplace, a programme, an instructor and a case, some of them with none.
mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "people")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub workplace: Option<String>,
        pub programme: Option<String>,
        pub instructor: Option<String>,
        pub case_of: Option<String>,
        pub stepped_back: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Protected for person::Entity {
    const CLASS: Class = Class::Personal;

    fn related(relation: Relation, who: &Who) -> Option<Condition> {
        use person::Column;
        let account = who.account.as_str();
        let is = |column: Column, value: &str| Some(Condition::all().add(column.eq(value)));
        match (relation, &who.scope) {
            (Relation::OwnRecord, Scope::Person(person)) => is(Column::Id, person.as_str()),
            (Relation::OwnWorkplace, Scope::Workplace(workplace)) => {
                is(Column::Workplace, workplace.as_str())
            }
            (Relation::OwnProgramme, Scope::Programme(programme)) => {
                is(Column::Programme, programme.as_str())
            }
            (Relation::Taught, _) => is(Column::Instructor, account),
            (Relation::OwnCase, _) => is(Column::CaseOf, account),
            (Relation::Recused, _) => is(Column::SteppedBack, account),
            _ => None,
        }
    }
}

const ROOM: Room = Room {
    name: "people",
    steps: &[Migration { name: "people", up: |write| Box::pin(write.make_table(person::Entity)) }],
};

/// Everything that the few values can be, so that each pair of relations meets.
fn everybody() -> Vec<person::ActiveModel> {
    let mut people = Vec::new();
    let of = |number: usize, one: &str| {
        [None, Some(one.to_owned()), Some("another".to_owned())][number % 3].clone()
    };
    for number in 0..3usize.pow(5) {
        people.push(person::ActiveModel {
            id: Set(format!("p{number:03}")),
            workplace: Set(of(number, "w1")),
            programme: Set(of(number / 3, "g1")),
            instructor: Set(of(number / 9, "hanako")),
            case_of: Set(of(number / 27, "hanako")),
            stepped_back: Set(of(number / 81, "hanako")),
        });
    }
    people
}

async fn with_everybody(place: &Place) -> Store {
    let store = place.open().await;
    let stamp = Stamp { at: Default::default(), by: "tsunagu".parse().expect("an id") };
    store.migrate(&[ROOM], &stamp).await.expect("the table is made");
    let filled = store
        .write(|write| -> Deed<'_, (), Fault> {
            Box::pin(async move {
                person::Entity::insert_many(everybody()).exec_without_returning(&**write).await?;
                Ok(())
            })
        })
        .await;
    filled.expect("people are there");
    store
}

fn scopes() -> Vec<Scope> {
    vec![
        Scope::Office,
        Scope::Person("p100".parse().expect("an id")),
        Scope::Workplace("w1".parse().expect("an id")),
        Scope::Programme("g1".parse().expect("an id")),
    ]
}

#[test]
fn a_list_shows_what_could_be_seen_one_by_one() {
    both::engines(async |place| {
        let policy = Policy::own().expect("the product's own policy");
        let store = with_everybody(place).await;
        let view = store.view().await.expect("a view");
        let mut some = 0;
        let roles = [
            Role::CareerCoordinator,
            Role::Hospital,
            Role::ProgrammeLeader,
            Role::Instructor,
            Role::CouncilMember,
        ];
        let roles = roles.into_iter().chain([Role::Physician, Role::SystemAdministrator, Role::Public]);
        for (role, scope) in roles.flat_map(|role| scopes().into_iter().map(move |scope| (role, scope))) {
            let who = Who { account: "hanako".parse().expect("an id"), role, scope };
            let class = <person::Entity as Protected>::CLASS;
            let listed = person::Entity::find()
                .filter(allowed::<person::Entity>(&policy, &who, Action::View, class))
                .order_by_asc(person::Column::Id)
                .all(&*view)
                .await
                .expect("a list");
            let listed: Vec<String> = listed.into_iter().map(|person| person.id).collect();
            let mut seen = Vec::new();
            for number in 0..3usize.pow(5) {
                let id = format!("p{number:03}");
                let it = Condition::all().add(person::Column::Id.eq(id.as_str()));
                let may = may::<person::Entity>((&policy, &view), &who, (Action::View, class), it).await;
                seen.extend(may.expect("a decision").then_some(id));
            }
            assert_eq!(listed, seen, "{who:?}");
            some += usize::from(!listed.is_empty() && listed.len() < 243);
        }
        assert!(some >= 8, "lists that show some and not all: {some}");
    });
}

#[test]
fn of_what_is_not_there_nothing_may_be_known() {
    both::engines(async |place| {
        let policy = Policy::own().expect("the product's own policy");
        let store = with_everybody(place).await;
        let view = store.view().await.expect("a view");
        let who =
            Who { account: "hanako".parse().expect("an id"), role: Role::Director, scope: Scope::Office };
        let it = Condition::all().add(person::Column::Id.eq("p999"));
        let may = may::<person::Entity>((&policy, &view), &who, (Action::View, Class::Personal), it).await;
        assert!(!may.expect("a decision"));
    });
}
