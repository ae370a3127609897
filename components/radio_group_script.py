"""A group of buttons of which one is chosen, as radio buttons are, in the browser."""

RADIO_GROUP = """
// As in any group of radio buttons, arrow keys go from one to the next.
function move(place, button, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...place.children];
  const next = buttons[(buttons.indexOf(button) + step + buttons.length) % buttons.length];
  next.focus();
  next.click();
}

function mark(place, key) {
  for (const button of place.children) {
    const checked = button.dataset.key === key;
    button.setAttribute("aria-checked", String(checked));
    button.tabIndex = checked ? 0 : -1;
  }
}
"""
