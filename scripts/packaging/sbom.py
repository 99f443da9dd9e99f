#!/usr/bin/env python3
"""Writes a software bill of materials (SPDX 2.3, JSON): what the programs of one architecture are made of.

  sbom.py VERSION ARCHITECTURE STATUS PROGRAM...     STATUS is the dpkg status file of the system it was built against

Dated by SOURCE_DATE_EPOCH, so that the same programs give the same bytes.
"""

import datetime
import hashlib
import json
import os
import re
import sys
from pathlib import Path

# name, Debian's package that it comes from, licence, how it is used
PARTS = [
    ("Boost", "libboost1.81-dev", "BSL-1.0", "STATIC_LINK"),
    ("libyaml", "libyaml-dev", "MIT", "STATIC_LINK"),
    ("SQLite", "libsqlite3-dev", "blessing", "STATIC_LINK"),
    ("CLI11", "libcli11-dev", "BSD-3-Clause", "STATIC_LINK"),
    ("fmt", "libfmt-dev", "MIT", "STATIC_LINK"),
    ("OpenSSL libcrypto", "libssl-dev", "Apache-2.0", "STATIC_LINK"),
    ("libstdc++ and libgcc", "libstdc++-12-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", "STATIC_LINK"),
    ("libcurl", "libcurl4-openssl-dev", "curl", "DYNAMIC_LINK"),
    ("libsecret", "libsecret-1-dev", "LGPL-2.1-or-later", "DYNAMIC_LINK"),
    ("GNU C library", "libc6-dev", "LGPL-2.1-or-later", "DYNAMIC_LINK"),
]


def versions_in(status):
    found = {}
    for stanza in Path(status).read_text(encoding="utf-8").split("\n\n"):
        fields = dict(re.findall(r"^(Package|Version): (.+)$", stanza, re.MULTILINE))
        if "Version" in fields:
            found[fields["Package"]] = fields["Version"]
    return found


def package(name, version, licence, **more):
    return {"SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name), "name": name, "versionInfo": version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": licence,
            "licenseDeclared": licence, "copyrightText": "NOASSERTION", **more}


def main(version, architecture, status, *programs):
    versions = versions_in(status)
    sums = {Path(path).name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in programs}
    own = package("unify-ls", version, "Apache-2.0", primaryPackagePurpose="APPLICATION")
    files = [{"SPDXID": f"SPDXRef-File-{name}", "fileName": f"./bin/{name}", "licenseConcluded": "Apache-2.0",
              "copyrightText": "NOASSERTION", "checksums": [{"algorithm": "SHA256", "checksumValue": value}]}
             for name, value in sorted(sums.items())]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    relations += [(own["SPDXID"], "CONTAINS", file["SPDXID"]) for file in files]
    packages = [own]
    for name, debian, licence, link in PARTS:
        part = package(name, versions[debian], licence, externalRefs=[{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{debian}@{versions[debian].replace('+', '%2B')}?arch={architecture}"}])
        packages.append(part)
        relations.append((own["SPDXID"], link, part["SPDXID"]))
    digest = hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()[:32]
    created = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    print(json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"unify-ls-{version}-{architecture}",
        "documentNamespace": f"urn:unify-ls:spdx:{version}:{architecture}:{digest}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: unify-ls scripts/package"]},
        "packages": packages, "files": files,
        "relationships": [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
                          for one, kind, other in relations]}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
