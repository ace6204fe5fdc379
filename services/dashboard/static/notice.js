// How does a page tell somebody about the state of what is live on it?

const WORDS = {
  interrupted: "Live updates are interrupted. Trying again …",
  refused: "Live updates have stopped. Reload the page to try again.",
};

const SAID_MS = 8000;

let shown = null;

export function tell(state) {
  const place = document.querySelector(".toasts");
  document.documentElement.dataset.stream = state;
  if (state === "refused") checkSession();
  if (!place || shown === state) return;
  shown = state;
  place.querySelectorAll(".toast:not(.toast-news)").forEach((one) => one.remove());
  if (WORDS[state]) place.append(toast(WORDS[state]));
}

// Says what happened, with a way to do something about it; null takes it away.
export function news(text, way = null) {
  const place = document.querySelector(".toasts");
  place?.querySelector(".toast-news")?.remove();
  if (!place || !text) return;
  const box = toast(text);
  box.classList.add("toast-news");
  if (way) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: way.text });
    button.addEventListener("click", () => {
      box.remove();
      way.act();
    });
    box.append(" ", button);
  } else setTimeout(() => box.remove(), SAID_MS);
  place.append(box);
}

function toast(text, link) {
  const box = document.createElement("p");
  box.className = "toast";
  box.append(text);
  if (link) {
    const way = document.createElement("a");
    way.href = link.href;
    way.textContent = link.text;
    box.append(" ", way);
  }
  return box;
}

async function checkSession() {
  const answer = await fetch("/session", { headers: { accept: "application/json" } }).catch(() => null);
  if (answer?.status !== 401) return;
  const here = encodeURIComponent(location.pathname + location.search);
  const link = { href: `/sign-in?next=${here}&ended=true`, text: "Sign in again" };
  document.querySelector(".toasts")?.replaceChildren(toast("Your session has ended.", link));
}
