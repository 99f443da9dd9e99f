"""The Emacs package as a package: compiled without a warning, documented, installed, and small."""

import re
import shutil

from emacs import EmacsTest, PACKAGE, main

FILES = ("unify.el", "unify-commands.el")
MOST_LINES = 199  # of the form client, without blank lines and comments: what asks is to hold no logic


class Package(EmacsTest):
    def setUp(self):
        super().setUp()
        self.copy = self.session.folder / "package"  # compiling writes beside the source
        shutil.copytree(PACKAGE, self.copy)

    def assert_silent(self, *arguments):
        ended = self.emacs(*arguments)
        said = [line for line in ended.stderr.splitlines() if not line.startswith("Loading ")]
        self.assertEqual((ended.returncode, said), (0, []))

    def test_it_compiles_without_a_warning(self):
        self.assert_silent("-L", str(self.copy), "--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile",
                           *(str(self.copy / name) for name in FILES))

    def test_checkdoc_has_nothing_to_say(self):
        for name in FILES:
            self.assert_silent("--eval", f'(progn (require (quote checkdoc)) (checkdoc-file "{self.copy / name}"))')

    def test_it_is_installed_from_its_folder(self):
        ended = self.emacs("--eval", f"""(progn
            (setq package-user-dir "{self.session.folder / "elpa"}")
            (require 'package) (package-initialize)
            (package-install-file "{self.copy}/")
            (find-file ".cloudbees/workflows/deploy.yaml")
            (princ (format "%s %s" major-mode (commandp 'unify-setup))))""")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue(ended.stdout.endswith("unify-mode t"), ended.stdout + ended.stderr)

    def test_the_form_client_is_small(self):
        text = (PACKAGE / "unify.el").read_text(encoding="utf-8")
        self.assertLessEqual(len(re.findall(r"^\s*[^\s;].*$", text, flags=re.M)), MOST_LINES)


if __name__ == "__main__":
    main()
