// Slack's message markup as DOM nodes.
import { clock, el } from "./dom.js";

const INLINE = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*_~])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\w*_~])|:([a-z0-9_+-]+):/g;
const TAGS = { "*": "strong", _: "em", "~": "s" };
const LIST = /^\s*(?:[•◦-]|\d+\.)\s+/;

export function mrkdwn(text, look) {
  const fragment = document.createDocumentFragment();
  text.split(/```\n?([\s\S]*?)```/).forEach((piece, index) => {
    if (index % 2) fragment.append(el("pre", { dir: "auto" }, unescaped(piece)));
    else if (piece) fragment.append(...lines(piece, look));
  });
  return fragment;
}

export function emoji(text, look) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => look.emoji[name] ?? whole);
}

export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// Lines in a row that are quotes, or list items, make one quote or one list.
function* lines(text, look) {
  let kind = null;
  let box = null;
  const rows = text.replace(/^\n|\n$/g, "").split("\n");
  for (const [index, row] of rows.entries()) {
    const now = /^(?:>|&gt;) ?/.test(row) ? "quote" : LIST.test(row) ? "list" : "plain";
    if (now !== kind) {
      if (box) yield box;
      box = el({ quote: "blockquote", list: "ul", plain: "span" }[now], { dir: "auto" });
      kind = now;
    } else if (now !== "list") box.append(el("br"));
    if (now === "list") box.append(listItem(row, look));
    else box.append(inline(now === "quote" ? row.replace(/^(?:>|&gt;) ?/, "") : row, look));
    if (index === rows.length - 1) yield box;
  }
}

function listItem(row, look) {
  const mark = row.match(LIST)[0].trim();
  const item = el("li", {}, inline(row.replace(LIST, ""), look));
  if (/\d/.test(mark)) item.classList.add("numbered"), item.setAttribute("data-mark", mark);
  return item;
}

function inline(text, look) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    fragment.append(unescaped(text.slice(end, match.index)), piece(match, look));
    end = match.index + match[0].length;
  }
  fragment.append(unescaped(text.slice(end)));
  return fragment;
}

function piece([whole, token, code, mark, marked, short], look) {
  if (token !== undefined) return control(token, look);
  if (code !== undefined) return el("code", {}, unescaped(code));
  if (mark !== undefined) return el(TAGS[mark], {}, inline(marked, look));
  return look.emoji[short] ?? whole;
}

function control(token, look) {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(token.slice(bar + 1));
  if (target.startsWith("@")) return mention(`@${look.names[target.slice(1)] ?? target.slice(1)}`, target.slice(1) === look.me);
  if (target.startsWith("#")) return mention(`#${label || look.channels[target.slice(1)] || target.slice(1)}`, false);
  if (target.startsWith("!date^")) return date(target, label, look);
  if (target.startsWith("!")) return mention(label || `@${target.slice(1)}`, true);
  return link(unescaped(target), label);
}

function mention(words, mine) {
  return el("span", { class: mine ? "mention mine" : "mention" }, words);
}

export function link(address, label) {
  const words = label || address.replace(/^mailto:/, "");
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return document.createTextNode(words);
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank", title: address }, words);
}

const DATES = {
  date_num: { dateStyle: "short" },
  date: { dateStyle: "long" },
  date_short: { dateStyle: "medium" },
  date_long: { dateStyle: "full" },
  day_divider: { dateStyle: "full" },
  time: { timeStyle: "short" },
  time_secs: { timeStyle: "medium" },
};

function date(target, fallback, look) {
  const [, unix, pattern] = target.split("^");
  if (!/^\d+$/.test(unix ?? "")) return document.createTextNode(fallback);
  const words = (pattern ?? "{date} {time}").replace(/\{(\w+?)(_pretty)?\}/g, (whole, name) =>
    DATES[name] ? clock(Number(unix), look.zone, DATES[name]) : whole);
  return el("time", { datetime: new Date(unix * 1000).toISOString(), title: fallback }, words);
}
