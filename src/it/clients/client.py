"""Socket.IO clients that do as the test says: the same commands and answers as in client.js."""

import asyncio
import base64
import json
import os
import sys

import engineio.payload
import socketio

# The documented setting for servers that send many packets at once; above it the library gives up the connection.
engineio.payload.Payload.max_decode_packets = 10_000

clients = {}


class Client:
    # The library's other client, the one with threads, gives each event to a thread of its own: in no order.
    def __init__(self, number, command):
        self.number = number
        self.namespace = command["namespace"]
        self.socket = socketio.AsyncClient(
            reconnection_delay=0.05, reconnection_delay_max=0.1, randomization_factor=0, handle_sigint=False)
        for event in command["events"] + ["connect", "connect_error", "disconnect"]:
            self.listen(event)

    def listen(self, event):
        def happened(*args):
            tell(client=self.number, event=event, args=args)
            return args

        self.socket.on(event, happened, namespace=self.namespace)

    async def connect(self, command):
        await self.socket.connect(
            command["server"],
            auth=command["auth"],
            transports=command["transports"],
            namespaces=[self.namespace],
            socketio_path=command["path"],
            wait=False)

    async def emit(self, command):
        event, *args = command["args"]
        await self.socket.emit(event, tuple(args), namespace=self.namespace)

    async def ask(self, command):
        event, *args = command["args"]
        await self.socket.emit(
            event,
            tuple(args),
            namespace=self.namespace,
            callback=lambda *answer: tell(client=self.number, answer=command["ask"], args=answer))

    async def state(self, command):
        state = {
            "id": self.socket.get_sid(self.namespace),
            "connected": self.namespace in self.socket.namespaces,
            "transport": self.socket.transport(),
        }
        tell(client=self.number, answer=command["ask"], args=[state])

    async def garbage(self, command):
        await self.socket.eio.send("garbage")

    async def disconnect(self, command):
        await self.socket.disconnect()


def tell(**message):
    print(json.dumps(written(message)), flush=True)


def written(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$binary": base64.b64encode(value).decode()}
    return mapped(value, written)


def read(value):
    if isinstance(value, dict) and "$binary" in value:
        return base64.b64decode(value["$binary"])
    return mapped(value, read)


def mapped(value, change):
    if isinstance(value, (list, tuple)):
        return [change(item) for item in value]
    if isinstance(value, dict):
        return {key: change(field) for key, field in value.items()}
    return value


async def main():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = read(json.loads(line))
        number = command["client"]
        if command["do"] == "connect":
            clients[number] = Client(number, command)
        await getattr(clients[number], command["do"])(command)
    # At once: clients that are left would complain.
    os._exit(0)


asyncio.run(main())
