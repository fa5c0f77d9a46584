"""Validates Kubernetes manifests by their schema, strictly, and prints their documents as JSON.

    python3 read_manifests.py VERSION FILE...
"""
import json
import sys

import kubernetes_validate
import yaml

version, *paths = sys.argv[1:]
documents = []
for path in paths:
    with open(path, encoding="utf-8") as file:
        for document in yaml.safe_load_all(file):
            kubernetes_validate.validate(document, version, strict=True)
            documents.append(document)
print(json.dumps(documents))
