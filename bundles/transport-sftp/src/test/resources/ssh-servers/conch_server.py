"""SFTP as Twisted Conch serves it, on the disk. Arguments: port, host key, home directory, username, password. Prints each password it decides on."""
import os
import sys

from twisted.conch.avatar import ConchUser
from twisted.conch.ssh import factory, filetransfer, keys, session
from twisted.conch.unix import SFTPServerForUnixConchUser
from twisted.cred import checkers, credentials, error, portal
from twisted.internet import defer, reactor
from twisted.python import components
from twisted.python.filepath import FilePath
from zope.interface import implementer

PORT, HOST_KEY, HOME, USERNAME, PASSWORD = sys.argv[1:]


class User(ConchUser):
    def __init__(self):
        super().__init__()
        self.channelLookup[b"session"] = session.SSHSession
        self.subsystemLookup[b"sftp"] = filetransfer.FileTransferServer

    def getUserGroupId(self):
        return os.getuid(), os.getgid()

    def getHomeDir(self):
        return FilePath(HOME)

    def _runAsUser(self, function, *arguments, **named):
        """Conch changes to the user for each call; this process is the user."""
        calls = [(function, arguments, named)] if callable(function) else function
        result = None
        for call in calls:
            result = call[0](*(call[1] if len(call) > 1 else ()), **(call[2] if len(call) > 2 else {}))
        return result


components.registerAdapter(SFTPServerForUnixConchUser, User, filetransfer.ISFTPServer)


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, avatar_id, mind, *interfaces):
        return interfaces[0], User(), lambda: None


@implementer(checkers.ICredentialsChecker)
class Checker:
    credentialInterfaces = (credentials.IUsernamePassword,)

    def requestAvatarId(self, offered):
        accepted = (offered.username, offered.password) == (USERNAME.encode(), PASSWORD.encode())
        print("password", "accepted" if accepted else "refused", flush=True)
        return defer.succeed(offered.username) if accepted else defer.fail(error.UnauthorizedLogin())


os.chdir(HOME)
server = factory.SSHFactory()
key = keys.Key.fromFile(HOST_KEY)
server.privateKeys = {key.sshType(): key}
server.publicKeys = {key.sshType(): key.public()}
server.portal = portal.Portal(Realm(), [Checker()])
reactor.listenTCP(int(PORT), server, interface="127.0.0.1")
reactor.run()
