//! Lists of numbers by position: the states of a period, and what work means. There are many, so they lie one after the
//! other, and are found by a hash that nothing else depends on.

/// Lists of numbers, all of one length, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Lists {
    width: usize,
    count: usize,
    numbers: Vec<i64>,
    /// Positions by hash, as many as a power of two; most are free.
    slots: Vec<u32>,
}

/// No position.
const FREE: u32 = u32::MAX;

impl Lists {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// One by its position.
    pub fn get(&self, number: usize) -> &[i64] {
        &self.numbers[number * self.width..][..self.width]
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = &[i64]> {
        (0..self.count).map(|number| self.get(number))
    }

    /// The position of a list, which is added if it is new.
    pub fn number(&mut self, list: &[i64]) -> u32 {
        if 2 * self.count >= self.slots.len() {
            self.spread(list.len());
        }
        let slot = self.slot(list);
        if self.slots[slot] != FREE {
            return self.slots[slot];
        }
        let number = self.count as u32;
        self.slots[slot] = number;
        self.numbers.extend_from_slice(list);
        self.count += 1;
        number
    }

    /// Where a list stands, or would stand.
    fn slot(&self, list: &[i64]) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = hash(list) as usize & last;
        while self.slots[slot] != FREE && self.get(self.slots[slot] as usize) != list {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// Twice as many slots.
    fn spread(&mut self, width: usize) {
        self.width = width;
        self.slots = vec![FREE; (2 * self.slots.len()).max(64)];
        for number in 0..self.count {
            let slot = self.slot(self.get(number));
            self.slots[slot] = number as u32;
        }
    }
}

/// Spreads lists that differ in few numbers over all slots.
fn hash(list: &[i64]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed =
        list.iter().fold(0, |sum: u64, number| (sum.rotate_left(5) ^ *number as u64).wrapping_mul(ODD));
    mixed ^ (mixed >> 32)
}
