"""For the colleague who makes templates: the names a template may use, and what is wrong with one."""

from perfgen.authoring.check import Checked, check_template
from perfgen.authoring.fault import Fault, Spot
from perfgen.authoring.listing import fields_as_json, fields_as_text
from perfgen.authoring.manifest import check_manifest
from perfgen.authoring.names import Described, describe
from perfgen.authoring.report import faults_as_json, faults_as_text, pack_faults_as_json

__all__ = [
    "Checked",
    "Described",
    "Fault",
    "Spot",
    "check_manifest",
    "check_template",
    "describe",
    "faults_as_json",
    "faults_as_text",
    "fields_as_json",
    "fields_as_text",
    "pack_faults_as_json",
]
