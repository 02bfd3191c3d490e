//! Who entered when, and who is still in the roster: 5 in H21, 17 in H22, 18 a year since H23 (004:717-719), less those
//! who left, repaid or have served. How many left is made up.

use crate::demo::random::Random;

/// 入学年度 with its intake, those who left or repaid, and those who have already served.
const COHORTS: &[(i32, usize, usize, usize)] = &[
    (2009, 5, 0, 3),
    (2010, 17, 2, 9),
    (2011, 18, 2, 0),
    (2012, 18, 1, 0),
    (2013, 18, 2, 0),
    (2014, 18, 1, 0),
    (2015, 18, 1, 0),
    (2016, 18, 2, 0),
    (2017, 18, 1, 0),
    (2018, 18, 1, 0),
    (2019, 18, 1, 0),
    (2020, 18, 1, 0),
    (2021, 18, 1, 0),
    (2022, 18, 1, 0),
    (2023, 18, 1, 0),
    (2024, 18, 0, 0),
    (2025, 18, 0, 0),
    (2026, 18, 0, 0),
];

/// One who is still in the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Id: cohort and number, `H23-04`.
    pub id: String,
    /// 入学年度.
    pub entered: i32,
    /// Position among those of the cohort who remain.
    pub place: usize,
}

/// 元号 letter and year of a fiscal year.
fn era(year: i32) -> String {
    if year < 2019 { format!("H{}", year - 1988) } else { format!("R{}", year - 2018) }
}

/// Everybody still in the roster, by cohort. Numbers of those who left are not given again.
pub fn members() -> Vec<Member> {
    let mut members = Vec::new();
    for (entered, intake, left, served) in COHORTS {
        let mut numbers: Vec<usize> = (1..=*intake).collect();
        Random::of(&format!("cohort {entered}")).shuffle(&mut numbers);
        numbers.truncate(intake - left - served);
        numbers.sort_unstable();
        members.extend(numbers.into_iter().enumerate().map(|(place, number)| Member {
            id: format!("{}-{number:02}", era(*entered)),
            entered: *entered,
            place,
        }));
    }
    members
}
