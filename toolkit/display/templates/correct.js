// The views of `toolkit.correct`: an article to correct, and the checks of an audit, by clicks and
// keys. view.js stands above it. What a person does is sent to the kernel, which writes it into a
// file, and answers with all that is to be shown.

const PATIENCE = 8000; // milliseconds until a kernel that does not answer is told
const FIELDS = ["speaker", "kind", "role", "gender", "relay", "form", "act"];
const STANCES = { against: "a", neither: "0", for: "f" };

class Desk {
  constructor(model) {
    this.model = model;
    this.status = make("p", { class: "tk-status", role: "status" });
    this.bar = make("progress", { "aria-label": "Checked" });
    this.count = make("span", {});
    this.text = make("div", { class: "tk-text", role: "region", "aria-label": "The article", tabindex: "0" });
    this.panel = make("div", { class: "tk-panel", role: "region", "aria-label": "What is decided" });
    this.root = make(
      "div",
      {
        class: "toolkit-view toolkit-correct", role: "group", tabindex: "0", "aria-label": this.name,
        "data-lm-suppress-shortcuts": "true", // else JupyterLab takes keys such as d for its own
        onkeydown: (event) => this.press(event),
      },
      make("div", { class: "tk-row" }, ...this.makeTools(), this.bar, this.count),
      this.status,
      make("div", { class: "tk-columns" }, this.text, this.panel),
    );
    this.show = () => {
      clearTimeout(this.waiting);
      this.raw = model.get("data");
      this.data = convertOffsets(this.raw);
      this.draw();
    };
    model.on("change:data", this.show);
    this.show();
  }

  draw() {
    const { done, all, told, fault, undo } = this.data;
    this.bar.max = Math.max(all, 1);
    this.bar.value = done;
    this.count.textContent = `${done} of ${all} checked`;
    this.status.textContent = told;
    this.status.classList.toggle("tk-fault", fault);
    this.undo.disabled = !undo;
    const { scrollTop } = this.text;
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    this.drawText();
    this.text.scrollTop = scrollTop;
    this.drawPanel();
    if (!focused) return;
    const field = focused.name && this.panel.querySelector(`[name="${focused.name}"]`);
    (field || this.root).focus({ preventScroll: true });
  }

  makeTools() {
    this.undo = this.makeButton("z", "Undo", () => this.send({ do: "undo" }));
    return [
      this.makeButton("k", "Back", () => this.step(-1)),
      this.makeButton("j", "Next", () => this.step(1)),
      this.undo,
    ];
  }

  makeButton(key, words, onclick, attributes = {}) {
    return make("button", { type: "button", "data-key": key, onclick, ...attributes }, make("kbd", {}, key), words);
  }

  send(message) {
    this.status.textContent = "Writing \u2026";
    this.status.classList.remove("tk-fault");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.status.textContent = "Not written: nothing answers. Run the cell again, and see that its kernel is running.";
      this.status.classList.add("tk-fault");
    }, PATIENCE);
    this.model.send(message);
  }

  press(event) {
    if (event.target.closest("input, select")) {
      // Leaving a field sends what was typed; a form sends itself.
      if (event.key === "Escape") event.target.value = event.target.defaultValue ?? event.target.value;
      const isTyped = event.key === "Enter" && !event.target.form;
      if (isTyped || event.key === "Escape") this.root.focus({ preventScroll: true });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = [...this.root.querySelectorAll("[data-key]")].find(
      (each) => each.dataset.key === event.key.toLowerCase() && !each.disabled,
    );
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  }

  drawBlocks(layers, decorate) {
    const blocks = this.data.blocks.map((block) =>
      make("p", { class: `tk-${block.kind}` }, ...cutPieces(block, layers).flatMap((piece) => decorate(piece))),
    );
    this.text.replaceChildren(...blocks);
  }
}

class Corrector extends Desk {
  get name() {
    return "Correct the article by clicks";
  }

  constructor(model) {
    super(model);
    this.text.addEventListener("click", (event) => this.click(event));
    this.select = () => this.drawSelection();
    document.addEventListener("selectionchange", this.select);
  }

  // --- what is chosen: a quotation by its first and last character, or a mention

  get chosen() {
    return this.data.quotations.find(({ place }) => `${place}` === `${this.place}`);
  }

  click(event) {
    if (this.readSelection()) return;
    const { quotation, mention } = event.target.closest("[data-start]")?.dataset ?? {};
    if (event.target.closest("button")) return;
    this.mention = mention === undefined ? null : Number(mention);
    this.choose(quotation === undefined ? null : this.data.quotations[quotation].place);
  }

  choose(place) {
    this.place = place;
    this.draw();
    this.root.focus({ preventScroll: true });
  }

  step(by) {
    const { quotations } = this.data;
    if (!quotations.length) return;
    const at = quotations.indexOf(this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : quotations.length - 1) : (at + by + quotations.length) % quotations.length;
    this.mention = null;
    this.choose(quotations[next].place);
    this.text.querySelector(".tk-now")?.scrollIntoView({ block: "nearest" });
  }

  decide(cells) {
    this.send({ do: "decide", place: this.place, cells });
  }

  // --- the text

  drawText() {
    const layers = this.data.quotations.flatMap((quotation, number) =>
      ["content", "source", "cue", "carried"].flatMap((part) =>
        quotation[part].map((span) => ({ ...span, part, number, quotation })),
      ),
    );
    const mentions = this.data.mentions.map((mention, number) => ({ ...mention, part: "mention", number }));
    this.drawBlocks([...layers, ...mentions], (piece) => this.drawPiece(piece));
  }

  drawPiece({ start, end, layers }) {
    const length = ({ quotation }) => quotation.place[1] - quotation.place[0];
    const contents = layers.filter(({ part }) => part === "content").sort((one, other) => length(one) - length(other));
    const [inner] = contents;
    const mention = layers.find(({ part }) => part === "mention");
    const roles = { source: "tk-source", cue: "tk-cue", carried: "tk-relay" };
    const classes = layers.map(({ part }) => roles[part]).filter(Boolean);
    if (inner) classes.push("tk-said", `tk-${inner.quotation.state}`);
    if (inner && inner.quotation === this.chosen) classes.push("tk-now");
    if (mention) classes.push("tk-mention", mention.is_checked ? `tk-${mention.stance}` : "");
    const text = make(
      "span",
      {
        class: classes.join(" "), "data-start": start,
        "data-quotation": inner ? inner.number : null, "data-mention": mention ? mention.number : null,
        style: inner ? `--tk-voice: ${inner.quotation.colour ?? "#808080"}` : null,
      },
      this.data.text.slice(start, end),
    );
    const ended = contents.filter(({ quotation }) => quotation.content.at(-1).end === end);
    return [text, ...ended.map(({ quotation }) => this.drawLabel(quotation))];
  }

  drawLabel(quotation) {
    const chosen = quotation === this.chosen;
    const onclick = () => this.choose(quotation.place);
    return make("button", { class: "tk-label", type: "button", "aria-pressed": String(chosen), onclick }, make("bdi", {}, quotation.name));
  }

  // --- the panel

  drawPanel() {
    const { chosen } = this;
    this.selectionTools = this.makeSelectionTools();
    this.panel.replaceChildren(
      ...(chosen ? this.tellQuotation(chosen) : [make("p", {}, "Choose a quotation in the text, or press j. Select words with the mouse to add one.")]),
      this.selectionTools,
      ...this.tellStances(),
    );
    this.drawSelection();
  }

  tellQuotation(quotation) {
    const head = [
      make("p", { class: "tk-head" }, make("bdi", {}, quotation.name)),
      make("p", {}, make("bdi", {}, quotation.facts)),
    ];
    const isDeleted = quotation.state === "deleted";
    const keep = this.makeButton("y", isDeleted ? "It is a quotation" : "Right as it is", () => {
      this.decide({});
      if (!isDeleted) this.step(1);
    });
    const remove = this.makeButton("d", "No quotation", () => this.send({ do: "delete", place: this.place }));
    if (isDeleted) return [...head, make("div", { class: "tk-row" }, keep)];
    const fields = FIELDS.map((name) => this.makeField(name, quotation));
    const isOpen = quotation.state === "open";
    const named = (isOpen ? quotation.candidates : []).map((speaker) =>
      make("button", { type: "button", onclick: () => this.decide({ speaker }) }, make("bdi", {}, speaker)),
    );
    const perhaps = named.length ? [make("div", { class: "tk-row", role: "group", "aria-label": "Who speaks" }, make("span", {}, "It is:"), ...named)] : [];
    return [...head, make("div", { class: "tk-row" }, keep, remove), ...perhaps, make("div", { class: "tk-fields" }, ...fields)];
  }

  makeField(name, { cells, found }) {
    const onchange = (event) => this.decide({ [name]: event.target.value });
    const choices = this.data.choices[name];
    let field;
    if (name === "speaker" || name === "relay") {
      const list = `tk-${name}-${this.id ?? (this.id = Math.random().toString(36).slice(2))}`;
      field = make("input", { name, value: cells[name], list, autocomplete: "off", onchange });
      const names = make("datalist", { id: list }, ...this.data.choices.speaker.map((value) => make("option", { value })));
      return make("label", {}, name === "relay" ? "relays, ; between" : name, field, names);
    }
    const blank = name in found || cells[name] === "" ? [["", `as found: ${found[name] ?? "nothing"}`]] : [];
    const options = [...blank, ...choices.map((value) => [value, value.replaceAll("_", " ")])];
    field = make("select", { name, onchange }, ...options.map(([value, words]) => make("option", { value }, words)));
    field.value = cells[name];
    return make("label", {}, name, field);
  }

  tellStances() {
    const { chosen } = this;
    const within = (mention) => chosen?.content.some((span) => overlaps(span, mention));
    const shown = this.data.mentions.filter((mention, number) => number === this.mention || within(mention));
    const only = this.mention !== null && this.mention !== undefined ? this.data.mentions[this.mention] : shown.length === 1 ? shown[0] : null;
    return shown.map((mention) =>
      make(
        "div", { class: "tk-row", role: "group", "aria-label": `Stance toward ${mention.target}` },
        make("span", {}, make("bdi", {}, mention.voice), " toward ", make("bdi", {}, mention.target), mention.is_checked ? " \u2713" : ""),
        ...Object.entries(STANCES).map(([stance, key]) => {
          const onclick = () => this.send({ do: "stance", span: this.findPoints(mention), target: mention.target, stance });
          const pressed = { "aria-pressed": String(mention.stance === stance) };
          if (mention === only) return this.makeButton(key, stance, onclick, pressed);
          return make("button", { type: "button", onclick, ...pressed }, stance);
        }),
      ),
    );
  }

  // --- selected words

  makeSelectionTools() {
    const part = (key, name) =>
      this.makeButton(key, `Its ${name}`, () => this.send({ do: "move", place: this.place, part: name, span: this.selected }), { "data-needs": "both" });
    const add = this.makeButton("q", "New quotation", () => {
      this.send({ do: "add", span: this.selected });
      this.place = this.trim(this.selected);
    }, { "data-needs": "selection" });
    return make(
      "div", { class: "tk-row", role: "group", "aria-label": "The selected words are" },
      make("span", {}, "Selected words:"), add, part("c", "content"), part("u", "cue"), part("s", "source"), part("r", "relay"),
    );
  }

  drawSelection() {
    const span = this.readSelection();
    this.selected = span && this.findPoints(span);
    for (const button of this.selectionTools.querySelectorAll("button")) {
      button.disabled = !span || (button.dataset.needs === "both" && !this.chosen);
      button.onmousedown = (event) => event.preventDefault(); // keeps what is selected
    }
  }

  readSelection() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const pieces = [...this.text.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
    if (!pieces.length) return null;
    const [first, last] = [pieces[0], pieces.at(-1)];
    const { startContainer, startOffset, endContainer, endOffset } = range;
    const start = Number(first.dataset.start) + (first.firstChild === startContainer ? startOffset : 0);
    const end = Number(last.dataset.start) + (last.firstChild === endContainer ? endOffset : last.textContent.length);
    return this.data.text.slice(start, end).trim() ? { start, end } : null;
  }

  findPoints({ start, end }) {
    return [start, end].map((place) => [...this.data.text.slice(0, place)].length);
  }

  trim([start, end]) {
    const points = [...this.data.text];
    while (/^\s$/u.test(points[start])) start += 1;
    while (/^\s$/u.test(points[end - 1])) end -= 1;
    return [start, end];
  }

  close() {
    document.removeEventListener("selectionchange", this.select);
  }
}

class Checker extends Desk {
  get name() {
    return "Check a sample by clicks";
  }

  step(by) {
    this.send({ do: "go", by });
  }

  drawText() {
    const { check } = this.data;
    this.drawBlocks(check.end > check.start ? [check] : [], ({ start, end, layers }) => [
      make("span", { class: layers.length ? "tk-now" : null }, this.data.text.slice(start, end)),
    ]);
    requestAnimationFrame(() => this.text.querySelector(".tk-now")?.scrollIntoView({ block: "nearest" }));
  }

  drawPanel() {
    const { check } = this.data;
    const answers = check.labels
      ? check.labels.map((label) =>
          this.makeButton(label[0], label, () => this.answer({ label }), { "aria-pressed": String(label === check.label) }),
        )
      : [this.makeCounts(check)];
    this.panel.replaceChildren(
      make("p", { class: "tk-head" }, `Check ${check.number} of ${this.data.all}, article ${check.article}`),
      ...(check.context ? [make("p", {}, make("bdi", {}, check.context))] : []),
      make("p", { class: "tk-words" }, make("bdi", {}, check.words)),
      make("p", {}, check.question),
      make("div", { class: "tk-row" }, ...answers),
      make("label", {}, "comment", make("input", { name: "comment", value: check.comment, onchange: (event) => this.send({ do: "comment", comment: event.target.value }) })),
    );
  }

  makeCounts(check) {
    const names = check.counts ? { quotations: "quotations that begin here", label: "of these" } : { label: "quotations that begin here" };
    const fields = Object.entries(names).map(([name, words]) =>
      make("label", {}, words, make("input", { name, type: "number", min: 0, max: 50, step: name === "label" ? check.step : 1, required: "", value: check[name] })),
    );
    const onsubmit = (event) => {
      event.preventDefault();
      this.answer(Object.fromEntries(new FormData(event.target)));
    };
    return make("form", { class: "tk-row", onsubmit }, ...fields, make("button", {}, "Save"));
  }

  answer(cells) {
    this.send({ do: "answer", cells });
  }
}

export default {
  render({ model, el }) {
    const desk = model.get("data").check ? new Checker(model) : new Corrector(model);
    el.replaceChildren(desk.root);
    return () => {
      model.off("change:data", desk.show);
      desk.close?.();
    };
  },
};
