// How do forms on a page that is worked at change it in place? htmx sends them; what was wrong with one is shown, too.

function take(event) {
  const { detail } = event;
  if (!detail.elt.closest("[data-desk]")) return;
  detail.shouldSwap = true;
  detail.isError = false;
  if (detail.serverResponse.includes("data-desk")) return;
  // A page of another kind, which tells that something is away, takes the place of all.
  detail.target = document.querySelector("#main");
  detail.selectOverride = "#main";
}

document.addEventListener("htmx:beforeSwap", take);
