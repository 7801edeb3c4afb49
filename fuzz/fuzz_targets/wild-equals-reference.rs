//! The law `wild-equals-reference` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("wild-equals-reference", data));
