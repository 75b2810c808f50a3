"""Calls with urllib and nothing else. With the argument "read" it prints the answer's body, otherwise the exception ends
the program. LAB_REQUEST is the body, as JSON, and LAB_BETAS the beta values, separated by commas."""
import os
import sys
import urllib.error
import urllib.request

request = urllib.request.Request(
    os.environ["ANTHROPIC_BASE_URL"] + "/v1/messages",
    data=os.environ["LAB_REQUEST"].encode(),
    headers={
        "x-api-key": os.environ["ANTHROPIC_API_KEY"],
        "anthropic-version": "2023-06-01",
        "content-type": "application/json",
    },
)
if os.environ.get("LAB_BETAS"):
    request.add_header("anthropic-beta", os.environ["LAB_BETAS"])
try:
    print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as error:
    if sys.argv[1:] != ["read"]:
        raise
    print(error)
    print(error.read().decode())
    sys.exit(1)
