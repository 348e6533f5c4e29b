"""Compares a backup and a restore over SFTP with what people would use otherwise; see run.sh.

Everything runs on this machine, in turn, in each round; the product is a warm service that is driven over REST, the peers are
whole processes. Ratios are taken within a round, since the machine's speed varies; what is printed is their median.
"""

import base64, http.client, itertools, json, os, random, shutil, signal, socket, ssl, statistics, subprocess, sys, time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.join(TOP, "target", "benchmark")
TREE = os.path.join(WORK, "gateway")
STORE = os.path.join(WORK, "store")
PASSWORD = "benchmark"


def main(archive, rounds):
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(STORE)
    make_corpus(TREE)
    sshd = Sshd()
    peers = []
    try:
        peers = [Product("product", archive, TREE, sshd, level=3), Pipeline(sshd), SyncedPipeline(sshd), Restic(sshd), Borg(sshd)]
        peers[0].warm_up(4)
        results = {peer.name: {"backup": [], "restore": []} for peer in peers}
        for number in range(rounds):
            for peer in peers:
                peer.clean()
                settle(TREE)
                results[peer.name]["backup"].append(peer.backup())
                stored = size(peer.store)
                settle(peer.store)
                results[peer.name]["restore"].append(peer.restore())
                results[peer.name]["stored"] = stored
                print(f"round {number + 1} {peer.name:9} backup {results[peer.name]['backup'][-1].seconds:6.2f} s"
                      f"  restore {results[peer.name]['restore'][-1].seconds:6.2f} s  stored {stored >> 20} MiB", flush=True)
        report(results)
    finally:
        for peer in peers:
            peer.stop()
        sshd.stop()


def make_corpus(tree, share=1.0):
    """About 1 GiB in 20,000 files, or a share of it: small configuration, big logs, captures that are compressed already."""
    draw = random.Random(1)
    words = ["flow", "accept", "tier", "route", "interface", "policy", "timeout", "address", "export", "sampler", "vlan", "enabled"]

    def text(path, size):
        with open(path, "w") as file:
            while file.tell() < size:
                file.write("".join(f"{draw.choice(words)}.{draw.choice(words)}.{draw.randrange(500)} = 10.{draw.randrange(256)}."
                                   f"{draw.randrange(256)}.{draw.randrange(256)}:{draw.randrange(65536)} # {draw.choice(words)}\n"
                                   for _ in range(32)))

    line = "2026-02-27T15:%02d:%02d.%03dZ INFO flow %d from 10.0.%d.%d to 192.168.%d.%d accepted in %d us, %s\n"
    for number in range(round(19_800 * share)):
        folder = f"{tree}/config/devices/{number % 200:03}"
        os.makedirs(folder, exist_ok=True)
        text(f"{folder}/{number:05}.conf", draw.randrange(500, 8_000))
    os.makedirs(f"{tree}/config/logs")
    for number in range(max(1, round(60 * share))):
        with open(f"{tree}/config/logs/{number:02}.log", "w") as log:
            while log.tell() < 8 << 20:
                log.write("".join(line % (draw.randrange(60), draw.randrange(60), draw.randrange(1000), draw.randrange(10 ** 6),
                                          draw.randrange(256), draw.randrange(256), draw.randrange(256), draw.randrange(256),
                                          draw.randrange(9000), draw.choice(words)) for _ in range(500)))
    os.makedirs(f"{tree}/config/captures")
    for number in range(max(1, round(45 * share))):
        with open(f"{tree}/config/captures/{number:02}.pcap.gz", "wb") as capture:
            capture.write(os.urandom(10 << 20))
    for vault in ["certs", "cloak_key", "snmp", "ntp"]:
        os.makedirs(f"{tree}/vault/{vault}")
        text(f"{tree}/vault/{vault}/secret", 3_000)
    print(f"corpus: {size(tree) >> 20} MiB, {sum(len(files) for _, _, files in os.walk(tree))} files", flush=True)


class Run:
    """One run: wall seconds, CPU seconds, peak memory in MiB."""

    def __init__(self, seconds, cpu, peak):
        self.seconds, self.cpu, self.peak = seconds, cpu, peak


class Sshd:
    """OpenSSH on loopback with keys of its own; logs in whoever runs this."""

    def __init__(self):
        folder = f"{WORK}/ssh"
        os.makedirs(folder, 0o700)
        for name in ["host", "user"]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)
        self.port, self.key, self.known_hosts = free_port(), f"{folder}/user", f"{folder}/known_hosts"
        self.user = subprocess.check_output(["id", "-un"], text=True).strip()
        with open(f"{folder}/config", "w") as config:
            config.write(f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
                         f"PermitRootLogin yes\nAuthorizedKeysFile {folder}/user.pub\nSubsystem sftp internal-sftp\n")
        with open(f"{folder}/host.pub") as key, open(self.known_hosts, "w") as known:
            known.write(f"[127.0.0.1]:{self.port} {' '.join(key.read().split()[:2])}\n")
        os.makedirs("/run/sshd", exist_ok=True)
        sshd = shutil.which("sshd", path="/usr/sbin:" + os.environ["PATH"])
        self.process = subprocess.Popen([sshd, "-D", "-f", f"{folder}/config", "-E", f"{folder}/log"])
        wait_until(lambda: connects(self.port), "sshd")
        self.options = ["-i", self.key, "-p", str(self.port), "-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "BatchMode=yes"]
        self.command = " ".join(["ssh", *self.options])

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Product:
    """The distribution, warm, over REST."""

    def __init__(self, name, archive, tree, sshd=None, level=None):
        """Backs up over SFTP, or to the gateway itself without an SSH server; at its own default level if none is given."""
        self.name, self.tree, self.store = name, tree, f"{STORE}/{name}"
        home, self.port, self.connection = f"{WORK}/{name}", free_port(), None
        for folder in [self.store, home]:
            os.makedirs(folder)
        login = base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        self.headers = {"Authorization": "Basic " + login, "Content-Type": "application/json"}
        subprocess.run(["tar", "-xzf", archive, "-C", home, "--strip-components=1"], check=True)
        environment = dict(os.environ, GATEWAY_BIND_ADDRESS="127.0.0.1", GATEWAY_HTTPS_PORT=str(self.port), GATEWAY_ADMIN_PASSWORD=PASSWORD,
                           GATEWAY_ROOT=tree, GATEWAY_STATE_DIR=f"{home}/state")
        if level:
            environment["GATEWAY_ZSTD_LEVEL"] = str(level)
        if sshd:
            environment.update(GATEWAY_BACKUP_DIR=f"{STORE}/local", GATEWAY_SSH_KEY=sshd.key, GATEWAY_KNOWN_HOSTS=sshd.known_hosts)
            self.request = {"hostname": f"127.0.0.1:{sshd.port}", "username": sshd.user, "path": self.store, "security_pwd": PASSWORD}
        else:
            environment.update(GATEWAY_BACKUP_DIR=self.store)
            self.request = {"hostname": "localhost", "security_pwd": PASSWORD}
        self.process = subprocess.Popen([f"{home}/bin/karaf", "server"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(self.is_ready, "the gateway")
        except BaseException:
            self.stop()
            raise

    def is_ready(self):
        try:
            return self.call("GET", "/common/1.0/services") is not None
        except (OSError, http.client.HTTPException):
            return False

    def call(self, method, path, body=None):
        """On one connection that is kept, with a login in every call, as clients of this API work."""
        if self.connection is None:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)
        try:
            self.connection.request(method, "/api" + path, json.dumps(body) if body else None, self.headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise
        if answer.status >= 300:
            raise OSError(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text) if text else {}

    def job(self, what):
        path = f"/mgmt.gateway_backup/1.0/{what}"
        self.connection = None  # The service ends one that was idle for long.
        self.call("GET", path)
        before, begin = self.cpu(), time.monotonic()
        self.call("POST", path, self.request)
        for looks in itertools.count():
            answer = self.call("GET", path)
            state = answer[0]["running"] if what == "backup" else answer
            if state["status"] != "EXECUTING":
                break
            time.sleep(self.pause(what, looks))
        if state["status"] != "COMPLETED":
            raise SystemExit(f"the {what} ended as {state['status']}: {state['message']}")
        return Run(time.monotonic() - begin, self.cpu() - before, self.peak())

    def pause(self, what, looks):
        """Seconds before the next look at a job that was looked at before."""
        return 0.1

    def backup(self):
        return self.job("backup")

    def restore(self):
        return self.job("restore")

    def warm_up(self, times):
        seconds = []
        for number in range(times):
            self.clean()
            settle(self.tree)
            seconds.append(self.backup().seconds)
            settle(self.store)
            print(f"warm-up {number + 1} {self.name:9} backup {seconds[-1]:.2f} s, restore {self.restore().seconds:.2f} s", flush=True)
        print(f"the first backup after the start took {seconds[0] / seconds[-1]:.2f} times number {times}", flush=True)

    def clean(self):
        empty(self.store)

    def cpu(self):
        """Seconds of the gateway and of the processes that it has run and waited for."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) >> 10 for line in status if line.startswith("VmHWM"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Command:
    """A peer that is a command: measured as a whole process tree."""

    def __init__(self, sshd):
        self.sshd, self.store, self.target = sshd, f"{STORE}/{self.name}", f"{WORK}/restored-{self.name}"
        self.environment = dict(os.environ, RESTIC_PASSWORD=PASSWORD, BORG_PASSPHRASE=PASSWORD, BORG_RSH=sshd.command,
                                BORG_BASE_DIR=f"{WORK}/borg", XDG_CACHE_HOME=f"{WORK}/cache", BORG_RELOCATED_REPO_ACCESS_IS_OK="yes")

    def run(self, script):
        measured = f"{WORK}/measured"
        begin = time.monotonic()
        subprocess.run(["/usr/bin/time", "-o", measured, "-f", "%U %S %M", "bash", "-euo", "pipefail", "-c", script], check=True,
                       env=self.environment, cwd=TREE, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - begin
        with open(measured) as file:
            user, system, peak = file.read().split()
        return Run(seconds, float(user) + float(system), int(peak) >> 10)

    def clean(self):
        empty(self.store)
        empty(self.target)
        shutil.rmtree(f"{WORK}/borg", ignore_errors=True)
        shutil.rmtree(f"{WORK}/cache", ignore_errors=True)

    def stop(self):
        pass


class Pipeline(Command):
    """What a good engineer would pipe together."""

    name = "pipeline"
    stored, restored = "", ""

    def __init__(self, sshd):
        super().__init__(sshd)
        self.identity, self.backup_file = f"{WORK}/{self.name}.key", f"{self.store}/backup"
        subprocess.run(["age-keygen", "-o", self.identity], check=True, stderr=subprocess.DEVNULL)
        self.recipient = subprocess.check_output(["age-keygen", "-y", self.identity], text=True).strip()

    def backup(self):
        return self.run(f"tar -c . | zstd -q -3 | age -r {self.recipient} | {self.sshd.command} {self.sshd.user}@127.0.0.1 "
                        f"'cat > {self.backup_file}{self.stored.format(self.backup_file)}'")

    def restore(self):
        return self.run(f"{self.sshd.command} {self.sshd.user}@127.0.0.1 'cat {self.backup_file}' | age -d -i {self.identity} | zstd -q -d "
                        f"| tar -x -C {self.target}{self.restored.format(self.target)}")


class SyncedPipeline(Pipeline):
    """The same pipeline, of which as much survives a loss of power as of the product's jobs when they are COMPLETED."""

    name = "synced"
    stored = " && sync {0}"
    restored = " && sync -f {0}"


class Restic(Command):

    name = "restic"

    def repository(self):
        return f"-o sftp.command='{self.sshd.command} {self.sshd.user}@127.0.0.1 -s sftp' -r sftp:{self.sshd.user}@127.0.0.1:{self.store}"

    def backup(self):
        self.run(f"restic -q {self.repository()} init")
        return self.run(f"restic -q {self.repository()} backup .")

    def restore(self):
        return self.run(f"restic -q {self.repository()} restore latest --target {self.target}")


class Borg(Command):

    name = "borg"

    def repository(self):
        return f"ssh://{self.sshd.user}@127.0.0.1:{self.sshd.port}{self.store}"

    def backup(self):
        self.run(f"borg init -e repokey-blake2 {self.repository()}")
        return self.run(f"borg create {self.repository()}::one .")

    def restore(self):
        return self.run(f"cd {self.target} && borg extract {self.repository()}::one")


def report(results):
    product = results["product"]
    print(f"\nproduct: peak {max(run.peak for run in product['backup'] + product['restore'])} MiB (the whole container), "
          f"CPU {statistics.median(run.cpu for run in product['backup']):.1f} s a backup, {statistics.median(run.cpu for run in product['restore']):.1f} s a restore")
    print(f"{'against':10}{'backup':>10}{'restore':>10}{'stored':>10}{'peer CPU backup':>18}{'peer CPU restore':>18}")
    for name, peer in results.items():
        if name != "product":
            ratio = {what: statistics.median(mine.seconds / theirs.seconds for mine, theirs in zip(product[what], peer[what]))
                     for what in ["backup", "restore"]}
            print(f"{name:10}{ratio['backup']:>10.2f}{ratio['restore']:>10.2f}{product['stored'] / peer['stored']:>10.3f}"
                  f"{statistics.median(run.cpu for run in peer['backup']):>18.1f}{statistics.median(run.cpu for run in peer['restore']):>18.1f}")


def settle(read, drop_caches=True):
    """Before each run: the disk has nothing left to write, and what will be read is in memory.

    The caches go first, where that is allowed: ext4 looks at every inode that was deleted in the last minutes before it makes a
    file, as long as it has it in memory. Rounds that delete 20,000 files each would measure that.
    """
    os.sync()
    if drop_caches:
        try:
            with open("/proc/sys/vm/drop_caches", "w") as caches:
                caches.write("3")
        except OSError:
            pass
    for folder, _, files in os.walk(read):
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                while file.read(1 << 20):
                    pass


def size(tree):
    return sum(os.path.getsize(os.path.join(folder, file)) for folder, _, files in os.walk(tree) for file in files)


def empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connects(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition, what):
    deadline = time.monotonic() + 300
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} does not answer")
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
