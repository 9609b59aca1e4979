//! What a run of `ibid check` is about: the drafts that are concerned, without what a baseline holds.
//!
//! Takes what is asked for and what was loaded, and hands on the report as it is to be printed.

use std::path::Path;

use super::baseline::{self, Baseline, say_stale};
use super::input::{Input, look_round};
use super::narrow::{Narrow, Narrowing};
use crate::check::baseline::apply;
use crate::check::fix::{Which, is_writable};
use crate::check::{Report, check};
use crate::load::{Loaded, Request};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub input: &'a Input,
    pub request: &'a Request,
    pub narrow: &'a Narrow,
    /// The baseline that is given.
    pub baseline: Option<&'a Path>,
}

/// What of a run is reported.
pub struct Scope<'a> {
    request: &'a Request,
    narrowing: Option<Narrowing>,
    baselines: Vec<Baseline>,
}

impl<'a> Asked<'a> {
    /// What is reported of what was loaded.
    pub fn scope(&self, loaded: &Loaded) -> anyhow::Result<Scope<'a>> {
        let narrowing = self.narrow.of(self.request, loaded, self.baseline)?;
        let baselines = baseline::of(self.baseline, &loaded.baselines)?;
        Ok(Scope { request: self.request, narrowing, baselines })
    }

    /// The report on what is asked for.
    pub fn report(&self) -> anyhow::Result<Report> {
        let reported = self.input.reported(self.request, |loaded| {
            let scope = self.scope(&loaded)?;
            Ok((check(loaded), scope))
        });
        reported.map(|(report, scope)| scope.settled(report))
    }
}

impl Scope<'_> {
    /// Of each finding of a report on everything, in their order, whether it is left out.
    pub fn spared(&self, report: &Report) -> Vec<bool> {
        let mut spared = baseline::spared(&self.baselines, report, self.request);
        if let Some(narrowing) = &self.narrowing {
            let outside = narrowing.spared(report);
            spared.resize(outside.len(), false);
            spared.iter_mut().zip(outside).for_each(|(spared, outside)| *spared |= outside);
        }
        spared
    }

    /// How many findings that some fixes could mend a baseline holds in the drafts that are concerned, so that they are left.
    pub fn held_back(&self, report: &Report, which: Which) -> u32 {
        let held = baseline::spared(&self.baselines, report, self.request);
        let concerned = self.narrowing.as_ref().map(|narrowing| narrowing.concerned(report));
        let mut held = held.into_iter().skip(report.input.len());
        let mut back = 0;
        for (number, draft) in report.drafts.iter().enumerate() {
            let is_concerned = concerned.as_ref().is_none_or(|concerned| concerned[number]);
            for finding in &draft.findings {
                let could_be =
                    || finding.fixes.iter().any(|fix| which.takes(fix) && is_writable(&draft.file, fix));
                back += u32::from(held.next() == Some(true) && is_concerned && could_be());
            }
        }
        back
    }

    /// A report on everything without what is left out.
    pub fn settled(&self, mut report: Report) -> Report {
        look_round(&mut report);
        if report.summary.failed {
            return report;
        }
        let held = baseline::spared(&self.baselines, &report, self.request);
        self.baselines.iter().for_each(|baseline| say_stale(baseline, &report, self.request));
        let concerned = self.narrowing.as_ref().map(|narrowing| narrowing.concerned(&report));
        let counted = concerned.as_ref().map(|concerned| {
            let own = |concerned: bool, findings: usize| std::iter::repeat_n(concerned, findings);
            let drafts = report.drafts.iter().zip(concerned);
            let of_drafts = drafts.flat_map(|(draft, &concerned)| own(concerned, draft.findings.len()));
            let each = own(false, report.input.len()).chain(of_drafts);
            held.iter().zip(each).filter(|(held, concerned)| **held && *concerned).count() as u32
        });
        if !self.baselines.is_empty() {
            apply(&mut report, &held);
        }
        if let (Some(narrowing), Some(concerned)) = (&self.narrowing, concerned) {
            let baselined = report.summary.baselined.and(counted);
            report = narrowing.narrow(report, &concerned);
            report.summary.baselined = baselined;
        }
        report
    }
}
