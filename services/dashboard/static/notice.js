// How does a page tell somebody about the state of what is live on it?

const WORDS = {
  interrupted: "Live updates are interrupted. Trying again …",
  refused: "Live updates have stopped. Reload the page to try again.",
};

let shown = null;

export function tell(state) {
  const place = document.querySelector(".toasts");
  document.documentElement.dataset.stream = state;
  if (state === "refused") checkSession();
  if (!place || shown === state) return;
  shown = state;
  place.replaceChildren();
  if (WORDS[state]) place.append(toast(WORDS[state]));
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
