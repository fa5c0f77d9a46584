/**
 * The tables that the bench prints.
 *
 * @module
 */
import { table } from "../../lib/evaluation/text_table.ts";
import type { LayerPass, LayerRow, ProfileRow, StepRow } from "./bench_row.ts";
import { short } from "./short_number.ts";

const passes: readonly LayerPass[] = ["forward", "input gradient", "weight gradient"];

/** Layers: milliseconds, rate and per cent of the peak of each pass. */
export function layerReport(rows: readonly LayerRow[]): string {
  const head = ["layer", ...passes.flatMap((pass) => [`${pass}, ms`, "GFLOP/s", "% of peak"])];
  const layers = Map.groupBy(rows, (row) => row.layer);
  return textTable(
    head,
    [...layers].map(([layer, ofLayer]) => [
      layer,
      ...passes.flatMap((pass) => {
        const row = ofLayer.find((row) => row.pass === pass);
        return [short(row?.ms), short(row?.gflops), short(row?.percentOfPeak)];
      }),
    ]),
  );
}

/** Whole steps, ours and others'; the last column is how many times as fast im2im is. */
export function stepReport(rows: readonly StepRow[]): string {
  const head = [
    "step",
    "engine",
    "on",
    "gf",
    "batch",
    "size",
    "ms",
    "spread",
    "images/s",
    "GFLOP/s",
    "% of peak",
    "dispatches",
    "submits",
    "host ms",
    "tensors MB",
    "heap MB",
    "process MB",
    "im2im is",
  ];
  return textTable(
    head,
    rows.map((row) => [
      row.work,
      row.engine,
      row.backend,
      String(row.gf),
      String(row.batch),
      String(row.size),
      short(row.ms),
      row.lowMs === row.highMs ? "-" : `${short(row.lowMs)} to ${short(row.highMs)}`,
      short(row.imagesPerSecond),
      short(row.gflops),
      short(row.percentOfPeak),
      short(row.dispatches),
      short(row.submits),
      short(row.hostMs),
      short(row.tensorMegabytes),
      short(row.heapMegabytes),
      short(row.processMegabytes),
      advantage(row, rows),
    ]),
  );
}

/** How many times as many images a second im2im does as the engine of a row. */
export function advantage(row: StepRow, rows: readonly StepRow[]): string {
  if (row.engine === "im2im") return "";
  const ours = rows.find(({ engine, work, gf, batch, size }) =>
    engine === "im2im" && work === row.work && gf === row.gf && batch === row.batch &&
    size === row.size
  );
  return ours ? `${short(ours.imagesPerSecond / row.imagesPerSecond)}x` : "-";
}

/** What changes from row to row of a series, with time and memory per image beside it. */
export function scalingReport(rows: readonly StepRow[]): string {
  const head = [
    "step",
    "gf",
    "batch",
    "size",
    "ms",
    "ms/image",
    "GFLOP/s",
    "heap MB",
    "process MB",
  ];
  return textTable(
    head,
    rows.map((row) => [
      row.work,
      ...[row.gf, row.batch, row.size].map(String),
      ...[row.ms, row.ms / row.batch, row.gflops, row.heapMegabytes, row.processMegabytes].map(
        short,
      ),
    ]),
  );
}

/** Programs that take less of a step than this are summed up in one line. */
const LEAST_SHARE = 0.01;

/** A step's programs, slowest first. */
export function profileReport(rows: readonly ProfileRow[]): string {
  const lines = [...Map.groupBy(rows, ({ step }) => step)].flatMap(([step, ofStep]) => {
    const shown = ofStep.filter(({ share }) => share >= LEAST_SHARE);
    const rest = ofStep.filter(({ share }) => share < LEAST_SHARE);
    const sum = (of: readonly ProfileRow[], value: (row: ProfileRow) => number) =>
      of.reduce((total, row) => total + value(row), 0);
    return [
      ...shown,
      {
        label: `${rest.length} others`,
        calls: sum(rest, (r) => r.calls),
        ms: sum(rest, (r) => r.ms),
      },
      { label: "all", calls: sum(ofStep, (r) => r.calls), ms: sum(ofStep, (r) => r.ms) },
    ].map(({ label, calls, ms }) => [step, label, String(calls), short(ms)]);
  });
  return textTable(["step", "program", "dispatches", "ms"], lines);
}

function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((title, i) => [title, (row: readonly string[]) => row[i]] as const);
  return table(columns, rows, true).map((line) => line.trimEnd()).join("\n");
}
