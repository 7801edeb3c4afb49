//! Whether a law holds of the bytes of some files, and what broke it:
//!
//! ```text
//! cargo run -p bellwether-properties --example hold -- order-changes-nothing FILE…
//! ```

#![expect(clippy::print_stdout, reason = "it is read on a terminal")]

use std::error::Error;

use bellwether_properties::property;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().ok_or("give the name of a law and files")?;
    let law = property(&name).ok_or_else(|| format!("there is no law `{name}`"))?;
    for file in arguments {
        let data = std::fs::read(&file)?;
        match (law.holds)(&data) {
            Ok(()) => println!("{file}: {}", law.law),
            Err(broken) => println!("{file}: {broken}\n\nof\n\n{}", (law.shows)(&data)),
        }
    }
    Ok(())
}
