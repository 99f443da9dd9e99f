"""What Neovim shows of the language server, without a line of the plugin: the table in editors/README.md says it."""

from editor import EditorTest, main
from harness.workflows import DEPLOY

TEXT = DEPLOY.replace("\non:\n", "\non:\n  schedule:\n    - cron: '0 8 * * 1'\n") + """\
  smoke:
    needs: deploy
    if: ${{ inputs.dry-run }}
    steps:
      - uses: cloudbees-io/checkout@v1
"""


class Language(EditorTest):
    repository_files = {"deploy.yaml": TEXT}

    def setUp(self):
        super().setUp()
        self.nvim = self.editor()
        self.nvim.edit(".cloudbees/workflows/deploy.yaml")
        self.nvim.until("#vim.diagnostic.get(0) > 0", "A finding of this text: the server is ready")

    def has(self, feature):
        return self.nvim.lua(f"return vim.fn.has('{feature}') == 1")

    def go_to(self, pattern):
        self.assertGreater(self.nvim.lua("return vim.fn.search(...)", pattern), 0)

    def test_completion(self):
        self.go_to("needs:")
        self.nvim.type("otimeo<C-x><C-o>")
        self.nvim.until("vim.fn.getline('.'):match('^    timeout%-minutes:')", "The completed key")

    def test_hover(self):
        self.go_to("needs:")
        self.nvim.lua("vim.lsp.buf.hover()")
        self.nvim.wait_for("said", "Jobs that must succeed first")

    def test_definition_and_references(self):
        self.go_to(r"needs: \zsdeploy")
        self.nvim.type("<C-]>")
        self.nvim.until("vim.fn.getline('.') == '  deploy:'", "The definition")
        self.nvim.lua("vim.lsp.buf.references()")
        self.nvim.until("#vim.fn.getqflist() == 2", "The references")

    def test_other_places_of_a_name(self):
        self.go_to(r"needs: \zsdeploy")
        self.nvim.lua("vim.lsp.buf.document_highlight()")
        marked = "#vim.api.nvim_buf_get_extmarks(0, vim.api.nvim_get_namespaces()['{}'] or -1, 0, -1, {{}}) == 2"
        names = ("nvim.lsp.references", "vim_lsp_references")  # the second until 0.10
        self.nvim.until(" or ".join(marked.format(name) for name in names), "The two marks")

    def test_an_action_that_rewrites(self):
        self.go_to(r"needs: \zsdeploy")
        self.nvim.lua("vim.lsp.buf.code_action({ context = { only = { 'refactor' }, diagnostics = {} }, apply = true })")
        self.nvim.until("vim.fn.getline('.') == '    needs: [deploy]'", "The list")

    def test_rename(self):
        self.go_to(r"needs: \zsdeploy")
        self.nvim.lua("vim.lsp.buf.rename('rollout')")
        self.nvim.until("vim.fn.search('^  rollout:', 'nw') > 0 and vim.fn.search('needs: rollout', 'nw') > 0", "The new name")

    def test_symbols(self):
        found = ("vim.iter({{ vim.fn.getqflist(), vim.fn.getloclist(0) }}):flatten():any("
                 "function(item) return item.text:find('{}') end)")
        self.nvim.lua("first = vim.api.nvim_get_current_win(); vim.lsp.buf.document_symbol()")
        self.nvim.until(found.format("environment"), "The symbols of the file")
        self.nvim.lua("vim.api.nvim_set_current_win(first); vim.fn.setqflist({}); vim.fn.setloclist(0, {}); vim.lsp.buf.workspace_symbol('smoke')")
        self.nvim.until(found.format("smoke"), "Those of the repository")

    def test_folding(self):
        if not self.has("nvim-0.11"):
            self.assertIsNone(self.nvim.lua("return vim.lsp.foldexpr"))
            return
        self.nvim.lua("vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.lsp.foldexpr()'")
        self.nvim.until("vim.fn.foldlevel(vim.fn.search('steps:', 'nw')) > 0", "A fold")

    def test_tokens_hints_and_lenses(self):
        self.go_to("inputs.dry-run")
        self.nvim.until("#(vim.lsp.semantic_tokens.get_at_pos() or {}) > 0", "The word's token")
        self.nvim.lua("vim.lsp.inlay_hint.enable(true)")
        self.nvim.until("#vim.lsp.inlay_hint.get() > 0", "The hint beside the schedule")
        self.nvim.lua("if vim.lsp.codelens.enable then vim.lsp.codelens.enable(true) else vim.lsp.codelens.refresh() end")
        self.nvim.until("#vim.lsp.codelens.get(vim.lsp.codelens.enable and {} or 0) > 0", "The lenses")

    def test_links(self):
        self.go_to("cloudbees-io/checkout")
        self.nvim.type("gx")
        opened = self.nvim.next("opened")
        asks = self.has("nvim-0.12")  # an older one opens the word
        self.assertEqual("github.com/cloudbees-io/checkout" in opened, asks, opened)


if __name__ == "__main__":
    main()
