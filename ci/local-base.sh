#!/usr/bin/env bash
# local-base.sh: a base image made of this machine's parts, where no registry can be reached.
#
# It holds what a JVM needs and no more: a Java runtime linked from the JDK, the C library, a user. Like the distroless
# base it has no shell and no package manager. It is for tests; the pipeline builds on the pinned distroless base.
# Writes target/images/base.tar, an archive as `docker save` writes it; does nothing if it is there already.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

no_options "$@"
require JAVA_HOME 'the folder of a JDK 25'
require_tool ldd 'the base takes the C library of a Linux with glibc'
readonly base=$root/target/images/base.tar
if [[ -s "$base" ]]; then
  say "base: $base is there"
  exit
fi

# The modules of a Java SE runtime, as a JRE has them, and the JDK's own that frameworks ask for.
readonly modules=java.se,jdk.charsets,jdk.crypto.ec,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
readonly jre=/usr/lib/jvm/jre

# Only what stands on the disk of the image counts: JVM, network and file libraries. The desktop's are never loaded.
c_libraries() {
  ldd "$1$jre"/bin/java "$1$jre"/lib/server/libjvm.so "$1$jre"/lib/lib{java,jli,net,nio,zip}.so |
    grep -oE '/[^ ]+\.so[^ ]*' | grep -vF "$jre/" | sort -u
}

fill_root() {
  local library
  mkdir -p "$1"/{etc,tmp,usr/bin,home/nonroot}
  run "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$1$jre"
  [[ -z "$dry_run" ]] || return 0
  # Host names are looked up by it and nothing names it.
  for library in $(c_libraries "$1") $(dirname "$(c_libraries "$1" | grep -F /libc.so)")/libresolv.so.2; do
    mkdir -p "$1$(dirname "$library")"
    cp --dereference "$library" "$1$library"
  done
  ln -s "$jre/bin/java" "$1/usr/bin/java"
  printf 'root:x:0:0::/root:/nonexistent\nnonroot:x:65532:65532::/home/nonroot:/nonexistent\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
  find "$1" -type d -exec chmod 755 {} +
  # A tmpfs that is mounted there takes this mode.
  chmod 1777 "$1/tmp"
}

pack() {
  tar --create --directory "$1" --file "$2" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner "${@:3}"
}

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
say 'base: linking a Java runtime'
fill_root "$temporary/root"
[[ -z "$dry_run" ]] || exit 0

mkdir "$temporary/archive" "$root/target/images" -p
pack "$temporary/root" "$temporary/archive/layer.tar" .
layer=$(sha256sum "$temporary/archive/layer.tar" | cut -d ' ' -f 1)
printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":{"User":"65532:65532","Env":["PATH=/usr/bin","JAVA_HOME=%s"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$jre" "$layer" >"$temporary/archive/config.json"
printf '[{"Config":"config.json","RepoTags":["max-weather/base:local"],"Layers":["layer.tar"]}]' \
  >"$temporary/archive/manifest.json"
pack "$temporary/archive" "$base.part" manifest.json config.json layer.tar
mv "$base.part" "$base"
say "base: wrote $base"
