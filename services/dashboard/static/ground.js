// How does the plan of a site become a map: zones, roads, who waits where, and where time is lost?

const { L } = window;
const imperial = document.documentElement.dataset.units === "imperial";

export class Ground {
  constructor(place, told) {
    const ground = document.createElement("div");
    ground.className = "ground-map";
    place.replaceChildren(ground);
    Object.assign(this, { place, told, zones: new Map(), segments: null });
    this.map = L.map(ground, { attributionControl: false, zoomSnap: 0.25, maxZoom: 22, minZoom: 12, zoomControl: false });
    this.map.setView(told.origin, 16);
    L.control.zoom({ position: "topright" }).addTo(this.map);
    L.control.scale({ metric: !imperial, imperial }).addTo(this.map);
    this.parts = L.geoJSON(told.features, { style, interactive: true, onEachFeature: (feature, layer) => this.name(feature, layer) }).addTo(this.map);
  }

  name(feature, layer) {
    const { id, name, kind } = feature.properties;
    if (kind === "boundary") return;
    const text = document.createElement("span");
    text.textContent = name;
    if (kind === "road") layer.bindTooltip(text, { sticky: true, className: "name name-road" });
    else layer.on("add", () => this.title(id, layer, text));
  }

  // A zone's name stands above it, because the machines are in the middle.
  title(id, layer, text) {
    const box = layer.getBounds();
    const at = [box.getNorth(), box.getCenter().lng];
    const count = Object.assign(document.createElement("strong"), { className: "name-waiting", hidden: true });
    const both = document.createElement("span");
    both.append(text, count);
    this.zones.set(id, count);
    L.tooltip({ permanent: true, direction: "top", className: "name", offset: [0, 4] }).setLatLng(at).setContent(both).addTo(this.map);
  }

  // Says at each zone how many wait there: `waiting` is a map of counts by zone.
  wait(waiting) {
    for (const [id, count] of this.zones) {
      const many = waiting.get(id) ?? 0;
      count.hidden = !many;
      count.textContent = many ? ` ${many} waiting` : "";
    }
  }

  fit(markers) {
    const box = L.latLngBounds([this.told.origin]);
    if (this.parts.getLayers().length) box.extend(this.parts.getBounds());
    for (const marker of markers) box.extend(marker.getLatLng());
    if (!box.getNorthEast().equals(box.getSouthWest())) this.map.fitBounds(box.pad(0.02), { padding: [24, 24], animate: false });
  }

  // Draws where time is lost, beneath the machines; none takes the drawing away.
  lose(segments) {
    this.segments?.remove();
    this.segments = null;
    this.place.classList.toggle("with-traffic", Boolean(segments));
    if (!segments) return;
    const worstLast = [...segments].sort((a, b) => a.level - b.level);
    this.segments = L.featureGroup(worstLast.map((one) => segment(one))).addTo(this.map);
  }

  showSegment(id) {
    const found = this.segments?.getLayers().find((layer) => layer.segment === id);
    if (!found) return;
    this.map.flyToBounds(found.getBounds(), { maxZoom: 18, duration: 0.6 });
    found.openTooltip();
  }
}

function style(feature) {
  return { className: feature.properties.kind === "road" ? "road" : `zone zone-${feature.properties.kind}` };
}

function segment(one) {
  const layer = L.polyline(one.line, { className: `lost lost-${one.level}` });
  const text = document.createElement("span");
  text.textContent = `${one.name}: ${one.min_per_h} min lost an hour, ${one.passages} passages`;
  layer.segment = one.id;
  return layer.bindTooltip(text, { sticky: true, className: "name name-road" });
}
