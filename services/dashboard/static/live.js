// Which parts of this page follow what happens? Those that name a stream in data-live.

import { follow } from "./follow.js";
import { news, tell } from "./notice.js";
import { swap } from "./swap.js";

const followed = new Map();
let acted = null;
let waiting = [];

function refresh() {
  for (const [part, end] of followed) {
    if (!part.isConnected) {
      end();
      followed.delete(part);
      forget();
    }
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    if (followed.has(part)) continue;
    // What is still told of a list that was chosen before has no place in this one.
    const take = (html) => part.isConnected && exchange(html);
    followed.set(part, follow(part.dataset.live, { swap: take, pulse() {} }, { say: tell }));
  }
}

// What waited to be put in order was of a list that is no longer there.
function forget() {
  if (waiting.length) news(null);
  waiting = [];
}

function exchange(html) {
  const before = waiting.length;
  waiting = [];
  swap(html, document, (put) => waiting.push(put));
  if (waiting.length) news("The list has changed.", { text: "Show it", act: show });
  else if (before) news(null);
}

function show() {
  for (const put of waiting.splice(0)) put();
}

// Who leaves the list sees it as it is.
function leave() {
  const list = document.querySelector("[data-steady]");
  if (!waiting.length || !list || list.matches(":hover") || list.contains(document.activeElement)) return;
  show();
  news(null);
}

// What was done is said, and the focus stays at the machine of which it was done, also where its button is gone.
function note({ target }) {
  const form = target.closest?.("form[data-done]");
  if (form) acted = { said: form.dataset.done, item: form.closest("[data-steady] > [id]")?.id };
}

function settle() {
  refresh();
  if (!acted) return;
  const { said, item } = acted;
  acted = null;
  const refused = document.querySelector("#results [role=alert]");
  news(refused ? refused.textContent.trim() : `${said}.`);
  if (document.activeElement !== document.body) return;
  const near = document.getElementById(item) ?? document.querySelector("#results");
  near?.querySelector("a[href], button, select")?.focus({ preventScroll: true });
}

document.addEventListener("mouseout", () => setTimeout(leave));
document.addEventListener("focusout", () => setTimeout(leave));
document.addEventListener("htmx:beforeRequest", note);
document.addEventListener("htmx:afterSettle", settle);
refresh();
