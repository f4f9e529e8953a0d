# shellcheck shell=bash
# Reads an image straight from its OCI archive with tar and grep, so that neither an engine nor a registry is needed.
# Sourced, never run. Jib writes JSON without spaces, which is what the patterns below count on, and a tar header that
# GNU tar would warn about for each file.

# open_archive ARCHIVE FOLDER: unpacks the archive's blobs.
open_archive() {
  mkdir -p "$2"
  tar --extract --warning=no-unknown-keyword --file "$1" --directory "$2"
}

# blob FOLDER DIGEST: the file that holds it.
blob() {
  printf '%s/blobs/%s\n' "$1" "${2/://}"
}

manifest_digest() {
  grep -oE 'sha256:[0-9a-f]{64}' "$1/index.json" | head -n 1
}

# The configuration's digest, then the layers' from the lowest up.
manifest_entries() {
  grep -oE 'sha256:[0-9a-f]{64}' "$(blob "$1" "$(manifest_digest "$1")")"
}

image_config() {
  cat "$(blob "$1" "$(manifest_entries "$1" | head -n 1)")"
}

# The layers' files, from the lowest up.
image_layers() {
  local digest
  manifest_entries "$1" | tail -n +2 | while read -r digest; do blob "$1" "$digest"; done
}

# The program and its arguments, one a line.
image_entrypoint() {
  image_config "$1" | grep -oE '"Entrypoint":\[[^]]*\]' | grep -oE '"[^"]*"' | tail -n +2 | tr -d '"'
}

# unpack_root FOLDER TARGET: the root file system, times and modes kept.
unpack_root() {
  local layer
  mkdir -p "$2"
  for layer in $(image_layers "$1"); do
    tar --extract --warning=no-unknown-keyword --gzip --no-same-owner --preserve-permissions --file "$layer" --directory "$2"
  done
}
