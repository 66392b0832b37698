
// Where the reader looks: a box's place on the stage is scale × its place in the drawing + (x, y).

const camera = { x: 0, y: 0, scale: 1 };
const stage = byId('stage');
const scaleLimits = [0.02, 8];

function look(x, y, scale) {
  Object.assign(camera, { x, y, scale });
  byId('scene').setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
}

/** Zooms with one point of the stage held in place, its middle by default. */
function zoomBy(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const scale = Math.min(scaleLimits[1], Math.max(scaleLimits[0], camera.scale * factor));
  const ratio = scale / camera.scale;
  look(x - (x - camera.x) * ratio, y - (y - camera.y) * ratio, scale);
}

/** Shows the whole picture, never larger than life. */
function fit() {
  const frame = byId('scene').getBBox();
  const margin = 24;
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  const scale = Math.min(1.3, (width - 2 * margin) / frame.width, (height - 2 * margin) / frame.height);
  look((width - frame.width * scale) / 2 - frame.x * scale, (height - frame.height * scale) / 2 - frame.y * scale, scale);
}

/** The middle of a box on the stage. */
function middleOf(box) {
  const [inner, outer] = [box.getBoundingClientRect(), stage.getBoundingClientRect()];
  return [inner.x + inner.width / 2 - outer.x, inner.y + inner.height / 2 - outer.y];
}

function moveTo(box, [x, y] = [stage.clientWidth / 2, stage.clientHeight / 2]) {
  const [fromX, fromY] = middleOf(box);
  look(camera.x + x - fromX, camera.y + y - fromY, camera.scale);
}

/** Moves a box into sight when it stands outside the stage. */
function uncover(box) {
  const margin = 60;
  const [x, y] = middleOf(box);
  moveTo(box, [Math.max(margin, Math.min(stage.clientWidth - margin, x)), Math.max(margin, Math.min(stage.clientHeight - margin, y))]);
}

/** Brings a box to the middle, large enough to be read. */
function centreOn(box) {
  if (camera.scale < 0.7) {
    zoomBy(1 / camera.scale);
  }
  moveTo(box);
}

stage.addEventListener('wheel', turned => {
  turned.preventDefault();
  const outer = stage.getBoundingClientRect();
  const perLine = turned.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
  zoomBy(Math.exp(-turned.deltaY * perLine * (turned.ctrlKey ? 0.01 : 0.0015)), turned.clientX - outer.x, turned.clientY - outer.y);
}, { passive: false });

// One finger (or the mouse) moves, two fingers zoom.
const fingers = new Map();
let travelled = 0;   // pixels since the press: a click travels hardly

stage.addEventListener('pointerdown', pressed => {
  if (pressed.button === 0 && !pressed.target.closest('.zoom')) {
    fingers.set(pressed.pointerId, pressed);
    travelled = 0;
  }
});
window.addEventListener('pointermove', moved => {
  const before = fingers.get(moved.pointerId);
  if (!before) {
    return;
  }
  const other = [...fingers.values()].find(finger => finger.pointerId !== moved.pointerId);
  const [dx, dy] = [moved.clientX - before.clientX, moved.clientY - before.clientY];
  travelled += Math.abs(dx) + Math.abs(dy);
  fingers.set(moved.pointerId, moved);
  if (other) {
    const distance = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    const outer = stage.getBoundingClientRect();
    zoomBy(distance(moved) / Math.max(1, distance(before)), other.clientX - outer.x, other.clientY - outer.y);
  } else {
    stage.classList.add('dragged');
    look(camera.x + dx, camera.y + dy, camera.scale);
  }
});
for (const end of ['pointerup', 'pointercancel']) {
  window.addEventListener(end, lifted => {
    fingers.delete(lifted.pointerId);
    stage.classList.remove('dragged');
  });
}

byId('in').addEventListener('click', () => zoomBy(1.3));
byId('out').addEventListener('click', () => zoomBy(1 / 1.3));
byId('fit').addEventListener('click', fit);
