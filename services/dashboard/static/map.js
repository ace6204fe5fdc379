// How does the site's plan become a map on which machines move?

import { follow } from "./follow.js";
import { tell } from "./notice.js";
import { swap } from "./swap.js";

const { L } = window;
const NAMED_UP_TO = 40;

export function draw(place) {
  const told = JSON.parse(place.querySelector("script").textContent);
  const ground = document.createElement("div");
  ground.className = "ground-map";
  place.replaceChildren(ground);
  const map = L.map(ground, { attributionControl: false, zoomSnap: 0.25, maxZoom: 22, minZoom: 12, zoomControl: false });
  map.setView(told.origin, 16);
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const parts = L.geoJSON(told.features, { style, interactive: true, onEachFeature: named }).addTo(map);
  const crew = new Crew(map, place.dataset.icons, told.spots.length <= NAMED_UP_TO);
  crew.move(told.spots);
  map.fitBounds(bounds(parts, crew, told.origin), { padding: [24, 24], animate: false });
  return { map, crew };
}

function style(feature) {
  return { className: feature.properties.kind === "road" ? "road" : `zone zone-${feature.properties.kind}` };
}

function named(feature, layer) {
  const { name, kind } = feature.properties;
  if (kind === "boundary") return;
  const text = document.createElement("span");
  text.textContent = name;
  if (kind === "road") layer.bindTooltip(text, { sticky: true, className: "name name-road" });
  else layer.on("add", () => title(layer, text));
}

// A zone's name stands above it, because the machines are in the middle.
function title(layer, text) {
  const box = layer.getBounds();
  const at = [box.getNorth(), box.getCenter().lng];
  L.tooltip({ permanent: true, direction: "top", className: "name", offset: [0, 4] }).setLatLng(at).setContent(text).addTo(layer._map);
}

function bounds(parts, crew, origin) {
  const box = L.latLngBounds([origin]);
  if (parts.getLayers().length) box.extend(parts.getBounds());
  for (const marker of crew.markers.values()) box.extend(marker.getLatLng());
  return box.pad(0.02);
}

class Crew {
  constructor(map, icons, named) {
    Object.assign(this, { map, icons, named, markers: new Map() });
    map.on("zoomend", () => this.clear());
  }

  move(spots) {
    for (const spot of spots) {
      if (spot.lat === null) this.drop(spot.id);
      else this.set(spot);
    }
    this.clear();
  }

  // Of names that would lie on one another, the first stays; the others show when pointed at.
  clear() {
    const taken = [];
    for (const marker of this.markers.values()) {
      const label = marker.getTooltip()?.getElement();
      if (!label) continue;
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const box = { left: x, right: x + label.offsetWidth + 12, top: y, bottom: y + label.offsetHeight };
      const free = taken.every((t) => box.left > t.right || box.right < t.left || box.top > t.bottom || box.bottom < t.top);
      label.classList.toggle("crowded", !free);
      if (free) taken.push(box);
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
    this.dress(marker.getElement(), spot);
  }

  add(spot, at) {
    const icon = L.divIcon({ className: "machine", iconSize: [30, 30], html: glyph(this.icons, spot.kind) });
    const marker = L.marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const name = document.createElement("span");
    name.textContent = spot.name;
    marker.bindTooltip(name, { permanent: this.named, direction: "right", offset: [12, 0], className: "machine-name" });
    const visit = () => location.assign(`/machines/${spot.id}`);
    marker.on("click", visit);
    marker.getElement().addEventListener("keydown", (event) => event.key === "Enter" && visit());
    marker.on("mouseover mouseout focus blur", (event) => {
      marker.getTooltip().getElement()?.classList.toggle("wanted", event.type === "mouseover" || event.type === "focus");
    });
    this.markers.set(spot.id, marker);
    return marker;
  }

  dress(element, spot) {
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", `${spot.name}: ${spot.label}`);
    element.className = element.className.replace(/ ?state-\w+| ?is-\w+/g, "");
    element.classList.add(`state-${spot.state}`, spot.online ? "is-online" : "is-offline");
    const arrow = element.querySelector(".heading");
    arrow.toggleAttribute("hidden", spot.heading === null);
    if (spot.heading !== null) arrow.style.transform = `rotate(${spot.heading}deg)`;
    const mark = spot.state === "unknown" ? "not_enough_data" : spot.state;
    element.querySelector(".glyph-mark").setAttribute("href", `${this.icons}#mark-${mark}`);
  }

  find(id) {
    const marker = this.markers.get(id);
    if (!marker) return;
    this.map.flyTo(marker.getLatLng(), Math.max(this.map.getZoom(), 18), { duration: 0.6 });
    marker.getElement().focus({ preventScroll: true });
    marker.openTooltip();
  }
}

function glyph(icons, kind) {
  return `<span class="heading"></span><svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
    <use class="glyph-shape" href="${icons}#shape-${kind}"></use><use class="glyph-mark" href=""></use></svg>`;
}

const place = document.querySelector("[data-map]");
if (place) {
  const { crew } = draw(place);
  document.addEventListener("click", (event) => crew.find(event.target.closest("[data-find]")?.dataset.find));
  follow(place.dataset.live, { moved: (data) => crew.move(JSON.parse(data)), swap }, { say: tell });
}
