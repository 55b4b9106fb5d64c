// The view of `toolkit.change`: a box to write into, and what Python makes of it below.

const PAUSE = 700; // milliseconds without a key before the instruments are asked
const PATIENCE = 60_000; // until somebody is told that nothing answers

class Changer {
  constructor(model) {
    this.model = model;
    const { blocks, chosen, slow } = model.get("data");
    this.texts = blocks.map(({ text }) => text);
    this.chosen = chosen;
    this.slow = slow;
    this.root = make("div", {
      class: "toolkit-view toolkit-change-view", role: "group", "aria-label": "Change words of the article",
      // Enter, arrows and letters are ours here, not JupyterLab's.
      "data-lm-suppress-shortcuts": "true",
    });
    this.buttons = blocks.map(({ name, first }, number) =>
      make("button", { type: "button", title: first, "aria-label": `${name}: ${first}`, onclick: () => this.choose(number) }, name.replace("paragraph ", "")),
    );
    this.box = make("textarea", {
      rows: "4", spellcheck: "false",
      oninput: () => this.write(),
      onkeydown: (event) => {
        if (event.key !== "Enter") return; // a part has no line breaks: Enter asks at once
        event.preventDefault();
        this.ask();
      },
    });
    this.label = make("span", {});
    this.status = make("p", { class: "tk-status", role: "status" });
    this.shown = make("div", { class: "tk-shown" });
    this.root.append(
      make("div", { class: "tk-choices", role: "group", "aria-label": "Which part" }, make("span", {}, "Which part: a headline, a paragraph by its number, or another"), ...this.buttons),
      make("label", { class: "tk-box" }, this.label, this.box),
      make("div", { class: "tk-row" },
        make("button", { type: "button", onclick: () => this.ask() }, "Measure"),
        make("button", { type: "button", onclick: () => this.restore([this.chosen]) }, "This part as it was"),
        make("button", { type: "button", onclick: () => this.restore([...this.texts.keys()]) }, "All as it was"),
      ),
      this.status, this.shown,
    );
    this.show = () => this.draw();
    model.on("change:data", this.show);
    this.choose(chosen, false);
    this.draw();
  }

  get blocks() {
    return this.model.get("data").blocks;
  }

  choose(number, focus = true) {
    this.chosen = number;
    this.label.textContent = this.blocks[number].name;
    this.box.value = this.texts[number];
    this.box.rows = Math.min(2 + Math.floor(this.texts[number].length / 90), 12);
    this.buttons.forEach((button, each) => button.setAttribute("aria-pressed", String(each === number)));
    if (focus) this.box.focus();
  }

  write() {
    this.texts[this.chosen] = this.box.value;
    this.tellChanged();
    clearTimeout(this.pause);
    if (this.slow) this.tell("This article is long: press Enter, or Measure, when the words stand.");
    else this.pause = setTimeout(() => this.ask(), PAUSE);
  }

  restore(numbers) {
    for (const number of numbers) this.texts[number] = this.blocks[number].old;
    this.box.value = this.texts[this.chosen];
    this.tellChanged();
    this.ask();
  }

  // One question at a time: what is written meanwhile is asked when the answer has come.
  ask() {
    clearTimeout(this.pause);
    if (this.asked) return;
    this.asked = JSON.stringify(this.texts);
    this.tell("Measuring \u2026");
    this.shown.classList.add("tk-old");
    this.waiting = setTimeout(() => {
      this.asked = null;
      this.tell("Nothing answers. Run the cell again, and see that its kernel is running.", true);
    }, PATIENCE);
    const changed = this.texts.map((text, number) => [number, text]).filter(([number, text]) => text !== this.blocks[number].old);
    this.model.send({ texts: Object.fromEntries(changed) });
  }

  draw() {
    clearTimeout(this.waiting);
    const { html, told, fault } = this.model.get("data");
    this.tell(told, fault);
    this.tellChanged();
    // Made by the package as for a page: each word of the article is escaped in it.
    this.shown.innerHTML = html;
    this.shown.classList.remove("tk-old");
    const asked = this.asked;
    this.asked = null;
    if (asked && asked !== JSON.stringify(this.texts) && !this.slow) this.ask();
  }

  tell(words, fault = false) {
    this.status.textContent = words;
    this.status.classList.toggle("tk-fault", fault);
  }

  tellChanged() {
    this.buttons.forEach((button, number) => {
      const { name, first, old } = this.blocks[number];
      const isChanged = this.texts[number] !== old;
      button.classList.toggle("tk-changed", isChanged);
      button.setAttribute("aria-label", `${name}${isChanged ? ", changed" : ""}: ${first}`);
    });
  }
}

export default {
  render({ model, el }) {
    const changer = new Changer(model);
    el.replaceChildren(changer.root);
    return () => {
      model.off("change:data", changer.show);
      clearTimeout(changer.pause);
      clearTimeout(changer.waiting);
    };
  },
};
