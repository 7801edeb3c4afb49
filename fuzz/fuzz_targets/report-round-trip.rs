//! The law `report-round-trip` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("report-round-trip", data));
