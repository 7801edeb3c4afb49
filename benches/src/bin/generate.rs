//! `generate KPIS [FILE]`: makes the workload's goal model with so many KPIs, as JSON.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use bellwether_bench::generate::generate;

fn main() -> io::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let Some(kpis) = arguments.next().and_then(|kpis| kpis.parse().ok()) else {
        writeln!(io::stderr(), "usage: generate KPIS [FILE]")?;
        return Ok(ExitCode::from(2));
    };
    let out: Box<dyn Write> = match arguments.next() {
        Some(file) => Box::new(File::create(file)?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::new(out);
    generate(kpis).write_json(&mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
