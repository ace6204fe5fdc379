// How are very many machines drawn on a map: as dots on one canvas, which costs the browser little?

import { Markers } from "./marker.js";

const { L } = window;

export class Dots extends Markers {
  constructor(map) {
    super(map);
    Object.assign(this, { renderer: L.canvas({ padding: 0.3 }), fills: new Map() });
  }

  dress(marker, spot) {
    marker.setStyle({ fillColor: this.fill(spot.state), fillOpacity: spot.online ? 1 : 0.4 });
    if (spot.state === "critical") marker.bringToFront();
  }

  make(spot, at) {
    const marker = L.circleMarker(at, { renderer: this.renderer, radius: 5, weight: 1, color: this.fill("surface") });
    const name = document.createElement("span");
    name.textContent = `${spot.name}: ${spot.label}`;
    marker.bindTooltip(name, { direction: "right", offset: [8, 0], className: "machine-name" }).addTo(this.map);
    marker.on("click", () => location.assign(`/machines/${spot.id}`));
    return marker;
  }

  fill(state) {
    if (!this.fills.has(state)) {
      const probe = Object.assign(document.createElement("span"), { hidden: true, className: `state-${state}` });
      probe.style.color = state === "surface" ? "var(--surface)" : "var(--state-fill)";
      this.map.getContainer().append(probe);
      this.fills.set(state, getComputedStyle(probe).color);
      probe.remove();
    }
    return this.fills.get(state);
  }
}
