// What does somebody want of a chart whose mouse drags, wheel turns or keys go down on it?

const FEWEST_PIXELS = 6;
const NEAREST_PIXELS = 24;
const KEYS = { ArrowLeft: ["move", -0.25], ArrowRight: ["move", 0.25], "+": ["zoom", 0.5], "=": ["zoom", 0.5], "-": ["zoom", 2] };

export function watch(host, { at, select, zoom, move, keys = KEYS, drags = true }) {
  const wishes = { zoom, move };
  let start = null;
  const marked = document.createElement("div");
  marked.className = "chart-marked";
  marked.hidden = true;
  host.after(marked);
  host.tabIndex = 0;

  const x = (event) => event.clientX - host.getBoundingClientRect().left;

  const mark = (event) => {
    const [one, other] = [start, x(event)].sort((a, b) => a - b);
    marked.hidden = other - one < FEWEST_PIXELS;
    marked.style.left = `${host.offsetLeft + one}px`;
    marked.style.width = `${other - one}px`;
    marked.style.top = `${host.offsetTop}px`;
    marked.style.height = `${host.offsetHeight}px`;
  };

  host.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    start = x(event);
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener("pointermove", (event) => start !== null && mark(event));
  host.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [one, other] = [start, x(event)];
    start = null;
    marked.hidden = true;
    if (Math.abs(one - other) >= FEWEST_PIXELS) select(at(one), at(other));
  });
  host.addEventListener("pointercancel", () => {
    start = null;
    marked.hidden = true;
  });
  host.addEventListener(
    "wheel",
    (event) => {
      // The wheel scrolls the page, unless somebody means the chart: with Ctrl, or having clicked on it.
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(event.deltaX / host.clientWidth);
      else zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.003), at(x(event)));
    },
    { passive: false },
  );
  touch(host, { at: (clientX) => at(clientX - host.getBoundingClientRect().left), zoom, move: drags ? move : null });
  host.addEventListener("keydown", (event) => {
    const wish = keys[event.key];
    if (!wish || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wishes[wish[0]](wish[1]);
  });
}

// One finger moves a chart in time, two bring it closer; up and down stays the page's (touch-action: pan-y).
function touch(host, { at, zoom, move }) {
  const fingers = new Map();
  const apart = ([one, other]) => Math.max(Math.abs(one - other), NEAREST_PIXELS);

  host.addEventListener("pointerdown", (event) => event.pointerType === "touch" && fingers.set(event.pointerId, event.clientX));
  host.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()];
    fingers.set(event.pointerId, event.clientX);
    const after = [...fingers.values()];
    if (after.length === 2) zoom(apart(before) / apart(after), at((after[0] + after[1]) / 2));
    else if (after.length === 1) move?.((before[0] - after[0]) / host.clientWidth);
  });
  for (const end of ["pointerup", "pointercancel"]) host.addEventListener(end, (event) => fingers.delete(event.pointerId));
}
