//! The law `checked-never-type-errors` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("checked-never-type-errors", data));
