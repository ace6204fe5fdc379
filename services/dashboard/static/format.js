// How are numbers, ages and times written? As services/dashboard/wording.py writes them.

const THIN = "\u202f";
const JOINED = "\u00a0";
const MINUS = "\u2212";
export const NONE = "\u2013";

// What the reader's part of the world writes, as the server found out: see services/dashboard/convention.py.
const { group = THIN, decimal = ".", least = 4, date = "{d} {b} {y}", short = "{d} {b}" } = document.documentElement.dataset;

export function number(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const far = whole.length >= Number(least);
  const grouped = (far ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole) + (part ? `${decimal}${part}` : "");
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? MINUS + grouped : grouped;
}

export function quantity(value, unit, decimals = 0) {
  const text = number(value, decimals);
  return text === NONE ? NONE : `${text}${JOINED}${unit}`;
}

export function duration(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 90) return `${whole}${JOINED}s`;
  if (whole < 5400) return `${Math.floor(whole / 60)}${JOINED}min`;
  if (whole < 36 * 3600) return `${Math.floor(whole / 3600)}${JOINED}h`;
  return whole >= 2 * 86400 ? `${Math.floor(whole / 86400)}${JOINED}days` : "a day";
}

export function age(seconds) {
  if (seconds < -2) return "in the future";
  if (seconds < 2) return "just now";
  return `${duration(seconds)} ago`;
}

export function shortAge(seconds) {
  return seconds < 2 ? "now" : duration(seconds);
}

// The date of a moment by a zone's clock, in the order of its reader, its month by name.
export function dated(at, zone, { year = true } = {}) {
  const parts = zoned(zone, { day: "numeric", month: "short", year: "numeric" }).formatToParts(at);
  const said = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  // Three letters, as on the server.
  const month = said.month.slice(0, 3);
  return (year ? date : short).replace("{d}", said.day).replace("{b}", month).replace("{y}", said.year);
}

export function clock(at, zone) {
  return zoned(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}

export function zoned(zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hourCycle: "h23", ...options });
  }
}
