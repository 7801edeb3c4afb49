//! What the engine and the reference interpreter make of some files, where they differ:
//!
//! ```text
//! cargo run -p bellwether-properties --example compare -- 2026-06-30 FILE…
//! ```

#![expect(clippy::print_stdout, reason = "it is read on a terminal")]

use std::error::Error;

use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{CheckOptions, check_sources};
use bellwether_properties::judging::{differences, of_report};
use bellwether_reference::judge;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let as_of = arguments.next().ok_or("give a date and files")?;
    let mut sources = Sources::new();
    for file in arguments {
        let text = std::fs::read_to_string(&file)?;
        sources.add(file, text);
    }
    let report = check_sources(&sources, &CheckOptions::new(Date::parse(&as_of).ok_or("this is no date")?))?;
    for diagnostic in &report.diagnostics {
        println!("{}[{}]: {}", diagnostic.severity.as_str(), diagnostic.code, diagnostic.message);
    }
    match judge(&sources, &as_of) {
        Ok(reference) => {
            let engine = of_report(&report);
            for rule in &reference {
                println!("{rule:?}");
            }
            let differences = differences(&engine, &reference);
            println!("\n{} differences", differences.len());
            for one in differences {
                println!("{one}");
            }
        }
        Err(why) => println!("the reference interpreter: {why}"),
    }
    Ok(())
}
