// Which stretch of time does a chart show, and which after a zoom, a step or a drag? All times in milliseconds.

export const SHORTEST = 10_000;
export const LONGEST = 366 * 86_400_000;

export function clamp({ from, to }, now) {
  const span = Math.min(Math.max(to - from, SHORTEST), LONGEST);
  const middle = (from + to) / 2;
  const end = Math.min(to - from === span ? to : middle + span / 2, now);
  return { from: Math.round(end - span), to: Math.round(end) };
}

// Zooms by a factor (below 1: closer) so that the time `around` stays where it is.
export function zoom({ from, to }, factor, around, now) {
  return clamp({ from: around - (around - from) * factor, to: around + (to - around) * factor }, now);
}

// Moves by a share of what is shown: -0.5 goes back by half a width.
export function move({ from, to }, share, now) {
  const by = (to - from) * share;
  return clamp({ from: from + by, to: to + by }, now);
}

export function between(one, other, now) {
  return clamp({ from: Math.min(one, other), to: Math.max(one, other) }, now);
}

// What the address says of a chart: a live one by its length, a fixed one by its ends.
export function address(signals, range, following) {
  const query = new URLSearchParams({ signals: signals.join(",") });
  if (following) query.set("span", Math.round((range.to - range.from) / 1000));
  else {
    query.set("from", new Date(range.from).toISOString());
    query.set("to", new Date(range.to).toISOString());
  }
  return query;
}
