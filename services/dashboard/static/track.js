// Where was a machine at a moment, and what did it do, by tracks and haul cycles? Times in seconds since 1970.

const DRIVES_KMH = 2;
const LOADED_T = 3;
const METRES = 111_195;

// The index of the last of a sorted list's entries that is not after a moment, -1 where all are.
export function before(times, at) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// A machine's place at a moment: between two fixes that are near in time on the line between them, else at the last one,
// `heard` false; null where there is none for `stale` seconds before.
export function placeAt(track, at, { gap_s, origin, stale_s = 660 }) {
  const i = before(track.time_s, at);
  if (i < 0) return null;
  const [since, next] = [track.time_s[i], track.time_s[i + 1]];
  const here = fix(track, i, origin);
  const rest = { load_t: track.load_t[i], runs: track.runs[i], age_s: at - since };
  if (next === undefined || next - since > gap_s) {
    if (at - since > stale_s) return null;
    return { ...here, ...rest, heading: heading(track, i - 1, origin, gap_s), speed_kmh: null, heard: at - since <= gap_s };
  }
  const there = fix(track, i + 1, origin);
  const share = (at - since) / (next - since);
  const lat = here.lat + (there.lat - here.lat) * share;
  const lon = here.lon + (there.lon - here.lon) * share;
  const speed_kmh = (3.6 * metres(here, there)) / (next - since);
  const moves = speed_kmh > DRIVES_KMH;
  return { lat, lon, ...rest, heading: moves ? course(here, there) : heading(track, i - 1, origin, gap_s), speed_kmh, heard: true };
}

function fix(track, i, [lat, lon]) {
  return { lat: lat + track.lat_u[i] / 1e6, lon: lon + track.lon_u[i] / 1e6 };
}

function metres(one, other) {
  const north = (other.lat - one.lat) * METRES;
  const east = (other.lon - one.lon) * METRES * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

function course(one, other) {
  const north = other.lat - one.lat;
  const east = (other.lon - one.lon) * Math.cos((one.lat * Math.PI) / 180);
  return Math.round((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

// Whoever stands looks where it last drove to; null where nobody saw it drive lately.
function heading(track, from, origin, gap_s) {
  for (let i = from; i >= 0 && i > from - 60; i -= 1) {
    const [one, other] = [fix(track, i, origin), fix(track, i + 1, origin)];
    const took = track.time_s[i + 1] - track.time_s[i];
    if (took <= gap_s && (3.6 * metres(one, other)) / took > DRIVES_KMH) return course(one, other);
  }
  return null;
}

// The part of a truck's haul cycles in which a moment lies, null between cycles.
export function doingAt(doing, at) {
  if (!doing) return null;
  const i = before(doing.start_s, at);
  if (i < 0 || at >= doing.stop_s[i]) return null;
  return { does: doing.does[i], zone: doing.zone[i], load_t: doing.load_t[i] };
}

// What a machine does at a moment: by its haul cycle where one is known, else by how it moves and what it carries.
export function activity(kind, place, part) {
  if (!place.heard) return "unheard";
  if (kind !== "haul_truck") return place.runs === null ? "unheard" : place.runs ? "working" : "standing";
  if (part) return part.does;
  if (place.speed_kmh === null || place.speed_kmh <= DRIVES_KMH) return "standing";
  return place.load_t > LOADED_T ? "hauling" : "returning";
}

// Whether a truck is loaded at a moment: by its own scale, else by its haul cycle; null where neither tells.
export function loaded(kind, place, part) {
  if (kind !== "haul_truck") return null;
  if (place.load_t !== null) return place.load_t > LOADED_T;
  return part ? ["hauling", "dumping"].includes(part.does) : null;
}
