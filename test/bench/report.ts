import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Comparison, Cost } from './measure/rounds.ts';
import { ROOT } from './sides/process.ts';

/** An operation beside another doing the same. */
export interface Beside {
  readonly goal: number;
  readonly operation: string;
  readonly comparison: Comparison;
  /** The most the first may cost, in shares of the second. */
  readonly most: number;
  readonly stretch?: number;
  /** Statements allowed, when the goal says so. */
  readonly statements?: number;
}

/** One measure against one number. */
export interface Finding {
  readonly goal: number;
  readonly what: string;
  readonly measured: string;
  readonly wanted: string;
  /** Undefined when this run did not measure it. */
  readonly met: boolean | undefined;
}

export interface Report {
  readonly beside: Beside[];
  readonly findings: Finding[];
}

export const met = ({ comparison, most, statements }: Beside): boolean =>
  comparison.ratio <= most && (statements === undefined || comparison.costs[0].statements <= statements);

/** Prints all that was measured, what was missed as plainly as what was met. */
export function print({ beside, findings }: Report): void {
  const name = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  console.log(`\n${os.cpus().length} shared cores (${name}), Node ${process.version.slice(1)}, PostgreSQL 18 embedded with fsync\n`);
  if (beside.length > 0) {
    console.log('Processor milliseconds for one operation (server + PostgreSQL), rounds in turn; waits are those of the first side.\n');
    console.log(table(BESIDE, beside.map(besideRow))); // prettier-ignore
  }
  if (findings.length > 0) console.log(table(FINDINGS, findings.map(findingRow))); // prettier-ignore
  const verdicts = [...beside.map(met), ...findings.map((each) => each.met)];
  const count = (wanted: boolean | undefined) => verdicts.filter((each) => each === wanted).length;
  console.log(`${count(true)} met, ${count(false)} missed, ${count(undefined)} not measured\n`);
}

/** Writes the same for machines, with every statement that was counted. */
export function write(report: Report): string {
  const file = path.join(ROOT, '.data/bench/latest.json');
  mkdirSync(path.dirname(file), { recursive: true });
  const machine = { cores: os.cpus().length, model: os.cpus()[0]?.model, node: process.version, load: os.loadavg() };
  const beside = report.beside.map((each) => ({ ...each, met: met(each) }));
  writeFileSync(file, `${JSON.stringify({ at: new Date(), machine, beside, findings: report.findings }, null, 1)}\n`);
  return path.relative(ROOT, file);
}

const BESIDE = ['goal', 'operation', 'costs', 'beside', 'ratio', 'least–most', 'wanted', 'verdict', 'statements', 'p50', 'p95', 'p99 ms'];
const FINDINGS = ['goal', 'what', 'measured', 'wanted', 'verdict'];

function besideRow(row: Beside): string[] {
  const { ratio, spread, costs } = row.comparison;
  const [ours, theirs] = costs;
  const verdict = met(row) ? (row.stretch !== undefined && ratio <= row.stretch ? 'met, stretch too' : 'met') : 'MISSED';
  const wanted = `≤ ${row.most}${row.stretch === undefined ? '' : ` (${row.stretch})`}`;
  return [
    ...[String(row.goal), row.operation, split(ours), `${split(theirs)} ${theirs.side}`],
    ...[ratio.toFixed(2), `${spread[0].toFixed(2)}–${spread[1].toFixed(2)}`, wanted, verdict],
    `${ours.statements.toFixed(0)} : ${theirs.statements.toFixed(0)}`,
    ...[ours.p50, ours.p95, ours.p99].map((ms) => ms.toFixed(1)),
  ];
}

const split = ({ serverMs, databaseMs }: Cost) => `${serverMs.toFixed(2)} + ${databaseMs.toFixed(2)}`;
const findingRow = ({ goal, what, measured, wanted, met }: Finding) => [
  String(goal),
  what,
  measured,
  wanted,
  met === undefined ? 'not measured' : met ? 'met' : 'MISSED',
];

function table(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd(); // prettier-ignore
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line), ''].join('\n');
}
