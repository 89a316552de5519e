/* Runs before the page's body is read: big tables stay out of the layout until table.js has taken charge of them.
   Choosing another language keeps the place on the page. */
(function () {
  "use strict"
  document.documentElement.classList.add("e-waiting")
  addEventListener("load", () => {
    document.documentElement.classList.remove("e-waiting")
    const input = document.querySelector(".md-search[role=dialog] input")
    if (input) input.closest(".md-search").setAttribute("aria-label", input.placeholder) /* Material leaves it unnamed */
  })
  addEventListener("click", event => {
    const link = event.target.closest && event.target.closest(".md-select__link")
    if (link) link.hash = location.hash
  })
})()
