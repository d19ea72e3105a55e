// One candle chart per panel on lightweight-charts. It draws only what the desk knew; layers are switched by name. The visible range is the reader's.
import {
  createChart, CandlestickSeries, LineSeries, LineStyle, CrosshairMode,
} from './lib/lightweight-charts/lightweight-charts.standalone.production.mjs';

const barsAtFirst = 140;
const loadOlderWithin = 25;
const tradeBars = 12;

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// The library's own parser knows hex and rgb; tokens are hex.
function alpha(hex, opacity) {
  const value = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16));
  return `rgba(${r}, ${g}, ${b}, ${opacity})`;
}

const palette = () => ({
  text: token('muted'), strong: token('text'), grid: token('line'), panel: token('panel'), up: token('up'), down: token('down'), accent: token('accent'),
  warn: token('warn'), faint: token('faint'), shadow: token('shadow-mode'), font: token('font'),
});

// Structure and trades as one primitive: it is drawn on the chart's own canvas and moves with it.
class KnowledgeLayer {
  constructor(owner) {
    this.owner = owner;
    const view = (order, draw) => ({ zOrder: () => order, renderer: () => ({ draw: (target) => target.useMediaCoordinateSpace((scope) => draw(scope)) }) });
    // Zones lie behind the candles, everything else before them.
    this.views = [view('bottom', (scope) => this.drawZones(scope)), view('top', (scope) => this.draw(scope))];
  }

  attached({ requestUpdate }) { this.requestUpdate = requestUpdate; }
  detached() { this.requestUpdate = undefined; }
  update() { this.requestUpdate?.(); }
  paneViews() { return this.views; }

  drawZones({ context, mediaSize }) {
    const { layers, structure } = this.owner;
    if (!structure) {
      return;
    }
    this.colors = palette();
    context.save();
    context.font = `11px ${this.colors.font}`;
    context.textAlign = 'center';
    if (layers.has('gaps')) {
      structure.gaps.forEach((gap) => this.gap(context, gap, mediaSize));
    }
    if (layers.has('blocks')) {
      structure.blocks.forEach((block) => this.block(context, block, mediaSize));
    }
    if (layers.has('liquidity')) {
      structure.pools.forEach((pool) => this.pool(context, pool, mediaSize));
      structure.sweeps.forEach((sweep) => this.sweep(context, sweep));
    }
    if (layers.has('periods')) {
      structure.levels.forEach((level) => this.level(context, level, mediaSize));
    }
    context.restore();
  }

  // From the origin to the end, or to the right edge where there is none yet; null where nothing of it is in view.
  span(origin, end, size) {
    const from = this.owner.x(origin, true);
    const to = end === null ? size.width : this.owner.x(end, true);
    return from === null || to === null || to < 0 || from > size.width ? null : { from: Math.max(from, -10), to };
  }

  box(top, bottom, origin, end, size) {
    const across = this.span(origin, end, size);
    const y1 = this.owner.y(top);
    const y2 = this.owner.y(bottom);
    return across === null || y1 === null || y2 === null || y2 < 0 || y1 > size.height
      ? null
      : { x: across.from, y: y1, width: Math.max(across.to - across.from, 1), height: Math.max(y2 - y1, 1) };
  }

  block(context, { direction, top, bottom, origin, end, status }, size) {
    const box = this.box(top, bottom, origin, end, size);
    if (box) {
      const color = direction === 'bullish' ? this.colors.up : this.colors.down;
      context.fillStyle = alpha(color, status === 'breaker' ? 0.07 : 0.16);
      context.fillRect(box.x, box.y, box.width, box.height);
      context.strokeStyle = alpha(color, 0.5);
      context.lineWidth = 1;
      context.setLineDash(status === 'breaker' ? [3, 3] : []);
      context.strokeRect(box.x, box.y, box.width, box.height);
      context.setLineDash([]);
    }
  }

  // Hatched upwards for a bullish gap, downwards for a bearish one: hue is never alone.
  gap(context, { direction, top, bottom, origin, end }, size) {
    const box = this.box(top, bottom, origin, end, size);
    if (!box) {
      return;
    }
    const up = direction === 'bullish';
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    context.beginPath();
    const right = Math.min(box.x + box.width, size.width);
    for (let x = box.x - box.height; x < right; x += 6) {
      context.moveTo(x, up ? box.y + box.height : box.y);
      context.lineTo(x + box.height, up ? box.y : box.y + box.height);
    }
    context.strokeStyle = alpha(up ? this.colors.up : this.colors.down, 0.45);
    context.lineWidth = 1;
    context.stroke();
    context.restore();
  }

  pool(context, { level, origin, swept }, size) {
    const across = this.span(origin, swept, size);
    const y = this.owner.y(level);
    if (across === null || y === null) {
      return;
    }
    this.line(context, across.from, y, across.to, y, this.colors.text, [1, 3], 1.5);
    if (swept !== null) {
      this.dot(context, across.to, y, 3, this.colors.text, true);
    }
  }

  sweep(context, { side, extreme, at, confirmed }) {
    const x = this.owner.x(at);
    const y = this.owner.y(extreme);
    if (x !== null && y !== null) {
      this.dot(context, x, y + (side === 'high' ? -6 : 6), 3.5, this.colors.accent, confirmed);
    }
  }

  level(context, { label, price, from, broken }, size) {
    const across = this.span(from, null, size);
    const y = this.owner.y(price);
    if (across === null || y === null) {
      return;
    }
    context.globalAlpha = broken === null ? 0.9 : 0.45;
    this.line(context, across.from, y, across.to, y, this.colors.accent, [8, 4], 1);
    this.label(context, label, size.width - 40, size.width, y, -4, this.colors.accent, size);
    context.globalAlpha = 1;
  }

  dot(context, x, y, radius, color, filled) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    filled ? context.fill() : context.stroke();
  }

  draw({ context, mediaSize }) {
    const { layers, structure, trades, fills } = this.owner;
    this.colors = palette();
    context.save();
    context.font = `11px ${this.colors.font}`;
    context.textAlign = 'center';
    if (structure && layers.has('swings')) {
      structure.swings.forEach((swing) => this.swing(context, swing));
    }
    if (structure && layers.has('breaks')) {
      structure.breaks.forEach((item) => this.break(context, item, mediaSize));
    }
    if (structure && layers.has('live')) {
      structure.liveBreaks.forEach((item) => this.liveBreak(context, item, mediaSize));
    }
    if (layers.has('trades')) {
      trades.forEach((trade) => this.trade(context, trade));
      fills.forEach((fill) => this.fill(context, fill));
    }
    context.restore();
  }

  line(context, x1, y1, x2, y2, color, dash = [], width = 1.5) {
    context.beginPath();
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
  }

  swing(context, { kind, price, origin, final }) {
    const x = this.owner.x(origin);
    const y = this.owner.y(price);
    if (x === null || y === null) {
      return;
    }
    const away = kind === 'high' ? -1 : 1;
    context.globalAlpha = final ? 1 : 0.55;
    this.line(context, x - 5, y + away * 4, x + 5, y + away * 4, this.colors.strong, final ? [] : [2, 2]);
    this.line(context, x, y + away * 4, x, y + away * 8, this.colors.strong);
    context.globalAlpha = 1;
  }

  break(context, { kind, direction, level, origin, broken, final }, size) {
    const y = this.owner.y(level);
    const from = this.owner.x(origin, true);
    const to = this.owner.x(broken, true);
    if (y === null || from === null || to === null || to < 0 || from > size.width) {
      return;
    }
    const color = direction === 'bullish' ? this.colors.up : this.colors.down;
    context.globalAlpha = final ? 1 : 0.8;
    this.line(context, from, y, to, y, color, kind === 'choch' ? [6, 4] : []);
    this.label(context, kind.toUpperCase(), from, to, y, direction === 'bullish' ? -5 : 13, color, size);
    context.globalAlpha = 1;
  }

  liveBreak(context, { kind, direction, level, origin, at }, size) {
    const y = this.owner.y(level);
    const from = this.owner.x(origin, true);
    const to = this.owner.x(at, true);
    if (y === null || from === null || to === null || to < 0 || from > size.width) {
      return;
    }
    this.line(context, from, y, to, y, this.colors.accent, kind === 'choch' ? [2, 3] : [], 1);
    context.beginPath();
    context.fillStyle = this.colors.accent;
    context.arc(to, y, 2.5, 0, 2 * Math.PI);
    context.fill();
  }

  // The label only where it fits into its line; the background keeps it legible on candles.
  label(context, text, from, to, y, offset, color, size) {
    const left = Math.max(from, 0);
    const right = Math.min(to, size.width);
    const width = context.measureText(text).width;
    if (right - left < width + 4) {
      return;
    }
    const x = (left + right) / 2;
    context.fillStyle = alpha(this.colors.panel, 0.8);
    context.fillRect(x - width / 2 - 2, y + offset - 10, width + 4, 12);
    context.fillStyle = color;
    context.fillText(text, x, y + offset);
  }

  trade(context, { side, at, entry, stop, target, shadow }) {
    const x = this.owner.x(at, true);
    const y = this.owner.y(entry);
    if (x === null || y === null) {
      return;
    }
    const color = shadow ? this.colors.shadow : side === 'buy' ? this.colors.up : this.colors.down;
    const end = x + tradeBars * this.owner.spacing();
    for (const [price, tint] of [[stop, this.colors.down], [target, this.colors.up]]) {
      const level = price === null ? null : this.owner.y(price);
      if (level !== null) {
        this.line(context, x, level, end, level, shadow ? this.colors.shadow : tint, [3, 3], 1.5);
        context.fillStyle = alpha(tint, 0.06);
        context.fillRect(x, Math.min(y, level), end - x, Math.abs(level - y));
      }
    }
    this.line(context, x, y, end, y, alpha(color, 0.7), [], 1);
    this.arrow(context, x, y, side === 'buy' ? 1 : -1, color, shadow);
  }

  // A dot where it came in, a cross where it went out.
  fill(context, { at, price, out }) {
    const x = this.owner.x(at);
    const y = this.owner.y(price);
    if (x === null || y === null) {
      return;
    }
    if (out) {
      this.line(context, x - 4, y - 4, x + 4, y + 4, this.colors.strong, [], 2);
      this.line(context, x - 4, y + 4, x + 4, y - 4, this.colors.strong, [], 2);
      return;
    }
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fillStyle = this.colors.strong;
    context.fill();
  }

  // Below the entry pointing up for a buy, above it pointing down for a sell; hollow in shadow.
  arrow(context, x, y, away, color, hollow) {
    context.beginPath();
    context.moveTo(x, y + away * 2);
    context.lineTo(x - 6, y + away * 13);
    context.lineTo(x + 6, y + away * 13);
    context.closePath();
    context.lineWidth = 1.5;
    context.strokeStyle = color;
    context.fillStyle = hollow ? this.colors.panel : color;
    context.fill();
    context.stroke();
  }
}

class DeskChart {
  constructor(host, owner, options) {
    this.host = host;
    this.owner = owner;
    this.decimals = options.decimals;
    this.layers = new Set(options.layers);
    this.candles = [];
    this.trades = [];
    this.fills = [];
    this.updates = 0;
    this.exhausted = false;
    // Its logo would need an inline style sheet, which the security policy forbids: the panel carries the attribution instead.
    this.chart = createChart(host, { autoSize: true, layout: { attributionLogo: false }, crosshair: { mode: CrosshairMode.Normal } });
    this.series = this.chart.addSeries(CandlestickSeries, {
      priceFormat: { type: 'price', precision: options.decimals, minMove: 10 ** -options.decimals },
    });
    const line = { lineWidth: 1, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false };
    this.vwap = ['vwap', 'upper', 'lower'].map((name) => [name, this.chart.addSeries(LineSeries, { ...line, autoscaleInfoProvider: () => null, lineStyle: name === 'vwap' ? LineStyle.Solid : LineStyle.Dotted })]);
    this.priceLines = [];
    this.knowledge = new KnowledgeLayer(this);
    this.series.attachPrimitive(this.knowledge);
    this.onTheme = () => this.paint();
    document.addEventListener('desk-theme', this.onTheme);
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.wantOlder(range));
    this.paint();
  }

  paint() {
    const c = palette();
    this.chart.applyOptions({
      layout: { background: { type: 'solid', color: c.panel }, textColor: c.text, fontFamily: c.font, fontSize: 11 },
      grid: { vertLines: { color: alpha(c.grid, 0.6) }, horzLines: { color: alpha(c.grid, 0.6) } },
      rightPriceScale: { borderColor: c.grid, scaleMargins: { top: 0.08, bottom: 0.08 } },
      timeScale: { borderColor: c.grid, timeVisible: true, secondsVisible: false, rightOffset: 8, minBarSpacing: 1 },
      crosshair: { vertLine: { color: c.faint, labelBackgroundColor: c.faint }, horzLine: { color: c.faint, labelBackgroundColor: c.faint } },
    });
    // Hollow up, filled down: hue is never alone.
    this.series.applyOptions({
      upColor: c.panel, downColor: c.down, borderUpColor: c.up, borderDownColor: c.down, wickUpColor: c.up, wickDownColor: c.down, priceLineColor: c.faint,
    });
    for (const [name, series] of this.vwap) {
      series.applyOptions({ color: alpha(c.warn, name === 'vwap' ? 1 : 0.6), visible: this.layers.has('vwap') });
    }
    this.redrawForming();
    this.knowledge.update();
  }

  // The forming candle is visibly forming: faded body, dashed sense by colour only until it closes.
  shape(candle) {
    const { time, open, high, low, close } = candle;
    if (candle.closed) {
      return { time, open, high, low, close };
    }
    const c = palette();
    const color = close >= open ? c.up : c.down;
    return { time, open, high, low, close, color: alpha(color, 0.25), borderColor: alpha(color, 0.8), wickColor: alpha(color, 0.6) };
  }

  redrawForming() {
    const last = this.candles.at(-1);
    if (last && !last.closed) {
      this.series.update(this.shape(last));
    }
  }

  // keepRange: a reading again after a loss, not a new chart.
  setCandles(candles, keepRange, exhausted) {
    const range = keepRange ? this.chart.timeScale().getVisibleLogicalRange() : null;
    const grown = keepRange ? candles.length - this.candles.length : 0;
    this.candles = candles;
    this.exhausted = exhausted;
    if (!keepRange) {
      this.structure = undefined;
    }
    this.drawVwap();
    this.series.setData(candles.map((candle) => this.shape(candle)));
    if (range) {
      this.chart.timeScale().setVisibleLogicalRange({ from: range.from + Math.max(grown, 0), to: range.to + Math.max(grown, 0) });
    } else {
      this.chart.timeScale().setVisibleLogicalRange({ from: candles.length - barsAtFirst, to: candles.length + 8 });
    }
    this.tell();
  }

  prepend(candles, exhausted) {
    const first = this.candles[0]?.time ?? Infinity;
    const older = candles.filter((candle) => candle.time < first);
    const range = this.chart.timeScale().getVisibleLogicalRange();
    this.exhausted = exhausted || older.length === 0;
    this.candles = [...older, ...this.candles];
    this.series.setData(this.candles.map((candle) => this.shape(candle)));
    if (range) {
      this.chart.timeScale().setVisibleLogicalRange({ from: range.from + older.length, to: range.to + older.length });
    }
    this.loading = false;
    this.drawVwap();
    this.tell();
  }

  update(candles) {
    for (const candle of candles) {
      const last = this.candles.at(-1);
      if (last && candle.time < last.time) {
        const at = this.index(candle.time);
        if (this.candles[at]?.time === candle.time) {
          this.candles[at] = candle;
          this.series.update(this.shape(candle), true);
        }
        continue;
      }
      if (last && candle.time === last.time) {
        this.candles[this.candles.length - 1] = candle;
      } else {
        this.candles.push(candle);
      }
      this.series.update(this.shape(candle));
    }
    this.updates += candles.length;
    this.tell();
  }

  setStructure(structure) {
    this.structure = structure;
    this.drawVwap();
    this.knowledge.update();
    this.tell();
  }

  // Only where there is a candle: a point elsewhere would add a bar to the time scale, and every index would mean another bar. A point without a value is a gap in the line.
  drawVwap() {
    const points = (this.structure?.vwap ?? []).filter(({ time }) => this.candles[this.index(time)]?.time === time);
    for (const [name, series] of this.vwap) {
      series.setData(points.map((point) => {
        const { time, ends } = point;
        // A point's colour is that of the line to the next one. The step into a new session is no price: it is not drawn.
        return point[name] === null ? { time } : ends ? { time, value: point[name], color: 'transparent' } : { time, value: point[name] };
      }));
    }
  }

  setTrades(trades, fills, positions) {
    this.trades = trades;
    this.fills = fills;
    this.priceLines.forEach((line) => this.series.removePriceLine(line));
    const c = palette();
    this.priceLines = positions.flatMap(({ side, entry, stop, target }) => [
      this.series.createPriceLine({ price: entry, color: c.accent, lineWidth: 1, lineStyle: LineStyle.Solid, title: side }),
      this.series.createPriceLine({ price: stop, color: c.down, lineWidth: 1, lineStyle: LineStyle.Dashed, title: 'stop' }),
      this.series.createPriceLine({ price: target, color: c.up, lineWidth: 1, lineStyle: LineStyle.Dashed, title: 'target' }),
    ]);
    this.knowledge.update();
  }

  setLayers(layers) {
    this.layers = new Set(layers);
    for (const [, series] of this.vwap) {
      series.applyOptions({ visible: this.layers.has('vwap') });
    }
    this.knowledge.update();
  }

  dispose() {
    document.removeEventListener('desk-theme', this.onTheme);
    this.chart.remove();
  }

  async wantOlder(range) {
    if (!range || this.loading || this.exhausted || range.from > loadOlderWithin || this.candles.length === 0) {
      return;
    }
    this.loading = true;
    await this.owner.invokeMethodAsync('LoadOlderAsync').catch(() => { this.loading = false; });
  }

  // Index of the last candle that opened at or before the time; −1 before the first.
  index(time) {
    let low = 0;
    let high = this.candles.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.candles[middle].time <= time) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  // anywhere: a time before the first loaded candle counts as the left edge.
  x(time, anywhere = false) {
    const at = this.index(time);
    if (at < 0) {
      return anywhere ? -1 : null;
    }
    return this.chart.timeScale().logicalToCoordinate(at);
  }

  y(price) { return this.series.priceToCoordinate(price); }
  spacing() { return this.chart.timeScale().options().barSpacing; }

  // What is drawn, in the page's own terms: for assistive technology and for tests.
  tell() {
    const last = this.candles.at(-1);
    const width = this.chart.timeScale().width();
    const swingsInView = (this.structure?.swings ?? []).filter(({ origin }) => { const x = this.x(origin); return x !== null && x >= 0 && x <= width; }).length;
    const inView = (items) => items.filter(({ origin, end }) => this.knowledge.span(origin, end, { width }) !== null).length;
    Object.assign(this.host.dataset, {
      blocksInView: inView(this.structure?.blocks ?? []), gapsInView: inView(this.structure?.gaps ?? []),
      bars: this.candles.length, updates: this.updates, close: last?.close ?? '', forming: last ? !last.closed : '', swingsInView,
    });
  }
}

export function create(host, owner, options) {
  return new DeskChart(host, owner, options);
}
