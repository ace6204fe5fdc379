// Which colours has a chart in the theme of this moment?

export function colours(part) {
  const probe = Object.assign(document.createElement("span"), { hidden: true });
  part.append(probe);
  const named = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    font: getComputedStyle(part).fontFamily,
    ink: named("ink"),
    faint: named("ink-faint"),
    line: named("line"),
    raised: named("raised"),
    surface: named("surface"),
    warning: named("warning"),
    series: [1, 2, 3, 4, 5, 6].map((i) => named(`series-${i}`)),
  };
  probe.remove();
  return found;
}
