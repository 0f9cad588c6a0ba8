#!/bin/sh
# A backup that tells no more than the database does: a dump in key order, encrypted, at least 20 cards after the last
# one, kept 14 days. Needs BACKUPS (a folder) and CERTIFICATE (whose private key is kept elsewhere).
# To restore: openssl cms -decrypt -inform DER -in FILE -inkey backup.key | gunzip > dump.xml; portico loaddata dump.xml
set -eu
bin=$(dirname "$0")/../.venv/bin
leap=20
mkdir -p "$BACKUPS"
umask 077

# dumpdata walks every table by its primary key, so the order of enrolment is not in it. XML keeps times whole; JSON would
# cut them short, and the audit chain would not fit any more. The dump stays in this variable, never in a file.
dump=$("$bin/portico" dumpdata --format xml foundation accounts cards)
slots=$(printf '%s' "$dump" | grep -o 'model="cards.slot"' | wc -l)
last=$(for file in "$BACKUPS"/portico-*.cms; do basename "$file" .cms; done | sort | tail -n 1 | sed 's/.*-//')
case $last in '' | *[!0-9]*) last=-$leap ;; esac

if [ $((slots - last)) -ge "$leap" ] || [ $((last - slots)) -ge "$leap" ]; then
  name=$BACKUPS/portico-$(date -u +%Y%m%d)-$slots.cms
  printf '%s' "$dump" | gzip -9n | openssl cms -encrypt -binary -aes-256-cbc -outform DER -out "$name.new" "$CERTIFICATE"
  mv "$name.new" "$name"
else
  echo "Fewer than $leap cards since the last backup: none is made, because two of them would show what came between."
fi
find "$BACKUPS" -name 'portico-*.cms' -mtime +14 -delete
