package dev.plumbline.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns {@code Authorization: Bearer KEY} into the scope that the key opens. The scheme word counts in any case. */
final class BearerFilter extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";

    /** Answers a request that comes too soon. */
    interface Refusal {
        void tooMany(HttpServletResponse response, long seconds) throws IOException;
    }

    private final Keys keys;
    private final RateLimits limits;
    private final Refusal refusal;

    BearerFilter(Keys keys, RateLimits limits, Refusal refusal) {
        this.keys = keys;
        this.limits = limits;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = token(request);
        Optional<Scope> scope = token.flatMap(keys::scopeOf);
        if (scope.isPresent()) {
            long seconds = limits.request(token.get());
            if (seconds > 0) {
                refusal.tooMany(response, seconds);
                return;
            }
            authenticate(scope.get());
        }
        chain.doFilter(request, response);
    }

    private static void authenticate(Scope scope) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                scope.wire(), null, List.of(new SimpleGrantedAuthority(scope.name()))));
        SecurityContextHolder.setContext(context);
    }

    /** The token of the one Authorization header; two headers are none, for who knows which one a proxy looked at. */
    private static Optional<String> token(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            return Optional.empty();
        }
        String header = headers.get(0);
        if (header.length() <= SCHEME.length()
                || !header.substring(0, SCHEME.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length())); // exactly: a blank more is another token
    }
}
