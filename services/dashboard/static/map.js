// How does the site's plan become a map on which machines move?

import { Crew } from "./crew.js";
import { Dots } from "./dots.js";
import { follow } from "./follow.js";
import { tell } from "./notice.js";
import { swap } from "./swap.js";

const { L } = window;
const DOTS_FROM = 300;

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
  const spots = rows(told.marks, told.labels);
  const crew = spots.length < DOTS_FROM ? new Crew(map, place.dataset.icons, spots.length) : new Dots(map);
  crew.move(spots);
  map.fitBounds(bounds(parts, crew, told.origin), { padding: [24, 24], animate: false });
  return { map, crew, move: (marks) => crew.move(rows(marks, told.labels)) };
}

// Machines come in columns, of which the same place in each tells of one.
export function rows(marks, labels) {
  const names = Object.keys(marks);
  return marks.id.map((_, i) => {
    const row = Object.fromEntries(names.map((name) => [name, marks[name][i]]));
    return { ...row, label: labels[row.state] ?? "Condition unknown" };
  });
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

const place = document.querySelector("[data-map]");
if (place) {
  const { crew, move } = draw(place);
  document.addEventListener("click", (event) => crew.find(event.target.closest("[data-find]")?.dataset.find));
  follow(place.dataset.live, { moved: (data) => move(JSON.parse(data)), swap }, { say: tell });
}
