package weather.kwangle.local.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The sign-ins whose codes and refresh tokens can still be used, at most {@code capacity} of them: the one unused for
 * longest gives way. What client credentials obtain is not kept, since nothing ever looks it up.
 */
final class SignIns implements OAuth2AuthorizationService {
    private final Map<String, OAuth2Authorization> byId;

    SignIns(int capacity) {
        this.byId = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, OAuth2Authorization> eldest) {
                return size() > capacity;
            }
        };
    }

    @Override
    public synchronized void save(OAuth2Authorization signIn) {
        if (signIn.getAuthorizationGrantType().equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
            return;
        }
        byId.remove(signIn.getId());
        byId.put(signIn.getId(), signIn);
    }

    @Override
    public synchronized void remove(OAuth2Authorization signIn) {
        byId.remove(signIn.getId());
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findById(String id) {
        return byId.get(id);
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findByToken(String value, @Nullable OAuth2TokenType type) {
        return byId.values().stream()
                .filter(signIn -> holds(signIn, value, type))
                .findFirst()
                .orElse(null);
    }

    private static boolean holds(OAuth2Authorization signIn, String value, @Nullable OAuth2TokenType type) {
        OAuth2Authorization.Token<OAuth2Token> token = signIn.getToken(value);
        if (token == null) {
            return false;
        }
        if (type == null) {
            return true;
        }
        return switch (type.getValue()) {
            case OAuth2ParameterNames.CODE -> token.getToken() instanceof OAuth2AuthorizationCode;
            case OAuth2ParameterNames.ACCESS_TOKEN -> token.getToken() instanceof OAuth2AccessToken;
            case OAuth2ParameterNames.REFRESH_TOKEN -> token.getToken() instanceof OAuth2RefreshToken;
            default -> false;
        };
    }
}
