"""What SARIF 2.1.0 asks of the parts that we write: its schema, cut down to them.

The names, types, limits and required members are those of the OASIS schema sarif-schema-2.1.0.json; a member that is not
here is one that we do not write, so additionalProperties is false everywhere.  Logs are held against the published file
too, where it is there: `make deps` fetches it as a part of an npm package, and MC2CF_SARIF_SCHEMA may name another copy.
"""
import json
import os

PUBLISHED = os.environ.get("MC2CF_SARIF_SCHEMA", "build/sarif/sarif-2.1.0-rtm.5.json")


def an_object(required, **properties):
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def array(items, least=0):
    return {"type": "array", "minItems": least, "items": items}


TEXT = {"type": "string"}
COUNTED = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = an_object(["text"], text=TEXT)
ARTIFACT = an_object([], uri={"type": "string", "format": "uri-reference", "pattern": r"^[A-Za-z0-9._~/+@=,:%-]+$"})
REGION = an_object(["startLine"], startLine=COUNTED, startColumn=COUNTED, endLine=COUNTED, endColumn=COUNTED)
LOCATION = an_object([], physicalLocation=an_object([], artifactLocation=ARTIFACT, region=REGION), message=MESSAGE)
REPLACEMENT = an_object(["deletedRegion"], deletedRegion=REGION, insertedContent=an_object([], text=TEXT))
CHANGE = an_object(["artifactLocation", "replacements"], artifactLocation=ARTIFACT, replacements=array(REPLACEMENT, 1))
RESULT = an_object(["message"], ruleId=TEXT, level=LEVEL, message=MESSAGE, locations=array(LOCATION), relatedLocations=array(LOCATION),
                   fixes=array(an_object(["artifactChanges"], artifactChanges=array(CHANGE, 1), description=MESSAGE)))
RULE = an_object(["id"], id=TEXT, name=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, defaultConfiguration=an_object([], level=LEVEL), helpUri={"type": "string", "format": "uri"})
DRIVER = an_object(["name"], name=TEXT, version=TEXT, informationUri={"type": "string", "format": "uri"}, rules={**array(RULE), "uniqueItems": True})
RUN = an_object(["tool"], tool=an_object(["driver"], driver=DRIVER), columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, results=array(RESULT))
SCHEMA = {"$schema": "http://json-schema.org/draft-07/schema#",
          **an_object(["version", "runs"], **{"$schema": {"type": "string", "format": "uri"}, "version": {"enum": ["2.1.0"]}, "runs": array(RUN)})}


def faults(log):
    """What is wrong with a log, a sentence each; beyond the schema: a result's rule is among the rules, and regions end behind their start."""
    try:
        import jsonschema
    except ImportError:
        import sitelab
        raise sitelab.Missing("python3-jsonschema") from None
    validators = [jsonschema.Draft7Validator(SCHEMA)]
    if os.path.exists(PUBLISHED):
        with open(PUBLISHED, encoding="utf-8") as f:
            published = json.load(f)
        validators.append(jsonschema.validators.validator_for(published)(published))
    wrong = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for v in validators for e in v.iter_errors(log)]
    for run in log.get("runs", []):
        rules = {r["id"] for r in run["tool"]["driver"].get("rules", [])}
        for r in run["results"]:
            if r["ruleId"] not in rules:
                wrong.append(f"{r['ruleId']} is not among the rules")
            for place in r["locations"]:
                region = place["physicalLocation"].get("region", {})
                if region.get("endColumn", 2 ** 31) <= region.get("startColumn", 0):
                    wrong.append(f"{r['ruleId']}: a region ends before it begins: {region}")
    return wrong
