#!/usr/bin/env python3
"""Writes src/services/<folder>/api-model.json: what CBOR and XML need to know about the API of a service.

    pip install botocore==1.43.11 && python3 write-api-models.py kinesis cloudwatch sns sts cloudformation ec2 iam
    pip install botocore==1.31.80 && python3 write-api-models.py sqs

Botocore's models have the types and the XML names of every member. SQS needs 1.31.80, the last version with the names
of its Query protocol. src/core/protocols/api-model.ts describes the format.
"""
import json
import pathlib
import sys

import botocore
from botocore.loaders import Loader

SERVICES = pathlib.Path(__file__).parent.parent / "src" / "services"

# The operations to keep from APIs that are too large to keep completely.
ONLY = {
    "cloudformation": ["DescribeStacks", "ListStacks", "ListStackResources", "DescribeStackResources"],
    "ec2": ["DescribeAvailabilityZones"],
    "iam": [],
}
# Codes that only AWS's Smithy model has, in the traits awsQueryError of errors that are newer than botocore's Query model.
LATER_ERRORS = {"sqs": {"KmsAccessDenied": "KMS.AccessDeniedException"}}
SCALARS = {
    "string": "string",
    "character": "string",
    "boolean": "boolean",
    "integer": "number",
    "long": "number",
    "float": "number",
    "double": "number",
    "blob": "blob",
    "timestamp": "timestamp",
}


class Model:
    def __init__(self, folder):
        loader = Loader()
        version = loader.determine_latest_version(folder, "service-2")
        self.api = loader.load_service_model(folder, "service-2", version)
        self.is_ec2 = self.api["metadata"]["protocol"] == "ec2"
        self.source = f"botocore {botocore.__version__} (Apache-2.0), {folder} {version}"
        self.folder = folder
        self.only = ONLY.get(folder)
        self.shapes = {}
        members = (m for shape in self.api["shapes"].values() for m in shape.get("members", {}).values())
        self.flattened = {member["shape"] for member in members if member.get("flattened")}

    def compact(self):
        names = [name for name in self.api["operations"] if self.only is None or name in self.only]
        operations = {name: self.operation(self.api["operations"][name]) for name in names}
        metadata = self.api["metadata"]
        return {
            "source": self.source,
            "namespace": metadata.get("xmlNamespace", ""),
            **({"isEc2": True} if self.is_ec2 else {}),
            "errors": self.errors(),
            "operations": operations,
            "shapes": dict(sorted(self.shapes.items())),
        }

    def text(self):
        """JSON with a line for each operation and each shape."""
        parts = []
        for name, value in self.compact().items():
            text = json.dumps(value)
            if name in ("operations", "shapes") and value:
                lines = ",\n".join(f"    {json.dumps(one)}: {json.dumps(of)}" for one, of in value.items())
                text = "{\n" + lines + "\n  }"
            parts.append(f'  "{name}": {text}')
        return "{\n" + ",\n".join(parts) + "\n}\n"

    def operation(self, operation):
        ends = {}
        for end in ("input", "output"):
            if end in operation:
                ends[end] = self.reference(operation[end]["shape"], end)
        return ends

    def errors(self):
        """The codes of the Query protocol, where they differ from the names of the shapes."""
        shapes = self.api["shapes"].items()
        codes = {name: shape["error"]["code"] for name, shape in shapes if shape.get("error", {}).get("code")}
        return {**{name: code for name, code in codes.items() if code != name}, **LATER_ERRORS.get(self.folder, {})}

    def reference(self, name, end):
        shape = self.api["shapes"][name]
        if shape["type"] in SCALARS:
            return SCALARS[shape["type"]]
        if name not in self.shapes:
            self.shapes[name] = {}  # a shape may refer to itself
            self.shapes[name].update(getattr(self, shape["type"])(name, shape, end))
        return name

    def structure(self, _, shape, end):
        members = {name: self.reference(member["shape"], end) for name, member in shape["members"].items()}
        on_wire = {name: self.wire_name(name, member, end) for name, member in shape["members"].items()}
        names = {name: wire for name, wire in on_wire.items() if wire != name}
        return {"members": members, **({"names": names} if names else {})}

    def wire_name(self, name, member, end):
        """The name in XML and in forms. The elements of a flattened list take the place of the list."""
        if self.is_ec2 and end == "input":
            wire = member.get("queryName") or member.get("locationName", name)
            return wire[0].upper() + wire[1:]
        shape = self.api["shapes"][member["shape"]]
        element = shape.get("member", {}).get("locationName") if self.is_flat(member["shape"], end) else None
        return element or member.get("locationName", name)

    def is_flat(self, name, end):
        in_ec2_form = self.is_ec2 and end == "input"
        return bool(self.api["shapes"][name].get("flattened")) or name in self.flattened or in_ec2_form

    def list(self, name, shape, end):
        item = shape["member"]
        how = {"flat": True} if self.is_flat(name, end) else {"element": item.get("locationName", "member")}
        return {"list": self.reference(item["shape"], end), **how}

    def map(self, name, shape, end):
        key, value = shape["key"], shape["value"]
        return {
            "map": self.reference(value["shape"], end),
            "key": key.get("locationName", "key"),
            "value": value.get("locationName", "value"),
            **({"flat": True} if self.is_flat(name, end) else {}),
        }


for service in sys.argv[1:]:
    target = SERVICES / service / "api-model.json"
    target.write_text(Model(service).text())
    print(f"{target.relative_to(SERVICES)}: {target.stat().st_size} bytes")
