{{- define "max-weather.nameResolution" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}

{{/* The paths of api/openapi.yaml, and the health that the load balancer's side may ask. */}}
{{- define "max-weather.paths" -}}
- /forecast
- /current
- /places
- /usage
- /health
{{- end }}
