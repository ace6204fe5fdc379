// How does a page follow a stream of events while somebody looks at it?

const PATIENCE_MS = 5000;

// Calls handlers[name](data) for each event; nothing is asked for while the page is hidden.
// Returns a function that ends it.
export function follow(url, handlers, { say = () => {}, document = window.document } = {}) {
  let source = null;
  let worry = null;

  const calm = () => {
    clearTimeout(worry);
    worry = null;
    say("live");
  };

  const open = () => {
    source = new EventSource(url);
    source.onopen = calm;
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) say("refused");
      else worry ??= setTimeout(() => say("interrupted"), PATIENCE_MS);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(event.data));
    }
  };

  const close = () => {
    clearTimeout(worry);
    worry = null;
    source?.close();
    source = null;
  };

  const heed = () => {
    if (document.hidden) close();
    else if (!source) open();
  };

  document.addEventListener("visibilitychange", heed);
  heed();
  return () => {
    document.removeEventListener("visibilitychange", heed);
    close();
  };
}
