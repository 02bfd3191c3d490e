//! How many states the encodings take on the demonstration office, and how long one exact re-insertion takes in them.

use planner::Limits;

use crate::{
    Trouble, gunma,
    measure::{count, grouped, shown},
    planning,
};

/// What the planner calls the graphs before and after equal futures are made one.
const WHOLE: [(&str, &str); 2] = [
    ("joint", "**the largest graph on the way to all rules**"),
    ("merged", "**all rules, equal futures merged**"),
];

/// The tables of states and of time.
pub fn table() -> Result<String, Trouble> {
    let problem = gunma::problem()?;
    let planned = planning::plan(&problem, Limits::default().work)?;
    let people = problem.people.len();
    let row = |title: &str, of: (u64, u64, u64)| {
        let (graphs, states, most) = of;
        let mean = states / graphs.max(1);
        format!(
            "| {title} | {} | {} | {} | {} |",
            grouped(graphs),
            grouped(states),
            grouped(mean),
            grouped(most)
        )
    };
    let rules = planned.sizes.rules.iter().filter(|(rule, _)| WHOLE.iter().all(|(name, _)| name != rule));
    let mut rows: Vec<String> = rules.map(|(rule, of)| row(&format!("`{rule}`"), *of)).collect();
    let whole = WHOLE.iter().filter_map(|(name, title)| Some(row(title, *planned.sizes.rules.get(*name)?)));
    rows.extend(whole);
    let each = planned.compiling / u32::try_from(people.max(1)).unwrap_or(u32::MAX);
    Ok(format!(
        "{} people, {} planning periods, {} posts.\n\n\
         | rule | how often | states | mean | most |\n|---|--:|--:|--:|--:|\n{}\n\n\
         | | measured | limit |\n|---|--:|--:|\n\
         | compiling everybody | {} | none stated |\n| a person, mean | {} | |\n\
         | the first plan of everybody | {} | none stated |\n\
         | re-insertions after it | {} | {} in all |\n\
         | **an exact re-insertion, mean** | {} | none stated |\n\
         | objective | {} | |",
        count(people),
        count(problem.horizon.len()),
        count(problem.posts.len()),
        rows.join("\n"),
        shown(planned.compiling),
        shown(each),
        shown(planned.first_plan),
        grouped(planned.re_insertions),
        grouped(Limits::default().work),
        shown(planned.re_insertion()),
        grouped(planned.plan.objective.total),
    ))
}
