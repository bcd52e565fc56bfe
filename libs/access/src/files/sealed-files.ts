import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes } from '@cluetrail/event-sourcing';
import type { Keys } from '../keys/keys.js';

export interface SealedFilesPlace {
  /** Made when the first file comes. */
  readonly directory: string;
  readonly logId: string;
  readonly keys: Keys;
}

export interface WrittenFile {
  /** Of what is stored: 64 hexadecimal digits, and the file's name. */
  readonly sha256: string;
  /** Of the clear content. */
  readonly bytes: number;
}

export type FileFault = 'missing' | 'damaged' | 'destroyed';

/** The disk of the files has no room: nothing was kept. */
export class FilesFull extends Error {
  constructor(directory: string, cause: Error) {
    super(`${directory}: expected room on its disk, found "${cause.message}"`, { cause });
  }
}

/**
 * Files under the keys of their owners (streams), one file each, called by the SHA-256 of what it holds: a head, AES-256-GCM
 * of the content, its tag. Head: `CTF1`, the id of the key, the nonce; it and the owner are bound to the content.
 */
export class SealedFiles {
  private readonly taken = new Set<string>();

  constructor(private readonly place: SealedFilesPlace) {}

  /** On disk and synced before it answers. `too-large`: nothing is kept. Throws KeyDestroyed, and FilesFull. */
  async write(
    owner: string,
    content: AsyncIterable<Uint8Array>,
    limitBytes: number,
  ): Promise<WrittenFile | 'too-large'> {
    const { id, key } = this.place.keys.keyOf(owner);
    const head = headOf(id, randomBytes(NONCE_BYTES));
    const cipher = createCipheriv(CIPHER, key, head.subarray(-NONCE_BYTES), TAGGED);
    cipher.setAAD(this.aad(owner, head));
    const hash = createHash('sha256');
    const draft = join(this.place.directory, `${DRAFT}${randomUUID()}`);
    const file = await this.opened(draft);
    try {
      const put = async (part: Uint8Array) => {
        hash.update(part);
        await writeAll(file, part);
      };
      let bytes = 0;
      await put(head);
      for await (const part of content) {
        bytes += part.byteLength;
        if (bytes > limitBytes) return 'too-large';
        await put(cipher.update(part));
      }
      await put(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
      const sha256 = hash.digest('hex');
      await file.sync();
      await rename(draft, this.path(sha256));
      await this.syncDirectory();
      return { sha256, bytes };
    } catch (error) {
      throw isOfFullDisk(error) ? new FilesFull(this.place.directory, error) : error;
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
  }

  /** Whether there is such a file under the owner's key, for an event to name. */
  async belongs(owner: string, sha256: string): Promise<boolean> {
    if (this.taken.has(sha256)) return false;
    const head = await this.head(sha256);
    return head !== undefined && this.place.keys.ownerOf(keyIdOf(head)) === owner;
  }

  /** The clear content; `bytes` = its length. The whole file is compared with its name first. */
  async read(
    owner: string,
    sha256: string,
  ): Promise<{ readonly bytes: number; readonly content: AsyncIterable<Uint8Array> } | FileFault> {
    const fault = await this.fault(sha256);
    if (fault) return fault;
    const head = await this.head(sha256);
    if (!head) return 'damaged';
    const key = this.place.keys.find(keyIdOf(head));
    if (!key) return 'destroyed';
    const { size } = await this.statOf(sha256);
    const from = head.length;
    const end = size - TAG_BYTES;
    const decipher = createDecipheriv(CIPHER, key, head.subarray(-NONCE_BYTES), TAGGED);
    decipher.setAAD(this.aad(owner, head));
    const file = this.path(sha256);
    async function* content() {
      if (end > from)
        for await (const part of createReadStream(file, { start: from, end: end - 1 }))
          yield decipher.update(part as Buffer); // a stream without encoding
      for await (const tag of createReadStream(file, { start: end }))
        decipher.setAuthTag(tag as Buffer);
      yield decipher.final();
    }
    return { bytes: end - from, content: content() };
  }

  /** Undefined = it is what its name says. */
  async fault(sha256: string): Promise<'missing' | 'damaged' | undefined> {
    if (!isSha256(sha256) || !existsSync(this.path(sha256))) return 'missing';
    const hash = createHash('sha256');
    for await (const part of createReadStream(this.path(sha256))) hash.update(part as Buffer);
    return hash.digest('hex') === sha256 ? undefined : 'damaged';
  }

  /** Names of what lies in the directory, whole files and drafts that were never ended. */
  names(): readonly string[] {
    return existsSync(this.place.directory) ? readdirSync(this.place.directory).sort() : [];
  }

  /** Removes drafts that a stop left: nothing names them. Only while nobody writes. */
  async sweep(): Promise<void> {
    for (const name of this.names())
      if (name.startsWith(DRAFT)) await rm(join(this.place.directory, name), { force: true });
  }

  /** Whose it is and when it was written; undefined for a draft, and where that is known no more. */
  async origin(
    sha256: string,
  ): Promise<{ readonly owner: string; readonly writtenAtMillis: number } | undefined> {
    const head = await this.head(sha256);
    const owner = head && this.place.keys.ownerOf(keyIdOf(head));
    if (owner === undefined) return undefined;
    return { owner, writtenAtMillis: (await this.statOf(sha256)).mtimeMs };
  }

  /** From now on it belongs to nobody, until it is given back: no event can come to name it. */
  withdraw(sha256: string): void {
    this.taken.add(sha256);
  }

  withdrawn(sha256: string): boolean {
    return this.taken.has(sha256);
  }

  giveBack(sha256: string): void {
    this.taken.delete(sha256);
  }

  /** For ever. Whoever calls it knows that no event names it. */
  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
    this.taken.delete(sha256);
  }

  private async head(sha256: string): Promise<Buffer | undefined> {
    if (!isSha256(sha256) || !existsSync(this.path(sha256))) return undefined;
    const file = await open(this.path(sha256), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_MOST), 0, HEAD_MOST, 0);
      const length = MAGIC.length + 1 + buffer[MAGIC.length] + NONCE_BYTES;
      const isHead = buffer.subarray(0, MAGIC.length).equals(MAGIC) && bytesRead >= length;
      return isHead ? buffer.subarray(0, length) : undefined;
    } finally {
      await file.close();
    }
  }

  private async statOf(sha256: string): Promise<{ size: number; mtimeMs: number }> {
    const file = await open(this.path(sha256), 'r');
    try {
      return await file.stat();
    } finally {
      await file.close();
    }
  }

  private aad(owner: string, head: Uint8Array): Uint8Array {
    return canonicalBytes([this.place.logId, owner, Buffer.from(head).toString('base64url')]);
  }

  private async opened(draft: string): Promise<FileHandle> {
    try {
      this.makeDirectory();
      return await open(draft, 'wx', 0o600);
    } catch (error) {
      throw isOfFullDisk(error) ? new FilesFull(this.place.directory, error) : error;
    }
  }

  private path(sha256: string): string {
    return join(this.place.directory, sha256);
  }

  private makeDirectory(): void {
    mkdirSync(this.place.directory, { recursive: true, mode: 0o700 });
  }

  private async syncDirectory(): Promise<void> {
    for (const path of [this.place.directory, join(this.place.directory, '..')]) {
      const directory = await open(path, 'r');
      await directory.sync();
      await directory.close();
    }
  }
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
// Without authTagLength Node accepts a tag cut down to 4 bytes.
const TAGGED = { authTagLength: TAG_BYTES };
const MAGIC = Buffer.from('CTF1', 'latin1');
const HEAD_MOST = MAGIC.length + 1 + 255 + NONCE_BYTES;
const DRAFT = 'draft-';

// Not instanceof: a test runner's errors are of another realm.
function isOfFullDisk(error: unknown): error is NodeJS.ErrnoException {
  return ['ENOSPC', 'EDQUOT'].includes(Object(error).code);
}

function headOf(keyId: string, nonce: Uint8Array): Buffer {
  const id = Buffer.from(keyId, 'utf8');
  return Buffer.concat([MAGIC, Buffer.from([id.length]), id, nonce]);
}

function keyIdOf(head: Buffer): string {
  return head.subarray(MAGIC.length + 1, head.length - NONCE_BYTES).toString('utf8');
}

function isSha256(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  for (let at = 0; at < part.byteLength;) {
    const { bytesWritten } = await file.write(part, at);
    at += bytesWritten;
  }
}
