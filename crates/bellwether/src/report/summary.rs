//! The summary of a report: what its findings and its silences come to.

use bellwether_syntax::diagnostic::Severity;

use super::{Report, RuleReport, Verdict};

/// One number for each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// How many errors.
    pub error: u64,
    /// How many warnings.
    pub warning: u64,
    /// How many notes.
    pub note: u64,
}

impl Tally {
    /// The number for a severity.
    pub const fn of(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }

    /// All of them.
    pub const fn total(&self) -> u64 {
        self.error.saturating_add(self.warning).saturating_add(self.note)
    }

    /// How many are as grave as this or graver.
    pub const fn at_least(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.error.saturating_add(self.warning),
            Severity::Note => self.total(),
        }
    }

    fn add(&mut self, severity: Severity, number: u64) {
        let sum = match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Note => &mut self.note,
        };
        *sum = sum.saturating_add(number);
    }
}

/// The numbers of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Findings by severity, those beyond the limit of findings kept included; those that a waiver or a baseline covers
    /// are not in it.
    pub findings: Tally,
    /// How many of those kept are of subjects that could not be shown to keep a rule.
    pub unknown: u64,
    /// Findings that a waiver covers.
    pub waived: u64,
    /// Findings that a baseline accepts.
    pub baselined: u64,
    /// Verdicts withheld because they rest on a value that could not be read.
    pub withheld: u64,
    /// Diagnostics by severity.
    pub diagnostics: Tally,
}

impl Report {
    /// The numbers of the report.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in &self.findings {
            if finding.waived.is_some() {
                summary.waived += 1;
            } else if finding.baselined() {
                summary.baselined += 1;
            } else {
                summary.findings.add(finding.severity, 1);
                summary.unknown += u64::from(finding.verdict == Verdict::Unknown);
            }
        }
        for rule in &self.rules {
            summary.findings.add(rule.severity, rule.not_kept);
            summary.waived = summary.waived.saturating_add(rule.waived_not_kept);
            summary.withheld = summary.withheld.saturating_add(rule.withheld);
        }
        for diagnostic in &self.diagnostics {
            summary.diagnostics.add(diagnostic.severity, 1);
        }
        summary
    }

    /// The rules in force that met no subject, in order: silence is never taken for agreement.
    pub fn unmet_rules(&self) -> impl Iterator<Item = &RuleReport> {
        self.rules.iter().filter(|rule| rule.in_force && rule.subjects == 0)
    }

    /// The rules that are not in force at the as-of date, in order.
    pub fn sleeping_rules(&self) -> impl Iterator<Item = &RuleReport> {
        self.rules.iter().filter(|rule| !rule.in_force)
    }
}
