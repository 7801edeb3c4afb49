//! The law `order-changes-nothing` of `bellwether-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bellwether_properties::hold("order-changes-nothing", data));
