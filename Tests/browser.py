"""Opens a page in headless Chromium, runs scripts in it, and takes pictures of it.

    browser.py CHROMIUM PAGE [--script JS]... [--picture FILE WIDTH HEIGHT light|dark]...

Scripts and pictures are done in the order given. Prints one JSON object: `results` of the scripts, `load_ms` until the page's load event,
and what a report must never have: `errors` of its scripts, `dialogs`, and `requests` for anything but the page.

It talks the DevTools protocol over a pipe: messages end with a zero byte (https://chromedevtools.github.io/devtools-protocol).
"""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import time


class Browser:
    def __init__(self, chromium, profile):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def keep():
            # Chromium reads descriptor 3 and writes 4. Copies first: the numbers may be taken by each other.
            source, sink = os.dup(to_browser), os.dup(from_browser)
            os.dup2(source, 3)
            os.dup2(sink, 4)

        options = [
            "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", "--disable-background-networking", "--disable-component-update", f"--user-data-dir={profile}",
        ]
        self.process = subprocess.Popen(
            [chromium, *options, "about:blank"], preexec_fn=keep, close_fds=False, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.last_id = 0
        self.session = None
        self.events = []

    def _read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.input, 1 << 20)
            if not piece:
                raise SystemExit("the browser has ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self.last_id:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._note(answer)

    def wait_for(self, method):
        while not any(event["method"] == method for event in self.events):
            self._note(self._read())

    def _note(self, event):
        if "method" not in event:
            return
        self.events.append(event)
        if event["method"] == "Page.javascriptDialogOpening":
            self.last_id += 1
            dismissal = {"id": self.last_id, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}, "sessionId": self.session}
            os.write(self.output, json.dumps(dismissal).encode() + b"\0")

    def of(self, method):
        return [event["params"] for event in self.events if event["method"] == method]


def run(browser, page, steps):
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ["Page", "Runtime", "Log", "Network"]:
        browser.call(f"{domain}.enable")
    address = "file://" + os.path.abspath(page)
    start = time.monotonic()
    browser.call("Page.navigate", url=address)
    browser.wait_for("Page.loadEventFired")
    load = round((time.monotonic() - start) * 1000)
    results = [step(browser) for step in steps]
    return {
        "load_ms": load,
        "results": [result for result in results if result is not None],
        "errors": [found["exceptionDetails"]["text"] for found in browser.of("Runtime.exceptionThrown")]
        + [found["entry"]["text"] for found in browser.of("Log.entryAdded")],
        "dialogs": [found["message"] for found in browser.of("Page.javascriptDialogOpening")],
        "requests": [
            found["request"]["url"] for found in browser.of("Network.requestWillBeSent") if found["request"]["url"] != address
        ],
    }


def script(source):
    def step(browser):
        answer = browser.call("Runtime.evaluate", expression=source, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{source}: {answer['exceptionDetails']}")
        return answer["result"].get("value", "")

    return step


def picture(path, width, height, scheme):
    def step(browser):
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        image = browser.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(image))

    return step


def main(arguments):
    chromium, page, *rest = arguments
    steps = []
    while rest:
        option, *rest = rest
        if option == "--script":
            steps.append(script(rest.pop(0)))
        elif option == "--picture":
            path, width, height, scheme = rest[:4]
            steps.append(picture(path, int(width), int(height), scheme))
            rest = rest[4:]
        else:
            raise SystemExit(__doc__)
    # Processes of the browser may write on for a moment.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            print(json.dumps(run(browser, page, steps)))
        finally:
            os.killpg(browser.process.pid, signal.SIGKILL)
            browser.process.wait()


main(sys.argv[1:])
