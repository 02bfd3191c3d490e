//! Where a database is.

use store::{Address, BadAddress};

fn read(text: &str) -> Result<Address, BadAddress> {
    text.parse()
}

#[test]
fn a_file_is_a_database() {
    assert_eq!(read(" sqlite:var/群馬.db ").expect("an address").to_string(), "sqlite:var/群馬.db");
    assert_eq!(read("sqlite:"), Err(BadAddress::NoFile));
}

#[test]
fn a_schema_is_a_database_and_its_password_is_never_shown() {
    let address =
        read("postgres://office:s3cret@db.example.jp:5433/centre?sslmode=require&schema=gunma_2026");
    let address = address.expect("an address");
    assert_eq!(address.to_string(), "postgres://db.example.jp:5433/centre?schema=gunma_2026");
    assert!(!format!("{address:?}").contains("s3cret"));
    let Address::Postgres { url, .. } = address else { panic!("it is PostgreSQL's") };
    assert_eq!(url.as_str(), "postgres://office:s3cret@db.example.jp:5433/centre?sslmode=require");
}

#[test]
fn what_is_no_address_says_what_one_is() {
    assert_eq!(read("mysql://localhost/centre"), Err(BadAddress::Neither));
    assert_eq!(read("postgres://localhost/centre"), Err(BadAddress::NoSchema));
    for schema in ["", "Gunma", "1st", "pg_gunma", "a-b", "a;drop", "群馬", &"a".repeat(64)] {
        let read = read(&format!("postgres://localhost/centre?schema={schema}"));
        assert_eq!(read, Err(BadAddress::BadSchema(schema.to_owned())));
    }
    assert!(read(&format!("postgres://localhost/centre?schema={}", "a".repeat(63))).is_ok());
}

#[test]
fn an_office_beside_another_is_on_the_same_system() {
    let beside = |of: &str| read(of).expect("an address").beside("mie").expect("a name").to_string();
    assert_eq!(beside("sqlite:var/gunma.db"), "sqlite:var/mie.db");
    assert_eq!(beside("postgres://h/centre?schema=gunma"), "postgres://h/centre?schema=mie");
}
