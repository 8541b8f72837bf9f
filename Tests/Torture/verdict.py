"""The output of a run, and whether it is correct."""

import dataclasses
import json

import users

RESERVE = 128 << 10  # CPLATFORM_RESERVE_SIZE
UNREPEATABLE = {"libcurl could not be initialized"}


def total(way):
    return 1 if way == "start" else users.PAGES * users.PAGE_SIZE


@dataclasses.dataclass
class Verdict:
    end: str = ""
    calls: int = 0
    failures: int = 0
    descriptors: int = 0
    blocks: int = 0
    block_list: str = ""
    refused: int = 0
    problems: list = dataclasses.field(default_factory=list)

    def complain(self, sentence):
        self.problems.append(sentence)


def parsed(text):
    try:
        return json.loads(text)
    except ValueError as error:
        return {"malformed": str(error)}


def judge(output, way, blocks_allowed):
    """`blocks_allowed`: how many blocks the program keeps when nothing fails."""
    verdict = Verdict()
    lines = [line.split("\t") for line in output.splitlines()]
    told = {line[0]: line[1:] for line in lines}
    if not {"end", "calls", "descriptors", "blocks", "refused"} <= told.keys():
        verdict.complain("the program did not come to its end")
        return verdict
    verdict.end = told["end"][0]
    verdict.calls, verdict.failures = map(int, told["calls"])
    verdict.descriptors = int(told["descriptors"][0])
    verdict.blocks, verdict.block_list = int(told["blocks"][0]), told["blocks"][1]
    verdict.refused = int(told["refused"][0])
    _judge_leftovers(verdict, blocks_allowed)
    for _, *sentence in (line for line in lines if line[0] == "wrong"):
        verdict.complain("\t".join(sentence)[:300])
    if "again" not in told:
        return verdict  # calls.c judges what it calls
    _judge_repetition(verdict, told, way)
    count = (_judge_texts if way in ("texts", "pages") else _judge_users)(verdict, lines)
    if verdict.end == "DONE" and count != total(way):
        verdict.complain(f"a quiet end after {count} of {total(way)} records")
    elif verdict.end != "DONE":
        _judge_error(verdict, told)
    return verdict


def _judge_leftovers(verdict, blocks_allowed):
    if verdict.descriptors != 0:
        verdict.complain(f"{verdict.descriptors} descriptors left open")
    if verdict.refused > RESERVE // 2:
        verdict.complain(f"a call needs {verdict.refused} bytes of the reserve, more than half of its {RESERVE}")
    if verdict.blocks > blocks_allowed:
        verdict.complain(f"{verdict.blocks - blocks_allowed} blocks not freed: {verdict.block_list}")


def _judge_repetition(verdict, told, way):
    """Without failures everything works again, unless libcurl or OpenSSL could not be initialized."""
    end, count, message = told["again"]
    calls = users.PAGES if way == "pages" else total(way)
    if (end, int(count)) != ("DONE", calls) and not (way == "start" and message in UNREPEATABLE):
        verdict.complain(f"again: {end} after {count} records: {message}")


def _judge_error(verdict, told):
    if verdict.end in ("OK", "PENDING", "UNKNOWN"):
        verdict.complain(f"ended with {verdict.end}")
    elif told["error"][0] != verdict.end or not told["error"][1]:
        verdict.complain(f"{verdict.end} came with the error {told['error']}")
    elif told["error_json"][0] != "~" and parsed(told["error_json"][0]).get("status_name") != verdict.end:
        verdict.complain(f"{verdict.end} came with {told['error_json'][0]}")


def _judge_users(verdict, lines):
    """Each record in its turn, each with all that the server sent. For want of memory a string that the library makes
    for its caller may be missing, and a copy; also fields of a record, if the next call then says so."""
    last = [line[0] for line in lines].count("user") - 1
    number = -1
    for word, *told in lines:
        if word == "user":
            number += 1
        if word in ("user", "copy"):
            may_lack = word == "user" and number == last and verdict.end == "OUT_OF_MEMORY"
            _judge_fields(verdict, f"{word} {number}", users.fields(number), told, may_lack)
        elif told and told[0] == "~" and verdict.failures > 0:
            continue
        elif word in ("json", "custom_attributes", "attribute"):
            _judge_json(verdict, word, number, told[0])
    return number + 1


def _judge_fields(verdict, what, wanted, told, may_lack):
    missing = [field for field in wanted if field not in told]
    surplus = [field for field in told if field not in wanted]
    if may_lack and all(field.endswith("=~") or field == "attributes=0" for field in surplus):
        return
    if told != wanted:
        verdict.complain(f"{what} has {surplus} and not {missing}"[:300])


def _judge_json(verdict, word, number, told):
    wanted = users.delivered(number)
    if word != "json":
        wanted = wanted["custom_attributes"]
    if word == "attribute":
        wanted = wanted["department"]
    if parsed(told) != wanted:
        verdict.complain(f"{word} of user {number}: {told[:300]}")


def _judge_texts(verdict, lines):
    texts = [parsed(told[0]) for word, *told in lines if word == "text"]
    records = [record for text in texts for record in (text if isinstance(text, list) else [text])]
    for number, record in enumerate(records):
        if record != users.delivered(number):
            verdict.complain(f"text {number}: {record!r}"[:300])
    return len(records)
