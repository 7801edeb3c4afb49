//! The law `waiver-adds-no-error` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("waiver-adds-no-error", data));
