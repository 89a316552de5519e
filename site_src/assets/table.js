/* Makes the equipment table handy: instant filter, sorting (by a list where phones show cards), pages of 50 rows,
   links to a single row.
   The table itself is complete without this script; on paper and for the find-all of a printout every row is there. */
(function () {
  "use strict"
  const PAGE = 50

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  }

  function element(name, attributes, text) {
    const made = document.createElement(name)
    for (const key in attributes) made.setAttribute(key, attributes[key])
    if (text) made.textContent = text
    return made
  }

  function enhance(box) {
    const word = key => box.getAttribute("data-word-" + key)
    const table = box.querySelector("table")
    const body = table.tBodies[0]
    const headings = [...table.tHead.rows[0].cells]
    const labels = headings.map(cell => cell.textContent.trim())
    const rows = [...body.rows]
    const texts = rows.map(row => plain(row.textContent))
    const number = new Map(rows.map((row, i) => [row, i]))
    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare
    const unused = labels.map((_, column) => rows.every(row => !row.cells[column].textContent))
    const count = new Intl.NumberFormat(document.documentElement.lang).format
    let shown = rows
    let page = 0
    let sorted = { column: -1, down: false }

    body.replaceChildren()
    box.classList.add("e-inventory--live")

    const bar = element("div", { class: "e-bar" })
    const input = element("input", { type: "search", placeholder: word("hint"), "aria-label": word("filter"), autocomplete: "off" })
    const told = element("p", { class: "e-bar__count", role: "status" })
    const order = element("select", { class: "e-bar__sort", "aria-label": word("sort").replace("{column}", "…") })
    order.append(element("option", { value: -1 }, word("sort").replace("{column}", "…")))
    labels.forEach((label, i) => {
      if (!unused[i]) order.append(element("option", { value: i }, word("sort").replace("{column}", label)))
    })
    bar.append(input, order, told)
    const pager = element("nav", { class: "e-pager", "aria-label": word("pages") })
    const previous = element("button", { type: "button" }, word("previous"))
    const where = element("span", {})
    const next = element("button", { type: "button" }, word("next"))
    pager.append(previous, where, next)
    box.prepend(bar)
    box.append(pager)

    /* The row, its cells labelled for cards and without columns that hold nothing in any row. */
    function prepared(row) {
      if (row.cells[0].dataset.label === undefined) {
        labels.forEach((label, i) => {
          row.cells[i].dataset.label = label
          row.cells[i].hidden = unused[i]
        })
      }
      return row
    }

    function show() {
      const pages = Math.max(1, Math.ceil(shown.length / PAGE))
      page = Math.min(Math.max(page, 0), pages - 1)
      body.replaceChildren(...shown.slice(page * PAGE, page * PAGE + PAGE).map(prepared))
      told.textContent = shown.length
        ? word("shown").replace("{shown}", count(shown.length)).replace("{total}", count(rows.length))
        : word("none")
      where.textContent = word("page").replace("{page}", page + 1).replace("{pages}", pages)
      const used = document.activeElement
      previous.disabled = page === 0
      next.disabled = page === pages - 1
      if (used === next && next.disabled) previous.focus() /* a button that is switched off would lose the focus */
      if (used === previous && previous.disabled) next.focus()
      pager.hidden = pages === 1
    }

    function filter() {
      const wanted = plain(input.value).split(/\s+/).filter(Boolean)
      shown = rows.filter(row => wanted.every(part => texts[number.get(row)].includes(part)))
      sort()
      page = 0
      show()
    }

    function key(row, column) {
      const cell = row.cells[column]
      return cell.dataset.s === undefined ? cell.textContent.trim() : cell.dataset.s
    }

    function sort() {
      if (sorted.column < 0) return
      const keys = new Map(shown.map(row => [row, key(row, sorted.column)]))
      const direction = sorted.down ? -1 : 1
      shown = [...shown].sort((a, b) => {
        const x = keys.get(a), y = keys.get(b)
        if (!x !== !y) return x ? -1 : 1 /* rows without a value stay last either way */
        return direction * compare(x, y) || number.get(a) - number.get(b)
      })
    }

    headings.forEach((cell, column) => {
      const button = element("button", { type: "button", title: word("sort").replace("{column}", labels[column]) }, labels[column])
      button.addEventListener("click", () => sortBy(column, sorted.column === column && !sorted.down))
      cell.replaceChildren(button)
      cell.hidden = unused[column]
    })
    order.addEventListener("change", () => sortBy(Number(order.value), false))

    function sortBy(column, down) {
      sorted = { column, down }
      order.value = column
      headings.forEach(other => other.removeAttribute("aria-sort"))
      if (column >= 0) headings[column].setAttribute("aria-sort", down ? "descending" : "ascending")
      filter()
    }

    function follow() {
      const id = decodeURIComponent(location.hash.slice(1))
      const row = id && rows.find(candidate => candidate.id === id)
      if (!row) return
      if (!shown.includes(row)) { input.value = ""; filter() }
      page = Math.floor(shown.indexOf(row) / PAGE)
      show()
      rows.forEach(other => other.classList.remove("e-target"))
      row.classList.add("e-target")
      row.scrollIntoView({ block: "center" })
    }

    let waiting = 0
    input.addEventListener("input", () => {
      cancelAnimationFrame(waiting)
      waiting = requestAnimationFrame(filter)
    })
    previous.addEventListener("click", () => { page -= 1; show(); table.scrollIntoView({ block: "nearest" }) })
    next.addEventListener("click", () => { page += 1; show(); table.scrollIntoView({ block: "nearest" }) })
    addEventListener("beforeprint", () => body.replaceChildren(...shown.map(prepared)))
    addEventListener("afterprint", show)
    addEventListener("hashchange", follow)

    show()
    follow()
  }

  document.querySelectorAll("[data-inventory]").forEach(enhance)
  document.documentElement.classList.remove("e-waiting")
})()
