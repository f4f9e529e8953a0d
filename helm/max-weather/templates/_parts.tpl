{{/*
The release has two parts of the same shape. The templates of each kind go through both:
  range $key, $name := include "max-weather.parts" . | fromYaml
and hand a part on as (dict "key" $key "name" $name "values" (index $.Values $key) "root" $).
*/}}
{{- define "max-weather.parts" -}}
edgeGateway: edge-gateway
weatherApi: weather-api
{{- end }}

{{/* Labels of an object; `app` is what the Services, budgets and policies select. */}}
{{- define "max-weather.labels" -}}
app: {{ .name }}
{{ include "max-weather.releaseLabels" .root }}
{{- end }}

{{- define "max-weather.releaseLabels" -}}
app.kubernetes.io/part-of: max-weather
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* A number that came by --set or from a file, without an exponent: 1234567 is a float to Helm in a file. */}}
{{- define "max-weather.plain" -}}
{{- if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{- define "max-weather.account" -}}
{{- $account := include "max-weather.plain" .Values.global.aws.accountId }}
{{- if and $account (not (regexMatch "^[0-9]{12}$" $account)) }}
{{- fail (printf "global.aws.accountId is %s: expected 12 digits; in a file quote one that begins with 0" $account) }}
{{- end }}
{{- $account }}
{{- end }}

{{- define "max-weather.registry" -}}
{{- if .Values.global.imageRegistry }}
{{- .Values.global.imageRegistry }}
{{- else }}
{{- $account := include "max-weather.account" . | required "global.aws.accountId is not set: expected the 12 digits of the account whose registry has the images (or set global.imageRegistry)" }}
{{- printf "%s.dkr.ecr.%s.amazonaws.com" $account .Values.global.aws.region }}
{{- end }}
{{- end }}

{{/* registry/name@digest, or :tag where no digest is known. */}}
{{- define "max-weather.image" -}}
{{- $image := .values.image }}
{{- $repository := printf "%s/%s" (include "max-weather.registry" .root) $image.repository }}
{{- if $image.digest }}
{{- printf "%s@%s" $repository $image.digest }}
{{- else }}
{{- $tag := include "max-weather.plain" $image.tag | default (include "max-weather.plain" .root.Values.weatherApi.image.tag) }}
{{- printf "%s:%s" $repository (required (printf "%s.image.tag is not set: expected the build's number, or a digest" .key) $tag) }}
{{- end }}
{{- end }}

{{/* The name that the account's stacks give to what belongs to this environment. */}}
{{- define "max-weather.accountName" -}}
{{- eq .Values.global.environment "production" | ternary "max-weather" (printf "max-weather-%s" .Values.global.environment) }}
{{- end }}

{{/* Restricted Pod Security, and nothing to write to but /tmp. */}}
{{- define "max-weather.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "max-weather.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
