// The view of `toolkit.explore`: text, plot and table follow one choice.
// It holds all its data, fetches nothing and asks nothing of the kernel. view.js stands above it.

const NARRATOR = "narrator";
const SVG = "http://www.w3.org/2000/svg";
const LONGEST = 100; // characters of a stretch shown in the table
const FAVOURABLE = "0,151,167"; // FOR and AGAINST of toolkit.plots: no speaker has them
const UNFAVOURABLE = "224,57,62";
const MOST_NUMBERS = 25; // paragraphs that each have a number below the plot; else every fifth, tenth, ...
const NEAREST = 3.5; // percent of the plot between two of these numbers
const VOICE_KEYS = "123456789";

function draw(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function isQuoted(stretch) {
  return stretch.voice !== NARRATOR;
}

function findWord(text, word) {
  if (!word.trim()) return [];
  const escaped = word.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu");
  return [...text.matchAll(pattern)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}

// A word that is read from right to left does not turn what follows it.
function isolate(word) {
  return `\u2068${word}\u2069`;
}

function tellSigned(value) {
  return value === null ? "not measured" : (value < 0 ? "\u2212" : "+") + Math.abs(value).toFixed(2);
}

class Explorer {
  constructor(data) {
    this.data = convertOffsets(data);
    this.voices = new Map(this.data.voices.map((voice) => [voice.name, voice]));
    this.choice = { voice: "", target: "", word: "", measure: "words", sentence: this.findFirst() };
    this.places = new Map(); // a stretch and its element in the text
    this.root = make("div", {
      class: "toolkit-view toolkit-explore",
      role: "group",
      "aria-label": `Explore: ${this.data.title}`,
      // Arrows and Enter are ours here, not JupyterLab's.
      "data-lm-suppress-shortcuts": "true",
      onkeydown: (event) => this.followKey(event),
    });
    this.status = make("p", { class: "tk-status", role: "status" });
    this.plot = make("div", { class: "tk-plot", role: "group", "aria-label": "Voices, from first to last word" });
    this.text = make("div", {
      class: "tk-text", role: "group", tabindex: "0",
      "aria-label": "The article. Arrow keys move from sentence to sentence, Enter chooses one",
      onkeydown: (event) => this.moveFocus(event),
    });
    this.panel = make("div", { class: "tk-panel", role: "region", "aria-label": "Numbers from the chosen sentence", tabindex: "0" });
    this.table = make("div", { class: "tk-table", role: "region", "aria-label": "Table", tabindex: "0" });
    this.root.append(
      this.makeControls(), this.status, this.plot,
      make("div", { class: "tk-columns" }, this.text, make("div", { class: "tk-side" }, this.panel, this.table)),
    );
    this.writeText();
    this.update();
  }

  // --- what is chosen

  // A view that opens empty tells nobody what it is for.
  findFirst() {
    const { stretches } = this.data;
    const first = stretches.find((each) => isQuoted(each) && each.part === "paragraph");
    return (first ?? stretches.find(isQuoted) ?? stretches[0])?.sentence ?? null;
  }

  showAll() {
    this.choose({ voice: "", target: "", word: "", sentence: null });
  }

  // Stance is toward somebody: toward whom most is said, until another is chosen.
  chooseMeasure(measure) {
    const { target } = this.choice;
    this.choose({ measure, target: measure === "stance" ? target || this.data.targets[0] : target });
  }

  toggle(name, value) {
    this.choose({ [name]: this.choice[name] === value ? "" : value });
  }

  followKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const voice = this.data.voices[VOICE_KEYS.indexOf(event.key)];
    if (event.key === "Escape") this.showAll();
    else if (voice && event.target.tagName !== "INPUT") this.toggle("voice", voice.name);
    else return;
    event.preventDefault();
  }

  choose(changes) {
    Object.assign(this.choice, changes);
    this.update();
  }

  matches(stretch) {
    const { voice, target, word } = this.choice;
    return (
      (!voice || stretch.voice === voice) &&
      (!target || target in stretch.stance) &&
      (!word.trim() || this.found.some((place) => overlaps(place, stretch)))
    );
  }

  isNarrowed() {
    return Boolean(this.choice.voice || this.choice.target || this.choice.word.trim());
  }

  isSigned() {
    return this.choice.measure !== "words";
  }

  measure(stretch) {
    const { measure, target } = this.choice;
    if (measure !== "stance") return stretch.scores[measure];
    return target ? (stretch.stance[target]?.score ?? null) : null;
  }

  update() {
    this.found = findWord(this.data.text, this.choice.word);
    this.shown = this.data.stretches.filter((stretch) => this.matches(stretch));
    this.word.value = this.choice.word;
    for (const { name, value, button } of this.buttons) {
      button.setAttribute("aria-pressed", String(this.choice[name] === value));
    }
    for (const stretch of this.data.stretches) this.paint(stretch);
    this.status.textContent = this.summarise();
    this.drawPlot();
    this.writePanel();
    this.writeTable();
  }

  summarise() {
    const { voice, target, word, measure } = this.choice;
    const all = this.data.stretches.length;
    const words = this.shown.reduce((sum, stretch) => sum + stretch.scores.words, 0);
    const what = [voice, target && `toward ${target}`, word.trim() && `\u201c${word.trim()}\u201d`].filter(Boolean);
    const facts = [
      `${what.join(", ") || "Everyone"}: ${this.shown.length} of ${tellNumber(all, "stretch", "stretches")}, ${tellNumber(words, "word")}`,
    ];
    if (word.trim()) facts.push(`found ${this.found.length === 1 ? "once" : `${this.found.length} times`}`);
    if (measure === "stance" && !target) facts.push("choose a target to see stance toward it");
    else if (this.isSigned()) {
      const scores = this.shown.map((stretch) => this.measure(stretch)).filter((score) => score !== null);
      const isStance = measure === "stance";
      if (!isStance) facts.push(`${this.data.measures[measure]} knows words in ${scores.length} of them`);
      // One score for all voices would say nothing, and one for a few sentences little.
      const { means, stances } = this.voices.get(voice) ?? {};
      const calls = isStance && stances?.[target];
      const mean = !isStance && !target && means?.[measure];
      if (calls && !word.trim()) facts.push(calls);
      if (mean && !word.trim()) facts.push(`mean: ${mean}`);
    }
    return `${facts.join("; ")}.`;
  }

  // --- controls

  makeControls() {
    const { targets, measures, terms } = this.data;
    const list = `toolkit-terms-${Math.random().toString(36).slice(2)}`;
    this.buttons = [];
    this.word = make("input", {
      type: "search", list, autocomplete: "off", spellcheck: "false", placeholder: "any", "aria-label": "Word",
      oninput: (event) => this.choose({ word: event.target.value }),
    });
    const scores = Object.entries(measures).filter(([name]) => name !== "stance" || targets.length);
    return make(
      "div", { class: "tk-controls" },
      this.makeChoices("Score", scores, "measure", (value) => this.chooseMeasure(value)),
      ...(targets.length
        ? [this.makeChoices("Toward", targets.map((name) => [name, name]), "target", (value) => this.toggle("target", value))]
        : []),
      make("label", {}, make("span", {}, "Word"), this.word),
      make("button", { type: "button", onclick: () => this.showAll() }, "Show all"),
      make("datalist", { id: list }, ...terms.map((term) => make("option", { value: term }))),
      make("p", { class: "tk-hint" }, "Click a voice, a bar, a row or a sentence. Keys: 1 to 9 a voice, arrows a sentence, Escape shows all."),
    );
  }

  makeChoices(label, options, name, choose) {
    const buttons = options.map(([value, told]) => {
      const button = make("button", { type: "button", onclick: () => choose(value) }, make("bdi", {}, told));
      this.buttons.push({ name, value, button });
      return button;
    });
    return make("div", { class: "tk-choices", role: "group", "aria-label": label }, make("span", {}, label), ...buttons);
  }

  // --- the text

  writeText() {
    const { text, blocks, stretches } = this.data;
    for (const block of blocks) {
      const paragraph = make("p", { class: `tk-${block.kind}`, dir: "auto" });
      let position = block.start;
      for (const stretch of stretches.filter((each) => overlaps(each, block))) {
        if (stretch.start > position) paragraph.append(text.slice(position, stretch.start));
        const place = make("span", {
          class: "tk-stretch", role: "button", tabindex: "-1",
          onclick: () => this.choose({ sentence: stretch.sentence }),
        });
        this.places.set(stretch, place);
        paragraph.append(place);
        position = stretch.end;
      }
      if (block.end > position) paragraph.append(text.slice(position, block.end));
      this.text.append(paragraph);
    }
  }

  paint(stretch) {
    const { text, quotations, hits } = this.data;
    const { measure, sentence } = this.choice;
    const place = this.places.get(stretch);
    const layers = [...this.found.map((found) => ({ ...found, tag: "mark" }))];
    for (const quotation of quotations) {
      for (const role of ["source", "cue", "relay"]) {
        layers.push(...quotation[role].map((span) => ({ ...span, look: `tk-${role}` })));
      }
    }
    layers.push(...hits.filter((hit) => hit.instrument === measure).map((hit) => ({ ...hit, look: "tk-hit" })));
    const pieces = cutPieces(stretch, layers).map((piece) => {
      const looks = piece.layers.map((layer) => layer.look).filter(Boolean);
      const hit = piece.layers.find((layer) => layer.instrument);
      return make(
        piece.layers.some((layer) => layer.tag) ? "mark" : "span",
        { class: looks.join(" ") || null, title: hit ? `${hit.word}: ${this.tellHit(hit)}` : null },
        text.slice(piece.start, piece.end),
      );
    });
    place.replaceChildren(...pieces, ...this.writeLabels(stretch));
    place.setAttribute("aria-pressed", String(stretch.sentence === sentence));
    place.style.cssText = this.styleStretch(stretch);
  }

  styleStretch(stretch) {
    const matches = this.matches(stretch);
    const voice = this.voices.get(stretch.voice);
    const styles = [];
    if (matches && (isQuoted(stretch) || this.isNarrowed())) {
      styles.push(`border-bottom:3px ${voice.border} ${voice.colour}`);
      if (!this.isSigned()) styles.push(`background-color:${voice.colour}29`);
    }
    const value = this.isSigned() && matches ? this.measure(stretch) : null;
    if (value) {
      const strength = (0.08 + 0.24 * Math.abs(value)).toFixed(2);
      styles.push(`background-color:rgba(${value < 0 ? UNFAVOURABLE : FAVOURABLE},${strength})`);
    }
    return styles.join(";");
  }

  writeLabels(stretch) {
    const labels = [];
    for (const quotation of this.data.quotations) {
      const last = quotation.content.at(-1);
      if (last.start < stretch.end && last.end > stretch.start && last.end <= stretch.end) {
        labels.push(`${quotation.number} ${quotation.name}`);
      }
    }
    const value = this.isSigned() && this.matches(stretch) ? this.measure(stretch) : null;
    if (value !== null) labels.push(tellSigned(value));
    return labels.map((label) => make("sup", {}, "\u00a0", make("bdi", {}, label)));
  }

  moveFocus(event) {
    const places = [...this.places.values()];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = places.indexOf(document.activeElement);
    if (step) places[Math.min(Math.max(at + step, 0), places.length - 1)].focus();
    else if (at >= 0 && (event.key === "Enter" || event.key === " ")) places[at].click();
    else return;
    event.preventDefault();
  }

  landOn(stretch) {
    this.choose({ sentence: stretch.sentence });
    const place = this.places.get(stretch);
    place.focus({ preventScroll: true });
    // Only the text moves, not the notebook.
    const shift = place.getBoundingClientRect().top - this.text.getBoundingClientRect().top;
    this.text.scrollTop += shift - this.text.clientHeight / 3;
  }

  showRow() {
    const row = this.table.querySelector("tr.tk-chosen");
    if (row) this.table.scrollTop = row.offsetTop - this.table.clientHeight / 3;
  }

  // --- the plot: a lane for each voice

  drawPlot() {
    const focused = [...this.plot.querySelectorAll("button")].indexOf(document.activeElement);
    const lanes = this.data.voices.map((voice) => {
      const own = this.data.stretches.filter((stretch) => stretch.voice === voice.name);
      const chosen = this.choice.voice === voice.name;
      const label = make("button", {
        type: "button", "aria-pressed": String(chosen), "aria-label": voice.name, title: `${voice.name}, ${voice.tells}`,
        onclick: () => this.toggle("voice", voice.name),
      }, make("bdi", { style: `border-bottom:3px ${voice.border} ${voice.colour}` }, voice.name), make("small", {}, voice.tells));
      return make("div", { class: "tk-lane" }, label, this.drawLane(voice, own));
    });
    this.plot.replaceChildren(...lanes, this.makeAxis());
    if (focused >= 0) this.plot.querySelectorAll("button")[focused].focus();
  }

  // Paragraphs with a number below the plot: as many as have room.
  listNumbered() {
    const paragraphs = this.data.blocks.filter(({ kind }) => kind === "paragraph");
    const step = paragraphs.length > MOST_NUMBERS ? 5 * Math.ceil(paragraphs.length / (5 * MOST_NUMBERS)) : 1;
    let last = -NEAREST;
    return paragraphs.flatMap(({ start }, index) => {
      const left = (100 * start) / this.data.text.length;
      const isOver = left - last < NEAREST || (index > 0 && left > 100 - NEAREST / 2);
      if (isOver || (index > 0 && (index + 1) % step)) return [];
      last = left;
      return [{ number: index + 1, start, left }];
    });
  }

  makeAxis() {
    const numbers = this.listNumbered().map(({ number, left }) => make("span", { style: `left:${left.toFixed(2)}%` }, String(number)));
    return make(
      "div", { class: "tk-lane tk-axis", "aria-hidden": "true" },
      make("small", {}, "paragraph"), make("div", {}, ...numbers),
    );
  }

  drawLane(voice, stretches) {
    const end = this.data.text.length;
    const ticks = this.listNumbered().map(({ start }) =>
      draw("line", { class: "tk-tick", x1: start, x2: start, y1: 0, y2: 40, "vector-effect": "non-scaling-stroke" }),
    );
    const bars = stretches.map((stretch) => {
      const value = this.isSigned() ? this.measure(stretch) : 1;
      const height = Math.max(Math.abs(value ?? 0) * (this.isSigned() ? 18 : 30), 2);
      const bar = draw(
        "rect",
        {
          x: stretch.start, width: stretch.end - stretch.start, height,
          y: !this.isSigned() ? 5 : value > 0 ? 20 - height : value < 0 ? 20 : 19,
          fill: value === null ? "none" : voice.colour, stroke: voice.colour,
          "stroke-width": 1, "vector-effect": "non-scaling-stroke",
          opacity: this.matches(stretch) ? 1 : 0.25,
        },
        draw("title", {}, `Sentence ${stretch.sentence}, ${this.tellValue(stretch)}`),
      );
      bar.addEventListener("click", () => this.landOn(stretch));
      return bar;
    });
    const chosen = this.data.stretches.filter((each) => each.sentence === this.choice.sentence);
    const column = chosen.map((stretch) =>
      draw("rect", { class: "tk-chosen", x: stretch.start, width: stretch.end - stretch.start, y: 0, height: 40 }),
    );
    const line = draw("line", { class: "tk-zero", x1: 0, x2: end, y1: 20, y2: 20, "vector-effect": "non-scaling-stroke" });
    const shown = stretches.filter((stretch) => this.matches(stretch));
    const told = shown.map((stretch) => `sentence ${stretch.sentence} ${this.tellValue(stretch)}`);
    return draw(
      "svg",
      {
        viewBox: `0 0 ${end} 40`, preserveAspectRatio: "none", role: "img",
        "aria-label": `${voice.name}: ${told.join(", ") || "nothing of what is chosen"}`,
      },
      ...ticks, ...column, ...(this.isSigned() ? [line] : []), ...bars,
    );
  }

  tellValue(stretch) {
    if (!this.isSigned()) return tellNumber(stretch.scores.words, "word");
    return tellSigned(this.measure(stretch));
  }

  // --- the table

  writeTable() {
    const focused = [...this.table.querySelectorAll("button")].indexOf(document.activeElement);
    const rows = this.shown.map((stretch) =>
      make(
        "tr",
        { class: stretch.sentence === this.choice.sentence ? "tk-chosen" : null, onclick: () => this.landOn(stretch) },
        make("td", {}, make("button", { type: "button", "aria-label": `Go to sentence ${stretch.sentence}` }, String(stretch.sentence))),
        make("td", { class: "tk-name" }, this.nameVoice(stretch.voice)),
        make("td", { class: "tk-number" }, this.isSigned() ? this.tellCell(stretch) : String(stretch.scores.words)),
        make("td", {}, make("bdi", {}, this.shorten(stretch))),
      ),
    );
    const heads = ["No.", "Voice", this.isSigned() ? this.data.measures[this.choice.measure] : "Words", "Text"];
    const body = rows.length ? rows : [make("tr", {}, make("td", { colspan: "4" }, "Nothing in this article fits the choice."))];
    this.table.replaceChildren(
      make(
        "table", {},
        make("thead", {}, make("tr", {}, ...heads.map((head, place) => make("th", { scope: "col", class: place === 2 ? "tk-number" : null }, head)))),
        make("tbody", {}, ...body),
      ),
    );
    if (focused >= 0) this.table.querySelectorAll("button")[focused]?.focus();
    this.showRow();
  }

  nameVoice(name) {
    const { border, colour } = this.voices.get(name);
    return make("bdi", { style: `border-bottom:2px ${border} ${colour}` }, name);
  }

  tellCell(stretch) {
    const value = this.measure(stretch);
    return value === null ? make("abbr", { title: "not measured" }, "\u2013") : tellSigned(value);
  }

  shorten(stretch) {
    const words = this.data.text.slice(stretch.start, stretch.end).split(/\s+/).join(" ").trim();
    return words.length > LONGEST ? `${words.slice(0, LONGEST).replace(/\s\S*$/, "")} \u2026` : words;
  }

  // --- every number from one sentence

  writePanel() {
    const { sentence } = this.choice;
    if (sentence === null) {
      this.panel.replaceChildren(make("p", {}, "Choose a sentence in the text, a row of the table or a bar of the plot: every number that came from it stands here."));
      return;
    }
    const found = this.data.stretches.filter((stretch) => stretch.sentence === sentence);
    const stretches = [...found.filter(isQuoted), ...found.filter((stretch) => !isQuoted(stretch))];
    const words = stretches.reduce((sum, stretch) => sum + stretch.scores.words, 0);
    this.panel.replaceChildren(
      make("p", { class: "tk-head" }, `Sentence ${sentence}, in the ${stretches[0].part}: ${tellNumber(words, "word")}`),
      ...stretches.flatMap((stretch) => this.tellStretch(stretch)),
    );
  }

  tellStretch(stretch) {
    const { quotations, tones, keywords, measures } = this.data;
    const within = (spans) => spans.filter((span) => overlaps(span, stretch));
    const facts = [["words", String(stretch.scores.words)]];
    for (const quotation of quotations) {
      if (isQuoted(stretch) && within(quotation.content).length) facts.push([`quotation ${quotation.number}`, quotation.facts]);
    }
    const ignorant = [];
    for (const instrument of ["vader", "textblob"]) {
      const hits = within(this.data.hits).filter((hit) => hit.instrument === instrument);
      const behind = hits.map((hit) => `${isolate(hit.word)} ${this.tellHit(hit)}`).join(", ");
      if (hits.length) facts.push([measures[instrument], `${tellSigned(stretch.scores[instrument])} from ${behind}`]);
      else ignorant.push(measures[instrument]);
    }
    if (ignorant.length) facts.push([ignorant.join(" and "), "not measured, no word is known"]);
    for (const [target, stance] of Object.entries(stretch.stance)) {
      facts.push([`stance toward ${target}`, `${tellSigned(stance.score)} (${stance.facts})`]);
    }
    const found = within(tones);
    for (const dimension of new Set(found.map((tone) => tone.dimension))) {
      const behind = found.filter((tone) => tone.dimension === dimension);
      facts.push([dimension.replaceAll("_", " "), behind.map((tone) => isolate(tone.word)).join(", ")]);
    }
    const text = this.data.text.slice(stretch.start, stretch.end);
    const keys = keywords.filter((key) => findWord(text, key.term).length);
    if (keys.length) {
      facts.push(["key words", keys.map((key) => `${isolate(key.term)} (${key.occurrences} in the article)`).join(", ")]);
    }
    const voice = this.voices.get(stretch.voice);
    return [
      make(
        "p", { class: "tk-voice" },
        make("b", { style: `border-bottom:3px ${voice.border} ${voice.colour}` }, make("bdi", {}, stretch.voice)),
        " ", make("bdi", {}, this.shorten(stretch)),
      ),
      make("ul", {}, ...facts.map(([name, value]) => make("li", {}, make("b", {}, name), ": ", make("bdi", {}, value)))),
    ];
  }

  tellHit(hit) {
    const notes = [hit.in_name && "in a name, not counted", hit.topic && "a topic word"].filter(Boolean);
    return `(${[tellSigned(hit.moved), ...notes].join("; ")})`;
  }
}

export default {
  render({ model, el }) {
    el.replaceChildren(new Explorer(model.get("data")).root);
  },
};
