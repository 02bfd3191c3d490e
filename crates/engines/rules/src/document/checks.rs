//! What only the whole document shows: ids given twice, references that lead nowhere; and what somebody should look at
//! although the edition can be used.

use std::collections::BTreeSet;

use kernel::Bilingual;

use super::fields::Found;
use super::finding::FindingCode;
use super::nearest::nearest;
use super::tree::{Node, Tree, short};

/// Errors that need more than one place of the document. They are found even where other parts could not be read.
pub(super) fn references(root: &Node, found: &mut Found) {
    let rules = list(root, "rule");
    let there = There {
        rules: ids(rules),
        courses: ids(list(root, "course")),
        obligation: rules.iter().any(|rule| rule.get("kind").and_then(Node::text) == Some("months-owed")),
    };
    duplicates("rule", rules, found);
    duplicates("course", list(root, "course"), found);
    caps(root, found);
    for (at, rule) in rules.iter().enumerate() {
        found.within("rule", |found| found.item(at, |found| rule_references(rule, &there, found)));
    }
}

/// What the edition has that its rules may refer to.
struct There<'a> {
    rules: BTreeSet<&'a str>,
    courses: BTreeSet<&'a str>,
    obligation: bool,
}

fn rule_references(rule: &Node, there: &There<'_>, found: &mut Found) {
    known(rule, "course", &there.courses, FindingCode::UnknownCourse, found);
    parts(rule, found, &mut |part, found| {
        known(part, "requires", &there.rules, FindingCode::UnknownRule, found);
        if let Some(when) = part.get("when") {
            let code = FindingCode::UnknownCourse;
            found.within("when", |found| known(when, "course", &there.courses, code, found));
        }
        if !there.obligation {
            without_obligation(part, found);
        }
    });
    caps(rule, found);
}

/// The ids of the rules in their order, shortened to what fits in a message.
pub(super) fn rule_ids(root: &Node) -> Vec<Option<String>> {
    list(root, "rule").iter().map(|rule| rule.get("id")?.text().map(short)).collect()
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::items)
}

fn ids(nodes: &[Node]) -> BTreeSet<&str> {
    nodes.iter().filter_map(|node| node.get("id")?.text()).map(str::trim).collect()
}

/// Visits a rule's requirement and every part of its composition.
fn parts(node: &Node, found: &mut Found, visit: &mut impl FnMut(&Node, &mut Found)) {
    visit(node, found);
    if let Some(Node { value: Tree::List(items), .. }) = node.get("of") {
        for (at, item) in items.iter().enumerate() {
            found.within("of", |found| found.item(at, |found| parts(item, found, visit)));
        }
    }
    if let Some(then) = node.get("then") {
        found.within("then", |found| parts(then, found, visit));
    }
}

fn duplicates(key: &str, nodes: &[Node], found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (at, node) in nodes.iter().enumerate() {
        let Some(id) = node.get("id") else { continue };
        let Some(text) = id.text().map(str::trim) else { continue };
        if seen.insert(text) {
            continue;
        }
        let text = short(text);
        let message = Bilingual::new(
            format!("id「{text}」は前にも使われています。別のidにしてください。"),
            format!("the id `{text}` is used above; choose another."),
        );
        let complain = |found: &mut Found| found.error(FindingCode::DuplicateId, id.spot, message);
        found.within(key, |found| found.item(at, |found| found.within("id", complain)));
    }
}

/// Complains about each text under the key that is none of the ids.
fn known(node: &Node, key: &str, ids: &BTreeSet<&str>, code: FindingCode, found: &mut Found) {
    let Some(given) = node.get(key) else { return };
    let several = matches!(given.value, Tree::List(_));
    for (at, item) in given.items().iter().enumerate() {
        if found.is_full() {
            return;
        }
        if let Some(text) = item.text().map(str::trim)
            && !ids.contains(text)
        {
            let message = unknown_reference(text, ids);
            found.within(key, |found| match several {
                true => found.item(at, |found| found.error(code, item.spot, message)),
                false => found.error(code, item.spot, message),
            });
        }
    }
}

fn unknown_reference(read: &str, ids: &BTreeSet<&str>) -> Bilingual {
    /// As many ids as a message can name and be read.
    const NAMED: usize = 20;
    let ids: Vec<&str> = ids.iter().copied().take(NAMED).collect();
    let (mut ja, mut en) = match nearest(read, ids.iter().copied()) {
        Some(near) => (format!("「{near}」のことでしょうか。"), format!(" Is `{near}` meant?")),
        None => Default::default(),
    };
    if !ids.is_empty() {
        let short_ids: Vec<String> = ids.iter().map(|id| short(id)).collect();
        ja.push_str(&format!("あるもの：{}。", short_ids.join("、")));
        en.push_str(&format!(" There are: {}.", short_ids.join(", ")));
    }
    let read = short(read);
    Bilingual::new(
        format!("「{read}」はこの版にありません。{ja}"),
        format!("`{read}` is not in this edition.{en}"),
    )
}

/// Caps that leaves name must exist.
fn caps(node: &Node, found: &mut Found) {
    let Some(counting) = node.get("counting") else { return };
    let caps = counting.get("leave-caps").and_then(Node::table);
    let caps: BTreeSet<&str> = caps.into_iter().flat_map(|caps| caps.keys().map(String::as_str)).collect();
    let Some(leaves) = counting.get("leave").and_then(Node::table) else { return };
    found.within("counting", |found| {
        found.within("leave", |found| {
            for (kind, leave) in leaves {
                found.within(kind, |found| known(leave, "cap", &caps, FindingCode::UnknownCap, found));
            }
        });
    });
}

/// 「義務年限のうち」 in an edition without an obligation.
fn without_obligation(part: &Node, found: &mut Found) {
    let Some(within) = part.get("within").filter(|within| within.text() == Some("obligation")) else {
        return;
    };
    let message = Bilingual::new(
        "「義務年限のうち」とありますが、この版に kind = \"months-owed\" の条がありません。",
        "the edition has no rule of kind = \"months-owed\", so there is no obligation for this to last as long as.",
    );
    found.within("within", |found| found.error(FindingCode::Contradiction, within.spot, message));
}

/// What somebody should look at although the edition can be used.
pub(super) fn warnings(root: &Node, found: &mut Found) {
    if let Some(assumed) = root.get("assumed").filter(|node| node.get("ja").is_some() || is_list(node)) {
        let count = assumed.items().len();
        let message = Bilingual::new(
            format!("出典にない前提が{count}件あります。担当課の確認が必要です。"),
            format!("{count} assumption(s) have no source; the office has to confirm them."),
        );
        found.within("assumed", |found| found.warning(FindingCode::Assumed, assumed.spot, message));
    }
    let fictitious = matches!(root.get("fictitious"), Some(Node { value: Tree::Bool(true), .. }));
    if !fictitious {
        unconfirmed(root, found);
        day_read(root, found);
    }
    let weak = weak_rules(root);
    for (at, rule) in list(root, "rule").iter().enumerate() {
        found.within("rule", |found| {
            found.item(at, |found| {
                if !fictitious {
                    day_read(rule, found);
                }
                rule_warnings(&weak, rule, found);
            });
        });
    }
}

/// Rules that nobody has confirmed yet: one warning for all of them.
fn unconfirmed(root: &Node, found: &mut Found) {
    let open: Vec<&Node> = list(root, "rule").iter().filter(|rule| rule.get("confirmed").is_none()).collect();
    let Some(first) = open.first() else { return };
    let (count, all) = (open.len(), list(root, "rule").len());
    let message = Bilingual::new(
        format!(
            "{all}条のうち{count}条は、まだ誰も確認していません（confirmed = {{ on, by }} がありません）。"
        ),
        format!("{count} of {all} rules are not confirmed by anybody yet (no confirmed = {{ on, by }})."),
    );
    found.within("rule", |found| found.warning(FindingCode::NotConfirmed, first.spot, message));
}

fn is_list(node: &Node) -> bool {
    matches!(&node.value, Tree::List(items) if !items.is_empty())
}

fn rule_warnings(weak: &BTreeSet<&str>, rule: &Node, found: &mut Found) {
    parts(rule, found, &mut anywhere);
    let kind = rule.get("kind").and_then(Node::text);
    if kind == Some("not-known") {
        let message = Bilingual::new(
            "内容が分からないため、この条は「判定不能」になります。",
            "the verdict of this rule will be “cannot be judged”, for its content is not known.",
        );
        found.warning(FindingCode::NotKnown, rule.spot, message);
    }
    let subject = rule.get("subject").and_then(Node::text);
    if subject.is_some_and(|subject| subject != "person") && !matches!(kind, Some("attested" | "not-known")) {
        let message = Bilingual::new(
            "個人を対象としない条は、確認事項（attested）でなければ判定できません。",
            "a rule whose subject is not the person can only be judged as `attested`.",
        );
        found.warning(FindingCode::Doubtful, rule.spot, message);
    }
    if kind == Some("release") {
        weak_requirements(weak, rule, found);
    }
}

/// Service that counts wherever it is done is hardly meant.
fn anywhere(part: &Node, found: &mut Found) {
    if let Some(at) = part.get("at")
        && at.table().is_some_and(|at| at.keys().all(|key| key == "tested" || key == "after-loss"))
    {
        let message = Bilingual::new(
            "勤務先を何も限っていないため、県外も含めてすべての勤務を数えます。",
            "no place is named, so work counts wherever it is done, outside the prefecture too.",
        );
        found.within("at", |found| found.warning(FindingCode::Doubtful, at.spot, message));
    }
}

/// Rules that are never broken: 努力 and 許容.
fn weak_rules(root: &Node) -> BTreeSet<&str> {
    let weak = |rule: &&Node| matches!(rule.get("force").and_then(Node::text), Some("effort" | "may"));
    list(root, "rule").iter().filter(weak).filter_map(|rule| rule.get("id")?.text()).collect()
}

/// Requiring at release what is never broken has no effect.
fn weak_requirements(weak: &BTreeSet<&str>, release: &Node, found: &mut Found) {
    for required in list(release, "requires") {
        let Some(text) = required.text().filter(|text| weak.contains(text)) else { continue };
        let text = short(text);
        let message = Bilingual::new(
            format!("「{text}」は努力・許容の条なので、義務の終了の要件にしても違反になりません。"),
            format!(
                "`{text}` is an effort or permission and is never broken, so requiring it has no effect."
            ),
        );
        found.within("requires", |found| found.warning(FindingCode::Doubtful, required.spot, message));
    }
}

/// A source that may have changed since nobody knows when.
fn day_read(node: &Node, found: &mut Found) {
    let Some(source) = node.get("source") else { return };
    if source.table().is_some() && source.get("read-on").is_none() {
        let message = Bilingual::new(
            "出典を読んだ日（read-on）がありません。原文が後に変わっても分かりません。",
            "the source lacks the day it was read (read-on), so a later change of the text goes unseen.",
        );
        found.within("source", |found| found.warning(FindingCode::NotDated, source.spot, message));
    }
}
