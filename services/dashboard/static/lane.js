// How is one lane below a chart drawn: what went on over time, on the same axis?

import { number, quantity } from "./format.js";
import { nearest } from "./lines.js";

export const STRIP = 20;
export const TALL = 40;
const LETTER = 6.2;
const SIGNS = { loading: "↓", dumping: "↑" };
let space;

export function heightOf(lane) {
  return lane.line || lane.spans.some((span) => span.height !== null) ? TALL : STRIP;
}

// Draws a lane into an SVG; `x` gives the place of a time, from `left` to `right` in pixels.
export function draw(svg, lane, { x, left, right }) {
  const height = heightOf(lane);
  const parts = [part("rect", { class: "lane-floor", x: left, y: 0, width: Math.max(right - left, 0), height })];
  for (const span of lane.spans) {
    const [from, to] = [x(span.from_ms), x(span.to_ms)];
    if (to < left || from > right) continue;
    parts.push(...(span.from_ms === span.to_ms ? mark(span, from, height) : stretch(span, Math.max(from, left), Math.min(to, right), height)));
  }
  if (lane.line) parts.push(...curve(lane.line, x, height, [left, right]));
  svg.setAttribute("height", height);
  svg.replaceChildren(...parts);
}

function stretch(span, from, to, height) {
  const width = Math.max(to - from, 1.5);
  const high = span.height === null ? height : Math.max(2, span.height * height);
  const gap = width > 4 ? 1 : 0;
  const box = { x: from, y: height - high, width: width - gap, height: high };
  const parts = [part("rect", { class: toned(span), ...box })];
  if (span.tone === "waiting") parts.push(part("rect", { ...box, fill: "url(#lane-hatch)" }));
  const room = Math.floor((width - 8) / LETTER);
  const text = span.height === null ? label(span, room) : "";
  if (text) parts.push(part("text", { class: `on on-${span.tone}`, x: from + 4, y: height / 2 + 4 }, text));
  return parts;
}

// Phases of cycles have the colours that machines have on a map.
function toned({ tone }) {
  return `tone tone-${tone} does-${tone}`;
}

function label(span, room) {
  const words = span.text.split(/[;:]/, 1)[0];
  if (words.length <= room) return words;
  return (room >= 1 && SIGNS[span.tone]) || (room >= 8 ? `${words.slice(0, room - 1)}…` : "");
}

// What has no length stands as a sign whose shape says how bad it is.
function mark(span, at, height) {
  const middle = height / 2;
  const shapes = {
    critical: `M${at - 5},${middle + 5}h10L${at},${middle - 6}z`,
    warning: `M${at},${middle - 6}l5,6l-5,6l-5,-6z`,
  };
  return [part("path", { class: toned(span), d: shapes[span.tone] ?? `M${at - 2},${middle - 6}h4v12h-4z` })];
}

function curve(line, x, height, [left, right]) {
  const most = Math.max(...line.max.filter((value) => value !== null), 0) || 1;
  const y = (value) => height - 1 - (Math.max(value, 0) / most) * (height - 3);
  const at = line.time_ms.map((time) => Math.min(Math.max(x(time), left), right));
  let path = "";
  let drawing = false;
  for (const [i, value] of line.mean.entries()) {
    if (value !== null) path += `${drawing ? "L" : "M"}${at[i].toFixed(1)},${y(value).toFixed(1)}`;
    drawing = value !== null;
  }
  return [part("path", { class: "lane-line", d: path })];
}

// An element of a drawing, of the kind that the page's own drawings are of.
export function part(name, attributes, text) {
  space ??= document.querySelector("svg").namespaceURI;
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

// What a lane says of a moment, in words; `near` is how far away a sign may be, in milliseconds. Empty: nothing.
export function told(lane, at, near) {
  if (lane.line) return value(lane.line, at);
  const there = lane.spans.filter((span) => (span.from_ms === span.to_ms ? Math.abs(span.from_ms - at) <= near : span.from_ms <= at && at < Math.max(span.to_ms, span.from_ms + near)));
  return there.map((span) => span.text).join(" · ");
}

export function value(line, at) {
  const i = nearest(line, at);
  if (i < 0 || line.mean[i] === null) return "";
  const spread = line.max[i] > line.min[i] ? ` (${number(line.min[i], line.decimals)} to ${number(line.max[i], line.decimals)})` : "";
  return quantity(line.mean[i], line.unit, line.decimals) + spread;
}
