"""SFTP as asyncssh serves it. Arguments: port, host key, home directory, username, password. Prints each password it decides on."""
import asyncio
import os
import sys

import asyncssh

PORT, HOST_KEY, HOME, USERNAME, PASSWORD = sys.argv[1:]


class Server(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        accepted = (username, password) == (USERNAME, PASSWORD)
        print("password", "accepted" if accepted else "refused", flush=True)
        return accepted


async def main():
    os.chdir(HOME)
    await asyncssh.listen("127.0.0.1", int(PORT), server_factory=Server, server_host_keys=[HOST_KEY], sftp_factory=True,
                          reuse_address=True)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
