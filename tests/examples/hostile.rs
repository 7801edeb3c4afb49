//! Measures how long a hostile policy runs until it is stopped: `cargo run --release -p bellwether-tests --example hostile`,
//! with the name of one to measure no other.
//!
//! It is time of the processor for the evaluation alone, with the limits of a program that sets none.

use bellwether::evaluate::{Options, evaluate};
use bellwether_tests::check::{AS_OF, date, read};
use bellwether_tests::hostile::HOSTILE;
use cpu_time::ThreadTime;

fn main() {
    let names: Vec<String> = std::env::args().skip(1).collect();
    println!(" seconds");
    for one in HOSTILE.iter().filter(|one| names.iter().all(|name| one.name == name)) {
        let (_, compiled, model, wrong) = read(&(one.text)(one.large));
        assert!(wrong.is_empty(), "{}: {:?}", one.name, wrong.first());
        let start = ThreadTime::now();
        let evaluation = evaluate(&compiled.program, &model, &Options::new(date(AS_OF)));
        let seconds = start.elapsed().as_secs_f64();
        let said = evaluation.map_or_else(|limit| limit.to_string(), |done| format!("done in {} steps", done.steps()));
        println!("{seconds:>8.2}  {}: {said}", one.name);
    }
}
