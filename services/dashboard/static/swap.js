// How do parts of a page change in place?

// Replaces each element on the page by the one of the same id in `html`; others are left out. Returns how many.
// The part that holds the focus keeps it, because whoever uses a keyboard must not be thrown back to the start.
export function swap(html, root = document) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  let count = 0;
  for (const fresh of [...holder.content.children]) {
    const old = fresh.id && root.getElementById(fresh.id);
    if (!old) continue;
    const place = focusIn(old);
    old.replaceWith(fresh);
    if (place !== null) focusable(fresh)[place]?.focus({ preventScroll: true });
    count += 1;
  }
  return count;
}

function focusIn(part) {
  const place = focusable(part).indexOf(document.activeElement);
  return place < 0 ? null : place;
}

function focusable(part) {
  const within = part.querySelectorAll("a[href], button, input, select, summary, [tabindex]");
  return part.matches("a[href], button, [tabindex]") ? [part, ...within] : [...within];
}
