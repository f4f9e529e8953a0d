# shellcheck shell=bash
# What is asked of the two images while they run on this machine's loopback. Sourced, never run; needs image-archive.bash.

# A key of the day: the gateway that is asked and the assertion that is sent are both ours.
edge_key=local:$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
readonly edge_key

# Nobody listens there; found by trying, so two runs at once may want the same one.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  say "$port"
}

# await_ready PORT SECONDS: until /ready answers 200.
await_ready() {
  local deadline=$((SECONDS + $2))
  until curl --silent --fail --output /dev/null --max-time 2 "http://127.0.0.1:$1/ready"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
}

# edge_assertion APP OPERATION: signed by the classes in the gateway's own /app, unpacked at APP.
edge_assertion() {
  "$JAVA_HOME/bin/java" -cp "$1/libs/*" "$root/ci/images/EdgeAssertionOf.java" "$edge_key" "$2"
}

# The paths of one round, each an operation that a client may ask.
readonly asked=(
  '/forecast?location=Hanoi'
  '/forecast?location=48.85,2.35'
  '/current?location=Paris,%20Texas'
  '/places?prefix=S%C3%A3o'
  '/forecast?location=Springfield'
  '/forecast?location=geonames:1581130'
  '/nothing-here'
)
