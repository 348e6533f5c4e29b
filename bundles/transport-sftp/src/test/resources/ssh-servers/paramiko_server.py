"""SFTP as paramiko serves it, on the disk. Arguments: port, host key, home directory, username, password. Prints each password it decides on."""
import os
import socket
import sys
import threading

import paramiko
from paramiko import SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface

PORT, HOST_KEY, HOME, USERNAME, PASSWORD = sys.argv[1:]


def answer(call):
    """Runs a call on the disk; its failure becomes the status that paramiko has for it."""
    try:
        call()
        return paramiko.SFTP_OK
    except OSError as failure:
        return SFTPServer.convert_errno(failure.errno)


class Login(paramiko.ServerInterface):
    def get_allowed_auths(self, username):
        return "password"

    def check_auth_password(self, username, password):
        accepted = (username, password) == (USERNAME, PASSWORD)
        print("password", "accepted" if accepted else "refused", flush=True)
        return paramiko.AUTH_SUCCESSFUL if accepted else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, channel):
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


class Handle(SFTPHandle):
    def stat(self):
        try:
            return SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))
        except OSError as failure:
            return SFTPServer.convert_errno(failure.errno)

    def chattr(self, attributes):
        return answer(lambda: SFTPServer.set_file_attr(self.filename, attributes))


class Disk(SFTPServerInterface):
    def canonicalize(self, path):
        return os.path.normpath(os.path.join(HOME, path))

    def list_folder(self, path):
        try:
            with os.scandir(self.canonicalize(path)) as entries:
                return [SFTPAttributes.from_stat(entry.stat(follow_symlinks=False), entry.name) for entry in entries]
        except OSError as failure:
            return SFTPServer.convert_errno(failure.errno)

    def stat(self, path):
        return self.attributes(os.stat, path)

    def lstat(self, path):
        return self.attributes(os.lstat, path)

    def attributes(self, call, path):
        try:
            return SFTPAttributes.from_stat(call(self.canonicalize(path)))
        except OSError as failure:
            return SFTPServer.convert_errno(failure.errno)

    def open(self, path, flags, attributes):
        path = self.canonicalize(path)
        try:
            descriptor = os.open(path, flags, 0o666)
        except OSError as failure:
            return SFTPServer.convert_errno(failure.errno)
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        stream = os.fdopen(descriptor, "rb" if not writes else "wb" if writes == os.O_WRONLY else "rb+")
        handle = Handle(flags)
        handle.filename = path
        handle.readfile = stream
        handle.writefile = stream
        return handle

    def remove(self, path):
        return answer(lambda: os.remove(self.canonicalize(path)))

    def rename(self, old, new):
        if os.path.lexists(self.canonicalize(new)):
            return paramiko.SFTP_FAILURE
        return self.posix_rename(old, new)

    def posix_rename(self, old, new):
        return answer(lambda: os.rename(self.canonicalize(old), self.canonicalize(new)))

    def mkdir(self, path, attributes):
        return answer(lambda: os.mkdir(self.canonicalize(path)))

    def rmdir(self, path):
        return answer(lambda: os.rmdir(self.canonicalize(path)))

    def chattr(self, path, attributes):
        return answer(lambda: SFTPServer.set_file_attr(self.canonicalize(path), attributes))


def serve(client, host_key):
    transport = paramiko.Transport(client)
    transport.add_server_key(host_key)
    transport.set_subsystem_handler("sftp", SFTPServer, Disk)
    try:
        transport.start_server(server=Login())
    except (paramiko.SSHException, EOFError) as failure:
        print("connection ended:", failure, flush=True)


def main():
    host_key = paramiko.Ed25519Key.from_private_key_file(HOST_KEY)
    with socket.create_server(("127.0.0.1", int(PORT)), reuse_port=False) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client, host_key), daemon=True).start()


main()
