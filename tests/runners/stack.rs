//! Little stack: everything works on a thread of 512 KiB, and comes to the same as on one of 16 MiB.

use bellwether_tests::deep::{deepest, on_a_stack};
use bellwether_tests::{each, report};

/// What a thread has on which everything must work, in a build without optimisation too.
const LITTLE: usize = 512 * 1024;
const PLENTY: usize = 16 * 1024 * 1024;

/// Bytes of a text that is not tried here.
const LONG: usize = 16 * 1024;

#[test]
fn everything_works_on_little_stack_and_comes_to_the_same() {
    // The longest take minutes without optimisation, and are walked over in no deeper calls; `examples/stack.rs` has them all.
    let all: Vec<_> = deepest().into_iter().filter(|one| one.text.len() < LONG).collect();
    let failures = each(&all, |one, failures| {
        // A stack that is too small ends the process: this names what was too deep for it.
        println!("{}", one.name);
        let outcome = on_a_stack(LITTLE, one.text.clone());
        if outcome != on_a_stack(PLENTY, one.text.clone()) {
            failures.push(format!("{}: comes to something else on little stack", one.name));
        }
    });
    report("deep texts", &failures);
}
