//! Ctrl-C: the first press asks the search to stop and keeps the best plan; the second ends the program at once.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// Whether somebody pressed Ctrl-C.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens for Ctrl-C from now on. Once a process.
    pub fn listen(speaker: Speaker) -> Result<Self, Trouble> {
        let pressed = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&pressed);
        ctrlc::set_handler(move || {
            if heard.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            // Until there is a first plan the search may go on for a while: nobody should think it deaf.
            speaker.remark(&words::stopping());
        })
        .map_err(|error| Trouble::new(Code::EngineFault, words::no_interrupt(&error.to_string())))?;
        Ok(Self(pressed))
    }

    /// Whether the search is to stop.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
