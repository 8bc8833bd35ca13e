#!/usr/bin/env python3
"""A mail server for the emulator: takes every mail and prints it. No TLS, no log-in, this machine only.

    scripts/mail_sink.py PORT
"""

import asyncio
import sys


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one client until it quits or goes."""

    async def say(line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()

    await say("220 localhost")
    while line := await reader.readline():
        verb = line.decode(errors="replace").strip().upper()
        if verb.startswith("EHLO"):
            await say("250-localhost\r\n250 8BITMIME")
        elif verb == "DATA":
            await say("354 go on")
            mail = await reader.readuntil(b"\r\n.\r\n")
            print(mail.decode(errors="replace"), flush=True)
            await say("250 taken")
        elif verb == "QUIT":
            await say("221 bye")
            break
        else:
            await say("250 fine")
    writer.close()


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.start_server(converse, "127.0.0.1", int(sys.argv[1]))
    async with server:
        await server.serve_forever()


asyncio.run(main())
