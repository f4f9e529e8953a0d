{{- define "logging.configuration" -}}
service:
  flush: 5
  log_level: {{ .Values.logLevel }}
  # What is in memory at the end is written to the buffer, so a short time is enough.
  grace: 10
  http_server: on
  http_listen: 0.0.0.0
  http_port: 2020
  # /api/v1/health fails after 5 errors or given-up retries of an output within a minute.
  health_check: on
  hc_errors_count: 5
  hc_retry_failure_count: 5
  hc_period: 60
  # Retries wait at most a minute, so that an outage's end is noticed.
  scheduler.cap: 60
  storage.path: /var/lib/fluent-bit/buffer
  storage.sync: normal
  storage.checksum: off
  # Chunks of 2 MB in memory at once; the others wait on disk.
  storage.max_chunks_up: 32
  storage.backlog.mem_limit: 16M

parsers:
  - name: json-object
    format: json

pipeline:
  inputs:
    {{- include "logging.tail" (dict "tag" "kube.*" "path" "/var/log/containers/*.log" "exclude" (include "logging.ownLogs" .) "database" "containers") | nindent 4 }}
    # Apart, so that a failing output never feeds on what it says about its failure.
    {{- include "logging.tail" (dict "tag" "own.*" "path" (include "logging.ownLogs" .) "database" "own") | nindent 4 }}

  filters:
    # The runtime's time is the event's own, and _p its mark of a line that it cut.
    - name: modify
      match: "*"
      remove: [time, _p]
    # A line that is a JSON object becomes the record's fields; any other stays as `log`.
    - name: parser
      match: "*"
      key_name: log
      parser: json-object
      reserve_data: on
    # Whatever an application wrote under these names goes: nobody can write in another's name.
    - name: modify
      match: "*"
      remove: [cluster, namespace, pod, kubernetes]
      remove_wildcard: kubernetes_
    {{- include "logging.metadata" (dict "tag" "kube") | nindent 4 }}
    {{- include "logging.metadata" (dict "tag" "own") | nindent 4 }}
    # Cluster, namespace and pod beside the application's own fields, the rest of the metadata under `kubernetes`.
    - name: nest
      match: "*"
      operation: lift
      nested_under: kubernetes
      add_prefix: kubernetes_
    - name: modify
      match: "*"
      copy:
        - kubernetes_namespace_name namespace
        - kubernetes_pod_name pod
      set: cluster {{ include "logging.clusterName" . }}
    - name: nest
      match: "*"
      operation: nest
      wildcard: kubernetes_*
      nest_under: kubernetes
      remove_prefix: kubernetes_

  outputs:
    {{- $name := include "logging.accountName" . }}
    {{- include "logging.cloudWatch" (dict "tag" "kube.*" "group" (printf "/aws/eks/%s/application" $name) "buffer" .Values.buffer.containersMebibytes "root" .) | nindent 4 }}
    {{- include "logging.cloudWatch" (dict "tag" "own.*" "group" (printf "/aws/fluent-bit/%s" $name) "buffer" .Values.buffer.ownMebibytes "root" .) | nindent 4 }}
{{- end }}

{{- define "logging.ownLogs" -}}
/var/log/containers/fluent-bit-*_{{ .Release.Namespace }}_*.log
{{- end }}

{{- define "logging.tail" -}}
- name: tail
  alias: {{ .database }}
  tag: {{ .tag | quote }}
  path: {{ .path | quote }}
  {{- with .exclude }}
  exclude_path: {{ . | quote }}
  {{- end }}
  multiline.parser: cri
  # How far each file was read, so that a restart neither loses nor repeats.
  db: /var/lib/fluent-bit/{{ .database }}.db
  db.locking: on
  read_from_head: on
  refresh_interval: 5
  rotate_wait: 30
  # 256 KiB is the largest event that CloudWatch takes.
  buffer_max_size: 256k
  skip_long_lines: on
  storage.type: filesystem
{{- end }}

{{- define "logging.metadata" -}}
- name: kubernetes
  match: {{ printf "%s.*" .tag | quote }}
  kube_tag_prefix: {{ .tag }}.var.log.containers.
  labels: on
  annotations: off
  # Pods' annotations do not steer what is logged.
  k8s-logging.parser: off
  k8s-logging.exclude: off
{{- end }}

{{- define "logging.cloudWatch" -}}
- name: cloudwatch_logs
  match: {{ .tag | quote }}
  region: {{ .root.Values.global.aws.region }}
  log_group_name: {{ .group }}
  # A stream for each container.
  log_stream_template: $kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']
  log_stream_prefix: unknown-
  # The group exists, with its retention, or its absence is an error.
  auto_create_group: off
  retry_limit: no_limits
  storage.total_limit_size: {{ .buffer }}M
{{- end }}
