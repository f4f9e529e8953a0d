package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.eks_v2.Cluster;
import software.amazon.awscdk.services.eks_v2.OidcProviderNative;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.FederatedPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * Roles that pods take by the token of their service account (IRSA). Each trusts exactly one service account of this
 * cluster and is named after it.
 */
final class ServiceAccountRoles extends Construct {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAKE_ROLE = "sts:AssumeRoleWithWebIdentity";

    private final Names names;
    private final String issuerUrl;
    private final OidcProviderNative provider;

    ServiceAccountRoles(Construct scope, Names names, Cluster cluster) {
        super(scope, "ServiceAccounts");
        this.names = names;
        this.issuerUrl = cluster.getClusterOpenIdConnectIssuerUrl();
        this.provider = OidcProviderNative.Builder.create(this, "Provider")
                .url(issuerUrl)
                .build();
    }

    /** @param statements what the pods may do; none at all is allowed */
    Role role(String namespace, String serviceAccount, PolicyStatement... statements) {
        Role role = Role.Builder.create(this, serviceAccount)
                .roleName(names.role(serviceAccount))
                .description("Pods of " + namespace + "/" + serviceAccount + " in " + names.cluster())
                .assumedBy(new FederatedPrincipal(provider.getOidcProviderArn(), Map.of(), TAKE_ROLE))
                .build();
        CfnRole resource = (CfnRole) requireNonNull(role.getNode().getDefaultChild());
        resource.setAssumeRolePolicyDocument(trust(namespace, serviceAccount));
        List.of(statements).forEach(role::addToPolicy);
        return role;
    }

    /**
     * The issuer's name, which only the deployment knows, stands in the conditions' keys, where a template can have no
     * function. A document may also be given as text, though, and text can. CDK's own way would be a function that runs
     * at deployment.
     */
    private String trust(String namespace, String serviceAccount) {
        Map<String, String> claims = new TreeMap<>();
        claims.put("${Issuer}:aud", "sts.amazonaws.com");
        claims.put("${Issuer}:sub", "system:serviceaccount:" + namespace + ":" + serviceAccount);
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("Federated", "${Provider}"));
        statement.put("Action", TAKE_ROLE);
        statement.put("Condition", Map.of("StringEquals", claims));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put("Statement", List.of(statement));

        Map<String, String> variables = new TreeMap<>();
        variables.put("Issuer", Fn.select(1, Fn.split("//", issuerUrl)));
        variables.put("Provider", provider.getOidcProviderArn());
        try {
            return Fn.sub(JSON.writeValueAsString(document), variables);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
