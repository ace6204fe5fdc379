// How is the traffic of a time fetched, listed and drawn, when somebody asks for it?

import { swap } from "./swap.js";

export class Traffic {
  constructor(ground, url) {
    Object.assign(this, { ground, url, segments: null });
    this.button = document.querySelector("button[data-traffic]");
    this.button?.addEventListener("click", () => this.toggle());
    document.addEventListener("click", (event) => this.find(event.target.closest("[data-segment]")?.dataset.segment));
  }

  async toggle() {
    const on = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", String(on));
    if (on) await this.load();
    this.ground.lose(this.button.getAttribute("aria-pressed") === "true" ? this.segments : null);
  }

  async load() {
    if (this.segments) return;
    this.button.disabled = true;
    const answer = await fetch(this.url, { headers: { "x-fragment": "1", accept: "text/html" } }).catch(() => null);
    this.button.disabled = false;
    if (!answer?.ok) return this.refuse();
    swap(await answer.text());
    const told = document.querySelector("#traffic .segments");
    this.segments = told ? JSON.parse(told.textContent) : null;
  }

  refuse() {
    const told = Object.assign(document.createElement("p"), { className: "faint" });
    told.textContent = "The traffic cannot be told at the moment.";
    document.getElementById("traffic").replaceChildren(told);
  }

  async find(segment) {
    if (!segment) return;
    if (this.button.getAttribute("aria-pressed") !== "true") await this.toggle();
    this.ground.showSegment(segment);
  }
}
