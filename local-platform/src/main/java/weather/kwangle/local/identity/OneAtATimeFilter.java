package weather.kwangle.local.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Redeems codes and refresh tokens one after another. The framework reads, decides and writes in separate steps, so two
 * simultaneous uses of one code would both succeed (RFC 6749 section 4.1.2 allows one). Client credentials pass freely.
 */
final class OneAtATimeFilter extends OncePerRequestFilter {
    private static final long PATIENCE_SECONDS = 5;

    private final String tokenPath;
    private final ReentrantLock redeeming = new ReentrantLock(true);

    OneAtATimeFilter(String tokenPath) {
        this.tokenPath = tokenPath;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Reading a parameter also reads the whole form, so no slow sender holds the lock.
        return !request.getServletPath().equals(tokenPath)
                || "client_credentials".equals(request.getParameter("grant_type"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!lock()) {
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            redeeming.unlock();
        }
    }

    private boolean lock() {
        try {
            return redeeming.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
