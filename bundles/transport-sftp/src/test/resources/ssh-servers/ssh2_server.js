// SFTP as ssh2 serves it, on the disk. Arguments: port, host key, home directory, username, password. Prints each password it decides on.
'use strict';
const fs = require('fs');
const path = require('path');
const { Server, utils: { sftp: { OPEN_MODE, STATUS_CODE } } } = require('ssh2');

const [port, hostKey, home, username, password] = process.argv.slice(2);
const CODES = { ENOENT: STATUS_CODE.NO_SUCH_FILE, EACCES: STATUS_CODE.PERMISSION_DENIED, EPERM: STATUS_CODE.PERMISSION_DENIED };

// Calls are made one after the other: requests for one file must be carried out in the order in which they came.
class Disk {
  constructor(sftp) {
    this.sftp = sftp;
    this.handles = new Map();
    this.next = 0;
    const calls = {
      OPEN: this.open, READ: this.read, WRITE: this.write, FSTAT: this.fstat, FSETSTAT: this.setHandleAttributes, CLOSE: this.close,
      OPENDIR: this.openDirectory, READDIR: this.readDirectory, STAT: this.stat, LSTAT: this.lstat, SETSTAT: this.setAttributes,
      REMOVE: this.remove, MKDIR: this.makeDirectory, RMDIR: this.removeDirectory, REALPATH: this.realPath, RENAME: this.rename,
    };
    for (const [request, call] of Object.entries(calls)) {
      sftp.on(request, (id, ...rest) => this.answer(id, () => call.call(this, id, ...rest)));
    }
  }

  // A call that gives no answer by itself has gone well.
  answer(id, call) {
    try {
      if (call() === undefined) this.sftp.status(id, STATUS_CODE.OK);
    } catch (failure) {
      this.sftp.status(id, CODES[failure.code] ?? STATUS_CODE.FAILURE, failure.code ?? failure.message);
    }
  }

  absolute(file) {
    return path.resolve(home, file);
  }

  static attributes({ mode, uid, gid, size, atimeMs, mtimeMs }) {
    return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
  }

  answered(answer) {
    answer();
    return true;
  }

  give(id, entry) {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.next++);
    this.handles.set(handle.toString('hex'), entry);
    return this.answered(() => this.sftp.handle(id, handle));
  }

  find(handle) {
    const entry = this.handles.get(handle.toString('hex'));
    if (entry === undefined) throw new Error('no such handle');
    return entry;
  }

  open(id, name, flags) {
    const file = this.absolute(name);
    const access = flags & OPEN_MODE.READ ? flags & OPEN_MODE.WRITE ? fs.constants.O_RDWR : fs.constants.O_RDONLY : fs.constants.O_WRONLY;
    const create = flags & OPEN_MODE.CREAT ? fs.constants.O_CREAT : 0;
    const truncate = flags & OPEN_MODE.TRUNC ? fs.constants.O_TRUNC : 0;
    const exclusive = flags & OPEN_MODE.EXCL ? fs.constants.O_EXCL : 0;
    return this.give(id, { descriptor: fs.openSync(file, access | create | truncate | exclusive, 0o666), file });
  }

  read(id, handle, offset, length) {
    const buffer = Buffer.alloc(length);
    const count = fs.readSync(this.find(handle).descriptor, buffer, 0, length, offset);
    return this.answered(() => count === 0 ? this.sftp.status(id, STATUS_CODE.EOF) : this.sftp.data(id, buffer.subarray(0, count)));
  }

  write(id, handle, offset, data) {
    fs.writeSync(this.find(handle).descriptor, data, 0, data.length, offset);
  }

  fstat(id, handle) {
    const stats = fs.fstatSync(this.find(handle).descriptor);
    return this.answered(() => this.sftp.attrs(id, Disk.attributes(stats)));
  }

  stat(id, file) {
    const stats = fs.statSync(this.absolute(file));
    return this.answered(() => this.sftp.attrs(id, Disk.attributes(stats)));
  }

  lstat(id, file) {
    const stats = fs.lstatSync(this.absolute(file));
    return this.answered(() => this.sftp.attrs(id, Disk.attributes(stats)));
  }

  setHandleAttributes(id, handle, wanted) {
    this.apply(this.find(handle).file, wanted);
  }

  setAttributes(id, file, wanted) {
    this.apply(this.absolute(file), wanted);
  }

  apply(file, { size, mode, atime, mtime }) {
    if (size !== undefined) fs.truncateSync(file, size);
    if (mode !== undefined) fs.chmodSync(file, mode);
    if (mtime !== undefined) fs.utimesSync(file, atime, mtime);
  }

  close(id, handle) {
    const { descriptor } = this.find(handle);
    this.handles.delete(handle.toString('hex'));
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }

  openDirectory(id, file) {
    return this.give(id, { directory: this.absolute(file), names: fs.readdirSync(this.absolute(file)) });
  }

  readDirectory(id, handle) {
    const { directory, names } = this.find(handle);
    const next = names.splice(0, 100);
    const entries = next.map((filename) => [filename, fs.lstatSync(path.join(directory, filename), { throwIfNoEntry: false })])
      .filter(([, stats]) => stats !== undefined)
      .map(([filename, stats]) => ({ filename, longname: filename, attrs: Disk.attributes(stats) }));
    return this.answered(() => next.length === 0 ? this.sftp.status(id, STATUS_CODE.EOF) : this.sftp.name(id, entries));
  }

  remove(id, file) {
    fs.unlinkSync(this.absolute(file));
  }

  makeDirectory(id, file) {
    fs.mkdirSync(this.absolute(file));
  }

  removeDirectory(id, file) {
    fs.rmdirSync(this.absolute(file));
  }

  realPath(id, file) {
    return this.answered(() => this.sftp.name(id, [{ filename: this.absolute(file), longname: '', attrs: {} }]));
  }

  rename(id, from, to) {
    if (fs.existsSync(this.absolute(to))) throw new Error('the new name is taken');
    fs.renameSync(this.absolute(from), this.absolute(to));
  }
}

new Server({ hostKeys: [fs.readFileSync(hostKey)] }, (client) => {
  // Its answers would wait for acknowledgements otherwise, 40 ms each.
  client.setNoDelay(true);
  client.on('authentication', (login) => {
    if (login.method !== 'password') return login.reject(['password']);
    const accepted = login.username === username && login.password === password;
    console.log(`password ${accepted ? 'accepted' : 'refused'}`);
    return accepted ? login.accept() : login.reject(['password']);
  });
  client.on('ready', () => client.on('session', (accept) => accept().on('sftp', (acceptSftp) => new Disk(acceptSftp()))));
  client.on('error', (failure) => console.log(`connection ended: ${failure.message}`));
}).listen(Number(port), '127.0.0.1');
