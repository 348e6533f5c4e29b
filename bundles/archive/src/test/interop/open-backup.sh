#!/bin/bash
# usage: open-backup.sh BACKUP PASSWORD_FILE OUT
# Rebuilds the tree of a backup in OUT/tree with Node and OpenPGP.js, zstd and GNU tar, and nothing of this product.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
backup=$1 password=$2 out=$3

node "$here/decrypt.mjs" "$backup" "$password" "$out"
zstd -dq "$out/index.json.zst"
node "$here/members.mjs" "$out/index.json" "$out"

extract() { zstd -dcq "$out"/packs/*.tar.zst | tar -x -p --acls --xattrs --xattrs-include='*' --ignore-zeros --no-recursion --null -C "$1" -T "$2"; }
mkdir "$out/pieces" "$out/tree"
# Cut files first, so that hard links to them find them; everything else last, so that directories keep their times.
if [ -s "$out/parts" ]; then
  extract "$out/pieces" "$out/parts"
  while IFS= read -r -d '' file; do
    mkdir -p "$out/tree/$(dirname "$file")"
    cat "$out/pieces/$file".part-?????? > "$out/tree/$file"
    last=$(printf '%s\n' "$out/pieces/$file".part-?????? | tail -n 1)
    cp --attributes-only --preserve=all "$last" "$out/tree/$file"
  done < "$out/cut"
fi
extract "$out/tree" "$out/whole"
