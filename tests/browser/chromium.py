"""A headless Chromium, driven over its debugging pipe with nothing but the standard library."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Space": (32, " "),
    "ArrowDown": (40, ""),
}
"""Keys by the number and the text that a keyboard sends for them."""


def find_chromium() -> str | None:
    """The browser's path; None where none is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """One page of the browser: what it asks the network for, what it complains about, what scripts return."""

    def __init__(self, browser: subprocess.Popen[bytes], reading: int, writing: int) -> None:
        self._browser, self._reading, self._writing = browser, reading, writing
        self._buffer, self._number, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self._loaded = False
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Performance"):
            self._call(f"{domain}.enable")

    def open(self, address: str, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Opens a page and waits until it is complete and its scripts have settled."""
        self.resize(width, height)
        self.prefer(dark)
        self._loaded = False
        self._call("Page.navigate", url="about:blank")
        self._wait_loaded()
        self._loaded = False
        self._call("Page.navigate", url=address)
        self._wait_loaded()
        time.sleep(0.25)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise's value where it gives one."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait_for(self, script: str, seconds: float = 10) -> Any:
        """The first true value of an expression; raises TimeoutError if it stays false."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if value := self.run(script):
                    return value
            except RuntimeError as error:
                if "navigated" not in str(error):  # the page that was asked has just given way to the next
                    raise
            time.sleep(0.05)
        raise TimeoutError(script)

    def run_before_pages(self, script: str) -> None:
        """Runs a script in every page opened from now on, before anything of the page itself."""
        self._call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def without_scripts(self, without: bool = True) -> None:
        """Opens the pages that follow as a browser that runs no JavaScript."""
        self._call("Emulation.setScriptExecutionDisabled", value=without)

    def metrics(self) -> dict[str, float]:
        """What Chromium counts of the page once its garbage is collected: `Nodes`, `JSHeapUsedSize` and others."""
        self._call("HeapProfiler.collectGarbage")
        return {each["name"]: each["value"] for each in self._call("Performance.getMetrics")["metrics"]}

    def resize(self, width: int, height: int = 900) -> None:
        """Gives the open page another width, as turning a phone does; what moves on that is at its end."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )
        self.run("document.getAnimations().forEach(each => each.finish())")

    def press(self, key: str) -> None:
        """Presses and releases a key: one of KEYS."""
        code, text = KEYS[key]
        named = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **named)
        self._call("Input.dispatchKeyEvent", type="keyUp", **named)

    def write(self, text: str) -> None:
        """Writes where the focus is."""
        self._call("Input.insertText", text=text)

    def screenshot(self, path: Path, whole: bool = True) -> None:
        """Writes a picture of the page as PNG, the whole of it or what is visible."""
        options: dict[str, Any] = {}
        if whole:
            size = self._call("Page.getLayoutMetrics")["cssContentSize"]
            options = {
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1},
            }
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot", format="png", **options)["data"]))

    def prefer(self, dark: bool, media: str = "") -> None:
        """Gives the system other colours while the page is open."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._call("Emulation.setEmulatedMedia", media=media, features=scheme)

    def print_media(self, dark: bool = False) -> None:
        """Shows the page as it is styled for paper, until another is opened."""
        self.prefer(dark, media="print")

    def pdf(self, tagged: bool = True) -> bytes:
        """The page as it is printed; without tags for readers' aids, thousands of rows take less time."""
        options = {"printBackground": False, "preferCSSPageSize": True, "generateTaggedPDF": tagged}
        return base64.b64decode(self._call("Page.printToPDF", **options)["data"])

    def _wait_loaded(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not self._loaded:
            if time.monotonic() > end:
                raise TimeoutError("the page does not finish")
            self._receive(end - time.monotonic())

    def _call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive(120)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _receive(self, seconds: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            if not select.select([self._reading], [], [], max(seconds, 0))[0]:
                raise TimeoutError("the browser does not answer")
            self._buffer += os.read(self._reading, 1 << 20)
        raw, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, event: str, content: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Page.javascriptDialogOpening":
            self.dialogs.append(content["message"])
        elif event == "Network.requestWillBeSent":
            self.requests.append(content["request"]["url"])
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(content["exceptionDetails"]))
        elif event == "Runtime.consoleAPICalled" and content["type"] in ("error", "assert"):
            self.complaints.append(json.dumps(content["args"]))
        elif event == "Log.entryAdded" and content["entry"]["level"] == "error":
            self.complaints.append(content["entry"]["text"] + " " + content["entry"].get("url", ""))


@contextmanager
def chromium() -> Iterator[Tab]:
    """A fresh browser with one tab; ended and forgotten afterwards."""
    path = find_chromium()
    assert path is not None
    profile = tempfile.mkdtemp()
    to_browser, writing = os.pipe()
    reading, from_browser = os.pipe()
    # The browser reads its orders from descriptor 3 and answers on 4: a shell puts ours there.
    command = f'exec 3<&{to_browser} 4>&{from_browser}; exec "$0" "$@"'
    browser = subprocess.Popen(
        ["bash", "-c", command, path, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        pass_fds=(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        yield Tab(browser, reading, writing)
    finally:
        os.close(writing)
        browser.terminate()
        try:
            browser.wait(10)
        except subprocess.TimeoutExpired:
            browser.kill()
            browser.wait()
        os.close(reading)
        shutil.rmtree(profile, ignore_errors=True)
