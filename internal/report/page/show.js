"use strict";
// The schedule of a recording, to walk through step by step. `data` is pageData of the
// program that wrote this page. All text is set as text, never as markup.
(function () {
  const $ = (id) => document.getElementById(id);
  const rowHeight = 28, numbers = 44;
  let rows = [];      // indexes of the steps that are drawn
  let rowOf = new Map(); // step -> its row
  let lanes = [], laneOf = new Map(), laneWidth = 180;
  let current = 0;    // a step
  let marked = null;  // {file, line} shown instead of the step's own

  function el(tag, cls, text) {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function svg(tag, attrs) {
    const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
    return e;
  }
  const hue = (g) => (g * 67 + 205) % 360;
  const laneX = (g) => numbers + laneOf.get(g) * laneWidth;
  const short = (file) => file.slice(file.lastIndexOf("/") + 1);

  const edgesIn = new Map(), edgesOut = new Map();
  for (const e of data.edges || []) {
    if (!edgesIn.has(e.to)) edgesIn.set(e.to, []);
    if (!edgesOut.has(e.from)) edgesOut.set(e.from, []);
    edgesIn.get(e.to).push(e);
    edgesOut.get(e.from).push(e);
  }

  function choose(all) {
    rows = [];
    rowOf = new Map();
    const used = new Set();
    data.steps.forEach((s, i) => {
      if (!all && !s.v) return;
      rowOf.set(i, rows.length);
      rows.push(i);
      if (s.k !== "clock") used.add(s.g);
    });
    lanes = data.lanes.filter((l) => used.has(l.g));
    laneOf = new Map(lanes.map((l, i) => [l.g, i]));
  }

  function draw() {
    const room = $("schedule").clientWidth - numbers - 4;
    laneWidth = Math.max(150, Math.min(200, Math.floor(room / Math.max(1, lanes.length))));
    const width = numbers + laneWidth * lanes.length, height = rows.length * rowHeight;
    const code = room - laneWidth * lanes.length > 120; // there is room for the lines of source
    const heads = $("heads");
    heads.replaceChildren();
    const corner = el("span", "dim", "step");
    corner.style.width = numbers + "px";
    heads.append(corner);
    for (const l of lanes) {
      const h = el("span");
      h.style.width = laneWidth + "px";
      h.style.setProperty("--hue", hue(l.g));
      h.title = l.from;
      h.append(el("b", "", l.name), el("small", "", l.from));
      heads.append(h);
    }
    if (code) heads.append(el("span", "dim", "the line of source"));
    const box = $("rows");
    box.replaceChildren();
    box.style.width = width + "px";
    box.style.minWidth = "100%";
    box.append(lines(width, height));
    let last = null;
    rows.forEach((i, r) => {
      const s = data.steps[i];
      const row = el("div", "row");
      row.append(el("span", "n", s.n));
      const op = el("span", "op " + s.k, s.w);
      op.title = s.w + (s.f ? "\n" + s.f + ":" + s.l : "");
      if (s.k !== "clock") {
        op.style.left = laneX(s.g) + "px";
        op.style.maxWidth = laneWidth - 8 + "px";
        op.style.setProperty("--hue", hue(s.g));
        if (last !== null && last !== s.g) row.classList.add("switch");
        last = s.g;
      }
      row.append(op);
      const line = code && s.f && (data.files[s.f] || [])[s.l - 1];
      if (line) {
        const c = el("span", "text", line.trim());
        c.style.left = width + "px";
        row.append(c);
      }
      row.addEventListener("click", () => go(i));
      box.append(row);
    });
  }

  // lines draws the lives of the goroutines, their waits, and the happens-before arrows.
  function lines(width, height) {
    const pic = svg("svg", { width, height });
    const defs = svg("defs", {});
    for (const [id, fill] of [["tip", "var(--dim)"], ["tip-now", "var(--accent)"]]) {
      const m = svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto", markerUnits: "userSpaceOnUse" });
      m.append(svg("path", { d: "M0 0L8 4L0 8z", style: "fill:" + fill }));
      defs.append(m);
    }
    pic.append(defs);
    const mid = (r) => r * rowHeight + rowHeight / 2;
    const seen = new Map();
    rows.forEach((i, r) => {
      const s = data.steps[i];
      if (s.k === "clock") return;
      const before = seen.get(s.g);
      if (before) life(s.g, before, r);
      seen.set(s.g, { r, wait: s.k === "wait", end: s.k === "end" || s.k === "panic" });
    });
    for (const [g, before] of seen) if (!before.end) life(g, before, rows.length);
    function life(g, from, to) {
      const x = laneX(g) + 2;
      pic.append(svg("line", { class: from.wait ? "waiting" : "life", x1: x, x2: x, y1: mid(from.r), y2: to === rows.length ? height : mid(to) }));
    }
    for (const e of data.edges || []) {
      const a = rowOf.get(e.from), b = rowOf.get(e.to);
      if (a === undefined || b === undefined) continue;
      const x1 = laneX(data.steps[e.from].g) + 14, y1 = mid(a) + 9;
      const x2 = laneX(data.steps[e.to].g) + 14, y2 = mid(b) - 12;
      const bend = Math.max(10, Math.min(60, (y2 - y1) / 2));
      const p = svg("path", { class: "edge", d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`, "marker-end": "url(#tip)" });
      p.edge = e;
      pic.append(p);
    }
    return pic;
  }

  function go(i) {
    current = i;
    marked = null;
    show();
  }

  function show() {
    const r = rowOf.get(current);
    for (const e of document.querySelectorAll(".row.now")) e.classList.remove("now");
    const row = document.querySelectorAll("#rows .row")[r];
    if (row) {
      row.classList.add("now");
      const box = $("schedule"), top = row.offsetTop + $("heads").offsetHeight;
      if (top - $("heads").offsetHeight - rowHeight < box.scrollTop) box.scrollTop = row.offsetTop - rowHeight;
      if (top + 3 * rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + 3 * rowHeight - box.clientHeight;
      const op = row.querySelector(".op");
      if (op.offsetLeft < box.scrollLeft + numbers) box.scrollLeft = op.offsetLeft - numbers;
      if (op.offsetLeft + laneWidth > box.scrollLeft + box.clientWidth) box.scrollLeft = op.offsetLeft + laneWidth - box.clientWidth;
    }
    for (const p of document.querySelectorAll("#rows .edge")) {
      const now = p.edge.from === current || p.edge.to === current;
      p.classList.toggle("now", now);
      p.setAttribute("marker-end", now ? "url(#tip-now)" : "url(#tip)");
      if (now) p.parentNode.append(p);
    }
    showStep();
    showSource();
    showStates();
  }

  function showStep() {
    const s = data.steps[current], box = $("step");
    box.replaceChildren();
    if (!s) return;
    box.append(el("h2", "", s.k === "clock" ? s.w : "g" + s.g + "  " + s.w));
    box.append(el("p", "dim", "step " + s.n + " of " + data.total + (s.f ? " · " + s.f + ":" + s.l : "") + (s.fn ? " · " + s.fn : "")));
    for (const e of edgesIn.get(current) || []) box.append(because("comes after ", e.from, e.why));
    for (const e of edgesOut.get(current) || []) box.append(because("comes before ", e.to, ""));
    if (s.c) box.append(el("p", "dim", s.c));
  }
  function because(word, i, why) {
    const p = el("p"), s = data.steps[i];
    const a = el("a", "", "step " + s.n + ": g" + s.g + " " + s.w);
    a.addEventListener("click", () => go(i));
    p.append(word, a);
    if (why) p.append(", which " + (why === "go" ? "starts it" : why));
    return p;
  }

  // place is where the goroutine of the current step is: at its step, or, if that is not in
  // the user's code, at its last one that is.
  function place() {
    const g = (data.steps[current] || {}).g;
    for (let i = current; i >= 0 && data.steps[i]; i--) {
      const s = data.steps[i];
      if (s.g === g && s.k !== "clock" && s.f) return { file: s.f, line: s.l };
    }
    return {};
  }

  let shownFile = null;
  function showSource() {
    const box = $("source");
    const { file, line } = marked || place();
    const text = file && data.files[file];
    if (!text) {
      shownFile = null;
      box.replaceChildren(el("p", "none", file ? "The source of " + file + " is not here." : "No step of this goroutine was in your code yet."));
      return;
    }
    if (shownFile !== file) {
      shownFile = file;
      box.replaceChildren(el("div", "file", file));
      text.forEach((t, i) => {
        const d = el("div", "line");
        d.append(el("i", "", i + 1), t);
        box.append(d);
      });
    }
    for (const e of box.querySelectorAll(".current")) e.classList.remove("current");
    const at = box.querySelectorAll(".line")[line - 1];
    if (!at) return;
    at.classList.add("current");
    box.scrollTop = at.offsetTop - box.offsetTop - box.clientHeight / 2 + 20;
    box.scrollLeft = 0;
  }

  function showStates() {
    const state = new Map();
    for (let i = 0; i <= current && i < data.steps.length; i++) {
      for (const d of data.steps[i].d || []) state.set(d.g, d.s);
    }
    const s = data.steps[current], box = $("states");
    box.replaceChildren();
    if (!s) return;
    for (const l of lanes) {
      const g = el("span", "g", l.name);
      g.style.setProperty("--hue", hue(l.g));
      let text = state.get(l.g) || "has not begun", cls = "idle";
      if (l.g === s.g && !["wait", "end", "clock", "never"].includes(s.k)) {
        text = "is running: " + s.w;
        cls = "running";
      } else if (text.includes("blocks")) cls = "waits";
      else if (text.startsWith("can")) cls = "";
      box.append(g, el("span", cls, text));
    }
  }

  function move(by) {
    const r = rowOf.get(current) + by;
    if (r >= 0 && r < rows.length) go(rows[r]);
  }
  function jump(by) { // to the next step that another goroutine makes
    let r = rowOf.get(current);
    const g = data.steps[current].g;
    do r += by; while (rows[r] !== undefined && (data.steps[rows[r]].g === g || data.steps[rows[r]].k === "clock"));
    if (rows[r] !== undefined) go(rows[r]);
    else go(by > 0 ? rows[rows.length - 1] : rows[0]);
  }
  function every(all) {
    $("all").checked = all;
    choose(all);
    if (!rowOf.has(current)) current = rows.find((i) => i >= current) ?? rows[rows.length - 1] ?? 0;
    draw();
    show();
  }

  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    n: () => jump(1), p: () => jump(-1), ArrowRight: () => jump(1), ArrowLeft: () => jump(-1),
    Home: () => go(rows[0]), End: () => go(rows[rows.length - 1]),
    a: () => every(!$("all").checked), "?": () => $("keys").showModal(),
  };
  document.addEventListener("keydown", (ev) => {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || $("keys").open || !keys[ev.key]) return;
    ev.preventDefault();
    if (rows.length || ev.key === "?" || ev.key === "a") keys[ev.key]();
  });
  const buttons = { first: "Home", prev: "k", next: "j", switch: "n", last: "End", help: "?" };
  for (const [id, key] of Object.entries(buttons)) $(id).addEventListener("click", () => rows.length || key === "?" ? keys[key]() : 0);
  $("all").addEventListener("change", (ev) => every(ev.target.checked));
  for (const b of document.querySelectorAll("button.code")) {
    b.addEventListener("click", () => {
      marked = { file: b.dataset.file, line: Number(b.dataset.line) };
      showSource();
      $("source").scrollIntoView({ block: "nearest" });
    });
  }
  let resized;
  window.addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { draw(); show(); }, 100); });
  document.body.dataset.ready = "yes";
  data.steps = data.steps || [];
  data.lanes = data.lanes || [];
  const any = data.steps.some((s) => s.v);
  current = Math.max(0, data.steps.findIndex((s) => s.f && (s.v || !any)));
  every(!any);
})();
