"""The client's half of the form dialogue: what an editor's shim does, and nothing more."""

MOST_FORMS = 20


class FormLeft(Exception):
    """Somebody left the form, as Escape does."""


def fill_form(client, command, arguments=None, answer=None):
    """Asks `answer(field)` for each field that has no answer yet or has an error, until nothing is missing.

    Returns what `workspace/executeCommand` takes. `answer` may raise FormLeft.
    """
    form = {"command": command, "arguments": [arguments or {}]}
    for _ in range(MOST_FORMS):
        form = client.request("command/resolve", form)
        fields = form.get("formFields")
        if not fields:
            return {name: form[name] for name in ("command", "arguments", "formAnswers") if name in form}
        known = {given["id"]: given["value"] for given in form.get("formAnswers", [])}
        form["formAnswers"] = [
            {"id": field["id"], "value": known[field["id"]] if field["id"] in known and "error" not in field else answer(field)}
            for field in fields]
    raise AssertionError(f"{command} still has fields after {MOST_FORMS} forms: {fields}")
