"""Opens a gallery in headless Chromium, from the disk, and says as JSON what a visitor meets.

    gallery_browser.py GALLERY [--shots FOLDER] [--work NUMBER]

Speaks the DevTools protocol over two pipes (--remote-debugging-pipe), so that nothing beyond Python is needed. Every
address that the page asks for is noted; requests that would leave the machine have nowhere to go.
"""
import argparse, base64, json, os, pathlib, shutil, subprocess, sys, tempfile, time


class Browser:
    def __init__(self, width, height):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            sys.exit("chromium is not installed")
        self.profile = tempfile.mkdtemp(prefix="likeness-chromium-")
        commands, self.out = os.pipe()
        self.answers, results = os.pipe()
        options = ["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--hide-scrollbars",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={self.profile}",
                   f"--window-size={width},{height}", "about:blank"]
        # Chromium's sandbox does not work for root, nor in most containers.
        if os.geteuid() == 0:
            options.insert(0, "--no-sandbox")
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$0" "$@" 3<&{commands} 4>&{results}', program, *options],
            pass_fds=(commands, results), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(results)
        self.count, self.rest, self.events = 0, b"", []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Performance"):
            self.ask(domain + ".enable")

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.answers, 1 << 16)
            if not part:
                sys.exit("chromium ended")
            self.rest += part
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        self.count += 1
        request = {"id": self.count, "method": method, "params": parameters}
        if getattr(self, "session", None):
            request["sessionId"] = self.session
        os.write(self.out, json.dumps(request).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.count:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']['message']}")
                return message["result"]
            self.events.append(message)

    def run(self, script):
        """The value of an expression, which may be a promise."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            sys.exit(f"{script}: {answer['exceptionDetails'].get('exception', {}).get('description')}")
        return answer["result"].get("value")

    def wait(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not self.run(condition):
            if time.monotonic() > end:
                sys.exit(f"waited {seconds} s for: {condition}")
            time.sleep(0.02)

    def open(self, address):
        self.ask("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def key(self, name, code, text=None):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)

    def mouse(self, kind, x, y):
        self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def size(self, width, height, scale=1, mobile=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile)

    def shot(self, file):
        time.sleep(0.4)
        pathlib.Path(file).write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gallery", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("--work", type=int)
    options = parser.parse_args()
    address = (options.gallery.resolve() / "index.html").as_uri()
    browser = Browser(1440, 900)
    try:
        print(json.dumps(visit(browser, address, options), indent=2))
    finally:
        browser.close()


def visit(browser, address, options):
    facts = {}
    browser.size(1440, 900)
    browser.open(address)
    browser.wait("document.querySelectorAll('.card').length > 0")
    shot = lambda name: options.shots and browser.shot(options.shots / f"{name}.png")
    facts["title"] = browser.run("document.title")
    facts["language"] = browser.run("document.documentElement.lang")
    facts["statement"] = browser.run("document.querySelector('.statement').innerText")
    facts["paint_ms"] = browser.run("performance.getEntriesByType('paint').map((e) => e.startTime).pop()")
    facts["cards"] = browser.run("document.querySelectorAll('.card').length")
    facts["works"] = browser.run("Number(document.querySelector('.card').getAttribute('aria-setsize'))")
    facts["empty"] = browser.run("document.querySelectorAll('.frame.unmade').length")
    browser.run("Promise.all([...document.images].slice(0, 12).map((i) => i.loading === 'lazy' && i.getBoundingClientRect().top > innerHeight ? 0 : i.decode()))")
    facts["thumbnails"] = browser.run("[...document.querySelectorAll('.frame img')].filter((i) => i.naturalWidth > 0).length")
    facts["alternatives"] = browser.run("[...document.images].every((i) => i.alt !== '')")
    shot("grid")
    browser.run("window.scrollTo(0, document.querySelector('.tools').offsetTop)")
    shot("wall")

    # Scrolling: the longest wait for a frame while the whole wall goes by.
    facts["slowest_frame_ms"] = browser.run("""new Promise((resolve) => {
      const end = document.documentElement.scrollHeight - innerHeight, steps = 60;
      let [step, last, slowest] = [0, performance.now(), 0];
      const go = () => {
        const now = performance.now();
        if (step > 0) slowest = Math.max(slowest, now - last);
        last = now;
        if (step > steps) return resolve(slowest);
        scrollTo(0, end * step / steps); step += 1; requestAnimationFrame(go);
      };
      requestAnimationFrame(go);
    })""")
    facts["at_the_end"] = browser.run("document.querySelector('.card:last-child .mark')?.textContent")
    facts["cards_at_the_end"] = browser.run("document.querySelectorAll('.card').length")
    browser.run("window.scrollTo(0, 0)")

    # Filters, search, order.
    found = "document.getElementById('found').textContent"
    facts["filters"] = browser.run("[...document.querySelectorAll('#filters label span')].map((s) => s.textContent)")
    if facts["filters"]:
        facts["filtered"] = browser.run("""(() => {
          const list = document.querySelector('#filters select');
          list.value = list.options[1].value; list.dispatchEvent(new Event('change'));
          return { option: list.options[1].textContent, found: %s, cards: Number(document.querySelector('.card').getAttribute('aria-setsize')) };
        })()""" % found)
        browser.run("document.getElementById('clear').click()")
    facts["searched"] = browser.run("""(() => {
      const box = document.getElementById('search');
      box.value = 'no such work at all'; box.dispatchEvent(new Event('input'));
      const none = document.querySelectorAll('.card').length;
      document.getElementById('clear').click();
      return { none, all: %s };
    })()""" % found)
    facts["rarest"] = browser.run("""(() => {
      const order = document.getElementById('order');
      order.value = 'rarity'; order.dispatchEvent(new Event('change'));
      const first = document.querySelector('.card .mark').textContent;
      order.value = 'number'; order.dispatchEvent(new Event('change'));
      return first;
    })()""")

    # The keyboard walks the wall.
    browser.run("document.querySelector('.card a').focus()")
    browser.key("ArrowRight", 39)
    facts["after_arrow"] = browser.run("document.activeElement.getAttribute('href')")

    # A work's page, by its address.
    number = options.work if options.work is not None else browser.run("LIKENESS_COLLECTION.works.find((w) => !w.state)?.number ?? LIKENESS_COLLECTION.works[0].number")
    browser.run(f"location.hash = '#{number}'")
    browser.wait("document.getElementById('work').open && document.querySelector('.facts') !== null")
    facts["work"] = browser.run("""({
      title: document.getElementById('work-title').textContent,
      headings: [...document.querySelectorAll('.facts h3')].map((h) => h.textContent),
      codes: [...document.querySelectorAll('.facts code')].map((c) => c.textContent),
      copies: document.querySelectorAll('.facts .copy').length,
      score: document.querySelector('.score dd')?.textContent ?? null,
    })""")
    if browser.run("document.querySelector('.pair input') !== null"):
        browser.run("Promise.all([...document.querySelectorAll('.pair img')].map((i) => i.decode()))")
        at = "document.querySelector('.pair').style.getPropertyValue('--at')"
        slider = {"first": browser.run(at)}
        shot("work")
        box = browser.run("(() => { const b = document.querySelector('.pair').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()")
        middle = box[1] + box[3] / 2
        browser.mouse("mousePressed", box[0] + box[2] * 0.2, middle)
        browser.mouse("mouseMoved", box[0] + box[2] * 0.5, middle)
        browser.mouse("mouseReleased", box[0] + box[2] * 0.5, middle)
        slider["after_drag"] = browser.run(at)
        shot("work-half")
        browser.key("ArrowRight", 39)
        slider["after_key"] = browser.run(at)
        slider["text"] = browser.run("document.querySelector('.pair input').getAttribute('aria-valuetext')")
        slider["alternatives"] = browser.run("[...document.querySelectorAll('.pair img')].map((i) => i.alt)")
        slider["sizes"] = browser.run("[...document.querySelectorAll('.pair img')].map((i) => [i.naturalWidth, i.naturalHeight])")
        facts["slider"] = slider
    browser.run("document.querySelector('.work').scrollTop = 600; document.querySelectorAll('.facts details').forEach((d, i) => { d.open = i === 0; })")
    shot("work-facts")
    browser.key("Escape", 27)
    browser.wait("!document.getElementById('work').open")
    facts["hash_after_close"] = browser.run("location.hash")

    browser.size(390, 844, 2, mobile=True)
    facts["mobile_overflow"] = browser.run("document.documentElement.scrollWidth - innerWidth")
    browser.run("window.scrollTo(0, 0)")
    shot("mobile-grid")
    browser.run("window.scrollTo(0, document.querySelector('.tools').offsetTop)")
    shot("mobile-wall")
    browser.run(f"location.hash = '#{number}'")
    browser.wait("document.getElementById('work').open && document.querySelector('.facts') !== null")
    shot("mobile-work")
    browser.run("document.querySelector('.work').scrollTop = 640")
    shot("mobile-facts")

    browser.run("1")
    facts["console"] = [
        " ".join(str(a.get("value", a.get("description"))) for a in e["params"]["args"])
        for e in browser.events if e["method"] == "Runtime.consoleAPICalled"
    ] + [e["params"]["exceptionDetails"]["text"] for e in browser.events if e["method"] == "Runtime.exceptionThrown"
    ] + [e["params"]["entry"]["text"] for e in browser.events if e["method"] == "Log.entryAdded"]
    asked = [e["params"]["request"]["url"] for e in browser.events if e["method"] == "Network.requestWillBeSent"]
    facts["requests"] = len(asked)
    facts["beyond_the_folder"] = sorted({u for u in asked if not u.startswith("file://") and not u.startswith("about:")})
    facts["failed"] = [e["params"]["errorText"] for e in browser.events if e["method"] == "Network.loadingFailed" and not e["params"].get("canceled")]
    return facts


main()
