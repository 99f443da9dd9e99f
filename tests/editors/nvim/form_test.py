"""The client's half of the form wire, against a server that says what a test wants."""

import json
from pathlib import Path

from editor import EditorTest, main
from harness import Deadline

FAKE = str(Path(__file__).with_name("fake-server"))
RUN = "unify.workflow.run"


def capabilities(protocol=1):
    return {"capabilities": {
        "executeCommandProvider": {"commands": [RUN]},
        "experimental": {"unify": {"protocol": protocol}, "interactiveResolveProvider": {"kinds": ["command"]}}}}


def question(id="a", kind="string", **members):
    type = {"kind": kind, **{name: members.pop(name) for name in ("entries", "args", "source") if name in members}}
    return {"id": id, "description": id, "type": type, "required": False, **members}


def form(*fields, answers=(), argument=None):
    asked = {"formFields": list(fields)} if fields else {}
    given = {"formAnswers": [{"id": id, "value": value} for id, value in answers]} if answers else {}
    return {"command": RUN, "arguments": [argument or {}], **asked, **given}


class Form(EditorTest):
    def setUp(self):
        super().setUp()
        self.log = self.session.folder / "requests.log"

    def fake(self, **script):
        path = self.session.folder / "script.json"
        path.write_text(json.dumps({"initialize": [capabilities()], **script}), encoding="utf-8")
        return self.editor({"cmd": [FAKE, str(path), str(self.log)], "apiUrl": None, "tokenStore": None})

    def sent(self, method):
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [message.get("params") for message in map(json.loads, lines) if message["method"] == method]

    def wait_for(self, editor, method, count=1):
        """Waits until the server was asked that often; each look is a moment of Neovim's."""
        deadline = Deadline()
        while len(self.sent(method)) < count:
            self.assertFalse(deadline.passed, f"{method} was not sent {count} times{editor.report()}")
            editor.lua("vim.wait(20)")

    def test_it_says_what_it_can_do(self):
        editor = self.fake(**{"command/resolve": [form()]})
        editor.ex("Unify run")
        editor.until("#vim.lsp.get_clients({ name = 'unify_ls' }) == 1", "The client")
        self.wait_for(editor, "workspace/executeCommand")
        [initialize] = self.sent("initialize")
        self.assertEqual(initialize["capabilities"]["experimental"], {
            "interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum", "secret"]},
            "unify": {"protocol": 1, "runEvents": True, "gists": True}})
        self.assertEqual(self.sent("command/resolve"), [{"command": RUN, "arguments": [{}]}])

    def test_as_many_forms_as_the_server_asks(self):
        rounds = 12
        forms = [form(*(question(f"q{n}") for n in range(count + 1)), answers=[(f"q{n}", "x") for n in range(count)])
                 for count in range(rounds)]
        editor = self.fake(**{"command/resolve": [*forms, form(answers=[(f"q{n}", "x") for n in range(rounds)])]})
        editor.ex("Unify run")
        for count in range(rounds):
            editor.fill_in(f"q{count}", "x")
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual(len(self.sent("workspace/executeCommand")[0]["formAnswers"]), rounds)

    def test_an_answer_left_empty_stays_null(self):
        editor = self.fake(**{"command/resolve": [
            form(question("a")), form(question("a"), question("b"), answers=[("a", None)]), form(answers=[("a", None), ("b", "x")])]})
        editor.ex("Unify run")
        editor.fill_in("a", "")
        editor.fill_in("b", "x")
        self.wait_for(editor, "workspace/executeCommand")
        given = [{"id": "a", "value": None}, {"id": "b", "value": "x"}]
        self.assertEqual(self.sent("command/resolve")[1]["formAnswers"], given[:1])
        self.assertEqual(self.sent("workspace/executeCommand")[0]["formAnswers"], given)
        self.assertEqual(self.sent("workspace/executeCommand")[0]["arguments"], [{}], "an empty object is none of the lists")

    def test_a_text_of_several_lines_is_edited_in_a_buffer(self):
        several = "one\n\ttwo\n"
        fields = [question(id, default=several) for id in "abc"]
        editor = self.fake(**{"command/resolve": [form(*fields), form()]})
        editor.ex("Unify run")
        for id, keys in (("a", ":x<CR>"), ("b", "Gothree<Esc>ZZ"), ("c", ":%d<CR>:wq<CR>")):
            editor.until(f"vim.wo.winbar:match('^{id}%%=')", "The buffer")
            self.assertEqual(editor.lines(), ["one", "\ttwo", ""])
            editor.type(keys)
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual([given["value"] for given in self.sent("command/resolve")[-1]["formAnswers"]],
                         [several, several + "\nthree", None])

    def test_a_buffer_that_is_not_written_leaves_the_question(self):
        editor = self.fake(**{"command/resolve": [form(question("a", default="one\ntwo")), form()]})
        editor.lua("require('unify').run({}, function(_, result) vim.rpcnotify(1, 'done', result.outcome) end)")
        editor.until("vim.wo.winbar:match('^a')", "The buffer")
        editor.type(":q<CR>")
        editor.until("vim.v.errmsg:match('^E37')", "What to do with a text that is not written")
        editor.type(":q!<CR>")
        self.assertEqual(editor.next("done"), "cancelled")
        self.assertEqual(editor.lua("return #vim.api.nvim_list_bufs()"), 1)

    def test_what_acts_in_a_prompt_comes_back_as_it_was(self):
        # Ctrl-R = would ask Neovim to evaluate what follows, if the default were typed as it is.
        acting = "a\x12=1+1\rb"
        editor = self.fake(**{"command/resolve": [form(question("a", default=acting), question("b", default="x\ty")), form()]})
        editor.ex("Unify run")
        editor.next("input", "a")
        editor.type("<CR>")
        editor.next("input", "b")
        editor.type("␊z<CR>")
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual([given["value"] for given in self.sent("command/resolve")[-1]["formAnswers"]], [acting, "x\ty\nz"])

    def test_an_answer_is_checked_before_the_next_question(self):
        fields = [question("a"), question("b", "number")]
        wrong = form({**fields[0], "error": "Not that."}, fields[1], answers=[("a", "x")])
        right = form(*fields, answers=[("a", "y")])
        editor = self.fake(**{"command/resolve": [form(*fields), wrong, right, form()]})
        editor.ex("Unify run")
        self.assertEqual(editor.fill_in("a", "x")["details"], [])
        again = editor.fill_in("a", "y")
        self.assertEqual((again["prompt"], again["details"]), ("a: ", ["Not that."]))
        editor.fill_in("b", "1")
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual(self.sent("command/resolve")[2]["formAnswers"], [{"id": "a", "value": "y"}])

    def test_what_is_shown_beside_a_picker_does_not_cover_it(self):
        lines = ["Run it?", *(f"input-{number}: {'value ' * 4}" for number in range(6))]
        confirm = question("confirmed", "enum", entries=[{"value": "v", "description": "Run"}], description="\n".join(lines))
        editor = self.fake(**{"command/resolve": [form(confirm), form()]})
        editor.call("nvim_ui_attach", 80, 24, {"rgb": True})
        editor.lua("""
            vim.ui.select = function(items, _, choose)
              local buffer, height = vim.api.nvim_create_buf(false, true), 6
              picker = vim.api.nvim_open_win(buffer, true, { relative = 'editor', row = 8, col = 10, height = height, width = 58,
                border = 'rounded', noautocmd = true })
              answer = function() vim.api.nvim_win_close(picker, true); choose(items[1]) end
            end""")
        editor.ex("Unify run")
        apart = """(function()
          local function box(window)
            local row, column = unpack(vim.fn.win_screenpos(window))
            return { row, column, row + vim.api.nvim_win_get_height(window), column + vim.api.nvim_win_get_width(window) }
          end
          for _, window in ipairs(picker and vim.api.nvim_list_wins() or {}) do
            if window ~= picker and vim.api.nvim_win_get_config(window).relative ~= '' then
              local other, own = box(window), box(picker)
              return other[3] < own[1] or other[1] > own[3] or other[4] < own[2] or other[2] > own[4]
            end
          end
        end)()"""
        editor.until(apart, "A place beside the picker")
        shown = editor.lua("""
            return vim.tbl_map(function(window)
              return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), ' ')
            end, vim.api.nvim_list_wins())""")
        self.assertTrue(any(all(line in text for line in lines) for text in shown), shown)
        editor.lua("answer()")
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual(editor.lua("return #vim.api.nvim_list_wins()"), 1)

    def test_what_is_typed_stays_as_typed(self):
        typed = {"a": "1.20", "b": "007", "c": "12345678901234567890123", "d": "a␊b"}
        editor = self.fake(**{"command/resolve": [form(*(question(id, default="x") for id in typed)), form()]})
        editor.ex("Unify run")
        for id, text in typed.items():
            editor.fill_in(id, text)
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual({given["id"]: given["value"] for given in self.sent("command/resolve")[-1]["formAnswers"]}, typed)

    def test_a_number_that_is_not_touched_comes_back_as_a_number(self):
        editor = self.fake(**{"command/resolve": [form(question("a", "number", default=1e30)), form()]})
        editor.ex("Unify run")
        editor.next("input", "a")
        editor.type("<CR>")
        self.wait_for(editor, "workspace/executeCommand")
        self.assertEqual(self.sent("command/resolve")[-1]["formAnswers"], [{"id": "a", "value": 1e30}])

    def test_a_confirmation_that_no_longer_fits_is_shown_once_more(self):
        stale = {"error": {"code": -32803, "message": "It changed.", "data": {"kind": "needsInput", "missing": ["confirmed"]}}}
        confirm = question("confirmed", "enum", entries=[{"value": "v", "description": "Run"}])
        given = [("a", "x"), ("confirmed", "v")]
        editor = self.fake(**{
            "command/resolve": [form(argument={"confirmed": "v", "commit": "c"}, answers=given),
                                form(confirm, argument={"commit": "c"}, answers=given[:1]),
                                form(argument={"confirmed": "w"}, answers=given)],
            "workspace/executeCommand": [stale, {"gist": "It is done."}]})
        editor.ex("Unify run")
        editor.choose("confirmed", "Run")
        editor.next("said", "It is done.")
        again = self.sent("command/resolve")[1]
        self.assertEqual(again, {"command": RUN, "arguments": [{"commit": "c"}], "formAnswers": [{"id": "a", "value": "x"}]})

    def test_it_is_not_shown_for_ever(self):
        stale = {"error": {"code": -32803, "message": "It changed.", "data": {"kind": "needsInput", "missing": ["confirmed"]}}}
        editor = self.fake(**{"command/resolve": [form()], "workspace/executeCommand": [stale]})
        editor.ex("Unify run")
        editor.next("said", "It changed.")
        self.assertEqual(len(self.sent("workspace/executeCommand")), 2)

    def test_a_kind_that_nobody_knows_is_said(self):
        editor = self.fake(**{"command/resolve": [form(question("a", "colour"))]})
        editor.ex("Unify run")
        editor.next("said", "asks for a colour: upgrade this plugin")

    def test_a_form_that_asks_nothing_does_not_go_round_for_ever(self):
        editor = self.fake(**{"command/resolve": [form(question("a"), answers=[("a", "x")])]})
        editor.ex("Unify run")
        editor.next("said", "does not ask")

    def test_another_protocol_says_which_side_to_upgrade(self):
        for theirs, what in ((2, "upgrade this plugin"), (0, "upgrade unify-ls"), (None, "is not unify-ls")):
            with self.subTest(theirs=theirs):
                editor = self.fake(initialize=[capabilities(theirs)])
                editor.ex("Unify run")
                editor.next("said", what)
                self.assertEqual(self.sent("workspace/executeCommand"), [])

    def test_every_kind_of_error_is_said_and_leads_on(self):
        failed = {"error": {"code": -32803, "message": "No\x1b token.", "data": {
            "kind": "noToken", "retryable": True, "platformMessage": "go\u202eaway", "remedy": {"title": "Do it", "command": RUN}}}}
        editor = self.fake(**{"command/resolve": [form()], "workspace/executeCommand": [failed, {"outcome": "cancelled"}]})
        editor.ex("Unify run")
        editor.next("said", "No^[ token. Unify says: go<202e>away")
        asked = editor.choose("What now", "Do it")
        self.assertEqual(asked["items"], ["Do it", "Try again"])
        self.wait_for(editor, "workspace/executeCommand", 2)

    def test_a_secret_goes_to_the_servers_own_command(self):
        editor = self.fake(**{"command/resolve": [
            form(question("token", "secret", args=["token", "set", "--stdin"])), form(answers=[("token", True)])]})
        seen = self.session.folder / "seen"
        editor.lua("local system, seen = vim.system, ...\n"
                   "vim.system = function(command, options, done)\n"
                   "  if type(options.stdin) ~= 'string' then return system(command, options, done) end\n"
                   "  return system({ 'sh', '-c', 'cat > ' .. seen .. '; echo \"$@\" >> ' .. seen, 'x', unpack(command) }, options, done)\n"
                   "end", str(seen))
        editor.ex("Unify run")
        editor.next("secret", "token")
        editor.type("hidden<CR>")
        self.wait_for(editor, "workspace/executeCommand")
        line, command = seen.read_text(encoding="utf-8").splitlines()
        self.assertEqual(line, "hidden")
        self.assertTrue(command.startswith(FAKE) and command.endswith("token set --stdin"), command)
        self.assertNotIn("hidden", self.log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
