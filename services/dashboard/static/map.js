// How does the site's plan become a map on which machines move?

import { Crew } from "./crew.js";
import { Dots } from "./dots.js";
import { follow } from "./follow.js";
import { Ground } from "./ground.js";
import { tell } from "./notice.js";
import { swap } from "./swap.js";
import { Traffic } from "./traffic.js";

const DOTS_FROM = 300;

export function draw(place) {
  const told = JSON.parse(place.querySelector("script").textContent);
  const ground = new Ground(place, told);
  const spots = rows(told.marks, told.labels, told.works);
  const crew = spots.length < DOTS_FROM ? new Crew(ground.map, place.dataset.icons, spots.length) : new Dots(ground.map);
  crew.move(spots);
  crew.colourBy?.(place.classList.contains("by-work"));
  ground.fit(crew.markers.values());
  return { ground, crew, move: (marks) => crew.move(rows(marks, told.labels, told.works)) };
}

// Machines come in columns, of which the same place in each tells of one.
export function rows(marks, labels, works = {}) {
  const names = Object.keys(marks);
  return marks.id.map((_, i) => {
    const row = Object.fromEntries(names.map((name) => [name, marks[name][i]]));
    const doing = works[row.does];
    return { ...row, label: labels[row.state] ?? "Condition unknown", ...(doing ? { doing } : {}) };
  });
}

// How many wait at which zone, by the list beside the map.
function waiting() {
  return new Map([...document.querySelectorAll("#queues [data-zone]")].map(({ dataset }) => [dataset.zone, Number(dataset.waiting)]));
}

function choose(place, crew, button) {
  for (const one of document.querySelectorAll("button[data-by]")) one.setAttribute("aria-pressed", String(one === button));
  const work = button.dataset.by === "work";
  place.classList.toggle("by-work", work);
  crew.colourBy?.(work);
}

const place = document.querySelector("[data-map]");
if (place) {
  const { ground, crew, move } = draw(place);
  ground.wait(waiting());
  new Traffic(ground, place.dataset.trafficAt);
  document.addEventListener("click", (event) => {
    crew.find(event.target.closest("[data-find]")?.dataset.find);
    const by = event.target.closest("button[data-by]");
    if (by) choose(place, crew, by);
  });
  const exchange = (html) => {
    swap(html);
    ground.wait(waiting());
  };
  follow(place.dataset.live, { moved: (data) => move(JSON.parse(data)), swap: exchange }, { say: tell });
}
