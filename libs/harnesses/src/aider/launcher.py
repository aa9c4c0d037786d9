# Runs Aider in this process and leaves in Hookline's spool what it hears through Aider's own interface.
# It never changes what Aider does: nothing it hears with may raise, wait or print, and all arguments go through as they are.
# The one thing it adds is a read-only file with the card of the project, where a fresh one lies there.
#
# argv: this file, the path of the `aider` program, then Aider's own arguments.

import atexit
import functools
import hashlib
import json
import os
import re
import sys
import time

HOME = os.environ.get("HOOKLINE_HOME", "")
VERSION = "2"
TEXT_MAX = 1000000
ENTRIES_MAX = 50000
BYTES_MAX = 1024 ** 3
CARD_MAX = 100000

HEADER = re.compile(r"^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$", re.M)
GROUP_ANSWER = re.compile(r"\? \(Y\)es/\(N\)o.*\]: ?\w+$")
FAULT = re.compile(r"litellm\.(\w+): ?(.*)", re.S)


def quietly(tell):
    """Hearing must never disturb: whatever goes wrong in it is gone."""

    @functools.wraps(tell)
    def told(*args, **kwargs):
        try:
            return tell(*args, **kwargs)
        except Exception:
            return None

    return told


def gist(command):
    # As the adapter counts equal commands: long words may hold what redaction takes out.
    return " ".join(word for word in command.split() if len(word) <= 7)


class Spool:
    """Writes entries as the shims of the other harnesses do: one file each, whole or not at all."""

    def __init__(self):
        self.folder = os.path.join(HOME, "spool")
        self.entries = os.path.join(self.folder, "probe" if os.environ.get("HOOKLINE_PROBE") else "new")
        self.made = 0

    def put(self, session, event, payload):
        if not HOME or os.path.exists(os.path.join(self.folder, "full")):
            return self.drop()
        header = "\t".join(["hookline-spool/1", "aider", VERSION, event, str(os.getpid()), "launcher", os.getcwd()])
        text = (header + "\n" + json.dumps(payload) + "\n").encode("utf-8", "replace")
        self.made += 1
        name = "%s.%d.%06d" % (session, os.getpid(), self.made)
        if (self.made + os.getpid()) % 256 == 0:
            self.measure()
        try:
            file = os.open(os.path.join(self.entries, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            return self.drop()
        try:
            while text:
                text = text[os.write(file, text) :]
        finally:
            os.close(file)

    @quietly
    def measure(self):
        """With the edge down nobody else bounds the spool. Runs are short: where to look differs from one to the next."""
        sizes = [entry.stat().st_size for entry in os.scandir(self.entries)]
        if len(sizes) >= ENTRIES_MAX or sum(sizes) >= BYTES_MAX:
            with open(os.path.join(self.folder, "full"), "w") as full:
                full.write("launcher\n")

    def drop(self):
        with open(os.path.join(self.folder, "dropped"), "a") as dropped:
            dropped.write(".")


class Tale:
    """What was heard so far of one run of Aider. Ordinals are as the adapter counts them in the chat history."""

    def __init__(self):
        self.spool = Spool()
        self.started = None
        self.history = None
        self.line = 0
        self.coder = None
        self.begun = self.ended = False
        self.prompt = self.messages = self.usages = 0
        self.versions = {}
        self.card = self.memory = None
        self.held_out = False
        self.depth = 0
        self.turn()

    def turn(self):
        self.open = self.awaiting = self.misfit = self.interrupted = False
        self.error = self.details = self.text = None
        self.counts = {}
        self.creating = set()
        self.writes = {}

    def next(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]

    @quietly
    def tell(self, event, **fields):
        if self.started is None:
            return
        if not self.begun and event != "SessionStart":
            self.begin()
        common = {
            "hook_event_name": event,
            "started": self.started,
            "history": self.history,
            "line": fields.pop("line", self.line),
            "prompt": self.prompt,
        }
        payload = {key: value for key, value in {**common, **fields}.items() if value is not None}
        self.spool.put("aider-" + re.sub(r"\D", "", self.started), event, payload)

    def begin(self):
        self.begun = True
        model = getattr(getattr(self.coder, "main_model", None), "name", None)
        version = getattr(sys.modules.get("aider"), "__version__", None)
        edit_format = getattr(self.coder, "edit_format", None)
        self.tell("SessionStart", cwd=os.getcwd(), model=model, version=version, editFormat=edit_format, line=0)

    def wrote(self, text, linebreak, blockquote, strip):
        found = HEADER.search(text)
        if found and found.group(1) != self.started:
            self.started, self.begun, self.prompt, self.messages, self.usages = found.group(1), False, 0, 0, 0
            self.turn()
            self.ended = False
            self.line = 2
            return
        if blockquote and strip:
            text = text.strip()
        if linebreak:
            text = (text.rstrip() if strip else text) + "\n"
        self.line += text.count("\n") + (0 if text.endswith("\n") else 1)

    def end_turn(self):
        if not self.open:
            return
        self.open = False
        fields = {"interrupted": True} if self.interrupted else {"error": self.error, "details": self.details}
        self.tell("TurnEnd", text=self.text, **fields)

    def asked(self, text, nested):
        if GROUP_ANSWER.search(text.strip()):
            return
        self.end_turn()
        self.turn()
        self.prompt += 1
        self.open = self.awaiting = True
        self.tell("Prompt", text=text or "<blank>", nested=nested or None, line=self.line + 1)
        if self.memory:
            memory, self.memory = self.memory, None
            self.tell("Memory", text=memory, heldOut=self.held_out or None, line=self.line + 1)

    def answered(self, text):
        self.messages += 1
        self.awaiting, self.error, self.details, self.text = False, None, None, text[:TEXT_MAX]
        self.tell("Message", n=self.messages, text=self.text, line=self.line + 1)

    def shown(self, text, is_error):
        fault = FAULT.match(text) if is_error else None
        edit = re.match(r"Applied edit to (.+)$", text)
        commit = re.match(r"Commit ([0-9a-f]{7,40}) (.*)", text)
        if self.misfit and text.strip() and not text.startswith("https://aider.chat/"):
            self.misfit = False
            self.tell("EditFailed", n=self.next("failed-edit"), text=text)
        if fault:
            self.error, self.details = fault.group(1), fault.group(2)[:2000]
            self.tell("Fault", n=self.next("fault"), error=self.error, text=self.details.split("\n")[0])
        elif text.strip() == "The LLM did not conform to the edit format.":
            self.misfit = self.awaiting = True
        elif text.strip() == "^C again to exit" and self.awaiting:
            self.interrupted = True
        elif edit:
            self.edited(edit.group(1).strip())
        elif commit:
            self.tell("Commit", commit=commit.group(1), text=commit.group(2).strip())

    def edited(self, path):
        root = getattr(self.coder, "root", None) or os.getcwd()
        full = os.path.realpath(os.path.join(root, path))
        before, after = self.writes.pop(full, (None, None))
        created = full in self.creating
        self.creating.discard(full)
        whole = after is not None and len(after) <= TEXT_MAX and len(before or "") <= TEXT_MAX
        texts = {"before": None if created else before, "after": after} if whole else {}
        self.tell("Edit", n=self.next("edit:" + path), path=path, created=created, **texts)

    def confirmed(self, question, subject, allowed, itself):
        lines = [line.strip() for line in (subject or "").split("\n")]
        lines = [line for line in lines if line]
        fields = {"allowed": bool(allowed), "itself": itself}
        if re.match(r"Run shell commands?\?$", question):
            lines = [line for line in lines if not line.startswith("#")]
            for line in lines if question.endswith("commands?") else lines[-1:]:
                key = "run:" + gist(line)
                n = self.next(key) if not allowed else self.counts.get(key, 0) + 1
                self.tell("Answer", about="command", subject=line, n=n, line=self.line - 1, **fields)
        elif question in ("Create new file?", "Allow edits to file that has not been added to the chat?") and lines:
            key = "edit:" + lines[-1]
            n = self.next(key) if not allowed else self.counts.get(key, 0) + 1
            if allowed and question == "Create new file?":
                root = getattr(self.coder, "root", None) or os.getcwd()
                self.creating.add(os.path.realpath(os.path.join(root, lines[-1])))
            self.tell("Answer", about="edit", subject=lines[-1], n=n, line=self.line - 1, **fields)
        elif allowed and question.startswith(("Attempt to fix", "Add file to the chat")):
            self.awaiting = True

    def read(self, path, content):
        """Only what the model is given: Aider reads much more to make its map of the repository."""
        full = os.path.abspath(str(path))
        chat = set(getattr(self.coder, "abs_fnames", ())) | set(getattr(self.coder, "abs_read_only_fnames", ()))
        if content is None or full == self.card or full not in chat:
            return
        digest = hashlib.sha256(content.encode("utf-8", "replace")).digest()
        seen = self.versions.setdefault(full, [])
        if digest in seen or len(seen) >= 100:
            return
        seen.append(digest)
        self.tell("FileRead", n=len(seen), path=full, content=content if len(content) <= TEXT_MAX else None)

    def writes_to(self, path):
        full = os.path.realpath(str(path))
        if full in self.writes:
            return
        before = None
        if os.path.exists(full):
            with open(full, encoding="utf-8", errors="strict", newline="") as file:
                before = file.read()
        else:
            self.creating.add(full)
        self.writes[full] = (before, None)

    def written(self, path):
        full = os.path.realpath(str(path))
        with open(full, encoding="utf-8", errors="strict", newline="") as file:
            self.writes[full] = (self.writes.get(full, (None, None))[0], file.read())

    def leave(self, reason):
        self.end_turn()
        if not self.ended:
            self.ended = True
            self.tell("SessionEnd", reason=reason)

    def event(self, name, main_model, fields):
        if name == "message_send_starting":
            self.awaiting = True
        elif name == "message_send":
            self.usages += 1
            self.awaiting = False
            self.tell(
                "Usage",
                n=self.usages,
                model=getattr(main_model, "name", None),
                promptTokens=fields.get("prompt_tokens"),
                completionTokens=fields.get("completion_tokens"),
                cost=fields.get("cost"),
                line=self.line - 1,
            )
        elif name in ("auto_commits", "cli session") and not self.begun and self.started:
            self.begin()
        elif name == "exit":
            self.leave(str(fields.get("reason", "exit")))

    def ran(self, run, command, args, kwargs):
        command_line = str(command)
        heard = quietly(lambda: (self.next("run:" + gist(command_line)), time.monotonic()))() or (1, 0)
        n, began = heard
        self.tell("CommandStart", n=n, command=command_line, line=self.line - 1)
        result = run(command, *args, **kwargs)
        quietly(self.came_back)(n, command_line, result, time.monotonic() - began)
        return result

    def came_back(self, n, command, result, seconds):
        status, output = result
        fields = {"exitCode": status, "output": str(output or "")[-TEXT_MAX:], "durationMs": round(seconds * 1000)}
        self.tell("CommandEnd", n=n, command=command, line=self.line - 1, **fields)


def card_path(name=".hookline-card.md"):
    """The card of the folder Aider was started in, while it is good: its time is the moment until which it is."""
    path = os.path.join(HOME, "cards", os.getcwd().lstrip("/"), name)
    try:
        return path if os.stat(path).st_mtime > time.time() else None
    except OSError:
        return None


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read(CARD_MAX)


def is_held_out(started):
    """As `heldOut` of the memory's library: one session of ten is told nothing, so that it can be seen what telling is good for."""
    path = card_path(".hookline-card")
    lines = text_of(path).split("\n") if path and started else []
    if len(lines) < 2 or not lines[1].isdigit():
        return False
    # The last part of the session's id is the time of its header.
    drawn = int(re.sub(r"\D", "", started)[-6:], 16)
    return (drawn * 40503 + int(lines[1])) // 16 % 10 == 0


def subscribe(tale):
    """Puts our ears where Aider makes its input and output, its analytics, its coders and its commands."""
    import aider.analytics
    import aider.coders.base_coder as base_coder
    import aider.commands
    import aider.io
    import aider.main

    plain = aider.io.InputOutput

    class InputOutput(plain):
        def append_chat_history(self, text, linebreak=False, blockquote=False, strip=True):
            done = super().append_chat_history(text, linebreak, blockquote, strip)
            file = getattr(self, "chat_history_file", None)
            tale.history = os.path.abspath(str(file)) if file else None
            quietly(tale.wrote)(text, linebreak, blockquote, strip)
            return done

        def user_input(self, inp, *args, **kwargs):
            quietly(tale.asked)(str(inp or ""), tale.depth > 0)
            return super().user_input(inp, *args, **kwargs)

        def ai_output(self, content):
            quietly(tale.answered)(str(content))
            return super().ai_output(content)

        def tool_output(self, *messages, **kwargs):
            quietly(lambda: tale.shown(" ".join(str(message) for message in messages), False))()
            return super().tool_output(*messages, **kwargs)

        def tool_error(self, message="", *args, **kwargs):
            quietly(lambda: tale.shown(str(message).strip(), True))()
            return super().tool_error(message, *args, **kwargs)

        def tool_warning(self, message="", *args, **kwargs):
            quietly(lambda: tale.shown(str(message).strip(), True))()
            return super().tool_warning(message, *args, **kwargs)

        def confirm_ask(self, question, *args, **kwargs):
            allowed = super().confirm_ask(question, *args, **kwargs)
            subject = kwargs.get("subject") or (args[1] if len(args) > 1 else None)
            quietly(tale.confirmed)(str(question), subject, allowed, getattr(self, "yes", None) is not None)
            return allowed

        def read_text(self, filename, *args, **kwargs):
            if tale.card is not None and str(filename) == tale.card and card_path() is None:
                return ""
            content = super().read_text(filename, *args, **kwargs)
            quietly(tale.read)(filename, content)
            return content

        def write_text(self, filename, *args, **kwargs):
            quietly(tale.writes_to)(filename)
            done = super().write_text(filename, *args, **kwargs)
            quietly(tale.written)(filename)
            return done

    aider.io.InputOutput = aider.main.InputOutput = InputOutput

    def around(place, name, make):
        found = getattr(place, name, None)
        if found is not None:
            setattr(place, name, functools.wraps(found)(make(found)))

    def event(found):
        def heard(self, event_name, *args, **kwargs):
            done = found(self, event_name, *args, **kwargs)
            model = kwargs.get("main_model") or (args[0] if args else None)
            quietly(tale.event)(event_name, model, kwargs)
            return done

        return heard

    def init(found):
        def heard(self, *args, **kwargs):
            done = found(self, *args, **kwargs)
            quietly(met)(self)
            return done

        return heard

    def met(coder):
        first = tale.coder is None
        tale.coder = coder
        card = card_path() if first else None
        if card is not None:
            tale.memory = text_of(card)
            tale.held_out = is_held_out(tale.started)
            if not tale.held_out:
                coder.abs_read_only_fnames.add(card)
                tale.card = card

    def run_one(found):
        def heard(self, *args, **kwargs):
            tale.depth += 1
            try:
                return found(self, *args, **kwargs)
            except KeyboardInterrupt:
                tale.interrupted = tale.interrupted or tale.awaiting
                raise
            finally:
                tale.depth -= 1
                quietly(tale.end_turn)()

        return heard

    def run_cmd(found):
        return lambda command, *args, **kwargs: tale.ran(found, command, args, kwargs)

    around(aider.analytics.Analytics, "event", event)
    around(base_coder.Coder, "__init__", init)
    around(base_coder.Coder, "run_one", run_one)
    around(base_coder, "run_cmd", run_cmd)
    around(aider.commands, "run_cmd", run_cmd)


def main():
    if os.environ.get("HOOKLINE_PROBE"):
        Spool().put("probe", "Probe", {"hook_event_name": "Probe"})
        return 0
    program, arguments = sys.argv[1], sys.argv[2:]
    sys.argv = [program, *arguments]
    sys.path[0] = os.path.dirname(os.path.abspath(program))
    try:
        from aider.main import main as run
    except Exception:
        # No Aider in this Python, or one of another shape: the program itself knows better.
        os.execv(program, [program, *arguments])
    tale = Tale()
    atexit.register(quietly(tale.leave), "exit")
    quietly(subscribe)(tale)
    return run()


if __name__ == "__main__":
    sys.exit(main())
