// How are very many machines drawn on a map: as dots on one canvas, which costs the browser little?

const { L } = window;

export class Dots {
  constructor(map) {
    Object.assign(this, { map, markers: new Map(), renderer: L.canvas({ padding: 0.3 }), fills: new Map() });
  }

  move(spots) {
    for (const spot of spots) {
      if (spot.lat === null) this.drop(spot.id);
      else this.set(spot);
    }
  }

  drop(id) {
    this.markers.get(id)?.remove();
    this.markers.delete(id);
  }

  set(spot) {
    const at = [spot.lat, spot.lon];
    const marker = this.markers.get(spot.id) ?? this.add(spot, at);
    marker.setLatLng(at);
    marker.setStyle({ fillColor: this.fill(spot.state), fillOpacity: spot.online ? 1 : 0.4 });
    if (spot.state === "critical") marker.bringToFront();
  }

  add(spot, at) {
    const marker = L.circleMarker(at, { renderer: this.renderer, radius: 5, weight: 1, color: this.fill("surface") });
    const name = document.createElement("span");
    name.textContent = `${spot.name}: ${spot.label}`;
    marker.bindTooltip(name, { direction: "right", offset: [8, 0], className: "machine-name" }).addTo(this.map);
    marker.on("click", () => location.assign(`/machines/${spot.id}`));
    this.markers.set(spot.id, marker);
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

  find(id) {
    const marker = this.markers.get(id);
    if (!marker) return;
    this.map.flyTo(marker.getLatLng(), Math.max(this.map.getZoom(), 18), { duration: 0.6 });
    marker.openTooltip();
  }
}
