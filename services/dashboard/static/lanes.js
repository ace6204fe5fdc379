// What did a machine do, and what happened to it, below its chart and on the same axis; and what was at a moment?

import { clock, dated } from "./format.js";
import { watch } from "./gesture.js";
import { draw, part, told, value } from "./lane.js";

const LEFT = 58;
const RIGHT = 18;
const NEAR_PX = 6;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

export class Lanes {
  // `chart` tells of the signals charted above; `wish` are the gestures of its chart.
  constructor(place, { machine, zone, chart, wish }) {
    const find = (name) => place.querySelector(name);
    Object.assign(this, { machine, zone, chart, told: null, range: null, at: null, turn: 0, drawn: "" });
    Object.assign(this, { host: find(".lanes"), rows: find(".lane-rows"), line: find(".moment-line"), readout: find(".readout"), state: find(".lane-state"), above: find(".chart") });
    watch(this.host, { ...wish, drags: false, at: (x) => this.timeAt(x), keys: { "+": ["zoom", 0.5], "=": ["zoom", 0.5], "-": ["zoom", 2] } });
    this.host.addEventListener("keydown", (event) => this.press(event));
    for (const above of [this.host, this.above]) {
      above.addEventListener("pointermove", (event) => this.point(this.timeAt(event.clientX - above.getBoundingClientRect().left)));
      above.addEventListener("pointerleave", () => document.activeElement !== this.host && this.point(null));
    }
    this.host.addEventListener("focus", () => this.at ?? this.point((this.range.from + this.range.to) / 2));
    this.host.addEventListener("blur", () => this.point(null));
    new ResizeObserver(() => this.draw(this.range, true)).observe(this.host);
  }

  get width() {
    return this.host.clientWidth - LEFT - RIGHT;
  }

  x(time) {
    return LEFT + ((time - this.range.from) / (this.range.to - this.range.from)) * this.width;
  }

  timeAt(x) {
    return this.range.from + ((x - LEFT) / this.width) * (this.range.to - this.range.from);
  }

  async load(range) {
    const turn = ++this.turn;
    const query = new URLSearchParams({ from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString(), timezone: this.zone });
    const answer = await fetch(`/machines/${this.machine}/lanes?${query}`, { headers: { accept: "application/json" } }).catch(() => null);
    if (turn !== this.turn) return;
    const problem = answer?.ok ? null : await answer?.json().catch(() => null);
    this.told = answer?.ok ? await answer.json() : this.told;
    this.state.textContent = answer?.ok ? this.told.missing.join(" ") : `What the machine did cannot be shown: ${problem?.detail ?? "the platform does not answer."}`;
    this.draw(this.range ?? range, true);
    this.host.dataset.drawn = String(turn);
  }

  // Draws the lanes over a range; one that moved by less than a pixel is left as it is.
  draw(range, anew = false) {
    if (!range) return;
    this.range = range;
    const place = `${Math.round(range.from / ((range.to - range.from) / Math.max(this.width, 1)))} ${range.to - range.from}`;
    if (!this.told || (!anew && place === this.drawn)) return;
    this.drawn = place;
    this.fit();
    const frame = { x: (time) => this.x(time), left: LEFT, right: LEFT + this.width };
    for (const [i, lane] of this.told.lanes.entries()) draw(this.rows.children[i].querySelector("svg"), lane, frame);
    this.host.setAttribute("aria-valuemin", range.from);
    this.host.setAttribute("aria-valuemax", range.to);
    this.point(this.at);
  }

  // Keeps a row for each lane, with its name and what it is made of.
  fit() {
    const names = this.told.lanes.map((lane) => `${lane.id} ${lane.scale} ${lane.note}`).join("|");
    if (this.rows.dataset.names === names) return;
    this.rows.dataset.names = names;
    this.rows.replaceChildren(...this.told.lanes.map(row));
  }

  press(event) {
    const step = STEPS[event.key];
    const end = { Home: this.range.from, End: this.range.to }[event.key];
    if ((step === undefined && end === undefined) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const by = ((this.range.to - this.range.from) / 200) * (event.shiftKey ? 5 : 1);
    this.point(end ?? Math.min(Math.max((this.at ?? this.range.from) + step * by, this.range.from), this.range.to));
  }

  // Says what was at a moment, of every lane and every signal above; null: of none.
  point(at) {
    const inside = at !== null && this.range && at >= this.range.from && at <= this.range.to;
    this.at = inside ? at : null;
    this.line.hidden = !inside;
    if (!inside) return;
    this.stand(at);
    const rows = this.of(at);
    this.readout.replaceChildren(entry("Moment", this.clock(at)), ...rows.map(([name, text]) => entry(name, text)));
    this.host.setAttribute("aria-valuenow", Math.round(at));
    this.host.setAttribute("aria-valuetext", [this.clock(at), ...rows.map(([name, text]) => `${name}: ${text}`)].join(". "));
  }

  // The line of a moment goes through the charts and the lanes.
  stand(at) {
    const top = this.above.hidden ? this.host.offsetTop : this.above.offsetTop;
    const { style } = this.line;
    style.left = `${this.host.offsetLeft + this.x(at)}px`;
    style.top = `${top}px`;
    style.height = `${this.host.offsetTop + this.host.offsetHeight - top}px`;
  }

  of(at) {
    const near = (NEAR_PX * (this.range.to - this.range.from)) / Math.max(this.width, 1);
    const lanes = (this.told?.lanes ?? []).map((lane) => [lane.label, told(lane, at, near)]);
    const signals = (this.chart()?.signals ?? []).map((signal) => [signal.description, value(signal, at)]);
    return [...signals, ...lanes].filter(([, text]) => text);
  }

  clock(at) {
    return `${dated(at, this.zone)} ${clock(at, this.zone)} (${new Date(at).toISOString().slice(11, 19)} UTC)`;
  }
}

function row(lane) {
  const element = Object.assign(document.createElement("div"), { className: "lane" });
  const name = Object.assign(document.createElement("p"), { className: "lane-name", textContent: `${lane.label} ` });
  const most = lane.scale ? `up to ${lane.scale}` : "";
  name.append(Object.assign(document.createElement("small"), { textContent: [most, lane.note].filter(Boolean).join(". ") }));
  element.append(name, part("svg", { "aria-hidden": "true" }));
  return element;
}

function entry(name, text) {
  const element = document.createElement("div");
  element.append(Object.assign(document.createElement("dt"), { textContent: name }), Object.assign(document.createElement("dd"), { textContent: text }));
  return element;
}
