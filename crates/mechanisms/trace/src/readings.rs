//! Readings are many and small: those of many requests go into one transaction, and each request waits for it.

use store::{Address, BadAddress, Deed, Fault, Store};
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use crate::{
    event::{Event, Kind},
    records::insert,
};

/// Most readings of one transaction, and most that may wait for theirs before others have to wait to be told.
const AT_ONCE: usize = 256;
const WAITING: usize = 1_024;

/// A reading could not be traced, so what was read must not leave the house.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the reading could not be traced: {0}")]
pub struct NotTraced(String);

/// Where readings are written.
#[derive(Clone, Debug)]
pub struct Readings {
    tell: mpsc::Sender<Told>,
}

/// A reading, and who waits for it to be durable.
struct Told {
    reading: Event,
    written: oneshot::Sender<Result<(), NotTraced>>,
}

/// Where readings of an office are: a second file on SQLite, the same schema on PostgreSQL.
pub fn address_of_readings(office: &Address) -> Result<Address, BadAddress> {
    match office.file().and_then(|file| file.file_stem()).and_then(|stem| stem.to_str()) {
        Some(stem) => office.beside(&format!("{stem}-readings")),
        None => Ok(office.clone()),
    }
}

impl Readings {
    /// Begins to write into a store, until nobody holds this any more.
    pub fn begin(store: Store) -> Self {
        let (tell, mut told) = mpsc::channel::<Told>(WAITING);
        tokio::spawn(async move {
            let mut some = Vec::with_capacity(AT_ONCE);
            while told.recv_many(&mut some, AT_ONCE).await > 0 {
                let (readings, waiting): (Vec<Event>, Vec<_>) =
                    some.drain(..).map(|told| (told.reading, told.written)).unzip();
                let written = store
                    .write(|write| -> Deed<'_, (), Fault> { Box::pin(insert(write, &readings)) })
                    .await
                    .map_err(|fault| NotTraced(fault.to_string()));
                for waits in waiting {
                    // Whoever gave up waiting has shown nothing.
                    drop(waits.send(written.clone()));
                }
            }
        });
        Self { tell }
    }

    /// Traces a reading; `Ok` once it is durable.
    pub async fn record(&self, reading: Event) -> Result<(), NotTraced> {
        debug_assert_eq!(reading.kind, Kind::Read, "changes are recorded within their deed");
        let (written, wait) = oneshot::channel();
        let gone = || NotTraced("nobody writes readings any more".to_owned());
        self.tell.send(Told { reading, written }).await.map_err(|_| gone())?;
        wait.await.map_err(|_| gone())?
    }
}
