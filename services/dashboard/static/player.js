// How does time run in a replay: played, paused, faster, or moved by hand?

import { clock, dated } from "./format.js";
import { iso } from "./tape.js";

const REMEMBERED_EVERY_MS = 3000;

export class Player {
  // `show(at, still)` draws a moment and returns whether it could: false where it must wait, null where it cannot.
  constructor(host, { from, to, at, zone, zoneName, shift, date }, show) {
    const [begin, end, moment] = [from, to, at].map((time) => Math.floor(Date.parse(time) / 1000));
    Object.assign(this, { host, show, begin, end, at: moment, zone, zoneName, shift, date, playing: false, last: null, remembered: 0 });
    this.slider = host.querySelector("[data-moment]");
    this.button = host.querySelector("[data-play]");
    this.speed = host.querySelector("[data-speed]");
    this.state = document.querySelector(".player-state");
    this.button.addEventListener("click", () => this.play(!this.playing));
    this.slider.addEventListener("input", () => this.move(this.begin + Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.remember());
    document.addEventListener("keydown", (event) => this.press(event));
    this.tell();
  }

  press(event) {
    const elsewhere = event.target.closest("button, a, select, summary, [role=link], input:not([type=range])");
    if (event.key !== " " || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.play(!this.playing);
  }

  play(wanted) {
    this.playing = wanted;
    if (wanted && this.at >= this.end) this.at = this.begin;
    this.button.setAttribute("aria-label", wanted ? "Pause" : "Play");
    const use = this.button.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, wanted ? "#pause" : "#play"));
    this.last = null;
    if (wanted) requestAnimationFrame((now) => this.frame(now));
    else this.remember();
  }

  frame(now) {
    if (!this.playing) return;
    const passed = this.last === null ? 0 : Math.min((now - this.last) / 1000, 0.25);
    this.last = now;
    const next = Math.min(this.at + passed * Number(this.speed.value), this.end);
    const shown = this.show(next, false);
    if (shown) this.at = next;
    if (shown === null || this.at >= this.end) return void this.play(false);
    this.tell();
    if (now - this.remembered > REMEMBERED_EVERY_MS) this.remember(now);
    requestAnimationFrame((later) => this.frame(later));
  }

  move(at) {
    this.at = Math.min(Math.max(at, this.begin), this.end);
    this.tell();
    this.refresh();
  }

  // Draws the moment, and again while its tracks are on their way.
  refresh() {
    if (this.playing || this.show(this.at, true) !== false) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), 150);
  }

  tell() {
    const at = this.at * 1000;
    const said = `${dated(at, this.zone, { year: false })} ${clock(at, this.zone)} ${this.zoneName}`;
    this.slider.value = String(Math.round(this.at - this.begin));
    this.slider.setAttribute("aria-valuetext", said);
    this.host.querySelector("[data-said]").textContent = said;
    this.host.querySelector("[data-said-utc]").textContent = `${iso(Math.floor(this.at)).slice(0, 19).replace("T", " ")} UTC`;
  }

  remember(now = performance.now()) {
    this.remembered = now;
    const query = new URLSearchParams({ shift: this.shift, date: this.date, at: iso(Math.floor(this.at)) });
    history.replaceState(history.state, "", `?${query}`);
  }

  say(text) {
    if (this.state.textContent !== text) this.state.textContent = text;
  }
}
