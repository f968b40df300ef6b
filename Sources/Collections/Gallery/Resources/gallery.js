"use strict";

// The gallery's behaviour: a grid of which only the rows in sight exist, filters and search, and a page for each work.
// Nothing is fetched: data comes as scripts, so that the gallery works from a disk and from IPFS alike.

(() => {
  const collection = window.LIKENESS_COLLECTION;
  const works = collection.works;
  const byNumber = new Map(works.map((work, index) => [work.number, index]));
  const page = {};
  for (const id of ["tools", "search", "more", "filters", "order", "found", "clear", "grid", "work"]) {
    page[id] = document.getElementById(id);
  }

  // Words -------------------------------------------------------------------------------------------------------------

  const numbers = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat("en-GB", { style: "percent", maximumSignificantDigits: 2 });
  const states = { waiting: "Not made yet", running: "Being made", failed: "Could not be made" };
  const roles = { master: "Master", image: "Image", preview: "Preview", thumbnail: "Thumbnail", mask: "Mask", proof: "Proof" };

  const count = (many) => `${numbers.format(many)} work${many === 1 ? "" : "s"}`;
  const nameOf = (work) => work.title ?? work.name;

  function bytes(size) {
    const units = ["bytes", "kB", "MB", "GB"];
    let unit = 0;
    while (size >= 1000 && unit < 3) { size /= 1000; unit += 1; }
    return `${new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 }).format(size)} ${units[unit]}`;
  }

  /** What a work has of an attribute, as text; null for nothing. */
  function textOf(work, attribute) {
    const held = work.attributes[attribute];
    if (held === null) return null;
    return collection.attributes[attribute].values[held].value;
  }

  /** An element with attributes, listeners (`on…`) and children; nothing is ever read as HTML. */
  function make(name, settings = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(settings)) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  // Filters, search, order --------------------------------------------------------------------------------------------

  /** By name: which values there are, how often, and which of them a work has. */
  const filters = [];

  function addFilter(label, names, valueOf) {
    const values = tally(names, valueOf);
    if (values.filter((value) => value.count > 0).length < 2) return;
    const list = make("select", { onchange: choose });
    list.append(make("option", { value: "" }, "All"));
    for (const { index, text, count } of values) {
      if (count > 0) list.append(make("option", { value: index }, `${text} (${numbers.format(count)})`));
    }
    page.filters.append(make("label", {}, make("span", {}, label), list));
    filters.push({ label, list, valueOf });
  }

  /** How many of the works that are here have each value; those that have none come last. */
  function tally(names, valueOf) {
    const counts = new Array(names.length).fill(0);
    for (const work of works) if (valueOf(work) >= 0) counts[valueOf(work)] += 1;
    const values = names.map((text, index) => ({ index, text, count: counts[index] }));
    return [...values, { index: -1, text: "None", count: works.length - counts.reduce((sum, count) => sum + count, 0) }];
  }

  function addFilters() {
    collection.attributes.forEach((attribute, place) => {
      if (attribute.kind !== "text") return;
      addFilter(attribute.name, attribute.values.map((value) => value.value), (work) => work.attributes[place] ?? -1);
    });
    addFilter("Source", collection.sources, (work) => work.source);
    addFilter("Target", collection.targets, (work) => work.target);
  }

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** What the search looks through, made at the first search. */
  let texts = null;

  function textsOfWorks() {
    texts ??= works.map((work) => plain([
      `#${work.number}`, work.name, work.title ?? "", collection.sources[work.source], collection.targets[work.target],
      ...collection.attributes.map((_, place) => textOf(work, place) ?? ""),
    ].join("\n")));
    return texts;
  }

  /** Indices of the works that are shown, in their order. */
  let shown = [];

  function choose() {
    const asked = filters.filter(({ list }) => list.value !== "").map(({ list, valueOf }) => [valueOf, Number(list.value)]);
    const words = plain(page.search.value).split(/\s+/).filter((word) => word !== "");
    const texts = words.length > 0 ? textsOfWorks() : null;
    shown = [];
    works.forEach((work, index) => {
      if (!asked.every(([valueOf, value]) => valueOf(work) === value)) return;
      if (texts !== null && !words.every((word) => texts[index].includes(word))) return;
      shown.push(index);
    });
    if (page.order.value === "rarity") shown.sort((a, b) => works[a].rank - works[b].rank || a - b);
    page.found.textContent = shown.length === works.length ? count(works.length) : `${numbers.format(shown.length)} of ${count(works.length)}`;
    page.clear.hidden = shown.length === works.length;
    page.more.textContent = asked.length > 0 ? `Filters (${asked.length})` : "Filters";
    const top = page.tools.offsetTop;
    if (window.scrollY > top && !page.work.open) window.scrollTo(0, top);
    grid.reset();
  }

  function showAll() {
    page.search.value = "";
    for (const { list } of filters) list.value = "";
    choose();
  }

  /** Shows the works that have one value, from a work's page. */
  function showOnly(label, value) {
    for (const filter of filters) filter.list.value = filter.label === label ? String(value) : "";
    page.search.value = "";
    leave();
    choose();
    page.found.scrollIntoView({ block: "nearest" });
  }

  // The grid ----------------------------------------------------------------------------------------------------------

  const grid = (() => {
    /** Up to so many works, all cards exist: the browser's own search then finds them. */
    const few = 300;
    /** Rows beyond the window's edges. */
    const spare = 3;
    let cards = new Map();
    let [columns, rowHeight] = [1, 1];

    function card(place) {
      const work = works[shown[place]];
      const label = nameOf(work);
      let frame;
      if (work.thumbnail) {
        const form = work.width > work.height * cell ? "wide" : "tall";
        frame = make("span", { class: "frame" }, make("img", {
          class: form, src: work.thumbnail, alt: `${label}: ${pairing(work)}`, width: work.width, height: work.height,
          loading: "lazy", decoding: "async",
        }));
      } else {
        frame = make("span", { class: work.state ? "frame empty unmade" : "frame empty" }, work.state ? states[work.state] : `#${work.number}`);
      }
      // Many titles hold the number already.
      const isTold = new RegExp(`(^|\\D)0*${work.number}(\\D|$)`).test(label);
      const mark = page.order.value === "rarity" ? `rank ${numbers.format(work.rank)}` : isTold ? "" : `#${work.number}`;
      const link = make("a", { href: `#${work.number}` }, frame,
        make("span", { class: "caption" }, make("span", { class: "name" }, label), make("span", { class: "mark" }, mark)));
      return make("li", { class: "card", "aria-setsize": shown.length, "aria-posinset": place + 1 }, link);
    }

    function measure() {
      const style = getComputedStyle(page.grid);
      columns = style.gridTemplateColumns.split(" ").length;
      const first = page.grid.querySelector(".card");
      rowHeight = (first?.offsetHeight ?? 300) + parseFloat(style.rowGap || "0");
    }

    function draw() {
      const rows = Math.ceil(shown.length / columns);
      const above = window.scrollY - page.grid.offsetTop;
      let [first, last] = [0, rows];
      if (shown.length > few) {
        first = Math.min(Math.max(0, Math.floor(above / rowHeight) - spare), Math.max(0, rows - 1));
        last = Math.min(rows, Math.ceil((above + window.innerHeight) / rowHeight) + spare);
        last = Math.max(last, first + 1);
      }
      const [from, to] = [first * columns, Math.min(shown.length, last * columns)];
      for (const [place, element] of cards) {
        if (place >= from && place < to) continue;
        element.remove();
        cards.delete(place);
      }
      let next = page.grid.firstElementChild;
      for (let place = from; place < to; place += 1) {
        let element = cards.get(place);
        if (element === undefined) {
          element = card(place);
          cards.set(place, element);
          page.grid.insertBefore(element, next);
        }
        next = element.nextElementSibling;
      }
      // What is not there keeps its room.
      page.grid.style.paddingTop = `${first * rowHeight}px`;
      page.grid.style.paddingBottom = `${Math.max(0, rows - last) * rowHeight}px`;
    }

    function reset() {
      cards = new Map();
      page.grid.replaceChildren();
      page.grid.style.paddingTop = page.grid.style.paddingBottom = "0";
      if (shown.length === 0) {
        page.grid.append(make("li", { class: "none" }, "No work is like this. Search for less, or show all."));
        return;
      }
      cards.set(0, card(0));
      page.grid.append(cards.get(0));
      measure();
      draw();
    }

    let isAsked = false;
    function later() {
      if (isAsked || shown.length <= few) return;
      isAsked = true;
      requestAnimationFrame(() => { isAsked = false; draw(); });
    }

    /** Brings the card at a place into being and gives it the keyboard. */
    function focus(place) {
      if (shown.length > few && !cards.has(place)) {
        const top = page.grid.offsetTop + Math.floor(place / columns) * rowHeight;
        window.scrollTo(0, Math.max(0, top - window.innerHeight / 2 + rowHeight / 2));
        draw();
      }
      cards.get(place)?.querySelector("a").focus();
    }

    function keys(event) {
      const current = [...cards].find(([, element]) => element.contains(document.activeElement))?.[0];
      if (current === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      const screen = columns * Math.max(1, Math.floor(window.innerHeight / rowHeight));
      const steps = {
        ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, PageUp: -screen, PageDown: screen,
        Home: -current, End: shown.length - 1 - current,
      };
      if (!(event.key in steps)) return;
      event.preventDefault();
      focus(Math.min(Math.max(0, current + steps[event.key]), shown.length - 1));
    }

    window.addEventListener("scroll", later, { passive: true });
    new ResizeObserver(() => {
      const before = [columns, rowHeight];
      measure();
      if (before[0] !== columns || before[1] !== rowHeight) draw();
    }).observe(page.grid);
    page.grid.addEventListener("keydown", keys);
    return { reset, focus };
  })();

  /** Width over height of the grid's cells. */
  let cell = 0.8;

  /** Cells have the proportions of the work in the middle, so that a collection of one form hangs flush. */
  function fitCells() {
    const ratios = works.filter((work) => work.width && work.height).map((work) => work.width / work.height);
    if (ratios.length === 0) return;
    ratios.sort((a, b) => a - b);
    cell = Math.min(Math.max(ratios[ratios.length >> 1], 0.6), 1.6);
    page.grid.style.setProperty("--cell", String(cell));
  }

  // A work's page -----------------------------------------------------------------------------------------------------

  const pairing = (work) => `${collection.sources[work.source]} in ${collection.targets[work.target]}`;

  /** Reads the script that tells more of a work; nothing where the work is not made. */
  function details(index) {
    const work = works[index];
    const known = () => window.LIKENESS_WORKS?.[work.number] ?? null;
    if (work.state || known()) return Promise.resolve(known());
    const part = String(Math.floor(index / collection.works_each) + 1).padStart(3, "0");
    return new Promise((resolve) => {
      const script = make("script", { src: `data/works-${part}.js` });
      const end = () => { script.remove(); resolve(known()); };
      script.addEventListener("load", end);
      script.addEventListener("error", end);
      document.head.append(script);
    });
  }

  /** Target and result over each other, with a bar between them that pointer and keyboard move. */
  function stage(work, told) {
    const label = nameOf(work);
    const pair = make("div", { class: "pair" });
    const figure = make("figure", { class: "stage" }, pair);
    if (work.width && work.height) figure.style.setProperty("--ratio", String(work.width / work.height));
    if (!told?.result) {
      pair.append(make("span", { class: "empty" }, work.state ? states[work.state] : "The picture is not part of this gallery."));
      return figure;
    }
    pair.append(make("img", { class: "result", src: told.result, alt: `${label}: ${pairing(work)}, an AI composite`, draggable: "false" }));
    if (!told.before) return figure;

    pair.classList.add("divided");
    const slider = make("input", { type: "range", min: 0, max: 100, step: 1, value: 12, "aria-label": "How much of the target is shown before the work" });
    const move = (percent) => {
      const at = Math.min(100, Math.max(0, percent));
      slider.value = at;
      slider.setAttribute("aria-valuetext", `${Math.round(at)} % target, ${100 - Math.round(at)} % work`);
      pair.style.setProperty("--at", `${at}%`);
    };
    slider.addEventListener("input", () => move(Number(slider.value)));
    const follow = (event) => {
      const box = pair.getBoundingClientRect();
      move((event.clientX - box.left) / box.width * 100);
    };
    pair.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      slider.focus({ preventScroll: true });
      pair.setPointerCapture(event.pointerId);
      follow(event);
    });
    pair.addEventListener("pointermove", (event) => { if (pair.hasPointerCapture(event.pointerId)) follow(event); });
    pair.append(
      make("img", { class: "before", src: told.before, alt: `The target: ${collection.targets[work.target]}`, draggable: "false" }),
      slider, make("span", { class: "divider", "aria-hidden": "true" }));
    figure.append(make("figcaption", { class: "sides" },
      make("button", { type: "button", onclick: () => move(100) }, "Target"),
      make("button", { type: "button", onclick: () => move(0) }, "Work")));
    move(12);
    return figure;
  }

  function traits(work) {
    const rows = collection.attributes.map((attribute, place) => {
      const held = work.attributes[place];
      if (held === null) return null;
      const { value: text, count: many } = attribute.values[held];
      const isFiltered = filters.some(({ label }) => label === attribute.name);
      const value = isFiltered
        ? make("button", { type: "button", class: "value", title: "Show all works that have this", onclick: () => showOnly(attribute.name, held) }, text)
        : make("span", {}, text);
      return make("li", {}, make("span", { class: "trait" }, attribute.name), value,
        make("span", { class: "share" }, `${numbers.format(many)} · ${percents.format(many / collection.planned)}`),
        make("meter", { min: 0, max: collection.planned, value: many, "aria-label": `${many} of ${collection.planned}` }));
    });
    if (rows.every((row) => row === null)) return null;
    return make("section", {}, make("h3", {}, "Traits"),
      make("dl", { class: "score" },
        make("div", {}, make("dt", {}, "Rarity"), make("dd", {}, `${numbers.format(work.information)} bits`)),
        make("div", {}, make("dt", {}, "Rank"), make("dd", {}, `${numbers.format(work.rank)} of ${numbers.format(collection.planned)}`))),
      make("ul", { class: "traits" }, rows));
  }

  /** A text that is too long to read, with a button that copies it. */
  function code(text, what) {
    const button = make("button", { type: "button", class: "copy", "aria-label": `Copy ${what}` }, "Copy");
    const line = make("code", { title: text }, text);
    button.addEventListener("click", async () => {
      let isCopied = true;
      try { await navigator.clipboard.writeText(text); } catch {
        // Browsers that give pages from a disk no clipboard still copy what is selected.
        getSelection().selectAllChildren(line);
        isCopied = document.execCommand("copy");
      }
      button.textContent = isCopied ? "Copied" : "Selected";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    return make("dd", { class: "code" }, line, button);
  }

  function credentials(told) {
    if (!told.manifest && !told.signer) return null;
    const rows = [];
    if (told.signer) rows.push(make("dt", {}, "Signed by"), make("dd", {}, told.signer));
    if (told.manifest) rows.push(make("dt", {}, "Manifest"), code(told.manifest, "the manifest’s name"));
    if (told.root) rows.push(make("dt", {}, "Authority"), make("dd", {}, make("a", { href: told.root, download: true }, told.root)));
    return make("section", {}, make("h3", {}, "Content Credentials"), make("dl", { class: "pairs" }, rows));
  }

  function making(told) {
    const rows = [];
    const add = (name, text) => { if (text) rows.push(make("dt", {}, name), make("dd", {}, text)); };
    add("Date", told.created.slice(0, 10));
    add("Swapper", told.swapper);
    add("Models", told.models?.join(", "));
    add("Engine", told.engine);
    add("Label", told.label);
    return make("section", {}, make("h3", {}, "How it was made"), make("dl", { class: "pairs" }, rows));
  }

  function files(told) {
    return make("section", {}, make("h3", {}, "Files"), told.files.map((file) => make("details", {},
      make("summary", {}, `${roles[file.role] ?? file.role} `,
        make("span", { class: "quiet" }, `${file.width} × ${file.height} · ${file.media_type.replace("image/", "")} · ${bytes(file.bytes)}`)),
      make("dl", { class: "pairs" },
        make("dt", {}, "SHA-256"), code(file.sha256, `the SHA-256 of ${file.file}`),
        Object.entries(file.cids).sort().reverse().map(([profile, cid]) => [
          make("dt", {}, `CID, ${profile}`), code(cid, `the CID of ${file.file}`)]).flat()))));
  }

  function bar(place) {
    const step = (by) => () => { location.replace(`#${works[shown[place + by]].number}`); };
    const button = (text, label, by) => make("button", {
      type: "button", "aria-label": label, title: label, disabled: place === -1 || shown[place + by] === undefined, onclick: step(by),
    }, text);
    const where = place === -1 ? "" : `${numbers.format(place + 1)} of ${numbers.format(shown.length)}`;
    return make("div", { class: "bar" }, make("span", { class: "place" }, where),
      button("←", "Previous work", -1), button("→", "Next work", 1),
      make("button", { type: "button", "aria-label": "Close", title: "Close", class: "close", onclick: leave }, "✕"));
  }

  /** The number whose page is open; null where none is. */
  let open = null;

  async function show(index) {
    const work = works[index];
    open = work.number;
    const told = await details(index);
    if (open !== work.number) return;
    const place = shown.indexOf(index);
    const facts = make("div", { class: "facts" },
      make("h2", { id: "work-title" }, nameOf(work)),
      make("p", { class: "pairing" }, `${collection.sources[work.source]} in ${collection.targets[work.target]}`),
      make("p", { class: "composite" }, make("b", {}, "AI composite."), " The face was put there by software."),
      traits(work), told ? credentials(told) : null, told ? making(told) : null, told ? files(told) : null);
    const turned = document.activeElement?.closest?.(".bar button")?.getAttribute("aria-label");
    page.work.replaceChildren(make("div", { class: "sheet" }, bar(place), stage(work, told), facts));
    document.title = `${nameOf(work)} – ${collection.title}`;
    if (!page.work.open) page.work.showModal();
    page.work.scrollTop = 0;
    const again = turned && page.work.querySelector(`.bar button[aria-label="${turned}"]:enabled`);
    (again || page.work.querySelector("input") || page.work.querySelector(".close")).focus({ preventScroll: true });
  }

  /** Closes the page; its address goes, and the keyboard is where it was. */
  function leave() {
    history.pushState(null, "", location.href.split("#")[0]);
    route();
  }

  function route() {
    const index = byNumber.get(Number(location.hash.slice(1) || NaN));
    if (index !== undefined) return void show(index);
    if (open === null) return;
    const place = shown.indexOf(byNumber.get(open));
    open = null;
    page.work.close();
    page.work.replaceChildren();
    document.title = collection.title;
    if (place !== -1) grid.focus(place);
  }

  page.work.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  page.work.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || event.target.matches("input") || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = shown[shown.indexOf(byNumber.get(open)) + by];
    if (next !== undefined) location.replace(`#${works[next].number}`);
  });

  // Begin -------------------------------------------------------------------------------------------------------------

  addFilters();
  fitCells();
  page.tools.hidden = false;
  page.tools.classList.toggle("bare", filters.length === 0);
  page.tools.classList.toggle("many", filters.length > 5);
  page.more.addEventListener("click", () => {
    page.more.setAttribute("aria-expanded", String(page.tools.classList.toggle("open")));
  });
  page.search.addEventListener("input", choose);
  page.order.addEventListener("change", choose);
  page.clear.addEventListener("click", showAll);
  page.tools.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", route);
  choose();
  route();
})();
