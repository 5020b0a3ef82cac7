// The page is whole without this: it opens folds for the printer, and finds a VM again in the other pictures.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) {
    fold.open = true;
  }
});
function find(event, found) {
  const vm = event.target instanceof Element && event.target.getAttribute("data-vm");
  if (vm) {
    for (const other of document.querySelectorAll(`[data-vm="${CSS.escape(vm)}"]`)) {
      other.classList.toggle("found", found);
    }
  }
}
addEventListener("mouseover", (event) => find(event, true));
addEventListener("mouseout", (event) => find(event, false));
