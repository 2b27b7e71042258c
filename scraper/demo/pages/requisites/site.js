var fontStep = 0;
function size(step) {
  fontStep = step === 0 ? 0 : fontStep + step;
  document.body.style.fontSize = (100 + 10 * fontStep) + "%";
}
