"""Workflow files that the demo and most tests want in their repositories."""

DEPLOY = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Deploy
on:
  workflow_dispatch:
    inputs:
      environment:
        description: Where to
        type: choice
        options: [staging, production]
        default: staging
        required: true
      version:
        description: What to deploy
        type: string
        required: true
      replicas:
        description: How many instances
        type: number
        default: 2
      dry-run:
        description: Only say what would happen
        type: boolean
        default: false
jobs:
  deploy:
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh
"""

SMOKE_TEST = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Smoke test
on:
  workflow_dispatch:
jobs:
  test:
    steps:
      - uses: docker://alpine:3
        run: ./smoke.sh
"""

BUILD = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Build
on: push
jobs:
  build:
    steps:
      - uses: docker://alpine:3
        run: make
"""


def deploy_named(name):
    return DEPLOY.replace("name: Deploy", f"name: {name}", 1)
