// How do the machines of a site stand and move on its map, each with its shape, state and heading?

import { Markers } from "./marker.js";

const { L } = window;
const NAMED_UP_TO = 40;

export class Crew extends Markers {
  constructor(map, icons, count) {
    super(map);
    Object.assign(this, { icons, named: count <= NAMED_UP_TO });
    map.on("zoomend", () => this.clear());
  }

  move(spots, { tidy = true } = {}) {
    super.move(spots);
    if (tidy) this.clear();
  }

  // Of names that would lie on one another, the first stays; the others show when pointed at.
  clear() {
    const taken = [];
    for (const marker of this.markers.values()) {
      const label = marker.getTooltip()?.getElement();
      if (!label) continue;
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const width = label.offsetWidth + 12;
      const left = turn(marker.getTooltip(), x + width + 12 > this.map.getSize().x) ? x - width : x;
      const box = { left, right: left + width, top: y, bottom: y + label.offsetHeight };
      const free = taken.every((t) => box.left > t.right || box.right < t.left || box.top > t.bottom || box.bottom < t.top);
      label.classList.toggle("crowded", !free);
      if (free) taken.push(box);
    }
  }

  make(spot, at) {
    const icon = L.divIcon({ className: "machine", iconSize: [30, 30], html: glyph(this.icons, spot.kind) });
    const marker = L.marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const name = document.createElement("span");
    name.textContent = spot.name;
    marker.named = name;
    marker.bindTooltip(name, { permanent: this.named, direction: "right", offset: [12, 0], className: "machine-name" });
    const visit = () => location.assign(`/machines/${spot.id}`);
    marker.on("click", visit);
    marker.getElement().addEventListener("keydown", (event) => event.key === "Enter" && visit());
    marker.on("mouseover mouseout focus blur", (event) => {
      marker.getTooltip().getElement()?.classList.toggle("wanted", event.type === "mouseover" || event.type === "focus");
    });
    return marker;
  }

  dress(marker, spot) {
    const element = marker.getElement();
    const load = spot.loaded && spot.load ? ` · ${spot.load}` : "";
    this.say(marker, element, spot, load);
    const arrow = element.querySelector(".heading");
    arrow.toggleAttribute("hidden", spot.heading === null);
    if (spot.heading !== null) arrow.style.transform = `rotate(${spot.heading}deg)`;
    element.querySelector(".glyph-work").setAttribute("href", `${this.icons}#work-${spot.does}`);
    const mark = spot.state === "unknown" ? "not_enough_data" : spot.state;
    element.querySelector(".glyph-mark").setAttribute("href", `${this.icons}#mark-${mark}`);
  }

  say(marker, element, spot, load) {
    const does = spot.doing ? `${spot.doing}${load}; ` : "";
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", `${spot.name}: ${does}${spot.label}`);
    element.className = element.className.replace(/ ?(state|is|does)-\w+/g, "");
    element.classList.add(`state-${spot.state}`, `does-${spot.does}`, spot.online ? "is-online" : "is-offline");
    element.classList.toggle("is-empty", spot.loaded === false);
    if (marker.named.textContent !== spot.name + load) marker.named.textContent = spot.name + load;
  }
}

// Puts a name left of its machine, or right of it; returns whether it is left.
function turn(tooltip, left) {
  const direction = left ? "left" : "right";
  if (tooltip.options.direction !== direction) {
    Object.assign(tooltip.options, { direction, offset: [left ? -12 : 12, 0] });
    tooltip.update();
  }
  return left;
}

function glyph(icons, kind) {
  return `<span class="heading"></span><svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
    <use class="glyph-shape" href="${icons}#shape-${kind}"></use><use class="glyph-mark" href=""></use>
    <use class="glyph-work" href=""></use></svg>`;
}
