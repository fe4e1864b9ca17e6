//! Where the clock of a rule's rows starts, as SQL.

use super::{Ground, Rule, pairs};
use crate::db::Built;
use uuid::Uuid;

impl Rule {
    /// ` from <table> t0 cross join lateral (select <start of the clock> as at) s where <tenant>`.
    pub(super) fn rows(&self, built: Built, ground: Ground<'_>, tenant: Option<Uuid>) -> Built {
        let built = built.text(" from ").name(self.table.name).text(" t0 cross join lateral (select ");
        let built = match (self.via.is_empty(), self.or) {
            (true, None) => built.column(0, self.column).text(" as at) s"),
            (true, Some(or)) => built.text("coalesce(").column(0, self.column).text(", ").column(0, or).text(") as at) s"),
            // A row that is as it will be is not asked since when; `offset` keeps the planner from asking again for each use of the answer.
            (false, _) => {
                let built = self.latest(self.open(built.text("case when "), ground).text(" then "), tenant);
                built.text(" end as at offset 0) s")
            }
        };
        match tenant {
            Some(tenant) => built.text(" where t0.tenant_id = ").bind(tenant),
            None => built,
        }
    }

    /// `(select max(tN.column) from <first> t1 join <second> t2 on .. where t1 belongs to t0)`: each step in whichever direction goes on.
    fn latest(&self, built: Built, tenant: Option<Uuid>) -> Built {
        let last = self.via.len();
        let mut built = built.text("(select max(").column(last, self.column).text(") from ");
        let mut here = self.table.name;
        let mut first = None;
        for (index, step) in self.via.iter().enumerate() {
            let forward = step.table == here;
            let there = if forward { step.target } else { step.table };
            let (from, to) = (index, index + 1);
            let join = |built: Built| {
                let built = built.list(" and ", pairs(step), |built, (own, other)| {
                    let (near, far) = if forward { (own, other) } else { (other, own) };
                    built.column(from, near).text(" = ").column(to, far)
                });
                match step.when {
                    Some((column, word)) => built.text(" and ").column(if forward { from } else { to }, column).text(" = ").bind(word),
                    None => built,
                }
            };
            built = if index == 0 { built.name(there).text(" ").alias(to) } else { join(built.text(" join ").name(there).text(" ").alias(to).text(" on ")) };
            if index == 0 {
                first = Some((step, forward));
            } else if let Some(tenant) = tenant {
                built = built.text(" and ").column(to, "tenant_id").text(" = ").bind(tenant);
            }
            here = there;
        }
        built = built.text(" where ");
        if let Some((step, forward)) = first {
            built = built.list(" and ", pairs(step), |built, (own, other)| {
                let (near, far) = if forward { (own, other) } else { (other, own) };
                built.column(0, near).text(" = ").column(1, far)
            });
            if let Some((column, word)) = step.when {
                built = built.text(" and ").column(usize::from(!forward), column).text(" = ").bind(word);
            }
        }
        if let Some(tenant) = tenant {
            built = built.text(" and t1.tenant_id = ").bind(tenant);
        }
        built.text(")")
    }
}
