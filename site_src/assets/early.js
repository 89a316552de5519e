/* Runs before the page's body is read: big tables stay out of the layout until table.js has taken charge of them, a
   page has the system's colours until its reader chooses others, what Material leaves to the mouse is made reachable by
   keys, and choosing another language keeps the place on the page. */
(function () {
  "use strict"
  document.documentElement.classList.add("e-waiting")

  /* Material chooses the colours when its script has loaded, at the end of the page: too late for dark rooms. And it
     keeps them as if the reader had chosen: then they would not change by night. Only what is chosen by hand is kept. */
  const night = matchMedia("(prefers-color-scheme: dark)")
  let byHand = false

  function chosen() {
    try {
      return __md_get("__palette")
    } catch {
      return null
    }
  }
  new MutationObserver((_, observer) => {
    if (!document.body) return
    observer.disconnect()
    if (night.matches && !chosen()) document.body.setAttribute("data-md-color-scheme", "slate")
    const keep = window.__md_set
    window.__md_set = (name, ...told) => { if (byHand || name !== "__palette") keep(name, ...told) }
  }).observe(document.documentElement, { childList: true })
  addEventListener("change", event => { byHand ||= event.isTrusted && event.target.name === "__palette" }, true)
  night.addEventListener("change", () => {
    const options = [...document.querySelectorAll(".md-option")]
    const fitting = options.find(option => matchMedia(option.dataset.mdColorMedia).matches)
    if (fitting && !byHand && !chosen()) fitting.dispatchEvent(new Event("change"))
  })

  function nameSearch() {
    const input = document.querySelector(".md-search[role=dialog] input")
    if (input) input.closest(".md-search").setAttribute("aria-label", input.placeholder) /* Material leaves it unnamed */
  }

  /* What opens the drawer is a label, which keys do not reach: a button takes its place. */
  function openDrawerByKeys() {
    const toggle = document.getElementById("__drawer")
    const label = document.querySelector("label.md-header__button[for=__drawer]")
    const sidebar = document.querySelector(".md-sidebar--primary")
    if (!toggle || !label || !sidebar) return
    const opener = document.createElement("button")
    opener.type = "button"
    opener.className = label.className + " e-drawer"
    opener.setAttribute("aria-label", sidebar.querySelector("nav").getAttribute("aria-label"))
    opener.append(...label.childNodes)
    label.replaceWith(opener)
    const tell = () => opener.setAttribute("aria-expanded", toggle.checked)
    toggle.addEventListener("change", tell)
    tell()
    opener.addEventListener("click", event => {
      toggle.click()
      if (!toggle.checked || event.detail) return /* only keys leave `detail` at 0 */
      const inSight = link => link.getClientRects().length && getComputedStyle(link).visibility === "visible"
      const first = [...sidebar.querySelectorAll(".md-nav__link[href]")].find(inSight)
      if (first) first.focus()
    })
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !toggle.checked) return
      toggle.click()
      opener.focus()
    })
    document.addEventListener("focusin", event => {
      if (toggle.checked && event.target !== opener && !sidebar.contains(event.target)) toggle.click()
    })
  }

  addEventListener("load", () => {
    document.documentElement.classList.remove("e-waiting")
    nameSearch()
    openDrawerByKeys()
  })
  addEventListener("click", event => {
    const link = event.target.closest && event.target.closest(".md-select__link")
    if (link) link.hash = location.hash
  })
})()
