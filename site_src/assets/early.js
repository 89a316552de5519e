/* Runs before the page's body is read: big tables stay out of the layout until table.js has taken charge of them. */
(function () {
  "use strict"
  document.documentElement.classList.add("e-waiting")
  addEventListener("load", () => {
    document.documentElement.classList.remove("e-waiting")
    const search = document.querySelector(".md-search[role=dialog]") /* Material leaves its dialog without a name */
    if (search) search.setAttribute("aria-label", search.querySelector("input").placeholder)
  })
})()
