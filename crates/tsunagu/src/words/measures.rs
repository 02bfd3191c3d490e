//! What a search took, and how near its parts came to the best there could be.

use kernel::Bilingual;

use super::share;

/// How many states the rules of one person took at most, and how many a period may have.
pub fn states(most: u64, room: usize, not_all_tried: usize) -> Bilingual {
    if not_all_tried > 0 {
        return Bilingual::new(
            format!(
                "{not_all_tried}人は規則が区別する経歴が多すぎ（一期の予算 {room} 状態）、希望に近いポストだけを試しました。\
                 下限は、その人の規則の一部を外して計算しています"
            ),
            format!(
                "The rules of {not_all_tried} people tell too many careers apart (budget {room} states a period): only \
                 the posts liked best were tried for them, and the bound leaves out some of their rules"
            ),
        );
    }
    Bilingual::new(
        format!("規則はすべて状態として解きました：一人で最大 {most} 状態（一期の予算 {room}）"),
        format!("Every rule is kept as states: {most} for one person at most (budget {room} a period)"),
    )
}

/// How much memory a plan took, in MiB.
pub fn memory(counted: u64, held: Option<u64>) -> Bilingual {
    let (ja, en) = held.map_or_else(Default::default, |held| {
        (
            format!("（プログラム全体では最大 {held} MiB）"),
            format!(" ({held} MiB at most in the whole program)"),
        )
    });
    Bilingual::new(
        format!("経歴などに使ったメモリー: 最大およそ {counted} MiB{ja}"),
        format!("Memory for careers and the like: about {counted} MiB at most{en}"),
    )
}

/// How far the plans of several regions are from the best there could be: the worst and the one in the middle; none
/// where there is one region, or where nothing is proven of some.
pub fn regions(of: &[(i128, Option<i128>)]) -> Option<Bilingual> {
    let gaps = of.iter().map(|(total, bound)| bound.map(|bound| (total - bound, *total)));
    let mut gaps = gaps.collect::<Option<Vec<(i128, i128)>>>().filter(|gaps| gaps.len() > 1)?;
    gaps.sort_by_key(|(gap, total)| gap * 1_000_000 / (*total).max(1));
    let (median, worst) = (gaps.get(gaps.len() / 2)?, gaps.last()?);
    let (count, median, worst) = (gaps.len(), share(median.0, median.1), share(worst.0, worst.1));
    Some(Bilingual::new(
        format!(
            "互いに関係しない {count} 地域に分けました。最善との差は、中央の地域で {median}、最も大きい地域で {worst} 以内です"
        ),
        format!(
            "{count} regions that share nothing: the one in the middle is within {median} of the best, the worst within {worst}"
        ),
    ))
}
