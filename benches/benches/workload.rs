//! The workload under criterion: `cargo bench -p bellwether-bench`. `measure` prints the same figures at once, as a table.

use std::hint::black_box;
use std::time::Duration;

use bellwether::evaluate::{Options, evaluate};
use bellwether::report::{TextOptions, text};
use bellwether::value::Date;
use bellwether::{CheckOptions, make_report};
use bellwether_bench::check;
use bellwether_bench::generate::generate;
use bellwether_bench::kpi_text::kpi_text;
use bellwether_bench::limit::Columns;
use bellwether_bench::shapes::SHAPES;
use bellwether_generate::arbitrary::Unstructured;
use bellwether_generate::{Bounds, Project, bytes_as_long};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// How much text reading is measured with, and the length of the workload's text per KPI, nearly.
const TEXT_BYTES: usize = 10_000_000;
const BYTES_PER_KPI: usize = 508;

/// Parsing and checking 10 MB, and 20 MB.
fn throughput(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse and check");
    for bytes in [TEXT_BYTES, 2 * TEXT_BYTES] {
        let model = kpi_text(&generate(bytes / BYTES_PER_KPI));
        let sources = check::sources(&model);
        group.throughput(Throughput::Bytes(model.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(model.len()), |bencher| {
            bencher.iter(|| check::build(&check::parse(black_box(&sources))).is_ok());
        });
    }
    group.finish();
}

/// The stages of a check.
fn stages(criterion: &mut Criterion) {
    let Some(as_of) = Date::new(2026, 6, 30) else { return };
    for kpis in [100_000, 200_000] {
        let mut group = criterion.benchmark_group(format!("{kpis} KPIs"));
        let sources = check::sources(&kpi_text(&generate(kpis)));
        group.bench_function("reading", |bencher| bencher.iter(|| check::parse(black_box(&sources))));
        let parsed = check::parse(&sources);
        group.bench_function("checking", |bencher| bencher.iter(|| check::build(black_box(&parsed)).is_ok()));
        let Ok((program, model)) = check::build(&parsed) else { return };
        let options = Options::new(as_of);
        group.bench_function("evaluating", |bencher| {
            bencher.iter(|| evaluate(black_box(&program), &model, &options).map(|it| it.steps()));
        });
        let Ok(evaluation) = evaluate(&program, &model, &options) else { return };
        let report = || make_report(&evaluation, &model, &[], Vec::new(), &CheckOptions::new(as_of));
        group.bench_function("explaining", |bencher| bencher.iter(report));
        let report = report();
        group.bench_function("rendering", |bencher| {
            bencher.iter(|| text(black_box(&report), &parsed.sources, &TextOptions::default()));
        });
        group.finish();
    }
}

/// The twelve rules by the library and by hand.
fn limit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("the twelve rules over 100000 KPIs");
    let json = generate(100_000);
    let columns = Columns::new(&json);
    group.bench_function("by hand", |bencher| bencher.iter(|| black_box(&columns).evaluate()));
    let Ok(ready) = check::ready(&kpi_text(&json)) else { return };
    group.bench_function("library", |bencher| bencher.iter(|| ready.evaluate().map(|it| it.steps()).is_ok()));
    group.finish();
}

/// Texts that grow in one direction, doubled four times.
fn shapes(criterion: &mut Criterion) {
    for shape in SHAPES {
        let mut group = criterion.benchmark_group(shape.name);
        for doubled in 0..=4 {
            let size = shape.start << doubled;
            let text = (shape.text)(size);
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter(|| check::whole(black_box(&text)).is_ok());
            });
        }
        group.finish();
    }
}

/// Projects as the properties and the fuzz targets draw them, from small to larger than any of these.
fn drawn(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("projects that are drawn");
    for elements in [24, 200, 1000] {
        let bounds = Bounds { elements, policies: 8, rules: 16, ..Bounds::default() };
        let bytes = bytes_as_long(7, 200 * elements);
        let Ok(project) = Project::sized(&mut Unstructured::new(&bytes), &bounds) else { return };
        let text: String = project.files().into_iter().map(|file| file.text.replace('\u{feff}', "")).collect();
        group.bench_function(BenchmarkId::from_parameter(elements), |bencher| {
            bencher.iter(|| check::whole(black_box(&text)).is_ok());
        });
    }
    group.finish();
}

criterion_group! {
    name = workload;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(500));
    targets = throughput, stages, limit, shapes, drawn
}
criterion_main!(workload);
