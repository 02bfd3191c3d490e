//! The public benchmark `ppp-1` beside CP-SAT and HiGHS: the same instances, the same seconds, the same cores. Every plan
//! is held against the benchmark's own evaluator; the figures are those of `benches/ppp/README.md`.

mod answer;
mod cases;
mod curves;
mod programs;

use clap::ValueEnum;
use problem::Problem;

use crate::{
    Trouble,
    gap::percent,
    growth::ratio,
    gunma,
    measure::{count, grouped, mebibytes, shown},
    moments::Moment,
    page::Figures,
};

use self::{answer::Answer, programs::Folder};

/// Peers: as `peers.py` calls them, and as people do.
const PEERS: [(&str, &str); 2] = [("cpsat", "CP-SAT"), ("highs", "HiGHS")];

/// The curves, from the folder of the page.
const PICTURE: &str = "images/ppp-1.svg";

/// Sizes of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum Size {
    /// A handful.
    Xs,
    /// A small prefecture.
    S,
    /// The people of the Gunma document.
    G,
    /// A large prefecture.
    M,
    /// One very large region.
    L,
    /// All prefectures.
    Xl,
}

impl Size {
    /// As the generator calls it.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// The time that the benchmark allows.
    fn seconds(self) -> u64 {
        match self {
            Self::Xs => 1,
            Self::S => 30,
            Self::G => 60,
            Self::M => 120,
            Self::L => 300,
            Self::Xl => 900,
        }
    }
}

/// An instance, and who did what with it.
struct Run {
    /// Size and seed.
    name: String,
    people: usize,
    seconds: u64,
    ours: Answer,
    moments: Vec<Moment>,
    /// By name, why there is no answer otherwise.
    peers: Vec<(&'static str, Result<Answer, &'static str>)>,
}

/// The tables and the picture, over all sizes and seeds.
pub fn figures(sizes: &[Size], seeds: &[u64], peer_seconds: Option<u64>) -> Result<Figures, Trouble> {
    let folder = Folder::new()?;
    let mut runs = Vec::new();
    for size in sizes {
        for seed in seeds {
            runs.push(Run::of(&folder, *size, *seed, peer_seconds)?);
        }
    }
    let shown = format!("![Gap over time; time and memory over size]({PICTURE})");
    let text = [beside(&runs), curves::table(&runs), shown, cases::table(&folder)?].join("\n\n");
    Ok(Figures { text, pictures: vec![(PICTURE, curves::picture(&runs))] })
}

/// The instance of that size and seed as a problem of the product.
pub fn problem(size: Size, seed: u64) -> Result<Problem, Trouble> {
    let folder = Folder::new()?;
    let bytes = gunma::read(&programs::generated(&folder, size, seed)?)?;
    let instance = tsunagu::ppp::read(&bytes).map_err(|details| format!("{details:?}"))?;
    Ok(tsunagu::ppp::problem(&instance))
}

impl Run {
    fn of(folder: &Folder, size: Size, seed: u64, peer_seconds: Option<u64>) -> Result<Self, Trouble> {
        let (seconds, name) = (size.seconds(), format!("{}-{seed}", size.name()));
        let peer_seconds = peer_seconds.unwrap_or(seconds);
        eprintln!("  {name}, {seconds} s, peers {peer_seconds} s each …");
        let instance = programs::generated(folder, size, seed)?;
        let people = programs::physicians(&instance)?;
        let (ours, moments) = programs::ours(folder, &instance, &instance, seconds)?;
        let peer = |(program, name)| Ok((name, programs::peer(folder, &instance, program, peer_seconds)?));
        let peers = PEERS.into_iter().map(peer).collect::<Result<_, Trouble>>()?;
        Ok(Self { name, people, seconds, ours, moments, peers })
    }

    /// A line for each solver.
    fn lines(&self) -> impl Iterator<Item = String> {
        let head =
            format!("| {}, {} people, {} s | **Tsunagu**", self.name, count(self.people), self.seconds);
        let ours = format!("{head} | {} |", self.line(&self.ours));
        let peers = self.peers.iter().map(|(name, answer)| match answer {
            Ok(answer) => format!("| | {name} {} | {} |", answer.version(), self.line(answer)),
            Err(why) => format!("| | {name} | {why} | | | | | | | |"),
        });
        std::iter::once(ours).chain(peers)
    }

    fn line(&self, answer: &Answer) -> String {
        let whole = |number: Option<i128>| number.map_or_else(|| "–".to_owned(), grouped);
        let times = match (self.ours.gap(), answer.gap()) {
            (Some(ours @ 1..), Some(gap)) => ratio(ours.into(), gap.into()),
            _ => "–".to_owned(),
        };
        let gap = if answer.is_proven() { "proven".to_owned() } else { percent(answer.gap()) };
        [
            whole(answer.objective),
            whole(answer.bound),
            whole(answer.certified),
            gap,
            times,
            answer.first_plan.map_or_else(|| "–".to_owned(), shown),
            shown(answer.taken),
            mebibytes(answer.bytes()),
        ]
        .join(" | ")
    }
}

/// All solvers beside each other.
fn beside(runs: &[Run]) -> String {
    let head = "| instance | | objective | proven bound | certified | gap | of ours | first plan | whole run | memory |\n\
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|";
    let lines = runs.iter().flat_map(Run::lines);
    std::iter::once(head.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}
