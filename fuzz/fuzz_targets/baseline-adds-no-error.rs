//! The law `baseline-adds-no-error` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("baseline-adds-no-error", data));
