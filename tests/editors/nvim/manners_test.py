"""How the plugin behaves as a guest in Neovim: settings, completion, health, sharing, start-up, help, style."""

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from editor import WHICH, EditorTest, main
from harness import Deadline, program
from neovim import PLUGIN, fetched, neovim

LUA = sorted(PLUGIN.rglob("*.lua"))
BUILT = str(PLUGIN.parents[1] / "build" / "release" / "unify-ls")  # what the script `build` makes here
MOST_LINES = 1_250
REPORTED = "vim.bo.filetype == 'checkhealth' and vim.fn.search('{}', 'nw') > 0"


class Guest(EditorTest):
    def test_nothing_is_loaded_until_used(self):
        editor = self.editor()
        loaded = "return vim.tbl_filter(function(name) return vim.startswith(name, 'unify') end, vim.tbl_keys(package.loaded))"
        self.assertEqual(editor.lua(loaded), [])
        editor.edit("README")
        self.assertEqual(editor.lua(loaded), [])
        self.assertEqual(editor.lua("return require('unify').statusline()"), "")
        self.assertEqual(editor.lua(loaded), ["unify"])

    def test_every_command_of_the_server_has_a_subcommand(self):
        editor = self.editor()
        editor.ex("Unify token status")
        editor.next("said", "is kept in environment")
        missing = editor.lua("""
          local ids = vim.tbl_map(function(subcommand) return subcommand.id end, require('unify.commands').subcommands)
          local server = vim.lsp.get_clients({ name = 'unify_ls' })[1].server_capabilities.executeCommandProvider.commands
          return vim.tbl_filter(function(id) return not vim.tbl_contains(ids, id) end, server)""")
        self.assertEqual(missing, [])

    def test_completion(self):
        editor = self.editor()
        for line, expected in [
            ("Unify to", ["token"]), ("Unify token s", ["set", "status"]), ("Unify run ", ["deploy.yaml"]),
            ("Unify run deploy.yaml env", ["environment=staging", "environment=production"]),
            ("Unify run deploy.yaml environment=p", ["environment=production"]), ("Unify run deploy.yaml ver", ["version="]),
            ("Unify run deploy.yaml dry-run=t", ["dry-run=true"]), ("Unify run deploy.yaml dryRun=t", []),
            ("Unify run deploy.yaml --d", ["--dry-run"]), ("Unify run deploy.yaml --dry-run --d", []),
            ("Unify run --branch=ma", ["--branch=main"]), ("Unify run branch=ma", []),
            ("Unify run deploy.yaml environment=staging env", []), ("Unify workflows --a", ["--all"]),
            ("Unify token status ", ["--check"]), ("Unify token set --d", ["--days=30"]), ("Unify nonsense ", []),
        ]:
            with self.subTest(line=line):
                deadline = Deadline()
                while True:  # completion gives up soon where the machine is busy
                    found = editor.call("nvim_call_function", "getcompletion", [line, "cmdline"])
                    found = [item for item in found if item in expected or not line.endswith(" ")]
                    if found == expected or deadline.passed:
                        break
                self.assertEqual(found, expected)

    def test_what_cannot_be_typed_is_said(self):
        editor = self.editor()
        for line, sentence in [("Unify dance", "no :Unify dance"), ("Unify runs x=1", "x=1"), ("Unify token set --days=soon", "days"),
                               ("Unify run deploy.yaml dryRun=true", "no input `dryRun`"), ("Unify run --branch", "takes a value"),
                               ("Unify run --dry-run=true", "takes no value"), ("Unify run --what", "--what")]:
            with self.subTest(line=line):
                editor.ex(line)
                self.assertEqual(editor.next("said", sentence).get("level", 4), 4)

    def test_without_a_subcommand_a_pick_list(self):
        editor = self.editor()
        editor.ex("Unify")
        self.assertIn("Run a workflow", editor.choose("Unify", "Show the state of the token")["items"])
        editor.next("said", "is kept in environment")
        editor.lua("vim.keymap.set('n', 'gu', '<Plug>(unify)')")
        editor.type("gu")
        editor.choose("Unify", "")

    def test_health_asks_the_doctor(self):
        editor = self.editor({"nonsense": 1})
        editor.ex("checkhealth unify")
        editor.until(REPORTED.format("doctor of the server"), "The report")
        report = "\n".join(editor.lines())
        for part in ("Neovim", "unify-ls 0", "\"nonsense\" is no setting", "doctor of the server", "token"):
            self.assertIn(part, report)

    def test_a_missing_server_is_explained(self):
        editor = self.editor({"cmd": ["/nowhere/unify-ls"]})
        editor.edit(".cloudbees/workflows/deploy.yaml")
        editor.ex("Unify run")
        self.assertIn("vim.g.unify", editor.next("said", "/nowhere/unify-ls was not found")["message"])
        editor.ex("checkhealth unify")
        editor.until(REPORTED.format("was not found"), "The report")

    def test_the_folder_at_hand_does_not_choose_the_server(self):
        for name in ("./unify-ls", "bin/unify-ls", "./mine", "bin/mine"):
            planted = self.repository.write(name, "#!/bin/sh\necho planted >> planted\n")
            planted.chmod(0o755)
        find = "vim.env.PATH, vim.g.unify = ..., nil return require('unify.config').command()[1]"
        editor = self.editor()
        path = f"{Path(program()).parent}:/usr/bin"
        for before in ("", ".", "bin", "./bin", "~"):
            with self.subTest(before=before):
                self.assertEqual(editor.lua(find, f"{before}:{path}"), program())
                self.assertIn(editor.lua(find, f"{before}:/nowhere::"), ("/not on the PATH/unify-ls", BUILT))
        for name in ("./mine", "bin/mine"):
            editor.lua("vim.g.unify = { cmd = ... }", name)
            editor.ex("Unify runs")
            editor.next("said", "was not found")
        self.assertFalse((self.repository.folder / "planted").exists())

    def test_a_server_that_refuses_its_flags(self):
        editor = self.editor({"apiUrl": "ftp://nonsense"})
        editor.ex("Unify run")
        self.assertIn('"ftp://nonsense" cannot be used', editor.wait_for("said", "did not start")["message"])

    def test_machine_settings_are_flags_and_folder_settings_are_not(self):
        editor = self.editor({"confirm": "never", "branch": "main", "protectedBranches": ["prod"], "follow": False})
        command, folder = editor.lua("local config = require('unify.config') return { config.command(), config.folder_settings() }")
        self.assertEqual(command, [program(), "--api-url", self.platform.url, "--confirm", "never", "--token-store", "secret-service"])
        self.assertEqual(folder, {"branch": "main", "protectedBranches": ["prod"], "follow": False})

    def test_settings_that_are_none_are_said(self):
        editor = self.editor({"apiURL": "https://x", "follow": "yes"})
        editor.ex("Unify workflows")
        said = set(editor.next("select")["details"])
        self.assertEqual(said, {"the editor's settings: \"apiURL\" is no setting of unify-ls.",
                                "the editor's settings: \"follow\" must be true or false."})

    def test_a_command_that_is_no_list_is_explained(self):
        editor = self.editor()
        if not editor.lua("return vim.fn.has('nvim-0.11')"):
            self.assertEqual(editor.lua("vim.g.unify = { cmd = 'unify-ls-of-mine' } return require('unify.config').command()"),
                             ["/not on the PATH/unify-ls-of-mine"], "a name alone will do")
            return
        editor.lua("vim.lsp.config('unify_ls', { cmd = function() end })")
        editor.ex("Unify run")
        editor.next("said", "cmd of unify_ls must be a list")

    def test_restart_takes_changed_settings(self):
        editor = self.editor()
        editor.ex("Unify token status")
        editor.next("said", self.platform.url)
        editor.lua("require('unify').setup({ apiUrl = 'https://api.example.com' })")
        editor.ex("Unify restart")
        editor.next("said", "unify-ls runs in")
        editor.ex("Unify token status")
        editor.next("said", "https://api.example.com")
        self.assertEqual(editor.lua("return #vim.lsp.get_clients({ name = 'unify_ls' })"), 1)

    def test_the_server_attaches_to_workflow_files_only(self):
        editor = self.editor()
        self.repository.write("other/config.yaml", "a: 1\n")
        editor.edit("other/config.yaml")
        editor.edit(".cloudbees/workflows/deploy.yaml")
        editor.until("#vim.lsp.get_clients({ bufnr = 0, name = 'unify_ls' }) == 1", "The server of the file")
        self.assertEqual(editor.lua("return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr('other/config.yaml') })"), 0)

    def test_vim_lsp_enable_shares_the_server(self):
        editor = self.editor({"attach": False})
        if not editor.lua("return vim.fn.has('nvim-0.11')"):
            self.assertIsNone(editor.lua("return vim.lsp.enable"), "it came with 0.11")
            return
        editor.lua("vim.lsp.enable('unify_ls'); vim.cmd('filetype on')")
        editor.edit(".cloudbees/workflows/deploy.yaml")
        editor.until("#vim.lsp.get_clients({ bufnr = 0, name = 'unify_ls' }) == 1", "The server of the file")
        editor.ex("Unify token status")
        editor.next("said", "is kept in")
        self.assertEqual(editor.lua("return #vim.lsp.get_clients({ name = 'unify_ls' })"), 1)
        editor.edit(".cloudbees/workflows/build.yaml")
        editor.until("#vim.lsp.get_clients({ bufnr = 0, name = 'unify_ls' }) == 1", "The server of the other file")
        self.assertEqual(editor.lua("return #vim.lsp.get_clients({ name = 'unify_ls' })"), 1)

    def test_names_cannot_act_on_the_statusline(self):
        editor = self.editor()
        editor.lua("require('unify.runs').changed({ folder = '/x', run = { id = '1', file = '%{system(\"x\")}\\27.yaml', branch = 'b',"
                   " outcome = 'started', ended = false, requestedAt = os.date('!%Y-%m-%dT%H:%M:%SZ') } })")
        self.assertRegex(editor.lua("return require('unify').statusline()"), r'^%%\{system\("x"\)\}\^\[\.yaml started \d+s$')


class Whole(unittest.TestCase):
    @unittest.skipUnless(neovim("too-old"), "The Neovim of Debian 12 is not here; scripts/setup nvim fetches it")
    def test_an_old_neovim_is_told_once(self):
        commands = ["-c", "runtime plugin/unify.lua", "-c", "echo 'exists: ' .. exists(':Unify')", "-c", "qa!"]
        said = self.neovim("too-old", *commands)
        self.assertEqual(said.count("Neovim 0.10 or newer"), 1, said)
        self.assertIn("exists: 0", said)
        self.assertNotIn("Error", said)

    @unittest.skipUnless(neovim(WHICH), "No Neovim is here; scripts/setup nvim fetches it")
    def test_the_help_has_every_tag(self):
        with tempfile.TemporaryDirectory() as folder:
            doc = Path(folder, "doc")
            shutil.copytree(PLUGIN / "doc", doc)
            said = self.neovim(WHICH, "-c", f"helptags {doc}", "-c", "qa!")
            self.assertNotIn("E15", said)
            tags = {line.split("\t")[0] for line in (doc / "tags").read_text(encoding="utf-8").splitlines()}
        text = (PLUGIN / "doc" / "unify.txt").read_text(encoding="utf-8")
        self.assertEqual({link for link in re.findall(r"\|([^|\s]+)\|", text) if "unify" in link.lower()} - tags, set())
        source = "\n".join(path.read_text(encoding="utf-8") for path in LUA)
        self.assertIn(":Unify", tags)
        for setting in re.findall(r"(\w+) = '--", source):
            self.assertIn(setting, text)
        for map in re.findall(r"':help (unify-[\w-]+)", source):
            self.assertIn(map, tags)

    def test_the_plugin_stays_thin(self):
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in LUA)
        self.assertLess(lines, MOST_LINES, "all lines of all Lua, comments and blank ones too")

    @unittest.skipUnless(shutil.which("luacheck"), "luacheck is not installed; scripts/setup nvim installs it")
    def test_luacheck_finds_nothing(self):
        result = subprocess.run(["luacheck", "--no-color", "."], cwd=PLUGIN, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_stylua_changes_nothing(self):
        stylua = shutil.which("stylua", path=fetched() / "stylua" / "node_modules" / ".bin") or shutil.which("stylua")
        if not stylua:
            self.skipTest("stylua is not here; scripts/setup nvim fetches it")
        result = subprocess.run([stylua, "--check", "."], cwd=PLUGIN, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def neovim(self, which, *arguments, with_plugin=True):
        rtp = ["--cmd", f"set runtimepath^={PLUGIN}"] if with_plugin else []
        result = subprocess.run([neovim(which), "--clean", "--headless", *rtp, *arguments], stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=60, check=False)
        return result.stdout + result.stderr


if __name__ == "__main__":
    main()
