// Each row's sum beside its boxes, while they are typed in. The server says the same when the form is sent.
const followRow = (row) => {
  const boxes = [...row.querySelectorAll("input")];
  const total = row.querySelector("output");
  const show = () => {
    const sum = boxes.reduce((whole, box) => whole + (Number(box.value) || 0), 0);
    total.textContent = `${sum.toFixed(2)}${Math.abs(sum - 1) < 1e-9 ? "" : " (must be 1.00)"}`;
  };
  boxes.forEach((box) => box.addEventListener("input", show));
  show();
};

// The admin puts scripts into the head: wait for the rows.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-weights-row]").forEach(followRow);
});
