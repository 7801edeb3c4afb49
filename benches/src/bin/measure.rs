//! `measure [KPIS] [RUNS]`: prints all figures of the workload in one go: reading and checking text, the stages of a check at one
//! size and at twice that, the twelve rules beside the same rules by hand, and texts that grow deeper or longer.
//!
//! Each figure is the median of several runs, in time of the processor on the one thread that works; a ratio is of two medians of
//! the same run of this program. The stages of a check
//! are measured in a process of their own each time, so that one run leaves nothing behind for the next and the peak of its
//! memory is its own.

use std::error::Error;
use std::io::{self, Write};
use std::process::Command;
use std::time::Duration;

use bellwether_bench::check::{self, Stages, timed};
use bellwether_bench::generate::generate;
use bellwether_bench::kpi_text::kpi_text;
use bellwether_bench::limit::Columns;
use bellwether_bench::shapes::SHAPES;

type Failure = Box<dyn Error>;

/// How this program calls itself for one check in a process of its own.
const STAGES: &str = "--stages";

/// How much text reading and checking are measured with.
const TEXT_BYTES: usize = 10_000_000;

/// The length of the workload's text per KPI, nearly.
const BYTES_PER_KPI: usize = 508;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some(STAGES) {
        return stages_of(&arguments.next().unwrap_or_default());
    }
    let kpis = first.map_or(Ok(100_000), |kpis| kpis.parse())?;
    let runs = arguments.next().map_or(Ok(5), |runs| runs.parse())?;
    let mut out = io::stdout().lock();
    throughput(&mut out, runs)?;
    for size in [kpis, 2 * kpis] {
        stages(&mut out, size, runs)?;
    }
    for size in [kpis, 2 * kpis] {
        beside_the_limit(&mut out, size, runs)?;
    }
    shapes(&mut out, runs)
}

/// Reading and checking a text, and twice that text.
fn throughput(out: &mut impl Write, runs: usize) -> Result<(), Failure> {
    writeln!(out, "parse + check        text      parse      check       both")?;
    for bytes in [TEXT_BYTES, 2 * TEXT_BYTES] {
        let text = kpi_text(&generate(bytes / BYTES_PER_KPI));
        let sources = check::sources(&text);
        let (mut parsing, mut checking) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            let (mut parse, mut check) = (Duration::ZERO, Duration::ZERO);
            let parsed = timed(&mut parse, || check::parse(&sources));
            timed(&mut check, || check::build(&parsed))?;
            parsing.push(parse);
            checking.push(check);
        }
        let (parsing, checking) = (median(parsing), median(checking));
        let speed = megabytes(text.len()) / (parsing + checking).as_secs_f64();
        writeln!(
            out,
            "{:>17.2} MB {:>10} {:>10} {speed:>5.2} MB/s",
            megabytes(text.len()),
            milliseconds(parsing),
            milliseconds(checking)
        )?;
    }
    Ok(writeln!(out)?)
}

/// A whole check in a process of its own, stage by stage.
fn stages(out: &mut impl Write, kpis: usize, runs: usize) -> Result<(), Failure> {
    let file = std::env::temp_dir().join(format!("bellwether-workload-{kpis}-{}.kpi", std::process::id()));
    std::fs::write(&file, kpi_text(&generate(kpis)))?;
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for _ in 0..runs {
        let run = Command::new(std::env::current_exe()?).arg(STAGES).arg(&file).output()?;
        for line in String::from_utf8(run.stdout)?.lines() {
            let Some((name, number)) = line.split_once('\t') else { continue };
            let number: f64 = number.parse()?;
            match columns.iter_mut().find(|(column, _)| column == name) {
                Some((_, numbers)) => numbers.push(number),
                None => columns.push((name.to_owned(), vec![number])),
            }
        }
    }
    std::fs::remove_file(&file)?;
    writeln!(out, "check of {kpis} KPIs, in a process of its own")?;
    for (name, mut numbers) in columns {
        numbers.sort_by(f64::total_cmp);
        let middle = numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN);
        writeln!(out, "{name:>20} {middle:>10.1}")?;
    }
    Ok(writeln!(out)?)
}

/// The other end of [`stages`].
fn stages_of(file: &str) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file)?;
    let stages: Stages = check::staged(&text)?;
    let mut out = io::stdout().lock();
    for (name, time) in stages.by_name() {
        writeln!(out, "{name} ms\t{}", time.as_secs_f64() * 1000.0)?;
    }
    writeln!(out, "findings\t{}", stages.findings)?;
    if let Some(peak) = peak_memory() {
        writeln!(out, "peak memory MB\t{peak}")?;
    }
    Ok(())
}

/// The twelve rules, by the library and by hand, in turns.
fn beside_the_limit(out: &mut impl Write, kpis: usize, runs: usize) -> Result<(), Failure> {
    let json = generate(kpis);
    let columns = Columns::new(&json);
    let ready = check::ready(&kpi_text(&json))?;
    let expected = columns.lines(&columns.evaluate());
    if ready.findings()? != expected {
        return Err("the library and the rules by hand do not find the same".into());
    }
    let (mut library, mut by_hand) = (Vec::new(), Vec::new());
    for _ in 0..=runs {
        library.push(time(|| ready.evaluate().map(drop))?);
        by_hand.push(time(|| {
            drop(std::hint::black_box(columns.evaluate()));
            Ok::<_, Failure>(())
        })?);
    }
    let (library, by_hand) = (median(library), median(by_hand));
    writeln!(out, "the twelve rules over {kpis} KPIs, {} findings each", expected.len())?;
    writeln!(out, "{:>20} {:>10}", "library", milliseconds(library))?;
    writeln!(out, "{:>20} {:>10}", "by hand", milliseconds(by_hand))?;
    writeln!(out, "{:>20} {:>10.1}", "ratio", library.as_secs_f64() / by_hand.as_secs_f64())?;
    for rule in 1..=12 {
        let rule = format!("R{rule}");
        let mut times = Vec::new();
        for _ in 0..runs {
            times.push(time(|| ready.count(&rule).map(drop))?);
        }
        writeln!(out, "{rule:>20} {:>10}", milliseconds(median(times)))?;
    }
    Ok(writeln!(out)?)
}

/// Texts that grow in one direction, doubled four times.
fn shapes(out: &mut impl Write, runs: usize) -> Result<(), Failure> {
    writeln!(out, "whole checks of texts that are doubled four times")?;
    for shape in SHAPES {
        write!(out, "{:>32} from {:>6}:", shape.name, shape.start)?;
        for doubled in 0..=4 {
            let text = (shape.text)(shape.start << doubled);
            let mut times = Vec::new();
            for _ in 0..runs {
                times.push(time(|| check::whole(&text).map(drop))?);
            }
            write!(out, " {:>9}", milliseconds(median(times)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn time<E>(run: impl FnOnce() -> Result<(), E>) -> Result<Duration, E> {
    let mut time = Duration::ZERO;
    timed(&mut time, run)?;
    Ok(time)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[expect(clippy::cast_precision_loss, reason = "texts are shorter than 2^53 bytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The most memory that this process has had, in MB, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kibibytes| kibibytes * 1.024e-3)
}
