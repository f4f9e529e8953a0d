{{/* A pod of `helm test`: name, labels' app, and the shell line that must succeed. */}}
{{- define "max-weather.test" -}}
{{- $image := .root.Values.helmTest.image }}
apiVersion: v1
kind: Pod
metadata:
  name: {{ .name }}
  labels:
    {{- include "max-weather.labels" (dict "name" .app "root" .root) | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 120
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    {{- include "max-weather.podSecurityContext" .root | nindent 4 }}
  containers:
    - name: test
      image: {{ $image.repository }}{{ if $image.digest }}@{{ $image.digest }}{{ else }}:{{ include "max-weather.plain" $image.tag }}{{ end }}
      command: [sh, -ec, {{ .script | quote }}]
      resources:
        requests: {cpu: 10m, memory: 16Mi}
        limits: {cpu: 100m, memory: 32Mi}
      securityContext:
        {{- include "max-weather.containerSecurityContext" .root | nindent 8 }}
{{- end }}
