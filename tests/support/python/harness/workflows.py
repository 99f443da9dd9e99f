"""Workflow files that several tests want in their repositories."""

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
        type: string
        required: true
      replicas:
        type: number
        default: 2
      dry-run:
        type: boolean
        default: false
jobs:
  deploy:
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh
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
