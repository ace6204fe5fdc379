// How does somebody look through the signals of a machine: choose, zoom, move, follow?

import { follow } from "./follow.js";
import { Lanes } from "./lanes.js";
import { heightOf, option, append, trim } from "./lines.js";
import { tell } from "./notice.js";
import { colours } from "./palette.js";
import { address, between, move, zoom } from "./range.js";
import { swap } from "./swap.js";
import { watch } from "./gesture.js";

const MOST_SIGNALS = 6;
const APPENDED_UP_TO = 2 * 3_600_000;
const REFRESH_MS = 60_000;
const SETTLE_MS = 120;

class Charts {
  constructor(part) {
    Object.assign(this, { part, chart: null, following: !part.dataset.from, loading: 0, settling: null });
    this.signals = part.dataset.signals.split(",").filter(Boolean);
    this.zone = part.dataset.zone;
    this.host = part.querySelector(".chart");
    this.range = this.following ? this.latest(Number(part.dataset.span) * 1000) : {
      from: Date.parse(part.dataset.from),
      to: Date.parse(part.dataset.to),
    };
    this.drawing = null;
    this.listen();
    this.load();
    this.listenLive();
    this.begin();
  }

  // What is drawn is asked for before there is anything to draw it with.
  async begin() {
    await import("./echarts.js");
    this.drawing = window.echarts.init(this.host, null, { renderer: "canvas" });
    new ResizeObserver(() => this.drawing.resize()).observe(this.host);
    this.draw();
  }

  latest(span) {
    return { from: Date.now() - span, to: Date.now() };
  }

  listen() {
    this.part.addEventListener("click", (event) => this.press(event.target.closest("button")));
    document.addEventListener("click", (event) => this.pick(event));
    document.addEventListener("themechange", () => this.draw());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    const wish = {
      select: (one, other) => this.look(between(one, other, Date.now())),
      zoom: (factor, around) => this.look(zoom(this.range, factor, around ?? (this.range.from + this.range.to) / 2, Date.now())),
      move: (share) => this.look(move(this.range, share, Date.now())),
    };
    watch(this.host, { ...wish, at: (x) => this.timeAt(x) });
    this.lanes = new Lanes(this.part, { machine: this.part.dataset.machine, zone: this.zone, chart: () => this.chart, wish });
    setInterval(() => this.advance(), 1000);
    setInterval(() => this.following && !document.hidden && this.load(), REFRESH_MS);
  }

  timeAt(x) {
    const { left, width } = this.frame();
    return this.range.from + ((x - left) / width) * (this.range.to - this.range.from);
  }

  frame() {
    const grid = this.drawing?.getModel?.().getComponent("grid", 0)?.coordinateSystem?.getRect();
    return grid ? { left: grid.x, width: grid.width } : { left: 58, width: this.host.clientWidth - 76 };
  }

  press(button) {
    if (!button) return;
    if (button.dataset.span) this.live(Number(button.dataset.span) * 1000);
    else if (button.dataset.move) this.look(move(this.range, Number(button.dataset.move), Date.now()));
    else if (button.dataset.zoom) this.look(zoom(this.range, Number(button.dataset.zoom), (this.range.from + this.range.to) / 2, Date.now()));
    else if (button.hasAttribute("data-follow")) this.live(this.range.to - this.range.from);
    else if (button.dataset.drop) this.choose(this.signals.filter((name) => name !== button.dataset.drop));
  }

  pick(event) {
    const link = event.target.closest("[data-signal]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { signal } = link.dataset;
    if (this.signals.includes(signal)) this.choose(this.signals.filter((name) => name !== signal));
    else if (this.signals.length < MOST_SIGNALS) this.choose([...this.signals, signal]);
    else this.say(`At most ${MOST_SIGNALS} signals are charted together; take one away first.`);
  }

  choose(signals) {
    this.signals = signals;
    this.load();
    this.listenLive();
  }

  live(span) {
    this.following = true;
    this.range = this.latest(span);
    this.load();
  }

  look(range) {
    this.following = false;
    this.range = range;
    // An answer that is still on its way belongs to what was looked at before.
    this.loading += 1;
    this.draw();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.load(), SETTLE_MS);
  }

  async load() {
    this.remember();
    const turn = ++this.loading;
    const wanted = this.following ? this.latest(this.range.to - this.range.from) : this.range;
    this.lanes.load(wanted);
    if (!this.signals.length) return this.show({ signals: [] }, wanted, turn);
    const query = address(this.signals, wanted, false);
    query.set("points", Math.min(1500, Math.max(300, this.host.clientWidth)));
    const answer = await fetch(`/machines/${this.part.dataset.machine}/chart?${query}`, { headers: { accept: "application/json" } }).catch(() => null);
    if (turn !== this.loading) return undefined;
    if (answer?.ok) return this.show(await answer.json(), wanted, turn);
    if (answer?.status === 401) tell("refused");
    return this.say(await reason(answer));
  }

  show(chart, range, turn) {
    if (turn !== this.loading) return;
    this.chart = chart;
    this.range = range;
    this.say("");
    this.name();
    this.part.querySelector(".made-of").replaceChildren(...chart.signals.map((signal) => item(`${signal.description}: ${signal.made_of}`)));
    this.draw();
    this.lanes.point(this.lanes.at);
  }

  draw() {
    this.lanes.draw(this.range);
    if (!this.chart || !this.drawing) return;
    const count = this.chart.signals.length;
    this.host.hidden = !count;
    if (!count) this.say("Choose a signal among the newest values to see it over time.");
    const height = `${heightOf(count)}px`;
    if (this.host.style.height !== height) {
      this.host.style.height = height;
      this.drawing.resize();
    }
    this.drawing.setOption(option(this.chart, this.range, { colours: colours(this.part), zone: this.zone }), { notMerge: true });
    this.host.setAttribute("aria-label", this.summary());
    this.part.dataset.drawn = String(this.loading);
  }

  summary() {
    return this.chart.signals.map((signal) => `${signal.description}. ${signal.made_of}`).join(" ");
  }

  advance() {
    if (!this.following || document.hidden || !this.chart) return;
    this.range = this.latest(this.range.to - this.range.from);
    for (const signal of this.chart.signals) trim(signal, this.range.from);
    this.draw();
  }

  listenLive() {
    this.end?.();
    const query = new URLSearchParams({ signals: this.signals.join(",") });
    const handlers = { swap: (html) => this.exchange(html), points: (data) => this.append(JSON.parse(data)), pulse() {} };
    this.end = follow(`/machines/${this.part.dataset.machine}/live?${query}`, handlers, { say: tell });
  }

  append(points) {
    if (!this.following || !this.chart || this.range.to - this.range.from > APPENDED_UP_TO) return;
    for (const signal of this.chart.signals) {
      const told = points[signal.name];
      if (told && append(signal, told[0], told[1])) this.part.dataset.newest = String(told[0]);
    }
  }

  remember() {
    const query = address(this.signals, this.range, this.following);
    history.replaceState(history.state, "", `?${query}${location.hash}`);
    this.name();
    const span = Math.round((this.range.to - this.range.from) / 1000);
    for (const button of this.part.querySelectorAll("[data-span]")) {
      button.setAttribute("aria-pressed", String(this.following && Number(button.dataset.span) === span));
    }
    this.part.querySelector("[data-follow]").setAttribute("aria-pressed", String(this.following));
    this.mark();
    for (const link of this.part.querySelectorAll("[data-export]")) {
      link.href = `/machines/${this.part.dataset.machine}/export.${link.dataset.export}?${address(this.signals, this.range, false)}`;
    }
  }

  mark() {
    for (const link of document.querySelectorAll("[data-signal]")) {
      if (this.signals.includes(link.dataset.signal)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  // Parts that come from the server know nothing of what is charted here.
  exchange(html) {
    swap(html);
    this.mark();
  }

  name() {
    const known = (name) => this.chart?.signals.find((signal) => signal.name === name);
    const chips = this.signals.map((name, i) => chip(name, i, known(name)));
    this.part.querySelector(".chosen-signals").replaceChildren(...chips);
  }

  say(text) {
    this.part.querySelector(".chart-state").textContent = text;
  }
}

async function reason(answer) {
  const problem = await answer?.json().catch(() => null);
  return `The lines cannot be shown: ${problem?.detail ?? "the platform does not answer."}`;
}

function item(text) {
  const element = document.createElement("li");
  element.textContent = text;
  return element;
}

function chip(name, i, known) {
  const named = known?.description ?? document.querySelector(`[data-signal="${CSS.escape(name)}"]`)?.textContent ?? name;
  const element = item("");
  element.className = `chip series-${i + 1}`;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.drop = name;
  button.setAttribute("aria-label", `Take ${named} away`);
  button.textContent = "×";
  element.append(named, " ", button);
  return element;
}

const part = document.querySelector("[data-charts]");
if (part) new Charts(part);
