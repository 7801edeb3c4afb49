//! The workload under criterion: reading, checking, and the twelve rules beside the same rules by hand.

use std::hint::black_box;

use bellwether_bench::check;
use bellwether_bench::generate::generate;
use bellwether_bench::kpi_text::kpi_text;
use bellwether_bench::limit::Columns;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Text to syntax trees, and those to a program and a model.
fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for kpis in [2_500, 5_000] {
        let text = kpi_text(&generate(kpis));
        let sources = check::sources(&text);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("parse", kpis), &sources, |bench, sources| {
            bench.iter(|| check::parse(black_box(sources)));
        });
        let parsed = check::parse(&sources);
        group.bench_with_input(BenchmarkId::new("check", kpis), &parsed, |bench, parsed| {
            bench.iter(|| check::build(black_box(parsed)).expect("the workload has no mistake"));
        });
    }
    group.finish();
}

/// The twelve rules, by the library and by hand.
fn evaluate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evaluate");
    group.sample_size(10);
    for kpis in [10_000, 100_000] {
        let json = generate(kpis);
        let columns = Columns::new(&json);
        let ready = check::ready(&kpi_text(&json)).expect("the workload has no mistake");
        group.throughput(Throughput::Elements(kpis as u64));
        group.bench_function(BenchmarkId::new("library", kpis), |bench| {
            bench.iter(|| ready.evaluate().map(|evaluation| black_box(evaluation.steps())).expect("within the limits"));
        });
        group.bench_function(BenchmarkId::new("by hand", kpis), |bench| bench.iter(|| black_box(columns.evaluate())));
    }
    group.finish();
}

criterion_group!(benches, read, evaluate);
criterion_main!(benches);
