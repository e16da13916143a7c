"use strict";
// The lists of a campaign's page. `data` is pageData of the program that wrote the page. All
// text is set as text, never as markup; a finding's schedule is a page of its own, in a frame
// that can reach nothing of this one.
(function () {
  const $ = (id) => document.getElementById(id);
  const atOnce = 100; // findings, or tests, that are drawn at once
  function el(tag, cls, text) {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // The findings.
  let found = [], drawn = 0;
  const textOf = (f) => [f.id, f.kind, f.message, f.at, f.says, f.strategy, ...f.tests].join("\n").toLowerCase();
  const texts = data.findings.map(textOf);

  function options(select, values) {
    for (const v of [...new Set(values)].sort()) {
      const o = el("option", "", v);
      o.value = v;
      select.append(o);
    }
  }
  options($("state"), data.findings.map((f) => f.state));
  options($("kind"), data.findings.map((f) => f.kind));

  function choose() {
    const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const state = $("state").value, kind = $("kind").value;
    found = data.findings.filter((f, i) => (!state || f.state === state) && (!kind || f.kind === kind) && words.every((w) => texts[i].includes(w)));
    drawn = 0;
    $("list").replaceChildren();
    $("count").textContent = data.findings.length === 0 ? "nothing was found" : found.length === data.findings.length ? found.length + " in all" : found.length + " of " + data.findings.length;
    draw();
  }
  function draw() {
    for (const f of found.slice(drawn, drawn + atOnce)) $("list").append(row(f));
    drawn = Math.min(found.length, drawn + atOnce);
    $("more").hidden = drawn >= found.length;
    $("more").textContent = "more: " + (found.length - drawn) + " are not shown";
  }
  function row(f) {
    const d = el("details", "finding" + (f.counts ? "" : " passive"));
    const s = el("summary");
    const what = el("span", "what", f.message + " ");
    what.append(el("span", "at", f.at));
    const state = el("span", "state", f.state);
    if (["new", "regressed", "ongoing"].includes(f.state)) state.classList.add(f.state);
    s.append(el("span", "kind", f.kind), what, state);
    d.append(s);
    d.addEventListener("toggle", () => { if (d.open && !d.filled) fill(d, f); });
    return d;
  }
  function fill(d, f) {
    d.filled = true;
    const body = el("div", "body"), facts = el("dl");
    const fact = (name, value) => { if (value) facts.append(el("dt", "", name), el("dd", "", value)); };
    fact("finding", f.id + ": " + f.says);
    fact("where", f.at);
    fact("shown by", f.tests.join(", "));
    fact("first seen", f.first);
    fact("campaigns", f.campaigns ? String(f.campaigns) : "");
    fact("in this one", f.times + (f.times === 1 ? " failing run" : " failing runs") + ", recorded in run " + f.run + " of " + f.strategy + ", " + f.steps + " steps");
    body.append(facts);
    if (f.recording) body.append(el("pre", "", "chaosrun replay " + f.recording));
    if (f.note) body.append(el("p", "note", f.note));
    if (f.explorer) {
      const b = el("button", "explore", "walk through its schedule");
      b.addEventListener("click", () => explore(b, f).catch((err) => b.replaceWith(el("p", "note", "its schedule cannot be drawn: " + err))));
      body.append(b);
    }
    d.append(body);
  }
  // explore unpacks the page of a recording and shows it in a frame.
  async function explore(button, f) {
    button.disabled = true;
    const base64 = $("x" + f.id).textContent.trim().replaceAll("-", "+").replaceAll("_", "/");
    const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    const frame = el("iframe");
    frame.title = "the schedule of " + f.kind + " " + f.id;
    frame.setAttribute("sandbox", "allow-scripts");
    // What a recording says is escaped in its page, so these elements are the template's own.
    const put = (page, tag, content) => page.replace(`<${tag}></${tag}>`, () => `<${tag}>${content}</${tag}>`);
    frame.srcdoc = put(put(text, "style", data.style), "script", data.script);
    button.replaceWith(frame);
    frame.focus();
  }

  $("filter").addEventListener("submit", (ev) => ev.preventDefault());
  for (const id of ["words", "state", "kind"]) $(id).addEventListener("input", choose);
  $("more").addEventListener("click", () => {
    const last = $("list").lastElementChild;
    draw();
    if (last && last.nextElementSibling) last.nextElementSibling.firstElementChild.focus();
  });
  document.addEventListener("keydown", (ev) => {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(ev.target.tagName)) {
      if (ev.key === "Escape") ev.target.blur();
      return;
    }
    const all = [...$("list").children].map((d) => d.firstElementChild);
    const at = all.findIndex((s) => s.parentNode.contains(document.activeElement));
    const to = { j: all[at + 1], k: all[Math.max(0, at - 1)], "/": $("words") }[ev.key];
    if (!to) return;
    ev.preventDefault();
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  });

  // The tests.
  let tests = 0;
  function drawTests() {
    for (const t of data.tests.slice(tests, tests + atOnce)) {
      const r = el("tr"), name = el("td", "", t.name);
      name.append(el("small", "", t.package));
      const verdict = el("td", t.verdict === "fail" ? "fail" : t.verdict === "error" ? "error" : "", t.verdict + (t.findings > 1 ? " (" + t.findings + ")" : ""));
      const curve = el("td");
      if (t.spark) {
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), p = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
        svg.setAttribute("viewBox", "0 0 100 24");
        svg.setAttribute("aria-hidden", "true");
        p.setAttribute("points", t.spark);
        svg.append(p);
        curve.append(svg);
      }
      if (t.says) curve.append(el("small", "", t.says));
      r.append(name, verdict, el("td", "", t.runs), el("td", "", t.distinct), curve, el("td", "", t.seconds.toFixed(2)));
      $("tests").append(r);
    }
    tests = Math.min(data.tests.length, tests + atOnce);
    $("moretests").hidden = tests >= data.tests.length;
    $("moretests").textContent = "more: " + (data.tests.length - tests) + " are not shown";
  }
  $("moretests").addEventListener("click", drawTests);

  choose();
  drawTests();
  document.body.dataset.ready = "yes";
})();
