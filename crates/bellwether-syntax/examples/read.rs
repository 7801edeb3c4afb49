//! Reads a file and says what was wrong and how fast it was: `cargo run --release --example read -- FILE`.
#![expect(clippy::print_stdout, reason = "an example shows its outcome")]
#![expect(clippy::disallowed_methods, reason = "an example is a program: it reads a file and looks at the clock")]

use bellwether_syntax::source::position_at;
use bellwether_syntax::{Limits, SourceId, parse_with};

fn main() -> std::io::Result<()> {
    for name in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&name)?;
        let start = std::time::Instant::now();
        let parse = parse_with(SourceId(0), &text, &Limits::default());
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{name}: {} items, {:.1} MB/s",
            parse.file.items.len(),
            1e-6 / seconds * f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX))
        );
        for one in parse.diagnostics.iter().take(100) {
            let at = position_at(&text, one.primary.span.start);
            println!("  {}:{} {}[{}]: {}", at.line, at.column, one.severity.as_str(), one.code, one.message);
            if let Some(help) = &one.help {
                println!("      help: {help}");
            }
        }
    }
    Ok(())
}
