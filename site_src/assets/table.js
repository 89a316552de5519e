/* Makes the equipment table handy: instant filter, sorting, pages of 50 rows, choice of columns, links to a single
   row, and what is shown as CSV. The table itself is complete without this script, and on paper no page ends it early.
   Every word stands in the page (templates/inventory.html.j2). */
(function () {
  "use strict"
  const PAGE = 50
  const AT_ONCE = 20 /* rows painted with a key; more than a screen holds, and laying out rows is what takes time */
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "\u2010": "-" }
  const KEPT = "e-columns-left-out" /* in the browser's storage, for the next visit */
  const GIVE_WAY = ["address", "serial", "notes", "failure", "warranty", "model"] /* where there is no room, in this order */
  const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/ /* what spreadsheet programs would calculate */

  /* A text as it is compared: small letters without accents. */
  function plain(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
    const small = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")
    return small.replace(/[ßæœøłđı\u2010]/g, letter => LETTERS[letter])
  }

  function tidy(text) {
    return text.replace(/\s+/g, " ").trim()
  }

  /* A text with its {names} replaced by values. */
  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name])
  }

  function whenIdle(work) {
    if (window.requestIdleCallback) return requestIdleCallback(work)
    setTimeout(() => {
      const end = performance.now() + 10
      work({ timeRemaining: () => end - performance.now() })
    }, 50)
  }

  /* A cell of a CSV file: quoted, and never a formula. */
  function quoted(text) {
    return `"${(FORMULA.test(text) ? "'" + text : text).replaceAll('"', '""')}"`
  }

  function enhance(box) {
    const word = key => box.getAttribute("data-word-" + key)
    const table = box.querySelector("table")
    const place = table.parentElement
    const body = table.tBodies[0]
    const headings = [...table.tHead.rows[0].cells]
    const labels = headings.map(cell => cell.textContent.trim())
    const names = headings.map(cell => cell.dataset.column)
    const rows = [...body.rows]
    const bar = box.querySelector(".e-bar")
    const input = bar.querySelector("input[type=search]")
    const selects = [...bar.querySelectorAll("select[data-filter]")]
    const sorter = bar.querySelector("[data-sort]")
    const columns = bar.querySelector(".e-columns")
    const choices = [...columns.querySelectorAll("input")]
    const told = bar.querySelector(".e-bar__count")
    const pager = box.querySelector(".e-pager")
    const [previous, where, next] = pager.children
    const language = document.documentElement.lang
    const compare = new Intl.Collator(language, { numeric: true }).compare
    const count = new Intl.NumberFormat(language).format
    let order = rows.map((_, n) => n) /* every row by its number, as sorted */
    let shown = order
    let page = 0
    let showing = 0
    let sorted = { column: -1, down: false }
    let left = new Set() /* columns left out by choice, or as no row has anything there */
    let chosen = false
    const folded = new Set() /* columns out of sight for want of room: in the CSV and on paper they are there */

    /* --- What is asked of thousands of rows: gathered in idle moments, or when it is first needed ------------------ */

    const texts = []
    const values = new Map()
    const ranks = new Map()

    function gather(end) {
      while (texts.length < end) {
        let text = ""
        for (let cell = rows[texts.length].firstElementChild; cell; cell = cell.nextElementSibling) text += cell.textContent + "\n"
        texts.push(plain(text))
      }
    }

    function gatherIdly(idle) {
      while (texts.length < rows.length && idle.timeRemaining() > 2) gather(Math.min(texts.length + 50, rows.length))
      if (texts.length < rows.length) whenIdle(gatherIdly)
    }

    /* A column's values, those of a state without its date. */
    function valuesOf(name) {
      if (!values.has(name)) {
        const column = names.indexOf(name)
        const said = row => row.children[column].querySelector("span") || row.children[column]
        values.set(name, rows.map(row => tidy(said(row).textContent)))
      }
      return values.get(name)
    }

    /* Each row's place by a column; -1 where its cell is empty. */
    function ranksOf(column) {
      if (!ranks.has(column)) {
        const keys = rows.map(row => row.children[column].dataset.s ?? row.children[column].textContent.trim())
        const places = new Map([...new Set(keys)].sort(compare).map((key, place) => [key, place]))
        ranks.set(column, keys.map(key => key ? places.get(key) : -1))
      }
      return ranks.get(column)
    }

    /* --- Showing --------------------------------------------------------------------------------------------------- */

    /* Shows a page of rows, with `atOnce` the rest of it a frame later. */
    function show(atOnce = PAGE) {
      const pages = Math.max(1, Math.ceil(shown.length / PAGE))
      page = Math.min(Math.max(page, 0), pages - 1)
      const visible = shown.slice(page * PAGE, page * PAGE + PAGE).map(n => rows[n])
      for (const row of visible) {
        if (row.firstElementChild.dataset.label === undefined) labels.forEach((label, i) => { row.children[i].dataset.label = label })
      }
      body.replaceChildren(...visible.slice(0, atOnce))
      const current = ++showing
      if (visible.length > atOnce) {
        requestAnimationFrame(() => setTimeout(() => { if (current === showing) body.append(...visible.slice(atOnce)), fold() }))
      } else fold()
      told.textContent = shown.length
        ? filled(word(shown.length < rows.length ? "shown" : "all"), { shown: count(shown.length), total: count(rows.length) })
        : word("none")
      where.textContent = filled(word("page"), { page: count(page + 1), pages: count(pages) })
      previous.disabled = page === 0
      next.disabled = page === pages - 1
      pager.hidden = pages === 1
      bar.classList.toggle("e-bar--filtered", shown.length < rows.length)
    }

    function filter(atOnce = AT_ONCE) {
      const wanted = [...new Set(plain(input.value).split(/\s+/).filter(Boolean))]
      const picked = selects.filter(select => select.value).map(select => [valuesOf(select.dataset.filter), tidy(select.value)])
      if (wanted.length) gather(rows.length)
      shown = order.filter(n => wanted.every(part => texts[n].includes(part)) && picked.every(([all, value]) => all[n] === value))
      page = 0
      show(atOnce)
    }

    /* By a column; -1: as the page has them. */
    function sort(column, down) {
      sorted = { column, down }
      sorter.value = column < 0 ? "" : names[column]
      const rank = column < 0 ? rows.map(() => 0) : ranksOf(column)
      const direction = sorted.down ? -1 : 1
      order = rows.map((_, n) => n).sort((a, b) =>
        (rank[a] < 0) - (rank[b] < 0) /* rows without a value stay last either way */
        || direction * (rank[a] - rank[b])
        || a - b)
      headings.forEach(other => other.removeAttribute("aria-sort"))
      if (column >= 0) headings[column].setAttribute("aria-sort", down ? "descending" : "ascending")
      filter()
    }

    function turn(by) {
      page += by
      show()
      const used = by < 0 ? previous : next
      if (used.disabled) (by < 0 ? next : previous).focus({ preventScroll: true }) /* else the keyboard loses its place */
      box.scrollIntoView({ block: "start" })
    }

    /* Goes to the row that the address names, whatever is filtered and on whichever page it is; of a filter's choice,
       to the rows that it leaves. */
    function follow() {
      let id = ""
      try { id = decodeURIComponent(location.hash.slice(1)) } catch { return }
      const choice = id && selects.flatMap(select => [...select.options]).find(option => option.id === id)
      if (choice) {
        input.value = ""
        selects.forEach(select => { select.value = "" })
        choice.selected = true
        filter()
        box.scrollIntoView({ block: "start" })
        return
      }
      const found = id ? rows.findIndex(row => row.id === id) : -1
      if (found < 0) return
      if (!shown.includes(found)) {
        input.value = ""
        selects.forEach(select => { select.value = "" })
        filter()
      }
      page = Math.floor(shown.indexOf(found) / PAGE)
      show()
      rows.forEach(other => other.classList.remove("e-target"))
      rows[found].classList.add("e-target")
      rows[found].tabIndex = -1
      rows[found].focus({ preventScroll: true })
      rows[found].scrollIntoView({ block: "center" })
    }

    /* --- Columns ----------------------------------------------------------------------------------------------------- */

    function recall() {
      left = new Set(choices.filter(choice => !choice.checked).map(choice => choice.value))
      try {
        const kept = localStorage.getItem(KEPT)
        if (kept === null) return
        left = new Set(kept.split(" "))
        chosen = true
      } catch { /* a browser that keeps nothing shows what the page does */ }
    }

    function apply() {
      for (const choice of choices) {
        choice.checked = !left.has(choice.value) && !folded.has(choice.value)
        table.classList.toggle("e-without-" + choice.value, !choice.checked)
      }
    }

    /* Until somebody chooses, columns give way until the table fits its place. */
    function fold() {
      for (const name of chosen ? [] : GIVE_WAY) {
        if (place.scrollWidth <= place.clientWidth) return
        folded.add(name)
        apply()
      }
    }

    function unfold() {
      folded.clear()
      apply()
    }

    function choose() {
      left = new Set(choices.filter(choice => !choice.checked).map(choice => choice.value))
      chosen = true
      unfold()
      try {
        localStorage.setItem(KEPT, [...left].join(" "))
      } catch { /* see above */ }
    }

    /* --- CSV --------------------------------------------------------------------------------------------------------- */

    /* A cell as a table program wants it: dates as numbers, lines as lines. */
    function exported(cell) {
      const day = /^\d{4}-\d\d-\d\d$/.test(cell.dataset.s) ? cell.dataset.s : ""
      const state = cell.querySelector("span")
      if (day) return state ? `${state.textContent} ${day}` : day
      const lines = [...cell.childNodes].map(node => node.nodeName === "BR" ? "\n" : node.textContent).join("")
      return lines.replaceAll("\u00a0", " ").replaceAll("\u2011", "-").replaceAll("\u00ad", "")
    }

    function save(name) {
      const wanted = names.map((_, i) => i).filter(i => !left.has(names[i]))
      const lines = [wanted.map(i => labels[i]), ...shown.map(n => wanted.map(i => exported(rows[n].children[i])))]
      const text = lines.map(cells => cells.map(quoted).join(";") + "\r\n").join("")
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }))
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 60000)
    }

    /* --- In charge --------------------------------------------------------------------------------------------------- */

    headings.forEach((cell, column) => {
      const button = document.createElement("button")
      button.type = "button"
      button.title = filled(word("sort"), { column: labels[column] })
      button.textContent = labels[column]
      button.addEventListener("click", () => sort(column, sorted.column === column && !sorted.down))
      cell.replaceChildren(button)
    })
    input.addEventListener("input", () => filter())
    selects.forEach(select => select.addEventListener("change", () => filter()))
    sorter.addEventListener("change", () => sort(names.indexOf(sorter.value), false))
    columns.addEventListener("change", choose)
    columns.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !columns.open) return
      columns.open = false
      columns.querySelector("summary").focus()
    })
    document.addEventListener("click", event => { if (!columns.contains(event.target)) columns.open = false })
    bar.querySelector("[data-export]").addEventListener("click", event => save(event.currentTarget.dataset.export))
    previous.addEventListener("click", () => turn(-1))
    next.addEventListener("click", () => turn(1))
    addEventListener("beforeprint", () => {
      showing += 1
      unfold()
      body.replaceChildren(...shown.map(n => rows[n]))
    })
    addEventListener("afterprint", () => show())
    addEventListener("resize", () => { unfold(); fold() })
    addEventListener("hashchange", follow)

    recall()
    apply()
    bar.hidden = false
    box.classList.add("e-inventory--live")
    show()
    document.documentElement.classList.remove("e-waiting")
    fold()
    follow()
    whenIdle(gatherIdly)
  }

  document.querySelectorAll("[data-inventory]").forEach(enhance)
})()
