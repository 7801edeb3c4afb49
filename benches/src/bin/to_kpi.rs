//! `to_kpi [FILE]`: turns the workload's model from JSON, a file or standard input, into text of the language.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};

use bellwether_bench::Model;
use bellwether_bench::kpi_text::write_kpi;

fn main() -> io::Result<()> {
    let json: Box<dyn Read> = match std::env::args().nth(1) {
        Some(file) => Box::new(File::open(file)?),
        None => Box::new(io::stdin().lock()),
    };
    let mut text = String::new();
    BufReader::new(json).read_to_string(&mut text)?;
    let model: Model = serde_json::from_str(&text)?;
    let mut out = BufWriter::new(io::stdout().lock());
    write_kpi(&model, &mut out)?;
    out.flush()
}
