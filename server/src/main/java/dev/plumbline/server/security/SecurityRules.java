package dev.plumbline.server.security;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.OperationSettings;
import dev.plumbline.server.http.Answers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may call what. Section 1 of the contract answers 401 in its own words; the rest answers problem documents. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityRules {
    private static final String DOCUMENT = "/api/v1/openapi.json";
    private static final String DOCUMENT_PAGE = "/api/v1/docs";
    private static final String METRICS = "/metrics";

    private final Keys keys;
    private final RateLimits limits;
    private final boolean metricsNeedAdminKey;

    SecurityRules(Keys keys, RateLimits limits, OperationSettings operation) {
        this.keys = keys;
        this.limits = limits;
        this.metricsNeedAdminKey = operation.metricsNeedAdminKey();
    }

    /** A wrong secret is always answered 401: the contract knows no other answer, and it costs no work. */
    @Bean
    @Order(1)
    SecurityFilterChain contract(HttpSecurity http) throws Exception {
        common(http, SecurityRules::tooManyInTheContractsWords)
                .securityMatcher("/api/cron/**", "/api/admin/**")
                .authorizeHttpRequests(rules -> rules.anyRequest().hasAuthority(Scope.CRON.name()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((request, response, e) -> unauthorized(response))
                                .accessDeniedHandler((request, response, e) -> unauthorized(response)));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http) throws Exception {
        String models = "/api/v1/models/*/";
        common(http, SecurityRules::tooMany)
                .securityMatcher("/api/**")
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                HttpMethod.POST,
                                models + "predictions",
                                models + "outcomes",
                                models + "records",
                                models + "calibrate",
                                models + "predict")
                        .hasAnyAuthority(Scope.INGEST.name(), Scope.ADMIN.name())
                        // a caller of the cron endpoints that did not wait asks for its run
                        .requestMatchers(HttpMethod.GET, "/api/v1/runs/{id:[0-9]+}")
                        .hasAnyAuthority(Scope.ADMIN.name(), Scope.CRON.name())
                        .requestMatchers(HttpMethod.GET, models + "calibrator")
                        .hasAnyAuthority(Scope.INGEST.name(), Scope.ADMIN.name())
                        .requestMatchers(HttpMethod.GET, DOCUMENT, DOCUMENT_PAGE)
                        .permitAll()
                        .anyRequest()
                        .hasAuthority(Scope.ADMIN.name()));
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        common(http, SecurityRules::tooMany).authorizeHttpRequests(rules -> {
            if (metricsNeedAdminKey) {
                rules.requestMatchers(METRICS).hasAuthority(Scope.ADMIN.name());
            }
            rules.anyRequest().permitAll();
        });
        return http.build();
    }

    /** No users, no passwords: only keys. Without this bean Spring Boot would make up a user and log a password. */
    @Bean
    AuthenticationManager noUsers() {
        return authentication -> {
            throw new ProviderNotFoundException("only bearer keys are known here");
        };
    }

    private HttpSecurity common(HttpSecurity http, BearerFilter.Refusal tooMany) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'self'"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(this::noKey)
                        .accessDeniedHandler((request, response, e) ->
                                problem(response, HttpStatus.FORBIDDEN, "this key does not open this part")))
                .addFilterBefore(new BearerFilter(keys, limits, tooMany), UsernamePasswordAuthenticationFilter.class);
    }

    private void noKey(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        long seconds = limits.failure(request.getRemoteAddr());
        if (seconds > 0) {
            tooMany(response, seconds);
        } else {
            problem(response, HttpStatus.UNAUTHORIZED, "a valid key is needed: Authorization: Bearer KEY");
        }
    }

    private static void tooMany(HttpServletResponse response, long seconds) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        problem(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "more requests a second than are taken; come again in " + seconds + " s");
    }

    private static void tooManyInTheContractsWords(HttpServletResponse response, long seconds) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                MediaType.APPLICATION_JSON_VALUE,
                Json.bytes(Json.object().put("error", "Too many requests")));
    }

    private static void unauthorized(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.UNAUTHORIZED, MediaType.APPLICATION_JSON_VALUE, Answers.unauthorized());
    }

    private static void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        write(response, status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Json.bytes(Answers.problem(status, detail)));
    }

    private static void write(HttpServletResponse response, HttpStatus status, String type, byte[] body)
            throws IOException {
        response.setStatus(status.value());
        if (status == HttpStatus.UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType(type);
        response.getOutputStream().write(body);
    }
}
