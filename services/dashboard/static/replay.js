// How is a shift seen again: its machines on the map, at any moment and any speed?

import { Crew } from "./crew.js";
import { duration, quantity } from "./format.js";
import { Ground } from "./ground.js";
import { Player } from "./player.js";
import { Tape, read } from "./tape.js";
import { activity, doingAt, loaded, placeAt } from "./track.js";
import { Traffic } from "./traffic.js";

const LISTED_EVERY_MS = 250;

class Replay {
  constructor(place) {
    const told = JSON.parse(place.querySelector("script").textContent);
    const [from, to] = [place.dataset.from, place.dataset.to].map((time) => Math.floor(Date.parse(time) / 1000));
    Object.assign(this, { place, told, listed: 0, doings: { trucks: {}, zones: {} }, wrong: "" });
    this.ground = new Ground(place, told);
    this.crew = new Crew(this.ground.map, place.dataset.icons, told.machines.length);
    this.tape = new Tape(place.dataset.site, from, to);
    this.ground.fit([]);
    new Traffic(this.ground, place.dataset.trafficAt);
    document.addEventListener("click", (event) => this.crew.find(event.target.closest("[data-find]")?.dataset.find));
    this.player = new Player(document.querySelector(".player"), { ...place.dataset }, (at, still) => this.show(at, still));
    this.player.refresh();
    this.fetch(from, to);
  }

  async fetch(from, to) {
    try {
      this.doings = await read(`/sites/${this.place.dataset.site}/doings`, from, to);
      this.wrong = this.doings.missing.join(" ");
    } catch (error) {
      this.wrong = `Haul cycles cannot be shown: ${error.message}`;
    }
    this.place.dataset.cycles = String(Object.keys(this.doings.trucks).length);
    this.player.refresh();
  }

  // Draws a moment; returns false while its tracks are on their way.
  show(at, still) {
    if (still) this.tape.forgive();
    const piece = this.tape.at(at);
    this.player.say(this.tape.wrong ? `The tracks cannot be shown: ${this.tape.wrong}` : piece ? [...piece.missing, this.wrong].join(" ").trim() : "The tracks are on their way …");
    if (!piece) return this.tape.wrong ? null : false;
    const now = performance.now();
    const tidy = still || now - this.listed > LISTED_EVERY_MS;
    const seen = this.told.machines.map((machine) => this.see(machine, piece, at));
    this.crew.move(seen, { tidy });
    if (tidy) this.list(seen, now);
    this.place.dataset.drawn = String(at);
    return true;
  }

  see(machine, piece, at) {
    const track = piece.tracks.get(machine.id);
    const part = doingAt(this.doings.trucks[machine.id], at);
    const place = track ? placeAt(track, at, piece) : null;
    const common = { ...machine, state: "unknown", label: "in the replay", zone: part?.zone ?? null };
    if (!place) return { ...common, lat: null, lon: null, does: "unheard", doing: "no place known", online: false, loaded: null, age_s: null };
    const does = activity(machine.kind, place, part);
    const carries = loaded(machine.kind, place, part);
    const load_t = place.load_t ?? part?.load_t ?? null;
    const load = load_t === null ? null : quantity(load_t * this.place.dataset.loadTimes, this.place.dataset.loadUnit, 1);
    return { ...common, ...place, online: place.heard, does, doing: this.told.works[does], loaded: carries, load, age_s: place.age_s };
  }

  list(seen, now) {
    this.listed = now;
    const items = new Map([...document.querySelectorAll(".spots [data-machine]")].map((item) => [item.dataset.machine, item]));
    for (const one of seen) tellSpot(items.get(one.id), one, this.place.dataset.icons);
    const waiting = new Map();
    for (const one of seen) if (one.does === "waiting" && one.zone) waiting.set(one.zone, [...(waiting.get(one.zone) ?? []), one.name]);
    this.ground.wait(new Map([...waiting].map(([zone, names]) => [zone, names.length])));
    document.querySelector(".queues").replaceChildren(...Object.entries(this.doings.zones).map(([id, name]) => queue(id, name, waiting.get(id) ?? [])));
  }
}

function tellSpot(item, one, icons) {
  if (!item) return;
  const known = one.lat !== null;
  write(item.querySelector(".spot-told"), known && !one.online ? `not heard for ${duration(one.age_s)}` : one.doing);
  write(item.querySelector(".spot-load"), one.loaded ? (one.load ?? "") : "");
  const glyph = item.querySelector(".glyph");
  glyph.setAttribute("class", `glyph does-${one.does}${one.loaded === false ? " is-empty" : ""}`);
  glyph.querySelector(".glyph-work").setAttribute("href", `${icons}#work-${one.does}`);
  item.querySelector(".spot-find").disabled = !known;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function queue(id, name, waiting) {
  const element = Object.assign(document.createElement("div"), { className: "queue" });
  element.dataset.zone = id;
  element.dataset.waiting = String(waiting.length);
  const [zone, count, who] = [name, `${waiting.length} waiting`, waiting.join(", ")].map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  count.className = waiting.length ? "queue-count is-waiting" : "queue-count";
  who.className = "faint queue-who";
  element.append(zone, count, who);
  return element;
}

const place = document.querySelector("[data-replay]");
if (place) new Replay(place);
