// Building DOM nodes; text only ever becomes text nodes.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function clock(unix, zone, options = { dateStyle: "medium", timeStyle: "short" }) {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(new Date(unix * 1000));
}

// The Unix time of a wall-clock moment ("2026-03-31T09:00") in a zone.
export function unixOf(wall, zone) {
  const asUtc = Date.parse(`${wall}Z`);
  let guess = asUtc;
  for (let round = 0; round < 2; round += 1) guess = asUtc - offset(guess, zone);
  return Math.round(guess / 1000);
}

// The wall-clock moment in a zone, as datetime-local inputs want it.
export function wallOf(unix, zone) {
  return new Date(unix * 1000 + offset(unix * 1000, zone)).toISOString().slice(0, 16);
}

function offset(milliseconds, zone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  const part = Object.fromEntries(format.formatToParts(new Date(milliseconds)).map(({ type, value }) => [type, value]));
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(milliseconds / 1000) * 1000;
}
