//! What the policy and the trace cost a request: reading one record, a list with a search, a save, on both databases, with
//! neither, with the one, with both; beside the same statement by itself.

use std::{sync::Arc, time::Duration};

use access::{Action, Class, Policy, Protected, Relation, Role, Scope, Who, allowed, may};
use both::{Engine, Place};
use chrono::{DateTime, Utc};
use kernel::PersonId;
use sea_orm::{
    ColumnTrait, Condition, ConnectOptions, Database, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use serde_json::json;
use store::{Address, Deed, Fault, Migration, Room, Stamp, Store};
use trace::{Actor, Event, Readings, Subject, address_of_readings, record};

use crate::{
    Trouble,
    measure::{Clock, count, shown},
};

const PEOPLE: usize = 20_000;
const WORKPLACES: usize = 200;
const SHOWN: u64 = 50;

/// How many ask at a time, and how long.
const AT_ONCE: usize = 8;
const LONG: Duration = Duration::from_secs(3);

mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "people")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        #[sea_orm(indexed)]
        pub kana: String,
        #[sea_orm(indexed)]
        pub workplace: String,
        pub stepped_back: Option<String>,
        pub note: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Protected for person::Entity {
    const CLASS: Class = Class::Personal;

    fn related(relation: Relation, who: &Who) -> Option<Condition> {
        use person::Column;
        match (relation, &who.scope) {
            (Relation::OwnWorkplace, Scope::Workplace(workplace)) => {
                Some(Condition::all().add(Column::Workplace.eq(workplace.as_str())))
            }
            (Relation::Recused, _) => {
                Some(Condition::all().add(Column::SteppedBack.eq(who.account.as_str())))
            }
            _ => None,
        }
    }
}

const ROOM: Room = Room {
    name: "people",
    steps: &[Migration { name: "people", up: |write| Box::pin(write.make_table(person::Entity)) }],
};

/// How much of a request is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    /// One statement on a pool, its rows looked at.
    Statement,
    /// By the store: one moment, or one deed.
    Store,
    /// And decided on.
    Policy,
    /// And traced.
    Trace,
}

const ALL: [With; 4] = [With::Statement, With::Store, With::Policy, With::Trace];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    Record,
    List,
    Save,
}

/// The table.
pub fn table() -> Result<String, Trouble> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| fault.to_string())?;
    let mut rows = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::new(engine);
        let told = runtime.block_on(measured(&place)).map_err(|fault| format!("{engine}: {fault}"))?;
        rows.extend(told.into_iter().map(|row| format!("| {engine}: {row} |")));
    }
    let head = format!(
        "{} people at {} workplaces; {AT_ONCE} ask at a time, {} s for each figure. Median, 99th percentile, requests a \
         second.\n\n| | a statement by itself | by the store | and decided on | and traced |\n|---|--:|--:|--:|--:|\n",
        count(PEOPLE),
        count(WORKPLACES),
        LONG.as_secs()
    );
    Ok(head + &rows.join("\n"))
}

/// What requests are made with.
struct Office {
    store: Store,
    readings: Readings,
    policy: Policy,
    plain: DatabaseConnection,
}

async fn measured(place: &Place) -> Result<Vec<String>, Fault> {
    let office = Arc::new(opened(place).await?);
    let mut rows = Vec::new();
    for (request, name) in [
        (Request::Record, "one record"),
        (Request::List, "a list of 50, searched"),
        (Request::Save, "a save"),
    ] {
        let mut cells = vec![name.to_owned()];
        for with in ALL {
            cells.push(cell(&office, request, with).await?);
        }
        rows.push(cells.join(" | "));
    }
    Ok(rows)
}

async fn opened(place: &Place) -> Result<Office, Fault> {
    let stamp = Stamp { at: Default::default(), by: "tsunagu".parse().expect("an id") };
    let store = place.open().await;
    store.migrate(&[ROOM, trace::ROOM], &stamp).await?;
    let address = address_of_readings(&place.address).map_err(|bad| Fault::Backup(bad.to_string()))?;
    let readings = Store::open_or_make(address, store::Durability::Disk).await?;
    readings.migrate(&[trace::ROOM], &stamp).await?;
    store
        .write(|write| -> Deed<'_, (), Fault> {
            Box::pin(async move {
                let people: Vec<person::ActiveModel> = (0..PEOPLE).map(person).collect();
                for some in people.chunks(1_000) {
                    person::Entity::insert_many(some.to_vec()).exec_without_returning(&**write).await?;
                }
                Ok(())
            })
        })
        .await?;
    let policy = Policy::own().map_err(|bad| Fault::Backup(bad.to_string()))?;
    let plain = plain(&place.address).await?;
    Ok(Office { store, readings: Readings::begin(readings), policy, plain })
}

/// Connections as somebody would open them who has no store.
#[expect(clippy::disallowed_methods, reason = "the peer: what there is without the store")]
async fn plain(address: &Address) -> Result<DatabaseConnection, DbErr> {
    let url = match address {
        Address::Sqlite(file) => format!("sqlite:{}", file.display()),
        Address::Postgres { url, .. } => url.to_string(),
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(AT_ONCE as u32).sqlx_logging(false);
    if let Address::Postgres { schema, .. } = address {
        options.set_schema_search_path(schema.clone());
    }
    Database::connect(options).await
}

fn person(number: usize) -> person::ActiveModel {
    let kana = |seed: usize| {
        let letters: Vec<char> = "アイウエオカキクケコサシスセソタチツテトナニヌネノ".chars().collect();
        (0..6)
            .map(|place| letters[(number * 31 + seed * 17 + place * place * 7) % letters.len()])
            .collect::<String>()
    };
    person::Model {
        id: id(number),
        name: format!("架空 {number}"),
        kana: format!("{} {}", kana(1), kana(2)),
        workplace: format!("w{}", number % WORKPLACES),
        stepped_back: None,
        note: String::new(),
    }
    .into()
}

fn id(number: usize) -> String {
    format!("p{number:06}")
}

/// One figure: so many ask one after the other, each for another person.
async fn cell(office: &Arc<Office>, request: Request, with: With) -> Result<String, Fault> {
    let clock = Clock::start();
    let mut askers = tokio::task::JoinSet::new();
    for asker in 0..AT_ONCE {
        let office = Arc::clone(office);
        askers.spawn(async move {
            let (mut number, mut taken) = (asker, Vec::new());
            while clock.shows() < LONG {
                let begun = Clock::start();
                office.answer(request, with, number * 7_919 % PEOPLE).await?;
                taken.push(begun.shows());
                number += AT_ONCE;
            }
            Ok::<_, Fault>(taken)
        });
    }
    let mut taken = Vec::new();
    for of in askers.join_all().await {
        taken.extend(of?);
    }
    taken.sort();
    let at = |permille: usize| taken.get(taken.len() * permille / 1_000).copied().unwrap_or_default();
    let a_second = taken.len() as u64 * 1_000 / clock.shows().as_millis().max(1) as u64;
    Ok(format!("{}, {}, {}", shown(at(500)), shown(at(990)), count(a_second as usize)))
}

impl Office {
    async fn answer(&self, request: Request, with: With, number: usize) -> Result<(), Fault> {
        match request {
            Request::Record => self.record(with, number).await,
            Request::List => self.list(with, number).await,
            Request::Save => self.save(with, number).await,
        }
    }

    /// Whoever asks speaks for the person's workplace.
    fn who(number: usize) -> Who {
        let workplace = format!("w{}", number % WORKPLACES).parse().expect("an id");
        Who {
            account: "hanako".parse().expect("an id"),
            role: Role::Hospital,
            scope: Scope::Workplace(workplace),
        }
    }

    async fn record(&self, with: With, number: usize) -> Result<(), Fault> {
        let it = Condition::all().add(person::Column::Id.eq(id(number)));
        let find = || person::Entity::find().filter(it.clone());
        if with == With::Statement {
            found(find().one(&self.plain).await?.is_some());
            return Ok(());
        }
        let view = self.store.view().await?;
        if matches!(with, With::Policy | With::Trace) {
            let what = (Action::View, Class::Personal);
            found(may::<person::Entity>((&self.policy, &view), &Self::who(number), what, it.clone()).await?);
        }
        found(find().one(&*view).await?.is_some());
        drop(view);
        self.read(with, "directory.person_page", vec![id(number)]).await
    }

    async fn list(&self, with: With, number: usize) -> Result<(), Fault> {
        let letter = ["ア", "カ", "サ", "タ", "ナ"][number % 5];
        let own = match with {
            With::Statement | With::Store => {
                Condition::all().add(person::Column::Workplace.eq(format!("w{}", number % WORKPLACES)))
            }
            _ => allowed::<person::Entity>(&self.policy, &Self::who(number), Action::View, Class::Personal),
        };
        let find = person::Entity::find().filter(own).filter(person::Column::Kana.contains(letter));
        let find = find.order_by_asc(person::Column::Kana).limit(SHOWN);
        let shown = match with {
            With::Statement => find.all(&self.plain).await?,
            _ => find.all(&*self.store.view().await?).await?,
        };
        self.read(with, "directory.people", shown.into_iter().map(|person| person.id).collect()).await
    }

    async fn read(&self, with: With, page: &'static str, shown: Vec<String>) -> Result<(), Fault> {
        if with != With::Trace {
            return Ok(());
        }
        let people = shown.iter().map(|id| id.parse::<PersonId>().expect("an id"));
        let event = Event::read(actor(), now(), page, json!({ "classes": ["personal"] })).concerning(people);
        let traced = self.readings.record(event).await;
        traced.map_err(|fault| Fault::Backup(fault.to_string()))
    }

    async fn save(&self, with: With, number: usize) -> Result<(), Fault> {
        let it = Condition::all().add(person::Column::Id.eq(id(number)));
        let update = || {
            let note = Expr::value(format!("of {number}"));
            person::Entity::update_many().col_expr(person::Column::Note, note).filter(it.clone())
        };
        if with == With::Statement {
            found(update().exec(&self.plain).await?.rows_affected == 1);
            return Ok(());
        }
        if matches!(with, With::Policy | With::Trace) {
            let (view, what) = (self.store.view().await?, (Action::View, Class::Personal));
            found(may::<person::Entity>((&self.policy, &view), &Self::who(number), what, it.clone()).await?);
        }
        let person: PersonId = id(number).parse().expect("an id");
        self.store
            .write(|write| -> Deed<'_, (), Fault> {
                let update = update();
                let person = person.clone();
                Box::pin(async move {
                    update.exec(&**write).await?;
                    if with == With::Trace {
                        let body =
                            json!({ "before": { "note": "" }, "after": { "note": format!("of {number}") } });
                        let subject = Subject { kind: "person", id: id(number) };
                        let event = Event::change(actor(), now(), "directory.note_on_person", body);
                        record(write, &event.of(subject).concerning([person])).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

fn actor() -> Actor {
    Actor { account: "hanako".parse().expect("an id"), role: Role::Hospital.name().to_owned() }
}

#[expect(clippy::disallowed_methods, reason = "a bench is a front door")]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn found(is_there: bool) {
    assert!(is_there, "everybody who is asked for is there, and may be seen");
}
