"""What a running Home Assistant makes of what is published to its broker, and what its user may do with that.

    registry.py setup --broker HOST:PORT           first start: owner, MQTT entry; prints a token
    registry.py show [--device PREFIX]             devices, entities, states and device triggers of MQTT, as sorted JSON
    registry.py call DOMAIN.SERVICE ENTITY [KEY=JSON ...] [--until STATE]
    registry.py wait ENTITY STATE                  until the entity has this state
    registry.py enable UNIQUE_ID ...               switches on entities that are disabled at first
    registry.py forget IDENTIFIER                  removes a device as its page's "delete" does
    registry.py triggered SECONDS IDENTIFIER       prints what the device's triggers report, as they fire

Reads HA_URL (http://127.0.0.1:8123) and HA_TOKEN. Needs aiohttp, which Home Assistant's own environment has. Exit code
1: Home Assistant refused; 2: the state did not come.
"""

import argparse
import asyncio
import json
import os
import sys

import aiohttp

URL = os.environ.get("HA_URL", "http://127.0.0.1:8123")
CLIENT = URL + "/"
DEVICE_KEYS = (
    "name",
    "name_by_user",
    "manufacturer",
    "model",
    "model_id",
    "sw_version",
    "hw_version",
    "serial_number",
    "configuration_url",
    "area_id",
    "disabled_by",
)
ENTITY_KEYS = (
    "entity_id",
    "original_name",
    "name",
    "entity_category",
    "disabled_by",
    "hidden_by",
    "original_device_class",
    "original_icon",
    "has_entity_name",
    "translation_key",
)
# what the form of the MQTT entry asks for beyond address and protocol
PLAIN_CONNECTION = {"set_client_cert": False, "set_ca_cert": "off", "transport": "tcp"}


class Refused(Exception):
    """Home Assistant answered with an error."""


class HomeAssistant:
    """Commands over one WebSocket, answered in the order in which they were sent."""

    def __init__(self, socket):
        self.socket = socket
        self.sent = 0

    @classmethod
    async def login(cls, session, token):
        socket = await session.ws_connect(URL + "/api/websocket", max_msg_size=0)
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": token})
        answer = await socket.receive_json()
        if answer["type"] != "auth_ok":
            raise Refused(answer.get("message", answer["type"]))
        return cls(socket)

    async def ask(self, kind, **fields):
        self.sent += 1
        await self.socket.send_json({"id": self.sent, "type": kind, **fields})
        while True:
            answer = await self.socket.receive_json()
            if answer["type"] == "result" and answer["id"] == self.sent:
                break
        if not answer["success"]:
            raise Refused(f"{kind}: {answer['error']['code']}: {answer['error']['message']}")
        return answer["result"]

    async def state(self, entity):
        return next((s for s in await self.ask("get_states") if s["entity_id"] == entity), None)


async def setup(session, broker):
    """Creates the owner and the MQTT entry of a fresh Home Assistant; returns a long-lived token."""
    user = {"client_id": CLIENT, "name": "owner", "username": "owner", "password": "owner", "language": "en"}
    owner = await post(session, "/api/onboarding/users", json=user)
    form = {"client_id": CLIENT, "grant_type": "authorization_code", "code": owner["auth_code"]}
    access = (await post(session, "/auth/token", data=form))["access_token"]
    bearer = {"Authorization": "Bearer " + access}
    for step in ("core_config", "analytics"):
        await post(session, "/api/onboarding/" + step, headers=bearer, json={})
    redirect = {"client_id": CLIENT, "redirect_uri": CLIENT}
    await post(session, "/api/onboarding/integration", headers=bearer, json=redirect)

    flows = "/api/config/config_entries/flow"
    flow = await post(session, flows, headers=bearer, json={"handler": "mqtt"})
    host, port = broker.rsplit(":", 1)
    answers = {"broker": host, "port": int(port), "protocol": "5", "other_settings": PLAIN_CONNECTION}
    done = await post(session, flows + "/" + flow["flow_id"], headers=bearer, json=answers)
    if done["type"] != "create_entry":
        raise Refused(f"mqtt: {done.get('errors') or done}")
    home = await HomeAssistant.login(session, access)
    # an address from configuration.yaml is on trial for five minutes at the first start
    await home.ask("http/config/promote")
    return await home.ask("auth/long_lived_access_token", client_name="registry.py", lifespan=3650)


async def post(session, path, **request):
    async with session.post(URL + path, **request) as answer:
        text = await answer.text()
        if answer.status >= 300:
            raise Refused(f"{path}: {answer.status}: {text}")
        return json.loads(text)


async def show(home, prefix):
    """All that the MQTT integration has registered; ids that differ from run to run are replaced by identifiers."""
    entries = {entry["entry_id"] for entry in await home.ask("config_entries/get", domain="mqtt")}
    devices = {d["id"]: d for d in await home.ask("config/device_registry/list") if entries & set(d["config_entries"])}
    areas = {area["area_id"]: area["name"] for area in await home.ask("config/area_registry/list")}
    states = {state["entity_id"]: state for state in await home.ask("get_states")}
    names = {key: device["identifiers"][0][1] if device["identifiers"] else key for key, device in devices.items()}
    shown = {}
    for key, device in devices.items():
        if not names[key].startswith(prefix):
            continue
        picture = {name: device[name] for name in DEVICE_KEYS if device.get(name) is not None}
        picture["area"] = areas.get(device["area_id"])
        picture["via_device"] = names.get(device["via_device_id"], device["via_device_id"])
        triggers = await home.ask("device_automation/trigger/list", device_id=key)
        picture["mqtt_triggers"] = sorted(
            ({"type": t["type"], "subtype": t["subtype"]} for t in triggers if t["domain"] == "mqtt"),
            key=lambda trigger: (trigger["type"], trigger["subtype"]),
        )
        picture["entities"] = {}
        shown[names[key]] = picture
    orphans = {}
    for row in await home.ask("config/entity_registry/list"):
        if row["platform"] != "mqtt":
            continue
        entity = await home.ask("config/entity_registry/get", entity_id=row["entity_id"])
        picture = {name: entity[name] for name in ENTITY_KEYS if entity.get(name) is not None}
        picture["options"] = {k: v for k, v in entity["options"].items() if k != "conversation"}
        picture["capabilities"] = entity["capabilities"]
        state = states.get(entity["entity_id"])
        if state:
            picture["state"] = state["state"]
            picture["attributes"] = state["attributes"]
        device = names.get(entity["device_id"])
        if device in shown:
            shown[device]["entities"][entity["unique_id"]] = picture
        elif device is None:
            orphans[entity["unique_id"]] = picture
    return {"devices": shown, "entities_without_device": orphans}


async def call(home, service, entity, data):
    domain, name = service.split(".", 1)
    target = {"entity_id": entity}
    await home.ask("call_service", domain=domain, service=name, target=target, service_data=data)


async def wait(home, entity, wanted, seconds):
    """Returns the entity as soon as it has the state; asks again five times a second."""
    try:
        async with asyncio.timeout(seconds):
            while not (state := await home.state(entity)) or state["state"] != wanted:
                await asyncio.sleep(0.2)
            return state
    except TimeoutError:
        state = await home.state(entity)
        print(f"{entity} is {state['state'] if state else 'not there'}, not {wanted}", file=sys.stderr)
        sys.exit(2)


async def enable(home, unique_ids):
    rows = {row["unique_id"]: row["entity_id"] for row in await home.ask("config/entity_registry/list")}
    for unique_id in unique_ids:
        await home.ask("config/entity_registry/update", entity_id=rows[unique_id], disabled_by=None)


async def forget(home, identifier):
    for device in await home.ask("config/device_registry/list"):
        if ["mqtt", identifier] in device["identifiers"]:
            await home.ask("config/device_registry/remove", device_id=device["id"])


async def triggered(home, seconds, identifier):
    devices = await home.ask("config/device_registry/list")
    device = next(d["id"] for d in devices if ["mqtt", identifier] in d["identifiers"])
    triggers = await home.ask("device_automation/trigger/list", device_id=device)
    await home.ask("subscribe_trigger", trigger=[t for t in triggers if t["domain"] == "mqtt"])
    print("listening", flush=True)
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await home.socket.receive_json()
                if message["type"] == "event":
                    print(json.dumps(message["event"]["variables"]["trigger"], sort_keys=True), flush=True)
    except TimeoutError:
        pass


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup").add_argument("--broker", required=True)
    commands.add_parser("show").add_argument("--device", default="")
    one = commands.add_parser("call")
    one.add_argument("service")
    one.add_argument("entity")
    one.add_argument("data", nargs="*", help="KEY=JSON")
    one.add_argument("--until", help="state to wait for")
    one.add_argument("--seconds", type=float, default=30)
    one = commands.add_parser("wait")
    one.add_argument("entity")
    one.add_argument("state")
    one.add_argument("--seconds", type=float, default=30)
    commands.add_parser("enable").add_argument("unique_id", nargs="+")
    commands.add_parser("forget").add_argument("identifier")
    one = commands.add_parser("triggered")
    one.add_argument("seconds", type=float)
    one.add_argument("identifier")
    return parser.parse_args()


def value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


async def main(args):
    async with aiohttp.ClientSession() as session:
        if args.command == "setup":
            print(await setup(session, args.broker))
            return
        home = await HomeAssistant.login(session, os.environ["HA_TOKEN"])
        result = None
        match args.command:
            case "show":
                result = await show(home, args.device)
            case "call":
                data = {key: value(text) for key, _, text in (pair.partition("=") for pair in args.data)}
                await call(home, args.service, args.entity, data)
                result = await (
                    wait(home, args.entity, args.until, args.seconds) if args.until else home.state(args.entity)
                )
            case "wait":
                result = await wait(home, args.entity, args.state, args.seconds)
            case "enable":
                await enable(home, args.unique_id)
            case "forget":
                await forget(home, args.identifier)
            case "triggered":
                await triggered(home, args.seconds, args.identifier)
        if result is not None:
            print(json.dumps(result, indent=2, sort_keys=True, ensure_ascii=False))


if __name__ == "__main__":
    try:
        asyncio.run(main(arguments()))
    except Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(1)
