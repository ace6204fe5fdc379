// Which parts of this page follow what happens? Those that name a stream in data-live.

import { follow } from "./follow.js";
import { tell } from "./notice.js";
import { swap } from "./swap.js";

const followed = new Map();

function refresh() {
  for (const [part, end] of followed) {
    if (!part.isConnected) {
      end();
      followed.delete(part);
    }
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!followed.has(part)) followed.set(part, follow(part.dataset.live, { swap, pulse() {} }, { say: tell }));
  }
}

document.addEventListener("htmx:afterSettle", refresh);
refresh();
