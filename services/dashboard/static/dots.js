// How are very many machines drawn on a map: as dots on one canvas, which costs the browser little?

import { Markers } from "./marker.js";

const { L } = window;

export class Dots extends Markers {
  constructor(map) {
    super(map);
    Object.assign(this, { renderer: L.canvas({ padding: 0.3 }), fills: new Map(), known: new Map(), work: false });
  }

  // By what machines do a ring is an empty truck; by their condition every dot is full.
  dress(marker, spot) {
    this.known.set(spot.id, spot);
    marker.named.textContent = `${spot.name}: ${[spot.doing, spot.label].filter(Boolean).join("; ")}`;
    const colour = this.fill(this.work ? `does-${spot.does}` : `state-${spot.state}`);
    const hollow = this.work && spot.loaded === false;
    marker.setStyle({ fillColor: colour, color: hollow ? colour : this.fill("surface"), fillOpacity: hollow ? 0.1 : spot.online ? 1 : 0.4 });
    if (spot.state === "critical") marker.bringToFront();
  }

  colourBy(work) {
    this.work = work;
    for (const [id, spot] of this.known) if (this.markers.has(id)) this.dress(this.markers.get(id), spot);
  }

  make(spot, at) {
    const marker = L.circleMarker(at, { renderer: this.renderer, radius: 5, weight: 1, color: this.fill("surface") });
    const name = document.createElement("span");
    marker.named = name;
    marker.bindTooltip(name, { direction: "right", offset: [8, 0], className: "machine-name" }).addTo(this.map);
    marker.on("click", () => location.assign(`/machines/${spot.id}`));
    return marker;
  }

  // The colour of a class of machines as the style sheet tells it, or of the surface.
  fill(name) {
    if (!this.fills.has(name)) {
      const probe = Object.assign(document.createElement("span"), { hidden: true, className: name });
      probe.style.color = name === "surface" ? "var(--surface)" : `var(--${name.startsWith("does-") ? "work" : "state-fill"})`;
      this.map.getContainer().append(probe);
      this.fills.set(name, getComputedStyle(probe).color);
      probe.remove();
    }
    return this.fills.get(name);
  }
}
