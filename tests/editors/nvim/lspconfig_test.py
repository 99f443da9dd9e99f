"""The entry for nvim-lspconfig, alone: nothing else of ours is loaded."""

import os
import subprocess
from pathlib import Path

from editor import EditorTest, WHICH
from harness import main, program
from neovim import TOP, neovim

ENTRY = TOP / "editors" / "lspconfig"
ENABLE = """
vim.lsp.enable('unify_ls')
vim.cmd.edit('.cloudbees/workflows/broken.yaml')
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
local client = vim.lsp.get_clients({ name = 'unify_ls' })[1]
print(client and client.root_dir, #vim.diagnostic.get(0) > 0)
vim.cmd('qa!')
"""


class Lspconfig(EditorTest):
    repository_files = {"broken.yaml": "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: x\njobz: {}\n"}

    def test_it_starts_the_server_and_shows_what_it_finds(self):
        script = self.session.folder / "enable.lua"
        script.write_text(ENABLE)
        env = {**self.session.env, "PATH": f"{Path(program()).parent}{os.pathsep}{self.session.env['PATH']}"}
        done = subprocess.run([neovim(WHICH), "--clean", "--headless", "--cmd", f"set runtimepath^={ENTRY}", "-c", f"luafile {script}"],
                              env=env, cwd=self.repository.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertIn(f"{self.repository.folder} true", done.stdout + done.stderr)


if __name__ == "__main__":
    main()
