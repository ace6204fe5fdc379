// How do the values of signals become the lines of a chart?

import { clock, dated, number, quantity, zoned } from "./format.js";

export const HEIGHT = 148;
const HEAD = 26;
const FOOT = 30;
const SIDES = { left: 58, right: 18 };

export function heightOf(count) {
  return count * HEIGHT + FOOT;
}

// The option of ECharts for a chart: one grid a signal, one time axis for all.
export function option(chart, range, { colours, zone }) {
  const shift = offset(zone, range.to);
  const count = chart.signals.length;
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: colours.font, color: colours.ink },
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: colours.faint, type: "solid" }, label: { show: false } },
    tooltip: {
      trigger: "axis",
      className: "chart-tip",
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      padding: 10,
      formatter: (marks) => tip(chart, marks[0].axisValue - shift, zone, colours),
    },
    title: chart.signals.map((signal, i) => titled(signal, i, colours)),
    grid: chart.signals.map((_, i) => ({ ...SIDES, top: i * HEIGHT + HEAD, height: HEIGHT - HEAD - 12 })),
    xAxis: chart.signals.map((_, i) => timeAxis(i, i === count - 1, range, { shift, zone, colours })),
    yAxis: chart.signals.map((signal, i) => valueAxis(signal, i, colours)),
    series: chart.signals.flatMap((signal, i) => series(signal, i, shift, colours)),
  };
}

function titled(signal, i, colours) {
  return {
    text: `{name|${signal.description}}  {unit|${signal.unit}}`,
    left: 8,
    top: i * HEIGHT,
    textStyle: {
      rich: {
        name: { color: colours.series[i], fontWeight: 600, fontSize: 12.5, fontFamily: colours.font },
        unit: { color: colours.faint, fontSize: 12, fontFamily: colours.font },
      },
    },
  };
}

function timeAxis(i, last, range, { shift, zone, colours }) {
  return {
    type: "time",
    gridIndex: i,
    min: range.from + shift,
    max: range.to + shift,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: last, lineStyle: { color: colours.line } },
    splitLine: { show: true, lineStyle: { color: colours.line, opacity: 0.6 } },
    axisLabel: {
      show: last,
      color: colours.faint,
      hideOverlap: true,
      formatter: (value) => tick(value - shift, range.to - range.from, zone),
    },
  };
}

function valueAxis(signal, i, colours) {
  return {
    type: "value",
    gridIndex: i,
    scale: true,
    // A sensor at rest that reads a little below nothing must not cost a quarter of the height.
    min: ({ min, max }) => (min < 0 && min > -0.02 * (max - min) ? 0 : null),
    splitNumber: 3,
    axisLabel: { color: colours.faint, formatter: (value) => number(value, Math.abs(value % 1) > 1e-9 ? 1 : 0) },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
  };
}

function series(signal, i, shift, colours) {
  const at = (values) => signal.time_ms.map((time, k) => [time + shift, values[k]]);
  const spread = signal.max.map((high, k) => (high === null ? null : high - signal.min[k]));
  const plain = { type: "line", xAxisIndex: i, yAxisIndex: i, symbol: "none", silent: true, connectNulls: false };
  const hidden = { ...plain, stack: `spread-${i}`, stackStrategy: "all", lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const wide = spread.some((width) => width > 0);
  return [
    ...(wide ? [{ ...hidden, data: at(signal.min) }] : []),
    ...(wide ? [{ ...hidden, data: at(spread), areaStyle: { color: colours.series[i], opacity: 0.2 } }] : []),
    {
      ...plain,
      name: signal.name,
      data: at(signal.mean),
      lineStyle: { width: 1.5, color: colours.series[i] },
      itemStyle: { color: colours.series[i] },
      markLine: limits(signal, colours),
    },
  ];
}

function limits(signal, colours) {
  const data = [
    [signal.low, "insideEndBottom", "least"],
    [signal.high, "insideEndTop", "most"],
  ];
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colours.warning, type: "dashed", width: 1 },
    data: data
      .filter(([value]) => value !== null)
      .map(([value, position, word]) => ({
        yAxis: value,
        label: { position, color: colours.warning, backgroundColor: colours.surface, padding: [1, 4], fontSize: 10.5, formatter: `healthy: at ${word} ${number(value, value % 1 ? 1 : 0)}` },
      })),
  };
}

// How far a zone's clock is ahead of UTC at a time: the axis is laid out by the site's days and hours.
export function offset(zone, at) {
  const parts = zoned(zone, { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" })
    .formatToParts(at)
    .reduce((found, { type, value }) => ({ ...found, [type]: Number(value) }), {});
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(at / 1000) * 1000;
}

export function tick(at, span, zone) {
  const minute = zoned(zone, { hour: "2-digit", minute: "2-digit" }).format(at);
  if (minute === "00:00") return dated(at, zone, { year: false });
  return span <= 600_000 ? clock(at, zone) : minute;
}

// The index of the point nearest in time, or -1 where the signal has none within a twentieth of its length.
export function nearest(signal, at) {
  const times = signal.time_ms;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < at) low = middle + 1;
    else high = middle;
  }
  const found = low > 0 && at - times[low - 1] < times[low] - at ? low - 1 : low;
  const reach = Math.max(60_000, (times.at(-1) - times[0]) / 20);
  return found >= 0 && Math.abs(times[found] - at) <= reach ? found : -1;
}

function tip(chart, at, zone, colours) {
  const box = document.createElement("div");
  const moment = `${dated(at, zone)} ${clock(at, zone)}`;
  box.append(line("strong", moment), line("small", `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`));
  for (const [i, signal] of chart.signals.entries()) {
    const k = nearest(signal, at);
    if (k < 0 || signal.mean[k] === null) continue;
    const row = line("p", quantity(signal.mean[k], signal.unit, signal.decimals));
    const name = line("span", `${signal.description} `);
    name.style.color = colours.series[i];
    row.prepend(name);
    if (signal.max[k] > signal.min[k]) {
      row.append(line("small", ` (${number(signal.min[k], signal.decimals)} to ${number(signal.max[k], signal.decimals)})`));
    }
    box.append(row);
  }
  return box;
}

function line(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

// Adds a value that has just come to a line that is followed; a pause much longer than usual stays a gap.
export function append(signal, at, value) {
  const times = signal.time_ms;
  const last = times.at(-1);
  if (last !== undefined && at <= last) return false;
  const usual = times.length > 10 ? (last - times.at(-10)) / 9 : 60_000;
  if (last !== undefined && at - last > Math.max(10 * usual, 15_000)) push(signal, last + 1, null);
  push(signal, at, value);
  return true;
}

function push(signal, at, value) {
  signal.time_ms.push(at);
  for (const list of [signal.mean, signal.min, signal.max]) list.push(value);
}

// Takes away what lies before a time, but for the one point from which the line comes in.
export function trim(signal, from) {
  const first = signal.time_ms.findIndex((time) => time >= from);
  const gone = first < 0 ? 0 : Math.max(0, first - 1);
  if (gone) for (const list of [signal.time_ms, signal.mean, signal.min, signal.max]) list.splice(0, gone);
}
