"""The plugin as plugin managers install it: from a clone of the whole repository, and from a repository of the plugin alone."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from editor import WHICH, EditorTest, main
from harness import Repository, program
from neovim import PLUGIN, TOP, Neovim, neovim

# A build that takes no minutes: the program is there already.
BUILD = f"""#!/bin/sh
set -eu
folder=$(dirname "$0")/../build/release
mkdir -p "$folder"
printf '#!/bin/sh\\nexec %s "$@"\\n' '{program()}' > "$folder/unify-ls"
chmod +x "$folder/unify-ls"
"""


def block(name, alone):
    """A block of Lua of the README: what to write for a manager."""
    text = (PLUGIN / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"```lua\n-- {re.escape(name)}.*\n((?:.*\n)*?)```", text)
    [found] = [each for each in blocks if ("ADDRESS/unify.nvim" in each) == alone]
    return found


class Install(EditorTest):
    def setUp(self):
        super().setUp()
        # The project as it would be committed now, but for its build.
        self.addresses = self.session.new_folder("addresses")
        self.project = Repository(self.session, name="unify-ls", url=str(self.addresses / "unify-ls"))
        self.take_files()

    def take_files(self):
        for name in ("editors/nvim", "scripts/lib"):
            shutil.copytree(TOP / name, self.project.folder / name, dirs_exist_ok=True)
        for name in ("scripts/nvim-plugin", ".gitignore"):
            shutil.copy(TOP / name, self.project.folder / name)
        self.project.write("scripts/build", BUILD).chmod(0o755)
        self.project.commit()
        self.project.git("push", "--quiet", "--force", str(self.project.remote), "HEAD:main")
        if not (self.addresses / "unify-ls").exists():
            (self.addresses / "unify-ls").symlink_to(self.project.remote)

    def split(self):
        script = [self.project.folder / "scripts" / "nvim-plugin", self.addresses / "unify.nvim"]
        subprocess.run(script, env=self.project.env, check=True, capture_output=True, timeout=120)

    def heads(self):
        return self.project.git("for-each-ref"), self.project.git("count-objects", "-v"), self.project.git("status", "--short")

    def fresh(self, init):
        """A Neovim that finds nothing but its init.lua, and no server on its PATH."""
        folder = self.session.config / "nvim"
        folder.mkdir(exist_ok=True)
        (folder / "init.lua").write_text(init.replace("ADDRESS", f"file://{self.addresses}"), encoding="utf-8")
        env = {"PATH": "/usr/bin:/bin", "UNIFY_TOKEN": "cb_api_simulator_full", "GIT_CONFIG_GLOBAL": "/dev/null"}
        settings = {"apiUrl": self.platform.url}
        return self.open(Neovim(neovim(WHICH), self.session, self.repository.folder, settings, env=env, bare=True))

    def works(self, editor, plugin):
        """From nothing to a server that answers."""
        editor.until("vim.v.vim_did_enter == 1 and vim.fn.exists(':Unify') == 2", "The command")
        editor.lua("pcall(vim.cmd.help, 'unify')")
        self.assertEqual(Path(editor.lua("return vim.api.nvim_buf_get_name(0)")).name, "unify.txt")
        editor.ex("close")
        editor.ex("checkhealth unify")
        editor.until("vim.bo.filetype == 'checkhealth' and vim.fn.search('build it by :Unify build', 'nw') > 0", "The report")
        editor.ex("Unify build")
        editor.until("vim.fn.executable(select(2, require('unify.config').places())) == 1", "The server")
        editor.ex("Unify token status")
        self.assertIn("is kept in environment", editor.wait_for("said", "token")["message"])
        self.assertEqual(subprocess.run(["git", "-C", plugin, "status", "--short"], env=self.project.env, capture_output=True,
                                        text=True, check=True, timeout=60).stdout, "", "a manager finds nothing changed")

    def managed(self, name):
        return self.session.data / "nvim" / "site" / "pack" / "core" / "opt" / name

    def test_the_whole_repository_by_vim_pack(self):
        if WHICH != "newest":
            self.assertIsNone(self.fresh("").lua("return vim.pack"), "it came with 0.12")
            return
        editor = self.fresh(block("vim.pack", alone=False).replace("' })", "' }, { confirm = false })"))
        self.works(editor, self.managed("unify-ls"))

    def test_the_plugin_alone_by_vim_pack(self):
        if WHICH != "newest":
            return
        self.split()
        editor = self.fresh(block("vim.pack", alone=True).replace("' })", "' }, { confirm = false })"))
        self.works(editor, self.managed("unify.nvim"))

    def test_the_plugin_alone_as_a_package(self):
        self.split()
        place = self.session.data / "nvim" / "site" / "pack" / "unify" / "start" / "unify"
        subprocess.run(["git", "clone", "--quiet", self.addresses / "unify.nvim", place], env=self.project.env, check=True, timeout=60)
        self.works(self.fresh(""), place)

    def test_the_repository_of_the_plugin_follows_the_project_and_leaves_it_as_it_is(self):
        before = self.heads()
        self.split()
        self.assertEqual(self.heads(), before)
        first = self.plugin_git("rev-parse", "main")
        self.assertEqual(self.plugin_git("ls-tree", "--name-only", "main").split(),
                         self.project.git("ls-tree", "--name-only", "HEAD:editors/nvim").split())
        (self.project.folder / "editors/nvim/README.md").write_text("Changed.\n", encoding="utf-8")
        self.project.commit(message="nvim: change")
        self.split()
        self.assertEqual(self.plugin_git("rev-parse", "main~1"), first)
        self.assertEqual(self.plugin_git("for-each-ref", "--format=%(refname)").split(),
                         ["refs/heads/main", *sorted(f"refs/server/{self.plugin_git('rev-parse', name)}" for name in ("main", "main~1"))])

    def plugin_git(self, *arguments):
        return subprocess.run(["git", "-C", self.addresses / "unify.nvim", *arguments], env=self.project.env, capture_output=True,
                              text=True, check=True, timeout=60).stdout.strip()

    def test_a_copy_without_the_server_says_so(self):
        copy = self.session.folder / "copy" / "in" / "unify"
        shutil.copytree(PLUGIN, copy)
        env = {**self.session.env, "PATH": os.environ["PATH"]}
        said = subprocess.run([copy / "build"], env=env, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(said.returncode, 1)
        self.assertIn("without the server", said.stderr)


if __name__ == "__main__":
    main()
