// What all views share. Words of the article reach the page as text nodes and attributes only, so
// nothing in them is read as HTML. A view's own script follows below.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// Python counts characters, JavaScript halves of some of them.
function convertOffsets(data) {
  const places = [0];
  for (const character of data.text) places.push(places.at(-1) + character.length);
  const convert = (value) => {
    if (Array.isArray(value)) return value.map(convert);
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([name, inner]) => [
      name,
      name === "start" || name === "end" ? places[inner] : convert(inner),
    ]);
    return Object.fromEntries(entries);
  };
  return convert(data);
}

function overlaps(one, other) {
  return one.start < other.end && other.start < one.end;
}

// Cut a range where any layer begins or ends; each piece comes with the layers over it.
function cutPieces(range, layers) {
  const over = layers.filter((layer) => overlaps(layer, range));
  const borders = new Set([range.start, range.end]);
  for (const layer of over) {
    borders.add(Math.max(layer.start, range.start));
    borders.add(Math.min(layer.end, range.end));
  }
  const sorted = [...borders].sort((one, other) => one - other);
  return sorted.slice(1).map((end, index) => {
    const piece = { start: sorted[index], end };
    return { ...piece, layers: over.filter((layer) => overlaps(layer, piece)) };
  });
}

function tellNumber(number, thing, things = `${thing}s`) {
  return `${number} ${number === 1 ? thing : things}`;
}
