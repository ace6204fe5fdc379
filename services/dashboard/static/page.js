// What does every page do by itself? Its clocks run, its theme changes in place, "/" leads to the search.

import { age, shortAge, zoned } from "./format.js";

const told = document.querySelector("meta[name=howdah-now]")?.content;
// The server's clock counts: a laptop whose clock is wrong shows right ages all the same.
// What it told it told when the page began to come, which on a slow link was seconds before this runs.
const heard = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart || performance.now());
const ahead = told ? Date.parse(told) - heard : 0;

function tick() {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll("time[data-age]")) {
    const write = time.dataset.age === "short" ? shortAge : age;
    const text = write((now - Date.parse(time.dateTime)) / 1000);
    if (time.textContent !== text) time.textContent = text;
  }
  for (const clock of document.querySelectorAll("[data-clock]")) {
    clock.textContent = clockOf(clock.dataset.clock).format(now);
  }
}

const clocks = new Map();

function clockOf(zone) {
  if (!clocks.has(zone)) clocks.set(zone, zoned(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }));
  return clocks.get(zone);
}

async function choose(event) {
  const form = event.target.closest("form.themes");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  const body = new URLSearchParams({ theme, onward: "/session" });
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer) return;
  document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
    button.toggleAttribute("data-next", { auto: "dark", dark: "light", light: "auto" }[theme] === button.value);
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

function seek(event) {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const search = document.querySelector("[data-search]");
  if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
}

document.documentElement.classList.add("scripted");
document.addEventListener("submit", choose);
document.addEventListener("keydown", seek);
setInterval(tick, 1000);
tick();
