"""A person writes a workflow from an empty file with Tab: it asks, takes what is chosen, and goes on in a snippet."""

import json
import re
import subprocess

from editor import EditorTest, main
from harness.programs import program
from neovim import PLUGIN

# What the plugin's README gives a person for their init.lua.
TAB = re.search(r"```lua\n(vim\.api.*LspAttach.*?)```", (PLUGIN / "README.md").read_text(encoding="utf-8"), re.S).group(1)

WRITTEN = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Deploy
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choice
        options:
          - staging
          - production
jobs:
  deploy:
    environment: ${{ inputs.environment }}
    steps:
      - name: Deploy
        uses: docker://alpine:3.20
        run: |
          make deploy
  smoke:
    needs: deploy
    steps:
      - uses: cloudbees-io/checkout@v2
      - uses: docker://alpine:3.20
        run: ./smoke.sh ${{ inputs.environment }}
"""


class Typing(EditorTest):
    repository_files = {}

    def setUp(self):
        super().setUp()
        self.nvim = self.editor()
        self.nvim.lua("vim.o.completeopt = 'menu'")  # the fetched Neovim has no parser of Markdown for its popup
        self.nvim.lua(TAB)
        self.nvim.edit(".cloudbees/workflows/tab.yaml")
        self.nvim.until("vim.fn.maparg('<Tab>', 'i', false, true).buffer == 1", "The server")

    def take(self, label, line):
        """Asks with Tab, goes to that row, takes it with Tab, and waits for the line it leaves the cursor in."""
        self.nvim.type("<Tab>")
        row = self.nvim.until(
            "vim.iter(ipairs(vim.fn.complete_info({ 'items' }).items)):find("
            f"function(_, item) return item.abbr == '{label}' end)", f"The row {label}")
        self.nvim.type("<C-n>" * (row - 1) + "<Tab>")
        self.nvim.until(f"vim.fn.pumvisible() == 0 and vim.fn.getline('.') == '{line}'", f"The line '{line}'")

    def begin(self, column):
        """A new line whose text begins at this column."""
        self.nvim.type("<CR>x<BS>0<C-d>" + " " * column)

    def jump(self, *lines):
        """From stop to stop of a snippet, in these lines."""
        for line in lines:
            self.nvim.type("<Tab>")
            self.nvim.until(f"vim.fn.getline('.') == '{line}' and vim.fn.state('m') == ''", f"The stop in '{line}'")

    def test_tab(self):
        self.nvim.type("i")
        snippets = self.nvim.lua("return vim.fn.has('nvim-0.11') == 1")
        if snippets:
            self.take("workflow: deploy by hand", "name: Deploy")
            self.jump("          - staging", "          - production", "          ")
        else:  # without them an editor writes the text, and is at its end
            self.take("workflow: deploy by hand", "          ")
        self.nvim.type("make deploy")
        self.begin(2)
        self.nvim.type("smoke:")
        self.begin(4)
        self.take("needs", "    needs: ")
        self.take("deploy", "    needs: deploy")
        self.begin(4)
        self.take("steps", "      - ")
        self.take("uses", "      - uses: ")
        self.take("cloudbees-io/checkout@v2", "      - uses: cloudbees-io/checkout@v2")
        self.begin(6)
        self.nvim.type("- ")
        self.take("uses", "      - uses: ")
        self.take("docker://alpine:3.20", "      - uses: docker://alpine:3.20")
        self.begin(8)
        self.take("run", "        run: ")
        self.nvim.type("./smoke.sh ${{ ")
        self.take("inputs", "        run: ./smoke.sh ${{ inputs")
        self.nvim.type(".")
        self.take("environment", "        run: ./smoke.sh ${{ inputs.environment")
        self.nvim.type(" }}<Esc>:write ++p<CR>")
        self.nvim.until("not vim.bo.modified", "The saved file")
        self.assertEqual(self.nvim.lines(), WRITTEN.splitlines())
        checked = subprocess.run([program(), "check", "--json"], env=self.session.env, cwd=self.repository.folder, capture_output=True)
        self.assertEqual([file["diagnostics"] for file in json.loads(checked.stdout)["files"]], [[]])


if __name__ == "__main__":
    main()
