package weather.kwangle.chart;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** The typed Kubernetes models, made from Kubernetes' own schema: they refuse unknown fields and missing ones. */
public final class TypedModels {

    /** Checks one object's JSON. */
    @FunctionalInterface
    private interface Model {
        void check(JsonElement json) throws IOException;
    }

    private static final Map<String, Model> MODELS = Map.ofEntries(
            Map.entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
            Map.entry("apps/v1 DaemonSet", V1DaemonSet::validateJsonElement),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
            Map.entry("networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", V1ClusterRole::validateJsonElement),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", V1ClusterRoleBinding::validateJsonElement),
            Map.entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
            Map.entry("v1 Pod", V1Pod::validateJsonElement),
            Map.entry("v1 Secret", V1Secret::validateJsonElement),
            Map.entry("v1 Service", V1Service::validateJsonElement),
            Map.entry("v1 ServiceAccount", V1ServiceAccount::validateJsonElement));

    /** Kinds whose schema is their controller's own; a real control plane with their definitions checks them. */
    private static final Set<String> CUSTOM = Set.of(
            "external-secrets.io/v1 ExternalSecret",
            "external-secrets.io/v1 SecretStore",
            "k8s.nginx.org/v1 Policy",
            "k8s.nginx.org/v1 VirtualServer");

    private TypedModels() {}

    /**
     * Checks one object.
     *
     * @throws AssertionError if the object's kind is unknown, or Kubernetes would not know a field or miss one
     */
    public static void check(KubernetesObject object) {
        String kind = object.apiVersion() + " " + object.kind();
        if (CUSTOM.contains(kind)) {
            return;
        }
        Model model = MODELS.get(kind);
        if (model == null) {
            throw new AssertionError("no model for " + kind);
        }
        JsonElement json = JsonParser.parseString(new Gson().toJson(object.content()));
        try {
            model.check(json);
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError(object + ": " + e.getMessage(), e);
        }
    }
}
