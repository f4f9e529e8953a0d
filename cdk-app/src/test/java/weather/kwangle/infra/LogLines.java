package weather.kwangle.infra;

/** Lines as AWS's own services write them into the log groups that metrics are made of. */
final class LogLines {
    private LogLines() {}

    /**
     * The stage's access log. API Gateway writes {@code -} for what a request has not, so only what every request has can
     * stand without quotes.
     */
    static String access(String resourcePath, int status, int responseLatencyMillis, String integrationLatency) {
        return """
                {"requestId":"4f1a7c9e-0000-4000-8000-000000000001","httpMethod":"GET","resourcePath":"%s",\
                "status":%d,"responseLatency":%d,"integrationLatency":"%s","clientId":"acme-weather",\
                "plan":"partner","decision":"allow","errorType":"-"}""".formatted(resourcePath, status, responseLatencyMillis, integrationLatency);
    }

    /** An audit event of the Kubernetes API server (audit.k8s.io/v1) as EKS writes it. */
    static String audit(String user, String verb, String subresource, String deployment, String stage, int code) {
        return """
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse",\
                "auditID":"0b6f6f0e-0000-4000-8000-000000000001","stage":"%s",\
                "requestURI":"/apis/apps/v1/namespaces/weather-production/deployments/%s/%s","verb":"%s",\
                "user":{"username":"%s","uid":"a-uid","groups":["system:serviceaccounts","system:authenticated"]},\
                "sourceIPs":["10.0.11.5"],"userAgent":"kube-controller-manager/v1.36.0",\
                "objectRef":{"resource":"deployments","namespace":"weather-production","name":"%s","apiGroup":"apps",\
                "apiVersion":"v1","subresource":"%s"},"responseStatus":{"metadata":{},"code":%d},\
                "requestReceivedTimestamp":"2026-11-20T10:00:00.000000Z","stageTimestamp":"2026-11-20T10:00:00.010000Z"}""".formatted(stage, deployment, subresource, verb, user, deployment, subresource, code);
    }
}
