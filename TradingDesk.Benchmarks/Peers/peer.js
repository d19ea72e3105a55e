// Runs indicator libraries over one file of bars (open, high, low, close, volume as little-endian doubles) and answers commands from standard input, one per line:
// "LIBRARY last" prints the last values as JSON, "LIBRARY time" nanoseconds per bar. Usage: node peer.js FILE
'use strict';
const fs = require('node:fs');
const readline = require('node:readline');

const bytes = fs.readFileSync(process.argv[2]);
const cells = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
const bars = [];
for (let i = 0; i < cells.length; i += 5) {
  bars.push({ open: cells[i], high: cells[i + 1], low: cells[i + 2], close: cells[i + 3], volume: cells[i + 4] });
}

function debut() {
  const { ATR, RSI, ADX, SuperTrend } = require('@debut/indicators');
  return () => {
    const [atr, rsi, adx, trend] = [new ATR(14), new RSI(14), new ADX(14), new SuperTrend(10, 3)];
    let last;
    for (const bar of bars) {
      const a = atr.nextValue(bar.high, bar.low, bar.close);
      const r = rsi.nextValue(bar.close);
      const d = adx.nextValue(bar.high, bar.low, bar.close);
      const s = trend.nextValue(bar.high, bar.low, bar.close);
      last = [a, r, d, s];
    }
    return { atr: last[0], rsi: last[1], adx: last[2].adx, superTrend: last[3].superTrend };
  };
}

function technical() {
  const ti = require('technicalindicators');
  return () => {
    const empty = () => ({ high: [], low: [], close: [], volume: [], period: 14 });
    const [atr, rsi, adx, vwap] = [new ti.ATR(empty()), new ti.RSI({ values: [], period: 14 }), new ti.ADX(empty()), new ti.VWAP(empty())];
    let last;
    for (const bar of bars) {
      const a = atr.nextValue(bar);
      const r = rsi.nextValue(bar.close);
      const d = adx.nextValue(bar);
      const v = vwap.nextValue(bar);
      last = [a, r, d, v];
    }
    return { atr: last[0], rsi: last[1], adx: last[2].adx, vwap: last[3] };
  };
}

async function signals() {
  const { ATR, RSI, ADX, VWAP } = await import('trading-signals');
  return () => {
    const [atr, rsi, adx, vwap] = [new ATR(14), new RSI(14), new ADX(14), new VWAP()];
    let last;
    for (const bar of bars) {
      const a = atr.update(bar, false);
      const r = rsi.update(bar.close, false);
      const d = adx.update(bar, false);
      const v = vwap.update(bar, false);
      last = [a, r, d, v];
    }
    return { atr: last[0], rsi: last[1], adx: last[2], vwap: last[3] };
  };
}

function time(run) {
  const started = process.hrtime.bigint();
  let passes = 0;
  let elapsed;
  do {
    run();
    passes++;
    elapsed = Number(process.hrtime.bigint() - started);
  } while (elapsed < 3e8);
  return elapsed / (passes * bars.length);
}

async function main() {
  const libraries = { debut: debut(), technical: technical(), signals: await signals() };
  process.stdout.write('ready\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [library, command] = line.split(' ');
    const run = libraries[library];
    process.stdout.write((command === 'time' ? String(time(run)) : JSON.stringify(run())) + '\n');
  }
}

main().catch((error) => {
  process.stderr.write(String(error && error.stack ? error.stack : error) + '\n');
  process.exit(1);
});
