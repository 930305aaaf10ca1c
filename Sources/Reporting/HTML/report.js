"use strict";
// Finds members in the data that the page carries, and shows them a hundred at a time. Everything foreign is set as text, never as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const step = 100;
const element = (id) => document.getElementById(id);
const [query, segment, action, result, body, more, count] =
  ["query", "segment", "action", "result", "rows", "more", "count"].map(element);
const number = new Intl.NumberFormat("en");
let found = [];
let shown = 0;

// A row of the data: customer, profile, file, line, cause, outcome. A file, a cause or an outcome is a position in a table, or -1 for none.
const FILE = 2, LINE = 3, CAUSE = 4, OUTCOME = 5;
const place = (row) => (row[FILE] < 0 ? "" : `${data.files[row[FILE]]}:${row[LINE]}`);

// Whether a row has a word of the search in any of its fields. Names of segments, files and causes were looked at once for all rows.
function matches(row, term, inGroup) {
  if (inGroup) return true;
  if (row[0].includes(term.text) || row[1].includes(term.text)) return true;
  if (row[CAUSE] >= 0 && term.causes[row[CAUSE]]) return true;
  if (row[OUTCOME] >= 0 && term.outcomes[row[OUTCOME]]) return true;
  if (row[FILE] < 0) return false;
  return term.files[row[FILE]] || (term.hasLine && place(row).toLowerCase().includes(term.text));
}

function terms() {
  const has = (texts, word) => texts.map((text) => text.toLowerCase().includes(word));
  return query.value.toLowerCase().split(/\s+/).filter(Boolean).map((text) => ({
    text,
    files: has(data.files, text),
    causes: has(data.causes, text),
    outcomes: has(data.outcomes, text),
    hasLine: text.includes(":"),
  }));
}

function search() {
  const words = terms();
  const exact = [];
  const others = [];
  for (const group of data.groups) {
    if (segment.value && group.segment !== segment.value) continue;
    if (action.value && group.action !== action.value) continue;
    const inGroup = words.map((word) => group.segment.toLowerCase().includes(word.text));
    for (const row of group.rows) {
      if (result && result.value && data.results[row[OUTCOME]] !== result.value) continue;
      if (!words.every((word, index) => matches(row, word, inGroup[index]))) continue;
      (words.some((word) => word.text === row[0]) ? exact : others).push([group, row]);
    }
  }
  // Who looks for 27 wants that customer before 127 and 270.
  found = exact.concat(others);
  shown = 0;
  body.replaceChildren();
  show();
}

function cell(text, name, kind = "td") {
  const cell = document.createElement(kind);
  cell.textContent = text;
  if (name) cell.className = name;
  return cell;
}

function line([group, row]) {
  const line = document.createElement("tr");
  const who = row[0] ? cell(row[0], "", "th") : cell("–", "", "th");
  who.scope = "row";
  line.append(who, cell(data.actions[group.action] ?? group.action, group.action), cell(group.segment));
  if (result) line.append(cell(row[OUTCOME] < 0 ? "" : data.outcomes[row[OUTCOME]]));
  line.append(cell(row[CAUSE] < 0 ? "" : data.causes[row[CAUSE]]), cell(place(row)), cell(row[1], "id"));
  return line;
}

function show() {
  body.append(...found.slice(shown, shown + step).map(line));
  shown = Math.min(shown + step, found.length);
  more.hidden = shown === found.length;
  const of = found.length === data.count ? "" : ` of ${number.format(data.count)}`;
  const part = shown < found.length ? `, the first ${number.format(shown)} shown` : "";
  count.textContent = `${number.format(found.length)}${of} member${found.length === 1 && !of ? "" : "s"}${part}`;
}

let waiting;
query.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 150);
});
for (const choice of [segment, action, result]) if (choice) choice.addEventListener("change", search);
element("search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
more.addEventListener("click", show);
for (const button of document.querySelectorAll("button.name")) {
  button.addEventListener("click", () => {
    segment.value = button.textContent;
    search();
    element("members").scrollIntoView();
    query.focus({ preventScroll: true });
  });
}
search();
