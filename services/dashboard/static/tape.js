// Which tracks of a shift are here, and which are fetched next? Times in seconds since 1970.

const PIECE_S = 1800;
// Old units tell every ten minutes: so far back it is looked for where a machine was last heard.
const BACK_S = 660;
const AHEAD = 2;

export class Tape {
  constructor(site, from, to, load = fetched) {
    Object.assign(this, { site, from, to, load, pieces: new Map(), wrong: null });
  }

  number(at) {
    return Math.floor((Math.min(at, this.to - 1) - this.from) / PIECE_S);
  }

  // The piece in which a moment lies, or null while it is on its way; the next ones are asked for too.
  at(moment) {
    const first = this.number(moment);
    for (let i = first; i <= first + AHEAD; i += 1) {
      if (this.from + i * PIECE_S < this.to) this.ask(i);
    }
    return this.pieces.get(first)?.told ?? null;
  }

  ask(i) {
    if (this.pieces.has(i) || this.wrong) return;
    const piece = { told: null };
    this.pieces.set(i, piece);
    const begin = this.from + i * PIECE_S;
    const end = Math.min(begin + PIECE_S, this.to);
    this.load(this.site, begin - BACK_S, Math.min(end + 120, this.to)).then(
      (told) => {
        piece.told = { ...told, tracks: new Map(told.tracks.map((one) => [one.machine, one])) };
      },
      (error) => {
        this.pieces.delete(i);
        this.wrong = error.message;
      },
    );
  }

  // What went wrong is forgotten, so that it is tried again.
  forgive() {
    this.wrong = null;
  }
}

async function fetched(site, from, to) {
  return read(`/sites/${site}/tracks`, from, to);
}

export async function read(path, from, to) {
  const during = new URLSearchParams({ from: iso(from), to: iso(to) });
  const answer = await fetch(`${path}?${during}`, { headers: { accept: "application/json" } }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok) throw new Error(told?.detail ?? "the platform does not answer.");
  return told;
}

export function iso(seconds) {
  return new Date(seconds * 1000).toISOString();
}
