/* The search runs in a worker, which browsers refuse to start from a disk (file://). There, a hidden frame stands in:
   it runs the same script, and the two pass messages as if it were a worker. Over http nothing of this happens. */
(function () {
  "use strict"
  if (location.protocol !== "file:") return

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super()
      this.onmessage = null
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      this.frame.title = "search"
      document.body.appendChild(this.frame)
      const inside = this.frame.contentDocument
      inside.open() /* settles the empty document, which some browsers would replace later */
      inside.write("<!doctype html><title>search</title>")
      inside.close()

      const frame = this.frame.contentWindow
      const run = source => new Promise((done, failed) => {
        const script = inside.createElement("script")
        script.src = source
        script.onload = done
        script.onerror = () => failed(new Error("cannot run " + source))
        inside.head.appendChild(script)
      })
      frame.postMessage = data => {
        const event = new MessageEvent("message", { data })
        this.dispatchEvent(event)
        if (this.onmessage) this.onmessage(event)
      }
      frame.importScripts = (...sources) => sources.reduce((before, source) => before.then(() => run(source)), Promise.resolve())
      this.ready = run(String(url))
    }

    postMessage(data) {
      this.ready.then(() => {
        const frame = this.frame.contentWindow
        frame.dispatchEvent(new frame.MessageEvent("message", { data }))
      }, error => this.dispatchEvent(new ErrorEvent("error", { message: error.message })))
    }

    terminate() {
      this.frame.remove()
    }
  }

  window.IFrameWorker = window.Worker = IFrameWorker
})()
