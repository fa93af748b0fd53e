// Filters, sorts, searches and groups the cards of the gallery, and copies what a button names.
const main = document.querySelector("main"), form = document.querySelector("form");
const cards = [...document.querySelectorAll("article")];

for (const name of ["kind", "host"])
  for (const value of [...new Set(cards.map(card => card.dataset[name]))].sort())
    form[name].append(new Option(value, value));

const orders = {
  newest: (a, b) => b.dataset.time - a.dataset.time,
  oldest: (a, b) => a.dataset.time - b.dataset.time,
  dearest: (a, b) => b.dataset.price - a.dataset.price,
};

function show() {
  const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = card => ["kind", "host"].every(name => !form[name].value || form[name].value === card.dataset[name])
    && words.every(word => card.textContent.toLowerCase().includes(word));
  document.querySelectorAll(".day").forEach(heading => heading.remove());
  cards.forEach(card => { card.hidden = !fits(card); });
  let day = "";
  for (const card of [...cards].sort(orders[form.sort.value])) {
    if (!card.hidden && form.sort.value !== "dearest" && card.dataset.day !== day) {
      const heading = document.createElement("h2");
      heading.className = "day";
      heading.textContent = day = card.dataset.day;
      main.append(heading);
    }
    main.append(card);
  }
}

form.addEventListener("input", show);
form.addEventListener("submit", event => event.preventDefault());
form.hidden = cards.length < 2;
if (navigator.clipboard)
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }
