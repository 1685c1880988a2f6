import { readdirSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const KITCHEN_FOLDER = new URL('../../../game/kitchen/', import.meta.url);

/**
 * The real kitchen as the server packs it (top folder `kitchen/`), as a data: URL that fetch takes.
 *
 * @returns {string}
 */
export function kitchenURL() {
  const names = readdirSync(KITCHEN_FOLDER).filter((name) => name.endsWith('.py'));
  const files = names.map((name) => ({
    name: `kitchen/${name}`,
    bytes: readFileSync(new URL(name, KITCHEN_FOLDER)),
  }));
  return zipURL(files);
}

/**
 * @param {{name: string, bytes: Buffer}[]} files
 * @returns {string} data: URL of an uncompressed zip (format: PKWARE APPNOTE 4.3)
 */
export function zipURL(files) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, fileName, bytes]);
    local.push(entry);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, fileName);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  const zip = Buffer.concat([...local, directory, end]);
  return `data:application/zip;base64,${zip.toString('base64')}`;
}
