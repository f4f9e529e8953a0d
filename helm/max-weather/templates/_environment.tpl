{{/* What a pod is told, each value once; the Deployment restarts its pods when it changes. */}}
{{- define "max-weather.weatherApi.environment" -}}
ENVIRONMENT: {{ .Values.global.environment | quote }}
LOG_LEVEL: {{ .Values.logLevel | quote }}
CLOUDWATCH_LOG_GROUP: {{ .Values.logGroup | quote }}
SERVER_PORT: "8000"
{{- end }}

{{- define "max-weather.edgeGateway.environment" -}}
{{ include "max-weather.weatherApi.environment" . }}
AWS_REGION: {{ .Values.global.aws.region | quote }}
WEATHER_SERVICE_URL: http://weather-api-service
QUOTA_TABLE: {{ .Values.edgeGateway.quotaTable | quote }}
{{- if .Values.externalSecrets.enabled }}
EDGE_KEY_FILE: /var/run/edge-key/edge-key.json
{{- else }}
EDGE_KEY_SECRET_ID: {{ .Values.edgeGateway.edgeKeySecretId | quote }}
{{- end }}
{{- end }}
