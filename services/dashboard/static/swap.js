// How do parts of a page change in place, without anything jumping from under somebody's finger?

const USED = "a[href], button, input, select, summary, [tabindex]";

// Replaces each element on the page by the one of the same id in `html`; others are left out. Returns how many.
// Where a list marked as steady would come in another order while somebody is at it, its items change where they are,
// and `later` gets a function that puts them in order.
export function swap(html, root = document, later = () => {}) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  let count = 0;
  for (const fresh of [...holder.content.children]) {
    const old = fresh.id && root.getElementById(fresh.id);
    if (!old) continue;
    if (isHeld(old, fresh)) {
      swap([...fresh.querySelectorAll("[data-steady] > [id]")].map((item) => item.outerHTML).join(""), root);
      later(() => replace(root.getElementById(fresh.id), fresh));
    } else replace(old, fresh);
    count += 1;
  }
  return count;
}

// What somebody opened, chose and stands on stays so: whoever uses a keyboard must not be thrown back to the start, and
// never onto the button of another machine.
function replace(old, fresh) {
  const place = focusIn(old);
  for (const one of old.querySelectorAll("details[id][open], select[id]")) {
    const same = fresh.querySelector(`#${CSS.escape(one.id)}`);
    if (same && one.localName === "details") same.open = true;
    else if (same) same.value = one.value;
  }
  old.replaceWith(fresh);
  if (place) place(fresh)?.focus({ preventScroll: true });
}

// Returns what finds again where the focus was, null where it was elsewhere: by its id, by the item it was in, else by
// its number.
function focusIn(part) {
  const { activeElement } = document;
  const number = usable(part).indexOf(activeElement);
  if (number < 0) return null;
  const item = activeElement.closest("[data-steady] > [id]")?.id;
  const ids = [activeElement.id, item].filter(Boolean);
  if (!ids.length) return (fresh) => usable(fresh)[number];
  return (fresh) => ids.map((id) => fresh.querySelector(`#${CSS.escape(id)}`)).map(firstUsed).find(Boolean);
}

function firstUsed(element) {
  return element?.matches(USED) ? element : element?.querySelector(USED);
}

function usable(part) {
  const within = part.querySelectorAll(USED);
  return part.matches("a[href], button, [tabindex]") ? [part, ...within] : [...within];
}

function isHeld(old, fresh) {
  const list = old.querySelector("[data-steady]");
  if (!list || !(list.matches(":hover") || list.contains(document.activeElement))) return false;
  return order(old) !== order(fresh);
}

function order(part) {
  return [...part.querySelectorAll("[data-steady] > [id]")].map((item) => item.id).join(" ");
}
