{{- define "logging.labels" -}}
{{ include "logging.selector" . }}
app.kubernetes.io/part-of: max-weather
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "logging.selector" -}}
app.kubernetes.io/name: fluent-bit
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The name that the account's stacks give to what belongs to this environment. */}}
{{- define "logging.accountName" -}}
{{- eq .Values.global.environment "production" | ternary "max-weather" "max-weather-staging" }}
{{- end }}

{{- define "logging.clusterName" -}}
{{- .Values.global.clusterName | default (printf "max-weather-%s-cluster" .Values.global.environment) }}
{{- end }}

{{/* A number that came by --set or from a file, without an exponent: a file's are floats to Helm. */}}
{{- define "logging.plain" -}}
{{- if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* repository@digest, or :tag where no digest is known. */}}
{{- define "logging.image" -}}
{{- $image := .Values.image }}
{{- if $image.digest }}
{{- printf "%s@%s" $image.repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $image.repository ($image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}
