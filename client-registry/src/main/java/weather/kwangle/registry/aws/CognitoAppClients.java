package weather.kwangle.registry.aws;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TimeUnitsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolDescriptionType;
import weather.kwangle.registry.AppClients;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.Step;

/** The app clients of the user pool of a name. */
public final class CognitoAppClients implements AppClients {
    /** What Cognito accepts as an id (API reference, DescribeUserPoolClient). */
    private static final Pattern ID = Pattern.compile("[\\w+]{1,128}");

    private static final int PAGE = 60;

    private final CognitoIdentityProviderClient cognito;
    private final String poolId;

    private CognitoAppClients(CognitoIdentityProviderClient cognito, String poolId) {
        this.cognito = cognito;
        this.poolId = poolId;
    }

    /**
     * Finds the pool.
     *
     * @throws RegistryException unless exactly one pool has the name
     */
    public static CognitoAppClients of(CognitoIdentityProviderClient cognito, String poolName) {
        List<String> pools = cognito.listUserPoolsPaginator(request -> request.maxResults(PAGE)).stream()
                .flatMap(page -> page.userPools().stream())
                .filter(pool -> pool.name().equals(poolName))
                .map(UserPoolDescriptionType::id)
                .toList();
        return new CognitoAppClients(
                cognito,
                only(pools, "user pool " + poolName)
                        .orElseThrow(() -> new RegistryException(
                                "there is no user pool %s; deploy the stacks first, or look at AWS_REGION and the account"
                                        .formatted(poolName))));
    }

    @Override
    public Optional<AppClient> find(String idOrName) {
        return (ID.matcher(idOrName).matches() ? describe(idOrName) : Optional.<AppClient>empty())
                .or(() -> named(idOrName).flatMap(this::describe));
    }

    private Optional<AppClient> describe(String id) {
        try {
            UserPoolClientType found = cognito.describeUserPoolClient(
                            request -> request.userPoolId(poolId).clientId(id))
                    .userPoolClient();
            return Optional.of(
                    new AppClient(found.clientId(), found.clientName(), Set.copyOf(found.allowedOAuthScopes())));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private Optional<String> named(String name) {
        List<String> ids = cognito
                .listUserPoolClientsPaginator(
                        request -> request.userPoolId(poolId).maxResults(PAGE))
                .userPoolClients()
                .stream()
                .filter(client -> client.clientName().equals(name))
                .map(client -> client.clientId())
                .toList();
        return only(ids, "app client " + name);
    }

    @Override
    public Created create(Step.CreateAppClient step) {
        CreateUserPoolClientRequest.Builder request = CreateUserPoolClientRequest.builder()
                .userPoolId(poolId)
                .clientName(step.name())
                .generateSecret(true)
                .accessTokenValidity(1)
                .tokenValidityUnits(units -> units.accessToken(TimeUnitsType.HOURS))
                .enableTokenRevocation(true)
                .preventUserExistenceErrors(PreventUserExistenceErrorTypes.ENABLED)
                // Named, because the defaults let users sign in with a password.
                .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH);
        if (!step.scopes().isEmpty()) {
            request.allowedOAuthFlowsUserPoolClient(true)
                    .allowedOAuthFlows(OAuthFlowType.CLIENT_CREDENTIALS)
                    .allowedOAuthScopes(step.scopes().stream().sorted().toList());
        }
        UserPoolClientType created =
                cognito.createUserPoolClient(request.build()).userPoolClient();
        return new Created(created.clientId(), created.clientSecret());
    }

    private static Optional<String> only(List<String> ids, String what) {
        if (ids.size() > 1) {
            throw new RegistryException(
                    "there are %d of %s: %s, expected one; remove what is not in use, or name the id"
                            .formatted(ids.size(), what, String.join(", ", ids)));
        }
        return ids.stream().findFirst();
    }
}
