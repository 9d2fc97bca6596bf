// The page of an import: keeps the bar moving, and shows the new page once its job is done.

const PAUSE = 1000;
const LONGEST_PAUSE = 10000;
const state = document.querySelector("[data-import-state]");

let pause = PAUSE;

async function look() {
  const answer = await fetch(state.dataset.importState, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  const now = await answer.json();
  if (!now.is_moving || now.status !== state.dataset.importStatus) {
    location.reload();
    return false;
  }
  const text = state.querySelector("[data-import-text]");
  if (text.textContent !== now.text) text.textContent = now.text;
  const bar = state.querySelector("progress");
  bar.max = now.total || 1;
  if (now.done === null) bar.removeAttribute("value");
  else bar.value = now.done;
  return true;
}

async function keepLooking() {
  try {
    if (!(await look())) return;
    pause = PAUSE;
  } catch {
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  setTimeout(keepLooking, pause);
}

if (state) setTimeout(keepLooking, PAUSE);
